//! Taking in files that have changed; [`report`] says what has come of it.

mod count;
mod marked;
mod report;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::message::FoundChanged;
use super::model::Model;
use super::news::{News, OpenBefore};
use super::screen::{Screen, Step};
use super::screens::Screens;
use super::screens::edition::EditionScreen;
use super::session::Session;
use crate::archive::Edition;
use crate::briefing::StoryId;
use crate::keymap::Action;
use crate::search::{self, Chunk};
use crate::text::grouped;
use count::Difference;
pub(super) use marked::take_in_marks;
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
    } = compare(read, &files, &old, screens.edition().list().edition());
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
    let difference = Difference {
        before: &before,
        old: &old,
        gone,
        changed: &changed,
    };
    difference.note_in(session);
    note_departed(&old, gone, &changed, session);
    session.replace_archive(before.changed(gone, changed));
    if !gone.is_empty() {
        let archive = &session.archive;
        session
            .news
            .forget_gone(|edition| archive.find(edition).is_some());
    }
    let was_gone = shows_gone_result(screens);
    for screen in screens.iter_mut() {
        screen.files_changed(session);
    }
    note_new_stories(screens, session);
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

/// Compares what was `read` of `files` with what the archive holds, the editions `old`. The edition `open` may have gone
/// from it.
fn compare<'f>(
    read: Vec<Arc<Edition>>,
    files: &HashSet<&'f Path>,
    old: &HashMap<&'f Path, &Arc<Edition>>,
    open: &Arc<Edition>,
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
        let held = old.or(Some(open).filter(|open| open.path() == path));
        let (edition, keeps_text) = match held {
            // Its last good text is kept, and so is the folded text of that.
            Some(held) if edition.briefing.is_none() && held.briefing.is_some() => {
                let faulty = held.with_faults(edition.diagnostics.clone());
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

/// Notes what the edition being read is like before the first of several changes, and the newest.
fn note_open(screens: &Screens, session: &mut Session) {
    let newest = session.archive.newest();
    let newest = newest.and_then(|newest| newest.date());
    session.changes.others.note_newest(newest);
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

/// Notes the stories that were added to the edition being read: its closing page tells them from those that were
/// skipped.
fn note_new_stories(screens: &Screens, session: &mut Session) {
    let now = screens.edition().list().edition();
    let before = session.changes.open.as_ref();
    let before = before.filter(|before| before.edition.path() == now.path());
    let added = before.map(|before| session.departed.stories_added(&before.edition, now));
    let added = added.unwrap_or_default().into_iter();
    session.news.add(added.map(News::Story));
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
        session.news.follow(old, edition);
    }
}

impl Model {
    /// Goes to the next of what has come in, and says how much more there is.
    pub(super) fn go_to_news(&mut self) {
        let mut waiting = std::mem::take(&mut self.session.news);
        let next = waiting.next(|news| self.is_still_new(news));
        self.session.news = waiting;
        let Some((news, left)) = next else {
            return self.session.notify("Nothing new has come in");
        };
        match news {
            News::Newer(edition) | News::Older(edition) => self.go(Step::Edition(edition)),
            News::Story(story) => self.go_to_new_story(&story),
        }
        let at_least = if left.is_cut { "At least " } else { "" };
        let (more, goes) = match left.count {
            0 => return,
            1 => (format!("{at_least}1 more has come in"), "goes to it"),
            left => (
                format!("{at_least}{} more have come in", grouped(left)),
                "goes to the next",
            ),
        };
        if self.session.notice.is_none() {
            let goes = self.session.and_key(Action::News, goes);
            self.session.notify(&format!("{more}{goes}"));
        }
    }

    fn go_to_new_story(&mut self, story: &StoryId) {
        if self.edition().id() == story.edition() {
            self.session.note_jump();
            self.screens.close_over_edition();
        } else {
            self.go(Step::Edition(story.edition().clone()));
        }
        let edition = self.screens.edition_mut();
        edition.go_to_story(story, &mut self.session);
    }

    /// Whether something that has come in is still there, and the user has not been to it in another way.
    fn is_still_new(&self, news: &News) -> bool {
        let session = &self.session;
        let shown = self.screens.edition_in_view();
        let Some(edition) = session.archive.find(news.edition()) else {
            return false;
        };
        match news {
            News::Newer(_) | News::Older(_) => {
                let is_shown = shown.is_some_and(|shown| shown.id() == edition.id());
                !is_shown && !session.visits.contains_key(edition.id())
            }
            News::Story(story) => {
                let shown = shown.filter(|shown| shown.closing.is_none());
                let is_shown = shown.and_then(EditionScreen::open_story).as_ref() == Some(story);
                let is_there = edition.id().position(story).is_some();
                is_there && !is_shown && !session.marks.mark(&story.key()).read
            }
        }
    }
}
