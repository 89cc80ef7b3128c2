//! The archive: an immutable snapshot of all editions found, newest first. A change replaces it
//! with a new snapshot.

mod distinction;
mod names;
mod which;

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use which::Which;

use names::Names;

use crate::briefing::{
    self, Briefing, Diagnostic, EditionDate, EditionId, Severity, Story, StoryId, Whole,
};
use crate::text::DisplayText;

/// The path that stands for standard input, where paths are named on the command line.
pub const STANDARD_INPUT: &str = "-";

/// One file of the archive, whether or not it could be read.
#[derive(Clone, Debug)]
pub struct Edition {
    id: EditionId,
    /// `None` when the file could not be read or parsed at all.
    pub briefing: Option<Briefing>,
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The file had been found, but was not there when it was to be read: it is being moved or replaced.
    was_missing: bool,
}

impl Edition {
    /// Parses `source`, the text of the file at `path`.
    pub fn parse(path: PathBuf, source: &str) -> Self {
        let (briefing, diagnostics) = briefing::parse(source);
        Self::new(path, briefing, diagnostics)
    }

    /// An edition for a file that could not be read; `fault` says why.
    pub fn unreadable(path: PathBuf, fault: Diagnostic) -> Self {
        Self::new(path, None, vec![fault])
    }

    /// As [`Self::unreadable`], for a file that had been found and was not there any more.
    pub fn missing(path: PathBuf, fault: Diagnostic) -> Self {
        Self {
            was_missing: true,
            ..Self::unreadable(path, fault)
        }
    }

    fn new(path: PathBuf, briefing: Option<Briefing>, diagnostics: Vec<Diagnostic>) -> Self {
        let date = briefing
            .as_ref()
            .and_then(Briefing::date)
            .or_else(|| date_in_name(&path));
        let id = match &briefing {
            Some(briefing) => briefing.edition_id(path, date),
            None => EditionId::of_unreadable(path, date),
        };
        Self {
            id,
            briefing,
            diagnostics,
            was_missing: false,
        }
    }

    /// Whether its file was not there when it was to be read. It may have come back by now.
    pub fn was_missing(&self) -> bool {
        self.was_missing
    }

    /// The edition with its text; `None` if its file could not be read, or its text was let go.
    pub fn whole(&self) -> Option<Whole<'_>> {
        self.briefing.as_ref()?.whole()
    }

    /// Whether there was a text that was let go.
    pub fn lacks_text(&self) -> bool {
        self.briefing.is_some() && self.whole().is_none()
    }

    /// Whether `other` was read from the same file, which had the same stories.
    pub fn is_same_reading(&self, other: &Self) -> bool {
        let both = self.briefing.as_ref().zip(other.briefing.as_ref());
        self.path() == other.path() && both.is_some_and(|(one, other)| one.says_the_same(other))
    }

    /// A copy without the text, with an id of its own that equals this one's.
    #[must_use]
    pub fn without_text(&self) -> Self {
        let briefing = self.briefing.as_ref().map(Briefing::without_text);
        Self {
            was_missing: self.was_missing,
            ..Self::new(self.path().to_owned(), briefing, self.diagnostics.clone())
        }
    }

    /// This edition with what is wrong in its file now: the file can no longer be read, so its last good
    /// text is kept.
    #[must_use]
    pub fn with_faults(&self, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            diagnostics,
            ..self.clone()
        }
    }

    /// Whether another reading of the same file has come to the same.
    pub fn says_the_same(&self, again: &Self) -> bool {
        let same_text = match (&self.briefing, &again.briefing) {
            (Some(one), Some(other)) => one.says_the_same(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        same_text && self.id == again.id && self.diagnostics == again.diagnostics
    }

    pub fn id(&self) -> &EditionId {
        &self.id
    }

    pub fn path(&self) -> &Path {
        self.id.path()
    }

    /// The path, for display.
    pub fn label(&self) -> DisplayText {
        match self.path().to_string_lossy() {
            path if path == STANDARD_INPUT => DisplayText::line("standard input"),
            path => DisplayText::line(&path),
        }
    }

    /// The date it is sorted by: the one in the file, else the one in the file's name.
    pub fn date(&self) -> Option<EditionDate> {
        self.id.date()
    }

    /// The position of the story with this id; if it is gone, the position it had, provided a story
    /// is there now.
    pub fn nearest(&self, id: &StoryId) -> Option<usize> {
        let same_place = || self.id.story(id.position()).map(|story| story.position());
        self.id.position(id).or_else(same_place)
    }

    /// Whether its file has a fault that affects what the user can read: an error. Warnings alone, as
    /// about a key of a newer version, do not make it faulty.
    pub fn is_faulty(&self) -> bool {
        self.errors() > 0
    }

    /// How many such faults its file has.
    pub fn errors(&self) -> usize {
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        let errors = self.diagnostics.iter().filter(is_error);
        errors.map(|diagnostic| diagnostic.faults).sum()
    }

    /// The order of [`Archive::editions`].
    pub fn cmp_newest_first(&self, other: &Self) -> Ordering {
        self.id.cmp_newest_first(&other.id)
    }
}

/// The date in a file's name, by which files can be sorted before they are read.
pub fn date_in_name(path: &Path) -> Option<EditionDate> {
    EditionDate::in_file_name(&path.file_stem()?.to_string_lossy())
}

/// An immutable snapshot of all editions found; a change makes a new one.
///
/// Invariant: editions are sorted by date, then hour, then path, all descending, and each path occurs
/// once.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    editions: Vec<Arc<Edition>>,
    version: u64,
}

