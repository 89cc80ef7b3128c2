//! The palette as what is written to a terminal.

use clap::builder::styling::{Ansi256Color, AnsiColor, Color, Effects, RgbColor, Style};

use crate::config::palette::{self, Attributes, Colour, Palette};
use crate::text::{Inline, Role};

const PALETTE: Palette = Palette::PRINTED;

pub(super) const DIM: Style = style(PALETTE.dim);
pub(super) const STRONG: Style = style(PALETTE.strong);
pub(super) const ACCENT: Style = style(PALETTE.accent);
pub(super) const MATCHED: Style = style(PALETTE.matched);

/// The style of a stretch of an article's text.
pub(super) fn article_text(role: Role, inline: Inline) -> Style {
    style(PALETTE.article_text(role, inline))
}

const fn style(from: palette::Style) -> Style {
    let mut style = Style::new().effects(effects(from.attributes));
    if let Some(colour) = from.foreground {
        style = style.fg_color(Some(color(colour)));
    }
    if let Some(colour) = from.background {
        style = style.bg_color(Some(color(colour)));
    }
    style
}

const fn effects(attributes: Attributes) -> Effects {
    let mut effects = Effects::new();
    if attributes.contains(Attributes::BOLD) {
        effects = effects.insert(Effects::BOLD);
    }
    if attributes.contains(Attributes::DIM) {
        effects = effects.insert(Effects::DIMMED);
    }
    if attributes.contains(Attributes::ITALIC) {
        effects = effects.insert(Effects::ITALIC);
    }
    if attributes.contains(Attributes::UNDERLINED) {
        effects = effects.insert(Effects::UNDERLINE);
    }
    if attributes.contains(Attributes::REVERSED) {
        effects = effects.insert(Effects::INVERT);
    }
    if attributes.contains(Attributes::STRUCK) {
        effects = effects.insert(Effects::STRIKETHROUGH);
    }
    effects
}

const fn color(colour: Colour) -> Color {
    Color::Ansi(match colour {
        Colour::Black => AnsiColor::Black,
        Colour::Red => AnsiColor::Red,
        Colour::Green => AnsiColor::Green,
        Colour::Yellow => AnsiColor::Yellow,
        Colour::Blue => AnsiColor::Blue,
        Colour::Magenta => AnsiColor::Magenta,
        Colour::Cyan => AnsiColor::Cyan,
        Colour::White => AnsiColor::White,
        Colour::BrightBlack => AnsiColor::BrightBlack,
        Colour::BrightRed => AnsiColor::BrightRed,
        Colour::BrightGreen => AnsiColor::BrightGreen,
        Colour::BrightYellow => AnsiColor::BrightYellow,
        Colour::BrightBlue => AnsiColor::BrightBlue,
        Colour::BrightMagenta => AnsiColor::BrightMagenta,
        Colour::BrightCyan => AnsiColor::BrightCyan,
        Colour::BrightWhite => AnsiColor::BrightWhite,
        Colour::Indexed(number) => return Color::Ansi256(Ansi256Color(number)),
        Colour::Rgb(red, green, blue) => return Color::Rgb(RgbColor(red, green, blue)),
    })
}
