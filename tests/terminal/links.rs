//! What the program does with links in a real terminal: the opener gets each argument as it should, and the
//! terminal or a command gets what is copied.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::oracle::{Place, check_clean, copied};
use super::program::{program, run};
use super::session::{ARCHIVE, ROUNDUP, Session};

/// An address with everything that means something to a shell.
const ADDRESS: &str = r#"https://one.example/$(touch%20x);`id`&&a|b>c'd"e*~?#!{f}%00"#;

/// A folder with an edition of one story whose link is `address`, and a pipe through which a program that the test
/// starts says what it got.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(address: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Self { folder };
        let edition = format!(
            "title = 'T'\ndate = 2031-04-02\n[[story]]\nheadline = 'The only story'\nlink = \"\"\"{}\"\"\"\n",
            address.replace('\\', "\\\\").replace('"', "\\\"")
        );
        fs::write(desk.path("2031-04-02.toml"), edition).unwrap();
        let made = Command::new("mkfifo").arg(desk.path("pipe")).status();
        assert!(made.unwrap().success());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a shell script, in which `$PIPE` is the pipe, and returns a command that runs it.
    fn script(&self, text: &str) -> String {
        let folder = self.path("a folder");
        fs::create_dir_all(&folder).unwrap();
        let script = folder.join("script");
        let pipe = self.path("pipe");
        fs::write(
            &script,
            format!("#!/bin/sh\nPIPE='{}'\n{text}\n", pipe.display()),
        )
        .unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        format!("'{}'", script.display())
    }

    /// What the script writes to the pipe, once it has closed it.
    fn received(&self) -> String {
        let mut text = String::new();
        let mut pipe = fs::File::open(self.path("pipe")).unwrap();
        pipe.read_to_string(&mut text).unwrap();
        text
    }

    fn start(&self, variables: &[(&str, &str)]) -> Session {
        let edition = self.path("2031-04-02.toml");
        let edition = edition.to_str().unwrap();
        let mut session = Session::start((110, 24), ROUNDUP, &[edition], variables);
        session.wait_for("The only story");
        session
    }
}

#[track_caller]
fn quit(mut session: Session) {
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
    check_clean(Place::Terminal, &session.written);
}

#[test]
fn the_opener_gets_the_address_as_one_argument_and_no_terminal() {
    let desk = Desk::new(ADDRESS);
    let script = desk.script(
        "printf '\\033[31mnoise'; printf '\\033[31mnoise' >&2\n\
         { printf '%s\\n' \"$@\"; tty; } > \"$PIPE\"; exit 0",
    );
    let opener = format!("{script} --new 'a b'");
    let mut session = desk.start(&[("ROUNDUP_OPENER", &opener)]);
    session.press("o");
    session.wait_for("1 link");
    session.press("o");
    let received = desk.received();
    assert_eq!(received, format!("--new\na b\n{ADDRESS}\nnot a tty\n"));
    session.wait_for("Opening https://one.example/");
    assert!(!session.contents().contains("noise"));
    quit(session);
}

/// Signals of the keyboard go to the process group of the terminal.
#[cfg(target_os = "linux")]
#[test]
fn the_opener_has_a_process_group_of_its_own_and_leaves_no_zombie() {
    let desk = Desk::new(ADDRESS);
    // The fifth field is the process group.
    let script = desk.script("echo $$ $(cut -d' ' -f5 /proc/$$/stat) > \"$PIPE\"; exit 3");
    let mut session = desk.start(&[("ROUNDUP_OPENER", &script)]);
    session.press("o");
    session.wait_for("1 link");
    session.press("o");
    let received = desk.received();
    let (process, group) = received.trim().split_once(' ').unwrap();
    assert_eq!(process, group);
    session.wait_for("Not opened,");
    session.wait_for("failed (exit status: 3); y copies https://one.example/");
    let tasks = format!("/proc/{}/task", session.child.process_id().unwrap());
    for task in fs::read_dir(tasks).unwrap() {
        let children = fs::read_to_string(task.unwrap().path().join("children"));
        assert_eq!(children.unwrap_or_default(), "");
    }
    session.press("y");
    session.wait_for("Sent the link");
    assert_eq!(copied(&session.written), [ADDRESS]);
    quit(session);
}

#[test]
fn an_opener_that_is_not_there_or_cannot_be_understood_is_reported() {
    let desk = Desk::new("https://one.example/story");
    for (opener, said) in [
        ("/no/such/opener -x", "there is no program /no/such/opener"),
        (
            "unclosed '",
            "ROUNDUP_OPENER cannot be understood: missing closing quote",
        ),
        (" ", "ROUNDUP_OPENER names no program"),
    ] {
        let mut session = desk.start(&[("ROUNDUP_OPENER", opener)]);
        session.press("o");
        session.wait_for("1 link");
        session.press("o");
        session.wait_for(&format!("Not opened, {said}; y copies https://one"));
        quit(session);
    }
}

