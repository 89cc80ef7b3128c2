//! A row of an article, and the parts it consists of.

use std::ops::Range;

use super::blocks::{Article, Block, BlockKind, Container, ContainerKind, Number};
use crate::text::wrap::Ornament;
use crate::text::{DisplayStr, DisplayText, Inline, width};

/// One row: the bytes of the article's text that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The first byte, by which rows are in order.
    pub start: u32,
    /// The end of the last byte.
    pub end: u32,
    /// What the row consists of, where it is not all bytes from `start` to `end`: in a table, because cells
    /// are beside each other, and where the middle of an address is left out.
    pub(super) pieces: Option<Box<[Piece]>>,
    /// Index of the block it belongs to; for a gap, of the block below.
    pub(super) block: u32,
    pub kind: RowKind,
}

/// A part of a row of a table or of an address. The ranges are bytes of the article's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A part of a cell or of an address.
    Text(Range<u32>),
    /// The part of an address that `…` is shown for.
    LeftOut(Range<u32>),
    /// Empty columns.
    Space(usize),
    /// A line of this many columns.
    Rule(usize),
    /// A part of a header that has been shown before.
    Label(Range<u32>),
    /// What ends a header before its cell.
    LabelEnd,
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
        /// Index of the link that it belongs to.
        link: Option<usize>,
    },
    /// The number of the link that ends here, as `[1]`.
    LinkNumber {
        number: usize,
        /// Index of the link.
        link: Option<usize>,
    },
    /// The part of an address that `…` is shown for, since there is no room for it.
    LeftOut {
        /// Bytes of the article's text.
        range: Range<usize>,
        kind: BlockKind,
        /// Index of the link that it belongs to.
        link: Option<usize>,
    },
    /// What is beside the text: markers and indents of lists and quotes, numbers of footnotes, the rules
    /// and gaps of tables, and the headers that are repeated before their cells.
    Marker(DisplayText),
}

impl Row {
    /// The row that shows the bytes `range` of the block with the index `block`.
    pub(super) fn of_text(range: Range<u32>, block: u32, kind: RowKind) -> Self {
        Self {
            start: range.start,
            end: range.end,
            pieces: None,
            block,
            kind,
        }
    }

    /// Whether the byte `offset` is in a cell that the row shows.
    pub(super) fn has_in_cell(&self, offset: usize) -> bool {
        let mut pieces = self.pieces.iter().flatten();
        pieces.any(|piece| {
            matches!(piece, Piece::Text(range) if (range.start as usize..range.end as usize).contains(&offset))
        })
    }
}

impl Article {
    /// The parts of a row of this article's layout, from left to right.
    pub fn parts(&self, row: &Row) -> Vec<Part> {
        let block = &self.blocks[row.block as usize];
        let mut parts = match row.kind {
            RowKind::Gap => return self.markers_between(row.block as usize),
            kind => self.markers(block, kind == RowKind::First),
        };
        let Some(pieces) = &row.pieces else {
            self.push_text(&mut parts, block, row.start..row.end);
            return parts;
        };
        for piece in pieces {
            let text = match piece {
                Piece::Text(range) => {
                    self.push_text(&mut parts, block, range.clone());
                    continue;
                }
                Piece::LeftOut(range) => {
                    let range = range.start as usize..range.end as usize;
                    let link = self.link_at(range.end);
                    let kind = block.kind;
                    parts.push(Part::LeftOut { range, kind, link });
                    continue;
                }
                Piece::Space(columns) => DisplayText::line(&" ".repeat(*columns)),
                Piece::Rule(columns) => DisplayText::line(&"─".repeat(*columns)),
                Piece::Label(range) => {
                    let range = range.start as usize..range.end as usize;
                    self.text.as_display().part(range).to_text()
                }
                Piece::LabelEnd => DisplayText::line(":"),
            };
            parts.push(Part::Marker(text));
        }
        parts
    }

