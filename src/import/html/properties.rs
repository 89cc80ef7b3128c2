//! What holds for any HTML: its text is what CommonMark shows.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};

use super::{to_line, to_markdown};

/// What the reader shows of CommonMark, without white space. HTML, footnotes and boxes to tick would be
/// something that the text did not say.
fn shown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    let mut shown = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) | Event::Code(text) => shown.push_str(&text),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => shown.push_str("<invented>"),
            _ => {}
        }
    }
    without_space(&shown)
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn text() -> impl Strategy<Value = String> {
    let markup = "[ab19 é\u{201C}*_`~\\[\\]()&#!|\\\\.:=+\n-]{0,12}";
    prop_oneof![
        3 => "[a-z]{1,6} ?",
        3 => markup,
        1 => Just("https://x.example/a_b*c".to_owned()),
        1 => Just("&lt;b&gt;".to_owned()),
        1 => Just("[x] ".to_owned()),
        1 => Just("1. ".to_owned()),
        1 => Just("&amp;amp;".to_owned()),
    ]
}

fn tag() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "p",
        "div",
        "h2",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "b",
        "i",
        "del",
        "code",
        "span",
        "a href='https://x.example/(y'",
        "table",
        "tr",
        "td",
        "th",
        "dl",
        "dt",
        "dd",
        "details",
        "p style='display:none'",
        "em style='font-weight:bold'",
    ]);
    prop_oneof![
        3 => names.clone().prop_map(|name| format!("<{name}>")),
        3 => names.prop_map(|name| format!("</{}>", name.split(' ').next().unwrap_or(name))),
        1 => Just("<br>".to_owned()),
    ]
}

/// Elements that are closed, around texts.
fn element() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![4 => text(), 1 => Just("<br>".to_owned()), 1 => Just("<hr>".to_owned())];
    leaf.prop_recursive(5, 60, 5, |inner| {
        let names = prop::sample::select(vec![
            ("<p>", "</p>"),
            ("<div>", "</div>"),
            ("<h3>", "</h3>"),
            ("<ul><li>", "</li></ul>"),
            ("<ol start=7><li>", "</li></ol>"),
            ("<blockquote>", "</blockquote>"),
            ("<pre>", "</pre>"),
            ("<b>", "</b>"),
            ("<i>", "</i>"),
            ("<s>", "</s>"),
            ("<code>", "</code>"),
            ("<a href='https://x.example/&amp;amp;'>", "</a>"),
            (
                "<table><tr><th>",
                "</th><th>x</th></tr><tr><td>y</td><td>z</td></tr></table>",
            ),
        ]);
        (names, prop::collection::vec(inner, 1..5))
            .prop_map(|((open, close), inner)| format!("{open}{}{close}", inner.concat()))
    })
}

fn check(html: &str) -> Result<(), TestCaseError> {
    let converted = to_markdown(html, None);
    prop_assert_eq!(
        shown(&converted.text),
        without_space(&to_line(html)),
        "{:?}",
        converted.text
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn text_is_equal_in_closed_elements(html in prop::collection::vec(element(), 1..4)) {
        check(&html.concat())?;
    }

    #[test]
    fn text_is_equal_in_mismatched_tags(
        pieces in prop::collection::vec(prop_oneof![text(), tag()], 0..40)
    ) {
        check(&pieces.concat())?;
    }

    #[test]
    fn any_text_is_read(html in any::<String>()) {
        let _ = to_markdown(&html, None);
    }
}
