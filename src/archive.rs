//! All editions that were found, newest first: an immutable snapshot, replaced as a whole.

mod which;

use std::cmp::{Ordering, Reverse};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use which::Which;

use crate::briefing::{self, Briefing, Diagnostic, EditionDate, Severity};
use crate::text::{DisplayText, fold};

/// One file of the archive.
#[derive(Clone, Debug)]
pub struct Edition {
    path: PathBuf,
    /// The path as a reader sees it.
    pub label: DisplayText,
    date: Option<EditionDate>,
    /// `None` when nothing in the file can be read.
    pub briefing: Option<Briefing>,
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Folded once, when the list of editions is first narrowed.
    found_by: OnceLock<String>,
}

impl Edition {
    /// Reads the text of the file at `path`.
    pub fn parse(path: PathBuf, source: &str) -> Self {
        let (briefing, diagnostics) = briefing::parse(source);
        Self::new(path, briefing, diagnostics)
    }

    /// A file that could not be read at all.
    pub fn unreadable(path: PathBuf, fault: Diagnostic) -> Self {
        Self::new(path, None, vec![fault])
    }

    fn new(path: PathBuf, briefing: Option<Briefing>, diagnostics: Vec<Diagnostic>) -> Self {
        let label = DisplayText::line(&path.to_string_lossy());
        let date = briefing
            .as_ref()
            .and_then(Briefing::date)
            .or_else(|| date_in_name(&path));
        Self {
            path,
            label,
            date,
            briefing,
            diagnostics,
            found_by: OnceLock::new(),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The date it stands at: its own, else the one in its file's name.
    pub fn date(&self) -> Option<EditionDate> {
        self.date
    }

    /// What the edition is found by in a list of editions, folded: date in words and figures,
    /// source, label, title and path.
    pub fn found_by(&self) -> &str {
        self.found_by.get_or_init(|| {
            let date = self
                .date
                .map(|date| format!("{} {date}", date.long()))
                .unwrap_or_default();
            let named = |briefing: &Briefing| {
                format!(
                    "{} {} {}",
                    briefing.source(),
                    briefing.edition(),
                    briefing.title()
                )
            };
            let named = self.briefing.as_ref().map(named).unwrap_or_default();
            fold(&format!("{date} {named} {}", self.label))
        })
    }

    /// Faults that change what a reader gets, as against those that only `check` counts.
    pub fn errors(&self) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count()
    }

    pub fn cmp_newest_first(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }

    /// The order of the archive: newest date first, then the latest hour, then the last path.
    fn order(&self) -> Reverse<(Option<EditionDate>, &Path)> {
        Reverse((self.date, &self.path))
    }
}

/// The date in the name of a file, by which it can be ordered before it is read.
pub fn date_in_name(path: &Path) -> Option<EditionDate> {
    EditionDate::in_file_name(&path.file_stem()?.to_string_lossy())
}

/// Invariant: newest date first, then the latest hour, then the last path; one edition for each path.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    editions: Vec<Arc<Edition>>,
}

impl Archive {
    /// This archive with more editions. One of a path that is there at the same date takes its place;
    /// one that moved to another date must be taken out first.
    #[must_use]
    pub fn with(&self, mut more: Vec<Arc<Edition>>) -> Self {
        more.sort_by(|one, other| one.cmp_newest_first(other));
        let mut editions = Vec::with_capacity(self.editions.len() + more.len());
        let mut more = more.into_iter().peekable();
        for edition in &self.editions {
            while let Some(newer) = more.next_if(|newer| newer.order() < edition.order()) {
                editions.push(newer);
            }
            if more.peek().is_none_or(|same| same.path != edition.path) {
                editions.push(Arc::clone(edition));
            }
        }
        editions.extend(more);
        Self { editions }
    }

    /// Newest first.
    pub fn editions(&self) -> &[Arc<Edition>] {
        &self.editions
    }

    /// Where `edition`, or another reading of its file with the same date, stands.
    pub fn position(&self, edition: &Edition) -> Option<usize> {
        self.editions
            .binary_search_by(|other| other.order().cmp(&edition.order()))
            .ok()
    }

    /// The newest edition of which something can be read.
    pub fn newest(&self) -> Option<&Arc<Edition>> {
        self.editions
            .iter()
            .find(|edition| edition.briefing.is_some())
    }

    /// The editions whose files have faults of any kind, newest first.
    pub fn faulty(&self) -> impl Iterator<Item = &Arc<Edition>> {
        self.editions
            .iter()
            .filter(|edition| !edition.diagnostics.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Archive, Edition};

    fn edition(path: &str, date: &str) -> Arc<Edition> {
        let source = format!("title = \"T\"\ndate = {date}\n[[story]]\nheadline = \"H\"\n");
        Arc::new(Edition::parse(path.into(), &source))
    }

    fn paths(archive: &Archive) -> Vec<&str> {
        archive
            .editions()
            .iter()
            .map(|edition| &*edition.label)
            .collect()
    }

    #[test]
    fn newest_comes_first_however_the_editions_arrive() {
        let editions = [
            edition("e", "1969-07-20"),
            edition("b", "2016-01-12"),
            edition("a", "2016-01-12T07:00:00"),
            edition("c", "2016-01-12"),
            Arc::new(Edition::parse("2020-01-01.toml".into(), "")),
            Arc::new(Edition::parse("undated.toml".into(), "")),
        ];
        let at_once = Archive::default().with(editions.to_vec());
        let one_by_one = editions
            .iter()
            .fold(Archive::default(), |archive, edition| {
                archive.with(vec![edition.clone()])
            });
        assert_eq!(
            paths(&at_once),
            ["2020-01-01.toml", "a", "c", "b", "e", "undated.toml"]
        );
        assert_eq!(paths(&at_once), paths(&one_by_one));
        assert_eq!(at_once.newest().unwrap().path().to_str(), Some("a"));
        for (index, edition) in at_once.editions().iter().enumerate() {
            assert_eq!(at_once.position(edition), Some(index));
        }
    }

    #[test]
    fn a_file_read_again_takes_its_place() {
        let archive =
            Archive::default().with(vec![edition("a", "2016-01-12"), edition("b", "2016-01-12")]);
        let again = edition("a", "2016-01-12");
        let archive = archive.with(vec![Arc::clone(&again)]);
        assert_eq!(paths(&archive), ["b", "a"]);
        assert!(Arc::ptr_eq(&archive.editions()[1], &again));
    }
}
