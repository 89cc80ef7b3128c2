//! The help as a list of everything the program can do: `?` opens it to be read, `:` to be typed in.

use ratatui::layout::Position;
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::screens::AnyScreen;
use roundup::app::{Effect, Model, Msg, update_and_read as update};
use roundup::keymap::{Action, Group, Key, Keymap, Mode};
use roundup::ui::theme::Theme;

use crate::common::{self, editions, keys, model, press, size};
use crate::notice::notice;
use crate::sections::{headline, last_line, lines, long, shows_list};
use crate::stored::{check, screen};

/// Screens in different states, with the keys that open them.
const SCREENS: [&str; 12] = [
    "",
    "<Enter>jj",
    "z",
    "f",
    "G<Enter>G<Space>",
    "/tide<Enter>",
    "/tide<Enter>J<Enter>",
    "a",
    "!",
    "t",
    "o",
    "{{{",
];

fn shows_help(model: &Model) -> bool {
    matches!(model.screens.top(), AnyScreen::Help(_))
}

/// Presses `text`; returns what the last key leaves to the runtime, apart from searches, which are answered.
fn pressed(model: &mut Model, text: &str) -> Vec<String> {
    let mut others = Vec::new();
    for key in keys(text) {
        others.clear();
        for effect in update(model, Msg::KeyPressed(key)) {
            match effect {
                Effect::Search(request) => common::answered(model, common::answer(&request)),
                other => others.push(format!("{other:?}")),
            }
        }
    }
    others
}

/// A key that asks for an action while nothing is typed.
fn key_of(action: Action) -> Option<Key> {
    let keymap = Keymap::default();
    let characters = ('!'..='~').chain([' ']).map(Key::Char);
    let controls = ('a'..='z').chain([']']).map(Key::Ctrl);
    let others = [
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::Home,
        Key::PageUp,
        Key::PageDown,
    ];
    let mut all = characters.chain(controls).chain(others);
    all.find(|&key| keymap.action(Mode::Normal, key) == Some(action))
}

#[test]
fn find_action_screens() {
    check("help_row_chosen", "?jjj");
    check("find_action", ":");
    check("find_action_whole_words", ":next unread");
    check("find_action_half_a_word", ":unre<Enter>");
    check("find_action_moved", ":unre<Down>");
    check("find_action_unknown", ":weather");
    check("find_action_narrowed_while_reading", "?/archive");
    check("find_action_refused", ":whole edition<Enter>");
}

#[test]
fn every_action_does_what_its_key_does() {
    let rows: Vec<_> = Keymap::default().help_rows().collect();
    let rows = rows.iter().filter(|row| row.group != Group::Typing);
    let actions: Vec<_> = rows.filter_map(|row| row.action).collect();
    assert!(actions.len() > 40);
    for before in SCREENS {
        let start = || {
            let mut model = model(size("110x34"));
            press(&mut model, before);
            model.session.notice = None;
            model
        };
        for &action in &actions {
            // Which of the sections is asked first.
            if action == Action::Section(1) {
                continue;
            }
            let key = key_of(action).unwrap_or_else(|| panic!("{action:?} has no key"));
            let mut by_key = start();
            let mut key_effects: Vec<_> = update(&mut by_key, Msg::KeyPressed(key))
                .into_iter()
                .filter_map(|effect| match effect {
                    Effect::Search(request) => {
                        common::answered(&mut by_key, common::answer(&request));
                        None
                    }
                    other => Some(format!("{other:?}")),
                })
                .collect();
            let mut by_name = start();
            let name = action.name().replace('-', " ");
            let mut name_effects = pressed(&mut by_name, &format!(":{name}<Enter>"));
            // A notice names the action's first key.
            let first = Keymap::default().key_name(action);
            let keyed = by_key
                .session
                .notice
                .take()
                .map(|notice| notice.to_string());
            let named = by_name
                .session
                .notice
                .take()
                .map(|notice| notice.to_string());
            let keyed = keyed.map(|notice| match notice.strip_prefix(&key.name()) {
                Some(rest) => format!("{first}{rest}"),
                None => notice,
            });
            assert_eq!(named, keyed, "{name} after {before}");
            let screens = [&by_name, &by_key].map(|model| screen(model, &Theme::COLOURED));
            assert_eq!(screens[0], screens[1], "{name} after {before}");
            key_effects.sort();
            name_effects.sort();
            assert_eq!(name_effects, key_effects, "{name} after {before}");
        }
    }
}

