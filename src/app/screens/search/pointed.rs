//! The mouse in a search.

use super::results::CHART_ROW;
use super::state::{SearchScreen, Stays};
use crate::app::mouse::{Gesture, Mouse};
use crate::app::parts::article_view::Entry;
use crate::app::parts::split::Focus;
use crate::app::parts::split_mouse::Pointed;
use crate::app::rows::{Row, Rows};
use crate::app::screen::{Answer, Screen};
use crate::app::session::Session;

impl SearchScreen {
    pub(super) fn point_at(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        self.see();
        let panes = session.panes(self.shows());
        let focus = self.split.focus;
        let pointed = self.split.point(mouse, &panes);
        let pressed = matches!(mouse.gesture, Gesture::Press(_));
        if pressed && self.is_typing() && panes.pane_at(mouse.cell).is_some() {
            let into = self.split.focus;
            self.split.focus = focus;
            if self.results().count() > 0 {
                // Whoever points at a result does not go on typing.
                self.accept(session);
                self.split.focus = into;
            }
        }
        match pointed {
            Pointed::Nothing | Pointed::Row(Row::Gap) => {}
            Pointed::Head(row) => {
                let bar = (row == CHART_ROW)
                    .then(|| self.results().bar_at(mouse.cell.x, session.dates()));
                if let Some(bar) = bar.flatten() {
                    self.go_to_bar(bar, session);
                }
            }
            Pointed::Row(Row::Title(group)) => {
                let group = self.results().hits().groups().get(group);
                if let Some(first) = group.map(|group| group.hits.start) {
                    session.note_jump();
                    self.split.focus = Focus::List;
                    self.select(first, Entry::AtMatch(0), session);
                }
            }
            Pointed::Row(Row::Line { item, .. }) => {
                if self.split.opens_on_click(item) {
                    session.note_jump();
                }
                self.split.click(item, &panes, session);
                self.stays = Stays::WhileFound;
            }
            Pointed::Article(released) => return self.split.released(released),
        }
        Answer::Handled
    }

    /// Goes to the first result of the period that a bar of the chart stands for.
    fn go_to_bar(&mut self, bar: usize, session: &mut Session) {
        let chart = self.results().chart();
        match chart.and_then(|chart| *chart.first.get(bar)?) {
            Some(first) => {
                session.note_jump();
                self.split.focus = Focus::List;
                self.select(first, Entry::AtMatch(0), session);
            }
            None => session.notify("No story was found in this period"),
        }
    }
}
