//! A table of what every screen does with every action, and tests that what is open follows its files by id.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/kinds.rs"]
mod kinds;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use common::{drawn, editions, model, press, rows, size};
use kinds::SCREENS;
use roundup::app::screens::AnyScreen;
use roundup::app::{Model, Msg, Outcome};
use roundup::archive::Edition;
use roundup::keymap::{Action, Key};
use roundup::search::fold_editions;
use roundup::ui::theme::Theme;

/// A model with one of [`SCREENS`] on top.
fn on_screen(name: &str, keys: &str) -> Model {
    // In a small window the sections do not fit the last lines.
    let at = if name == "sections" { "20x6" } else { "110x34" };
    let mut model = model(size(at));
    press(&mut model, keys);
    model
}

/// Names the kind of a screen. A new kind does not compile until it is added here, and then it must also be in
/// the table.
macro_rules! kinds {
    ($($kind:ident),*) => {
        const KINDS: &[&str] = &[$(stringify!($kind)),*];

        fn kind(model: &Model) -> &'static str {
            match model.screens.top() {
                $(AnyScreen::$kind(_) => stringify!($kind),)*
            }
        }
    };
}

kinds!(
    Edition, Search, Archive, Faults, Sections, Tags, Links, Help, Themes
);

/// In the table, `●` means that the screen itself handles the action, `○` that it is handled as on every screen,
/// and `·` that it is refused.
#[test]
fn every_screen_answers_every_action() {
    let mut table = format!("{:20}", "");
    for (name, _) in SCREENS {
        let _ = write!(table, "{name:9}");
    }
    for action in Action::all() {
        let _ = write!(table, "\n{:20}", action.name());
        for (name, keys) in SCREENS {
            let mut model = on_screen(name, keys);
            model.session.notice = None;
            let outcome = model.perform(action, Key::Char('x'));
            let cell = match outcome {
                Outcome::ByScreen => '●',
                Outcome::AsEverywhere => '○',
                Outcome::Refused => '·',
            };
            assert!(
                outcome != Outcome::Refused || model.session.notice.is_some(),
                "{name} refuses {action:?} without a word"
            );
            let _ = write!(table, "{cell:9}");
        }
    }
    let trimmed: Vec<_> = table.lines().map(str::trim_end).collect();
    insta::with_settings!({
        snapshot_path => "screens",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("actions", trimmed.join("\n"));
    });
}

#[test]
fn the_table_has_every_kind_of_screen() {
    let kinds: BTreeSet<_> = SCREENS
        .iter()
        .map(|(name, keys)| kind(&on_screen(name, keys)))
        .collect();
    assert_eq!(kinds, KINDS.iter().copied().collect());
}

#[test]
fn no_action_opens_its_screen_twice() {
    for (name, keys) in SCREENS {
        for action in Action::all() {
            let mut model = on_screen(name, keys);
            let window = model.session.window.size;
            let before = (kind(&model), model.screens.over_edition());
            let mut perform = || {
                model.perform(action, Key::Char('x'));
                // So that the texts come that a screen may have to wait for.
                common::answered(&mut model, Msg::Resized(window));
                (kind(&model), model.screens.over_edition())
            };
            let (opened, over) = perform();
            if opened != before.0 && over >= before.1 {
                let (_, over_again) = perform();
                assert!(over_again <= over, "{name}: {action:?} opens it twice");
            }
        }
    }
}

#[test]
fn a_key_that_means_nothing_names_the_help() {
    let mut model = model(size("110x34"));
    for (keys, notice) in [
        ("e", "e means nothing here; ? shows the keys"),
        ("x", "x means nothing here; ? shows the keys"),
        (
            "?]",
            "] means nothing here; / and a word finds a row, enter does it, esc closes",
        ),
        // Many terminals send Ctrl-h for Backspace.
        ("<Esc>g<C-h>", "No section has the key backspace"),
    ] {
        press(&mut model, keys);
        assert_eq!(&**model.session.notice.as_ref().unwrap(), notice);
    }
}

