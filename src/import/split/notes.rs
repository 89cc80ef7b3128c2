//! Footnotes, which go with the stories that refer to them.

use std::collections::{HashMap, HashSet};

use super::blocks::Block;

/// The footnotes of a text: the source of each by its label.
pub(super) struct Notes<'t>(HashMap<&'t str, &'t str>);

impl<'t> Notes<'t> {
    /// Takes the footnotes out of the `blocks` of a text.
    pub(super) fn take(text: &'t str, blocks: &mut Vec<Block>) -> Self {
        let mut notes = HashMap::new();
        blocks.retain(|block| {
            let source = &text[block.range.clone()];
            let label = source
                .strip_prefix("[^")
                .and_then(|rest| rest.split_once("]:"))
                .map(|(label, _)| label);
            if let Some(label) = label {
                notes.entry(label).or_insert(source.trim_end());
            }
            label.is_none()
        });
        Self(notes)
    }

    /// Adds those that a body refers to, and those that these refer to.
    pub(super) fn add_to(&self, body: &mut String) {
        if self.0.is_empty() {
            return;
        }
        let mut added = HashSet::new();
        let mut at = 0;
        while let Some(found) = body[at..].find("[^") {
            at += found + "[^".len();
            let label = body[at..].split(']').next().unwrap_or_default();
            if let Some((&label, note)) = self.0.get_key_value(label)
                && added.insert(label)
            {
                body.push_str("\n\n");
                body.push_str(note);
            }
        }
    }
}
