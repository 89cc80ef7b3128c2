//! The rows of lists: which row shows what, and the rows that a text takes. Both the code that draws a
//! list and the code that moves in it ask here, so they always agree.

use std::ops::Range;

use crate::text::width;
use crate::text::wrap::{self, Fit, Paragraph};

/// What one row of a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Gap,
    /// A title above items; the list says what its number stands for.
    Title(usize),
    /// A line of an item, both counted from 0.
    Line {
        item: usize,
        line: usize,
    },
}

/// A list of items that take one or more rows each.
pub trait Rows {
    /// Items in the list.
    fn count(&self) -> usize;

    /// Hands out the rows of an item from the top down, beginning with the titles above it.
    fn each_row(&self, index: usize, row: &mut dyn FnMut(Row));

    /// The same for what an empty list shows.
    fn each_row_when_empty(&self, _row: &mut dyn FnMut(Row)) {}

    /// Rows of an item, with the titles above it.
    fn height(&self, index: usize) -> usize {
        let mut height = 0;
        self.each_row(index, &mut |_| height += 1);
        height
    }
}

/// The rows of a pane of `height` rows that shows the items `visible` of `list` without the first
/// `hidden` rows, from the top down.
pub fn in_view(list: &dyn Rows, visible: Range<usize>, hidden: usize, height: usize) -> Vec<Row> {
    let mut rows = Vec::with_capacity(hidden + height);
    if list.count() == 0 {
        list.each_row_when_empty(&mut |row| rows.push(row));
    }
    for index in visible {
        list.each_row(index, &mut |row| rows.push(row));
    }
    rows.drain(..hidden.min(rows.len()));
    rows.truncate(height);
    rows
}

/// The item of which the row `y` of the screen shows a line, where `rows` are shown from the row `top` down.
pub fn item_at(rows: &[Row], top: u16, y: u16) -> Option<usize> {
    match rows.get(usize::from(y.checked_sub(top)?)) {
        Some(Row::Line { item, .. }) => Some(*item),
        _ => None,
    }
}

/// How many rows above an item at the top of a pane have to be left out so that it fits below the others.
pub fn hidden_titles(list: &dyn Rows, item: usize, height: usize) -> usize {
    let (mut rows, mut end) = (0, 0usize);
    if item < list.count() {
        list.each_row(item, &mut |row| {
            rows += 1;
            if matches!(row, Row::Line { .. }) {
                end = rows;
            }
        });
    }
    end.saturating_sub(height)
}

/// Hands out a title in a row of its own, below a gap unless it is at the very top.
pub fn title(number: usize, at_top: bool, row: &mut dyn FnMut(Row)) {
    if !at_top {
        row(Row::Gap);
    }
    row(Row::Title(number));
}

/// How many rows of titles are above an item.
pub fn titles(list: &dyn Rows, item: usize) -> usize {
    let (mut titles, mut has_line) = (0, false);
    list.each_row(item, &mut |row| {
        has_line |= matches!(row, Row::Line { .. });
        titles += usize::from(!has_line);
    });
    titles
}

/// Breaks `text` into at most `most` rows of `columns`, the last one at most `last` columns wide, as ranges
/// of its bytes. The last range holds all that does not fit as well: it is for the caller to cut.
pub fn few_rows(text: &str, most: usize, columns: usize, last: usize) -> Vec<Range<usize>> {
    // A long text is not broken to its end: this much is more than `most` rows take.
    let bytes = width::fitting(text, columns.saturating_mul(most + 1)).len();
    let beginning = Paragraph::plain(&text[..bytes]);
    let mut rows = wrap::rows(beginning, columns, Fit::Optimal);
    let is_too_wide = |row: &Range<usize>| width::of(&text[row.clone()]) > last;
    // All rows have to be of one width.
    if rows.len() > most || rows.last().is_some_and(is_too_wide) {
        rows = wrap::rows(beginning, last, Fit::Optimal);
    }
    if rows.len() > most {
        rows.truncate(most);
        if let Some(row) = rows.last_mut() {
            row.end = text.len();
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Row, Rows, title};
    use crate::app::parts::list_cursor::ListCursor;
    use crate::keymap::Motion;

    /// Items as the numbers of titles above them and of their lines.
    #[derive(Debug)]
    struct Items(Vec<(usize, usize)>);

    impl Rows for Items {
        fn count(&self) -> usize {
            self.0.len()
        }

        fn each_row(&self, index: usize, row: &mut dyn FnMut(Row)) {
            let (titles, lines) = self.0[index];
            for number in 0..titles {
                title(number, index == 0 && number == 0, row);
            }
            for line in 0..lines {
                row(Row::Line { item: index, line });
            }
        }
    }

    proptest! {
        #[test]
        fn the_selected_item_is_in_view_and_no_row_is_wasted(
            items in prop::collection::vec((0usize..3, 1usize..4), 1..20),
            moves in prop::collection::vec(prop::sample::select(&Motion::ALL), 0..20),
            height in 3usize..12,
        ) {
            let list = Items(items);
            let mut cursor = ListCursor::default();
            for motion in moves {
                cursor = cursor.go(motion, &list, height);
            }
            let rows = cursor.rows_in_view(&list, height);
            let (_, lines) = list.0[cursor.selected()];
            for line in 0..lines {
                let row = Row::Line { item: cursor.selected(), line };
                prop_assert!(rows.contains(&row), "{rows:?}");
            }
            // Rows stay free only below the end of the list.
            let mut last = None;
            list.each_row(list.count() - 1, &mut |row| last = Some(row));
            prop_assert!(rows.len() == height || rows.last().copied() == last, "{rows:?}");
        }
    }
}
