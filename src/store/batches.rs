//! Reading many files on threads.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::panic::panic_if_asked;
use super::read;
use crate::archive::Edition;

/// Files in a batch: few enough to show progress, enough that handling a batch costs little beside reading
/// it.
const BATCH: usize = 64;
/// Caps the number of full batches, because handling one may cost as much as all batches before it.
const MAX_BATCHES: usize = 256;
/// Files in the first batch, for which the user waits; the next ones grow up to the full size.
const FIRST_BATCH: usize = 8;
/// More threads would not read faster from a disk.
const MAX_THREADS: usize = 8;

/// Reads `files` on threads of its own, and returns at once. `make` is called with each batch, of which it
/// reads one edition after the other, on one of the threads; `take` gets the results one at a time, in the order of the files, until it returns
/// false.
pub fn read_in_batches<T: Send + 'static>(
    files: Vec<PathBuf>,
    make: impl Fn(&mut dyn Iterator<Item = Edition>) -> T + Send + Sync + 'static,
    take: impl FnMut(T) -> bool + Send + 'static,
) {
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(MAX_THREADS)
        .min(files.len().div_ceil(FIRST_BATCH));
    let work = Arc::new(Work {
        batch: files.len().div_ceil(MAX_BATCHES).max(BATCH),
        files,
        make,
        next: AtomicUsize::new(0),
        ordered: Mutex::new(Ordered {
            taken: 0,
            waiting: BTreeMap::new(),
            take,
        }),
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
    make: M,
    /// The number of the batch to be read next.
    next: AtomicUsize,
    ordered: Mutex<Ordered<T, K>>,
}

/// Brings the batches into order: each waits here for those before it.
struct Ordered<T, K> {
    taken: usize,
    waiting: BTreeMap<usize, T>,
    take: K,
}

impl<T, M: Fn(&mut dyn Iterator<Item = Edition>) -> T, K: FnMut(T) -> bool> Work<T, M, K> {
    fn run(&self) {
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
            panic_if_asked("loader");
            let batch = (self.make)(&mut files.iter().map(|path| read(path.clone())));
            let mut ordered = self.ordered.lock().unwrap_or_else(PoisonError::into_inner);
            if !ordered.push(number, batch) {
                return;
            }
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
    /// Hands over all batches whose turn has come; false if no more are wanted.
    fn push(&mut self, number: usize, batch: T) -> bool {
        self.waiting.insert(number, batch);
        while let Some(batch) = self.waiting.remove(&self.taken) {
            self.taken += 1;
            if !(self.take)(batch) {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::start;

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
