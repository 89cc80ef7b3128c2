//! Plain text as CommonMark that shows just that text.

use super::document::{Contents, Document, Item, Kind, Options, Unreadable};
use super::{split, words};
use crate::briefing::DraftStory;

/// A first line of at most so many characters may be the title.
const MAX_TITLE: usize = 120;
/// Text is wrapped at columns between these; longer lines are paragraphs of their own.
const NARROW: usize = 50;
const WIDE: usize = 100;
/// A tab goes to the next of these columns.
const TAB_STOP: usize = 8;

/// Reads a text as one story, or as an edition.
pub(super) fn read(text: &str, options: &Options) -> Result<Document, Unreadable> {
    if text.trim().is_empty() {
        return Err(Unreadable::whole("this text is empty"));
    }
    let (title, rest) = title_and_rest(text);
    let headline = title.clone().unwrap_or_else(|| words::first_words(text));
    let contents = match options
        .split
        .then(|| split::text(text, to_markdown))
        .flatten()
    {
        Some(draft) => Contents::Edition {
            guid: None,
            published: None,
            draft: Box::new(draft),
        },
        None => Contents::Story(Box::new(Item {
            guid: None,
            story: DraftStory {
                headline: headline.clone(),
                body: to_markdown(rest),
                ..DraftStory::default()
            },
        })),
    };
    Ok(Document {
        kind: Kind::Text,
        title: title.or(Some(headline)),
        source: None,
        feed: None,
        contents,
        warnings: Vec::new(),
        is_cut: false,
    })
}

/// The first line is the title if it stands by itself, underlined or before an empty line, and is no
/// sentence.
fn title_and_rest(text: &str) -> (Option<String>, &str) {
    let text = text.trim_start_matches(['\n', '\r', ' ', '\t']);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let title = words::one_line(first);
    let (second, after) = rest.split_once('\n').unwrap_or((rest, ""));
    let underline = second.trim();
    let is_underlined = underline.len() > 2
        && ["=", "-", "~"]
            .iter()
            .any(|line| underline.replace(line, "").is_empty());
    let is_alone = underline.is_empty() && !rest.trim().is_empty();
    let is_title = title.chars().count() <= MAX_TITLE && !title.ends_with(['.', ':', ',', ';']);
    if is_underlined && is_title {
        (Some(title), after)
    } else if is_alone && is_title {
        (Some(title), rest)
    } else {
        (None, text)
    }
}

/// Paragraphs are separated by blank lines. Lines that were wrapped at a column are joined; other line
/// breaks are kept. Bare addresses stay as they are.
pub(super) fn to_markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + text.len() / 8);
    let mut paragraph: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            push_paragraph(&mut markdown, &paragraph);
            paragraph.clear();
        } else {
            paragraph.push(line);
        }
    }
    markdown
}

fn push_paragraph(markdown: &mut String, lines: &[&str]) {
    if lines.is_empty() {
        return;
    }
    if !markdown.is_empty() {
        markdown.push_str("\n\n");
    }
    if is_aligned(lines) {
        push_verbatim(markdown, lines);
        return;
    }
    // Long addresses stick out.
    let text_lines = lines.iter().filter(|line| !line.contains("://"));
    let widest = text_lines
        .map(|line| line.trim().chars().count())
        .max()
        .unwrap_or_default();
    for (at, line) in lines.iter().enumerate() {
        push_escaped(markdown, line.trim());
        if let Some(next) = lines.get(at + 1) {
            markdown.push_str(if is_wrapped(line, next, widest) {
                "\n"
            } else {
                "\\\n"
            });
        }
    }
}

/// Whether the next line goes on because the column ended: its first word would not have fitted.
fn is_wrapped(line: &str, next: &str, widest: usize) -> bool {
    let (line, next) = (line.trim(), next.trim());
    let starts_anew = next.starts_with(['>', '|', '*', '-', '•', '+', '#'])
        || line.starts_with(['>', '|'])
        || is_numbered(next);
    let word = next
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let width = line.chars().count();
    !starts_anew
        && (NARROW..=WIDE).contains(&widest)
        && (width + 1 + word > widest || width + word >= 72)
}

/// Whether spaces within lines line up columns, as in tables and code.
fn is_aligned(lines: &[&str]) -> bool {
    let has_gap = |line: &&&str| line.trim().contains("   ") || line.trim().contains('\t');
    lines.len() > 1 && lines.iter().filter(has_gap).count() * 2 > lines.len()
}

fn push_verbatim(markdown: &mut String, lines: &[&str]) {
    let longest = lines
        .iter()
        .flat_map(|line| line.split(|c| c != '`'))
        .map(str::len)
        .max();
    let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
    markdown.push_str(&fence);
    for line in lines {
        markdown.push('\n');
        let mut column = 0;
        for c in line.trim_end().chars() {
            let columns = if c == '\t' {
                TAB_STOP - column % TAB_STOP
            } else {
                1
            };
            column += columns;
            if c == '\t' {
                markdown.push_str(&" ".repeat(columns));
            } else {
                markdown.push(c);
            }
        }
    }
    markdown.push('\n');
    markdown.push_str(&fence);
}

fn is_numbered(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=9).contains(&digits) && line[digits..].starts_with(['.', ')'])
}

