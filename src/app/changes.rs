//! Taking in files that have changed; [`report`] says what has come of it.

mod report;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::message::FoundChanged;
use super::model::Model;
use super::news::{Changes, News, OpenBefore};
use super::screen::{Screen, Step};
use super::screens::Screens;
use super::session::Session;
use crate::archive::{Archive, Edition};
use crate::briefing::{EditionId, StoryId};
use crate::search::{self, Chunk};
use crate::text::DisplayText;
pub(super) use report::report;

/// Takes in that files have gone, and what the others hold now: `folded` is the folded text of those.
pub(super) fn take_in(
    gone: &[PathBuf],
    read: Vec<Arc<Edition>>,
    mut folded: Vec<Arc<Chunk>>,
    screens: &mut Screens,
    session: &mut Session,
) {
    if let Some(loading) = &mut session.loading {
        loading.read = (loading.read + read.len()).min(loading.found);
    }
    let before = Arc::clone(&session.archive);
    let files: Vec<PathBuf> = gone
        .iter()
        .cloned()
        .chain(read.iter().map(|edition| edition.path().to_owned()))
        .collect();
    let files: HashSet<&Path> = files.iter().map(PathBuf::as_path).collect();
    let old = before.of_files(&files);
    note_open(screens, session);
    let Again {
        changed,
        same,
        mut outdated,
    } = compare(read, &files, &old);
    outdated.extend(gone.iter().map(PathBuf::as_path));
    search::forget(&mut session.searches.chunks, outdated);
    if !same.is_empty() {
        search::forget(&mut folded, same);
    }
    session.searches.chunks.append(&mut folded);
    // A file that has gone may be reported again: it was looked for because its edition is still open.
    let none_has_gone = || !gone.iter().any(|path| old.contains_key(path.as_path()));
    if changed.is_empty() && none_has_gone() {
        return;
    }
    count(&before, &old, gone, &changed, session);
    note_departed(&old, gone, &changed, session);
    session.replace_archive(before.changed(gone, changed));
    let was_gone = shows_gone_result(screens);
    for screen in screens.iter_mut() {
        screen.files_changed(session);
    }
    session.changes.result_gone |= !was_gone && shows_gone_result(screens);
}

/// What has come of reading files again.
struct Again<'f> {
    /// What the archive is to hold of those that say something else now, or have other faults.
    changed: Vec<Arc<Edition>>,
    /// Those that say what they said before.
    same: HashSet<&'f Path>,
    /// Those whose folded text of before is not to be searched any more.
    outdated: HashSet<&'f Path>,
}

/// Compares what was `read` of `files` with what the archive holds, the editions `old`.
fn compare<'f>(
    read: Vec<Arc<Edition>>,
    files: &HashSet<&'f Path>,
    old: &HashMap<&'f Path, &Arc<Edition>>,
) -> Again<'f> {
    let mut again = Again {
        changed: Vec::new(),
        same: HashSet::new(),
        outdated: HashSet::new(),
    };
    for edition in read {
        let Some(&path) = files.get(edition.path()) else {
            continue;
        };
        let old = old.get(path).copied();
        let (edition, keeps_text) = match old {
            // Its last good text is kept, and so is the folded text of that.
            Some(old) if edition.briefing.is_none() && old.briefing.is_some() => {
                let faulty = old.with_faults(edition.diagnostics.clone());
                (Arc::new(faulty), true)
            }
            _ => (edition, false),
        };
        if old.is_some_and(|old| old.says_the_same(&edition)) {
            again.same.insert(path);
            continue;
        }
        if !keeps_text {
            again.outdated.insert(path);
        }
        again.changed.push(edition);
    }
    again
}

fn shows_gone_result(screens: &Screens) -> bool {
    let search = screens.search();
    search.is_some_and(Screen::shows_gone_story)
}

