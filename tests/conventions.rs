//! Dates, hours and reading times on every screen, in each way in which they can be written.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;

use std::sync::Arc;

use common::{answered, drawn, press, rows, size};
use jiff::civil::date;
use ratatui::layout::Position;
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::{Abilities, Environment, Model, Msg};
use roundup::archive::{Archive, Edition};
use roundup::config::Configuration;
use roundup::marks::Marks;
use roundup::search::fold_editions;
use roundup::text::DisplayText;
use roundup::ui::theme::Theme;

/// The ways in the order of the columns of the tables below.
const WAYS: [&str; 4] = ["long", "iso", "12h", "us"];

fn edition(day: &str, story: &str) -> Arc<Edition> {
    let words = "harbour lights ".repeat(228);
    let text = format!(
        "title = 'Lights'\nsource = 'Harbour Roundup'\ndate = {day}\n[[story]]\nheadline = '{story}'\n\
         published = {day}\nbody = '''{words}'''\n"
    );
    Arc::new(Edition::parse(
        format!("{day}.toml").replace(':', "").into(),
        &text,
    ))
}

fn configuration(settings: &str) -> Configuration {
    let configuration = Configuration::new(
        DisplayText::line("config.toml"),
        Some(Ok(settings.as_bytes().to_vec())),
        Vec::new(),
    );
    assert!(configuration.faults.is_empty());
    configuration
}

/// Two editions on the newest day, which only their hours tell apart, and older ones.
fn model(settings: &str, at: &str) -> Model {
    let configuration = configuration(settings);
    let editions = [
        edition("2031-04-01T18:05:00", "The evening"),
        edition("2031-04-01T06:05:00", "The morning"),
        edition("2031-03-02", "The second of March"),
        edition("2029-01-13", "Two years ago"),
    ];
    let chunks = fold_editions(&editions);
    let archive = Archive::default().with(editions.to_vec());
    let environment = Environment {
        configuration,
        ..Environment::from(size(at))
    };
    let mut model = Model::new(archive, editions.len(), Marks::default(), environment);
    answered(&mut model, Msg::DayBegan(date(2031, 4, 2)));
    answered(&mut model, Msg::Folded(chunks));
    model
}

fn screen(model: &Model) -> String {
    rows(&drawn(model, &Theme::COLOURED)).join("\n")
}

