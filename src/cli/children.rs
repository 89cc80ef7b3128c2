//! The programs that a fetch has started: none outlives it when a signal ends it.

use std::process::Child;
use std::sync::{Mutex, PoisonError};

/// The process ids of those that run.
static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// While it is held, a signal that ends this program ends the child, too. A child that leads a process group
/// is ended with its group.
pub(in crate::cli) struct Watched {
    id: u32,
}

impl Watched {
    pub(in crate::cli) fn new(child: &Child) -> Self {
        let id = child.id();
        children().push(id);
        Self { id }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        children().retain(|&id| id != self.id);
    }
}

fn children() -> std::sync::MutexGuard<'static, Vec<u32>> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on SIGINT, SIGTERM and SIGHUP end the children and then this program, with the usual status.
#[cfg(unix)]
pub(in crate::cli) fn end_with_this_program() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        // Signals then end this program alone, as they would without this.
        return;
    };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            // Held until the end, so that no other child is started.
            let children = children();
            children.iter().for_each(|&id| end(id));
            std::process::exit(128 + signal);
        }
    });
}

#[cfg(not(unix))]
pub(in crate::cli) fn end_with_this_program() {}

#[cfg(unix)]
fn end(id: u32) {
    use rustix::process::{Pid, Signal, kill_process, kill_process_group};

    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(id, Signal::KILL);
        let _ = kill_process(id, Signal::KILL);
    }
}
