//! The rows of a table as records, each a list of its cells with their headers: for a width in which cells
//! do not fit beside each other.

use super::cells::{Cell, Cells, MIN_TEXT, push_space, row_of};
use crate::article::row::{Piece, Row};

/// A cell is beside its header if there are this many columns for it, or if it fits. Else it is below.
const MIN_BESIDE_LABEL: usize = 16;

/// Adds the rows of a table as records.
pub(super) struct Records<'a, 'r> {
    pub(super) cells: Cells<'a>,
    pub(super) rows: &'r mut Vec<Row>,
}

/// A cell in a record.
struct RecordCell {
    /// The block of its record.
    block: u32,
    /// Nothing of its record has been shown yet.
    first: bool,
    /// `None` where the header says nothing.
    label: Option<Label>,
    value: Cell,
}

/// The header before a cell.
struct Label {
    cell: Cell,
    /// Whether this is where the header is shown as a part of the text; elsewhere it is repeated.
    in_text: bool,
}

impl Label {
    fn piece(&self, part: Cell) -> Piece {
        if self.in_text {
            Piece::Text(part)
        } else {
            Piece::Label(part)
        }
    }
}

impl Records<'_, '_> {
    /// Adds the records one below the other, and the cells of each one below the other, each after its
    /// header. The headers of the first record are those of the text; later ones repeat them.
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
                self.push_cell(cell, columns);
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
            // All headers have to be shown once, also those without a cell in the first record.
            let shown = if row == 1 { labels.len() } else { values.len() };
            for label in &labels[..shown] {
                let value = values.next().map_or(end..end, |&(start, end)| start..end);
                let in_text = row == 1 && !label.is_empty();
                if value.is_empty() && !in_text {
                    continue;
                }
                let label = (!label.is_empty()).then(|| Label {
                    cell: label.clone(),
                    in_text,
                });
                let cell = RecordCell {
                    block,
                    first,
                    label,
                    value,
                };
                self.push_cell(cell, columns);
                first = false;
            }
            if first {
                let start = self.cells.start_of(block);
                self.rows.push(row_of(start, block, true, Vec::new()));
            }
        }
    }

    fn push_cell(&mut self, mut cell: RecordCell, columns: usize) {
        let Some(label) = cell.label.take() else {
            return self.push_value(cell, Vec::new(), 0, columns);
        };
        let indent = self.cells.natural_width(&label.cell) + 2;
        let room = columns.saturating_sub(indent);
        let lines = self
            .cells
            .lines(&label.cell, columns.saturating_sub(1).max(1));
        let fits = room >= MIN_BESIDE_LABEL || self.cells.natural_width(&cell.value) <= room;
        if lines.len() > 1 || !fits {
            self.push_label(&cell, &label, lines);
            cell.first = false;
            if !cell.value.is_empty() {
                let indent = if columns > MIN_TEXT { 2 } else { 0 };
                let mut before = Vec::new();
                push_space(&mut before, indent);
                self.push_value(cell, before, indent, columns);
            }
        } else {
            let mut before = vec![label.piece(label.cell.clone()), Piece::LabelEnd];
            push_space(&mut before, usize::from(!cell.value.is_empty()));
            self.push_value(cell, before, indent, columns);
        }
    }

    /// Adds the lines of a header that has rows of its own.
    fn push_label(&mut self, cell: &RecordCell, label: &Label, lines: Vec<Cell>) {
        let last = lines.len().saturating_sub(1);
        for (number, line) in lines.into_iter().enumerate() {
            let first = cell.first && number == 0;
            let mut pieces = vec![label.piece(line)];
            if number == last {
                pieces.push(Piece::LabelEnd);
            }
            let start = self.label_start(cell.block, first, &cell.value);
            self.rows.push(row_of(start, cell.block, first, pieces));
        }
    }

    /// Adds the lines of a cell, whose label has been shown or is in `before`: the first line after the pieces
    /// `before`, the others indented.
    fn push_value(
        &mut self,
        mut cell: RecordCell,
        mut before: Vec<Piece>,
        indent: usize,
        columns: usize,
    ) {
        let room = columns.saturating_sub(indent).max(1);
        for line in self.cells.lines(&cell.value, room) {
            let start = if cell.first {
                self.cells.start_of(cell.block)
            } else {
                line.start
            };
            let mut pieces = std::mem::take(&mut before);
            push_space(&mut before, indent);
            if !line.is_empty() {
                pieces.push(Piece::Text(line));
            }
            self.rows
                .push(row_of(start, cell.block, cell.first, pieces));
            cell.first = false;
        }
    }

    /// Where a row starts that shows the header before `value`.
    fn label_start(&self, block: u32, first: bool, value: &Cell) -> u32 {
        if first {
            self.cells.start_of(block)
        } else {
            value.start
        }
    }
}
