//! The folded text of every story, and the scan through it.

use std::collections::{HashSet, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem::Finder;

use super::query::{Query, Term, Test};
use super::states::States;
use crate::archive::Edition;
use crate::article;
use crate::briefing::{EditionId, Field, Story, StoryId};
use crate::marks::Marks;
use crate::text::{DisplayStr, fold, fold_into};

/// A chunk is complete once it holds more than this many bytes of text. Small chunks let an outdated
/// scan stop early and spread the work over threads.
const CHUNK_BYTES: usize = 2 * 1024 * 1024;

/// If more than 1/`DENSE` of the stories remain, scan the whole chunk.
const DENSE: usize = 4;

/// How many needles a chunk caches the results of: usually more than a query has words.
const CACHED_NEEDLES: usize = 8;

/// Ends every field and every body. Neither display text nor a query can contain a control
/// character, so no match spans two fields.
const SEPARATOR: char = '\x1f';

/// Editions, each with the positions of the stories found in it, in ascending order and never empty.
pub type Found = Vec<(EditionId, Vec<u32>)>;

/// Needles with their results: for each story of the chunk, whether it contains the needle.
type Cache = VecDeque<(Box<[u8]>, Arc<[bool]>)>;

/// The folded text of some editions.
#[derive(Debug, Default)]
pub struct Chunk {
    editions: Vec<Entry>,
    /// For each story its headline, summary, byline, section and tags, each ended by the separator.
    /// Kept apart from the bodies so that a field can be searched without scanning them.
    heads: String,
    /// The bodies as they are displayed, without markup, each ended by the separator.
    bodies: String,
    /// Where each story starts in both texts; the last entry is where both end.
    starts: Vec<Start>,
    /// Results of the latest searches, newest first.
    cache: Mutex<Cache>,
}

#[derive(Debug)]
struct Entry {
    edition: EditionId,
    /// Folded.
    source: String,
    /// The index in the chunk of its first story.
    first: usize,
}

/// Byte offsets into `heads` and `bodies`.
#[derive(Clone, Copy, Debug, Default)]
struct Start {
    head: u32,
    body: u32,
}

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

/// Folds `editions` into chunks of about two megabytes. An edition is never split.
pub fn fold_editions(editions: &[Arc<Edition>]) -> Vec<Arc<Chunk>> {
    let mut chunks = Vec::new();
    let mut chunk = Chunk::default();
    for edition in editions {
        chunk.push(edition);
        if chunk.bytes() > CHUNK_BYTES {
            chunks.push(Arc::new(std::mem::take(&mut chunk).finish()));
        }
    }
    if !chunk.editions.is_empty() {
        chunks.push(Arc::new(chunk.finish()));
    }
    chunks
}

impl Chunk {
    fn push(&mut self, edition: &Arc<Edition>) {
        let Some(briefing) = &edition.briefing else {
            return;
        };
        let (source, first) = (fold(&briefing.source()), self.starts.len());
        self.editions.push(Entry {
            edition: edition.id().clone(),
            source,
            first,
        });
        for story in briefing.stories() {
            self.starts.push(self.end());
            let section = story
                .section()
                .map(|section| briefing.section_title(section));
            self.push_head(story, section.unwrap_or_default());
            fold_shown(&mut self.bodies, story.body());
            self.bodies.push(SEPARATOR);
        }
    }

    /// Appends the fields in the order that [`parts_of`] expects.
    fn push_head(&mut self, story: Story<'_>, section: DisplayStr<'_>) {
        fold_into(&mut self.heads, &story.headline());
        self.heads.push(SEPARATOR);
        fold_shown(&mut self.heads, story.summary());
        self.heads.push(SEPARATOR);
        for text in [story.byline(), section] {
            fold_into(&mut self.heads, &text);
            self.heads.push(SEPARATOR);
        }
        for tag in story.tags() {
            fold_into(&mut self.heads, &tag);
            self.heads.push(SEPARATOR);
        }
    }

    fn end(&self) -> Start {
        let offset = |bytes: usize| {
            u32::try_from(bytes).expect("a chunk ends at two megabytes and an edition at sixteen")
        };
        Start {
            head: offset(self.heads.len()),
            body: offset(self.bodies.len()),
        }
    }

    fn finish(mut self) -> Self {
        self.starts.push(self.end());
        self.heads.shrink_to_fit();
        self.bodies.shrink_to_fit();
        self.starts.shrink_to_fit();
        self
    }

    /// Whether the chunk contains text of any of these files.
    pub fn holds_any(&self, files: &HashSet<&Path>) -> bool {
        self.editions
            .iter()
            .any(|entry| files.contains(entry.edition.path()))
    }

    /// A copy of the chunk that leaves out the text of `files`.
    #[must_use]
    pub fn without(&self, files: &HashSet<&Path>) -> Self {
        let mut kept = Self::default();
        for (index, entry) in self.editions.iter().enumerate() {
            if files.contains(entry.edition.path()) {
                continue;
            }
            let first = kept.starts.len();
            for story in entry.first..self.end_of(index) {
                kept.starts.push(kept.end());
                kept.heads.push_str(self.head(story));
                kept.bodies.push_str(self.body(story));
            }
            kept.editions.push(Entry {
                edition: entry.edition.clone(),
                source: entry.source.clone(),
                first,
            });
        }
        kept.finish()
    }

    /// The exclusive end of the range of stories that belong to the edition at `index`.
    fn end_of(&self, index: usize) -> usize {
        let next = self.editions.get(index + 1);
        next.map_or(self.stories(), |next| next.first)
    }

    /// Bytes of folded text.
    pub fn bytes(&self) -> usize {
        self.heads.len() + self.bodies.len()
    }

    fn stories(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn head(&self, story: usize) -> &str {
        &self.heads[self.starts[story].head as usize..self.starts[story + 1].head as usize]
    }

    fn body(&self, story: usize) -> &str {
        &self.bodies[self.starts[story].body as usize..self.starts[story + 1].body as usize]
    }

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
        let candidates = self.candidates(&terms);
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

    /// The stories that meet all of `terms`.
    fn candidates(&self, terms: &[&Term]) -> Vec<bool> {
        let mut found = vec![true; self.stories()];
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
                Test::Text { .. } | Test::Is(_) => return true,
                Test::Source(finder) => finder.find(entry.source.as_bytes()).is_some(),
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
        Field::Body => (0, 0),
    };
    head.split_terminator(SEPARATOR).skip(first).take(count)
}

/// Appends the text of `markdown` as it is displayed, without markup, folded.
fn fold_shown(folded: &mut String, markdown: DisplayStr<'_>) {
    if article::is_plain(markdown) {
        fold_into(folded, &markdown);
    } else {
        fold_into(folded, &article::shown(markdown));
    }
}
