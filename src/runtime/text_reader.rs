//! The thread that prepares long texts: an article of several megabytes takes longer than a frame.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::app::Msg;
use crate::app::texts::TextRequest;
use crate::archive::Archive;

type Job = (TextRequest, Arc<Archive>);

/// A handle to the thread, which runs until its answers are no longer accepted.
pub struct TextReader {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    jobs: Mutex<VecDeque<Job>>,
    arrived: Condvar,
}

impl TextReader {
    /// Starts the thread. It passes each answer to `answer`, and ends when that returns false.
    pub fn spawn(answer: impl Fn(Msg) -> bool + Send + 'static) -> Self {
        let shared = Arc::<Shared>::default();
        let thread = Arc::clone(&shared);
        thread::spawn(move || {
            loop {
                let (request, archive) = thread.wait();
                if !answer(Msg::TextRead(request.answer(&archive))) {
                    return;
                }
            }
        });
        Self { shared }
    }

    /// Queues a request. It replaces a waiting request of the same view.
    pub fn ask(&self, request: TextRequest, archive: &Arc<Archive>) {
        let mut jobs = self.shared.lock();
        let view = request.view();
        jobs.retain(|(other, _)| view.is_none() || other.view() != view);
        jobs.push_back((request, Arc::clone(archive)));
        self.shared.arrived.notify_one();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self) -> Job {
        let mut jobs = self.lock();
        loop {
            if let Some(job) = jobs.pop_front() {
                return job;
            }
            jobs = self
                .arrived
                .wait(jobs)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}
