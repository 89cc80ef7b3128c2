//! What texts say, apart from how they are marked up.

use std::borrow::Cow;

/// A headline made of a text is at most so many characters long.
const HEADLINE: usize = 80;
/// So much of a text is looked at for a headline.
const START: usize = 800;

/// The elements that texts are marked up with. A `<` before another name is likelier a plain `<`.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "big", "blockquote", "body", "br",
    "caption", "center", "cite", "code", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "embed",
    "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "li", "link", "main", "mark", "meta", "nav",
    "nobr", "object", "ol", "p", "picture", "pre", "q", "s", "samp", "script", "section", "small", "span",
    "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "title", "tr", "tt", "u", "ul", "var", "video", "wbr",
];

/// Whether a text is marked up as HTML.
pub(super) fn has_tags(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        rest = &rest[at + 1..];
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        if is_element(tag) || rest.starts_with("!--") {
            return true;
        }
    }
    false
}

/// Whether the name of an element and the end of a tag follow.
fn is_element(tag: &str) -> bool {
    let end = tag
        .bytes()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    let (name, behind) = tag.split_at(end);
    let ends_name = behind.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/');
    ends_name
        && ELEMENTS
            .iter()
            .any(|element| element.eq_ignore_ascii_case(name))
}

/// Without line breaks, and with one space for any white space.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The start of a plain text as a headline: its first sentence, or as many words as fit.
pub(super) fn first_words(text: &str) -> String {
    let line = one_line(text.trim_start().split("\n\n").next().unwrap_or_default());
    let ends = [". ", "! ", "? ", "。"]
        .iter()
        .filter_map(|end| Some(line.find(end)? + end.trim_end().len()));
    let sentence = ends
        .min()
        .filter(|&end| end > HEADLINE / 5)
        .map_or(line.as_str(), |end| &line[..end]);
    if sentence.chars().count() <= HEADLINE {
        return sentence.trim_end_matches('.').to_owned();
    }
    let end = sentence
        .char_indices()
        .nth(HEADLINE - 1)
        .map_or(sentence.len(), |(at, _)| at);
    let cut = sentence[..end]
        .rfind(' ')
        .filter(|&at| at > HEADLINE / 2)
        .unwrap_or(end);
    format!(
        "{}…",
        sentence[..cut].trim_end_matches([',', ';', ':', '–', '-', ' '])
    )
}

/// The headline of a document: its title, else the first words of its CommonMark.
pub(super) fn headline(title: Option<&str>, markdown: &str) -> String {
    title.map_or_else(|| first_words(&plain_start(markdown)), str::to_owned)
}

/// About what the start of CommonMark shows.
pub(super) fn plain_start(markdown: &str) -> String {
    let mut end = markdown.len().min(START);
    while !markdown.is_char_boundary(end) {
        end -= 1;
    }
    let mut plain = String::new();
    let start = without_addresses(&markdown[..end]);
    let mut open = 0_usize;
    let mut chars = start.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next()),
            '[' => open += 1,
            ']' if open > 0 => open -= 1,
            '*' | '_' | '`' | '#' | '>' | '|' => {}
            _ => plain.push(c),
        }
    }
    plain
}

/// The letters and digits of CommonMark in lower case, with one space between words: for comparing texts.
pub(super) fn folded(markdown: &str) -> String {
    let mut folded = String::with_capacity(markdown.len());
    let mut is_between = false;
    for c in without_addresses(markdown).chars() {
        if c.is_ascii_lowercase() && !is_between {
            folded.push(c);
        } else if c.is_alphanumeric() {
            if is_between && !folded.is_empty() {
                folded.push(' ');
            }
            is_between = false;
            if c.is_ascii() {
                folded.push(c.to_ascii_lowercase());
            } else {
                folded.extend(c.to_lowercase());
            }
        } else if c != '\'' && c != '’' && c != '\\' {
            is_between = true;
        }
    }
    folded
}

/// CommonMark without the addresses of its links.
pub(super) fn without_addresses(markdown: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut rest = markdown;
    // What was not found once is not searched for again, for that would take quadratic time.
    let mut has_angles = true;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"](") {
        kept.push_str(&rest[..=at]);
        rest = &rest[at + 2..];
        let mut end = None;
        if has_angles && rest.starts_with('<') {
            end = rest.find(">)").map(|end| end + 2);
            has_angles = end.is_some();
        }
        let Some(end) = end.or_else(|| Some(rest.find(')')? + 1)) else {
            break;
        };
        rest = &rest[end..];
    }
    if rest.len() == markdown.len() {
        return Cow::Borrowed(markdown);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::{first_words, folded, has_tags, one_line, plain_start};

    #[test]
    fn brackets_of_links_are_no_text() {
        assert_eq!(plain_start("[a](https://a.org) \\[b] c"), "a [b] c");
    }

    #[test]
    fn only_known_elements_are_tags() {
        for text in [
            "<p>x",
            "x<br/>",
            "a </B>",
            "<a\nhref=x>",
            "x <!-- y -->",
            "1 < 2 <em>x</em>",
        ] {
            assert!(has_tags(text), "{text}");
        }
        for text in [
            "Vec<T>",
            "1 < 2",
            "a <b",
            "<ann@a.org>",
            "i<3",
            "<paper>",
            "<>",
            "",
        ] {
            assert!(!has_tags(text), "{text}");
        }
    }

    #[test]
    fn a_headline_is_the_first_sentence_or_what_fits() {
        assert_eq!(
            first_words("The ferry sails again. It was repaired.\n\nMore."),
            "The ferry sails again"
        );
        assert_eq!(first_words("  No. 5 is alive\n\nMore."), "No. 5 is alive");
        let long = "word ".repeat(40);
        assert_eq!(
            first_words(&long),
            format!("{}…", "word ".repeat(15).trim_end())
        );
        assert_eq!(
            first_words(&"ö".repeat(200)),
            format!("{}…", "ö".repeat(79))
        );
        assert_eq!(first_words(""), "");
    }

    #[test]
    fn markup_does_not_matter_when_texts_are_compared() {
        let marked = "## **It's**  a\n[link](<https://a.org/x>) and [one](https://b.org), café\\.";
        assert_eq!(folded(marked), "its a link and one café");
        assert_eq!(
            plain_start("**Bold** \\*x\\* [a](https://b.c) `d`"),
            "Bold *x* a d"
        );
        assert_eq!(one_line(" a\n\tb\u{1b} c "), "a b c");
    }
}
