//! The built program in a pseudo-terminal: what a reader's terminal sees, and what it is left as.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::io::{Read, Write};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// Far longer than anything takes: a test waits for a state, and fails only when it never comes.
const PATIENCE: Duration = Duration::from_secs(30);

const ARCHIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/archive");
const BRIEFINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/briefings");
const ENTERED: &str = "\x1b[?1049h";
const LEFT: &str = "\x1b[?1049l";
const CURSOR_SHOWN: &str = "\x1b[?25h";

/// A terminal with a program in it.
struct Session {
    master: Box<dyn MasterPty>,
    keyboard: Box<dyn Write>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// All that the program has written.
    written: String,
    child: Box<dyn Child>,
    termios: String,
    /// Where the program keeps its marks, unless a test names another folder.
    _state: TempDir,
}

impl Session {
    fn start(
        size: (u16, u16),
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let (cols, rows) = size;
        let pty = native_pty_system()
            .openpty(PtySize {
                rows,
                cols,
                ..PtySize::default()
            })
            .unwrap();
        let termios = format!("{:?}", pty.master.get_termios().unwrap());
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        let state = tempfile::tempdir().unwrap();
        command.env("XDG_STATE_HOME", state.path());
        for (name, value) in variables {
            command.env(name, value);
        }
        command.cwd(env!("CARGO_TARGET_TMPDIR"));
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (bytes, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if bytes.send(buffer[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pty.master.take_writer().unwrap();
        let screen = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
        Self {
            master: pty.master,
            keyboard,
            output,
            screen,
            written: String::new(),
            child,
            termios,
            _state: state,
        }
    }

    fn roundup(size: (u16, u16), path: &str) -> Self {
        Self::start(size, env!("CARGO_BIN_EXE_roundup"), &[path], &[])
    }

    fn resize(&mut self, cols: u16, rows: u16) {
        self.master
            .resize(PtySize {
                rows,
                cols,
                ..PtySize::default()
            })
            .unwrap();
        self.screen
            .screen_mut()
            .set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads output until `done`.
    #[track_caller]
    fn wait_until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !done(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("{what} never came; the screen is\n{}", self.contents());
            };
            self.take(&bytes);
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.written.push_str(&String::from_utf8_lossy(bytes));
        self.screen.process(bytes);
    }

    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |session| session.contents().contains(text));
    }

    /// The name of the row that the cursor bar stands in.
    fn selected(&self) -> String {
        let contents = self.contents();
        let row = contents
            .lines()
            .find(|line| line.starts_with(" ▌"))
            .unwrap_or_default();
        row.split('│')
            .next()
            .unwrap()
            .trim_start_matches([' ', '▌', '●', '◐', '★'])
            .trim_end()
            .to_owned()
    }

    /// Waits for the end of the program; its status, or 128 and the number of its signal.
    fn status(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        // All it has written is here once its side of the terminal is closed.
        while let Ok(bytes) = self
            .output
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            self.take(&bytes);
        }
        assert!(
            Instant::now() < deadline,
            "the program never ended; the screen is
{}",
            self.contents()
        );
        self.child.wait().unwrap().exit_code()
    }

    /// The terminal is as it was before the program came.
    #[track_caller]
    fn check_restored(&self) {
        assert_eq!(
            format!("{:?}", self.master.get_termios().unwrap()),
            self.termios
        );
        let left = self
            .written
            .rfind(LEFT)
            .expect("the alternate screen was left");
        assert!(left > self.written.rfind(ENTERED).unwrap());
        assert!(self.written[left..].contains(CURSOR_SHOWN));
        assert!(self.written[..left].rfind("\x1b[?2004l") > self.written.rfind("\x1b[?2004h"));
        assert!(!self.screen.screen().alternate_screen());
    }
}

