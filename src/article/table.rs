//! The rows of a table at a given width: its cells beside each other, as wide as they need or wrapped; or,
//! where there is too little room even for that, one record below the other.

mod beside;
mod cells;
mod records;

use super::blocks::{Article, Table};
use super::row::Row;
use crate::text::wrap::Fit;
use beside::Beside;
use cells::Cells;
use records::Records;

/// Adds the rows of a table at a width of `columns`.
pub(super) fn push_rows(
    rows: &mut Vec<Row>,
    article: &Article,
    table: &Table,
    columns: usize,
    fit: Fit,
) {
    let cells = Cells {
        article,
        table,
        fit,
    };
    let numeric = cells.numeric();
    match cells.widths(&numeric, columns) {
        Some(widths) => Beside { cells, rows }.push(&cells.alignments(&numeric), &widths),
        None => Records { cells, rows }.push(columns),
    }
}
