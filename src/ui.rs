//! Drawing: reads the model, writes cells, changes nothing.

mod article;
mod closing;
mod filtered;
mod header;
mod hints;
mod last_line;
mod list;
mod paint;
mod results;
pub mod theme;

use ratatui::Frame;

use crate::app::layout::Panes;
use crate::app::{Model, Overlay};
use article::Marks;
use paint::Painter;
use theme::Theme;

/// Draws what `model` shows. The same model gives the same screen every time.
pub fn draw(frame: &mut Frame<'_>, model: &Model, theme: &Theme) {
    let panes = model.panes();
    let mut painter = Painter::new(frame.buffer_mut(), theme);
    if panes.tiny {
        last_line::draw_tiny(&mut painter, model, &panes);
        return;
    }
    header::draw(&mut painter, model, &panes);
    draw_rules(&mut painter, &panes);
    match model.overlays.last() {
        None => {
            if panes.shows_list {
                let selects = model.closing.is_none();
                list::draw_headlines(&mut painter, &model.reader, selects, &panes);
            }
            match &model.closing {
                Some(closing) => closing::draw(&mut painter, model, closing, &panes),
                None => article::draw(
                    &mut painter,
                    &model.reader.reading,
                    &Marks::default(),
                    &panes,
                ),
            }
        }
        Some(Overlay::Search(searching)) => {
            if panes.shows_list {
                results::draw(&mut painter, searching, model, &panes);
            }
            let marks = Marks {
                all: &searching.marks,
                current: searching.mark,
            };
            article::draw(&mut painter, &searching.split.reading, &marks, &panes);
        }
        Some(Overlay::Faults(faults)) => {
            if panes.shows_list {
                list::draw_faulty_files(&mut painter, faults, &panes);
            }
            article::draw(&mut painter, &faults.reading, &Marks::default(), &panes);
        }
        Some(Overlay::Archive(archive)) => {
            filtered::draw_editions(&mut painter, archive, &model.progress, &panes);
        }
        Some(Overlay::Help(help)) => filtered::draw_help(&mut painter, help, &panes),
        Some(Overlay::Tags(tags)) => filtered::draw_tags(&mut painter, tags, &panes),
    }
    let cursor = last_line::draw(&mut painter, model, &panes);
    if let Some(column) = cursor {
        frame.set_cursor_position((column, panes.last_line.y));
    }
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
