//! `roundup config`, and what the other commands make of a configuration.

mod bad;
mod effects;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::folder::names;
use crate::program::{Ran, program, run};

/// A home folder of its own, with two folders of briefings in it that are not set.
struct Home(TempDir);

impl Home {
    /// With this text as `config.toml`.
    fn new(config: &str) -> Self {
        let home = Self::without_file();
        home.write(CONFIG, config);
        home
    }

    fn without_file() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        home.write(
            "one/2016-01-12.toml",
            &edition("2016-01-12T07:30:00", "One"),
        );
        home.write(
            "two/2016-01-12.toml",
            &edition("2016-01-12T19:30:00", "Two"),
        );
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn program(&self) -> Command {
        let mut program = program(".");
        for variable in ["VISUAL", "EDITOR", "COLORFGBG"] {
            program.env_remove(variable);
        }
        program
            .current_dir(self.0.path())
            .env("TZ", "UTC")
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_STATE_HOME", self.path("state"))
            .env("XDG_DATA_HOME", self.path("data"));
        program
    }

    /// Runs a command; its output has `~` for the home folder.
    fn run(&self, line: &str) -> Ran {
        self.run_with(&[], line)
    }

    fn run_with(&self, variables: &[(&str, &str)], line: &str) -> Ran {
        let mut program = self.program();
        program.envs(variables.iter().copied());
        let ran = run(program, line);
        let home = self.0.path().to_str().unwrap();
        Ran {
            stdout: ran.stdout.replace(home, "~"),
            stderr: ran.stderr.replace(home, "~"),
            ..ran
        }
    }

    /// What a command prints, which must run without a word on standard error.
    #[track_caller]
    fn print(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!((ran.stderr.as_str(), ran.status), ("", 0), "{ran}");
        ran.stdout
    }
}

const CONFIG: &str = "config/roundup/config.toml";

/// An edition with one story of 460 words.
fn edition(date: &str, source: &str) -> String {
    let body = "and so on ".repeat(152);
    format!(
        "title = \"From {source}\"\nsource = \"{source}\"\ndate = {date}\n\n[[story]]\nheadline = \"The story of {source}\"\n\
         published = {date}Z\nbody = '''{body}'''\n"
    )
}

#[test]
fn every_setting_is_printed_with_its_origin() {
    let home = Home::new(
        "measure = 80\n# A comment\ndates = \"iso\"\neditor = [\"nano\", \"-w\"]\n\n[keys]\n\"g h\" = \"archive\"\nx = \"none\"\n",
    );
    let variables = [
        ("ROUNDUP_MOUSE", "0"),
        ("ROUNDUP_OPENER", "open -a 'Some Browser'"),
        ("VISUAL", "vi"),
    ];
    let ran = home.run_with(&variables, "config");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
    let expected = r#"# ~/config/roundup/config.toml
folders = []                             # default
theme = "terminal"                       # default
measure = 80                             # line 1
panes = "auto"                           # default
mouse = false                            # ROUNDUP_MOUSE
open = ["open", "-a", "Some Browser"]    # ROUNDUP_OPENER
copy = "osc52"                           # default
start = "left"                           # default
read = "space"                           # default
dates = "iso"                            # line 3
words-a-minute = 230                     # default
editor = ["nano", "-w"]                  # line 4

[keys]
"g h" = "archive"  # line 7
"x" = "none"  # line 8
"#;
    let squeezed = |text: &str| {
        let lines = text.lines().map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            words.join(" ")
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(squeezed(&ran.stdout), squeezed(expected), "{ran}");
    let settings = ran.stdout.lines().skip(1).take(12);
    let origins: Vec<_> = settings.map(|line| line.find("  # ").unwrap()).collect();
    assert!(origins.iter().all(|at| *at == origins[0]), "{ran}");
    // What is printed is TOML that says the same.
    let again = Home::new(&ran.stdout);
    let ran = again.run("config");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
    assert!(
        ran.stdout
            .contains("open = [\"open\", \"-a\", \"Some Browser\"]"),
        "{ran}"
    );
}

#[test]
fn variables_and_arguments_override_the_file() {
    let home = Home::new("folders = [\"~/one\"]\n");
    let line = |ran: &Ran| ran.stdout.lines().nth(1).unwrap().to_owned();
    let of_file = home.run("config");
    assert_eq!(line(&of_file), "folders = [\"~/one\"]   # line 1");
    let variables = [("ROUNDUP_DIR", "/srv/news"), ("NO_COLOR", "1")];
    let of_variable = home.run_with(&variables, "config");
    assert_eq!(
        line(&of_variable),
        "folders = [\"/srv/news\"]  # ROUNDUP_DIR"
    );
    assert!(
        of_variable
            .stdout
            .contains("# default; NO_COLOR turns all colours off\n"),
        "{of_variable}"
    );
    let of_argument = home.run_with(&variables, "config two");
    assert_eq!(line(&of_argument), "folders = [\"two\"]     # argument");
}

#[test]
fn the_default_configuration_changes_nothing() {
    let home = Home::without_file();
    let defaults = home.print("config --default");
    let values = |printed: &str| {
        let lines = printed.lines().skip(1);
        let values = lines.map(|line| line.split("  #").next().unwrap().trim_end().to_owned());
        values.collect::<Vec<_>>()
    };
    let before = values(&home.print("config"));
    let shown = home.print("show one");
    home.write(CONFIG, &defaults);
    let ran = home.run("config");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
    assert_eq!(values(&ran.stdout), before);
    assert_eq!(ran.stdout.matches("# line ").count(), 12, "{ran}");
    assert_eq!(home.print("show one"), shown);
    assert_eq!(home.print("check"), "1 file, no faults\n");
    // Every example in it can be used as well.
    let example = |line: &str| line.strip_prefix("# For example: ").map(str::to_owned);
    let examples: Vec<_> = defaults.lines().filter_map(example).collect();
    assert_eq!(examples.len(), 12);
    home.write(CONFIG, &examples.join("\n"));
    let ran = home.run("config");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0), "{ran}");
}

