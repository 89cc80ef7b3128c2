//! Marks that are made elsewhere, in another reader or on the command line.

use std::sync::Arc;

use roundup::app::{Model, Msg};
use roundup::marks::{Change, Marks, Operation};

use super::common::{answered, model, press, size};
use super::{NEWEST, change, edition, extra_story, notice, read_again, screen, source};

/// The file holds these marks now, made by another program.
fn marked(model: &mut Model, stories: &[(usize, Change)]) {
    let id = model.session.archive.newest().unwrap().id().clone();
    let mut marks = Marks::clone(model.session.marks.marks());
    for &(position, change) in stories {
        let key = id.story(position).unwrap().key();
        marks.apply(&Operation { key, change }, 1);
    }
    let marks = Arc::new(marks);
    answered(model, Msg::MarksRead { before: 0, marks });
}

#[test]
fn marks_made_elsewhere_are_told_where_they_can_be_seen() {
    let read = Change::Read(true);
    for (keys, said) in [
        ("", "The marks of 2 stories here were changed elsewhere"),
        (
            "<Enter>",
            "The marks of 2 stories here were changed elsewhere",
        ),
        (
            "/the<Enter>",
            "The marks of 2 stories here were changed elsewhere",
        ),
        ("{", ""),
        ("?", ""),
        ("a", ""),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        model.session.notice = None;
        marked(&mut model, &[(0, read), (1, read)]);
        assert_eq!(notice(&model), said, "{keys}");
        // The same once more is no news.
        model.session.notice = None;
        marked(&mut model, &[(0, read)]);
        assert_eq!(notice(&model), "", "{keys}");
        // It has been told, or is told now that the user asks.
        answered(&mut model, read_again(true));
        let what = if said.is_empty() {
            ": marks made elsewhere have come in"
        } else {
            "; nothing has changed"
        };
        assert_eq!(
            notice(&model),
            format!("Everything was read again{what}"),
            "{keys}"
        );
    }
    // How far somebody has read is not worth a word.
    let mut model = model(size("110x34"));
    model.session.notice = None;
    marked(&mut model, &[(1, Change::Place(40))]);
    assert_eq!(notice(&model), "");
    answered(&mut model, read_again(true));
    assert_eq!(
        notice(&model),
        "Everything was read again: marks made elsewhere have come in"
    );
}

#[test]
fn each_story_whose_marks_were_changed_elsewhere_counts_once() {
    let (read, saved) = (Change::Read(true), Change::Saved(true));
    let mut model = model(size("110x34"));
    model.session.notice = None;
    for (change, said) in [
        (
            (0, read),
            "The marks of 1 story here were changed elsewhere",
        ),
        (
            (0, saved),
            "The marks of 1 story here were changed elsewhere",
        ),
        (
            (0, Change::Read(false)),
            "The marks of 1 story here were changed elsewhere",
        ),
        (
            (1, read),
            "The marks of 2 stories here were changed elsewhere",
        ),
    ] {
        marked(&mut model, &[change]);
        assert_eq!(notice(&model), said, "{change:?}");
    }
    answered(&mut model, read_again(true));
    assert_eq!(
        notice(&model),
        "Everything was read again: the marks of 2 stories here were changed elsewhere"
    );
}

#[test]
fn marks_of_this_reader_hold_over_those_that_come_in() {
    let mut model = model(size("110x34"));
    press(&mut model, "m");
    let file = Arc::new(Marks::default());
    answered(
        &mut model,
        Msg::MarksRead {
            before: 0,
            marks: file,
        },
    );
    let open = model.edition().open_story().unwrap();
    assert!(model.session.marks.status(&open).read);
    assert_eq!(notice(&model), "Read");
}

#[test]
fn the_open_story_keeps_its_row_when_a_filtered_list_loses_others() {
    let stories: String = (1..40)
        .map(|number| extra_story(&format!("Extra {number}")))
        .collect();
    let mut model = model(size("110x34"));
    change(
        &mut model,
        &[],
        vec![edition(NEWEST, &(source(NEWEST) + &stories))],
    );
    press(&mut model, "fGKKK");
    let row = |model: &Model| screen(model).lines().position(|row| row.contains('▌'));
    let before = row(&model);
    let read: Vec<_> = (0..8)
        .map(|position| (position, Change::Read(true)))
        .collect();
    marked(&mut model, &read);
    assert!(!screen(&model).contains("Extra 2 "), "{}", screen(&model));
    assert_eq!(row(&model), before, "{}", screen(&model));
}

/// A start knows only the marks of the editions that it opens, and finds more stories unread than there are.
#[test]
fn a_search_that_began_before_all_marks_were_loaded_is_made_again() {
    let mut model = model(size("110x34"));
    press(&mut model, "/is:unread<Enter>");
    let found = model.search().unwrap().results().hits().len();
    let id = model.session.archive.newest().unwrap().id().clone();
    let mut marks = Marks::default();
    for position in [0, 1] {
        let key = id.story(position).unwrap().key();
        let change = Change::Read(true);
        marks.apply(&Operation { key, change }, 1);
    }
    let marks = Arc::new(marks);
    let warning = None;
    answered(&mut model, Msg::MarksLoaded { marks, warning });
    assert_eq!(model.search().unwrap().results().hits().len(), found - 2);
    assert_eq!(notice(&model), "");
}
