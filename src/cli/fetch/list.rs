//! The list of sources, as a fetch uses it.

use std::collections::HashSet;

use anyhow::bail;
use jiff::civil::Date;

use crate::cli::sources::file::{self, HOW_TO_BEGIN, List};
use crate::cli::sources::names::called;
use crate::config::sources::Source;
use crate::search::Query;
use crate::store::Fetched;
use crate::text::DisplayText;

/// Reads the list, and reports its faults.
///
/// # Errors
/// When it has no source that can be used.
pub(super) fn read() -> anyhow::Result<List> {
    let list = file::read()?;
    list.warn_of_faults();
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
pub(super) fn named(
    sources: &[Source],
    fetched: &Fetched,
    names: &[String],
) -> anyhow::Result<Vec<usize>> {
    let mut found = HashSet::new();
    for name in names {
        found.extend(called(sources, fetched, name)?);
    }
    let is_chosen = |position: &usize| names.is_empty() || found.contains(position);
    Ok((0..sources.len()).filter(is_chosen).collect())
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
    match query.first_note() {
        None => Ok((!query.is_empty()).then_some(query)),
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

/// The keys of the sources that are in the list now; `None` if it cannot be read, or is empty.
pub(super) fn keys() -> Option<HashSet<String>> {
    let list = file::read().ok()?;
    let keys = list.sources.iter().map(Source::key);
    // An editor may be replacing the file just now.
    (list.faults.is_empty() && !list.sources.is_empty()).then(|| keys.collect())
}
