//! Reports of the mouse as messages: what is left to the terminal is dropped, clicks in quick succession are
//! counted, and reports that mean the same are put together.

use std::time::{Duration, Instant};

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use crate::app::Msg;
use crate::app::mouse::{Clicks, Gesture, Mouse};

/// Two clicks that are further apart are two single clicks.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);

/// The mouse from report to report.
#[derive(Debug, Default)]
pub(super) struct Pointer {
    /// The last time that the button went down.
    pressed: Option<Pressed>,
    /// The button is down, and the program has been told so.
    is_down: bool,
}

#[derive(Debug)]
struct Pressed {
    at: Instant,
    cell: Position,
    clicks: Clicks,
}

impl Pointer {
    /// Adds the message for a report that came at the time `now`, if it has one, to `messages`, or puts it
    /// together with the last of them.
    pub(super) fn push(&mut self, report: MouseEvent, now: Instant, messages: &mut Vec<Msg>) {
        let Some(mouse) = self.mouse(report, now) else {
            return;
        };
        if let Some(Msg::Mouse(last)) = messages.last_mut()
            && let Some(both) = together(*last, mouse)
        {
            *last = both;
        } else {
            messages.push(Msg::Mouse(mouse));
        }
    }

    fn mouse(&mut self, report: MouseEvent, now: Instant) -> Option<Mouse> {
        let cell = Position {
            x: report.column,
            y: report.row,
        };
        let gesture = match report.kind {
            // The end of what the program has been told of, whatever key is held by now.
            MouseEventKind::Up(MouseButton::Left) if std::mem::take(&mut self.is_down) => {
                Gesture::Release
            }
            MouseEventKind::Drag(MouseButton::Left) if self.is_down => Gesture::Drag { reports: 1 },
            // With a key held, the terminal and other programs have meanings of their own for it.
            _ if report.modifiers != KeyModifiers::NONE => return None,
            MouseEventKind::Down(MouseButton::Left) => {
                self.is_down = true;
                Gesture::Press(self.press(cell, now))
            }
            MouseEventKind::ScrollUp => Gesture::Wheel(-1),
            MouseEventKind::ScrollDown => Gesture::Wheel(1),
            _ => return None,
        };
        Some(Mouse { cell, gesture })
    }

    fn press(&mut self, cell: Position, now: Instant) -> Clicks {
        let last = self.pressed.take();
        let follows = |last: &Pressed| last.cell == cell && now - last.at <= DOUBLE_CLICK;
        let clicks = last
            .filter(follows)
            .map_or(Clicks::One, |last| last.clicks.next());
        self.pressed = Some(Pressed {
            at: now,
            cell,
            clicks,
        });
        clicks
    }
}

