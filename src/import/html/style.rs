//! What text looks like, and what it is part of.

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) marks: Marks,
    pub(super) code: bool,
    /// One more than the place of the link's address; 0 for none.
    pub(super) link: u32,
    /// As `link`, for an image whose alternative text this is.
    pub(super) image: u32,
}

/// What is written as marks around text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) strike: bool,
}

impl Marks {
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            strong: self.strong && other.strong,
            emphasis: self.emphasis && other.emphasis,
            strike: self.strike && other.strike,
        }
    }

    /// These without those of `other`.
    pub(super) fn without(self, other: Self) -> Self {
        Self {
            strong: self.strong && !other.strong,
            emphasis: self.emphasis && !other.emphasis,
            strike: self.strike && !other.strike,
        }
    }
}

impl Style {
    /// What two styles have in common.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            marks: self.marks.and(other.marks),
            code: self.code && other.code,
            link: if self.link == other.link {
                self.link
            } else {
                0
            },
            image: 0,
        }
    }

    pub(super) fn with(self, marks: Marks) -> Self {
        Self { marks, ..self }
    }

    pub(super) fn is_emphasised(self) -> bool {
        self.marks != Marks::default()
    }

    /// Whether it begins and ends with punctuation of its own when it is written.
    pub(super) fn is_enclosed(self) -> bool {
        self.code || self.link > 0 || self.image > 0
    }
}

/// What a text is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph,
    /// One line, after its hashes.
    Heading,
    /// One line of a table's row.
    Cell,
}

/// A piece of text of one style, up to the byte `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) end: usize,
    pub(super) style: Style,
}

/// Adds a run to those before it, and to the last of them if that looks the same.
pub(super) fn push_run(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.style == run.style => last.end = run.end,
        _ => runs.push(run),
    }
}
