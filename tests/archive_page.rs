//! The archive: its list, its year, and how they follow each other.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/notice.rs"]
mod notice;
#[path = "common/stored.rs"]
mod stored;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::{answered, drawn, press, rows, size};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use notice::notice;
use proptest::prelude::*;
use ratatui::layout::Position;
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::screen::Screen as _;
use roundup::app::screens::AnyScreen;
use roundup::app::screens::archive::calendar::{Calendar, DayState};
use roundup::app::screens::archive::{ArchiveScreen, Part};
use roundup::app::{Model, Msg};
use roundup::archive::{Archive, Edition};
use roundup::briefing::Briefing;
use roundup::marks::{Change, Marks, Operation};
use roundup::search::fold_editions;
use roundup::ui::theme::Theme;
use stored::{compare, screen};

const SIZES: [&str; 3] = ["110x34", "80x24", "60x20"];
const TODAY: Date = date(2031, 4, 2);

/// An edition with this many stories. Its path is its date and label.
fn edition(date: &str, source: &str, label: &str, stories: usize) -> Arc<Edition> {
    let title = format!("What the tide left on {date}");
    let head =
        format!("title = '{title}'\ndate = {date}\nsource = '{source}'\nedition = '{label}'\n");
    let stories = (0..stories).map(|number| format!("[[story]]\nheadline = 'Story {number}'\n"));
    let text: String = std::iter::once(head).chain(stories).collect();
    let path = format!("{date}{label}.toml").replace(':', "");
    Arc::new(Edition::parse(path.into(), &text))
}

fn undated() -> Arc<Edition> {
    let text = "title = 'Of no day'\n[[story]]\nheadline = 'Story'\n";
    Arc::new(Edition::parse("notes.toml".into(), text))
}

fn unreadable(path: &str) -> Arc<Edition> {
    Arc::new(Edition::parse(path.into(), "= broken"))
}

/// Every day but Sundays from the summer of 2028 until today, from two sources in turn; two editions on one day,
/// one day in the future, and files that are wrong in several ways.
fn years() -> Vec<Arc<Edition>> {
    let days = date(2028, 7, 3).series(1.day());
    let days = days.take_while(|day| *day <= TODAY);
    let days = days.filter(|day| day.weekday().to_monday_zero_offset() < 6);
    let days = days.filter(|day| day.day() != 13 && day.to_string() != "2031-03-21");
    let mut editions: Vec<_> = days
        .map(|day| {
            let source = if day.day() % 3 == 0 {
                "LWN.net"
            } else {
                "Harbour Roundup"
            };
            let stories = usize::try_from(day.day() % 4 + 1).unwrap();
            edition(&day.to_string(), source, "", stories)
        })
        .collect();
    editions.extend([
        edition("2031-04-01T18:00:00", "Harbour Roundup", "Evening", 2),
        edition("2031-05-09", "Harbour Roundup", "", 1),
        edition("2031-03-20T19:00:00", "Harbour Roundup", "Empty", 0),
        unreadable("2031-03-21.toml"),
        undated(),
    ]);
    editions
}

/// Everything up to the end of 2030 is read; of January and February, the first story of each edition.
fn marks(editions: &[Arc<Edition>]) -> Marks {
    let mut marks = Marks::default();
    for edition in editions {
        let (Some(briefing), Some(date)) = (&edition.briefing, edition.date()) else {
            continue;
        };
        for (number, story) in briefing.stories().enumerate() {
            let is_read = date.day.year() < 2031 || date.day.month() < 3 && number == 0;
            if is_read {
                let (key, change) = (story.key(), Change::Read(true));
                marks.apply(&Operation { key, change }, 1);
            }
        }
    }
    marks
}

fn model_of(editions: &[Arc<Edition>], at: &str) -> Model {
    let archive = Archive::default().with(editions.to_vec());
    let mut model = Model::new(archive, editions.len(), marks(editions), size(at));
    answered(&mut model, Msg::DayBegan(TODAY));
    answered(&mut model, Msg::Folded(fold_editions(editions)));
    model
}

fn page(model: &Model) -> &ArchiveScreen {
    match model.screens.top() {
        AnyScreen::Archive(screen) => screen,
        other => panic!("{other:?}"),
    }
}

fn selected(model: &Model) -> Arc<Edition> {
    let item = page(model).list.selected().unwrap();
    Arc::clone(page(model).list.items.edition(item))
}

fn selected_label(model: &Model) -> String {
    selected(model).label().to_string()
}

fn last_line(model: &Model) -> String {
    rows(&drawn(model, &Theme::PLAIN)).pop().unwrap()
}

fn click(model: &mut Model, cell: Position) {
    for gesture in [Gesture::Press(Clicks::One), Gesture::Release] {
        answered(model, Msg::Mouse(Mouse { cell, gesture }));
    }
}

/// Compares the screen with the stored one at each size.
fn check(name: &str, editions: &[Arc<Edition>], pressed: &str) {
    for at in SIZES {
        let mut model = model_of(editions, at);
        press(&mut model, pressed);
        let name = format!("archive_{name}");
        compare(&name, pressed, at, &screen(&model, &Theme::COLOURED));
    }
}

#[test]
fn the_page_of_a_few_editions() {
    stored::check("archive_few", "a<Tab>k");
}

#[test]
fn the_page_of_several_years() {
    let editions = years();
    for (name, pressed) in [
        ("years", "a"),
        ("year_entered", "a<Tab>"),
        ("year_moved", "a<Tab>hhk"),
        ("year_before", "a<Tab>[["),
        ("month_before", "a[["),
        ("oldest_year", "aG[kk"),
        ("date_begun", "a12 ja"),
        ("date_typed", "a2030-07"),
        ("date_missed", "a13 march"),
        ("narrowed_by_state", "a/is:unread source:lwn"),
        ("narrowed_to_no_edition", "a/zzz<Enter>"),
    ] {
        check(name, &editions, pressed);
    }
}

#[test]
fn a_short_archive_has_a_short_year_and_a_single_day_none() {
    let all = years();
    check("three_weeks", &all[all.len() - 25..all.len() - 5], "a<Tab>");
    check(
        "one_edition",
        &[edition("2031-04-02", "LWN.net", "", 3)],
        "a<Tab>",
    );
    check("no_dates", &[undated()], "a<Tab>");
}