#[test]
fn over_ssh_without_a_display_the_link_is_copied() {
    let desk = Desk::new("https://one.example/story");
    let mut session = desk.start(&[("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")]);
    session.press("o");
    session.wait_for("1 link");
    session.press("o");
    session.wait_for(
        "There is no display here. Sent the link to the terminal’s clipboard: https://one",
    );
    assert_eq!(copied(&session.written), ["https://one.example/story"]);
    quit(session);
}

#[test]
fn what_is_copied_reaches_the_terminal() {
    let desk = Desk::new(ADDRESS);
    let mut session = desk.start(&[]);
    session.press("y");
    session.wait_for("Sent the link to the terminal’s clipboard: https://one");
    session.press("Y");
    session.wait_for("Sent the story as Markdown to the terminal’s clipboard");
    let copied = copied(&session.written);
    assert_eq!(copied[0], ADDRESS);
    assert!(
        copied[1].starts_with("> **The only story**\n>\n> — *T*"),
        "{copied:?}"
    );
    quit(session);
}

#[test]
fn what_is_copied_goes_to_a_command_whole() {
    let desk = Desk::new(ADDRESS);
    let script = desk.script("printf 'noise'; cat > \"$PIPE\"");
    let mut session = desk.start(&[("ROUNDUP_COPY", &script)]);
    session.press("y");
    assert_eq!(desk.received(), ADDRESS);
    session.wait_for("Sent the link to ");
    assert!(!session.contents().contains("noise"));
    assert!(copied(&session.written).is_empty());
    quit(session);
}

#[test]
fn a_command_that_does_not_copy_is_reported() {
    let desk = Desk::new("https://one.example/story");
    for (command, said) in [
        ("false", "Not copied: false failed (exit status: 1)"),
        (
            "/no/such/command",
            "Not copied: there is no program /no/such/command",
        ),
        (
            "unclosed '",
            "Not copied, ROUNDUP_COPY cannot be understood: missing closing quote",
        ),
    ] {
        let mut session = desk.start(&[("ROUNDUP_COPY", command)]);
        session.press("y");
        session.wait_for(said);
        quit(session);
    }
}

#[test]
fn links_are_clickable_unless_the_terminal_is_known_not_to_know_how() {
    let edition = format!("{ARCHIVE}/2031-04-02.toml");
    let list = "[1] https://example.org/list";
    for (variables, linked) in [
        (&[][..], true),
        (&[("TERM", "linux")], false),
        (&[("FORCE_HYPERLINK", "0")], false),
    ] {
        let mut session = Session::start((110, 60), ROUNDUP, &[&edition], variables);
        session.wait_for("that moves.");
        assert_eq!(session.written().contains("\x1b]8;id="), linked);
        assert_eq!(session.contents().contains(list), !linked);
        quit(session);
        // What is printed has no keys, so that the numbers need the list.
        let mut session = Session::start((110, 150), ROUNDUP, &["show", &edition], variables);
        assert_eq!(session.status(), 0);
        assert_eq!(session.written().contains("\x1b]8;id="), linked);
        assert!(session.contents().contains(list));
        // Printed text has colours that the reader does not write in this form.
        let mut written = session.written();
        for colour in 31..=36 {
            written = written.replace(&format!("\x1b[{colour}m"), "");
        }
        check_clean(Place::Terminal, written.as_bytes());
    }
    let piped = run(program("."), &format!("show '{edition}'")).stdout;
    assert!(piped.contains(list) && !piped.contains('\x1b'));
    let coloured = run(program("."), &format!("show --color always '{edition}'")).stdout;
    assert!(coloured.contains("\x1b[") && !coloured.contains("\x1b]"));
}

/// A hyperlink is no reason to draw every cell again.
#[test]
fn a_small_change_beside_hyperlinks_writes_little() {
    let mut session = Session::roundup((110, 60), &format!("{ARCHIVE}/2031-04-02.toml"));
    session.wait_for("that moves.");
    session.press_and_see("J");
    session.press_and_see("K");
    session.wait_for("that moves.");
    let before = session.written.len();
    session.press("m");
    session.wait_for("Read");
    let written = session.written[before..].len();
    assert!(written < 2_000, "{written} bytes");
    quit(session);
}

/// In tmux, the text goes through tmux to the terminal that it runs in.
#[test]
fn what_is_copied_in_tmux_reaches_the_terminal_around_it() {
    if Command::new("tmux").arg("-V").output().is_err() {
        return;
    }
    for setting in [
        "set -s set-clipboard on",
        "set -s set-clipboard off ; set -g allow-passthrough on",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let edition = format!("{ARCHIVE}/2031-04-02.toml");
        let script = format!(
            "exec tmux -f /dev/null -S '{}' start-server \\; {} \\; set -g destroy-unattached on \\; new-session '{ROUNDUP}' '{edition}'",
            socket.display(),
            setting.replace(';', "\\;")
        );
        let mut session = Session::start((110, 34), "/bin/sh", &["-c", &script], &[]);
        session.wait_for("Harbour Roundup");
        session.press("y");
        session.wait_for("Sent the link");
        // The address, in base64.
        session.wait_until(setting, |session| {
            session
                .written()
                .contains("aHR0cHM6Ly9leGFtcGxlLm9yZy9oYXJib3Vy\x07")
        });
        session.press("q");
        session.status();
    }
}
