//! Printing stories, edition by edition.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::exit::Answer;
use super::find::{Hit, all, find, matching, tell_unreadable, told};
use super::options::Order;
use super::output::Output;
use crate::archive::Edition;
use crate::marks::Marks;
use crate::search::Query;
use crate::store::{self, MarksFile};

/// Which stories a command prints.
pub(super) struct Wanted {
    /// `None` for all.
    pub(super) query: Option<Query>,
    pub(super) order: Order,
    pub(super) paths: Vec<PathBuf>,
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
