//! From an article to where the user is in it, and back.

use std::sync::Arc;

use super::article_view::ArticleView;
use super::entry::{ArticleLocation, Entry, Opening};
use crate::app::layout::Panes;
use crate::app::session::Session;

impl ArticleView {
    /// Shows the article that is open as `opening` says. What is known of its text is kept, so that it is on
    /// the screen at once even if it is long.
    pub fn open_again(&mut self, opening: Opening, panes: &Panes, session: &mut Session) {
        let Entry::At(location) = opening.entry else {
            return self.open(opening, panes, session);
        };
        let Some(typeset) = &mut self.typeset else {
            return self.open(opening, panes, session);
        };
        let same_query = match (&self.opening.query, &opening.query) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        self.opening = opening;
        self.entering = !same_query;
        if !same_query {
            typeset.highlights.clear();
            self.ask(self.columns, session);
        }
        self.go_to_location(location);
    }

    /// Where the user is in it; `None` until the text has come, unless it was opened at a location.
    pub fn location(&self) -> Option<ArticleLocation> {
        match self.opening.entry {
            Entry::At(location) if self.entering => Some(location),
            _ if self.entering => None,
            _ => Some(ArticleLocation {
                anchor: self.anchor,
                current: self.current,
                moved: self.moved,
            }),
        }
    }
}
