//! What is known of each edition of the archive without reading it again: its day, how much of it is read, and
//! the text that the list of editions finds it by. It is kept up to date as editions are loaded and stories
//! are marked, so that no key press counts the archive.

use std::hash::BuildHasher;
use std::iter;
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::FixedState;
use jiff::civil::Date;

use super::mark_book::Changed;
use crate::archive::{Archive, Edition};
use crate::briefing::{Briefing, Dates, EditionDate};
use crate::marks::Marks;
use crate::search::{Query, State, Term, Test};
use crate::text::fold_into;
use crate::text::near::nearest;

/// The editions by their positions in the archive.
#[derive(Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
    /// The folded text of all entries, in one piece so that a search runs through it quickly. Up to a quarter
    /// of it may belong to entries that have gone.
    text: String,
    /// Unread and saved stories of all editions.
    unread: usize,
    saved: usize,
    /// How the texts have the dates.
    dates: Dates,
}

#[derive(Debug)]
struct Entry {
    day: Option<Date>,
    /// A hash of the edition's identity: the part of its marks' keys before a slash.
    identity: u64,
    progress: Progress,
    /// In the catalogue's text: source, date in words and figures, label, title and path.
    text: Range<usize>,
    /// Where the source ends in that text.
    source_end: usize,
}

/// How many stories an edition or a day has, and what the user has done with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub stories: usize,
    pub unread: usize,
    /// Unread stories of which the beginning has been read.
    pub begun: usize,
    pub saved: usize,
}

impl Progress {
    fn of(briefing: &Briefing, marks: &Marks) -> Self {
        let mut progress = Self::default();
        let marks = marks.of(&briefing.id());
        let mut key = String::new();
        for story in briefing.stories() {
            key.clear();
            story.push_key(&mut key);
            let mark = marks.get(&key);
            progress.stories += 1;
            progress.unread += usize::from(!mark.read);
            progress.begun += usize::from(mark.is_partly_read());
            progress.saved += usize::from(mark.saved);
        }
        progress
    }

    /// The sum of both, field by field: all four are added.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            stories: self.stories + other.stories,
            unread: self.unread + other.unread,
            begun: self.begun + other.begun,
            saved: self.saved + other.saved,
        }
    }

    /// Whether some of it is read, and some is not.
    pub fn is_begun(self) -> bool {
        self.unread > 0 && (self.unread < self.stories || self.begun > 0)
    }
}

impl Catalogue {
    pub(super) fn of(archive: &Archive, marks: &Marks, dates: Dates) -> Self {
        let mut catalogue = Self {
            dates,
            ..Self::default()
        };
        catalogue.follow(&Archive::default(), archive, marks);
        catalogue
    }

    /// The day of an edition; `None` when it has no date. Editions with a date come before those without.
    ///
    /// # Panics
    /// When the archive has no edition at `position`.
    pub fn day(&self, position: usize) -> Option<Date> {
        self.entries[position].day
    }

    /// How much of an edition is read; nothing of a file that cannot be read at all. Panics as [`Self::day`]
    /// does.
    pub fn progress(&self, position: usize) -> Progress {
        self.entries[position].progress
    }

    /// Unread stories of all editions.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// Saved stories of all editions.
    pub fn saved(&self) -> usize {
        self.saved
    }

    /// The days of the oldest and of the newest edition with a date.
    pub fn span(&self) -> Option<(Date, Date)> {
        let dated = self.entries.partition_point(|entry| entry.day.is_some());
        let oldest = self.entries[..dated].last()?.day?;
        Some((oldest, self.entries.first()?.day?))
    }

    /// The positions of the editions that `query` finds, in their order. A term for a field of stories finds
    /// every edition.
    pub fn find(&self, query: &Query) -> Vec<usize> {
        let is_found = |entry: &Entry| {
            query.clauses.iter().all(|clause| {
                let mut terms = clause.terms.iter();
                terms.any(|term| self.meets(entry, term))
            })
        };
        (0..self.entries.len())
            .filter(|&position| is_found(&self.entries[position]))
            .collect()
    }

