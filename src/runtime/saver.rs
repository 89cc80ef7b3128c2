//! The thread that saves marks, so that the disk never delays a key press.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::event::Event;
use crate::app::Msg;
use crate::marks::{Last, Unsaved};
use crate::store::{LastFile, MarksFile, NotSaved};
use crate::text::DisplayText;

/// How long the thread waits after a mark before it saves, to save several marks at once.
const DELAY: Duration = Duration::from_millis(300);

/// The wait before the first retry of a failed save. It doubles with each failure.
const FIRST_RETRY: Duration = Duration::from_secs(2);
/// The longest wait before a retry.
const LONGEST_RETRY: Duration = Duration::from_mins(5);

/// How long the program waits for the last save before it ends: longer than the store waits for
/// another program's lock.
pub(super) const LAST_SAVE: Duration = Duration::from_secs(5);

const THREAD: &str = "saver";

/// The running saver, so that a panic in any thread can still save before the program ends.
static RUNNING: Mutex<Option<Sender<Order>>> = Mutex::new(None);

enum Order {
    /// Save these soon. They replace those of the previous order.
    Save(Unsaved),
    /// Save where the user left off.
    SaveLast(Box<Last>),
    /// Save everything unsaved now, and send the result.
    Flush(Sender<Result<(), String>>),
}

/// A handle to the thread. Dropping it saves everything unsaved.
pub(super) struct Saver {
    orders: Sender<Order>,
}

impl Saver {
    /// Starts the thread. Without the files, because there is no home folder, every save fails.
    ///
    /// # Errors
    /// When the system cannot start another thread.
    pub(super) fn spawn(
        file: Option<MarksFile>,
        last: Option<LastFile>,
        events: &Sender<Event>,
    ) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let thread = Thread {
            file,
            last,
            events: events.clone(),
            unsaved: Unsaved::default(),
            saved: 0,
            retry: None,
            warning: None,
        };
        thread::Builder::new()
            .name(THREAD.to_owned())
            .spawn(move || thread.run(&inbox))?;
        *running() = Some(orders.clone());
        Ok(Self { orders })
    }

    /// Saves marks soon. `unsaved` replaces what was passed before, so it must contain everything that
    /// has not been reported as saved.
    pub(super) fn save(&self, unsaved: Unsaved) {
        // The thread is gone only after a panic, which ends the program.
        let _ = self.orders.send(Order::Save(unsaved));
    }

    /// Saves where the user left off.
    pub(super) fn save_last(&self, last: Box<Last>) {
        let _ = self.orders.send(Order::SaveLast(last));
    }

    /// Saves everything unsaved now and waits for it, up to [`LAST_SAVE`]. A failed save is also
    /// reported as a message.
    pub(super) fn flush(&self) {
        let _ = flush(&self.orders);
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        // Something is unsaved here only after a panic, which has already been reported.
        let _ = finish();
    }
}

/// Saves the user's unsaved marks before the program ends. Only the first call saves; later calls
/// wait for it and succeed. A call from the saver's own thread, which only a panic there makes, does
/// nothing.
///
/// # Errors
/// Why the save failed.
pub(super) fn finish() -> Result<(), String> {
    if thread::current().name() == Some(THREAD) {
        return Ok(());
    }
    let mut running = running();
    let orders = running.take();
    orders.map_or(Ok(()), |orders| flush(&orders))
}

fn running() -> MutexGuard<'static, Option<Sender<Order>>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn flush(orders: &Sender<Order>) -> Result<(), String> {
    let (answer, result) = mpsc::channel();
    let sent = orders.send(Order::Flush(answer));
    match sent.map(|()| result.recv_timeout(LAST_SAVE)) {
        Ok(Ok(saved)) => saved,
        Ok(Err(RecvTimeoutError::Timeout)) => Err("the disk is not responding".to_owned()),
        _ => Err("the thread that saves them has ended".to_owned()),
    }
}

struct Thread {
    file: Option<MarksFile>,
    last: Option<LastFile>,
    events: Sender<Event>,
    /// The latest order: everything that was not saved when it was made.
    unsaved: Unsaved,
    /// The number of the first operation that is not in the file yet.
    saved: u64,
    /// How long to wait before the next retry; `None` unless the last save failed.
    retry: Option<Duration>,
    /// The last warning that a save returned.
    warning: Option<DisplayText>,
}

