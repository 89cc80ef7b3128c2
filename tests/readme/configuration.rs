//! `docs/configuration.md`: what it shows is what the program prints, and every example works.

use std::fmt::Write as _;
use std::fs;

use jiff::civil::{date, time};
use roundup::app::{Environment, Model, Msg, update_and_read};
use roundup::archive::Archive;
use roundup::briefing::{Dates, Form};
use roundup::config::palette::Palette;
use roundup::config::{Configuration, settings, themes};
use roundup::keymap::{Action, Key, Keymap, Mode};
use roundup::marks::Marks;
use roundup::text::DisplayText;

use super::common::{editions, keys, press, rows, size};
use super::{check, full, program, read};

const DOCUMENT: &str = "docs/configuration.md";
const CONFIG: &str = ".config/roundup/config.toml";

/// The blocks of TOML in the document that are not printed by the program.
fn examples() -> Vec<String> {
    let document = read(DOCUMENT);
    let blocks = document.split("```toml\n").skip(1);
    let blocks = blocks.map(|rest| rest.split_once("```\n").unwrap().0.to_owned());
    blocks
        .filter(|block| !block.starts_with("# Settings of"))
        .collect()
}

/// What a command line prints in a home with this configuration, as in a terminal.
fn console(config: &str, line: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(CONFIG);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, config).unwrap();
    let mut command = program::program(".");
    for variable in program::FOLDERS.iter().chain(&["VISUAL", "COLORFGBG"]) {
        command.env_remove(variable);
    }
    command.current_dir(home.path());
    command.env("HOME", home.path()).env("EDITOR", "nano");
    let line = line.replace('~', home.path().to_str().unwrap());
    let ran = program::run(command, &line);
    let printed = format!("$ {}\n{}{}", ran.line, ran.stderr, ran.stdout);
    printed.replace(home.path().to_str().unwrap(), "~")
}

fn block(language: &str, text: &str) -> String {
    format!("\n```{language}\n{}\n```\n\n", text.trim_end())
}

fn configuration(text: &str) -> Configuration {
    let label = DisplayText::line("config.toml");
    let mut configuration =
        Configuration::new(label, Some(Ok(text.as_bytes().to_vec())), Vec::new());
    let (_, faults) = Keymap::with(&configuration.settings.keys);
    configuration.add_faults(faults);
    configuration
}

#[test]
fn the_document_shows_what_the_program_prints() {
    let example = &examples()[0];
    check(
        DOCUMENT,
        "config",
        &block("text", &console(example, "config")),
    );
    let mistaken = example
        .replace("\"12h\"", "\"12hours\"")
        .replace("\"down\"", "\"donw\"");
    let faults = console(&mistaken, &format!("check ~/{CONFIG}"));
    check(DOCUMENT, "fault", &block("text", &faults));
    let default = console("", "config --default");
    let (_, default) = default.split_once('\n').unwrap();
    check(DOCUMENT, "default", &block("toml", default));
    let keys = console("", "config --keys");
    let stories = keys.lines().filter(|line| line.contains("story"));
    let line = "$ roundup config --keys | grep story".to_owned();
    let keys: Vec<_> = std::iter::once(line)
        .chain(stories.map(str::to_owned))
        .collect();
    check(DOCUMENT, "keys", &block("text", &keys.join("\n")));

    let mut dates =
        "\n| `dates` | a day | where there is less room | an hour |\n|---|---|---|---|\n"
            .to_owned();
    let names = ["long", "iso", "12h", "us"];
    for (dates_in_use, name) in Dates::ALL.into_iter().zip(names) {
        let day = |form| dates_in_use.date(form, date(2016, 1, 12));
        let (full, short) = (day(Form::Full), day(Form::Short));
        let hour = dates_in_use.time(time(19, 30, 0, 0));
        let _ = writeln!(dates, "| `\"{name}\"` | {full} | {short} | {hour} |");
    }
    check(DOCUMENT, "dates", &format!("{dates}\n"));

    let mut table = "\n| theme | |\n|---|---|\n".to_owned();
    for theme in themes::all(&[], &[]).0 {
        let file = read(&format!("src/config/themes/{}.toml", theme.name));
        let about = file.lines().next().unwrap().trim_start_matches("# ");
        let _ = writeln!(table, "| `{}` | {about} |", theme.name);
    }
    check(DOCUMENT, "themes", &format!("{table}\n"));
}

