//! What must hold for any input. `PROPTEST_CASES=200000 cargo test --test fuzz` tries many more cases.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "fuzz/configured.rs"]
mod configured;
#[cfg(feature = "import")]
#[path = "fuzz/imports.rs"]
mod imports;
#[path = "fuzz/let_go.rs"]
mod let_go;
#[path = "terminal/oracle.rs"]
mod oracle;

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use common::{answered, drawn, press, rows, size};
use oracle::{Place, check_clean};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use ratatui::layout::Size;
use roundup::app::{Model, Msg};
use roundup::archive::{Archive, Edition};
use roundup::article::{self, Article, Foot, Layout, Part, StoryArticle};
use roundup::briefing::{self, Addition, Briefing, Dates, Diagnostic, DraftStory, Position};
use roundup::marks::Marks;
use roundup::search::fold_editions;
use roundup::text::wrap::{self, Fit, Paragraph};
use roundup::text::{DisplayStr, DisplayText, width};
use roundup::ui::theme::Theme;
use unicode_segmentation::UnicodeSegmentation;

/// Pieces from which valid and broken briefings are made.
const PIECES: &[&str] = &[
    "title = ",
    "date = ",
    "2016-01-12",
    "2016-13-40",
    "T07:30:00",
    "source = ",
    "summary = ",
    "id = ",
    "[[story]]\n",
    "[story]\n",
    "headline = ",
    "tags = ",
    "link = ",
    "body = ",
    "[[section]]\n",
    "[[section.story]]\n",
    "key = ",
    "\"w\"",
    "\"a\"",
    "'''",
    "\"\"\"",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\\",
    "\\u001b",
    "\\e[31m",
    "\\x9b",
    "\\q",
    "\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "\x1b[2J",
    "\0",
    "\u{9b}",
    "\u{202e}",
    "\u{2028}",
    "\u{200b}",
    "\u{feff}",
    "\u{200d}",
    "\u{200c}",
    "\u{301}",
    "\u{e0041}",
    "\u{fffe}",
    "é",
    "東京",
    "👩\u{200d}👧",
    "क्षि",
    "ع",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "> ",
    "- ",
    "1. ",
    "# ",
    "---",
    "&#27;",
    "&#x202e;",
    "[a](https://a.example)",
    "<b>",
    "![a](b)",
    "| a | b |\n|---|--:|\n| c | 1 |\n",
    "|",
    "~~",
    "- [x] ",
    "[^a]",
    "\n\n[^a]: ",
    "www.a.example",
    "a@b.example",
    "&#10;",
    "https://a.example/",
    "a",
    "word ",
    "true",
    "1_0",
];

/// The bundled briefings.
static SAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
});

