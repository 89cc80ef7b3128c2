//! A palette translated into ratatui's styles.

use ratatui::style::{Color, Modifier, Style};

use crate::config::palette::{self, Attributes, Colour, Palette};
use crate::text::{Inline, Role};

/// A palette's styles; [`Palette`] says what each is for.
#[derive(Clone, Debug)]
pub struct Theme {
    palette: Palette,
    /// The colours of cells on which nothing is drawn.
    pub window: Style,
    pub text: Style,
    pub dim: Style,
    pub strong: Style,
    pub accent: Style,
    pub bar_unfocused: Style,
    pub standfirst: Style,
    pub quote: Style,
    pub code: Style,
    pub link: Style,
    pub notice: Style,
    pub matched: Style,
    pub selected: Style,
    pub current_match: Style,
    pub saved: Style,
    pub unread: Style,
    pub fault: Style,
    pub today: Style,
    pub day: Style,
    pub day_unfocused: Style,
}

impl Theme {
    /// The default, in colour.
    pub const COLOURED: Self = Self::new(Palette::COLOURED);
    /// Attributes only, no colours, for `NO_COLOR`.
    pub const PLAIN: Self = Self::new(Palette::PLAIN);

    pub const fn new(palette: Palette) -> Self {
        Self {
            palette,
            window: window(palette.text),
            text: style(palette.text),
            dim: style(palette.dim),
            strong: style(palette.strong),
            accent: style(palette.accent),
            bar_unfocused: style(palette.bar_unfocused),
            standfirst: style(palette.standfirst),
            quote: style(palette.quote),
            code: style(palette.code),
            link: style(palette.link),
            notice: style(palette.notice),
            matched: highlight(palette.matched, palette.text),
            selected: highlight(palette.selected, palette.text),
            current_match: highlight(palette.current_match, palette.text),
            saved: style(palette.saved),
            unread: style(palette.unread),
            fault: style(palette.fault),
            today: style(Palette::TODAY),
            day: style(Palette::DAY).remove_modifier(Modifier::DIM),
            day_unfocused: style(Palette::DAY_UNFOCUSED),
        }
    }

    /// The style of article text with this role and inline formatting.
    pub fn article_text(&self, role: Role, inline: Inline) -> Style {
        style(self.palette.article_text(role, inline))
    }
}

/// The colours of running text without its attributes.
const fn window(text: palette::Style) -> Style {
    style(palette::Style {
        attributes: palette::Style::PLAIN.attributes,
        ..text
    })
}

/// A match, or text that is selected, looks the same in all text, be that dim, a headline, code or a link: its style
/// removes what it does not have itself of weight and underline, and has the colours of running text where it has none.
const fn highlight(from: palette::Style, text: palette::Style) -> Style {
    const REMOVED: Modifier = Modifier::DIM
        .union(Modifier::BOLD)
        .union(Modifier::UNDERLINED);
    let below = Style::new()
        .remove_modifier(REMOVED)
        .fg(color_or_default(text.foreground))
        .bg(color_or_default(text.background));
    styled(below, from)
}

/// A colour; that of the terminal for none.
const fn color_or_default(colour: Option<Colour>) -> Color {
    match colour {
        Some(colour) => color(colour),
        None => Color::Reset,
    }
}

const fn style(from: palette::Style) -> Style {
    styled(Style::new(), from)
}

const fn styled(mut style: Style, from: palette::Style) -> Style {
    if let Some(colour) = from.foreground {
        style = style.fg(color(colour));
    }
    if let Some(colour) = from.background {
        style = style.bg(color(colour));
    }
    style.add_modifier(modifiers(from.attributes))
}

const fn modifiers(attributes: Attributes) -> Modifier {
    let mut modifiers = Modifier::empty();
    if attributes.contains(Attributes::BOLD) {
        modifiers = modifiers.union(Modifier::BOLD);
    }
    if attributes.contains(Attributes::DIM) {
        modifiers = modifiers.union(Modifier::DIM);
    }
    if attributes.contains(Attributes::ITALIC) {
        modifiers = modifiers.union(Modifier::ITALIC);
    }
    if attributes.contains(Attributes::UNDERLINED) {
        modifiers = modifiers.union(Modifier::UNDERLINED);
    }
    if attributes.contains(Attributes::REVERSED) {
        modifiers = modifiers.union(Modifier::REVERSED);
    }
    if attributes.contains(Attributes::STRUCK) {
        modifiers = modifiers.union(Modifier::CROSSED_OUT);
    }
    modifiers
}

const fn color(colour: Colour) -> Color {
    match colour {
        Colour::Black => Color::Black,
        Colour::Red => Color::Red,
        Colour::Green => Color::Green,
        Colour::Yellow => Color::Yellow,
        Colour::Blue => Color::Blue,
        Colour::Magenta => Color::Magenta,
        Colour::Cyan => Color::Cyan,
        Colour::White => Color::Gray,
        Colour::BrightBlack => Color::DarkGray,
        Colour::BrightRed => Color::LightRed,
        Colour::BrightGreen => Color::LightGreen,
        Colour::BrightYellow => Color::LightYellow,
        Colour::BrightBlue => Color::LightBlue,
        Colour::BrightMagenta => Color::LightMagenta,
        Colour::BrightCyan => Color::LightCyan,
        Colour::BrightWhite => Color::White,
        Colour::Indexed(number) => Color::Indexed(number),
        Colour::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}
