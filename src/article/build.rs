//! Putting an article together, block by block.

use std::collections::HashMap;

use super::blocks::{Article, Block, BlockKind, Container, ContainerKind, Inline, Run};
use crate::briefing::{Field, is_openable};
use crate::text::{DisplayStr, DisplayText};

/// How deep quotes and list items are indented.
const MAX_DEPTH: usize = 8;

/// An article under construction.
#[derive(Default)]
pub(super) struct Builder {
    article: Article,
    /// The number of each address.
    numbers: HashMap<DisplayText, u32>,
    /// Innermost last.
    containers: Vec<u32>,
    /// Containers that have not shown their marker yet.
    unmarked: u8,
    open: Option<Block>,
    /// The next block follows without a gap.
    joined: bool,
    /// A line of the source has ended in this style, and the next has not come yet.
    broken: Option<Inline>,
}

impl Builder {
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the open block has text.
    pub(super) fn has_text(&self) -> bool {
        self.open
            .is_some_and(|block| (block.start as usize) < self.article.text.len())
    }

    /// Bytes of text so far.
    pub(super) fn end(&self) -> usize {
        self.article.text.len()
    }

    /// The next block follows the one before without a gap.
    pub(super) fn join_next(&mut self) {
        self.joined = true;
    }

    pub(super) fn open_block(&mut self, kind: BlockKind, gap: bool) {
        self.close_block();
        if !self.article.blocks.is_empty() {
            self.article.text.push(DisplayStr::own("\n"));
            self.extend_run(Inline::default());
        }
        let start = offset(self.end());
        self.open = Some(Block {
            start,
            end: start,
            kind,
            gap: gap && !self.joined && !self.article.blocks.is_empty(),
            container: self.containers.last().copied(),
            opens: std::mem::take(&mut self.unmarked),
        });
        self.joined = false;
    }

    pub(super) fn close_block(&mut self) {
        self.broken = None;
        if let Some(mut block) = self.open.take() {
            block.end = offset(self.end());
            self.article.blocks.push(block);
        }
    }

    /// A block of one style.
    pub(super) fn push_block(&mut self, kind: BlockKind, text: &str, gap: bool) {
        self.open_block(kind, gap);
        self.push_text(text, Inline::default());
        self.close_block();
    }

    /// Appends to the open block. References such as `&#27;` have been resolved by now, so the text
    /// goes through the gate once more.
    pub(super) fn push_text(&mut self, text: &str, inline: Inline) {
        self.join(text);
        let from = self.open.map_or(self.end(), |block| block.start as usize);
        self.article.text.push_piece(from, text);
        self.extend_run(inline);
    }

    /// A line break of the source, which comes out as a space when text follows; as nothing between
    /// characters that are set solid.
    pub(super) fn soft_break(&mut self, inline: Inline) {
        self.broken = Some(inline);
    }

    /// Carries out a soft break before `next`.
    fn join(&mut self, next: &str) {
        let solid = |c: Option<char>| c.is_some_and(is_set_solid);
        if let Some(inline) = self.broken.take()
            && !(solid(self.article.text.chars().next_back()) && solid(next.chars().next()))
        {
            self.article.text.push(DisplayStr::own(" "));
            self.extend_run(inline);
        }
    }

    pub(super) fn hard_break(&mut self) {
        self.article.text.push(DisplayStr::own("\n"));
        self.extend_run(Inline::default());
    }

    fn extend_run(&mut self, inline: Inline) {
        let end = offset(self.end());
        match self.article.runs.last_mut() {
            Some(run) if run.inline == inline => run.end = end,
            _ => self.article.runs.push(Run { end, inline }),
        }
    }

    /// `depth` chooses the bullet.
    pub(super) fn open_container(&mut self, kind: ContainerKind, depth: usize) {
        // Deeper ones all stand where the deepest may: there is no width left for more.
        let parent = self
            .containers
            .iter()
            .take(MAX_DEPTH - 1)
            .next_back()
            .copied();
        self.article.containers.push(Container {
            parent,
            kind,
            depth,
        });
        self.containers
            .push(offset(self.article.containers.len() - 1));
        self.unmarked = self.unmarked.saturating_add(1);
    }

    /// Whether an item has been opened that has no content yet.
    pub(super) fn awaits_marker(&self) -> bool {
        self.unmarked > 0
    }

    pub(super) fn innermost(&self) -> Option<u32> {
        self.containers.last().copied()
    }

    /// Sets all numbers of a list, whose containers are the first to the last of `items`, to one width.
    pub(super) fn align_numbers(&mut self, items: (u32, u32), width: u8) {
        let parent = self.article.containers[items.0 as usize].parent;
        for container in &mut self.article.containers[items.0 as usize..=items.1 as usize] {
            if let ContainerKind::Number { columns, .. } = &mut container.kind
                && container.parent == parent
            {
                *columns = width;
            }
        }
    }

    /// An item without content still shows its marker.
    pub(super) fn close_container(&mut self) {
        if self.unmarked > 0 && !self.is_open() {
            self.open_block(BlockKind::Paragraph, false);
        }
        self.close_block();
        self.containers.pop();
    }

    /// Numbers the link whose text started at the byte `start` and ends here. One address has one
    /// number.
    pub(super) fn end_link(&mut self, start: usize, address: &DisplayText) {
        let number = self.number(address);
        let text = self.article.text[start..].trim_end();
        let end = offset(start + text.len());
        // A number behind white space alone would stand on the row of the word before.
        if !text.is_empty()
            && self
                .article
                .link_ends
                .last()
                .is_none_or(|&(last, _)| last < end)
        {
            self.article.link_ends.push((end, number));
        }
    }

    fn number(&mut self, address: &DisplayText) -> u32 {
        if let Some(&number) = self.numbers.get(address) {
            return number;
        }
        self.article.links.push(address.clone());
        let number = offset(self.article.links.len());
        self.numbers.insert(address.clone(), number);
        number
    }

    /// Notes that what `write` appends is a field of the story.
    pub(super) fn field(&mut self, field: Field, write: impl FnOnce(&mut Self)) {
        let start = self.end();
        write(self);
        // A block begins behind the line break that ends the one before.
        let breaks = self.article.text[start..]
            .bytes()
            .take_while(|&byte| byte == b'\n')
            .count();
        if self.end() > start + breaks {
            self.article
                .fields
                .push((field, start + breaks..self.end()));
        }
    }

    pub(super) fn begin_body(&mut self) {
        self.close_block();
        self.article.body_start = self.end() + 1;
    }

    /// The text alone, without the list of addresses.
    pub(super) fn into_text(mut self) -> DisplayText {
        self.close_block();
        self.article.text
    }

    /// Adds the list of addresses, the story's own `source` last.
    pub(super) fn finish(mut self, source: DisplayStr<'_>) -> Article {
        self.close_block();
        self.article.body_start = self.article.body_start.min(self.end());
        let source = is_openable(&source).then(|| self.number(&source.to_text()));
        let links = self.article.links.clone();
        for (index, address) in links.iter().enumerate() {
            let number = index + 1;
            let label = if source == Some(offset(number)) {
                "source "
            } else {
                ""
            };
            self.push_block(
                BlockKind::Address,
                &format!("[{number}] {label}{address}"),
                index == 0,
            );
        }
        self.article
    }
}

/// Chinese and Japanese characters and their punctuation, which are set without spaces.
fn is_set_solid(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFD}')
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("an article is made of one file, which is refused at 16 MiB")
}
