//! The mouse on every screen: what is clicked is what is drawn there.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

#[path = "mouse/cells.rs"]
mod cells;
mod common;
#[path = "common/kinds.rs"]
mod kinds;

use std::sync::{Arc, LazyLock};

use common::{drawn, editions, model, press, rows, size};
use proptest::prelude::*;
use ratatui::layout::{Position, Rect, Size};
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::parts::split::Focus;
use roundup::app::screens::AnyScreen;
use roundup::app::{Effect, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::marks::Marks;
use roundup::search::{Chunk, fold_editions};
use roundup::ui::theme::Theme;

/// The keys that open each of [`kinds::SCREENS`], and further states of them.
static SCREENS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let states = ["f", "s", "/the", "/", "/zzz", "a/is:unread"];
    let kinds = kinds::SCREENS.map(|(_, keys)| keys);
    kinds.into_iter().chain(states).collect()
});

/// Sends a report, answers searches, and returns what else is to be done.
fn point(model: &mut Model, gesture: Gesture, (x, y): (u16, u16)) -> Vec<Effect> {
    let mouse = Mouse {
        cell: Position { x, y },
        gesture,
    };
    let mut others = Vec::new();
    for effect in update(model, Msg::Mouse(mouse)) {
        match effect {
            Effect::Search(request) => common::answered(model, common::answer(&request)),
            other => others.push(other),
        }
    }
    others
}

fn click(model: &mut Model, cell: (u16, u16)) -> Vec<Effect> {
    let mut effects = point(model, Gesture::Press(Clicks::One), cell);
    effects.extend(point(model, Gesture::Release, cell));
    effects
}

fn wheel(model: &mut Model, notches: i16, cell: (u16, u16)) {
    point(model, Gesture::Wheel(notches), cell);
}

fn lines(model: &Model) -> Vec<String> {
    rows(&drawn(model, &Theme::COLOURED))
}

/// The first cell of `text` on the screen.
#[track_caller]
fn find(model: &Model, text: &str) -> (u16, u16) {
    let lines = lines(model);
    let found = lines.iter().enumerate().find_map(|(y, line)| {
        let at = line.find(text)?;
        Some((roundup::text::width::of(&line[..at]), y))
    });
    let (x, y) =
        found.unwrap_or_else(|| panic!("{text} is not on the screen:\n{}", lines.join("\n")));
    (x.try_into().unwrap(), y.try_into().unwrap())
}

/// The text that was copied.
fn copied(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.as_str()),
        _ => None,
    })
}

fn opened(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        Effect::Open(address) => Some(&**address),
        _ => None,
    })
}

/// Presses at `from`, moves along `cells` and lets go at the last of them. Returns what is copied.
fn drag(
    model: &mut Model,
    clicks: Clicks,
    from: (u16, u16),
    cells: &[(u16, u16)],
) -> Option<String> {
    point(model, Gesture::Press(clicks), from);
    for &cell in cells {
        point(model, Gesture::Drag { reports: 1 }, cell);
    }
    let end = cells.last().copied().unwrap_or(from);
    copied(&point(model, Gesture::Release, end)).map(str::to_owned)
}

/// A model of one edition with one story of this body.
fn story(body: &str, size: Size) -> Model {
    let source = format!(
        "title = \"T\"\ndate = 2031-04-02\n[[story]]\nheadline = \"H\"\nbody = '''\n{body}\n'''\n"
    );
    let edition = Edition::parse("t.toml".into(), &source).into();
    let archive = Archive::default().with(vec![edition]);
    Model::new(archive, 1, Marks::default(), size)
}

fn headline(model: &Model) -> String {
    let screen = model.edition();
    let story = screen.list().story(screen.split.selected()).unwrap();
    story.headline().to_string()
}

#[test]
fn a_click_selects_the_story_that_is_drawn_there_and_opens_it_when_selected() {
    for at in ["110x34", "80x24", "60x20"] {
        let mut model = model(size(at));
        for story in editions()[5].briefing.as_ref().unwrap().stories() {
            let story = story.headline().to_string();
            let words: String = story.chars().take(12).collect();
            let Some(y) = lines(&model).iter().position(|line| {
                let list = line.split('│').next().unwrap();
                list.contains(&words)
            }) else {
                continue;
            };
            let cell = (6, u16::try_from(y).unwrap());
            let was_selected = headline(&model) == story;
            click(&mut model, cell);
            assert_eq!(headline(&model), story, "{at}");
            let focus = if was_selected {
                Focus::Article
            } else {
                Focus::List
            };
            assert_eq!(model.edition().split.focus, focus, "{at}");
            if model.edition().split.focus == Focus::List {
                click(&mut model, cell);
                assert_eq!(model.edition().split.focus, Focus::Article, "{at}");
            }
            press(&mut model, "<Esc>");
        }
        assert!(model.session.marks.marks().is_empty());
    }
}

