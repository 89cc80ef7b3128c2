//! The threads that search, one for each processor.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use crate::app::{Msg, SearchRequest};
use crate::search::{Found, Hits, Tally};

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

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Search,
    Suggest,
}

/// One request, whose chunks are divided among the threads.
struct Job {
    request: SearchRequest,
    work: Work,
    /// Index of the next chunk to search; may exceed the number of chunks.
    next: AtomicUsize,
    /// The number of chunks searched.
    done: AtomicUsize,
    /// What was found in each chunk, by the chunk's index. In that order the hits are nearly sorted.
    found: Mutex<BTreeMap<usize, Found>>,
    /// What the chunks know, when suggestions are asked for.
    tally: Mutex<Tally>,
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
        self.queue(&mut jobs, request, Work::Search);
    }

    /// Queues a request for suggestions, unless a newer search has been asked for.
    pub fn ask_for_suggestions(&self, request: SearchRequest) {
        let mut jobs = lock(&self.shared.jobs);
        if self.shared.newest.load(Ordering::SeqCst) == request.generation {
            self.queue(&mut jobs, request, Work::Suggest);
        }
    }

    fn queue(&self, jobs: &mut VecDeque<Arc<Job>>, request: SearchRequest, work: Work) {
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        jobs.push_back(Arc::new(Job {
            request,
            work,
            next,
            done,
            found: Mutex::default(),
            tally: Mutex::default(),
        }));
        self.shared.arrived.notify_all();
    }
}

impl Shared {
    fn run(&self, answer: impl Fn(Msg) -> bool) {
        super::panic_if_asked("searcher");
        loop {
            let job = self.wait();
            if let Some(found) = self.search_next_chunk(&job)
                && !answer(found)
            {
                return;
            }
        }
    }

    /// Searches the job's next chunk, unless a newer generation has been asked for. Returns the answer to
    /// the job's request when this was the last chunk to be done.
    fn search_next_chunk(&self, job: &Arc<Job>) -> Option<Msg> {
        let index = self.take_chunk(job)?;
        let SearchRequest {
            generation,
            part,
            query,
            scope,
            marks,
            chunks,
        } = &job.request;
        if self.newest.load(Ordering::Relaxed) != *generation {
            return None;
        }
        super::panic_if_asked("scan");
        match job.work {
            Work::Search => {
                let found = chunks[index].scan(query, scope, marks);
                lock(&job.found).insert(index, found);
            }
            Work::Suggest => {
                let tally = chunks[index].tally(query, scope, marks);
                lock(&job.tally).merge(tally);
            }
        }
        let done = job.done.fetch_add(1, Ordering::SeqCst) + 1;
        (done == chunks.len()).then(|| match job.work {
            Work::Search => {
                let found = std::mem::take(&mut *lock(&job.found));
                Msg::HitsFound {
                    generation: *generation,
                    part: *part,
                    hits: Hits::new(found.into_values().flatten().collect()),
                }
            }
            Work::Suggest => {
                let tally = std::mem::take(&mut *lock(&job.tally));
                Msg::Suggested {
                    generation: *generation,
                    suggestions: tally.suggestions(query, scope, chunks),
                }
            }
        })
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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};
    use std::thread;

    use jiff::civil::date;

    use super::{SearchRequest, Searcher};
    use crate::app::Msg;
    use crate::archive::Edition;
    use crate::marks::Marks;
    use crate::search::{Chunk, Query, Scope, fold_editions};

    /// A chunk with one edition of that day, in which one story has the word `moon`.
    fn chunk(day: i8) -> Arc<Chunk> {
        let source = format!(
            "title = 'T'\ndate = 2031-01-{day:02}\n[[story]]\nheadline = 'Moon'\n[[story]]\nheadline = 'Sun'\n"
        );
        let edition = Edition::parse(format!("{day}.toml").into(), &source);
        fold_editions(&[Arc::new(edition)]).remove(0)
    }

    fn request(generation: u64, part: usize, chunks: Vec<Arc<Chunk>>) -> SearchRequest {
        SearchRequest {
            generation,
            part,
            query: Arc::new(Query::parse("moon", date(2031, 1, 1))),
            scope: Scope::All,
            marks: Arc::new(Marks::default()),
            chunks,
        }
    }

    /// A searcher without threads: the test does their work, one chunk at a time.
    fn idle() -> Searcher {
        Searcher {
            shared: Arc::default(),
        }
    }

    /// Generation, part and number of hits of an answer.
    fn answer(message: Msg) -> (u64, usize, usize) {
        let Msg::HitsFound {
            generation,
            part,
            hits,
        } = message
        else {
            panic!("{message:?} is no answer");
        };
        (generation, part, hits.len())
    }

