//! `roundup new` and `roundup schema`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use roundup::briefing::SCHEMA;

use crate::folder::names;
use crate::program::{Ran, program, run};

fn program_in(folder: &Path) -> Command {
    let mut program = program(".");
    program.current_dir(folder).env("TZ", "UTC");
    program
}

fn run_in(folder: &Path, line: &str) -> Ran {
    run(program_in(folder), line)
}

#[test]
fn the_schema_is_printed() {
    let ran = run(program("."), "schema");
    assert_eq!((ran.stdout.as_str(), ran.status), (SCHEMA, 0));
}

#[test]
fn an_edition_is_written_once_with_the_schema_beside_it() {
    let root = tempfile::tempdir().unwrap();
    let ran = run_in(root.path(), "new --into some/where");
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let path = root.path().join(ran.stdout.trim_end());
    let folder = root.path().join("some/where");
    let schema = folder.join(".roundup-schema.json");
    let name = path.file_name().unwrap().to_str().unwrap();
    assert_eq!(names(&folder), [".roundup-schema.json", name]);
    assert_eq!(fs::read_to_string(&schema).unwrap(), SCHEMA);
    let written = fs::read_to_string(&path).unwrap();
    let day = name.trim_end_matches(".toml");
    assert!(written.contains(&format!("\ndate = {day} ")), "{written}");
    // What was written by hand is never overwritten; an old schema is.
    let filled = written.replace("\"\"", "\"Filled in\"");
    fs::write(&path, &filled).unwrap();
    fs::write(&schema, "{}").unwrap();
    let again = run_in(root.path(), "new --into some/where");
    assert_eq!((again.status, &again.stdout), (0, &ran.stdout));
    assert!(again.stderr.contains("was not changed"), "{again}");
    assert_eq!(fs::read_to_string(&path).unwrap(), filled);
    assert_eq!(fs::read_to_string(&schema).unwrap(), SCHEMA);
    let checked = run_in(root.path(), "check some/where");
    assert_eq!(checked.stdout, "1 file, no faults\n");
}

#[test]
fn several_at_once_leave_one_edition_and_a_whole_schema() {
    let root = tempfile::tempdir().unwrap();
    for _ in 0..8 {
        let start = |()| {
            let mut program = program_in(root.path());
            let program = program.args(["new", "--into", "out"]);
            let program = program.stdout(Stdio::null()).stderr(Stdio::piped());
            program.spawn().unwrap()
        };
        for program in [(); 6].map(start) {
            let ended = program.wait_with_output().unwrap();
            let errors = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert_eq!(ended.status.code(), Some(0), "{errors}");
        }
        let folder = root.path().join("out");
        let schema = fs::read_to_string(folder.join(".roundup-schema.json")).unwrap();
        assert_eq!(schema, SCHEMA);
        assert_eq!(names(&folder).len(), 2, "{:?}", names(&folder));
        fs::remove_dir_all(&folder).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_day_is_that_of_the_time_zone() {
    let root = tempfile::tempdir().unwrap();
    // The two are 26 hours apart, so they never have the same day.
    let days = ["XXX12", "YYY-14"].map(|zone| {
        let mut program = program_in(root.path());
        program.env("TZ", zone);
        run(program, "new --into .").stdout
    });
    assert_ne!(days[0], days[1]);
}

#[test]
fn an_edition_goes_where_the_user_says() {
    let root = tempfile::tempdir().unwrap();
    let with_data = || {
        let mut program = program_in(root.path());
        program.env("XDG_DATA_HOME", root.path().join("data"));
        program
    };
    let mut named = with_data();
    named.env("ROUNDUP_DIR", "named");
    let ran = run(named, "new");
    assert!(ran.stdout.starts_with("named/"), "{ran}");
    let ran = run(with_data(), "new");
    let briefings = root.path().join("data/roundup/briefings");
    assert!(Path::new(&ran.stdout).starts_with(briefings), "{ran}");
}

#[test]
fn a_folder_that_cannot_be_written_is_reported() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("file"), "").unwrap();
    let ran = run_in(root.path(), "new --into file");
    assert_eq!(ran.status, 2);
    let message = "roundup: cannot write file/";
    assert!(ran.stderr.starts_with(message), "{ran}");
}

#[cfg(unix)]
#[test]
fn the_editor_gets_the_path_as_one_argument_and_its_status_is_passed_on() {
    use std::os::unix::fs::PermissionsExt;

    let root = tempfile::tempdir().unwrap();
    let editor = root.path().join("my editor");
    fs::write(
        &editor,
        "#!/bin/sh\nprintf '<%s>' \"$@\" > arguments\nexit 7\n",
    )
    .unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut program = program_in(root.path());
    program
        .env("VISUAL", "'./my editor' -c 'set x' $HOME")
        .env("EDITOR", "false");
    let ran = run(program, "new --edit --into 'a folder'");
    let printed = (ran.status, ran.stdout.as_str(), ran.stderr.as_str());
    assert_eq!(printed, (7, "", ""));
    let arguments = fs::read_to_string(root.path().join("arguments")).unwrap();
    let name = &names(&root.path().join("a folder"))[1];
    // No shell has looked at the command.
    let expected = format!("<-c><set x><$HOME><./a folder/{name}>");
    assert_eq!(arguments, expected);
}

#[test]
fn without_an_editor_nothing_is_written() {
    let root = tempfile::tempdir().unwrap();
    for (visual, message) in [
        (
            "",
            "roundup: no editor is set; set EDITOR, for example with: export EDITOR=nano\n",
        ),
        (
            "'vi",
            "roundup: VISUAL cannot be understood: missing closing quote\n",
        ),
    ] {
        let mut program = program_in(root.path());
        program.env("VISUAL", visual).env_remove("EDITOR");
        let ran = run(program, "new --edit --into there");
        assert_eq!((ran.status, ran.stderr.as_str()), (2, message));
        assert_eq!(names(root.path()), [""; 0]);
    }
    // One that cannot be understood is reported, and the next one is taken.
    let mut program = program_in(root.path());
    program.env("VISUAL", "'vi").env("EDITOR", "true");
    let ran = run(program, "new --edit --into there");
    let message = "roundup: VISUAL cannot be understood: missing closing quote\n";
    assert_eq!((ran.status, ran.stderr.as_str()), (0, message));
    let mut program = program_in(root.path());
    program.env("VISUAL", "/nowhere/editor");
    let ran = run(program, "new --edit --into there");
    assert_eq!(ran.status, 2);
    let message = "roundup: cannot start the editor /nowhere/editor: ";
    assert!(ran.stderr.starts_with(message), "{ran}");
}