#[test]
fn the_path_and_the_actions_are_printed() {
    let home = Home::without_file();
    assert_eq!(
        home.print("config --path"),
        "~/config/roundup/config.toml\n"
    );
    let keys = home.print("config --keys");
    assert!(
        keys.lines()
            .any(|line| line.starts_with("next-story ") && line.contains(" J ")),
        "{keys}"
    );
    home.write(CONFIG, "[keys]\nx = \"next-story\"\n");
    let keys = home.print("config --keys");
    assert!(
        keys.lines()
            .any(|line| line.starts_with("next-story ") && line.contains(" x J ")),
        "{keys}"
    );
}

#[test]
fn only_what_holds_is_printed() {
    let home = Home::new("theme = \"drak\"\n[keys]\nx = \"nextstory\"\nJ = \"help\"\n");
    let ran = home.run("config");
    assert_eq!(ran.status, 1, "{ran}");
    let theme = ran.stdout.lines().find(|line| line.starts_with("theme"));
    let theme: Vec<_> = theme.unwrap().split("  # ").map(str::trim).collect();
    assert_eq!(theme, ["theme = \"terminal\"", "default"]);
    let keys = ran.stdout.split_once("[keys]\n").unwrap().1;
    assert_eq!(keys, "\"J\" = \"help\"  # line 4\n");
}

#[test]
fn every_fault_is_printed_with_its_place() {
    let home = Home::new("measure = 300\nthme = \"dark\"\n[keys]\nx = \"nextstory\"\n");
    home.write("config/roundup/themes/mine.toml", "link = \"grene\"\n");
    let ran = home.run("config");
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.contains("measure = 72  "), "{ran}");
    for expected in [
        "error: measure must be from 40 to 120\n --> ~/config/roundup/config.toml:1:11\n",
        "1 | measure = 300\n  |           ^^^\n",
        "error: unknown key `thme` in the configuration\n",
        "= help: did you mean `theme`?\n",
        "error: there is no action `nextstory`\n",
        "= help: did you mean `next-story`?\n",
        "error: `grene` is neither a colour nor an attribute\n --> ~/config/roundup/themes/mine.toml:1:9\n",
    ] {
        assert!(ran.stderr.contains(expected), "{expected}\n{ran}");
    }
    let ran = home.run_with(&[("ROUNDUP_COPY", "wl-copy '")], "config");
    assert!(
        ran.stderr
            .starts_with("roundup: ROUNDUP_COPY cannot be understood: "),
        "{ran}"
    );
    // Such a fault alone counts too.
    let home = Home::without_file();
    let ran = home.run_with(&[("ROUNDUP_COPY", "wl-copy '")], "config");
    assert_eq!(ran.status, 1, "{ran}");
}

