//! The stories that a command prints, edition by edition.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::bail;
use jiff::Zoned;

use super::arguments::Order;
use super::json::StoryLine;
use super::output::Output;
use super::{Answer, tell};
use crate::archive::Edition;
use crate::briefing::{Briefing, Story};
use crate::marks::{Mark, Marks};
use crate::search::{Query, Scope, fold_editions};
use crate::store::{self, FoundFiles, LoadedMarks, MarksFile, NotFound};
use crate::text::{DisplayStr, counted};

/// At most this many files that cannot be read are named.
const MOST_NAMED: usize = 10;

/// Finds the briefings; says so when there are only the samples.
pub(super) fn find(paths: &[PathBuf]) -> Result<FoundFiles, NotFound> {
    let found = store::find(paths)?;
    if let Some(notice) = found.origin.sample_notice() {
        tell(&notice);
    }
    Ok(found)
}

/// Which stories a command prints.
pub(super) struct Wanted {
    /// `None` for all.
    pub(super) query: Option<Query>,
    pub(super) order: Order,
    pub(super) paths: Vec<PathBuf>,
}

/// A story to print.
#[derive(Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) edition: &'a Edition,
    briefing: &'a Briefing,
    index: usize,
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

/// What the commands write for a story, and about its edition.
pub(super) trait Writer: Send + Sync + 'static {
    /// Writes a story; on one of the threads that read, for finding what matches takes its time.
    fn story(&self, hit: Hit<'_>, out: &mut Vec<u8>) -> io::Result<()>;

    /// Writes what stands above the stories of an edition, `first` above all.
    fn edition(&self, edition: &Edition, first: bool, out: &mut Output) -> io::Result<()>;
}

/// How much was printed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Printed {
    pub(super) stories: usize,
    pub(super) editions: usize,
}

impl Printed {
    pub(super) fn answer(self) -> Answer {
        if self.stories > 0 {
            Answer::Done
        } else {
            Answer::Nothing
        }
    }
}

/// Prints the stories that are wanted, edition by edition, while the files are still being read; then
/// says which of them could not be.
pub(super) fn print(
    wanted: Wanted,
    how: &Arc<impl Writer>,
    out: &mut Output,
) -> anyhow::Result<Printed> {
    let Wanted {
        query,
        order,
        paths,
    } = wanted;
    let loading = MarksFile::locate().map(MarksFile::load_meanwhile);
    let found = find(&paths)?;
    let (writer, marks) = (Arc::clone(how), told(loading));
    let mut editions = store::newest_first(found, move |editions| {
        let found = match &query {
            Some(query) => matching(editions, query, &marks),
            None => editions.iter().filter_map(all).collect(),
        };
        let written = found.into_iter().map(|(edition, stories)| {
            let stories = write(&*writer, (&edition, &stories), &marks);
            (edition, stories)
        });
        written.collect()
    });
    let left = order.limit.map_or(usize::MAX, |limit| limit as usize);
    let mut press = Printer {
        how: &**how,
        out,
        left,
        printed: Printed::default(),
    };
    if order.reverse {
        let mut all: Vec<_> = editions.by_ref().collect();
        // Now that all are here, none comes later than it should.
        all.sort_by(|(one, _), (other, _)| other.cmp_newest_first(one));
        press.all(all.into_iter())?;
    } else {
        press.all(editions.by_ref())?;
    }
    let printed = press.printed;
    tell_unreadable(editions.unreadable());
    Ok(printed)
}

/// The stories at these indices, each as it will be printed.
fn write(how: &impl Writer, (edition, stories): (&Edition, &[u32]), marks: &Marks) -> Vec<Vec<u8>> {
    let Some(briefing) = &edition.briefing else {
        return Vec::new();
    };
    let written = stories.iter().map(|&index| {
        let hit = Hit {
            edition,
            briefing,
            index: index as usize,
            mark: marks.get(&briefing.story(index as usize).key()),
        };
        let mut text = Vec::new();
        how.story(hit, &mut text)
            .expect("memory takes whatever is written");
        text
    });
    written.collect()
}

struct Printer<'p, P> {
    how: &'p P,
    out: &'p mut Output,
    /// How many more stories may be printed.
    left: usize,
    printed: Printed,
}

impl<P: Writer> Printer<'_, P> {
    fn all(
        &mut self,
        editions: impl Iterator<Item = (Arc<Edition>, Vec<Vec<u8>>)>,
    ) -> io::Result<()> {
        for (edition, stories) in editions {
            self.how
                .edition(&edition, self.printed.editions == 0, self.out)?;
            for story in stories.iter().take(self.left) {
                self.out.write_all(story)?;
            }
            // It is read while the search goes on.
            self.out.flush()?;
            self.printed.editions += 1;
            self.printed.stories += stories.len().min(self.left);
            self.left = self.left.saturating_sub(stories.len());
            if self.left == 0 {
                break;
            }
        }
        Ok(())
    }
}

/// The marks that a reader has made, which no command changes; says what is wrong with them.
pub(super) fn marks() -> Marks {
    told(MarksFile::locate().map(MarksFile::load_meanwhile))
}

fn told(loading: Option<JoinHandle<LoadedMarks>>) -> Marks {
    let loaded = loading.and_then(|loading| loading.join().ok());
    let loaded = loaded.unwrap_or_default();
    for problem in [loaded.not_saved, loaded.warning].into_iter().flatten() {
        tell(&problem);
    }
    loaded.marks
}

fn matching(
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

fn all(edition: &Arc<Edition>) -> Option<(Arc<Edition>, Vec<u32>)> {
    let stories = u32::try_from(edition.briefing.as_ref()?.len()).ok()?;
    (stories > 0).then(|| (Arc::clone(edition), (0..stories).collect()))
}

/// Says on standard error which files could not be read.
pub(super) fn tell_unreadable(unreadable: &[Arc<Edition>]) {
    for edition in unreadable.iter().take(MOST_NAMED) {
        if let Some(fault) = edition.diagnostics.first() {
            let space = if fault.position.is_some() { "" } else { " " };
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
