//! Signals, and the end of the terminal, as events of the loop.

#[cfg(not(unix))]
pub(super) use elsewhere::{can_be_continued, spawn, stop, terminal_is_gone, watch_terminal};
#[cfg(unix)]
pub(super) use unix::{can_be_continued, spawn, stop, terminal_is_gone, watch_terminal};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::Sender;
    use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
    use std::thread;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
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

    /// The signals that would end the program at once, with the terminal left in raw mode.
    const ENDING: [i32; 11] = [
        SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
        SIGIO,
    ];

    /// How long the loop has to end the program when a signal asks for it: a last save, and a moment for
    /// everything else.
    const GRACE: Duration = saver::LAST_SAVE.saturating_add(Duration::from_secs(1));

    /// Whether the next stop signal comes from [`stop`].
    static STOPPING: Mutex<bool> = Mutex::new(false);

    /// Notified when that signal has been handled.
    static STOP_HANDLED: Condvar = Condvar::new();

    /// Whether the program is stopped by [`stop`], whose caller takes the terminal back.
    static STOPPED: AtomicBool = AtomicBool::new(false);

    pub(in super::super) fn spawn(events: &Sender<Event>) -> io::Result<()> {
        let mut signals = Signals::new(ENDING.iter().chain(&[SIGTSTP, SIGCONT, SIGXFSZ]))?;
        let events = events.clone();
        thread::spawn(move || {
            for signal in signals.forever() {
                let event = match signal {
                    SIGTSTP if handle_own_stop() => continue,
                    SIGTSTP => Event::AskedToStop,
                    SIGCONT if STOPPED.swap(false, Ordering::SeqCst) => continue,
                    SIGCONT => Event::Continued,
                    // The write past the limit fails as well, and that is reported.
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

    /// Ends the program if the loop has not done so within the grace: it may be blocked writing to a
    /// terminal that takes no output any more.
    fn end_by_force(signal: i32) {
        thread::sleep(GRACE);
        terminal::abandon();
        // A failure cannot be reported any more.
        let _ = saver::finish();
        std::process::exit(128 + signal);
    }

    /// Sends an event when the terminal goes away. There is no signal for that where the leader of the
    /// session ignores SIGHUP, and the thread that reads the keyboard may spin rather than fail.
    pub(in super::super) fn watch_terminal(events: &Sender<Event>) {
        let events = events.clone();
        thread::spawn(move || {
            let terminal = io::stdout();
            loop {
                // No events are requested; a hang-up and an error are always reported.
                let mut polled = [PollFd::new(&terminal, PollFlags::empty())];
                match poll(&mut polled, None) {
                    Err(Errno::INTR) => {}
                    // Some systems cannot poll a terminal; there only the signal is left.
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

    /// Whether the terminal has gone away; false if the system cannot tell.
    pub(in super::super) fn terminal_is_gone() -> bool {
        let terminal = io::stdout();
        let mut polled = [PollFd::new(&terminal, PollFlags::empty())];
        let at_once = Timespec::default();
        poll(&mut polled, Some(&at_once)).is_ok()
            && polled[0]
                .revents()
                .intersects(PollFlags::HUP | PollFlags::ERR)
    }

    /// Whether a shell can continue the program after a stop. No shell can if the program is in the process
    /// group of the session's leader: then the terminal was opened for this program alone.
    pub(in super::super) fn can_be_continued() -> bool {
        getsid(None) != Ok(getpgrp())
    }

    /// Whether a stop signal was sent by [`stop`], which then goes on.
    fn handle_own_stop() -> bool {
        let is_own = std::mem::take(&mut *stopping());
        STOP_HANDLED.notify_all();
        is_own
    }

    fn stopping() -> MutexGuard<'static, bool> {
        STOPPING.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops the program and the rest of its pipeline, which a shell would otherwise wait for. Returns
    /// when the program is continued; there is no [`Event::Continued`] then.
    pub(in super::super) fn stop() -> io::Result<()> {
        *stopping() = true;
        kill_current_process_group(Signal::TSTP)?;
        // If it were still pending when the program is continued, it would merge with the next one sent from
        // outside, and that one would be ignored as well.
        let handled = STOP_HANDLED.wait_while(stopping(), |stopping| *stopping);
        drop(handled);
        STOPPED.store(true, Ordering::SeqCst);
        // That signal is handled here, so it has stopped only the others. SIGSTOP cannot be handled, and
        // takes effect before the call returns.
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

    pub(in super::super) fn terminal_is_gone() -> bool {
        false
    }

    pub(in super::super) fn can_be_continued() -> bool {
        false
    }

    pub(in super::super) fn stop() -> io::Result<()> {
        Ok(())
    }
}