/// The size of the window, the keys, and what the screen then shows in each way.
const PRINTED: [(&str, &str, [&str; 4]); 23] = [
    // The header, and the line of a story.
    (
        "110x34",
        "",
        [
            "Tuesday 1 April 2031",
            "2031-04-01",
            "Tuesday 1 April 2031",
            "Tuesday, April 1, 2031",
        ],
    ),
    (
        "36x20",
        "",
        [
            "Tue 1 Apr 2031",
            "2031-04-01",
            "Tue 1 Apr 2031",
            "Tue, Apr 1, 2031",
        ],
    ),
    (
        "110x34",
        "",
        [
            "1 April 2031, 18:05",
            "2031-04-01, 18:05",
            "1 April 2031, 6:05 pm",
            "April 1, 2031, 6:05 pm",
        ],
    ),
    // The archive: a month and a day in the list, the hour of one of two, and the selected day.
    (
        "110x34",
        "a",
        ["April 2031", "2031-04", "April 2031", "April 2031"],
    ),
    ("110x34", "a", ["Tue 1 "; 4]),
    (
        "110x34",
        "a",
        ["· 06:05", "· 06:05", "· 6:05 am", "· 6:05 am"],
    ),
    (
        "110x34",
        "a<Tab>",
        [
            "Tuesday 1 April 2031: 2 editions",
            "2031-04-01: 2 editions",
            "Tuesday 1 April 2031: 2 editions",
            "Tuesday, April 1, 2031: 2 editions",
        ],
    ),
    (
        "110x34",
        "a<Tab><Up><Enter>",
        [
            "No edition on Monday 31 March 2031",
            "No edition on 2031-03-31",
            "No edition on Monday 31 March 2031",
            "No edition on Monday, March 31, 2031",
        ],
    ),
    // A jump to a date.
    (
        "110x34",
        "a2031-03-02",
        [
            "2 March 2031: 1 edition",
            "2031-03-02: 1 edition",
            "2 March 2031: 1 edition",
            "March 2, 2031: 1 edition",
        ],
    ),
    (
        "110x34",
        "a2 mar 2031",
        [
            "2 March 2031: 1 edition",
            "2031-03-02: 1 edition",
            "2 March 2031: 1 edition",
            "March 2, 2031: 1 edition",
        ],
    ),
    (
        "110x34",
        "a2031-03",
        [
            "March 2031: 1 edition",
            "2031-03: 1 edition",
            "March 2031: 1 edition",
            "March 2031: 1 edition",
        ],
    ),
    (
        "110x34",
        "a2031-03-04",
        [
            "none on 4 Mar 2031; nearest 2 Mar 2031",
            "none on 2031-03-04; nearest 2031-03-02",
            "none on 4 Mar 2031; nearest 2 Mar 2031",
            "none on Mar 4, 2031; nearest Mar 2, 2031",
        ],
    ),
    (
        "110x34",
        "a2031-03-04<Enter>",
        [
            "No edition on 4 March 2031",
            "No edition on 2031-03-04",
            "No edition on 4 March 2031",
            "No edition on March 4, 2031",
        ],
    ),
    (
        "110x34",
        "a1<BS>March 2, 2031",
        [
            "2 March 2031: 1 edition",
            "2031-03-02: 1 edition",
            "2 March 2031: 1 edition",
            "March 2, 2031: 1 edition",
        ],
    ),
    // Results: their groups, the ends of the chart, and the header.
    (
        "110x34",
        "/lights",
        [
            "Sunday 2 March 2031 ",
            "2031-03-02 ",
            "Sunday 2 March 2031 ",
            "Sunday, March 2, 2031 ",
        ],
    ),
    (
        "50x20",
        "/lights",
        [
            "Sunday 2 March 2031 ",
            "2031-03-02 ",
            "Sunday 2 March 2031 ",
            "Sunday, March 2, 2031 ",
        ],
    ),
    (
        "80x24",
        "/lights",
        [
            "Tue 1 Apr 2031 · 18:05",
            "2031-04-01 · 18:05",
            "Tue 1 Apr · 6:05 pm",
            "Tue, Apr 1 · 6:05 pm",
        ],
    ),
    (
        "110x34",
        "/lights",
        ["Jan 2029 ", "2029-01 ", "Jan 2029 ", "Jan 2029 "],
    ),
    // A day without a year, where one day is needed.
    (
        "110x34",
        "/lights since:\"2 mar\"",
        [
            "since: 2 March 2031",
            "since: 2031-03-02",
            "since: 2 March 2031",
            "since: March 2, 2031",
        ],
    ),
    (
        "110x34",
        "/lights<Enter>",
        [
            "Tuesday 1 April 2031 · 18:05",
            "2031-04-01 · 18:05",
            "Tuesday 1 April 2031 · 6:05 pm",
            "Tuesday, April 1, 2031 · 6:05 pm",
        ],
    ),
    // The closing page, with what was begun earlier.
    (
        "110x34",
        "<Tab>G<Space>",
        [
            "That was Tuesday 1 April 2031.",
            "That was 2031-04-01.",
            "That was Tuesday 1 April 2031.",
            "That was Tuesday, April 1, 2031.",
        ],
    ),
    (
        "110x34",
        "{{<Space>}}<Tab>G<Space>",
        [
            "2 Mar · 2 m",
            "2031-03-02 · 2 m",
            "2 Mar · 2 m",
            "Mar 2 · 2 m",
        ],
    ),
    (
        "110x34",
        "{{{<Space>}}}<Tab>G<Space>",
        [
            "13 Jan 2029 · 2 m",
            "2029-01-13 · 2 m",
            "13 Jan 2029 · 2 m",
            "Jan 13, 2029 · 2 m",
        ],
    ),
];

