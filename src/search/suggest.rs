//! Why a query found nothing: how many stories meet each of its terms alone, and which words of the
//! archive are spelled nearly like one that no story has.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;
use memchr::{memchr_iter, memmem::Finder};

use super::corpus::Chunk;
use super::query::{Query, Term, Test};
use super::scan::{Scope, parts_of};
use crate::briefing::{Field, StoryId};
use crate::marks::Marks;
use crate::text::DisplayText;

/// Words of fewer letters have too many others near them.
const SHORTEST: usize = 3;
/// Words of at most so many letters may differ by one edit, longer ones by two.
const ONE_EDIT: usize = 5;
/// Words of more letters are not compared.
const LONGEST: usize = 40;
/// What a name has at its end without another one being meant.
const POSSESSIVE: &str = "'s";
/// The most words that are suggested for one.
const SUGGESTED: usize = 3;

/// Why a query found nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// For each term of the query, in its order, how many stories meet it alone.
    pub alone: Vec<usize>,
    /// What may have been meant by words that no story has, in the order of the query.
    pub corrections: Vec<Correction>,
}

/// Words spelled nearly like one that no story has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Where the word is in the text of the query, in bytes, without its field.
    pub written: Range<usize>,
    /// The only field that is searched for it.
    pub field: Option<Field>,
    /// At most three, the likeliest first. Never empty.
    pub words: Vec<Suggested>,
}

/// A word that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// Folded, until it is spelled as [`super::spelled`] says.
    pub word: DisplayText,
    /// How many stories a search for it finds.
    pub stories: usize,
    /// A story that has it.
    pub holder: StoryId,
}

/// What chunks know about a query.
#[derive(Debug, Default)]
pub struct Tally {
    /// For each term, how many stories meet it alone.
    alone: Vec<usize>,
    /// For each term, the words near it. Only complete if no story has the term.
    near: Vec<HashMap<String, Near>>,
}

/// A word near one that is searched for.
#[derive(Clone, Debug)]
struct Near {
    edits: usize,
    /// How many stories have it as a whole word.
    stories: usize,
    /// Of the first and the last of them in each chunk, the newest.
    holder: StoryId,
}

/// The words of a chunk that looked near one that is searched for; `None` for those that are not.
type SeenWords<'t> = HashMap<&'t str, Option<Seen>, RandomState>;

/// A word of a chunk near one that is searched for.
#[derive(Clone, Copy, Debug)]
struct Seen {
    edits: usize,
    /// How many stories have it as a whole word.
    stories: usize,
    /// The indices in the chunk of the first of them and of the last.
    first: usize,
    last: usize,
}

impl Correction {
    /// The word that is most likely meant.
    pub fn likeliest(&self) -> Option<&DisplayText> {
        self.words.first().map(|suggested| &suggested.word)
    }
}

impl Near {
    fn add(&mut self, other: Self) {
        self.stories += other.stories;
        self.note_holder(other.holder);
    }

    fn note_holder(&mut self, other: StoryId) {
        let is_newer = other.edition().cmp_newest_first(self.holder.edition());
        if is_newer.is_lt() {
            self.holder = other;
        }
    }
}

impl Tally {
    pub fn merge(&mut self, other: Self) {
        self.alone.resize(other.alone.len(), 0);
        self.near.resize_with(other.near.len(), HashMap::new);
        for (alone, more) in self.alone.iter_mut().zip(other.alone) {
            *alone += more;
        }
        for (near, more) in self.near.iter_mut().zip(other.near) {
            for (word, found) in more {
                match near.entry(word) {
                    Entry::Occupied(mut known) => known.get_mut().add(found),
                    Entry::Vacant(unknown) => {
                        unknown.insert(found);
                    }
                }
            }
        }
    }

