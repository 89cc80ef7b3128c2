//! What a screen says in the lines above its panes.

use crate::text::DisplayText;

/// The header of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// A title and what belongs to it, over one line or two.
    Titled(Titled),
    /// For an article that has the screen to itself: its position in something larger.
    Position {
        text: DisplayText,
        /// How much of the article has been in view, 0 to 100.
        percent: Option<usize>,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titled {
    pub title: DisplayText,
    /// Follows the title, in several lengths, the longest first: the first that fits is shown.
    pub detail: Vec<DisplayText>,
    /// Stands at the right end.
    pub right: DisplayText,
    /// Where there is no room for both, the title gives way to what stands at the right.
    pub right_first: bool,
    /// The second line, where there is one.
    pub below: DisplayText,
}
