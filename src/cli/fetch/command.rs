//! Sources that are programs: what one prints is a document.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::children::Watched;
use crate::import::MAX_BYTES;
use crate::text::{DisplayText, counted};

/// In bytes: as much of a program's messages is read.
const MAX_MESSAGES: usize = 1 << 20;
/// How often it is looked whether a program has ended.
const WATCH: Duration = Duration::from_millis(10);

/// Runs a program, without a shell, and returns what it prints.
///
/// # Errors
/// Why there is nothing to import, in one line that has passed the gate: it cannot be started, takes longer
/// than `seconds`, prints too much, or fails.
pub(super) fn output(command: &[String], seconds: u32) -> Result<Vec<u8>, String> {
    let (program, arguments) = command.split_first().ok_or("the command is empty")?;
    let mut child = start(program, arguments)
        .map_err(|error| gated(&format!("cannot start {program}: {error}")))?;
    let _watched = Watched::new(&child);
    let printed = read_all(child.stdout.take(), MAX_BYTES + 1);
    let messages = read_all(child.stderr.take(), MAX_MESSAGES);
    let deadline = Instant::now() + Duration::from_secs(seconds.into());
    let result = finished(&mut child, deadline).and_then(|status| {
        // Something that it has started in the background may hold its output open.
        let left = || deadline.saturating_duration_since(Instant::now());
        let printed = printed.recv_timeout(left()).ok()?;
        Some((status, printed, messages.recv_timeout(left()).ok()?))
    });
    end(&mut child);
    let Some((status, printed, messages)) = result else {
        let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
        let time = counted(seconds, "second", "seconds");
        return Err(format!("it took longer than {time}"));
    };
    let printed = printed.map_err(|error| gated(&format!("its output is lost: {error}")))?;
    if printed.len() > MAX_BYTES {
        return Err(format!("it prints more than {} MiB", MAX_BYTES >> 20));
    }
    let status = status.map_err(|error| gated(&format!("its end is unknown: {error}")))?;
    if !status.success() {
        return Err(failure(status, &messages.unwrap_or_default()));
    }
    Ok(printed)
}

/// Starts the program in a process group of its own, so that what it starts can be ended with it.
fn start(program: &str, arguments: &[String]) -> io::Result<Child> {
    let mut command = Command::new(program);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// Reads on a thread, at most `most` bytes.
fn read_all(
    from: Option<impl Read + Send + 'static>,
    most: usize,
) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = from.map_or(Ok(0), |from| from.take(most as u64).read_to_end(&mut bytes));
        // If nobody waits any more, the time is up.
        let _ = sender.send(read.map(|_| bytes));
    });
    receiver
}

/// Waits for the end of the program; `None` if the time is up before.
fn finished(child: &mut Child, deadline: Instant) -> Option<io::Result<ExitStatus>> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(Ok(status)),
            Err(error) => return Some(Err(error)),
            Ok(None) if Instant::now() >= deadline => return None,
            Ok(None) => thread::sleep(WATCH),
        }
    }
}

/// Ends the program and all that it has started, unless they have ended.
fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};

        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// What the program has said last, and how it ended.
fn failure(status: ExitStatus, messages: &[u8]) -> String {
    let messages = String::from_utf8_lossy(messages);
    let last = messages
        .lines()
        .map(str::trim)
        .rfind(|line| !line.is_empty());
    let ended = match status.code() {
        Some(code) => format!("ended with status {code}"),
        None => "was ended by a signal".to_owned(),
    };
    match last {
        Some(last) => gated(&format!("{last} (it {ended})")),
        None => format!("it {ended}"),
    }
}

fn gated(message: &str) -> String {
    DisplayText::line(message).to_string()
}

#[cfg(all(test, unix))]
mod tests {
    use super::output;

    fn sh(script: &str) -> Vec<String> {
        ["sh", "-c", script].map(str::to_owned).to_vec()
    }

    #[test]
    fn what_a_program_prints_is_returned() {
        assert_eq!(output(&sh("printf '%s' \"$0 $1\""), 20).unwrap(), b"sh ");
        let words = ["printf", "%s", "$HOME `id`; *"].map(str::to_owned);
        assert_eq!(output(&words, 20).unwrap(), b"$HOME `id`; *");
    }

    #[test]
    fn a_failure_is_reported_with_the_last_line() {
        for (script, why) in [
            (
                "echo one >&2; printf 'two\\033[m\\n\\n' >&2; exit 3",
                "two␛[m (it ended with status 3)",
            ),
            ("exit 1", "it ended with status 1"),
            ("kill -9 $$", "it was ended by a signal"),
            ("sleep 50", "it took longer than 3 seconds"),
            // It ends itself, but what it leaves behind holds its output.
            ("sleep 50 & exit 0", "it took longer than 3 seconds"),
            ("exec yes", "it prints more than 64 MiB"),
        ] {
            assert_eq!(
                output(&sh(script), if script.contains("sleep") { 3 } else { 60 }).unwrap_err(),
                why,
                "{script}"
            );
        }
        let error = output(&["no-such-program".to_owned()], 1).unwrap_err();
        assert!(
            error.starts_with("cannot start no-such-program: "),
            "{error}"
        );
    }
}
