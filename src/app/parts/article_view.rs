//! An article on the screen: its rows, and which of them are in view.

use std::ops::Range;
use std::sync::Arc;

use super::article_change::offset_after_change;
use super::entry::Moved;
pub use super::entry::{ArticleLocation, Entry, Opening};
use super::selection::Selection;
use crate::app::layout::Panes;
use crate::app::mark_book::{Left, Start};
use crate::app::message::Effect;
use crate::app::session::Session;
use crate::app::texts::{ArticleRequest, Subject, Text, TextRequest, Typeset};
use crate::article::{self, Article, Layout, Row};
use crate::briefing::StoryId;
use crate::keymap::Motion;
use crate::search::Query;
use crate::text::DisplayStr;

/// The view of one article. What is in view is anchored to a byte of the text, so that another width,
/// height or measure keeps the same words on the screen. Until the text has come it shows nothing, and
/// counts neither as at its top nor as at its end.
#[derive(Debug)]
pub struct ArticleView {
    /// Tells the texts of this view from those of others: no two views of a run have the same.
    id: u64,
    pub(super) opening: Opening,
    /// `None` until the text has come.
    pub(super) typeset: Option<Typeset>,
    /// The number of the last request.
    request: u64,
    /// The columns that the last request was made for.
    pub(super) columns: usize,
    /// The view has yet to go to where the article is entered: the text has to come first.
    pub(super) entering: bool,
    /// The text that is shown may be an old one: another has been asked for.
    stale: bool,
    /// The match gone to last, by its index.
    pub(super) current: usize,
    /// The row at the top of the pane.
    pub(super) top: usize,
    /// The first byte of the row that was at the top when the text was last moved.
    pub(super) anchor: usize,
    /// How far the user has moved the text since it was opened; moves to a match do not count.
    pub(super) moved: Moved,
    /// What keys have asked for before the text came; it is moved so once it is there.
    pub(super) awaiting: Vec<Motion>,
    /// The first row that had not been in view, if the last page turned moved the text by less than a page.
    pub(super) first_new: Option<usize>,
    /// The end of the story has been on the screen since it was opened, or since its text changed.
    end_was_shown: bool,
    /// Rows of the pane.
    pub(super) height: usize,
    pub(super) selection: Selection,
}

impl ArticleView {
    pub fn new(opening: Opening, panes: &Panes, session: &mut Session) -> Self {
        let mut view = Self {
            id: session.next_number(),
            opening: opening.clone(),
            typeset: None,
            request: 0,
            columns: 0,
            entering: true,
            stale: false,
            current: 0,
            top: 0,
            anchor: 0,
            moved: Moved::Not,
            awaiting: Vec::new(),
            first_new: None,
            end_was_shown: false,
            height: 0,
            selection: Selection::default(),
        };
        view.open(opening, panes, session);
        view
    }

    /// Shows another article, or the same one again, from where it is entered.
    pub fn open(&mut self, opening: Opening, panes: &Panes, session: &mut Session) {
        (self.typeset, self.entering, self.stale) = (None, true, false);
        (self.current, self.top, self.anchor) = (0, 0, 0);
        self.moved = Moved::Not;
        self.awaiting.clear();
        self.height = usize::from(panes.text.height);
        self.first_new = None;
        self.end_was_shown = false;
        self.selection = Selection::default();
        self.opening = opening;
        self.ask(usize::from(panes.text.width), session);
    }

    /// Notes where the article is left, if the user has moved in it, and that its end was shown.
    pub fn leave(&self, session: &mut Session) {
        self.note_end_shown(session);
        if let Some(left) = self.left() {
            session.marks.leave(self.subject().clone(), left);
        }
    }

    /// Highlights the matches of another query in the same article, and goes to the first.
    pub fn highlight(&mut self, query: &Arc<Query>, session: &mut Session) {
        self.opening.query = Some(Arc::clone(query));
        self.opening.entry = Entry::AtMatch(0);
        (self.entering, self.current) = (true, 0);
        if let Some(typeset) = &mut self.typeset {
            typeset.highlights.clear();
        }
        self.ask(self.columns, session);
    }

    /// Highlights the matches of a query as [`Self::highlight`] does, but leaves the text where it is.
    pub fn highlight_again(&mut self, query: &Arc<Query>, session: &mut Session) {
        self.opening.query = Some(Arc::clone(query));
        self.ask(self.columns, session);
    }