#[test]
fn keys_without_a_binding_say_so_too() {
    for (keys, key, notice) in [
        ("", Key::F(1), "F1 means nothing here; ? shows the keys"),
        (
            "",
            Key::Insert,
            "insert means nothing here; ? shows the keys",
        ),
        (
            "",
            Key::BackTab,
            "shift-tab means nothing here; ? shows the keys",
        ),
        (
            "",
            Key::Other,
            "This key means nothing here; ? shows the keys",
        ),
        ("g", Key::F(1), "No section has the key F1"),
        ("g", Key::Other, "No section has this key"),
        ("/", Key::Other, "This key means nothing while typing"),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, "s");
        press(&mut model, keys);
        common::answered(&mut model, Msg::KeyPressed(key));
        assert_eq!(&**model.session.notice.as_ref().unwrap(), notice);
    }
}

/// The edition of a file of the test archive after `change` to its text.
fn changed(path: &str, change: impl Fn(&str) -> String) -> Arc<Edition> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive");
    let source = std::fs::read_to_string(folder.join(path)).unwrap();
    Arc::new(Edition::parse(path.into(), &change(&source)))
}

fn change_files(model: &mut Model, gone: &[&str], read: Vec<Arc<Edition>>) {
    let folded = fold_editions(&read);
    let gone = gone.iter().map(Into::into).collect();
    common::answered(model, Msg::FilesChanged { gone, read, folded });
}

fn screen(model: &Model) -> Vec<String> {
    rows(&drawn(model, &Theme::COLOURED))
}

const NEWEST: &str = "2031-04-02.toml";

/// The newest edition with another lead story above all others.
fn with_another_lead(source: &str) -> String {
    source.replacen(
        "[[story]]",
        "[[story]]\nheadline = \"Above all others\"\nbody = \"Of the tide.\"\n\n[[story]]",
        1,
    )
}

#[test]
fn the_open_story_stays_open_when_its_file_changes() {
    for keys in ["", "J", "JJ<Enter>jj", "2<Enter>"] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        let open = |model: &Model| {
            let screen = model.edition();
            let story = screen.list().story(screen.split.selected()).unwrap();
            let top = screen.split.article.visible()[0].start;
            (story.headline().to_string(), top)
        };
        let before = open(&model);
        change_files(&mut model, &[], vec![changed(NEWEST, with_another_lead)]);
        assert_eq!(open(&model), before, "{keys}");
        assert_eq!(model.edition().list().briefing().unwrap().len(), 7);
    }
}

#[test]
fn an_edition_that_has_gone_stays_until_it_is_left() {
    let mut model = model(size("110x34"));
    press(&mut model, "J<Enter>");
    let before = screen(&model);
    change_files(&mut model, &[NEWEST], Vec::new());
    let after = screen(&model);
    assert!(after[0].contains("file gone · 6 stories"), "{}", after[0]);
    assert_eq!(before[1..33], after[1..33]);
    press(&mut model, "a");
    assert!(screen(&model)[0].contains("  5 editions · "));
}

#[test]
fn results_follow_what_changes_under_them() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>JJ");
    let (open, found) = {
        let search = model.search().unwrap();
        (search.shown().story.unwrap(), search.results().hits().len())
    };
    change_files(&mut model, &[], vec![changed(NEWEST, with_another_lead)]);
    let search = model.search().unwrap();
    assert_eq!(search.results().hits().len(), found + 1);
    assert_eq!(
        search.shown().story.unwrap(),
        open,
        "the open result stays open"
    );
    let hits = search.results().hits();
    let in_newest: Vec<_> = (0..hits.len())
        .filter_map(|position| hits.get(position))
        .filter(|story| story.edition().path().to_str() == Some(NEWEST))
        .collect();
    change_files(&mut model, &[NEWEST], Vec::new());
    let left = model.search().unwrap().results().hits().len();
    // The one that is open stays until it is left.
    assert_eq!(left, found + 2 - in_newest.len());
    press(&mut model, "J");
    let left = model.search().unwrap().results().hits().len();
    assert_eq!(left, found + 1 - in_newest.len());
}

