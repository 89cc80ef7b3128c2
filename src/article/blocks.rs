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
    /// The addresses of the links. The first has the number 1.
    pub(super) links: Vec<DisplayText>,
    /// The end of each link's text, in order, with the number of its address.
    pub(super) link_ends: Vec<(u32, u32)>,
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
    /// An address in the list at the foot.
    Address,
    /// A source line of a faulty file and the line of its carets; cut, never broken.
    Excerpt,
}

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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContainerKind {
    Quote,
    /// The line number to the left of a source excerpt.
    Gutter {
        line: usize,
    },
    Bullet,
    /// A numbered item; `columns` is the width of its list's widest number.
    Number {
        number: u64,
        columns: u8,
    },
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
            Self::Preface | Self::Paragraph if quoted => Role::Quote,
            Self::Preface | Self::Paragraph | Self::Excerpt => Role::Body,
        }
    }
}

impl Article {
    pub(super) fn link_ends_within(&self, range: Range<usize>) -> &[(u32, u32)] {
        let first = self
            .link_ends
            .partition_point(|&(end, _)| end as usize <= range.start);
        let last = self
            .link_ends
            .partition_point(|&(end, _)| end as usize <= range.end);
        &self.link_ends[first..last.max(first)]
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
            ContainerKind::Number { columns, .. } => usize::from(columns) + 2,
        }
    }
}
