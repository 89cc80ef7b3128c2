//! A row of an article, and the parts it consists of.

use std::ops::Range;

use super::blocks::{Article, Block, BlockKind, Container, ContainerKind};
use crate::text::DisplayText;
use crate::text::Inline;

/// One row: the bytes of the article's text that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub start: u32,
    pub end: u32,
    /// Index of the block it belongs to; for a gap, of the block below.
    pub(super) block: u32,
    pub kind: RowKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The empty row above a block.
    Gap,
    /// A block's first row.
    First,
    /// A block's other rows.
    Rest,
}

/// A part of a row: text in one style, or something shown with it that is not part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Bytes of the article's text.
    Text {
        range: Range<usize>,
        kind: BlockKind,
        inline: Inline,
        quoted: bool,
    },
    /// The number of the link that ends here, as `[1]`.
    LinkNumber(usize),
    /// The marker or indent of lists and quotes.
    Marker(DisplayText),
}

impl Article {
    /// The parts of a row of this article's layout, from left to right.
    pub fn parts(&self, row: &Row) -> Vec<Part> {
        let block = &self.blocks[row.block as usize];
        let mut parts = match row.kind {
            RowKind::Gap => return self.markers_between(row.block as usize),
            kind => self.markers(block, kind == RowKind::First),
        };
        let quoted = self.is_quoted(block);
        let (mut at, end) = (row.start as usize, row.end as usize);
        let mut link_ends = self.link_ends_within(at..end).iter().copied().peekable();
        let mut run = self.runs.partition_point(|run| run.end as usize <= at);
        while at < end {
            let (run_end, inline) = self.runs.get(run).map_or((end, Inline::default()), |run| {
                (run.end as usize, run.inline)
            });
            let stop = link_ends
                .peek()
                .map_or(end, |&(link_end, _)| link_end as usize)
                .min(run_end)
                .min(end);
            parts.push(Part::Text {
                range: at..stop,
                kind: block.kind,
                inline,
                quoted,
            });
            while let Some((_, number)) =
                link_ends.next_if(|&(link_end, _)| link_end as usize == stop)
            {
                parts.push(Part::LinkNumber(number as usize));
            }
            run += usize::from(stop == run_end);
            at = stop;
        }
        parts
    }

    /// The kind of the row's block; `None` for the empty row between blocks.
    pub fn kind_of(&self, row: &Row) -> Option<BlockKind> {
        (row.kind != RowKind::Gap).then(|| self.blocks[row.block as usize].kind)
    }

    /// The markers or indents to the left of a block's row, from the outermost container inwards.
    fn markers(&self, block: &Block, first: bool) -> Vec<Part> {
        let shown = if first {
            usize::from(block.new_containers)
        } else {
            0
        };
        let mut parts: Vec<_> = self
            .ancestors(block.container)
            .enumerate()
            .map(|(level, container)| container.marker(level < shown))
            .collect();
        parts.reverse();
        parts
    }

    /// The markers in the gap above a block: the bars of the quotes that contain both it and the block
    /// before.
    fn markers_between(&self, block: usize) -> Vec<Part> {
        let chain = |block: usize| {
            let mut indices: Vec<_> =
                std::iter::successors(self.blocks[block].container, |&index| {
                    self.containers[index as usize].parent
                })
                .collect();
            indices.reverse();
            indices
        };
        let (above, below) = (chain(block.saturating_sub(1)), chain(block));
        let shared = above
            .iter()
            .zip(&below)
            .take_while(|(one, other)| one == other);
        shared
            .map(|(&index, _)| self.containers[index as usize].marker(false))
            .collect()
    }
}

impl Container {
    fn marker(&self, shown: bool) -> Part {
        let text = match self.kind {
            ContainerKind::Quote => "▎ ".to_owned(),
            ContainerKind::Gutter { line } if shown => format!("{line} │ "),
            ContainerKind::Gutter { .. } => format!("{}│ ", " ".repeat(self.columns() - 2)),
            _ if !shown => " ".repeat(self.columns()),
            ContainerKind::Bullet => match self.depth {
                1 => "• ".to_owned(),
                2 => "– ".to_owned(),
                _ => "· ".to_owned(),
            },
            ContainerKind::Number { number, columns } => {
                format!("{number:>width$}. ", width = usize::from(columns))
            }
        };
        Part::Marker(DisplayText::line(&text))
    }
}

impl Part {
    /// How the number of a link is shown: `[1]`.
    pub fn link_number(number: usize) -> DisplayText {
        DisplayText::line(&format!("[{number}]"))
    }
}
