//! Finding the items of a list by words.

use crate::text::fold;

/// The items of which the folded text has all the words typed. Those in which a word begins with each come
/// first.
pub fn with_words(typed: &str, folded: &[String]) -> Vec<(u8, usize)> {
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

#[cfg(test)]
mod tests {
    use super::with_words;

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
