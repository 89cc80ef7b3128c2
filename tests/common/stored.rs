//! Compares screens, with their styles, with stored ones at four sizes.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use roundup::app::Model;
use roundup::ui::theme::Theme;

use crate::common::{self, drawn, model, press, rows};

pub(crate) const SIZES: [&str; 4] = ["110x34", "80x24", "60x20", "20x6"];

/// Presses `pressed` at each size and compares the screen with the stored one.
pub(crate) fn check(name: &str, pressed: &str) {
    for size in SIZES {
        let mut model = model(common::size(size));
        press(&mut model, pressed);
        compare(name, pressed, size, &screen(&model, &Theme::COLOURED));
    }
}

/// Compares `screen` with the stored screen of this name and size. `pressed` is stored as its
/// description.
pub(crate) fn compare(name: &str, pressed: &str, size: &str, screen: &str) {
    let described = format!(
        "{size}, keys: {}",
        if pressed.is_empty() { "none" } else { pressed }
    );
    insta::with_settings!({
        snapshot_path => "../screens",
        prepend_module_to_snapshot => false,
        omit_expression => true,
        description => described,
    }, {
        insta::assert_snapshot!(format!("{name}_{size}"), screen);
    });
}

/// The screen as text, and below it the styles: for each row, the ranges of columns that have one.
/// Rows and columns count from 1.
pub(crate) fn screen(model: &Model, theme: &Theme) -> String {
    let buffer = drawn(model, theme);
    let mut screen = String::new();
    for row in rows(&buffer) {
        let _ = writeln!(screen, "│{row}│");
    }
    screen.push_str("styles\n");
    for (y, cells) in buffer
        .content
        .chunks(usize::from(buffer.area.width).max(1))
        .enumerate()
    {
        let runs: Vec<_> = styled_runs(cells)
            .map(|(from, to, style)| format!("{from}–{to} {style}"))
            .collect();
        if !runs.is_empty() {
            let _ = writeln!(screen, "{:>3}: {}", y + 1, runs.join(", "));
        }
    }
    screen
}

/// First and last column, from 1, and style of each run of cells that has a style.
fn styled_runs(cells: &[Cell]) -> impl Iterator<Item = (usize, usize, String)> {
    let styles: Vec<_> = cells.iter().map(style).collect();
    let mut runs: Vec<(usize, usize, String)> = Vec::new();
    for (x, style) in styles.into_iter().enumerate() {
        match runs.last_mut() {
            Some((_, to, last)) if *last == style => *to = x + 1,
            _ => runs.push((x + 1, x + 1, style)),
        }
    }
    runs.into_iter().filter(|(.., style)| !style.is_empty())
}

fn style(cell: &Cell) -> String {
    let mut words = Vec::new();
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::CROSSED_OUT, "struck"),
    ] {
        if cell.modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg.to_string().to_lowercase()));
    }
    words.join(" ")
}
