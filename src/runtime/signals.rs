//! Signals that ask the program to end, as messages to the loop.

use std::io;
use std::sync::mpsc::Sender;

use super::Event;

#[cfg(unix)]
pub(super) fn spawn(events: &Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let events = events.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if events.send(Event::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn spawn(_events: &Sender<Event>) -> io::Result<()> {
    Ok(())
}