    /// Chooses among the words that the tally of all `chunks` has, and counts the stories that a search
    /// for each of them finds in `scope`.
    pub fn suggestions(self, query: &Query, scope: &Scope, chunks: &[Arc<Chunk>]) -> Suggestions {
        let mut corrections = Vec::new();
        for ((term, near), alone) in query.terms().zip(self.near).zip(&self.alone) {
            let target = Target::new(term, query).filter(|_| *alone == 0);
            let Some(target) = target else { continue };
            let mut words: Vec<_> = near.into_iter().collect();
            words.sort_by_cached_key(|(word, near)| target.rank(word, near));
            words.truncate(SUGGESTED);
            for (word, near) in &mut words {
                let found = chunks.iter().map(|chunk| chunk.count(word, term, scope));
                near.stories = found.sum();
            }
            words.retain(|(_, near)| near.stories > 0);
            words.sort_by_cached_key(|(word, near)| target.rank(word, near));
            let suggested = |(word, near): (String, Near)| Suggested {
                word: DisplayText::line(&word),
                stories: near.stories,
                holder: near.holder,
            };
            if !words.is_empty() {
                corrections.push(Correction {
                    written: term.value.clone(),
                    field: target.field,
                    words: words.into_iter().map(suggested).collect(),
                });
            }
        }
        Suggestions {
            alone: self.alone,
            corrections,
        }
    }
}

impl Chunk {
    /// How many stories in `scope` meet each term of `query` alone; and for the words that none of them
    /// has, the words near them.
    pub fn tally(&self, query: &Query, scope: &Scope, marks: &Marks) -> Tally {
        let in_scope = self.in_scope(scope);
        let mut tally = Tally::default();
        let mut targets = Vec::new();
        for (index, term) in query.terms().enumerate() {
            let mut found = in_scope.clone();
            self.sift(&mut found, term, marks);
            let alone = found.iter().filter(|&&found| found).count();
            tally.alone.push(alone);
            tally.near.push(HashMap::new());
            let target = Target::new(term, query).filter(|_| alone == 0);
            targets.extend(target.map(|target| (index, target)));
        }
        for (index, target) in targets {
            let seen = self.near(&target, &in_scope).into_iter();
            let near =
                seen.filter_map(|(word, seen)| Some((word.to_owned(), self.near_of(seen?)?)));
            tally.near[index] = near.collect();
        }
        tally
    }

    /// The words near the target in the stories of `in_scope`.
    fn near(&self, target: &Target, in_scope: &[bool]) -> SeenWords<'_> {
        let mut near = SeenWords::default();
        for story in (0..self.stories()).filter(|&story| in_scope[story]) {
            let head = self.head(story);
            let mut look = |text| target.look(text, story, &mut near);
            match target.field {
                None => {
                    look(head);
                    look(self.body(story));
                }
                Some(Field::Source) => look(self.source(story)),
                Some(field) => parts_of(head, field).for_each(look),
            }
        }
        near
    }

    fn near_of(&self, seen: Seen) -> Option<Near> {
        let mut near = Near {
            edits: seen.edits,
            stories: seen.stories,
            holder: self.story_id(seen.first)?,
        };
        near.note_holder(self.story_id(seen.last)?);
        Some(near)
    }

    /// How many stories in `scope` meet `term` with `word` for its text.
    fn count(&self, word: &str, term: &Term, scope: &Scope) -> usize {
        let mut term = term.clone();
        if let Test::Text { finder, .. } | Test::Source(finder) = &mut term.test {
            *finder = Finder::new(word).into_owned();
        }
        let mut found = self.in_scope(scope);
        self.sift(&mut found, &term, &Marks::default());
        found.into_iter().filter(|&found| found).count()
    }
}

/// A word for which others are suggested.
struct Target {
    word: String,
    field: Option<Field>,
    /// The most edits by which another may differ.
    limit: usize,
    /// The lengths of the words that may be near, in bytes.
    lengths: Range<usize>,
    /// The letters of the word, as [`letters`] gives them; `None` if it has others than those of ASCII.
    letters: Option<u32>,
}

