//! Reading the documents to import: files, folders, standard input, and what else has bytes.

use std::io::{self, BufRead, Read as _};
use std::path::{Path, PathBuf};

use super::report::Report;
use crate::import::{self, Document, Kind, MAX_BYTES, Options, Warning, mbox};
use crate::store;

/// The name of standard input, as an argument and in messages.
const STANDARD_INPUT: &str = "-";

/// Reads documents and hands each to a sink.
pub(in crate::cli) struct Reader<S> {
    pub(in crate::cli) options: Options,
    pub(in crate::cli) sink: S,
    pub(in crate::cli) report: Report,
    /// How many documents could be opened.
    pub(in crate::cli) opened: usize,
    has_read_input: bool,
}

/// What becomes of the documents that are read.
pub(in crate::cli) trait Sink {
    /// Takes a document. Returns whether elements of what is new in it were nested too deep and flattened.
    ///
    /// # Errors
    /// When an edition or the ledger cannot be written.
    fn take(
        &mut self,
        document: Document,
        options: &Options,
        report: &mut Report,
    ) -> io::Result<bool>;
}

impl<S: Sink> Reader<S> {
    pub(in crate::cli) fn new(options: Options, sink: S, report: Report) -> Self {
        Self {
            options,
            sink,
            report,
            opened: 0,
            has_read_input: false,
        }
    }

    /// Reads the files and folders at `paths`; `-` is standard input. What cannot be read is reported.
    ///
    /// # Errors
    /// When an edition or the ledger cannot be written.
    pub(in crate::cli) fn add_all(&mut self, paths: &[PathBuf]) -> io::Result<()> {
        for path in paths {
            if path.as_os_str() == STANDARD_INPUT {
                self.opened += 1;
                // Named again, it has nothing more to give.
                if !std::mem::replace(&mut self.has_read_input, true) {
                    self.add_read(STANDARD_INPUT, &mut io::stdin().lock())?;
                }
                continue;
            }
            let documents = match store::documents(path) {
                Ok(documents) => documents,
                Err(error) => {
                    self.report
                        .failure(&path.to_string_lossy(), None, &cannot_be_read(&error));
                    continue;
                }
            };
            if documents.is_empty() {
                self.opened += 1;
                self.report.warning(
                    &path.to_string_lossy(),
                    None,
                    "there are no documents in this folder",
                );
            }
            self.report.begin(documents.len());
            for document in documents {
                self.add_file(&document)?;
                self.report.advance();
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: &Path) -> io::Result<()> {
        let name = path.to_string_lossy();
        match store::open_document(path) {
            Ok(mut document) => {
                self.opened += 1;
                self.add_read(&name, &mut document)
            }
            Err(error) => {
                self.report.failure(&name, None, &cannot_be_read(&error));
                Ok(())
            }
        }
    }

    /// Reads a document to its end; of an mbox, one mail after the other. `name` is what reports call it.
    ///
    /// # Errors
    /// When an edition or the ledger cannot be written.
    pub(in crate::cli) fn add_read(
        &mut self,
        name: &str,
        document: &mut impl BufRead,
    ) -> io::Result<()> {
        // A pipe may give a few bytes only when it is first read from.
        let mut bytes = Vec::new();
        let head = import::HEAD as u64;
        if let Err(error) = document.by_ref().take(head).read_to_end(&mut bytes) {
            self.report.failure(name, None, &cannot_be_read(&error));
            return Ok(());
        }
        let is_mbox = match self.options.kind {
            None => import::kind(&bytes) == Ok(Kind::Mbox),
            Some(kind) => kind == Kind::Mbox,
        };
        if is_mbox {
            return self.add_mbox(name, &mut bytes.as_slice().chain(document));
        }
        let rest = (MAX_BYTES + 1 - bytes.len()) as u64;
        match document.take(rest).read_to_end(&mut bytes) {
            Err(error) => self.report.failure(name, None, &cannot_be_read(&error)),
            Ok(_) if bytes.len() > MAX_BYTES => self.report.failure(name, None, &too_large()),
            Ok(_) => self.add(name, 1, bytes, &self.options.clone())?,
        }
        Ok(())
    }

    fn add_mbox(&mut self, name: &str, document: &mut impl BufRead) -> io::Result<()> {
        let options = Options {
            kind: Some(Kind::Mail),
            ..self.options.clone()
        };
        let mut mails = mbox::mails(document).peekable();
        if mails.peek().is_none() {
            let message = "this is no mbox: no line starts a mail";
            self.report.failure(name, None, message);
        }
        for mail in mails {
            match mail {
                Ok(mbox::Mail {
                    line,
                    bytes: Some(bytes),
                }) => self.add(name, line, bytes, &options)?,
                Ok(mbox::Mail { line, bytes: None }) => {
                    self.report.failure(name, Some(line), &too_large());
                }
                Err(error) => self.report.failure(name, None, &cannot_be_read(&error)),
            }
            self.report.advance_within();
        }
        Ok(())
    }

    /// Adds a document whose first line is `line` of the file that it is in.
    fn add(
        &mut self,
        name: &str,
        line: usize,
        bytes: Vec<u8>,
        options: &Options,
    ) -> io::Result<()> {
        let in_file = |inside: Option<usize>| {
            Some(line - 1 + inside.unwrap_or(1)).filter(|_| line > 1 || inside.is_some())
        };
        let read = import::read(&bytes, options);
        // A large feed takes enough memory without them.
        drop(bytes);
        match read {
            Err(unreadable) => {
                self.report
                    .failure(name, in_file(unreadable.line), &unreadable.message);
                Ok(())
            }
            Ok(document) => {
                for warning in &document.warnings {
                    self.report
                        .warning(name, in_file(warning.line), &warning.message);
                }
                if document.is_cut {
                    self.report.cut();
                }
                let warning = Warning::flattened();
                let is_warned = document.warnings.contains(&warning);
                if self.sink.take(document, options, &mut self.report)? && !is_warned {
                    self.report
                        .warning(name, in_file(warning.line), &warning.message);
                }
                Ok(())
            }
        }
    }
}

fn cannot_be_read(error: &io::Error) -> String {
    format!("cannot be read: {error}")
}

fn too_large() -> String {
    format!("this is larger than {} MiB", MAX_BYTES >> 20)
}