#[test]
fn without_colours_every_state_of_a_day_has_a_symbol_of_its_own() {
    for at in SIZES {
        let mut model = model_of(&years(), at);
        press(&mut model, "a<Tab>");
        compare(
            "archive_year_plain",
            "a<Tab>",
            at,
            &screen(&model, &Theme::PLAIN),
        );
        let states: BTreeSet<_> = page(&model)
            .calendar
            .as_ref()
            .unwrap()
            .days()
            .iter()
            .map(|day| {
                let cell = page(&model)
                    .calendar
                    .as_ref()
                    .unwrap()
                    .cell(day.date)
                    .unwrap();
                let symbol = drawn(&model, &Theme::PLAIN)[cell].symbol().to_owned();
                (format!("{:?}", day.state()), symbol)
            })
            .collect();
        let expected = [
            ("Begun", "◐"),
            ("NoEdition", "·"),
            ("Read", "○"),
            ("Unread", "●"),
            ("Unreadable", "!"),
        ];
        let expected = expected.map(|(state, symbol)| (state.to_owned(), symbol.to_owned()));
        assert_eq!(states.into_iter().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn an_empty_archive_says_that_there_are_no_editions() {
    let only = edition("2031-04-02", "LWN.net", "", 3);
    let mut model = model_of(&[Arc::clone(&only)], "80x24");
    press(&mut model, "a");
    let gone = vec![only.path().into()];
    let (read, folded) = (Vec::new(), fold_editions(&[]));
    answered(&mut model, Msg::FilesChanged { gone, read, folded });
    let screen = rows(&drawn(&model, &Theme::PLAIN)).join("\n");
    for text in [" no editions ", " There are no editions. "] {
        assert!(screen.contains(text), "{screen}");
    }
    for text in ["all read", "matches"] {
        assert!(!screen.contains(text), "{screen}");
    }
}

/// The folder has gone, say.
#[test]
fn where_no_edition_is_left_every_key_says_so_and_which_one_tries_again() {
    let only = edition("2031-04-02", "LWN.net", "", 3);
    let nothing = "There are no briefings left; R tries again";
    for (page, keys) in [("a", "AfjG]{<Enter>2!"), ("", "{}!")] {
        let mut model = model_of(&[Arc::clone(&only)], "80x24");
        press(&mut model, page);
        let gone = vec![only.path().into()];
        let (read, folded) = (Vec::new(), fold_editions(&[]));
        answered(&mut model, Msg::FilesChanged { gone, read, folded });
        for key in common::keys(keys) {
            answered(&mut model, Msg::KeyPressed(key));
            assert_eq!(notice(&model), nothing, "{page} {key:?}");
        }
        press(&mut model, "R");
        let (asked, is_one_file) = (true, false);
        // What has gone is told first.
        for expected in [
            format!("Everything was read again: {}", "gone"),
            nothing.to_owned(),
        ] {
            answered(&mut model, Msg::ReadAgain { asked, is_one_file });
            let said = notice(&model);
            let is_said = expected.split(": ").all(|part| said.contains(part));
            assert!(is_said, "{page}: {said}");
            press(&mut model, "R");
        }
        press(&mut model, "a<Esc>");
    }
}

#[test]
fn where_nothing_matches_only_keys_that_help_are_offered() {
    for keys in ["a/zzz<Enter>", "a<Tab>/zzz<Enter>"] {
        let mut model = model_of(&years(), "110x34");
        press(&mut model, keys);
        let last = last_line(&model);
        assert_eq!(last.trim(), "esc show all   / other words   ? help");
        let nothing = "No edition matches; esc shows all";
        for key in common::keys("jkG<Space>b[]{<Enter>2<Tab>") {
            answered(&mut model, Msg::KeyPressed(key));
            assert_eq!(notice(&model), nothing, "{key:?}");
        }
        press(&mut model, "/<BS><BS><BS>LWN");
        assert!(last_line(&model).contains("enter open"));
    }
    // While typing.
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "a/zzz");
    assert!(last_line(&model).trim_end().ends_with("esc show all"));
    assert!(!last_line(&model).contains("year"));
    press(&mut model, "<Tab>");
    assert_eq!(page(&model).focus, Part::List);
    assert!(page(&model).is_typing());
}

#[test]
fn the_list_is_still_narrowed_when_the_user_comes_back_from_an_edition_opened_from_it() {
    let words = |model: &Model| page(model).list.prompt.text().to_string();
    for at in SIZES {
        let mut model = model_of(&years(), at);
        press(&mut model, "a/lwn<Down><Down><Down>");
        let (chosen, shown) = (selected_label(&model), page(&model).list.shown().to_vec());
        press(&mut model, "<Enter>a");
        assert_eq!(words(&model), "lwn");
        assert!(!page(&model).is_typing());
        assert_eq!(page(&model).list.shown(), shown);
        assert_eq!(selected_label(&model), chosen);
        // It is shown whole in the same way as before, with the same edition selected.
        press(&mut model, "<Esc>");
        assert_eq!(words(&model), "");
        assert_eq!(selected_label(&model), chosen);
        press(&mut model, "<Esc>a");
        assert_eq!(words(&model), "", "it was shown whole before it was left");
    }
}

#[test]
fn the_list_is_whole_when_the_user_comes_back_from_an_edition_that_is_not_in_it() {
    let words = |model: &Model| page(model).list.prompt.text().to_string();
    let opened = "a/lwn<Down><Down><Down><Enter>";
    for keys in ["}a", "{a", "a<Esc>j<Enter>a"] {
        let mut model = model_of(&years(), "110x34");
        press(&mut model, opened);
        press(&mut model, keys);
        assert_eq!(words(&model), "", "{keys}");
    }
    // What it was narrowed by may be so no longer.
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "a/is:unread lwn<Down><Down><Enter>AAa");
    let position = page(&model).list.selected().unwrap();
    assert!(page(&model).list.shown().contains(&position));
}

#[test]
fn a_narrow_row_of_a_day_of_several_sources_keeps_its_title_and_what_tells_it_apart() {
    let sources = [
        "LWN.net",
        "Harbour Roundup",
        "The Health Policy Roundup of the North",
        "The Health Policy Roundup of the South",
    ];
    let editions: Vec<_> = sources
        .iter()
        .enumerate()
        .map(|(number, source)| edition("2031-04-02", source, &format!("{number}"), 4))
        .map(|edition| {
            // Without the label, so that only the source tells it apart.
            let text = edition.briefing.as_ref().unwrap();
            let text = format!(
                "title = '{}'\ndate = 2031-04-02\nsource = '{}'\n[[story]]\nheadline = 'H'\n",
                text.title(),
                text.source()
            );
            Arc::new(Edition::parse(edition.path().into(), &text))
        })
        .collect();
    let mut model = model_of(&editions, "60x20");
    press(&mut model, "a");
    let screen = rows(&drawn(&model, &Theme::PLAIN));
    let rows: Vec<_> = screen.iter().filter(|row| row.contains("Wed 2")).collect();
    let shown: Vec<_> = rows
        .iter()
        .map(|row| row.split_once("Wed 2").unwrap().1.trim())
        .collect();
    assert_eq!(
        shown,
        [
            "What the ti…   The Healt…undup of the South",
            "What the ti…   The Healt…undup of the North",
            "What the tide lef…   Harbour Roundup  1 story",
            "What the tide left on 203…   LWN.net  1 story"
        ]
    );
}

#[test]
fn the_archive_opens_at_the_edition_of_the_result() {
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "/story<Enter>JJJJJJ");
    let search = model.search().unwrap();
    let expected = search.shown().edition.path().display().to_string();
    assert_ne!(
        expected,
        model.edition().list().edition().label().to_string()
    );
    press(&mut model, "a");
    assert_eq!(selected_label(&model), expected);
}

