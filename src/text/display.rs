//! Text that may reach a terminal.

use std::fmt;
use std::ops::{Deref, Range};

use super::gate::{self, Lines};

/// Owned text that has passed the gate: it holds no control character but `\n`, and nothing that
/// reorders or hides its neighbours. Only the constructors here make one, so whatever is drawn or
/// printed has been through it.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisplayText(String);

/// Borrowed [`DisplayText`], or a part of one.
#[must_use]
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisplayStr<'a>(&'a str);

/// A byte range into the one text that holds all fields of an edition. Half the size of a
/// `Range<usize>`: an archive keeps a dozen for each story. Empty stands for "not given".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    start: u32,
    end: u32,
}

impl DisplayText {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Passes `raw` through the gate as one line: line breaks and tabs become spaces.
    pub fn line(raw: &str) -> Self {
        let mut text = Self::with_capacity(raw.len());
        text.push_line(raw);
        text
    }

    /// Passes `raw` through the gate as a block of lines: `\n` stays, tabs go to the next fourth column.
    pub fn block(raw: &str) -> Self {
        let mut text = Self::with_capacity(raw.len());
        text.push_block(raw);
        text
    }

    /// Appends one gated line and tells where it stands.
    ///
    /// # Panics
    /// When the text grows past 4 GiB; a file that could do that is refused long before.
    pub fn push_line(&mut self, raw: &str) -> Slice {
        self.push_gated(raw, Lines::One)
    }

    /// Appends a gated block and tells where it stands. Panics as [`Self::push_line`] does.
    pub fn push_block(&mut self, raw: &str) -> Slice {
        self.push_gated(raw, Lines::Many)
    }

    fn push_gated(&mut self, raw: &str, lines: Lines) -> Slice {
        let start = self.0.len();
        gate::push(&mut self.0, None, raw, lines);
        Slice {
            start: offset(start),
            end: offset(self.0.len()),
        }
    }

    /// Appends a piece of the text that starts at the byte `from`: what piles or joins does so across
    /// the pieces.
    pub fn push_on(&mut self, from: usize, raw: &str) {
        gate::push(&mut self.0, Some(from), raw, Lines::Many);
    }

    /// Appends text that has passed the gate before.
    pub fn push(&mut self, text: DisplayStr<'_>) {
        self.0.push_str(text.0);
    }

    /// Whether nothing of `raw` would be seen in one line: white space, and what the gate drops.
    pub fn shows_nothing(raw: &str) -> bool {
        !raw.bytes().any(|byte| byte.is_ascii_graphic()) && Self::line(raw).trim().is_empty()
    }

    pub fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    pub fn as_display(&self) -> DisplayStr<'_> {
        DisplayStr(&self.0)
    }

    /// The part of the text that `slice` names; `slice` must come from this text.
    pub fn part(&self, slice: Slice) -> DisplayStr<'_> {
        DisplayStr(&self.0[slice.start as usize..slice.end as usize])
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a text is refused at 16 MiB, so its offsets fit 32 bits")
}

impl<'a> DisplayStr<'a> {
    /// The program's own words, which need no gate. Never pass anything that came from outside.
    pub const fn own(text: &'static str) -> DisplayStr<'static> {
        DisplayStr(text)
    }

    /// The bytes of `range`, which must lie on character boundaries.
    pub fn part(self, range: Range<usize>) -> DisplayStr<'a> {
        DisplayStr(&self.0[range])
    }

    /// The text without white space at its end.
    pub fn trimmed_end(self) -> DisplayStr<'a> {
        DisplayStr(self.0.trim_end())
    }

    pub fn as_str(self) -> &'a str {
        self.0
    }

    pub fn to_text(self) -> DisplayText {
        DisplayText(self.0.to_owned())
    }
}

impl Deref for DisplayText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Deref for DisplayStr<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for DisplayText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for DisplayStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for DisplayText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for DisplayStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
