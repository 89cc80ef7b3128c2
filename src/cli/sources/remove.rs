//! `roundup sources remove`.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::file::Editor;
use super::names::{called, label};
use crate::cli::exit::Answer;
use crate::cli::output::Output;
use crate::config::sources::Source;
use crate::store::{Fetched, FetchedFile};
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
    // Without it, sources are not found by what they call themselves.
    let fetched = FetchedFile::locate().and_then(|file| file.load().ok());
    let fetched = fetched.unwrap_or_default();
    let mut removed = Vec::new();
    for name in &remove.sources {
        let sources = editor.sources();
        let source = find(&sources, &fetched, name)?;
        editor.remove(source.line)?;
        removed.push(label(source, fetched.sources.get(&source.key())));
    }
    editor.save()?;
    for label in removed {
        writeln!(out, "removed {label}")?;
    }
    Ok(Answer::Done)
}

/// The only source with this name or key.
fn find<'s>(sources: &'s [Source], fetched: &Fetched, name: &str) -> anyhow::Result<&'s Source> {
    match called(sources, fetched, name)?[..] {
        [position] => Ok(&sources[position]),
        ref several => {
            let keys: Vec<_> = several
                .iter()
                .map(|&position| sources[position].key())
                .collect();
            let keys = DisplayText::line(&keys.join(", "));
            let name = DisplayText::line(name);
            bail!("several sources are called {name:?}; name one by its address: {keys}")
        }
    }
}
