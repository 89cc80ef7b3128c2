//! Reading many files on threads.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::panic::panic_if_asked;
use super::read::{Buffer, read_passing};
use crate::archive::Edition;

/// Files in a batch: few enough to show progress, enough that handling a batch costs little beside reading
/// it.
const BATCH: usize = 64;
/// Files in the first batch, for which the user waits; the next ones grow up to the full size.
const FIRST_BATCH: usize = 8;
/// More threads would not read faster from a disk.
const MAX_THREADS: usize = 8;

/// How many batches may be read before the one whose turn it is, when what is made of them waits to be taken.
const MAX_AHEAD: usize = 8;

/// How many full batches there may be: they become larger where there are more files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batches {
    /// For a `take` that looks at the whole archive each time.
    Few,
    /// For a `take` that may cost as much as all batches before it.
    Many,
}

impl Batches {
    fn most(self) -> usize {
        match self {
            Self::Few => 16,
            Self::Many => 256,
        }
    }
}

/// Reads `files` on threads of its own, and returns at once. `make` is called with each batch, of which it
/// reads one edition after the other, on one of the threads; `take` gets the results one at a time, in the
/// order of the files, until it returns false.
pub fn read_in_batches<T: Send + 'static>(
    files: Vec<PathBuf>,
    batches: Batches,
    make: impl Fn(&mut dyn Iterator<Item = Edition>) -> T + Send + Sync + 'static,
    take: impl FnMut(T) -> bool + Send + 'static,
) {
    let make = move |_, editions: &mut dyn Iterator<Item = Edition>| make(editions);
    start_threads(files, batches, usize::MAX, |_| true, make, take);
}

/// Reads `files` as [`read_in_batches`] does, but parses only those whose bytes pass. `make` gets the number
/// of all files of the batch as well. While `take` waits, little more is read.
pub(super) fn read_passing_in_batches<T: Send + 'static>(
    files: Vec<PathBuf>,
    passes: impl Fn(&[u8]) -> bool + Send + Sync + 'static,
    make: impl Fn(usize, &mut dyn Iterator<Item = Edition>) -> T + Send + Sync + 'static,
    take: impl FnMut(T) -> bool + Send + 'static,
) {
    start_threads(files, Batches::Many, MAX_AHEAD, passes, make, take);
}

fn start_threads<T: Send + 'static>(
    files: Vec<PathBuf>,
    batches: Batches,
    ahead: usize,
    passes: impl Fn(&[u8]) -> bool + Send + Sync + 'static,
    make: impl Fn(usize, &mut dyn Iterator<Item = Edition>) -> T + Send + Sync + 'static,
    take: impl FnMut(T) -> bool + Send + 'static,
) {
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(MAX_THREADS)
        .min(files.len().div_ceil(FIRST_BATCH));
    let work = Arc::new(Work {
        batch: files.len().div_ceil(batches.most()).max(BATCH),
        files,
        ahead,
        make: move |files: &[PathBuf], buffer: &mut Buffer| {
            let paths = files.iter();
            let mut passing = paths.filter_map(|path| read_passing(path, buffer, &passes));
            make(files.len(), &mut passing)
        },
        next: AtomicUsize::new(0),
        ordered: Mutex::new(Ordered {
            taken: 0,
            waiting: BTreeMap::new(),
            ended: false,
            take,
        }),
        turn: Condvar::new(),
    });
    for _ in 0..threads {
        let work = Arc::clone(&work);
        thread::spawn(move || work.run());
    }
}

struct Work<T, M, K> {
    files: Vec<PathBuf>,
    /// Files in a full batch.
    batch: usize,
    /// How many batches may be read before the one whose turn it is.
    ahead: usize,
    make: M,
    /// The number of the batch to be read next.
    next: AtomicUsize,
    ordered: Mutex<Ordered<T, K>>,
    /// Signals that batches have been taken, or that no more will be.
    turn: Condvar,
}

/// Brings the batches into order: each waits here for those before it.
struct Ordered<T, K> {
    taken: usize,
    waiting: BTreeMap<usize, T>,
    /// No more batches are wanted, or one is missing.
    ended: bool,
    take: K,
}

