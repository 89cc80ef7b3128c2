//! Text that is safe to send to a terminal.

use std::fmt;
use std::ops::{Deref, Range};

use super::gate::{self, Lines};

/// Owned text that has passed the gate: it holds no control character but `\n`, and no character that
/// reorders or hides its neighbours. There is no other way to make one, so all text that is drawn or
/// printed has passed the gate.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisplayText(String);

/// Borrowed [`DisplayText`], or a part of one.
#[must_use]
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisplayStr<'a>(&'a str);

/// A byte range of the one text that holds all fields of an edition. It takes half the room of a
/// `Range<usize>`, because an archive keeps a dozen for each story. An empty range means "not given".
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

    /// The text as one line: what [`DisplayText::line`] makes of it.
    #[must_use]
    pub fn into_line(self) -> Self {
        if self.0.contains('\n') {
            Self(self.0.replace('\n', " "))
        } else {
            self
        }
    }

    /// Passes `raw` through the gate as a block of lines: `\n` stays, and a tab becomes spaces up to the
    /// next multiple of four columns.
    pub fn block(raw: &str) -> Self {
        let mut text = Self::with_capacity(raw.len());
        text.push_block(raw);
        text
    }

    /// Passes `raw` through the gate as one line, appends it and returns its range.
    ///
    /// # Panics
    /// When the text grows past 4 GiB. Files are refused at 16 MiB, so this cannot happen.
    pub fn push_line(&mut self, raw: &str) -> Slice {
        self.push_gated(raw, Lines::One)
    }

    /// Passes `raw` through the gate as a block of lines, appends it and returns its range. Panics as
    /// [`Self::push_line`] does.
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

    /// Passes `raw` through the gate and appends it as another piece of the text that starts at the
    /// byte `start`. Combining characters and joiners are counted across the pieces.
    pub fn push_piece(&mut self, start: usize, raw: &str) {
        gate::push(&mut self.0, Some(start), raw, Lines::Many);
    }

    /// Appends text that has already passed the gate.
    pub fn push(&mut self, text: DisplayStr<'_>) {
        self.0.push_str(text.0);
    }

    /// Whether `raw` would show nothing as one line: it holds only white space and characters that the
    /// gate drops.
    pub fn shows_nothing(raw: &str) -> bool {
        !raw.bytes().any(|byte| byte.is_ascii_graphic()) && Self::line(raw).trim().is_empty()
    }

    pub fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    pub fn as_display(&self) -> DisplayStr<'_> {
        DisplayStr(&self.0)
    }

    /// The part of the text in `slice`, which must come from this text.
    pub fn part(&self, slice: Slice) -> DisplayStr<'_> {
        DisplayStr(&self.0[slice.start as usize..slice.end as usize])
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("files are refused at 16 MiB, so offsets fit 32 bits")
}

impl<'a> DisplayStr<'a> {
    /// The program's own words, which need no gate. Never pass text that came from outside.
    pub const fn own(text: &'static str) -> DisplayStr<'static> {
        DisplayStr(text)
    }

    /// The bytes of `range`, which must lie on character boundaries.
    pub fn part(self, range: Range<usize>) -> DisplayStr<'a> {
        DisplayStr(&self.0[range])
    }

    /// The parts that end with `end`, which the last one may lack.
    pub fn split_terminator(self, end: char) -> impl Iterator<Item = DisplayStr<'a>> {
        self.0.split_terminator(end).map(DisplayStr)
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