fn any_piece() -> impl Strategy<Value = String> {
    prop_oneof![8 => select(PIECES).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

fn any_text(pieces: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(any_piece(), 0..pieces).prop_map(|pieces| pieces.concat())
}

/// A story whose fields have any text, in any kind of quotes.
fn any_briefing() -> impl Strategy<Value = String> {
    let field = (
        select(
            &[
                "headline", "body", "summary", "byline", "link", "id", "nonsense",
            ][..],
        ),
        any_text(12),
        select(&["'''", "\"\"\"", "\"", "'"][..]),
    );
    let field = field.prop_map(|(key, text, quotes)| format!("{key} = {quotes}{text}{quotes}\n"));
    prop::collection::vec(
        prop_oneof![4 => field, 1 => Just("[[story]]\n".to_owned())],
        0..10,
    )
    .prop_map(|fields| {
        format!(
            "title = \"T\"\ndate = 2016-01-12\n[[story]]\n{}",
            fields.concat()
        )
    })
}

/// A bundled briefing with parts cut out and pieces inserted.
fn any_mutation() -> impl Strategy<Value = String> {
    let edit = (any::<Index>(), 0usize..40, any_piece());
    let sample = (0..SAMPLES.len()).prop_map(|sample| SAMPLES[sample].clone());
    (sample, prop::collection::vec(edit, 1..8)).prop_map(|(mut source, edits)| {
        // A few kilobytes find as many faults as a hundred, and sooner.
        source.truncate(source.floor_char_boundary(4_000));
        for (place, cut, piece) in edits {
            let start = source.floor_char_boundary(place.index(source.len() + 1));
            let end = source.ceil_char_boundary((start + cut).min(source.len()));
            source.replace_range(start..end, &piece);
        }
        source
    })
}

fn any_source() -> impl Strategy<Value = String> {
    prop_oneof![any_text(80), any_briefing(), any_mutation()]
}

/// Checks that `text` is one line and safe to show.
#[track_caller]
fn check_line(text: &str) {
    check_clean(Place::Pipe, text.as_bytes());
    assert!(!text.contains('\n'), "{text:?}");
}

#[track_caller]
fn check_place(source: &str, place: &Position) {
    let before = source.get(..place.span.start).unwrap();
    assert!(source.get(place.span.clone()).is_some());
    assert_eq!(place.line, before.matches('\n').count() + 1);
    assert!(place.column >= 1);
    check_line(&place.excerpt.text);
    let columns = width::of(&place.excerpt.text);
    assert!(columns <= 200 && !place.excerpt.caret.is_empty());
    // The caret of a fault at the end of a line is directly after the line.
    assert!(
        place.excerpt.caret.end <= columns.max(place.excerpt.caret.start) + 1,
        "{place:?}"
    );
}

#[track_caller]
fn check_faults(source: &str, faults: &[Diagnostic]) {
    assert!(faults.len() <= 101);
    for fault in faults {
        check_line(&fault.message);
        fault.help.as_deref().inspect(|help| check_line(help));
        fault
            .position
            .iter()
            .for_each(|place| check_place(source, place));
    }
    let starts: Vec<_> = faults
        .iter()
        .filter_map(|fault| Some(fault.position.as_ref()?.span.start))
        .collect();
    assert!(starts.is_sorted());
}

#[track_caller]
fn check_briefing(briefing: &Briefing) {
    check_line(&briefing.title());
    check_line(&briefing.source());
    check_line(&briefing.id());
    for section in 0..briefing.sections() {
        check_line(&briefing.section_title(section));
    }
    let mut ids = Vec::new();
    for story in briefing.whole().unwrap().stories() {
        for line in [story.id(), story.headline(), story.byline(), story.link()]
            .into_iter()
            .chain(story.tags())
        {
            check_line(&line);
        }
        check_clean(Place::Pipe, story.body().as_bytes());
        assert!(!story.headline().trim().is_empty() && !story.id().is_empty());
        ids.push(story.id());
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

fn articles(briefing: &Briefing) -> impl Iterator<Item = Article> {
    briefing.whole().unwrap().stories().map(|story| {
        article::story(StoryArticle {
            story,
            section: None,
            minutes: 1,
            dates: Dates::Long,
            preface: DisplayStr::own(""),
        })
    })
}

/// Checks that the rows show all text once and in order, unless it may be cut, and that no row is too
/// wide.
#[track_caller]
fn check_layout(article: &Article, columns: usize, may_cut: bool) {
    check_clean(Place::Pipe, article.text.as_bytes());
    for foot in [Foot::Whole, Foot::OneRowEach] {
        check_rows(article, &Layout::with_foot(article, columns, foot), may_cut);
    }
}

#[track_caller]
fn check_rows(article: &Article, layout: &Layout, may_cut: bool) {
    assert!(layout.rows.is_sorted_by_key(|row| row.start));
    let mut shown = Vec::new();
    for row in &layout.rows {
        // Columns in all, and those before the text.
        let (mut used, mut indent) = (0, None);
        let mut graphemes = 0;
        for part in article.parts(row) {
            match part {
                Part::Marker(text) => used += width::of(&text),
                Part::LinkNumber { number, .. } => used += Part::link_number(number).len(),
                Part::LeftOut { range, .. } => {
                    used += width::of(&Part::LEFT_OUT);
                    shown.push(range);
                }
                Part::Text { range, .. } => {
                    indent.get_or_insert(used);
                    let text = &article.text[range.clone()];
                    used += width::of(text);
                    let visible = text
                        .graphemes(true)
                        .filter(|text| width::grapheme(text) > 0);
                    graphemes += visible.count();
                    shown.push(range);
                }
            }
        }
        let room = layout.columns.max(indent.unwrap_or(used) + 8);
        assert!(used <= room || graphemes <= 1, "{used} in {room}");
    }
    shown.sort_by_key(|range| range.start);
    let mut end = 0;
    for range in shown {
        assert!(range.start >= end, "{range:?} is shown twice");
        assert!(is_blank(&article.text[end..range.start]) || may_cut);
        end = range.end;
    }
    assert!(is_blank(&article.text[end..]) || may_cut);
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The title of each section before the headlines of its stories; lead stories come first.
fn outline(briefing: &Briefing) -> Vec<(Option<String>, Vec<String>)> {
    let headlines = |range: std::ops::Range<usize>| {
        let stories = range.map(|story| briefing.story(story).headline().to_string());
        stories.collect()
    };
    let mut outline = vec![(None, headlines(briefing.lead_stories()))];
    for section in 0..briefing.sections() {
        let title = briefing.section_title(section).to_string();
        outline.push((Some(title), headlines(briefing.section_stories(section))));
    }
    outline
}

/// Checks that `new` is `old` with something put in, and that its stories are those of `old`, each section
/// followed by its additions.
#[track_caller]
fn check_spliced(old: &str, additions: &[Addition], new: &str) {
    let mut bytes = new.bytes();
    assert!(old.bytes().all(|old| bytes.any(|new| new == old)));
    let mut expected = outline(&briefing::parse(old).0.unwrap());
    for Addition { section, stories } in additions {
        let headlines = stories.iter().map(|story| story.headline.clone());
        match expected.iter_mut().find(|(title, _)| title == section) {
            Some((_, stories)) => stories.extend(headlines),
            None => expected.push((section.clone(), headlines.collect())),
        }
    }
    assert_eq!(outline(&briefing::parse(new).0.unwrap()), expected, "{new}");
}

/// Stories for sections that a briefing may have, for new ones, and for the lead.
fn any_additions() -> impl Strategy<Value = Vec<Addition>> {
    let section = select(
        &[
            None,
            Some("Workforce"),
            Some("Courts"),
            Some("New"),
            Some("T"),
        ][..],
    );
    let addition = (section, 1_usize..3).prop_map(|(section, count)| Addition {
        section: section.map(str::to_owned),
        stories: (0..count)
            .map(|story| DraftStory {
                headline: format!("Story {story}"),
                body: "'''\n[[section]]\n".to_owned(),
                ..DraftStory::default()
            })
            .collect(),
    });
    prop::collection::vec(addition, 1..4).prop_map(|mut additions| {
        let stories = additions.iter_mut().flat_map(|added| &mut added.stories);
        // Without ids of their own, which every import gives them, stories with one headline are not added.
        for (number, story) in stories.enumerate() {
            story.id = format!("added-{number}");
        }
        additions
    })
}

/// Checks that every row of the screen is as wide as the screen and safe to show.
#[track_caller]
fn check_screen(model: &Model) {
    for row in rows(&drawn(model, &Theme::COLOURED)) {
        check_line(&row);
        assert_eq!(
            width::of(&row),
            usize::from(model.session.window.size.width),
            "{row:?}"
        );
    }
}

proptest! {
    #[test]
    fn any_source_gives_safe_text_and_messages(source in any_source()) {
        let (briefing, faults) = briefing::parse(&source);
        check_faults(&source, &faults);
        briefing.iter().for_each(check_briefing);
        prop_assert!(briefing.is_some() || !faults.is_empty());
    }

    #[test]
    fn any_source_takes_stories_or_is_left_alone(
        source in any_source(),
        additions in any_additions(),
    ) {
        if let Some(new) = briefing::splice(&source, &additions) {
            check_spliced(&source, &additions, &new);
        }
    }

    #[test]
    fn every_sample_takes_stories(sample in 0..SAMPLES.len(), additions in any_additions()) {
        let new = briefing::splice(&SAMPLES[sample], &additions).expect("a sample takes stories");
        check_spliced(&SAMPLES[sample], &additions, &new);
    }

    #[test]
    fn any_story_is_laid_out_whole(source in any_briefing(), columns in 1usize..120) {
        let (briefing, faults) = briefing::parse(&source);
        for article in briefing.iter().flat_map(articles) {
            check_layout(&article, columns, false);
        }
        check_layout(&article::faults(DisplayStr::own("name"), &faults), columns, true);
    }

    #[test]
    fn any_briefing_is_drawn_within_the_screen(
        source in any_source(),
        (width, height) in (0u16..100, 0u16..30),
        keys in select(&["", "l", "G", "zG", "!", "!l", "a", "?", "g", "/a", "ta", "J", "lG"][..]),
    ) {
        let edition = vec![Arc::new(Edition::parse("2016-01-12.toml".into(), &source))];
        let folded = fold_editions(&edition);
        let mut model = Model::new(Archive::default().with(edition), 1, Marks::default(), Size { width, height });
        answered(&mut model, Msg::Folded(folded));
        press(&mut model, keys);
        check_screen(&model);
    }

    #[test]
    fn any_paste_is_drawn_within_the_screen(text in any_text(30), keys in select(&["/", "a/", "?/", "t"][..])) {
        let mut model = common::model(size("60x12"));
        press(&mut model, keys);
        answered(&mut model, Msg::Pasted(text));
        check_screen(&model);
    }

    #[test]
    fn the_gate_lets_nothing_unsafe_through(raw in any_text(60), columns in 1usize..60) {
        let line = DisplayText::line(&raw);
        check_line(&line);
        prop_assert_eq!(&*DisplayText::line(&line), &*line);
        prop_assert!(width::of(&width::cut(line.as_display(), columns)) <= columns);
        let block = DisplayText::block(&raw);
        check_clean(Place::Pipe, block.as_bytes());
        prop_assert_eq!(&*DisplayText::block(&block), &*block);
        for row in wrap::rows(Paragraph::plain(&block), columns, Fit::Optimal) {
            let text = &block[row];
            prop_assert!(width::of(text) <= columns || text.graphemes(true).filter(|g| width::grapheme(g) > 0).count() <= 1);
        }
    }

    #[test]
    fn the_gate_lets_nothing_unsafe_through_in_pieces(pieces in prop::collection::vec(any_text(4), 0..20)) {
        let mut text = DisplayText::new();
        for piece in pieces {
            text.push_piece(0, &piece);
        }
        check_clean(Place::Pipe, text.as_bytes());
    }
}
