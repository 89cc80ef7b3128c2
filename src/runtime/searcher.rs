//! The threads that search, one for each processor.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use crate::app::{Msg, SearchRequest};
use crate::search::{Found, Hits};

/// A handle to the threads. They run until their answers are no longer accepted.
pub struct Searcher {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    jobs: Mutex<VecDeque<Arc<Job>>>,
    arrived: Condvar,
    /// The generation of the newest request; work on older ones stops.
    newest: AtomicU64,
}

/// One request, whose chunks are divided among the threads.
struct Job {
    request: SearchRequest,
    /// Index of the next chunk to search; may exceed the number of chunks.
    next: AtomicUsize,
    /// The number of chunks searched.
    done: AtomicUsize,
    /// What was found in each chunk, by the chunk's index. In that order the hits are nearly sorted.
    found: Mutex<BTreeMap<usize, Found>>,
}

impl Searcher {
    /// Starts the threads. Each passes its answers to `answer`, and ends when that returns false.
    pub fn spawn(answer: impl Fn(Msg) -> bool + Clone + Send + 'static) -> Self {
        let shared = Arc::<Shared>::default();
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let (shared, answer) = (Arc::clone(&shared), answer.clone());
            thread::spawn(move || shared.run(answer));
        }
        Self { shared }
    }

    /// Queues a request. A new generation replaces all earlier requests; further requests of the same
    /// generation are added to them.
    pub fn ask(&self, request: SearchRequest) {
        let mut jobs = lock(&self.shared.jobs);
        if self
            .shared
            .newest
            .swap(request.generation, Ordering::SeqCst)
            != request.generation
        {
            jobs.clear();
        }
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        jobs.push_back(Arc::new(Job {
            request,
            next,
            done,
            found: Mutex::default(),
        }));
        self.shared.arrived.notify_all();
    }
}

impl Shared {
    fn run(&self, answer: impl Fn(Msg) -> bool) {
        super::panic_if_asked("searcher");
        loop {
            let job = self.wait();
            let Some(index) = self.take_chunk(&job) else {
                continue;
            };
            if self.newest.load(Ordering::Relaxed) != job.request.generation {
                continue;
            }
            super::panic_if_asked("scan");
            let SearchRequest {
                query,
                scope,
                marks,
                chunks,
                ..
            } = &job.request;
            let found = chunks[index].scan(query, scope, marks);
            lock(&job.found).insert(index, found);
            if job.done.fetch_add(1, Ordering::SeqCst) + 1 == job.request.chunks.len() {
                let found = std::mem::take(&mut *lock(&job.found));
                let hits = Hits::new(found.into_values().flatten().collect());
                let SearchRequest {
                    generation, part, ..
                } = job.request;
                let found = Msg::Found {
                    generation,
                    part,
                    hits,
                };
                if !answer(found) {
                    return;
                }
            }
        }
    }

    /// Waits for a request with chunks left to search, and returns the oldest.
    fn wait(&self) -> Arc<Job> {
        let mut jobs = lock(&self.jobs);
        loop {
            if let Some(job) = jobs.front() {
                return Arc::clone(job);
            }
            jobs = self
                .arrived
                .wait(jobs)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The index of the job's next chunk. When all are taken, removes the job from the queue and returns
    /// `None`.
    fn take_chunk(&self, job: &Arc<Job>) -> Option<usize> {
        let index = job.next.fetch_add(1, Ordering::SeqCst);
        if index < job.request.chunks.len() {
            return Some(index);
        }
        lock(&self.jobs).retain(|other| !Arc::ptr_eq(other, job));
        None
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
