//! The letters that `g` jumps to sections by.

use std::collections::{BTreeSet, HashSet};

use crate::text::fold;

/// Taken by `gg`, the top.
pub(super) const TAKEN: char = 'g';

/// Gives every section a letter of its own, for sections as `(title, key)`: first the keys that the
/// file gives, the same every day, then for the others the first free letter of their title, then
/// of the alphabet.
pub(super) fn assign(sections: &[(&str, Option<char>)]) -> Vec<Option<char>> {
    let mut free: BTreeSet<char> = ('a'..='z').filter(|&letter| letter != TAKEN).collect();
    let mut given = HashSet::from([TAKEN]);
    let mut letters: Vec<_> = sections
        .iter()
        .map(|&(_, key)| key.filter(|&key| given.insert(key)))
        .collect();
    free.retain(|letter| !given.contains(letter));
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

    #[track_caller]
    fn check(sections: &[(&str, Option<char>)], expected: &str) {
        let letters: String = assign(sections)
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
        check(&[("", None); 26], "abcdefhijklmnopqrstuvwxyz.");
    }
}
