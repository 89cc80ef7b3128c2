//! The one list cursor: which item is selected, and from which item on the list is shown.

use std::ops::Range;

use crate::keymap::action::Motion;

/// A cursor in a list of items of different heights. The list itself is given with each call, as
/// its length and the height in rows of each item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListCursor {
    selected: usize,
    /// The first item shown. Never past `selected`.
    top: usize,
}

/// The list that a cursor moves in.
#[derive(Clone, Copy)]
pub struct Extent<'a> {
    pub len: usize,
    /// Rows of the pane.
    pub height: usize,
    /// Rows of an item.
    pub item: &'a dyn Fn(usize) -> usize,
}

impl ListCursor {
    pub fn at(item: usize) -> Self {
        Self {
            selected: item,
            top: item,
        }
    }

    /// The list as far from its top as it takes to show `item`, when it is next fitted.
    pub fn from_top(item: usize) -> Self {
        Self {
            selected: item,
            top: 0,
        }
    }

    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The items that are at least partly in view.
    pub fn visible(&self, list: Extent<'_>) -> Range<usize> {
        let mut rows = 0;
        let mut end = self.top;
        while end < list.len && rows < list.height {
            rows += (list.item)(end);
            end += 1;
        }
        self.top..end
    }

    pub fn select(&mut self, item: usize, list: Extent<'_>) {
        self.selected = item.min(list.len.saturating_sub(1));
        self.fit(list);
    }

    pub fn step(&mut self, motion: Motion, list: Extent<'_>) {
        let selected = match motion {
            Motion::Down => self.selected + 1,
            Motion::Up => self.selected.saturating_sub(1),
            Motion::HalfPageDown => self.below(list.height / 2, list),
            Motion::HalfPageUp => self.above(list.height / 2, list),
            Motion::PageDown => self.below(list.height, list),
            Motion::PageUp => self.above(list.height, list),
            Motion::Top => 0,
            Motion::Bottom => list.len,
        };
        self.select(selected, list);
    }

    /// Brings the selected item into view whole, moving the list no further than needed.
    pub fn fit(&mut self, list: Extent<'_>) {
        self.selected = self.selected.min(list.len.saturating_sub(1));
        self.top = self
            .top
            .clamp(first_to_show(self.selected, list), self.selected);
        // No empty rows below the last item while there are items above the first.
        self.top = self
            .top
            .min(first_to_show(list.len.saturating_sub(1), list));
    }

    fn below(&self, rows: usize, list: Extent<'_>) -> usize {
        let mut passed = 0;
        let mut item = self.selected;
        while item + 1 < list.len && passed < rows.max(1) {
            passed += (list.item)(item);
            item += 1;
        }
        item
    }

    fn above(&self, rows: usize, list: Extent<'_>) -> usize {
        let mut passed = 0;
        let mut item = self.selected;
        while item > 0 && passed < rows.max(1) {
            item -= 1;
            passed += (list.item)(item);
        }
        item
    }
}

/// The first item from which `item` is still in view whole.
fn first_to_show(item: usize, list: Extent<'_>) -> usize {
    let mut rows = if list.len == 0 { 0 } else { (list.item)(item) };
    let mut first = item;
    while first > 0 {
        rows += (list.item)(first - 1);
        if rows > list.height {
            break;
        }
        first -= 1;
    }
    first
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Extent, ListCursor};
    use crate::keymap::action::Motion;

    const MOTIONS: [Motion; 8] = [
        Motion::Down,
        Motion::Up,
        Motion::HalfPageDown,
        Motion::HalfPageUp,
        Motion::PageDown,
        Motion::PageUp,
        Motion::Top,
        Motion::Bottom,
    ];

    proptest! {
        #[test]
        fn the_selected_item_is_always_in_view(
            heights in prop::collection::vec(1usize..6, 1..30),
            moves in prop::collection::vec((prop::sample::select(&MOTIONS), 0usize..20), 1..30),
        ) {
            let mut cursor = ListCursor::default();
            for (motion, height) in moves {
                let item = |index: usize| heights[index];
                let list = Extent { len: heights.len(), height, item: &item };
                cursor.step(motion, list);
                let above: usize = (cursor.top..cursor.selected).map(item).sum();
                let whole = above + item(cursor.selected) <= height;
                prop_assert!(whole || cursor.top == cursor.selected);
            }
        }

        #[test]
        fn down_and_up_reach_every_item(len in 1usize..30, height in 0usize..10) {
            let list = Extent { len, height, item: &|_| 2 };
            let mut cursor = ListCursor::default();
            for expected in 1..len {
                cursor.step(Motion::Down, list);
                prop_assert_eq!(cursor.selected(), expected);
            }
            for expected in (0..len - 1).rev() {
                cursor.step(Motion::Up, list);
                prop_assert_eq!(cursor.selected(), expected);
            }
        }
    }

    #[test]
    fn pages_move_by_what_is_in_view() {
        let list = Extent {
            len: 20,
            height: 6,
            item: &|_| 2,
        };
        let mut cursor = ListCursor::default();
        for (motion, selected) in [
            (Motion::PageDown, 3),
            (Motion::HalfPageDown, 5),
            (Motion::Bottom, 19),
            (Motion::PageUp, 16),
            (Motion::HalfPageUp, 14),
            (Motion::Top, 0),
        ] {
            cursor.step(motion, list);
            assert_eq!(cursor.selected(), selected, "{motion:?}");
        }
    }

    #[test]
    fn an_empty_list_has_nothing_to_select() {
        let list = Extent {
            len: 0,
            height: 5,
            item: &|_| 1,
        };
        let mut cursor = ListCursor::default();
        cursor.step(Motion::Bottom, list);
        assert_eq!((cursor.selected(), cursor.visible(list)), (0, 0..0));
    }
}
