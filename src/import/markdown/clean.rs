//! Markdown with nothing in it that would be reported as a fault, or shown as bare markup: links that
//! cannot be opened lose their address, cells beyond a table's header stay in its last one, a footnote
//! that is missing is text, and HTML becomes Markdown. All else stays as it was written.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use crate::briefing::is_openable;
use crate::import::{address, html, words};

/// What is without its link or tags may be a link in turn; a text that goes on like this is escaped.
const MAX_PASSES: usize = 8;

/// `base` is where relative addresses start from. With `is_split`, links have their addresses beside them,
/// so that each part of the text can be read without the others.
pub(super) fn clean(text: &str, base: Option<&str>, is_split: bool) -> String {
    let mut text = text.to_owned();
    for _ in 0..MAX_PASSES {
        let edits = Cleaner::new(&text, base, is_split).edits();
        if edits.is_empty() {
            return text;
        }
        text = edited(&text, edits);
    }
    text.replace('[', "&#91;").replace('<', "&lt;")
}

/// What takes the place of a range. Ranges do not overlap.
type Edit = (Range<usize>, String);

fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in edits {
        if range.start >= at {
            edited.push_str(&text[at..range.start]);
            edited.push_str(&with);
            at = range.end;
        }
    }
    edited.push_str(&text[at..]);
    edited
}

/// A link or image whose text is being read.
struct Open<'a> {
    range: Range<usize>,
    link_type: LinkType,
    address: CowStr<'a>,
    is_image: bool,
    text_end: usize,
}

struct Cleaner<'a> {
    text: &'a str,
    base: Option<&'a str>,
    is_split: bool,
    edits: Vec<Edit>,
    open: Vec<Open<'a>>,
    /// Where `<a>` tags are that are still open, and their addresses.
    anchors: Vec<(Range<usize>, Option<String>)>,
    /// How many blocks and spans are open.
    depth: usize,
    columns: usize,
    in_code: bool,
}

impl<'a> Cleaner<'a> {
    fn new(text: &'a str, base: Option<&'a str>, is_split: bool) -> Self {
        Self {
            text,
            base,
            is_split,
            edits: Vec::new(),
            open: Vec::new(),
            anchors: Vec::new(),
            depth: 0,
            columns: 0,
            in_code: false,
        }
    }