impl<T, M: Fn(&[PathBuf], &mut Buffer) -> T, K: FnMut(T) -> bool> Work<T, M, K> {
    fn run(&self) {
        let _end = EndOnPanic {
            ordered: &self.ordered,
            turn: &self.turn,
        };
        let mut buffer = Buffer::default();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let end = start(number + 1, self.batch).min(self.files.len());
            let Some(files) = self
                .files
                .get(start(number, self.batch)..end)
                .filter(|files| !files.is_empty())
            else {
                return;
            };
            if !self.may_read(number) {
                return;
            }
            panic_if_asked("loader");
            let batch = (self.make)(files, &mut buffer);
            let mut ordered = self.lock();
            ordered.push(number, batch);
            self.turn.notify_all();
            if ordered.ended {
                return;
            }
        }
    }

    /// Waits until the batch `number` may be read; false if no more are wanted.
    fn may_read(&self, number: usize) -> bool {
        let too_early = |ordered: &mut Ordered<T, K>| {
            !ordered.ended && number.saturating_sub(ordered.taken) > self.ahead
        };
        let ordered = self.turn.wait_while(self.lock(), too_early);
        !ordered.unwrap_or_else(PoisonError::into_inner).ended
    }

    fn lock(&self) -> MutexGuard<'_, Ordered<T, K>> {
        self.ordered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the other threads when one panics, because they would wait for its batch.
struct EndOnPanic<'w, T, K> {
    ordered: &'w Mutex<Ordered<T, K>>,
    turn: &'w Condvar,
}

impl<T, K> Drop for EndOnPanic<'_, T, K> {
    fn drop(&mut self) {
        if thread::panicking() {
            let mut ordered = self.ordered.lock().unwrap_or_else(PoisonError::into_inner);
            ordered.ended = true;
            self.turn.notify_all();
        }
    }
}

/// The index of the first file of a batch, if a full batch has `full` files.
fn start(batch: usize, full: usize) -> usize {
    let growing = (full / FIRST_BATCH).ilog2() as usize;
    match batch.checked_sub(1) {
        None => 0,
        Some(doubled) if doubled <= growing => FIRST_BATCH << doubled,
        Some(doubled) => (FIRST_BATCH << growing) + full * (doubled - growing),
    }
}

impl<T, K: FnMut(T) -> bool> Ordered<T, K> {
    /// Hands over all batches whose turn has come.
    fn push(&mut self, number: usize, batch: T) {
        self.waiting.insert(number, batch);
        while !self.ended
            && let Some(batch) = self.waiting.remove(&self.taken)
        {
            self.taken += 1;
            self.ended = !(self.take)(batch);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::{Mutex, mpsc};
    use std::thread;

    use super::{FIRST_BATCH, MAX_AHEAD, read_passing_in_batches, start};
    use crate::archive::Edition;

    /// Files that are not there: they give editions all the same.
    fn files(count: usize) -> Vec<PathBuf> {
        (0..count)
            .map(|number| format!("{number}").into())
            .collect()
    }

    fn is_first(editions: &mut dyn Iterator<Item = Edition>) -> bool {
        let first = editions.next();
        first.is_some_and(|edition| edition.path().as_os_str() == "0")
    }

    #[test]
    fn threads_do_not_read_far_ahead_of_a_batch_that_takes_long() {
        // A single thread reads one batch after the other.
        if thread::available_parallelism().is_ok_and(|threads| threads.get() == 1) {
            return;
        }
        let (made, others) = mpsc::channel();
        let (release, held) = mpsc::channel();
        let held = Mutex::new(held);
        let (taken, all) = mpsc::channel();
        read_passing_in_batches(
            files(3000),
            |_| true,
            move |files, editions| {
                if is_first(editions) {
                    held.lock().unwrap().recv().unwrap();
                } else {
                    made.send(()).unwrap();
                }
                files
            },
            move |files| taken.send(files).is_ok(),
        );
        for _ in 0..MAX_AHEAD {
            others.recv().unwrap();
        }
        for _ in 0..1000 {
            thread::yield_now();
            assert!(others.try_recv().is_err());
        }
        release.send(()).unwrap();
        assert_eq!(all.iter().next(), Some(FIRST_BATCH));
        assert_eq!(all.iter().sum::<usize>(), 3000 - FIRST_BATCH);
    }

    #[test]
    fn a_panic_on_one_thread_ends_the_others() {
        let (taken, all) = mpsc::channel();
        read_passing_in_batches(
            files(3000),
            |_| true,
            |_, editions| assert!(!is_first(editions), "as the test wants"),
            move |()| taken.send(()).is_ok(),
        );
        // Nothing comes after the batch that is missing.
        assert_eq!(all.iter().count(), 0);
    }

    #[test]
    fn batches_grow_and_leave_nothing_out() {
        for (full, expected) in [
            (64, [8, 8, 16, 32, 64, 64, 64]),
            (100, [8, 8, 16, 32, 100, 100, 100]),
            (391, [8, 8, 16, 32, 64, 128, 391]),
        ] {
            let size = |batch| start(batch + 1, full) - start(batch, full);
            assert_eq!([0, 1, 2, 3, 4, 5, 6].map(size), expected);
        }
    }
}