#[test]
fn an_edition_is_opened_walked_and_closed() {
    let mut session = Session::roundup((110, 34), BRIEFINGS);
    session.wait_for("Health Roundup");
    session.wait_for("Workforce");
    let mut last = session.selected();
    for key in ["1", "2", "3", "[", "gw"] {
        session.press(key);
        let before = last.clone();
        session.wait_until("another story", |session| {
            let selected = session.selected();
            !selected.is_empty() && selected != before
        });
        last = session.selected();
    }
    session.press("\tG");
    session.wait_for("100 %");
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

#[test]
fn the_last_line_of_the_long_read_is_reached() {
    let mut session = Session::roundup((80, 24), &format!("{BRIEFINGS}/1969-07-20-late.toml"));
    session.wait_for("The Eagle has landed");
    session.press("gl\tG");
    session.wait_until("the last line", |session| {
        let contents = session.contents();
        contents.contains("100 %") && contents.contains("source https://")
    });
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

#[test]
fn a_resize_keeps_the_program_whole() {
    let mut session = Session::roundup((110, 34), &format!("{ARCHIVE}/2031-04-02.toml"));
    session.wait_for("Harbour Roundup");
    session.press("\t");
    for (cols, rows) in [(60, 20), (30, 8), (120, 40)] {
        session.resize(cols, rows);
        // Its last line is drawn for the new size.
        session.wait_until("the new size", |session| {
            let contents = session.contents();
            let last = contents
                .lines()
                .nth(usize::from(rows) - 1)
                .unwrap_or_default();
            last.contains("help")
        });
    }
    session.press("\x03");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

/// A key and a resize may become ready in the same instant, and neither may swallow the other.
#[test]
fn no_key_is_lost_in_a_storm_of_resizes() {
    let mut session = Session::roundup((110, 34), &format!("{ARCHIVE}/2031-04-02.toml"));
    session.wait_for("Harbour Roundup");
    for round in 0..150 {
        let (key, headline) = if round % 2 == 0 {
            ("J", "Who pays")
        } else {
            ("K", "The harbour")
        };
        session.resize(100 + round % 7, 30 + round % 5);
        session.press(key);
        session.wait_until(headline, |session| session.selected().starts_with(headline));
    }
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

#[test]
fn signals_end_it_and_give_the_terminal_back() {
    for (name, status) in [
        ("TERM", 143),
        ("INT", 130),
        ("HUP", 129),
        ("QUIT", 131),
        ("USR1", 138),
    ] {
        let mut session = Session::roundup((80, 24), ARCHIVE);
        session.wait_for("Harbour Roundup");
        let process = session.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill")
            .args(["-s", name, &process])
            .status()
            .unwrap();
        assert!(sent.success());
        assert_eq!(session.status(), status, "{name}");
        session.check_restored();
    }
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let mut session = Session::roundup((80, 24), ARCHIVE);
    session.wait_for("Harbour Roundup");
    let Session {
        master,
        keyboard,
        output,
        mut child,
        ..
    } = session;
    // The reader thread ends with the terminal, so that nothing holds it open.
    drop((master, keyboard));
    drop(output);
    let status = child.wait().unwrap();
    assert_eq!(status.exit_code(), 129);
}

#[test]
fn arguments_cannot_drive_the_terminal() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_roundup"))
        .arg("--\x1b[31mred\x1b]0;x\x07")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("unexpected argument") && !said.contains(['\x1b', '\x07']),
        "{said}"
    );
}

#[test]
#[cfg_attr(
    not(debug_assertions),
    ignore = "only a debug build panics when asked to"
)]
fn a_panic_in_any_thread_gives_the_terminal_back() {
    for place in ["draw", "loader"] {
        let mut session = Session::start(
            (80, 24),
            env!("CARGO_BIN_EXE_roundup"),
            &[ARCHIVE],
            &[("ROUNDUP_PANIC", place)],
        );
        assert_eq!(session.status(), 101, "{place}");
        session.check_restored();
        let message = &session.written[session.written.rfind(LEFT).unwrap()..];
        assert!(
            message.contains(&format!("asked to panic in {place}")),
            "{message}"
        );
    }
}