#[test]
fn every_example_is_accepted() {
    let document = read(DOCUMENT);
    for example in examples() {
        if example.contains("base ") {
            let files = [("harbour".to_owned(), Ok(example.into_bytes()))];
            let (all, faulty) = themes::all(&files, &[]);
            assert!(faulty.is_empty(), "{faulty:?}");
            let theme = all.iter().find(|theme| theme.name == "harbour").unwrap();
            assert_ne!(Some(theme.palette), themes::built_in("dark"));
        } else {
            let configuration = configuration(&example);
            let faults: Vec<_> = configuration
                .faults
                .iter()
                .flat_map(|file| &file.faults)
                .collect();
            assert!(faults.is_empty(), "{faults:?}\n{example}");
        }
    }
    for role in Palette::ROLES {
        assert!(document.contains(&format!("\n| `{role}` | ")), "{role}");
    }
    for about in settings::about() {
        assert!(
            document.contains(&format!("\n{} = {}\n", about.key, about.default)),
            "{}",
            about.key
        );
    }
    assert!(full(DOCUMENT).is_file());
}

/// A key as [`keys`] takes it.
fn pressed(written: &str) -> String {
    let one = |key: &str| match key.strip_prefix("ctrl-") {
        Some(letter) => format!("<C-{letter}>"),
        None => key.replace('<', "<lt>"),
    };
    written.split(' ').map(one).collect()
}

/// A key that has an action unless the user sets another.
fn default_key(action: Action) -> Key {
    let letters = (' '..='~').map(Key::Char);
    let others = ('a'..='z')
        .map(Key::Ctrl)
        .chain([Key::Tab, Key::Home, Key::End, Key::PageDown]);
    let keymap = Keymap::default();
    let mut keys = letters.chain(others);
    keys.find(|key| keymap.action(Mode::Normal, *key) == Some(action))
        .unwrap_or_else(|| panic!("{action:?} has no key"))
}

fn model(settings: &str) -> Model {
    let editions = editions();
    let environment = Environment {
        configuration: configuration(settings),
        ..Environment::from(size("80x24"))
    };
    let found = editions.len();
    let archive = Archive::default().with(editions);
    Model::new(archive, found, Marks::default(), environment)
}

/// All but the last line, which names keys.
fn screen(model: &Model) -> Vec<String> {
    let mut rows = rows(&super::drawn(model, &roundup::ui::theme::Theme::COLOURED));
    rows.pop();
    rows
}

#[test]
fn each_key_of_the_examples_does_what_its_line_says() {
    let mut lines = 0;
    for example in examples()
        .iter()
        .filter(|example| example.starts_with("[keys]"))
    {
        let keymap = model(example).session.keymap;
        for line in settings::parse(example.as_bytes()).0.keys {
            lines += 1;
            let (_, action) = Action::named()
                .find(|(name, _)| *name == line.action)
                .unwrap();
            let key = *keys(&pressed(&line.keys)).last().unwrap();
            let mode = if line.keys.contains(' ') {
                Mode::Go
            } else {
                Mode::Normal
            };
            assert_eq!(keymap.action(mode, key), Some(action), "{}", line.keys);
            // It does so where the reader is: in the list, in an article, in another edition.
            for begin in ["", "<Tab>", "{<Tab><PgDn>"] {
                let [mut own, mut usual] = [model(example), model("")];
                press(&mut own, begin);
                press(&mut usual, begin);
                press(&mut own, &pressed(&line.keys));
                update_and_read(&mut usual, Msg::KeyPressed(default_key(action)));
                let [mut own, mut usual] = [&own, &usual].map(screen);
                if action == Action::Help {
                    // Below its title, the help names the keys that hold.
                    own.truncate(2);
                    usual.truncate(2);
                }
                assert_eq!(own, usual, "{} after {begin}", line.keys);
            }
        }
    }
    assert_eq!(lines, 10 + 8 + 13);
}