#[test]
fn a_click_goes_to_a_section_and_does_what_a_hint_says() {
    let mut model = model(size("110x34"));
    let weather = find(&model, "Weather");
    click(&mut model, weather);
    assert_eq!(headline(&model), "Wind tomorrow, and on Friday more of it");
    // A section without stories says so.
    let corrections = find(&model, "Corrections");
    click(&mut model, corrections);
    assert!(model.session.notice.is_some());
    press(&mut model, "j");
    let save = find(&model, "s save");
    click(&mut model, save);
    let notice = model.session.notice.as_ref().unwrap().to_string();
    assert!(notice.starts_with("Saved"), "{notice}");
    press(&mut model, "g");
    let money = find(&model, "m Money");
    let strip = lines(&model)
        .iter()
        .rposition(|line| line.contains("m Money"))
        .unwrap();
    assert_ne!(
        usize::from(money.1),
        strip,
        "the first is the section’s title"
    );
    let x = lines(&model)[strip].find("m Money").unwrap();
    click(
        &mut model,
        (x.try_into().unwrap(), strip.try_into().unwrap()),
    );
    assert!(headline(&model).starts_with("Who pays"));
    assert_eq!(model.after_g, None);
    let help = find(&model, "? help");
    click(&mut model, help);
    assert!(matches!(model.screens.top(), AnyScreen::Help(_)));
}

