//! The mouse in a list that narrows.

use super::{Filtered, Narrowable};
use crate::app::layout::Panes;
use crate::app::mouse::{Gesture, Mouse, wheel_rows};
use crate::app::rows::item_at;
use crate::app::screen::{Answer, Screen};
use crate::app::session::Session;
use crate::keymap::Action;

impl<T: Narrowable> Filtered<T> {
    pub(super) fn point_at(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        let panes = self.panes(session);
        if panes.pane_at(mouse.cell).is_none() {
            return Answer::Handled;
        }
        match mouse.gesture {
            Gesture::Wheel(notches) => {
                let (rows, height) = (wheel_rows(notches), usize::from(panes.list.height));
                self.cursor = self.cursor.scroll(rows, self, height);
            }
            Gesture::Press(_) => {
                self.number = 0;
                let rows = self.rows_in_view(&panes);
                if let Some(position) = item_at(&rows, panes.list.y, mouse.cell.y) {
                    return self.click(position, &panes, session);
                }
            }
            Gesture::Drag { .. } | Gesture::Release => {}
        }
        Answer::Handled
    }

    /// Selects an item, or opens it if it was selected. In a menu it is opened at once.
    fn click(&mut self, position: usize, panes: &Panes, session: &mut Session) -> Answer {
        let was_selected = position == self.selected_position();
        self.chosen = true;
        if !was_selected {
            let height = usize::from(panes.list.height);
            self.cursor = self.cursor.select_in_place(position, self, height);
        }
        if was_selected || self.items.is_menu() {
            self.perform(Action::Open, session)
        } else {
            Answer::Handled
        }
    }
}
