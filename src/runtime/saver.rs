//! The thread that saves marks, so that the disk never delays a key press.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::event::Event;
use crate::app::Msg;
use crate::marks::{Last, Marks, Unsaved};
use crate::store::{LastFile, LoadedMarks, MarksFile, NotSaved, Part, Stamp};
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
    /// Read the file again if another program has written it, and send when that is done.
    Read(Sender<()>),
    /// Save everything unsaved now, and send the result.
    Flush(Sender<Result<(), String>>),
}

/// Asks the saver's thread to read marks that other programs have saved. One thread does both, so results arrive in
/// the order in which they happened.
pub(super) struct MarksReader {
    orders: Sender<Order>,
}

impl MarksReader {
    /// Has the file read if it has changed; the marks come as a message. The receiver gets a message
    /// once the file has been read.
    pub(super) fn read_if_changed(&self) -> Receiver<()> {
        let (done, heard) = mpsc::channel();
        // The thread is gone only at the end of the program.
        let _ = self.orders.send(Order::Read(done));
        heard
    }
}

/// A handle to the thread. Dropping it saves everything unsaved.
pub(super) struct Saver {
    orders: Sender<Order>,
}

impl Saver {
    /// Starts the thread. Without the files, because there is no home folder, every save fails. If the `marks` are
    /// not all there are, the thread loads those before it does anything else.
    ///
    /// # Errors
    /// When the system cannot start another thread.
    pub(super) fn spawn(
        file: Option<MarksFile>,
        (marks, part): (Arc<Marks>, Part),
        last: Option<LastFile>,
        events: &Sender<Event>,
    ) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let (known, knows_all) = match part {
            Part::All(stamp) => (stamp, true),
            Part::Some => (None, false),
        };
        let mut thread = Thread {
            file,
            last,
            events: events.clone(),
            unsaved: Unsaved::default(),
            saved: 0,
            marks,
            known,
            is_lost: false,
            retry: None,
            warning: None,
        };
        thread::Builder::new()
            .name(THREAD.to_owned())
            .spawn(move || {
                if !knows_all {
                    thread.load();
                }
                thread.run(&inbox);
            })?;
        *running() = Some(orders.clone());
        Ok(Self { orders })
    }

    /// Saves marks soon. `unsaved` replaces what was passed before, so it must contain everything that
    /// has not been reported as saved.
    pub(super) fn save(&self, unsaved: Unsaved) {
        // The thread is gone only after a panic, which ends the program.
        let _ = self.orders.send(Order::Save(unsaved));
    }

    pub(super) fn reader(&self) -> MarksReader {
        MarksReader {
            orders: self.orders.clone(),
        }
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
    /// What the file held when it was read or written last, and there was something to go by.
    marks: Arc<Marks>,
    /// The stamp of the file as it was read or written last.
    known: Option<Stamp>,
    /// The file has gone since, was empty or damaged, so the marks are to be written again, whatever another program
    /// may have put in its place. That waits until there is something to save, or the program ends or is stopped: the
    /// file may come back by itself.
    is_lost: bool,
    /// How long to wait before the next retry; `None` unless the last save failed.
    retry: Option<Duration>,
    /// The last warning that a save returned.
    warning: Option<DisplayText>,
}

