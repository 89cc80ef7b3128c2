//! CommonMark made fit to stand in a longer document.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::text::DisplayStr;

/// The deepest heading that CommonMark has.
const DEEPEST: usize = 6;

/// What is written in the place of a range of bytes.
type Edit = (Range<usize>, String);

/// `markdown` as a part of a document under a heading of `level`: its own headings are lowered, HTML is
/// escaped so that it shows as text, links name their addresses themselves, and nothing that it leaves
/// open reaches beyond it.
pub fn nested(markdown: DisplayStr<'_>, level: usize) -> String {
    let source = markdown.trim_end();
    let parser = Parser::new_ext(source, Options::empty());
    let definitions = parser.reference_definitions().iter();
    let mut nesting = Nesting {
        source,
        level,
        edits: definitions
            .map(|(_, definition)| (definition.span.clone(), String::new()))
            .collect(),
        containers: 0,
        words_end: 0,
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
    edits: Vec<Edit>,
    /// How many quotes and items are open: each ends by itself, with all that is open in it.
    containers: usize,
    /// Where the words end of the last heading that has a line below it.
    words_end: usize,
}

impl Nesting<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::Item) => self.containers += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => self.containers -= 1,
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading(range, self.level + *level as usize);
            }
            Event::Html(_) => {
                let line = escaped_line(&self.source[range.clone()]);
                self.edits.push((range, line));
            }
            Event::End(TagEnd::HtmlBlock) => self.part_from_next(range.end),
            Event::InlineHtml(_) => {
                let text = &self.source[range.clone()];
                let text = if range.start < self.words_end {
                    escaped(&applied(text, joined_lines(text, 0)))
                } else {
                    escaped(text)
                };
                self.edits.push((range, text));
            }
            // In a heading that gets signs there are no lines.
            Event::HardBreak if range.start < self.words_end => {
                let end = next_words(self.source, range.end);
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
                .extend(address(self.source, range, *link_type, dest_url)),
            _ => {}
        }
    }

    /// Gives a heading the signs of `level`, instead of its own or of the line below it.
    fn heading(&mut self, range: Range<usize>, level: usize) {
        let Range { start, end } = range;
        let text = &self.source[start..end];
        let signs = "#".repeat(level.min(DEEPEST));
        if text.starts_with('#') {
            let own = text.len() - text.trim_start_matches('#').len();
            self.edits.push((start..start + own, signs));
            return;
        }
        let text = text.trim_end();
        let (words, _) = text.rsplit_once('\n').unwrap_or((text, ""));
        let words = words.trim_end();
        self.words_end = start + words.len();
        self.edits.push((start..start, format!("{signs} ")));
        self.edits.extend(joined_lines(words, start));
        // Signs at its end would be taken for a part of those that now make it a heading.
        let before = words.trim_end_matches('#');
        if before.len() < words.len() && before.ends_with([' ', '\t']) {
            let at = start + before.len();
            self.edits.push((at..at, "\\".to_owned()));
        }
        let line_below = self.words_end..start + text.len();
        self.edits.push((line_below, String::new()));
    }

    /// What follows a block of HTML without a gap would be taken for more of the paragraph that it has
    /// become, or for what makes that a heading.
    fn part_from_next(&mut self, end: usize) {
        let next = self.source[end..].lines().next().unwrap_or_default();
        if !next.trim().is_empty() {
            self.edits.push((end..end, "\n".to_owned()));
        }
    }
}

/// `source` after all `edits`; what lies within another edit has been taken with it.
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

/// A space for each line break in `text`, which stands at `start`.
fn joined_lines(text: &str, start: usize) -> Vec<Edit> {
    let breaks = text.match_indices('\n').map(|(at, _)| {
        let range = start + at..start + next_words(text, at + 1);
        (range, " ".to_owned())
    });
    breaks.collect()
}

/// Where the words of the line at `start` begin, behind the signs of the quotes that it stands in.
fn next_words(source: &str, start: usize) -> usize {
    let line = &source[start..];
    let words = line.trim_start_matches([' ', '\t', '>']);
    start + line.len() - words.len()
}

/// A line of HTML as text that cannot begin a block.
fn escaped_line(line: &str) -> String {
    let line = line.trim_start_matches([' ', '\t']);
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    let sign = if number.is_empty() {
        rest.starts_with(['~', '=', '-', '+'])
    } else {
        rest.starts_with(['.', ')'])
    };
    let backslash = if sign { "\\" } else { "" };
    format!("{number}{backslash}{}", escaped(rest))
}

/// The fence that an open block of code lacks at the end of the text.
fn closing_fence(source: &str, range: Range<usize>) -> Option<Edit> {
    let block = source[range.clone()].trim();
    let sign = block.chars().next()?;
    let fence = block.len() - block.trim_start_matches(sign).len();
    let last = block.rsplit_once('\n').map_or("", |(_, last)| last);
    let indent = last.len() - last.trim_start_matches(' ').len();
    let last = last.trim();
    let closed = indent <= 3 && last.len() >= fence && last.chars().all(|c| c == sign);
    let end = source.len();
    (!closed && range.end >= end)
        .then(|| (end..end, format!("\n{}", sign.to_string().repeat(fence))))
}

/// The address of a link that only names one defined elsewhere, behind its text.
fn address(source: &str, range: Range<usize>, kind: LinkType, address: &str) -> Option<Edit> {
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

/// `address` in angle brackets, with whatever would end it there or alter it written with `%`.
pub fn angled(address: &str) -> String {
    let mut angled = String::from("<");
    for c in address.chars() {
        if matches!(c, '<' | '>' | '\\') || c.is_whitespace() {
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

/// `text` with a backslash before whatever CommonMark gives a meaning within a line.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#'
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
    fn a_part_keeps_to_itself() {
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
            ("<div>\n~~~\n</div>", "\\<div\\>\n\\~~~\n\\</div\\>"),
            (
                "<p>\n===\n  --\n+ a\n- b\n12) c\n3. d\n4 e",
                "\\<p\\>\n\\===\n\\--\n\\+ a\n\\- b\n12\\) c\n3\\. d\n4 e",
            ),
            ("> <p>\n> ~~~", "> \\<p\\>\n> \\~~~"),
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
        ] {
            assert_eq!(
                nested(DisplayStr::own(markdown), 3),
                expected,
                "{markdown:?}"
            );
        }
    }
}
