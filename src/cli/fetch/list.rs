//! The list of sources, as a fetch uses it.

use std::collections::HashSet;

use anyhow::bail;
use jiff::civil::Date;

use crate::cli::exit;
use crate::cli::sources::file::{self, HOW_TO_BEGIN, List};
use crate::config::sources::Source;
use crate::search::Query;
use crate::text::DisplayText;

/// Reads the list, and reports its faults.
///
/// # Errors
/// When it has no source that can be used.
pub(super) fn read() -> anyhow::Result<List> {
    let list = file::read()?;
    for fault in &list.faults {
        let space = if fault.position.is_some() { "" } else { " " };
        exit::warn(&format!("{}:{space}{fault}", list.path));
    }
    match (list.sources.is_empty(), list.faults.is_empty()) {
        (false, _) => Ok(list),
        (true, false) => bail!("there is no source in {} that can be used", list.path),
        (true, true) => bail!("{HOW_TO_BEGIN}"),
    }
}

/// The positions of the sources with these names, in the order of the list; of all if there are none.
///
/// # Errors
/// When there is no source of some name.
pub(super) fn named(sources: &[Source], names: &[String]) -> anyhow::Result<Vec<usize>> {
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
fn is_called(source: &Source, name: &str) -> bool {
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
    let list = file::read().ok()?;
    let keys = list.sources.iter().map(Source::key);
    list.faults.is_empty().then(|| keys.collect())
}