impl Target {
    /// `None` when no other word can be suggested for a term of `query`.
    fn new(term: &Term, query: &Query) -> Option<Self> {
        let (field, finder) = match &term.test {
            Test::Text { field, finder, .. } => (*field, finder),
            Test::Source(finder) => (Some(Field::Source), finder),
            Test::Days(_) | Test::Is(_) => return None,
        };
        let word = std::str::from_utf8(finder.needle()).ok()?.to_owned();
        let length = word.chars().count();
        // Where a field is misspelt, that is what is corrected.
        let is_word = !term.negated && !word.contains(' ') && !query.is_misnamed(term);
        if !is_word || !(SHORTEST..=LONGEST).contains(&length) {
            return None;
        }
        let limit = if length <= ONE_EDIT { 1 } else { 2 };
        let shortest = if word.is_ascii() { length } else { 1 + limit };
        Some(Self {
            field,
            limit,
            // A character takes at most four bytes.
            lengths: shortest - limit..word.len() + 4 * limit + 1,
            letters: word.is_ascii().then(|| letters(word.as_bytes())),
            word,
        })
    }

    /// Notes the words of `text`, which is of the story at `story`, that are near.
    fn look<'t>(&self, text: &'t str, story: usize, seen: &mut SeenWords<'t>) {
        let mut start = 0;
        for end in memchr_iter(b' ', text.as_bytes()).chain([text.len()]) {
            // Most words are too short, and are skipped without a look at their letters.
            if end - start >= self.lengths.start {
                self.look_between_spaces(&text[start..end], story, seen);
            }
            start = end + 1;
        }
    }

    fn look_between_spaces<'t>(&self, text: &'t str, story: usize, seen: &mut SeenWords<'t>) {
        let (mut start, mut is_joined) = (0, false);
        for (at, byte) in text.bytes().chain([b' ']).enumerate() {
            if joins(byte as char) {
                is_joined = true;
            } else if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
                let word = &text[start..at];
                if is_joined {
                    self.note_joined(word, story, seen);
                } else {
                    self.note(word, story, seen);
                }
                (start, is_joined) = (at + 1, false);
            }
        }
    }

    /// Notes a word with apostrophes or hyphens, or its parts if it is not near itself.
    fn note_joined<'t>(&self, word: &'t str, story: usize, seen: &mut SeenWords<'t>) {
        let word = word.trim_matches(joins);
        let word = word.strip_suffix(POSSESSIVE).unwrap_or(word);
        if !self.note(word, story, seen) && word.contains(joins) {
            for part in word.split(joins) {
                self.note(part, story, seen);
            }
        }
    }

    /// Notes a word of the story at `story` if it is near. Returns whether it is.
    fn note<'t>(&self, word: &'t str, story: usize, seen: &mut SeenWords<'t>) -> bool {
        if !self.lengths.contains(&word.len()) || !self.has_like_letters(word.as_bytes()) {
            return false;
        }
        let known = seen
            .entry(word)
            .or_insert_with(|| self.compare(word, story));
        if let Some(seen) = known
            && (seen.stories == 0 || seen.last != story)
        {
            seen.stories += 1;
            seen.last = story;
        }
        known.is_some()
    }

    /// Whether the letters of a word allow it to be near. An edit puts in at most one letter and takes
    /// out at most one.
    fn has_like_letters(&self, word: &[u8]) -> bool {
        match self.letters {
            Some(wanted) if word.is_ascii() => {
                (letters(word) ^ wanted).count_ones() as usize <= 2 * self.limit
            }
            _ => true,
        }
    }

    fn compare(&self, word: &str, story: usize) -> Option<Seen> {
        let edits = strsim::osa_distance(&self.word, word);
        let seen = Seen {
            edits,
            stories: 0,
            first: story,
            last: story,
        };
        let is_near = edits <= self.limit && word.chars().all(|c| c.is_alphanumeric() || joins(c));
        is_near.then_some(seen)
    }

    /// The order in which words are suggested: those with the fewest edits first, then those with the
    /// same first letter, then those of the most stories.
    fn rank(&self, word: &str, near: &Near) -> (usize, bool, Reverse<usize>, String) {
        let begins_otherwise = word.chars().next() != self.word.chars().next();
        let stories = Reverse(near.stories);
        (near.edits, begins_otherwise, stories, word.to_owned())
    }
}

/// Whether a folded character can join the parts of one word, as in `o'brien` and `co-operation`.
fn joins(c: char) -> bool {
    matches!(c, '\'' | '-')
}

/// A bit for each letter that a word has. Some letters and digits share a bit.
fn letters(word: &[u8]) -> u32 {
    word.iter()
        .fold(0, |letters, byte| letters | 1 << (byte & 31))
}
