//! The mouse in an edition.

use super::state::EditionScreen;
use crate::app::hints;
use crate::app::layout::{Pane, Panes};
use crate::app::mouse::{Gesture, Mouse};
use crate::app::parts::split::Focus;
use crate::app::parts::split_mouse::Pointed;
use crate::app::rows::Row;
use crate::app::screen::{Answer, Screen, Step};
use crate::app::session::Session;

impl EditionScreen {
    pub(super) fn point_at(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        let panes = session.panes(self.shows());
        if self.closing.is_some() && panes.pane_at(mouse.cell) == Some(Pane::Article) {
            return self.point_in_closing(mouse, &panes, session);
        }
        match self.split.point(mouse, &panes) {
            Pointed::Nothing | Pointed::Head(_) | Pointed::Row(Row::Gap) => {}
            Pointed::Row(Row::Title(section)) => {
                session.note_jump();
                self.split.focus = Focus::List;
                self.go_to_section(Some(section), session);
            }
            Pointed::Row(Row::Line { item, .. }) => {
                if self.closing.take().is_some() {
                    // Its story is not open, so there is nothing to go into yet.
                    self.split.focus = Focus::Article;
                }
                self.split.click(item, &panes, session);
            }
            Pointed::Article(released) => return self.split.released(released),
        }
        Answer::Handled
    }

    fn point_in_closing(&mut self, mouse: Mouse, panes: &Panes, session: &mut Session) -> Answer {
        let Some(closing) = &mut self.closing else {
            return Answer::Handled;
        };
        match mouse.gesture {
            Gesture::Wheel(notches) => closing.scroll(notches, panes),
            Gesture::Press(_) => {
                if let Some(index) = closing.story_at(mouse.cell.y, panes) {
                    if index == closing.selected_index() {
                        self.go_on(session);
                    } else {
                        closing.choose(index, panes);
                    }
                } else if let Some(foot) = closing.foot(panes) {
                    let hints = self.ways_on(foot.width, session);
                    let right = panes.text.right();
                    let action = hints::action_at(&hints, foot, right, mouse.cell);
                    return action
                        .map_or(Answer::Handled, |action| Answer::Go(Step::Perform(action)));
                }
            }
            Gesture::Drag { .. } | Gesture::Release => {}
        }
        Answer::Handled
    }
}
