//! CommonMark changed so that it can be a part of a longer document.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::markdown::OPTIONS;
use crate::text::DisplayStr;

/// The deepest heading that CommonMark has.
const DEEPEST: usize = 6;

/// A range of bytes of the source, and the text that replaces it.
type Edit = (Range<usize>, String);

/// `markdown` as a part of a document under a heading of `level`: its headings are lowered, HTML is
/// escaped so that it shows as text, reference links become inline links, and a code fence that it
/// leaves open is closed. Its footnotes get labels that begin with `part`, which must be another for each
/// part of the document.
pub fn nested(markdown: DisplayStr<'_>, level: usize, part: usize) -> String {
    let source = markdown.trim_end();
    let parser = Parser::new_ext(source, OPTIONS);
    let definitions = parser.reference_definitions().iter();
    let mut nesting = Nesting {
        source,
        level,
        part,
        edits: definitions
            .map(|(_, definition)| (definition.span.clone(), String::new()))
            .collect(),
        containers: 0,
        heading_end: 0,
    };
    for (event, range) in parser.into_offset_iter() {
        nesting.event(&event, range);
    }
    let mut nested = applied(source, nesting.edits);
    nested.truncate(nested.trim_end().len());
    nested
}

struct Nesting<'s> {
    source: &'s str,
    level: usize,
    part: usize,
    edits: Vec<Edit>,
    /// The number of open quotes, items and footnotes. The end of each also ends any code block inside.
    containers: usize,
    /// The end of the text of the last underlined heading.
    heading_end: usize,
}

impl Nesting<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => {
                self.containers += 1;
                self.footnote(range.start);
            }
            Event::Start(Tag::BlockQuote(_) | Tag::Item) => self.containers += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition) => {
                self.containers -= 1;
            }
            Event::FootnoteReference(_) => self.footnote(range.start),
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading(range, self.level + *level as usize);
            }
            Event::Html(_) => {
                let line = escaped_line(&self.source[range.clone()]);
                self.edits.push((range, line));
            }
            Event::End(TagEnd::HtmlBlock) => self.separate_from_next(range.end),
            Event::InlineHtml(_) => {
                let text = &self.source[range.clone()];
                let text = if range.start < self.heading_end {
                    escaped(&applied(text, joined_lines(text, 0)))
                } else {
                    escaped(text)
                };
                self.edits.push((range, text));
            }
            // An underlined heading may have several lines; with number signs it must be one.
            Event::HardBreak if range.start < self.heading_end => {
                let end = line_text_start(self.source, range.end);
                self.edits.push((range.start..end, " ".to_owned()));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) if self.containers == 0 => {
                self.edits.extend(closing_fence(self.source, range));
            }
            Event::Start(
                Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }
                | Tag::Image {
                    link_type,
                    dest_url,
                    ..
                },
            ) => self
                .edits
                .extend(inline_address(self.source, range, *link_type, dest_url)),
            _ => {}
        }
    }

    /// Begins the label of the footnote at the byte `start` with the number of the part.
    fn footnote(&mut self, start: usize) {
        const OPEN: &str = "[^";
        if self.source[start..].starts_with(OPEN) {
            let label = start + OPEN.len();
            self.edits.push((label..label, format!("{}-", self.part)));
        }
    }

    /// Gives a heading the number signs of `level`, instead of its own or of its underline.
    fn heading(&mut self, range: Range<usize>, level: usize) {
        let Range { start, end } = range;
        let text = &self.source[start..end];
        let prefix = "#".repeat(level.min(DEEPEST));
        if text.starts_with('#') {
            let own = text.len() - text.trim_start_matches('#').len();
            self.edits.push((start..start + own, prefix));
            return;
        }
        let text = text.trim_end();
        let (title, _) = text.rsplit_once('\n').unwrap_or((text, ""));
        let title = title.trim_end();
        self.heading_end = start + title.len();
        self.edits.push((start..start, format!("{prefix} ")));
        self.edits.extend(joined_lines(title, start));
        // Number signs at its end would now be taken for the closing sequence of the heading.
        let before = title.trim_end_matches('#');
        if before.ends_with([' ', '\t']) {
            let at = start + before.len();
            self.edits.push((at..at, "\\".to_owned()));
        }
        let underline = self.heading_end..start + text.len();
        self.edits.push((underline, String::new()));
    }

    /// Separates a block of HTML, which has become a paragraph, from a line that follows directly. That
    /// line would be taken for a part of the paragraph, or for the underline of a heading.
    fn separate_from_next(&mut self, end: usize) {
        let next = self.source[end..].lines().next().unwrap_or_default();
        if !next.trim().is_empty() {
            self.edits.push((end..end, "\n".to_owned()));
        }
    }
}

/// `source` with all `edits` made. An edit inside the range of another is dropped.
fn applied(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut applied = String::with_capacity(source.len());
    let mut at = 0;
    for (range, text) in edits {
        if range.start >= at {
            applied.push_str(&source[at..range.start]);
            applied.push_str(&text);
            at = range.end;
        }
    }
    applied.push_str(&source[at..]);
    applied
}

/// Edits that turn each line break of `text` into a space. `start` is the byte of the source where
/// `text` starts.
fn joined_lines(text: &str, start: usize) -> Vec<Edit> {
    let breaks = text.match_indices('\n').map(|(at, _)| {
        let range = start + at..start + line_text_start(text, at + 1);
        (range, " ".to_owned())
    });
    breaks.collect()
}

/// The byte where the text of the line at `start` begins, after its indent and quote markers.
fn line_text_start(source: &str, start: usize) -> usize {
    let line = &source[start..];
    let text = line.trim_start_matches([' ', '\t', '>']);
    start + line.len() - text.len()
}

