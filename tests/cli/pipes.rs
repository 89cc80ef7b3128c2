//! Closed pipes, full disks, unreadable files and hostile text.

#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;

use crate::program::{program, run, words};

/// The user who owns nothing.
const NOBODY: u32 = 65_534;

/// Editions of many stories, each with a fault: more output than a pipe can buffer.
fn many_stories() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let story = "[[story]]\nheadline = \"One of many\"\nlink = \"x\"\n";
    let stories = story.repeat(5_000);
    for day in 1..=5 {
        let edition = format!("title = \"Many\"\ndate = 2031-01-0{day}\n{stories}");
        fs::write(folder.path().join(format!("{day}.toml")), edition).unwrap();
    }
    folder
}

#[test]
fn closing_a_pipe_early_is_not_an_error() {
    let folder = many_stories();
    let path = folder.path().to_str().unwrap();
    for line in [
        "list",
        "search many",
        "show",
        "show --markdown",
        "check",
        "list --json",
    ] {
        let mut program = program("tests");
        program.args(words(line)).arg(path);
        let mut child = program
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut stdout = BufReader::with_capacity(16, child.stdout.take().unwrap());
        stdout.read_line(&mut first).unwrap();
        drop(stdout);
        let mut errors = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut errors)
            .unwrap();
        // `check` still says by its status that there are faults.
        let status = i32::from(line.starts_with("check"));
        assert_eq!(child.wait().unwrap().code(), Some(status), "{line}");
        assert_eq!(errors, "", "{line}");
        assert!(first.ends_with('\n'), "{line}: {first}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    for line in [
        "list archive",
        "list --json archive",
        "show archive",
        "show --markdown archive",
        "search harbour archive",
        "check archive",
        "completions bash",
        "man",
        "--help",
        "--version",
        "archive",
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut program = program("tests");
        let ran = program.args(words(line)).stdout(full).output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{line}");
        let errors = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(
            errors, "roundup: cannot write the output: No space left on device (os error 28)\n",
            "{line}"
        );
    }
}

#[test]
fn a_file_without_read_permission_is_reported_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (
        folder.path().join("2031-01-01.toml"),
        folder.path().join("2031-01-02.toml"),
    );
    fs::copy(
        concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/faults/ok_headline_alone.toml"
        ),
        &good,
    )
    .unwrap();
    fs::write(&bad, "title = 'Secret'").unwrap();
    fs::set_permissions(&bad, Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    // Root may read every file, so as root the program is run as another user.
    let program = || {
        let mut program = program(".");
        if rustix::process::getuid().is_root() {
            program.uid(NOBODY).gid(NOBODY).current_dir("/");
        }
        program
    };
    let listed = run(program(), &format!("list {}", folder.path().display()));
    assert_eq!(
        (listed.status, listed.stdout.lines().count()),
        (0, 1),
        "{listed}"
    );
    assert!(
        listed.stderr.contains("2031-01-02.toml: cannot be read"),
        "{listed}"
    );
    let checked = run(program(), &format!("check {}", folder.path().display()));
    assert_eq!(checked.status, 1, "{checked}");
    assert!(
        checked.stdout.contains("allow this user to read it"),
        "{checked}"
    );
}

/// Control characters in file names, contents and arguments.
#[test]
fn no_control_character_reaches_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "a\u{1b}]0;x\u{7}b\u{9b}2J\u{202e}c\u{2028}d\u{7f}";
    let name = format!("2031-01-01 {evil}.toml");
    let escaped = r"a\u001b]0;x\u0007b\u009b2J\u202ec\u2028d\u007f";
    let briefing = format!(
        "title = \"{escaped}\"\ndate = 2031-01-01\nsource = \"{escaped}\"\n\"{escaped}\" = 1\n\
        [[section]]\ntitle = \"{escaped}\"\n[[section.story]]\nheadline = \"{escaped}\"\ntags = [\"{escaped}\"]\n\
        link = \"https://{escaped}\"\nbody = \"[{escaped}](https://{escaped}) &#27;[2J <{escaped}>\"\n"
    );
    fs::write(folder.path().join(name), briefing).unwrap();
    fs::write(folder.path().join(format!("{evil}.toml")), "\u{1b}[2J = 'x").unwrap();
    let path = folder.path().display();
    for line in [
        format!("list {path}"),
        format!("list --json {path}"),
        format!("show {path}"),
        format!("show --json {path}"),
        format!("show --markdown {path}"),
        format!("show --section {evil} {path}"),
        format!("show --edition {evil} {path}"),
        format!("search x {path}"),
        format!("search x --json {path}"),
        format!("search date:{evil} {path}"),
        format!("check {path}"),
        format!("check --json {path}"),
        format!("check {path}/{evil}"),
        format!("man {evil}"),
        evil.to_owned(),
    ] {
        let ran = run(program("."), &line);
        let is_forbidden = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
        };
        for written in [&ran.stdout, &ran.stderr] {
            assert!(!written.contains(is_forbidden), "{line:?}: {written:?}");
        }
        assert!(!ran.stdout.is_empty() || !ran.stderr.is_empty(), "{line:?}");
    }
    let listed = run(program("."), &format!("list --json {path}")).stdout;
    let story: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert!(
        Path::new(story["path"].as_str().unwrap()).exists(),
        "{listed}"
    );
}
