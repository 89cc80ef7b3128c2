//! The state of the edition that is being read, and the ways to change what is open in it.

use std::sync::Arc;

use super::closing::Closing;
use super::headlines::Headlines;
use super::items::{Filter, Item};
use crate::app::parts::article_change::first_difference;
use crate::app::parts::article_view::Entry;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::split::{Focus, Split};
use crate::app::rows::Rows;
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::app::visit::{Found, Visit};
use crate::archive::Edition;
use crate::article;
use crate::briefing::{Briefing, EditionId, StoryId, Whole};
use crate::keymap::Action;
use crate::marks::{Last, Pane, Reached};
use crate::text::counted;

#[derive(Debug)]
pub struct EditionScreen {
    pub split: Split<Headlines>,
    /// The page after the last story, while it is shown in the article's place.
    pub closing: Option<Closing>,
    /// While only the article is shown: what had the focus before.
    pub(super) zen: Option<Focus>,
    pub found: Found,
    /// Closing it leads back to the results of a search.
    pub from_results: bool,
    /// It was opened by a jump, so the last line names the key that leads back.
    pub(in crate::app) reached_by_jump: bool,
    /// So was the place in it, and the user has not gone on from there.
    pub(in crate::app) jumped_within: bool,
}

impl EditionScreen {
    /// Opens an edition where the user left off in the run before, if that was in this edition. Else it
    /// goes by the marks: a story that was left partway through is resumed, and an edition that is all read
    /// opens at its closing page.
    pub fn first(edition: Arc<Edition>, session: &mut Session) -> Self {
        let mut list = headlines(edition, session);
        let mut cursor = where_left(&mut list, session);
        let left = session.left_in(list.edition().id());
        let (in_article, closed) = if let Some(left) = left {
            let in_article = match left.focus {
                Some(pane) => pane == Pane::Article,
                None => left.place > 0,
            };
            (in_article, left.reached == Reached::ClosingPage)
        } else {
            let item = list.item(cursor.selected());
            let begun = item.is_some_and(|item| item.status.begun);
            let all_read = list.is_all_read();
            if all_read {
                // The page comes after the last story, and leads back to it.
                cursor = ListCursor::at(list.count().saturating_sub(1));
            }
            (begun, all_read)
        };
        let focus = if in_article {
            Focus::Article
        } else {
            Focus::List
        };
        let closing = closed.then(|| Closing::new(&list, session));
        Self {
            found: found(&list, session),
            split: Split::new(list, cursor, focus, Entry::AsLeft, session),
            closing,
            zen: None,
            from_results: false,
            reached_by_jump: false,
            jumped_within: false,
        }
    }

    /// Opens an edition where it was left, on top of the results of a search.
    pub fn over_results(edition: Arc<Edition>, session: &mut Session) -> Self {
        let mut list = headlines(edition, session);
        let cursor = where_left(&mut list, session);
        Self {
            found: found(&list, session),
            split: Split::new(list, cursor, Focus::List, Entry::AsLeft, session),
            closing: None,
            zen: None,
            from_results: true,
            reached_by_jump: true,
            jumped_within: false,
        }
    }

    /// Opens another edition in place of this one, where it was left, under the same filter.
    pub fn open(&mut self, edition: Arc<Edition>, session: &mut Session) {
        self.leave_edition(session);
        let filter = self.list().filter();
        let mut list = headlines(edition, session);
        let cursor = where_left(&mut list, session);
        let cursor = match filter {
            Filter::All => cursor,
            filter => ListCursor::at(list.set_filter(filter, cursor.selected())),
        };
        (self.closing, self.reached_by_jump) = (None, true);
        self.found = found(&list, session);
        self.split = Split::new(list, cursor, self.split.focus, Entry::AsLeft, session);
        self.report_nothing_matching(session);
    }

    /// Notes where the edition and its open story are left.
    fn leave_edition(&self, session: &mut Session) {
        self.split.leave(session);
        self.note_visit(session);
    }

    /// Notes where the list of the edition is left.
    pub fn note_visit(&self, session: &mut Session) {
        session.visits.insert(self.id().clone(), self.visit());
    }

    /// Where its list is.
    pub(in crate::app) fn visit(&self) -> Visit {
        let list = self.list();
        // Under a filter, the first story shown is not where the whole list would begin.
        let top = match list.filter() {
            Filter::All => self.split.cursor.top(),
            _ => self.split.selected(),
        };
        Visit {
            found: self.found,
            selected: list.story_id(self.split.selected()),
            top: list.story_id(top),
        }
    }

