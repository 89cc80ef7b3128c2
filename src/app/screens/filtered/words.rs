//! Finding the items of a list by words.

use std::ops::Range;

use crate::app::parts::prompt::Replacement;
use crate::text::fold;
use crate::text::near::nearest;

/// The items of which the folded text has all the words typed. Those in which a word begins with each come
/// first.
pub(super) fn with_words(typed: &str, folded: &[String]) -> Vec<(u8, usize)> {
    let words = fold(typed);
    let words: Vec<_> = words.split_whitespace().collect();
    let matches = |index: &usize| words.iter().all(|word| folded[*index].contains(word));
    let has_start = |text: &str, word: &str| {
        let mut found = text.match_indices(word);
        found.any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
    };
    let rank = |index: usize| {
        let begins = words.iter().all(|word| has_start(&folded[index], word));
        u8::from(!begins)
    };
    let shown = (0..folded.len()).filter(matches);
    shown.map(|index| (rank(index), index)).collect()
}

/// For each word typed that no item has, the word spelled most nearly so of the items that have the other words.
/// Nothing if one of them has none, or if nothing would be left of the list even then.
pub(in crate::app::screens) fn corrections(typed: &str, folded: &[String]) -> Vec<Replacement> {
    let written = |word: &str| {
        let start = word.as_ptr().addr() - typed.as_ptr().addr();
        start..start + word.len()
    };
    let words = typed.split_whitespace();
    let words: Vec<(Range<usize>, String)> = words
        .map(|word| (written(word), fold(word).trim().to_owned()))
        .collect();
    let is_known = |word: &str| folded.iter().any(|text| text.contains(word));
    let (known, unknown): (Vec<_>, Vec<_>) =
        words.into_iter().partition(|(_, word)| is_known(word));
    let has_known = |text: &&String| known.iter().all(|(_, word)| text.contains(word));
    let texts: Vec<&String> = folded.iter().filter(has_known).collect();
    let corrected = unknown.into_iter().map(|(written, word)| {
        let texts = texts.iter().map(|text| text.as_str());
        Some((written, nearest(&word, texts)?.to_owned()))
    });
    let corrected: Vec<Replacement> = corrected.collect::<Option<_>>().unwrap_or_default();
    let has_all = |text: &&&String| {
        corrected
            .iter()
            .all(|(_, word)| text.contains(word.as_str()))
    };
    if texts.iter().any(|text| has_all(&text)) {
        corrected
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{corrections, with_words};

    #[test]
    fn a_word_that_no_item_has_is_corrected_by_one_of_an_item_that_has_the_others() {
        let items = [
            "o'brien's moon",
            "the co-operative",
            "moons and moods",
            "moods",
        ]
        .map(str::to_owned);
        for (typed, expected) in [
            ("O'Brein", &[(0..7, "o'brien")][..]),
            (" cooperative", &[(1..12, "co-operative")]),
            ("operatve  the", &[(0..8, "operative")]),
            ("moods mons", &[(6..10, "moons")]),
            ("mono", &[(0..4, "moon")]),
            ("brein mono", &[(0..5, "brien"), (6..10, "moon")]),
            // Each is near another, but no item has both.
            ("teh brein", &[]),
            ("the brien", &[]),
            ("zzz moon", &[]),
            ("mo", &[]),
            ("", &[]),
        ] {
            let expected = expected
                .iter()
                .map(|(at, word)| (at.clone(), (*word).to_owned()));
            let expected: Vec<_> = expected.collect();
            assert_eq!(corrections(typed, &items), expected, "{typed}");
        }
    }

    #[test]
    fn an_item_in_which_a_word_begins_so_is_meant_rather_than_one_that_has_it_inside() {
        let items = ["zayin", "the ayin", "bayou ayin", "gimel"].map(str::to_owned);
        for (typed, found) in [
            ("ayi", &[(1, 0), (0, 1), (0, 2)][..]),
            ("Ayin th", &[(0, 1)]),
            ("ayo", &[(1, 2)]),
            ("", &[(0, 0), (0, 1), (0, 2), (0, 3)]),
        ] {
            assert_eq!(with_words(typed, &items), found, "{typed}");
        }
    }
}
