//! Keys with what they do, as the last line names them.

use crate::keymap::{Action, Keymap};
use crate::text::DisplayText;

/// A key or two, and what they do in a word or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub keys: DisplayText,
    pub text: DisplayText,
}

impl Hint {
    pub fn new(keys: &str, text: &str) -> Self {
        Self {
            keys: DisplayText::line(keys),
            text: DisplayText::line(text),
        }
    }

    /// The first key of each action, with words of its own.
    pub fn of(keymap: &Keymap, actions: &[Action], text: &str) -> Self {
        let keys: Vec<_> = actions
            .iter()
            .map(|&action| keymap.key_name(action))
            .collect();
        Self::new(&keys.join(" "), text)
    }

    /// The first key of an action with the action's usual words.
    pub fn named(keymap: &Keymap, action: Action) -> Self {
        Self::of(keymap, &[action], keymap.hint(action))
    }
}
