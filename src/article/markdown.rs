//! CommonMark to the blocks, styles and links of an article.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::addresses;
use super::blocks::{Alignment, BlockKind, ContainerKind};
use super::build::Builder;
use super::notes::{Notes, Recorder};
use super::row::superscript;
use crate::briefing::is_openable;
use crate::text::{DisplayStr, DisplayText, Inline};

/// What is read beyond CommonMark.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES);

/// Appends the blocks of `source` to `article`, but not its footnotes, which belong at the end of the
/// article. Paragraphs become blocks of the kind `paragraph`.
#[must_use = "footnotes are text too"]
pub(super) fn append<'s>(
    article: &mut Builder,
    source: DisplayStr<'s>,
    paragraph: BlockKind,
) -> Notes<'s> {
    let source = source.as_str();
    let parser = Parser::new_ext(source, OPTIONS).into_offset_iter();
    let mut recorder = Recorder::default();
    let mut notes = Notes::new(source);
    let mut writer = Writer::new(article, &mut notes, paragraph);
    for (event, range) in TextMergeWithOffset::new(parser) {
        if let Some((event, range)) = recorder.passed(event, range) {
            writer.event(event, range);
        }
    }
    writer.article.close_block();
    notes.define(recorder);
    notes
}

/// Appends the blocks of `source` to `article`, its footnotes last.
pub(super) fn append_whole(article: &mut Builder, source: DisplayStr<'_>, paragraph: BlockKind) {
    let notes = append(article, source, paragraph);
    append_notes(article, notes);
}

/// Appends the footnotes that `notes` holds, in the order of their numbers.
pub(super) fn append_notes(article: &mut Builder, mut notes: Notes<'_>) {
    let mut items = None;
    let mut widest = 1;
    while let Some((number, events)) = notes.take_next(|| article.next_note()) {
        widest = digits(u64::from(number));
        article.open_note(number, widest);
        if let Some(container) = article.innermost() {
            items = Some((items.map_or(container, |(first, _)| first), container));
        }
        let mut writer = Writer::new(article, &mut notes, BlockKind::Paragraph);
        for (event, range) in events {
            writer.event(event, range);
        }
        if article.awaits_marker() {
            article.open_block(BlockKind::Paragraph, true);
        }
        article.close_container();
    }
    if let Some(items) = items {
        article.align_numbers(items, widest);
    }
}

struct Writer<'a, 's> {
    article: &'a mut Builder,
    notes: &'a mut Notes<'s>,
    paragraph: BlockKind,
    /// The current style, last, and the styles around it.
    styles: Vec<Inline>,
    lists: Vec<List>,
    /// The address of the open link.
    link: Option<String>,
    /// The byte of the article where the open link's text starts.
    link_start: usize,
    /// How many links and images are open, in which addresses are plain text.
    unlinked: usize,
    /// The style of an image that has been opened and has no text yet.
    image_opened: Option<Inline>,
    /// The byte of the source up to which its text has been shown as part of an address.
    shown_end: usize,
    /// The next block follows without a gap, as the items of a tight list do.
    tight: bool,
    /// Inside a code block.
    in_code_block: bool,
}

struct List {
    /// The number of the next item; `None` for bullets.
    next: Option<u64>,
    /// Columns of the widest number so far.
    columns: u8,
    /// Its first and last container, once it has items.
    items: Option<(u32, u32)>,
}

impl<'a, 's> Writer<'a, 's> {
    fn new(article: &'a mut Builder, notes: &'a mut Notes<'s>, paragraph: BlockKind) -> Self {
        Self {
            article,
            notes,
            paragraph,
            styles: vec![Inline::default()],
            lists: Vec::new(),
            link: None,
            link_start: 0,
            unlinked: 0,
            image_opened: None,
            shown_end: 0,
            tight: false,
            in_code_block: false,
        }
    }