#[test]
fn where_the_selected_edition_goes_its_neighbour_is_selected() {
    let days = ["2031-04-04", "2031-04-03", "2031-04-02", "2031-04-01"];
    let editions = days.map(|day| edition(day, "LWN.net", "", 1));
    let mut model = model_of(&editions, "80x24");
    press(&mut model, "aGk");
    for (gone, selected) in [(2, 3), (3, 1), (1, 0)] {
        let path = editions[gone].path().to_owned();
        assert_eq!(selected_label(&model), path.to_str().unwrap());
        let (gone, read, folded) = (vec![path], Vec::new(), fold_editions(&[]));
        answered(&mut model, Msg::FilesChanged { gone, read, folded });
        let expected = editions[selected].path().to_str().unwrap();
        assert_eq!(selected_label(&model), expected);
    }
}

#[test]
fn a_year_that_is_cut_shows_on_which_sides() {
    for (keys, left, right) in [
        ("a2030-01-02<Enter><Tab>", false, true),
        ("a2030-08-14<Enter><Tab>", false, true),
        ("a2030-12-30<Enter><Tab>", true, false),
    ] {
        let mut model = model_of(&years(), "60x20");
        press(&mut model, keys);
        let screen = rows(&drawn(&model, &Theme::PLAIN));
        let row = screen.iter().find(|row| row.starts_with(" 2030")).unwrap();
        assert_eq!(row.contains('‹'), left, "{row}");
        assert_eq!(row.ends_with('›'), right, "{row}");
        // Names are whole.
        for name in row.replace(['‹', '›'], " ").split_whitespace().skip(1) {
            assert_eq!(name.len(), 3, "{row}");
        }
        let last = screen.last().unwrap();
        assert!(last.contains("tab list"), "{last}");
    }
    let mut model = model_of(&years(), "80x24");
    press(&mut model, "a2030<Enter>");
    let screen = rows(&drawn(&model, &Theme::PLAIN)).join("\n");
    assert!(!screen.contains(['‹', '›']), "{screen}");
}

#[test]
fn pages_can_be_turned_in_a_window_without_rows() {
    let mut model = model_of(&years(), "0x0");
    press(&mut model, "a<PgDn><PgUp><PgDn>");
    answered(&mut model, Msg::Resized(size("80x24")));
    drawn(&model, &Theme::COLOURED);
}

#[test]
fn a_low_window_shows_no_year_and_says_so() {
    let mut model = model_of(&years(), "80x19");
    press(&mut model, "a<Tab>");
    assert_eq!(notice(&model), "The window is too short to show the year");
    assert!(page(&model).calendar.is_none());
    // A window that becomes too low while the year has the focus gives it back to the list.
    let mut model = model_of(&years(), "80x24");
    press(&mut model, "a<Tab>jj");
    let before = selected_label(&model);
    answered(&mut model, Msg::Resized(size("80x10")));
    assert_eq!(page(&model).focus, Part::List);
    assert_eq!(selected_label(&model), before);
    press(&mut model, "<Esc>");
    assert!(matches!(model.screens.top(), AnyScreen::Edition(_)));
}

#[test]
fn enter_on_a_day_opens_its_edition_or_leads_to_several() {
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "a2031-03-31<Enter><Tab><Enter>");
    let opened = model.edition().list().edition().label().to_string();
    assert_eq!(opened, "2031-03-31.toml");
    press(&mut model, "a2031-04-01<Enter><Tab><Enter>");
    assert_eq!(page(&model).focus, Part::List);
    assert_eq!(notice(&model), "2 editions on this day");
    assert_eq!(selected_label(&model), "2031-04-01T180000Evening.toml");
    press(&mut model, "j<Enter>");
    assert_eq!(
        &*model.edition().list().edition().label(),
        "2031-04-01.toml"
    );
    press(&mut model, "a2031-03-29<Enter><Tab>j<Enter>");
    assert_eq!(notice(&model), "No edition on Sunday 30 March 2031");
    assert_eq!(page(&model).day(), date(2031, 3, 30));
}

#[test]
fn a_day_that_is_narrowed_out_is_not_said_to_have_no_edition() {
    let mut model = model_of(&years(), "60x20");
    press(&mut model, "a/since:2031-04-01<Tab>");
    for (keys, header, says) in [
        (
            "hh",
            "Wednesday 19 March 2031: not among those shown",
            "Wednesday 19 March 2031: not among those shown",
        ),
        (
            "kkk",
            "Sunday 30 March 2031: no edition",
            "No edition on Sunday 30 March 2031",
        ),
    ] {
        press(&mut model, "2031-04-02<Enter>");
        press(&mut model, keys);
        let screen = rows(&drawn(&model, &Theme::PLAIN));
        assert!(screen.iter().any(|row| row.contains(header)), "{screen:#?}");
        press(&mut model, "<Enter>");
        assert_eq!(notice(&model), says);
    }
}

