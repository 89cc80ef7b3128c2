//! The thread that saves marks, off the way of the keys.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::event::Event;
use crate::app::Msg;
use crate::marks::Unsaved;
use crate::store::{MarksFile, NotSaved};
use crate::text::DisplayText;

/// How long after a mark it is saved, together with what has come meanwhile.
const DELAY: Duration = Duration::from_millis(300);

/// How long after a save that failed it is tried again, and the longest that this grows to.
const FIRST_RETRY: Duration = Duration::from_secs(2);
const LAST_RETRY: Duration = Duration::from_mins(5);

/// How long the end of the program waits for the last save: longer than for another program's lock.
pub(super) const LAST_SAVE: Duration = Duration::from_secs(5);

const THREAD: &str = "saver";

/// The saver of this process, for a panic in another thread to end with.
static RUNNING: Mutex<Option<Sender<Order>>> = Mutex::new(None);

enum Order {
    /// Save these, which take the place of those ordered before.
    Save(Unsaved),
    /// Save what is left at once, and say whether that has worked.
    Flush(Sender<Result<(), String>>),
}

/// A handle to the thread. Dropping it saves what is left.
pub(super) struct Saver {
    orders: Sender<Order>,
}

impl Saver {
    /// Starts the thread; `None` is no home folder to keep marks in.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(super) fn spawn(file: Option<MarksFile>, events: &Sender<Event>) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let thread = Thread {
            file,
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

    /// Saves marks soon. They take the place of those that it was given before.
    pub(super) fn save(&self, unsaved: Unsaved) {
        // The thread is gone only after a panic, which ends the program.
        let _ = self.orders.send(Order::Save(unsaved));
    }

    /// Saves what is left at once. A failure comes as a message too.
    pub(super) fn flush(&self) {
        let _ = flush(&self.orders);
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        // Only a panic comes here with anything unsaved, and that has said enough.
        let _ = finish();
    }
}

/// Saves what is left of the reader's marks, once. Whoever comes second waits for the first, but for
/// the saver itself, which only a panic brings here.
///
/// # Errors
/// Why that has failed.
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
    let (answer, answered) = mpsc::channel();
    let asked = orders.send(Order::Flush(answer));
    match asked.map(|()| answered.recv_timeout(LAST_SAVE)) {
        Ok(Ok(saved)) => saved,
        Ok(Err(RecvTimeoutError::Timeout)) => Err("the disk does not answer".to_owned()),
        _ => Err("the thread that saves them has ended".to_owned()),
    }
}

struct Thread {
    file: Option<MarksFile>,
    events: Sender<Event>,
    /// The latest order: everything that was not saved when it was made.
    unsaved: Unsaved,
    /// The number of the first operation that is not in the file.
    saved: u64,
    /// How long to wait for the next try, while the last one has failed.
    retry: Option<Duration>,
    /// The last warning that came with a save.
    warning: Option<DisplayText>,
}

impl Thread {
    fn run(mut self, inbox: &Receiver<Order>) {
        loop {
            let order = match self.retry {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(wait) => inbox.recv_timeout(wait),
            };
            let again = matches!(order, Err(RecvTimeoutError::Timeout));
            let asked = match order {
                Ok(Order::Flush(answer)) => Some(answer),
                Ok(Order::Save(unsaved)) => self.gather(unsaved, inbox),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let saved = self.save(again);
            if let Some(answer) = asked {
                // Whoever asked may have stopped waiting.
                let _ = answer.send(saved);
            }
        }
    }

    /// Takes in what comes until the delay is over; tells who asks for it before.
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
                Ok(Order::Flush(answer)) => return Some(answer),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Saves what there is. Failed automatic retries are not reported again.
    fn save(&mut self, again: bool) -> Result<(), String> {
        // What was saved once is not applied again: another program may have changed it since.
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
                // A folder without locks is reported once.
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
                self.retry = Some(longer.min(LAST_RETRY));
                let error = error.to_string();
                if again {
                    return Err(error);
                }
                (Msg::MarksNotSaved(error.clone()), Err(error))
            }
        };
        // The receiver is gone only when the program ends.
        let _ = self.events.send(Event::Background(message));
        result
    }
}

/// Unix time in seconds; 0 while the clock stands before 1970.
fn now() -> i64 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .unwrap_or(0)
}
