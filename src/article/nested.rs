//! CommonMark made fit to stand in a longer document.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use crate::text::DisplayStr;

/// The deepest heading that CommonMark has.
const DEEPEST: usize = 6;

/// `markdown` as a part of a document under a heading of `level`: its own headings are lowered, HTML is
/// escaped so that it shows as text, links name their addresses themselves, and nothing that it leaves
/// open reaches beyond it.
pub fn nested(markdown: DisplayStr<'_>, level: usize) -> String {
    let source = markdown.trim_end();
    let parser = Parser::new_ext(source, Options::empty());
    let mut edits: Vec<(Range<usize>, String)> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| (definition.span.clone(), String::new()))
        .collect();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level: own, .. }) => {
                edits.push(heading(source, range, level + own as usize));
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                let text = escaped(&source[range.clone()]);
                edits.push((range, text));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                edits.extend(closing_fence(source, range));
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
            ) => edits.extend(address(source, range, link_type, &dest_url)),
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut nested = String::with_capacity(source.len());
    let mut at = 0;
    for (range, text) in edits {
        // What lies in a heading that was set anew has been taken with it.
        if range.start >= at {
            nested.push_str(&source[at..range.start]);
            nested.push_str(&text);
            at = range.end;
        }
    }
    nested.push_str(&source[at..]);
    nested.truncate(nested.trim_end().len());
    nested
}

/// A heading's signs, for a deeper level; one with a line below it is set with signs.
fn heading(source: &str, range: Range<usize>, level: usize) -> (Range<usize>, String) {
    let text = &source[range.clone()];
    let signs = "#".repeat(level.min(DEEPEST));
    if text.starts_with('#') {
        let own = text.len() - text.trim_start_matches('#').len();
        return (range.start..range.start + own, signs);
    }
    let (words, _) = text.trim_end().rsplit_once('\n').unwrap_or((text, ""));
    let words: Vec<_> = words.lines().map(str::trim).collect();
    (range, format!("{signs} {}\n", words.join(" ")))
}

/// The fence that an open block of code lacks at the end of the text.
fn closing_fence(source: &str, range: Range<usize>) -> Option<(Range<usize>, String)> {
    let block = source[range.clone()].trim_end();
    let sign = block.chars().next()?;
    let fence = block.len() - block.trim_start_matches(sign).len();
    let last = block.rsplit_once('\n').map_or("", |(_, last)| last.trim());
    let closed = last.len() >= fence && last.chars().all(|c| c == sign);
    let end = source.len();
    (!closed && range.end >= end)
        .then(|| (end..end, format!("\n{}", sign.to_string().repeat(fence))))
}

/// The address of a link that only names one defined elsewhere, behind its text.
fn address(
    source: &str,
    range: Range<usize>,
    kind: LinkType,
    address: &str,
) -> Option<(Range<usize>, String)> {
    let Range { start, end } = range;
    let label = match kind {
        LinkType::Shortcut => end..end,
        // The parser leaves the empty label out.
        LinkType::Collapsed => end..end + "[]".len(),
        LinkType::Reference => start + source[start..end].rfind('[')?..end,
        _ => return None,
    };
    let address = address.replace('<', "%3C").replace('>', "%3E");
    Some((label, format!("(<{address}>)")))
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
            ("a <b>c</b> <!-- d", "a \\<b\\>c\\</b\\> <!-- d"),
            ("<!-- open\n\ntext", "\\<!-- open\n\ntext"),
            ("```\ncode", "```\ncode\n```"),
            ("~~~~ x\n~~~\n", "~~~~ x\n~~~\n~~~~"),
            ("```\ncode\n```", "```\ncode\n```"),
            (
                "[a][1] and [b][] and [c]\n\n[1]: http://x.example\n[b]: /y\n[c]: <z>",
                "[a](<http://x.example>) and [b](</y>) and [c](<z>)",
            ),
            (
                "[a](http://x.example) <http://y.example>",
                "[a](http://x.example) <http://y.example>",
            ),
        ] {
            assert_eq!(
                nested(DisplayStr::own(markdown), 3),
                expected,
                "{markdown:?}"
            );
        }
    }
}
