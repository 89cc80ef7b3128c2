//! The walk from match to match, from result to result and from edition to edition.

use super::state::SearchScreen;
use crate::app::parts::article_view::Entry;
use crate::app::parts::split::Focus;
use crate::app::rows::Rows;
use crate::app::session::Session;

impl SearchScreen {
    /// Goes to the next match in the open story, then to the first of the next result.
    pub(super) fn next_match(&mut self, session: &mut Session) {
        let article = &mut self.split.article;
        let next = article.current_match() + 1;
        if !session.panes(self.shows_now()).shows_article {
            self.split.focus = Focus::Article;
        } else if next < self.split.article.highlights().len() {
            self.split.article.go_to_match(next);
        } else {
            self.go_to_result(1, Entry::AtMatch(0), session);
        }
    }

    pub(super) fn previous_match(&mut self, session: &mut Session) {
        let previous = self.split.article.current_match().checked_sub(1);
        if !session.panes(self.shows_now()).shows_article {
            self.split.focus = Focus::Article;
        } else if let Some(previous) = previous {
            self.split.article.go_to_match(previous);
        } else {
            self.go_to_result(-1, Entry::AtMatch(usize::MAX), session);
        }
    }

    /// Opens the result `step` further, if there is one.
    pub(super) fn go_to_result(&mut self, step: isize, entry: Entry, session: &mut Session) {
        let target = self.split.selected().checked_add_signed(step);
        match target.filter(|&target| target < self.results().count()) {
            Some(target) => self.select(target, entry, session),
            None if step > 0 => session.notify("Nothing more was found after this"),
            None => session.notify("Nothing was found before this"),
        }
    }

    fn select(&mut self, position: usize, entry: Entry, session: &mut Session) {
        let panes = session.panes(self.shows_now());
        self.split.select(position, entry, &panes, session);
        self.user_chose = true;
    }

    /// Goes to the first result of the next edition, or of this one and then of the one before.
    pub(super) fn step_edition(&mut self, step: isize, session: &mut Session) {
        let (hits, selected) = (self.results().hits(), self.split.selected());
        let group = hits.group_of(selected);
        let start = |group: usize| hits.groups().get(group).map(|group| group.hits.start);
        let target = match step {
            1 => start(group + 1),
            _ if start(group) != Some(selected) => start(group),
            _ => group.checked_sub(1).and_then(start),
        };
        match target {
            Some(target) => self.select(target, Entry::AtMatch(0), session),
            None if step > 0 => session.notify("This is the last edition found"),
            None => session.notify("This is the first edition found"),
        }
    }
}
