//! From a report of the mouse to what it does: the last line is asked first, then the screen on top.

use super::last_line::{self, AtCell};
use super::model::Model;
use super::mouse::{Gesture, Mouse};
use super::screen::Answer;
use crate::keymap::Key;

impl Model {
    /// Does what the mouse means. Like a key, a click is taken for what was on the screen before it: the
    /// notice goes, and so do the letters after `g`.
    pub(super) fn point(&mut self, mouse: Mouse) {
        let panes = self.panes();
        if panes.tiny {
            return;
        }
        if let Gesture::Press(_) = mouse.gesture {
            let at = last_line::at(self, &panes, mouse.cell);
            self.forget_passing();
            match at {
                AtCell::Action(action) => {
                    self.screens.top_mut().key_pressed();
                    self.perform(action, Key::Other);
                    return;
                }
                AtCell::Other => return,
                AtCell::Above => {}
            }
        }
        let answer = self.screens.top_mut().point(mouse, &mut self.session);
        if let Answer::Go(step) = answer {
            self.go(step);
        }
    }
}
