//! The built program in a pseudo-terminal, with a screen that shows what it writes.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use tempfile::TempDir;

use super::program::{FOLDERS, WISHES};

/// Far longer than anything takes: a test waits for a state, and fails only if it never comes.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) const ROUNDUP: &str = env!("CARGO_BIN_EXE_roundup");
pub(crate) const ARCHIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/archive");
pub(crate) const ENTERED: &str = "\x1b[?1049h";
pub(crate) const LEFT: &str = "\x1b[?1049l";
/// Esc as a terminal sends it. Two of them written together are read as one, and one before an arrow is read
/// as a part of the arrow's sequence, so a test waits for the effect of each before it writes more.
pub(crate) const ESC: &str = "\x1b";
/// How the strip of sections begins, which is shown after `g`.
const STRIP: &str = " g top";
const CURSOR_SHOWN: &str = "\x1b[?25h";

/// A terminal with a program in it.
pub(crate) struct Session {
    pub(crate) master: Box<dyn MasterPty>,
    pub(crate) keyboard: Box<dyn Write>,
    pub(crate) output: Receiver<Vec<u8>>,
    /// Holds the terminal open until it has read something that can no longer be sent to `output`.
    reader: JoinHandle<()>,
    pub(crate) screen: vt100::Parser,
    /// All that the program has written.
    pub(crate) written: Vec<u8>,
    /// The start of a character whose rest is still to come.
    unseen: Vec<u8>,
    pub(crate) child: Box<dyn Child>,
    termios: String,
    /// The folder for the program's state, which is empty at first.
    _state: TempDir,
}

impl Session {
    pub(crate) fn start(
        size: (u16, u16),
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let (cols, rows) = size;
        let pty = native_pty_system().openpty(pty_size(cols, rows)).unwrap();
        let termios = format!("{:?}", pty.master.get_termios().unwrap());
        let state = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        for folder in FOLDERS {
            command.env(folder, "/nowhere");
        }
        for wish in WISHES {
            command.env_remove(wish);
        }
        command.env("TERM", "xterm-256color");
        command.env("XDG_STATE_HOME", state.path());
        // The folder in which a configuration may come is watched, so nobody else may use it.
        let config = state.path().join("config");
        std::fs::create_dir(&config).unwrap();
        command.env("XDG_CONFIG_HOME", config);
        for (name, value) in variables {
            command.env(name, value);
        }
        command.cwd(env!("CARGO_TARGET_TMPDIR"));
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut terminal = pty.master.try_clone_reader().unwrap();
        let (bytes, output) = mpsc::channel();
        let reader = thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(read @ 1..) = terminal.read(&mut buffer) {
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
            reader,
            screen,
            written: Vec::new(),
            unseen: Vec::new(),
            child,
            termios,
            _state: state,
        }
    }

    pub(crate) fn roundup(size: (u16, u16), path: &str) -> Self {
        Self::start(size, ROUNDUP, &[path], &[])
    }

    /// The program started by the shell command `script`, in which `$0` is the program and `$1` the path.
    pub(crate) fn shell(size: (u16, u16), script: &str, path: &str) -> Self {
        Self::start(size, "/bin/sh", &["-c", script, ROUNDUP, path], &[])
    }

    /// Columns and rows of the screen.
    pub(crate) fn size(&self) -> (u16, u16) {
        let (rows, columns) = self.screen.screen().size();
        (columns.into(), rows.into())
    }

    pub(crate) fn resize(&mut self, cols: u16, rows: u16) {
        self.resize_unseen(cols, rows);
        self.screen
            .screen_mut()
            .set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
    }