#[test]
fn brackets_go_by_month_in_the_list_and_by_year_above_it() {
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "a[");
    let mut firsts = Vec::new();
    for _ in 0..4 {
        press(&mut model, "[");
        firsts.push(selected_label(&model));
    }
    assert_eq!(
        firsts,
        [
            "2031-03-31.toml",
            "2031-02-28.toml",
            "2031-01-31.toml",
            "2030-12-31.toml"
        ]
    );
    press(&mut model, "jj]");
    assert_eq!(selected_label(&model), "2031-01-31.toml");
    press(&mut model, "G");
    assert_eq!(selected_label(&model), "notes.toml");
    press(&mut model, "[");
    assert_eq!(notice(&model), "There is no earlier month");
    press(&mut model, "]");
    assert_eq!(selected_label(&model), "2028-07-31.toml");
    press(&mut model, "gg]");
    assert_eq!(notice(&model), "There is no later month");
    press(&mut model, "a<Tab>[[");
    assert_eq!(page(&model).day(), date(2029, 5, 9));
    press(&mut model, "[");
    // The archive begins in July 2028.
    assert_eq!(page(&model).day(), date(2028, 7, 3));
    press(&mut model, "[");
    assert_eq!(notice(&model), "There is no earlier year");
    for key in ["{", "}"] {
        press(&mut model, key);
        assert_eq!(
            notice(&model),
            "[ and ] go by year here, in the list below by month"
        );
    }
    press(&mut model, "<Tab>{");
    assert_eq!(
        notice(&model),
        "[ and ] go by month here, in the year above by year"
    );
    answered(&mut model, Msg::Resized(size("80x10")));
    press(&mut model, "}");
    assert_eq!(notice(&model), "[ and ] go by month here");
}

#[test]
fn keys_of_the_year_go_by_day_week_month_and_to_its_ends() {
    let mut model = model_of(&years(), "80x24");
    press(&mut model, "a2030-03-31<Enter><Tab>");
    for (keys, day) in [
        ("jj", date(2030, 4, 1)),
        ("<Up><Up>", date(2030, 3, 30)),
        ("l", date(2030, 4, 6)),
        ("<Right>", date(2030, 4, 13)),
        ("h<Left>", date(2030, 3, 30)),
        ("<PgDn>", date(2030, 4, 30)),
        ("<C-u>", date(2030, 3, 30)),
        ("gg", date(2030, 1, 1)),
        ("k", date(2029, 12, 31)),
        ("G", date(2029, 12, 31)),
        ("]]", date(2031, 5, 9)),
        ("j", date(2031, 5, 9)),
    ] {
        press(&mut model, keys);
        assert_eq!(page(&model).day(), day, "{keys}");
        assert_eq!(page(&model).focus, Part::Year);
    }
    press(&mut model, "<Esc>");
    assert_eq!(page(&model).focus, Part::List);
}

#[test]
fn a_date_is_gone_to_while_it_is_typed() {
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "a[");
    for (typed, label, says) in [
        (
            "2",
            "2031-04-02.toml",
            "12 jan, 12 jan 2016, 2016-01 or 2016",
        ),
        ("2030", "2030-12-31.toml", "2030: 303 editions"),
        ("2030-0", "2030-12-31.toml", "2030: 303 editions"),
        ("2030-02", "2030-02-28.toml", "February 2030: 23 editions"),
        (
            "2030-02-05",
            "2030-02-05.toml",
            "5 February 2030: 1 edition",
        ),
        (
            "2030-02-13",
            "2030-02-12.toml",
            "none on 13 Feb 2030; nearest 12 Feb 2030",
        ),
        (
            "1 april",
            "2031-04-01T180000Evening.toml",
            "1 April 2031: 2 editions",
        ),
        ("12 dec", "2030-12-12.toml", "12 December 2030: 1 edition"),
        (
            "12 dec 2029",
            "2029-12-12.toml",
            "12 December 2029: 1 edition",
        ),
        (
            "1969",
            "2028-07-03.toml",
            "none in 1969; nearest 3 Jul 2028",
        ),
        (
            "9999",
            "2031-05-09.toml",
            "none in 9999; nearest 9 May 2031",
        ),
        (
            "12 s",
            "2031-04-02.toml",
            "12 jan, 12 jan 2016, 2016-01 or 2016",
        ),
        ("12 soon", "2031-04-02.toml", "not a date"),
        ("31 april", "2031-04-02.toml", "there is no 31 April"),
        (
            "12 jan 20",
            "2031-04-02.toml",
            "12 jan, 12 jan 2016, 2016-01 or 2016",
        ),
    ] {
        press(&mut model, typed);
        assert_eq!(selected_label(&model), label, "{typed}");
        let line = last_line(&model);
        assert!(line.starts_with(&format!(" go to {typed} ")), "{line}");
        assert!(line.contains(says), "{typed}: {line}");
        press(&mut model, "<Esc>");
        assert_eq!(selected_label(&model), "2031-04-02.toml", "{typed}");
    }
}