    #[test]
    fn the_answer_comes_with_the_last_chunk_and_is_newest_first() {
        let searcher = idle();
        let shared = &searcher.shared;
        searcher.ask(request(1, 0, [2, 1, 3].map(chunk).to_vec()));
        let job = shared.wait();
        assert!(shared.search_next_chunk(&job).is_none());
        assert!(shared.search_next_chunk(&job).is_none());
        let found = shared.search_next_chunk(&job);
        let Some(Msg::HitsFound { hits, .. }) = found else {
            panic!("{found:?} is no answer");
        };
        let days: Vec<_> = hits
            .groups()
            .iter()
            .map(|group| group.edition.date().unwrap().day.day())
            .collect();
        assert_eq!(days, [3, 2, 1]);
        assert_eq!(hits.len(), 3);
    }

    #[test]
    fn a_newer_generation_stops_a_scan_that_has_begun() {
        let searcher = idle();
        let shared = &searcher.shared;
        searcher.ask(request(1, 0, [1, 2].map(chunk).to_vec()));
        let old = shared.wait();
        assert!(shared.search_next_chunk(&old).is_none());
        searcher.ask(request(2, 0, vec![chunk(1)]));
        // This would have been the last chunk, and is not even searched.
        assert!(shared.search_next_chunk(&old).is_none());
        assert_eq!(super::lock(&old.found).len(), 1);
        let new = shared.wait();
        assert_eq!(shared.search_next_chunk(&new).map(answer), Some((2, 0, 1)));
    }

    #[test]
    fn a_newer_generation_replaces_all_requests_that_wait() {
        let searcher = idle();
        let generations = || -> Vec<_> {
            let jobs = super::lock(&searcher.shared.jobs);
            jobs.iter()
                .map(|job| (job.request.generation, job.request.part))
                .collect()
        };
        searcher.ask(request(1, 0, vec![chunk(1)]));
        searcher.ask(request(1, 1, vec![chunk(2)]));
        assert_eq!(generations(), [(1, 0), (1, 1)]);
        searcher.ask(request(2, 0, vec![chunk(1)]));
        searcher.ask(request(2, 1, vec![chunk(2)]));
        assert_eq!(generations(), [(2, 0), (2, 1)]);
    }

    #[test]
    fn suggestions_come_with_the_last_chunk_and_count_all() {
        let searcher = idle();
        let shared = &searcher.shared;
        searcher.ask_for_suggestions(request(0, 0, [1, 2].map(chunk).to_vec()));
        let job = shared.wait();
        assert!(shared.search_next_chunk(&job).is_none());
        let Some(Msg::Suggested { suggestions, .. }) = shared.search_next_chunk(&job) else {
            panic!("the last chunk gives no answer");
        };
        assert_eq!(suggestions.alone[0].stories, 2);
    }

    #[test]
    fn nothing_is_suggested_for_an_outdated_search() {
        let searcher = idle();
        searcher.ask(request(2, 0, vec![chunk(1)]));
        searcher.ask_for_suggestions(request(1, 0, vec![chunk(1)]));
        let jobs = super::lock(&searcher.shared.jobs);
        assert_eq!(jobs.len(), 1);
        assert_eq!(jobs[0].request.generation, 2);
    }

    #[test]
    fn a_request_leaves_the_queue_when_all_its_chunks_are_taken() {
        let searcher = idle();
        let shared = &searcher.shared;
        searcher.ask(request(1, 0, vec![chunk(1)]));
        searcher.ask(request(1, 1, vec![chunk(2), chunk(3)]));
        let first = shared.wait();
        assert_eq!(
            shared.search_next_chunk(&first).map(answer),
            Some((1, 0, 1))
        );
        assert!(shared.search_next_chunk(&first).is_none());
        let second = shared.wait();
        assert!(shared.search_next_chunk(&second).is_none());
        assert_eq!(
            shared.search_next_chunk(&second).map(answer),
            Some((1, 1, 2))
        );
    }

    #[test]
    fn the_threads_answer_every_request_of_a_generation() {
        let (answers, inbox) = mpsc::channel();
        let searcher = Searcher::spawn(move |found| answers.send(found).is_ok());
        for part in 0..20 {
            searcher.ask(request(7, part, [1, 2, 3].map(chunk).to_vec()));
        }
        let mut found: Vec<_> = inbox.iter().take(20).map(answer).collect();
        found.sort_unstable();
        assert_eq!(found, (0..20).map(|part| (7, part, 3)).collect::<Vec<_>>());
    }

    #[test]
    fn each_thread_ends_when_its_answer_is_not_accepted() {
        let (alive, ended) = mpsc::channel::<()>();
        let searcher = Searcher::spawn(move |_| {
            let _ = &alive;
            false
        });
        // A thread ends after its first answer, so each request is answered by a different one.
        for part in 0..thread::available_parallelism().unwrap().get() {
            searcher.ask(request(1, part, vec![chunk(1)]));
        }
        // The channel closes when the last thread drops its end.
        assert!(ended.recv().is_err());
    }
}
