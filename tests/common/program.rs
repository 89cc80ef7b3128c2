//! Runs the built program as a shell would.

use std::fmt;
use std::path::Path;
use std::process::{Command, Output};

/// What the program wrote, and its exit status.
pub(crate) struct Ran {
    /// The command line, as typed.
    pub(crate) line: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: i32,
}

/// Variables that name the folders of the person running the tests.
pub(crate) const FOLDERS: [&str; 4] =
    ["XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"];

/// Variables with which that person, or that person's terminal, may have changed what the program does.
pub(crate) const WISHES: [&str; 22] = [
    "ROUNDUP_DIR",
    "ROUNDUP_OPENER",
    "ROUNDUP_COPY",
    "ROUNDUP_MOUSE",
    "FORCE_HYPERLINK",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "VTE_VERSION",
    "XTERM_VERSION",
    "TMUX",
    "STY",
    "SSH_CONNECTION",
    "SSH_TTY",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "COLORFGBG",
    "WT_SESSION",
    "COLUMNS",
];

/// The program, to be run in a folder of this project, isolated from the environment of the person
/// running the tests.
pub(crate) fn program(folder: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundup"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    for variable in FOLDERS {
        command.env(variable, "/nowhere");
    }
    for variable in WISHES {
        command.env_remove(variable);
    }
    command
}

/// Runs the program with the arguments in `line`, which may be in single quotes.
pub(crate) fn run(mut program: Command, line: &str) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = program.args(words(line)).output().unwrap();
    Ran {
        line: format!("roundup {line}"),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
        status: status
            .code()
            .expect("the program was not ended by a signal"),
    }
}

/// Splits a line at spaces outside single quotes, and removes the quotes.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The command and its output as in a terminal, and the exit status unless it is 0.
impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "$ {}\n{}", self.line, self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "\n[standard error]\n{}", self.stderr)?;
        }
        match self.status {
            0 => Ok(()),
            status => write!(f, "\n[status {status}]\n"),
        }
    }
}