    fn edits(mut self) -> Vec<Edit> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES;
        let parser = Parser::new_ext(self.text, options).into_offset_iter();
        for (event, range) in TextMergeWithOffset::new(parser) {
            if let Some(open) = self.open.last_mut()
                && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
            {
                open.text_end = open.text_end.max(range.end);
            }
            match event {
                Event::Start(tag) => {
                    self.start(tag, range);
                    self.depth += 1;
                }
                Event::End(tag) => {
                    self.depth -= 1;
                    match tag {
                        TagEnd::Link | TagEnd::Image => self.close(),
                        TagEnd::CodeBlock => self.in_code = false,
                        TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => {
                            self.anchors.clear();
                        }
                        _ => {}
                    }
                }
                Event::InlineHtml(tag) => self.tag(&tag, range),
                // The parser takes a reference to a footnote that is not there for text.
                Event::Text(_) if !self.in_code => self.missing_notes(range),
                _ => {}
            }
        }
        self.edits
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.link(range, link_type, dest_url, false),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => self.link(range, link_type, dest_url, true),
            Tag::HtmlBlock if self.depth == 0 => {
                let converted = html::to_markdown(&self.text[range.clone()], self.base).text;
                let block = self.apart(&range, converted.trim());
                self.edits.push((range, block));
            }
            Tag::Table(alignments) => self.columns = alignments.len(),
            Tag::TableRow => self.extra_cells(range.start),
            Tag::CodeBlock(_) => self.in_code = true,
            _ => {}
        }
    }

    fn link(&mut self, range: Range<usize>, link_type: LinkType, to: CowStr<'a>, is_image: bool) {
        let text_start = range.start + 1 + usize::from(is_image);
        self.open.push(Open {
            range,
            link_type,
            address: to,
            is_image,
            text_end: text_start,
        });
    }

    fn close(&mut self) {
        let Some(link) = self.open.pop() else {
            return;
        };
        if let Some(around) = self.open.last_mut() {
            around.text_end = around.text_end.max(link.range.end);
        }
        let is_inline = match link.link_type {
            LinkType::Inline => true,
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => false,
            LinkType::Autolink if !is_openable(&link.address) => {
                let start = link.range.start;
                self.edits.push((start..start + 1, "\\<".to_owned()));
                return;
            }
            _ => return,
        };
        let is_good = is_openable(&link.address) || link.is_image && link.address.is_empty();
        if is_good && (is_inline || !self.is_split) {
            return;
        }
        let address = address::absolute(&link.address, self.base).filter(|to| is_openable(to));
        let after = match (address, link.is_image) {
            (Some(address), _) => in_parentheses(&address),
            (None, true) => "]()".to_owned(),
            (None, false) => {
                let start = link.range.start;
                self.edits.push((start..start + 1, String::new()));
                String::new()
            }
        };
        // The brackets after a link that names itself are outside the parser's range.
        let is_collapsed = link.link_type == LinkType::Collapsed;
        let has_brackets = is_collapsed && self.text[link.range.end..].starts_with("[]");
        let end = link.range.end + if has_brackets { "[]".len() } else { 0 };
        self.edits.push((link.text_end..end, after));
    }

    /// A block with empty lines around it where there are none yet.
    fn apart(&self, range: &Range<usize>, block: &str) -> String {
        let before = &self.text[..range.start];
        let after = &self.text[range.end..];
        let is_first = before.is_empty() || before.ends_with("\n\n");
        let is_last = after.is_empty() || after.starts_with('\n');
        let above = if is_first { "" } else { "\n" };
        let below = match (block.is_empty(), is_last) {
            (true, _) => "",
            (false, true) => "\n",
            (false, false) => "\n\n",
        };
        [above, block, below].concat()
    }

    /// A tag among text: images and links are written as Markdown, other tags that are known go.
    fn tag(&mut self, tag: &str, range: Range<usize>) {
        let name = tag.trim_start_matches(['<', '/']).to_ascii_lowercase();
        let is_named = |known: &str| {
            name.strip_prefix(known)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        if !words::has_tags(tag) {
            return;
        }
        if is_named("a") && !tag.starts_with("</") {
            let opened = attribute(tag, "href")
                .and_then(|href| address::absolute(href, self.base))
                .filter(|address| is_openable(address));
            self.edits.push((range.clone(), String::new()));
            self.anchors.push((range, opened));
        } else if is_named("a") {
            let mut closed = String::new();
            if let Some((opened, Some(address))) = self.anchors.pop()
                && let Some(edit) = self
                    .edits
                    .iter_mut()
                    .rev()
                    .find(|(range, _)| *range == opened)
            {
                "[".clone_into(&mut edit.1);
                closed = in_parentheses(&address);
            }
            self.edits.push((range, closed));
        } else if is_named("img") {
            self.edits
                .push((range, html::to_markdown(tag, self.base).text));
        } else if is_named("br") {
            self.edits.push((range, " ".to_owned()));
        } else {
            self.edits.push((range, String::new()));
        }
    }

    /// Escapes the bars before the cells of a row that a table has no column for.
    fn extra_cells(&mut self, start: usize) {
        let row = self.text[start..].lines().next().unwrap_or_default();
        let row = row.trim_end();
        let first = usize::from(row.starts_with('|'));
        let bars = row.match_indices('|').map(|(at, _)| at);
        let bars: Vec<usize> = bars.filter(|&at| !row[..at].ends_with('\\')).collect();
        let Some(extra) = bars.get((self.columns + first).saturating_sub(1)..) else {
            return;
        };
        let is_closed = extra.last().is_some_and(|&at| at + 1 == row.len());
        for at in &extra[..extra.len() - usize::from(is_closed)] {
            self.edits.push((start + at..start + at, "\\".to_owned()));
        }
    }

    fn missing_notes(&mut self, range: Range<usize>) {
        let is_escaped = |at: usize| {
            let before = self.text[..at].trim_end_matches('\\');
            (at - before.len()) % 2 == 1
        };
        let found = self.text[range.clone()].match_indices("[^");
        for at in found.map(|(at, _)| range.start + at) {
            if !is_escaped(at) {
                self.edits.push((at..at, "\\".to_owned()));
            }
        }
    }
}