#[test]
fn a_long_value_does_not_push_the_others_origins_away() {
    let long = "a".repeat(60);
    let home = Home::new(&format!("open = [\"{long}\"]\n"));
    let printed = home.print("config");
    assert!(
        printed.contains("\nmouse = true          # default\n"),
        "{printed}"
    );
    assert!(
        printed.contains(&format!("{long}\"]  # line 1\n")),
        "{printed}"
    );
}

#[test]
fn hidden_files_are_no_themes() {
    let home = Home::new("measure = 80\n");
    home.write("config/roundup/themes/.#mine.toml", "link = \"grene\"\n");
    home.print("config");
    assert_eq!(home.print("check"), "1 file, no faults\n");
}

#[test]
fn a_theme_by_background_says_which_holds() {
    let home = Home::new("theme = { light = \"paper\", dark = \"gruvbox\" }\n");
    for (variables, expected) in [
        (&[][..], "; dark, because COLORFGBG is not set"),
        (&[("COLORFGBG", "0;15")], "; COLORFGBG says light"),
        (&[("COLORFGBG", "15;0")], "; COLORFGBG says dark"),
        (
            &[("COLORFGBG", "0;default")],
            "; dark, because COLORFGBG names no background",
        ),
        (
            &[("COLORFGBG", "0;15"), ("NO_COLOR", "1")],
            "; NO_COLOR turns all colours off",
        ),
    ] {
        let ran = home.run_with(variables, "config");
        assert!(
            ran.stdout.contains(&format!("  # line 1{expected}\n")),
            "{ran}"
        );
    }
    home.write(CONFIG, "theme = \"paper\"\n");
    assert!(home.print("config").contains("  # line 1\n"));
}

#[test]
fn the_same_number_of_faults_is_named_everywhere() {
    let home = Home::new("mesure = 80\ntheme = \"used\"\n[keys]\nx = \"nextstory\"\n");
    home.write("config/roundup/themes/aside.toml", "link = \"grene\"\n");
    home.write("config/roundup/themes/used.toml", "link = \"bleu\"\n");
    let one_line = home.run("show one").stderr;
    assert!(
        one_line.ends_with(" `roundup config` shows all 4 faults\n"),
        "{one_line}"
    );
    let ran = home.run("config");
    let places: Vec<_> = ran
        .stderr
        .lines()
        .filter(|line| line.contains("-->"))
        .collect();
    let places: Vec<_> = places
        .iter()
        .filter_map(|line| line.rsplit('/').next())
        .collect();
    let expected = [
        "config.toml:1:1",
        "config.toml:4:5",
        "used.toml:1:9",
        "aside.toml:1:9",
    ];
    assert_eq!(places, expected, "{ran}");
}

#[test]
fn a_fault_costs_the_other_commands_one_line_and_nothing_else() {
    let home = Home::new("mesure = 80\nmeasure = 60\nmouse = 1\n");
    let faulty = "roundup: ~/config/roundup/config.toml:1:1: unknown key `mesure` in the configuration; did you mean \
        `measure`? `roundup config` shows all 2 faults\n";
    for line in [
        "list one",
        "show one",
        "search story one",
        "list --editions one",
        "mark --read --where story one",
    ] {
        let ran = home.run(line);
        assert_eq!((ran.stderr.as_str(), ran.status), (faulty, 0), "{line}");
        assert!(!ran.stdout.is_empty(), "{line}");
    }
    home.write(CONFIG, "mesure = 80\n");
    let faulty = faulty.replace("shows all 2 faults", "shows it");
    let ran = home.run("show one");
    assert_eq!((ran.stderr.as_str(), ran.status), (faulty.as_str(), 0));
    // These do not go by what is set; a shell asks for the last one while somebody types.
    for line in [
        "schema",
        "completions bash",
        "man",
        "config --default",
        "list --complete which one",
    ] {
        home.print(line);
    }
}

