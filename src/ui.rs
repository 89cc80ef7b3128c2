//! Drawing: turns the model into cells of the terminal, and never changes the model.

mod archive;
mod article;
mod calendar;
mod closing;
mod faults;
mod filtered;
mod header;
mod headlines;
mod last_line;
mod paint;
mod parts;
mod results;
mod sections;
pub mod theme;
mod themes;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::layout::Panes;
use crate::app::screens::AnyScreen;
use crate::text::{DisplayStr, width};
use paint::Painter;
use theme::Theme;

/// Draws the screen for `model`. Pure: the same model always gives the same screen.
pub fn draw(frame: &mut Frame<'_>, model: &Model, theme: &Theme) {
    let (panes, session) = (model.panes(), &model.session);
    // Nothing on the page can be followed while a menu lies over it.
    let hyperlinks = session.abilities.hyperlinks && panes.frame.is_none();
    let mut painter = Painter::new(frame.buffer_mut(), theme, hyperlinks);
    if panes.tiny {
        last_line::draw_tiny(&mut painter, model, &panes);
        return;
    }
    draw_page(&mut painter, model);
    if let menu @ AnyScreen::Themes(_) = model.screens.top() {
        draw_screen(&mut painter, menu, model, &panes);
    }
    if let Some(greeting) = &session.greeting {
        draw_greeting(&mut painter, greeting.as_display(), &panes);
    }
    let cursor = last_line::draw(&mut painter, model, &panes);
    if let Some(column) = cursor {
        frame.set_cursor_position((column, panes.last_line.y));
    }
}

/// Draws the screen on top, or the one that a menu lies over.
fn draw_page(painter: &mut Painter<'_>, model: &Model) {
    let (page, session) = (model.screens.page(), &model.session);
    let panes = session.panes(page.get().shows());
    header::draw(painter, &page.get().header(&panes, session), &panes);
    draw_rules(painter, &panes);
    draw_screen(painter, page, model, &panes);
}

fn draw_screen(painter: &mut Painter<'_>, screen: &AnyScreen, model: &Model, panes: &Panes) {
    let session = &model.session;
    match screen {
        AnyScreen::Edition(screen) => {
            if panes.shows_list {
                headlines::draw(painter, screen, panes);
            }
            match &screen.closing {
                Some(closing) => closing::draw(painter, screen, closing, session, panes),
                None => article::draw(painter, &screen.split.article, panes),
            }
        }
        AnyScreen::Search(screen) => {
            if panes.shows_list {
                results::draw(painter, screen, session, panes);
            }
            article::draw(painter, &screen.split.article, panes);
        }
        AnyScreen::Faults(screen) => {
            if panes.shows_list {
                faults::draw(painter, screen, panes);
            }
            article::draw(painter, &screen.split.article, panes);
        }
        AnyScreen::Archive(screen) => archive::draw(painter, screen, session, panes),
        AnyScreen::Help(screen) => filtered::draw_help(painter, screen, panes),
        AnyScreen::Sections(screen) => sections::draw(painter, screen, panes),
        AnyScreen::Tags(screen) => filtered::draw_tags(painter, screen, panes),
        AnyScreen::Links(screen) => filtered::draw_links(painter, screen, panes),
        AnyScreen::Themes(screen) => themes::draw(painter, screen, panes),
    }
}

/// Draws the greeting over the row above the last line, which is a rule where there is room for rules.
fn draw_greeting(painter: &mut Painter<'_>, greeting: DisplayStr<'_>, panes: &Panes) {
    let line = Rect {
        y: panes.last_line.y.saturating_sub(1),
        ..panes.last_line
    };
    let room = usize::from(line.width.saturating_sub(2));
    painter.clear(line);
    let greeting = width::cut_middle(greeting, room);
    let style = painter.theme.notice;
    painter.text(1, line.y, line.right(), greeting.as_display(), style);
}

fn draw_rules(painter: &mut Painter<'_>, panes: &Panes) {
    let Some((above, below)) = panes.rules else {
        if let Some(divider) = panes.divider {
            painter.vertical_rule(divider, panes.list.y..panes.list.bottom());
        }
        return;
    };
    painter.horizontal_rule(above);
    painter.horizontal_rule(below);
    if let Some(divider) = panes.divider {
        painter.vertical_rule(divider, above + 1..below);
        painter.crossing(divider, above, "┬");
        painter.crossing(divider, below, "┴");
    }
}