    /// Reads the article again: its file may have changed.
    pub fn refresh(&mut self, session: &mut Session) {
        self.stale = true;
        self.ask(self.columns, session);
    }

    /// Reads the article again, whose subject goes by another name now.
    pub fn follow(&mut self, subject: Subject, session: &mut Session) {
        self.opening.subject = subject;
        self.refresh(session);
    }

    /// Reads the article again, and brings a byte of its new text into view.
    pub fn refresh_at(&mut self, byte: usize, session: &mut Session) {
        self.opening.entry = Entry::AtByte(byte);
        self.entering = true;
        self.refresh(session);
    }

    pub(super) fn ask(&mut self, columns: usize, session: &mut Session) {
        let known = self
            .typeset
            .as_ref()
            .filter(|_| !self.stale)
            .map(|known| (Arc::clone(&known.article), Arc::clone(&known.layout)));
        self.request = session.next_number();
        self.columns = columns;
        let request = ArticleRequest {
            view: self.id,
            number: self.request,
            subject: self.opening.subject.clone(),
            columns,
            // A terminal with hyperlinks leads to them from the text.
            lists_addresses: !session.abilities.hyperlinks,
            query: self.opening.query.clone(),
            conventions: session.conventions(),
            known,
        };
        session
            .effects
            .push(Effect::Read(TextRequest::Article(request)));
    }

    /// Takes a text that has come, if it is what was asked for last.
    pub fn take(&mut self, text: &Text, session: &Session) {
        let Text::Article {
            view,
            number,
            typeset,
        } = text
        else {
            return;
        };
        if (*view, *number) != (self.id, self.request) {
            return;
        }
        let first = self.typeset.is_none();
        self.stale = false;
        match typeset {
            Some(typeset) => {
                if let Some(shown) = &self.typeset {
                    let (from, to) = (&shown.article.text, &typeset.article.text);
                    self.selection.text_changed(from, to);
                    self.anchor = offset_after_change(self.anchor, from, to);
                    // What was added to the end has not been seen.
                    if !Arc::ptr_eq(&shown.article, &typeset.article) && from != to {
                        self.moved = self.moved.min(Moved::Somewhere);
                        self.end_was_shown = false;
                    }
                }
                self.typeset = Some(typeset.clone());
            }
            // A text that is on the screen stays there although its source is gone.
            None if first => self.typeset = Some(gone(self.columns)),
            None => {}
        }
        if first {
            self.anchor = match session.marks.start(&self.opening.subject) {
                Start::Byte(anchor) => anchor,
                Start::Body(0) => 0,
                Start::Body(place) => self.article().body_start + place as usize,
            };
        }
        self.return_to_anchor();
        if std::mem::take(&mut self.entering) {
            self.enter();
        }
        for motion in std::mem::take(&mut self.awaiting) {
            self.scroll(motion);
        }
    }

    fn enter(&mut self) {
        match self.opening.entry {
            Entry::ToRead if self.at_end() => self.go_to(0),
            Entry::AsLeft | Entry::ToRead => {}
            Entry::AtEnd => self.turn(Motion::Bottom),
            Entry::AtMatch(number) => self.go_to_match(number),
            Entry::AtByte(byte) => self.reveal(byte),
            Entry::At(location) => self.go_to_location(location),
        }
    }

    /// Sets the rows to another size of the pane, with the anchored row back at the top.
    pub fn fit(&mut self, panes: &Panes, session: &mut Session) {
        let columns = usize::from(panes.text.width);
        if self.columns != columns {
            self.ask(columns, session);
        }
        let height = usize::from(panes.text.height);
        if self.height != height {
            self.height = height;
            self.return_to_anchor();
        }
        self.end_was_shown |= panes.shows_article && self.at_end();
        // One that fits its pane, or opens at its end, may not have been looked at: it waits until it is left.
        if self.moved != Moved::Not && self.has_end() {
            self.note_end_shown(session);
        }
    }

    /// Notes that the end of its story was shown, if it was.
    fn note_end_shown(&self, session: &mut Session) {
        if let Subject::Story(story) = self.subject()
            && self.end_was_shown
            && self.shows_story()
        {
            session.note_end_shown(story);
        }
    }

