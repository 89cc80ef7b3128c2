//! The builder of articles, which adds block after block.

use super::blocks::{
    Alignment, Article, Block, BlockKind, CELL_GAP, Container, ContainerKind, Link, Number, Run,
    Table,
};
use super::links::Links;
use crate::briefing::{Field, is_openable};
use crate::text::Inline;
use crate::text::{DisplayStr, DisplayText};

/// Quotes and list items that are nested deeper than this are not indented further.
const MAX_DEPTH: usize = 8;

/// An article under construction.
#[derive(Default)]
pub(super) struct Builder {
    article: Article,
    links: Links,
    /// Indices of the open containers, the innermost last.
    containers: Vec<u32>,
    /// How many containers have not shown their marker yet.
    pending_markers: u8,
    open: Option<Block>,
    /// The next block follows without a gap.
    joins_next: bool,
    /// The style of a soft break after which no text has come yet.
    soft_break: Option<Inline>,
    /// Where the text of the open cell of a table begins.
    cell_start: Option<usize>,
    /// The number of footnotes so far.
    notes: u32,
    /// A footnote has been shown.
    has_notes: bool,
    /// Struck text is shown between tildes.
    spells_strikes: bool,
}

impl Builder {
    /// Struck text is shown between tildes if `spells_strikes`.
    pub(super) fn new(spells_strikes: bool) -> Self {
        Self {
            spells_strikes,
            ..Self::default()
        }
    }

