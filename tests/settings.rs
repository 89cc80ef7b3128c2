//! What the settings do in the reader: each has an effect that is seen on the screen or in what is asked of the
//! runtime. What needs the terminal or other programs is tested with the real program.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/notice.rs"]
mod notice;
#[path = "common/stored.rs"]
mod stored;

use std::collections::HashSet;
use std::sync::Arc;

use common::{answered, drawn, editions, press, rows, size};
use notice::notice;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use roundup::app::screens::AnyScreen;
use roundup::app::{
    Abilities, Clipboard, Colours, Effect, Environment, Model, Msg, update_and_read as update,
};
use roundup::archive::{Archive, Edition};
use roundup::briefing::Diagnostic;
use roundup::config::palette::{Colour, Depth, Palette};
use roundup::config::{Configuration, ThemeSource, themes};
use roundup::keymap::{Action, Key};
use roundup::marks::Marks;
use roundup::search::fold_editions;
use roundup::text::{DisplayText, width};
use roundup::ui::theme::Theme;

/// The configuration that `text` says, with a theme of the user's own.
fn configuration(text: &str) -> Configuration {
    let label = DisplayText::line("/home/ada/.config/roundup/config.toml");
    let own = ThemeSource {
        name: "mine".to_owned(),
        label: DisplayText::line("/home/ada/.config/roundup/themes/mine.toml"),
        contents: Ok(b"base = \"dark\"\ntext = \"#ffffff on #102030\"\n".to_vec()),
    };
    Configuration::new(label, Some(Ok(text.as_bytes().to_vec())), vec![own])
}

fn environment(text: &str, at: &str) -> Environment {
    Environment {
        configuration: configuration(text),
        home: Some("/home/ada".to_owned()),
        ..Environment::from(size(at))
    }
}