/// A line of HTML as text that cannot start a block.
fn escaped_line(line: &str) -> String {
    let line = line.trim_start_matches([' ', '\t']);
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    let starts_block = if number.is_empty() {
        rest.starts_with(['=', '-', '+', ':'])
    } else {
        rest.starts_with(['.', ')'])
    };
    let backslash = if starts_block { "\\" } else { "" };
    format!("{number}{backslash}{}", escaped(rest))
}

/// The closing fence for a code block that is still open at the end of the text.
fn closing_fence(source: &str, range: Range<usize>) -> Option<Edit> {
    let block = source[range.clone()].trim();
    let fence_char = block.chars().next()?;
    let fence = block.len() - block.trim_start_matches(fence_char).len();
    let last = block.rsplit_once('\n').map_or("", |(_, last)| last);
    let indent = last.len() - last.trim_start_matches(' ').len();
    let last = last.trim();
    let closed = indent <= 3 && last.len() >= fence && last.chars().all(|c| c == fence_char);
    let end = source.len();
    (!closed && range.end >= end).then(|| {
        (
            end..end,
            format!("\n{}", fence_char.to_string().repeat(fence)),
        )
    })
}

/// Turns a reference link into an inline link: `[text][label]` into `[text](<address>)`.
fn inline_address(
    source: &str,
    range: Range<usize>,
    kind: LinkType,
    address: &str,
) -> Option<Edit> {
    let Range { start, end } = range;
    let label = match kind {
        LinkType::Shortcut => end..end,
        // The parser leaves the empty label out.
        LinkType::Collapsed => end..end + "[]".len(),
        LinkType::Reference => start + source[start..end].rfind('[')?..end,
        _ => return None,
    };
    Some((label, format!("({})", angled(address))))
}

/// `address` in angle brackets. Characters that would end it there or change it are percent-encoded.
pub fn angled(address: &str) -> String {
    let mut angled = String::from("<");
    for c in address.chars() {
        if matches!(c, '<' | '>' | '\\' | '|') || c.is_whitespace() {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(angled, "%{byte:02X}");
            }
        } else {
            angled.push(c);
        }
    }
    angled.push('>');
    angled
}

/// `text` with a backslash before each character that has a meaning within a line of CommonMark.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~' | '|'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::nested;
    use crate::text::DisplayStr;

    #[test]
    fn a_part_does_not_affect_the_rest_of_the_document() {
        for (markdown, expected) in [
            ("Plain *text*.\n", "Plain *text*."),
            ("# One\n\n#### Four ####\n", "#### One\n\n###### Four ####"),
            ("Two\nlines\n===\ntext", "#### Two lines\ntext"),
            ("> Quoted\n> ---\n> text", "> ##### Quoted\n> text"),
            ("> Two\n> lines\n> ===", "> #### Two lines"),
            ("Two  \nhard\\\nbreaks\n---", "##### Two hard breaks"),
            ("C #\n---", "##### C \\#"),
            ("C#\n---", "##### C#"),
            (
                "Hi <img src=x\nonerror=y> [a][1]\n===\n\n[1]: http://x.example",
                "#### Hi \\<img src=x onerror=y\\> [a](<http://x.example>)",
            ),
            ("a <b>c</b> <!-- d", "a \\<b\\>c\\</b\\> <!-- d"),
            ("<!-- open\n\ntext", "\\<!-- open\n\ntext"),
            ("<div>\n~~~\n</div>", "\\<div\\>\n\\~\\~\\~\n\\</div\\>"),
            (
                "<p>\n===\n  --\n+ a\n- b\n12) c\n3. d\n4 e",
                "\\<p\\>\n\\===\n\\--\n\\+ a\n\\- b\n12\\) c\n3\\. d\n4 e",
            ),
            ("> <p>\n> ~~~", "> \\<p\\>\n> \\~\\~\\~"),
            ("- <p>\n  ===", "- \\<p\\>\n  \\==="),
            ("<!-- a -->\n---", "\\<!-- a --\\>\n\n---"),
            ("```\ncode", "```\ncode\n```"),
            ("~~~~ x\n~~~\n", "~~~~ x\n~~~\n~~~~"),
            ("```\ncode\n```", "```\ncode\n```"),
            ("  ```\ncode", "  ```\ncode\n```"),
            ("```\ncode\n    ```", "```\ncode\n    ```\n```"),
            ("> ```\n> code\n> ```", "> ```\n> code\n> ```"),
            ("> ```\n> code", "> ```\n> code"),
            ("- ```\n  code", "- ```\n  code"),
            ("- item\n\n```\ncode", "- item\n\n```\ncode\n```"),
            (
                "[a][1] and [b][] and [c]\n\n[1]: http://x.example\n[b]: /y\n[c]: <z>",
                "[a](<http://x.example>) and [b](</y>) and [c](<z>)",
            ),
            (
                "[a](http://x.example) <http://y.example>",
                "[a](http://x.example) <http://y.example>",
            ),
            ("[a]\n\n[a]: <x\\> y>", "[a](<x%3E%20y>)"),
            (
                "[a]|b\n-|-\n~~c~~|d\n\n[a]: <x|y>",
                "[a](<x%7Cy>)|b\n-|-\n~~c~~|d",
            ),
            ("<p>a|b\n:-|-\nc", "\\<p\\>a\\|b\n\\:-\\|-\nc"),
            (
                "a[^b]![^b] [^c]\n\n[^b]: ```\n    d",
                "a[^7-b]![^7-b] [^c]\n\n[^7-b]: ```\n    d",
            ),
        ] {
            assert_eq!(
                nested(DisplayStr::own(markdown), 3, 7),
                expected,
                "{markdown:?}"
            );
        }
    }
}