#[test]
fn what_is_no_date_leads_back_and_says_so() {
    for (typed, why, missed) in [
        (
            "2029-02-30",
            "there is no 30 February 2029",
            "There is no 30 February 2029",
        ),
        ("2029-13", "there is no month 13", "There is no month 13"),
        (
            "31 feb",
            "there is no 31 February",
            "There is no 31 February",
        ),
        (
            "12 soon",
            "not a date",
            "“12 soon” is not a date; type 12 jan, 12 jan 2016, 2016-01 or 2016",
        ),
        (
            "0615",
            "12 jan, 12 jan 2016, 2016-01 or 2016",
            "“0615” is not a date; type 12 jan, 12 jan 2016, 2016-01 or 2016",
        ),
        (
            "12 jan 0016",
            "12 jan, 12 jan 2016, 2016-01 or 2016",
            "“12 jan 0016” is not a date; type 12 jan, 12 jan 2016, 2016-01 or 2016",
        ),
    ] {
        for keys in ["a[", "a[<Tab>"] {
            let mut model = model_of(&years(), "80x24");
            press(&mut model, keys);
            let day = page(&model).day();
            press(&mut model, typed);
            assert_eq!(selected_label(&model), "2031-04-02.toml", "{typed}");
            assert_eq!(page(&model).day(), day, "{typed}");
            let line = last_line(&model);
            assert!(line.contains(why), "{line}");
            press(&mut model, "<Enter>");
            assert_eq!(notice(&model), missed);
            assert_eq!(selected_label(&model), "2031-04-02.toml", "{typed}");
        }
    }
    // A mistyped date can be mended.
    let mut model = model_of(&years(), "80x24");
    press(&mut model, "a2029-02-30<BS><BS>28<Enter>");
    assert_eq!(selected_label(&model), "2029-02-28.toml");
    assert_eq!(notice(&model), "");
}

#[test]
fn a_day_without_a_year_is_of_the_year_in_view() {
    let mut model = model_of(&years(), "80x24");
    press(&mut model, "a2029-06-04<Enter>12 march<Enter>");
    assert_eq!(selected_label(&model), "2029-03-12.toml");
    press(&mut model, "12 oct<Enter>");
    assert_eq!(selected_label(&model), "2029-10-12.toml");
    press(&mut model, "14 oct<Enter>");
    assert_eq!(
        notice(&model),
        "No edition on 14 October 2029; this is the nearest"
    );
    // Enter keeps the place; the next one opens it.
    press(&mut model, "<Enter>");
    assert_eq!(
        &*model.edition().list().edition().label(),
        "2029-10-15.toml"
    );
}

#[test]
fn the_list_is_narrowed_by_words_source_date_and_state() {
    let editions = years();
    let mut model = model_of(&editions, "110x34");
    press(&mut model, "a");
    let count = |of: &dyn Fn(&Edition) -> bool| editions.iter().filter(|it| of(it)).count();
    let source = |edition: &Edition| {
        let source = edition.briefing.as_ref().map(Briefing::source);
        source.map(|source| source.to_string()).unwrap_or_default()
    };
    let year = |edition: &Edition| edition.date().map_or(0, |date| date.day.year());
    let lwn = count(&|it| source(it) == "LWN.net");
    let in_2030 = count(&|it| year(it) == 2030);
    let unread = |edition: &Edition| {
        let briefing = edition.briefing.as_ref();
        briefing.is_some_and(|it| {
            it.stories()
                .any(|story| !model.session.marks.mark(&story.key()).read)
        })
    };
    let unread_lwn = count(&|it| unread(it) && source(it) == "LWN.net");
    let unread = count(&unread);
    for (typed, expected, says) in [
        ("lwn", lwn, ""),
        ("source:lwn", lwn, ""),
        ("2030", in_2030, ""),
        (
            "date:2030 -source:harbour",
            count(&|it| year(it) == 2030 && source(it) == "LWN.net"),
            "",
        ),
        ("since:2031-04-02", 2, ""),
        ("\"wednesday 2 april\"", 1, ""),
        ("evening OR broken OR \"of no day\"", 2, ""),
        ("is:unread", unread, ""),
        ("lwn is:unread", unread_lwn, ""),
        ("source:lwn is:un", lwn, "is: takes read, unread or saved"),
        (
            "lwn headline:x",
            lwn,
            "headline: finds stories, not editions",
        ),
        ("zzz", 0, ""),
    ] {
        press(&mut model, "/");
        press(&mut model, typed);
        assert_eq!(page(&model).list.len(), expected, "{typed}");
        assert!(
            last_line(&model).contains(says),
            "{typed}: {}",
            last_line(&model)
        );
        press(&mut model, "<Esc>");
    }
}

#[test]
fn an_undone_mark_changes_what_is_listed_as_unread() {
    let editions = [
        edition("2031-04-01", "LWN.net", "", 2),
        edition("2031-04-02", "LWN.net", "", 2),
    ];
    let mut model = model_of(&editions, "80x24");
    press(&mut model, "AAa/is:unread<Tab><Tab>");
    assert_eq!(page(&model).list.len(), 1);
    press(&mut model, "U");
    assert_eq!(page(&model).list.len(), 2);
    let header = rows(&drawn(&model, &Theme::PLAIN))[0].clone();
    assert!(header.contains("2 editions · 4 unread"), "{header}");
}

#[test]
fn the_first_and_the_last_years_of_the_calendar_work() {
    let editions = [
        edition("0001-01-01", "First", "", 1),
        edition("0004-02-29", "Leap", "", 1),
        edition("1969-07-20", "Moon", "", 1),
        edition("9999-12-31", "Last", "", 1),
        undated(),
    ];
    for at in SIZES {
        let mut model = model_of(&editions, at);
        press(&mut model, "a<Tab>");
        for (keys, label) in [
            ("jlG]<PgDn>", "9999-12-31.toml"),
            ("[", "1969-07-20.toml"),
            ("[", "0004-02-29.toml"),
            ("[kh<PgUp>[gg", "0001-01-01.toml"),
            ("]]]", "9999-12-31.toml"),
            ("9999-12-31<Enter>", "9999-12-31.toml"),
        ] {
            press(&mut model, keys);
            assert_eq!(selected_label(&model), label, "{at} {keys}");
            drawn(&model, &Theme::COLOURED);
        }
    }
}

