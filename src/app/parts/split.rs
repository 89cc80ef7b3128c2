//! A list beside the article of its selected item: an edition's headlines, the files with faults.

use std::ops::Range;

use crate::app::layout::{Panes, Shows};
use crate::app::parts::article_view::Reading;
use crate::app::parts::list_cursor::{Extent, ListCursor};
use crate::app::progress::{Page, Progress};
use crate::article::Article;
use crate::keymap::action::Motion;

/// What a [`Split`] shows.
pub trait Listing {
    fn count(&self) -> usize;

    /// Rows of an item, with whatever stands above it.
    fn height(&self, index: usize) -> usize;

    /// Rows above the items that do not move with them.
    fn head(&self) -> usize {
        0
    }

    /// Makes ready what is shown of the items in view.
    fn prepare(&mut self, _visible: Range<usize>) {}

    /// Sets the items to a pane of `columns`.
    fn fit(&mut self, columns: usize);

    /// The article of an item; `index` 0 of an empty list is what to say instead.
    fn article(&self, index: usize) -> Article;

    /// What the place reached in an item's article is remembered by.
    fn page(&self, index: usize) -> Page;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    List,
    Article,
}

#[derive(Debug)]
pub struct Split<L> {
    pub list: L,
    pub cursor: ListCursor,
    pub reading: Reading,
    pub focus: Focus,
}

impl<L: Listing> Split<L> {
    /// Shows `list` with the item at `cursor` selected; [`Self::fit`] and [`Self::open`] come next.
    pub fn new(list: L, cursor: ListCursor, focus: Focus) -> Self {
        Self {
            list,
            cursor,
            reading: Reading::default(),
            focus,
        }
    }

    pub fn shows(&self) -> Shows {
        Shows::Split {
            article_focused: self.focus == Focus::Article,
        }
    }

    pub fn selected(&self) -> usize {
        self.cursor.selected()
    }

    /// Opens the selected item's article anew.
    pub fn open(&mut self, panes: &Panes, progress: &Progress) {
        let index = self.selected();
        let (columns, height) = (
            usize::from(panes.text.width),
            usize::from(panes.text.height),
        );
        let article = self.list.article(index);
        let anchor = progress.anchor(&self.list.page(index), article.body_start);
        self.reading = Reading::new(article, anchor, columns, height);
    }

    /// Notes where the open article is left, if the reader has moved in it.
    pub fn leave(&self, progress: &mut Progress) {
        self.leave_item(self.selected(), progress);
    }

    fn leave_item(&self, index: usize, progress: &mut Progress) {
        if let Some(place) = self.reading.place() {
            progress.leave(self.list.page(index), self.reading.anchor(), place);
        }
    }

    pub fn select(&mut self, index: usize, panes: &Panes, progress: &mut Progress) {
        self.change(panes, progress, |cursor, list| cursor.select(index, list));
    }

    /// Moves the cursor or the text, whichever has the focus.
    pub fn go(&mut self, motion: Motion, panes: &Panes, progress: &mut Progress) {
        match self.focus {
            Focus::List => self.change(panes, progress, |cursor, list| cursor.step(motion, list)),
            Focus::Article => self.reading.scroll(motion),
        }
    }

    fn change(
        &mut self,
        panes: &Panes,
        progress: &mut Progress,
        change: impl FnOnce(&mut ListCursor, Extent<'_>),
    ) {
        let before = self.selected();
        self.with_cursor(panes, change);
        if self.selected() != before {
            self.leave_item(before, progress);
            self.open(panes, progress);
        }
    }

    fn with_cursor(&mut self, panes: &Panes, change: impl FnOnce(&mut ListCursor, Extent<'_>)) {
        let mut cursor = self.cursor;
        change(
            &mut cursor,
            self.extent(panes, &|index| self.list.height(index)),
        );
        self.cursor = cursor;
    }

    fn extent<'a>(&self, panes: &Panes, item: &'a dyn Fn(usize) -> usize) -> Extent<'a> {
        Extent {
            len: self.list.count(),
            height: usize::from(panes.list.height).saturating_sub(self.list.head()),
            item,
        }
    }

    /// The items in view.
    pub fn visible(&self, panes: &Panes) -> Range<usize> {
        self.cursor
            .visible(self.extent(panes, &|index| self.list.height(index)))
    }

    /// Goes on showing the open article although its item now stands at `index` of a changed list.
    pub fn keep_selected(&mut self, index: usize, panes: &Panes) {
        self.list.fit(usize::from(panes.list.width));
        self.with_cursor(panes, |cursor, list| cursor.select(index, list));
    }

    /// Sets list and text to their panes; cheap when nothing has changed. A screen too small to show
    /// them leaves them as they are.
    pub fn fit(&mut self, panes: &Panes) {
        if !panes.tiny {
            self.list.fit(usize::from(panes.list.width));
            self.with_cursor(panes, ListCursor::fit);
            let visible = self.visible(panes);
            self.list.prepare(visible);
            self.reading.fit(
                usize::from(panes.text.width),
                usize::from(panes.text.height),
            );
        }
    }
}
