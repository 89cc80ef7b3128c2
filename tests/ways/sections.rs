//! Editions with many sections: `g` and what follows it.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use ratatui::layout::Position;
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::screens::AnyScreen;
use roundup::app::{Effect, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::marks::Marks;
use roundup::ui::theme::Theme;

use crate::common::{drawn, keys as keys_of, press, rows, size};
use crate::notice::notice;
use crate::stored::{SIZES, compare, screen};

/// The titles of forty sections.
const TITLES: &str = "World Europe Asia Africa Americas Politics Economy Markets Banks Energy Climate Science \
    Space Health Medicine Technology Security Kernel Languages Databases Web Design Books Film Music Theatre \
    Art Photography Food Travel Cities Transport Cycling Football Tennis Chess Weather Obituaries Letters \
    Corrections";

/// An edition of a lead story and this many sections, each of five to ten stories but the last, which has none.
fn long_edition(sections: usize) -> Arc<Edition> {
    let mut source =
        "title = 'A long day'\ndate = 2031-05-01\n\n[[story]]\nheadline = 'The lead'\n".to_owned();
    for (index, title) in TITLES.split_whitespace().take(sections).enumerate() {
        let _ = writeln!(source, "\n[[section]]\ntitle = '{title}'");
        let stories = if index + 1 == sections {
            0
        } else {
            5 + index * 7 % 6
        };
        for story in 1..=stories {
            let _ = writeln!(
                source,
                "[[section.story]]\nheadline = '{title}, story {story}'"
            );
        }
    }
    Edition::parse("long.toml".into(), &source).into()
}

fn model_of(edition: Arc<Edition>, at: &str) -> Model {
    let archive = Archive::default().with(vec![edition]);
    Model::new(archive, 1, Marks::default(), size(at))
}

pub(crate) fn long(sections: usize, at: &str) -> Model {
    model_of(long_edition(sections), at)
}

pub(crate) fn headline(model: &Model) -> String {
    let screen = model.edition();
    let story = screen.list().story(screen.split.selected()).unwrap();
    story.headline().to_string()
}

pub(crate) fn lines(model: &Model) -> Vec<String> {
    rows(&drawn(model, &Theme::PLAIN))
}

pub(crate) fn last_line(model: &Model) -> String {
    lines(model).pop().unwrap().trim().to_owned()
}

pub(crate) fn shows_list(model: &Model) -> bool {
    matches!(model.screens.top(), AnyScreen::Sections(_))
}

fn selected_section(model: &Model) -> usize {
    match model.screens.top() {
        AnyScreen::Sections(screen) => screen.selected().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn check(name: &str, keys: &str) {
    for at in SIZES {
        let mut model = long(40, at);
        press(&mut model, keys);
        compare(name, keys, at, &screen(&model, &Theme::COLOURED));
    }
}

#[test]
fn screens_of_forty_sections() {
    check("forty_sections", "7]jmmsg");
    check("forty_sections_digit", "g3");
    check("forty_sections_narrowed", "g/or");
    check("forty_sections_gone_to", "g38");
}

#[test]
fn every_section_is_reached_in_three_keys_and_its_title_is_in_view() {
    for at in ["110x34", "80x24", "60x20", "40x10", "20x6"] {
        for (index, title) in TITLES.split_whitespace().take(39).enumerate() {
            let mut model = long(40, at);
            press(&mut model, &format!("g{:02}", index + 1));
            assert_eq!(headline(&model), format!("{title}, story 1"), "{at}");
            let panes = model.panes();
            let list =
                lines(&model)[usize::from(panes.list.y)..usize::from(panes.list.bottom())].concat();
            // A list of four rows has room for a headline of three only.
            assert!(
                at == "20x6" || list.contains(title),
                "{title} at {at}:\n{:#?}",
                lines(&model)
            );
        }
    }
}

#[test]
fn a_section_that_was_out_of_view_comes_to_the_top_of_the_list() {
    let mut model = long(40, "80x24");
    press(&mut model, "g12");
    let first = |model: &Model| lines(model)[5].split('│').next().unwrap().to_owned();
    assert!(first(&model).contains("Science"), "{}", first(&model));
    // One that is in view leaves the list where it is.
    press(&mut model, "g11");
    assert!(first(&model).contains("Climate"), "{}", first(&model));
    let list = |model: &Model| -> Vec<_> {
        let lines = lines(model);
        let list = lines[4..22].iter();
        list.map(|line| line.split('│').next().unwrap().replace('▌', " "))
            .collect()
    };
    let before = list(&model);
    press(&mut model, "g12");
    assert_eq!(list(&model), before);
}

#[test]
fn the_keys_for_the_next_section_bring_its_title_to_the_top_of_the_list() {
    let mut model = long(40, "80x24");
    let first = |model: &Model| {
        lines(model)[4].split('│').next().unwrap().to_owned()
            + lines(model)[5].split('│').next().unwrap()
    };
    for title in TITLES.split_whitespace().take(30) {
        press(&mut model, "]");
        assert_eq!(headline(&model), format!("{title}, story 1"));
        assert!(first(&model).contains(title), "{title}: {}", first(&model));
    }
    press(&mut model, "J");
    for title in TITLES
        .split_whitespace()
        .take(30)
        .collect::<Vec<_>>()
        .iter()
        .rev()
    {
        press(&mut model, "[");
        assert_eq!(headline(&model), format!("{title}, story 1"));
        assert!(first(&model).contains(title), "{title}: {}", first(&model));
    }
    // Where all stories fit, and at the end of the list, no row is wasted.
    let mut model = long(2, "80x24");
    let before = lines(&model)[4].split('│').next().unwrap().to_owned();
    press(&mut model, "]");
    assert_eq!(
        lines(&model)[4]
            .split('│')
            .next()
            .unwrap()
            .replace('▌', " "),
        before.replace('▌', " ")
    );
}

#[test]
fn letters_digits_enter_and_narrowing_go_to_a_section() {
    for (keys, expected) in [
        ("gw", "World, story 1"),
        ("gW", "World, story 1"),
        ("g12", "Science, story 1"),
        ("g02", "Europe, story 1"),
        ("g2<Enter>", "Europe, story 1"),
        ("g2<Right>", "Europe, story 1"),
        ("g3<Down><Enter>", "Africa, story 1"),
        ("g4<Space>", "Africa, story 2"),
        ("4<Space>", "Africa, story 2"),
        ("g<Down><Down><Enter>", "Europe, story 1"),
        ("g<End><Up><Enter>", "Letters, story 1"),
        ("g<C-d><Home><Down><Enter>", "World, story 1"),
        ("g/weath<Enter>", "Weather, story 1"),
        ("g/39<Enter>", "Letters, story 1"),
        ("g/a<Esc>12", "Science, story 1"),
        ("g07Jgg", "The lead"),
        ("g07g00", "The lead"),
        ("g07g0<Enter>", "The lead"),
        ("g07g<Enter>", "Economy, story 1"),
        ("g07g1?<Esc>3", "Economy, story 1"),
    ] {
        let mut model = long(40, "80x24");
        press(&mut model, keys);
        assert_eq!(headline(&model), expected, "{keys}");
        let ends = !keys.ends_with("?<Esc>3");
        assert_eq!(shows_list(&model), !ends, "{keys}");
    }
}

#[test]
fn what_goes_nowhere_says_so_and_goes_back() {
    for (keys, expected) in [
        ("g4<Esc>", ""),
        ("g4q", ""),
        ("g40", "Corrections has no stories"),
    ] {
        let mut model = long(40, "80x24");
        press(&mut model, keys);
        assert_eq!(notice(&model), expected, "{keys}");
        assert!(!shows_list(&model), "{keys}");
    }
    let mut model = long(40, "80x24");
    press(&mut model, "7Jg");
    let before = headline(&model);
    press(&mut model, "<Esc>");
    assert!(!shows_list(&model));
    assert_eq!(headline(&model), before);
}

#[test]
fn keys_that_mean_nothing_in_the_list_stay_in_it() {
    let mut model = long(40, "80x24");
    press(&mut model, "g");
    for (keys, expected) in [
        ("]", "] means nothing here; ? shows the keys"),
        ("{", "{ means nothing here; ? shows the keys"),
        ("<Tab>", "tab means nothing here; ? shows the keys"),
    ] {
        press(&mut model, keys);
        assert_eq!(notice(&model), expected);
        assert!(shows_list(&model));
    }
}

#[test]
fn no_letter_that_moves_goes_to_a_section_unless_the_file_says_so() {
    let mut model = long(40, "80x24");
    press(&mut model, "gjj");
    assert_eq!(selected_section(&model), 2);
    press(&mut model, "k");
    assert_eq!(selected_section(&model), 1);
    press(&mut model, "G");
    assert_eq!(selected_section(&model), 40);
    press(&mut model, "q");
    assert!(!shows_list(&model));
    assert_eq!(headline(&model), "The lead");
    press(&mut model, "gjj<Enter>");
    assert_eq!(headline(&model), "Europe, story 1");
    let mut source = "title = 'T'\ndate = 2031-05-01\n".to_owned();
    for number in 1..=40 {
        let key = if number == 30 { "key = 'j'\n" } else { "" };
        let title = format!("[[section]]\ntitle = 'Section {number}'\n{key}");
        let _ = writeln!(source, "{title}[[section.story]]\nheadline = 'Of {number}'");
    }
    let edition = Arc::new(Edition::parse("long.toml".into(), &source));
    let mut model = model_of(edition, "80x24");
    press(&mut model, "gj");
    assert_eq!(headline(&model), "Of 30");
}

#[test]
fn a_section_that_is_not_there_leaves_the_list_open() {
    let mut model = long(40, "80x24");
    press(&mut model, "g");
    for (keys, expected) in [
        ("41", "There is no section 41; the sections are 01–40"),
        ("49", "There is no section 49; the sections are 01–40"),
        ("ж", "No section has the letter ж"),
        ("J", "No section has the letter J"),
    ] {
        press(&mut model, keys);
        assert_eq!(notice(&model), expected, "{keys}");
        assert!(shows_list(&model), "{keys}");
    }
    press(&mut model, "12");
    assert_eq!(headline(&model), "Science, story 1");
    // The same without lead stories.
    let source = "title = 'T'\n".to_owned()
        + &"[[section]]\ntitle = 'S'\n[[section.story]]\nheadline = 'H'\n".repeat(40);
    let mut model = model_of(Arc::new(Edition::parse("a.toml".into(), &source)), "80x24");
    press(&mut model, "g00");
    let expected = "There are no lead stories; the sections are 01–40";
    assert_eq!(notice(&model), expected);
    assert!(shows_list(&model));
}

#[test]
fn an_edition_without_sections_says_so_and_names_the_key_that_goes_on() {
    let source = |stories: usize| {
        let stories = "[[story]]\nheadline = 'H'\n".repeat(stories);
        format!("title = 'T'\ndate = 2031-05-01\n{stories}")
    };
    for (stories, keys, goes) in [
        (3, "]", "; J goes to the next story"),
        (3, "[", "; J goes to the next story"),
        (3, "G]", "; K goes to the story before"),
        (3, "1", "; J goes to the next story"),
        (1, "]", ""),
    ] {
        let edition = Edition::parse("a.toml".into(), &source(stories));
        let mut model = model_of(Arc::new(edition), "80x24");
        press(&mut model, keys);
        let expected = format!("This edition has no sections{goes}");
        assert_eq!(notice(&model), expected, "{keys}");
    }
    // The only story of one edition among several.
    let mut model = crate::common::model(size("110x34"));
    press(&mut model, "{]");
    let ways = "; { goes to the edition before, } to the one after";
    assert_eq!(
        notice(&model),
        format!("This edition has no sections{ways}")
    );
}

#[test]
fn after_a_wrong_number_g_and_the_right_one_go_to_a_section() {
    for (keys, expected) in [
        ("g41g12", "Science, story 1"),
        ("g4g12", "Science, story 1"),
        ("g41gw", "World, story 1"),
        // Otherwise the second `g` goes to the top.
        ("5Jgg", "The lead"),
        ("5Jg41jgg", "The lead"),
    ] {
        let mut model = long(40, "80x24");
        press(&mut model, keys);
        assert_eq!(headline(&model), expected, "{keys}");
    }
}

#[test]
fn the_present_section_is_selected_and_stays_marked() {
    let mut model = long(40, "80x24");
    press(&mut model, "g10Jg");
    assert_eq!(selected_section(&model), 10);
    assert!(lines(&model)[1].contains("You are in Energy"));
    press(&mut model, "<Down><Down>");
    let marked: Vec<_> = lines(&model)
        .into_iter()
        .filter(|line| line.contains('»'))
        .collect();
    assert!(
        matches!(marked.as_slice(), [line] if line.contains("Energy")),
        "{marked:?}"
    );
}

#[test]
fn the_list_counts_what_is_unread() {
    let mut model = long(40, "80x24");
    press(&mut model, "g02mg");
    let row = |model: &Model, title: &str| {
        let lines = lines(model);
        let row = lines[3..].iter().find(|line| line.contains(title));
        row.unwrap().trim_end().to_owned()
    };
    assert!(
        row(&model, "Europe").ends_with("   5 of 6 unread"),
        "{}",
        row(&model, "Europe")
    );
    assert!(row(&model, "Asia").ends_with("   7 unread"));
    press(&mut model, "<Esc>Ag");
    assert!(row(&model, "Europe").ends_with("   6 read"));
}

#[test]
fn a_strip_of_ten_sections_or_more_waits_for_a_second_digit() {
    let mut model = long(12, "110x34");
    press(&mut model, "g");
    assert!(!shows_list(&model));
    let strip = lines(&model)[31..].concat();
    assert!(strip.contains("01–12 by number"), "{strip}");
    press(&mut model, "1");
    assert_eq!(
        last_line(&model),
        "go to   1… next digit   enter 1 World   esc stay"
    );
    press(&mut model, "1");
    assert_eq!(headline(&model), "Climate, story 1");
    for (keys, expected, said) in [
        ("g02", "Europe, story 1", ""),
        ("g3<Enter>", "Asia, story 1", ""),
        (
            "g03",
            "Asia, story 1",
            "The first story of this section is selected already",
        ),
        ("g00", "The lead", ""),
        ("g1<Esc>", "The lead", ""),
        ("g1w", "World, story 1", ""),
        (
            "g13",
            "World, story 1",
            "There is no section 13; the sections are 01–12",
        ),
        ("g<Enter>", "World, story 1", "No section has the key enter"),
        ("g1<Down>", "World, story 1", "No section has the key ↓"),
        ("g1<BS>2", "Europe, story 1", ""),
        ("1<BS>", "Europe, story 1", ""),
    ] {
        press(&mut model, keys);
        assert_eq!(
            (headline(&model).as_str(), notice(&model)),
            (expected, said),
            "{keys}"
        );
        assert_eq!(model.after_g, None, "{keys}");
    }
}

#[test]
fn one_digit_goes_to_one_of_nine_sections_at_once() {
    let mut model = long(9, "110x34");
    press(&mut model, "g7");
    assert_eq!(headline(&model), "Economy, story 1");
    press(&mut model, "g0");
    assert_eq!(headline(&model), "The lead");
}

#[test]
fn a_strip_for_which_the_window_becomes_too_small_turns_into_a_list() {
    let mut model = long(12, "110x34");
    press(&mut model, "g1");
    update(&mut model, Msg::Resized(size("30x7")));
    assert!(shows_list(&model));
    assert_eq!(selected_section(&model), 1);
    press(&mut model, "1");
    assert_eq!(headline(&model), "Climate, story 1");
}

#[test]
fn the_list_follows_the_file() {
    let mut model = long(40, "80x24");
    press(&mut model, "g12g<Down>");
    let shorter = long_edition(30);
    let read = vec![shorter];
    let folded = Vec::new();
    update(
        &mut model,
        Msg::FilesChanged {
            gone: Vec::new(),
            read,
            folded,
        },
    );
    assert_eq!(selected_section(&model), 13);
    assert!(lines(&model)[0].trim_end().ends_with("30 sections"));
    assert!(lines(&model)[1].contains("You are in Science"));
    press(&mut model, "g");
    assert_eq!(headline(&model), "The lead");
}

#[test]
fn a_number_half_typed_is_kept_when_editions_come_or_change() {
    let other = || Arc::new(Edition::parse("other.toml".into(), "title = 'Other'"));
    let changed = Msg::FilesChanged {
        gone: Vec::new(),
        read: vec![long_edition(30)],
        folded: Vec::new(),
    };
    for message in [Msg::EditionsLoaded(vec![other()]), changed] {
        let mut model = long(40, "80x24");
        press(&mut model, "g1");
        update(&mut model, message);
        press(&mut model, "2");
        assert_eq!(headline(&model), "Science, story 1");
    }
}

#[test]
fn g_and_letters_work_above_a_closing_page_and_in_a_lone_article() {
    for keys in ["z", "<Enter>", "AAG<Enter>G<Space>"] {
        let mut model = long(40, "80x24");
        press(&mut model, keys);
        press(&mut model, "g12");
        assert_eq!(headline(&model), "Science, story 1", "{keys}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A click on a row goes where Enter on it goes.
    #[test]
    fn a_click_on_a_row_does_what_enter_does(
        at in prop::sample::select(&["110x34", "80x24", "60x20", "30x8"]),
        before in prop::sample::select(&["", "g20", "G", "g30g<Home>"]),
        (x, row) in (0u16..30, 0u16..40),
    ) {
        let mut clicked = long(40, at);
        press(&mut clicked, before);
        if !shows_list(&clicked) {
            press(&mut clicked, "g");
        }
        let panes = clicked.panes();
        let y = panes.list.y + row % panes.list.height;
        let shown = match clicked.screens.top() {
            AnyScreen::Sections(screen) => screen.rows_in_view(&panes),
            other => panic!("{other:?}"),
        };
        let Some(roundup::app::rows::Row::Line { item, .. }) = shown.get(usize::from(y - panes.list.y)) else {
            return Ok(());
        };
        let mouse = Mouse { cell: Position { x, y }, gesture: Gesture::Press(Clicks::One) };
        update(&mut clicked, Msg::Mouse(mouse));
        let mut entered = long(40, at);
        press(&mut entered, before);
        if !shows_list(&entered) {
            press(&mut entered, "g");
        }
        press(&mut entered, &format!("<Home>{}<Enter>", "<Down>".repeat(*item)));
        prop_assert_eq!(lines(&clicked), lines(&entered));
    }
}

#[test]
fn a_digit_begins_a_number_where_a_section_has_two() {
    for (sections, keys, expected) in [
        (40, "25", "Music, story 1"),
        (40, "12", "Science, story 1"),
        // No section has a number that begins with it.
        (40, "7", "Economy, story 1"),
        (40, "0", "The lead"),
        (40, "1<Enter>", "World, story 1"),
        (40, "1<Esc>", "The lead"),
        (40, "z12", "Science, story 1"),
        (12, "2", "Europe, story 1"),
        (12, "11", "Climate, story 1"),
        (9, "1", "World, story 1"),
    ] {
        for at in ["110x34", "60x20"] {
            let mut model = long(sections, at);
            press(&mut model, keys);
            assert_eq!(headline(&model), expected, "{keys} of {sections} at {at}");
        }
    }
    // Until the second digit is typed, the last line or the list says what may follow.
    let mut model = long(12, "110x34");
    press(&mut model, "1");
    assert!(last_line(&model).contains("1…"), "{}", last_line(&model));
    let mut model = long(40, "80x24");
    press(&mut model, "2");
    assert!(shows_list(&model));
    assert_eq!(selected_section(&model), 2);
}

/// As in an edition of nine sections, where one digit goes to a section at once.
#[test]
fn after_a_digit_of_a_number_the_keys_of_the_page_act_in_its_section() {
    for (sections, keys, expected, read) in [
        (40, "1j", "World, story 2", false),
        (40, "1m", "World, story 1", true),
        (40, "1J", "World, story 2", false),
        (40, "1]", "Europe, story 1", false),
        (40, "3[", "Europe, story 1", false),
        (12, "1m", "World, story 1", true),
        (12, "1]", "Europe, story 1", false),
        // `g` and the end of a list, and a letter that means nothing on the page.
        (12, "1gg", "The lead", false),
        (12, "1G", "Climate, story 9", false),
        (12, "1r", "World, story 1", false),
        (40, "1r", "World, story 1", false),
        // After `g` the letter of a section goes there, whatever has been typed.
        (40, "g1r", "Markets, story 1", false),
        (12, "g1p", "Politics, story 1", false),
    ] {
        for at in ["110x34", "60x20"] {
            let mut model = long(sections, at);
            press(&mut model, keys);
            let story = model
                .edition()
                .list()
                .story(model.edition().split.selected());
            let marked = model.session.marks.mark(&story.unwrap().key()).read;
            assert_eq!(
                (headline(&model).as_str(), marked),
                (expected, read),
                "{keys} of {sections} at {at}: {}",
                last_line(&model)
            );
        }
    }
}

/// What is said of a section that is selected already is no answer to the key after its number.
#[test]
fn after_a_digit_only_the_key_that_follows_is_answered() {
    let older = "title = 'Older'\ndate = 2031-04-30\n\
        [[story]]\nheadline = 'H'\n[[section]]\ntitle = 'S'\n[[section.story]]\nheadline = 'I'\n";
    for (sections, keys, expected) in [
        (40, "1<Enter>1a", ""),
        (40, "1<Enter>1?", ""),
        (40, "1<Enter>1T", ""),
        (40, "1<Enter>1z", ""),
        (40, "1<Enter>1j", ""),
        (40, "1<Enter>1{", ""),
        (40, "1<Enter>s1S", ""),
        (12, "1<Enter>1a", ""),
        (12, "1<Enter>1{", ""),
        (12, "1<Enter>1j", ""),
        (
            40,
            "1<Enter>1<Enter>",
            "The first story of this section is selected already",
        ),
    ] {
        for at in ["110x34", "60x20"] {
            let older = Arc::new(Edition::parse("older.toml".into(), older));
            let editions = vec![long_edition(sections), older];
            let chunks = roundup::search::fold_editions(&editions);
            let archive = Archive::default().with(editions);
            let mut model = Model::new(archive, 2, Marks::default(), size(at));
            update(&mut model, Msg::Folded(chunks));
            press(&mut model, keys);
            assert_eq!(notice(&model), expected, "{keys} of {sections} at {at}");
        }
    }
}

#[test]
fn after_a_digit_the_key_that_closes_closes_the_list_of_sections() {
    for (sections, keys) in [(40, "2q"), (40, "g2q"), (40, "2<Esc>"), (12, "1q")] {
        for at in ["110x34", "60x20"] {
            let mut model = long(sections, at);
            let mut effects = Vec::new();
            for key in keys_of(keys) {
                effects.extend(update(&mut model, Msg::KeyPressed(key)));
            }
            let quits = effects.iter().any(|effect| matches!(effect, Effect::Quit));
            assert!(!quits, "{keys} of {sections} at {at}");
            assert!(!shows_list(&model), "{keys} of {sections} at {at}");
            assert_eq!(model.after_g, None, "{keys} of {sections} at {at}");
            assert_eq!(headline(&model), "The lead", "{keys} of {sections} at {at}");
        }
    }
}

#[test]
fn letters_are_shown_where_they_go_to_sections() {
    for (keys, shown) in [("g", true), ("g2", true), ("2", false)] {
        let mut model = long(40, "110x34");
        press(&mut model, keys);
        let shows = lines(&model)
            .iter()
            .any(|line| line.contains("01 w  World"));
        assert_eq!(shows, shown, "{keys}");
    }
}

#[test]
fn the_sections_can_be_narrowed_wherever_g_shows_them() {
    for (sections, at) in [(5, "110x34"), (12, "110x34"), (40, "110x34"), (12, "60x20")] {
        let mut model = long(sections, at);
        press(&mut model, "g/euro");
        assert!(shows_list(&model), "{sections} at {at}");
        press(&mut model, "<Enter>");
        assert_eq!(headline(&model), "Europe, story 1", "{sections} at {at}");
    }
}

#[test]
fn a_number_is_complete_when_no_longer_one_begins_so() {
    for (sections, keys, expected) in [
        (40, "g7", "Economy, story 1"),
        (40, "g5", "Americas, story 1"),
        (12, "g2", "Europe, story 1"),
        (40, "g4", "The lead"),
        (40, "g40", "The lead"),
        (40, "g07", "Economy, story 1"),
    ] {
        let mut model = long(sections, "110x34");
        press(&mut model, keys);
        assert_eq!(headline(&model), expected, "{keys} of {sections}");
    }
}
