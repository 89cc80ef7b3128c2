//! An article: its text, and the blocks, styles and links in it.

use std::ops::Range;

use crate::briefing::Field;
use crate::text::{DisplayText, Inline, Role};

/// The whole text of a story as it is shown, with its blocks, styles and links. All offsets are bytes
/// of `text`.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The text of all blocks, separated by line breaks.
    pub text: DisplayText,
    /// In the order of the text.
    pub(super) blocks: Vec<Block>,
    /// The quotes and list items around blocks.
    pub(super) containers: Vec<Container>,
    /// The styles of the text, in order. Each run begins at the end of the one before.
    pub(super) runs: Vec<Run>,
    pub(super) tables: Vec<Table>,
    /// Every address that the article leads to, once.
    pub(super) addresses: Vec<DisplayText>,
    /// How many of the addresses, from the first on, have a number: the others are shown in the text.
    pub(super) numbered: usize,
    /// Index of the address of the story's own link, if it may be opened.
    pub(super) own_link: Option<u32>,
    /// In the order of the text, and not overlapping.
    pub(super) links: Vec<Link>,
    /// The numbers shown in the text, in order: each directly before the byte given with it, which is
    /// the end of a word.
    pub(super) numbers: Vec<(u32, Number)>,
    /// The range of each field of the story, in order. Text between them is not searched.
    pub fields: Vec<(Field, Range<usize>)>,
    /// The first byte of the story's body.
    pub body_start: usize,
}

/// What is shown for a break in the story.
pub const BREAK: &str = "· · ·";

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// The edition's summary, above its first story.
    Preface,
    Headline,
    Standfirst,
    /// Byline, section, minutes and tags.
    Meta,
    #[default]
    Paragraph,
    Heading,
    /// Lines whose white space is kept.
    Code,
    /// A break in the story; its text is empty.
    Rule,
    /// A row of a table, its cells separated by two spaces.
    TableRow,
    /// An address in the list at the foot.
    Address,
    /// A source line of a faulty file and the line of its carets; cut, never broken.
    Excerpt,
}

/// What separates the cells of a table's row in the text.
pub(super) const CELL_GAP: &str = "  ";

#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: BlockKind,
    /// Whether there is an empty row above it.
    pub(super) gap: bool,
    /// Index of the innermost container.
    pub(super) container: Option<u32>,
    /// How many containers, counted from the innermost, show their marker on this block's first row.
    pub(super) new_containers: u8,
}

/// A quote or a list item around blocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Container {
    pub(super) parent: Option<u32>,
    pub(super) kind: ContainerKind,
    /// How many lists it is nested in, modulo 3: chooses its bullet.
    pub(super) depth: usize,
    /// For an item of a task list, whether it is done.
    pub(super) task: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContainerKind {
    Quote,
    /// The line number to the left of a source excerpt.
    Gutter {
        line: usize,
    },
    Bullet,
    /// A footnote; `columns` is the width of the widest number.
    Note {
        number: u32,
        columns: u8,
    },
    /// A numbered item; `columns` is the width of its list's widest number.
    Number {
        number: u64,
        columns: u8,
    },
}

/// A table: blocks of the kind [`BlockKind::TableRow`], of which the first is its header.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Indices of its blocks.
    pub(super) blocks: Range<u32>,
    /// One for each column; `None` where the source does not say.
    pub(super) alignments: Vec<Option<Alignment>>,
    /// The cells of all rows, as ranges of the article's text without white space around it.
    pub(super) cells: Vec<(u32, u32)>,
    /// Where the cells of each row end in `cells`. A row has at most one cell for each column.
    pub(super) row_ends: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alignment {
    Left,
    Centre,
    Right,
}

/// A number that is shown in the text but is no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// Of the address of the link that ends here.
    Link(u32),
    /// Of a footnote; `follows` if the number of another one is directly before it.
    Note { number: u32, follows: bool },
}

/// Text of an article that leads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Bytes of the article's text, without white space around them.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Index of the address.
    pub(super) address: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) end: u32,
    pub(super) inline: Inline,
}

impl BlockKind {
    /// What the style of its text depends on; `quoted` when the block is inside a quote.
    pub fn role(self, quoted: bool) -> Role {
        match self {
            Self::Headline | Self::Heading => Role::Heading,
            Self::Standfirst => Role::Standfirst,
            Self::Meta | Self::Address | Self::Rule => Role::Aside,
            Self::Code => Role::Code,
            Self::Preface | Self::Paragraph | Self::TableRow if quoted => Role::Quote,
            Self::Preface | Self::Paragraph | Self::TableRow | Self::Excerpt => Role::Body,
        }
    }
}

impl Article {
    /// The numbers after the first byte of `range`, up to and with those at its end.
    pub(super) fn numbers_within(&self, range: Range<usize>) -> &[(u32, Number)] {
        let first = self
            .numbers
            .partition_point(|&(at, _)| at as usize <= range.start);
        let last = self
            .numbers
            .partition_point(|&(at, _)| at as usize <= range.end);
        &self.numbers[first..last.max(first)]
    }

    pub(super) fn is_quoted(&self, block: &Block) -> bool {
        self.ancestors(block.container)
            .any(|container| container.kind == ContainerKind::Quote)
    }

    /// From the innermost outwards.
    pub(super) fn ancestors(&self, container: Option<u32>) -> impl Iterator<Item = &Container> {
        let get = |index: Option<u32>| index.map(|index| &self.containers[index as usize]);
        std::iter::successors(get(container), move |container| get(container.parent))
    }

    /// Columns left of a block's rows.
    pub(super) fn indent(&self, block: &Block) -> usize {
        self.ancestors(block.container)
            .map(Container::columns)
            .sum()
    }
}

impl Container {
    pub(super) fn columns(&self) -> usize {
        match self.kind {
            ContainerKind::Quote | ContainerKind::Bullet => 2,
            ContainerKind::Gutter { line } => line.to_string().len() + 3,
            ContainerKind::Note { columns, .. } => usize::from(columns) + 1,
            ContainerKind::Number { columns, .. } => {
                usize::from(columns) + 2 + if self.task.is_some() { 2 } else { 0 }
            }
        }
    }
}

impl Alignment {
    /// The parser's alignment as ours; `None` where the source does not say.
    pub(super) fn of(given: pulldown_cmark::Alignment) -> Option<Self> {
        match given {
            pulldown_cmark::Alignment::None => None,
            pulldown_cmark::Alignment::Left => Some(Self::Left),
            pulldown_cmark::Alignment::Center => Some(Self::Centre),
            pulldown_cmark::Alignment::Right => Some(Self::Right),
        }
    }
}

impl Table {
    pub(super) fn columns(&self) -> usize {
        self.alignments.len()
    }

    pub(super) fn rows(&self) -> usize {
        self.row_ends.len()
    }

    /// The cells of a row, from left to right.
    pub(super) fn row(&self, row: usize) -> &[(u32, u32)] {
        let start = row.checked_sub(1).map_or(0, |above| self.row_ends[above]);
        &self.cells[start as usize..self.row_ends[row] as usize]
    }
}
