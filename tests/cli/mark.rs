//! `roundup mark`: what it changes in the file of marks, and what it prints.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use tempfile::TempDir;

use crate::program::{Ran, program, run};
use crate::standard_input::run_with;

const FERRY: &str = "harbour-roundup-2031-04-02-evening/the-ferry-that-runs-empty";
const EBB: &str = "harbour-roundup-2031-04-01t06-30-00-morning/low-water-is-due-at-noon-tomorrow";
const EVENING: &str = "harbour-roundup-2031-04-02-evening";

/// A folder for marks: those of `tests/cli/state`.
struct State(TempDir);

impl State {
    fn new() -> Self {
        let state = Self(tempfile::tempdir().unwrap());
        fs::create_dir(state.0.path().join("roundup")).unwrap();
        let marks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/state/roundup/marks");
        fs::copy(marks, state.file()).unwrap();
        state
    }

    fn file(&self) -> std::path::PathBuf {
        self.0.path().join("roundup/marks")
    }

    fn marks(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    fn program(&self) -> Command {
        let mut program = program("tests");
        program.env("XDG_STATE_HOME", self.0.path());
        program
    }

    fn run(&self, line: &str) -> Ran {
        run(self.program(), line)
    }

    fn run_with(&self, line: &str, input: &str) -> Ran {
        run_with(self.program(), line, input.as_bytes())
    }

    /// Marks without their times, one per line.
    fn flags(&self) -> Vec<String> {
        let marks = self.marks();
        let lines = marks.lines().skip(1);
        lines
            .map(|line| line.rsplit_once('\t').unwrap().0.replace('\t', " "))
            .collect()
    }
}

#[test]
fn only_what_changes_is_printed_and_piped_back_it_is_undone() {
    for (there, back, printed) in [
        ("--read", "--unread", 5),
        ("--save", "--unsave", 4),
        ("--unread", "--read", 1),
        ("--unsave", "--save", 2),
    ] {
        let state = State::new();
        let before = state.flags();
        let marked = state.run(&format!("mark {there} {EVENING} -- archive"));
        assert_eq!(marked.stdout.lines().count(), printed, "{marked}");
        assert_eq!(marked.status, 0, "{marked}");
        assert_ne!(state.flags(), before, "{marked}");
        let again = state.run(&format!("mark {there} {EVENING} -- archive"));
        assert_eq!((again.stdout.as_str(), again.status), ("", 0), "{again}");
        let undone = state.run_with(&format!("mark {back} - archive"), &marked.stdout);
        assert_eq!(undone.stdout, marked.stdout, "{undone}");
        assert_eq!(state.flags(), before, "{undone}");
    }
}

#[test]
fn a_mark_that_does_not_change_keeps_its_time() {
    let state = State::new();
    state.run(&format!("mark --read {EVENING} -- archive"));
    let marks = state.marks();
    let kept = marks.lines().filter(|line| line.ends_with("\t1901000000"));
    assert_eq!(kept.count(), 1, "{marks}");
}

#[test]
fn a_query_marks_what_it_finds() {
    let state = State::new();
    let ran = state.run("mark --save --where 'harbour is:unread' archive");
    assert_eq!((ran.stdout.trim_end(), ran.status), (EBB, 0), "{ran}");
    let listed = state.run("list --json --where is:saved archive").stdout;
    assert!(listed.contains(EBB), "{listed}");
    let ran = state.run("mark --save --where nosuchword archive");
    assert_eq!((ran.stdout.as_str(), ran.status), ("", 1), "{ran}");
}

#[test]
fn a_dry_run_prints_what_would_change_and_changes_nothing() {
    let state = State::new();
    let before = state.marks();
    let line = format!("mark --read {EVENING} -- archive");
    let dry = state.run(&line.replace("--read", "--dry-run --read"));
    assert_eq!(state.marks(), before, "{dry}");
    assert_eq!(state.run(&line).stdout, dry.stdout, "{dry}");
}

#[test]
fn unknown_identities_are_reported_and_the_others_marked() {
    let state = State::new();
    let input = format!("nosuch/story\r\n\n  {FERRY}\n2031-04-02\narchive\n");
    let ran = state.run_with("mark --read - archive", &input);
    assert_eq!((ran.stdout.trim_end(), ran.status), (FERRY, 1), "{ran}");
    for message in [
        "roundup: no edition or story has the identity nosuch/story\n",
        "identity 2031-04-02; to mark the stories of a day, write --where date:2031-04-02\n",
        "identity archive; to name a PATH, put it after --\n",
    ] {
        assert!(ran.stderr.contains(message), "{ran}");
    }
    let many: Vec<_> = (0..30).map(|number| format!("nosuch{number}")).collect();
    let ran = state.run_with("mark --read - archive", &many.join("\n"));
    assert_eq!(
        ran.stderr.matches("no edition or story").count(),
        10,
        "{ran}"
    );
    assert!(
        ran.stderr.contains("20 more identities are unknown"),
        "{ran}"
    );
}

#[test]
fn what_cannot_be_marked_is_refused() {
    for (line, message) in [
        ("mark --read --where '  ' archive", "QUERY is empty"),
        (
            "mark --read --where 'the -(one OR two)' archive",
            "parentheses do not group words",
        ),
        (
            "mark --read --where 'date:soon' archive",
            "the query cannot be used",
        ),
        ("mark --read", "required arguments were not provided"),
        ("mark a/b", "required arguments were not provided"),
        ("mark --read --save a/b", "cannot be used with"),
        (
            "mark --read --where x a/b nosuchfolder",
            "no such file or folder",
        ),
        ("mark --read a/b -", "- cannot be combined with IDENTITY"),
        ("mark --read - -", "standard input cannot hold both"),
    ] {
        let state = State::new();
        let before = state.marks();
        let ran = state.run_with(line, "");
        assert_eq!((ran.stdout.as_str(), ran.status), ("", 2), "{ran}");
        assert!(ran.stderr.contains(message), "{ran}");
        assert_eq!(state.marks(), before, "{ran}");
    }
    let ran = State::new().run_with("mark --read - archive", "\n");
    assert_eq!(ran.status, 1, "{ran}");
    assert!(ran.stderr.contains("there are no identities"), "{ran}");
}

#[test]
fn a_briefing_on_standard_input_can_be_marked() {
    let state = State::new();
    let edition = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive/2031-04-02.toml"),
    )
    .unwrap();
    let ran = state.run_with("mark --read --where headline:ferry -", &edition);
    assert_eq!((ran.stdout.trim_end(), ran.status), (FERRY, 0), "{ran}");
}

