//! Words that are spelled nearly like another.

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Words of fewer letters have too many others near them.
const SHORTEST: usize = 3;
/// Words of at most so many letters may differ by one edit, longer ones by two.
const ONE_EDIT: usize = 5;
/// Words of more letters are not compared.
const LONGEST: usize = 40;
/// What a name has at its end without another one being meant.
const POSSESSIVE: &str = "'s";

/// A folded word, for which others are suggested that are spelled nearly so.
#[derive(Clone, Debug)]
pub struct Misspelt {
    word: String,
    /// The most edits by which another may differ.
    limit: usize,
}

/// The place of a word among those suggested; the likeliest comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    edits: usize,
    is_unlike: bool,
    begins_otherwise: bool,
    found: Reverse<usize>,
    word: String,
}

impl Misspelt {
    /// `None` for what is no single word, or is too short or too long for another one to be suggested.
    pub fn new(word: &str) -> Option<Self> {
        let length = word.chars().count();
        let is_word = !word.contains(' ') && (SHORTEST..=LONGEST).contains(&length);
        is_word.then(|| Self {
            word: word.to_owned(),
            limit: if length <= ONE_EDIT { 1 } else { 2 },
        })
    }

    pub fn word(&self) -> &str {
        &self.word
    }

    /// The most edits by which another word may differ.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// By how many edits another folded word differs; `None` if these are too many, or it is no word.
    pub fn edits(&self, word: &str) -> Option<usize> {
        // Each edit makes a word longer or shorter by a letter, of at most four bytes, or not at all.
        if self.word.len().abs_diff(word.len()) > 4 * self.limit {
            return None;
        }
        let edits = strsim::osa_distance(&self.word, word);
        let is_near = edits <= self.limit && word.chars().all(|c| c.is_alphanumeric() || joins(c));
        is_near.then_some(edits)
    }

    /// Where `word`, so many edits away and found so often, comes among those suggested: first the ones with the
    /// fewest edits, then those with letters swapped or doubled, then those with the same first letter, then those
    /// that are found most often.
    pub fn rank(&self, word: &str, edits: usize, found: usize) -> Rank {
        Rank {
            edits,
            is_unlike: !self.has_same_letters(word, edits),
            begins_otherwise: word.chars().next() != self.word.chars().next(),
            found: Reverse(found),
            word: word.to_owned(),
        }
    }

    /// Whether `word`, so many edits away, differs only by letters swapped or doubled, as a slip of the fingers or a name
    /// known by ear does.
    fn has_same_letters(&self, word: &str, edits: usize) -> bool {
        // Without swaps, what is one takes more edits.
        let is_swapped = || strsim::levenshtein(&self.word, word) != edits;
        undoubled(&self.word).eq(undoubled(word)) || is_swapped()
    }
}

/// The word of some folded texts that is spelled most nearly like `word`, which is folded.
pub fn nearest<'t>(word: &str, texts: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let misspelt = Misspelt::new(word)?;
    // How far each word is, and how often it is there; `None` for those that are not near.
    let mut seen: HashMap<&str, Option<(usize, usize)>, RandomState> = HashMap::default();
    for word in texts.flat_map(words) {
        let compare = || Some((misspelt.edits(word)?, 0));
        if let Some((_, found)) = seen.entry(word).or_insert_with(compare) {
            *found += 1;
        }
    }
    let near = seen.into_iter();
    let near = near.filter_map(|(word, seen)| seen.map(|(edits, found)| (word, edits, found)));
    let likeliest = near.min_by_key(|&(word, edits, found)| misspelt.rank(word, edits, found));
    likeliest.map(|(word, ..)| word)
}

/// The words of a folded text; of those with hyphens or apostrophes, also the parts.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !joins(c));
    words.map(joined_word).flat_map(|word| {
        let parts = word.split(joins);
        let parts = parts.filter(|part| part.len() < word.len());
        std::iter::once(word).chain(parts)
    })
}

/// The letters of a word, each run of the same letter as one.
fn undoubled(word: &str) -> impl Iterator<Item = char> {
    let mut before = None;
    word.chars().filter(move |c| before.replace(*c) != Some(*c))
}

/// Whether a folded character can join the parts of one word, as in `o'brien` and `co-operation`.
pub const fn joins(c: char) -> bool {
    matches!(c, '\'' | '-')
}

/// A word with apostrophes or hyphens, without those around it and without a possessive `'s`.
pub fn joined_word(word: &str) -> &str {
    let word = word.trim_matches(joins);
    word.strip_suffix(POSSESSIVE).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_differs_by_few_letters_and_is_found_often() {
        let texts = [
            "o'brien's co-operation",
            "trial and train",
            "a trial",
            "über",
        ];
        for (word, expected) in [
            ("trian", Some("train")),
            ("traim", Some("train")),
            ("tria", Some("trial")),
            ("obrien", Some("o'brien")),
            ("brein", Some("brien")),
            ("operatoin", Some("operation")),
            ("uber", Some("über")),
            ("zebra", None),
            ("an", None),
            ("a trial", None),
        ] {
            let found = nearest(word, texts.into_iter());
            assert_eq!(found, expected, "{word}");
        }
    }
}
