//! A list beside the article of its selected item.

use std::ops::Range;
use std::sync::Arc;

use super::article_view::{ArticleLocation, ArticleView, Entry, Opening};
use super::list_cursor::ListCursor;
use super::standing::{End, Standing, Way, end_of_list};
use crate::app::layout::{Panes, Shows};
use crate::app::rows::{Row, Rows};
use crate::app::session::Session;
use crate::app::texts::Subject;
use crate::briefing::StoryId;
use crate::keymap::{Action, Motion};
use crate::search::Query;

/// What a [`Split`] lists.
pub trait Listing: Rows {
    /// Fixed rows above the items that scroll.
    fn head(&self) -> usize {
        0
    }

    /// Breaks the items into rows for a pane of `columns`.
    fn fit(&mut self, columns: usize);

    /// Makes ready what is shown of the items in view.
    fn prepare(&mut self, _visible: Range<usize>, _session: &mut Session) {}

    /// What the article of an item is about; of an empty list, `index` 0 stands for what to say instead.
    fn subject(&self, index: usize) -> Subject;

    /// The item of a story.
    fn item_with(&self, _story: &StoryId) -> Option<usize> {
        None
    }

    /// The query whose matches are highlighted in the articles.
    fn query(&self) -> Option<Arc<Query>> {
        None
    }