    pub fn id(&self) -> &EditionId {
        self.list().edition().id()
    }

    /// How many sections the edition has.
    pub fn sections(&self) -> usize {
        self.list().briefing().map_or(0, Briefing::sections)
    }

    pub fn list(&self) -> &Headlines {
        &self.split.list
    }

    /// The story that is open in the list; `None` for faults.
    pub fn open_story(&self) -> Option<StoryId> {
        self.list().story_id(self.split.selected())
    }

    pub fn is_zen(&self) -> bool {
        self.zen.is_some()
    }

    pub(super) fn toggle_zen(&mut self) {
        if self.is_zen() {
            self.leave_zen();
        } else {
            self.zen = Some(std::mem::replace(&mut self.split.focus, Focus::Article));
        }
    }

    pub(super) fn leave_zen(&mut self) {
        if let Some(before) = self.zen.take() {
            self.split.focus = before;
        }
    }

    /// Opens another item of the list, which ends the closing page.
    pub(super) fn select(&mut self, item: usize, entry: Entry, session: &mut Session) {
        self.closing = None;
        let panes = session.panes(self.shows());
        self.split.select(item, entry, &panes, session);
    }

    /// Opens a story of this edition and focuses its article; a filter that hides it is taken off.
    pub fn go_to_story(&mut self, story: &StoryId, session: &mut Session) {
        self.closing = None;
        let Some(position) = self.list().edition().nearest(story) else {
            return;
        };
        if self.list().item_of(position).is_none() {
            self.set_filter(Filter::All, session);
        }
        if let Some(item) = self.list().item_of(position) {
            let panes = session.panes(self.shows());
            // It may be the open one, left at its end.
            self.split.leave(session);
            self.split.set_cursor(item, &panes);
            self.split.open(Entry::ToRead, &panes, session);
            self.split.focus = Focus::Article;
        }
    }

    /// The item to go to when the open story has been read: the next one that is unread. When the edition is
    /// read `again`, or when only saved stories are shown, it is the next story shown.
    pub(super) fn next_to_read(&self, again: bool) -> Option<usize> {
        let (list, after) = (self.list(), self.split.selected() + 1);
        let any = again || list.filter() == Filter::Saved;
        (after..list.count()).find(|&index| {
            let item = list.item(index);
            item.is_some_and(|item| any || item.is_unread())
        })
    }

    /// The next unread item; with a negative `step`, the previous one.
    pub(super) fn next_unread(&self, step: isize) -> Option<usize> {
        let list = self.list();
        let unread = |&index: &usize| list.item(index).is_some_and(Item::is_unread);
        let selected = self.split.selected();
        if step > 0 {
            (selected + 1..list.count()).find(unread)
        } else {
            (0..selected).rev().find(unread)
        }
    }

    /// The filter after `filter` that lets something through.
    fn filter_after(&self, filter: Filter) -> Filter {
        match filter.next() {
            Filter::All => Filter::All,
            next if self.list().matching(next) > 0 => next,
            next => self.filter_after(next),
        }
    }

    /// The filter that comes next.
    pub(in crate::app) fn following_filter(&self) -> Filter {
        self.filter_after(self.list().filter())
    }

    /// Shows what the next filter lets through. Those that let nothing through are passed over.
    pub(super) fn next_filter(&mut self, session: &mut Session) {
        let before = self.list().filter();
        let filter = self.following_filter();
        let mut skipped = Vec::new();
        let mut between = before.next();
        while between != filter {
            skipped.push(between.name());
            between = between.next();
        }
        let nothing = skipped.join(" or ");
        if (before, filter) == (Filter::All, Filter::All) {
            return session.notify(&format!("Nothing here is {nothing}; all stories are shown"));
        }
        self.closing = None;
        self.set_filter(filter, session);
        let now = match filter {
            Filter::All => "All stories of this edition".to_owned(),
            filter => {
                let stories = counted(self.list().matching(filter), "story", "stories");
                let then = self.then(session);
                format!("Only {}: {stories}{then}", filter.name())
            }
        };
        let nothing = match skipped.as_slice() {
            [] => String::new(),
            _ => format!("Nothing here is {nothing}. "),
        };
        session.notify(&format!("{nothing}{now}"));
    }

    /// What the key for filters does next, to end a sentence with.
    fn then(&self, session: &Session) -> String {
        let shows = match self.following_filter() {
            Filter::All => "shows all".to_owned(),
            next => format!("shows the {} ones", next.name()),
        };
        session.and_key(Action::NextFilter, &shows)
    }

