//! `roundup config`, and what the other commands make of a configuration.

mod bad;
mod effects;
mod printed;
mod reported;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

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