#[test]
fn every_day_in_view_can_be_clicked() {
    let editions = years();
    for at in ["130x40", "110x34", "80x24", "60x20", "40x24"] {
        let mut model = model_of(&editions, at);
        for keys in ["a", "a2030-03<Enter>", "a2028<Enter>", "a/lwn<Tab>"] {
            press(&mut model, keys);
            let calendar = page(&model).calendar.as_ref().unwrap();
            let days: Vec<_> = calendar
                .days()
                .iter()
                .map(|day| (*day, calendar.cell(day.date)))
                .collect();
            let mut cells = BTreeSet::new();
            for (day, cell) in days {
                let Some(cell) = cell else { continue };
                assert!(cells.insert((cell.x, cell.y)), "two days are in one cell");
                let panes = model.panes();
                assert!(panes.above_list.contains(cell));
                // A narrow calendar may have scrolled.
                let calendar = page(&model).calendar.as_ref().unwrap();
                let Some(cell) = calendar.cell(day.date) else {
                    continue;
                };
                if page(&model).focus == Part::Year && page(&model).day() == day.date {
                    continue;
                }
                click(&mut model, cell);
                let last = date(2031, 5, 9);
                let expected = day.date.clamp(date(2028, 7, 3), last);
                assert_eq!(page(&model).day(), expected, "{at} {keys}");
                assert_eq!(page(&model).focus, Part::Year);
                if day.state() != DayState::NoEdition {
                    assert_eq!(selected(&model).date().unwrap().day, day.date);
                }
            }
            assert!(cells.len() > 100, "{at}: {} days are in view", cells.len());
            press(&mut model, "<Esc>");
        }
    }
}

#[test]
fn a_click_on_the_selected_day_opens_its_edition() {
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "a");
    let cell = |model: &Model, day| page(model).calendar.as_ref().unwrap().cell(day).unwrap();
    let day = cell(&model, date(2031, 2, 3));
    click(&mut model, day);
    assert_eq!(selected_label(&model), "2031-02-03.toml");
    click(&mut model, day);
    assert_eq!(
        &*model.edition().list().edition().label(),
        "2031-02-03.toml"
    );
    // The free column right of a day belongs to it; a line of the list takes the focus back.
    press(&mut model, "a");
    let day = cell(&model, date(2031, 2, 4));
    click(
        &mut model,
        Position {
            x: day.x + 1,
            ..day
        },
    );
    assert_eq!(selected_label(&model), "2031-02-04.toml");
    let list = model.panes().list;
    click(
        &mut model,
        Position {
            x: 20,
            y: list.y + 4,
        },
    );
    assert_eq!(page(&model).focus, Part::List);
}

/// A change of the archive or its marks.
#[derive(Clone, Debug)]
enum Event {
    Keys(&'static str),
    /// Another edition of this day.
    Loaded(i64),
    /// The edition that was loaded for this day is read again with more stories, or has gone.
    Changed(i64, Option<usize>),
    /// Another program has marked the first story of the edition of this day, and this one has saved.
    SavedElsewhere(i64, bool),
    Resized(u16, u16),
}

fn event() -> impl Strategy<Value = Event> {
    let keys = [
        "j",
        "k",
        "<Tab>",
        "h",
        "l",
        "[",
        "]",
        "gg",
        "G",
        "<PgDn>",
        "<PgUp>",
        "<C-d>",
        "U",
        "<Esc>",
        "/tide<Tab>",
        "/is:unread<Tab>",
        "/lwn",
        "<Enter>",
        "2031-03<Enter>",
        "1 jan",
        "<BS>",
        "AAa",
        "ma",
        "a",
    ];
    prop_oneof![
        6 => prop::sample::select(keys.to_vec()).prop_map(Event::Keys),
        1 => (0i64..500).prop_map(Event::Loaded),
        1 => (0i64..500, prop::option::of(0usize..4)).prop_map(|(day, stories)| Event::Changed(day, stories)),
        1 => (0i64..500, any::<bool>()).prop_map(|(day, read)| Event::SavedElsewhere(day, read)),
        1 => (0u16..130, 0u16..45).prop_map(|(width, height)| Event::Resized(width, height)),
    ]
}

/// The edition of a day from 2030 on. The identity has a slash, as keys of marks have.
fn numbered(number: i64, stories: usize) -> Arc<Edition> {
    let day = date(2030, 1, 1).saturating_add(number.days());
    let head = format!("id = 'team/{number}'\ntitle = 'Numbered'\ndate = {day}\n");
    let stories = (0..stories).map(|number| format!("[[story]]\nheadline = 'Story {number}'\n"));
    let text: String = std::iter::once(head).chain(stories).collect();
    Arc::new(Edition::parse(format!("{number}.toml").into(), &text))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever happens, the numbers are those of a slow count, and the year is at the day of the list.
    #[test]
    fn numbers_and_days_are_always_right(events in prop::collection::vec(event(), 1..40)) {
        let first = [edition("2031-03-01", "LWN.net", "", 3), undated(), unreadable("2030-06-01.toml")];
        let mut model = model_of(&first, "110x34");
        press(&mut model, "a");
        let mut loaded = BTreeSet::new();
        for event in events {
            match event {
                Event::Keys(keys) => press(&mut model, keys),
                Event::Loaded(number) => {
                    if loaded.insert(number) {
                        let edition = numbered(number, 2);
                        answered(&mut model, Msg::EditionsLoaded(vec![edition]));
                    }
                }
                Event::Changed(number, stories) => {
                    let again = stories.map(|stories| numbered(number, stories));
                    let gone = again.is_none().then(|| format!("{number}.toml").into());
                    if again.is_some() { loaded.insert(number); } else { loaded.remove(&number); }
                    let (gone, read) = (gone.into_iter().collect(), again.into_iter().collect::<Vec<_>>());
                    let folded = fold_editions(&read);
                    answered(&mut model, Msg::FilesChanged { gone, read, folded });
                }
                Event::SavedElsewhere(number, read) => {
                    let mut marks = (**model.session.marks.marks()).clone();
                    let key = format!("team/{number}/story-0");
                    marks.apply(&Operation { key, change: Change::Read(read) }, 1);
                    let saved = Msg::MarksSaved { before: u64::MAX, marks: marks.into(), warning: None };
                    answered(&mut model, saved);
                }
                Event::Resized(width, height) => {
                    answered(&mut model, Msg::Resized(ratatui::layout::Size { width, height }));
                }
            }
            drawn(&model, &Theme::COLOURED);
            let session = &model.session;
            let mut total = 0;
            for (position, edition) in session.archive.editions().iter().enumerate() {
                let stories = edition.briefing.iter().flat_map(Briefing::stories);
                let unread = stories.filter(|story| !session.marks.mark(&story.key()).read).count();
                prop_assert_eq!(session.catalogue.progress(position).unread, unread);
                prop_assert_eq!(session.catalogue.day(position), edition.date().map(|date| date.day));
                total += unread;
            }
            prop_assert_eq!(session.catalogue.unread(), total);
            let AnyScreen::Archive(page) = model.screens.top() else {
                press(&mut model, "a");
                continue;
            };
            let selected = page.list.selected().and_then(|item| session.catalogue.day(item));
            let day = page.calendar.as_ref().and_then(|year| year.at(page.day()));
            match page.focus {
                Part::List => prop_assert!(selected.is_none_or(|selected| selected == page.day())),
                Part::Year => {
                    let day = day.expect("the year shows its selected day");
                    if day.editions > 0 {
                        prop_assert_eq!(selected, Some(day.date));
                    }
                    let year = page.calendar.as_ref().unwrap();
                    prop_assert!(year.cell(page.day()).is_some(), "the selected day is in view");
                }
            }
            for day in page.calendar.iter().flat_map(Calendar::days) {
                let of_day = |&&item: &&usize| session.catalogue.day(item) == Some(day.date);
                let editions = page.list.shown().iter().filter(of_day);
                let unread: usize = editions.clone().map(|&item| session.catalogue.progress(item).unread).sum();
                prop_assert_eq!((day.editions, day.progress.unread), (editions.count(), unread));
            }
        }
    }
}

#[test]
fn an_unreadable_file_is_marked_in_list_and_year() {
    let editions = [
        edition("2031-03-30", "LWN.net", "", 1),
        unreadable("2031-03-31.toml"),
    ];
    let mut model = model_of(&editions, "80x24");
    press(&mut model, "a");
    let screen = rows(&drawn(&model, &Theme::PLAIN));
    let row = screen.iter().find(|row| row.contains("Mon 31")).unwrap();
    assert!(
        row.starts_with("   ! Mon 31") && row.trim_end().ends_with("cannot be read"),
        "{row}"
    );
    let year = page(&model).calendar.as_ref().unwrap();
    assert_eq!(
        year.at(date(2031, 3, 31)).unwrap().state(),
        DayState::Unreadable
    );
}

#[test]
fn the_header_counts_in_every_width() {
    for (at, pressed, shown) in [
        ("110x34", "a", "editions · "),
        ("24x20", "a", " unread "),
        ("24x20", "a/2030", " of "),
    ] {
        let mut model = model_of(&years(), at);
        press(&mut model, pressed);
        let header = rows(&drawn(&model, &Theme::PLAIN)).swap_remove(0);
        assert!(header.contains(shown), "{at} {pressed}: {header}");
    }
}

#[test]
fn a_click_ends_the_typing_of_a_date() {
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "a2029");
    assert!(page(&model).is_typing());
    let list = model.panes().list;
    click(&mut model, Position::new(list.x + 8, list.y + 3));
    assert!(!page(&model).is_typing());
    press(&mut model, "j");
    assert!(
        !last_line(&model).contains("go to"),
        "{}",
        last_line(&model)
    );
    // So does one on a day of the year.
    press(&mut model, "2029");
    let year = model.panes().above_list;
    click(&mut model, Position::new(year.x + 20, year.y + 3));
    assert!(!page(&model).is_typing());
}

