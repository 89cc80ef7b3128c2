//! What is said of files that have changed.

use std::collections::{BTreeSet, HashSet};

use super::count::file_name;
use super::marked::about_marks;
use super::shows_gone_result;
use crate::app::news::{Changes, News, OpenBefore, Told};
use crate::app::remark::Remark;
use crate::app::screens::Screens;
use crate::app::session::Session;
use crate::archive::Edition;
use crate::briefing::StoryId;
use crate::keymap::Action;
use crate::text::{DisplayText, counted, width};

/// The most columns of a title or a file name in a notice.
const NAME: usize = 40;
/// The most readings of the edition being read that are kept until the user has read what was said of them.
const READINGS: usize = 8;

/// Says what has changed since the user last read a notice; nothing if the user could not tell the difference. If the
/// user has `asked` for everything to be read again, something is said in any case.
pub(in crate::app) fn report(asked: bool, screens: &Screens, session: &mut Session) {
    let (changes, open, replaces) = since_read(screens, session);
    let report = Report {
        changes: &changes,
        open: &open,
        screens,
        session,
    };
    let stories = report.new_stories();
    let editions = changes.others.news();
    let elsewhere = changes.others.new_stories(&session.archive);
    let mut parts = report.parts(&stories, &elsewhere, &editions);
    parts.extend(about_marks(&changes.marked, asked));
    if asked && changes.settings.is_empty() {
        parts.extend(about_missing_folders(session));
    }
    let stories = stories.into_iter().chain(elsewhere).map(News::Story);
    let (newer, older): (Vec<_>, Vec<_>) = editions
        .into_iter()
        .partition(|news| matches!(news, News::Newer(_)));
    // In the order of what is said, so that the key does what is said of it.
    let in_turn = newer.into_iter().chain(stories).chain(older);
    session.news.put_first(in_turn);
    match (asked, parts.is_empty()) {
        (true, true) => session.notify(&match (session.not_readable(), session.nothing_there()) {
            (Some(missing), _) => Remark::joined_after("Everything was read again", &[missing]),
            (None, Some(nothing)) => nothing,
            (None, None) => "Everything was read again; nothing has changed".to_owned(),
        }),
        (true, false) => {
            session.notify(&Remark::joined_after("Everything was read again", &parts));
        }
        (false, true) => {
            // What the notice says is no longer so.
            session.notice.take_if(|_| replaces);
            return;
        }
        (false, false) => session.notify(&Remark::joined(&parts)),
    }
    let notice = session.notice.clone();
    session.told = notice.map(|notice| Told {
        notice,
        changes,
        open,
    });
}

/// Takes what has changed since the user last read a notice, and with it the edition being read as it was before each
/// of these changes, the latest first. Also returns whether a notice that the user has not read tells some of it.
fn since_read(screens: &Screens, session: &mut Session) -> (Changes, Vec<OpenBefore>, bool) {
    let mut changes = std::mem::take(&mut session.changes);
    let told = session.told.take();
    let told = told.filter(|told| session.notice.as_ref() == Some(&told.notice));
    let replaces = told.is_some();
    let mut open: Vec<_> = changes.open.take().into_iter().collect();
    if let Some(told) = told {
        open.extend(told.open);
        changes.add(told.changes);
    }
    if open.len() > READINGS {
        // The first one stays, to tell what is new since then.
        open.swap_remove(READINGS - 1);
    }
    // Another edition may have been opened in between.
    let now = screens.edition().id();
    open.retain(|before| {
        let before = before.edition.id();
        before.path() == now.path() || before.identity() == now.identity()
    });
    let faulty: HashSet<_> = session.archive.faulty().map(|it| file_name(it)).collect();
    changes.faulty.retain(|name| faulty.contains(name));
    if !changes.mended.is_empty() {
        let there = session.archive.editions().iter();
        let there: HashSet<_> = there.map(|edition| file_name(edition)).collect();
        changes.mended.retain(|name| there.contains(name));
    }
    (changes, open, replaces)
}

/// What there is to say.
struct Report<'r> {
    changes: &'r Changes,
    /// The edition being read as it was before: the latest change first.
    open: &'r [OpenBefore],
    screens: &'r Screens,
    session: &'r Session,
}

