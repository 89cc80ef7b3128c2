//! `roundup config`: what is set, where, and to what.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::anyhow;
use clap::{Args, ValueHint};

use super::check::report::render;
use super::exit::{Answer, report};
use super::options::Color;
use super::output::{self, Output};
use super::styles::{DIM, STRONG};
use crate::config::settings::{self, Background, Origin, Setting, ThemeChoice};
use crate::config::{Configuration, FileFaults, variable};
use crate::keymap::{Action, Keymap};
use crate::store::ConfigFolder;
use crate::text::{DisplayText, width};

/// Print what is set, and where
///
/// Settings are in config.toml; every one of them may be left out. A variable overrides what the file says, an
/// argument overrides both. A line that cannot be used is reported, and all others hold.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup config                                       what is set\n  \
    mkdir -p ~/.config/roundup                           where no configuration is yet\n  \
    roundup config --default > \"$(roundup config --path)\"  a file to begin with\n  \
    roundup config --keys | grep story                   names of actions for [keys]\n\n\
    Exit status: 0 done, 1 the configuration has faults, 2 could not run.")]
pub(super) struct Config {
    /// Print a file with every setting, explained and set to its default
    #[arg(long, group = "what")]
    default: bool,
    /// Print the name of every action with its keys
    #[arg(long, group = "what")]
    keys: bool,
    /// Print where the file is, or would be
    #[arg(long, group = "what")]
    path: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(super) color: Color,
    /// Print what holds for a reader that is started with these paths
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, conflicts_with = "what")]
    paths: Vec<PathBuf>,
}

pub(super) fn run(config: &Config, out: &mut Output) -> anyhow::Result<Answer> {
    if config.default {
        write_default(out)?;
        return Ok(Answer::Done);
    }
    let located = ConfigFolder::locate();
    let homeless = || anyhow!("there is no home folder; set XDG_CONFIG_HOME to a folder");
    if config.path {
        let path = located.ok_or_else(homeless)?.config();
        writeln!(out, "{}", DisplayText::line(&path.to_string_lossy()))?;
        return Ok(Answer::Done);
    }
    // The keys are the same without a home folder; what is set has no place there.
    if located.is_none() && !config.keys {
        return Err(homeless());
    }
    let mut configuration = ConfigFolder::load_or_default(located.as_ref());
    let of_variables = configuration.settings.take_variables(variable);
    if !config.paths.is_empty() {
        let paths = config
            .paths
            .iter()
            .map(|path| path.to_string_lossy().into_owned());
        configuration.settings.folders = Setting {
            value: paths.collect(),
            origin: Origin::Argument,
        };
    }
    let keymap = Keymap::taken_from(&mut configuration);
    if config.keys {
        write_keys(&keymap, out)?;
    } else {
        write_settings(&configuration, out)?;
    }
    out.flush()?;
    for (variable, why) in &of_variables {
        report(&format!("{variable} {why}"));
    }
    let faults = report_faults(&configuration.faults);
    Ok(if faults + of_variables.len() == 0 {
        Answer::Done
    } else {
        Answer::Nothing
    })
}

/// Every setting and key in force as lines of TOML, with where each comes from.
fn write_settings(configuration: &Configuration, out: &mut Output) -> io::Result<()> {
    let in_force = configuration.settings_in_force();
    let rows = in_force.written();
    let settings: Vec<_> = rows
        .iter()
        .map(|row| {
            let mut origin = origin(row.origin);
            if row.key == THEME {
                origin += effect_of_variables(&in_force.theme.value);
            }
            (
                format!("{} = {}", row.key, DisplayText::line(&row.value)),
                origin,
            )
        })
        .collect();
    let widest = settings
        .iter()
        .map(|(text, _)| width::of(text))
        .filter(|columns| *columns <= ALIGNED)
        .max();
    writeln!(out, "{DIM}# {}{DIM:#}", configuration.label)?;
    for (text, origin) in settings {
        let gap = widest.unwrap_or(0).saturating_sub(width::of(&text));
        writeln!(out, "{text}{:gap$}  {DIM}# {origin}{DIM:#}", "")?;
    }
    let keys = Keymap::in_force(&configuration.settings.keys);
    if !keys.is_empty() {
        writeln!(out, "\n[keys]")?;
    }
    for key in keys {
        let line = key.keys_at.line;
        let [keys, action] = [&key.keys, &key.action].map(settings::quoted);
        writeln!(
            out,
            "{} = {}  {DIM}# line {line}{DIM:#}",
            DisplayText::line(&keys),
            DisplayText::line(&action)
        )?;
    }
    Ok(())
}

