//! The rows of a table with its cells beside each other, in columns.

use super::cells::{Cell, Cells, GAP, push_space, row_of};
use crate::article::blocks::Alignment;
use crate::article::row::{Piece, Row};

/// Adds the rows of a table with its cells beside each other.
pub(super) struct Beside<'a, 'r> {
    pub(super) cells: Cells<'a>,
    pub(super) rows: &'r mut Vec<Row>,
}

impl Beside<'_, '_> {
    /// Adds all rows, with columns of these widths.
    pub(super) fn push(&mut self, alignments: &[Alignment], widths: &[usize]) {
        let mut starts = Vec::with_capacity(widths.len());
        let mut end = 0;
        for width in widths {
            starts.push(end);
            end += width + GAP;
        }
        let lines: Vec<Vec<Vec<Cell>>> = (0..self.cells.table.rows())
            .map(|row| {
                let cells = self.cells.of_row(row).zip(widths);
                let lines = cells.map(|(cell, &width)| self.cells.lines(&cell, width.max(1)));
                lines.collect()
            })
            .collect();
        let is_wrapped = |cells: &Vec<Vec<Cell>>| cells.iter().any(|lines| lines.len() > 1);
        // Rows of several lines have a gap between them, so that one sees where each begins.
        let has_gaps = lines.iter().skip(1).any(is_wrapped);
        // The first row that is shown.
        let first = usize::from(!self.cells.has_header());
        for (row, cells) in lines.iter().enumerate().skip(first) {
            let block = self.cells.block(row, first);
            if has_gaps && row > 1 {
                self.rows.push(self.cells.article.gap_above(block));
            }
            self.push_lines(block, cells, |column, width| {
                let free = widths[column].saturating_sub(width);
                let indent = match alignments[column] {
                    Alignment::Left => 0,
                    Alignment::Centre => free / 2,
                    Alignment::Right => free,
                };
                starts[column] + indent
            });
            if row == 0 && self.cells.table.rows() > 1 {
                let header_end = self.cells.article.blocks[block as usize].end;
                let rule = Piece::Rule(end.saturating_sub(GAP));
                self.rows.push(row_of(header_end, block, false, vec![rule]));
            }
        }
    }

    /// Adds the lines of one row of the table. `start_of` says where a line starts, from the index of its cell
    /// and the width of the line.
    fn push_lines(
        &mut self,
        block: u32,
        cells: &[Vec<Cell>],
        start_of: impl Fn(usize, usize) -> usize,
    ) {
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for number in 0..height {
            let mut start = (number == 0).then(|| self.cells.start_of(block));
            let mut pieces = Vec::new();
            let mut x = 0;
            for (column, lines) in cells.iter().enumerate() {
                let Some(line) = lines.get(number) else {
                    continue;
                };
                start.get_or_insert(line.start);
                if line.is_empty() {
                    continue;
                }
                let width = self.cells.width(line);
                let at = start_of(column, width);
                push_space(&mut pieces, at.saturating_sub(x));
                pieces.push(Piece::Text(line.clone()));
                x = at + width;
            }
            let start = start.unwrap_or_default();
            self.rows.push(row_of(start, block, number == 0, pieces));
        }
    }
}
