//! Whatever comes and goes around it, what is selected stays in its row of the screen.

use std::sync::Arc;

use roundup::app::Model;
use roundup::archive::{Archive, Edition};
use roundup::marks::Marks;
use roundup::search::fold_editions;

use super::{change, edition, screen as rows, update};
use crate::common::{press, size};
use roundup::app::Msg;

/// An edition of four sections of nine stories. `more` come first in its first section, without the first `fewer`.
fn of_day(day: u32, more: usize, fewer: usize) -> Arc<Edition> {
    use std::fmt::Write;

    let mut source = format!("title = 'Day {day}'\ndate = 2031-05-{day:02}\n");
    for section in 1..=4 {
        let _ = writeln!(source, "[[section]]\ntitle = 'Section {section}'");
        let extra = (1..=more).filter(|_| section == 1);
        let extra = extra.map(|number| format!("Extra {number} of day {day}"));
        let first = if section == 1 { fewer } else { 0 };
        let own = (1 + first..=9).map(|number| format!("Story {section}.{number} of day {day}"));
        for headline in extra.chain(own) {
            let _ = writeln!(
                source,
                "[[section.story]]\nheadline = '{headline}'\nbody = 'Of the tide.'"
            );
        }
    }
    edition(&format!("2031-05-{day:02}.toml"), &source)
}

/// A model with editions of the days 1 to 30, but for the tenth.
fn month() -> Model {
    let days: Vec<_> = (1..=30).filter(|&day| day != 10).collect();
    let editions: Vec<_> = days.iter().map(|&day| of_day(day, 0, 0)).collect();
    let chunks = fold_editions(&editions);
    let found = editions.len();
    let archive = Archive::default().with(editions);
    let mut model = Model::new(archive, found, Marks::default(), size("110x34"));
    update(&mut model, Msg::DayBegan(jiff::civil::date(2031, 5, 30)));
    update(&mut model, Msg::Folded(chunks));
    model
}

/// The row that a list marks as selected, by its number and the words in it that do not count anything.
fn selected_row(model: &Model, words: &str) -> Option<usize> {
    let screen = rows(model);
    let is_it = |row: &str| {
        let marked = row.contains('▌') || row.contains('›');
        marked && row.contains(words)
    };
    screen.lines().position(is_it)
}

#[test]
fn what_is_selected_stays_in_its_row_when_the_list_changes_above_it() {
    let grown = || vec![of_day(30, 12, 0)];
    let shrunk = || vec![of_day(30, 0, 5)];
    let older = || vec![of_day(10, 0, 0)];
    let newer = || vec![of_day(31, 0, 0)];
    let closing = format!("G<Enter>G<Space>{}", "j".repeat(30));
    for (keys, words, changes) in [
        (
            "3J",
            "Story 3.2",
            vec![grown(), vec![of_day(30, 15, 9)], grown()],
        ),
        ("3JG", "Story 4.9", vec![grown(), shrunk()]),
        (
            "44<Enter>",
            "Story 4.1",
            vec![grown(), vec![of_day(30, 3, 1)]],
        ),
        (
            "/tide<Enter>]]]JJ",
            "Story 1.3",
            vec![grown(), shrunk(), newer()],
        ),
        ("/tide<Enter>GKK", "Story 4.7", vec![grown(), older()]),
        ("aGkkk", "Day 4", vec![older(), newer(), grown()]),
        (&closing, "Story 4.4", vec![shrunk(), grown(), shrunk()]),
    ] {
        let mut model = month();
        press(&mut model, keys);
        let before = selected_row(&model, words);
        assert!(before.is_some(), "{keys}: {}", rows(&model));
        for changed in changes {
            change(&mut model, &[], changed);
            let now = selected_row(&model, words);
            assert_eq!(now, before, "{keys}: {}", rows(&model));
        }
    }
}
