//! `roundup sources remove`.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::file::Editor;
use crate::cli::exit::Answer;
use crate::cli::output::Output;
use crate::config::sources::Source;
use crate::text::DisplayText;

/// Take sources out of the list
///
/// The comment directly above a source goes with it. What it has brought stays in its editions.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup sources remove LWN.net\n  \
    roundup sources remove https://lwn.net/headlines/rss\n\n\
    Exit status: 0 done, 2 could not run, and nothing was removed.")]
pub(super) struct Remove {
    /// Names, addresses, paths or commands as `roundup sources` shows them
    #[arg(value_name = "NAME|URL", required = true)]
    sources: Vec<String>,
}

pub(super) fn run(remove: &Remove, out: &mut Output) -> anyhow::Result<Answer> {
    let mut editor = Editor::open()?;
    let mut removed = Vec::new();
    for name in &remove.sources {
        let sources = editor.sources();
        let source = find(&sources, name)?;
        editor.remove(source.line)?;
        removed.push(source.label());
    }
    editor.save()?;
    for label in removed {
        writeln!(out, "removed {label}")?;
    }
    Ok(Answer::Done)
}

/// The only source with this name or key.
fn find<'s>(sources: &'s [Source], name: &str) -> anyhow::Result<&'s Source> {
    if let Some(source) = sources.iter().find(|source| source.key() == name) {
        return Ok(source);
    }
    let called: Vec<_> = sources
        .iter()
        .filter(|source| is_called(source, name))
        .collect();
    let name = DisplayText::line(name);
    match called[..] {
        [source] => Ok(source),
        [] => match like(sources, &name) {
            Some(meant) => bail!("there is no source {name:?}; did you mean {meant:?}?"),
            None => bail!("there is no source {name:?}; `roundup sources` lists them"),
        },
        _ => {
            let keys: Vec<_> = called.iter().map(|source| source.key()).collect();
            let keys = DisplayText::line(&keys.join(", "));
            bail!("several sources are called {name:?}; name one by its address: {keys}")
        }
    }
}

fn is_called(source: &Source, name: &str) -> bool {
    source.label().to_lowercase() == DisplayText::line(name).to_lowercase()
}

/// The name or key that is most like `name`, if any is.
fn like(sources: &[Source], name: &str) -> Option<DisplayText> {
    let names = sources
        .iter()
        .flat_map(|source| [source.label(), DisplayText::line(&source.key())]);
    let distance =
        |other: &str| strsim::damerau_levenshtein(&other.to_lowercase(), &name.to_lowercase());
    let nearest = names.map(|other| (distance(&other), other)).min();
    let (_, meant) =
        nearest.filter(|(distance, meant)| *distance <= 1 + meant.chars().count() / 6)?;
    Some(meant)
}
