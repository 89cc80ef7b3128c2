//! One line of text being typed.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::keymap::Edit;
use crate::text::{DisplayStr, DisplayText};

/// The longest line, in bytes; what would make it longer is not inserted at all.
const MAX_BYTES: usize = 4096;

/// A part of the line, in bytes, and what is put in its place.
pub type Replacement = (Range<usize>, String);

/// The text, which has passed the gate, and the cursor in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    text: DisplayText,
    /// Bytes before the cursor; on a grapheme boundary.
    cursor: usize,
}

impl Prompt {
    pub fn text(&self) -> DisplayStr<'_> {
        self.text.as_display()
    }

    pub fn before_cursor(&self) -> DisplayStr<'_> {
        self.text().part(0..self.cursor)
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the cursor is at its end.
    pub fn is_at_end(&self) -> bool {
        self.cursor == self.text.len()
    }

    /// A line with the cursor at its end; `None` when it would be too long.
    pub fn of(line: &str) -> Option<Self> {
        let mut prompt = Self::default();
        prompt.insert(line).then_some(prompt)
    }

    /// The line with parts of it replaced, which are in its order. `None` when that changes nothing, it would be too long,
    /// or they are no parts of it.
    pub fn with(&self, replacements: Vec<Replacement>) -> Option<Self> {
        let mut text = self.text.to_string();
        for (written, meant) in replacements.into_iter().rev() {
            text.get(written.clone())?;
            text.replace_range(written, &meant);
        }
        Self::of(&text).filter(|replaced| replaced.text != self.text)
    }

    /// Inserts `typed` at the cursor; false when the line would become too long, and then it stays as it
    /// was.
    pub fn insert(&mut self, typed: &str) -> bool {
        let typed = DisplayText::line(typed);
        let fits = self.text.len() + typed.len() <= MAX_BYTES;
        if fits {
            let cursor = self.cursor;
            self.replace(cursor, cursor, &typed);
        }
        fits
    }

    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Insert(c) => {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            Edit::Erase => self.replace(self.left(), self.cursor, ""),
            Edit::Delete => self.replace(self.cursor, self.right(), ""),
            Edit::EraseWord => self.replace(self.word_start(), self.cursor, ""),
            Edit::EraseAll => self.replace(0, self.cursor, ""),
            Edit::Left => self.cursor = self.left(),
            Edit::Right => self.cursor = self.right(),
            Edit::Start => self.cursor = 0,
            Edit::End => self.cursor = self.text.len(),
            Edit::Accept => {}
        }
    }

    /// Replaces the bytes from `start` to `end` by `with`, and puts the cursor after it.
    fn replace(&mut self, start: usize, end: usize, with: &str) {
        self.text = DisplayText::line(&[&self.text[..start], with, &self.text[end..]].concat());
        // What was typed may have joined the grapheme after it.
        let cursor = (start + with.len()).min(self.text.len());
        let boundaries = self
            .text
            .grapheme_indices(true)
            .map(|(at, _)| at)
            .chain([self.text.len()]);
        self.cursor = boundaries.filter(|&at| at >= cursor).min().unwrap_or(0);
    }

    fn left(&self) -> usize {
        self.text[..self.cursor]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.cursor
            + self.text[self.cursor..]
                .graphemes(true)
                .next()
                .map_or(0, str::len)
    }

    fn word_start(&self) -> usize {
        let before = self.text[..self.cursor].trim_end();
        before.rfind(char::is_whitespace).map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        })
    }
}

/// How the question begins that offers what may have been meant.
pub const DID_YOU_MEAN: &str = "did you mean ";

/// What is said beside the line of what may have been meant by it.
pub fn did_you_mean(meant: &str) -> String {
    format!("{DID_YOU_MEAN}{meant}?")
}

#[cfg(test)]
mod tests {
    use super::Prompt;
    use crate::keymap::Edit;

    #[track_caller]
    fn check(typed: &str, edits: &[Edit], shown: &str) {
        let mut prompt = Prompt::default();
        prompt.insert(typed);
        for &edit in edits {
            prompt.edit(edit);
        }
        let text = prompt.text();
        let (before, after) = text.split_at(prompt.before_cursor().len());
        assert_eq!(format!("{before}|{after}"), shown);
    }

    #[test]
    fn edits_move_by_graphemes_and_words() {
        check(
            "strike",
            &[Edit::Left, Edit::Left, Edit::Insert('x')],
            "strix|ke",
        );
        check("éa\u{301}👩\u{200D}👧", &[Edit::Erase, Edit::Erase], "é|");
        check("one two  ", &[Edit::EraseWord], "one |");
        check(
            "one two",
            &[Edit::Start, Edit::Delete, Edit::Right, Edit::Delete],
            "n| two",
        );
        check("one two", &[Edit::Left, Edit::EraseAll, Edit::End], "o|");
        check(
            "",
            &[
                Edit::Erase,
                Edit::Delete,
                Edit::EraseWord,
                Edit::Left,
                Edit::Right,
            ],
            "|",
        );
        check("a\nb\x1bc", &[], "a b␛c|");
    }

    #[test]
    fn a_combining_character_joins_the_letter_before_it() {
        check(
            "ab",
            &[Edit::Left, Edit::Insert('\u{301}'), Edit::Erase],
            "|b",
        );
    }

    #[test]
    fn what_would_make_the_line_too_long_is_not_inserted() {
        let mut prompt = Prompt::default();
        prompt.insert(&"x".repeat(10_000));
        assert!(prompt.is_empty());
    }
}