/// The key of the setting that variables change the effect of.
const THEME: &str = "theme";

/// What variables do to the theme that is set, to follow where that comes from.
fn effect_of_variables(theme: &ThemeChoice) -> &'static str {
    if variable("NO_COLOR").is_some() {
        return "; NO_COLOR turns all colours off";
    }
    let ThemeChoice::ByBackground { .. } = theme else {
        return "";
    };
    let colours = variable("COLORFGBG");
    match (Background::of(colours.as_deref()), colours) {
        (Background::Light, _) => "; COLORFGBG says light",
        (Background::Dark, _) => "; COLORFGBG says dark",
        (Background::Unknown, None) => "; dark, because COLORFGBG is not set",
        (Background::Unknown, Some(_)) => "; dark, because COLORFGBG names no background",
    }
}

/// Values wider than this many columns do not push the others' origins to the right.
const ALIGNED: usize = 48;

fn origin(origin: Origin) -> String {
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::File(line) => format!("line {line}"),
        Origin::Variable(name) => name.to_owned(),
        Origin::Argument => "argument".to_owned(),
    }
}

/// A configuration in which every setting has its default.
fn write_default(out: &mut Output) -> io::Result<()> {
    writeln!(
        out,
        "# Settings of roundup. Every line may be left out. `roundup config` shows the settings in force."
    )?;
    for about in settings::about() {
        writeln!(out)?;
        for line in textwrap::wrap(about.help, COMMENT) {
            writeln!(out, "# {line}")?;
        }
        writeln!(out, "# For example: {} = {}", about.key, about.example)?;
        writeln!(out, "{} = {}", about.key, about.default)?;
    }
    writeln!(
        out,
        "\n# Keys of your own: key = \"action\". \"none\" frees a key. `roundup config --keys` lists the actions."
    )?;
    writeln!(
        out,
        "[keys]\n# \"ctrl-n\" = \"next-story\"\n# \"g h\" = \"archive\""
    )
}

/// Columns of a comment.
const COMMENT: usize = 98;

/// Every action's name, its keys, and what it does.
fn write_keys(keymap: &Keymap, out: &mut Output) -> io::Result<()> {
    let actions: Vec<_> = Action::named()
        .map(|(name, action)| {
            let keys = DisplayText::line(&keymap.all_keys(action));
            (name, keys, action)
        })
        .collect();
    let names = actions.iter().map(|(name, ..)| width::of(name)).max();
    let keys = actions.iter().map(|(_, keys, _)| width::of(keys)).max();
    let (names, keys) = (names.unwrap_or(0), keys.unwrap_or(0));
    for (name, shown, action) in &actions {
        let gap = keys - width::of(shown);
        writeln!(
            out,
            "{STRONG}{name:names$}{STRONG:#}  {shown}{:gap$}  {DIM}{}{DIM:#}",
            "",
            keymap.help(*action)
        )?;
    }
    Ok(())
}

/// Writes the faults of all files to standard error; returns how many there are.
fn report_faults(files: &[Arc<FileFaults>]) -> usize {
    let columns = output::columns();
    let mut count = 0;
    for file in files {
        for fault in &file.faults {
            count += fault.faults;
            // If standard error is closed, there is nowhere left to report that.
            let _ = writeln!(
                anstream::stderr(),
                "{}\n",
                render(&file.label, fault, columns)
            );
        }
    }
    count
}