#[test]
fn a_click_on_a_link_shows_where_it_leads_and_a_drag_that_begins_there_does_not() {
    let mut model = model(size("110x34"));
    let link = find(&model, "a list");
    let selected = |model: &Model| match model.screens.top() {
        AnyScreen::Links(links) => links.selected(),
        other => panic!("{other:?}"),
    };
    assert_eq!(opened(&click(&mut model, link)), None);
    assert_eq!(selected(&model), Some(0));
    let address = find(&model, "https://example.org/list");
    let effects = click(&mut model, address);
    assert_eq!(opened(&effects), Some("https://example.org/list"));
    let notice = model.session.notice.as_ref().unwrap();
    assert_eq!(&**notice, "Opening https://example.org/list");
    let number = find(&model, "[2]");
    click(&mut model, number);
    assert_eq!(selected(&model), Some(1));
    press(&mut model, "<Esc>");
    // A trembling hand clicks; one that lets go elsewhere has changed its mind.
    drag(&mut model, Clicks::One, link, &[link]);
    assert_eq!(selected(&model), Some(0));
    press(&mut model, "<Esc>");
    assert_eq!(
        drag(&mut model, Clicks::One, link, &[(link.0 + 5, link.1)]).unwrap(),
        "a list"
    );
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_the_next_key_comes_back() {
    let mut model = model(size("80x12"));
    let before = lines(&model);
    wheel(&mut model, 1, (2, 6));
    let list = lines(&model);
    assert_eq!(model.edition().split.selected(), 0);
    assert_eq!(model.edition().split.article.top(), 0);
    let left = |line: &String| line.split('│').next().unwrap().to_owned();
    assert_eq!(
        before[7..10].iter().map(left).collect::<Vec<_>>(),
        list[4..7].iter().map(left).collect::<Vec<_>>()
    );
    wheel(&mut model, 2, (60, 6));
    assert_eq!(model.edition().split.article.top(), 6);
    assert_eq!(headline(&model), "The harbour that the tide gave back");
    press(&mut model, "h");
    assert!(lines(&model)[4].starts_with(" ▌"), "{:#?}", lines(&model));
    // To the very ends and no further.
    for notches in [100, -100] {
        wheel(&mut model, notches, (2, 6));
        wheel(&mut model, notches, (60, 6));
    }
    assert_eq!(model.edition().split.article.top(), 0);
    let marks = model.session.marks.marks();
    assert!(marks.is_empty(), "{marks:?}");
}

#[test]
fn every_list_scrolls_and_keeps_what_is_selected() {
    for keys in ["a", "?", "t", "o", "/the<Enter>", "!", "G<Enter>G<Space>"] {
        let mut model = model(size("80x9"));
        press(&mut model, keys);
        let before = lines(&model);
        let cell = if keys.starts_with('G') {
            (60, 5)
        } else {
            (5, 5)
        };
        wheel(&mut model, 1, cell);
        wheel(&mut model, -1, cell);
        assert_eq!(lines(&model), before, "{keys}");
    }
}

#[test]
fn the_scrollbar_drags_from_end_to_end() {
    let mut model = model(size("80x12"));
    let rows = model.edition().split.article.rows();
    let scrollbar = model.panes().scrollbar;
    let text = model.panes().text;
    point(
        &mut model,
        Gesture::Press(Clicks::One),
        (scrollbar, text.top()),
    );
    point(&mut model, Gesture::Drag { reports: 1 }, (40, 300));
    assert_eq!(
        model.edition().split.article.top(),
        rows - usize::from(text.height)
    );
    point(&mut model, Gesture::Drag { reports: 1 }, (0, 0));
    assert_eq!(model.edition().split.article.top(), 0);
    point(&mut model, Gesture::Release, (0, 0));
    // A press beside the thumb brings it there.
    click(&mut model, (scrollbar, text.bottom() - 1));
    assert_eq!(
        model.edition().split.article.top(),
        rows - usize::from(text.height)
    );
}

#[test]
fn text_is_copied_as_it_was_before_it_was_wrapped() {
    let body = "One two three four five six seven eight nine ten eleven twelve thirteen.\n\n\
                - first [link](https://a.example) item\n- second\n\n```\ncode  here\n  indented\n```\n\n\
                | Name | Price |\n|---|---:|\n| Red apples | 1.20 |\n| Pears | 11.30 |";
    for at in ["30x40", "60x40", "100x40"] {
        let mut model = story(body, size(at));
        press(&mut model, "<Enter>");
        for (from, to, expected) in [
            (
                "two",
                "eleven",
                "two three four five six seven eight nine ten eleven",
            ),
            ("thirteen", "second", "thirteen.\n\nfirst link item\nsecond"),
            ("here", "indented", "here\n  indented"),
            ("Red", "11.30", "Red apples\t1.20\nPears\t11.30"),
        ] {
            let (start, (x, y)) = (find(&model, from), find(&model, to));
            let end = (x + u16::try_from(to.len()).unwrap() - 1, y);
            // In either direction.
            let forth = drag(&mut model, Clicks::One, start, &[end]);
            assert_eq!(forth.as_deref(), Some(expected), "{at}");
            let back = drag(&mut model, Clicks::One, end, &[start]);
            assert_eq!(back.as_deref(), Some(expected), "{at}");
        }
    }
}

#[test]
fn an_address_with_its_middle_left_out_is_copied_whole_and_followed_wherever_it_is_clicked() {
    let mut model = story(
        "[One](https://a.example/news/2031/04/low-water) and [two](https://b.example/2).",
        size("40x20"),
    );
    press(&mut model, "<Enter>");
    let (x, y) = find(&model, "[1] https://a.example/…/low-water");
    let whole = drag(&mut model, Clicks::One, (x, y), &[(39, y)]);
    assert_eq!(
        whole.as_deref(),
        Some("[1] https://a.example/news/2031/04/low-water")
    );
    for at in ["https://a", "…", "low-water"] {
        let cell = find(&model, at);
        click(&mut model, cell);
        assert!(
            matches!(model.screens.top(), AnyScreen::Links(links) if links.selected() == Some(0))
        );
        press(&mut model, "<Esc>");
    }
}

#[test]
fn two_clicks_take_a_word_and_three_a_paragraph() {
    let mut model = story(
        "The doctors’ strike, part two, lasts\nuntil tomorrow.\n\nAnother one: 東京\n\n| A b | C |\n|---|---|\n| d | e |",
        size("60x30"),
    );
    press(&mut model, "<Enter>");
    let strike = find(&model, "strike");
    let middle = (strike.0 + 2, strike.1);
    let word = |model: &mut Model, cell| drag(model, Clicks::Two, cell, &[]);
    let paragraph = |model: &mut Model, cell| drag(model, Clicks::Three, cell, &[]);
    assert_eq!(word(&mut model, middle).as_deref(), Some("strike"));
    assert_eq!(word(&mut model, (strike.0 - 1, strike.1)), None);
    assert_eq!(
        paragraph(&mut model, middle).as_deref(),
        Some("The doctors’ strike, part two, lasts until tomorrow.")
    );
    let cell = find(&model, "A b");
    assert_eq!(paragraph(&mut model, cell).as_deref(), Some("A b"));
    // A drag goes on by whole words.
    let tomorrow = find(&model, "tomorrow");
    let words = drag(
        &mut model,
        Clicks::Two,
        middle,
        &[(tomorrow.0 + 1, tomorrow.1)],
    );
    assert_eq!(
        words.as_deref(),
        Some("strike, part two, lasts until tomorrow")
    );
}

#[test]
fn a_drag_past_the_edge_scrolls_and_selects_across_pages() {
    let body: Vec<_> = (1..=60)
        .map(|number| format!("Line {number}.\n\n"))
        .collect();
    let body = body.concat();
    let mut model = story(&body, size("60x12"));
    press(&mut model, "<Enter>");
    let text = model.panes().text;
    let start = find(&model, "Line 1.");
    point(&mut model, Gesture::Press(Clicks::One), start);
    for _ in 0..20 {
        point(
            &mut model,
            Gesture::Drag { reports: 2 },
            (text.right(), text.bottom() + 1),
        );
    }
    let selected = point(
        &mut model,
        Gesture::Release,
        (text.right(), text.bottom() + 1),
    );
    let selected = copied(&selected).unwrap();
    assert_eq!(model.edition().split.article.top(), 40);
    assert!(selected.starts_with("Line 1.\n\nLine 2.\n\n") && selected.contains("Line 22."));
    let end = (text.right(), text.bottom() - 1);
    point(&mut model, Gesture::Press(Clicks::One), end);
    for _ in 0..200 {
        point(&mut model, Gesture::Drag { reports: 1 }, (0, 0));
    }
    let selected = point(&mut model, Gesture::Release, (0, 0));
    assert!(copied(&selected).unwrap().starts_with('H'));
    assert_eq!(model.edition().split.article.top(), 0);
}

#[test]
fn a_selection_keeps_to_its_text_when_the_window_or_the_file_changes() {
    let mut model = model(size("110x34"));
    let (start, end) = (find(&model, "left the inner"), find(&model, "the anchor"));
    point(&mut model, Gesture::Press(Clicks::One), start);
    point(&mut model, Gesture::Drag { reports: 1 }, end);
    common::answered(&mut model, Msg::Resized(size("70x20")));
    common::answered(&mut model, Msg::Resized(size("0x0")));
    common::answered(&mut model, Msg::Resized(size("90x20")));
    let end = find(&model, "inner");
    point(&mut model, Gesture::Drag { reports: 1 }, (end.0 + 4, end.1));
    let change = |model: &mut Model, from: &str, to: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive");
        let source = std::fs::read_to_string(folder.join("2031-04-02.toml")).unwrap();
        let edition = Edition::parse("2031-04-02.toml".into(), &source.replace(from, to));
        let read = vec![edition.into()];
        common::answered(
            model,
            Msg::FilesChanged {
                gone: Vec::new(),
                read,
                folded: Vec::new(),
            },
        );
    };
    change(&mut model, "moves.", "moves at all.");
    let effects = point(&mut model, Gesture::Release, (end.0 + 4, end.1));
    assert_eq!(copied(&effects), Some("left the inner"));
    // What says something else now is selected no longer.
    point(&mut model, Gesture::Press(Clicks::One), end);
    point(&mut model, Gesture::Drag { reports: 1 }, (end.0 + 4, end.1));
    assert!(!model.edition().split.article.selected().is_empty());
    change(&mut model, "left the inner basin", "left an inner basin");
    assert!(model.edition().split.article.selected().is_empty());
    assert_eq!(copied(&point(&mut model, Gesture::Release, end)), None);
}

