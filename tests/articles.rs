//! Articles from CommonMark to rows: how they look, and what must hold for every layout.

use std::fmt::Write as _;

use proptest::prelude::*;
use roundup::article::{self, Article, BlockKind, Layout, Part, StoryArticle};
use roundup::briefing::{self, Briefing};
use roundup::text::{DisplayStr, width};

fn briefing(body: &str) -> Briefing {
    let body = body.replace("'''", "' ' '");
    let source = format!(
        "title = \"T\"\ndate = 2016-01-12\n[[story]]\nheadline = \"H\"\nbody = '''\n{body}'''\n"
    );
    let (briefing, diagnostics) = briefing::parse(&source);
    briefing.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn article(briefing: &Briefing) -> Article {
    let story = briefing.story(0);
    article::story(StoryArticle {
        story,
        section: None,
        minutes: 1,
        preface: DisplayStr::own(""),
    })
}

/// A row as it is drawn, with symbols for its styles: `*strong*`, `/emphasis/`, `` `code` ``, `_link_`.
fn drawn(article: &Article, row: &article::Row, styled: bool) -> String {
    let mut line = String::new();
    for part in article.parts(row) {
        match part {
            Part::Marker(text) => line.push_str(&text),
            Part::LinkNumber(number) => line.push_str(&Part::link_number(number)),
            Part::Text { range, inline, .. } => {
                let symbols = [
                    (inline.strong, '*'),
                    (inline.emphasis, '/'),
                    (inline.code, '`'),
                    (inline.link, '_'),
                ];
                let symbols: String = symbols
                    .iter()
                    .filter(|(on, _)| *on && styled)
                    .map(|(_, symbol)| symbol)
                    .collect();
                let _ = write!(
                    line,
                    "{symbols}{}{}",
                    &article.text[range],
                    symbols.chars().rev().collect::<String>()
                );
            }
        }
    }
    line.trim_end().to_owned()
}

#[track_caller]
fn check(markdown: &str, columns: usize, expected: &str) {
    let briefing = briefing(markdown);
    let article = article(&briefing);
    let layout = Layout::new(&article, columns);
    let rows: Vec<_> = layout.rows[layout.row_at(article.body_start)..]
        .iter()
        .map(|row| drawn(&article, row, true))
        .collect();
    assert_eq!(rows.join("\n"), expected.trim_matches('\n'));
}

#[test]
fn paragraphs_and_inline_styles() {
    check(
        "One *soft*\nbreak and a **strong\\*** word, `code`.\\\nA hard break.\n\nA second &amp; last ~paragraph~.",
        40,
        "One /soft/ break and a *strong** word, `code`.\nA hard break.\n\nA second & last ~paragraph~.",
    );
    check("*a **b** c*", 40, "/a /*/b/*/ c/");
}

#[test]
fn links_are_numbered_once_for_each_address() {
    check(
        "See [the letters](https://a.example/1), [again](https://a.example/1) and <https://b.example>; not [this](file:///etc).",
        60,
        "
See _the letters_[1], _again_[1] and _https://b.example_[2]; not
this.

[1] https://a.example/1
[2] https://b.example",
    );
}

#[test]
fn a_list_that_begins_an_item_has_no_gap_above_unless_a_quote_comes_first() {
    check("- a\n- - b", 20, "• a\n• – b");
    check("- a\n- >\n  - b", 20, "• a\n• ▎\n\n  – b");
}

#[test]
fn lists_and_quotes_have_markers_on_the_left() {
    check(
        "- one\n- two that is longer than a row\n  - nested\n\n    more\n- \n\n9. nine\n10. ten\n\n> quoted *words*\n>\n> go on\n> - here",
        20,
        "
• one
• two that is longer
  than a row

  – nested

    more
•

 9. nine
10. ten

▎ quoted /words/
▎
▎ go on
▎
▎ • here",
    );
    check("- a\n- b\n  - c\n- d", 20, "• a\n• b\n  – c\n• d");
    check("- - both", 20, "• – both");
    check("- a\n- - b", 20, "• a\n• – b");
}

#[test]
fn code_headings_rules_images_and_html() {
    check(
        "### A heading\n\n```sh\nlet  x = 1;\n\n  two\n```\n\n---\n\n![a map](https://a.example/map.png) <b>bold</b>\n\n<div>\nblock\n</div>",
        30,
        "
A heading

let  x = 1;

  two



a map <b>bold</b>

<div>
block
</div>",
    );
}

#[test]
fn character_references_cannot_produce_control_characters() {
    check(
        "a&#27;[2Jb &#x202E;c &#155;d",
        40,
        "a␛[2Jb \u{FFFD}c \u{FFFD}d",
    );
}

#[test]
fn a_link_without_visible_text_shows_no_number() {
    check(
        "[&nbsp;](http://a.example) x",
        40,
        "_\u{A0}_ x\n\n[1] http://a.example",
    );
    check(
        "<me@example.org>",
        40,
        "_me@example.org_[1]\n\n[1] mailto:me@example.org",
    );
}

#[test]
fn combining_characters_and_joiners_are_counted_across_styles() {
    let piled = format!("e{}", format!("[{}](x:a)", "\u{301}".repeat(8)).repeat(10));
    check(&piled, 40, &format!("e{}", "\u{301}".repeat(8)));
    check("**می\u{200C}**خواهم", 40, "*می\u{200C}*خواهم");
}

/// Each of these takes minutes if any step is quadratic.
#[test]
fn long_texts_are_read_in_one_pass() {
    let mut links = String::new();
    for number in 0..100_000 {
        let _ = write!(links, "[a](http://a.example/{number}) ");
    }
    for body in [
        links,
        "[&nbsp;](http://a) ".repeat(100_000),
        "a\tb".repeat(500_000),
        "> ".repeat(2_000),
    ] {
        let briefing = briefing(&body);
        assert!(!Layout::new(&article(&briefing), 72).rows.is_empty());
    }
    let errors = format!("a = {}", "= ".repeat(80_000));
    assert!(briefing::parse(&errors).0.is_none());
}

#[test]
fn chinese_and_japanese_lines_join_without_a_space() {
    check("東海道\n新幹線", 40, "東海道新幹線");
    check(
        "문장은\n띄어쓰기를 🎉\nHello 東京\nis",
        60,
        "문장은 띄어쓰기를 🎉 Hello 東京 is",
    );
}

proptest! {
    #[test]
    fn rows_fit_and_cover_the_text_in_order(
        body in r"([a-z]{1,9}[ -]|\*|\*\*|`|\[x\]\(https://a\.example/b\)|> |- |\d\. |    |#|---|&#27;|[東海道、]{1,3}|👩‍👩‍👧|ع|\PC|\n|\n\n){0,50}",
        columns in 20usize..90,
    ) {
        let briefing = briefing(&body);
        let article = article(&briefing);
        let layout = Layout::new(&article, columns);
        let mut end = 0;
        for row in &layout.rows {
            let gap = &article.text[end.min(row.start as usize)..row.start as usize];
            prop_assert!(gap.chars().all(char::is_whitespace), "{gap:?} is on no row");
            let line = drawn(&article, row, false);
            let markers: usize = article
                .parts(row)
                .iter()
                .map(|part| if let Part::Marker(text) = part { width::of(text) } else { 0 })
                .sum();
            prop_assert!(width::of(&line) <= columns.max(markers + 8), "{line:?}");
            end = row.end as usize;
        }
        prop_assert!(article.text[end..].chars().all(char::is_whitespace));
    }

    #[test]
    fn any_width_has_a_row_that_shows_the_anchor(
        words in prop::collection::vec("[a-z東é-]{1,12}", 1..300),
        columns in prop::collection::vec(20usize..100, 1..8),
        place in 0.0f64..1.0,
    ) {
        let briefing = briefing(&words.join(" "));
        let article = article(&briefing);
        let boundaries: Vec<_> = article.text.char_indices().map(|(at, _)| at).collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a random position in a test")]
        let anchor = boundaries[(place * boundaries.len() as f64) as usize];
        for columns in columns {
            let layout = Layout::new(&article, columns);
            let row = layout.row_at(anchor);
            let next = layout.rows.get(row + 1).map_or(article.text.len(), |row| row.start as usize);
            let start = layout.rows[row].start as usize;
            prop_assert!(start <= anchor && (anchor < next || next == article.text.len()));
        }
    }
}

#[test]
fn the_story_ends_above_the_list_of_addresses() {
    for (body, rows_below) in [
        ("No link at all.", 0),
        ("One [link](https://example.org/one).", 2),
        (
            "Two [links](https://example.org/one) and [more](https://example.org/two).",
            3,
        ),
        (
            "[An address that is broken](https://example.org/12345678901234567890)",
            3,
        ),
    ] {
        let briefing = briefing(body);
        let article = article(&briefing);
        let layout = Layout::new(&article, 40);
        assert_eq!(layout.rows.len() - layout.story_rows, rows_below, "{body}");
        let last = &layout.rows[layout.story_rows - 1];
        assert_eq!(article.kind_of(last), Some(BlockKind::Paragraph));
    }
}

#[test]
fn articles_without_addresses_are_the_story_to_their_last_row() {
    let note = article::note(DisplayStr::default(), DisplayStr::own("No stories."));
    let layout = Layout::new(&note, 40);
    assert_eq!(layout.story_rows, layout.rows.len());
    assert_eq!(Layout::new(&Article::default(), 40).story_rows, 0);
}
