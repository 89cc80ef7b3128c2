//! Printing stories, edition by edition.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::exit::Answer;
use super::find::{self, Hit};
use super::json::{self, StoryLine};
use super::options::Order;
use super::output::Output;
use crate::archive::Edition;
use crate::search::Query;

/// Which stories a command prints, and as what.
pub(super) struct Wanted {
    /// `None` for all stories.
    pub(super) query: Option<Query>,
    pub(super) order: Order,
    /// Print JSON instead of text.
    pub(super) json: bool,
    pub(super) paths: Vec<PathBuf>,
}

/// What a command prints for a story and above the stories of an edition.
pub(super) trait StoryFormat: Send + Sync + 'static {
    /// Writes a story as text. Called on the threads that read the files, because finding the matches in
    /// a story takes time.
    fn text(&self, hit: Hit<'_>, out: &mut Vec<u8>) -> io::Result<()>;

    /// The story as JSON; called on the same threads.
    fn json<'a>(&self, hit: Hit<'a>) -> StoryLine<'a> {
        StoryLine::new(hit)
    }

    /// Writes the heading above the stories of an edition, in text only. `first` is whether it is the
    /// first heading of all.
    fn heading(&self, _edition: &Edition, _first: bool, _out: &mut Output) -> io::Result<()> {
        Ok(())
    }
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

/// Prints the wanted stories, edition by edition, while the files are still being read. Then reports
/// which files could not be read.
pub(super) fn print(
    wanted: Wanted,
    format: impl StoryFormat,
    out: &mut Output,
) -> anyhow::Result<Printed> {
    let Wanted {
        query,
        order,
        json,
        paths,
    } = wanted;
    let format = Arc::new(format);
    let formatter = Arc::clone(&format);
    let mut editions = find::stories(&paths, query, move |hit| {
        let mut text = Vec::new();
        let written = if json {
            json::write(&mut text, &formatter.json(hit))
        } else {
            formatter.text(hit, &mut text)
        };
        written.expect("writing to memory cannot fail");
        text
    })?;
    let mut printer = Printer {
        format: &*format,
        json,
        out,
        left: order.limit.map_or(usize::MAX, |limit| limit as usize),
        printed: Printed::default(),
    };
    if order.reverse {
        let mut all: Vec<_> = editions.by_ref().collect();
        // An edition that is dated later than its file name says comes late: only now can it be sorted in.
        all.sort_by(|(one, _), (other, _)| other.cmp_newest_first(one));
        printer.print(all)?;
    } else {
        printer.print(editions.by_ref())?;
    }
    let total = printer.printed;
    find::report_unreadable(editions.unreadable());
    Ok(total)
}

struct Printer<'p, F> {
    format: &'p F,
    json: bool,
    out: &'p mut Output,
    /// How many more stories may be printed.
    left: usize,
    printed: Printed,
}

impl<F: StoryFormat> Printer<'_, F> {
    /// Prints editions with their stories, which have been formatted already.
    fn print(
        &mut self,
        editions: impl IntoIterator<Item = (Arc<Edition>, Vec<Vec<u8>>)>,
    ) -> io::Result<()> {
        for (edition, stories) in editions {
            if !self.json {
                let first = self.printed.editions == 0;
                self.format.heading(&edition, first, self.out)?;
            }
            for story in stories.iter().take(self.left) {
                self.out.write_all(story)?;
            }
            // Show each edition at once: more files may still have to be read.
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