    /// Resizes the terminal, but not the screen here, which does not support every size.
    pub(crate) fn resize_unseen(&mut self, cols: u16, rows: u16) {
        self.master.resize(pty_size(cols, rows)).unwrap();
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Presses `keys` and waits until the screen shows what they did: a `g` after them shows the strip of
    /// sections, which is then closed again.
    #[track_caller]
    pub(crate) fn press_and_see(&mut self, keys: &str) {
        self.press(&format!("{keys}g"));
        self.wait_for(STRIP);
        self.press(ESC);
        self.wait_until("the strip’s end", |session| {
            !session.contents().contains(STRIP)
        });
    }

    /// Sends the program itself a signal.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill")
            .args(["-s", name, &process])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    pub(crate) fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.written).into_owned()
    }

    /// What was written since the alternate screen was left for the last time.
    pub(crate) fn written_after(&self) -> String {
        let written = self.written();
        written[written.rfind(LEFT).unwrap_or(0)..].to_owned()
    }

    /// Reads output until `done`.
    #[track_caller]
    pub(crate) fn wait_until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
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
        self.written.extend_from_slice(bytes);
        self.unseen.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.unseen) {
            Ok(_) => self.unseen.len(),
            Err(error) => error.valid_up_to(),
        };
        let text = String::from_utf8_lossy(&self.unseen[..whole]);
        // This screen leaves the character out, but a terminal gives it a column.
        let text = text.replace('\u{FFFD}', "?");
        self.screen.process(text.as_bytes());
        self.unseen.drain(..whole);
    }

    /// Whether nothing is written for `long`.
    pub(crate) fn stays_silent(&mut self, long: Duration) -> bool {
        self.output.recv_timeout(long) == Err(RecvTimeoutError::Timeout)
    }

    /// Takes in what is written within `long`.
    pub(crate) fn take_for(&mut self, long: Duration) {
        let deadline = Instant::now() + long;
        while let Ok(bytes) = self
            .output
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            self.take(&bytes);
        }
    }

    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |session| session.contents().contains(text));
    }

    /// The headline, or other name, in the row of the cursor bar.
    pub(crate) fn selected(&self) -> String {
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

    /// Waits for the end of the program and returns its status, or 128 plus the number of its signal.
    #[track_caller]
    pub(crate) fn status(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        // Once its side of the terminal is closed, everything it has written is here.
        while let Ok(bytes) = self
            .output
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            self.take(&bytes);
        }
        assert!(
            Instant::now() < deadline,
            "the program never ended; the screen is\n{}",
            self.contents()
        );
        self.child.wait().unwrap().exit_code()
    }

    /// Takes the terminal away, which must end the child, and returns the child's exit status.
    #[track_caller]
    pub(crate) fn vanish(self) -> u32 {
        let Self {
            master,
            keyboard,
            output,
            reader,
            mut child,
            ..
        } = self;
        drop(output);
        // The reader ends when it has something to read, which the program may not write any more.
        write_to_screen(&master.tty_name().unwrap());
        reader.join().unwrap();
        drop((master, keyboard));
        let (ended, end) = mpsc::channel();
        thread::spawn(move || ended.send(child.wait().unwrap().exit_code()));
        end.recv_timeout(PATIENCE).expect("the program ends")
    }

    /// Stops reading, so that what the program writes piles up.
    pub(crate) fn stop_reading(&mut self) {
        self.output = mpsc::channel().1;
    }

    /// Whether the terminal was asked to report the mouse, and not to stop since.
    pub(crate) fn reports_mouse(&self) -> bool {
        let written = self.written();
        written.rfind("\x1b[?1006h") > written.rfind("\x1b[?1006l")
    }

    pub(crate) fn termios_are_as_before(&self) -> bool {
        format!("{:?}", self.master.get_termios().unwrap()) == self.termios
    }

    /// Checks that the terminal is as it was before the program started.
    #[track_caller]
    pub(crate) fn check_restored(&self) {
        assert!(self.termios_are_as_before());
        let written = self.written();
        let left = written.rfind(LEFT).expect("the alternate screen was left");
        assert!(left > written.rfind(ENTERED).unwrap());
        assert!(written[left..].contains(CURSOR_SHOWN));
        assert!(written[..left].rfind("\x1b[?2004l") > written.rfind("\x1b[?2004h"));
        for mode in ["1000", "1002", "1006"] {
            let (on, off) = (format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l"));
            // Before the shell's screen comes back, which must not see a report.
            assert!(written[..left].rfind(&off) > written.rfind(&on), "{mode}");
        }
        assert!(!self.screen.screen().alternate_screen());
        assert!(!self.screen.screen().hide_cursor());
    }
}

/// Writes a space to the terminal as a program in it would.
fn write_to_screen(terminal: &Path) {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
    let terminal = rustix::fs::open(terminal, flags, Mode::empty()).unwrap();
    File::from(terminal).write_all(b" ").unwrap();
}

fn pty_size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}
