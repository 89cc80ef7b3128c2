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

/// A chunk is closed when its text is longer than this in bytes, so that a scan can stop in time
/// and threads have something to share.
const CHUNK_BYTES: usize = 2 * 1024 * 1024;

/// From more than one story in so many on, all are looked at.
const DENSE: usize = 4;

/// How many texts a chunk remembers the stories of: more than a query has words, as a rule.
const REMEMBERED: usize = 8;

/// Stands between fields and behind stories: the gate lets no control character into a text or a
/// query, so no match reaches across.
const SEPARATOR: char = '\x1f';

/// Editions, each with the positions of the stories found in it.
pub type Found = Vec<(EditionId, Vec<u32>)>;

/// Texts, each with whether each story of a chunk holds it.
type Known = VecDeque<(Box<[u8]>, Arc<[bool]>)>;

/// The folded text of some editions.
#[derive(Debug, Default)]
pub struct Chunk {
    editions: Vec<Entry>,
    /// For each story its headline, summary, byline, section and tags, each closed by the separator:
    /// a column of its own, so that a field is found without a look at the bodies.
    heads: String,
    /// The shown bodies, each closed by the separator.
    bodies: String,
    /// Where each story starts in both, and at last where they end.
    starts: Vec<Start>,
    /// The texts looked for last, and the stories that hold them, the latest first.
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Entry {
    edition: EditionId,
    source: String,
    /// Its first story among those of the chunk.
    first: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Start {
    head: u32,
    body: u32,
}

/// The stories that a search looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    All,
    Edition(EditionId),
    Story(StoryId),
}

impl Scope {
    pub fn name(&self) -> &'static str {
        match self {
            Self::All => "all editions",
            Self::Edition(_) => "this edition",
            Self::Story(_) => "this story",
        }
    }

    fn holds(&self, edition: &EditionId) -> bool {
        match self {
            Self::All => true,
            Self::Edition(only) => only == edition,
            Self::Story(only) => only.edition() == edition,
        }
    }

    fn holds_story(&self, edition: &EditionId, position: usize) -> bool {
        !matches!(self, Self::Story(only) if edition.position(only) != Some(position))
    }
}

/// Folds `editions` into chunks of about two megabytes.
pub fn fold_editions(editions: &[Arc<Edition>]) -> Vec<Arc<Chunk>> {
    let mut chunks = Vec::new();
    let mut chunk = Chunk::default();
    for edition in editions {
        chunk.push(edition);
        if chunk.bytes() > CHUNK_BYTES {
            chunks.push(Arc::new(std::mem::take(&mut chunk).closed()));
        }
    }
    if !chunk.editions.is_empty() {
        chunks.push(Arc::new(chunk.closed()));
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

    /// In the order of [`part_of`].
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

    fn closed(mut self) -> Self {
        self.starts.push(self.end());
        self.heads.shrink_to_fit();
        self.bodies.shrink_to_fit();
        self.starts.shrink_to_fit();
        self
    }

    /// Whether it holds text of one of these files.
    pub fn holds_any(&self, files: &HashSet<&Path>) -> bool {
        self.editions
            .iter()
            .any(|entry| files.contains(entry.edition.path()))
    }

    /// The same text without that of some files.
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
        kept.closed()
    }

    /// The end of the stories of the edition at `index` among those of the chunk.
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

    /// The stories that `query` finds in `scope`, edition by edition; `marks` say what is read.
    pub fn scan(&self, query: &Query, scope: &Scope, marks: &Marks) -> Found {
        let allowed: Vec<bool> = self
            .editions
            .iter()
            .map(|entry| allows(query, scope, entry))
            .collect();
        if !allowed.contains(&true) {
            return Vec::new();
        }
        let mut terms: Vec<&Term> = query
            .terms
            .iter()
            .filter(|term| matches!(term.test, Test::Text { .. }))
            .collect();
        // The longest is the rarest as a rule, so few stories are looked at for the others.
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
                .filter(|&story| scope.holds_story(&entry.edition, story - entry.first))
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
            let left = found.iter().filter(|&&found| found).count();
            match &term.test {
                // Where many are left, a look at all is as quick as one at each, and is remembered.
                Test::Text {
                    field: None,
                    finder,
                    ..
                } if left > self.stories() / DENSE => {
                    let holding = self.holding(finder);
                    for (found, &holds) in found.iter_mut().zip(holding.iter()) {
                        *found &= holds != term.negated;
                    }
                }
                Test::Text {
                    field: Some(_),
                    finder,
                    ..
                } if left == self.stories() && !term.negated => {
                    // It may be in another field of the head.
                    let mut heads = vec![false; self.stories()];
                    self.mark_heads(&mut heads, finder);
                    self.sift(&mut heads, term);
                    found = heads;
                }
                _ => self.sift(&mut found, term),
            }
        }
        found
    }

    /// Leaves those stories that meet `term`.
    fn sift(&self, found: &mut [bool], term: &Term) {
        for (story, found) in found.iter_mut().enumerate() {
            *found = *found && self.meets(story, term);
        }
    }

    /// Which stories hold a text anywhere. The last answers are remembered: while a query is typed, most
    /// of its words stay as they are.
    fn holding(&self, finder: &Finder<'_>) -> Arc<[bool]> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let remembered = known()
            .iter()
            .find(|(needle, _)| **needle == *finder.needle())
            .map(|(_, holding)| Arc::clone(holding));
        if let Some(holding) = remembered {
            return holding;
        }
        let mut found = vec![false; self.stories()];
        self.mark_heads(&mut found, finder);
        mark(&mut found, finder, self.bodies.as_bytes(), |story| {
            self.starts[story].body as usize
        });
        let holding: Arc<[bool]> = found.into();
        let mut known = known();
        known.truncate(REMEMBERED - 1);
        known.push_front((finder.needle().into(), Arc::clone(&holding)));
        holding
    }

    fn mark_heads(&self, found: &mut [bool], finder: &Finder<'_>) {
        mark(found, finder, self.heads.as_bytes(), |story| {
            self.starts[story].head as usize
        });
    }

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
            Some(field) => part_of(self.head(story), *field).any(holds),
        };
        met != term.negated
    }
}

/// Whether an edition may hold anything that the query asks for.
fn allows(query: &Query, scope: &Scope, entry: &Entry) -> bool {
    scope.holds(&entry.edition)
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

/// Marks every story that holds `finder`'s text and is not marked yet; `start` tells where a story
/// starts, and also where the last one ends. After a match the search goes on at the next story.
fn mark(found: &mut [bool], finder: &Finder<'_>, text: &[u8], start: impl Fn(usize) -> usize) {
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
        let place = start(story) + offset;
        // Gallop: the next match is near as a rule, but a rare word may skip the whole chunk.
        let mut step = 1;
        while story + step < found.len() && start(story + step) <= place {
            step *= 2;
        }
        let (mut low, mut high) = (story + step / 2, (story + step).min(found.len()));
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if start(middle) <= place {
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
fn part_of(head: &str, field: Field) -> impl Iterator<Item = &str> {
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

/// Appends the shown text of `markdown`, folded.
fn fold_shown(folded: &mut String, markdown: DisplayStr<'_>) {
    if article::is_plain(markdown) {
        fold_into(folded, &markdown);
    } else {
        fold_into(folded, &article::shown(markdown));
    }
}
