//! `roundup new`: an edition to fill in.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueHint};
use jiff::Timestamp;
use jiff::civil::Date;

use super::exit::{Answer, report};
use super::output::Output;
use crate::config::settings::{EDITORS, Origin, Setting, Settings};
use crate::config::variable;
use crate::store::{self, Created};
use crate::text::DisplayText;

/// Write today's edition, ready to fill in, and print its path
///
/// Comments in the file explain every key. It is complete once its title and the headline of its first
/// story are filled in. An edition of today that exists is never changed. Beside it goes
/// .roundup-schema.json, by which editors that know TOML complete and check while you type.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup new --edit\n  \
    roundup new --into ~/briefings\n\n\
    The edition is written to DIR, else to the folder that ROUNDUP_DIR names, else to the first of\n\
    `folders` in config.toml, else to the data folder, as 2016-01-12.toml. The folder is created if\n\
    it is not there. Today is the day in your time zone, or in that of TZ.\n\n\
    Exit status: 0 done, 2 could not run; with --edit, that of the editor.")]
pub(super) struct New {
    /// Open it in the `editor` of config.toml, else in the one that VISUAL or EDITOR names
    #[arg(long)]
    edit: bool,
    /// Write it to this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    into: Option<PathBuf>,
}

pub(super) fn run(new: &New, settings: &Settings, out: &mut Output) -> anyhow::Result<Answer> {
    // Nothing is written when there is nothing to open it with.
    let editor = new.edit.then(|| editor(settings)).transpose()?;
    let folder = store::output_folder(new.into.as_deref(), settings)?;
    let today = store::in_local_zone(Timestamp::now()).date();
    let path = folder.join(format!("{today}.toml"));
    let shown = DisplayText::line(&path.to_string_lossy());
    let created = store::create_edition(&path, &template(today))
        .with_context(|| format!("cannot write {shown}"))?;
    if let Some(editor) = editor {
        return edit(&editor, &path);
    }
    if created == Created::Existed {
        report(&format!("{shown} already exists and was not changed"));
    }
    writeln!(out, "{shown}")?;
    Ok(Answer::Done)
}

/// The user's editor.
struct Editor {
    /// At least one.
    words: Vec<String>,
    /// What names it.
    named_in: String,
}

/// The editor that is set, here or in a variable.
fn editor(settings: &Settings) -> anyhow::Result<Editor> {
    let mut settings = settings.clone();
    let faults = settings.take_variables(variable);
    let mut faults = faults.iter().filter(|(name, _)| EDITORS.contains(name));
    let Setting { value, origin } = settings.editor;
    if value.is_empty() {
        match faults.next() {
            Some((name, why)) => bail!("{name} {why}"),
            None => bail!("no editor is set; set EDITOR, for example with: export EDITOR=nano"),
        }
    }
    for (name, why) in faults {
        report(&format!("{name} {why}"));
    }
    Ok(Editor {
        words: value,
        named_in: match origin {
            Origin::Variable(name) => name.to_owned(),
            Origin::File(line) => format!("`editor` in config.toml, line {line}"),
            Origin::Default | Origin::Argument => "`editor` in config.toml".to_owned(),
        },
    })
}

/// Runs the editor until it ends.
fn edit(editor: &Editor, path: &Path) -> anyhow::Result<Answer> {
    let (program, arguments) = store::command_of(&editor.words).context("no editor is set")?;
    // A folder may be named like an option.
    let path = Path::new(".").join(path);
    let command = &mut Command::new(program);
    let status = command.args(arguments).arg(path).status();
    let status = status.map_err(|error| {
        let (program, named_in) = (&editor.words[0], &editor.named_in);
        anyhow!("cannot start the editor {program}: {error}; change {named_in}")
    })?;
    // An editor that a signal has ended has no status.
    let status = status.code().unwrap_or(1);
    Ok(Answer::Status(u8::try_from(status).unwrap_or(1)))
}

/// The text of an edition in which the title and a headline are left to fill in.
fn template(today: Date) -> String {
    include_str!("new/template.toml").replace("2016-01-12", &today.to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::template;
    use crate::briefing::{SCHEMA, parse};

    #[test]
    fn a_new_edition_lacks_a_title_and_a_headline_and_nothing_else() {
        let text = template(date(2031, 4, 2));
        let (_, diagnostics) = parse(&text);
        let messages: Vec<_> = diagnostics.iter().map(|fault| &*fault.message).collect();
        assert_eq!(messages, ["title is empty", "headline is empty"]);
        let (briefing, diagnostics) = parse(&text.replace("\"\"", "\"Filled in\""));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(briefing.unwrap().date().unwrap().day, date(2031, 4, 2));
    }

    #[test]
    fn a_new_edition_explains_every_key() {
        let text = template(date(2031, 4, 2));
        assert_eq!(text.lines().next(), Some("#:schema ./.roundup-schema.json"));
        // A comment in the file is a line of TOML unless a space or a colon follows its sign.
        let uncommented = |line: &str| match line.strip_prefix('#') {
            Some(toml) if !toml.starts_with([' ', ':']) => toml.to_owned(),
            _ => line.to_owned(),
        };
        let all: Vec<_> = text.lines().map(uncommented).collect();
        let all = all.join("\n").replace("\"\"", "\"Filled in\"");
        let (briefing, diagnostics) = parse(&all);
        assert!(diagnostics.is_empty(), "{diagnostics:?}\n{all}");
        assert_eq!(briefing.unwrap().len(), 2);
        let table: toml::Table = all.parse().unwrap();
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        let keys = |pointer: &str| {
            let properties = schema.pointer(pointer).unwrap().as_object().unwrap();
            properties.keys().cloned().collect::<Vec<_>>()
        };
        let written = |table: &toml::Table| {
            let mut keys: Vec<_> = table.keys().cloned().collect();
            keys.sort();
            keys
        };
        assert_eq!(written(&table), keys("/properties"));
        let section = table["section"][0].as_table().unwrap();
        assert_eq!(written(section), keys("/definitions/section/properties"));
        let story = table["story"][0].as_table().unwrap();
        assert_eq!(written(story), keys("/definitions/story/properties"));
    }
}
