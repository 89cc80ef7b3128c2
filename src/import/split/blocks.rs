//! The blocks of a Markdown text, and what matters of them for splitting it.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Heading { level: u8 },
    Paragraph,
    Rule,
    Other,
}

/// A block that is not within another.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) range: Range<usize>,
    /// What it shows.
    pub(super) text: String,
    /// The address of its first link.
    pub(super) link: Option<String>,
    /// Bytes of `text` that are links, and that are emphasised or strong.
    pub(super) linked: usize,
    /// Where the source of its emphasised text is, when it has nothing else.
    pub(super) emphasised: Option<Range<usize>>,
}

impl Block {
    pub(super) fn level(&self) -> Option<u8> {
        match self.kind {
            BlockKind::Heading { level } if !self.text.is_empty() => Some(level),
            _ => None,
        }
    }

    /// Whether a link is all there is.
    pub(super) fn is_link(&self) -> bool {
        self.kind == BlockKind::Paragraph
            && self.linked > 0
            && self.linked >= self.text.trim().len()
    }
}

pub(super) fn of(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    let mut blocks: Vec<Block> = Vec::new();
    let mut depth = 0_usize;
    let mut in_link = 0_usize;
    let mut emphasised_until = 0;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let is_block = matches!(&event, Event::Rule)
            || matches!(&event, Event::Start(tag) if depth == 0 && !is_inline(tag));
        if depth == 0 && is_block {
            blocks.push(Block {
                kind: kind(&event),
                range: range.clone(),
                text: String::new(),
                link: None,
                linked: 0,
                emphasised: None,
            });
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        let Some(block) = blocks.last_mut() else {
            continue;
        };
        match event {
            Event::Start(Tag::Link {
                dest_url,
                link_type,
                ..
            }) => {
                in_link += 1;
                let scheme = if link_type == LinkType::Email {
                    "mailto:"
                } else {
                    ""
                };
                block
                    .link
                    .get_or_insert_with(|| format!("{scheme}{dest_url}"));
            }
            Event::End(TagEnd::Link) => in_link -= 1,
            Event::Start(Tag::Emphasis | Tag::Strong) => {
                emphasised_until = emphasised_until.max(range.end);
                if block.text.is_empty() && block.emphasised.is_none() {
                    block.emphasised = Some(range);
                }
            }
            Event::Text(shown)
            | Event::Code(shown)
            | Event::Html(shown)
            | Event::InlineHtml(shown) => {
                block.text.push_str(&shown);
                if in_link > 0 {
                    block.linked += shown.len();
                } else if let Some(address) = bare_address(&shown) {
                    block.link.get_or_insert(address);
                    block.linked += shown.len();
                }
                if range.start >= emphasised_until && !shown.trim().is_empty() {
                    block.emphasised = None;
                    emphasised_until = 0;
                }
            }
            Event::SoftBreak | Event::HardBreak => block.text.push(' '),
            _ => {}
        }
    }
    for block in &mut blocks {
        block.emphasised = block
            .emphasised
            .take()
            .filter(|_| block.kind == BlockKind::Paragraph);
    }
    blocks
}

/// Text that is an address and nothing else.
fn bare_address(text: &str) -> Option<String> {
    let text = text.trim();
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    (is_address && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

fn kind(event: &Event<'_>) -> BlockKind {
    match event {
        Event::Rule => BlockKind::Rule,
        Event::Start(Tag::Heading { level, .. }) => BlockKind::Heading {
            level: match level {
                HeadingLevel::H1 => 1,
                HeadingLevel::H2 => 2,
                HeadingLevel::H3 => 3,
                HeadingLevel::H4 => 4,
                HeadingLevel::H5 => 5,
                HeadingLevel::H6 => 6,
            },
        },
        Event::Start(Tag::Paragraph) => BlockKind::Paragraph,
        _ => BlockKind::Other,
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}
