//! What an import reports.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::exit;
use crate::cli::json;
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::text::{DisplayText, grouped};

/// The sections of an edition are named if there are no more of them.
const MAX_NAMED: usize = 4;

/// What has been imported and what has gone wrong, printed at the end. Warnings are printed at once.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(in crate::cli) struct Report {
    /// Where the editions are.
    folder: PathBuf,
    json: bool,
    dry_run: bool,
    editions: Vec<EditionLine>,
    /// Where in `editions` a file is.
    positions: HashMap<String, usize>,
    /// Files whose being left alone has been reported.
    left_alone: HashSet<String>,
    warnings: Vec<WarningLine>,
    known: usize,
    /// Whether a feed had no items.
    empty: bool,
    failed: bool,
    progress: Progress,
    /// While a folder's documents are counted, the parts of one are not.
    counts_documents: bool,
    /// Failures that are not printed, if somebody collects them.
    collected: Option<Vec<Failure>>,
}

/// Something that could not be imported.
pub(in crate::cli) struct Failure {
    pub(in crate::cli) document: String,
    /// From 1.
    pub(in crate::cli) line: Option<usize>,
    pub(in crate::cli) message: String,
}

/// An edition that stories were added to.
#[derive(Debug, Serialize)]
struct EditionLine {
    path: String,
    #[serde(skip)]
    file: String,
    created: bool,
    new: usize,
    sections: Vec<SectionLine>,
}

#[derive(Debug, Serialize)]
struct SectionLine {
    /// Null for the lead stories.
    title: Option<String>,
    new: usize,
}

#[derive(Debug, Serialize)]
struct WarningLine {
    /// Of the document; `-` for standard input.
    path: String,
    /// From 1.
    line: Option<usize>,
    /// `error` if something could not be imported.
    severity: &'static str,
    message: String,
}

/// The totals, on the last line.
#[derive(Debug, Serialize)]
struct SumLine {
    new: usize,
    known: usize,
}

