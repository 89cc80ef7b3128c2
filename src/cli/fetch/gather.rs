//! Reading what the sources gave: which stories are new.

use std::io;

use super::job::{Got, Job};
use crate::cli::import::{Failure, Filer, New, Reader, Report, Sink};
use crate::config::sources::{Origin, Source};
use crate::import::{Document, Kind, MAX_BYTES, Options};
use crate::store::{self, Downloads};
use crate::text::DisplayText;

/// Reads sources one after the other.
pub(super) struct Gatherer<'a> {
    reader: Reader<Catch<'a>>,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(filer: Filer<'a>, mut report: Report) -> Self {
        report.collect_failures();
        let catch = Catch {
            filer,
            caught: Caught::default(),
            wants_feed: false,
        };
        Self {
            reader: Reader::new(Options::default(), catch, report),
        }
    }

    /// Reads what was got of a source: which of its stories are new.
    pub(super) fn gather(&mut self, job: &mut Job, downloads: &Downloads) {
        if job.failure.is_some() {
            return;
        }
        let is_local = matches!(job.source.origin, Origin::Path(_));
        self.reader.sink.wants_feed = job.state.is_feed && !is_local;
        self.reader.options = Options {
            kind: None,
            base: job.reply().map(|reply| reply.url.clone()),
            split: job.source.split,
        };
        let label = job.source.label().to_string();
        let read = match (&mut job.got, &job.source.origin) {
            (Got::Document(bytes), _) => {
                let bytes = std::mem::take(bytes);
                self.reader.add_read(&label, &mut bytes.as_slice())
            }
            (Got::Downloaded { name, .. }, _) => downloads
                .take(name, MAX_BYTES)
                .and_then(|bytes| self.reader.add_read(&label, &mut bytes.as_slice())),
            (Got::Nothing, Origin::Path(path)) => {
                let path = store::from_home(path);
                if store::is_file_or_folder(&path) {
                    self.reader.add_all(&[path])
                } else {
                    Err(io::Error::other("it is neither a file nor a folder"))
                }
            }
            _ => Ok(()),
        };
        let failures = self.reader.report.take_failures().into_iter();
        let mut failures: Vec<_> = failures.map(|failure| reason(failure, &label)).collect();
        failures.extend(read.err().map(|error| {
            let why = format!("it cannot be read: {error}");
            DisplayText::line(&why).to_string()
        }));
        let caught = std::mem::take(&mut self.reader.sink.caught);
        failures.extend(caught.refusal);
        if let [first, more @ ..] = failures.as_slice() {
            let more = match more.len() {
                0 => String::new(),
                more => format!("; and {more} more like this"),
            };
            let why = format!("{first}{more}");
            // One bad mail among many does not make a source fail, every morning again.
            if is_local && caught.documents > 0 {
                job.warnings.push(why);
            } else {
                job.failure = Some(why);
            }
        }
        job.new = caught.new;
        if caught.title.is_some() {
            job.state.title = caught.title;
        }
        job.state.is_feed |= caught.is_feed;
        job.is_cut = caught.is_cut && !is_local;
        let has_items =
            job.new.known > 0 || !job.new.stories.is_empty() || !job.new.editions.is_empty();
        if job.is_cut && !has_items {
            job.failure =
                Some("what it sent was cut short, and none of it could be used".to_owned());
        }
        name(&mut job.new, &job.source);
    }

    pub(super) fn into_parts(mut self) -> (Filer<'a>, Report) {
        self.reader.report.print_failures();
        (self.reader.sink.filer, self.reader.report)
    }
}

/// Why a document of a source could not be read. The source itself is named elsewhere.
fn reason(failure: Failure, label: &str) -> String {
    let Failure {
        document,
        line,
        message,
    } = failure;
    let document = if document == label { "" } else { &document };
    let reason = match (document, line) {
        ("", None) => message,
        ("", Some(line)) => format!("line {line}: {message}"),
        (document, None) => format!("{document}: {message}"),
        (document, Some(line)) => format!("{document}:{line}: {message}"),
    };
    DisplayText::line(&reason).to_string()
}

/// The section and the source of the stories, as the list of sources says.
fn name(new: &mut New, source: &Source) {
    for story in &mut new.stories {
        let section = source.section.as_ref().or(source.name.as_ref());
        if let Some(section) = section {
            story.section = Some(section.clone());
        }
        if let Some(name) = &source.name {
            story.source = Some(name.clone());
        }
    }
    for edition in &mut new.editions {
        if let Some(name) = &source.name {
            edition.draft.source = Some(name.clone());
        }
    }
}

/// Keeps what is new in the documents of a source.
struct Catch<'a> {
    filer: Filer<'a>,
    caught: Caught,
    /// Whether another kind of document is sent by mistake.
    wants_feed: bool,
}

#[derive(Default)]
struct Caught {
    new: New,
    /// How many documents were read.
    documents: usize,
    /// Of a feed.
    title: Option<String>,
    is_feed: bool,
    is_cut: bool,
    /// Why a document was not taken.
    refusal: Option<String>,
}

impl Sink for Catch<'_> {
    fn take(
        &mut self,
        document: Document,
        options: &Options,
        report: &mut Report,
    ) -> io::Result<bool> {
        if self.wants_feed && document.kind != Kind::Feed {
            let title = document.title.as_deref().map(DisplayText::line);
            let title = title.map(|title| format!(" (\"{title}\")"));
            let title = title.unwrap_or_default();
            let what = match document.kind {
                Kind::Page => "a web page",
                _ => "a text",
            };
            let refusal = format!("it sends {what}{title} instead of its feed");
            self.caught.refusal = Some(refusal);
            return Ok(false);
        }
        self.caught.documents += 1;
        if document.kind == Kind::Feed {
            let title = document.title.as_deref().map(DisplayText::line);
            self.caught.title = title.map(|title| title.to_string());
            self.caught.is_feed = true;
        }
        self.caught.is_cut |= document.is_cut;
        let new = self.filer.new_of(document, options, report);
        let is_flattened = new.is_flattened;
        let caught = &mut self.caught.new;
        caught.stories.extend(new.stories);
        caught.editions.extend(new.editions);
        caught.known += new.known;
        Ok(is_flattened)
    }
}