/// Takes in what was found when texts were read again. Where the archive has read a file since those were asked
/// for, that is left out: it may be older than what the archive has.
pub(super) fn take_in_found(found: FoundChanged, screens: &mut Screens, session: &mut Session) {
    let FoundChanged {
        known,
        mut gone,
        mut read,
        mut folded,
    } = found;
    let files: HashSet<&Path> = known.iter().map(|edition| edition.path()).collect();
    let now = session.archive.of_files(&files);
    let is_outdated = |known: &&Arc<Edition>| {
        let now = now.get(known.path());
        now.is_none_or(|now| !now.is_same_reading(known))
    };
    let outdated: HashSet<&Path> = known
        .iter()
        .filter(is_outdated)
        .map(|it| it.path())
        .collect();
    gone.retain(|path| !outdated.contains(path.as_path()));
    read.retain(|edition| !outdated.contains(edition.path()));
    if !outdated.is_empty() {
        search::forget(&mut folded, outdated);
    }
    take_in(&gone, read, folded, screens, session);
}

/// Shows what the user has changed in the edition being read, unless something else is being looked at.
pub(super) fn show_edit(screens: &mut Screens, session: &mut Session) {
    let before = session.changes.open.as_ref();
    let before = before.map(|before| Arc::clone(&before.edition));
    if let Some(before) = before
        && screens.edition_on_top().is_some()
    {
        screens.edition_mut().follow_edit(&before, session);
    }
}

/// Notes what the edition being read is like before the first of several changes.
fn note_open(screens: &Screens, session: &mut Session) {
    let list = screens.edition().list();
    let edition = list.edition();
    if session.changes.open.is_none() {
        session.changes.open = Some(OpenBefore {
            edition: Arc::clone(edition),
            was_there: session.archive.find(edition.id()).is_some(),
            story_was_gone: list.has_gone_story(),
        });
    }
}

/// Remembers what the editions `old` had that is no longer there, and what has become of the story that a key goes
/// to.
fn note_departed(
    old: &HashMap<&Path, &Arc<Edition>>,
    gone: &[PathBuf],
    changed: &[Arc<Edition>],
    session: &mut Session,
) {
    for edition in gone.iter().filter_map(|path| old.get(path.as_path())) {
        session.departed.note(edition, None);
    }
    for edition in changed {
        let Some(old) = old.get(edition.path()) else {
            continue;
        };
        session.departed.note(old, Some(edition));
        for news in &mut session.news {
            news.follow(old, edition);
        }
    }
}

/// Counts what has changed in the archive `before`, in which `old` are the editions of the files concerned.
fn count(
    before: &Archive,
    old: &HashMap<&Path, &Arc<Edition>>,
    gone: &[PathBuf],
    changed: &[Arc<Edition>],
    session: &mut Session,
) {
    let new: Vec<_> = changed
        .iter()
        .filter(|edition| !old.contains_key(edition.path()))
        .collect();
    // A file that has another path now was only moved.
    let moved = also_in(before, &new, &[]);
    let is_moved = |edition: &Edition| moved.contains(edition.id().identity().as_str());
    let lost = gone.iter().filter_map(|path| old.get(path.as_path()));
    let lost: Vec<_> = lost.copied().collect();
    // When many files are moved, the new paths come in earlier messages.
    let elsewhere = also_in(before, &lost, gone);
    let is_elsewhere = |edition: &Edition| elsewhere.contains(edition.id().identity().as_str());
    let (noted, departed) = (&mut session.changes, &session.departed);
    let open = noted.open.as_ref().map(|open| open.edition.clone());
    let is_open = |edition: &Edition| {
        let open = open.as_ref();
        open.is_some_and(|open| open.path() == edition.path())
    };
    // Its file may have come back under another name.
    let is_open_again = |edition: &Edition| {
        let identity = open.as_ref().map(|open| open.id().identity());
        let identity = identity.filter(|identity| !identity.is_empty());
        is_open(edition) || identity == Some(edition.id().identity())
    };
    let lost = lost
        .iter()
        .filter(|edition| !is_elsewhere(edition) && !is_moved(edition) && !is_open(edition));
    for edition in lost {
        noted.others.note_gone(edition.path());
    }
    let added = new
        .iter()
        .filter(|edition| !is_moved(edition) && !is_open_again(edition));
    let is_back = |edition: &&&Arc<Edition>| departed.has_all_of(edition);
    let (back, added): (Vec<&&Arc<Edition>>, Vec<_>) = added.partition(is_back);
    for edition in back {
        noted.others.note_back(edition.path());
    }
    for edition in &added {
        noted.others.note_added(edition.path());
    }
    let newest = before.newest().and_then(|newest| newest.date());
    let is_news =
        |edition: &&&&Arc<Edition>| edition.briefing.is_some() && edition.date() >= newest;
    let latest = added.iter().filter(is_news).map(|edition| edition.id());
    let latest = latest.chain(noted.others.newest.as_ref());
    noted.others.newest = latest
        .min_by(|one, other| one.cmp_newest_first(other))
        .cloned();
    let others = changed.iter().filter(|edition| !is_open(edition));
    count_changed(others, old, &moved, noted);
}

