//! The cells of a table, and how wide its columns are when they are beside each other.

use std::ops::Range;

use crate::article::blocks::{Alignment, Article, Table};
use crate::article::row::{Piece, Row, RowKind};
use crate::text::width;
use crate::text::wrap::{self, Fit, Paragraph};

/// Columns between cells that are beside each other.
pub(super) const GAP: usize = 2;
/// No column of the table that holds running text is made narrower than this, in columns of the screen.
pub(super) const MIN_TEXT: usize = 10;
/// Such a column is as wide as its longest word, but need not be wider than this.
const MAX_WORD: usize = 16;

/// The bytes of a cell, or of a part of one.
pub(super) type Cell = Range<u32>;

/// A table, the article that it is in, and how its cells are wrapped.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) article: &'a Article,
    pub(super) table: &'a Table,
    pub(super) fit: Fit,
}

impl<'a> Cells<'a> {
    pub(super) fn of_row(&self, row: usize) -> impl ExactSizeIterator<Item = Cell> {
        self.table.row(row).iter().map(|&(start, end)| start..end)
    }

    pub(super) fn text(&self, cell: &Cell) -> &'a str {
        &self.article.text[cell.start as usize..cell.end as usize]
    }

    /// Whether the table's header is shown: not if all its cells are empty, unless it is all there is.
    pub(super) fn has_header(&self) -> bool {
        self.of_row(0).any(|cell| !cell.is_empty()) || self.table.rows() == 1
    }

    /// The columns of a part of a cell, with the numbers of its links.
    pub(super) fn width(&self, part: &Cell) -> usize {
        let numbers = self.article.ornaments(part.clone());
        width::of(self.text(part)) + numbers.iter().map(|number| number.columns).sum::<usize>()
    }

    /// The columns that a cell needs to be shown without being wrapped.
    pub(super) fn natural_width(&self, cell: &Cell) -> usize {
        let mut lines = self.lines(cell, usize::MAX).into_iter();
        let first = lines.next().map_or(0, |line| self.width(&line));
        lines.map(|line| self.width(&line)).fold(first, usize::max)
    }

    /// The lines of a cell that is wrapped at `columns`.
    pub(super) fn lines(&self, cell: &Cell, columns: usize) -> Vec<Cell> {
        let text = self.text(cell);
        if columns == usize::MAX && !text.contains('\n') {
            return vec![cell.clone()];
        }
        let ornaments = self.article.ornaments(cell.clone());
        let paragraph = Paragraph {
            ornaments: &ornaments,
            ..Paragraph::plain(text)
        };
        let offset = |bytes: usize| {
            cell.start + u32::try_from(bytes).expect("it is inside the text, which is below 4 GiB")
        };
        let rows = wrap::rows(paragraph, columns, self.fit).into_iter();
        rows.map(|row| offset(row.start)..offset(row.end)).collect()
    }

    /// For each column, whether all its cells below the header are numbers or empty.
    pub(super) fn numeric(&self) -> Vec<bool> {
        let mut numeric = vec![self.table.rows() > 1; self.table.columns()];
        for row in 1..self.table.rows() {
            for (column, cell) in self.of_row(row).enumerate() {
                numeric[column] &= cell.is_empty() || is_number(self.text(&cell));
            }
        }
        numeric
    }

    /// The alignment of each column: that of the source, else right for numbers and left for text.
    pub(super) fn alignments(&self, numeric: &[bool]) -> Vec<Alignment> {
        let alignments = self.table.alignments.iter().zip(numeric);
        let chosen = alignments.map(|(&given, &numeric)| match given {
            Some(alignment) => alignment,
            None if numeric => Alignment::Right,
            None => Alignment::Left,
        });
        chosen.collect()
    }

    /// The widths of the columns beside each other in `columns`; `None` if that is too narrow for them.
    pub(super) fn widths(&self, numeric: &[bool], columns: usize) -> Option<Vec<usize>> {
        let room = columns.checked_sub(GAP * self.table.columns().saturating_sub(1))?;
        let mut natural = vec![0; self.table.columns()];
        let mut least = natural.clone();
        for row in 0..self.table.rows() {
            for (column, cell) in self.of_row(row).enumerate() {
                let width = self.natural_width(&cell);
                let number = numeric[column] && row > 0;
                let word = if number {
                    width
                } else {
                    self.longest_word(&cell)
                };
                natural[column] = width.max(natural[column]);
                least[column] = word.max(least[column]);
            }
        }
        if natural.iter().sum::<usize>() <= room {
            return Some(natural);
        }
        for (least, natural) in least.iter_mut().zip(&natural) {
            *least = (*least).max(MIN_TEXT).min(*natural);
        }
        let free = room.checked_sub(least.iter().sum())?;
        Some(widened(least, &natural, free))
    }

    /// The width of the longest word of a cell with a link's number after it, at most [`MAX_WORD`].
    pub(super) fn longest_word(&self, cell: &Cell) -> usize {
        let words = self.text(cell).split_whitespace().map(width::of);
        let numbers = self.article.ornaments(cell.clone());
        let number = numbers.iter().map(|number| number.columns).max();
        (words.max().unwrap_or(0) + number.unwrap_or(0)).min(MAX_WORD)
    }

    /// Where the block with this index starts.
    pub(super) fn start_of(&self, block: u32) -> u32 {
        self.article.blocks[block as usize].start
    }

    /// The block that a row belongs to. The first row that is shown, `first`, belongs to that of the header,
    /// which is shown in it or not at all.
    pub(super) fn block(&self, row: usize, first: usize) -> u32 {
        let row = if row == first { 0 } else { row };
        let row = u32::try_from(row).expect("each row has a byte, and texts are below 4 GiB");
        self.table.blocks.start + row
    }
}

/// The row of a table that consists of `pieces`; `first` if it is the first of its block.
pub(super) fn row_of(start: u32, block: u32, first: bool, pieces: Vec<Piece>) -> Row {
    let end = pieces.iter().rev().find_map(|piece| match piece {
        Piece::Text(range) => Some(range.end),
        _ => None,
    });
    let kind = if first { RowKind::First } else { RowKind::Rest };
    Row {
        pieces: Some(pieces.into()),
        ..Row::of_text(start..end.unwrap_or(start).max(start), block, kind)
    }
}

pub(super) fn push_space(pieces: &mut Vec<Piece>, columns: usize) {
    if columns > 0 {
        pieces.push(Piece::Space(columns));
    }
}

/// `widths` with `free` columns given to the narrowest of those below their `natural` widths, so that
/// they become as even as they can.
fn widened(mut widths: Vec<usize>, natural: &[usize], free: usize) -> Vec<usize> {
    for _ in 0..free {
        let below = widths.iter_mut().zip(natural);
        let narrowest = below
            .filter(|(width, natural)| **width < **natural)
            .min_by_key(|(width, _)| **width);
        match narrowest {
            Some((width, _)) => *width += 1,
            None => break,
        }
    }
    widths
}

/// Whether a cell is a number, a price, a percentage, a date or a score.
fn is_number(text: &str) -> bool {
    const SIGNS: &str = "+-−–±.,:/%‰'’()$€£¥°";
    let fits = |c: char| c.is_ascii_digit() || c.is_whitespace() || SIGNS.contains(c);
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(fits)
}
