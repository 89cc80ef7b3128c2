//! What the screens say while files are still being read, where nothing is found, and of keys that can do
//! nothing.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/kinds.rs"]
mod kinds;

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};

use common::{answer, answered, drawn, editions, model, press, rows, size};
use roundup::app::screens::AnyScreen;
use roundup::app::{Abilities, Effect, Environment, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::briefing::Briefing;
use roundup::config::Configuration;
use roundup::keymap::{Action, Edit, Key, Keymap, Mode, Motion};
use roundup::marks::Marks;
use roundup::search::{Chunk, fold_editions};
use roundup::text::DisplayText;
use roundup::ui;
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
            "Earlier editions are still being loaded.",
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
fn a_search_accepted_too_early_for_which_nothing_is_found_says_so() {
    let mut model = half_loaded("110x34");
    press(&mut model, "/zzz<Enter>");
    check_shown(&model, "kept as soon as anything is found");
    load_all(&mut model);
    check_shown(&model, "nothing found");
}

#[test]
fn what_happens_on_disk_is_told_when_nothing_is_typed_any_more() {
    let faults = "2 files have faults; ! shows them";
    let mut model = half_loaded("110x34");
    press(&mut model, "/tide");
    load_all(&mut model);
    assert!(!screen(&model).contains(faults), "{}", screen(&model));
    press(&mut model, "<BS>");
    assert_eq!(model.session.notice, None);
    press(&mut model, "<Esc>");
    check_shown(&model, faults);
    press(&mut model, "j");
    assert_eq!(model.session.notice, None);
    // Two changes with a key typed between them are told together; so is a third right after that.
    let mut model = common::model(size("110x34"));
    press(&mut model, "/ti");
    let comes = |model: &mut Model, path: &str| {
        let source = format!("id = \"{path}\"\ntitle = \"T\"\ndate = 2030-01-01\n");
        let read = vec![Arc::new(Edition::parse(path.into(), &source))];
        let (gone, folded) = (Vec::new(), fold_editions(&read));
        answered(model, Msg::FilesChanged { gone, read, folded });
        let (asked, is_one_file) = (false, false);
        answered(model, Msg::ReadAgain { asked, is_one_file });
    };
    comes(&mut model, "one.toml");
    press(&mut model, "d");
    comes(&mut model, "two.toml");
    press(&mut model, "e");
    assert_eq!(model.session.notice, None);
    press(&mut model, "<Esc>");
    check_shown(&model, "2 editions added");
    comes(&mut model, "three.toml");
    check_shown(&model, "3 editions added");
    press(&mut model, "j");
    comes(&mut model, "four.toml");
    check_shown(&model, "1 edition added");
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
fn the_prompt_says_what_is_wrong_with_a_date_and_what_a_day_without_a_year_is_taken_for() {
    for (keys, shown) in [
        ("/date:\"31 april\"", "date: there is no 31 April"),
        ("/date:2031-02-29", "date: there is no 29 February 2031"),
        (
            "/date:\"mon 1 apr 2031\"",
            "date: 1 April 2031 is a Tuesday",
        ),
        ("/since:\"1 apr\"", "since: 1 April 2031"),
        ("a/before:\"31 april\"", "before: there is no 31 April"),
        // A day without a year is that of every year.
        ("/date:\"1 apr\"", " in 2 editions"),
        ("/date:\"tue 1 apr\"", " in 2 editions"),
        ("/date:\"mon 1 apr\"", "nothing found"),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        check_shown(&model, shown);
    }
}

#[test]
fn where_little_is_found_the_prompt_says_how_to_find_either_word() {
    for (keys, shown) in [
        ("/tide|ferry", "to find either, write tide | ferry"),
        ("/tide or ferry", "to find either, write tide OR ferry"),
        ("/zzz or qqq", "to find either, write zzz OR qqq"),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        check_shown(&model, shown);
    }
    for keys in ["/tide | ferry", "/tide OR ferry", "/is:unread", "/zzz"] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        assert!(!screen(&model).contains("either"), "{keys}");
    }
}

#[test]
fn in_the_help_a_key_that_means_nothing_there_says_what_helps() {
    for key in ["x", "m", "s", "]", "e", "o"] {
        let mut model = model(size("110x34"));
        press(&mut model, &format!("?{key}"));
        let helps = "means nothing here; / and a word finds a row, enter does it, esc closes";
        check_shown(&model, &format!(" {key} {helps}"));
    }
    let mut model = model(size("110x34"));
    press(&mut model, "?<Enter>");
    check_shown(&model, "Choose a row with j, or type a word");
}

#[test]
fn a_filter_that_shows_nothing_is_passed_over() {
    let notice = |model: &Model| model.session.notice.as_ref().unwrap().to_string();
    let mut model = model(size("110x34"));
    press(&mut model, "AA");
    press(&mut model, "f");
    assert_eq!(
        notice(&model),
        "Nothing here is unread or saved; all stories are shown"
    );
    check_shown(&model, "all read");
    press(&mut model, "s?/filter");
    check_shown(&model, "enter show only saved");
    press(&mut model, "<Esc><Esc>f");
    assert_eq!(
        notice(&model),
        "Nothing here is unread. Only saved: 1 story; f shows all"
    );
    press(&mut model, "f");
    assert_eq!(notice(&model), "All stories of this edition");
    // In an edition that is opened under a filter, there may be nothing either.
    let mut model = common::model(size("110x34"));
    press(&mut model, "{AA}f{");
    assert_eq!(notice(&model), "No story here is unread; f shows all");
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

#[test]
fn a_key_with_alt_that_means_nothing_is_called_so() {
    for (key, said) in [
        ('x', "Alt-x means nothing here; ? shows the keys"),
        (' ', ""),
        ('J', ""),
    ] {
        let mut model = model(size("80x24"));
        for key in [Key::Esc, Key::Alt(key)] {
            answered(&mut model, Msg::KeyPressed(key));
        }
        let notice = model.session.notice.as_deref();
        assert_eq!(notice.map_or("", |notice| notice), said, "{key}");
    }
    // What means nothing on this screen only.
    let mut model = model(size("80x24"));
    press(&mut model, "a");
    answered(&mut model, Msg::KeyPressed(Key::Alt('n')));
    check_shown(&model, "Alt-n means nothing here");
    // In a prompt it is the character.
    press(&mut model, "<Esc>/one ");
    answered(&mut model, Msg::KeyPressed(Key::Alt('x')));
    check_shown(&model, "/one x");
}

/// The keys that lead to every state: those of [`kinds::SCREENS`], and [`STATES`].
fn all_states() -> impl Iterator<Item = &'static str> {
    let kinds = kinds::SCREENS.iter().map(|(_, keys)| *keys);
    kinds.chain(STATES)
}

/// States of screens besides [`kinds::SCREENS`], with the keys that lead there.
const STATES: [&str; 28] = [
    "f",
    "ff",
    "s",
    "AA",
    "G",
    "AAG<Enter>G<Space>",
    "{{{",
    "{{{<Enter>",
    "{{{{",
    "{{{{{",
    "/",
    "/zzz",
    "/tide<Enter><Enter>",
    "/tide<Enter>z",
    "/the<Enter>",
    "/is:unread<Enter>",
    "sS",
    "a/zzz",
    "a/zzz<Enter>",
    "!<Enter>",
    "t/x<Enter>",
    "o/x",
    "?/zzz",
    "?j",
    ":",
    ":archive",
    ":zzz",
    "T/zzz",
];

/// Every key that a terminal reports, but for letters with marks and the like.
fn every_key() -> Vec<Key> {
    let characters = (' '..='~').map(Key::Char);
    let controls = ('a'..='z').chain("\\]^_".chars()).map(Key::Ctrl);
    let others = [
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::BackTab,
        Key::Backspace,
        Key::AltBackspace,
        Key::Delete,
        Key::Insert,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::F(1),
        Key::Other,
    ];
    characters.chain(controls).chain(others).collect()
}

/// The states that are tried: each at two sizes; at the ends of what can be moved; and in a new archive of one
/// edition.
fn tried_states() -> Vec<(&'static str, String)> {
    const ENDS: [&str; 26] = [
        "G",
        "<Enter>G",
        "zG",
        "/tide<Enter>G",
        "/tide<Enter><Enter>G",
        "/tide<Home>",
        "/tide",
        "/tide<Esc>/",
        "/tide<Enter><Esc>/",
        "/tide<Enter><Esc>/<Up>",
        "aG",
        "a<Tab>G",
        "a<Tab>gg",
        "a<Tab>[[[[<PgUp>",
        "a<Tab>]]]]<PgDn>",
        "a2<Home>",
        "a/2031<Home>",
        "!G",
        "!<Enter>G",
        "tG",
        "oG",
        "o3",
        "?G",
        "TG",
        "G<Enter>G<Space>G",
        "<lt><lt><lt><lt><lt><lt><lt><lt><lt><lt>",
    ];
    let states = all_states().chain(ENDS).map(str::to_owned);
    let at_sizes = |state: String| [("80x24", state.clone()), ("50x12", state)];
    states.flat_map(at_sizes).collect()
}

/// Whether a key did something that is not on the screen: it quits, suspends, redraws or reads all files again.
fn does_something_elsewhere(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| {
        matches!(
            effect,
            Effect::Quit | Effect::Suspend | Effect::Repaint | Effect::Reload
        )
    })
}

