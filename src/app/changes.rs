//! Taking in files that have changed, and saying what has come of it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::message::FoundChanged;
use super::model::Model;
use super::news::{Changes, News, OpenBefore, Told};
use super::screen::{Screen, Step};
use super::screens::Screens;
use super::session::Session;
use crate::archive::{Archive, Edition};
use crate::briefing::{EditionId, StoryId};
use crate::keymap::Action;
use crate::search::{self, Chunk};
use crate::text::{DisplayText, counted, width};

/// The most columns of a title or a file name in a notice.
const NAME: usize = 40;

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
    let mut outdated: HashSet<&Path> = gone.iter().map(PathBuf::as_path).collect();
    let (mut same, mut changed) = (HashSet::new(), Vec::new());
    for edition in read {
        let Some(&path) = files.get(edition.path()) else {
            continue;
        };
        let old = old.get(path).copied();
        let edition = match old {
            // Its last good text is kept, and so is the folded text of that.
            Some(old) if edition.briefing.is_none() && old.briefing.is_some() => {
                Arc::new(old.with_faults(edition.diagnostics.clone()))
            }
            _ => {
                outdated.insert(path);
                edition
            }
        };
        if old.is_some_and(|old| old.says_the_same(&edition)) {
            outdated.remove(path);
            same.insert(path);
        } else {
            changed.push(edition);
        }
    }
    search::forget(&mut session.searches.chunks, outdated);
    if !same.is_empty() {
        search::forget(&mut folded, same);
    }
    session.searches.chunks.append(&mut folded);
    // That a file has gone may be known: its text was looked for because its edition is still open.
    let none_has_gone = || !gone.iter().any(|path| old.contains_key(path.as_path()));
    if changed.is_empty() && none_has_gone() {
        return;
    }
    count(&before, &old, gone, &changed, session);
    session.replace_archive(before.changed(gone, changed));
    let was_gone = shows_gone_result(screens);
    for screen in screens.iter_mut() {
        screen.files_changed(session);
    }
    session.changes.result_gone |= !was_gone && shows_gone_result(screens);
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

/// Counts what has changed in the archive `before`, in which `old` are the editions of the files concerned.
fn count(
    before: &Archive,
    old: &HashMap<&Path, &Arc<Edition>>,
    gone: &[PathBuf],
    changed: &[Arc<Edition>],
    session: &mut Session,
) {
    let identities = |editions: &[&Arc<Edition>]| -> HashSet<String> {
        let identities = editions.iter().map(|edition| edition.id().identity());
        let known = identities.filter(|identity| !identity.is_empty());
        known.map(|identity| identity.to_string()).collect()
    };
    let new: Vec<_> = changed
        .iter()
        .filter(|edition| !old.contains_key(edition.path()))
        .collect();
    let arrived = identities(&new);
    // A file that has another path now was only moved.
    let everywhere = before.editions().iter();
    let moved: HashSet<_> = everywhere
        .map(|edition| edition.id().identity())
        .filter(|identity| arrived.contains(identity.as_str()))
        .map(|identity| identity.to_string())
        .collect();
    let is_moved = |edition: &Edition| moved.contains(edition.id().identity().as_str());
    let told = &mut session.changes;
    let open = told.open.as_ref().map(|open| open.edition.clone());
    let is_open = |edition: &Edition| {
        open.as_ref()
            .is_some_and(|open| open.path() == edition.path())
    };
    let left = gone.iter().filter_map(|path| old.get(path.as_path()));
    let left: Vec<_> = left.copied().collect();
    // Of many files that were moved, the new paths came in earlier parts.
    let departed = identities(&left);
    let stays = |edition: &&Arc<Edition>| {
        departed.contains(edition.id().identity().as_str())
            && !gone.iter().any(|path| path == edition.path())
    };
    let stays: HashSet<_> = before
        .editions()
        .iter()
        .filter(stays)
        .map(|edition| edition.id().identity().to_string())
        .collect();
    let left = left.iter().filter(|edition| {
        let is_elsewhere = stays.contains(edition.id().identity().as_str());
        !is_elsewhere && !is_moved(edition) && !is_open(edition)
    });
    told.gone += left.count();
    let added: Vec<_> = new.iter().filter(|edition| !is_moved(edition)).collect();
    told.added += added.len();
    let others = changed.iter().filter(|edition| !is_open(edition));
    // Where faults have come or gone, that is what is said.
    let only_changed = |edition: &&Arc<Edition>| {
        let old = old.get(edition.path());
        old.is_some_and(|old| old.is_faulty() == edition.is_faulty())
    };
    let only_changed = others.filter(only_changed);
    told.changed
        .extend(only_changed.map(|edition| edition.path().to_owned()));
    let newest = before.newest().and_then(|newest| newest.date());
    let is_news =
        |edition: &&&&Arc<Edition>| edition.briefing.is_some() && edition.date() >= newest;
    let latest = added.iter().filter(is_news).map(|edition| edition.id());
    let latest = latest.chain(told.newest.as_ref());
    told.newest = latest
        .min_by(|one, other| one.cmp_newest_first(other))
        .cloned();
    let open = told.open.as_ref().map(|open| open.edition.path());
    for edition in changed
        .iter()
        .filter(|edition| Some(edition.path()) != open && !is_moved(edition))
    {
        let was_faulty = old.get(edition.path()).is_some_and(|old| old.is_faulty());
        let name = file_name(edition);
        match (was_faulty, edition.is_faulty()) {
            (false, true) if !told.mended.remove(&name) => {
                told.faulty.insert(name);
            }
            (true, false) if !told.faulty.remove(&name) => {
                told.mended.insert(name);
            }
            _ => {}
        }
    }
}

