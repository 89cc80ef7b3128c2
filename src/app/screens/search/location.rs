//! Where the user is in the results of a search, as a value.

use std::sync::Arc;

use super::results::{Kept, Order, Origin};
use crate::app::parts::split::{Focus, SplitLocation};
use crate::search::{Hits, Query, Scope};

/// Everything that it takes to show results as they were, without searching again.
#[derive(Clone, Debug)]
pub struct SearchLocation {
    pub(super) origin: Origin,
    /// The query as it was typed.
    pub(super) text: String,
    pub(super) query: Arc<Query>,
    pub(super) scope: Scope,
    pub(super) order: Order,
    pub(super) hits: Arc<Hits>,
    /// The hit that the query did not find any more.
    pub(super) kept: Option<Kept>,
    /// The generation of the search that found them.
    pub(super) generation: u64,
    /// Requests of that search, how many of them had been answered, and the chunks that they covered.
    pub(super) parts: usize,
    pub(super) taken: usize,
    pub(super) chunks: usize,
    /// The version of the archive in which they were found.
    pub(super) archive_version: u64,
    pub(super) split: SplitLocation,
    pub(super) zen: bool,
}

impl SearchLocation {
    /// Whether the text of its article had come.
    pub fn has_text(&self) -> bool {
        self.split.article.is_some()
    }

    /// Whether it is in the article of the result that is selected in the list `other`.
    pub fn is_result_of(&self, other: &Self) -> bool {
        let same_search =
            (&self.text, &self.scope, self.order) == (&other.text, &other.scope, other.order);
        let focus = (other.split.focus, self.split.focus);
        same_search
            && focus == (Focus::List, Focus::Article)
            && self.split.selected == other.split.selected
    }

    /// Whether the user would see the same there, apart from what is found meanwhile.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.text, &self.scope, self.order) == (&other.text, &other.scope, other.order)
            && self.split.is_same(&other.split)
    }
}
