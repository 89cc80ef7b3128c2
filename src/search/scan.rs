//! The scan: which stories of a chunk a query finds.

use std::sync::{Arc, PoisonError};

use memchr::memmem::Finder;

use super::corpus::{Chunk, Entry, SEPARATOR};
use super::query::{Query, Term, Test};
use super::states::States;
use crate::briefing::{EditionId, Field, StoryId};
use crate::marks::Marks;

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
    /// The stories in `scope` that meet every term of `query`, in the order of the chunk's editions.
    /// `marks` decide the `is:` terms.
    pub fn scan(&self, query: &Query, scope: &Scope, marks: &Marks) -> Found {
        let allowed: Vec<bool> = self
            .editions
            .iter()
            .map(|entry| may_match(query, scope, entry))
            .collect();
        if !allowed.contains(&true) {
            return Vec::new();
        }
        let mut terms: Vec<&Term> = query
            .terms
            .iter()
            .filter(|term| matches!(term.test, Test::Text { .. }))
            .collect();
        // The longest term is usually the rarest, so few stories remain to be checked for the others.
        terms.sort_by_key(|term| match &term.test {
            Test::Text { finder, .. } if !term.negated => std::cmp::Reverse(finder.needle().len()),
            _ => std::cmp::Reverse(0),
        });
        let candidates = self.candidates(query, &terms);
        let mut states = States::new(query, marks);
        let mut found = Found::new();
        for (index, entry) in self
            .editions
            .iter()
            .enumerate()
            .filter(|(index, _)| allowed[*index])
        {
            let stories: Vec<u32> = (entry.first..self.end_of(index))
                .filter(|&story| candidates[story])
                .filter(|&story| scope.includes_story(&entry.edition, story - entry.first))
                .filter(|&story| states.allow(&entry.edition, story - entry.first))
                .map(|story| u32::try_from(story - entry.first).unwrap_or(u32::MAX))
                .collect();
            if !stories.is_empty() {
                found.push((entry.edition.clone(), stories));
            }
        }
        found
    }

    /// The stories that meet all of `terms`, which are those of `query` for texts, and whose sources it
    /// allows.
    fn candidates(&self, query: &Query, terms: &[&Term]) -> Vec<bool> {
        let mut found = vec![true; self.stories()];
        for term in &query.terms {
            if let Test::Source(finder) = &term.test {
                self.sift_sources(&mut found, finder, term.negated);
            }
        }
        for term in terms {
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
                    let mut heads = vec![false; self.stories()];
                    self.flag_heads(&mut heads, finder);
                    self.sift(&mut heads, term);
                    found = heads;
                }
                _ => self.sift(&mut found, term),
            }
        }
        found
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

    /// Keeps only the stories that meet `term`.
    fn sift(&self, found: &mut [bool], term: &Term) {
        for (story, found) in found.iter_mut().enumerate() {
            *found = *found && self.meets(story, term);
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
        let holds = |text: &str| match whole {
            true => text.as_bytes() == finder.needle(),
            false => finder.find(text.as_bytes()).is_some(),
        };
        let met = match field {
            None => holds(self.body(story)) || holds(self.head(story)),
            Some(field) => parts_of(self.head(story), *field).any(holds),
        };
        met != term.negated
    }
}

/// Whether any story of the edition can match, judged by the edition alone.
fn may_match(query: &Query, scope: &Scope, entry: &Entry) -> bool {
    scope.includes(&entry.edition)
        && query.terms.iter().all(|term| {
            let met = match &term.test {
                Test::Text { .. } | Test::Source(_) | Test::Is(_) => return true,
                Test::Days(days) => entry
                    .edition
                    .date()
                    .is_some_and(|date| days.contains(&date.day)),
            };
            met != term.negated
        })
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
fn parts_of(head: &str, field: Field) -> impl Iterator<Item = &str> {
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
