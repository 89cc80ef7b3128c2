//! The archive's year.

use super::paint::Painter;
use crate::app::screens::archive::calendar::{Calendar, Day, DayState};
use crate::briefing::{Dates, Form};
use crate::text::{DisplayStr, DisplayText};

/// The days of the week, from the first row down.
const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// `focused` is whether the year has the focus.
pub(super) fn draw(painter: &mut Painter<'_>, year: &Calendar, focused: bool, dates: Dates) {
    let area = year.area();
    let (x, right, dim) = (area.x + 1, area.right(), painter.theme.dim);
    let number = DisplayText::line(&format!("{:04}", year.selected.year()));
    let style = painter.theme.accent;
    painter.text(x, area.y, right, number.as_display(), style);
    for (y, weekday) in (area.y + 1..area.bottom()).zip(WEEKDAYS) {
        painter.own(x, y, right, weekday, dim);
    }
    for (month, x) in year.months() {
        let name = DisplayText::line(&dates.date(Form::MonthOfYear, month));
        painter.text(x, area.y, right, name.as_display(), dim);
    }
    for (cell, sign) in [(year.cut_left(), "‹"), (year.cut_right(), "›")] {
        if let Some(cell) = cell {
            painter.own(cell.x, cell.y, right, sign, dim);
        }
    }
    for day in year.days() {
        draw_day(painter, year, day, focused);
    }
}

fn draw_day(painter: &mut Painter<'_>, year: &Calendar, day: &Day, focused: bool) {
    let Some(cell) = year.cell(day.date) else {
        return;
    };
    let theme = painter.theme;
    let (symbol, mut style) = match day.state() {
        DayState::NoEdition => ("·", theme.dim),
        DayState::Unread => ("●", theme.unread),
        DayState::Begun => ("◐", theme.unread),
        DayState::Read => ("○", theme.dim),
        DayState::Unreadable => ("!", theme.fault),
    };
    if day.date == year.today {
        style = style.patch(theme.today);
    }
    if day.date == year.selected {
        style = style.patch(if focused {
            theme.day
        } else {
            theme.day_unfocused
        });
    }
    let right = year.area().right();
    painter.text(cell.x, cell.y, right, DisplayStr::own(symbol), style);
    if year.ends_month(day.date) {
        painter.own(cell.x + 1, cell.y, right, "│", theme.dim);
    }
}
