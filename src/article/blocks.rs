//! An article: its text, and the blocks, styles and links in it.

use std::ops::Range;

use crate::briefing::Field;
use crate::text::DisplayText;

/// The whole text of a story as the reader sees it, with what is known about its parts. All
/// offsets are bytes of `text`.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Its blocks, each behind the other with a line break between.
    pub text: DisplayText,
    /// In the order of the text.
    pub(super) blocks: Vec<Block>,
    /// What blocks stand in; see [`Container`].
    pub(super) containers: Vec<Container>,
    /// Where the style changes, in order: each reaches from the end of the one before to its own.
    pub(super) runs: Vec<Run>,
    /// Addresses in the order of their numbers, which start at 1.
    pub(super) links: Vec<DisplayText>,
    /// Ends of the link texts in order, each with the number of its link.
    pub(super) link_ends: Vec<(u32, u32)>,
    /// Where each field of the story stands, in order; what lies between is not searched.
    pub fields: Vec<(Field, Range<usize>)>,
    /// Where the story's body starts.
    pub body_start: usize,
}

/// How a break in the story shows.
pub const BREAK: &str = "· · ·";

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// The edition's summary, above its first story.
    Preface,
    Headline,
    Standfirst,
    /// Section, minutes, tags.
    Meta,
    #[default]
    Paragraph,
    Heading,
    /// Lines kept as they stand.
    Code,
    /// A break in the story; its text is empty.
    Rule,
    /// An address at the foot.
    Address,
    /// Source lines of a faulty file, with their carets; cut, never broken.
    Excerpt,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: BlockKind,
    /// An empty row above.
    pub(super) gap: bool,
    /// Index of the innermost container.
    pub(super) container: Option<u32>,
    /// How many containers, from the innermost, show their marker on this block's first row.
    pub(super) opens: u8,
}

/// A quote or a list item around blocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Container {
    pub(super) parent: Option<u32>,
    pub(super) kind: ContainerKind,
    /// Which of three bullets it shows: how deep it stands, by threes.
    pub(super) depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContainerKind {
    Quote,
    /// Left of a source excerpt: its line's number.
    Gutter {
        line: usize,
    },
    Bullet,
    /// A numbered item, and the columns of its list's widest number.
    Number {
        number: u64,
        columns: u8,
    },
}

/// How a stretch of text is set, on top of what its block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they combine freely")]
pub struct Inline {
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    pub link: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) end: u32,
    pub(super) inline: Inline,
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