/// Two reports as one that means the same; `None` when no single one does.
fn together(first: Mouse, second: Mouse) -> Option<Mouse> {
    let gesture = match (first.gesture, second.gesture) {
        (Gesture::Wheel(one), Gesture::Wheel(other))
            if first.cell == second.cell && one.signum() == other.signum() =>
        {
            Gesture::Wheel(one.saturating_add(other))
        }
        (Gesture::Drag { reports: one }, Gesture::Drag { reports: other })
            if first.cell.y == second.cell.y =>
        {
            Gesture::Drag {
                reports: one.saturating_add(other),
            }
        }
        _ => return None,
    };
    Some(Mouse {
        cell: second.cell,
        gesture,
    })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

    use super::{Clicks, Gesture, Pointer};
    use crate::app::Msg;

    const DOWN: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
    const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
    const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);
    const SCROLL: MouseEventKind = MouseEventKind::ScrollDown;
    const BACK: MouseEventKind = MouseEventKind::ScrollUp;

    fn report(kind: MouseEventKind, column: u16, row: u16, modifiers: KeyModifiers) -> MouseEvent {
        MouseEvent {
            kind,
            column,
            row,
            modifiers,
        }
    }

    /// The gestures that come of reports in one batch, each a tenth of a second after the one before.
    fn gestures(reports: &[MouseEvent]) -> Vec<(u16, u16, Gesture)> {
        let (mut pointer, mut messages) = (Pointer::default(), Vec::new());
        let mut now = Instant::now();
        for report in reports {
            pointer.push(*report, now, &mut messages);
            now += Duration::from_millis(100);
        }
        let gesture = |message: &Msg| match message {
            Msg::Mouse(mouse) => (mouse.cell.x, mouse.cell.y, mouse.gesture),
            other => panic!("{other:?}"),
        };
        messages.iter().map(gesture).collect()
    }

    fn plain(reports: &[(MouseEventKind, u16, u16)]) -> Vec<(u16, u16, Gesture)> {
        let reports = reports
            .iter()
            .map(|&(kind, x, y)| report(kind, x, y, KeyModifiers::NONE));
        gestures(&reports.collect::<Vec<_>>())
    }

    #[test]
    fn quick_clicks_on_one_cell_are_counted_to_three() {
        let clicks = |reports: &[(MouseEventKind, u16, u16)]| {
            let gestures = plain(reports);
            let clicks = gestures
                .into_iter()
                .filter_map(|(.., gesture)| match gesture {
                    Gesture::Press(clicks) => Some(clicks),
                    _ => None,
                });
            clicks.collect::<Vec<_>>()
        };
        let (here, there) = ((DOWN, 3, 4), (DOWN, 4, 4));
        let (one, two, three) = (Clicks::One, Clicks::Two, Clicks::Three);
        assert_eq!(clicks(&[here, here, here, here]), [one, two, three, one]);
        assert_eq!(clicks(&[here, there, there, here]), [one, one, two, one]);
        let (wait, up) = ((BACK, 0, 0), (UP, 3, 4));
        assert_eq!(clicks(&[here, up, here, up]), [one, two]);
        assert_eq!(clicks(&[here, up, wait, wait, wait, here]), [one, one]);
    }

    #[test]
    fn wheel_and_drag_reports_that_mean_the_same_are_put_together() {
        let wheel = Gesture::Wheel;
        assert_eq!(
            plain(&[(SCROLL, 1, 1), (SCROLL, 1, 1), (BACK, 1, 1), (BACK, 2, 1)]),
            [(1, 1, wheel(2)), (1, 1, wheel(-1)), (2, 1, wheel(-1))]
        );
        let drag = |reports| Gesture::Drag { reports };
        assert_eq!(
            plain(&[
                (DOWN, 1, 1),
                (DRAG, 2, 1),
                (DRAG, 3, 1),
                (DRAG, 3, 2),
                (UP, 3, 2)
            ])[1..],
            [(3, 1, drag(2)), (3, 2, drag(1)), (3, 2, Gesture::Release)]
        );
        let many = plain(&vec![(SCROLL, 1, 1); 40_000]);
        assert_eq!(many, [(1, 1, wheel(i16::MAX))]);
    }

    #[test]
    fn what_is_left_to_the_terminal_and_what_the_program_was_not_told_of_is_dropped() {
        for modifiers in [
            KeyModifiers::SHIFT,
            KeyModifiers::ALT,
            KeyModifiers::CONTROL,
        ] {
            let kinds = [DOWN, DRAG, UP, SCROLL, BACK];
            assert_eq!(
                gestures(&kinds.map(|kind| report(kind, 1, 1, modifiers))),
                []
            );
        }
        let (right, middle) = (MouseButton::Right, MouseButton::Middle);
        let others = [
            MouseEventKind::Down(right),
            MouseEventKind::Drag(middle),
            MouseEventKind::Up(right),
            MouseEventKind::Moved,
            MouseEventKind::ScrollLeft,
        ];
        assert_eq!(plain(&others.map(|kind| (kind, 1, 1))), []);
        assert_eq!(plain(&[(DRAG, 1, 1), (UP, 1, 1)]), []);
        // A key that was pressed meanwhile does not keep the selection from ending.
        let shifted = report(UP, 2, 2, KeyModifiers::SHIFT);
        let reports = [report(DOWN, 1, 1, KeyModifiers::NONE), shifted];
        assert_eq!(gestures(&reports)[1], (2, 2, Gesture::Release));
    }
}