impl Report {
    pub(in crate::cli) fn new(folder: &Path, json: bool, dry_run: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            json,
            dry_run,
            editions: Vec::new(),
            positions: HashMap::new(),
            left_alone: HashSet::new(),
            warnings: Vec::new(),
            known: 0,
            empty: false,
            failed: false,
            progress: Progress::of_parts("imported"),
            counts_documents: false,
            collected: None,
        }
    }

    /// From now on failures are kept for [`Self::take_failures`] and not printed.
    pub(in crate::cli) fn collect_failures(&mut self) {
        self.collected.get_or_insert_default();
    }

    /// The failures since the last time. They are then no longer failures of the import.
    pub(in crate::cli) fn take_failures(&mut self) -> Vec<Failure> {
        self.failed = false;
        self.collected
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// From now on failures are printed again.
    pub(in crate::cli) fn print_failures(&mut self) {
        self.collected = None;
    }

    /// So many documents follow.
    pub(in crate::cli) fn begin(&mut self, documents: usize) {
        self.progress.clear();
        self.counts_documents = documents > 1;
        self.progress = if self.counts_documents {
            Progress::new("imported", documents)
        } else {
            Progress::of_parts("imported")
        };
    }

    /// A document has been read.
    pub(in crate::cli) fn advance(&mut self) {
        if self.counts_documents {
            self.progress.advance(1);
        }
    }

    /// A mail of an mbox has been read.
    pub(in crate::cli) fn advance_within(&mut self) {
        if !self.counts_documents {
            self.progress.advance(1);
        }
    }

    /// Something ended the import: what it did not write is not known to be old.
    pub(in crate::cli) fn stopped(&mut self) {
        self.failed = true;
    }

    pub(in crate::cli) fn failed(&self) -> bool {
        self.failed
    }

    /// Something could not be imported.
    pub(in crate::cli) fn failure(&mut self, document: &str, line: Option<usize>, message: &str) {
        self.failed = true;
        match &mut self.collected {
            Some(collected) => collected.push(Failure {
                document: document.to_owned(),
                line,
                message: message.to_owned(),
            }),
            None => self.add(document, line, "error", message),
        }
    }

    pub(in crate::cli) fn warning(&mut self, document: &str, line: Option<usize>, message: &str) {
        self.add(document, line, "warning", message);
    }

    /// An edition is not added to, and why, to follow its name. In a long import this is found out several
    /// times, but reported once.
    pub(in crate::cli) fn left_alone(&mut self, file: &str, why: &str) {
        if self.left_alone.insert(file.to_owned()) {
            self.warning(file, None, &format!("{why}, so it is left as it is"));
        }
    }

    pub(in crate::cli) fn too_large(&mut self, title: &str) {
        let title = DisplayText::line(title);
        self.failure(
            &title,
            None,
            "is too large for one edition and was left out",
        );
    }

    /// A document ended early.
    pub(in crate::cli) fn cut(&mut self) {
        self.failed = true;
    }

    /// A feed had no items.
    pub(in crate::cli) fn empty(&mut self) {
        self.empty = true;
    }

    /// An item has been imported before.
    pub(in crate::cli) fn known(&mut self) {
        self.known += 1;
    }

    /// Stories have been added to an edition.
    pub(in crate::cli) fn edition(
        &mut self,
        file: &str,
        created: bool,
        sections: &[(Option<String>, usize)],
    ) {
        // An edition may be added to several times in a long import.
        let position = *self.positions.entry(file.to_owned()).or_insert_with(|| {
            self.editions.push(EditionLine {
                path: self.folder.join(file).to_string_lossy().into_owned(),
                file: file.to_owned(),
                created,
                new: 0,
                sections: Vec::new(),
            });
            self.editions.len() - 1
        });
        let edition = &mut self.editions[position];
        for (title, new) in sections {
            edition.new += new;
            match edition
                .sections
                .iter_mut()
                .find(|section| section.title == *title)
            {
                Some(section) => section.new += new,
                None => edition.sections.push(SectionLine {
                    title: title
                        .as_deref()
                        .map(|title| DisplayText::line(title).to_string()),
                    new: *new,
                }),
            }
        }
    }

    fn add(&mut self, document: &str, line: Option<usize>, severity: &'static str, message: &str) {
        if self.json {
            self.warnings.push(WarningLine {
                path: document.to_owned(),
                line,
                severity,
                message: message.to_owned(),
            });
        } else {
            let place = line.map(|line| format!(":{line}")).unwrap_or_default();
            self.progress.clear();
            exit::warn(&format!("{document}{place}: {message}"));
        }
    }

    /// How many stories are new.
    pub(in crate::cli) fn new_stories(&self) -> usize {
        self.editions.iter().map(|edition| edition.new).sum()
    }

    /// Prints a line for each edition; before them, in JSON, one for each warning.
    pub(in crate::cli) fn print_editions(&mut self, out: &mut Output) -> io::Result<()> {
        self.progress.clear();
        if self.json {
            for warning in &self.warnings {
                json::write(out, warning)?;
            }
            for edition in &self.editions {
                json::write(out, edition)?;
            }
            return Ok(());
        }
        for edition in &self.editions {
            writeln!(out, "{}", self.line(edition))?;
        }
        Ok(())
    }

    /// Prints a line for each edition, and what was known already.
    pub(in crate::cli) fn print(&mut self, out: &mut Output) -> io::Result<()> {
        let new = self.new_stories();
        self.print_editions(out)?;
        if self.json {
            let known = self.known;
            return json::write(out, &SumLine { new, known });
        }
        let known = format!("{} already imported", grouped(self.known));
        match (new, self.known) {
            (0, 0) if self.failed => Ok(()),
            (0, 0) if self.empty => writeln!(out, "nothing new (the feed has no items)"),
            (0, 0) => writeln!(out, "nothing new"),
            (0, _) => writeln!(out, "nothing new ({known})"),
            (_, 0) => Ok(()),
            _ => writeln!(out, "{known}"),
        }
    }

    /// `2026-11-25.toml: 15 new in "LWN.net" (created)`.
    fn line(&self, edition: &EditionLine) -> String {
        let new = format!("{} new", grouped(edition.new));
        let place = |section: &SectionLine| match &section.title {
            Some(title) => format!("in \"{title}\""),
            None => "before the sections".to_owned(),
        };
        let stories = match edition.sections.as_slice() {
            [SectionLine { title: None, .. }] => new,
            [section] => format!("{new} {}", place(section)),
            sections if sections.len() > MAX_NAMED => {
                format!("{new} in {} sections", grouped(sections.len()))
            }
            sections => {
                let parts = sections.iter();
                let parts: Vec<_> = parts
                    .map(|section| format!("{} {}", grouped(section.new), place(section)))
                    .collect();
                format!("{new}: {}", parts.join(", "))
            }
        };
        let created = match (edition.created, self.dry_run) {
            (true, true) => " (would be created)",
            (true, false) => " (created)",
            (false, true) => " (would be added)",
            (false, false) => "",
        };
        format!("{}: {stories}{created}", edition.file)
    }
}
