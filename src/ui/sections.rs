//! The list of an edition's sections, to go to one.

use super::filtered::{self, ItemRow};
use super::paint::Painter;
use super::parts::{LEFT, draw_bar};
use crate::app::hints::{GAP, columns_of};
use crate::app::layout::Panes;
use crate::app::screens::sections::SectionsScreen;
use crate::text::{DisplayText, grouped};

/// Column of the symbol for the present section, from the left of the list.
const PRESENT: u16 = 3;
/// The fewest columns that are left for a title by the number of stories; where there are fewer, the title has
/// them all.
const LEAST_TITLE: u16 = 12;

/// Draws the sections: number, letter, title, and how many of the stories are unread. The present one has a
/// symbol.
pub(super) fn draw(painter: &mut Painter<'_>, screen: &SectionsScreen, panes: &Panes) {
    let sections = &screen.items;
    let line = |painter: &mut Painter<'_>, row: &ItemRow| {
        let section = &sections.rows[row.item];
        let (accent, dim) = (painter.theme.accent, painter.theme.dim);
        let style = match section.unread {
            _ if row.bar.is_some() => painter.theme.strong,
            Some(0) => dim,
            _ => painter.theme.text,
        };
        let (left, right, y) = (row.area.left(), row.area.right() - 2, row.y);
        draw_bar(painter, left, y, row.bar);
        if sections.present == Some(row.item) {
            painter.own(left + PRESENT, y, right, "»", accent);
        }
        let digits = section.digits.as_display();
        let letter_at = painter.text(left + LEFT, y, right, digits, accent) + 1;
        if let Some(letter) = section.letter.filter(|_| sections.letters_go()) {
            let letter = DisplayText::line(&letter.to_string());
            painter.text(letter_at, y, right, letter.as_display(), accent);
        }
        let x = letter_at + 3;
        let unread = section.unread.unwrap_or(section.stories);
        let unread = unread_text(unread, section.stories);
        let room = right.saturating_sub(x + GAP + columns_of(&unread));
        let limit = if room < LEAST_TITLE {
            right
        } else {
            let limit = painter.right_aligned(x, y, right, unread.as_display(), dim);
            limit.saturating_sub(GAP)
        };
        painter.cut(x, y, limit, section.title.as_display(), style);
    };
    filtered::draw(painter, screen, panes, |_, _, _| {}, line);
}

/// How many of a section's stories are unread. Each says of what it is a number, so that they can be compared.
fn unread_text(unread: usize, stories: usize) -> DisplayText {
    let all = grouped(stories);
    DisplayText::line(&match unread {
        _ if stories == 0 => "no stories".to_owned(),
        0 => format!("{all} read"),
        unread if unread == stories => format!("{all} unread"),
        unread => format!("{} of {all} unread", grouped(unread)),
    })
}
