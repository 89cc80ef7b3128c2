//! The one cursor of every list: which item is selected, and from which item on the list is shown.

use std::ops::Range;

use crate::app::rows::{self, Row, Rows};
use crate::keymap::Motion;

/// A cursor in a list of items of different heights: a value, of which every move makes another. Each call
/// is given the list, and the height in rows of the pane that shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListCursor {
    selected: usize,
    /// The first item shown; never past `selected`, unless the list has been scrolled.
    top: usize,
    /// How many rows of that item are above the pane; 0 unless the list has been scrolled, or has changed
    /// around the selected item.
    hidden: usize,
    /// The wheel has moved the list, and the selected item may be out of view until the next move of the
    /// cursor.
    scrolled: bool,
}

/// Where an item is in the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub item: usize,
    /// The row of its first line; negative above the pane.
    row: isize,
    /// The list has been scrolled.
    scrolled: bool,
}

impl Held {
    /// The same row for `item`, which is where the held item is in another list.
    #[must_use]
    pub fn moved_to(self, item: usize) -> Self {
        Self { item, ..self }
    }
}

impl ListCursor {
    pub fn at(item: usize) -> Self {
        Self::shown_from(item, item)
    }

    /// Selects `item`, with `top` as the first item shown until [`Self::fit`] finds that `item` would not
    /// be in view.
    pub fn shown_from(top: usize, item: usize) -> Self {
        Self {
            selected: item,
            top: top.min(item),
            ..Self::default()
        }
    }

    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The first item shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The items that are at least partly in view.
    pub fn visible(&self, list: &dyn Rows, height: usize) -> Range<usize> {
        let mut rows = 0;
        let mut end = self.top;
        while end < list.count() && rows < height + self.hidden {
            rows += list.height(end);
            end += 1;
        }
        self.top..end
    }

    /// What the rows of a pane of `height` rows show, from the top down.
    pub fn rows_in_view(&self, list: &dyn Rows, height: usize) -> Vec<Row> {
        let hidden = self.hidden_rows(list, height);
        rows::in_view(list, self.visible(list, height), hidden, height)
    }

    #[must_use]
    pub fn select(self, item: usize, list: &dyn Rows, height: usize) -> Self {
        Self {
            selected: item,
            ..self.unscrolled()
        }
        .fit(list, height)
    }

    /// Moves what is in view by some rows, up when negative, as far as there are rows. The selected item
    /// stays selected.
    #[must_use]
    pub fn scroll(self, rows: isize, list: &dyn Rows, height: usize) -> Self {
        let start = (self.top, self.hidden_rows(list, height));
        let (top, hidden) = moved(start, rows, list).min(last_page(list, height));
        let moved = Self {
            top,
            hidden,
            scrolled: true,
            ..self
        };
        let moved = moved.fit(list, height);
        let end = (moved.top, moved.hidden);
        let has_moved = if rows > 0 { end > start } else { end < start };
        if has_moved { moved } else { self }
    }

    /// Selects an item that is at least partly in view, and leaves the list where it is.
    #[must_use]
    pub fn select_in_place(self, item: usize, list: &dyn Rows, height: usize) -> Self {
        Self {
            selected: item,
            hidden: self.hidden_rows(list, height),
            scrolled: true,
            ..self
        }
    }

    /// What is to stay where it is when the list changes: the selected item or, where that has been scrolled
    /// out of view, the first item in view.
    pub fn held(&self, list: &dyn Rows, height: usize) -> Held {
        let rows = self.rows_in_view(list, height);
        let rows = rows.into_iter().zip(0isize..);
        let lines = rows.filter_map(|(row, y)| match row {
            Row::Line { item, line } => Some(Held {
                item,
                row: y.saturating_sub_unsigned(line),
                scrolled: self.scrolled,
            }),
            Row::Gap | Row::Title(_) => None,
        });
        let lines: Vec<_> = lines.collect();
        let selected = lines.iter().find(|line| line.item == self.selected);
        selected.or(lines.first()).copied().unwrap_or(Held {
            item: self.selected,
            row: 0,
            scrolled: self.scrolled,
        })
    }