impl Archive {
    /// A copy with `more` editions added. Their paths must not be in this archive.
    #[must_use]
    pub fn with(&self, mut more: Vec<Arc<Edition>>) -> Self {
        more.sort_by(|one, other| one.cmp_newest_first(other));
        let mut editions = Vec::with_capacity(self.editions.len() + more.len());
        let mut more = more.into_iter().peekable();
        for edition in &self.editions {
            while let Some(newer) = more.next_if(|newer| newer.cmp_newest_first(edition).is_lt()) {
                editions.push(newer);
            }
            editions.push(Arc::clone(edition));
        }
        editions.extend(more);
        self.followed_by(editions)
    }

    /// A copy after files have changed: without the editions of the files `gone`, and with the
    /// editions `read`, which replace any of the same paths.
    #[must_use]
    pub fn changed(&self, gone: &[PathBuf], read: Vec<Arc<Edition>>) -> Self {
        let mut outdated: HashSet<&Path> = gone.iter().map(PathBuf::as_path).collect();
        outdated.extend(read.iter().map(|edition| edition.path()));
        let kept = self
            .editions
            .iter()
            .filter(|edition| !outdated.contains(edition.path()));
        let kept = kept.map(Arc::clone).collect();
        drop(outdated);
        self.followed_by(kept).with(read)
    }

    /// The next version, with these editions.
    fn followed_by(&self, editions: Vec<Arc<Edition>>) -> Self {
        Self {
            editions,
            version: self.version + 1,
        }
    }

    /// Grows with each change, so that two different snapshots of one history never share a version.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Newest first.
    pub fn editions(&self) -> &[Arc<Edition>] {
        &self.editions
    }

    /// The position of the edition with this path and identity; else of the newest edition with the
    /// identity; else of the one with the path.
    pub fn position(&self, id: &EditionId) -> Option<usize> {
        if let Some(position) = self.at_its_date(id) {
            return Some(position);
        }
        let position = |same: &dyn Fn(&EditionId) -> bool| {
            self.editions.iter().position(|edition| same(&edition.id))
        };
        position(&|other| other == id)
            .or_else(|| {
                let identity = id.identity();
                position(&|other| !identity.is_empty() && other.identity() == identity)
            })
            .or_else(|| position(&|other| other.path() == id.path()))
    }

