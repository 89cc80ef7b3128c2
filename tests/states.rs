//! What the screens say while files are still being read, where nothing is found, and of keys that can do
//! nothing.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;

use common::{answered, drawn, editions, model, press, rows, size};
use roundup::app::screens::AnyScreen;
use roundup::app::{Abilities, Effect, Environment, Model, Msg, update_and_read as update};
use roundup::archive::Archive;
use roundup::keymap::{Action, Key, Mode};
use roundup::marks::Marks;
use roundup::search::fold_editions;
use roundup::ui::theme::Theme;

/// A model that has read the newest edition of several.
fn half_loaded(columns: &str) -> Model {
    let newest = vec![editions().pop().unwrap()];
    let archive = Archive::default().with(newest.clone());
    let mut model = Model::new(archive, 6, Marks::default(), size(columns));
    update(&mut model, Msg::Folded(fold_editions(&newest)));
    model
}

/// Reads the other editions.
fn load_all(model: &mut Model) {
    let mut others = editions();
    others.pop();
    let folded = fold_editions(&others);
    for message in [
        Msg::EditionsLoaded(others),
        Msg::Folded(folded),
        Msg::AllLoaded,
    ] {
        answered(model, message);
    }
}

fn screen(model: &Model) -> String {
    rows(&drawn(model, &Theme::PLAIN)).join("\n")
}

#[track_caller]
fn check_shown(model: &Model, shown: &str) {
    let screen = screen(model);
    assert!(screen.contains(shown), "{shown} is not shown:\n{screen}");
}

#[test]
fn screens_say_that_files_are_still_being_read_until_they_are() {
    for (keys, meanwhile, then) in [
        ("/zzz", "Nothing found so far.", "Nothing found."),
        (
            "/tide",
            "1 story so far in 1 edition",
            "1 story in 1 edition",
        ),
        ("a", "1 edition · 6 unread so far ", "6 editions "),
        (
            "G<Enter>G<Space>",
            "Earlier editions are still being read.",
            "space read it   { the edition before",
        ),
    ] {
        let mut model = half_loaded("110x34");
        press(&mut model, keys);
        check_shown(&model, meanwhile);
        load_all(&mut model);
        check_shown(&model, then);
        assert!(!screen(&model).contains(meanwhile), "{keys}");
    }
}

#[test]
fn a_search_accepted_before_anything_is_found_is_kept_when_something_is() {
    let mut model = half_loaded("110x34");
    press(&mut model, "/noon tomorrow<Enter>");
    check_shown(&model, "kept as soon as anything is found");
    load_all(&mut model);
    assert!(!model.screens.top().get().is_typing());
    // What comes later is not waited for once the query is changed.
    let mut model = half_loaded("110x34");
    press(&mut model, "/noon tomorro<Enter>w");
    load_all(&mut model);
    check_shown(&model, "enter keep");
}

#[test]
fn hints_name_only_keys_that_do_something() {
    for (keys, absent) in [
        ("/zzz", "↓ ↑"),
        ("/tide", "↓ ↑"),
        ("/", "↓ ↑"),
        ("a/zzz", "enter"),
        ("?/zzz", "enter"),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        let screen = screen(&model);
        let last = screen.lines().last().unwrap();
        assert!(!last.contains(absent), "{keys}: {last}");
    }
    let mut model = model(size("110x34"));
    press(&mut model, "/tide<Enter><Esc>/");
    check_shown(&model, "↓ ↑ earlier");
}

#[test]
fn without_a_display_the_list_of_links_offers_to_copy() {
    let abilities = Abilities {
        opens_links: false,
        ..Abilities::default()
    };
    let environment = Environment {
        abilities,
        ..Environment::from(size("80x24"))
    };
    let archive = Archive::default().with(editions());
    let mut model = Model::new(archive, 6, Marks::default(), environment);
    press(&mut model, "o");
    check_shown(&model, "enter copy   1–3 choose");
    press(&mut model, "/list");
    check_shown(&model, "enter copy   esc show all");
}

