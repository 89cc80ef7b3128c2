//! What can be done in an edition whose file has gone.

use std::sync::Arc;

use roundup::app::Model;
use roundup::app::screens::AnyScreen;

use super::common::{model, press, size};
use super::{LATE, NEWEST, change, screen};

/// The path of the edition selected in the archive.
fn selected_in_archive(model: &Model) -> String {
    let AnyScreen::Archive(archive) = model.screens.top() else {
        panic!("{:?}", model.screens.top());
    };
    let item = archive.list.selected().unwrap();
    let edition = Arc::clone(archive.list.items.edition(item));
    edition.path().display().to_string()
}

#[test]
fn the_archive_selects_the_neighbour_of_an_edition_whose_file_has_gone() {
    for (keys, gone, neighbour) in [
        ("", NEWEST, LATE),
        ("{", LATE, "2031-04-01-morning.toml"),
        ("{{", "2031-04-01-morning.toml", "2031-03-30-broken.toml"),
        // The oldest.
        ("{{{{{", "2030-12-31.toml", "2031-03-29-faulty.toml"),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        assert_eq!(model.edition().id().path().to_str(), Some(gone));
        change(&mut model, &[gone], Vec::new());
        press(&mut model, "a");
        assert_eq!(selected_in_archive(&model), neighbour);
    }
    let mut model = model(size("110x34"));
    let all = super::editions();
    let all: Vec<_> = all.iter().map(|it| it.path().to_str().unwrap()).collect();
    change(&mut model, &all, Vec::new());
    press(&mut model, "a");
    assert!(screen(&model).contains("There are no editions."));
}

#[test]
fn the_closing_page_of_an_edition_whose_file_has_gone_names_another_of_its_day() {
    let mut model = model(size("110x34"));
    press(&mut model, "{AA{");
    change(&mut model, &["2031-04-01-morning.toml"], Vec::new());
    press(&mut model, "U");
    press(&mut model, "<Space><Space><Space>");
    assert!(model.edition().closing.is_some());
    let shown = screen(&model);
    assert!(shown.contains("} Late, same day: 1 unread"), "{shown}");
}

#[test]
fn the_tags_of_a_story_whose_file_has_gone_are_followed() {
    let mut model = model(size("110x34"));
    change(&mut model, &[NEWEST], Vec::new());
    press(&mut model, "t");
    let shown = screen(&model);
    assert!(shown.contains("harbour"), "{shown}");
    assert!(matches!(model.screens.top(), AnyScreen::Tags(_)), "{shown}");
    press(&mut model, "<Enter>");
    assert!(model.search().is_some());
}

#[test]
fn a_search_in_an_edition_whose_file_has_gone_says_so() {
    let mut model = model(size("110x34"));
    change(&mut model, &[NEWEST], Vec::new());
    press(&mut model, "/harbour<Tab>");
    let said = "nothing found: this edition’s file has gone";
    assert!(screen(&model).contains(said), "{}", screen(&model));
    press(&mut model, "<Tab>");
    let said = "nothing found: this story’s file has gone";
    assert!(screen(&model).contains(said), "{}", screen(&model));
    press(&mut model, "<Tab>");
    assert!(!screen(&model).contains("file has gone"));
}
