//! The threads that make texts ready: an article of several megabytes takes longer than a frame, and the
//! text of most editions has to be read again from their files.

mod again;

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::app::Msg;
use crate::app::texts::TextRequest;
use crate::archive::Archive;
use again::ReadAgain;

type Job = (TextRequest, Arc<Archive>);

/// A handle to the threads, which run until their answers are no longer accepted.
pub struct TextReader {
    articles: Arc<Queue>,
    /// Snippets and spellings of words. They are read on a thread of their own, so that no article waits for a list.
    snippets: Arc<Queue>,
}

#[derive(Default)]
struct Queue {
    jobs: Mutex<VecDeque<Job>>,
    arrived: Condvar,
}

impl TextReader {
    /// Starts the threads. They pass each answer to `answer`, and end when that returns false. Before the
    /// answer to a request comes what has changed in the files that were read for it, if anything.
    pub fn spawn(answer: impl Fn(Msg) -> bool + Clone + Send + 'static) -> Self {
        let reader = Self {
            articles: Arc::default(),
            snippets: Arc::default(),
        };
        for queue in [&reader.articles, &reader.snippets] {
            let (queue, answer) = (Arc::clone(queue), answer.clone());
            thread::spawn(move || queue.run(answer));
        }
        reader
    }

    /// Queues a request. It replaces waiting requests of the same view; returns how many, since they will not
    /// be answered.
    pub fn ask(&self, request: TextRequest, archive: &Arc<Archive>) -> usize {
        let queue = match request {
            TextRequest::Article(_) | TextRequest::Story(_) => &self.articles,
            TextRequest::Snippets(_) | TextRequest::Spellings(_) => &self.snippets,
        };
        let mut jobs = queue.lock();
        let before = jobs.len();
        jobs.retain(|(waiting, _)| !request.replaces(waiting));
        let replaced = before - jobs.len();
        jobs.push_back((request, Arc::clone(archive)));
        queue.arrived.notify_one();
        replaced
    }
}

impl Queue {
    fn run(&self, answer: impl Fn(Msg) -> bool) {
        let mut again = ReadAgain::default();
        loop {
            let (request, archive) = self.wait();
            let messages = again.answer(request, &archive, || !self.lock().is_empty());
            if !messages.into_iter().all(&answer) {
                return;
            }
        }
    }

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
    use crate::briefing::Conventions;
    use crate::search::Query;

    fn article(view: u64, number: u64) -> TextRequest {
        TextRequest::Article(ArticleRequest {
            view,
            number,
            subject: Subject::Note("A note"),
            columns: 40,
            lists_addresses: true,
            query: None,
            conventions: Conventions::default(),
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
            TextRequest::Spellings(request) => request.number,
            TextRequest::Story(request) => request.number,
        }
    }

    #[test]
    fn a_request_replaces_those_that_wait_for_the_same_place() {
        // Without threads nothing is taken from the queues.
        let reader = TextReader {
            articles: Arc::default(),
            snippets: Arc::default(),
        };
        let archive = Arc::new(Archive::default());
        let replaced: usize = [
            article(1, 1),
            article(2, 2),
            snippets(3),
            snippets(4),
            article(1, 5),
        ]
        .map(|request| reader.ask(request, &archive))
        .iter()
        .sum();
        assert_eq!(replaced, 2);
        let waiting = [&reader.articles, &reader.snippets].map(|queue| {
            let jobs = queue.lock();
            let numbers = jobs.iter().map(|(request, _)| number(request));
            numbers.collect::<Vec<_>>()
        });
        assert_eq!(waiting, [vec![2, 5], vec![4]]);
    }

    #[test]
    fn requests_are_answered_in_their_order() {
        let (answers, inbox) = mpsc::channel();
        let reader = TextReader::spawn(move |answer| answers.send(answer).is_ok());
        let archive = Arc::new(Archive::default());
        for number in 1..=10 {
            reader.ask(article(number, number), &archive);
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
        }
        reader.ask(snippets(11), &archive);
        match inbox.recv() {
            Ok(Msg::TextRead(Text::Snippets { number, .. })) => assert_eq!(number, 11),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_threads_end_when_their_answers_are_not_accepted() {
        let (alive, ended) = mpsc::channel::<()>();
        let reader = TextReader::spawn(move |_| {
            let _ = &alive;
            false
        });
        reader.ask(article(1, 1), &Arc::new(Archive::default()));
        reader.ask(snippets(2), &Arc::new(Archive::default()));
        // The channel closes when the last thread drops its end.
        assert!(ended.recv().is_err());
    }
}