fn file_name(edition: &Edition) -> DisplayText {
    let name = edition.path().file_name().unwrap_or_default();
    DisplayText::line(&name.to_string_lossy())
}

/// Says what has changed since the last time; nothing if the user could not tell the difference. If the
/// user has `asked` for everything to be read again, something is said in any case.
pub(super) fn report(asked: bool, screens: &Screens, session: &mut Session) {
    let mut changes = std::mem::take(&mut session.changes);
    let open = screens.edition().list().edition();
    // Another edition may have been opened while many files were read.
    changes.open = changes.open.filter(|before| {
        let is_same = |before: &EditionId, now: &EditionId| {
            before.path() == now.path() || before.identity() == now.identity()
        };
        is_same(before.edition.id(), open.id())
    });
    if changes.open.is_some() && changes.newest.as_ref() == Some(open.id()) {
        // It is back, and being read already.
        changes.newest = None;
        changes.added = changes.added.saturating_sub(1);
    }
    let told = session.told.take();
    if let Some(told) = told.filter(|told| session.notice.as_ref() == Some(&told.notice)) {
        if changes.is_of_others() && !asked {
            changes.add(&told);
        } else {
            session.told = Some(told);
        }
    }
    let mut parts: Vec<_> = changes.settings.take().into_iter().collect();
    let about_settings = parts.len();
    let grown = new_stories(&changes, screens);
    if let Some(open) = &changes.open {
        parts.extend(about_open(open, grown.as_ref(), screens, session));
    }
    let about_open = parts.len() - about_settings;
    if changes.result_gone && shows_gone_result(screens) {
        let gone = "This result is no longer in its file; it stays until you leave it";
        parts.insert(0, gone.to_owned());
    }
    if let Some(part) = about_newest(&changes, session) {
        parts.insert(0, part);
    }
    if let Some((_, story)) = grown {
        note_news(News::Story(story), session);
    }
    if let Some(edition) = changes.newest.clone() {
        note_news(News::Edition(edition), session);
    }
    let faults = session.key_name(Action::Faults);
    parts.extend(
        about_files(&changes.faulty, "has faults now", "have faults now")
            .map(|part| format!("{part}; {faults} shows them")),
    );
    parts.extend(about_files(
        &changes.mended,
        "no longer has faults",
        "no longer have faults",
    ));
    if about_open == 0 && has_open_changed(&changes, screens) {
        parts.push("This edition has changed".to_owned());
    }
    parts.extend(about_the_rest(&changes));
    match (asked, parts.is_empty()) {
        (true, true) => session.notify("Everything was read again; nothing has changed"),
        (true, false) => {
            session.notify(&format!("Everything was read again: {}", parts.join(" · ")));
        }
        (false, true) => return,
        (false, false) => session.notify(&parts.join(" · ")),
    }
    let notice = session.notice.clone();
    session.told = notice.map(|notice| Told {
        notice,
        added: changes.added,
        changed: changes.changed,
        gone: changes.gone,
        newest: changes.newest,
    });
}

/// Whether the edition being read says something else now.
fn has_open_changed(changes: &Changes, screens: &Screens) -> bool {
    let now = screens.edition().list().edition();
    let before = changes
        .open
        .as_ref()
        .and_then(|before| before.edition.briefing.as_ref());
    match (before, &now.briefing) {
        (Some(before), Some(now)) => !before.says_the_same(now),
        _ => false,
    }
}