    /// A cursor on an item of a list that has changed, with the item `held` in the row where it was, as far as
    /// there are rows.
    pub fn holding(selected: usize, held: Held, list: &dyn Rows, height: usize) -> Self {
        let Some(bottom) = list.count().checked_sub(1) else {
            return Self::default();
        };
        let (selected, item) = (selected.min(bottom), held.item.min(bottom));
        let start = (item, rows::titles(list, item));
        let end = last_page(list, height).max((first_to_show(bottom, list, height), 0));
        let (top, mut hidden) = moved(start, -held.row, list).min(end);
        if top == selected && hidden == rows::hidden_titles(list, top, height) {
            // A list that begins with its selected item leaves out these titles by itself.
            hidden = 0;
        }
        Self {
            selected,
            top,
            hidden,
            scrolled: held.scrolled,
        }
        .fit(list, height)
    }

    /// How many rows of the first item shown are above the pane.
    fn hidden_rows(&self, list: &dyn Rows, height: usize) -> usize {
        if self.scrolled || self.hidden > 0 || self.selected != self.top {
            self.hidden
        } else {
            rows::hidden_titles(list, self.top, height)
        }
    }

    /// The same cursor with the list no longer scrolled: the next [`Self::fit`] brings the selected item
    /// into view.
    #[must_use]
    pub fn unscrolled(self) -> Self {
        Self {
            hidden: if self.scrolled { 0 } else { self.hidden },
            scrolled: false,
            ..self
        }
    }

    #[must_use]
    pub fn go(self, motion: Motion, list: &dyn Rows, height: usize) -> Self {
        let selected = match motion {
            Motion::Down => self.selected + 1,
            Motion::Up => self.selected.saturating_sub(1),
            Motion::HalfPageDown => self.below(height / 2, list),
            Motion::HalfPageUp => self.above(height / 2, list),
            Motion::PageDown => self.below(height, list),
            Motion::PageUp => self.above(height, list),
            Motion::Top => 0,
            Motion::Bottom => list.count(),
        };
        self.select(selected, list, height)
    }

    /// Moves what is in view by a page, and the selection with it where it would not be in view: for lists
    /// that are read rather than chosen from. The last item in view comes to the top, and the other way
    /// round.
    #[must_use]
    pub fn turn(self, motion: Motion, list: &dyn Rows, height: usize) -> Self {
        let visible = self.unscrolled().visible(list, height);
        let (top, selected) = match motion {
            Motion::PageDown if visible.end < list.count() => {
                let top = visible.end.saturating_sub(1).max(self.top + 1);
                (top, self.selected.max(top))
            }
            Motion::PageUp if self.top > 0 => {
                let top = first_to_show(self.top, list, height).min(self.top - 1);
                (top, self.selected.min(self.top))
            }
            _ => return self.go(motion, list, height),
        };
        Self {
            selected,
            top,
            ..Self::default()
        }
        .fit(list, height)
    }

    /// Brings the selected item into view whole, moving the list no further than needed. A list that has been
    /// scrolled stays where it is, as far as it has rows.
    #[must_use]
    pub fn fit(self, list: &dyn Rows, height: usize) -> Self {
        let end = list.count().saturating_sub(1);
        let selected = self.selected.min(end);
        if self.scrolled || self.shows_whole(selected, list, height) {
            // The end may be shown as the cursor leaves it there, from a whole item on.
            let end = last_page(list, height).max((first_to_show(end, list, height), 0));
            let (top, hidden) = (self.top, self.hidden).min(end);
            return Self {
                selected,
                top,
                hidden,
                ..self
            };
        }
        let top = self
            .top
            .clamp(first_to_show(selected, list, height), selected)
            // No empty rows below the last item while there are items above the first.
            .min(first_to_show(end, list, height));
        Self {
            selected,
            top,
            hidden: 0,
            ..self
        }
    }

    /// Whether the list begins with part of an item, and `selected` is in view whole.
    fn shows_whole(&self, selected: usize, list: &dyn Rows, height: usize) -> bool {
        if self.hidden == 0 || selected < self.top || selected >= list.count() {
            return false;
        }
        let above = if selected == self.top {
            rows::titles(list, selected)
        } else {
            list.height(self.top).saturating_sub(1)
        };
        let rows: usize = (self.top..=selected).map(|item| list.height(item)).sum();
        self.hidden <= above && rows <= height + self.hidden
    }