#[test]
fn a_bar_of_the_chart_goes_to_its_time() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>");
    let chart = model.search().unwrap().results().chart().unwrap().clone();
    let bars = find(&model, "Apr 2031 ").0 + 9;
    for (bar, first) in (0..).zip(&chart.first) {
        press(&mut model, "<Home>");
        let row = model.panes().list.y + 1;
        click(&mut model, (bars + bar, row));
        let selected = model.search().unwrap().split.selected();
        assert_eq!(selected, first.unwrap_or(0), "bar {bar}");
        assert_eq!(model.session.notice.is_some(), first.is_none());
    }
}

#[test]
fn a_click_on_a_result_while_typing_keeps_the_results() {
    let mut model = model(size("110x34"));
    press(&mut model, "/tide");
    let y = model.panes().list.y + 4;
    click(&mut model, (7, y));
    assert!(
        lines(&model)[33].contains("n N match"),
        "{:#?}",
        lines(&model)
    );
    // With nothing to keep, typing goes on.
    press(&mut model, "<Esc>/zzz");
    click(&mut model, (60, 10));
    press(&mut model, "z");
    assert!(lines(&model)[33].contains("/zzzz"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_report_at_any_cell_of_any_screen_panics(
        width in 0u16..130,
        height in 0u16..45,
        keys in prop::sample::select(SCREENS.as_slice()),
        reports in prop::collection::vec((0u8..9, 0u16..135, 0u16..50), 1..60),
        resized in (0u16..130, 0u16..45),
    ) {
        let mut model = model(Size { width, height });
        press(&mut model, keys);
        let middle = reports.len() / 2;
        for (index, (kind, x, y)) in reports.into_iter().enumerate() {
            if index == middle {
                let (width, height) = resized;
                common::answered(&mut model, Msg::Resized(Size { width, height }));
            }
            let gesture = match kind {
                0 => Gesture::Press(Clicks::Two),
                1 => Gesture::Press(Clicks::Three),
                2 => Gesture::Wheel(1),
                3 => Gesture::Wheel(-1),
                4 => Gesture::Wheel(i16::MAX),
                5 => Gesture::Drag { reports: 3 },
                6 => Gesture::Release,
                _ => Gesture::Press(Clicks::One),
            };
            point(&mut model, gesture, (x, y));
            drawn(&model, &Theme::COLOURED);
        }
    }
}

/// Like [`model`], after some keys; the editions are read once for all of them.
fn model_of(at: &str, keys: &str) -> Model {
    static EDITIONS: LazyLock<Vec<Arc<Edition>>> = LazyLock::new(editions);
    static CHUNKS: LazyLock<Vec<Arc<Chunk>>> = LazyLock::new(|| fold_editions(&EDITIONS));
    let archive = Archive::default().with(EDITIONS.clone());
    let mut model = Model::new(archive, EDITIONS.len(), Marks::default(), size(at));
    update(&mut model, Msg::Folded(CHUNKS.clone()));
    press(&mut model, keys);
    model
}

/// What is drawn in the row `y` of `area`.
fn row_of(model: &Model, area: Rect, y: u16) -> String {
    let buffer = drawn(model, &Theme::COLOURED);
    let mut row = String::new();
    let mut x = area.left();
    while x < area.right() {
        let symbol = buffer[(x, y)].symbol();
        row.push_str(symbol);
        // A wide character covers the cell after it.
        x += u16::try_from(roundup::text::width::of(symbol))
            .unwrap()
            .max(1);
    }
    row
}

/// A row without what is drawn around the text and not copied: the rule of a break, the markers of lists and
/// quotations, the numbers of links.
fn without_ornaments(row: &str) -> String {
    let mut text = row.trim();
    if text == "· · ·" {
        return String::new();
    }
    let is_marker = |word: &str| {
        let number = word.strip_suffix('.').unwrap_or_default();
        matches!(word, "•" | "–" | "▎") || number.parse::<u8>().is_ok()
    };
    while let Some((_, rest)) = text.split_once(' ').filter(|(word, _)| is_marker(word)) {
        text = rest.trim_start();
    }
    let mut plain = text.to_owned();
    for number in 1..10 {
        let number = format!("[{number}]");
        // At its beginning it belongs to the list of links.
        if let Some(at) = plain.find(&number).filter(|&at| at > 0) {
            plain.replace_range(at..at + number.len(), "");
        }
    }
    plain
}

/// Text that is dragged over, row by row, is the text that is drawn.
#[test]
fn what_is_dragged_over_is_what_is_drawn_there() {
    for at in ["110x34", "80x24", "50x20", "25x12"] {
        for keys in ["<Enter>", "J<Enter>", "4<Enter>", "2<Enter>", "{<Enter>"] {
            let mut model = model_of(at, keys);
            let text = model.panes().text;
            let mut copied = 0;
            for y in text.top()..text.bottom() {
                let row = row_of(&model, text, y);
                let end = (text.right() - 1, y);
                let dragged = drag(&mut model, Clicks::One, (text.x, y), &[end]);
                copied += usize::from(dragged.is_some());
                assert_eq!(
                    dragged.unwrap_or_default().trim(),
                    without_ornaments(&row),
                    "{at} {keys}: {row}"
                );
                press(&mut model, "<lt>>");
                model.session.notice = None;
            }
            assert!(copied > 0, "{at} {keys}");
        }
    }
}