impl Thread {
    fn run(mut self, inbox: &Receiver<Order>) {
        loop {
            let order = match self.retry {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(wait) => inbox.recv_timeout(wait),
            };
            let is_retry = matches!(order, Err(RecvTimeoutError::Timeout));
            let answer = match order {
                Ok(Order::Flush(answer)) => Some(answer),
                Ok(Order::Save(unsaved)) => self.gather(unsaved, inbox),
                Ok(Order::SaveLast(last)) => {
                    self.save_last(&last);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let saved = self.save(is_retry);
            if let Some(answer) = answer {
                // The caller may have stopped waiting.
                let _ = answer.send(saved);
            }
        }
    }

    /// Accepts newer orders until the delay is over. A flush ends it early; then this returns where to
    /// send the result.
    fn gather(
        &mut self,
        unsaved: Unsaved,
        inbox: &Receiver<Order>,
    ) -> Option<Sender<Result<(), String>>> {
        self.unsaved = unsaved;
        let deadline = Instant::now() + DELAY;
        loop {
            match inbox.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(Order::Save(unsaved)) => self.unsaved = unsaved,
                Ok(Order::SaveLast(last)) => self.save_last(&last),
                Ok(Order::Flush(answer)) => return Some(answer),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// A failure is not reported: nothing of what the user has done is lost, and where the file cannot be
    /// written, marks cannot be saved either, which is reported.
    fn save_last(&self, last: &Last) {
        if let Some(file) = &self.last {
            let _ = file.save(last);
        }
    }

    /// Saves everything unsaved and reports it as a message. Failed automatic retries are not reported
    /// again.
    fn save(&mut self, is_retry: bool) -> Result<(), String> {
        // An operation already saved must not be applied again: another program may have changed the
        // same mark since.
        let operations = self.unsaved.since(self.saved);
        if operations.is_empty() {
            return Ok(());
        }
        let saved = match &self.file {
            Some(file) => file.save(operations, now()),
            None => Err(NotSaved::homeless()),
        };
        let before = self.unsaved.next();
        let (message, result) = match saved {
            Ok(saved) => {
                self.retry = None;
                self.saved = before;
                let marks = Arc::new(saved.marks);
                // Report a warning once, for example that the folder does not support locks.
                let warning = saved
                    .warning
                    .filter(|warning| self.warning.as_ref() != Some(warning));
                self.warning = warning.clone().or(self.warning.take());
                let message = Msg::MarksSaved {
                    before,
                    marks,
                    warning,
                };
                (message, Ok(()))
            }
            Err(error) => {
                let longer = self.retry.map_or(FIRST_RETRY, |wait| wait * 2);
                self.retry = Some(longer.min(LONGEST_RETRY));
                let error = error.to_string();
                if is_retry {
                    return Err(error);
                }
                (Msg::MarksNotSaved(error.clone()), Err(error))
            }
        };
        // The receiver is dropped only when the program ends.
        let _ = self.events.send(Event::Background(message));
        result
    }
}

/// Unix time in seconds; 0 if the clock is set before 1970.
fn now() -> i64 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::mpsc::{self, Receiver};
    use std::sync::{Mutex, MutexGuard, PoisonError};
    use std::thread;
    use std::time::Duration;

    use super::{FIRST_RETRY, LONGEST_RETRY, Saver, Thread, finish};
    use crate::app::Msg;
    use crate::marks::{Change, Operation, Unsaved};
    use crate::runtime::event::Event;
    use crate::store::MarksFile;

    /// A program has one saver, so these tests take turns.
    fn turn() -> MutexGuard<'static, ()> {
        static TURN: Mutex<()> = Mutex::new(());
        TURN.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(key: &str, read: bool) -> Operation {
        Operation {
            key: key.to_owned(),
            change: Change::Read(read),
        }
    }

    fn unsaved(keys: &[&str]) -> Unsaved {
        let mut unsaved = Unsaved::default();
        for key in keys {
            unsaved.push(read(key, true));
        }
        unsaved
    }

    fn file(folder: &Path) -> MarksFile {
        MarksFile::at(folder.join("state").join("marks"))
    }

    /// A saver's thread that has not been started, with one mark to save and the events it sends.
    fn idle(folder: &Path) -> (Thread, Receiver<Event>) {
        let (events, inbox) = mpsc::channel();
        let thread = Thread {
            file: Some(file(folder)),
            last: None,
            events,
            unsaved: unsaved(&["a/x"]),
            saved: 0,
            retry: None,
            warning: None,
        };
        (thread, inbox)
    }

    /// Lets saves fail, also for root: a file is where the folder should be.
    fn obstruct(folder: &Path) {
        fs::write(folder.join("state"), "").unwrap();
    }

    fn clear(folder: &Path) {
        fs::remove_file(folder.join("state")).unwrap();
    }

    /// What the events say, in short.
    fn said(inbox: &Receiver<Event>) -> Vec<String> {
        let events = inbox.try_iter();
        events
            .map(|event| match event {
                Event::Background(Msg::MarksSaved { before, .. }) => format!("saved {before}"),
                Event::Background(Msg::MarksNotSaved(_)) => "not saved".to_owned(),
                _ => "something else".to_owned(),
            })
            .collect()
    }

    #[test]
    fn an_order_replaces_the_one_before_and_is_reported_once_saved() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        let (events, inbox) = mpsc::channel();
        let saver = Saver::spawn(Some(file(folder.path())), None, &events).unwrap();
        saver.save(unsaved(&["a/x"]));
        saver.save(unsaved(&["a/x", "b/x"]));
        saver.flush();
        // If the second order comes late, the first one has been saved separately.
        assert_eq!(said(&inbox).last().unwrap(), "saved 2");
        // Nothing is left to save.
        saver.flush();
        assert_eq!(said(&inbox), [""; 0]);
        assert_eq!(file(folder.path()).load().marks.len(), 2);
    }

    /// The latest order holds everything that was not saved when it was made. What another program has
    /// done to a story since its operation was saved must stay.
    #[test]
    fn an_operation_that_was_saved_is_not_applied_again() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path());
        let (events, _inbox) = mpsc::channel();
        let saver = Saver::spawn(Some(file.clone()), None, &events).unwrap();
        let mut unsaved = unsaved(&["a/x"]);
        saver.save(unsaved.clone());
        saver.flush();
        file.save(&[read("a/x", false)], 1_900_000_000).unwrap();
        unsaved.push(read("b/x", true));
        saver.save(unsaved);
        saver.flush();
        let marks = file.load().marks;
        let read = (marks.get("a/x").read, marks.get("b/x").read);
        assert_eq!(read, (false, true));
    }

