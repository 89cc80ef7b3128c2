//! Finding what the commands print: briefings, one edition, the stories that a query matches, and their
//! marks. What cannot be read is reported on standard error.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::bail;
use jiff::Timestamp;
use jiff::civil::Date;

use super::exit::report;
use crate::archive::{Edition, Which};
use crate::briefing::{Whole, WholeStory};
use crate::config::settings::Settings;
use crate::marks::{Mark, Marks};
use crate::search::{Query, Scope, Sieve, Test, fold_editions};
use crate::store::{self, FoundFiles, LoadedMarks, MarksFile, Meant, NewestFirst, NotFound};
use crate::text::{DisplayStr, DisplayText, counted};

/// At most this many files that cannot be read are reported by name.
const MOST_NAMED: usize = 10;

/// A story to print.
#[derive(Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) edition: &'a Edition,
    pub(super) story: WholeStory<'a>,
    pub(super) marks: &'a Marks,
}

impl<'a> Hit<'a> {
    /// The title of its section; `None` for a lead story.
    pub(super) fn section(self) -> Option<DisplayStr<'a>> {
        let section = self.story.section()?;
        Some(self.story.briefing().section_title(section))
    }

    pub(super) fn mark(self) -> Mark {
        self.marks.get(&self.story.key())
    }
}

/// An edition and the positions of the stories in it that were found.
pub(super) type FoundEdition = (Arc<Edition>, Vec<u32>);

/// The editions with stories that a query matches, newest first, each as soon as its turn is certain. They
/// are searched on threads that do not get far ahead.
pub(super) struct FoundEditions {
    editions: NewestFirst<Vec<u32>>,
    marks: Arc<MarksInUse>,
}

impl FoundEditions {
    /// The next edition, together with those of the same day: see [`NewestFirst::next_day`].
    pub(super) fn next_day(&mut self) -> Option<Vec<FoundEdition>> {
        self.editions.next_day()
    }

    /// The stories of an edition that were found, in the order of the edition.
    pub(super) fn hits<'a>(
        &'a self,
        (edition, stories): &'a FoundEdition,
    ) -> impl Iterator<Item = Hit<'a>> {
        let marks = self.marks.get();
        let whole = edition.whole().into_iter();
        whole.flat_map(move |whole: Whole<'_>| {
            stories.iter().map(move |&story| Hit {
                edition,
                story: whole.story(story as usize),
                marks,
            })
        })
    }

    /// Reports the files read so far that cannot be shown, and the folders that could not be searched.
    pub(super) fn report_unreadable(&self) {
        report_unreadable(self.editions.unreadable());
    }
}

impl Iterator for FoundEditions {
    type Item = FoundEdition;

    fn next(&mut self) -> Option<FoundEdition> {
        self.editions.next()
    }
}

/// A query of the command line.
pub(super) struct Asked {
    /// Its text, fit for display.
    pub(super) written: DisplayText,
    pub(super) query: Query,
    /// The day from which its relative dates count.
    pub(super) today: Date,
}

impl Asked {
    /// Parses a query.
    ///
    /// # Errors
    /// When a part of it cannot be used. The reader ignores such a part, because the query is still being
    /// typed there, but a script must not get more than it asked for.
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        let written = DisplayText::line(text);
        let today = store::in_local_zone(Timestamp::now()).date();
        let query = Query::parse(&written, today);
        if let Some(note) = query.first_note() {
            bail!(
                "the query cannot be used: {note} (`roundup search --help` says what a query takes)"
            );
        }
        Ok(Self {
            written,
            query,
            today,
        })
    }
}

/// Finds the files of briefings; reports when there are only the samples.
pub(super) fn briefings(paths: &[PathBuf], settings: &Settings) -> Result<FoundFiles, NotFound> {
    let found = store::find_in(paths, &settings.folders)?;
    for missing in &found.missing {
        report(&missing.to_string());
    }
    if let Some(notice) = found.origin.sample_notice() {
        report(&notice);
    }
    Ok(found)
}

/// The newest edition that `which` names.
pub(super) fn edition(
    paths: &[PathBuf],
    which: &Which,
    settings: &Settings,
) -> anyhow::Result<Arc<Edition>> {
    let Meant {
        edition,
        unreadable,
    } = store::edition(&briefings(paths, settings)?, which);
    report_unreadable(&unreadable);
    Ok(edition?)
}

