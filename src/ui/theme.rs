//! Themes are data: a style for each thing that can be told apart.

use ratatui::style::{Color, Modifier, Style};

/// The terminal's own sixteen colours and its attributes, so that it is right on dark and light
/// alike. Colour never says anything alone: each state has an attribute or a symbol as well.
#[derive(Clone, Debug)]
pub struct Theme {
    pub text: Style,
    /// Everything that is not text to read.
    pub dim: Style,
    /// Headlines, headings and keys.
    pub strong: Style,
    /// Section titles, and where the reader is.
    pub accent: Style,
    /// The selected row's bar in the pane without the focus.
    pub bar_unfocused: Style,
    pub rule: Style,
    pub standfirst: Style,
    pub quote: Style,
    pub code: Style,
    pub link: Style,
    pub scrollbar: Style,
    pub notice: Style,
    /// What a search has found, and the match that the reader is at.
    pub matched: Style,
    pub current_match: Style,
    pub chart: Style,
    /// The symbols of saved stories, and of those not read to their end.
    pub saved: Style,
    pub unread: Style,
    /// Faults and their carets.
    pub fault: Style,
}

const DIM: Style = Style::new().add_modifier(Modifier::DIM);
const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
/// Black on yellow stands out on dark and on light, and undoes the dimming of what it lies on.
const MATCH: Style = Style::new()
    .fg(Color::Black)
    .bg(Color::Yellow)
    .remove_modifier(Modifier::DIM);
const REVERSED: Style = Style::new()
    .add_modifier(Modifier::REVERSED)
    .remove_modifier(Modifier::DIM);
const ITALIC: Style = Style::new().add_modifier(Modifier::ITALIC);

impl Theme {
    /// With colours.
    pub const COLOURED: Self = Self {
        text: Style::new(),
        dim: DIM,
        strong: BOLD,
        accent: BOLD.fg(Color::Cyan),
        bar_unfocused: DIM.fg(Color::Cyan),
        rule: DIM,
        standfirst: DIM.add_modifier(Modifier::ITALIC),
        quote: ITALIC,
        code: Style::new().fg(Color::Green),
        link: Style::new()
            .fg(Color::Blue)
            .add_modifier(Modifier::UNDERLINED),
        scrollbar: DIM,
        notice: BOLD,
        matched: MATCH,
        current_match: MATCH
            .add_modifier(Modifier::BOLD)
            .add_modifier(Modifier::UNDERLINED),
        chart: Style::new().fg(Color::Cyan),
        saved: BOLD.fg(Color::Magenta),
        unread: Style::new().fg(Color::Cyan),
        fault: BOLD.fg(Color::Red),
    };

    /// By attributes and symbols alone, for `NO_COLOR`.
    pub const PLAIN: Self = Self {
        text: Style::new(),
        dim: DIM,
        strong: BOLD,
        accent: BOLD,
        bar_unfocused: DIM,
        rule: DIM,
        standfirst: DIM.add_modifier(Modifier::ITALIC),
        quote: ITALIC,
        code: Style::new(),
        link: Style::new().add_modifier(Modifier::UNDERLINED),
        scrollbar: DIM,
        notice: BOLD,
        matched: REVERSED,
        current_match: REVERSED
            .add_modifier(Modifier::BOLD)
            .add_modifier(Modifier::UNDERLINED),
        chart: Style::new(),
        saved: BOLD,
        unread: Style::new(),
        fault: BOLD,
    };
}