#[test]
fn a_narrowed_list_follows_the_marks() {
    let mut model = model_of(&years(), "80x24");
    press(&mut model, "a/is:unread date:2031-04");
    let listed = page(&model).list.len();
    assert!(listed > 1);
    let operations = {
        let edition = page(&model)
            .list
            .items
            .edition(page(&model).list.selected().unwrap());
        let stories = edition.briefing.as_ref().unwrap().stories();
        let read = stories.map(|story| Operation {
            key: story.key(),
            change: Change::Read(true),
        });
        read.collect::<Vec<_>>()
    };
    let mut marks = (**model.session.marks.marks()).clone();
    for operation in &operations {
        marks.apply(operation, 0);
    }
    // Another program has marked them.
    answered(
        &mut model,
        Msg::MarksSaved {
            before: 0,
            marks: Arc::new(marks),
            warning: None,
        },
    );
    assert_eq!(page(&model).list.len(), listed - 1);
}

#[test]
fn both_ends_are_reached_after_g_where_there_are_no_sections() {
    let mut model = model_of(&years(), "110x34");
    press(&mut model, "a<Tab>[");
    for (keys, day) in [
        ("gg", "Tuesday 1 January 2030"),
        ("gG", "Tuesday 31 December 2030"),
        ("<Home>", "Tuesday 1 January 2030"),
        ("g<End>", "Tuesday 31 December 2030"),
    ] {
        press(&mut model, keys);
        let below = rows(&drawn(&model, &Theme::PLAIN)).remove(1);
        assert!(below.trim().starts_with(day), "{keys}: {below}");
    }
    press(&mut model, "g");
    let said = rows(&drawn(&model, &Theme::PLAIN)).pop().unwrap();
    assert!(said.contains("go to   g top   G end   esc stay"), "{said}");
    press(&mut model, "<Esc><Tab>gG");
    let list = &page(&model).list;
    assert_eq!(list.selected_position(), list.len() - 1);
    press(&mut model, "gj");
    assert_eq!(notice(&model), "gj means nothing here; ? shows the keys");
}

/// Takes in that what is on disk has changed, as another branch is checked out.
fn checked_out(model: &mut Model, gone: &[Arc<Edition>], read: &[Arc<Edition>]) {
    let gone = gone.iter().map(|edition| edition.path().into()).collect();
    let (read, folded) = (read.to_vec(), fold_editions(read));
    answered(model, Msg::FilesChanged { gone, read, folded });
    let (asked, is_one_file) = (false, false);
    answered(model, Msg::ReadAgain { asked, is_one_file });
}