#[test]
fn a_narrow_archive_names_a_file_that_cannot_be_read() {
    let mut model = model(size("36x10"));
    press(&mut model, "a");
    check_shown(&model, "Sun 30  2031-0…30-broken.toml");
    common::answered(&mut model, Msg::Resized(size("80x24")));
    check_shown(&model, "2031-03-30-broken.toml");
    check_shown(&model, "cannot be read");
}

#[test]
fn alt_backspace_erases_a_word_in_a_prompt_and_is_two_keys_elsewhere() {
    let mut model = model(size("80x24"));
    press(&mut model, "/one two");
    answered(&mut model, Msg::KeyPressed(Key::AltBackspace));
    check_shown(&model, "/one ");
    press(&mut model, "<Esc>a");
    answered(&mut model, Msg::KeyPressed(Key::AltBackspace));
    assert!(matches!(model.screens.top(), AnyScreen::Edition(_)));
}

/// Screens and states of them, with the keys that lead there.
const STATES: [&str; 40] = [
    "",
    "<Enter>",
    "z",
    "f",
    "ff",
    "s",
    "AA",
    "G",
    "G<Enter>G<Space>",
    "AAG<Enter>G<Space>",
    "{{{",
    "{{{<Enter>",
    "{{{{",
    "{{{{{",
    "/",
    "/tide",
    "/zzz",
    "/tide<Enter>",
    "/tide<Enter><Enter>",
    "/tide<Enter>z",
    "/the<Enter>",
    "/is:unread<Enter>",
    "sS",
    "a",
    "a/zzz",
    "a/zzz<Enter>",
    "!",
    "!<Enter>",
    "t",
    "t/x<Enter>",
    "o",
    "o/x",
    "?",
    "?/zzz",
    "?j",
    ":",
    ":archive",
    ":zzz",
    "T",
    "T/zzz",
];

fn may_be_silent(model: &Model, action: Option<Action>) -> bool {
    use AnyScreen::{Archive, Edition, Help, Links, Tags, Themes};
    match action {
        // The end of a list or a text is on the screen, and so is the cursor of a prompt.
        Some(Action::Move(_) | Action::Edit(_)) => true,
        // It never leads further back than to an edition.
        Some(Action::Cancel) => matches!(model.screens.top(), Edition(_)),
        // They turn the pages of a list, and select what has a number.
        Some(Action::ReadOn | Action::ReadBack | Action::Section(_)) => {
            let top = model.screens.top();
            matches!(top, Archive(_) | Tags(_) | Links(_) | Help(_) | Themes(_))
        }
        _ => false,
    }
}

#[test]
fn no_key_does_nothing_without_a_word() {
    let characters = (' '..='~').map(Key::Char);
    let others = [Key::Enter, Key::Tab, Key::Esc, Key::Backspace, Key::F(1)];
    let every_key: Vec<_> = characters.chain(others).collect();
    for (at, state) in STATES
        .iter()
        .flat_map(|state| [("80x24", state), ("50x12", state)])
    {
        let mut shown = model(size(at));
        press(&mut shown, state);
        let typing = shown.screens.top().get().is_typing();
        let mode = if typing { Mode::Typing } else { Mode::Normal };
        shown.session.notice = None;
        let before = drawn(&shown, &Theme::COLOURED);
        for &key in &every_key {
            let action = shown.session.keymap.action(mode, key);
            if may_be_silent(&shown, action) {
                continue;
            }
            let mut model = model(size(at));
            press(&mut model, state);
            model.session.notice = None;
            let effects = update(&mut model, Msg::KeyPressed(key));
            let asks = |effect: &Effect| !matches!(effect, Effect::Search(_) | Effect::Suggest(_));
            let does = effects.iter().any(asks)
                || model.session.notice.is_some()
                || drawn(&model, &Theme::COLOURED) != before;
            assert!(does, "{at} {state}: {} does nothing", key.name());
        }
    }
}