    /// The position of the edition with this path, identity and date. Where there is none, its date or path has
    /// changed since the id was made, or it is gone.
    fn at_its_date(&self, id: &EditionId) -> Option<usize> {
        let found = self
            .editions
            .binary_search_by(|other| other.id.cmp_newest_first(id));
        let position = found.ok()?;
        (self.editions[position].id == *id).then_some(position)
    }

    /// Looks up many editions quickly, even if many of them have gone.
    pub fn finder(&self) -> Finder<'_> {
        Finder {
            archive: self,
            names: OnceCell::new(),
        }
    }

    /// The editions of some files, by their paths.
    pub fn of_files<'f>(&self, files: &HashSet<&'f Path>) -> HashMap<&'f Path, &Arc<Edition>> {
        let editions = self.editions.iter();
        editions
            .filter_map(|edition| Some((*files.get(edition.path())?, edition)))
            .collect()
    }

    /// Where the edition `id` would be if it were still there: the position of the first edition that is
    /// older.
    pub fn position_after(&self, id: &EditionId) -> usize {
        self.editions
            .partition_point(|edition| edition.id.cmp_newest_first(id).is_lt())
    }

    /// The position of the first edition that is older than the edition `id`, there or not; at most the number of
    /// editions.
    pub fn first_after(&self, id: &EditionId) -> usize {
        let position = self.position(id);
        position.map_or_else(|| self.position_after(id), |position| position + 1)
    }

    /// The edition `id`, looked up as in [`Self::position`].
    pub fn find(&self, id: &EditionId) -> Option<&Arc<Edition>> {
        Some(&self.editions[self.position(id)?])
    }

    /// The edition of the story `id`, and the story's position in it as [`Edition::nearest`] finds it.
    pub fn find_story(&self, id: &StoryId) -> Option<(&Arc<Edition>, usize)> {
        let edition = self.find(id.edition())?;
        Some((edition, edition.nearest(id)?))
    }

    /// The story `id`, found as [`Self::find_story`] does.
    pub fn story(&self, id: &StoryId) -> Option<Story<'_>> {
        let (edition, position) = self.find_story(id)?;
        Some(edition.briefing.as_ref()?.story(position))
    }

    /// The story as it is named here, also if its headline was corrected since; `None` if it has gone.
    pub fn follow(&self, story: &StoryId) -> Option<StoryId> {
        self.find(story.edition())?.id().follow(story)
    }

    /// The newest edition that could be parsed.
    pub fn newest(&self) -> Option<&Arc<Edition>> {
        self.editions
            .iter()
            .find(|edition| edition.briefing.is_some())
    }

    /// The faulty editions, newest first.
    pub fn faulty(&self) -> impl Iterator<Item = &Arc<Edition>> {
        self.editions.iter().filter(|edition| edition.is_faulty())
    }
}

/// Looks editions up as [`Archive::position`] does. The first one that is not at its date costs a pass over the
/// archive, which builds tables; later ones cost none.
#[derive(Debug)]
pub struct Finder<'a> {
    archive: &'a Archive,
    names: OnceCell<Names<'a>>,
}

impl<'a> Finder<'a> {
    pub fn find(&self, id: &EditionId) -> Option<&'a Arc<Edition>> {
        let editions = &self.archive.editions;
        let names = || Names::of(editions.iter().map(|edition| edition.id()));
        let by_name = || self.names.get_or_init(names).position(id);
        let position = self.archive.at_its_date(id).or_else(by_name)?;
        Some(&editions[position])
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::{Archive, Edition};

    fn edition(path: &str, date: &str) -> Arc<Edition> {
        let source = format!("title = \"T\"\ndate = {date}\n[[story]]\nheadline = \"H\"\n");
        Arc::new(Edition::parse(path.into(), &source))
    }

    fn paths(archive: &Archive) -> Vec<&str> {
        archive
            .editions()
            .iter()
            .map(|edition| edition.path().to_str().unwrap_or_default())
            .collect()
    }

