//! The list of sources as a file.

use anyhow::{anyhow, bail};

use crate::briefing::Diagnostic;
use crate::cli::exit;
use crate::config::sources::{self, Limit, Source, Sources};
use crate::store::{SourcesEdit, SourcesFile};
use crate::text::DisplayText;

/// How to begin, where there are no sources.
pub(in crate::cli) const HOW_TO_BEGIN: &str = "there are no sources yet; add one with `roundup sources add https://…`, \
    or many with `roundup sources import subscriptions.opml`";

/// What is in the list.
pub(in crate::cli) struct List {
    /// The path of the file.
    pub(in crate::cli) path: DisplayText,
    /// The most that one fetch prints.
    pub(in crate::cli) limit: Limit,
    pub(in crate::cli) sources: Vec<Source>,
    pub(in crate::cli) faults: Vec<Diagnostic>,
}

impl List {
    /// Writes the faults to standard error, a line for each.
    pub(in crate::cli) fn warn_of_faults(&self) {
        for fault in &self.faults {
            exit::warn(&in_file(&self.path, fault));
        }
    }
}

/// A fault after the path of its file.
fn in_file(path: &DisplayText, fault: &Diagnostic) -> String {
    let space = if fault.position.is_some() { "" } else { " " };
    format!("{path}:{space}{fault}")
}

/// Reads the list; without a file it is empty.
///
/// # Errors
/// When there is a file and it cannot be read.
pub(in crate::cli) fn read() -> anyhow::Result<List> {
    let file = locate()?;
    let bytes = file.read()?;
    let (Sources { limit, sources }, faults) = sources::parse(&bytes.unwrap_or_default());
    Ok(List {
        path: shown(&file),
        limit,
        sources,
        faults,
    })
}

/// The list while it is changed.
pub(super) struct Editor {
    path: DisplayText,
    edit: SourcesEdit,
    text: String,
    is_changed: bool,
}

impl Editor {
    /// Waits until no other program changes the list, and reads it.
    pub(super) fn open() -> anyhow::Result<Self> {
        let file = locate()?;
        let path = shown(&file);
        let edit = file.edit()?;
        let bytes = edit.before().unwrap_or_default().to_owned();
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let fault = Diagnostic::not_utf8(error.as_bytes(), valid);
            anyhow!("{}", in_file(&path, &fault))
        })?;
        Ok(Self {
            path,
            edit,
            text,
            is_changed: false,
        })
    }

    pub(super) fn sources(&self) -> Vec<Source> {
        sources::parse(self.text.as_bytes()).0.sources
    }

    pub(super) fn add(&mut self, new: &[Source]) -> anyhow::Result<()> {
        if !new.is_empty() {
            self.change(sources::add(&self.text, new))?;
        }
        Ok(())
    }

    /// Removes the source whose header is in this line.
    pub(super) fn remove(&mut self, line: usize) -> anyhow::Result<()> {
        self.change(sources::remove(&self.text, line))
    }

    fn change(&mut self, changed: Result<String, Box<Diagnostic>>) -> anyhow::Result<()> {
        match changed {
            Ok(text) => self.text = text,
            Err(fault) => bail!(
                "the list cannot be changed by a command now: {}",
                in_file(&self.path, &fault)
            ),
        }
        self.is_changed = true;
        Ok(())
    }

    /// Writes the list if it has been changed.
    pub(super) fn save(self) -> anyhow::Result<()> {
        if self.is_changed {
            self.edit.write(&self.text)?;
        }
        Ok(())
    }
}

fn locate() -> anyhow::Result<SourcesFile> {
    SourcesFile::locate().ok_or_else(|| {
        anyhow!("there is no home folder for the list of sources; set XDG_CONFIG_HOME to a folder")
    })
}

fn shown(file: &SourcesFile) -> DisplayText {
    DisplayText::line(&file.path().to_string_lossy())
}
