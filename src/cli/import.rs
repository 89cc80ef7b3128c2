//! `roundup import`: makes editions out of feeds, mails, pages and texts.

mod filer;
mod outputs;
mod report;

use std::io::{self, BufRead, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::{Args, ValueHint};
use jiff::Zoned;
use jiff::civil::Date;

use super::exit::Answer;
use super::output::Output;
use crate::import::{self, Kind, MAX_BYTES, Options, Warning, mbox};
use crate::store::{self, Ledger};
use filer::{Filer, Filing};
use report::Report;

/// The name of standard input, as an argument and in messages.
const STANDARD_INPUT: &str = "-";

/// Make editions out of feeds, newsletters, mails, pages and texts
///
/// A feed's items become stories in a section of their own; a mail, a page or a text becomes one story.
/// All that is new goes into today's edition. What has been imported once is not imported again, even if
/// you have deleted or changed it, and what is already in an edition stays as it is.
///
/// Writes to --into, else to the folder in `ROUNDUP_DIR`, else to the data folder: one file for each
/// edition, and .roundup-imported, which remembers what has been imported.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    curl -s https://lwn.net/headlines/rss | roundup import -\n  \
    roundup import --split newsletter.eml          an edition of its own, with sections\n  \
    roundup import --by-date --split ~/Maildir     an archive out of old newsletters\n  \
    roundup import --section Papers page.html notes.md\n\n\
    Exit status: 0 done, also when nothing was new, 1 something could not be imported, 2 could not run.")]
#[expect(clippy::struct_excessive_bools, reason = "one for each flag")]
pub(super) struct Import {
    /// Write the editions to this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    into: Option<PathBuf>,
    /// The publisher of the edition, which gets a file of its own
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Put all stories into this section
    #[arg(long, value_name = "TITLE")]
    section: Option<String>,
    /// The label of the edition among several of a day; it gets a file of its own
    #[arg(long, value_name = "LABEL")]
    edition: Option<String>,
    /// Make each mail, page or text an edition of its own; its headings become sections and stories
    #[arg(long)]
    split: bool,
    /// File each story under the day on which it was published, not under today
    #[arg(long, conflicts_with = "date")]
    by_date: bool,
    /// File all stories under this day, such as 2016-01-12
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// Resolve relative links against this address, unless a document names its own
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// Read the documents as this kind, instead of telling it from their contents
    #[arg(long = "as", value_name = "KIND", value_enum)]
    kind: Option<As>,
    /// Import even what has been imported before
    #[arg(long)]
    again: bool,
    /// Show what would be imported, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object per line
    #[arg(long)]
    json: bool,
    /// Feeds, mails, mboxes, Maildirs, pages and texts, folders of them, or - for standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    documents: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum As {
    /// RSS, Atom or JSON Feed
    Feed,
    Mail,
    /// Many mails in one file
    Mbox,
    /// HTML
    Page,
    Markdown,
    Text,
}

impl From<As> for Kind {
    fn from(kind: As) -> Self {
        match kind {
            As::Feed => Self::Feed,
            As::Mail => Self::Mail,
            As::Mbox => Self::Mbox,
            As::Page => Self::Page,
            As::Markdown => Self::Markdown,
            As::Text => Self::Text,
        }
    }
}

pub(super) fn run(import: Import, out: &mut Output) -> anyhow::Result<Answer> {
    let Some(folder) = store::output_folder(import.into.as_deref()) else {
        bail!("there is no home folder to write to; name one with --into DIR");
    };
    // Not attached as a cause: an I/O error among the causes is taken for one of standard output.
    let cannot_import = |error| anyhow!("cannot import into {}: {error}", folder.display());
    let ledger = if import.dry_run {
        Ledger::read(&folder).map_err(cannot_import)?
    } else {
        store::create_folder(&folder).map_err(cannot_import)?;
        let waiting = || {
            let folder = folder.display();
            super::report(&format!("waiting for another import into {folder}"));
        };
        Ledger::open(&folder, waiting).map_err(cannot_import)?
    };
    let filing = Filing {
        folder: &folder,
        now: Zoned::now(),
        day: import.date,
        by_date: import.by_date,
        source: import.source.as_deref().and_then(given),
        label: import.edition.as_deref().and_then(given),
        section: import.section.as_deref().and_then(given),
        again: import.again,
        dry_run: import.dry_run,
    };
    let mut importer = Importer {
        options: Options {
            kind: import.kind.map(Kind::from),
            base: import.base,
            split: import.split,
        },
        filer: Filer::new(filing, ledger),
        report: Report::new(&folder, import.json, import.dry_run),
        opened: 0,
        has_read_input: false,
    };
    let result = importer
        .add_all(&import.documents)
        .and_then(|()| importer.filer.file_all(&mut importer.report));
    if result.is_err() {
        importer.report.stopped();
    }
    // What has been written before an error is reported, too.
    importer.report.print(out)?;
    result.map_err(cannot_import)?;
    if importer.opened == 0 {
        bail!("nothing could be read");
    }
    Ok(if importer.report.failed() {
        Answer::Nothing
    } else {
        Answer::Done
    })
}

/// An argument with something in it.
fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

struct Importer<'a> {
    options: Options,
    filer: Filer<'a>,
    report: Report,
    /// Documents that could be opened.
    opened: usize,
    has_read_input: bool,
}

impl Importer<'_> {
    fn add_all(&mut self, paths: &[PathBuf]) -> io::Result<()> {
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

    /// Reads a document to its end; of an mbox, one mail after the other.
    fn add_read(&mut self, name: &str, document: &mut impl BufRead) -> io::Result<()> {
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
                if self.filer.add(document, options, &mut self.report)? && !is_warned {
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