#[test]
fn the_way_back_from_a_result_follows_its_edition() {
    let mut model = model(size("110x34"));
    press(&mut model, "J/low water<Enter>e");
    change_files(&mut model, &[], vec![changed(NEWEST, with_another_lead)]);
    press(&mut model, "<C-o><Esc>");
    let list = model.edition().list();
    let open = list.story(model.edition().split.selected()).unwrap();
    assert_eq!(
        open.headline().to_string(),
        "Who pays for the wall, and why it will not be the port"
    );
}

#[test]
fn the_closing_page_follows_what_changes() {
    let mut model = model(size("110x34"));
    press(&mut model, "G<Enter>G<Space>");
    let left = |model: &Model| model.edition().closing.as_ref().unwrap().remaining().len();
    let before = left(&model);
    change_files(&mut model, &[], vec![changed(NEWEST, with_another_lead)]);
    assert_eq!(left(&model), before + 1);
    press(&mut model, "<Space>");
    let list = model.edition().list();
    let open = list.story(model.edition().split.selected()).unwrap();
    // What has come since is listed after what was skipped.
    assert_eq!(
        open.headline().to_string(),
        "The harbour that the tide gave back"
    );
}

#[test]
fn going_back_to_an_edition_finds_its_story_by_id() {
    let mut model = model(size("110x34"));
    press(&mut model, "JJ{");
    change_files(&mut model, &[], vec![changed(NEWEST, with_another_lead)]);
    press(&mut model, "}");
    let list = model.edition().list();
    let open = list.story(model.edition().split.selected()).unwrap();
    let third = &editions()[5];
    let third = third.briefing.as_ref().unwrap().story(2).headline();
    assert_eq!(open.headline().as_str(), third.as_str());
}

#[test]
fn an_open_result_is_not_moved_by_changes_elsewhere() {
    let mut model = model(size("60x20"));
    press(&mut model, "/the<Enter><Enter>Gkk");
    let top = |model: &Model| model.search().unwrap().split.article.top();
    let before = top(&model);
    assert!(before > 0);
    let other = changed("2031-04-01-late.toml", |source| {
        format!("{source}\n# changed\n")
    });
    change_files(&mut model, &[], vec![other]);
    assert_eq!(top(&model), before);
}

#[test]
fn a_story_whose_file_has_gone_is_not_said_to_be_marked() {
    for keys in ["m", "s"] {
        let mut model = model(size("110x34"));
        change_files(&mut model, &[NEWEST], Vec::new());
        press(&mut model, keys);
        let notice = model.session.notice.as_ref().unwrap();
        assert!(notice.contains("cannot be marked"), "{keys}: {}", &**notice);
    }
}

#[test]
fn a_narrowed_list_comes_back_to_its_item_when_files_have_gone() {
    let mut model = model(size("110x34"));
    let selected = |model: &Model| match model.screens.top() {
        AnyScreen::Archive(screen) => {
            let item = screen.list.selected().unwrap();
            screen.list.items.edition(item).label().to_string()
        }
        other => panic!("{other:?}"),
    };
    press(&mut model, "ajj");
    let before = selected(&model);
    press(&mut model, "/zzzz");
    change_files(&mut model, &[NEWEST], Vec::new());
    press(&mut model, "<Esc>");
    assert_eq!(selected(&model), before);
}

#[test]
fn zen_in_a_search_keeps_to_its_article() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>z");
    let before = model.search().unwrap().shown().story;
    press(&mut model, "<Tab>jj");
    assert_eq!(model.search().unwrap().shown().story, before);
    press(&mut model, "q");
    assert!(model.search().is_some() && model.panes().shows_list);
}

#[test]
fn leaving_a_changed_query_brings_its_results_back() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>JJ");
    let before = screen(&model);
    press(&mut model, "/zzz<Esc>");
    assert_eq!(screen(&model), before);
}

#[test]
fn the_same_results_are_not_opened_twice() {
    let mut model = model(size("110x34"));
    press(&mut model, "sSSS<Esc>");
    assert!(model.search().is_none());
}