    #[test]
    fn retries_of_a_failed_save_come_ever_later_and_are_not_reported_again() {
        let folder = tempfile::tempdir().unwrap();
        obstruct(folder.path());
        let (mut thread, inbox) = idle(folder.path());
        assert!(thread.save(false).is_err());
        assert_eq!(thread.retry, Some(FIRST_RETRY));
        for wait in [FIRST_RETRY * 2, FIRST_RETRY * 4, FIRST_RETRY * 8] {
            assert!(thread.save(true).is_err());
            assert_eq!(thread.retry, Some(wait));
        }
        for _ in 0..10 {
            assert!(thread.save(true).is_err());
        }
        assert_eq!(thread.retry, Some(LONGEST_RETRY));
        assert_eq!(said(&inbox), ["not saved"]);
        // A save that the user has caused is reported.
        assert!(thread.save(false).is_err());
        assert_eq!(said(&inbox), ["not saved"]);
        clear(folder.path());
        assert_eq!(thread.save(true), Ok(()));
        assert_eq!((thread.retry, thread.saved), (None, 1));
        assert_eq!(said(&inbox), ["saved 1"]);
        assert!(file(folder.path()).load().marks.get("a/x").read);
    }

    #[test]
    fn a_failed_save_is_tried_again_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let (mut thread, inbox) = idle(folder.path());
        thread.retry = Some(Duration::ZERO);
        let (orders, mailbox) = mpsc::channel();
        let running = thread::spawn(move || thread.run(&mailbox));
        let event = inbox.recv();
        let is_saved = matches!(event, Ok(Event::Background(Msg::MarksSaved { .. })));
        assert!(is_saved);
        drop(orders);
        running.join().unwrap();
    }

    #[test]
    fn the_last_marks_are_saved_before_the_program_ends() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        let (events, _inbox) = mpsc::channel();
        let saver = Saver::spawn(Some(file(folder.path())), None, &events).unwrap();
        saver.save(unsaved(&["a/x"]));
        assert_eq!(finish(), Ok(()));
        assert!(file(folder.path()).load().marks.get("a/x").read);
    }

    #[test]
    fn the_end_says_why_the_last_marks_are_not_saved() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        obstruct(folder.path());
        for file in [Some(file(folder.path())), None] {
            let (events, _inbox) = mpsc::channel();
            let saver = Saver::spawn(file, None, &events).unwrap();
            saver.save(unsaved(&["a/x"]));
            assert!(finish().is_err_and(|why| !why.is_empty()));
            // Only the first call saves.
            assert_eq!(finish(), Ok(()));
        }
    }

    #[test]
    fn a_saver_that_is_dropped_saves_what_is_left() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        let (events, inbox) = mpsc::channel();
        let saver = Saver::spawn(Some(file(folder.path())), None, &events).unwrap();
        saver.save(unsaved(&["a/x"]));
        drop(saver);
        assert_eq!(said(&inbox), ["saved 1"]);
    }
}
