//! The screens, each in a file or folder of its own, and the stack that they lie in.

pub mod archive;
pub mod edition;
pub mod faults;
pub mod filtered;
pub mod help;
pub mod links;
pub mod location;
pub mod search;
pub mod sections;
pub mod tags;
pub mod themes;

use archive::ArchiveScreen;
use edition::EditionScreen;
use faults::FaultsScreen;
use help::HelpScreen;
use links::LinksScreen;
use search::SearchScreen;
use sections::SectionsScreen;
use tags::TagsScreen;
use themes::ThemesScreen;

use super::parts::article_view::ArticleView;
use super::screen::Screen;
use super::session::Session;
use super::texts::Text;
use crate::briefing::StoryId;

/// A screen of any kind.
#[derive(Debug)]
pub enum AnyScreen {
    Edition(Box<EditionScreen>),
    Search(Box<SearchScreen>),
    Archive(Box<ArchiveScreen>),
    Faults(Box<FaultsScreen>),
    Sections(SectionsScreen),
    Tags(TagsScreen),
    Links(LinksScreen),
    Help(HelpScreen),
    Themes(ThemesScreen),
}

impl AnyScreen {
    pub fn get(&self) -> &dyn Screen {
        match self {
            Self::Edition(screen) => &**screen,
            Self::Search(screen) => &**screen,
            Self::Archive(screen) => &**screen,
            Self::Faults(screen) => &**screen,
            Self::Sections(screen) => screen,
            Self::Tags(screen) => screen,
            Self::Links(screen) => screen,
            Self::Help(screen) => screen,
            Self::Themes(screen) => screen,
        }
    }

    pub fn get_mut(&mut self) -> &mut dyn Screen {
        match self {
            Self::Edition(screen) => &mut **screen,
            Self::Search(screen) => &mut **screen,
            Self::Archive(screen) => &mut **screen,
            Self::Faults(screen) => &mut **screen,
            Self::Sections(screen) => screen,
            Self::Tags(screen) => screen,
            Self::Links(screen) => screen,
            Self::Help(screen) => screen,
            Self::Themes(screen) => screen,
        }
    }
}

impl AnyScreen {
    fn as_edition(&self) -> Option<&EditionScreen> {
        match self {
            Self::Edition(screen) => Some(screen),
            _ => None,
        }
    }

    fn as_edition_mut(&mut self) -> Option<&mut EditionScreen> {
        match self {
            Self::Edition(screen) => Some(screen),
            _ => None,
        }
    }

    pub(in crate::app) fn as_search(&self) -> Option<&SearchScreen> {
        match self {
            Self::Search(screen) => Some(screen),
            _ => None,
        }
    }

    fn as_search_mut(&mut self) -> Option<&mut SearchScreen> {
        match self {
            Self::Search(screen) => Some(screen),
            _ => None,
        }
    }

    /// Whether the user can come back to it, as to editions and results, rather than to what is below it.
    pub fn is_location(&self) -> bool {
        self.as_edition().is_some() || self.as_search().is_some()
    }

    /// The article beside the list, of an edition or of results.
    pub(in crate::app) fn article(&self) -> Option<&ArticleView> {
        let of_edition = self.as_edition().map(|screen| &screen.split.article);
        of_edition.or_else(|| Some(&self.as_search()?.split.article))
    }

    /// The same, of a screen that is closed.
    fn into_article(self) -> Option<ArticleView> {
        match self {
            Self::Edition(screen) => Some(screen.split.article),
            Self::Search(screen) => Some(screen.split.article),
            Self::Archive(_)
            | Self::Faults(_)
            | Self::Sections(_)
            | Self::Tags(_)
            | Self::Links(_)
            | Self::Help(_)
            | Self::Themes(_) => None,
        }
    }
}

/// Makes a screen of each kind one of any kind.
macro_rules! any_screen {
    ($($kind:ident($screen:ty) = $wrapped:expr;)*) => {
        $(impl From<$screen> for AnyScreen {
            fn from(screen: $screen) -> Self {
                Self::$kind($wrapped(screen))
            }
        })*
    };
}

any_screen! {
    Edition(EditionScreen) = Box::new;
    Search(SearchScreen) = Box::new;
    Archive(ArchiveScreen) = Box::new;
    Faults(FaultsScreen) = Box::new;
    Sections(SectionsScreen) = std::convert::identity;
    Tags(TagsScreen) = std::convert::identity;
    Links(LinksScreen) = std::convert::identity;
    Help(HelpScreen) = std::convert::identity;
    Themes(ThemesScreen) = std::convert::identity;
}

/// The screens that are open, the topmost last. Only that one is drawn, and the page that a menu lies over.
///
/// Invariant: the lowest is an edition.
#[derive(Debug)]
pub struct Screens {
    stack: Vec<AnyScreen>,
}

impl Screens {
    pub fn new(edition: EditionScreen) -> Self {
        Self {
            stack: vec![edition.into()],
        }
    }

    pub fn top(&self) -> &AnyScreen {
        self.stack
            .last()
            .expect("the lowest screen is never closed")
    }

    pub fn top_mut(&mut self) -> &mut dyn Screen {
        let top = self.stack.last_mut();
        top.expect("the lowest screen is never closed").get_mut()
    }