fn in_parentheses(address: &str) -> String {
    if address.contains(['(', ')']) {
        ["](<", address, ">)"].concat()
    } else {
        ["](", address, ")"].concat()
    }
}

/// The value of a quoted attribute.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.to_ascii_lowercase().find(name)? + name.len();
    let value = tag[at..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_would_be_a_fault_is_mended_and_all_else_stays() {
        for (text, cleaned) in [
            (
                "# A\n\n* b\n\n\n[c](https://a.org \"t\") ",
                "# A\n\n* b\n\n\n[c](https://a.org \"t\") ",
            ),
            ("[*a* b](javascript:x) [c]()", "*a* b c"),
            (
                "[\\*a](/b) [c](d_(e) 't')",
                "[\\*a](https://b.org/b) [c](<https://b.org/d_(e)>)",
            ),
            (
                "<javascript:x> <https://a.org>",
                "\\<javascript:x> <https://a.org>",
            ),
            (
                "![a](javascript:x) [![b](c.png)](file:///x)",
                "![a]() ![b](https://b.org/c.png)",
            ),
            ("[[a](x:y)](x:z)", "a"),
            ("[a]\n\n[a]: x:y", "a\n\n[a]: x:y"),
            (
                "[a][b]\n\n[b]: https://b.org",
                "[a][b]\n\n[b]: https://b.org",
            ),
            ("a[^b] [^c]\n\n[^b]: d", "a[^b] \\[^c]\n\n[^b]: d"),
            ("\\[^a] `[^b]`", "\\[^a] `[^b]`"),
            (
                "|a|b|\n|-|-|\n|c|d|e|\n|f|g|\nh|i|j",
                "|a|b|\n|-|-|\n|c|d\\|e|\n|f|g|\nh|i\\|j",
            ),
        ] {
            assert_eq!(
                clean(text, Some("https://b.org/"), false),
                cleaned,
                "{text}"
            );
        }
    }

    #[test]
    fn html_becomes_markdown_and_code_stays() {
        for (text, cleaned) in [
            ("a <b>b</b><br/>c <!-- d -->", "a b c "),
            ("a Vec<T> `<b>`", "a Vec<T> `<b>`"),
            (
                "x <a class='y' href='https://a.org/'>a *b*</a>",
                "x [a *b*](https://a.org/)",
            ),
            ("x <a href='javascript:y'>a</a> <a>b</a></a>", "x a b"),
            (
                "x <img src='https://a.org/b.png' alt='c'>",
                "x ![c](https://a.org/b.png)",
            ),
            ("```\n<p>x\n```\n", "```\n<p>x\n```\n"),
            (
                "<details>\n<summary>a</summary>\n\nb\n\n</details>\n",
                "a\n\nb\n\n",
            ),
        ] {
            assert_eq!(clean(text, None, false), cleaned, "{text}");
        }
    }

    #[test]
    fn links_of_a_text_that_is_split_have_their_addresses_with_them() {
        assert_eq!(
            clean(
                "[a][b] ![c] [b][]\n\n[b]: https://b.org\n[c]: https://c.org/d",
                None,
                true
            ),
            "[a](https://b.org) ![c](https://c.org/d) [b](https://b.org)\n\n[b]: https://b.org\n[c]: https://c.org/d"
        );
    }

    #[test]
    fn a_text_made_to_resist_is_escaped() {
        let nested = "[".repeat(50) + "a" + &"](x:y)".repeat(50);
        assert!(!clean(&nested, None, false).contains('['));
    }
}
