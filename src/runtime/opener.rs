//! Opens links with the program that the system, or the user, has for them.

use std::io;
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::event::Event;
use crate::app::Msg;
use crate::briefing::refusal;
use crate::store::command_of;
use crate::text::DisplayText;

/// A program that fails later than this has opened the link before: it is a browser that was closed, or
/// that crashed.
const STARTING: Duration = Duration::from_secs(10);

/// Opens links.
pub(super) struct Opener {
    /// The user's command as words, or why it cannot be used; `None` for the system's.
    pub(super) command: Option<Result<Vec<String>, String>>,
    events: Sender<Event>,
}

/// Why a program did not do its work.
enum Failure {
    /// There is no such program.
    Missing(String),
    Other(String),
}

impl Opener {
    pub(super) fn new(
        command: Option<Result<Vec<String>, String>>,
        events: &Sender<Event>,
    ) -> Self {
        Self {
            command,
            events: events.clone(),
        }
    }

    /// Opens `address` and returns at once. If that fails, a message says why.
    pub(super) fn open(&self, address: DisplayText) {
        let commands = self.commands(&address);
        let events = self.events.clone();
        let open = move || {
            if let Err(why) = commands.and_then(run_one) {
                // The loop is gone only when the program ends.
                let _ = events.send(Event::Background(Msg::NotOpened { address, why }));
            }
        };
        // Waits for the program, so that it does not stay behind as a zombie.
        let thread = thread::Builder::new().name("opener".to_owned()).spawn(open);
        if let Err(error) = thread {
            let notice = Msg::Noticed(format!("Nothing was opened: {error}"));
            let _ = self.events.send(Event::Background(notice));
        }
    }

    /// The commands to try, one after the other. Each gets the address as one argument.
    fn commands(&self, address: &str) -> Result<Vec<Command>, String> {
        if let Some(why) = refusal(address) {
            return Err(why.to_owned());
        }
        let Some(words) = &self.command else {
            return Ok(open::commands(address));
        };
        let words = words.as_ref().map_err(Clone::clone)?;
        let (program, arguments) = command_of(words).ok_or("its command is empty")?;
        let mut command = Command::new(program);
        command.args(arguments).arg(address);
        Ok(vec![command])
    }
}

/// Runs the first of `commands` that works. The error is that of the first that there is.
fn run_one(commands: Vec<Command>) -> Result<(), String> {
    let mut failure = None;
    let mut missing = Vec::new();
    for mut command in commands {
        match run(&mut command) {
            Ok(()) => return Ok(()),
            Err(Failure::Missing(program)) => missing.push(program),
            Err(Failure::Other(why)) => failure = failure.or(Some(why)),
        }
    }
    Err(failure.unwrap_or_else(|| match missing.as_slice() {
        [program] => format!("there is no program {program}"),
        _ => "no program for it was found; set `open` in config.toml to one".to_owned(),
    }))
}

/// Runs a command until it ends.
fn run(command: &mut Command) -> Result<(), Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let started = Instant::now();
    let status = detached(command)
        .stdin(Stdio::null())
        .spawn()
        .and_then(|mut child| child.wait());
    match status {
        // Windows opens links with a program whose status means nothing.
        Ok(status) if status.success() || cfg!(windows) || started.elapsed() > STARTING => Ok(()),
        Ok(status) => Err(Failure::Other(format!("{program} failed ({status})"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Missing(program)),
        Err(error) => Err(Failure::Other(format!("cannot start {program}: {error}"))),
    }
}

/// Keeps a command from this program's screen, and from the signals of its keyboard.
pub(super) fn detached(command: &mut Command) -> &mut Command {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.stdout(Stdio::null()).stderr(Stdio::null())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::Opener;
    use crate::store::from_home;

    #[test]
    fn words_of_the_command_may_begin_with_the_home_folder() {
        let words = ["~/bin/x", "~/y", "a~/b"].map(str::to_owned).to_vec();
        let opener = Opener::new(Some(Ok(words)), &mpsc::channel().0);
        let commands = opener.commands("https://example.org").unwrap();
        let program = commands[0].get_program();
        assert_ne!(program, "~/bin/x");
        assert_eq!(program, from_home("~/bin/x"));
        let arguments: Vec<_> = commands[0].get_args().collect();
        let file = from_home("~/y").into_os_string();
        assert_eq!(
            arguments,
            [
                file.as_os_str(),
                "a~/b".as_ref(),
                "https://example.org".as_ref()
            ]
        );
    }
}
