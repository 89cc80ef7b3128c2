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

    use jiff::civil::date;

    use super::TextReader;
    use crate::app::Msg;
    use crate::app::texts::{ArticleRequest, SnippetsRequest, Subject, Text, TextRequest};
    use crate::archive::Archive;
    use crate::search::Query;

    fn article(view: u64, number: u64) -> TextRequest {
        TextRequest::Article(ArticleRequest {
            view,
            number,
            subject: Subject::Note("A note"),
            columns: 40,
            lists_addresses: true,
            query: None,
            known: None,
        })
    }

    fn snippets(number: u64) -> TextRequest {
        TextRequest::Snippets(SnippetsRequest {
            number,
            query: Arc::new(Query::parse("moon", date(2031, 1, 1))),
            columns: 40,
            stories: Vec::new(),
        })
    }

    fn number(request: &TextRequest) -> u64 {
        match request {
            TextRequest::Article(request) => request.number,
            TextRequest::Snippets(request) => request.number,
            TextRequest::Story(request) => request.number,
        }
    }

    #[test]
    fn a_request_replaces_the_one_of_the_same_view_that_waits() {
        // Without a thread nothing is taken from the queue.
        let reader = TextReader {
            shared: Arc::default(),
        };
        let archive = Arc::new(Archive::default());
        for request in [
            article(1, 1),
            article(2, 2),
            snippets(3),
            snippets(4),
            article(1, 5),
        ] {
            reader.ask(request, &archive);
        }
        let waiting: Vec<_> = reader
            .shared
            .lock()
            .iter()
            .map(|(request, _)| number(request))
            .collect();
        assert_eq!(waiting, [2, 3, 4, 5]);
    }

    #[test]
    fn requests_are_answered_in_their_order() {
        let (answers, inbox) = mpsc::channel();
        let reader = TextReader::spawn(move |answer| answers.send(answer).is_ok());
        let archive = Arc::new(Archive::default());
        for number in 1..=10 {
            reader.ask(article(number, number), &archive);
            reader.ask(snippets(number), &archive);
        }
        for number in 1..=10 {
            match inbox.recv() {
                Ok(Msg::TextRead(Text::Article {
                    view,
                    number: answered,
                    typeset: Some(typeset),
                })) => {
                    assert_eq!((view, answered), (number, number));
                    assert_eq!(typeset.layout.columns, 40);
                    assert_eq!(&*typeset.article.text, "A note");
                }
                other => panic!("{other:?}"),
            }
            match inbox.recv() {
                Ok(Msg::TextRead(Text::Snippets {
                    number: answered, ..
                })) => assert_eq!(answered, number),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn the_thread_ends_when_its_answer_is_not_accepted() {
        let (alive, ended) = mpsc::channel::<()>();
        let reader = TextReader::spawn(move |_| {
            let _ = &alive;
            false
        });
        reader.ask(article(1, 1), &Arc::new(Archive::default()));
        // The channel closes when the thread drops its end.
        assert!(ended.recv().is_err());
    }
}