    pub(super) fn go_to_location(&mut self, location: ArticleLocation) {
        (self.anchor, self.current, self.moved) =
            (location.anchor, location.current, location.moved);
        self.return_to_anchor();
    }

    fn return_to_anchor(&mut self) {
        self.first_new = None;
        self.top = self.layout().row_at(self.anchor).min(self.last_top());
    }

    pub fn subject(&self) -> &Subject {
        &self.opening.subject
    }

    /// Whether the text of a story is there, and not a note in its place.
    pub fn shows_story(&self) -> bool {
        !self.article().fields.is_empty()
    }

    /// Whether it shows the text of `story`.
    pub fn holds(&self, story: &StoryId) -> bool {
        matches!(self.subject(), Subject::Story(shown) if shown == story) && self.shows_story()
    }

    /// The text of its story as it is laid out; `None` if there is none.
    pub fn text_of_story(&self) -> Option<(Arc<Article>, Arc<Layout>)> {
        let typeset = self.typeset.as_ref().filter(|_| self.shows_story())?;
        Some((Arc::clone(&typeset.article), Arc::clone(&typeset.layout)))
    }

    /// Whether the text has come.
    pub fn is_ready(&self) -> bool {
        self.typeset.is_some()
    }

    /// Empty until the text has come.
    pub fn article(&self) -> &Article {
        static NONE: std::sync::LazyLock<Article> = std::sync::LazyLock::new(Article::default);
        self.typeset
            .as_ref()
            .map_or(&*NONE, |typeset| &*typeset.article)
    }

    pub(super) fn layout(&self) -> &Layout {
        static NONE: std::sync::LazyLock<Layout> = std::sync::LazyLock::new(Layout::default);
        self.typeset
            .as_ref()
            .map_or(&*NONE, |typeset| &*typeset.layout)
    }

    /// Byte ranges of the article's text that the query matches, in order and not overlapping.
    pub fn highlights(&self) -> &[Range<usize>] {
        self.typeset
            .as_ref()
            .map_or(&[], |typeset| typeset.highlights.as_slice())
    }

    /// Which of the matches was gone to last, from 0.
    pub fn current_match(&self) -> usize {
        self.current
    }

    /// Goes to a match by its number, from 0, or to the last one.
    pub fn go_to_match(&mut self, number: usize) {
        self.current = number.min(self.highlights().len().saturating_sub(1));
        if let Some(start) = self.highlights().get(self.current).map(|range| range.start) {
            self.reveal(start);
        }
    }

    /// The rows in view.
    pub fn visible(&self) -> &[Row] {
        let rows = &self.layout().rows;
        let end = (self.top + self.height).min(rows.len());
        &rows[self.top.min(end)..end]
    }

    /// Where reading goes on, as a row of the pane; `None` unless the last page turned moved the text by
    /// less than a page.
    pub fn first_new_row(&self) -> Option<usize> {
        Some(self.first_new? - self.top)
    }

    /// The row at the top of the pane.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Rows of the whole article.
    pub fn rows(&self) -> usize {
        self.layout().rows.len()
    }

    /// The first byte of the row that was at the top when the text was last moved.
    pub fn anchor(&self) -> usize {
        self.anchor
    }

    /// How many bytes of the body are above the view, if the user has moved the text there: what a search
    /// has brought into view is no place reached.
    pub fn place(&self) -> Option<u32> {
        (self.moved != Moved::Not).then(|| self.place_at_top())
    }

    fn place_at_top(&self) -> u32 {
        let above = self.anchor.saturating_sub(self.article().body_start);
        u32::try_from(above).unwrap_or(u32::MAX)
    }

    /// Where the article is left, if the user has moved it.
    pub fn left(&self) -> Option<Left> {
        self.view().filter(|_| self.moved != Moved::Not)
    }

    /// What is in view; `None` until the text has come.
    pub fn view(&self) -> Option<Left> {
        self.is_ready().then(|| Left {
            anchor: self.anchor,
            place: self.place_at_top(),
            at_end: self.at_end(),
        })
    }
}

fn gone(columns: usize) -> Typeset {
    let text = DisplayStr::own("This story is no longer there.");
    let article = article::note(DisplayStr::own(""), text);
    Typeset {
        layout: Arc::new(Layout::new(&article, columns)),
        article: Arc::new(article),
        highlights: Vec::new(),
    }
}
