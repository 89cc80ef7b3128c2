//! What `roundup config` prints of what is set.

use super::{CONFIG, Home};
use crate::program::{Ran, run};

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

#[test]
fn a_chord_is_told_from_the_keys_beside_it() {
    let home = Home::without_file();
    let keys_of_top = |config: &str| {
        home.write(CONFIG, config);
        let keys = home.run("config --keys").stdout;
        let top = keys.lines().find(|line| line.starts_with("top "));
        let columns = top.unwrap().split("  ").map(str::trim);
        columns
            .filter(|column| !column.is_empty())
            .nth(1)
            .unwrap()
            .to_owned()
    };
    assert_eq!(keys_of_top(""), "gg home");
    assert_eq!(keys_of_top("[keys]\nx = \"go\"\n"), "xg home");
    assert_eq!(keys_of_top("[keys]\nf1 = \"go\"\n"), "F1 g, home");
    assert_eq!(
        keys_of_top("[keys]\n\"ctrl-g\" = \"go\"\n"),
        "Ctrl-g g, home"
    );
}

#[test]
fn a_variable_for_the_mouse_is_read_as_the_setting_or_reported() {
    let home = Home::without_file();
    for (value, mouse) in [
        ("no", "false"),
        ("OFF", "false"),
        ("false", "false"),
        ("0", "false"),
        ("on", "true"),
    ] {
        let ran = home.run_with(&[("ROUNDUP_MOUSE", value)], "config");
        assert_eq!((ran.stderr.as_str(), ran.status), ("", 0), "{value}");
        let line = ran.stdout.lines().find(|line| line.starts_with("mouse"));
        assert!(
            line.unwrap().starts_with(&format!("mouse = {mouse} ")),
            "{ran}"
        );
    }
    let ran = home.run_with(&[("ROUNDUP_MOUSE", "left")], "config");
    assert_eq!(
        (ran.stderr.as_str(), ran.status),
        ("roundup: ROUNDUP_MOUSE must be true or false\n", 1)
    );
}
