//! Printing stories, edition by edition.

use std::io::{self, Write};
use std::path::PathBuf;

use jiff::civil::Date;

use super::exit::Answer;
use super::find::{self, FoundEdition, FoundEditions, Hit, UseOfMarks};
use super::json::{self, StoryLine};
use super::options::Order;
use super::output::Output;
use crate::archive::Edition;
use crate::briefing::EditionId;
use crate::config::settings::Settings;
use crate::search::Query;
use crate::text::{counted, grouped};

/// Which stories a command prints, and as what.
pub(super) struct Wanted<'s> {
    /// `None` for all stories.
    pub(super) query: Option<Query>,
    /// The only edition to print stories of; `None` for all.
    pub(super) only: Option<EditionId>,
    pub(super) order: Order,
    /// Print JSON instead of text.
    pub(super) json: bool,
    pub(super) paths: Vec<PathBuf>,
    pub(super) settings: &'s Settings,
}

/// What a command prints for a story, and above and after it.
pub(super) trait StoryFormat {
    /// Whether marks are shown, in text or in JSON.
    fn use_of_marks(&self, json: bool) -> UseOfMarks;

    /// Writes a story as text, without a line break at its end.
    fn text(&self, hit: Hit<'_>, out: &mut Output) -> io::Result<()>;

    /// The story as JSON.
    fn json<'a>(&self, hit: Hit<'a>) -> StoryLine<'a> {
        StoryLine::new(hit)
    }

    /// Writes the heading above the stories of an edition, in text only. `first` is whether it is the
    /// first heading of all.
    fn heading(&self, _edition: &Edition, _first: bool, _out: &mut Output) -> io::Result<()> {
        Ok(())
    }

    /// For each of the editions printed for a day, what ends the lines of its stories; in text only.
    fn endings(&self, day: &[&Edition]) -> Vec<String> {
        vec![String::new(); day.len()]
    }
}

/// How much was found, and how much of it was printed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Printed {
    /// Stories printed.
    shown: usize,
    /// Stories found. With JSON, those beyond the limit are not counted.
    found: usize,
    /// Editions of the stories found.
    editions: usize,
}

impl Printed {
    pub(super) fn answer(self) -> Answer {
        if self.found > 0 {
            Answer::Done
        } else {
            Answer::Nothing
        }
    }

    /// Whether the limit left stories out.
    pub(super) fn is_cut(self) -> bool {
        self.shown < self.found
    }

    /// `6 stories`, or `3 of 6 stories` if the limit left some out.
    pub(super) fn stories(self) -> String {
        let found = counted(self.found, "story", "stories");
        if self.is_cut() {
            format!("{} of {found}", grouped(self.shown))
        } else {
            found
        }
    }

    /// `2 editions`: those of all stories found.
    pub(super) fn editions(self) -> String {
        counted(self.editions, "edition", "editions")
    }
}

/// Prints the wanted stories, edition by edition, while the files are still being read. Then reports
/// which files could not be read.
pub(super) fn print(
    wanted: Wanted<'_>,
    format: &impl StoryFormat,
    out: &mut Output,
) -> anyhow::Result<Printed> {
    let Wanted {
        query,
        only,
        order,
        json,
        paths,
        settings,
    } = wanted;
    let marks = format.use_of_marks(json);
    let mut editions = find::editions(&paths, query, marks, settings)?;
    let mut printer = Printer {
        format,
        json,
        out,
        left: order.limit.map_or(usize::MAX, |limit| limit as usize),
        total: Printed::default(),
    };
    let is_wanted = |(edition, stories): &FoundEdition| {
        let only = only.as_ref();
        !stories.is_empty() && only.is_none_or(|only| only == edition.id())
    };
    if order.reverse {
        let mut all: Vec<_> = editions.by_ref().filter(is_wanted).collect();
        // An edition that is dated later than its file name says comes late: only now can it be sorted in.
        all.sort_by(|(one, _), (other, _)| other.cmp_newest_first(one));
        for day in all.chunk_by(|(one, _), (next, _)| day(one) == day(next)) {
            printer.print(&editions, day)?;
        }
    } else {
        while let Some(mut day) = editions.next_day() {
            day.retain(is_wanted);
            printer.print(&editions, &day)?;
            if printer.left == 0 && json {
                break;
            }
        }
    }
    let total = printer.total;
    editions.report_unreadable();
    Ok(total)
}

fn day(edition: &Edition) -> Option<Date> {
    edition.date().map(|date| date.day)
}

struct Printer<'p, F> {
    format: &'p F,
    json: bool,
    out: &'p mut Output,
    /// How many more stories may be printed.
    left: usize,
    total: Printed,
}

impl<F: StoryFormat> Printer<'_, F> {
    /// Prints the editions of a day with their stories, and counts them. Only what is printed is formatted,
    /// because finding the matches in a story takes time.
    fn print(&mut self, all: &FoundEditions, day: &[FoundEdition]) -> io::Result<()> {
        let editions: Vec<_> = day.iter().map(|(edition, _)| &**edition).collect();
        let endings = self.format.endings(&editions);
        for (found, ending) in day.iter().zip(endings) {
            let (edition, stories) = found;
            let printed = stories.len().min(self.left);
            if printed > 0 {
                self.print_edition(edition, all.hits(found).take(printed), &ending)?;
                // Show each edition at once: more files may still have to be read.
                self.out.flush()?;
            }
            self.left -= printed;
            self.total.shown += printed;
            self.total.found += stories.len();
            self.total.editions += 1;
        }
        Ok(())
    }

    fn print_edition<'a>(
        &mut self,
        edition: &Edition,
        hits: impl Iterator<Item = Hit<'a>>,
        ending: &str,
    ) -> io::Result<()> {
        if self.json {
            for hit in hits {
                json::write(self.out, &self.format.json(hit))?;
            }
            return Ok(());
        }
        let first = self.total.editions == 0;
        self.format.heading(edition, first, self.out)?;
        for hit in hits {
            self.format.text(hit, self.out)?;
            writeln!(self.out, "{ending}")?;
        }
        Ok(())
    }
}