    /// Takes an event and the bytes of the source that it comes from.
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code_block => {
                self.article
                    .push_text(text.strip_suffix('\n').unwrap_or(&text), Inline::default());
            }
            Event::Code(text) => self.text(
                &text,
                Inline {
                    code: true,
                    ..self.inline()
                },
            ),
            Event::Html(text) => self.html(&text),
            Event::SoftBreak => self.article.soft_break(self.inline()),
            Event::HardBreak => self.article.hard_break(),
            Event::Rule => {
                self.open(BlockKind::Rule);
                self.article.close_block();
            }
            Event::Text(text) => self.running_text(&text, range),
            // The last two come from an extension that is not enabled.
            Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text, self.inline());
            }
            Event::FootnoteReference(label) => self.note_reference(&label),
            Event::TaskListMarker(done) => self.article.mark_task(done),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.open(self.paragraph),
            Tag::Heading { .. } => self.open(BlockKind::Heading),
            Tag::BlockQuote(_) => self.open_container(ContainerKind::Quote),
            Tag::CodeBlock(_) => {
                self.open(BlockKind::Code);
                self.in_code_block = true;
            }
            Tag::List(first) => {
                // A block that is still open here is the text of a tight item. An item that begins with a
                // list is as tight as the item before it.
                self.tight = self.article.is_open() || (self.tight && self.article.awaits_marker());
                self.lists.push(List {
                    next: first,
                    columns: 1,
                    items: None,
                });
            }
            Tag::Item => self.item(),
            Tag::Emphasis => self.push_style(|style| style.emphasis = true),
            Tag::Strong => self.push_style(|style| style.strong = true),
            Tag::Strikethrough if self.article.spells_strikes() => self.text("~~", self.inline()),
            Tag::Strikethrough => self.push_style(|style| style.struck = true),
            Tag::Image { .. } => {
                self.text("[image", self.inline());
                self.image_opened = Some(self.inline());
                self.unlinked += 1;
            }
            Tag::Table(alignments) => {
                self.article.close_block();
                self.tight = false;
                let alignments = alignments.into_iter().map(Alignment::of).collect();
                self.article.open_table(alignments);
            }
            Tag::TableHead => {
                self.article.open_table_row();
                self.push_style(|style| style.strong = true);
            }
            Tag::TableRow => self.article.open_table_row(),
            Tag::TableCell => self.article.open_cell(),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => self.open_link(&format!("mailto:{dest_url}")),
            Tag::Link { dest_url, .. } => self.open_link(&dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => {
                self.article.close_block();
            }
            TagEnd::CodeBlock => {
                self.in_code_block = false;
                self.article.close_block();
            }
            TagEnd::BlockQuote(_) => self.close_container(),
            TagEnd::List(_) => {
                if let Some(List {
                    columns,
                    items: Some(items),
                    ..
                }) = self.lists.pop()
                {
                    self.article.align_numbers(items, columns);
                }
                self.tight = false;
            }
            TagEnd::Item => {
                self.article.close_block();
                self.close_container();
                // The next item follows without a gap if its text is not a paragraph, as in a tight list.
                self.tight = true;
            }
            TagEnd::Strikethrough if self.article.spells_strikes() => {
                self.text("~~", self.inline());
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.styles.pop();
            }
            TagEnd::Image => {
                self.image_opened = None;
                self.unlinked = self.unlinked.saturating_sub(1);
                self.text("]", self.inline());
            }
            TagEnd::TableHead => {
                self.styles.pop();
                self.article.close_table_row();
            }
            TagEnd::TableRow => self.article.close_table_row(),
            TagEnd::TableCell => self.article.close_cell(),
            TagEnd::Link => self.close_link(),
            _ => {}
        }
    }

    fn push_style(&mut self, change: impl FnOnce(&mut Inline)) {
        let mut style = self.inline();
        change(&mut style);
        self.styles.push(style);
    }

    fn inline(&self) -> Inline {
        self.styles.last().copied().unwrap_or_default()
    }

    /// A line of an HTML block, which is shown as text.
    fn html(&mut self, line: &str) {
        if self.article.has_text() {
            self.article.hard_break();
        }
        self.text(line.trim_end_matches('\n'), Inline::default());
    }

    /// Text from the bytes `range` of the source, with the addresses in it as links.
    fn running_text(&mut self, text: &str, range: Range<usize>) {
        // An address has no character that is written otherwise in the source than it is shown.
        let shown = self.shown_end.saturating_sub(range.start);
        let text = text.get(shown..).unwrap_or_default();
        if self.unlinked > 0 {
            self.text(text, self.inline());
            return;
        }
        let mut at = 0;
        for address in addresses::all(text) {
            let Range { start, end } = address.range;
            self.text(&text[at..start], self.inline());
            at = end;
            let rest = self.notes.source.get(range.end..).unwrap_or_default();
            match address.through_emphasis(&text[start..], rest) {
                Some(whole) => {
                    at = text.len();
                    self.shown_end = range.end + start + whole.len() - text.len();
                    self.address(&whole, &address.link_of(&whole));
                    break;
                }
                None => self.address(&text[start..end], &address.link_of(&text[start..end])),
            }
        }
        self.text(&text[at..], self.inline());
    }

    fn address(&mut self, text: &str, address: &str) {
        self.open_link(address);
        self.text(text, self.inline());
        self.close_link();
    }

    fn note_reference(&mut self, label: &str) {
        let number = self.notes.refer(label, || self.article.next_note());
        if self.article.has_word() {
            self.article.push_note_number(number);
        } else {
            self.text(&superscript(number), self.inline());
        }
    }

    /// Text outside a block belongs to an item of a tight list.
    fn text(&mut self, text: &str, inline: Inline) {
        if text.is_empty() {
            return;
        }
        if !self.article.is_open() {
            let gap = !self.tight;
            self.article.open_block(self.paragraph, gap);
        }
        self.tight = false;
        if let Some(around) = self.image_opened.take() {
            self.article.push_text(": ", around);
        }
        self.article.push_text(text, inline);
    }

    fn open(&mut self, kind: BlockKind) {
        self.article.close_block();
        self.tight = false;
        self.article.open_block(kind, true);
    }

    fn item(&mut self) {
        self.article.close_block();
        let kind = match self.lists.last_mut() {
            Some(List {
                next: Some(next),
                columns,
                ..
            }) => {
                let number = *next;
                *next = next.saturating_add(1);
                *columns = (*columns).max(digits(number));
                ContainerKind::Number {
                    number,
                    columns: *columns,
                }
            }
            _ => ContainerKind::Bullet,
        };
        self.open_container(kind);
        if let (Some(container), Some(list)) = (self.article.innermost(), self.lists.last_mut()) {
            list.items = Some((list.items.map_or(container, |(first, _)| first), container));
        }
    }

    fn open_container(&mut self, kind: ContainerKind) {
        self.article.close_block();
        self.article.open_container(kind, self.lists.len() % 3);
    }

    fn close_container(&mut self) {
        self.article.close_container();
    }

    /// Opens a link if its address may be opened. Otherwise its text is ordinary text.
    fn open_link(&mut self, address: &str) {
        let openable = is_openable(address);
        self.unlinked += 1;
        self.link = openable.then(|| address.to_owned());
        self.push_style(|style| style.link = openable);
        self.link_start = self.article.end();
    }

    fn close_link(&mut self) {
        self.unlinked = self.unlinked.saturating_sub(1);
        if let Some(address) = self.link.take() {
            if self.article.end() == self.link_start {
                self.text(&address, self.inline());
            }
            self.article
                .end_link(self.link_start, &DisplayText::line(&address));
        }
        self.styles.pop();
    }
}

fn digits(number: u64) -> u8 {
    number
        .checked_ilog10()
        .map_or(1, |log| u8::try_from(log + 1).unwrap_or(u8::MAX))
}
