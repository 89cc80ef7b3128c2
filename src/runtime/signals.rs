//! Signals and the end of the terminal, as messages to the loop.

#[cfg(not(unix))]
pub(super) use elsewhere::{can_be_continued, spawn, stop, watch_terminal};
#[cfg(unix)]
pub(super) use unix::{can_be_continued, spawn, stop, watch_terminal};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::Sender;
    use std::thread;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
    use signal_hook::consts::{
        SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP,
        SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ,
    };
    use signal_hook::iterator::Signals;
    use signal_hook::low_level;

    use super::super::event::Event;
    use super::super::{saver, terminal};

    /// What would end the program where it stands, and leave the terminal as it is.
    const ENDING: [i32; 11] = [
        SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
        SIGIO,
    ];

    /// How long the loop has to end the program when a signal asks for it: longer than a last save takes.
    const GRACE: Duration = Duration::from_secs(3);

    /// The next stop signal is our own.
    static STOPPING: AtomicBool = AtomicBool::new(false);

    pub(in super::super) fn spawn(events: &Sender<Event>) -> io::Result<()> {
        let mut signals = Signals::new(ENDING.iter().chain(&[SIGTSTP, SIGCONT, SIGXFSZ]))?;
        let events = events.clone();
        thread::spawn(move || {
            for signal in signals.forever() {
                let event = match signal {
                    SIGTSTP if STOPPING.swap(false, Ordering::SeqCst) => continue,
                    SIGTSTP => Event::AskedToStop,
                    SIGCONT => Event::Continued,
                    // The write that goes too far fails, and is told.
                    SIGXFSZ => continue,
                    ending => Event::Signal(ending),
                };
                let ending = matches!(event, Event::Signal(_));
                if events.send(event).is_err() {
                    return;
                }
                if ending {
                    end_by_force(signal);
                }
            }
        });
        Ok(())
    }

    /// Ends the program if the loop has not done so for a while: it may wait for a terminal that takes
    /// no output any more.
    fn end_by_force(signal: i32) {
        thread::sleep(GRACE);
        terminal::abandon();
        // There is no way left to tell of it.
        let _ = saver::finish();
        std::process::exit(128 + signal);
    }

    /// Tells when the terminal goes away. Where its leader ignores SIGHUP no signal says so, and the
    /// reader of the keyboard may spin on it rather than fail.
    pub(in super::super) fn watch_terminal(events: &Sender<Event>) {
        let events = events.clone();
        thread::spawn(move || {
            let terminal = io::stdout();
            loop {
                // Asks for nothing: what is left to wake it are the ends that are always told.
                let mut polled = [PollFd::new(&terminal, PollFlags::empty())];
                match poll(&mut polled, None) {
                    Err(Errno::INTR) => {}
                    // Some systems cannot poll a terminal; there the signal must do.
                    Ok(_) if !polled[0].revents().contains(PollFlags::NVAL) => {
                        // The receiver is gone only when the program ends.
                        let _ = events.send(Event::TerminalGone);
                        return;
                    }
                    _ => return,
                }
            }
        });
    }

    /// Whether there can be a shell that makes the program go on after a stop. The group that a session
    /// began with has none: the terminal was opened for this program alone.
    pub(in super::super) fn can_be_continued() -> bool {
        getsid(None) != Ok(getpgrp())
    }

    /// Stops the program, and with it whatever was started in the same pipeline: a shell would wait
    /// for that otherwise. Returns when the program goes on.
    pub(in super::super) fn stop() -> io::Result<()> {
        STOPPING.store(true, Ordering::SeqCst);
        kill_current_process_group(Signal::TSTP)?;
        // Our own handler has kept that one off. This one stops before it returns.
        low_level::raise(SIGSTOP)
    }
}

/// Without signals there is nothing to watch for, and no stop.
#[cfg(not(unix))]
mod elsewhere {
    use std::io;
    use std::sync::mpsc::Sender;

    use super::super::event::Event;

    pub(in super::super) fn spawn(_events: &Sender<Event>) -> io::Result<()> {
        Ok(())
    }

    pub(in super::super) fn watch_terminal(_events: &Sender<Event>) {}

    pub(in super::super) fn can_be_continued() -> bool {
        false
    }

    pub(in super::super) fn stop() -> io::Result<()> {
        Ok(())
    }
}