    fn below(&self, rows: usize, list: &dyn Rows) -> usize {
        let mut passed = 0;
        let mut item = self.selected;
        while item + 1 < list.count() && passed < rows.max(1) {
            passed += list.height(item);
            item += 1;
        }
        item
    }

    fn above(&self, rows: usize, list: &dyn Rows) -> usize {
        let mut passed = 0;
        let mut item = self.selected;
        while item > 0 && passed < rows.max(1) {
            item -= 1;
            passed += list.height(item);
        }
        item
    }
}

/// The item and the row of it to which `start` comes when it is moved by some rows, up when negative, as far as
/// there are rows.
fn moved(start: (usize, usize), rows: isize, list: &dyn Rows) -> (usize, usize) {
    let (mut top, mut hidden) = start;
    if rows >= 0 {
        hidden += rows.unsigned_abs();
        while top + 1 < list.count() && hidden >= list.height(top) {
            hidden -= list.height(top);
            top += 1;
        }
    } else {
        let mut rows = rows.unsigned_abs();
        while top > 0 && hidden < rows {
            rows -= hidden;
            top -= 1;
            hidden = list.height(top);
        }
        hidden = hidden.saturating_sub(rows);
    }
    (top, hidden)
}

/// The first item of the last full page, and how many of its rows are above that page.
fn last_page(list: &dyn Rows, height: usize) -> (usize, usize) {
    let mut rows = 0;
    for item in (0..list.count()).rev() {
        rows += list.height(item);
        if rows >= height {
            return (item, rows - height);
        }
    }
    (0, 0)
}

