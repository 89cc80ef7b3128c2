//! Reading the archive: the newest edition at once, the rest on threads of its own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::Event;
use crate::app::Msg;
use crate::archive::{self, Edition};
use crate::search::{Chunk, fold_editions};
use crate::store::{self, Found, Origin};

/// Files in a batch: few enough that the reader sees progress, enough that merging costs nothing.
const BATCH: usize = 64;
/// Most batches: each is merged with all before it.
const MAX_BATCHES: usize = 256;
/// The most threads worth having: reading from a disk gains nothing from more.
const MAX_THREADS: usize = 8;

/// The most files without a date in their name that are read before the first frame.
const UNDATED: usize = 64;

/// What there is to read before the first frame, and after it.
pub(super) struct Opening {
    pub(super) editions: Vec<Arc<Edition>>,
    /// Newest name first.
    pub(super) rest: Vec<PathBuf>,
    /// Files in all.
    pub(super) found: usize,
}

/// Reads the files of the newest day in their names, and of the days before until something in one of
/// them can be read.
pub(super) fn open(found: &Found) -> Opening {
    let mut editions: Vec<_> = found.failures.iter().cloned().map(Arc::new).collect();
    if let Origin::Samples { .. } = found.origin {
        editions.extend(store::samples());
    }
    let mut rest = found.files.as_slice();
    while let Some(first) = rest.first() {
        if editions.iter().any(|edition| edition.briefing.is_some()) {
            break;
        }
        let day = archive::date_in_name(first);
        let same_day = rest
            .iter()
            .take_while(|path| archive::date_in_name(path) == day)
            .count();
        // Names without a date say nothing: as many as are read in no time are looked into.
        let newest = if day.is_none() {
            same_day.min(UNDATED)
        } else {
            same_day
        };
        let (newest, older) = rest.split_at(newest);
        editions.extend(
            newest
                .iter()
                .map(|path| Arc::new(store::read(path.clone()))),
        );
        rest = older;
    }
    Opening {
        found: editions.len() + rest.len(),
        editions,
        rest: rest.to_vec(),
    }
}

/// Reads `files` on threads and sends them in batches, in their order.
/// What was `opened` already is folded first.
pub(super) fn spawn(opened: Vec<Arc<Edition>>, files: Vec<PathBuf>, events: &Sender<Event>) {
    let folding = events.clone();
    thread::spawn(move || {
        // The receiver is gone only when the program ends.
        let _ = folding.send(Event::Background(Msg::Folded(fold_editions(&opened))));
    });
    if files.is_empty() {
        return;
    }
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(MAX_THREADS);
    let batch = files.len().div_ceil(MAX_BATCHES).max(BATCH);
    let work = Arc::new(Work {
        batches: files.len().div_ceil(batch),
        batch,
        files,
        next: AtomicUsize::new(0),
        done: Mutex::default(),
    });
    for _ in 0..threads {
        let (work, events) = (Arc::clone(&work), events.clone());
        thread::spawn(move || work.run(&events));
    }
}

struct Work {
    files: Vec<PathBuf>,
    /// Files in a batch.
    batch: usize,
    batches: usize,
    /// The batch to be read next.
    next: AtomicUsize,
    done: Mutex<Done>,
}

/// Batches that wait for one before them: were they sent as they come, the edition before the one
/// on screen might be missing when the reader asks for it.
#[derive(Default)]
struct Done {
    sent: usize,
    waiting: BTreeMap<usize, Batch>,
}

struct Batch {
    editions: Vec<Arc<Edition>>,
    folded: Vec<Arc<Chunk>>,
}

impl Work {
    fn run(&self, events: &Sender<Event>) {
        super::panic_if_asked("loader");
        loop {
            let batch = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(files) = self.files.chunks(self.batch).nth(batch) else {
                return;
            };
            let editions: Vec<_> = files
                .iter()
                .map(|path| Arc::new(store::read(path.clone())))
                .collect();
            let folded = fold_editions(&editions);
            if !self.send(batch, Batch { editions, folded }, events) {
                return;
            }
        }
    }

    /// Sends what is next in order; false when nobody listens any more.
    fn send(&self, number: usize, batch: Batch, events: &Sender<Event>) -> bool {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.waiting.insert(number, batch);
        loop {
            let next = done.sent;
            let Some(Batch { editions, folded }) = done.waiting.remove(&next) else {
                return true;
            };
            done.sent += 1;
            let all = done.sent == self.batches;
            let post = |message| events.send(Event::Background(message)).is_ok();
            let sent = post(Msg::EditionsLoaded(editions)) && post(Msg::Folded(folded));
            if !sent || (all && !post(Msg::AllLoaded)) {
                return false;
            }
        }
    }
}