#[test]
fn what_was_selected_is_selected_again_when_its_edition_comes_back() {
    let editions = years();
    let (staying, going): (Vec<_>, Vec<_>) = editions.into_iter().partition(|edition| {
        let date = edition.date();
        date.is_none_or(|date| date.day.year() < 2030)
    });
    let all = [&*staying, &*going].concat();
    for keys in [
        "a2030-07-05<Enter>",
        "a2030-07-05",
        "a/harbour",
        // Nothing else is shown.
        "a/feb 2031",
        "a/harbour<Tab>2030-07-05<Enter>",
        // A Sunday, of which there is no edition.
        "a2030-07-06<Enter><Tab>j",
    ] {
        let mut model = model_of(&all, "110x34");
        press(&mut model, keys);
        let place = |model: &Model| {
            let page = page(model);
            let selected = page.list.selected();
            let label = |item| page.list.items.edition(item).label().to_string();
            (selected.map(label), page.day(), page.focus)
        };
        let before = place(&model);
        // In parts, and more than once.
        let (one, other) = going.split_at(going.len() / 2);
        for _ in 0..2 {
            checked_out(&mut model, one, &[]);
            checked_out(&mut model, other, &[]);
            assert_ne!(place(&model), before, "{keys}");
            checked_out(&mut model, &[], other);
            checked_out(&mut model, &[], one);
            assert_eq!(place(&model), before, "{keys}");
        }
        // After a key the user goes on from where the selection is by then.
        checked_out(&mut model, &going, &[]);
        press(&mut model, "<C-l>");
        let left = place(&model);
        checked_out(&mut model, &[], &going);
        // The date is still being typed, or nothing was shown.
        let comes_back = keys == "a2030-07-05" || left.0.is_none();
        let expected = if comes_back { before } else { left };
        assert_eq!(place(&model), expected, "{keys}");
    }
}

#[test]
fn what_is_pasted_is_not_undone_when_editions_come_back() {
    let (staying, going): (Vec<_>, Vec<_>) = years().into_iter().partition(|edition| {
        let date = edition.date();
        date.is_none_or(|date| date.day.year() < 2030)
    });
    let mut model = model_of(&[&*staying, &*going].concat(), "110x34");
    press(&mut model, "a2030-07-05<Enter>/");
    checked_out(&mut model, &going, &[]);
    answered(&mut model, Msg::Pasted("harbour".to_owned()));
    let selected = |model: &Model| {
        let list = &page(model).list;
        list.items.edition(list.selected().unwrap()).label()
    };
    let pasted = selected(&model);
    checked_out(&mut model, &[], &going);
    assert_eq!(selected(&model), pasted);
}

/// An edition of every day, the oldest first.
fn days_since_2030() -> Vec<Arc<Edition>> {
    let days = date(2030, 1, 1).series(1.day());
    days.take_while(|day| *day <= TODAY)
        .map(|day| edition(&day.to_string(), "Harbour Roundup", "", 1))
        .collect()
}

/// A model that has read the last `read` of `editions`, the newest of all.
fn loading(editions: &[Arc<Edition>], read: usize) -> Model {
    let newest = &editions[editions.len() - read..];
    let archive = Archive::default().with(newest.to_vec());
    let mut model = Model::new(archive, editions.len(), Marks::default(), size("110x34"));
    answered(&mut model, Msg::DayBegan(TODAY));
    model
}

#[test]
fn a_date_typed_while_files_are_loaded_is_gone_to_once_its_edition_is_there() {
    let editions = days_since_2030();
    let older = &editions[..editions.len() - 20];
    for keys in ["a2030-03", "a2030-03<Enter>"] {
        let accepted = keys.ends_with("<Enter>");
        let mut model = loading(&editions, 20);
        press(&mut model, keys);
        assert_eq!(selected(&model).path().to_str(), Some("2031-03-14.toml"));
        let says = |model: &Model, text: &str| {
            let line = last_line(model);
            assert!(line.contains(text), "{keys}: {line}");
        };
        says(
            &model,
            if accepted {
                "No edition in March 2030 so far; this is the nearest"
            } else {
                "none in Mar 2030 so far; nearest 14 Mar 2031"
            },
        );
        // The nearest is another one by now.
        let (rest, near) = older.split_at(200);
        answered(&mut model, Msg::EditionsLoaded(near.to_vec()));
        assert_eq!(selected(&model).path().to_str(), Some("2030-07-20.toml"));
        answered(&mut model, Msg::EditionsLoaded(rest.to_vec()));
        assert_eq!(selected(&model).path().to_str(), Some("2030-03-31.toml"));
        says(&model, "March 2030: 31 editions so far");
        answered(&mut model, Msg::AllLoaded);
        assert!(!last_line(&model).contains("so far"), "{keys}");
    }
}

#[test]
fn a_key_ends_the_waiting_for_a_date() {
    let editions = days_since_2030();
    let (older, _) = editions.split_at(editions.len() - 20);
    for keys in ["a2030-07<Enter>j", "a2030-07<Down>", "a2030-07<Enter><C-l>"] {
        let mut model = loading(&editions, 20);
        press(&mut model, keys);
        let before = selected_label(&model);
        answered(&mut model, Msg::EditionsLoaded(older.to_vec()));
        assert_eq!(selected_label(&model), before, "{keys}");
    }
    // A day of the year says so too.
    let mut without_one = editions.clone();
    without_one.remove(editions.len() - 3);
    let mut model = loading(&without_one, 20);
    press(&mut model, "a<Tab>kk");
    let screen = rows(&drawn(&model, &Theme::PLAIN)).join("\n");
    assert!(screen.contains(": no edition so far"), "{screen}");
    // All are there, and none is of the date.
    let mut model = loading(&editions, 20);
    press(&mut model, "a1999<Enter>");
    answered(&mut model, Msg::EditionsLoaded(older.to_vec()));
    answered(&mut model, Msg::AllLoaded);
    let told = "No edition in 1999; this is the nearest";
    assert_eq!(notice(&model), told);
}

#[test]
fn months_are_offered_where_there_are_several_and_years_in_every_window() {
    let only = [edition("2031-04-02", "LWN.net", "", 3)];
    let mut model = model_of(&only, "110x34");
    press(&mut model, "a");
    assert!(!last_line(&model).contains("month"));
    let two = [only[0].clone(), edition("2031-04-01", "LWN.net", "", 3)];
    let mut model = model_of(&two, "110x34");
    press(&mut model, "a");
    assert!(!last_line(&model).contains("month"));
    checked_out(&mut model, &[], &[edition("2031-03-31", "LWN.net", "", 3)]);
    press(&mut model, "<C-l>");
    assert!(last_line(&model).contains("[ ] month"));
    let mut model = model_of(&years(), "60x20");
    press(&mut model, "a");
    press(&mut model, "<Tab>");
    assert!(last_line(&model).contains("[ ] year"));
}
