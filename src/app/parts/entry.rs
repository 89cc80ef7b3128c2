//! Where an article is entered, and where the user is in it.

use std::sync::Arc;

use crate::app::texts::Subject;
use crate::search::Query;

/// Where an article is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Where it was left.
    AsLeft,
    /// Where it was left, or at its top when that was its end.
    ToRead,
    /// With its last row in view.
    AtEnd,
    /// At the match with this number, from 0, or at the last one.
    AtMatch(usize),
    /// At this location.
    At(ArticleLocation),
    /// With this byte of its text in view.
    AtByte(usize),
}

/// Where the user is in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleLocation {
    /// The byte of the text that is kept at the top.
    pub(super) anchor: usize,
    /// The match gone to last, by its index.
    pub(super) current: usize,
    /// How far the user has moved the text since it was opened.
    pub(super) moved: Moved,
}

/// How far the user has moved the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moved {
    Not,
    Somewhere,
    /// Its last row has come into view by keys.
    ToEnd,
}

impl ArticleLocation {
    /// Whether the user would see the same there.
    pub fn is_same(self, other: Self) -> bool {
        (self.anchor, self.current) == (other.anchor, other.current)
    }

    /// The same in an article without matches.
    #[must_use]
    pub fn without_matches(self) -> Self {
        Self { current: 0, ..self }
    }
}

/// An article to open.
#[derive(Clone, Debug)]
pub struct Opening {
    pub subject: Subject,
    /// Its matches are highlighted.
    pub query: Option<Arc<Query>>,
    pub entry: Entry,
}