/// The cells of the screen, and where the cursor is in them, which only prompts have.
fn frame(model: &Model) -> (Buffer, Position) {
    let Size { width, height } = model.session.window.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let draw = |frame: &mut Frame<'_>| ui::draw(frame, model, &Theme::COLOURED);
    terminal.draw(draw).unwrap();
    let backend = terminal.backend();
    (backend.buffer().clone(), backend.cursor_position())
}

/// A model in a state, without a notice. The editions are read once: there are many thousand models.
fn in_state(at: &str, state: &str) -> Model {
    static EDITIONS: LazyLock<Vec<Arc<Edition>>> = LazyLock::new(editions);
    static CHUNKS: LazyLock<Vec<Arc<Chunk>>> = LazyLock::new(|| fold_editions(&EDITIONS));
    let (editions, chunks) = (EDITIONS.clone(), CHUNKS.clone());
    let found = editions.len();
    let archive = Archive::default().with(editions);
    let mut model = Model::new(archive, found, Marks::default(), size(at));
    update(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
    update(&mut model, Msg::Folded(chunks));
    press(&mut model, state);
    (model.session.notice, model.session.greeting) = (None, None);
    model
}

#[test]
fn no_key_does_nothing_without_a_word() {
    let mut silent = String::new();
    for (at, state) in tried_states() {
        let before = frame(&in_state(at, &state));
        for key in every_key() {
            let mut model = in_state(at, &state);
            let effects = update(&mut model, Msg::KeyPressed(key));
            let does = does_something_elsewhere(&effects) || frame(&model) != before;
            if !does {
                let _ = writeln!(silent, "{at} {state}: {}", key.name());
            }
        }
    }
    assert_eq!(silent, "");
}

#[test]
fn a_list_that_still_grows_is_not_said_to_end() {
    let mut model = half_loaded("110x34");
    press(&mut model, "aj");
    check_shown(&model, "This is the only edition loaded so far");
    load_all(&mut model);
    press(&mut model, "j");
    assert_eq!(model.session.notice, None);
    for (keys, key, meanwhile, then) in [
        // The closing page, with nothing left and with some stories left.
        (
            "AAG<Enter>G<Space>",
            "j",
            "Earlier editions are still being loaded",
            "There is nothing left to read; { goes to the edition before",
        ),
        (
            "JAG<Enter>G<Space>G",
            "j",
            "This is the last story left so far",
            "This is the last story left",
        ),
        (
            "/tide<Enter>",
            "j",
            "This is the only result so far; esc goes back",
            "This is the only result; esc goes back",
        ),
        (
            "/the<Enter>G",
            "J",
            "This is the last result so far; esc goes back",
            "",
        ),
        ("!", "j", "This is the only file so far", ""),
        ("!", "J", "This is the only file so far", ""),
    ] {
        let said = |model: &Model| model.session.notice.as_deref().unwrap_or("").to_owned();
        let mut model = half_loaded("110x34");
        if keys == "!" {
            let broken = Arc::new(Edition::parse("2031-04-09.toml".into(), ""));
            update(&mut model, Msg::EditionsLoaded(vec![broken]));
        }
        press(&mut model, keys);
        press(&mut model, key);
        assert_eq!(said(&model), meanwhile, "{keys}");
        load_all(&mut model);
        press(&mut model, key);
        assert_eq!(said(&model), then, "{keys}");
    }
    // A search of which an answer is still to come.
    let mut model = common::model(size("110x34"));
    press(&mut model, "/tide<Enter>");
    let effects = update(&mut model, Msg::Folded(fold_editions(&editions()[3..4])));
    press(&mut model, "j");
    check_shown(&model, "This is the only result so far; esc");
    for effect in effects {
        if let Effect::Search(request) = effect {
            answered(&mut model, answer(&request));
        }
    }
    press(&mut model, "j");
    check_shown(&model, "This is the only result; esc goes back ");
}

/// Whether a key that moves nothing keeps saying the same: others say what they have done, or do more each time.
fn repeats_its_notice(action: Option<Action>) -> bool {
    use Action::{Cancel, Edit as Typing, Move, ReadBack, ReadOn, ToArticle, ToList};
    matches!(
        action,
        Some(Move(_) | Typing(_) | ReadOn | ReadBack | ToArticle | ToList | Cancel)
    )
}

#[test]
fn a_key_that_goes_no_further_says_the_same_each_time() {
    for (at, state) in tried_states() {
        let mut model = in_state(at, &state);
        let mode = model.mode();
        let before = drawn(&model, &Theme::COLOURED);
        let keys = every_key().into_iter().filter(|&key| {
            let action = model.session.keymap.action(mode, key);
            repeats_its_notice(action)
        });
        for key in keys.collect::<Vec<_>>() {
            model = in_state(at, &state);
            update(&mut model, Msg::KeyPressed(key));
            let once = drawn(&model, &Theme::COLOURED);
            let notice = model.session.notice.take();
            if notice.is_none() || drawn(&model, &Theme::COLOURED) != before {
                continue;
            }
            model.session.notice = notice;
            update(&mut model, Msg::KeyPressed(key));
            let twice = drawn(&model, &Theme::COLOURED);
            assert_eq!(rows(&twice), rows(&once), "{at} {state}: {}", key.name());
        }
    }
}

#[test]
fn a_key_that_moves_something_says_nothing() {
    for keys in [
        "<Enter>j",
        "<Enter>jk",
        "<Enter>Gu",
        "zd",
        "/the<Enter><Enter>d",
        "!<Enter>j",
        "j",
        "aj",
        "ajk",
        "?<Space>",
        "ok",
        "/tide<Left>",
        "/tide<BS>",
        "a2<Left>",
        "<Enter>G<Space>",
    ] {
        let mut model = model(size("50x12"));
        press(&mut model, keys);
        assert_eq!(model.session.notice, None, "{keys}");
    }
    // In a year, which needs more room.
    let mut model = model(size("110x34"));
    press(&mut model, "a<Tab>k<Left><PgUp>j");
    assert_eq!(model.session.notice, None);
}

/// The keys that lead to a state, the key that is pressed there, and what is said then.
const SAID: &[(&str, &str, &str)] = &[
    ("", "k", "This is the first story"),
    (
        "{",
        "k",
        "This is the only story; } goes to the edition after",
    ),
    ("", "b", "This is the first story"),
    (
        "G",
        "j",
        "This is the last story; { goes to the edition before",
    ),
    (
        "{G",
        "<End>",
        "This is the only story; { goes to the edition before, } to the one after",
    ),
    // A file with faults, which come before its stories.
    (
        "{{{{G",
        "<End>",
        "This is the last story; { goes to the edition before, } to the one after",
    ),
    (
        "{{{{gg",
        "k",
        "Nothing comes before the faults; } goes to the edition after",
    ),
    // A file that cannot be read.
    (
        "{{{",
        "k",
        "There is no story here; } goes to the edition after",
    ),
    (
        "{{{",
        "J",
        "There is no story here; { goes to the edition before, } to the one after",
    ),
    // An edition without stories.
    (
        "{{{{{",
        "j",
        "There is no story here; } goes to the edition after",
    ),
    (
        "{{{{{",
        "K",
        "There is no story here; } goes to the edition after",
    ),
    (
        "sff",
        "j",
        "This is the only story shown; { goes to the edition before",
    ),
    ("", "<Esc>", "There is nothing to close; q quits"),
    ("s", "<Esc>", ""),
    ("}", "}", "This is the newest edition"),
    (
        "z",
        "<Tab>",
        "Only the article is shown; z brings the list back",
    ),
    (
        "/tide<Enter>z",
        "<Tab>",
        "Only the article is shown; z brings the list back",
    ),
    ("<Enter>", "k", "This is the top"),
    (
        "J<Enter>",
        "u",
        "This is the top; K goes to the story before",
    ),
    (
        "J<Enter>",
        "<PgUp>",
        "This is the top; K goes to the story before",
    ),
    ("Jz", "gg", "This is the top; K goes to the story before"),
    ("<Enter>G", "j", "This is the end; space reads on"),
    ("<Enter>G", "G", "This is the end; space reads on"),
    ("zG", "d", "This is the end; space reads on"),
    ("/the<Enter><Enter>gg", "k", "This is the top"),
    (
        "/the<Enter>gg<Enter>G",
        "j",
        "This is the end; J goes to the next result",
    ),
    (
        "/the<Enter>ggJ<Enter>gg",
        "k",
        "This is the top; K goes to the result before",
    ),
    (
        "/the<Enter>gg",
        "k",
        "This is the first result; esc goes back",
    ),
    (
        "/the<Enter>G",
        "j",
        "This is the last result; esc goes back",
    ),
    (
        "/the<Enter>G",
        "J",
        "This is the last result; esc goes back",
    ),
    (
        "/the<Enter>G",
        "]",
        "This is the last edition found; esc goes back",
    ),
    (
        "/the<Enter>gg",
        "[",
        "This is the first edition found; esc goes back",
    ),
    ("/the", "<Up>", "This is the first result"),
    ("sS", "j", "This is the only result; esc goes back"),
    ("a", "b", "This is the newest edition"),
    ("aG", "<Space>", "This is the oldest edition"),
    ("a/late", "<Down>", "This is the only edition shown"),
    ("a<Tab>", "j", "The archive ends on this day"),
    ("a<Tab>", "<Right>", "The archive ends on this day"),
    (
        "a<Tab>[[[[<PgUp><PgUp><PgUp><PgUp>",
        "<Home>",
        "The archive begins on this day",
    ),
    ("!G", "j", "This is the last file"),
    ("!<Enter>", "j", "This is the end; J goes to the next file"),
    ("o<Home>", "k", "This is the first link"),
    ("oG", "j", "This is the last link"),
    ("o1", "1", "Number 1 is selected already"),
    ("?", "k", "This is the first row"),
    ("t/x<Enter>", "j", "There is no tag shown; esc shows all"),
    ("TG", "j", "This is the last theme"),
    (
        "<lt><lt><lt><lt><lt><lt><lt><lt><lt>",
        "<lt>",
        "40 columns are the narrowest measure; > makes it wider",
    ),
    ("/", "<BS>", "There is nothing to erase"),
    ("/", "<Up>", "There is no earlier search yet"),
    ("/tide", "<Right>", "This is the end of the line"),
    (
        "/tide<Enter><Esc>/",
        "<Down>",
        "There is no later search; ↑ brings back the last one",
    ),
    (
        "/tide<Enter><Esc>/<Up>",
        "<Up>",
        "This is the oldest search",
    ),
    ("a2<Home>", "<Left>", "This is the start of the line"),
];

#[test]
fn where_a_key_goes_no_further_the_last_line_says_why_and_names_a_way_on() {
    let mut wrong = String::new();
    for &(state, key, notice) in SAID {
        let mut model = in_state("110x34", state);
        if state == "s" {
            press(&mut model, "s");
        }
        press(&mut model, key);
        let said = model.session.notice.as_deref().map_or("", |notice| notice);
        if said != notice {
            let _ = writeln!(wrong, "{state} {key}: {said}, not {notice}");
        }
    }
    assert_eq!(wrong, "");
}

/// Every default key, as it is written in a configuration, but for `ctrl-c`, which cannot be freed.
const DEFAULT_KEYS: &str = "space b j down k up d ctrl-d u ctrl-u page-down ctrl-f page-up ctrl-b home G end enter l \
    right h left tab J K 1 2 3 4 5 6 7 8 9 0 ] ctrl-n [ ctrl-p g { ( } ) ctrl-o backspace ctrl-] a . R ! / n N e t o \
    y Y m A s U f S z | < > T ? : ctrl-l esc q ctrl-z delete ctrl-a ctrl-e ctrl-w";
/// Keys for the actions that have one while typing.
const OTHER_TYPING_KEYS: &str =
    "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 ctrl-g ctrl-k ctrl-r ctrl-t ctrl-x";
/// Keys for the others.
const OTHER_KEYS: &str = "αβγδεζηθικλμνξοπρστυφχψωабвгдежзийклмнопрстуфхцчшщъыьэюя";
const OTHER_TOP: char = 'Ω';

/// A configuration in which none of the default keys means anything, and every action has another key; and these keys.
fn other_keys() -> (Configuration, Vec<(Action, Key)>) {
    let typing = |action: &Action| {
        let keymap = Keymap::default();
        !keymap.key_name_in(Mode::Typing, *action).is_empty()
    };
    let (mut typing_keys, mut keys) = (OTHER_TYPING_KEYS.split_whitespace(), OTHER_KEYS.chars());
    let (mut lines, mut moved, mut go) = ("[keys]\n".to_owned(), Vec::new(), None);
    for (name, action) in Action::named() {
        let (written, key) = if action == Action::Stay || action == Action::Move(Motion::Top) {
            continue;
        } else if typing(&action) {
            let written = typing_keys.next().unwrap();
            let key = match written.strip_prefix('f') {
                Some(number) => Key::F(number.parse().unwrap()),
                None => Key::Ctrl(written.chars().last().unwrap()),
            };
            (written.to_owned(), key)
        } else {
            let key = keys.next().unwrap();
            (key.to_string(), Key::Char(key))
        };
        if action == Action::Go {
            go = Some(written.clone());
        }
        let _ = writeln!(lines, "\"{written}\" = \"{name}\"");
        moved.push((action, key));
    }
    let go = go.unwrap();
    let _ = writeln!(
        lines,
        "\"{go} {OTHER_TOP}\" = \"top\"\n\"{go} g\" = \"none\""
    );
    moved.push((Action::Move(Motion::Top), Key::Char(OTHER_TOP)));
    for key in DEFAULT_KEYS.split_whitespace() {
        let _ = writeln!(lines, "\"{key}\" = \"none\"");
    }
    let label = DisplayText::line("config.toml");
    let configuration = Configuration::new(label, Some(Ok(lines.into_bytes())), Vec::new());
    (configuration, moved)
}

/// A model with other keys on which what `state` leads to with the default keys has been done.
fn with_other_keys(state: &str) -> Model {
    let (configuration, moved) = other_keys();
    let editions = editions();
    let chunks = fold_editions(&editions);
    let environment = Environment {
        configuration,
        ..Environment::from(size("110x34"))
    };
    let found = editions.len();
    let archive = Archive::default().with(editions);
    let mut model = Model::new(archive, found, Marks::default(), environment);
    assert_eq!(model.session.configuration.faults, []);
    update(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
    update(&mut model, Msg::Folded(chunks));
    let mut usual = common::model(size("110x34"));
    for key in common::keys(state) {
        let action = usual.session.keymap.action(usual.mode(), key);
        let other = match action.unwrap() {
            Action::Edit(Edit::Insert(c)) | Action::GoToLetter(c) => Key::Char(c),
            action => {
                let found = moved.iter().find(|(other, _)| *other == action);
                found.unwrap_or_else(|| panic!("{action:?}")).1
            }
        };
        answered(&mut usual, Msg::KeyPressed(key));
        answered(&mut model, Msg::KeyPressed(other));
    }
    assert_eq!(
        std::mem::discriminant(model.screens.top()),
        std::mem::discriminant(usual.screens.top()),
        "{state}"
    );
    model
}

/// The names of default keys among the words of `text`, apart from `words`.
fn default_keys(model: &Model, text: &str, words: &[&str]) -> Vec<String> {
    let list = model.edition().list();
    let sections = list.briefing().map_or(0, Briefing::sections);
    let letters: Vec<_> = (0..sections)
        .filter_map(|section| list.keys(section).letter)
        .collect();
    let is_letter = |token: &str| letters.iter().any(|letter| token == letter.to_string());
    let keymap = Keymap::default();
    let keys = Action::all()
        .into_iter()
        .map(|action| keymap.all_keys(action));
    let keys: Vec<_> = keys
        .flat_map(|keys| keys.split(' ').map(str::to_owned).collect::<Vec<_>>())
        // It cannot be moved.
        .filter(|key| key != "Ctrl-c")
        .collect();
    let tokens = text.split_whitespace();
    let tokens = tokens.map(
        |token| match token.trim_matches(|c| ",;.()“”".contains(c)) {
            "" => token,
            trimmed => trimmed,
        },
    );
    let is_default = |token: &&str| {
        keys.iter().any(|key| key == token) && !words.contains(token) && !is_letter(token)
    };
    tokens.filter(is_default).map(str::to_owned).collect()
}

/// Digits are numbers, and these are words, in texts that name no keys. Signs of prompts and
/// of files that cannot be read are no keys.
const WORDS: [&str; 20] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "A", "b", "!", "end", "home", "space",
    "/", ":", "|",
];

#[test]
fn no_screen_names_a_key_that_the_user_has_moved() {
    for state in all_states() {
        let model = with_other_keys(state);
        let screen = screen(&model);
        let (page, last) = screen.rsplit_once('\n').unwrap();
        assert_eq!(
            default_keys(&model, page, &WORDS),
            [""; 0],
            "{state}:\n{screen}"
        );
        let signs = ["/", ":", "0", "1", "2", "3"];
        assert_eq!(
            default_keys(&model, last, &signs),
            [""; 0],
            "{state}:\n{screen}"
        );
    }
}

#[test]
fn no_notice_names_a_key_that_the_user_has_moved() {
    for state in all_states() {
        let typed =
            |action: &Action| matches!(action, Action::GoToNothing(_) | Action::GoToLetter(_));
        for action in Action::all().into_iter().filter(|action| !typed(action)) {
            let mut model = with_other_keys(state);
            model.session.notice = None;
            model.perform(action, Key::F(20));
            let notice = model.session.notice.as_ref().map_or("", |notice| notice);
            assert_eq!(
                default_keys(&model, notice, &WORDS),
                [""; 0],
                "{state}, {action:?}: {notice}"
            );
        }
    }
}

/// A model in a state in which the keys no longer hold that led there: none does, except those in `kept`, which are
/// lines of a configuration.
fn without_keys(state: &str, kept: &str) -> Model {
    let mut lines = format!("[keys]\n{kept}");
    for key in DEFAULT_KEYS.split_whitespace() {
        if !kept.contains(&format!("\"{key}\"")) {
            let _ = writeln!(lines, "\"{key}\" = \"none\"");
        }
    }
    let label = DisplayText::line("config.toml");
    let configuration = Configuration::new(label, Some(Ok(lines.into_bytes())), Vec::new());
    let mut model = model(size("110x34"));
    press(&mut model, state);
    update(
        &mut model,
        Msg::ConfigurationRead {
            configuration: Box::new(configuration),
            abilities: Abilities::default(),
            asked: false,
        },
    );
    model
}

#[test]
fn notices_read_well_where_actions_have_no_key() {
    const OF_KEYS: [&str; 13] = [
        "brings", "changes", "chooses", "copies", "does", "goes", "makes", "marks", "opens",
        "quits", "reads", "saves", "shows",
    ];
    for (kept, state) in
        all_states().flat_map(|state| [("", state), ("\":\" = \"find-action\"\n", state)])
    {
        for action in Action::all() {
            let mut model = without_keys(state, kept);
            model.session.notice = None;
            model.perform(action, Key::F(20));
            let notice = model.session.notice.as_ref().map_or("", |notice| notice);
            let clauses = notice.split([';', ',', '.']).map(str::trim_start);
            let names_no_key = clauses
                .filter_map(|clause| clause.split(' ').next())
                .any(|word| OF_KEYS.contains(&word));
            let is_torn = notice.contains("  ") || notice.starts_with(' ') || notice.ends_with(' ');
            assert!(
                !names_no_key && !is_torn,
                "{kept}{state}, {action:?}: {notice}"
            );
        }
    }
}

#[test]
fn the_letters_after_go_are_shown_with_the_keys_that_hold() {
    let mut model = with_other_keys("");
    let (_, moved) = other_keys();
    let go = moved
        .iter()
        .find(|(action, _)| *action == Action::Go)
        .unwrap()
        .1;
    answered(&mut model, Msg::KeyPressed(go));
    check_shown(&model, "Ω top");
    check_shown(&model, "F");
    let last = screen(&model).lines().last().unwrap().to_owned();
    assert_eq!(default_keys(&model, &last, &["a"]), [""; 0], "{last}");
}

/// The way on is named last, so what comes before it is shortened.
#[test]
fn where_there_is_little_room_a_notice_still_names_the_way_on() {
    for (keys, said) in [
        (
            "AAG<Enter>G<Space><Space>",
            "Nothing is left to read; { goes to the edition before",
        ),
        ("{AAG<Enter>G<Space><Space>", ""),
        (
            "AAn",
            "Nothing unread after this; { goes to the edition before",
        ),
        (
            "AAN",
            "Nothing unread before this; { goes to the edition before",
        ),
        (
            "{AAn",
            "Nothing unread after this; { and } go to other editions",
        ),
        ("{J", "This is the only story; { and } go to other editions"),
        (
            "{]",
            "This edition has no sections; { and } go to other editions",
        ),
        (
            "/qqqqz zzzzq xxxxq wwwwq vvvvq<Enter>",
            "nothing to keep; esc goes back",
        ),
    ] {
        let mut model = model(size("60x20"));
        press(&mut model, keys);
        let last = screen(&model).lines().last().unwrap().to_owned();
        assert!(last.contains(said), "{keys}: {last}");
        assert!(!last.contains('…'), "{keys}: {last}");
    }
    let mut model = model(size("80x24"));
    press(&mut model, "/\"Siobhán Smith\" since:2020 before:20");
    check_shown(&model, "before: takes 2016-01-12, \"12 Jan 2016\"");
    assert!(!screen(&model).lines().last().unwrap().contains('…'));
}
