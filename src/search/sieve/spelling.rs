//! The ways in which a word can be written in a file.

use super::folds::Folds;
use super::plain::Plain;

/// Only this many bytes of a word are compared, so that a bit set can hold the positions.
pub(super) const MAX_BYTES: usize = 63;

/// A word as it is folded, to be found in a file as it may be written there.
///
/// Most words are written plainly, perhaps in other letters' case. Otherwise somewhere in the word or at its
/// edge the file has something *special*: a character that is not ASCII, an escape or a line continuation of
/// TOML, an entity, or markup. The text before the first special thing is plain. So wherever there is one,
/// the beginning of the word is compared with what is before it, and the rest with every reading of what
/// follows.
///
/// A reading need not be possible in its place, because nothing is known of the file but its bytes: `**` may
/// be emphasis or two stars, `\u00e9` a letter or the six characters of a literal string. What is found is
/// therefore no proof that the word is shown, but what is not found is not there.
#[derive(Debug)]
pub(super) struct Spelling {
    pub(super) word: Box<str>,
    /// For a word in ASCII.
    pub(super) plain: Option<Plain>,
    /// For each ASCII byte the positions in the word after it, as a set of bits.
    after: Box<[u64; 128]>,
}

impl Spelling {
    /// `word` must be folded and without spaces. `None` if nothing of it has to be in the file.
    pub(super) fn new(word: &str, folds: &Folds) -> Option<Self> {
        // Marks and joiners are left out of the file's text as well, because some of them are not shown.
        let kept = word.chars().filter(|&c| !folds.may_vanish(c));
        let mut word: String = kept.collect();
        word.truncate(word.floor_char_boundary(MAX_BYTES));
        if word.is_empty() {
            return None;
        }
        let mut after = Box::new([0; 128]);
        for (position, byte) in word.bytes().enumerate() {
            if !byte.is_ascii() {
                break;
            }
            after[byte as usize] |= 1 << (position + 1);
            after[byte.to_ascii_uppercase() as usize] |= 1 << (position + 1);
        }
        Some(Self {
            plain: word.is_ascii().then(|| Plain::new(&word)),
            word: word.into(),
            after,
        })
    }

    /// In bytes.
    pub(super) fn len(&self) -> usize {
        self.word.len()
    }

    /// Whether a character is in the word.
    pub(super) fn has(&self, c: char) -> bool {
        match self.after.get(c as usize) {
            Some(&positions) if self.plain.is_some() => positions > 0,
            None if self.plain.is_some() => false,
            _ => self.word.contains(c),
        }
    }

    /// Whether the word may begin with something special whose first byte this is.
    pub(super) fn may_begin_with(&self, byte: u8) -> bool {
        let first = self.word.as_bytes().first();
        match byte {
            b'*' | b'_' | b'~' | b'<' | b'>' | b'^' => false,
            // The number of a footnote, and what is shown at the end of an image.
            b'[' => first.is_some_and(u8::is_ascii_digit),
            b']' => first == Some(&byte),
            _ => true,
        }
    }

    /// Whether the word begins with what is before the byte `at`, as positions in the word.
    pub(super) fn begun_before<'s>(
        &'s self,
        bytes: &'s [u8],
        at: usize,
    ) -> impl Iterator<Item = usize> + 's {
        let before = at.checked_sub(1).map_or(0, |before| bytes[before]);
        let mut positions = self.after.get(before as usize).copied().unwrap_or(0);
        let positions = std::iter::from_fn(move || {
            let position = positions.trailing_zeros() as usize;
            positions &= positions.checked_sub(1)?;
            Some(position)
        });
        positions.filter(move |&position| {
            let start = at.checked_sub(position).map(|start| &bytes[start..at]);
            let word = &self.word.as_bytes()[..position];
            start.is_some_and(|start| start.eq_ignore_ascii_case(word))
        })
    }
}
