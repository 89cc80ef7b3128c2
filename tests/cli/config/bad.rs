//! Configurations that cannot be read, or should not be.

use std::fs;
use std::time::{Duration, Instant};

use super::{CONFIG, Home};
use crate::program::Ran;

/// Runs `roundup config` and `roundup show`, which must show the edition whatever is wrong. Returns what the first
/// says.
#[track_caller]
fn told(home: &Home) -> Ran {
    let shown = home.run("show one");
    assert_eq!(shown.status, 0, "{shown}");
    assert!(shown.stdout.contains("The story of One"), "{shown}");
    let lines = shown.stderr.lines().count();
    assert!(lines <= 1, "{shown}");
    let ran = home.run("config");
    assert_eq!(ran.status, 1, "{ran}");
    assert!(ran.stdout.contains("measure = 72  "), "{ran}");
    ran
}

#[track_caller]
fn assert_tells(home: &Home, expected: &str) {
    let ran = told(home);
    assert!(ran.stderr.contains(expected), "{expected}\n{ran}");
}

#[test]
fn a_file_of_10_mb_is_refused() {
    let home = Home::new(&"# a comment\n".repeat(10 << 20 >> 3));
    assert_tells(&home, "error: the file is larger than 1 MiB");
}

/// Files of nearly a MiB for which some reader might take time by the square of their length.
#[test]
fn a_large_file_of_any_kind_is_told_at_once() {
    let repeated = |before: &str, part: &str, after: &str| {
        let times = ((1 << 20) - 1000) / part.len();
        format!("{before}{}{after}\n", part.repeat(times))
    };
    let configurations = [
        repeated("\"", "c-", "x\" = \"help\""),
        repeated("\"", "ctrl+", "x y\" = \"help\""),
        repeated("\"", "c-", "x\" \"help\""),
        repeated("[keys]\n\"", "c-", "x\" = \"help\""),
        repeated("[keys]\n\"", "c-", "x\" = [\"help\"]"),
        repeated("[keys]\nx = \"", "ctrl-", "\""),
        repeated("[keys]\n\"", "g ", "x\" = \"help\""),
        repeated("", "a-key-of-no-setting another = one-of-no-action\n", ""),
        repeated(
            "[keys]\n",
            "a-key-of-no-setting another = one-of-no-action\n",
            "",
        ),
        repeated("folders = [", "\"/a/b/c/d\",", "]"),
        repeated("folders = [", "1234567890,", "]"),
        repeated("folders = [\n", "\"/a/b/c/d\",\n", "]"),
        repeated("open = [", "\"a-program\",", "]"),
        repeated("open = \"", "a ", "\""),
        repeated("theme = \"", "a", "\""),
        repeated("theme = ", "a,", ""),
    ];
    for config in configurations {
        assert_quick(&Home::new(&config), &config);
    }
    let themes = [
        repeated("link = \"", "bolt ", "\""),
        repeated("link = \"rgb(", "1 ", "\""),
        repeated("link = \"", "(a ", "\""),
        repeated("link = ", "bold ", ""),
        repeated("link = [", "\"underline\",", "]"),
        repeated("base = ", "a", ""),
    ];
    for theme in themes {
        let home = Home::new("theme = \"mine\"\n");
        home.write("config/roundup/themes/mine.toml", &theme);
        assert_quick(&home, &theme);
    }
}

/// Runs `roundup config`, which must take no noticeable time, even if much else runs.
#[track_caller]
fn assert_quick(home: &Home, text: &str) {
    let start = text.get(..30).unwrap_or_default();
    let begun = Instant::now();
    let ran = home.run("config");
    let took = begun.elapsed();
    assert!(matches!(ran.status, 0 | 1), "{start}: {}", ran.status);
    assert!(took < Duration::from_secs(10), "{start}: {took:?}");
}