    fn meets(&self, entry: &Entry, term: &Term) -> bool {
        let holds = |finder: &memchr::memmem::Finder<'_>, range: Range<usize>| {
            finder.find(self.text[range].as_bytes()).is_some()
        };
        let Progress {
            stories,
            unread,
            saved,
            ..
        } = entry.progress;
        let passes = match &term.test {
            Test::Text { field: Some(_), .. } => return true,
            Test::Text { finder, .. } => holds(finder, entry.text.clone()),
            Test::Source(finder) => holds(finder, entry.text.start..entry.source_end),
            Test::Days(days) => entry.day.is_some_and(|day| days.contains(&day)),
            Test::Is(State::Unread) => unread > 0,
            Test::Is(State::Read) => stories > 0 && unread == 0,
            Test::Is(State::Saved) => saved > 0,
        };
        passes != term.negated
    }

    /// The word spelled most nearly like that of `term`, if the term is text of editions that none of them has.
    pub fn nearest(&self, term: &Term) -> Option<&str> {
        let (finder, of_source) = match &term.test {
            Test::Text {
                field: None,
                finder,
                ..
            } => (finder, false),
            Test::Source(finder) => (finder, true),
            _ => return None,
        };
        let texts = || {
            self.entries.iter().map(|entry| {
                let end = if of_source {
                    entry.source_end
                } else {
                    entry.text.end
                };
                &self.text[entry.text.start..end]
            })
        };
        let is_known = texts().any(|text| finder.find(text.as_bytes()).is_some());
        let word = std::str::from_utf8(finder.needle()).ok()?;
        (!is_known).then(|| nearest(word, texts())).flatten()
    }

    /// Takes in that the archive `old`, which this is the catalogue of, has become `new`.
    pub(super) fn follow(&mut self, old: &Archive, new: &Archive, marks: &Marks) {
        let entries = mem::take(&mut self.entries);
        let mut known = iter::zip(old.editions(), entries).peekable();
        for edition in new.editions() {
            // Both are in the same order, so these have gone or were replaced.
            while known
                .next_if(|(other, _)| {
                    !Arc::ptr_eq(other, edition) && other.cmp_newest_first(edition).is_le()
                })
                .is_some()
            {}
            let entry = match known.next_if(|(other, _)| Arc::ptr_eq(other, edition)) {
                Some((_, entry)) => entry,
                None => self.enter(edition, marks),
            };
            self.entries.push(entry);
        }
        self.sum();
        self.drop_dead_text();
    }

    /// Counts again what `changed` affects.
    pub(super) fn recount(&mut self, changed: &Changed, archive: &Archive, marks: &Marks) {
        let identities = match changed {
            Changed::All => None,
            Changed::Keys(keys) if keys.is_empty() => return,
            Changed::Keys(keys) => {
                // An identity may itself contain slashes.
                let identities = keys
                    .iter()
                    .flat_map(|key| key.match_indices('/').map(|(slash, _)| hash(&key[..slash])));
                let mut identities: Vec<_> = identities.collect();
                identities.sort_unstable();
                identities.dedup();
                Some(identities)
            }
        };
        let is_affected = |entry: &Entry| {
            identities
                .as_ref()
                .is_none_or(|identities| identities.binary_search(&entry.identity).is_ok())
        };
        for (entry, edition) in iter::zip(&mut self.entries, archive.editions()) {
            if is_affected(entry)
                && let Some(briefing) = &edition.briefing
            {
                entry.progress = Progress::of(briefing, marks);
            }
        }
        self.sum();
    }

    fn sum(&mut self) {
        (self.unread, self.saved) = (0, 0);
        for Entry { progress, .. } in &self.entries {
            self.unread += progress.unread;
            self.saved += progress.saved;
        }
    }

    /// Makes an entry for an edition, and appends its text.
    fn enter(&mut self, edition: &Edition, marks: &Marks) -> Entry {
        let start = self.text.len();
        let briefing = edition.briefing.as_ref();
        if let Some(briefing) = briefing {
            fold_into(&mut self.text, &briefing.source());
        }
        let source_end = self.text.len();
        if let Some(date) = edition.date() {
            let written = self.written(date);
            fold_into(&mut self.text, &format!(" {written}"));
        }
        if let Some(briefing) = briefing {
            for part in [briefing.edition(), briefing.title()] {
                self.text.push(' ');
                fold_into(&mut self.text, &part);
            }
        }
        self.text.push(' ');
        fold_into(&mut self.text, &edition.label());
        Entry {
            day: edition.date().map(|date| date.day),
            identity: hash(&edition.id().identity()),
            progress: briefing
                .map(|briefing| Progress::of(briefing, marks))
                .unwrap_or_default(),
            text: start..self.text.len(),
            source_end,
        }
    }

    /// A date in words and figures, with the forms that the list and its header have it in.
    fn written(&self, date: EditionDate) -> String {
        match self.dates {
            Dates::Long | Dates::Iso | Dates::TwelveHours => {
                format!("{} {date}", date.long(Dates::Long))
            }
            // Here the abbreviations are no beginnings of the full names, since they have a comma after them.
            Dates::American => {
                let [long, short] = [date.long(self.dates), date.short(self.dates)];
                format!("{long} {short} {date}")
            }
        }
    }

    fn drop_dead_text(&mut self) {
        let living: usize = self.entries.iter().map(|entry| entry.text.len()).sum();
        if self.text.len() - living <= self.text.len() / 4 {
            return;
        }
        let mut text = String::with_capacity(living);
        for entry in &mut self.entries {
            let start = text.len();
            text.push_str(&self.text[entry.text.clone()]);
            entry.source_end = start + entry.source_end - entry.text.start;
            entry.text = start..text.len();
        }
        self.text = text;
    }
}

fn hash(identity: &str) -> u64 {
    FixedState::default().hash_one(identity)
}
