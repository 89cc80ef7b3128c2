//! Finding what a command prints: the editions, the stories that a query finds, and their marks.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::bail;
use jiff::Zoned;

use super::exit::tell;
use super::json::StoryLine;
use crate::archive::Edition;
use crate::briefing::{Briefing, Story};
use crate::marks::{Mark, Marks};
use crate::search::{Query, Scope, fold_editions};
use crate::store::{self, Found, LoadedMarks, MarksFile, NotFound};
use crate::text::{DisplayStr, counted};

/// At most this many files that cannot be read are named.
const MOST_NAMED: usize = 10;

/// Finds the briefings; says so when there are only the samples.
pub(super) fn find(paths: &[PathBuf]) -> Result<Found, NotFound> {
    let found = store::find(paths)?;
    if let Some(notice) = found.origin.sample_notice() {
        tell(&notice);
    }
    Ok(found)
}

/// A story to print.
#[derive(Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) edition: &'a Edition,
    pub(super) briefing: &'a Briefing,
    pub(super) index: usize,
    pub(super) mark: &'a Mark,
}

impl<'a> Hit<'a> {
    pub(super) fn story(self) -> Story<'a> {
        self.briefing.story(self.index)
    }

    /// The title of its section; empty for a lead story.
    pub(super) fn section(self) -> DisplayStr<'a> {
        let section = self.story().section();
        section
            .map(|section| self.briefing.section_title(section))
            .unwrap_or_default()
    }

    pub(super) fn json(self) -> StoryLine<'a> {
        StoryLine::new(self.edition, self.story(), self.mark)
    }
}

/// Reads a query.
///
/// # Errors
/// What of it cannot be used: the reader leaves that out while it is being typed, but a script must not
/// get more than it asked for.
pub(super) fn parse(text: &str) -> anyhow::Result<Query> {
    let query = Query::parse(text, Zoned::now().date());
    match query.notes.first() {
        Some(note) => bail!("the query cannot be used: {note}"),
        None => Ok(query),
    }
}

/// The marks that a reader has made, which no command changes; says what is wrong with them.
pub(super) fn marks() -> Marks {
    told(MarksFile::locate().map(MarksFile::load_meanwhile))
}

pub(super) fn told(loading: Option<JoinHandle<LoadedMarks>>) -> Marks {
    let loaded = loading.and_then(|loading| loading.join().ok());
    let loaded = loaded.unwrap_or_default();
    for problem in [loaded.not_saved, loaded.told].into_iter().flatten() {
        tell(&problem);
    }
    loaded.marks
}

pub(super) fn matching(
    editions: &[Arc<Edition>],
    query: &Query,
    marks: &Marks,
) -> Vec<(Arc<Edition>, Vec<u32>)> {
    let chunks = fold_editions(editions);
    let found = chunks
        .iter()
        .flat_map(|chunk| chunk.scan(query, &Scope::All, marks));
    found.collect()
}

pub(super) fn all(edition: &Arc<Edition>) -> Option<(Arc<Edition>, Vec<u32>)> {
    let stories = u32::try_from(edition.briefing.as_ref()?.len()).ok()?;
    (stories > 0).then(|| (Arc::clone(edition), (0..stories).collect()))
}

/// Says on standard error which files could not be read.
pub(super) fn tell_unreadable(unreadable: &[Arc<Edition>]) {
    for edition in unreadable.iter().take(MOST_NAMED) {
        if let Some(fault) = edition.diagnostics.first() {
            let space = if fault.place.is_some() { "" } else { " " };
            tell(&format!("cannot read {}:{space}{fault}", edition.label));
        }
    }
    if let more @ 1.. = unreadable.len().saturating_sub(MOST_NAMED) {
        let files = counted(more, "more file", "more files");
        tell(&format!(
            "cannot read {files}; `roundup check` tells of all"
        ));
    }
}
