//! The reader with a configuration: the folders that it names, and files that cannot be read.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::session::{ROUNDUP, Session};

struct Home(tempfile::TempDir);

impl Home {
    /// With the briefing `one/2031-06-02.toml`.
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        home.write("one/2031-06-02.toml", &edition("2031-06-02", "The first"));
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn config(&self) -> PathBuf {
        self.path("config/roundup/config.toml")
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.path(name), text);
    }

    fn open(&self, paths: &[&str]) -> Session {
        let [home, config] = ["", "config"].map(|name| self.path(name));
        let variables = [
            ("HOME", home.to_str().unwrap()),
            ("XDG_CONFIG_HOME", config.to_str().unwrap()),
        ];
        Session::start((110, 34), ROUNDUP, paths, &variables)
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn edition(day: &str, headline: &str) -> String {
    format!(
        "title = \"The title\"\ndate = {day}\n[[story]]\nheadline = \"{headline}\"\nbody = \"A body.\"\n"
    )
}

fn quit(mut session: Session) {
    session.press("\x03");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

#[test]
fn the_folders_of_the_configuration_are_one_archive_and_followed() {
    let home = Home::new();
    write(&home.config(), "# Mine\nfolders = [\"~/one\", \"~/two\"]\n");
    let mut session = home.open(&[]);
    session.wait_for("The first");
    session.wait_for("config.toml:2: no such folder: ~/two");
    // It comes while the reader is open.
    home.write("two/2031-06-01.toml", &edition("2031-06-01", "The second"));
    session.press("/second");
    session.wait_for("1 story in 1 edition");
    session.press("\r");
    home.write(
        "one/2031-06-03.toml",
        &edition("2031-06-03", "Another second"),
    );
    session.wait_for("2 stories in 2 editions");
    quit(session);
}

#[test]
fn folders_without_briefings_are_followed_too() {
    let home = Home::new();
    write(&home.config(), "folders = [\"~/nowhere\"]\n");
    let mut session = home.open(&[]);
    session.wait_for("config.toml:1: no such folder: ~/nowhere");
    home.write(
        "nowhere/2031-06-01.toml",
        &edition("2031-06-01", "It has come"),
    );
    // A sample that was found before the file was seen may still be among the results.
    session.press("/come\r");
    session.wait_for("It has come");
    quit(session);
}

/// Puts something that cannot be used in the place of a configuration.
type Make = fn(&Home);

#[test]
fn the_reader_opens_whatever_is_wrong_with_the_configuration() {
    let make: [(&str, Make); 8] = [
        ("larger than 1 MiB", |home| {
            write(&home.config(), &"#\n".repeat(5 << 20));
        }),
        ("config.toml:1", |home| write(&home.config(), "\0\0\0")),
        ("TOML tokens", |home| {
            write(&home.config(), &"[".repeat(400_000));
        }),
        ("not a regular file", |home| {
            fs::create_dir_all(home.config()).unwrap();
        }),
        ("not a regular file", |home| {
            write(&home.config(), "");
            fs::remove_file(home.config()).unwrap();
            let made = Command::new("mkfifo").arg(home.config()).status();
            assert!(made.unwrap().success());
        }),
        ("config.toml", |home| {
            write(&home.config(), "");
            fs::remove_file(home.config()).unwrap();
            symlink("config.toml", home.config()).unwrap();
        }),
        ("builds on itself", |home| {
            write(&home.config(), "theme = \"one\"\n");
            home.write("config/roundup/themes/one.toml", "base = \"two\"\n");
            home.write("config/roundup/themes/two.toml", "base = \"one\"\n");
        }),
        ("a.toml", |home| {
            write(&home.config(), "theme = \"a\"\n");
            fs::create_dir_all(home.path("config/roundup/themes")).unwrap();
            symlink("b.toml", home.path("config/roundup/themes/a.toml")).unwrap();
            symlink("a.toml", home.path("config/roundup/themes/b.toml")).unwrap();
        }),
    ];
    for (expected, make) in make {
        let home = Home::new();
        make(&home);
        let mut session = home.open(&[home.path("one").to_str().unwrap()]);
        session.wait_for("The first");
        session.wait_for(expected);
        session.press("!");
        session.wait_for("config/roundup/");
        quit(session);
    }
}