#[test]
fn marks_that_cannot_be_saved_are_reported() {
    let state = State::new();
    fs::write(state.file(), "roundup marks 2\n").unwrap();
    let ran = state.run(&format!("mark --read {FERRY} -- archive"));
    assert_eq!((ran.stdout.as_str(), ran.status), ("", 2), "{ran}");
    let message = "roundup: the marks are not saved: they were saved by a newer roundup";
    assert!(ran.stderr.contains(message), "{ran}");
    assert_eq!(state.marks(), "roundup marks 2\n");
}

#[test]
fn two_at_once_lose_nothing() {
    let state = State::new();
    let listed = run(program("."), "list --json briefings").stdout;
    let identities: Vec<String> = listed
        .lines()
        .map(|line| {
            let story: serde_json::Value = serde_json::from_str(line).unwrap();
            story["identity"].as_str().unwrap().to_owned()
        })
        .collect();
    let (mine, yours) = identities.split_at(identities.len() / 2);
    let mark = |identities: &[String]| {
        for part in identities.chunks(8) {
            let mut program = state.program();
            program.current_dir(env!("CARGO_MANIFEST_DIR"));
            let ran = run_with(
                program,
                "mark --read - briefings",
                part.join("\n").as_bytes(),
            );
            assert_eq!(ran.stdout.lines().count(), part.len(), "{ran}");
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| mark(mine));
        scope.spawn(|| mark(yours));
    });
    assert_eq!(state.flags().len(), identities.len() + 3);
}
