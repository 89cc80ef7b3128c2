//! A briefing on standard input, named as `-`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::program::{Ran, program, run, words};

/// Runs a line with `input` on its standard input.
pub(crate) fn run_with(mut program: Command, line: &str, input: &[u8]) -> Ran {
    let mut child = program
        .args(words(line))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = thread::scope(|scope| {
        // The program may end before it has read everything.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().unwrap()
    });
    Ran {
        line: format!("roundup {line}"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap(),
    }
}

fn fixture(path: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests")
            .join(path),
    )
    .unwrap()
}

#[test]
fn every_command_reads_it_like_a_file() {
    for (command, path) in [
        ("show", "archive/2031-04-02.toml"),
        ("show --markdown", "archive/2031-04-02.toml"),
        ("list", "archive/2031-04-02.toml"),
        ("list --editions", "archive/2031-04-02.toml"),
        ("search harbour", "archive/2031-04-02.toml"),
        ("", "archive/2031-04-02.toml"),
        ("check", "archive/2031-03-29-faulty.toml"),
        ("check", "cli/body_markup/2031-01-01.toml"),
    ] {
        let file = run(program("tests"), &format!("{command} {path}"));
        let piped = run_with(program("tests"), &format!("{command} -"), &fixture(path));
        assert!(!file.stdout.is_empty(), "{file}");
        // The name is all that differs.
        let named = |text: &str| text.replace(path, "standard input");
        assert_eq!(piped.stdout, named(&file.stdout), "{piped}");
        assert_eq!(piped.stderr, named(&file.stderr), "{piped}");
        assert_eq!(piped.status, file.status, "{piped}");
    }
}

#[test]
fn json_names_it_as_the_command_line_does() {
    for (line, path) in [
        ("list --json -", "archive/2031-04-02.toml"),
        ("list --editions --json -", "archive/2031-04-02.toml"),
        ("check --json -", "archive/2031-03-29-faulty.toml"),
    ] {
        let ran = run_with(program("tests"), line, &fixture(path));
        let first = ran.stdout.lines().next().unwrap();
        let first: serde_json::Value = serde_json::from_str(first).unwrap();
        assert_eq!(first["path"], "-", "{ran}");
    }
}

#[test]
fn it_stands_beside_files_and_counts_once() {
    let path = "archive/2031-04-02.toml";
    let once = run_with(program("tests"), "list -", &fixture(path)).stdout;
    let twice = run_with(program("tests"), "list - -", &fixture(path)).stdout;
    assert_eq!(once, twice);
    let both = "list - archive/2031-04-01-late.toml";
    let both = run_with(program("tests"), both, &fixture(path)).stdout;
    assert!(
        both.starts_with(&once) && both.contains("2031-04-01"),
        "{both}"
    );
    // The newest is shown, wherever it comes from.
    for (line, newest) in [
        ("show - archive/2031-04-01-late.toml", "2 April 2031"),
        ("show - ../briefings", "2 April 2031"),
        ("show - --edition 1990 ../briefings", "February 1990"),
    ] {
        let ran = run_with(program("tests"), line, &fixture(path));
        assert!(ran.stdout.contains(newest), "{ran}");
    }
}

#[test]
fn a_path_that_is_not_there_is_reported_without_waiting_for_input() {
    let mut program = program("tests");
    let mut child = program
        .args(["list", "-", "nosuchfolder"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Nothing is written, and standard input stays open.
    let stdin = child.stdin.take();
    assert_eq!(child.wait().unwrap().code(), Some(2));
    drop(stdin);
}

#[test]
fn headlines_are_listed_below_each_other_whatever_their_sections_are_called() {
    let input = "title = 'T'\ndate = 2031-01-01\n\
        [[section]]\ntitle = 'Courts'\n[[section.story]]\nheadline = 'One'\n\
        [[section]]\ntitle = 'Science and technology'\n[[section.story]]\nheadline = 'Two'\n\
        [[section]]\ntitle = '港湾と漁業のこと'\n[[section.story]]\nheadline = 'Three'\n";
    let ran = run_with(program("tests"), "list -", input.as_bytes());
    assert_eq!(
        ran.stdout,
        "2031-01-01 ●  Courts                  One\n\
         2031-01-01 ●  Science and technology  Two\n\
         2031-01-01 ●  港湾と漁業のこと        Three\n"
    );
    let long = input.replace("Courts", "A section with a title that goes on and on");
    let ran = run_with(program("tests"), "list -", long.as_bytes());
    assert!(
        ran.stdout
            .starts_with("2031-01-01 ●  A section with a title that goe…  One\n"),
        "{ran}"
    );
}

#[test]
fn what_is_no_briefing_is_reported() {
    let large = vec![b'#'; 16 * 1024 * 1024 + 1];
    for (input, message) in [
        (&b""[..], "standard input: the file is empty"),
        (b"title = ", "standard input:1:"),
        (b"title = \"\xff\"", "standard input:1:10: not UTF-8"),
        (&large, "standard input: the file is larger than 16 MiB"),
    ] {
        let ran = run_with(program("tests"), "list -", input);
        let message = format!("roundup: cannot read {message}");
        assert!(ran.stderr.starts_with(&message), "{ran}");
        assert_eq!((ran.status, ran.stdout.as_str()), (1, ""), "{ran}");
    }
    let most = [&b"title = 'T'\ndate = 2031-01-01\n"[..], &large].concat();
    let ran = run_with(program("tests"), "check -", &most[..16 * 1024 * 1024]);
    assert_eq!(ran.stdout, "1 file, no faults\n", "{ran}");
}

#[cfg(unix)]
#[test]
fn a_folder_on_standard_input_is_reported() {
    let mut program = program("tests");
    program.stdin(fs::File::open("/").unwrap());
    let ran = run(program, "list -");
    assert!(
        ran.stderr
            .starts_with("roundup: cannot read standard input: cannot be read: "),
        "{ran}"
    );
    assert_eq!(ran.status, 1, "{ran}");
}

#[test]
fn a_file_of_that_name_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("-"), fixture("archive/2031-04-02.toml")).unwrap();
    let mut program = program("tests");
    program.current_dir(folder.path());
    let ran = run_with(program, "list ./-", b"");
    assert_eq!(ran.stdout.lines().count(), 6, "{ran}");
}