/// The first item from which `item` is still in view whole.
fn first_to_show(item: usize, list: &dyn Rows, height: usize) -> usize {
    let mut rows = if list.count() == 0 {
        0
    } else {
        list.height(item)
    };
    let mut first = item;
    while first > 0 {
        rows += list.height(first - 1);
        if rows > height {
            break;
        }
        first -= 1;
    }
    first
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ListCursor;
    use crate::app::rows::{Row, Rows};
    use crate::keymap::Motion;

    /// Items of these heights.
    struct Items(Vec<usize>);

    impl Rows for Items {
        fn count(&self) -> usize {
            self.0.len()
        }

        fn each_row(&self, index: usize, row: &mut dyn FnMut(Row)) {
            for line in 0..self.0[index] {
                row(Row::Line { item: index, line });
            }
        }
    }

    proptest! {
        #[test]
        fn the_selected_item_is_always_in_view(
            heights in prop::collection::vec(1usize..6, 1..30),
            moves in prop::collection::vec((prop::sample::select(&Motion::ALL), 0usize..20), 1..30),
        ) {
            let list = Items(heights);
            let mut cursor = ListCursor::default();
            for (motion, height) in moves {
                cursor = cursor.go(motion, &list, height);
                let above: usize = list.0[cursor.top..cursor.selected].iter().sum();
                let whole = above + list.0[cursor.selected] <= height;
                prop_assert!(whole || cursor.top == cursor.selected);
            }
        }

        #[test]
        fn the_wheel_goes_through_every_row_and_the_next_move_comes_back(
            heights in prop::collection::vec(1usize..6, 1..30),
            selected in 0usize..30,
            height in 1usize..20,
            scrolled in 1isize..5,
        ) {
            let list = Items(heights);
            let rows: Vec<_> = (0..list.count())
                .flat_map(|item| (0..list.0[item]).map(move |line| Row::Line { item, line }))
                .collect();
            let before = ListCursor::at(selected).fit(&list, height);
            let mut cursor = before.scroll(-1000, &list, height);
            let mut top = 0;
            let last = rows.len().saturating_sub(height);
            for _ in 0..rows.len() {
                prop_assert_eq!(cursor.selected(), before.selected());
                if cursor != before {
                    let end = rows.len().min(top + height);
                    prop_assert_eq!(cursor.rows_in_view(&list, height), &rows[top..end]);
                }
                let down = cursor.scroll(scrolled, &list, height);
                let by = scrolled.unsigned_abs().min(last - top);
                let back = isize::try_from(by).unwrap();
                if by > 0 && cursor.scrolled {
                    prop_assert_eq!(down.scroll(-back, &list, height), cursor);
                }
                (cursor, top) = (down, top + by);
            }
            let next = cursor.go(Motion::Down, &list, height);
            prop_assert!(next.visible(&list, height).contains(&next.selected()));
            prop_assert_eq!(next.selected(), before.go(Motion::Down, &list, height).selected());
        }

        #[test]
        fn the_selected_item_keeps_its_row_when_others_come_and_go(
            heights in prop::collection::vec(1usize..6, 1..30),
            selected in 0usize..30,
            scrolled in -9isize..9,
            others in prop::collection::vec(1usize..6, 0..30),
            removed in 0usize..30,
            height in 6usize..20,
        ) {
            let list = Items(heights);
            let selected = selected.min(list.count() - 1);
            let before = ListCursor::at(selected).fit(&list, height).scroll(scrolled, &list, height);
            prop_assert_eq!(ListCursor::holding(selected, before.held(&list, height), &list, height), before);
            let held = before.held(&list, height);
            let kept = selected.min(held.item);
            let removed = removed.min(kept);
            let heights = others.iter().chain(&list.0[removed..]).copied();
            let changed = Items(heights.collect());
            let moved = |item: usize| item + others.len() - removed;
            let item = moved(held.item);
            let now = ListCursor::holding(moved(selected), held.moved_to(item), &changed, height);
            prop_assert_eq!(now.selected(), moved(selected));
            let row = now.held(&changed, height);
            let bottom = changed.count() - 1;
            let page = super::last_page(&changed, height);
            let end = page.max((super::first_to_show(bottom, &changed, height), 0));
            // Otherwise there are no more rows above, or none below.
            if ![(0, 0), end].contains(&(now.top, now.hidden)) {
                prop_assert_eq!(row, held.moved_to(item));
            }
            // The next key leaves the list there as well.
            if !now.scrolled {
                prop_assert_eq!(now.unscrolled().fit(&changed, height), now);
            }
        }

        #[test]
        fn down_and_up_reach_every_item(len in 1usize..30, height in 0usize..10) {
            let list = Items(vec![2; len]);
            let mut cursor = ListCursor::default();
            for expected in 1..len {
                cursor = cursor.go(Motion::Down, &list, height);
                prop_assert_eq!(cursor.selected(), expected);
            }
            for expected in (0..len - 1).rev() {
                cursor = cursor.go(Motion::Up, &list, height);
                prop_assert_eq!(cursor.selected(), expected);
            }
        }
    }

    #[test]
    fn a_page_moves_by_as_much_as_is_in_view() {
        let list = Items(vec![2; 20]);
        let mut cursor = ListCursor::default();
        for (motion, selected) in [
            (Motion::PageDown, 3),
            (Motion::HalfPageDown, 5),
            (Motion::Bottom, 19),
            (Motion::PageUp, 16),
            (Motion::HalfPageUp, 14),
            (Motion::Top, 0),
        ] {
            cursor = cursor.go(motion, &list, 6);
            assert_eq!(cursor.selected(), selected, "{motion:?}");
        }
    }

    #[test]
    fn a_turned_page_shows_what_was_below() {
        let list = Items(vec![1; 30]);
        let mut cursor = ListCursor::default();
        for (motion, top, selected) in [
            (Motion::PageDown, 9, 9),
            (Motion::PageDown, 18, 18),
            (Motion::PageDown, 20, 27),
            (Motion::PageDown, 20, 29),
            (Motion::PageUp, 11, 20),
            (Motion::PageUp, 2, 11),
            (Motion::PageUp, 0, 2),
            (Motion::PageUp, 0, 0),
        ] {
            cursor = cursor.turn(motion, &list, 10);
            assert_eq!((cursor.top, cursor.selected), (top, selected), "{motion:?}");
        }
    }

    #[test]
    fn items_taller_than_the_pane_are_turned_one_at_a_time() {
        let list = Items(vec![7; 3]);
        let mut cursor = ListCursor::default();
        for (top, selected) in [(1, 1), (2, 2), (2, 2)] {
            cursor = cursor.turn(Motion::PageDown, &list, 5);
            assert_eq!((cursor.top, cursor.selected), (top, selected));
        }
    }

    #[test]
    fn an_empty_list_has_nothing_to_select() {
        let list = Items(Vec::new());
        let cursor = ListCursor::default().go(Motion::Bottom, &list, 5);
        assert_eq!((cursor.selected(), cursor.visible(&list, 5)), (0, 0..0));
    }
}
