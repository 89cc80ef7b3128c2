//! What has become of editions whose files have changed.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::news::Changes;
use crate::app::session::Session;
use crate::archive::{Archive, Edition};
use crate::text::DisplayText;

/// What has changed in an archive.
pub(super) struct Difference<'c> {
    /// The archive before.
    pub(super) before: &'c Archive,
    /// Its editions of the files concerned.
    pub(super) old: &'c HashMap<&'c Path, &'c Arc<Edition>>,
    pub(super) gone: &'c [PathBuf],
    pub(super) changed: &'c [Arc<Edition>],
}

impl Difference<'_> {
    /// Notes it for the next notice.
    pub(super) fn note_in(&self, session: &mut Session) {
        let arrived = self.arrived(session);
        // A file that has another path now was only moved.
        let paths = arrived.iter().map(|edition| edition.path()).collect();
        let moved = also_in(self.before, &arrived, &paths);
        self.note_gone(&moved, session);
        note_arrived(&arrived, &moved, session);
        self.note_changed(&moved, session);
        let outdated = self.gone.iter().map(PathBuf::as_path);
        let outdated = outdated.chain(arrived.iter().map(|edition| edition.path()));
        for path in outdated {
            session.unfinished.remove(path);
        }
    }

    /// The editions at paths where the archive had none. One whose file could not be read before counts as well if the
    /// file has appeared while the program runs: some programs make a file empty and fill it afterwards.
    fn arrived(&self, session: &mut Session) -> Vec<&Arc<Edition>> {
        let mut arrived = Vec::new();
        for edition in self.changed {
            let old = self.old.get(edition.path());
            if old.is_some() && !session.unfinished.contains(edition.path()) {
                continue;
            }
            if is_unfinished(edition, session) {
                session.unfinished.insert(edition.path());
            } else {
                arrived.push(edition);
            }
        }
        arrived
    }

    fn note_gone(&self, moved: &HashSet<String>, session: &mut Session) {
        let lost = self.gone.iter();
        let lost = lost.filter_map(|path| self.old.get(path.as_path()));
        let lost: Vec<_> = lost.copied().collect();
        // When many files are moved, the new paths come in earlier messages.
        let paths = self.gone.iter().map(PathBuf::as_path).collect();
        let elsewhere = also_in(self.before, &lost, &paths);
        for edition in lost {
            let identity = edition.id().identity();
            let is_there = [moved, &elsewhere].iter().any(|it| it.contains(&*identity));
            let is_known = !session.unfinished.contains(edition.path());
            if is_known && !is_there && !is_open(edition, session) {
                session.changes.others.note_gone(edition.path());
            }
        }
    }

    /// Notes which editions say something else, and which have faults now or have none any more. Those with an
    /// identity in `moved` are known by another path.
    fn note_changed(&self, moved: &HashSet<String>, session: &mut Session) {
        for edition in self.changed {
            if is_open(edition, session) {
                continue;
            }
            let was_faulty = self.old.get(edition.path()).map(|old| old.is_faulty());
            let was_unfinished = session.unfinished.contains(edition.path());
            if was_unfinished && !edition.is_faulty() {
                // It is reported as a new edition once it is complete, and until then not at all.
                session.changes.faulty.remove(&file_name(edition));
                continue;
            }
            let old = self.old.get(edition.path());
            let added = old.map(|old| session.departed.stories_added(old, edition));
            let added = added.unwrap_or_default();
            // Where faults have come or gone, that is what is said, and which stories have come with that.
            let has_same_faults = was_faulty == Some(edition.is_faulty());
            if (has_same_faults && !was_unfinished) || !added.is_empty() {
                session.changes.others.note_changed(edition.id(), added);
            }
            if has_same_faults {
                continue;
            }
            if !moved.contains(&*edition.id().identity()) {
                count_faults(edition, was_faulty == Some(true), &mut session.changes);
            }
        }
    }
}

fn note_arrived(arrived: &[&Arc<Edition>], moved: &HashSet<String>, session: &mut Session) {
    for edition in arrived {
        let identity = edition.id().identity();
        if moved.contains(&*identity) || is_open_again(edition, session) {
            continue;
        }
        if session.departed.has(edition) {
            session.changes.others.note_back(edition.path());
        } else {
            session.changes.others.note_added(edition.id());
        }
    }
}

/// Whether a file that has come may be about to be written: nothing can be read of it, or it is not what was there
/// before and has no story yet.
fn is_unfinished(edition: &Edition, session: &Session) -> bool {
    let briefing = edition.briefing.as_ref();
    briefing.is_none_or(|briefing| {
        let departed = &session.departed;
        briefing.is_empty() && departed.has_path(edition.path()) && !departed.has(edition)
    })
}

/// Whether it is the file of the edition being read.
fn is_open(edition: &Edition, session: &Session) -> bool {
    let open = session.changes.open.as_ref();
    open.is_some_and(|open| open.edition.path() == edition.path())
}

/// Whether it is the edition being read, whose file may have come back under another name.
fn is_open_again(edition: &Edition, session: &Session) -> bool {
    let open = session.changes.open.as_ref();
    let identity = open.map(|open| open.edition.id().identity());
    let identity = identity.filter(|identity| !identity.is_empty());
    is_open(edition, session) || identity == Some(edition.id().identity())
}

/// The identities of `editions` that editions of the archive have as well, not counting those of the files
/// `except`.
fn also_in(
    archive: &Archive,
    editions: &[&Arc<Edition>],
    except: &HashSet<&Path>,
) -> HashSet<String> {
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

pub(super) fn file_name(edition: &Edition) -> DisplayText {
    let name = edition.path().file_name().unwrap_or_default();
    DisplayText::line(&name.to_string_lossy())
}