    /// Where articles are entered when their item is selected.
    fn entry(&self) -> Entry {
        Entry::AsLeft
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    List,
    Article,
}

/// Where the user is in a list and beside it. Items are named by their stories: `None` is one without, such
/// as an edition's faults.
#[derive(Clone, Debug)]
pub struct SplitLocation {
    pub selected: Option<StoryId>,
    /// The item at the top of the list.
    pub top: Option<StoryId>,
    pub focus: Focus,
    /// `None` if the text had not come.
    pub article: Option<ArticleLocation>,
}

impl SplitLocation {
    /// Whether the user would see the same there, but for the item at the top.
    pub fn is_same(&self, other: &Self) -> bool {
        let article = match (self.article, other.article) {
            (Some(one), Some(other)) => one.is_same(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        article && (&self.selected, self.focus) == (&other.selected, other.focus)
    }
}

#[derive(Debug)]
pub struct Split<L> {
    pub list: L,
    pub cursor: ListCursor,
    pub article: ArticleView,
    pub focus: Focus,
    /// The user has last moved in the article, not in the list.
    pub(super) reads: bool,
    /// List and article were shown side by side when [`Self::keep_in_view`] was called last.
    pub(super) shown_both: bool,
    /// The focus went from the list to the article because the window had no room for both any more, and no key
    /// has been pressed since.
    pub(super) lent_focus: bool,
}

impl<L: Listing> Split<L> {
    /// Shows `list`, and opens the article of its selected item at `entry`.
    pub fn new(
        mut list: L,
        mut cursor: ListCursor,
        focus: Focus,
        entry: Entry,
        session: &mut Session,
    ) -> Self {
        let panes = session.panes(shows(focus));
        cursor = fitted(cursor, &mut list, &panes);
        let opening = opening(&list, cursor, entry);
        Self {
            article: ArticleView::new(opening, &panes, session),
            list,
            cursor,
            focus,
            reads: focus == Focus::Article,
            shown_both: session.window.shows_both(),
            lent_focus: false,
        }
    }

    /// Shows `list` at a location in it. If the article of the selected item is among `articles`, that is
    /// taken.
    pub fn at(
        mut list: L,
        location: &SplitLocation,
        articles: &mut Vec<ArticleView>,
        session: &mut Session,
    ) -> Self {
        let item = |story: &Option<StoryId>| {
            let item = story.as_ref().and_then(|story| list.item_with(story));
            item.unwrap_or(0)
        };
        let cursor = ListCursor::shown_from(item(&location.top), item(&location.selected));
        let panes = session.panes(shows(location.focus));
        let cursor = fitted(cursor, &mut list, &panes);
        // Another story is not to be shown at the line of one that has gone.
        let now = story_of(&list, cursor.selected());
        let article = location
            .article
            .filter(|_| match (now, &location.selected) {
                (Some(now), Some(before)) => now.is_same_story(before),
                (now, before) => now.is_none() && before.is_none(),
            });
        let entry = article.map_or(list.entry(), Entry::At);
        let opening = opening(&list, cursor, entry);
        let is_shown = |article: &ArticleView| *article.subject() == opening.subject;
        let article = match articles.iter().rposition(is_shown) {
            Some(index) => {
                let mut article = articles.remove(index);
                article.open_again(opening, &panes, session);
                article
            }
            None => ArticleView::new(opening, &panes, session),
        };
        Self {
            list,
            cursor,
            article,
            focus: location.focus,
            reads: location.focus == Focus::Article,
            shown_both: session.window.shows_both(),
            lent_focus: false,
        }
    }

    /// Where the user is in it.
    pub fn location(&self) -> SplitLocation {
        SplitLocation {
            selected: story_of(&self.list, self.selected()),
            top: story_of(&self.list, self.cursor.top()),
            focus: self.focus,
            article: self.article.location(),
        }
    }

    pub fn shows(&self) -> Shows {
        shows(self.focus)
    }

    /// Where the user is in it, on a screen that `shows` it.
    pub fn standing(&self, shows: Shows) -> Standing {
        Standing {
            shows,
            cursor: self.cursor,
            article: Some((self.article.top(), self.article.awaiting.len())),
            prompt: None,
            day: None,
        }
    }

    /// What `action`, which has moved nothing, cannot go past; `None` for an action that is no move.
    pub fn end(&self, action: Action) -> Option<End> {
        let way = Way::of(action)?;
        let is_move = matches!(action, Action::Move(_));
        if is_move && self.focus == Focus::List {
            Some(End::OfList(way))
        } else if self.article.is_ready() {
            Some(End::OfArticle(way))
        } else {
            Some(End::NotLoaded)
        }
    }

    /// What is said where `action` has moved nothing, in a list of items called `item`; `which` follows the name, as
    /// for [`end_of_list`].
    pub fn why_unmoved(
        &self,
        action: Action,
        item: &str,
        which: &str,
        session: &Session,
    ) -> Option<String> {
        let (count, selected) = (self.list.count(), self.selected());
        Some(match self.end(action)? {
            End::OfList(way) => end_of_list(item, count, way, which),
            End::OfArticle(Way::Back) if selected == 0 => "This is the top".to_owned(),
            End::OfArticle(Way::Back) => {
                let goes = format!("goes to the {item} before");
                let before = session.and_key(Action::PreviousStory, &goes);
                format!("This is the top{before}")
            }
            End::OfArticle(Way::On) if selected + 1 >= count => "This is the end".to_owned(),
            End::OfArticle(Way::On) => {
                let goes = format!("goes to the next {item}");
                let next = session.and_key(Action::NextStory, &goes);
                format!("This is the end{next}")
            }
            End::NotLoaded => format!("This {item} is still being loaded"),
        })
    }

    pub fn selected(&self) -> usize {
        self.cursor.selected()
    }

    /// What the rows of the list's pane show below its head.
    pub fn rows_in_view(&self, panes: &Panes) -> Vec<Row> {
        self.cursor
            .rows_in_view(&self.list, list_height(&self.list, panes))
    }

    /// Opens the selected item's article.
    pub fn open(&mut self, entry: Entry, panes: &Panes, session: &mut Session) {
        let opening = opening(&self.list, self.cursor, entry);
        self.article.open(opening, panes, session);
    }

    /// Notes where the open article is left, if the user has moved in it.
    pub fn leave(&self, session: &mut Session) {
        self.article.leave(session);
    }

    /// Selects an item and opens its article at `entry`, unless it is open already.
    pub fn select(&mut self, index: usize, entry: Entry, panes: &Panes, session: &mut Session) {
        let before = self.selected();
        self.set_cursor(index, panes);
        self.open_if_changed(before, entry, panes, session);
    }

    /// Moves the cursor or the text, whichever has the focus.
    pub fn go(&mut self, motion: Motion, panes: &Panes, session: &mut Session) {
        if self.focus == Focus::Article {
            return self.article.scroll(motion);
        }
        let before = self.selected();
        let height = list_height(&self.list, panes);
        self.cursor = self.cursor.go(motion, &self.list, height);
        let entry = self.list.entry();
        self.open_if_changed(before, entry, panes, session);
    }

    pub(super) fn open_if_changed(
        &mut self,
        before: usize,
        entry: Entry,
        panes: &Panes,
        session: &mut Session,
    ) {
        if self.selected() != before {
            self.leave(session);
            self.open(entry, panes, session);
        }
    }

    /// Selects an item without opening its article: the list may have changed around an open one.
    pub fn set_cursor(&mut self, index: usize, panes: &Panes) {
        if !panes.tiny {
            self.list.fit(usize::from(panes.list.width));
        }
        let height = list_height(&self.list, panes);
        self.cursor = self.cursor.select(index, &self.list, height);
    }

    /// Whether an item of the list is at least partly in view.
    pub fn is_in_view(&self, index: usize, panes: &Panes) -> bool {
        let shows = |row: &Row| matches!(row, Row::Line { item, .. } if *item == index);
        self.rows_in_view(panes).iter().any(shows)
    }

    /// Moves the list so that the selected item is at its top, below its titles, as far as there are items
    /// to show below it.
    pub fn show_from_selected(&mut self, panes: &Panes) {
        let cursor = ListCursor::at(self.selected());
        self.cursor = cursor.fit(&self.list, list_height(&self.list, panes));
    }

    /// Sets list and article to their panes; cheap when nothing has changed. A window too small to show
    /// them leaves them as they are.
    pub fn fit(&mut self, panes: &Panes, session: &mut Session) {
        if panes.tiny {
            return;
        }
        self.list.fit(usize::from(panes.list.width));
        let height = list_height(&self.list, panes);
        self.cursor = self.cursor.fit(&self.list, height);
        self.list
            .prepare(self.cursor.visible(&self.list, height), session);
        self.article.fit(panes, session);
    }

    /// Takes in that the user goes on with the keyboard.
    pub fn key_pressed(&mut self) {
        self.lent_focus = false;
        self.cursor = self.cursor.unscrolled();
        self.article.deselect();
    }

    /// Does what `action` means in every list beside an article; false when it means nothing there.
    pub fn perform(&mut self, action: Action, panes: &Panes, session: &mut Session) -> bool {
        match action {
            Action::Move(motion) => self.go(motion, panes, session),
            Action::Open if self.focus == Focus::Article => {
                let on = session.and_key(Action::ReadOn, "reads on");
                session.notify(&format!("This is the article already{on}"));
            }
            Action::Open => self.focus = Focus::Article,
            Action::ToList if self.focus == Focus::List => {
                let open = session.and_key(Action::Open, "opens what is selected");
                session.notify(&format!("This is the list already{open}"));
            }
            Action::ToList => self.focus = Focus::List,
            Action::SwitchPane => {
                self.focus = match self.focus {
                    Focus::List => Focus::Article,
                    Focus::Article => Focus::List,
                };
            }
            Action::NextStory => {
                let (next, entry) = (self.selected() + 1, self.list.entry());
                self.select(next, entry, panes, session);
            }
            Action::PreviousStory => {
                let previous = self.selected().saturating_sub(1);
                self.select(previous, self.list.entry(), panes, session);
            }
            Action::ReadOn | Action::ReadBack if !panes.shows_article => {
                self.focus = Focus::Article;
            }
            Action::ReadOn => self.article.turn_page(Motion::PageDown),
            Action::ReadBack => self.article.turn_page(Motion::PageUp),
            Action::Cancel if self.focus == Focus::Article => self.focus = Focus::List,
            _ => return false,
        }
        true
    }
}

fn shows(focus: Focus) -> Shows {
    Shows::Split {
        article_focused: focus == Focus::Article,
    }
}

/// The story that an item stands for.
pub(super) fn story_of(list: &impl Listing, item: usize) -> Option<StoryId> {
    match list.subject(item) {
        Subject::Story(story) => Some(story),
        _ => None,
    }
}

/// The cursor of a list in its pane.
fn fitted(cursor: ListCursor, list: &mut impl Listing, panes: &Panes) -> ListCursor {
    if panes.tiny {
        return cursor;
    }
    list.fit(usize::from(panes.list.width));
    cursor.fit(list, list_height(list, panes))
}

/// The article of the selected item, to be opened at `entry`.
fn opening(list: &impl Listing, cursor: ListCursor, entry: Entry) -> Opening {
    Opening {
        subject: list.subject(cursor.selected()),
        query: list.query(),
        entry,
    }
}

/// Rows that the list's pane has for items.
pub(super) fn list_height(list: &impl Listing, panes: &Panes) -> usize {
    usize::from(panes.list.height).saturating_sub(list.head())
}