    #[test]
    fn editions_are_sorted_newest_first_in_whatever_order_they_are_added() {
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
            assert_eq!(at_once.position(edition.id()), Some(index));
        }
    }

    #[test]
    fn a_file_read_again_replaces_its_edition() {
        let archive =
            Archive::default().with(vec![edition("a", "2016-01-12"), edition("b", "2016-01-12")]);
        let again = edition("a", "2016-01-13");
        let changed = archive.changed(&[], vec![Arc::clone(&again)]);
        assert_eq!(paths(&changed), ["a", "b"]);
        assert!(Arc::ptr_eq(&changed.editions()[0], &again));
        let without = changed.changed(&["a".into()], Vec::new());
        assert_eq!(paths(&without), ["b"]);
        let versions = [&archive, &changed, &without].map(Archive::version);
        assert!(versions.is_sorted_by(|one, other| one < other));
    }

    /// An edition with the identity `id` and stories with these headlines.
    fn named(path: &str, id: &str, date: &str, headlines: &[&str]) -> Arc<Edition> {
        let head = format!("id = \"{id}\"\ntitle = \"T\"\ndate = {date}\n");
        let stories = headlines
            .iter()
            .map(|headline| format!("[[story]]\nheadline = \"{headline}\"\n"));
        let source: String = std::iter::once(head).chain(stories).collect();
        Arc::new(Edition::parse(path.into(), &source))
    }

    #[test]
    fn an_edition_is_found_by_path_and_identity_then_by_identity_then_by_path() {
        let left = named("a", "one", "2016-01-12", &["H"]);
        let id = left.id();
        let both = named("a", "one", "2016-01-15", &["H"]);
        let identity = named("moved", "one", "2016-01-12", &["H"]);
        let path = named("a", "other", "2016-01-12", &["H"]);
        let neither = named("c", "third", "2016-01-12", &["H"]);
        let found = |editions: &[&Arc<Edition>]| {
            let editions = editions.iter().map(|edition| Arc::clone(edition)).collect();
            let archive = Archive::default().with(editions);
            archive
                .find(id)
                .map(|edition| edition.label().to_string() + "/" + &edition.id().identity())
        };
        assert_eq!(found(&[&both, &identity]).as_deref(), Some("a/one"));
        assert_eq!(
            found(&[&path, &identity, &neither]).as_deref(),
            Some("moved/one")
        );
        assert_eq!(found(&[&path, &neither]).as_deref(), Some("a/other"));
        assert_eq!(found(&[&neither]), None);
    }

    #[test]
    fn a_story_is_found_by_its_id_or_else_by_its_position() {
        let left = named("a", "one", "2016-01-12", &["First", "Second", "Third"]);
        let found = |headlines: &[&str], position: usize| {
            let again = named("a", "one", "2016-01-12", headlines);
            let archive = Archive::default().with(vec![again]);
            let id = left.id().story(position).unwrap();
            archive.find_story(&id).map(|(_, position)| position)
        };
        assert_eq!(found(&["New", "First", "Second"], 1), Some(2));
        assert_eq!(found(&["First", "Corrected", "Third"], 1), Some(1));
        assert_eq!(found(&["First"], 2), None);
        assert!(left.id().story(3).is_none());
    }

    fn any_edition((path, identity, day): (u8, u8, u8)) -> Arc<Edition> {
        let id = match identity {
            0 => String::new(),
            identity => format!("id = \"{identity}\"\n"),
        };
        let source = format!("title = \"T\"\n{id}date = 2031-01-0{}\n", day + 1);
        Arc::new(Edition::parse(path.to_string().into(), &source))
    }

    proptest! {
        #[test]
        fn a_finder_finds_what_a_look_at_every_edition_finds(
            editions in prop::collection::vec((0u8..9, 0u8..5, 0u8..3), 0..9),
            sought in prop::collection::vec((0u8..9, 0u8..5, 0u8..3), 1..20),
        ) {
            let archive = Archive::default().with(editions.into_iter().map(any_edition).collect());
            let finder = archive.finder();
            for sought in sought.into_iter().map(any_edition) {
                let found = finder.find(sought.id()).map(Arc::as_ptr);
                prop_assert_eq!(found, archive.find(sought.id()).map(Arc::as_ptr));
            }
        }
    }
}