/// One line that is trimmed, with all that could be markup escaped.
fn push_escaped(markdown: &mut String, line: &str) {
    let mut rest = line;
    if is_numbered(rest) {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        markdown.push_str(&rest[..digits]);
        markdown.push('\\');
        markdown.push_str(&rest[digits..=digits]);
        rest = &rest[digits + 1..];
    } else if rest.starts_with(['#', '>', '-', '+', '=', '~', ':']) {
        markdown.push('\\');
        markdown.push_str(&rest[..1]);
        rest = &rest[1..];
    }
    while !rest.is_empty() {
        if let Some(address) = address_at(rest)
            && !markdown.ends_with(|c: char| c.is_alphanumeric())
        {
            // Between angle brackets nothing in an address is markup.
            let needs_brackets =
                address.contains(['*', '_', '~', '`', '[', ']', '&', '\\', '|', '$', '^']);
            if needs_brackets && !address.contains(['<', '>']) {
                markdown.push('<');
                markdown.push_str(address);
                markdown.push('>');
            } else {
                markdown.push_str(address);
            }
            rest = &rest[address.len()..];
            continue;
        }
        let mut chars = rest.chars();
        if let Some(c) = chars.next() {
            if matches!(
                c,
                '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '&' | '~' | '|' | '$' | '^'
            ) {
                markdown.push('\\');
            }
            markdown.push(c);
        }
        rest = chars.as_str();
    }
}

/// The address that a text starts with, without the punctuation that ends a sentence.
fn address_at(text: &str) -> Option<&str> {
    if !(text.starts_with("http://") || text.starts_with("https://")) {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
    let address = &text[..end.unwrap_or(text.len())];
    let opens = address.matches('(').count();
    let closes = address.matches(')').count();
    let mut address =
        address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', ']', '|']);
    if closes > opens {
        address = address.trim_end_matches([')', '.', ',', ';', ':']);
    }
    (address.len() > "https://".len()).then_some(address)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    use super::{title_and_rest, to_markdown};

    /// What CommonMark shows, with its white space collapsed.
    fn shown(markdown: &str) -> String {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS;
        let mut shown = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(text) | Event::Code(text) => shown.push_str(&text),
                Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => {
                    shown.push(' ');
                }
                Event::Start(_) | Event::End(_) => {}
                other => panic!("{other:?}"),
            }
        }
        collapsed(&shown)
    }

    fn collapsed(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_looks_like_markup_is_shown_as_it_is() {
        for text in [
            "# no heading",
            "> no quotation",
            "- no list\n- at all",
            "1. no\n2) list",
            "a *b* _c_ `d` ~~e~~",
            "[x](y) ![z](w) [^1]",
            "<b>x</b> &amp; &lt;",
            "a\\b\\",
            "Title\n=====\nx\n---\ny",
            "***",
            "```\ncode",
            "a | b\n--|--\nc | d",
            "    indented\n    twice",
            "see https://a.org/x_y_z?a=1&b=*2*, and (https://b.org).",
            "[ ] task",
            "a  \nb",
            "-\n",
            "+ x",
            "<https://a.org>",
            "x\\\ny",
            "~~~ x",
            ": x",
            "$x$ ^y^",
            "name     size\none      1\ntwo      `2`",
            "https://a.org/[x]",
            "<!-- x -->",
            "https://",
        ] {
            assert_eq!(
                shown(&to_markdown(text)),
                collapsed(text),
                "{text}\n{}",
                to_markdown(text)
            );
        }
    }

    #[test]
    fn wrapped_lines_are_joined_and_other_breaks_are_kept() {
        let wrapped = "The ferry to the island sails again since this morning, after the old\nengine was repaired by two mechanics who had come from the mainland on\nMonday.";
        assert_eq!(to_markdown(wrapped), wrapped);
        assert_eq!(
            to_markdown("Ann Example\nHarbour Street 1"),
            "Ann Example\\\nHarbour Street 1"
        );
        assert_eq!(to_markdown("a\r\n\r\n\r\nb\r\n"), "a\n\nb");
        let listed = format!("{}\n- one\n- two", "word ".repeat(14).trim_end());
        assert!(to_markdown(&listed).ends_with("\\\n\\- one\\\n\\- two"));
    }

    #[test]
    fn bare_addresses_stay_bare() {
        assert_eq!(to_markdown("See https://a.org/b."), "See https://a.org/b.");
        assert_eq!(to_markdown("(https://a.org/b)"), "(https://a.org/b)");
        assert_eq!(to_markdown("https://a.org/b_c_d"), "<https://a.org/b_c_d>");
    }

    #[test]
    fn a_first_line_by_itself_is_the_title() {
        for (text, title, rest) in [
            ("The Title\n\nText.", Some("The Title"), "Text."),
            ("The Title\n=========\nText.", Some("The Title"), "Text."),
            ("A sentence.\n\nText.", None, "A sentence.\n\nText."),
            ("Two\nlines\n\nText.", None, "Two\nlines\n\nText."),
            ("Only one line", None, "Only one line"),
        ] {
            let (found, left) = title_and_rest(text);
            assert_eq!((found.as_deref(), left.trim()), (title, rest), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_shown_as_it_is(text in "([-*_#>`~=+|<>&!\\[\\]()\\\\:. \n\ta-c1é]|https://a\\.b/){0,60}") {
            let markdown = to_markdown(&text);
            prop_assert_eq!(shown(&markdown), collapsed(&text), "{}", markdown);
        }
    }
}
