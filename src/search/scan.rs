//! The scan: which stories of a chunk a query finds.

use std::cmp::Reverse;
use std::sync::{Arc, PoisonError};

use memchr::memmem::Finder;

use super::corpus::{Chunk, Entry, SEPARATOR};
use super::query::{Clause, Query, Term, Test};
use crate::briefing::{EditionId, Field, StoryId};
use crate::marks::{Mark, Marks};

/// If more than 1/`DENSE` of the stories remain, scan the whole chunk.
const DENSE: usize = 4;

/// How many needles a chunk caches the results of: usually more than a query has words.
const CACHED_NEEDLES: usize = 8;

/// Editions, each with the positions of the stories found in it, in ascending order and never empty.
pub type Found = Vec<(EditionId, Vec<u32>)>;

/// Which stories a search covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    All,
    Edition(EditionId),
    Story(StoryId),
}

impl Scope {
    /// The name shown to the user.
    pub fn name(&self) -> &'static str {
        match self {
            Self::All => "all editions",
            Self::Edition(_) => "this edition",
            Self::Story(_) => "this story",
        }
    }

    fn includes(&self, edition: &EditionId) -> bool {
        match self {
            Self::All => true,
            Self::Edition(only) => only == edition,
            Self::Story(only) => only.edition() == edition,
        }
    }

    fn includes_story(&self, edition: &EditionId, position: usize) -> bool {
        !matches!(self, Self::Story(only) if edition.position(only) != Some(position))
    }
}

impl Chunk {
    /// The stories in `scope` that meet every clause of `query`, in the order of the chunk's editions.
    /// `marks` decide the `is:` terms.
    pub fn scan(&self, query: &Query, scope: &Scope, marks: &Marks) -> Found {
        let mut found = self.in_scope(scope);
        let mut clauses: Vec<&Clause> = query.clauses.iter().collect();
        // The cheapest and rarest first, so that few stories remain to be checked for the others.
        clauses.sort_by_key(|clause| clause.terms.iter().map(cost).max());
        for clause in clauses {
            if !found.contains(&true) {
                return Vec::new();
            }
            self.narrow(&mut found, clause, marks);
        }
        let found_in = |(index, entry): (usize, &Entry)| {
            let positions = (0..).zip(&found[entry.first..self.end_of(index)]);
            let stories: Vec<u32> = positions
                .filter_map(|(position, &found)| found.then_some(position))
                .collect();
            (!stories.is_empty()).then(|| (entry.edition.clone(), stories))
        };
        self.editions
            .iter()
            .enumerate()
            .filter_map(found_in)
            .collect()
    }

    /// For each story, whether `scope` includes it. Outdated stories are in no scope.
    pub(super) fn in_scope(&self, scope: &Scope) -> Vec<bool> {
        let mut found = vec![false; self.stories()];
        for (index, entry) in self.editions.iter().enumerate() {
            if scope.includes(&entry.edition) && !entry.is_outdated() {
                let stories = &mut found[entry.first..self.end_of(index)];
                for (position, is_found) in stories.iter_mut().enumerate() {
                    *is_found = scope.includes_story(&entry.edition, position);
                }
            }
        }
        found
    }

    /// Keeps only the stories that meet `clause`.
    fn narrow(&self, found: &mut [bool], clause: &Clause, marks: &Marks) {
        if let [term] = clause.terms.as_slice() {
            return self.sift(found, term, marks);
        }
        let mut met = vec![false; found.len()];
        for term in &clause.terms {
            let rest = found.iter().zip(&met).map(|(&found, &met)| found && !met);
            let mut rest: Vec<bool> = rest.collect();
            self.sift(&mut rest, term, marks);
            for (met, meets) in met.iter_mut().zip(rest) {
                *met |= meets;
            }
        }
        found.copy_from_slice(&met);
    }

    /// Keeps only the stories that meet `term`.
    pub(super) fn sift(&self, found: &mut [bool], term: &Term, marks: &Marks) {
        match &term.test {
            Test::Text { .. } => self.sift_text(found, term),
            Test::Source(finder) => self.sift_sources(found, finder, term.negated),
            Test::Days(days) => {
                for (index, entry) in self.editions.iter().enumerate() {
                    let date = entry.edition.date();
                    if date.is_some_and(|date| days.contains(&date.day)) == term.negated {
                        found[entry.first..self.end_of(index)].fill(false);
                    }
                }
            }
            Test::Is(state) => {
                self.sift_states(found, |mark| state.holds(mark) != term.negated, marks);
            }
        }
    }

    /// Keeps only the stories that meet a text term.
    fn sift_text(&self, found: &mut [bool], term: &Term) {
        let remaining = found.iter().filter(|&&found| found).count();
        match &term.test {
            // While many stories remain, scanning all of them is as fast as checking each, and the
            // result can be cached.
            Test::Text {
                field: None,
                finder,
                ..
            } if remaining > self.stories() / DENSE => {
                let holders = self.holders(finder);
                for (found, &holds) in found.iter_mut().zip(holders.iter()) {
                    *found &= holds != term.negated;
                }
            }
            Test::Text {
                field: Some(_),
                finder,
                ..
            } if remaining == self.stories() && !term.negated => {
                // A match in the head may be in another field, so each is checked again.
                found.fill(false);
                self.flag_heads(found, finder);
                self.sift_each(found, term);
            }
            _ => self.sift_each(found, term),
        }
    }

