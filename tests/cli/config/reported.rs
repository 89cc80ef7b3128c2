//! How the commands report what is wrong in a configuration.

use std::fs;

use super::{CONFIG, Home};
use crate::program::{Ran, run};

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
fn hidden_files_are_no_themes() {
    let home = Home::new("measure = 80\n");
    home.write("config/roundup/themes/.#mine.toml", "link = \"grene\"\n");
    home.print("config");
    assert_eq!(home.print("check"), "1 file, no faults\n");
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
fn every_fault_is_an_error() {
    let of_settings = [
        "mesure = 80",
        "measure = 300",
        "mouse = off",
        "panes = \"three\"",
        "theme = \"drak\"",
        "folders = [\"b\"]",
        "[keys]\nx = \"nextstory\"",
        "[keys]\nf13 = \"help\"",
        "[keys]\nm = \"none\"",
        "[keys]\nx = \"help\"\nx = \"quit\"",
        "\0",
    ];
    let home = Home::without_file();
    let severity = || {
        let ran = home.run("config");
        assert_eq!(ran.status, 1, "{ran}");
        ran.stderr.split(':').next().unwrap().to_owned()
    };
    for text in of_settings {
        home.write(CONFIG, text);
        assert_eq!(severity(), "error", "{text}");
    }
    home.write(CONFIG, "");
    for text in [
        "link = \"grene\"",
        "lnik = \"green\"",
        "base = \"drak\"",
        "link = 1",
    ] {
        home.write("config/roundup/themes/mine.toml", text);
        assert_eq!(severity(), "error", "{text}");
    }
}