/// How many stories the edition being read has got, and the first of them.
fn new_stories(changes: &Changes, screens: &Screens) -> Option<(usize, StoryId)> {
    let before = changes.open.as_ref()?;
    let edition = screens.edition().list().edition();
    let briefing = edition.briefing.as_ref()?;
    let old = before.edition.briefing.as_ref()?;
    let known: HashSet<&str> = old.stories().map(|story| story.id().as_str()).collect();
    let is_new = |&position: &usize| !known.contains(briefing.story(position).id().as_str());
    let mut new = (0..briefing.len()).filter(is_new);
    let first = new.next()?;
    // A story whose headline was corrected may have a new id, too.
    let more = briefing.len().saturating_sub(old.len());
    let count = more.min(1 + new.count());
    (count > 0).then_some((count, edition.id().story(first)?))
}

fn about_open(
    before: &OpenBefore,
    grown: Option<&(usize, StoryId)>,
    screens: &Screens,
    session: &Session,
) -> Vec<String> {
    let list = screens.edition().list();
    let edition = list.edition();
    let is_there = session.archive.find(edition.id()).is_some();
    let mut parts = Vec::new();
    match (before.was_there, is_there) {
        (true, false) => parts.push(
            "This edition’s file has gone; what was read of it stays until you leave it".to_owned(),
        ),
        (false, true) => parts.push("This edition’s file is back".to_owned()),
        _ => {}
    }
    if list.has_gone_story() && !before.story_was_gone {
        let gone = "This story is no longer in its file; it stays until you leave it";
        parts.push(gone.to_owned());
    }
    if edition.diagnostics != before.edition.diagnostics {
        parts.extend(about_its_faults(edition, before, session));
    }
    if let Some((count, _)) = grown {
        let key = session.key_name(Action::News);
        let goes = if *count == 1 {
            "goes to it"
        } else {
            "goes to the first"
        };
        let stories = counted(*count, "new story", "new stories");
        parts.push(format!("{stories}; {key} {goes}"));
    }
    parts
}

fn about_its_faults(edition: &Edition, before: &OpenBefore, session: &Session) -> Option<String> {
    let was_faulty = before.edition.is_faulty();
    let Some(fault) = edition.diagnostics.iter().find(|fault| fault.is_error()) else {
        return was_faulty.then(|| "This file no longer has faults".to_owned());
    };
    let place = fault.position.as_ref();
    let place = place.map_or_else(
        || "A fault: ".to_owned(),
        |place| format!("Line {}: ", place.line),
    );
    let key = session.key_name(Action::Faults);
    Some(format!("{place}{}; {key} shows it", fault.message))
}

fn about_newest(changes: &Changes, session: &Session) -> Option<String> {
    let edition = session.archive.find(changes.newest.as_ref()?)?;
    let title = edition.briefing.as_ref()?.title();
    let title = width::cut(title, NAME);
    let key = session.key_name(Action::News);
    Some(format!("A new edition has come: {title}; {key} opens it"))
}

fn about_files(files: &BTreeSet<DisplayText>, has: &str, have: &str) -> Option<String> {
    let first = files.first()?;
    Some(match files.len() {
        1 => format!("{} {has}", width::cut(first.as_display(), NAME)),
        several => format!("{} {have}", counted(several, "file", "files")),
    })
}

/// How many other editions have come, changed and gone.
fn about_the_rest(changes: &Changes) -> Vec<String> {
    let editions = |count| counted(count, "edition", "editions");
    let added = changes.added - usize::from(changes.newest.is_some());
    [
        (added, "added"),
        (changes.changed.len(), "changed"),
        (changes.gone, "gone"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", editions(count)))
    .collect()
}

/// Puts something before all else that the key for news goes to.
fn note_news(news: News, session: &mut Session) {
    session.news.retain(|other| {
        let is_same_kind = matches!(
            (other, &news),
            (News::Edition(_), News::Edition(_)) | (News::Story(_), News::Story(_))
        );
        !is_same_kind
    });
    session.news.push_front(news);
}

impl Model {
    /// Goes to what has come in last.
    pub(super) fn go_to_news(&mut self) {
        while let Some(news) = self.session.news.pop_front() {
            let (edition, story) = match news {
                News::Edition(edition) => (edition, None),
                News::Story(story) => (story.edition().clone(), Some(story)),
            };
            // It may have gone again.
            if self.session.archive.find(&edition).is_some() {
                return self.open_news(edition, story);
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
            self.screens.edition_mut().read(&story, &mut self.session);
        }
    }
}