    pub(super) fn spells_strikes(&self) -> bool {
        self.spells_strikes
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the open block has text.
    pub(super) fn has_text(&self) -> bool {
        self.open
            .is_some_and(|block| (block.start as usize) < self.article.text.len())
    }

    /// The number of bytes of text so far.
    pub(super) fn end(&self) -> usize {
        self.article.text.len()
    }

    /// Leaves out the gap above the next block.
    pub(super) fn join_next(&mut self) {
        self.joins_next = true;
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
            gap: gap && !self.joins_next && !self.article.blocks.is_empty(),
            container: self.containers.last().copied(),
            new_containers: std::mem::take(&mut self.pending_markers),
        });
        self.joins_next = false;
    }

    pub(super) fn close_block(&mut self) {
        self.soft_break = None;
        if let Some(mut block) = self.open.take() {
            block.end = offset(self.end());
            self.article.blocks.push(block);
        }
    }

    /// Adds a whole block of one style.
    pub(super) fn push_block(&mut self, kind: BlockKind, text: &str, gap: bool) {
        self.open_block(kind, gap);
        self.push_text(text, Inline::default());
        self.close_block();
    }

    /// Appends text to the open block. Character references such as `&#27;` are resolved by now, so the
    /// text passes the gate once more.
    pub(super) fn push_text(&mut self, text: &str, inline: Inline) {
        self.apply_soft_break(text);
        let from = self.open.map_or(self.end(), |block| block.start as usize);
        self.article.text.push_piece(from, text);
        self.extend_run(inline);
    }

    /// Opens a table, whose rows follow.
    pub(super) fn open_table(&mut self, alignments: Vec<Option<Alignment>>) {
        self.close_block();
        let first = offset(self.article.blocks.len());
        self.article.tables.push(Table {
            blocks: first..first,
            alignments,
            cells: Vec::new(),
            row_ends: Vec::new(),
        });
    }

    /// Opens a row of the table that was opened last.
    pub(super) fn open_table_row(&mut self) {
        let first = self
            .article
            .tables
            .last()
            .is_some_and(|table| table.row_ends.is_empty());
        self.open_block(BlockKind::TableRow, first);
    }

    pub(super) fn close_table_row(&mut self) {
        self.close_block();
        let blocks = offset(self.article.blocks.len());
        if let Some(table) = self.article.tables.last_mut() {
            table.blocks.end = blocks;
            table.row_ends.push(offset(table.cells.len()));
        }
    }

    /// Opens a cell of the open row.
    pub(super) fn open_cell(&mut self) {
        let first = self.article.tables.last().is_some_and(|table| {
            table.row_ends.last().copied().unwrap_or(0) as usize == table.cells.len()
        });
        if !first {
            self.article.text.push(DisplayStr::own(CELL_GAP));
            self.extend_run(Inline::default());
        }
        self.cell_start = Some(self.end());
    }

    pub(super) fn close_cell(&mut self) {
        let start = self.cell_start.take().unwrap_or_else(|| self.end());
        let text = &self.article.text[start..];
        let (end, start) = (
            start + text.trim_end().len(),
            start + text.len() - text.trim_start().len(),
        );
        if let Some(table) = self.article.tables.last_mut() {
            table.cells.push((offset(start), offset(end.max(start))));
        }
    }

    /// Notes a line break of the source. It becomes a space if text follows, but nothing between
    /// characters that are written without spaces.
    pub(super) fn soft_break(&mut self, inline: Inline) {
        self.soft_break = Some(inline);
    }

    /// Appends the space for a soft break before the text `next`.
    fn apply_soft_break(&mut self, next: &str) {
        let unspaced = |c: Option<char>| c.is_some_and(is_unspaced);
        if let Some(inline) = self.soft_break.take()
            && !(unspaced(self.article.text.chars().next_back()) && unspaced(next.chars().next()))
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

    /// Opens a quote or a list item; `depth` chooses its bullet.
    pub(super) fn open_container(&mut self, kind: ContainerKind, depth: usize) {
        // Containers past the deepest level share its indent: there is no width left for more.
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
            task: None,
        });
        self.containers
            .push(offset(self.article.containers.len() - 1));
        self.pending_markers = self.pending_markers.saturating_add(1);
    }

    /// Opens a footnote. It follows the one before without a gap.
    pub(super) fn open_note(&mut self, number: u32, columns: u8) {
        self.joins_next = std::mem::replace(&mut self.has_notes, true);
        self.open_container(ContainerKind::Note { number, columns }, 0);
    }

    /// Whether a container has been opened that has no content yet.
    pub(super) fn awaits_marker(&self) -> bool {
        self.pending_markers > 0
    }

    /// Makes the innermost container an item of a task list.
    pub(super) fn mark_task(&mut self, done: bool) {
        if let Some(&innermost) = self.containers.last() {
            self.article.containers[innermost as usize].task = Some(done);
        }
    }

    pub(super) fn innermost(&self) -> Option<u32> {
        self.containers.last().copied()
    }

    /// Gives all numbers of a list or of footnotes the same `width` in columns. `items` are its first
    /// and last container.
    pub(super) fn align_numbers(&mut self, items: (u32, u32), width: u8) {
        let parent = self.article.containers[items.0 as usize].parent;
        for container in &mut self.article.containers[items.0 as usize..=items.1 as usize] {
            if let ContainerKind::Number { columns, .. } | ContainerKind::Note { columns, .. } =
                &mut container.kind
                && container.parent == parent
            {
                *columns = width;
            }
        }
    }

    /// Closes the innermost container. An item without content still shows its marker.
    pub(super) fn close_container(&mut self) {
        if self.pending_markers > 0 && !self.is_open() {
            self.open_block(BlockKind::Paragraph, false);
        }
        self.close_block();
        self.containers.pop();
    }

    /// Ends the link whose text started at the byte `start`. It gets a number, unless its text is the
    /// address itself. Links to the same address have the same number.
    pub(super) fn end_link(&mut self, start: usize, address: &DisplayText) {
        let text = self.article.text[start..].trim_end();
        let end = start + text.len();
        // The space for a line break of the source may be in front.
        let text = text.trim_start();
        let (is_empty, shows_address) = (text.is_empty(), shows(text, address));
        let start = offset(end - text.len());
        let end = offset(end);
        if !is_empty {
            self.links.add(start..end, address);
        }
        if shows_address {
            return;
        }
        let number = self.links.number(address);
        // After white space alone, the number would be on the row of the word before.
        let last = self.article.numbers.last();
        let free = last.is_none_or(|&(last, number)| {
            last < end || (last == end && matches!(number, Number::Note { .. }))
        });
        if !is_empty && free {
            self.article.numbers.push((end, Number::Link(number)));
        }
    }

    /// The number for another footnote.
    pub(super) fn next_note(&mut self) -> u32 {
        self.notes += 1;
        self.notes
    }

    /// Whether the open block or cell has a word that the number of a footnote can follow.
    pub(super) fn has_word(&self) -> bool {
        let block = self.open.map_or(self.end(), |block| block.start as usize);
        let start = self.cell_start.unwrap_or(block);
        !self.article.text[start..].trim_end().is_empty()
    }

    /// Shows the number of a footnote after the last word.
    pub(super) fn push_note_number(&mut self, number: u32) {
        let at = offset(self.article.text.trim_end().len());
        let follows = matches!(
            self.article.numbers.last(),
            Some(&(last, Number::Note { .. })) if last == at
        );
        let number = Number::Note { number, follows };
        self.article.numbers.push((at, number));
    }

    /// Records the text that `write` appends as a field of the story.
    pub(super) fn field(&mut self, field: Field, write: impl FnOnce(&mut Self)) {
        let start = self.end();
        write(self);
        // The text of a block follows the line break that ends the block before.
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
        let source = is_openable(&source).then(|| source.to_text());
        if let Some(source) = &source {
            self.links.number(source);
        }
        std::mem::take(&mut self.links).give_to(&mut self.article, source.as_ref());
        for (index, address) in self.article.numbered().to_vec().iter().enumerate() {
            let number = index + 1;
            let label = if source.as_ref() == Some(address) {
                "source "
            } else {
                ""
            };
            self.push_block(
                BlockKind::Address,
                &format!("[{number}] {label}{address}"),
                index == 0,
            );
            let end = self.end();
            self.article.links.push(Link {
                start: offset(end - address.len()),
                end: offset(end),
                address: offset(index),
            });
        }
        self.article
    }
}

/// Whether the text of a link says where it leads.
fn shows(text: &str, address: &str) -> bool {
    let mut schemes = ["", "mailto:", "http://"].iter();
    schemes.any(|scheme| address.strip_prefix(scheme) == Some(text))
}

/// Whether `c` is a Chinese or Japanese character or punctuation, which are written without spaces: a line
/// break between two of them shows nothing.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFD}')
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("an article comes from one file, and files are refused at 16 MiB")
}
