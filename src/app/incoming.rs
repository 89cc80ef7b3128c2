//! What comes in while the archive is read, and when its files change.

use std::path::PathBuf;
use std::sync::Arc;

use super::screens::Screens;
use super::session::Session;
use crate::archive::Edition;
use crate::keymap::Action;
use crate::text::counted;

pub(super) fn add_editions(
    editions: Vec<Arc<Edition>>,
    screens: &mut Screens,
    session: &mut Session,
) {
    if let Some(loading) = &mut session.loading {
        loading.read += editions.len();
    }
    session.archive = Arc::new(session.archive.with(editions));
    for screen in screens.iter_mut() {
        screen.archive_grew(session);
    }
}

/// Updates the archive with files that were read again, and drops those that are gone.
pub(super) fn change_files(
    gone: &[PathBuf],
    read: Vec<Arc<Edition>>,
    screens: &mut Screens,
    session: &mut Session,
) {
    session.archive = Arc::new(session.archive.changed(gone, read));
    for screen in screens.iter_mut() {
        screen.files_changed(session);
    }
}

/// The page never changes under the user: something newer is named, not opened.
pub(super) fn finish_loading(screens: &Screens, session: &mut Session) {
    session.loading = None;
    let still_on_first = session.visits.is_empty() && !screens.edition().from_results;
    let position = session
        .archive
        .position(screens.edition().list().edition().id())
        .filter(|_| still_on_first);
    let newer = &session.archive.editions()[..position.unwrap_or(0)];
    let Some(newest) = newer.iter().find(|edition| edition.briefing.is_some()) else {
        return tell_faults(session);
    };
    let faults = faults(session)
        .map(|faults| format!("; {faults}"))
        .unwrap_or_default();
    let date = newest.date().map(|date| date.long()).unwrap_or_default();
    let (action, opens) = match newer.len() {
        1 => (Action::NewerEdition, "opens it"),
        _ => (Action::Archive, "shows all editions"),
    };
    let key = session.key_name(action);
    session.notify(&format!("A newer edition: {date}; {key} {opens}{faults}"));
}

pub(super) fn tell_faults(session: &mut Session) {
    if let Some(faults) = faults(session) {
        session.notify(&faults);
    }
}

/// How many files have faults, and how to see them; `None` when none has.
fn faults(session: &Session) -> Option<String> {
    let editions = session.archive.editions().iter();
    let files = editions.filter(|edition| edition.errors() > 0).count();
    let has = if files == 1 { "has" } else { "have" };
    let counted = counted(files, "file", "files");
    let key = session.key_name(Action::Faults);
    (files > 0).then(|| format!("{counted} {has} faults; {key} shows them"))
}