#[test]
fn what_is_no_text_is_reported_at_its_place() {
    let home = Home::new("\0\0\0\0");
    assert_tells(&home, "config.toml:1:1");
    assert_tells(&home, "help: write it again, or restore it from a backup\n");
    let home = Home::without_file();
    home.write(CONFIG, "");
    fs::write(home.path(CONFIG), b"measure = 72\n\xFF\xFE\n").unwrap();
    assert_tells(&home, "config.toml:2:1");
    assert_tells(&Home::new(&"[".repeat(400_000)), "config.toml");
}

#[test]
fn one_byte_that_is_no_text_costs_its_own_line_alone() {
    let home = Home::without_file();
    home.write(CONFIG, "");
    let text = b"dates = \"iso\"\ntheme = \"da\xFFrk\"\nmouse = false\n[keys]\nx = \"help\"\n";
    fs::write(home.path(CONFIG), text).unwrap();
    let ran = told(&home);
    let expected = "error: not UTF-8\n --> ~/config/roundup/config.toml:2:12\n";
    assert!(ran.stderr.starts_with(expected), "{ran}");
    assert_eq!(ran.stderr.matches("error: ").count(), 1, "{ran}");
    for line in [
        "dates = \"iso\"",
        "theme = \"terminal\"",
        "mouse = false",
        "\"x\" = \"help\"",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{ran}");
    }
    // UTF-16 has no lines that could be read.
    fs::write(home.path(CONFIG), b"\xFF\xFEm\0").unwrap();
    assert_tells(&home, "error: the file is UTF-16\n");
}

#[test]
fn a_folder_in_place_of_the_file_is_reported() {
    let home = Home::without_file();
    fs::create_dir_all(home.path(CONFIG)).unwrap();
    assert_tells(&home, "error: the file is not a regular file");
}

#[test]
fn a_theme_that_builds_on_itself_ends() {
    let home = Home::new("theme = \"one\"\n");
    home.write("config/roundup/themes/one.toml", "base = \"two\"\n");
    home.write("config/roundup/themes/two.toml", "base = \"one\"\n");
    assert_tells(
        &home,
        "error: the theme builds on itself: one → two → one\n",
    );
    assert_eq!(told(&home).stderr.matches("error: ").count(), 1);
    assert_tells(&home, "themes/one.toml:1:8");
    let home = Home::new("theme = \"one\"\n");
    home.write(
        "config/roundup/themes/one.toml",
        "base = \"one\"\nlink = \"no colour\"\n",
    );
    assert_tells(&home, "error: the theme builds on itself\n");
    assert_tells(&home, "error: `no` is neither a colour nor an attribute\n");
}

#[test]
fn a_key_that_is_bound_thrice_keeps_its_first_meaning() {
    let home =
        Home::new("[keys]\n\"ctrl-x\" = \"help\"\n\"C-x\" = \"archive\"\n\"^X\" = \"quit\"\n");
    let ran = told(&home);
    for expected in [
        "config.toml:3:1",
        "config.toml:4:1",
        "is the same key as `ctrl-x` in line 2",
    ] {
        assert!(ran.stderr.contains(expected), "{expected}\n{ran}");
    }
    let keys = home.run("config --keys").stdout;
    let has = |action: &str| {
        let line = keys.lines().find(|line| line.starts_with(action));
        line.unwrap().contains("Ctrl-x")
    };
    assert!(has("help ") && !has("archive ") && !has("quit "), "{keys}");
    // To TOML, the same key written twice in the same way is a fault of its own.
    assert_tells(
        &Home::new("[keys]\nx = \"help\"\nx = \"help\"\nx = \"quit\"\n"),
        "config.toml:3:1",
    );
}

#[test]
fn what_is_under_a_header_that_is_there_twice_holds() {
    let home =
        Home::new("[keys]\nx = \"help\"\ny = \"archive\"\n[keys]\nx = \"archive\"\nc = \"undo\"\n");
    let ran = told(&home);
    for expected in [
        "error: duplicate header\n --> ~/config/roundup/config.toml:4:2\n",
        "help: the name appears twice; put everything under one of them\n",
        "error: duplicate key\n --> ~/config/roundup/config.toml:5:1\n",
        "help: remove one of the two lines; the first one is used\n",
    ] {
        assert!(ran.stderr.contains(expected), "{expected}\n{ran}");
    }
    let keys = ran.stdout.split_once("[keys]\n").unwrap().1;
    let lines =
        "\"x\" = \"help\"  # line 2\n\"y\" = \"archive\"  # line 3\n\"c\" = \"undo\"  # line 6\n";
    assert_eq!(keys, lines);
}