impl Report<'_> {
    /// The parts of the notice, the most important first. `stories` were added to the edition being read, those
    /// `elsewhere` to others, `editions` to the archive.
    fn parts(&self, stories: &[StoryId], elsewhere: &[StoryId], editions: &[News]) -> Vec<Remark> {
        let Self {
            changes, session, ..
        } = *self;
        let mut parts = Vec::new();
        let newer = editions.iter();
        let newer = newer.filter(|news| matches!(news, News::Newer(_))).count();
        parts.extend(self.about_newer(newer, editions));
        if changes.result_gone && shows_gone_result(self.screens) {
            let gone = "this result is no longer in its file; it stays until you leave it";
            parts.push(Remark::new(gone));
        }
        if changes.result_lost && self.screens.lost_match().is_some() {
            let lost = "this result no longer matches; it stays until you leave it";
            parts.push(Remark::new(lost));
        }
        parts.extend(changes.settings.clone());
        let mut about_open = self.about_file();
        about_open.extend(self.about_new_stories(stories, newer == 0));
        let nothing_about_open = about_open.is_empty();
        parts.extend(about_open);
        let shows = session.and_key(Action::Faults, "shows them");
        parts.extend(
            about_files(&changes.faulty, "has faults now", "have faults now")
                .map(|part| part.followed_by(&shows)),
        );
        parts.extend(about_files(
            &changes.mended,
            "no longer has faults",
            "no longer have faults",
        ));
        if self.has_other_identity() {
            let changed = "’s date, source or id has changed, and its marks with it";
            parts.push(self.edition().followed_by(changed));
        } else if nothing_about_open && self.has_open_changed() {
            parts.push(self.edition().followed_by(" has changed"));
        }
        let is_next = newer == 0 && stories.is_empty();
        let grown: HashSet<_> = elsewhere.iter().map(|it| it.edition().path()).collect();
        parts.extend(self.about_stories_elsewhere(elsewhere, grown.len(), is_next));
        let older = editions.len() - newer;
        let is_next = is_next && elsewhere.is_empty();
        parts.extend(self.about_older(older, is_next));
        parts.extend(about_the_rest(changes, session));
        parts
    }

    /// Whether the edition being read is no longer the one under which its stories were marked.
    fn has_other_identity(&self) -> bool {
        let now = self.screens.edition().id().identity();
        let first = self.open.last();
        first.is_some_and(|before| before.edition.id().identity() != now)
    }

    /// What the edition being read is called while it is not in view: its day, else its file.
    fn name(&self) -> Option<String> {
        let shown = self.screens.edition_on_top();
        if shown.is_some_and(|shown| shown.closing.is_none()) {
            return None;
        }
        let edition = self.screens.edition().list().edition();
        Some(match self.session.edition_name(edition.id()) {
            name if name.is_empty() => edition.label().to_string(),
            name => name,
        })
    }

    /// The edition being read, as a remark begins with it.
    fn edition(&self) -> Remark {
        self.name()
            .map_or_else(|| Remark::new("this edition"), Remark::of_name)
    }

    /// Something about the edition being read, after the name of that unless it is in view.
    fn named(&self, text: String) -> Remark {
        match self.name() {
            None => Remark::new(text),
            Some(name) => Remark::of_name(format!("{name}: {text}")),
        }
    }

    /// The file of the edition being read; `this` while that is in view.
    fn file(&self, this: &str) -> String {
        self.name()
            .map_or_else(|| this.to_owned(), |name| format!("the file of {name}"))
    }

    /// Whether the edition being read says something else now.
    fn has_open_changed(&self) -> bool {
        let now = self.screens.edition().list().edition();
        let now = now.briefing.as_ref();
        self.open.iter().any(|before| {
            let before = before.edition.briefing.as_ref();
            let both = before.zip(now);
            both.is_some_and(|(before, now)| !before.says_the_same(now))
        })
    }

    /// The stories that were added to the edition being read, followed through each of its readings: the headline of
    /// one that was there already may have been corrected after others were added above it.
    fn new_stories(&self) -> Vec<StoryId> {
        let now = self.screens.edition().list().edition();
        let readings = self.open.iter().rev().map(|before| &*before.edition);
        let readings: Vec<&Edition> = readings.chain([&**now]).collect();
        let mut new = Vec::new();
        for pair in readings.windows(2) {
            let (before, after) = (pair[0].id(), pair[1].id());
            let still_there = |story: StoryId| match after.position(&story) {
                Some(position) => after.story(position),
                None => before.renamed(&story, after),
            };
            new = new.into_iter().filter_map(still_there).collect();
            new.extend(self.session.departed.stories_added(pair[0], pair[1]));
        }
        new.sort_by_key(StoryId::position);
        new.dedup();
        new
    }

    /// What has become of the file of the edition being read.
    fn about_file(&self) -> Vec<Remark> {
        let list = self.screens.edition().list();
        let edition = list.edition();
        let is_there = self.session.archive.find(edition.id()).is_some();
        let mut parts = Vec::new();
        let file = self.file("this edition’s file");
        if self.open.iter().any(|before| before.was_there != is_there) {
            parts.push(Remark::new(if is_there {
                format!("{file} is back")
            } else {
                format!("{file} has gone; what was read of it stays until you leave it")
            }));
        }
        let has_gone = |before: &OpenBefore| !before.story_was_gone;
        if list.has_gone_story() && self.open.iter().any(has_gone) {
            let story = self.name();
            let story = story.map_or_else(
                || "this story".to_owned(),
                |name| format!("the open story of {name}"),
            );
            let gone = "is no longer in its file; it stays until you leave it";
            parts.push(Remark::new(format!("{story} {gone}")));
        }
        // A file that has gone has no news about faults.
        let mut before = self.open.iter().filter(|_| is_there);
        let before = before.find(|before| before.edition.diagnostics != edition.diagnostics);
        parts.extend(before.and_then(|before| self.about_its_faults(edition, before)));
        parts
    }

    fn about_its_faults(&self, edition: &Edition, before: &OpenBefore) -> Option<Remark> {
        let was_faulty = before.edition.is_faulty();
        let Some(fault) = edition.diagnostics.iter().find(|fault| fault.is_error()) else {
            let file = self.file("this file");
            return was_faulty.then(|| Remark::new(format!("{file} no longer has faults")));
        };
        let position = fault.position.as_ref();
        let position = position.map_or_else(
            || "a fault: ".to_owned(),
            |position| format!("line {}: ", position.line),
        );
        let shows = self.session.shows_faults(1);
        Some(self.named(format!("{position}{}{shows}", fault.message)))
    }

    /// The stories added to the edition being read; with the key, if that goes there before anything else.
    fn about_new_stories(&self, stories: &[StoryId], is_next: bool) -> Option<Remark> {
        let first = stories.first()?;
        let open = self.screens.edition().open_story();
        let is_open = self.name().is_none() && open.as_ref() == Some(first);
        let text = self.counted_with_key(stories.len(), "", is_next && !is_open);
        Some(self.named(text))
    }

    /// How many stories are new, their `place`, and the key that goes to them if that `is_next`.
    fn counted_with_key(&self, stories: usize, place: &str, is_next: bool) -> String {
        let goes = if stories == 1 {
            "goes to it"
        } else {
            "goes to the first"
        };
        let goes = self.key_to_news(goes, is_next);
        let counted = counted(stories, "new story", "new stories");
        format!("{counted}{place}{goes}")
    }

    /// The stories added to `editions` other editions; with the key, as in [`Self::about_new_stories`].
    fn about_stories_elsewhere(
        &self,
        stories: &[StoryId],
        editions: usize,
        is_next: bool,
    ) -> Option<Remark> {
        let first = stories.first()?;
        let edition = match editions {
            1 => self.session.edition_name(first.edition()),
            _ => counted(editions, "edition", "editions"),
        };
        let text = self.counted_with_key(stories.len(), &format!(" in {edition}"), is_next);
        Some(Remark::new(text))
    }

    /// The editions that are newer than any before.
    fn about_newer(&self, newer: usize, editions: &[News]) -> Option<Remark> {
        if newer > 1 {
            let opens = self.key_to_news("opens the newest", true);
            let editions = counted(newer, "newer edition has", "newer editions have");
            return Some(Remark::new(format!("{editions} come{opens}")));
        }
        let first = editions.first().filter(|_| newer == 1)?;
        let edition = self.session.archive.find(first.edition())?;
        let title = edition.briefing.as_ref()?.title();
        let title = width::cut(title, NAME);
        let opens = self.key_to_news("opens it", true);
        Some(Remark::new(format!(
            "a new edition has come: {title}{opens}"
        )))
    }

    fn about_older(&self, older: usize, is_next: bool) -> Option<Remark> {
        let opens = match older {
            0 => return None,
            1 => "opens it",
            _ => "opens the newest",
        };
        let editions = counted(older, "edition", "editions");
        let opens = self.key_to_news(opens, is_next);
        Some(Remark::new(format!("{editions} added{opens}")))
    }

    /// The key that goes to what has come in, if that `is_next`.
    fn key_to_news(&self, goes: &str, is_next: bool) -> String {
        if is_next {
            self.session.and_key(Action::News, goes)
        } else {
            String::new()
        }
    }
}

fn about_files(files: &BTreeSet<DisplayText>, has: &str, have: &str) -> Option<Remark> {
    let first = files.first()?;
    Some(match files.len() {
        1 => Remark::of_name(format!("{} {has}", width::cut(first.as_display(), NAME))),
        several => Remark::new(format!("{} {have}", counted(several, "file", "files"))),
    })
}

/// How many of the folders that are set are still not there.
fn about_missing_folders(session: &Session) -> Option<Remark> {
    let missing = session.configuration.missing_folders;
    let folders = counted(missing, "folder is", "folders are");
    let shows = session.shows_faults(missing);
    (missing > 0).then(|| Remark::new(format!("{folders} missing{shows}")))
}

/// How many other editions have come back, changed and gone.
fn about_the_rest(changes: &Changes, session: &Session) -> Vec<Remark> {
    let editions = |count| counted(count, "edition", "editions");
    let others = &changes.others;
    [
        (others.back.len(), "back"),
        (others.otherwise_changed(&session.archive), "changed"),
        (others.gone.len(), "gone"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| Remark::new(format!("{} {what}", editions(count))))
    .collect()
}
