//! One record under the other, for a width in which cells do not fit beside each other.

use super::cells::{Cell, Cells, MIN_TEXT, push_space, row_of};
use crate::article::row::{Piece, Row};

/// Cells are beside their header if this many columns remain for them, or if they fit.
const MIN_BESIDE_LABEL: usize = 16;

/// Adds the rows of a table as records.
pub(super) struct Records<'a, 'r> {
    pub(super) cells: Cells<'a>,
    pub(super) rows: &'r mut Vec<Row>,
}

/// A cell in a record.
struct RecordCell {
    block: u32,
    /// Nothing of its record has been shown yet.
    first: bool,
    /// Its header, and whether this is where the header is shown as text; elsewhere it is repeated.
    label: Option<(Cell, bool)>,
    value: Cell,
}

impl Records<'_, '_> {
    /// Adds one record under the other, each cell below the one before and after its header. The headers
    /// of the first record are those of the text.
    pub(super) fn push(&mut self, columns: usize) {
        let labels: Vec<_> = self.cells.of_row(0).collect();
        let records = 1..self.cells.table.rows();
        if records.is_empty() {
            for (column, label) in labels.iter().enumerate() {
                let cell = RecordCell {
                    block: self.cells.table.blocks.start,
                    first: column == 0,
                    label: None,
                    value: label.clone(),
                };
                self.push_cell(&cell, columns);
            }
        }
        for row in records {
            let block = self.cells.block(row, 1);
            if row > 1 {
                self.rows.push(self.cells.article.gap_above(block));
            }
            let end = self.cells.article.blocks[self.cells.table.blocks.start as usize + row].end;
            let mut values = self.cells.table.row(row).iter();
            let mut first = true;
            let shown = if row == 1 { labels.len() } else { values.len() };
            for label in &labels[..shown] {
                let value = values.next().map_or(end..end, |&(start, end)| start..end);
                let in_text = row == 1 && !label.is_empty();
                if value.is_empty() && !in_text {
                    continue;
                }
                let label = Some((label.clone(), in_text)).filter(|(label, _)| !label.is_empty());
                let cell = RecordCell {
                    block,
                    first,
                    label,
                    value,
                };
                self.push_cell(&cell, columns);
                first = false;
            }
            if first {
                let start = self.cells.start_of(block);
                self.rows.push(row_of(start, block, true, Vec::new()));
            }
        }
    }

    fn push_cell(&mut self, cell: &RecordCell, columns: usize) {
        let RecordCell {
            block,
            mut first,
            ref label,
            ref value,
        } = *cell;
        let mut prefix = Vec::new();
        let mut indent = 0;
        if let Some((label, in_text)) = label {
            let piece = |range| {
                if *in_text {
                    Piece::Text(range)
                } else {
                    Piece::Label(range)
                }
            };
            indent = self.cells.natural_width(label) + 2;
            let room = columns.saturating_sub(indent);
            let mut lines = self.cells.lines(label, columns.saturating_sub(1).max(1));
            let beside = room >= MIN_BESIDE_LABEL || self.cells.natural_width(value) <= room;
            if lines.len() > 1 || !beside {
                let last = lines.pop();
                for line in lines {
                    let start = self.start(block, first, value);
                    self.rows
                        .push(row_of(start, block, first, vec![piece(line)]));
                    first = false;
                }
                let last = last.into_iter().map(piece).chain([Piece::LabelEnd]);
                let start = self.start(block, first, value);
                self.rows.push(row_of(start, block, first, last.collect()));
                first = false;
                indent = if columns > MIN_TEXT { 2 } else { 0 };
                if value.is_empty() {
                    return;
                }
                push_space(&mut prefix, indent);
            } else {
                prefix = vec![piece(label.clone()), Piece::LabelEnd];
                push_space(&mut prefix, usize::from(!value.is_empty()));
            }
        }
        for line in self
            .cells
            .lines(value, columns.saturating_sub(indent).max(1))
        {
            let start = if first {
                self.start(block, first, value)
            } else {
                line.start
            };
            let mut pieces = std::mem::take(&mut prefix);
            push_space(&mut prefix, indent);
            if !line.is_empty() {
                pieces.push(Piece::Text(line));
            }
            self.rows.push(row_of(start, block, first, pieces));
            first = false;
        }
    }

    /// Where a row starts that shows the header before `value`.
    fn start(&self, block: u32, first: bool, value: &Cell) -> u32 {
        if first {
            self.cells.start_of(block)
        } else {
            value.start
        }
    }
}