#[test]
fn everything_that_has_a_key_is_in_the_help() {
    let rows: Vec<_> = Keymap::default().help_rows().collect();
    for action in Action::all() {
        let listed = rows.iter().any(|row| row.action == Some(action));
        let is_part_of_another = matches!(
            action,
            Action::Stay | Action::GoToLetter(_) | Action::GoToNothing(_) | Action::Edit(_)
        );
        assert!(listed || is_part_of_another, "{action:?}");
    }
}

#[test]
fn names_known_from_other_programs_find_what_they_mean() {
    for (typed, hint) in [
        ("quit", "quit"),
        ("next unread", "next match"),
        ("open in browser", "open link"),
        ("bookmark", "save"),
        ("toggle read", "mark as read"),
        ("catch up", "all read"),
        ("archive", "archive"),
        ("next story", "next"),
        ("undo", "undo"),
        ("Full Screen", "zen"),
        ("only", "zen"),
        ("follow", "follow"),
        ("tags", "follow"),
        ("yank", "copy link"),
        ("redraw", "repaint"),
        ("refresh", "reload"),
        ("read-on", "read on"),
        ("next section", "section"),
        ("jump", "go to"),
        ("section", "go to"),
        ("12", "section 12"),
        ("section 12", "section 12"),
        ("top", "top"),
        ("help", "help"),
        ("!", "faults"),
        // Words of the help.
        // Half a word does nothing.
        ("fault", ""),
        ("faults", "faults"),
        ("markdown", "copy story"),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, &format!(":{typed}"));
        let line = last_line(&model);
        let named = line.split_once("enter ").map(|(_, rest)| rest);
        let named = named.and_then(|rest| rest.split("   ").next());
        assert_eq!(named.unwrap_or_default(), hint, "{typed}: {line}");
    }
}

#[test]
fn what_vim_quits_with_quits() {
    for before in SCREENS {
        for typed in ["q", "q!", "wq", "x", "qa", "quit", "exit"] {
            let mut model = model(size("80x24"));
            press(&mut model, before);
            let effects = pressed(&mut model, &format!(":{typed}<Enter>"));
            assert!(
                effects.iter().any(|effect| effect == "Quit"),
                "{typed} after {before}"
            );
        }
    }
}

#[test]
fn what_follows_a_stray_colon_is_never_taken_for_commands() {
    // Every character, and each alone before Enter.
    let printable: String = (' '..='~').filter(|c| *c != '<').collect();
    for before in SCREENS {
        let mut model = model(size("80x24"));
        press(&mut model, before);
        model.session.notice = None;
        let left = screen(&model, &Theme::COLOURED);
        let marked = model.session.marks.version();
        press(&mut model, &format!(":{printable}"));
        common::answered(&mut model, Msg::Pasted("mAsq\n".to_owned()));
        press(&mut model, "<Enter>");
        assert!(
            notice(&model).starts_with("Nothing here is called"),
            "{}",
            notice(&model)
        );
        press(&mut model, "<Esc>");
        assert_eq!(screen(&model, &Theme::COLOURED), left, "{before}");
        assert_eq!(model.session.marks.version(), marked, "{before}");
    }
    for typed in (' '..='~').filter(|c| !"!<qxQX0123456789".contains(*c)) {
        let mut model = model(size("80x24"));
        press(&mut model, &format!(":{typed}<Enter>"));
        assert!(shows_help(&model) && !notice(&model).is_empty(), "{typed}");
    }
}