    /// The screen that fills the window: the topmost one, or the one that a menu lies over.
    pub fn page(&self) -> &AnyScreen {
        &self.stack[self.page_position()]
    }

    fn page_position(&self) -> usize {
        let is_page = |screen: &AnyScreen| !matches!(screen, AnyScreen::Themes(_));
        self.stack.iter().rposition(is_page).unwrap_or(0)
    }

    /// The screens that are drawn, the topmost last.
    pub fn visible_mut(&mut self) -> impl Iterator<Item = &mut dyn Screen> {
        let page = self.page_position();
        self.stack[page..].iter_mut().map(AnyScreen::get_mut)
    }

    /// Screens from the lowest to the topmost.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut dyn Screen> {
        self.stack.iter_mut().map(AnyScreen::get_mut)
    }

    /// The articles beside the lists of editions and results.
    pub fn articles(&self) -> impl Iterator<Item = &ArticleView> {
        self.stack.iter().filter_map(AnyScreen::article)
    }

    /// Gives every screen a text that was asked for; each knows whether it was the one that asked.
    pub fn take_text(&mut self, text: &Text, session: &Session) {
        for screen in self.iter_mut() {
            screen.take_text(text, session);
        }
    }

    /// Notes where the articles that are open have been left: the program may end, or another edition
    /// comes on top.
    pub fn leave(&self, session: &mut Session) {
        for screen in &self.stack[self.edition_position()..] {
            screen.get().leave(session);
        }
    }

    fn edition_position(&self) -> usize {
        let is_edition = |screen: &AnyScreen| screen.as_edition().is_some();
        self.stack.iter().rposition(is_edition).unwrap_or(0)
    }

    /// How many screens are on top of the edition that is being read.
    pub fn over_edition(&self) -> usize {
        self.stack.len() - self.edition_position() - 1
    }

    /// The edition that is being read: the topmost one.
    ///
    /// # Panics
    /// Never, as long as the lowest screen is an edition.
    pub fn edition(&self) -> &EditionScreen {
        let edition = self.stack[self.edition_position()].as_edition();
        edition.expect("the lowest screen is an edition")
    }

    /// Like [`Self::edition`].
    ///
    /// # Panics
    /// Never, as long as the lowest screen is an edition.
    pub fn edition_mut(&mut self) -> &mut EditionScreen {
        let position = self.edition_position();
        let edition = self.stack[position].as_edition_mut();
        edition.expect("the lowest screen is an edition")
    }

    /// The edition that is being read, unless something is on top of it.
    pub fn edition_on_top(&self) -> Option<&EditionScreen> {
        self.top().as_edition()
    }

    /// How many sections that edition has; 0 if something is on top of it.
    pub fn sections_on_top(&self) -> usize {
        let edition = self.edition_on_top();
        edition.map_or(0, EditionScreen::sections)
    }

    /// The edition that is being read, unless something else than a menu is on top of it.
    pub(super) fn edition_in_view(&self) -> Option<&EditionScreen> {
        self.page().as_edition()
    }

    /// The topmost search on the edition that is being read.
    pub fn search(&self) -> Option<&SearchScreen> {
        let over = &self.stack[self.edition_position()..];
        over.iter().rev().find_map(AnyScreen::as_search)
    }

    pub fn search_mut(&mut self) -> Option<&mut SearchScreen> {
        let position = self.edition_position();
        let over = &mut self.stack[position..];
        over.iter_mut().rev().find_map(AnyScreen::as_search_mut)
    }

    /// The result that is open in the search on top although the query does not find it any more.
    pub fn lost_match(&self) -> Option<StoryId> {
        self.top().as_search()?.lost_match()
    }

    /// All searches, also those under another edition.
    pub fn searches_mut(&mut self) -> impl Iterator<Item = &mut SearchScreen> {
        self.stack.iter_mut().filter_map(AnyScreen::as_search_mut)
    }

    /// The search that has asked for the answers to a generation, if it is still open.
    pub fn search_that_asked(&mut self, generation: u64) -> Option<&mut SearchScreen> {
        self.searches_mut()
            .find(|search| search.asked_for(generation))
    }

    pub fn push(&mut self, screen: impl Into<AnyScreen>) {
        self.stack.push(screen.into());
    }

    /// Closes the topmost screen; false for the lowest, which stays.
    pub fn pop(&mut self) -> bool {
        let closes = self.stack.len() > 1;
        if closes {
            self.stack.pop();
        }
        closes
    }

    /// Closes what is on top of the edition that is being read.
    pub fn close_over_edition(&mut self) {
        self.stack.truncate(self.edition_position() + 1);
    }

    /// Closes what is on top of the edition that is being read, but not searches: closing the archive or
    /// the list of faults leads back to the results.
    pub fn close_all_but_searches(&mut self) {
        let over = self.stack.split_off(self.edition_position() + 1);
        let is_search = |screen: &AnyScreen| screen.as_search().is_some();
        self.stack.extend(over.into_iter().filter(is_search));
    }

    /// Closes the choice of a tag or of a link, if that is on top.
    pub fn close_choice(&mut self) {
        if matches!(self.top(), AnyScreen::Tags(_) | AnyScreen::Links(_)) {
            self.pop();
        }
    }
}
