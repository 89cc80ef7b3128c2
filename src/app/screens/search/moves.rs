//! The ways through the results and their matches.

use super::{Phase, SearchScreen, Stays};
use crate::app::layout::Panes;
use crate::app::parts::article_view::Entry;
use crate::app::parts::split::Focus;
use crate::app::parts::standing::Way;
use crate::app::rows::Rows;
use crate::app::screen::Screen;
use crate::app::session::Session;

impl SearchScreen {
    /// Notes that the user has done something since the results were kept.
    pub(super) fn see(&mut self) {
        if self.phase == Phase::Kept {
            self.stays = self.stays.max(Stays::WhileMoreComes);
        }
    }

    /// Goes to the next match in the open story, then to the first of the next result.
    pub(super) fn next_match(&mut self, session: &mut Session) {
        let article = &mut self.split.article;
        let next = article.current_match() + 1;
        if !session.panes(self.shows()).shows_article {
            self.split.focus = Focus::Article;
        } else if next < self.split.article.highlights().len() {
            self.split.read_at_match(next);
        } else {
            self.go_to_result(1, Entry::AtMatch(0), session);
        }
    }

    pub(super) fn previous_match(&mut self, session: &mut Session) {
        let previous = self.split.article.current_match().checked_sub(1);
        if !session.panes(self.shows()).shows_article {
            self.split.focus = Focus::Article;
        } else if let Some(previous) = previous {
            self.split.read_at_match(previous);
        } else {
            self.go_to_result(-1, Entry::AtMatch(usize::MAX), session);
        }
    }

    /// Marks the open story read, of which the end is in view, and goes to the next result.
    pub(super) fn finish_and_go_on(&mut self, session: &mut Session) {
        let shows_story = self.split.article.shows_story();
        if let Some(story) = self.story_shown().filter(|_| shows_story) {
            session.finish(&story);
        }
        self.go_to_result(1, Entry::AtMatch(0), session);
    }

    /// Goes to the next result. If the user has scrolled to the end of the open story, that is marked read.
    pub(super) fn next_result(&mut self, panes: &Panes, session: &mut Session) {
        if let Some(story) = self.story_shown()
            && self.split.article.end_was_reached()
        {
            session.finish_in_passing(&story, panes.shows_list);
        }
        self.go_to_result(1, Entry::AtMatch(0), session);
    }

    /// Opens the result `step` further, if there is one.
    pub(super) fn go_to_result(&mut self, step: isize, entry: Entry, session: &mut Session) {
        let target = self.split.selected().checked_add_signed(step);
        match target.filter(|&target| target < self.results().count()) {
            Some(target) => self.select(target, entry, session),
            None if step > 0 => session.notify(&self.end_of_results(Way::On, session)),
            None => session.notify(&self.end_of_results(Way::Back, session)),
        }
    }

    pub(super) fn select(&mut self, position: usize, entry: Entry, session: &mut Session) {
        let panes = session.panes(self.shows());
        self.split.select(position, entry, &panes, session);
        self.stays = Stays::WhileFound;
    }

    /// Goes to the first result in the next bar of the chart that has any, later in time or earlier.
    pub(super) fn step_bar(&mut self, step: isize, session: &mut Session) {
        let results = self.results();
        let Some(chart) = results.chart() else {
            return session.notify("There is no chart here to move along");
        };
        // Results without a date are older than all others.
        let bar = results.bar_of(self.split.selected());
        let target = if step > 0 {
            let later = chart.first.iter().skip(bar.map_or(0, |bar| bar + 1));
            later.flatten().next().copied()
        } else {
            let earlier = chart.first.iter().take(bar.unwrap_or(0));
            earlier.flatten().next_back().copied()
        };
        match target {
            Some(target) => self.select(target, Entry::AtMatch(0), session),
            None if step > 0 => session.notify("This is the last bar of the chart"),
            None => session.notify("This is the first bar of the chart"),
        }
    }

    /// Goes to the first result of the next edition; back, of this one, or of the one before if that is selected
    /// already.
    pub(super) fn step_edition(&mut self, step: isize, session: &mut Session) {
        let (hits, selected) = (self.results().hits(), self.split.selected());
        let group = hits.group_of(selected);
        let start = |group: usize| hits.groups().get(group).map(|group| group.hits.start);
        let target = match step {
            1 => start(group + 1),
            _ if start(group) != Some(selected) => start(group),
            _ => group.checked_sub(1).and_then(start),
        };
        if let Some(target) = target {
            return self.select(target, Entry::AtMatch(0), session);
        }
        let end = if step > 0 { "last" } else { "first" };
        let (so_far, back) = (self.so_far(session), self.way_back(session));
        session.notify(&format!("This is the {end} edition found{so_far}{back}"));
    }
}
