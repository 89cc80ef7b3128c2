//! Which words of a text are spelled nearly like one that is searched for.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

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
    is_unlike: bool,
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
    letters: Option<u64>,
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
        // Most words have too few letters or others, which is known at their ends without a second look at them.
        let (mut start, mut has) = (0, 0);
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            let kind = KINDS[usize::from(byte)];
            if kind != SEPARATES {
                has |= kind;
                continue;
            }
            self.look_at(&text[start..at], has, story, seen);
            (start, has) = (at + 1, 0);
        }
        self.look_at(&text[start..], has, story, seen);
    }

    /// Looks at what is between two bytes that separate words; `has` is what all of its bytes are.
    fn look_at<'t>(&self, word: &'t str, has: u64, story: usize, seen: &mut SeenWords<'t>) {
        if word.len() < self.lengths.start {
            return;
        }
        if has & JOINS != 0 {
            return self.note_joined(word, story, seen);
        }
        let is_near = self.lengths.contains(&word.len())
            && self.letters.is_none_or(|wanted| {
                has & IS_NOT_ASCII != 0 || self.has_like_letters(wanted, has & LETTERS)
            });
        if is_near {
            self.note_likely(word, story, seen);
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
        let has_like_letters = || match self.letters {
            Some(wanted) if word.is_ascii() => {
                self.has_like_letters(wanted, letters(word.as_bytes()))
            }
            _ => true,
        };
        self.lengths.contains(&word.len())
            && has_like_letters()
            && self.note_likely(word, story, seen)
    }

    /// The same for a word whose length and letters allow it to be near.
    fn note_likely<'t>(&self, word: &'t str, story: usize, seen: &mut SeenWords<'t>) -> bool {
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
    fn has_like_letters(&self, wanted: u64, letters: u64) -> bool {
        (letters ^ wanted).count_ones() as usize <= 2 * self.limit
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

    /// Whether `word`, so many edits away, differs only by letters swapped or doubled, as a slip of the fingers or a name
    /// known by ear does.
    fn has_same_letters(&self, word: &str, edits: usize) -> bool {
        // Without swaps, what is one takes more edits.
        let is_swapped = || strsim::levenshtein(&self.word, word) != edits;
        undoubled(&self.word).eq(undoubled(word)) || is_swapped()
    }

    /// Where `word` comes among those suggested: first the ones with the fewest edits, then those with letters swapped
    /// or doubled, then those with the same first letter, then those of the most stories.
    pub(super) fn rank(&self, word: &str, edits: usize, stories: usize) -> Rank {
        Rank {
            edits,
            is_unlike: !self.has_same_letters(word, edits),
            begins_otherwise: word.chars().next() != self.word.chars().next(),
            stories: Reverse(stories),
            word: word.to_owned(),
        }
    }
}

/// The letters of a word, each run of the same letter as one.
fn undoubled(word: &str) -> impl Iterator<Item = char> {
    let mut before = None;
    word.chars().filter(move |c| before.replace(*c) != Some(*c))
}

/// Whether a folded character can join the parts of one word, as in `o'brien` and `co-operation`.
const fn joins(c: char) -> bool {
    matches!(c, '\'' | '-')
}

/// A bit for each letter that a word has. Some letters and digits share a bit.
fn letters(word: &[u8]) -> u64 {
    word.iter().fold(0, |letters, byte| letters | letter(*byte))
}

const fn letter(byte: u8) -> u64 {
    1 << (byte & 31)
}

/// For each byte of a text: the bit of its letter, or `JOINS`, `IS_NOT_ASCII` or `SEPARATES`.
static KINDS: [u64; 256] = kinds();
const LETTERS: u64 = u32::MAX as u64;
const IS_NOT_ASCII: u64 = 1 << 32;
const JOINS: u64 = 1 << 33;
const SEPARATES: u64 = 0;

const fn kinds() -> [u64; 256] {
    let mut kinds = [IS_NOT_ASCII; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            _ if joins(byte as char) => JOINS,
            _ if byte.is_ascii_alphanumeric() => letter(byte),
            _ => SEPARATES,
        };
        byte += 1;
    }
    kinds
}
