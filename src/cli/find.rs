//! Finding what the commands print: briefings, one edition, the stories that a query matches, and their
//! marks. What cannot be read is reported on standard error.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::bail;
use jiff::Zoned;

use super::exit::report;
use crate::archive::{Edition, Which};
use crate::briefing::{Whole, WholeStory};
use crate::marks::{Mark, Marks};
use crate::search::{Query, Scope, fold_editions};
use crate::store::{self, FoundFiles, LoadedMarks, MarksFile, Meant, NewestFirst, NotFound};
use crate::text::{DisplayStr, counted};

/// At most this many files that cannot be read are reported by name.
const MOST_NAMED: usize = 10;

/// A story to print.
#[derive(Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) edition: &'a Edition,
    pub(super) story: WholeStory<'a>,
    pub(super) mark: &'a Mark,
}

impl<'a> Hit<'a> {
    /// The title of its section; `None` for a lead story.
    pub(super) fn section(self) -> Option<DisplayStr<'a>> {
        let section = self.story.section()?;
        Some(self.story.briefing().section_title(section))
    }
}

/// The stories of one edition that are to be printed, in their order.
pub(super) struct Hits<'a> {
    edition: &'a Edition,
    whole: Whole<'a>,
    stories: std::slice::Iter<'a, u32>,
    marks: &'a Marks,
}

impl<'a> Hits<'a> {
    /// `None` for an edition that cannot be read.
    fn new(edition: &'a Edition, stories: &'a [u32], marks: &'a Marks) -> Option<Self> {
        Some(Self {
            edition,
            whole: edition.whole()?,
            stories: stories.iter(),
            marks,
        })
    }
}

impl<'a> Iterator for Hits<'a> {
    type Item = Hit<'a>;

    fn next(&mut self) -> Option<Hit<'a>> {
        let story = self.whole.story(*self.stories.next()? as usize);
        Some(Hit {
            edition: self.edition,
            story,
            mark: self.marks.get(&story.key()),
        })
    }
}

/// Parses a query.
///
/// # Errors
/// When a part of it cannot be used. The reader ignores such a part, because the query is still being
/// typed there, but a script must not get more than it asked for.
pub(super) fn query(text: &str) -> anyhow::Result<Query> {
    let query = Query::parse(text, Zoned::now().date());
    match query.notes.first() {
        Some(note) => bail!("the query cannot be used: {note}"),
        None => Ok(query),
    }
}

/// Finds the files of briefings; reports when there are only the samples.
pub(super) fn briefings(paths: &[PathBuf]) -> Result<FoundFiles, NotFound> {
    let found = store::find(paths)?;
    if let Some(notice) = found.origin.sample_notice() {
        report(&notice);
    }
    Ok(found)
}

/// The newest edition that `which` names.
pub(super) fn edition(paths: &[PathBuf], which: &Which) -> anyhow::Result<Arc<Edition>> {
    let Meant {
        edition,
        unreadable,
    } = store::edition(&briefings(paths)?, which);
    report_unreadable(&unreadable);
    Ok(edition?)
}

/// The user's marks, which no command changes; reports what is wrong with their file.
pub(super) fn marks() -> Marks {
    finish_loading(start_loading_marks())
}

/// Starts to read the briefings. Yields the editions that have stories which `query` matches (without a
/// query, all that have stories), newest first, with what `make` returns for each of those stories. It is
/// called on the threads that read the files.
pub(super) fn stories<T: Send + 'static>(
    paths: &[PathBuf],
    query: Option<Query>,
    make: impl Fn(Hit<'_>) -> T + Send + Sync + 'static,
) -> Result<NewestFirst<Vec<T>>, NotFound> {
    editions(paths, query, move |_, hits| {
        let items: Vec<_> = hits.map(&make).collect();
        (!items.is_empty()).then_some(items)
    })
}

/// Starts to read the briefings. Yields the editions that have stories which `query` matches (without a
/// query, all that can be read), newest first, with what `make` returns for the edition and those stories,
/// unless that is nothing. It is called on the threads that read the files.
pub(super) fn editions<T: Send + 'static>(
    paths: &[PathBuf],
    query: Option<Query>,
    make: impl Fn(&Edition, Hits<'_>) -> Option<T> + Send + Sync + 'static,
) -> Result<NewestFirst<T>, NotFound> {
    let loading = start_loading_marks();
    let found = briefings(paths)?;
    let marks = finish_loading(loading);
    Ok(store::newest_first(found, move |editions| {
        let matching: Vec<_> = match &query {
            Some(query) => matching(editions, query, &marks),
            None => editions.iter().filter_map(all).collect(),
        };
        let editions = matching.into_iter().filter_map(|(edition, stories)| {
            let item = make(&edition, Hits::new(&edition, &stories, &marks)?)?;
            Some((edition, item))
        });
        editions.collect()
    }))
}

/// Reports files that cannot be read.
pub(super) fn report_unreadable(unreadable: &[Arc<Edition>]) {
    for edition in unreadable.iter().take(MOST_NAMED) {
        if let Some(fault) = edition.diagnostics.first() {
            // A place follows the path directly, as in `path:2:1: message`.
            let space = if fault.position.is_some() { "" } else { " " };
            report(&format!("cannot read {}:{space}{fault}", edition.label));
        }
    }
    if let more @ 1.. = unreadable.len().saturating_sub(MOST_NAMED) {
        let files = counted(more, "more file", "more files");
        report(&format!(
            "cannot read {files}; `roundup check` lists them all"
        ));
    }
}

fn start_loading_marks() -> Option<JoinHandle<LoadedMarks>> {
    MarksFile::locate().map(MarksFile::load_in_background)
}

fn finish_loading(loading: Option<JoinHandle<LoadedMarks>>) -> Marks {
    let loaded = loading.and_then(|loading| loading.join().ok());
    let loaded = loaded.unwrap_or_default();
    for problem in [loaded.not_saved, loaded.warning].into_iter().flatten() {
        report(&problem);
    }
    loaded.marks
}

/// The editions that have stories which `query` matches, with the indices of those stories.
fn matching(
    editions: &[Arc<Edition>],
    query: &Query,
    marks: &Marks,
) -> Vec<(Arc<Edition>, Vec<u32>)> {
    let chunks = fold_editions(editions);
    let matching = chunks
        .iter()
        .flat_map(|chunk| chunk.scan(query, &Scope::All, marks));
    // Chunks hold the editions in their order.
    let mut editions = editions.iter();
    let edition = |(id, stories)| {
        let edition = editions.find(|edition| *edition.id() == id)?;
        Some((Arc::clone(edition), stories))
    };
    matching.filter_map(edition).collect()
}

/// An edition with the indices of all its stories; `None` if it cannot be read.
fn all(edition: &Arc<Edition>) -> Option<(Arc<Edition>, Vec<u32>)> {
    let stories = u32::try_from(edition.briefing.as_ref()?.len()).ok()?;
    Some((Arc::clone(edition), (0..stories).collect()))
}