    /// Says so if the filter lets no story through: the one that is open is shown all the same.
    fn report_nothing_matching(&self, session: &mut Session) {
        let filter = self.list().filter();
        if filter != Filter::All && self.list().matching(filter) == 0 {
            let name = filter.name();
            let then = self.then(session);
            session.notify(&format!("No story here is {name}{then}"));
        }
    }

    fn set_filter(&mut self, filter: Filter, session: &Session) {
        let selected = self.split.selected();
        let item = self.split.list.set_filter(filter, selected);
        self.set_cursor(item, session);
    }

    /// Opens the first story that differs from the edition `before`, at the first difference, and brings its text
    /// into view where only the list was. The edition being read is another reading of the same file.
    pub fn follow_edit(&mut self, before: &Edition, session: &mut Session) {
        let edition = Arc::clone(self.list().edition());
        let (Some(old), Some(new)) = (&before.briefing, &edition.briefing) else {
            return;
        };
        let old_of = |position: usize| {
            let id = edition.id().story(position)?;
            // If a headline was corrected, the story is recognised by its position.
            let same = before.id().position(&id);
            let by_position = || (old.len() == new.len()).then_some(position);
            same.or_else(by_position)
        };
        let is_edited = |position: &usize| {
            let story = new.story(*position);
            old_of(*position).is_none_or(|old_position| !old.story(old_position).reads_like(story))
        };
        let Some(position) = (0..new.len()).find(is_edited) else {
            return;
        };
        let dates = session.dates();
        let text =
            |edition: Whole<'_>, position| article::of_story(edition, position, 0, dates).text;
        let offset = old_of(position).zip(before.whole().zip(edition.whole()));
        let offset = offset.map_or(0, |(old_position, (before, after))| {
            first_difference(&text(before, old_position), &text(after, position))
        });
        let Some(item) = self.list().item_of(position) else {
            return;
        };
        if item == self.split.selected() && self.closing.is_none() {
            self.split.article.refresh_at(offset, session);
        } else {
            session.note_jump();
            self.select(item, Entry::AtByte(offset), session);
        }
        if !session.panes(self.shows()).shows_article {
            self.split.focus = Focus::Article;
        }
    }

    /// Selects an item without opening its story: the list may have changed around the open one.
    pub(super) fn set_cursor(&mut self, item: usize, session: &Session) {
        let panes = session.panes(self.shows());
        self.split.set_cursor(item, &panes);
    }
}

pub(super) fn headlines(edition: Arc<Edition>, session: &Session) -> Headlines {
    Headlines::new(edition, session)
}

/// What the edition was like when it was opened first, which may be now.
pub(super) fn found(list: &Headlines, session: &Session) -> Found {
    match session.visits.get(list.edition().id()) {
        Some(visit) => visit.found,
        None if list.is_all_read() => Found::AllRead,
        None => Found::ToRead,
    }
}

/// The cursor where the edition was left, in this run of the program or in the one before; else where
/// reading goes on.
fn where_left(list: &mut Headlines, session: &Session) -> ListCursor {
    let id = list.edition().id();
    if let Some(visit) = session.visits.get(id) {
        return cursor_of(visit, list);
    }
    let left = session.left_in(id);
    let left = left.and_then(|left| cursor_left(left, list));
    left.unwrap_or_else(|| ListCursor::at(list.resume(&session.marks)))
}

/// The cursor where the user left off in the run before; `None` if what was selected has gone.
fn cursor_left(left: &Last, list: &Headlines) -> Option<ListCursor> {
    let item = |id: &str| {
        if id.is_empty() {
            // The faults of the file.
            return list.items().position(|item| item.story().is_none());
        }
        let mut stories = list.briefing()?.stories();
        list.item_of(stories.position(|story| *story.id() == *id)?)
    };
    let selected = item(left.story.as_deref().unwrap_or_default())?;
    let top = left.top.as_deref().and_then(item);
    Some(ListCursor::shown_from(top.unwrap_or(selected), selected))
}

fn cursor_of(visit: &Visit, list: &Headlines) -> ListCursor {
    let item = |story: &Option<StoryId>| {
        let position = list.edition().nearest(story.as_ref()?)?;
        list.item_of(position)
    };
    let selected = item(&visit.selected).unwrap_or(0);
    ListCursor::shown_from(item(&visit.top).unwrap_or(0), selected)
}
