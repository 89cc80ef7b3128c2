//! The rows of a list that narrows.

use super::{Filtered, Narrowable};
use crate::app::rows::{Row, Rows, title};

impl<T: Narrowable> Rows for Filtered<T> {
    fn count(&self) -> usize {
        self.shown.len()
    }

    /// The number of a title is the position of the item below it.
    fn each_row(&self, position: usize, row: &mut dyn FnMut(Row)) {
        let item = self.shown[position];
        let above = position.checked_sub(1).map(|above| self.shown[above]);
        if self.items.starts_group(item, above) {
            title(position, position == 0, row);
        }
        for line in 0..self.items.lines(item) {
            row(Row::Line {
                item: position,
                line,
            });
        }
    }
}
