//! Finding the items of a list by words.

use crate::text::fold;

/// The items of which the folded text has all the words typed, all of one rank.
pub fn with_words(typed: &str, folded: &[String]) -> Vec<(u8, usize)> {
    let words = fold(typed);
    let words: Vec<_> = words.split_whitespace().collect();
    let matches = |index: &usize| words.iter().all(|word| folded[*index].contains(word));
    let shown = (0..folded.len()).filter(matches);
    shown.map(|index| (0, index)).collect()
}
