//! What the mouse does, free of any terminal library.

use ratatui::layout::Position;

/// Rows that one notch of the wheel scrolls.
pub const WHEEL_ROWS: isize = 3;

/// A report of the mouse. Only the left button and the wheel are reported, and neither while a key such as
/// Shift or Ctrl is held: that is left to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// The cell that the pointer is on; it may be outside the window as it was drawn.
    pub cell: Position,
    pub gesture: Gesture,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// The button went down.
    Press(Clicks),
    /// The pointer moved while the button was down: this many reports, all in this row.
    Drag { reports: u16 },
    /// The button went up.
    Release,
    /// The wheel turned by this many notches: up when negative.
    Wheel(i16),
}

/// How many times the button went down on the same cell in quick succession.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clicks {
    One,
    Two,
    Three,
}

impl Clicks {
    /// One more in succession. After three it begins anew.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::One => Self::Two,
            Self::Two => Self::Three,
            Self::Three => Self::One,
        }
    }
}

/// The rows that notches of the wheel scroll by.
pub(super) fn wheel_rows(notches: i16) -> isize {
    isize::from(notches) * WHEEL_ROWS
}