#[test]
fn suspend_gives_the_terminal_to_the_shell_and_fg_takes_it_back() {
    let mut session = Session::start(
        (80, 24),
        "/bin/sh",
        &["-i"],
        &[("PS1", "ready> "), ("ENV", "")],
    );
    session.wait_for("ready>");
    session.press(&format!(
        "'{}' '{ARCHIVE}/2031-04-02.toml'\r",
        env!("CARGO_BIN_EXE_roundup")
    ));
    session.wait_for("Harbour Roundup");
    session.press("J\x1a");
    session.wait_until("the shell", |session| {
        !session.screen.screen().alternate_screen()
            && session.written[session.written.rfind(LEFT).unwrap()..].contains("ready>")
    });
    session.resize(120, 40);
    session.press("fg\r");
    session.wait_until("the reader at the new size", |session| {
        session.screen.screen().alternate_screen()
            && session
                .contents()
                .lines()
                .nth(39)
                .is_some_and(|last| last.contains("help"))
            && session.selected().starts_with("Who pays")
    });
    session.press("q");
    session.wait_until("the shell again", |session| {
        !session.screen.screen().alternate_screen()
            && session.written[session.written.rfind(LEFT).unwrap()..].contains("ready>")
    });
    session.press("exit\r");
    assert_eq!(session.status(), 0);
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let empty = tempfile::tempdir().unwrap();
    let empty = empty.path().to_str().unwrap();
    for (path, said) in [
        ("/no/such/place", "no such file or folder: /no/such/place"),
        (empty, "put one there, or name another"),
    ] {
        let mut session = Session::roundup((80, 24), path);
        assert_eq!(session.status(), 2);
        assert!(
            session.contents().replace('\n', "").contains(said),
            "{}",
            session.contents()
        );
        assert!(!session.written.contains(ENTERED));
    }
}

#[test]
fn samples_open_where_there_are_no_briefings() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path().to_str().unwrap();
    let variables = [("HOME", home), ("XDG_DATA_HOME", home), ("ROUNDUP_DIR", "")];
    let mut session = Session::start((200, 30), env!("CARGO_BIN_EXE_roundup"), &[], &variables);
    session.wait_for(
        "Put yours (*.toml) in ~/roundup/briefings; none in briefings, ~/roundup/briefings",
    );
    session.wait_for("Health Roundup");
    session.press("q");
    assert_eq!(session.status(), 0);
}

#[test]
fn the_edition_asked_for_is_opened() {
    for which in ["2031-03-29", "harbour-roundup-2031-03-29"] {
        let arguments = ["--edition", which, ARCHIVE];
        let mut session = Session::start((100, 30), env!("CARGO_BIN_EXE_roundup"), &arguments, &[]);
        session.wait_for("An edition with two faults");
        // It stays when the newer ones have come, and none between them is missing.
        session.press("a");
        session.wait_for("Still waiting");
        session.press("q");
        session.wait_for("This one is whole");
        session.press("}}");
        session.wait_for("Low water is due at noon tomorrow");
        session.press("q");
        assert_eq!(session.status(), 0);
    }
}

#[test]
fn commands_fit_the_terminal_and_leave_it_alone() {
    let program = env!("CARGO_BIN_EXE_roundup");
    let mut session = Session::start((60, 150), program, &["show", ARCHIVE], &[]);
    session.wait_for("A headline and nothing else");
    assert!(session.written.contains("\x1b[1m"));
    assert!(!session.written.contains(ENTERED));
    let piped = std::process::Command::new(program)
        .args(["show", "--width", "60", ARCHIVE])
        .output()
        .unwrap();
    let piped = String::from_utf8(piped.stdout).unwrap();
    assert_eq!(session.contents(), piped.trim_end());
    assert!(!piped.contains('\x1b'));
    assert_eq!(session.status(), 0);

    let plain = [("NO_COLOR", "1")];
    let mut session = Session::start((60, 150), program, &["show", ARCHIVE], &plain);
    session.wait_for("A headline and nothing else");
    assert!(!session.written.contains('\x1b'));
    assert_eq!(session.status(), 0);
}

#[test]
fn check_tells_how_far_it_is_and_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..600 {
        let briefing = format!("title = \"T\"\ndate = 2031-01-01\nid = \"{number}\"\n");
        std::fs::write(folder.path().join(format!("{number}.toml")), briefing).unwrap();
    }
    let arguments = ["check", folder.path().to_str().unwrap()];
    let mut session = Session::start((80, 10), env!("CARGO_BIN_EXE_roundup"), &arguments, &[]);
    session.wait_for("600 files, no faults");
    assert!(session.written.contains("\rchecked 600 of 600 files"));
    assert_eq!(session.contents().trim_end(), "600 files, no faults");
    assert_eq!(session.status(), 0);
}
