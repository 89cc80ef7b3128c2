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
    /// How many rows of that item are above the pane; 0 unless the list has been scrolled.
    hidden: usize,
    /// The wheel has moved the list, and the selected item may be out of view until the next move of the
    /// cursor.
    scrolled: bool,
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
        let (top, hidden) = (top, hidden).min(last_page(list, height));
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

    /// How many rows of the first item shown are above the pane.
    fn hidden_rows(&self, list: &dyn Rows, height: usize) -> usize {
        if self.scrolled || self.selected != self.top {
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
            hidden: 0,
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
        if self.scrolled {
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
            ..self
        }
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