fn in_environment(environment: Environment) -> Model {
    let editions = editions();
    let (found, chunks) = (editions.len(), fold_editions(&editions));
    let archive = Archive::default().with(editions);
    let mut model = Model::new(archive, found, Marks::default(), environment);
    update(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
    update(&mut model, Msg::Folded(chunks));
    model
}

fn model(text: &str) -> Model {
    in_environment(environment(text, "110x34"))
}

fn change(model: &mut Model, text: &str) {
    let configuration = Box::new(configuration(text));
    let asked = false;
    answered(
        model,
        Msg::ConfigurationRead {
            configuration,
            abilities: Abilities::default(),
            asked,
        },
    );
}

fn screen(model: &Model) -> String {
    rows(&drawn(model, &Theme::new(model.session.look.palette()))).join("\n")
}

#[track_caller]
fn check_shown(model: &Model, shown: &str) {
    let screen = screen(model);
    assert!(screen.contains(shown), "{shown} is not shown:\n{screen}");
}

/// The colour behind the cells of the screen, if it is the same behind all of the text.
fn background(model: &Model) -> Color {
    let buffer = drawn(model, &Theme::new(model.session.look.palette()));
    // Wide characters cover the cells after them, which are not drawn.
    let is_drawn = |at: &usize| {
        let before = at.checked_sub(1).map(|before| &buffer.content[before]);
        before.is_none_or(|before| width::of(before.symbol()) < 2)
    };
    let cells = (0..buffer.content.len()).filter(is_drawn);
    let colours: HashSet<_> = cells.map(|at| buffer.content[at].bg).collect();
    assert_eq!(colours.len(), 1, "{colours:?}");
    buffer.content[0].bg
}

#[test]
fn a_theme_colours_the_whole_window() {
    let unset = common::model(size("110x34"));
    assert_eq!(background(&unset), Color::Reset);
    let mine = Color::Rgb(0x10, 0x20, 0x30);
    for keys in ["", "?", "a", "o", "g", "!", "z", "T"] {
        let mut model = model("theme = \"mine\"");
        press(&mut model, keys);
        assert_eq!(background(&model), mine, "{keys}");
    }
    let mut tiny = in_environment(environment("theme = \"mine\"", "19x4"));
    assert_eq!(background(&tiny), mine);
    answered(&mut tiny, Msg::Greeted("Hello".to_owned()));
    answered(&mut tiny, Msg::Resized(size("40x12")));
    assert_eq!(background(&tiny), mine);
}

#[test]
fn a_theme_suits_what_the_terminal_can_show() {
    let with = |depth, colorfgbg: Option<&str>| {
        let abilities = Abilities {
            colours: Colours {
                depth,
                colorfgbg: colorfgbg.map(str::to_owned),
            },
            ..Abilities::default()
        };
        let text = "theme = { light = \"paper\", dark = \"mine\" }";
        let model = in_environment(Environment {
            abilities,
            ..environment(text, "80x24")
        });
        model.session.look.palette()
    };
    let text = |palette: Palette| palette.text.background;
    let mine = Colour::Rgb(0x10, 0x20, 0x30);
    assert_eq!(text(with(Some(Depth::True), None)), Some(mine));
    assert!(matches!(
        text(with(Some(Depth::Two56), None)),
        Some(Colour::Indexed(_))
    ));
    assert_eq!(with(Some(Depth::Sixteen), None), Palette::COLOURED);
    let paper = themes::built_in("paper").unwrap();
    assert_eq!(with(Some(Depth::True), Some("0;15")), paper);
    // NO_COLOR wins over all.
    assert_eq!(with(None, Some("0;15")), Palette::PLAIN);
}

#[test]
fn a_theme_is_seen_while_it_is_chosen() {
    let mut model = model("");
    model.session.notice = None;
    let before = screen(&model);
    press(&mut model, "T");
    for name in [
        "terminal",
        "light",
        "dark",
        "paper",
        "contrast",
        "gruvbox",
        "solarized",
        "mine",
    ] {
        check_shown(&model, name);
    }
    check_shown(&model, "▌   terminal         set");
    // The page stays beside the list.
    check_shown(&model, before.lines().next().unwrap().trim_end());
    press(&mut model, "j");
    assert_eq!(
        model.session.look.palette(),
        themes::built_in("light").unwrap()
    );
    press(&mut model, "G");
    assert_eq!(background(&model), Color::Rgb(0x10, 0x20, 0x30));
    // Whatever closes the list takes the theme back.
    for keys in ["<Esc>", "q", "h", "a<Esc>"] {
        press(&mut model, keys);
        assert_eq!(model.session.look.palette(), Palette::COLOURED, "{keys}");
        assert_eq!(screen(&model), before, "{keys}");
        press(&mut model, "TG");
    }
    press(&mut model, "<Enter>");
    assert_eq!(background(&model), Color::Rgb(0x10, 0x20, 0x30));
    assert_eq!(
        notice(&model),
        "To keep it, write theme = \"mine\" in ~/.config/roundup/config.toml"
    );
    // The list opens at the theme that is shown.
    press(&mut model, "T");
    check_shown(&model, "▌   mine");
    press(&mut model, "/term<Enter>");
    assert_eq!(notice(&model), "Theme: terminal");
}

#[test]
fn theme_screens() {
    stored::check("themes", "T");
    stored::check("themes_over_results", "/tide<Enter>Tjj");
    stored::check("themes_narrowed", "T/a");
}

#[test]
fn a_theme_is_kept_by_changing_the_line_that_sets_one() {
    let mut model = model("measure = 80\ntheme = \"paper\"\n");
    press(&mut model, "TGk<Enter>");
    assert_eq!(
        notice(&model),
        "To keep it, write theme = \"solarized\" in line 2 of ~/.config/roundup/config.toml"
    );
}

#[test]
fn a_theme_by_background_is_kept_by_changing_the_one_in_use() {
    for (colorfgbg, key) in [
        (None, "dark"),
        (Some("15;0"), "dark"),
        (Some("0;15"), "light"),
    ] {
        let abilities = Abilities {
            colours: Colours {
                depth: Some(Depth::True),
                colorfgbg: colorfgbg.map(str::to_owned),
            },
            ..Abilities::default()
        };
        let text = "theme = { light = \"paper\", dark = \"mine\" }";
        let mut model = in_environment(Environment {
            abilities,
            ..environment(text, "110x34")
        });
        press(&mut model, "T/solar<Enter>");
        assert_eq!(
            notice(&model),
            format!(
                "To keep it, write {key} = \"solarized\" in line 1 of ~/.config/roundup/config.toml"
            )
        );
    }
}

#[test]
fn a_terminal_with_too_few_colours_for_a_theme_says_so() {
    let abilities = Abilities {
        colours: Colours {
            depth: Some(Depth::Sixteen),
            colorfgbg: None,
        },
        ..Abilities::default()
    };
    let mut model = in_environment(Environment {
        abilities,
        ..environment("", "80x24")
    });
    let too_few = "16 colours are too few for this theme";
    press(&mut model, "T");
    assert_eq!(notice(&model), "");
    press(&mut model, "j");
    assert_eq!(notice(&model), too_few);
    check_shown(&model, too_few);
    press(&mut model, "k");
    assert_eq!(notice(&model), "");
    press(&mut model, "j<Enter>");
    let keeps = format!("{too_few}; theme = \"light\" in config.toml keeps it");
    assert_eq!(notice(&model), keeps);
    check_shown(&model, &keeps);
    assert_eq!(model.session.look.palette(), Palette::COLOURED);
    press(&mut model, "T");
    check_shown(&model, "▌   light");
    press(&mut model, "/solar<Enter>");
    let keeps = format!("{too_few}; theme = \"solarized\" keeps it");
    check_shown(&model, &keeps);
}

#[test]
fn without_colours_there_is_no_theme_to_choose() {
    let abilities = Abilities {
        colours: Colours {
            depth: None,
            colorfgbg: None,
        },
        ..Abilities::default()
    };
    let mut model = in_environment(Environment {
        abilities,
        ..environment("theme = \"mine\"", "80x24")
    });
    assert_eq!(model.session.look.palette(), Palette::PLAIN);
    press(&mut model, "T");
    assert_eq!(
        notice(&model),
        "There are no colours to choose, because NO_COLOR is set"
    );
}

#[test]
fn the_page_follows_the_window_while_a_theme_is_chosen() {
    let mut model = model("");
    press(&mut model, "T");
    for at in ["80x24", "40x12", "20x5", "19x4", "110x34"] {
        answered(&mut model, Msg::Resized(size(at)));
        screen(&model);
    }
    check_shown(&model, "▌   terminal");
    press(&mut model, "<Esc>");
    let mut other = self::model("");
    other.session.notice = None;
    assert_eq!(screen(&model), screen(&other));
}

#[test]
fn the_measure_is_as_set_and_changes_from_there() {
    for (text, measure) in [("", 72), ("measure = 60", 60)] {
        let mut model = model(text);
        press(&mut model, "z");
        assert_eq!(model.panes().text.width, measure);
        press(&mut model, ">");
        assert_eq!(model.panes().text.width, measure + 4);
        let wider = measure + 4;
        assert_eq!(
            notice(&model),
            format!(
                "Articles are at most {wider} columns wide; measure = {wider} in config.toml keeps it"
            )
        );
        press(&mut model, "<lt>");
        assert_eq!(
            notice(&model),
            format!("Articles are at most {measure} columns wide")
        );
    }
}

/// Beside the list there may be no room for more.
#[test]
fn a_measure_for_which_there_is_no_room_says_so() {
    for (at, keys, said) in [
        (
            "80x24",
            ">",
            "Articles are at most 76 columns wide, 46 in this window; measure = 76 keeps it",
        ),
        (
            "80x24",
            "><lt>",
            "Articles are at most 72 columns wide, 46 in this window",
        ),
        (
            "60x20",
            "<Enter>>",
            "At most 76 columns, 55 here; measure = 76 keeps it",
        ),
        (
            "110x34",
            "z>",
            "Articles are at most 76 columns wide; measure = 76 in config.toml keeps it",
        ),
        (
            "60x20",
            "<lt><lt><lt><lt><lt>",
            "At most 52 columns; measure = 52 in config.toml keeps it",
        ),
    ] {
        let mut model = in_environment(environment("", at));
        press(&mut model, keys);
        assert_eq!(notice(&model), said, "{keys} at {at}");
    }
}

#[test]
fn panes_are_as_set_and_change_from_there() {
    for (text, at, both) in [
        ("", "80x24", true),
        ("panes = \"one\"", "110x34", false),
        ("panes = \"both\"", "60x20", true),
        ("panes = \"auto\"", "60x20", false),
    ] {
        let mut model = in_environment(environment(text, at));
        let panes = model.panes();
        assert_eq!(panes.shows_list && panes.shows_article, both, "{text}");
        for _ in 0..3 {
            press(&mut model, "|");
        }
        assert!(!notice(&model).contains("keeps it"), "{}", notice(&model));
    }
    let mut model = model("panes = \"one\"");
    press(&mut model, "|");
    assert_eq!(
        notice(&model),
        "Panes: automatic, in this window both; | changes it; panes = \"auto\" in config.toml keeps it"
    );
}

/// Longer than any pane.
fn long_body() -> String {
    "Word after word. ".repeat(900)
}

/// An edition of a story with the body `first`, a long one, and a short one.
fn edition_of_three(first: &str) -> Arc<Edition> {
    let long = long_body();
    let source = format!(
        "title = 'T'\ndate = 2031-04-02\n[[story]]\nheadline = 'One'\nbody = '{first}'\n\
         [[story]]\nheadline = 'Two'\nbody = '{long}'\n[[story]]\nheadline = 'Three'\nbody = 'Short.'\n"
    );
    Edition::parse("2031-04-02.toml".into(), &source).into()
}

/// A model of one edition: a story that fits its pane, a long one, and another short one.
fn three_stories(text: &str, at: &str) -> Model {
    let archive = Archive::default().with(vec![edition_of_three("Short.")]);
    Model::new(archive, 1, Marks::default(), environment(text, at))
}

/// Which of the three stories are read.
fn read(model: &Model) -> [bool; 3] {
    let list = model.edition().list();
    [0, 1, 2].map(|item| {
        let story = list.story_id(item).unwrap();
        model.session.marks.status(&story).read
    })
}

#[test]
fn a_story_is_read_once_its_end_was_shown_if_that_is_set() {
    let mut model = three_stories("read = \"end\"", "110x34");
    assert_eq!(read(&model), [false; 3]);
    press(&mut model, "j");
    assert_eq!(read(&model), [true, false, false]);
    press(&mut model, "j");
    assert_eq!(read(&model), [true, false, false]);
    // The mark is taken back, and does not come again by itself.
    press(&mut model, "UU");
    assert_eq!(read(&model), [false; 3]);
    press(&mut model, "kkjk<Enter>Gh");
    assert_eq!(read(&model), [false, false, true]);
    press(&mut model, "j<Enter>Ghj");
    assert_eq!(read(&model), [false, true, true]);
    // What the user says of a story holds.
    press(&mut model, "mk");
    assert_eq!(read(&model), [false, true, false]);
    let mut usual = three_stories("", "110x34");
    press(&mut usual, "j<Enter>Ghjk");
    assert_eq!(read(&usual), [false; 3]);
}

#[test]
fn stories_of_an_undone_mark_are_not_marked_by_themselves() {
    let mut model = three_stories("read = \"end\"", "110x34");
    press(&mut model, "A");
    assert_eq!(read(&model), [true; 3]);
    press(&mut model, "Ujk");
    assert_eq!(read(&model), [false; 3]);
    // A star has nothing to do with it.
    let mut model = three_stories("read = \"end\"", "110x34");
    press(&mut model, "sUj");
    assert_eq!(read(&model), [true, false, false]);
}

#[test]
fn text_added_to_a_story_has_not_been_read() {
    let mut model = three_stories("read = \"end\"", "110x34");
    let edition = edition_of_three(&format!("Short. {}", long_body()));
    answered(
        &mut model,
        Msg::FilesChanged {
            gone: Vec::new(),
            folded: fold_editions(std::slice::from_ref(&edition)),
            read: vec![edition],
        },
    );
    press(&mut model, "jk");
    assert_eq!(read(&model), [false; 3]);
    press(&mut model, "<Enter>Ghj");
    assert_eq!(read(&model), [true, false, false]);
}

#[test]
fn what_is_not_on_the_screen_is_not_read() {
    let mut model = three_stories("read = \"end\"", "60x20");
    press(&mut model, "jjk");
    assert_eq!(read(&model), [false; 3]);
    press(&mut model, "<Enter>G");
    assert_eq!(read(&model), [false, true, false]);
    assert_eq!(
        notice(&model),
        "Read to its end and marked read; U undoes it"
    );
}

#[test]
fn a_story_that_has_to_be_scrolled_is_read_as_soon_as_its_end_is_shown() {
    let mut model = three_stories("read = \"end\"", "110x34");
    press(&mut model, "j<Enter>");
    assert_eq!(read(&model), [true, false, false]);
    press(&mut model, "G");
    assert_eq!(read(&model), [true, true, false]);
    press(&mut model, "U");
    assert_eq!(read(&model), [true, false, false]);
    press(&mut model, "ggGhjk");
    assert_eq!(read(&model), [true, false, true]);
}

#[test]
fn a_key_too_wide_for_its_place_beside_a_section_is_left_out() {
    let usual = screen(&model(""));
    let title = usual.lines().find(|line| line.contains(" 1 ")).unwrap();
    let keys = "[keys]\n\"ctrl-t\" = \"section-1\"\n\"1\" = \"none\"\n";
    check_shown(&model(keys), &title.replacen(" 1 ", "   ", 1)[..24]);
    let keys = "[keys]\n\"x\" = \"section-1\"\n\"1\" = \"none\"\n";
    check_shown(&model(keys), &title.replacen(" 1 ", " x ", 1)[..24]);
}

#[test]
fn a_theme_with_faults_says_so_when_it_is_chosen() {
    let label = |name: &str| DisplayText::line(&format!("/home/ada/.config/roundup/{name}"));
    let broken = ThemeSource {
        name: "nul".to_owned(),
        label: label("themes/nul.toml"),
        contents: Ok(b"\0".to_vec()),
    };
    let mut model = in_environment(Environment {
        configuration: Configuration::new(label("config.toml"), None, vec![broken]),
        ..environment("", "80x24")
    });
    press(&mut model, "T/nul<Enter>");
    assert_eq!(notice(&model), "nul.toml has 1 fault; ! shows it");
}

/// A model with the themes `good`, `bad`, which has two faults, and `upon`, which builds on that.
fn with_bad_themes(text: &str, at: &str) -> Model {
    let theme = |name: &str, text: &str| ThemeSource {
        name: name.to_owned(),
        label: DisplayText::line(&format!("/home/ada/.config/roundup/themes/{name}.toml")),
        contents: Ok(text.as_bytes().to_vec()),
    };
    let themes = vec![
        theme("bad", "link = \"rde on bleu\"\n"),
        theme("good", "link = \"red\"\n"),
        theme("upon", "base = \"bad\"\n"),
    ];
    let label = DisplayText::line("/home/ada/.config/roundup/config.toml");
    let contents = Some(Ok(text.as_bytes().to_vec()));
    in_environment(Environment {
        configuration: Configuration::new(label, contents, themes),
        ..environment("", at)
    })
}

#[test]
fn themes_with_faults_are_marked_before_they_are_chosen() {
    let mut model = with_bad_themes("", "80x24");
    press(&mut model, "T");
    check_shown(&model, "  ! bad ");
    check_shown(&model, "    good ");
    check_shown(&model, "  ! upon ");
    assert_eq!(notice(&model), "");
    for name in ["bad", "upon"] {
        press(&mut model, &format!("/{name}<Esc>"));
        press(&mut model, &format!("/{name}"));
        assert_eq!(notice(&model), "bad.toml has 2 faults; ! shows them");
        press(&mut model, "<Esc>T");
    }
}

#[test]
fn only_faults_of_themes_in_use_are_told_unasked() {
    let of_briefings = "2 files have faults; ! shows them";
    for (text, expected) in [
        ("", of_briefings),
        ("theme = \"good\"", of_briefings),
        ("theme = \"bad\"", "bad.toml:1: "),
        ("theme = \"upon\"", "bad.toml:1: "),
        (
            "theme = { light = \"upon\", dark = \"dark\" }",
            "bad.toml:1: ",
        ),
        ("mesure = 80", "config.toml:1: "),
    ] {
        let mut model = with_bad_themes(text, "110x34");
        model.session.notice = None;
        update(&mut model, Msg::AllLoaded);
        let told = notice(&model);
        assert!(told.starts_with(expected), "{text}: {told}");
        // All are listed.
        press(&mut model, "!");
        check_shown(&model, "bad.toml");
    }
    // A theme that is chosen is in use.
    let mut model = with_bad_themes("", "110x34");
    press(&mut model, "T/bad<Enter>");
    change(&mut model, "");
    assert_eq!(notice(&model), "The configuration no longer has faults");
}

#[test]
fn long_names_of_themes_are_shown_whole() {
    let long = "my-own-theme-for-an-evening";
    let theme = ThemeSource {
        name: long.to_owned(),
        label: DisplayText::line(&format!("/home/ada/.config/roundup/themes/{long}.toml")),
        contents: Ok(Vec::new()),
    };
    let text = format!("theme = \"{long}\"");
    let label = DisplayText::line("config.toml");
    let configuration = Configuration::new(label, Some(Ok(text.into_bytes())), vec![theme]);
    for (at, is_whole) in [("120x34", true), ("80x24", true), ("40x12", false)] {
        let mut model = in_environment(Environment {
            configuration: configuration.clone(),
            ..environment("", at)
        });
        press(&mut model, "T");
        let screen = screen(&model);
        assert_eq!(
            screen.contains(&format!("▌   {long}  set")),
            is_whole,
            "{screen}"
        );
        assert!(screen.contains("my-own-"), "{screen}");
    }
}

#[test]
fn every_missing_folder_is_told_and_listed_also_after_a_reload() {
    let text = "folders = [\"~/one\", \"~/two\"]\n";
    let mut configuration = configuration(text);
    let places = configuration.settings.folder_places.clone();
    let missing = places
        .into_iter()
        .zip(["~/one", "~/two"])
        .map(|(place, path)| Diagnostic {
            position: Some(place),
            ..Diagnostic::of_file(
                &format!("no such folder: {path}"),
                Some("make it, or remove it here"),
            )
        });
    configuration.add_missing_folders(missing.collect());
    let mut model = in_environment(Environment {
        configuration,
        ..environment("", "80x24")
    });
    assert_eq!(
        notice(&model),
        "config.toml:1: no such folder: ~/one; ! shows all 2 faults"
    );
    press(&mut model, "!");
    press(&mut model, "<Enter>");
    check_shown(&model, "no such folder: ~/one");
    check_shown(&model, "no such folder: ~/two");
    let again = Msg::ReadAgain {
        asked: true,
        is_one_file: false,
    };
    answered(&mut model, again);
    assert_eq!(
        notice(&model),
        "Everything was read again: 2 folders are missing; ! shows them"
    );
}

#[test]
fn selected_text_has_the_same_colours_in_all_text() {
    for palette in [
        Palette::COLOURED,
        Palette::PLAIN,
        themes::built_in("paper").unwrap(),
    ] {
        let theme = Theme::new(palette);
        let alone = theme.text.patch(theme.selected);
        for below in [
            theme.code,
            theme.link,
            theme.matched,
            theme.current_match,
            theme.dim,
            theme.accent,
        ] {
            let selected = theme.text.patch(below).patch(theme.selected);
            assert_eq!(
                (selected.fg, selected.bg),
                (alone.fg, alone.bg),
                "{below:?}"
            );
        }
    }
}

#[test]
fn the_notice_of_a_fault_says_what_is_wrong_and_what_to_write() {
    for (text, expected) in [
        (
            "mesure = 60",
            "config.toml:1: unknown key `mesure`; did you mean `measure`? ! shows it",
        ),
        (
            "\"ctrl-e\" = \"down\"",
            "config.toml:1: `ctrl-e` is a key; write it below [keys]; ! shows it",
        ),
        (
            "[keys]\nmouse = false",
            "config.toml:2: `mouse` is a setting, not a key; write it above [keys]; ! shows it",
        ),
    ] {
        let mut model = in_environment(environment("", "90x24"));
        change(&mut model, text);
        assert_eq!(notice(&model), expected);
        let mut model = in_environment(environment("", "80x24"));
        change(&mut model, text);
        assert!(width::of(notice(&model)) <= 78, "{}", notice(&model));
    }
}

#[test]
fn a_notice_leaves_out_an_action_without_a_key() {
    let mut model = model("[keys]\nesc = \"none\"\nq = \"none\"\n");
    press(&mut model, "?q");
    assert_eq!(
        notice(&model),
        "q means nothing here; / and a word finds a row, enter does it"
    );
}

#[test]
fn ctrl_c_quits_whatever_the_configuration_says_of_it() {
    for keys in [
        "ctrl-c = \"none\"",
        "ctrl-c = \"erase-all\"",
        "\"g ctrl-c\" = \"archive\"",
    ] {
        for before in ["", "/word", "g", "?"] {
            let mut model = model(&format!("[keys]\n{keys}\n"));
            assert!(notice(&model).contains("always quits; choose another key; ! shows it"));
            press(&mut model, before);
            let effects = update(&mut model, Msg::KeyPressed(Key::Ctrl('c')));
            let quits = |effect: &Effect| matches!(effect, Effect::Quit);
            assert!(effects.iter().any(quits), "{keys}, {before}: {effects:?}");
        }
    }
}

#[test]
fn a_fault_is_told_at_the_start_and_all_are_listed() {
    let text = "mesure = 80\npanes = \"one\"\n[keys]\nx = \"nextstory\"\n";
    let mut model = model(text);
    assert_eq!(
        notice(&model),
        "config.toml:1: unknown key `mesure`; did you mean `measure`? ! shows all 2 faults"
    );
    // What is right holds.
    assert!(!model.panes().shows_article);
    press(&mut model, "!");
    check_shown(&model, "/home/ada/.config/roundup/config.toml");
    press(&mut model, "|<Enter>");
    check_shown(&model, "4 │ x = \"nextstory\"");
    check_shown(&model, "^^^^^^^^^^^");
    check_shown(&model, "did you mean `next-story`?");
    // Mended on disk, they go.
    change(&mut model, "panes = \"one\"\n[keys]\nx = \"nextstory\"\n");
    assert_eq!(
        notice(&model),
        "config.toml:3: there is no action `nextstory`; did you mean `next-story`? ! shows it"
    );
    check_shown(&model, "1 fault");
    change(&mut model, "panes = \"one\"\n[keys]\nx = \"next-story\"\n");
    assert_eq!(
        notice(&model),
        "Settings changed: keys · the configuration no longer has faults"
    );
    assert!(!screen(&model).contains(".config/roundup"));
}

#[test]
fn a_fault_fits_eighty_columns() {
    for (text, expected) in [
        (
            "[keys]\nx = \"nextstory\"\n",
            "config.toml:2: there is no action `nex…; did you mean `next-story`? ! shows it",
        ),
        (
            "\nmeasure = 5\n",
            "config.toml:2: measure must be from 40 to 120; ! shows it",
        ),
        (
            "mouse = off\n",
            "config.toml:1: bare word as a value; write mouse = false; ! shows it",
        ),
        (
            "mouse = off\naa = 1\nbb = 1\ncc = 1\ndd = 1\nee = 1\nff = 1\ngg = 1\nhh = 1\nii = 1\n",
            "config.toml:1: write mouse = false; ! shows all 10 faults",
        ),
        (
            "\"ctrl-e\" = \"down\"\n",
            "config.toml:1: `ctrl-e` is a key; write it below [keys]; ! shows it",
        ),
    ] {
        let model = in_environment(environment(text, "80x24"));
        assert_eq!(notice(&model), expected);
    }
}

#[test]
fn a_long_fault_is_cut_before_the_key_that_shows_it() {
    let unknown = "z".repeat(120);
    for (text, at) in [
        ("[keys]\n\"ctr-x\" = \"down\"\n".to_owned(), "80x24"),
        ("[keys]\n\"ctr-x\" = \"down\"\n".to_owned(), "110x34"),
        (format!("{unknown} = 1\n"), "80x24"),
        (format!("{unknown} = 1\n"), "110x34"),
    ] {
        let model = in_environment(environment(&text, at));
        assert!(
            notice(&model).ends_with("! shows it"),
            "{at}: {}",
            notice(&model)
        );
        check_shown(&model, notice(&model));
    }
}

#[test]
fn changed_settings_are_taken_up_and_the_place_is_kept() {
    let mut model = model("");
    press(&mut model, "JJ<Enter>jj");
    let article = |model: &Model| {
        let article = &model.edition().split.article;
        let words = article.article().text[article.anchor()..].split_whitespace();
        words.take(2).collect::<Vec<_>>().join(" ")
    };
    let before = article(&model);
    change(
        &mut model,
        "theme = \"mine\"\nmeasure = 50\n[keys]\nx = \"archive\"\n",
    );
    assert_eq!(notice(&model), "Settings changed: theme, measure, keys");
    assert_eq!(model.panes().text.width, 50);
    assert_eq!(background(&model), Color::Rgb(0x10, 0x20, 0x30));
    assert_eq!(article(&model), before);
    press(&mut model, "x");
    assert!(matches!(model.screens.top(), AnyScreen::Archive(_)));
    // A file that says the same says nothing new.
    model.session.notice = None;
    change(
        &mut model,
        "\ntheme = \"mine\"\nmeasure = 50\n[keys]\nx = \"archive\"\n",
    );
    assert_eq!(notice(&model), "");
    change(&mut model, "folders = [\"~/b\"]\nstart = \"newest\"\n");
    assert_eq!(
        notice(&model),
        "Settings changed: theme, measure, keys · folders and start take effect at the next start"
    );
}

#[test]
fn settings_come_with_what_can_be_done_with_them() {
    let mut model = model("theme = \"mine\"");
    let colours = Colours {
        depth: Some(Depth::Sixteen),
        colorfgbg: None,
    };
    let message = Msg::ConfigurationRead {
        configuration: Box::new(configuration("theme = \"mine\"\ncopy = \"none-such\"\n")),
        abilities: Abilities {
            clipboard: Clipboard::Missing(DisplayText::line("none-such is missing")),
            colours,
            ..Abilities::default()
        },
        asked: false,
    };
    answered(&mut model, message);
    assert_eq!(model.session.look.palette(), Palette::COLOURED);
    press(&mut model, "y");
    assert_eq!(
        notice(&model),
        "Not copied, none-such is missing: https://example.org/harbour"
    );
}

#[test]
fn what_was_changed_for_now_stays_until_that_setting_changes() {
    let mut model = model("");
    press(&mut model, ">>||TG<Enter>");
    let now = |model: &Model| {
        let window = model.session.window;
        let setting = window.arrangement.setting().name();
        (
            window.measure,
            setting,
            model.session.look.palette() == Palette::COLOURED,
        )
    };
    assert_eq!(now(&model), (80, "one", false));
    change(&mut model, "mouse = false");
    assert_eq!(now(&model), (80, "one", false));
    change(&mut model, "measure = 60");
    assert_eq!(now(&model), (60, "one", false));
    change(&mut model, "measure = 60\npanes = \"both\"");
    assert_eq!(now(&model), (60, "both", false));
    change(
        &mut model,
        "measure = 60\npanes = \"both\"\ntheme = \"paper\"",
    );
    assert_eq!(
        model.session.look.palette(),
        themes::built_in("paper").unwrap()
    );
}

#[test]
fn open_screens_show_the_keys_that_hold_now() {
    for (keys, before, after) in [
        ("?", "space  ", "x space"),
        ("", "space read on", "x read on"),
        ("T", "enter use", "v use"),
    ] {
        let mut model = model("");
        press(&mut model, keys);
        model.session.notice = None;
        check_shown(&model, before);
        change(&mut model, "[keys]\nx = \"read-on\"\nv = \"open\"\n");
        model.session.notice = None;
        check_shown(&model, after);
    }
}

#[test]
fn a_chord_wins_over_the_letter_of_a_section() {
    let mut model = model("");
    let letter = model.edition().list().keys(0).letter.unwrap();
    let with_chord = format!("[keys]\n\"g {letter}\" = \"archive\"\n");
    change(&mut model, &with_chord);
    let other = model.edition().list().keys(0).letter.unwrap();
    assert_ne!(other, letter);
    press(&mut model, "g");
    check_shown(&model, &format!("{letter} archive"));
    press(&mut model, &letter.to_string());
    assert!(matches!(model.screens.top(), AnyScreen::Archive(_)));
    // So it does where the sections are listed.
    let mut small = in_environment(environment(&with_chord, "20x6"));
    press(&mut small, "g");
    assert!(matches!(small.screens.top(), AnyScreen::Sections(_)));
    press(&mut small, &letter.to_string());
    assert!(matches!(small.screens.top(), AnyScreen::Archive(_)));
}

#[test]
fn an_action_without_a_key_is_found_and_done_in_the_help() {
    let mut model = model("[keys]\nU = \"none\"\nA = \"none\"\n");
    assert!(notice(&model).starts_with("config.toml:2: no key is left for `undo`"));
    press(&mut model, "?");
    let screen = screen(&model);
    assert!(!screen.contains("  U  "), "{screen}");
    press(&mut model, "<Esc>");
    // What names its key names how to find it.
    press(&mut model, ":all read<Enter>");
    assert!(
        notice(&model).contains(":section-read"),
        "{}",
        notice(&model)
    );
    press(&mut model, ":undo<Enter>");
    assert!(notice(&model).starts_with("Undone"), "{}", notice(&model));
}

#[test]
fn a_key_for_going_back_ends_the_wait_after_go() {
    let mut model = model("[keys]\nf1 = \"cancel\"\nesc = \"none\"\n");
    press(&mut model, "g");
    check_shown(&model, "F1 stay");
    answered(&mut model, Msg::KeyPressed(Key::F(1)));
    assert_eq!((notice(&model), model.after_g), ("", None));
    press(&mut model, "/");
    check_shown(&model, "F1 back");
    answered(&mut model, Msg::KeyPressed(Key::F(1)));
    assert!(!model.screens.top().get().is_typing());
}

#[test]
fn every_action_can_be_asked_for_by_another_key() {
    for (name, action) in Action::named() {
        let model = model(&format!("[keys]\nf9 = \"{name}\"\n"));
        assert_eq!(model.session.configuration.faults, [], "{name}");
        let shown = model.session.keymap.all_keys(action);
        assert!(shown.contains("F9"), "{name}: {shown}");
    }
}

#[test]
fn a_selected_row_keeps_its_attributes_in_a_theme() {
    let model = model("theme = \"paper\"");
    let buffer = drawn(&model, &Theme::new(model.session.look.palette()));
    let mut rows = buffer.content.chunks(usize::from(buffer.area.width));
    let row = rows.find(|row| row.iter().any(|cell| cell.symbol() == "▌"));
    let row = row.unwrap();
    let headline = "The harbour";
    let letters: Vec<_> = headline.chars().map(String::from).collect();
    let is_headline = |cells: &&[Cell]| cells.iter().map(Cell::symbol).eq(letters.iter());
    let headline = row.windows(headline.len()).find(is_headline).unwrap();
    for cell in headline {
        assert!(cell.modifier.contains(Modifier::BOLD), "{cell:?}");
    }
}