#[test]
fn no_control_character_of_a_configuration_is_printed() {
    let home = Home::new(
        "folders = [\"~/\\u001b]0;title\\u0007\", \"\\u001b[2J\"]\ntheme = \"\\u001b[31m\"\ndates = \"\\u001b[31m\"\n\
         open = [\"\\u001b[31m\"]\n\"\\u001b[31m\" = 1\n[keys]\n\"\\u001b[31m\" = \"help\"\nx = \"\\u001b[31m\"\n",
    );
    home.write(
        "config/roundup/themes/mine.toml",
        "link = \"\\u001b[31m\"\nbase = \"\\u0007\"\n",
    );
    for line in ["config", "check", "config --keys", "list one", "config one"] {
        let ran = home.run(line);
        let printed = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!printed.is_empty());
        assert!(!printed.contains(['\x1b', '\x07']), "{printed:?}");
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::super::{CONFIG, Home};
    use super::{assert_tells, told};

    #[test]
    fn a_pipe_in_place_of_a_file_is_not_waited_for() {
        let home = Home::without_file();
        home.write(CONFIG, "");
        fs::remove_file(home.path(CONFIG)).unwrap();
        fs::create_dir_all(home.path("config/roundup/themes")).unwrap();
        for name in [CONFIG, "config/roundup/themes/pipe.toml"] {
            let made = Command::new("mkfifo")
                .arg(home.path(name))
                .status()
                .unwrap();
            assert!(made.success());
        }
        let ran = told(&home);
        for name in [CONFIG, "config/roundup/themes/pipe.toml"] {
            let expected = format!("error: the file is not a regular file\n--> ~/{name}\n");
            assert!(ran.stderr.contains(&expected), "{expected}\n{ran}");
        }
    }

    #[test]
    fn links_that_lead_in_a_circle_or_nowhere_are_reported() {
        let home = Home::new("mesure = 80\n");
        let themes = home.path("config/roundup/themes");
        fs::create_dir_all(&themes).unwrap();
        symlink("b.toml", themes.join("a.toml")).unwrap();
        symlink("a.toml", themes.join("b.toml")).unwrap();
        symlink("nowhere", themes.join("c.toml")).unwrap();
        symlink(".", themes.join("d.toml")).unwrap();
        let ran = told(&home);
        for name in ["a", "b", "c", "d"] {
            assert!(
                ran.stderr.contains(&format!("themes/{name}.toml\n")),
                "{ran}"
            );
        }
        let home = Home::without_file();
        fs::create_dir_all(home.path("config")).unwrap();
        symlink("roundup", home.path("config/roundup")).unwrap();
        assert_tells(&home, "~/config/roundup/config.toml");
    }

    #[test]
    fn a_file_that_may_not_be_read_is_reported() {
        let home = Home::new("measure = 80\n");
        fs::set_permissions(home.path(CONFIG), Permissions::from_mode(0o000)).unwrap();
        fs::set_permissions(home.path(""), Permissions::from_mode(0o755)).unwrap();
        if fs::read(home.path(CONFIG)).is_err() {
            assert_tells(&home, "error: the file cannot be read: Permission denied");
            return;
        }
        // Root may read every file, so somebody else runs the program.
        let program = home.program();
        let mut other = Command::new("setpriv");
        other.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]);
        other.arg(program.get_program()).arg("config");
        other.current_dir(home.path(""));
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => other.env(name, value),
                None => other.env_remove(name),
            };
        }
        let Ok(ran) = other.output() else {
            crate::missing::not_installed("setpriv");
            return;
        };
        let stderr = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{stderr}");
        assert!(
            stderr.contains("error: the file cannot be read: Permission denied"),
            "{stderr}"
        );
        assert!(String::from_utf8_lossy(&ran.stdout).contains("measure = 72"));
    }
}
