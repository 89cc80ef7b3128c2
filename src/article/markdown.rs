//! CommonMark to the blocks, styles and links of an article.

use memchr::memchr_iter;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::blocks::{BlockKind, ContainerKind};
use super::build::Builder;
use crate::briefing::is_openable;
use crate::text::Inline;
use crate::text::{DisplayStr, DisplayText, bytes};

/// Appends the blocks of `source` to `article`. Paragraphs become blocks of the kind `paragraph`.
pub(super) fn append(article: &mut Builder, source: DisplayStr<'_>, paragraph: BlockKind) {
    let mut writer = Writer {
        article,
        paragraph,
        styles: vec![Inline::default()],
        lists: Vec::new(),
        link: None,
        link_start: 0,
        tight: false,
        in_code_block: false,
    };
    for event in TextMergeStream::new(Parser::new_ext(&source, Options::empty())) {
        writer.event(event);
    }
    writer.article.close_block();
}

struct Writer<'a> {
    article: &'a mut Builder,
    paragraph: BlockKind,
    /// The current style, last, and the styles around it.
    styles: Vec<Inline>,
    lists: Vec<List>,
    /// The address of the open link.
    link: Option<String>,
    /// The byte of the article where the open link's text starts.
    link_start: usize,
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

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
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
            // The last three come from extensions that are not enabled.
            Event::Text(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text, self.inline()),
            Event::TaskListMarker(_) => {}
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
            Tag::Emphasis => self.styles.push(Inline {
                emphasis: true,
                ..self.inline()
            }),
            Tag::Strong => self.styles.push(Inline {
                strong: true,
                ..self.inline()
            }),
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
            TagEnd::Emphasis | TagEnd::Strong => {
                self.styles.pop();
            }
            TagEnd::Link => self.close_link(),
            _ => {}
        }
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

    /// Text outside a block belongs to an item of a tight list.
    fn text(&mut self, text: &str, inline: Inline) {
        if !self.article.is_open() {
            let gap = !self.tight;
            self.article.open_block(self.paragraph, gap);
        }
        self.tight = false;
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
        self.link = openable.then(|| address.to_owned());
        self.styles.push(Inline {
            link: openable,
            ..self.inline()
        });
        self.link_start = self.article.end();
    }

    fn close_link(&mut self) {
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

/// Whether `source` is shown unchanged except for its white space, so that it need not be parsed: its
/// paragraphs have no character that has a meaning in CommonMark, anywhere or at the start of a line.
pub fn is_plain(source: DisplayStr<'_>) -> bool {
    let source = source.as_bytes();
    if starts_markup(source.first()) || bytes::any(source, is_markup) {
        return false;
    }
    memchr_iter(b'\n', source).all(|at| {
        let next = source.get(at + 1);
        // Between characters that are written without spaces a line break becomes nothing.
        let unspaced_before = at > 0 && source[at - 1] >= 0x80;
        let unspaced = unspaced_before && next.is_some_and(|&next| next >= 0xE3);
        !unspaced && !starts_markup(next)
    })
}

fn is_markup(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'`' | b'[' | b'<' | b'&' | b'\\')
}

/// Whether a line with this first byte may be something other than a line of a paragraph.
fn starts_markup(first: Option<&u8>) -> bool {
    matches!(
        first,
        Some(b'#' | b'>' | b'-' | b'+' | b'=' | b'~' | b'|' | b' ' | b'0'..=b'9')
    )
}

/// The addresses of the links in `source` that cannot be opened.
pub fn unopenable(source: DisplayStr<'_>) -> Vec<String> {
    if is_plain(source) {
        return Vec::new();
    }
    let addresses = Parser::new_ext(&source, Options::empty()).filter_map(|event| match event {
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            ..
        }) if link_type != LinkType::Email && !is_openable(&dest_url) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    addresses.collect()
}

fn digits(number: u64) -> u8 {
    number
        .checked_ilog10()
        .map_or(1, |log| u8::try_from(log + 1).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::is_plain;
    use crate::text::DisplayStr;

    #[test]
    fn text_without_markup_and_breaks_between_ideographs_is_not_parsed() {
        for (text, plain) in [
            ("", true),
            ("Two lines\nof a café – 20 €.\n", true),
            ("Nikkei\n東京", true),
            ("東京\nNikkei", true),
            ("東京\n大阪", false),
            ("\n東京\n", true),
            ("a *word*", false),
            ("# A heading", false),
            ("text\n- an item", false),
            ("text\n1. an item", false),
            ("text\n    indented", false),
            ("a - b # c > d", true),
        ] {
            assert_eq!(is_plain(DisplayStr::own(text)), plain, "{text:?}");
        }
    }
}
