//! An article on the screen: its rows, and which of them are in view.

use std::ops::Range;
use std::sync::Arc;

use super::selection::Selection;
use crate::app::layout::Panes;
use crate::app::mark_book::{Left, Start};
use crate::app::message::Effect;
use crate::app::session::Session;
use crate::app::texts::{ArticleRequest, Subject, Text, TextRequest, Typeset};
use crate::article::{self, Article, Layout, Row, RowKind};
use crate::keymap::Motion;
use crate::search::Query;
use crate::text::DisplayStr;

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
}

/// An article to open.
#[derive(Clone, Debug)]
pub struct Opening {
    pub subject: Subject,
    /// Its matches are highlighted.
    pub query: Option<Arc<Query>>,
    pub entry: Entry,
}

/// The view of one article. What is in view is anchored to a byte of the text, so that another width,
/// height or measure keeps the same words on the screen. Until the text has come it shows nothing, and
/// counts neither as at its top nor as at its end.
#[derive(Debug)]
pub struct ArticleView {
    /// Tells the texts of this view from those of others: no two views of a run have the same.
    id: u64,
    opening: Opening,
    /// `None` until the text has come.
    typeset: Option<Typeset>,
    /// The number of the last request.
    request: u64,
    /// The columns that the last request was made for.
    columns: usize,
    /// The view has yet to go to where the article is entered: the text has to come first.
    entering: bool,
    /// The text that is shown may be an old one: another has been asked for.
    stale: bool,
    /// The match gone to last, by its index.
    current: usize,
    /// The row at the top of the pane.
    top: usize,
    /// The first byte of the row that was at the top when the text was last moved.
    anchor: usize,
    /// Whether the user has moved the text; moves to a match do not count.
    moved: bool,
    /// Whether the user has scrolled to its end since it was opened.
    end_reached: bool,
    /// The first row that had not been in view, if the last page turned moved the text by less than a page.
    first_new: Option<usize>,
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
            moved: false,
            end_reached: false,
            first_new: None,
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
        (self.moved, self.end_reached) = (false, false);
        self.height = usize::from(panes.text.height);
        self.first_new = None;
        self.selection = Selection::default();
        self.opening = opening;
        self.ask(usize::from(panes.text.width), session);
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

    fn ask(&mut self, columns: usize, session: &mut Session) {
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
                    // What was added to the end has not been seen.
                    self.end_reached &= Arc::ptr_eq(&shown.article, &typeset.article) || from == to;
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
    }

    fn enter(&mut self) {
        match self.opening.entry {
            Entry::ToRead if self.at_end() => self.go_to(0),
            Entry::AsLeft | Entry::ToRead => {}
            Entry::AtEnd => self.turn(Motion::Bottom),
            Entry::AtMatch(number) => self.go_to_match(number),
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
    }

    fn return_to_anchor(&mut self) {
        self.first_new = None;
        self.top = self.layout().row_at(self.anchor).min(self.last_top());
    }

    pub fn subject(&self) -> &Subject {
        &self.opening.subject
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

    fn layout(&self) -> &Layout {
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
        self.moved.then(|| self.place_at_top())
    }

    fn place_at_top(&self) -> u32 {
        let above = self.anchor.saturating_sub(self.article().body_start);
        u32::try_from(above).unwrap_or(u32::MAX)
    }

    /// Where the article is left, if the user has moved it.
    pub fn left(&self) -> Option<Left> {
        self.view().filter(|_| self.moved)
    }

    /// What is in view; `None` until the text has come.
    pub fn view(&self) -> Option<Left> {
        self.is_ready().then(|| Left {
            anchor: self.anchor,
            place: self.place_at_top(),
            at_end: self.at_end(),
        })
    }

    /// Whether the user has scrolled to the end of the story since it was opened. One that fits its pane has
    /// no end to scroll to, and the mouse alone does not count.
    pub fn end_was_reached(&self) -> bool {
        self.end_reached
    }

    /// Whether the last row of the story is in view; the addresses at the foot may not be.
    pub fn at_end(&self) -> bool {
        self.is_ready() && self.top + self.height >= self.story_rows()
    }

    /// Rows without the list of addresses at the foot.
    fn story_rows(&self) -> usize {
        self.layout().story_rows
    }

    pub fn at_top(&self) -> bool {
        self.is_ready() && self.top == 0
    }

    /// How much of the story is above the lower edge of the pane, 0 to 100.
    pub fn percent(&self) -> usize {
        let seen = (self.top + self.height).min(self.story_rows());
        match self.story_rows() {
            0 if self.is_ready() => 100,
            0 => 0,
            rows => seen * 100 / rows,
        }
    }

    /// Brings a row to the top, or as near as it comes.
    pub(super) fn scroll_to(&mut self, row: usize) {
        if self.is_ready() && row.min(self.last_top()) != self.top {
            self.moved = true;
            self.go_to(row);
        }
    }

    /// Moves the text as a key asks for.
    pub fn scroll(&mut self, motion: Motion) {
        self.turn(motion);
        let has_end = self.story_rows() > self.height;
        self.end_reached |= motion.is_down() && has_end && self.at_end();
    }

    fn turn(&mut self, motion: Motion) {
        if !self.is_ready() {
            return;
        }
        let half = (self.height / 2).max(1);
        let top = match motion {
            Motion::Down => self.top + 1,
            Motion::Up => self.top.saturating_sub(1),
            Motion::HalfPageDown => self.top + half,
            Motion::HalfPageUp => self.top.saturating_sub(half),
            Motion::PageDown => self.top + self.page(),
            Motion::PageUp => self.top.saturating_sub(self.page()),
            Motion::Top => 0,
            Motion::Bottom => usize::MAX,
        };
        self.moved = true;
        let before = self.top;
        self.go_to(top);
        if motion == Motion::PageDown && self.top > before && self.top < top {
            let rows = self.layout().rows.iter().enumerate();
            let mut new = rows.skip(before + self.height);
            self.first_new = new
                .find(|(_, row)| row.kind != RowKind::Gap)
                .map(|(index, _)| index);
        }
    }

    /// Brings the byte `offset` into view, a third from the top, unless it is well in view already.
    fn reveal(&mut self, offset: usize) {
        let row = self.layout().row_at(offset);
        let in_view = self.top..self.top + self.height.saturating_sub(1).max(1);
        if !in_view.contains(&row) {
            self.go_to(row.saturating_sub(self.height / 3));
        }
    }

    fn go_to(&mut self, row: usize) {
        let top = row.min(self.last_top());
        self.first_new = None;
        if top != self.top {
            self.top = top;
            let row = self.layout().rows.get(top);
            self.anchor = row.map_or(0, |row| row.start as usize);
        }
    }

    /// Rows that a page moves by: up to two of the rows in view stay there, so that no sentence is torn.
    fn page(&self) -> usize {
        let kept = match self.height {
            0..4 => 0,
            4..10 => 1,
            _ => 2,
        };
        (self.height - kept).max(1)
    }

    fn last_top(&self) -> usize {
        self.rows().saturating_sub(self.height)
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