impl Thread {
    fn run(mut self, inbox: &Receiver<Order>) {
        let mut retry_at = self.retry_at();
        loop {
            let order = match retry_at {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => inbox.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            let is_retry = matches!(order, Err(RecvTimeoutError::Timeout));
            let answer = match order {
                Ok(Order::Flush(answer)) => {
                    self.look();
                    Some(answer)
                }
                Ok(Order::Save(unsaved)) => self.gather(unsaved, inbox),
                Ok(Order::SaveLast(last)) => {
                    self.save_last(&last);
                    continue;
                }
                Ok(Order::Read(done)) => {
                    self.read(&done);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let saved = self.save(is_retry);
            retry_at = self.retry_at();
            if let Some(answer) = answer {
                // The caller may have stopped waiting.
                let _ = answer.send(saved);
            }
        }
    }

    /// When to try again, if the save has just failed.
    fn retry_at(&self) -> Option<Instant> {
        self.retry.map(|wait| Instant::now() + wait)
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
                Ok(Order::Read(done)) => self.read(&done),
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

    /// Loads all marks and sends them, unless there is nothing to go by.
    fn load(&mut self) {
        let Some(file) = &self.file else { return };
        let LoadedMarks {
            marks,
            not_saved,
            warning,
            part,
        } = file.load();
        let message = match (not_saved, part) {
            (Some(why), _) => Some(Msg::MarksNotSaved(why.to_string())),
            // A program that writes the file in its place empties it first. It will be read again.
            (None, _) if marks.is_empty() && warning.is_none() => None,
            (None, part) => {
                if let Part::All(stamp) = part {
                    self.known = stamp;
                }
                // Computed here, where nobody waits for it.
                marks.fingerprint();
                self.marks = Arc::new(marks);
                Some(Msg::MarksLoaded {
                    marks: Arc::clone(&self.marks),
                    warning,
                })
            }
        };
        let events = message.map(Event::Background).into_iter();
        for event in events.chain([Event::AllMarksKnown]) {
            // The receiver is dropped only when the program ends.
            let _ = self.events.send(event);
        }
    }

    /// As [`Self::look`], and says when that is done.
    fn read(&mut self, done: &Sender<()>) {
        self.look();
        // The caller may have stopped waiting.
        let _ = done.send(());
    }

    /// Reads the file if another program has written it, and sends the marks: they hold all operations that are saved.
    fn look(&mut self) {
        let file = self.file.as_ref();
        if let Some(read) = file.and_then(|file| file.read_if_changed(self.known)) {
            self.known = read.stamp;
            if let Some(marks) = read.marks {
                self.marks = Arc::new(if self.is_lost {
                    // It is not the file of before, so it takes no mark away.
                    self.marks.iter().chain(marks.iter()).collect()
                } else {
                    marks
                });
                let message = Msg::MarksRead {
                    before: self.saved,
                    marks: Arc::clone(&self.marks),
                };
                // The receiver is dropped only when the program ends.
                let _ = self.events.send(Event::Background(message));
            }
            self.is_lost |= read.is_lost;
        }
    }

    /// Saves everything unsaved, and all marks if the file has lost them, and reports it as a message. Failed
    /// automatic retries are not reported again.
    fn save(&mut self, is_retry: bool) -> Result<(), String> {
        // An operation already saved must not be applied again: another program may have changed the
        // same mark since.
        let operations = self.unsaved.since(self.saved);
        let is_lost = self.is_lost && !self.marks.is_empty();
        if operations.is_empty() && !is_lost {
            return Ok(());
        }
        let saved = match &self.file {
            Some(file) => file.save_with(&self.marks, self.is_lost, operations, now()),
            None => Err(NotSaved::homeless()),
        };
        let before = self.unsaved.next();
        let (message, result) = match saved {
            Ok(saved) => {
                self.retry = None;
                self.saved = before;
                self.known = saved.stamp;
                self.is_lost = false;
                self.marks = Arc::new(saved.marks);
                // Report a warning once, for example that the folder does not support locks.
                let warning = saved
                    .warning
                    .filter(|warning| self.warning.as_ref() != Some(warning));
                self.warning = warning.clone().or(self.warning.take());
                let message = Msg::MarksSaved {
                    before,
                    marks: Arc::clone(&self.marks),
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
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;
    use std::sync::mpsc::{self, Receiver};
    use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
    use std::thread;
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{FIRST_RETRY, LONGEST_RETRY, Order, Saver, Thread, finish};
    use crate::app::Msg;
    use crate::app::mark_book::MarkBook;
    use crate::marks::{Change, Marks, Operation, Unsaved};
    use crate::runtime::event::Event;
    use crate::store::{MarksFile, Part};

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

    /// What a start knows that finds no file.
    fn unknown() -> (Arc<Marks>, Part) {
        (Arc::default(), Part::default())
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
            marks: Arc::default(),
            known: None,
            is_lost: false,
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
                Event::Background(Msg::MarksRead { before, .. }) => format!("read {before}"),
                Event::Background(Msg::MarksNotSaved(_)) => "not saved".to_owned(),
                Event::AllMarksKnown => "all are known".to_owned(),
                _ => "something else".to_owned(),
            })
            .collect()
    }

    #[test]
    fn marks_of_which_a_start_knew_only_some_are_loaded_first() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        file(folder.path()).save(&[read("a/x", true)], 7).unwrap();
        let (events, inbox) = mpsc::channel();
        let known = Some(file(folder.path()));
        let saver = Saver::spawn(known, (Arc::default(), Part::Some), None, &events).unwrap();
        saver.save(unsaved(&["b/x"]));
        saver.flush();
        let Ok(Event::Background(Msg::MarksLoaded { marks, .. })) = inbox.recv() else {
            panic!("they are not loaded first");
        };
        assert!(marks.get("a/x").read && !marks.get("b/x").read);
        assert_eq!(said(&inbox), ["all are known", "saved 1"]);
        // The file is as it was written last.
        let _ = saver.reader().read_if_changed().recv();
        assert_eq!(said(&inbox), [""; 0]);
    }

    #[test]
    fn a_file_that_has_been_emptied_since_the_start_takes_no_mark_away() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        file(folder.path()).save(&[read("a/x", true)], 7).unwrap();
        fs::write(folder.path().join("state/marks"), "").unwrap();
        let (mut thread, inbox) = idle(folder.path());
        thread.load();
        assert_eq!(said(&inbox), ["all are known"]);
        // Once it is written, it is read.
        file(folder.path()).save(&[read("a/x", true)], 7).unwrap();
        thread.read(&mpsc::channel().0);
        assert_eq!(said(&inbox), ["read 0"]);
    }

    /// The marks in the file after one more was made, and the program was left, since what the file held was lost.
    fn kept_of(lost: impl Fn(&Path)) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let (mut thread, _inbox) = idle(folder.path());
        thread.unsaved = unsaved(&["a/x", "a/y", "b/x"]);
        thread.save(false).unwrap();
        lost(&folder.path().join("state/marks"));
        let (orders, mailbox) = mpsc::channel();
        let running = thread::spawn(move || thread.run(&mailbox));
        super::flush(&orders).unwrap();
        drop(orders);
        running.join().unwrap();
        let marks = file(folder.path()).load().marks;
        let mut kept: Vec<_> = marks.iter().map(|(key, _)| key.to_owned()).collect();
        kept.sort();
        kept
    }

    #[test]
    fn marks_are_written_again_when_their_file_is_lost() {
        let all = ["a/x", "a/y", "b/x"];
        let cut = |at: &str| {
            let at = at.to_owned();
            move |path: &Path| {
                let text = fs::read_to_string(path).unwrap();
                let place = text.find(&at).unwrap();
                fs::write(path, &text[..place]).unwrap();
            }
        };
        assert_eq!(kept_of(|path| fs::remove_file(path).unwrap()), all);
        assert_eq!(
            kept_of(|path| fs::remove_dir_all(path.parent().unwrap()).unwrap()),
            all
        );
        assert_eq!(kept_of(|path| fs::write(path, "").unwrap()), all);
        assert_eq!(kept_of(|path| fs::write(path, "garbage\n").unwrap()), all);
        assert_eq!(kept_of(cut("/y")), all);
        // A file that is whole says what holds.
        assert_eq!(kept_of(cut("b/x")), ["a/x", "a/y"]);
    }

    #[test]
    fn marks_stay_when_another_program_writes_in_place_of_the_file_that_was_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (mut thread, inbox) = idle(folder.path());
        thread.unsaved = unsaved(&["a/x", "a/y"]);
        thread.save(false).unwrap();
        fs::remove_file(folder.path().join("state/marks")).unwrap();
        thread.look();
        file(folder.path()).save(&[read("z/x", true)], 7).unwrap();
        let _ = said(&inbox);
        thread.look();
        let Ok(Event::Background(Msg::MarksRead { marks, .. })) = inbox.try_recv() else {
            panic!("it is not read");
        };
        let all = ["a/x", "a/y", "z/x"];
        assert_eq!(all.map(|key| marks.get(key).read), [true; 3]);
        thread.save(false).unwrap();
        let marks = file(folder.path()).load().marks;
        assert_eq!(all.map(|key| marks.get(key).read), [true; 3]);
        // From now on it is a file like any other.
        file(folder.path()).save(&[read("a/x", false)], 8).unwrap();
        thread.look();
        thread.unsaved.push(read("b/x", true));
        thread.save(false).unwrap();
        assert!(!file(folder.path()).load().marks.get("a/x").read);
    }

    #[test]
    fn a_mark_that_is_saved_brings_back_those_that_their_file_has_lost() {
        for text in [None, Some("roundup marks 1\na/y\tr\t"), Some("\u{0}\n")] {
            let folder = tempfile::tempdir().unwrap();
            let (mut thread, _inbox) = idle(folder.path());
            thread.unsaved = unsaved(&["a/x", "a/y"]);
            thread.save(false).unwrap();
            let path = folder.path().join("state/marks");
            match text {
                None => fs::remove_file(&path).unwrap(),
                Some(text) => fs::write(&path, text).unwrap(),
            }
            // Nothing has looked at the file since.
            thread.unsaved.push(read("c/x", true));
            thread.save(false).unwrap();
            let marks = file(folder.path()).load().marks;
            let kept = ["a/x", "a/y", "c/x"].map(|key| marks.get(key).read);
            assert_eq!(kept, [true; 3], "{text:?}");
        }
    }

    #[test]
    fn an_order_replaces_the_one_before_and_is_reported_once_saved() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        let (events, inbox) = mpsc::channel();
        let saver = Saver::spawn(Some(file(folder.path())), unknown(), None, &events).unwrap();
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
        let saver = Saver::spawn(Some(file.clone()), unknown(), None, &events).unwrap();
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

    /// Looks whether another program has written the file.
    fn look(thread: &mut Thread) {
        let (done, heard) = mpsc::channel();
        thread.read(&done);
        assert_eq!(heard.try_recv(), Ok(()));
    }

    #[test]
    fn only_what_another_program_has_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let (mut thread, inbox) = idle(folder.path());
        look(&mut thread);
        assert_eq!(said(&inbox), Vec::<String>::new());
        thread.save(false).unwrap();
        look(&mut thread);
        assert_eq!(said(&inbox), ["saved 1"]);
        let file = file(folder.path());
        file.save(&[read("b/x", true)], 1_900_000_000).unwrap();
        look(&mut thread);
        look(&mut thread);
        assert_eq!(said(&inbox), ["read 1"]);
        // Nothing is forgotten because the file is not there, or cannot be understood.
        for damaged in [None, Some(""), Some("roundup marks 1\nno line\n")] {
            let path = folder.path().join("state/marks");
            match damaged {
                None => fs::remove_file(&path).unwrap(),
                Some(text) => fs::write(&path, text).unwrap(),
            }
            look(&mut thread);
            assert_eq!(said(&inbox), Vec::<String>::new(), "{damaged:?}");
        }
    }

    /// A reader, with what its thread has sent and it has not taken in yet.
    struct Reader {
        book: MarkBook,
        thread: Thread,
        inbox: Receiver<Event>,
    }

    impl Reader {
        fn new(folder: &Path) -> Self {
            let (mut thread, inbox) = idle(folder);
            thread.unsaved = Unsaved::default();
            let book = MarkBook::default();
            Self {
                book,
                thread,
                inbox,
            }
        }

        fn order(&mut self) {
            if let Some(unsaved) = self.book.take_unsaved() {
                self.thread.unsaved = unsaved;
            }
        }

        fn take_in(&mut self) {
            for event in self.inbox.try_iter() {
                match event {
                    Event::Background(
                        Msg::MarksSaved { before, marks, .. } | Msg::MarksRead { before, marks },
                    ) => self.book.saved(before, marks),
                    _ => panic!("something else"),
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        /// Each of two readers marks, saves, looks at the file, and takes in what came of that, in any order.
        #[test]
        fn two_readers_lose_no_mark_and_see_the_same(
            steps in prop::collection::vec((0usize..2, 0usize..5, 0usize..4, any::<bool>()), 1..40),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut readers = [Reader::new(folder.path()), Reader::new(folder.path())];
            // What each has marked and the file does not say yet, and what the file says.
            let mut unsaved = [BTreeMap::new(), BTreeMap::new()];
            let mut saved = BTreeMap::new();
            let key = |story: usize| format!("a/{story}");
            let all = (0..2).flat_map(|who| [1, 3, 2, 4].map(|what| (who, what, 0, false)));
            let all: Vec<_> = all.collect();
            for (who, what, story, is_read) in steps.into_iter().chain(all.clone()).chain(all) {
                let reader = &mut readers[who];
                match what {
                    0 => {
                        let marked = vec![read(&key(story), is_read)];
                        if reader.book.mark_all(marked, String::new(), None) > 0 {
                            unsaved[who].insert(story, is_read);
                        }
                    }
                    1 => reader.order(),
                    2 => look(&mut reader.thread),
                    3 => {
                        reader.order();
                        reader.thread.save(false).unwrap();
                        saved.append(&mut unsaved[who]);
                    }
                    _ => reader.take_in(),
                }
                for (&story, &is_read) in &unsaved[who] {
                    prop_assert_eq!(readers[who].book.mark(&key(story)).read, is_read);
                }
            }
            let file = file(folder.path()).load().marks;
            for story in 0..4 {
                let is_read = saved.get(&story).copied().unwrap_or(false);
                prop_assert_eq!(file.get(&key(story)).read, is_read);
                for reader in &readers {
                    prop_assert_eq!(reader.book.mark(&key(story)).read, is_read);
                }
            }
        }
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

    /// Another program may write the file more often than that.
    #[test]
    fn reading_the_file_does_not_put_off_the_next_try() {
        let folder = tempfile::tempdir().unwrap();
        let (mut thread, inbox) = idle(folder.path());
        thread.retry = Some(Duration::from_millis(200));
        let (orders, mailbox) = mpsc::channel();
        let running = thread::spawn(move || thread.run(&mailbox));
        let reading = thread::spawn(move || {
            for _ in 0..500 {
                let (done, _) = mpsc::channel();
                if orders.send(Order::Read(done)).is_err() {
                    return;
                }
                match inbox.recv_timeout(Duration::from_millis(20)) {
                    Err(_) => {}
                    Ok(event) => return drop(event),
                }
            }
        });
        reading.join().unwrap();
        running.join().unwrap();
        assert!(file(folder.path()).load().marks.get("a/x").read);
    }

    #[test]
    fn the_last_marks_are_saved_before_the_program_ends() {
        let _turn = turn();
        let folder = tempfile::tempdir().unwrap();
        let (events, _inbox) = mpsc::channel();
        let saver = Saver::spawn(Some(file(folder.path())), unknown(), None, &events).unwrap();
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
            let saver = Saver::spawn(file, unknown(), None, &events).unwrap();
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
        let saver = Saver::spawn(Some(file(folder.path())), unknown(), None, &events).unwrap();
        saver.save(unsaved(&["a/x"]));
        drop(saver);
        assert_eq!(said(&inbox), ["saved 1"]);
    }
}
