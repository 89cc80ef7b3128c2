//! The list of sources, as a fetch uses it.

use std::collections::HashSet;

use anyhow::{anyhow, bail};
use jiff::civil::Date;

use crate::cli::exit;
use crate::config::sources::{self, Source, Sources};
use crate::search::Query;
use crate::store::SourcesFile;
use crate::text::DisplayText;

/// What is in the file of sources.
pub(in crate::cli) struct List {
    pub(in crate::cli) sources: Sources,
    /// The path of the file.
    pub(in crate::cli) path: DisplayText,
    /// Whether there are faults in it, which have been reported.
    pub(in crate::cli) is_faulty: bool,
}

/// Reads the list, and reports its faults.
///
/// # Errors
/// When there is no list, or it has no source that can be used.
pub(in crate::cli) fn read() -> anyhow::Result<List> {
    let file = locate()?;
    let path = DisplayText::line(&file.path().to_string_lossy());
    // Not attached as a cause: an I/O error among the causes is taken for one of standard output.
    let bytes = file.read().map_err(|error| anyhow!("{error}"))?;
    let (sources, faults) = bytes
        .map(|bytes| sources::parse(&bytes))
        .unwrap_or_default();
    for fault in &faults {
        let space = if fault.position.is_some() { "" } else { " " };
        exit::warn(&format!("{path}:{space}{fault}"));
    }
    if sources.sources.is_empty() {
        if !faults.is_empty() {
            bail!("there is no source in {path} that can be used");
        }
        bail!(
            "there are no sources yet; add one with `roundup sources add https://…`, or many with \
             `roundup sources import subscriptions.opml`"
        );
    }
    Ok(List {
        sources,
        path,
        is_faulty: !faults.is_empty(),
    })
}

fn locate() -> anyhow::Result<SourcesFile> {
    SourcesFile::locate().ok_or_else(|| {
        anyhow!("there is no home folder for the list of sources; set XDG_CONFIG_HOME to a folder")
    })
}

/// The positions of the sources with these names, in the order of the list; of all if there are none.
///
/// # Errors
/// When there is no source of some name.
pub(in crate::cli) fn named(sources: &Sources, names: &[String]) -> anyhow::Result<Vec<usize>> {
    let sources = &sources.sources;
    let mut found = HashSet::new();
    for name in names {
        let before = found.len();
        let is_named = |source: &Source| is_called(source, name);
        found.extend((0..sources.len()).filter(|&position| is_named(&sources[position])));
        if found.len() == before && !sources.iter().any(is_named) {
            let name = DisplayText::line(name);
            let meant = sources.iter().map(Source::label).find(|label| {
                strsim::jaro_winkler(&label.to_lowercase(), &name.to_lowercase()) > 0.85
            });
            match meant {
                Some(meant) => bail!("there is no source \"{name}\"; did you mean \"{meant}\"?"),
                None => bail!("there is no source \"{name}\"; `roundup sources` lists them"),
            }
        }
    }
    let is_chosen = |position: &usize| names.is_empty() || found.contains(position);
    Ok((0..sources.len()).filter(is_chosen).collect())
}

/// Whether a source has this name, address, path or section.
pub(in crate::cli) fn is_called(source: &Source, name: &str) -> bool {
    let section = source.section.as_deref();
    let names = [source.name.as_deref(), section, Some(&source.key())]
        .map(|name| name.map(str::to_lowercase));
    names
        .into_iter()
        .flatten()
        .any(|own| own == name.to_lowercase())
}

/// The query of `keep`.
///
/// # Errors
/// Why it cannot be used, and where it is, in one line that has passed the gate.
pub(super) fn query(
    source: &Source,
    path: &DisplayText,
    today: Date,
) -> Result<Option<Query>, String> {
    let Some(text) = &source.keep else {
        return Ok(None);
    };
    let query = Query::parse(text, today);
    match query.notes.first() {
        None => Ok(Some(query).filter(|query| !query.is_empty())),
        Some(note) => {
            let place = source
                .keep_position
                .as_ref()
                .map_or_else(String::new, |at| {
                    format!(" ({path}:{}:{})", at.line, at.column)
                });
            let message = format!("its `keep` cannot be used: {note}{place}");
            Err(DisplayText::line(&message).to_string())
        }
    }
}

/// The keys of the sources that are in the list now; `None` if it cannot be read.
pub(super) fn keys() -> Option<HashSet<String>> {
    let bytes = SourcesFile::locate()?.read().ok()??;
    let (sources, faults) = sources::parse(&bytes);
    let keys = sources.sources.iter().map(Source::key);
    faults.is_empty().then(|| keys.collect())
}