    /// Keeps only the stories that meet a text term, checking one after the other.
    fn sift_each(&self, found: &mut [bool], term: &Term) {
        for (story, found) in found.iter_mut().enumerate() {
            *found = *found && self.meets(story, term);
        }
    }

    /// Keeps only the stories whose source contains the needle, or does not if `negated`.
    fn sift_sources(&self, found: &mut [bool], finder: &Finder<'_>, negated: bool) {
        let ends = self.sources.iter().skip(1).map(|next| next.first);
        for (sources, end) in self.sources.iter().zip(ends.chain([self.stories()])) {
            if finder.find(sources.name.as_bytes()).is_some() == negated {
                found[sources.first..end].fill(false);
            }
        }
    }

    /// Keeps only the stories whose mark is `wanted`.
    fn sift_states(&self, found: &mut [bool], wanted: impl Fn(&Mark) -> bool, marks: &Marks) {
        // At first those of all stories, then those of one edition after the other.
        let mut marks = marks.of("");
        let mut key = String::new();
        for (index, entry) in self.editions.iter().enumerate() {
            let stories = &mut found[entry.first..self.end_of(index)];
            marks.go_to(&entry.edition.identity());
            for (position, is_found) in stories.iter_mut().enumerate() {
                if *is_found {
                    key.clear();
                    entry.edition.push_key_of(position, &mut key);
                    *is_found = wanted(&marks.get(&key));
                }
            }
        }
    }

    /// For each story, whether it contains the needle in any field. The latest results are cached:
    /// while the user types, most words of the query stay the same.
    fn holders(&self, finder: &Finder<'_>) -> Arc<[bool]> {
        let cache = || self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let cached = cache()
            .iter()
            .find(|(needle, _)| **needle == *finder.needle())
            .map(|(_, holders)| Arc::clone(holders));
        if let Some(holders) = cached {
            return holders;
        }
        let mut found = vec![false; self.stories()];
        self.flag_heads(&mut found, finder);
        flag_holders(&mut found, finder, self.bodies.as_bytes(), |story| {
            self.starts[story].body as usize
        });
        let holders: Arc<[bool]> = found.into();
        let mut cache = cache();
        cache.truncate(CACHED_NEEDLES - 1);
        cache.push_front((finder.needle().into(), Arc::clone(&holders)));
        holders
    }

    fn flag_heads(&self, found: &mut [bool], finder: &Finder<'_>) {
        flag_holders(found, finder, self.heads.as_bytes(), |story| {
            self.starts[story].head as usize
        });
    }

    /// Whether a story meets a text term; other terms are decided elsewhere and count as met.
    fn meets(&self, story: usize, term: &Term) -> bool {
        let Test::Text {
            field,
            finder,
            whole,
        } = &term.test
        else {
            return true;
        };
        let holds = |text: &[u8]| match whole {
            true => text == finder.needle(),
            false => finder.find(text).is_some(),
        };
        let met = match field {
            None => self.any_text(story, holds),
            Some(field) => parts_of(self.head(story), *field).any(|part| holds(part.as_bytes())),
        };
        met != term.negated
    }
}

/// The order in which terms are checked, cheapest first. A long text is usually rarer than a short one,
/// and what is left out leaves most stories.
fn cost(term: &Term) -> (u8, Reverse<usize>) {
    match &term.test {
        Test::Days(_) => (0, Reverse(0)),
        Test::Source(_) => (1, Reverse(0)),
        Test::Text { finder, .. } if !term.negated => (2, Reverse(finder.needle().len())),
        Test::Text { .. } => (3, Reverse(0)),
        Test::Is(_) => (4, Reverse(0)),
    }
}

/// Sets the flag of every story that contains `finder`'s needle; stories already flagged are skipped.
/// `start` gives the byte offset in `text` of a story, and for one past the last, the end. After a
/// match the search continues at the next story.
fn flag_holders(
    found: &mut [bool],
    finder: &Finder<'_>,
    text: &[u8],
    start: impl Fn(usize) -> usize,
) {
    let mut story = 0;
    loop {
        while found.get(story) == Some(&true) {
            story += 1;
        }
        if story == found.len() {
            return;
        }
        let Some(offset) = finder.find(&text[start(story)..]) else {
            return;
        };
        let found_at = start(story) + offset;
        // Find the story of the match by galloping: it is usually near, but for a rare word it may be
        // at the far end of the chunk.
        let mut step = 1;
        while story + step < found.len() && start(story + step) <= found_at {
            step *= 2;
        }
        let (mut low, mut high) = (story + step / 2, (story + step).min(found.len()));
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if start(middle) <= found_at {
                low = middle;
            } else {
                high = middle;
            }
        }
        found[low] = true;
        story = low + 1;
    }
}

/// The parts of a story's head that are `field`.
pub(super) fn parts_of(head: &str, field: Field) -> impl Iterator<Item = &str> {
    let (first, count) = match field {
        Field::Headline => (0, 1),
        Field::Summary => (1, 1),
        Field::Byline => (2, 1),
        Field::Section => (3, 1),
        Field::Tag => (4, usize::MAX),
        // Kept elsewhere.
        Field::Source | Field::Body => (0, 0),
    };
    head.split_terminator(SEPARATOR).skip(first).take(count)
}
