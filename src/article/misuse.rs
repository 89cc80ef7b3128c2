//! Markup that does not do what its author means.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::markdown::OPTIONS;
use super::plain::is_plain;
use crate::briefing::is_openable;
use crate::text::DisplayStr;

/// A piece of markup that does not do what its author means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misuse {
    /// A link to an address that cannot be opened.
    Link(String),
    /// A row of a table that has more cells than its header.
    ExtraCells {
        /// The line of the source, without what is around the table.
        row: String,
        /// The bytes of `row` that are not shown.
        extra: Range<usize>,
    },
    /// The label of a footnote that says nothing, where it is referred to.
    MissingNote(String),
}

/// What is misused in `source`, in its order.
pub fn misused(source: DisplayStr<'_>) -> Vec<Misuse> {
    let mut misused = Vec::new();
    if is_plain(source) {
        return misused;
    }
    let source = source.as_str();
    let (mut columns, mut in_code) = (0, false);
    let parser = Parser::new_ext(source, OPTIONS).into_offset_iter();
    for (event, range) in TextMergeWithOffset::new(parser) {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) if link_type != LinkType::Email && !is_openable(&dest_url) => {
                misused.push(Misuse::Link(dest_url.into_string()));
            }
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            Event::Start(Tag::TableRow) => {
                let row = source[range.start..].lines().next().unwrap_or_default();
                misused.extend(extra_cells(row, columns).map(|extra| Misuse::ExtraCells {
                    row: row.to_owned(),
                    extra,
                }));
            }
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            // The parser takes a reference to a footnote that is not there for text.
            Event::Text(_) if !in_code => {
                let labels = note_labels(source, range);
                misused.extend(labels.map(|label| Misuse::MissingNote(label.to_owned())));
            }
            _ => {}
        }
    }
    misused
}

/// The bytes of a table's `row` beyond its first `columns` cells.
fn extra_cells(row: &str, columns: usize) -> Option<Range<usize>> {
    let row = row.trim_end();
    let start = usize::from(row.starts_with('|'));
    let is_bar = |&(at, _): &(usize, &str)| !row[..at].ends_with('\\');
    let mut bars = row.match_indices('|').filter(is_bar).map(|(at, _)| at);
    let last = bars.nth(columns + start - 1)?;
    let extra = &row[last + 1..];
    if extra.is_empty() {
        return None;
    }
    let closed = extra.ends_with('|') && !extra.ends_with("\\|");
    let end = row.len() - usize::from(closed);
    let text = &row[last + 1..end];
    let indent = text.len() - text.trim_start().len();
    let trimmed = last + 1 + indent..last + 1 + text.trim_end().len();
    Some(if trimmed.is_empty() {
        last + 1..row.len()
    } else {
        trimmed
    })
}

/// The labels of the references to footnotes in a `range` of `source`, which has no other markup there.
fn note_labels(source: &str, range: Range<usize>) -> impl Iterator<Item = &str> {
    let start = range.start;
    let end = range.end;
    source[range]
        .match_indices("[^")
        .filter_map(move |(at, open)| {
            // A backslash at its start is no part of a text.
            let at = start + at;
            let before = source[..at].trim_end_matches('\\');
            let escaped = (at - before.len()) % 2 == 1;
            let (label, _) = source[at + open.len()..end].split_once(']')?;
            let is_label =
                !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || c == '[');
            (is_label && !escaped).then_some(label)
        })
}

#[cfg(test)]
mod tests {
    use super::{Misuse, misused};
    use crate::text::DisplayStr;

    #[test]
    fn what_is_not_shown_as_meant_is_found() {
        let extra = |row: &str, extra: &str| {
            let start = row.rfind(extra).unwrap_or_default();
            Misuse::ExtraCells {
                row: row.to_owned(),
                extra: start..start + extra.len(),
            }
        };
        let note = |label: &str| Misuse::MissingNote(label.to_owned());
        for (source, expected) in [
            ("plain", vec![]),
            (
                "[a](file:///x) <mailto:a@b.c> [b](https://b)",
                vec![Misuse::Link("file:///x".to_owned())],
            ),
            (
                "|a|b|\n|-|-|\n|c|d|\n|c\\|d|e|\n| c | d | e f | g |\nc|d|e\n|c|d|e\\|\n|c|d| |",
                vec![
                    extra("| c | d | e f | g |", "e f | g"),
                    extra("c|d|e", "e"),
                    extra("|c|d|e\\|", "e\\|"),
                    extra("|c|d| |", " |"),
                ],
            ),
            ("> a|b\n> -|-\n> c|d|e", vec![extra("c|d|e", "e")]),
            (
                "a[^b] `[^c]` \\[^d] [^ e] [^f](https://f)[^g]\n\n[^g]: h[^i]\n\n    [^j]",
                vec![note("b"), note("i"), note("j")],
            ),
            ("```\n[^a]\n```", vec![]),
            ("\\[^a] b\n\n- \\[^c]\n- \\\\[^d]", vec![note("d")]),
        ] {
            assert_eq!(misused(DisplayStr::own(source)), expected, "{source}");
        }
    }
}
