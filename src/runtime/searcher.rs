//! The threads that search: as many as there are processors, waiting for a question.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use crate::app::{Msg, SearchRequest};
use crate::search::{Found, Hits};

/// A handle to the threads. They live as long as someone takes their answers.
pub struct Searcher {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    jobs: Mutex<VecDeque<Arc<Job>>>,
    arrived: Condvar,
    /// The generation of the newest question; work on an older one stops.
    newest: AtomicU64,
}

/// One question, which threads share chunk by chunk.
struct Job {
    request: SearchRequest,
    /// The chunk to be searched next.
    next: AtomicUsize,
    /// Chunks that have been searched.
    done: AtomicUsize,
    /// What was found in each chunk, by its index: chunks stand nearly in the order of their hits.
    found: Mutex<BTreeMap<usize, Found>>,
}

impl Searcher {
    /// Starts the threads; each hands its answers to `answer`, and ends when that returns false.
    pub fn spawn(answer: impl Fn(Msg) -> bool + Clone + Send + 'static) -> Self {
        let shared = Arc::<Shared>::default();
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let (shared, answer) = (Arc::clone(&shared), answer.clone());
            thread::spawn(move || shared.run(answer));
        }
        Self { shared }
    }

    /// Asks a question. One of a new generation takes the place of all before it; one of the same
    /// adds to it.
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

    /// The oldest question with chunks left.
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

    /// The next chunk of a job; `None` when all are taken, and then the job is off the list.
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
