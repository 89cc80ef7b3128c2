//! `roundup import`: makes editions out of feeds, mails, pages and texts.

mod filer;
mod outputs;
mod reading;
mod report;

use std::io;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueHint};
use jiff::Timestamp;
use jiff::civil::Date;

use super::exit::Answer;
use super::output::Output;
use crate::config::settings::Settings;
use crate::import::{Document, Kind, Options};
use crate::store::{self, Ledger};
pub(super) use filer::{Filer, Filing, New, NewEdition, NewStory};
pub(super) use reading::{Reader, Sink};
pub(super) use report::{Failure, Report};

/// Make editions out of feeds, newsletters, mails, pages and texts
///
/// A feed's items become stories in a section of their own; a mail, a page or a text becomes one story.
/// All that is new goes into today's edition. What has been imported once is not imported again, even if
/// you have deleted or changed it, and what is already in an edition stays as it is.
///
/// Writes to --into, else to the folder in `ROUNDUP_DIR`, else to the first of `folders` in config.toml, else to
/// the data folder: one file for each
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

pub(super) fn run(import: Import, settings: &Settings, out: &mut Output) -> anyhow::Result<Answer> {
    let folder = store::output_folder(import.into.as_deref(), settings)?;
    let cannot_import = || format!("cannot import into {}", folder.display());
    let ledger = if import.dry_run {
        Ledger::read(&folder).with_context(cannot_import)?
    } else {
        store::create_folder(&folder).with_context(cannot_import)?;
        let waiting = || {
            let folder = folder.display();
            super::report(&format!("waiting for another import into {folder}"));
        };
        Ledger::open(&folder, waiting).with_context(cannot_import)?
    };
    let filing = Filing {
        folder: &folder,
        now: store::in_local_zone(Timestamp::now()),
        day: import.date,
        by_date: import.by_date,
        source: import.source.as_deref().and_then(given),
        label: import.edition.as_deref().and_then(given),
        section: import.section.as_deref().and_then(given),
        again: import.again,
        dry_run: import.dry_run,
    };
    let options = Options {
        kind: import.kind.map(Kind::from),
        base: import.base,
        split: import.split,
    };
    let report = Report::new(&folder, import.json, import.dry_run);
    let mut reader = Reader::new(options, Filer::new(filing, ledger), report);
    let result = reader
        .add_all(&import.documents)
        .and_then(|()| reader.sink.file_all(&mut reader.report));
    if result.is_err() {
        reader.report.stopped();
    }
    // What has been written before an error is reported, too.
    reader.report.print(out)?;
    result.with_context(cannot_import)?;
    if reader.opened == 0 {
        bail!("nothing could be read");
    }
    Ok(if reader.report.failed() {
        Answer::Nothing
    } else {
        Answer::Done
    })
}

/// An argument with something in it.
fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Sink for Filer<'_> {
    fn take(
        &mut self,
        document: Document,
        options: &Options,
        report: &mut Report,
    ) -> io::Result<bool> {
        let new = self.new_of(document, options, report);
        let is_flattened = new.is_flattened;
        self.add(new, report)?;
        Ok(is_flattened)
    }
}
