//! Articles from CommonMark to rows: how they look, and what must hold for every layout.

use std::fmt::Write as _;
use std::ops::Range;

use proptest::prelude::*;
use roundup::article::{self, Article, BlockKind, Foot, Layout, Part, StoryArticle};
use roundup::briefing::{self, Briefing, Dates, Field};
use roundup::text::{DisplayStr, DisplayText, fold, width};
use unicode_segmentation::UnicodeSegmentation;

fn briefing(body: &str) -> Briefing {
    let body = body.replace("'''", "' ' '");
    let source = format!(
        "title = \"T\"\ndate = 2016-01-12\n[[story]]\nheadline = \"H\"\nbody = '''\n{body}'''\n"
    );
    let (briefing, diagnostics) = briefing::parse(&source);
    briefing.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn article(briefing: &Briefing) -> Article {
    let whole = briefing
        .whole()
        .expect("a briefing that was parsed just now has all its text");
    let story = whole.story(0);
    article::story(StoryArticle {
        story,
        section: None,
        minutes: 1,
        dates: Dates::Long,
        preface: DisplayStr::own(""),
    })
}

/// A row as it is drawn, with symbols for its styles: `*strong*`, `/emphasis/`, `` `code` ``, `_link_`,
/// `~struck~`.
fn drawn(article: &Article, row: &article::Row, styled: bool) -> String {
    let mut line = String::new();
    for part in article.parts(row) {
        match part {
            Part::Marker(text) => line.push_str(&text),
            Part::LeftOut { .. } => line.push_str(&Part::LEFT_OUT),
            Part::LinkNumber { number, .. } => line.push_str(&Part::link_number(number)),
            Part::Text { range, inline, .. } => {
                let symbols = [
                    (inline.strong, '*'),
                    (inline.emphasis, '/'),
                    (inline.code, '`'),
                    (inline.link, '_'),
                    (inline.struck, '~'),
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

/// The bytes of the text that a row shows, with those that it leaves out of an address.
fn shown(article: &Article, row: &article::Row) -> Vec<Range<usize>> {
    let parts = article.parts(row).into_iter();
    let ranges = parts.filter_map(|part| match part {
        Part::Text { range, .. } | Part::LeftOut { range, .. } => Some(range),
        _ => None,
    });
    ranges.collect()
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
    check("~~a **b**~~ c ~ d ~", 40, "~a ~*~b~* c ~ d ~");
    check("*a **b** c*", 40, "/a /*/b/*/ c/");
}

/// Numbers come first, then the story's own link, then addresses that the text shows.
#[test]
fn a_story_leads_to_each_address_once() {
    let source = r#"
        title = "T"
        date = 2016-01-12
        [[story]]
        headline = "A headline"
        summary = "See https://bare.test/a and [the *report*](https://two.test)."
        link = "https://own.test"
        body = """
[Again](https://two.test), [another](https://three.test), https://bare.test/a,
<mail@four.test>, [no](ftp://five.test), [](https://six.test)"""
    "#;
    let (briefing, _) = briefing::parse(source);
    let article = article(&briefing.unwrap());
    let destinations: Vec<_> = article
        .destinations()
        .into_iter()
        .map(|to| format!("{} | {} | {}", to.text, to.address, to.is_own))
        .collect();
    assert_eq!(
        destinations,
        [
            "the report | https://two.test | false",
            "another | https://three.test | false",
            "A headline | https://own.test | true",
            "https://bare.test/a | https://bare.test/a | false",
            "mail@four.test | mailto:mail@four.test | false",
            "https://six.test | https://six.test | false",
        ]
    );
    for (text, address) in [
        ("headline", Some("https://own.test")),
        ("bare.test", Some("https://bare.test/a")),
        (" and ", None),
        ("the ", Some("https://two.test")),
        ("report", Some("https://two.test")),
        (".\n", None),
        ("Again", Some("https://two.test")),
        ("no,", None),
        ("four", Some("mailto:mail@four.test")),
    ] {
        let at = article.text.find(text).unwrap();
        let link = article.link_at(at);
        let found = link.map(|link| article.address(link).to_string());
        assert_eq!(found.as_deref(), address, "{text:?}");
    }
}

#[test]
fn links_are_numbered_once_for_each_address() {
    check(
        "See [the letters](https://a.example/1), [again](https://a.example/1), [there](http://b.example) and <https://b.example>; not [this](file:///etc).",
        60,
        "
See _the letters_[1], _again_[1], _there_[2] and
_https://b.example_; not this.

[1] https://a.example/1
[2] http://b.example",
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



[image: a map] <b>bold</b>

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
        "[me](mailto:me@example.org) <me@example.org>",
        40,
        "_me_[1] _me@example.org_\n\n[1] mailto:me@example.org",
    );
}

#[test]
fn bare_addresses_are_links_whose_text_is_the_address() {
    check(
        "At\nhttps://a.example/b_c/_next_/d, (www.b.example) and me@c.example.",
        80,
        "At _https://a.example/b_c/_next_/d_, (_www.b.example_) and _me@c.example_.",
    );
    check(
        "*https://a.example* **see https://b.example/c** https://d.example/_e f_ g",
        80,
        "/_https://a.example_/ *see **_https://b.example/c_* _https://d.example/_e_/ f/ g",
    );
    check(
        "`https://a.example` [https://b.example](https://b.example) [at www.c.example](https://c.example) ![d@e.example](x)",
        80,
        "
`https://a.example` _https://b.example_ _at www.c.example_[1] [image: d@e.example]

[1] https://c.example",
    );
    check(
        "https://a.example/?b=1&amp;c=2 a&#64;b.example\n\n    https://c.example",
        80,
        "_https://a.example/?b=1&c=2_ _a@b.example_\n\nhttps://c.example",
    );
}

#[test]
fn images_are_marked() {
    check(
        "![](a.png) [![*b* c](b.png)](https://d.example) ![e ![f](f.png)](g.png)",
        60,
        "[image] _[image: _/_b_/_ c]_[1] [image: e [image: f]]\n\n[1] https://d.example",
    );
}

#[test]
fn items_of_task_lists_have_boxes() {
    check(
        "- [ ] open\n- [x] done\n  - [X] loose\n\n    more\n- none\n\n9. [x] nine\n10. [ ] ten\n\n[x] none",
        40,
        "
☐ open
☑ done

  ☑ loose

    more
• none

 9. ☑ nine
10. ☐ ten

[x] none",
    );
}

#[test]
fn footnotes_are_at_the_foot_in_the_order_of_their_references() {
    check(
        "One[^b] two[^A], three[^b][^a] and four[^c] [five](https://a.example)[^c].\n\n\
        [^unused]: Nowhere[^late].\n[^a]: Second.\n\n    - list\n[^b]: *First*[^a].\n[^c]: Third.\n\n[^late]: Late.\n[^a]: Again.\n\n[^missing] `[^a]`",
        40,
        "
One¹ two², three¹,² and four³ _five_[1]³.

[^missing] `[^a]`

¹ /First/².
² Second.

  • list
³ Third.
⁴ Nowhere⁵.
⁵ Late.
⁶ Again.

[1] https://a.example",
    );
    check("[^a] b\n\n[^a]:", 40, "¹ b\n\n¹");
    let mut many = String::new();
    for note in 1..=10 {
        let _ = write!(many, "a[^{note}] ");
    }
    for note in 1..=10 {
        let _ = write!(many, "\n\n[^{note}]: {note}");
    }
    check(
        &many,
        60,
        "
a¹ a² a³ a⁴ a⁵ a⁶ a⁷ a⁸ a⁹ a¹⁰

 ¹ 1
 ² 2
 ³ 3
 ⁴ 4
 ⁵ 5
 ⁶ 6
 ⁷ 7
 ⁸ 8
 ⁹ 9
¹⁰ 10",
    );
}

#[test]
fn footnotes_of_all_texts_are_numbered_through_and_at_the_foot() {
    let source = "title = \"T\"\ndate = 2016-01-12\nsummary = \"\"\"Edition[^1]\n\n[^1]: one\"\"\"\n[[story]]\nheadline = \"H\"\n\
        summary = \"\"\"Summary[^1]\n\n[^1]: two\"\"\"\nbody = \"\"\"Body[^1]\n\n[^1]: three\"\"\"\n";
    let (briefing, _) = briefing::parse(source);
    let article = article::of_story(briefing.unwrap().whole().unwrap(), 0, 0, Dates::Long);
    let rows: Vec<_> = Layout::new(&article, 40)
        .rows
        .iter()
        .map(|row| drawn(&article, row, false))
        .collect();
    assert_eq!(
        rows.join("\n"),
        "Edition¹\n\n\n\nH\nSummary²\n\n\nBody³\n\n¹ one\n² two\n³ three"
    );
    let fields: Vec<_> = article
        .fields
        .iter()
        .map(|(field, range)| (*field, &article.text[range.clone()]))
        .collect();
    assert_eq!(
        fields,
        [
            (Field::Headline, "H"),
            (Field::Summary, "Summary"),
            (Field::Body, "Body"),
            (Field::Summary, "two"),
            (Field::Body, "three"),
        ]
    );
}

const TABLE: &str = "
| Share | Close | What happened |
|:--|--:|---|
| Alpha | 8,291.0 | Sold [its mines](https://a.example) to *Beta* after a vote |
| 東京 | 12.5 | |
";

#[test]
fn a_table_is_as_wide_as_it_needs_to_be() {
    check(
        TABLE,
        80,
        "
*Share*    *Close*  *What happened*
──────────────────────────────────────────────────────
Alpha  8,291.0  Sold _its mines_[1] to /Beta/ after a vote
東京      12.5

[1] https://a.example",
    );
    check(
        "a|b\n:-:|-\nlong one|2\n&nbsp;x|30 %",
        80,
        "
   *a*         *b*\n──────────────\nlong one     2\n   x      30 %",
    );
    check(
        "- |a|\n  |-|\n  |b|\n\n||b|\n|-|-|\n|c|\n\n|a\\|b|`c\\|d`|\n|-|-|\n\n|||\n|-|-|\n|1|b|\n|20|c|",
        80,
        "
• *a*\n  ─\n  b\n\n   *b*\n────\nc\n\n*a|b*  *`c|d`*\n\n 1  b\n20  c",
    );
}

#[test]
fn cells_are_wrapped_in_a_narrower_pane() {
    check(
        TABLE,
        40,
        "
*Share*    *Close*  *What happened*
────────────────────────────────────────
Alpha  8,291.0  Sold _its mines_[1] to
                /Beta/ after a vote

東京      12.5

[1] https://a.example",
    );
}

#[test]
fn a_narrow_pane_shows_one_record_under_the_other() {
    check(
        TABLE,
        24,
        "
*Share*: Alpha
*Close*: 8,291.0
*What happened*:
  Sold _its mines_[1] to
  /Beta/ after a vote

Share: 東京
Close: 12.5

[1] https://a.example",
    );
}

/// Where a search highlights and what keeps its place are bytes of the text.
#[test]
fn every_byte_of_a_table_is_on_the_row_that_shows_it() {
    let briefing = briefing(TABLE);
    let article = article(&briefing);
    for columns in [80, 40, 30, 24, 12, 8] {
        let layout = Layout::new(&article, columns);
        for word in [
            "Share", "Close", "happened", "Alpha", "8,291.0", "Sold", "mines", "vote", "東京",
            "12.5",
        ] {
            let at = article.text.find(word).unwrap();
            let row = &layout.rows[layout.row_at(at)];
            assert!(
                shown(&article, row).iter().any(|range| range.contains(&at)),
                "{word} at {columns}"
            );
        }
        for (index, row) in layout.rows.iter().enumerate() {
            let found = layout.row_at(row.start as usize);
            // Rows that only repeat a header have the place of their cell.
            let ahead = layout.rows[index..found]
                .iter()
                .all(|row| shown(&article, row).is_empty() || columns < 30);
            assert!(found >= index && ahead, "{index} of {columns}");
        }
    }
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
        "a[^b]\n\n[^b]: c\n\n".repeat(50_000),
        (0..50_000).fold(String::new(), |body, note| {
            body + &format!("a[^{note}]\n\n[^{note}]: c\n\n")
        }),
        "https://a.example ".repeat(100_000),
        "https://a".repeat(100_000),
        format!("https://a.example/{}", ")".repeat(500_000)),
        "a@".repeat(500_000),
        format!("|a|b|\n|-|-|\n{}", "|a b c|d e f|\n".repeat(50_000)),
        format!(
            "|{}\n|{}\n{}",
            "a|".repeat(20_000),
            "-|".repeat(20_000),
            "|a\n".repeat(20_000)
        ),
        format!("|a|b|\n|-|-|\n|{}|d|", "a b c ".repeat(200_000)),
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
        body in r"([a-z]{1,9}[ -]|\*|\*\*|`|\[x\]\(https://a\.example/b\)|> |- |\d\. |    |#|---|&#27;|[東海道、]{1,3}|👩‍👩‍👧|ع|\PC|\n|\n\n\
            |~~|- \[x\] |\[\^a\]|\n\[\^a\]: |https://a\.example/_b_|a@b\.example|!\[a\]\(b\)|\n\|a\|[a-z ]{1,20}\|[東海]{1,3}\|\n\|-\|:-:\|--:\|\n|\||\|&#10;\||\d+\|){0,50}",
        columns in 1usize..90,
        foot in prop::sample::select(&[Foot::Whole, Foot::OneRowEach][..]),
    ) {
        let briefing = briefing(&body);
        let article = article(&briefing);
        let layout = Layout::with_foot(&article, columns, foot);
        let mut all = Vec::new();
        for (index, row) in layout.rows.iter().enumerate() {
            let ranges = shown(&article, row);
            for range in &ranges {
                prop_assert_eq!(layout.row_at(range.start), index);
                prop_assert_eq!(layout.row_at(range.end - 1), index);
            }
            let parts = article.parts(row);
            let before = parts.iter().take_while(|part| !matches!(part, Part::Text { .. }));
            let indent: usize = before.map(|part| if let Part::Marker(text) = part { width::of(text) } else { 0 }).sum();
            let line = drawn(&article, row, false);
            let graphemes: usize = ranges.iter().map(|range| article.text[range.clone()].graphemes(true).count()).sum();
            prop_assert!(width::of(&line) <= columns.max(indent + 8) || graphemes <= 1, "{line:?}");
            all.extend(ranges);
        }
        prop_assert!(layout.rows.is_sorted_by_key(|row| row.start));
        all.sort_by_key(|range| range.start);
        let mut end = 0;
        for range in all {
            prop_assert!(range.start >= end, "{range:?} is shown twice");
            let gap = &article.text[end..range.start];
            prop_assert!(gap.chars().all(char::is_whitespace), "{gap:?} is on no row");
            end = range.end;
        }
        prop_assert!(article.text[end..].chars().all(char::is_whitespace));
    }

    /// Search folds texts without markup as they are.
    #[test]
    fn a_plain_text_is_shown_as_it_is(
        body in r"([a-zé]{1,5}|[ ]{1,2}|\n|\n\n|\||:|-|:-:\||~|\*|\[|https://|www\.a\.example|a@b\.example|\.|東|\^|!|\d\.|=|x\])?{0,12}",
    ) {
        let body = DisplayText::block(&body);
        if article::is_plain(body.as_display()) {
            prop_assert_eq!(fold(body.trim()), fold(article::shown(body.as_display()).trim()));
        }
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
fn an_address_at_the_foot_takes_one_row_where_its_middle_may_be_left_out() {
    let body = "[One](https://a.example/news/2031/04/low-water), [two](https://b.example/?id=0123456789abcdef), \
                [three](mailto:four@c.example).";
    let briefing = briefing(body);
    let article = article(&briefing);
    for (columns, expected) in [
        (
            60,
            "[1] https://a.example/news/2031/04/low-water
[2] https://b.example/?id=0123456789abcdef
[3] mailto:four@c.example",
        ),
        (
            40,
            "[1] https://a.example/…/04/low-water
[2] https://b.example/?id=0…456789abcdef
[3] mailto:four@c.example",
        ),
        (
            24,
            "[1] https:…/04/low-water
[2] https:…3456789abcdef
[3] mailto…our@c.example",
        ),
        (9, "[1…-water\n[2…abcdef\n[3…xample"),
    ] {
        let layout = Layout::with_foot(&article, columns, Foot::OneRowEach);
        let foot = &layout.rows[layout.story_rows + 1..];
        let rows: Vec<_> = foot.iter().map(|row| drawn(&article, row, false)).collect();
        assert_eq!(rows.join("\n"), expected);
        // Whoever copies such a row gets the whole address.
        let [first, ..] = foot else {
            panic!("there are addresses");
        };
        let copied = article.copied(first.start as usize..first.end as usize);
        assert_eq!(copied, "[1] https://a.example/news/2031/04/low-water");
    }
}

#[test]
fn articles_without_addresses_are_the_story_to_their_last_row() {
    let note = article::note(DisplayStr::default(), DisplayStr::own("No stories."));
    let layout = Layout::new(&note, 40);
    assert_eq!(layout.story_rows, layout.rows.len());
    assert_eq!(Layout::new(&Article::default(), 40).story_rows, 0);
}
