//! What is being read and where in it, as a value: taken from the screens, and opened again.

use std::sync::Arc;

use super::edition::EditionScreen;
use super::edition::location::EditionLocation;
use super::search::SearchScreen;
use super::search::location::SearchLocation;
use super::{AnyScreen, Screens};
use crate::app::session::Session;
use crate::archive::{Archive, Edition};
use crate::briefing::EditionId;

/// The editions and the results that lie on each other, from the lowest up, and where the user is in each of
/// them. It names editions and stories by their ids, so it can be kept while files change.
#[derive(Clone, Debug)]
pub struct Location {
    layers: Vec<Layer>,
}

/// Why a location can no longer be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    File,
    /// The story that was open there is no longer in its file.
    Story,
}

/// One screen of a location.
#[derive(Clone, Debug)]
pub enum Layer {
    Edition(Box<EditionLocation>),
    Search(Box<SearchLocation>),
}

impl Location {
    /// Whether the user would see the same there: where a list is scrolled to makes no difference.
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |(one, other): (&Layer, &Layer)| match (one, other) {
            (Layer::Edition(one), Layer::Edition(other)) => one.is_same(other),
            (Layer::Search(one), Layer::Search(other)) => one.is_same(other),
            _ => false,
        };
        self.layers.len() == other.layers.len() && self.layers.iter().zip(&other.layers).all(same)
    }

    /// Whether going to `to` from here leaves results, in one of which the user is, and `list` is that result in
    /// the list of them.
    pub fn leaves_result_of(&self, list: &Self, to: &Self) -> bool {
        let (Some(Layer::Search(here)), Some(Layer::Search(there))) =
            (self.layers.last(), list.layers.last())
        else {
            return false;
        };
        let leaves = matches!(to.layers.last(), Some(Layer::Edition(_)));
        leaves && self.layers.len() == list.layers.len() && here.is_result_of(there)
    }

    /// Whether the texts have come that are shown there: until then, it is not known where in them the user is.
    pub fn has_texts(&self) -> bool {
        self.layers.iter().all(|layer| match layer {
            Layer::Edition(edition) => edition.has_text(),
            Layer::Search(search) => search.has_text(),
        })
    }

    /// The same without the results on the edition that is being read, which is replaced by another.
    #[must_use]
    pub fn with_edition(mut self, edition: EditionLocation) -> Self {
        while let Some(Layer::Search(_)) = self.layers.pop() {}
        self.layers.push(Layer::Edition(Box::new(edition)));
        self
    }

    /// Whether results lie on top.
    pub fn has_results(&self) -> bool {
        matches!(self.layers.last(), Some(Layer::Search(_)))
    }

    /// The topmost edition.
    pub fn edition(&self) -> Option<&EditionId> {
        self.editions().last().map(EditionLocation::id)
    }

    fn editions(&self) -> impl Iterator<Item = &EditionLocation> {
        self.layers.iter().filter_map(|layer| match layer {
            Layer::Edition(edition) => Some(&**edition),
            Layer::Search(_) => None,
        })
    }
}

impl Screens {
    /// Where the user is.
    pub fn location(&self) -> Location {
        let layer = |screen: &AnyScreen| match (screen.as_edition(), screen.as_search()) {
            (Some(edition), _) => Some(Layer::Edition(Box::new(edition.location()))),
            (_, Some(search)) => Some(Layer::Search(Box::new(search.location()?))),
            _ => None,
        };
        Location {
            layers: self.stack.iter().filter_map(layer).collect(),
        }
    }

    /// Opens the results that were kept last in the search on top again, at the location in them.
    pub(in crate::app) fn reopen_results(&mut self, session: &mut Session) {
        let location = self.top().as_search().and_then(SearchScreen::location);
        if let Some(location) = location {
            let changing = self.stack.pop();
            let mut articles = changing
                .and_then(AnyScreen::into_article)
                .into_iter()
                .collect();
            self.push(SearchScreen::at(&location, &mut articles, session));
            self.top_mut().return_to(session);
        }
    }

    /// Why a location can no longer be opened; `None` if it can. What is still open is not missing.
    pub fn missing(&self, location: &Location, archive: &Archive) -> Option<Missing> {
        if !self.can_open(location, archive) {
            return Some(Missing::File);
        }
        let Some(Layer::Edition(top)) = location.layers.last() else {
            return None;
        };
        let edition = self.find(top.id(), archive)?;
        let story = top.open_story()?;
        let is_open = || self.articles().any(|article| article.holds(story));
        let is_there = edition.id().follow(story).is_some() || is_open();
        (!is_there).then_some(Missing::Story)
    }

    /// Whether the files of all editions of a location are still there, or what they held is still open.
    fn can_open(&self, location: &Location, archive: &Archive) -> bool {
        let mut editions = location.editions();
        editions.all(|edition| self.find(edition.id(), archive).is_some())
    }

    /// Opens a location in place of all that is open; one whose files have gone is left alone.
    pub(in crate::app) fn open(&mut self, location: &Location, session: &mut Session) {
        let archive = Arc::clone(&session.archive);
        if !self.can_open(location, &archive) {
            return;
        }
        let stays = |id: &EditionId| location.editions().any(|edition| edition.id() == id);
        for edition in self.stack.iter().filter_map(AnyScreen::as_edition) {
            if !stays(edition.id()) {
                edition.note_visit(session);
            }
        }
        let editions: Vec<_> = location
            .editions()
            .filter_map(|edition| self.find(edition.id(), &archive).map(Arc::clone))
            .collect();
        let mut editions = editions.into_iter().rev();
        let old = std::mem::take(&mut self.stack).into_iter();
        let mut articles: Vec<_> = old.filter_map(AnyScreen::into_article).collect();
        // From the top down: what is in view has the first claim on the articles that were open.
        for layer in location.layers.iter().rev() {
            let screen = match layer {
                Layer::Edition(location) => {
                    let edition = editions.next().expect("each edition was found above");
                    EditionScreen::at(edition, location, &mut articles, session).into()
                }
                Layer::Search(location) => {
                    SearchScreen::at(location, &mut articles, session).into()
                }
            };
            self.stack.insert(0, screen);
        }
        for article in articles {
            article.leave(session);
        }
        self.top_mut().return_to(session);
    }

    /// An edition that is open or in the archive.
    fn find<'s>(&'s self, id: &EditionId, archive: &'s Archive) -> Option<&'s Arc<Edition>> {
        let mut open = self.stack.iter().filter_map(AnyScreen::as_edition);
        let open = open.find(|edition| edition.id() == id);
        open.map(|edition| edition.list().edition())
            .or_else(|| archive.find(id))
    }
}
