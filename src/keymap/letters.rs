//! The letters that go to sections after `g`.

use std::collections::{BTreeSet, HashSet};

use crate::text::{DisplayStr, fold};

/// Gives every section a letter of its own that is not among `taken`, for sections as `(title, key)`:
/// first the keys that the file gives, which are the same every day, then for the others the first free
/// letter of their title, then of the alphabet. The letters `of_lists` move through the list of sections, or
/// close it, as they do in every list: only a file can give them to a section.
pub(super) fn assign(
    sections: &[(DisplayStr<'_>, Option<char>)],
    taken: impl Iterator<Item = char>,
    of_lists: impl Iterator<Item = char>,
) -> Vec<Option<char>> {
    let mut given: HashSet<char> = taken.collect();
    let mut free: BTreeSet<char> = ('a'..='z').collect();
    let mut letters: Vec<_> = sections
        .iter()
        .map(|&(_, key)| key.filter(|&key| given.insert(key)))
        .collect();
    free.retain(|letter| !given.contains(letter));
    for letter in of_lists {
        free.remove(&letter);
    }
    for (letter, (title, _)) in letters.iter_mut().zip(sections) {
        if letter.is_none() {
            *letter = fold(title)
                .chars()
                .find(|c| free.contains(c))
                .or_else(|| free.first().copied());
            letter.inspect(|taken| {
                free.remove(taken);
            });
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::assign;
    use crate::text::DisplayStr;

    #[track_caller]
    fn check(sections: &[(&'static str, Option<char>)], expected: &str) {
        let sections: Vec<_> = sections
            .iter()
            .map(|&(title, key)| (DisplayStr::own(title), key))
            .collect();
        let letters: String = assign(&sections, std::iter::once('g'), "jkq".chars())
            .into_iter()
            .map(|letter| letter.unwrap_or('.'))
            .collect();
        assert_eq!(letters, expected);
    }

    #[test]
    fn given_keys_come_first_then_titles_then_the_alphabet() {
        check(
            &[("Workforce", None), ("Courts", None), ("Money", None)],
            "wcm",
        );
        check(&[("Courts", None), ("Culture", Some('c'))], "oc");
        check(
            &[("Germany", None), ("Élysée", None), ("日本", None)],
            "ela",
        );
        check(&[("A", None), ("A", None), ("A", None)], "abc");
        check(
            &[("One", Some('x')), ("Two", Some('x')), ("Goal", Some('g'))],
            "xto",
        );
    }

    #[test]
    fn past_the_alphabet_there_is_none() {
        check(&[("", None); 23], "abcdefhilmnoprstuvwxyz.");
    }

    #[test]
    fn only_a_file_gives_letters_that_move() {
        check(&[("Justice", None), ("Kirk", None), ("Quiz", None)], "uiz");
        check(&[("Justice", Some('j')), ("Kirk", Some('q'))], "jq");
    }
}
