//! A story as styled paragraphs, and those laid out as rows of a given width.

mod build;
mod layout;
mod markdown;
mod nested;
mod pages;

use std::ops::Range;

pub use layout::{Layout, Row, RowKind};
pub use markdown::{is_plain, unopenable};
pub use nested::{angled, escaped, nested};
pub use pages::{StoryArticle, faults, note, of_story, shown, story, summary};

use crate::briefing::Field;
use crate::text::{DisplayText, Inline, Role};

/// The whole text of a story as the reader sees it, with what is known about its parts. All
/// offsets are bytes of `text`.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Its blocks, each behind the other with a line break between.
    pub text: DisplayText,
    /// In the order of the text.
    blocks: Vec<Block>,
    /// What blocks stand in; see [`Container`].
    containers: Vec<Container>,
    /// Where the style changes, in order: each reaches from the end of the one before to its own.
    runs: Vec<Run>,
    /// Addresses in the order of their numbers, which start at 1.
    links: Vec<DisplayText>,
    /// Ends of the link texts in order, each with the number of its link.
    link_ends: Vec<(u32, u32)>,
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
struct Block {
    start: u32,
    end: u32,
    kind: BlockKind,
    /// An empty row above.
    gap: bool,
    /// Index of the innermost container.
    container: Option<u32>,
    /// How many containers, from the innermost, show their marker on this block's first row.
    opens: u8,
}

/// A quote or a list item around blocks.
#[derive(Clone, Copy, Debug)]
struct Container {
    parent: Option<u32>,
    kind: ContainerKind,
    /// Which of three bullets it shows: how deep it stands, by threes.
    depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContainerKind {
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

#[derive(Clone, Copy, Debug)]
struct Run {
    end: u32,
    inline: Inline,
}

/// A part of a row to draw: text in one style, or something that stands beside the text.
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

    /// What the block of a row is; `None` for an empty row between blocks.
    pub fn kind_of(&self, row: &Row) -> Option<BlockKind> {
        (row.kind != RowKind::Gap).then(|| self.blocks[row.block as usize].kind)
    }

    fn link_ends_within(&self, range: Range<usize>) -> &[(u32, u32)] {
        let first = self
            .link_ends
            .partition_point(|&(end, _)| end as usize <= range.start);
        let last = self
            .link_ends
            .partition_point(|&(end, _)| end as usize <= range.end);
        &self.link_ends[first..last.max(first)]
    }

    fn is_quoted(&self, block: &Block) -> bool {
        self.ancestors(block.container)
            .any(|container| container.kind == ContainerKind::Quote)
    }

    /// From the innermost outwards.
    fn ancestors(&self, container: Option<u32>) -> impl Iterator<Item = &Container> {
        let get = |index: Option<u32>| index.map(|index| &self.containers[index as usize]);
        std::iter::successors(get(container), move |container| get(container.parent))
    }

    /// What stands left of a block's rows, from the outermost container inwards.
    fn markers(&self, block: &Block, first: bool) -> Vec<Part> {
        let shown = if first { usize::from(block.opens) } else { 0 };
        let mut parts: Vec<_> = self
            .ancestors(block.container)
            .enumerate()
            .map(|(level, container)| container.marker(level < shown))
            .collect();
        parts.reverse();
        parts
    }

    /// What stands in the gap above a block: the bars of the quotes that go on across it.
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

    /// Columns left of a block's rows.
    fn indent(&self, block: &Block) -> usize {
        self.ancestors(block.container)
            .map(Container::columns)
            .sum()
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

    fn columns(&self) -> usize {
        match self.kind {
            ContainerKind::Quote | ContainerKind::Bullet => 2,
            ContainerKind::Gutter { line } => line.to_string().len() + 3,
            ContainerKind::Number { columns, .. } => usize::from(columns) + 2,
        }
    }
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

impl Part {
    /// `[1]`.
    pub fn link_number(number: usize) -> DisplayText {
        DisplayText::line(&format!("[{number}]"))
    }
}
