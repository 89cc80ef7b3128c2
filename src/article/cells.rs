//! From a cell of an article's row to the text that it shows, and from a stretch of the text to what is copied
//! of it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::blocks::{Article, BlockKind};
use super::row::{Part, Row};
use crate::text::width;

/// A word is looked for in at most this many bytes on either side of a place in it.
const LONGEST_WORD: usize = 256;

/// What is under a cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Under {
    /// The bytes of the article's text that the cell shows. Where it shows none, an empty range: after the
    /// text to its left, or before the row's first.
    pub text: Range<usize>,
    /// Index of the link that it belongs to.
    pub link: Option<usize>,
}

impl Article {
    /// What is under the column `column` of a row, counted from the left of the article's text; `None` for a
    /// cell further left.
    pub fn under(&self, row: &Row, column: Option<usize>) -> Under {
        let mut nearest = row.start as usize;
        let nothing = |nearest, link| Under {
            text: nearest..nearest,
            link,
        };
        let Some(column) = column else {
            return nothing(nearest, None);
        };
        let mut x = 0;
        for part in self.parts(row) {
            match part {
                Part::Marker(text) => {
                    x += width::of(&text);
                    if column < x {
                        return nothing(nearest, None);
                    }
                }
                Part::LinkNumber { number, link } => {
                    x += width::of(&Part::link_number(number));
                    if column < x {
                        return nothing(nearest, link);
                    }
                }
                Part::LeftOut { range, link, .. } => {
                    x += width::of(&Part::LEFT_OUT);
                    if column < x {
                        return Under { text: range, link };
                    }
                }
                Part::Text { range, link, .. } => {
                    for (at, cluster, columns) in width::clusters(&self.text[range.clone()]) {
                        x += columns;
                        if column < x {
                            let start = range.start + at;
                            let text = start..start + cluster.len();
                            return Under { text, link };
                        }
                    }
                    nearest = range.end;
                }
            }
        }
        nothing(nearest, None)
    }

    /// The word around the byte `at`; empty where there is none.
    pub fn word_around(&self, at: usize) -> Range<usize> {
        let block = self.block_around(at);
        let text = &self.text[block.clone()];
        let at = at - block.start;
        let from = text.floor_char_boundary(at.saturating_sub(LONGEST_WORD));
        let to = text.ceil_char_boundary(at + LONGEST_WORD);
        let words = text[from..to].unicode_word_indices();
        let mut words = words.map(|(start, word)| {
            let start = block.start + from + start;
            start..start + word.len()
        });
        let at = block.start + at;
        let word = words.find(|word| word.contains(&at));
        word.unwrap_or(at..at)
    }

    /// The paragraph around the byte `at`, or another block of text; in a table, the cell.
    pub fn paragraph_around(&self, at: usize) -> Range<usize> {
        let block = self.block_around(at);
        let index = self.block_at(at);
        let cells = self.cells_of_row(index);
        let cell = cells
            .iter()
            .find(|cell| (cell.start..=cell.end).contains(&at));
        cell.cloned().unwrap_or(block)
    }

    /// The bytes `range` of the text as they were before they were laid out: an empty line between
    /// paragraphs, and a tab between the cells of a table's row. What is shown but no part of the text, like
    /// the numbers of links, is not among them.
    pub fn copied(&self, range: Range<usize>) -> String {
        let mut copied = String::new();
        let mut gap = false;
        let first = self.block_at(range.start);
        let blocks = self.blocks.iter().enumerate().skip(first);
        for (index, block) in blocks.take_while(|(_, block)| (block.start as usize) < range.end) {
            let within = |part: Range<usize>| {
                let start = part.start.max(range.start).min(part.end);
                start..part.end.min(range.end).max(start)
            };
            let cells = self.cells_of_row(index);
            let in_range = |cell: &&Range<usize>| cell.start < range.end && cell.end > range.start;
            let text = if cells.is_empty() {
                let text = within(block.start as usize..block.end as usize);
                self.text[text].to_owned()
            } else {
                let cells = cells.iter().filter(in_range).cloned();
                let cells: Vec<_> = cells.map(|cell| &self.text[within(cell)]).collect();
                cells.join("\t")
            };
            gap |= block.gap;
            if text.is_empty() {
                continue;
            }
            if !copied.is_empty() {
                copied.push_str(if gap { "\n\n" } else { "\n" });
            }
            copied.push_str(&text);
            gap = false;
        }
        copied
    }

    /// The index of the block that holds the byte `at`, else of the next one.
    fn block_at(&self, at: usize) -> usize {
        let above = self
            .blocks
            .partition_point(|block| (block.end as usize) < at);
        above.min(self.blocks.len().saturating_sub(1))
    }

    /// The bytes of the block around the byte `at`; empty at a place between blocks.
    fn block_around(&self, at: usize) -> Range<usize> {
        let block = self.blocks.get(self.block_at(at));
        let block = block.map(|block| block.start as usize..block.end as usize);
        block
            .filter(|block| (block.start..=block.end).contains(&at))
            .unwrap_or(at..at)
    }

    /// The cells of the table's row that the block `index` is; none for any other block.
    fn cells_of_row(&self, index: usize) -> Vec<Range<usize>> {
        let block = self.blocks.get(index);
        let is_row = block.is_some_and(|block| block.kind == BlockKind::TableRow);
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let after = self
            .tables
            .partition_point(|table| table.blocks.end <= index);
        let Some(table) = self.tables.get(after).filter(|_| is_row) else {
            return Vec::new();
        };
        let cells = table.row((index - table.blocks.start) as usize).iter();
        let cells = cells.map(|&(start, end)| start as usize..end as usize);
        cells.collect()
    }
}
