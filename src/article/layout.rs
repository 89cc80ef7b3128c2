//! The rows of an article at a given width.

use std::ops::Range;

use super::blocks::{Article, Block, BlockKind};
use super::foot;
use super::row::{Row, RowKind};
use super::table;
use crate::text::width;
use crate::text::wrap::{self, Fit, Paragraph};

/// Texts of more bytes than this are wrapped by first fit, which is several times faster.
const OPTIMAL_FIT_BYTES: usize = 64 * 1024;
/// Rows are never laid out narrower than this, however deep the list; text that does not fit is clipped.
const MIN_COLUMNS: usize = 8;

/// All rows of an article at one width.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The width in columns. A row exceeds it only if it is a single wider grapheme, or so deep in lists
    /// that fewer than eight columns were left.
    pub columns: usize,
    /// In order of their starts. Not empty if the article has a block.
    pub rows: Vec<Row>,
    /// The number of rows above the list of addresses at the foot and the empty row before it; all rows
    /// if there is no such list. Once these have been seen, nothing is left to read.
    pub story_rows: usize,
}

/// How the list of addresses at an article's foot is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foot {
    /// Each address in as many rows as it takes.
    Whole,
    /// Each address in one row, without some of its middle where it does not fit.
    OneRowEach,
    /// Not at all: links lead to the addresses by themselves.
    Absent,
}

impl Layout {
    /// All rows, with whole addresses at the foot.
    pub fn new(article: &Article, columns: usize) -> Self {
        Self::with_foot(article, columns, Foot::Whole)
    }

    pub fn with_foot(article: &Article, columns: usize, foot: Foot) -> Self {
        let mut blocks = article.blocks.as_slice();
        if foot == Foot::Absent {
            let addresses = blocks.iter().rev();
            let is_address = |block: &&Block| block.kind == BlockKind::Address;
            let story = blocks.len() - addresses.take_while(is_address).count();
            blocks = &blocks[..story];
        }
        let fit = if article.text.len() > OPTIMAL_FIT_BYTES {
            Fit::First
        } else {
            Fit::Optimal
        };
        let mut rows =
            Vec::with_capacity(article.text.len() / columns.max(1) + article.blocks.len());
        let mut story_rows = 0;
        let mut tables = article.tables.iter().peekable();
        for (index, block) in blocks.iter().enumerate() {
            let index = u32::try_from(index)
                .expect("blocks are separated by a byte, and texts are below 4 GiB");
            if block.gap {
                rows.push(article.gap_above(index));
            }
            if block.kind == BlockKind::Address && foot == Foot::OneRowEach {
                let columns = columns.max(MIN_COLUMNS);
                rows.push(foot::row_of(article, block, index, columns));
            } else if block.kind != BlockKind::TableRow {
                push_block(&mut rows, article, block, index, columns, fit);
            } else if let Some(table) = tables.next_if(|table| table.blocks.start == index) {
                // The whole table comes with its first row.
                let columns = columns
                    .saturating_sub(article.indent(block))
                    .max(MIN_COLUMNS);
                table::push_rows(&mut rows, article, table, columns, fit);
            }
            if block.kind != BlockKind::Address {
                story_rows = rows.len();
            }
        }
        Self {
            columns,
            rows,
            story_rows,
        }
    }

    /// The index of the row that shows the byte `offset`, else of the nearest one above it.
    pub fn row_at(&self, offset: usize) -> usize {
        let above = self
            .rows
            .partition_point(|row| row.start as usize <= offset)
            .saturating_sub(1);
        if self.rows.get(above).is_none_or(|row| row.pieces.is_none()) {
            return above;
        }
        // Cells are beside each other, so the byte may be in any row of the same record.
        let block = self.rows[above].block;
        let (before, after) = self.rows.split_at(above);
        let in_record = |row: &&Row| row.block == block;
        let shows = |row: &Row| row.has_in_cell(offset);
        let below = after.iter().take_while(in_record).position(shows);
        let higher = before.iter().rev().take_while(in_record).position(shows);
        match (below, higher) {
            (Some(below), _) => above + below,
            (None, Some(higher)) => above - 1 - higher,
            (None, None) => above,
        }
    }
}

fn push_block(
    rows: &mut Vec<Row>,
    article: &Article,
    block: &Block,
    index: u32,
    columns: usize,
    fit: Fit,
) {
    let text = &article.text[block.start as usize..block.end as usize];
    let columns = columns
        .saturating_sub(article.indent(block))
        .max(MIN_COLUMNS);
    let ornaments = article.ornaments(block.start..block.end);
    let verbatim = block.kind == BlockKind::Code;
    let ranges = if block.kind == BlockKind::Excerpt {
        excerpt_rows(text, columns)
    } else {
        wrap::rows(
            Paragraph {
                text,
                ornaments: &ornaments,
                verbatim,
            },
            columns,
            fit,
        )
    };
    for (number, range) in ranges.into_iter().enumerate() {
        let offset = |bytes: usize| {
            block.start + u32::try_from(bytes).expect("it is inside the text, which is below 4 GiB")
        };
        let kind = if number == 0 {
            RowKind::First
        } else {
            RowKind::Rest
        };
        let range = offset(range.start)..offset(range.end);
        rows.push(Row::of_text(range, index, kind));
    }
}

/// One row for each of an excerpt's two lines, both cut to the same columns around the carets.
fn excerpt_rows(text: &str, columns: usize) -> Vec<Range<usize>> {
    let carets = text.rsplit('\n').next().unwrap_or_default();
    let caret = carets.len() - carets.trim_start().len();
    let skipped = (caret + 1).saturating_sub(columns * 2 / 3);
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let hidden = width::fitting(line, skipped).len();
            let shown = width::fitting(&line[hidden..], columns).len();
            let row = start + hidden..start + hidden + shown;
            start += line.len() + 1;
            row
        })
        .collect()
}
