//! What the rows of the help are called, and how well that fits what is typed.

use std::fmt;

use crate::keymap::{Group, HelpRow, Keymap};
use crate::text::fold;

/// The highest rank that [`Names::rank`] gives: the words typed are whole words of the name or of the help.
pub(super) const WHOLE_WORDS: u8 = 2;
/// Shorter words of a help text, such as `the`, do not name an action.
const SHORTEST: usize = 4;

/// The names of what a row does.
#[derive(Debug)]
pub(super) struct Names {
    /// The action's own name and what else it is called, folded, as words with single spaces.
    names: Vec<String>,
    /// The words of what the row says first that it does, folded.
    help: Vec<String>,
}

impl Names {
    /// Rows about typing and the mouse, which do nothing, have no names.
    pub(super) fn of(row: &HelpRow) -> Self {
        let action = row.action.filter(|_| row.group != Group::Typing);
        let own = action.map(|action| action.name().replace('-', " "));
        let others = action.map_or(&[][..], Keymap::other_names);
        let names = own.into_iter().chain(others.iter().map(|&name| fold(name)));
        // After the semicolon is what the key does on another screen, or when it is pressed again.
        let help = row
            .help
            .split_once(';')
            .map_or(row.help, |(first, _)| first);
        let help = fold(help);
        let words = help.split(|c: char| !c.is_alphanumeric());
        Self {
            names: names.collect(),
            help: words
                .filter(|word| word.len() >= SHORTEST)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Whether a word is one of a name.
    pub(super) fn have(&self, word: &str) -> bool {
        let mut names = self.names.iter();
        names.any(|name| name.split(' ').any(|part| part == word))
    }

    /// How well the words typed fit: 0 when they are a name, then when each is a word of a name, then when
    /// each is a word of a name or of the help; `None` when one is neither, or when there are none.
    pub(super) fn rank(&self, typed: &[&str]) -> Option<u8> {
        // `next-story` is typed as it is written in a configuration.
        let words = typed.iter().flat_map(|word| word.split('-'));
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let in_name = |word: &&str| self.have(word);
        let in_help = |word: &&str| self.help.iter().any(|part| part == word);
        if words.is_empty() {
            None
        } else if self.names.contains(&words.join(" ")) {
            Some(0)
        } else if words.iter().all(in_name) {
            Some(1)
        } else if words.iter().all(|word| in_name(word) || in_help(word)) {
            Some(WHOLE_WORDS)
        } else {
            None
        }
    }
}

impl fmt::Display for Names {
    /// All names, as what is typed is looked for in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Names, WHOLE_WORDS};
    use crate::keymap::{HelpRow, Keymap};

    fn row(help: &str) -> HelpRow {
        let keymap = Keymap::default();
        let mut rows = keymap.help_rows();
        rows.find(|row| row.help.starts_with(help)).unwrap()
    }

    #[test]
    fn whole_words_of_names_count_more_than_those_of_the_help() {
        let names = Names::of(&row("next story"));
        for (typed, rank) in [
            (&["next-story"][..], Some(0)),
            (&["next", "story"], Some(0)),
            (&["next", "article"], Some(0)),
            (&["article", "next"], Some(1)),
            (&["story", "either"], Some(WHOLE_WORDS)),
            (&["nex"], None),
            (&["pane"], Some(WHOLE_WORDS)),
            // The help says "from either pane".
            (&["from"], Some(WHOLE_WORDS)),
            (&["a"], None),
            (&["-"], None),
            (&[], None),
        ] {
            assert_eq!(names.rank(typed), rank, "{typed:?}");
        }
    }

    #[test]
    fn no_two_actions_share_a_name() {
        let mut seen = HashSet::new();
        for row in Keymap::default().help_rows() {
            for name in Names::of(&row).names {
                assert!(seen.insert(name.clone()), "{name} is there twice");
            }
        }
    }

    #[test]
    fn rows_about_typing_and_the_mouse_have_no_names() {
        for help in ["erase the word", "cancel", "scroll what"] {
            assert!(Names::of(&row(help)).names.is_empty(), "{help}");
        }
    }
}