#[test]
fn enter_needs_a_row_that_was_chosen_or_a_whole_word() {
    for (keys, expected) in [
        (":<Enter>", "Choose a row with ↓, or type a word"),
        (":<Space><Enter>", "Choose a row with ↓, or type a word"),
        ("?<Enter>", "Choose a row with j, or type a word"),
        // Turning pages is reading.
        ("?<Space><Enter>", "Choose a row with j, or type a word"),
        ("?j<C-f><Enter>", "Choose a row with j, or type a word"),
        (
            ":archiv<Enter>",
            "“archiv” is not a whole word; ↓ chooses a row",
        ),
        (
            ":unread archiv<Enter>",
            "Nothing here is called “unread archiv”",
        ),
        // What is typed after choosing counts.
        (
            ":<Down>archiv<Enter>",
            "“archiv” is not a whole word; ↓ chooses a row",
        ),
        (":cursor<Enter>", "Nothing here is called “cursor”"),
        (
            ":backspace<Down><Enter>",
            "This key is for a line being typed",
        ),
        (":erase before<Enter>", "This key is for a line being typed"),
        (":wheel<Down><Enter>", "This is done with the mouse"),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        assert_eq!(notice(&model), expected, "{keys}");
        assert!(shows_help(&model), "{keys}");
    }
    for keys in [
        "?jk<Enter>",
        ":<Down><Up><Enter>",
        ":archive<Enter>",
        "?/archive<Enter>",
        "?:archive<Enter>",
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        assert!(!shows_help(&model), "{keys}");
    }
}

#[test]
fn what_goes_back_and_forth_says_what_it_does_now() {
    let hint = |typed: &str| {
        let mut model = model(size("110x34"));
        press(&mut model, typed);
        last_line(&model)
    };
    for (typed, expected) in [
        (":read", "enter mark as read "),
        ("m:read", "enter mark as unread "),
        (":mark unread", "enter mark as read "),
        (":unread", "enter show only unread "),
        // Nothing is saved, then a story is.
        ("f:filter", "enter show all stories "),
        ("sf:filter", "enter show only saved "),
        ("sff:filter", "enter show all stories "),
        // There the key has no filter to go to.
        ("a:unread", "enter filter "),
    ] {
        let line = hint(typed);
        assert!(line.contains(expected), "{typed}: {line}");
    }
}

#[test]
fn unread_typed_alone_marks_nothing() {
    let mut model = model(size("110x34"));
    press(&mut model, "m");
    let marked = model.session.marks.version();
    press(&mut model, ":unread<Enter>");
    assert!(!shows_help(&model));
    assert_eq!(model.session.marks.version(), marked);
    assert_eq!(notice(&model), "Only unread: 5 stories; f shows all");
}

#[test]
fn escape_closes_what_a_colon_opened_and_goes_back_to_what_was_read() {
    let mut model = model(size("80x24"));
    press(&mut model, ":arch<Esc>");
    assert!(!shows_help(&model));
    press(&mut model, "?:arch<Esc>");
    assert!(shows_help(&model));
    assert!(lines(&model)[0].trim_end().ends_with("Keys"));
    press(&mut model, "?");
    assert_eq!(notice(&model), "These are the keys; esc goes back");
    press(&mut model, "<Esc>");
    assert!(!shows_help(&model));
}

#[test]
fn a_row_for_several_sections_asks_which() {
    let mut model = long(40, "80x24");
    press(&mut model, ":section<Enter>");
    assert!(shows_list(&model));
    press(&mut model, "12");
    assert_eq!(headline(&model), "Science, story 1");
    press(&mut model, ":38<Enter>");
    assert_eq!(headline(&model), "Obituaries, story 1");
    press(&mut model, ":section 2<Enter>");
    assert_eq!(headline(&model), "Europe, story 1");
    press(&mut model, ":77<Enter>");
    assert_eq!(
        notice(&model),
        "There is no section 77; the sections are 01–40"
    );
}

