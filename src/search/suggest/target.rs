//! Which words of a text are spelled nearly like one that is searched for.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use crate::briefing::Field;
use crate::search::query::{Query, Term, Test};
use crate::text::near::{Misspelt, Rank, joined_word, joins};

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

/// A word for which others are suggested.
pub(super) struct Target {
    misspelt: Misspelt,
    pub(super) field: Option<Field>,
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
        let word = std::str::from_utf8(finder.needle()).ok()?;
        let misspelt = Misspelt::new(word)?;
        // Where a field is misspelt, that is what is corrected.
        if query.is_misnamed(term) {
            return None;
        }
        let limit = misspelt.limit();
        let shortest = if word.is_ascii() {
            word.len()
        } else {
            1 + limit
        };
        Some(Self {
            field,
            // A character takes at most four bytes.
            lengths: shortest - limit..word.len() + 4 * limit + 1,
            letters: word.is_ascii().then(|| letters(word.as_bytes())),
            misspelt,
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
        let word = joined_word(word);
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
        (letters ^ wanted).count_ones() as usize <= 2 * self.misspelt.limit()
    }

    fn compare(&self, word: &str, story: usize) -> Option<Seen> {
        Some(Seen {
            edits: self.misspelt.edits(word)?,
            stories: 0,
            first: story,
            last: story,
        })
    }

    /// Whether `word` is another word, and not a form of the same one: neither is a part of the other.
    pub(super) fn is_another(&self, word: &str) -> bool {
        let wanted = self.misspelt.word();
        !word.contains(wanted) && !wanted.contains(word)
    }

    /// Where `word` comes among those suggested: see [`Misspelt::rank`].
    pub(super) fn rank(&self, word: &str, edits: usize, stories: usize) -> Rank {
        self.misspelt.rank(word, edits, stories)
    }
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