    /// Adds the bytes `range` of the text, with the numbers in it.
    fn push_text(&self, parts: &mut Vec<Part>, block: &Block, range: Range<u32>) {
        let quoted = self.is_quoted(block);
        let (mut at, end) = (range.start as usize, range.end as usize);
        let mut numbers = self.numbers_within(at..end).iter().copied().peekable();
        let mut run = self.runs.partition_point(|run| run.end as usize <= at);
        let mut link = self.links.partition_point(|link| link.end as usize <= at);
        while at < end {
            let (run_end, inline) = self.runs.get(run).map_or((end, Inline::default()), |run| {
                (run.end as usize, run.inline)
            });
            let (in_link, link_stop) = self.links.get(link).map_or((None, end), |next| {
                match (next.start as usize, next.end as usize) {
                    (start, end) if start <= at => (Some(link), end),
                    (start, _) => (None, start),
                }
            });
            let stop = numbers
                .peek()
                .map_or(end, |&(place, _)| place as usize)
                .min(run_end)
                .min(link_stop)
                .min(end);
            parts.push(Part::Text {
                range: at..stop,
                kind: block.kind,
                inline,
                quoted,
                link: in_link,
            });
            let is_over = in_link.filter(|_| stop == link_stop);
            while let Some((_, number)) = numbers.next_if(|&(place, _)| place as usize == stop) {
                parts.push(match number {
                    Number::Link(number) => Part::LinkNumber {
                        number: number as usize,
                        link: is_over,
                    },
                    note @ Number::Note { .. } => Part::Marker(note.shown()),
                });
            }
            run += usize::from(stop == run_end);
            link += usize::from(is_over.is_some());
            at = stop;
        }
    }

    /// The empty row above the block with the index `block`.
    pub(super) fn gap_above(&self, block: u32) -> Row {
        let line_break = self.blocks[block as usize].start.saturating_sub(1);
        Row::of_text(line_break..line_break, block, RowKind::Gap)
    }

    /// The numbers in the bytes `range` of the text, at bytes of that part.
    pub(super) fn ornaments(&self, range: Range<u32>) -> Vec<Ornament> {
        let numbers = self.numbers_within(range.start as usize..range.end as usize);
        let ornaments = numbers.iter().map(|&(at, number)| Ornament {
            at: (at - range.start) as usize,
            columns: width::of(&number.shown()),
        });
        ornaments.collect()
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
            ContainerKind::Bullet if self.task == Some(true) => "☑ ".to_owned(),
            ContainerKind::Bullet if self.task == Some(false) => "☐ ".to_owned(),
            ContainerKind::Bullet => match self.depth {
                1 => "• ".to_owned(),
                2 => "– ".to_owned(),
                _ => "· ".to_owned(),
            },
            ContainerKind::Note { number, columns } => {
                format!(
                    "{:>width$} ",
                    superscript(number),
                    width = usize::from(columns)
                )
            }
            ContainerKind::Number { number, columns } => {
                let task = match self.task {
                    Some(true) => "☑ ",
                    Some(false) => "☐ ",
                    None => "",
                };
                format!("{number:>width$}. {task}", width = usize::from(columns))
            }
        };
        Part::Marker(DisplayText::line(&text))
    }
}

impl Part {
    /// Index of the link that it belongs to.
    pub fn link(&self) -> Option<usize> {
        match self {
            Self::Text { link, .. }
            | Self::LeftOut { link, .. }
            | Self::LinkNumber { link, .. } => *link,
            Self::Marker(_) => None,
        }
    }

    /// What is shown for the part of an address that is left out.
    pub const LEFT_OUT: DisplayStr<'static> = DisplayStr::own("…");

    /// How the number of a link is shown: `[1]`.
    pub fn link_number(number: usize) -> DisplayText {
        DisplayText::line(&format!("[{number}]"))
    }
}

impl Number {
    /// How it is shown: `[1]` for a link, and `¹` for a footnote.
    pub(super) fn shown(self) -> DisplayText {
        match self {
            Self::Link(number) => Part::link_number(number as usize),
            Self::Note { number, follows } => {
                // Two numbers without anything between them would be another one.
                let comma = if follows { "," } else { "" };
                DisplayText::line(&format!("{comma}{}", superscript(number)))
            }
        }
    }
}

/// A number in raised digits.
pub(super) fn superscript(number: u32) -> String {
    let raised = |digit| match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    number.to_string().chars().map(raised).collect()
}
