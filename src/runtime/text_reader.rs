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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};
    use std::time::Duration;

    use jiff::civil::date;

    use super::TextReader;
    use crate::app::Msg;
    use crate::app::texts::{SnippetsRequest, Text, TextRequest};
    use crate::archive::{Archive, Edition};
    use crate::search::Query;

    #[test]
    fn every_text_asked_for_is_answered_in_order() {
        let source =
            "title = 'T'\ndate = 2016-01-12\n[[story]]\nheadline = 'H'\nbody = 'The tide'\n";
        let edition = Arc::new(Edition::parse("one.toml".into(), source));
        let story = edition.id().story(0);
        let archive = Arc::new(Archive::default().with(vec![edition]));
        let (sender, answers) = mpsc::channel();
        let reader = TextReader::spawn(move |answer| sender.send(answer).is_ok());
        let query = Arc::new(Query::parse("tide", date(2016, 1, 12)));
        for number in [1, 2] {
            let request = SnippetsRequest {
                number,
                query: Arc::clone(&query),
                columns: 40,
                stories: story.iter().cloned().collect(),
            };
            reader.ask(TextRequest::Snippets(request), &archive);
        }
        for expected in [1, 2] {
            let answer = answers.recv_timeout(Duration::from_secs(60));
            let Ok(Msg::TextRead(Text::Snippets { number, snippets })) = answer else {
                panic!("{answer:?}");
            };
            assert_eq!(number, expected);
            assert_eq!(&*snippets[0].text, "The tide");
            assert_eq!(snippets[0].highlights, [4..8]);
        }
    }
}