/// The user's marks, which no command changes; reports what is wrong with their file.
pub(super) fn marks() -> Marks {
    finish_loading(start_loading_marks())
}

/// Whether a command shows or needs marks. Those that a query asks for are loaded in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UseOfMarks {
    Used,
    Unused,
}

/// Starts to read the briefings. Yields the editions that have stories which `query` matches; without a
/// query, all that can be read.
pub(super) fn editions(
    paths: &[PathBuf],
    query: Option<Query>,
    marks: UseOfMarks,
    settings: &Settings,
) -> Result<FoundEditions, NotFound> {
    let marks = if marks == UseOfMarks::Used || query.as_ref().is_some_and(asks_for_marks) {
        MarksInUse::start_loading()
    } else {
        MarksInUse::none()
    };
    let marks = Arc::new(marks);
    let found = briefings(paths, settings)?;
    let sieve = query.as_ref().and_then(Sieve::new);
    let passes = move |file: &[u8]| sieve.as_ref().is_none_or(|sieve| sieve.passes(file));
    let searched = Arc::clone(&marks);
    let editions = store::newest_first(found, passes, move |editions| match &query {
        Some(query) => matching(editions, query, &searched),
        None => editions.iter().filter_map(all).collect(),
    });
    Ok(FoundEditions { editions, marks })
}

/// The marks for a query, without a word of what is wrong with their file: that has been reported.
pub(super) fn marks_again(query: &Query) -> Marks {
    let loading = asks_for_marks(query).then(start_loading_marks).flatten();
    let loaded = loading.and_then(|loading| loading.recv().ok());
    loaded.unwrap_or_default().marks
}

/// Reports files that cannot be read.
pub(super) fn report_unreadable(unreadable: &[Arc<Edition>]) {
    for edition in unreadable.iter().take(MOST_NAMED) {
        if let Some(fault) = edition.diagnostics.first() {
            // A place follows the path directly, as in `path:2:1: message`.
            let space = if fault.position.is_some() { "" } else { " " };
            report(&format!("cannot read {}:{space}{fault}", edition.label()));
        }
    }
    if let more @ 1.. = unreadable.len().saturating_sub(MOST_NAMED) {
        let files = counted(more, "more file", "more files");
        report(&format!(
            "cannot read {files}; `roundup check` lists them all"
        ));
    }
}

/// Marks that are loaded while the files are searched.
struct MarksInUse {
    loading: Mutex<Option<Receiver<LoadedMarks>>>,
    loaded: OnceLock<Marks>,
}

impl MarksInUse {
    fn start_loading() -> Self {
        Self {
            loading: Mutex::new(start_loading_marks()),
            loaded: OnceLock::new(),
        }
    }

    fn none() -> Self {
        Self {
            loading: Mutex::new(None),
            loaded: OnceLock::new(),
        }
    }

    /// Waits until they are loaded, and reports what is wrong with their file.
    fn get(&self) -> &Marks {
        self.loaded.get_or_init(|| {
            let mut loading = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
            finish_loading(loading.take())
        })
    }
}

fn start_loading_marks() -> Option<Receiver<LoadedMarks>> {
    MarksFile::locate().map(MarksFile::load_in_background)
}

fn finish_loading(loading: Option<Receiver<LoadedMarks>>) -> Marks {
    let loaded = loading.and_then(|loading| loading.recv().ok());
    let loaded = loaded.unwrap_or_default();
    for problem in [loaded.not_saved, loaded.warning].into_iter().flatten() {
        report(&problem);
    }
    loaded.marks
}

fn asks_for_marks(query: &Query) -> bool {
    query.terms().any(|term| matches!(term.test, Test::Is(_)))
}

/// The editions that have stories which `query` matches, with the indices of those stories.
fn matching(editions: &[Arc<Edition>], query: &Query, marks: &MarksInUse) -> Vec<FoundEdition> {
    let chunks = fold_editions(editions);
    let none = Marks::default();
    let marks = if asks_for_marks(query) {
        marks.get()
    } else {
        &none
    };
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
fn all(edition: &Arc<Edition>) -> Option<FoundEdition> {
    let stories = u32::try_from(edition.briefing.as_ref()?.len()).ok()?;
    Some((Arc::clone(edition), (0..stories).collect()))
}
