//! What a start makes of the run of the program before it.

use crate::marks::Last;

/// What a start makes of where the user left off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Resume {
    /// Nothing: it opens the newest edition with something unread.
    #[default]
    Afresh,
    /// It comes back there.
    Back(Last),
    /// An edition has come since that is newer than all that there were then, and it opens that.
    News {
        left: Last,
        /// The edition left comes right after the one opened.
        is_next: bool,
    },
}

impl Resume {
    /// Where the user left off, if that matters.
    pub fn left(&self) -> Option<&Last> {
        match self {
            Self::Afresh => None,
            Self::Back(left) | Self::News { left, .. } => Some(left),
        }
    }
}
