//! Where the user is in an edition, as a value.

use std::sync::Arc;

use super::closing::{Closing, ClosingLocation};
use super::items::Filter;
use super::state::{EditionScreen, found, headlines};
use crate::app::parts::article_view::{ArticleLocation, ArticleView};
use crate::app::parts::split::{Focus, Listing, Split, SplitLocation};
use crate::app::session::Session;
use crate::app::visit::Found;
use crate::archive::Edition;
use crate::briefing::{EditionId, StoryId};

/// Everything that it takes to show an edition as it was.
#[derive(Clone, Debug)]
pub struct EditionLocation {
    id: EditionId,
    filter: Filter,
    split: SplitLocation,
    closing: Option<ClosingLocation>,
    zen: Option<Focus>,
    /// `None` if the edition was not open there.
    found: Option<Found>,
    from_results: bool,
    reached_by_jump: bool,
    jumped_within: bool,
}

impl EditionLocation {
    /// Where `results` are, but in an edition that is shown whole, in place of the one `below` them; with `zen`, only
    /// the article is shown.
    pub fn as_in_results(
        id: EditionId,
        results: SplitLocation,
        zen: bool,
        below: &EditionScreen,
    ) -> Self {
        let is_below = id == *below.id();
        Self {
            id,
            from_results: below.from_results,
            filter: Filter::All,
            split: SplitLocation {
                top: results.selected.clone(),
                article: results.article.map(ArticleLocation::without_matches),
                ..results
            },
            closing: None,
            zen: zen.then_some(Focus::List),
            found: is_below.then_some(below.found),
            reached_by_jump: true,
            jumped_within: false,
        }
    }

    pub fn id(&self) -> &EditionId {
        &self.id
    }

    /// The story that was shown; `None` where that was something else.
    pub fn open_story(&self) -> Option<&StoryId> {
        let selected = self.split.selected.as_ref();
        selected.filter(|_| self.closing.is_none())
    }

    /// Whether the text of its article had come.
    pub fn has_text(&self) -> bool {
        self.split.article.is_some()
    }

    /// Whether the user would see the same there.
    pub fn is_same(&self, other: &Self) -> bool {
        let closing = |location: &Self| location.closing.as_ref().map(|page| page.selected.clone());
        (&self.id, self.filter, closing(self)) == (&other.id, other.filter, closing(other))
            && self.split.is_same(&other.split)
    }
}

impl EditionScreen {
    /// Where the user is in it.
    pub fn location(&self) -> EditionLocation {
        EditionLocation {
            id: self.id().clone(),
            filter: self.list().filter(),
            split: self.split.location(),
            closing: self.closing.as_ref().map(Closing::location),
            zen: self.zen,
            found: Some(self.found),
            from_results: self.from_results,
            reached_by_jump: self.reached_by_jump,
            jumped_within: self.jumped_within,
        }
    }

    /// Opens an edition at a location in it. If its article is among `articles`, that is taken.
    pub fn at(
        edition: Arc<Edition>,
        location: &EditionLocation,
        articles: &mut Vec<ArticleView>,
        session: &mut Session,
    ) -> Self {
        let mut list = headlines(edition, session);
        let selected = location.split.selected.as_ref();
        let is_open = |story: &&StoryId| articles.iter().any(|article| article.holds(story));
        let has_gone = |story: &&StoryId| list.edition().id().follow(story).is_none();
        // A story that has gone from its file stays until it is left.
        if let Some(story) = selected.filter(has_gone).filter(is_open) {
            list.show_gone(story.clone());
        }
        let item = selected.and_then(|story| list.item_with(story));
        list.set_filter(location.filter, item.unwrap_or(0));
        let closing = location
            .closing
            .as_ref()
            .map(|closing| Closing::at(closing, &list, session));
        Self {
            found: location.found.unwrap_or_else(|| found(&list, session)),
            split: Split::at(list, &location.split, articles, session),
            closing,
            zen: location.zen,
            from_results: location.from_results,
            reached_by_jump: location.reached_by_jump,
            jumped_within: location.jumped_within,
        }
    }
}