#[test]
fn dates_and_hours_are_written_as_set_on_every_screen() {
    let mut missing = Vec::new();
    for (at, pressed, expected) in PRINTED {
        for (way, expected) in WAYS.iter().zip(expected) {
            let mut model = model(&format!("dates = \"{way}\""), at);
            press(&mut model, pressed);
            let screen = screen(&model);
            if !screen.contains(expected) {
                missing.push(format!("{way}, {at}, {pressed}: {expected}\n{screen}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n\n"));
}

#[test]
fn a_date_narrows_the_archive_as_it_is_printed() {
    for (way, typed) in [
        (
            "long",
            [
                "Sunday 2 March 2031",
                "Sun 2 Mar 2031",
                "2 March",
                "2031-03-02",
            ],
        ),
        ("iso", ["2031-03-02", "2031-03", "2 March", "Sunday"]),
        (
            "12h",
            [
                "Sunday 2 March 2031",
                "Sun 2 Mar 2031",
                "2 March",
                "2031-03-02",
            ],
        ),
        (
            "us",
            [
                "Sunday, March 2, 2031",
                "Sun, Mar 2, 2031",
                "March 2",
                "2031-03-02",
            ],
        ),
    ] {
        for typed in typed {
            let mut model = model(&format!("dates = \"{way}\""), "110x34");
            press(&mut model, &format!("a/{typed}"));
            let screen = screen(&model);
            let list: Vec<_> = screen
                .lines()
                .filter(|row| row.contains("Lights"))
                .collect();
            assert_eq!(list.len(), 1, "{way}, {typed}\n{screen}");
        }
    }
}

#[test]
fn what_is_changed_while_reading_is_taken_up_where_the_reader_is() {
    let mut model = model("", "110x34");
    press(&mut model, "<Tab>jjj");
    let lines = |model: &Model| {
        let screen = screen(model);
        let lines = screen
            .lines()
            .skip(4)
            .map(|row| row.chars().skip(40).collect());
        lines.take(20).collect::<Vec<String>>()
    };
    let before = lines(&model);
    let changed = |model: &mut Model, settings: &str| {
        let message = Msg::ConfigurationRead {
            configuration: Box::new(configuration(settings)),
            abilities: Abilities::default(),
            asked: false,
        };
        answered(model, message);
    };
    changed(&mut model, "dates = \"us\"\nwords-a-minute = 100");
    assert_eq!(lines(&model), before);
    press(&mut model, "kkk");
    let shown = screen(&model);
    for expected in [
        "Tuesday, April 1, 2031",
        "April 1, 2031, 6:05 pm · 5 min",
        "1 story · 5 min",
        " 5 m ",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    press(&mut model, "a/March 2,");
    let narrowed = screen(&model);
    assert_eq!(narrowed.matches("Lights").count(), 1, "{narrowed}");
    changed(&mut model, "");
    press(&mut model, "<Esc><Esc>/lights");
    assert!(screen(&model).contains("1 April 2031, 18:05 · 2 min"));
    changed(&mut model, "dates = \"iso\"");
    let results = screen(&model);
    assert!(results.contains("2031-04-01, 18:05 · 2 min"), "{results}");
    assert!(results.contains(" 2031-03-02 "), "{results}");
}

#[test]
fn a_click_on_the_chart_meets_its_bars_whatever_stands_before_them() {
    for way in WAYS {
        let mut model = model(&format!("dates = \"{way}\""), "110x34");
        press(&mut model, "/lights");
        let buffer = drawn(&model, &Theme::COLOURED);
        let all = rows(&buffer);
        let y = all
            .iter()
            .position(|row| row.contains("2029") && row.contains('█'))
            .unwrap();
        let x = all[y].chars().position(|c| "▂▃▄▅▆▇█".contains(c)).unwrap();
        let cell = Position::new(u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
        for gesture in [Gesture::Press(Clicks::One), Gesture::Release] {
            answered(&mut model, Msg::Mouse(Mouse { cell, gesture }));
        }
        let screen = screen(&model);
        assert!(screen.contains("story 4 of 4"), "{way}\n{screen}");
    }
}

#[test]
fn dates_are_long_unless_something_is_set() {
    let mut model = common::model(size("110x34"));
    press(&mut model, "a<Tab>");
    let screen = screen(&model);
    assert!(screen.contains("Wednesday 2 April 2031"), "{screen}");
}

#[test]
fn reading_times_go_by_the_speed_that_is_set() {
    for (speed, story, edition, short) in [
        (230, "2 min", "1 story · 2 min", "2 m"),
        (100, "5 min", "1 story · 5 min", "5 m"),
        (460, "1 min", "1 story · 1 min", ""),
    ] {
        let model = model(&format!("words-a-minute = {speed}"), "110x34");
        let screen = screen(&model);
        assert!(screen.contains(edition), "{screen}");
        assert!(screen.contains(&format!(" · {story} ")), "{screen}");
        let row = screen.lines().find(|row| row.contains("▌ ● The evening"));
        let headline = row.unwrap().split('│').next().unwrap();
        assert_eq!(
            headline.trim_start_matches(" ▌ ● The evening").trim(),
            short
        );
    }
}