#[test]
fn the_help_over_a_list_of_sections_leads_back_to_it() {
    let mut model = long(40, "80x24");
    press(&mut model, "g?");
    assert!(shows_help(&model));
    press(&mut model, "<Esc>");
    assert!(shows_list(&model));
    press(&mut model, ":down<Enter><Enter>");
    assert_eq!(headline(&model), "World, story 1");
}

#[test]
fn a_click_chooses_a_row_and_another_does_it() {
    let mut model = model(size("110x34"));
    press(&mut model, "?");
    let y = lines(&model)
        .iter()
        .position(|line| line.contains("next story, from"))
        .unwrap();
    let cell = Position {
        x: 20,
        y: y.try_into().unwrap(),
    };
    let mut click = || {
        let gesture = Gesture::Press(Clicks::One);
        update(&mut model, Msg::Mouse(Mouse { cell, gesture }));
        (shows_help(&model), last_line(&model))
    };
    let (open, line) = click();
    assert!(open && line.contains("   enter next   "), "{line}");
    assert!(!click().0);
    let newest = editions().remove(5);
    let second = newest.briefing.as_ref().unwrap().story(1);
    assert_eq!(headline(&model), second.headline().to_string());
}

#[test]
fn the_name_of_a_theme_leads_to_it_in_the_list_of_themes() {
    for (typed, selected) in [
        (":dark<Enter>", "dark"),
        (":light<Enter>", "light"),
        (":theme dark<Enter>", "dark"),
        (":themes<Enter>", "terminal"),
        (":dark<Enter><Esc>T", "terminal"),
        ("?/dark<Enter>", "dark"),
    ] {
        let mut model = model(size("80x24"));
        press(&mut model, typed);
        let AnyScreen::Themes(themes) = model.screens.top() else {
            panic!("{typed} does not open the themes");
        };
        let row = &themes.items.rows[themes.selected().unwrap()];
        assert_eq!(&*row.shown, selected, "{typed}");
    }
}

/// What Enter would do must be what was typed.
#[test]
fn words_for_one_filter_do_not_offer_another() {
    for (keys, hint, said) in [
        (
            "f:unread",
            "",
            "Only unread stories are shown already; f shows all",
        ),
        (
            "sf:unread",
            "",
            "Only unread stories are shown already; f shows the saved ones",
        ),
        (
            "sff:unread",
            "",
            "Only saved stories are shown now; f shows all",
        ),
        (
            ":show all",
            "",
            "All stories are shown already; f shows the unread ones",
        ),
        (
            "f:show all",
            "enter show all stories ",
            "Nothing here is saved. All stories of this edition",
        ),
        (
            ":unread",
            "enter show only unread ",
            "Only unread: 6 stories; f shows all",
        ),
        (
            "sf:filter",
            "enter show only saved ",
            "Only saved: 1 story; f shows all",
        ),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        let last = last_line(&model);
        assert_eq!(last.contains("enter"), !hint.is_empty(), "{keys}: {last}");
        assert!(last.contains(hint), "{keys}: {last}");
        press(&mut model, "<Enter>");
        assert_eq!(notice(&model), said, "{keys}");
    }
}

/// What keys do on another screen does not name what they do here.
#[test]
fn words_offer_only_what_the_row_says_first() {
    for (typed, hint) in [
        (":year", "enter archive "),
        (":date", ""),
        (":results", ""),
        (":chart", ""),
        (":edition before", "enter edition before "),
        (":previous section", "enter section before "),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, typed);
        let last = last_line(&model);
        assert_eq!(last.contains("enter"), !hint.is_empty(), "{typed}: {last}");
        assert!(last.contains(hint), "{typed}: {last}");
    }
    let mut model = model(size("110x34"));
    press(&mut model, ":date<Enter>");
    assert_eq!(notice(&model), "No key is called “date”; ↓ chooses a row");
}