/// Counts the editions `changed`, without the one being read. Those with an identity in `moved` are known by another
/// path.
fn count_changed<'e>(
    changed: impl Iterator<Item = &'e Arc<Edition>>,
    old: &HashMap<&Path, &Arc<Edition>>,
    moved: &HashSet<String>,
    noted: &mut Changes,
) {
    for edition in changed {
        let was_faulty = old.get(edition.path()).map(|old| old.is_faulty());
        // Where faults have come or gone, that is what is said.
        if was_faulty == Some(edition.is_faulty()) {
            noted.others.note_changed(edition.path());
        } else if !moved.contains(edition.id().identity().as_str()) {
            count_faults(edition, was_faulty == Some(true), noted);
        }
    }
}

/// The identities of `editions` that editions of the archive have as well, not counting those of the files
/// `except`.
fn also_in(archive: &Archive, editions: &[&Arc<Edition>], except: &[PathBuf]) -> HashSet<String> {
    // Thousands of files may go at once.
    let except: HashSet<&Path> = except.iter().map(PathBuf::as_path).collect();
    let identities = editions.iter().map(|edition| edition.id().identity());
    let known = identities.filter(|identity| !identity.is_empty());
    let known: HashSet<String> = known.map(|identity| identity.to_string()).collect();
    let is_also_there = |edition: &&Arc<Edition>| {
        known.contains(edition.id().identity().as_str()) && !except.contains(edition.path())
    };
    let there = archive.editions().iter().filter(is_also_there);
    there
        .map(|edition| edition.id().identity().to_string())
        .collect()
}

/// Notes that the file of an edition has faults now, or has none any more.
fn count_faults(edition: &Edition, was_faulty: bool, changes: &mut Changes) {
    let name = file_name(edition);
    match (was_faulty, edition.is_faulty()) {
        (false, true) if !changes.mended.remove(&name) => {
            changes.faulty.insert(name);
        }
        (true, false) if !changes.faulty.remove(&name) => {
            changes.mended.insert(name);
        }
        _ => {}
    }
}

fn file_name(edition: &Edition) -> DisplayText {
    let name = edition.path().file_name().unwrap_or_default();
    DisplayText::line(&name.to_string_lossy())
}

impl Model {
    /// Goes to what has come in last.
    pub(super) fn go_to_news(&mut self) {
        while let Some(news) = self.session.news.pop_front() {
            let (id, story) = match news {
                News::Edition(edition) => (edition, None),
                News::Story(story) => (story.edition().clone(), Some(story)),
            };
            let edition = self.session.archive.find(&id);
            let is_in_it = |edition: &Edition| {
                let position = story.as_ref().map(|story| edition.id().position(story));
                position != Some(None)
            };
            // It may have gone again.
            if edition.is_some_and(|edition| is_in_it(edition)) {
                return self.open_news(id, story);
            }
        }
        self.session.notify("Nothing new has come in");
    }

    fn open_news(&mut self, edition: EditionId, story: Option<StoryId>) {
        let is_open = *self.edition().list().edition().id() == edition;
        if is_open && story.is_some() {
            self.session.note_jump();
            self.screens.close_over_edition();
        } else {
            self.go(Step::Edition(edition));
        }
        if let Some(story) = story {
            self.screens
                .edition_mut()
                .go_to_story(&story, &mut self.session);
        }
    }
}
