//! Which words of a text are spelled nearly like one that is searched for.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use memchr::memchr_iter;

use crate::briefing::Field;
use crate::search::query::{Query, Term, Test};

/// Words of fewer letters have too many others near them.
const SHORTEST: usize = 3;
/// Words of at most so many letters may differ by one edit, longer ones by two.
const ONE_EDIT: usize = 5;
/// Words of more letters are not compared.
const LONGEST: usize = 40;
/// What a name has at its end without another one being meant.
const POSSESSIVE: &str = "'s";

/// The words of a chunk that looked near one that is searched for; `None` for those that are not.
pub(super) type SeenWords<'t> = HashMap<&'t str, Option<Seen>, RandomState>;

/// A word of a chunk near one that is searched for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) edits: usize,
    /// How many stories have it as a whole word.
    pub(super) stories: usize,
    /// The indices in the chunk of the first of them and of the last.
    pub(super) first: usize,
    pub(super) last: usize,
}

/// The place of a word among those suggested; the likeliest comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    edits: usize,
    has_no_swap: bool,
    begins_otherwise: bool,
    stories: Reverse<usize>,
    word: String,
}

/// A word for which others are suggested.
pub(super) struct Target {
    word: String,
    pub(super) field: Option<Field>,
    /// The most edits by which another may differ.
    limit: usize,
    /// The lengths of the words that may be near, in bytes.
    lengths: Range<usize>,
    /// The letters of the word, as [`letters`] gives them; `None` if it has others than those of ASCII.
    letters: Option<u32>,
}

impl Target {
    /// `None` when no other word can be suggested for a term of `query`.
    pub(super) fn new(term: &Term, query: &Query) -> Option<Self> {
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
    pub(super) fn look<'t>(&self, text: &'t str, story: usize, seen: &mut SeenWords<'t>) {
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

    /// Where `word` comes among those suggested: first the ones with the fewest edits, then those with letters swapped,
    /// then those with the same first letter, then those of the most stories.
    pub(super) fn rank(&self, word: &str, edits: usize, stories: usize) -> Rank {
        Rank {
            edits,
            // Without swaps, what is one takes more edits.
            has_no_swap: strsim::levenshtein(&self.word, word) == edits,
            begins_otherwise: word.chars().next() != self.word.chars().next(),
            stories: Reverse(stories),
            word: word.to_owned(),
        }
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