#[test]
fn a_configuration_and_themes_are_checked() {
    let home = Home::new("mesure = 80\n[keys]\nx = \"nextstory\"\n");
    home.write("config/roundup/themes/mine.toml", "base = \"drak\"\n");
    home.write("config/roundup/themes/right.toml", "base = \"dark\"\n");
    let all = home.run("check");
    assert_eq!((all.stderr.as_str(), all.status), ("", 1));
    assert!(
        all.stdout.ends_with("\n3 faults in 2 of 3 files\n"),
        "{all}"
    );
    let positions = |ran: &Ran| {
        let lines = ran.stdout.lines();
        let places = lines.filter_map(|line| Some(line.split_once("--> ")?.1.to_owned()));
        places.collect::<Vec<_>>()
    };
    let path = "~/config/roundup";
    let expected = [
        format!("{path}/config.toml:1:1"),
        format!("{path}/config.toml:3:5"),
        format!("{path}/themes/mine.toml:1:8"),
    ];
    assert_eq!(positions(&all), expected);
    // By their paths, in a folder, and beside briefings.
    let named = home.run("check config/roundup/config.toml one config/roundup/themes/mine.toml");
    let relative = expected.each_ref().map(|place| place.replace("~/", ""));
    assert_eq!(positions(&named), relative);
    assert!(
        named.stdout.ends_with("\n3 faults in 2 of 3 files\n"),
        "{named}"
    );
    let in_folder = home.run("check config");
    assert_eq!(positions(&in_folder), relative);
    // By their keys.
    home.write(
        "elsewhere/new.toml",
        "# Mine\nmesure = 80\nmouse = false\ntheme = \"other\"\n",
    );
    home.write(
        "elsewhere/themes/other.toml",
        "base = \"mine\"\ncode = \"red\"\n",
    );
    let ran = home.run("check elsewhere/new.toml elsewhere/themes/other.toml");
    assert_eq!(
        positions(&ran),
        ["elsewhere/new.toml:2:1", "elsewhere/themes/other.toml:1:8"]
    );
    // By a mere name, in the folder of the themes and in another.
    home.write("elsewhere/themes/base.toml", "link = \"blue\"\n");
    home.write("elsewhere/themes/upon.toml", "base = \"base\"\n");
    for (folder, name) in [
        ("config/roundup/themes", "right.toml"),
        ("elsewhere/themes", "upon.toml"),
    ] {
        let mut program = home.program();
        program.current_dir(home.path(folder));
        let ran = run(program, &format!("check {name}"));
        assert_eq!(ran.stdout, "1 file, no faults\n", "{ran}");
    }
    let json = home.run("check --json elsewhere/new.toml");
    assert_eq!(json.stdout.lines().count(), 1, "{json}");
    assert!(json.stdout.contains("\"line\":2,\"column\":1"), "{json}");
    // Briefings remain briefings.
    assert_eq!(
        home.print("check one/2016-01-12.toml"),
        "1 file, no faults\n"
    );
}

#[test]
fn a_folder_of_themes_that_cannot_be_read_is_a_fault() {
    let home = Home::new("measure = 80\n");
    let themes = home.path("config/roundup/themes");
    std::os::unix::fs::symlink("themes", &themes).unwrap();
    let ran = home.run("config");
    let expected = "error: the themes cannot be listed: ";
    assert!(ran.stderr.starts_with(expected), "{ran}");
    assert_eq!(ran.status, 1);
    let ran = home.run("check");
    assert!(ran.stdout.starts_with(expected), "{ran}");
    assert!(ran.stdout.ends_with("\n1 fault in 1 of 2 files\n"), "{ran}");
    fs::remove_file(&themes).unwrap();
    for number in 0..501 {
        home.write(&format!("config/roundup/themes/{number:03}.toml"), "");
    }
    let ran = home.run("config");
    let expected = "error: 501 themes, of which only the first 500 are read\n";
    assert!(ran.stderr.starts_with(expected), "{ran}");
}

#[test]
fn nothing_is_written_to_another_folder_than_the_first() {
    let home = Home::new("\nfolders = [\"one\", \"~/two\"]\n");
    let ran = home.run("new");
    let message = "roundup: the first of `folders` in config.toml, line 2, cannot be used; correct it, or name a folder with --into DIR\n";
    assert!(ran.stderr.ends_with(message), "{ran}");
    assert_eq!(ran.status, 2);
    assert_eq!(names(&home.path("two")), ["2016-01-12.toml"]);
    assert_eq!(home.run("new --into three").status, 0);
    // Reading goes on with the others.
    assert!(home.run("list").stdout.contains("The story of Two"));
}

#[test]
fn keys_are_printed_without_a_home_folder_and_without_what_a_terminal_cannot_show() {
    let home = Home::new("[keys]\n\"\\u001b\" = \"help\"\n\"\\u009b\" = \"help\"\n");
    let ran = home.run("config --keys");
    assert_eq!(ran.status, 1);
    assert!(!ran.stdout.contains(['\u{1b}', '\u{9b}']), "{ran}");
    let mut program = home.program();
    program.env_remove("HOME").env_remove("XDG_CONFIG_HOME");
    let ran = run(program, "config --keys");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
}
