//! What is said of files that have changed.

use std::collections::{BTreeSet, HashSet};

use super::shows_gone_result;
use crate::app::news::{Changes, News, OpenBefore, Told};
use crate::app::screens::Screens;
use crate::app::session::Session;
use crate::archive::Edition;
use crate::briefing::{Briefing, EditionId, StoryId};
use crate::keymap::Action;
use crate::text::{DisplayText, counted, width};

/// The most columns of a title or a file name in a notice.
const NAME: usize = 40;

/// Says what has changed since the last time; nothing if the user could not tell the difference. If the
/// user has `asked` for everything to be read again, something is said in any case.
pub(in crate::app) fn report(asked: bool, screens: &Screens, session: &mut Session) {
    let mut changes = std::mem::take(&mut session.changes);
    let open = screens.edition().list().edition();
    // Another edition may have been opened while many files were read.
    changes.open = changes.open.filter(|before| {
        let is_same = |before: &EditionId, now: &EditionId| {
            before.path() == now.path() || before.identity() == now.identity()
        };
        is_same(before.edition.id(), open.id())
    });
    let told = session.told.take();
    if let Some(told) = told.filter(|told| session.notice.as_ref() == Some(&told.notice)) {
        if changes.is_of_others() && !asked {
            changes.others.add(&told.others);
        } else {
            session.told = Some(told);
        }
    }
    let is_there = |edition: &EditionId| session.archive.find(edition).is_some();
    changes.others.newest = changes.others.newest.filter(is_there);
    let grown = new_stories(&changes, screens, session);
    let mut parts = parts(&changes, grown.as_ref(), screens, session);
    if asked && changes.settings.is_none() {
        parts.extend(about_missing_folders(session));
    }
    if let Some((_, story)) = grown {
        note_news(News::Story(story), session);
    }
    if let Some(edition) = changes.others.newest.clone() {
        note_news(News::Edition(edition), session);
    }
    match (asked, parts.is_empty()) {
        (true, true) => session.notify(&match session.not_readable() {
            Some(missing) => format!("Everything was read again: {missing}"),
            None => "Everything was read again; nothing has changed".to_owned(),
        }),
        (true, false) => {
            session.notify(&format!("Everything was read again: {}", parts.join(" · ")));
        }
        (false, true) => return,
        (false, false) => session.notify(&parts.join(" · ")),
    }
    let notice = session.notice.clone();
    session.told = notice.map(|notice| Told {
        notice,
        others: changes.others,
    });
}

/// The parts of the notice, the most important first. `grown` are the stories added to the edition being read.
fn parts(
    changes: &Changes,
    grown: Option<&(usize, StoryId)>,
    screens: &Screens,
    session: &Session,
) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(about_newest(changes, session));
    if changes.result_gone && shows_gone_result(screens) {
        let gone = "This result is no longer in its file; it stays until you leave it";
        parts.push(gone.to_owned());
    }
    parts.extend(changes.settings.clone());
    let before = changes.open.as_ref();
    let about_open = before.map(|before| about_open(before, grown, screens, session));
    let about_open = about_open.unwrap_or_default();
    let nothing_about_open = about_open.is_empty();
    parts.extend(about_open);
    let shows = session.and_key(Action::Faults, "shows them");
    parts.extend(
        about_files(&changes.faulty, "has faults now", "have faults now")
            .map(|part| format!("{part}{shows}")),
    );
    parts.extend(about_files(
        &changes.mended,
        "no longer has faults",
        "no longer have faults",
    ));
    if nothing_about_open && has_open_changed(changes, screens) {
        parts.push("This edition has changed".to_owned());
    }
    parts.extend(about_the_rest(changes));
    parts
}

/// How many of the folders that are set are still not there.
fn about_missing_folders(session: &Session) -> Option<String> {
    let missing = session.configuration.missing_folders;
    let (are, shows) = if missing == 1 {
        ("is", "shows it")
    } else {
        ("are", "shows them")
    };
    let folders = counted(missing, "folder", "folders");
    let shows = session.and_key(Action::Faults, shows);
    (missing > 0).then(|| format!("{folders} {are} missing{shows}"))
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

/// How many stories were added to the edition being read, and the first of them. Those that were in it before and
/// have come back are not new, nor are those whose headlines were corrected.
fn new_stories(
    changes: &Changes,
    screens: &Screens,
    session: &Session,
) -> Option<(usize, StoryId)> {
    let before = changes.open.as_ref()?;
    let edition = screens.edition().list().edition();
    let briefing = edition.briefing.as_ref()?;
    let old = before.edition.briefing.as_ref()?;
    let (known, kept) = (story_ids(old), story_ids(briefing));
    // As `EditionId::renamed` has it, in a time that does not grow with the square of the number of stories.
    let is_renamed = |story: &StoryId| {
        let in_its_place = before.edition.id().story(story.position());
        in_its_place.is_some_and(|old| !kept.contains(old.id().as_str()))
    };
    let stories = (0..briefing.len()).filter_map(|position| edition.id().story(position));
    let mut new = stories.filter(|story| {
        !known.contains(story.id().as_str())
            && !session.departed.has_story(story)
            && !is_renamed(story)
    });
    let first = new.next()?;
    Some((1 + new.count(), first))
}

fn story_ids(briefing: &Briefing) -> HashSet<&str> {
    let ids = briefing.stories().map(|story| story.id().as_str());
    ids.collect()
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
        let goes = if *count == 1 {
            "goes to it"
        } else {
            "goes to the first"
        };
        let stories = counted(*count, "new story", "new stories");
        let goes = session.and_key(Action::News, goes);
        parts.push(format!("{stories}{goes}"));
    }
    parts
}

fn about_its_faults(edition: &Edition, before: &OpenBefore, session: &Session) -> Option<String> {
    let was_faulty = before.edition.is_faulty();
    let Some(fault) = edition.diagnostics.iter().find(|fault| fault.is_error()) else {
        return was_faulty.then(|| "This file no longer has faults".to_owned());
    };
    let position = fault.position.as_ref();
    let position = position.map_or_else(
        || "A fault: ".to_owned(),
        |position| format!("Line {}: ", position.line),
    );
    let shows = session.and_key(Action::Faults, "shows it");
    Some(format!("{position}{}{shows}", fault.message))
}

fn about_newest(changes: &Changes, session: &Session) -> Option<String> {
    let edition = session.archive.find(changes.others.newest.as_ref()?)?;
    let title = edition.briefing.as_ref()?.title();
    let title = width::cut(title, NAME);
    let opens = session.and_key(Action::News, "opens it");
    Some(format!("A new edition has come: {title}{opens}"))
}

fn about_files(files: &BTreeSet<DisplayText>, has: &str, have: &str) -> Option<String> {
    let first = files.first()?;
    Some(match files.len() {
        1 => format!("{} {has}", width::cut(first.as_display(), NAME)),
        several => format!("{} {have}", counted(several, "file", "files")),
    })
}

/// How many other editions have come, come back, changed and gone.
fn about_the_rest(changes: &Changes) -> Vec<String> {
    let editions = |count| counted(count, "edition", "editions");
    let others = &changes.others;
    let newest = usize::from(others.newest.is_some());
    [
        (others.added.len().saturating_sub(newest), "added"),
        (others.back.len(), "back"),
        (others.changed.len(), "changed"),
        (others.gone.len(), "gone"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", editions(count)))
    .collect()
}

/// Makes `news` what its key goes to first, in place of earlier news of its kind.
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
