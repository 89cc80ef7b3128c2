//! The only table of styles. It depends on no drawing library: `ui` and `cli` each convert it to the styles
//! of the one they use.

mod depth;
mod habits;
mod words;
mod written;

use crate::text::{Inline, Role};

pub use depth::{Depth, contrast};

/// Defines the palette with one style for each role, together with the names of the roles.
macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal,)*) => {
        /// A style for each role, which is a thing that looks different from others on the screen.
        /// Colour never carries meaning alone: each state has an attribute or a symbol as well.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Palette {
            $($(#[$doc])* pub $role: Style,)*
        }

        impl Palette {
            /// The names of the roles in the file of a theme.
            pub const ROLES: &'static [&'static str] = &[$($name),*];

            /// The style of the role with this name.
            pub fn role_mut(&mut self, name: &str) -> Option<&mut Style> {
                match name {
                    $($name => Some(&mut self.$role),)*
                    _ => None,
                }
            }

            /// Every role's name and style.
            pub fn styles(&self) -> impl Iterator<Item = (&'static str, Style)> {
                [$(($name, self.$role)),*].into_iter()
            }
        }
    };
}

roles! {
    /// Running text. Its background is that of the whole window.
    text = "text",
    /// Everything that is not text to read: rules, scrollbars, bylines, the last line.
    dim = "dim",
    /// Headlines, headings and keys.
    strong = "strong",
    /// Section titles, and the selected row's bar in the pane with the focus.
    accent = "accent",
    /// The selected row's bar in the pane without the focus, and the bars of the chart.
    bar_unfocused = "bar",
    standfirst = "standfirst",
    quote = "quote",
    code = "code",
    link = "link",
    notice = "notice",
    /// Matches of a search.
    matched = "match",
    /// The match that the user has moved to.
    current_match = "current-match",
    /// Text that the user has selected.
    selected = "selection",
    /// The symbol of saved stories.
    saved = "saved",
    /// The symbols of unread stories and of those read in part, and the bar of the chart with the selected story.
    unread = "unread",
    /// Faults and their carets.
    fault = "fault",
}

/// Colours and attributes; without a colour, what lies below shows through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub foreground: Option<Colour>,
    pub background: Option<Colour>,
    pub attributes: Attributes,
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    // The sixteen that every terminal has; which shade each is, the terminal decides.
    Black,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    White,
    BrightBlack,
    BrightRed,
    BrightGreen,
    BrightYellow,
    BrightBlue,
    BrightMagenta,
    BrightCyan,
    BrightWhite,
    /// One of the 256 that most terminals have, by its number.
    Indexed(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
}

/// A set of attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes(u8);

impl Attributes {
    pub const BOLD: Self = Self(1);
    pub const DIM: Self = Self(1 << 1);
    pub const ITALIC: Self = Self(1 << 2);
    pub const UNDERLINED: Self = Self(1 << 3);
    pub const REVERSED: Self = Self(1 << 4);
    pub const STRUCK: Self = Self(1 << 5);

    #[must_use]
    pub const fn with(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    #[must_use]
    pub const fn without(self, fewer: Self) -> Self {
        Self(self.0 & !fewer.0)
    }

    pub const fn contains(self, all: Self) -> bool {
        self.0 & all.0 == all.0
    }
}

impl Style {
    /// The default colours, without attributes.
    pub const PLAIN: Self = Self {
        foreground: None,
        background: None,
        attributes: Attributes(0),
    };

    #[must_use]
    pub const fn foreground(self, colour: Colour) -> Self {
        Self {
            foreground: Some(colour),
            ..self
        }
    }

    #[must_use]
    pub const fn background(self, colour: Colour) -> Self {
        Self {
            background: Some(colour),
            ..self
        }
    }

    #[must_use]
    pub const fn with(self, attributes: Attributes) -> Self {
        Self {
            attributes: self.attributes.with(attributes),
            ..self
        }
    }

    /// This style with `upper` on top: its colours win, its attributes are added.
    #[must_use]
    pub fn overlaid(self, upper: Self) -> Self {
        Self {
            foreground: upper.foreground.or(self.foreground),
            background: upper.background.or(self.background),
            attributes: self.attributes.with(upper.attributes),
        }
    }
}

const BOLD: Style = Style::PLAIN.with(Attributes::BOLD);
const DIM: Style = Style::PLAIN.with(Attributes::DIM);
const ITALIC: Style = Style::PLAIN.with(Attributes::ITALIC);
const UNDERLINED: Style = Style::PLAIN.with(Attributes::UNDERLINED);
const REVERSED: Style = Style::PLAIN.with(Attributes::REVERSED);
const STRUCK: Style = Style::PLAIN.with(Attributes::STRUCK);
const CYAN: Style = Style::PLAIN.foreground(Colour::Cyan);
/// Black on yellow, which is visible on dark and on light backgrounds; where these colours are not, reversed.
const HIGHLIGHT: Style = REVERSED
    .foreground(Colour::Yellow)
    .background(Colour::Black);

impl Palette {
    /// By attributes and symbols alone, for `NO_COLOR`.
    pub const PLAIN: Self = Self {
        text: Style::PLAIN,
        dim: DIM,
        strong: BOLD,
        accent: BOLD,
        bar_unfocused: DIM,
        standfirst: DIM.with(Attributes::ITALIC),
        quote: ITALIC,
        code: Style::PLAIN,
        link: UNDERLINED,
        notice: BOLD,
        matched: REVERSED,
        current_match: REVERSED.with(Attributes::BOLD.with(Attributes::UNDERLINED)),
        selected: REVERSED.with(Attributes::UNDERLINED),
        saved: BOLD,
        unread: Style::PLAIN,
        fault: BOLD,
    };

    /// Today in the archive's year. This and the two below lie over a day's own style and have no colour, so
    /// that they suit every theme.
    pub const TODAY: Style = BOLD.with(Attributes::UNDERLINED);
    /// The selected day of the archive's year, while the year has the focus.
    pub const DAY: Style = REVERSED.with(Attributes::BOLD);
    /// The same while the list has it.
    pub const DAY_UNFOCUSED: Style = REVERSED.with(Attributes::DIM);

    /// The theme `terminal`: the terminal's own sixteen colours, so that it suits dark and light backgrounds
    /// alike.
    pub const COLOURED: Self = Self {
        accent: BOLD.foreground(Colour::Cyan),
        bar_unfocused: DIM.foreground(Colour::Cyan),
        code: Style::PLAIN.foreground(Colour::Green),
        link: UNDERLINED.foreground(Colour::Blue),
        matched: HIGHLIGHT,
        current_match: HIGHLIGHT.with(Attributes::BOLD.with(Attributes::UNDERLINED)),
        saved: BOLD.foreground(Colour::Magenta),
        unread: CYAN,
        fault: BOLD.foreground(Colour::Red),
        ..Self::PLAIN
    };

    /// What commands print with. Their output stays in the scrollback among that of other programs, so
    /// it is quieter, and matches look as `grep` shows them.
    pub const PRINTED: Self = Self {
        standfirst: ITALIC,
        link: UNDERLINED,
        matched: BOLD.foreground(Colour::Red),
        ..Self::COLOURED
    };

    /// The style of a stretch of an article's text.
    pub fn article_text(&self, role: Role, inline: Inline) -> Style {
        let block = match role {
            Role::Body => self.text,
            Role::Heading => self.strong,
            Role::Standfirst => self.standfirst,
            Role::Quote => self.quote,
            Role::Code => self.code,
            Role::Aside => self.dim,
        };
        let mut style = block;
        for (applies, upper) in [
            (inline.code, self.code),
            (inline.link, self.link),
            (inline.strong, BOLD),
            (inline.struck, STRUCK),
        ] {
            if applies {
                style = style.overlaid(upper);
            }
        }
        if inline.emphasis {
            // Emphasis in text that is italic already is upright, as in print.
            style.attributes = if block.attributes.contains(Attributes::ITALIC) {
                style.attributes.without(Attributes::ITALIC)
            } else {
                style.attributes.with(Attributes::ITALIC)
            };
        }
        style
    }
}

#[cfg(test)]
mod tests {
    use super::{Attributes, Colour, Palette, Style};
    use crate::text::{Inline, Role};

    const EMPHASIS: Inline = Inline {
        strong: false,
        emphasis: true,
        code: false,
        link: false,
        struck: false,
    };

    #[test]
    fn emphasis_is_italic_in_upright_text_and_upright_in_italic_text() {
        for palette in [Palette::PLAIN, Palette::COLOURED, Palette::PRINTED] {
            for (role, italic) in [
                (Role::Body, true),
                (Role::Heading, true),
                (Role::Quote, false),
                (Role::Standfirst, false),
            ] {
                let style = palette.article_text(role, EMPHASIS);
                assert_eq!(
                    style.attributes.contains(Attributes::ITALIC),
                    italic,
                    "{role:?}"
                );
            }
        }
    }

    #[test]
    fn inline_styles_add_up_on_the_style_of_the_block() {
        let inline = Inline {
            strong: true,
            code: true,
            link: true,
            struck: true,
            emphasis: false,
        };
        assert_eq!(
            Palette::COLOURED.article_text(Role::Quote, inline),
            Style::PLAIN.foreground(Colour::Blue).with(
                Attributes::BOLD
                    .with(Attributes::ITALIC)
                    .with(Attributes::UNDERLINED)
                    .with(Attributes::STRUCK)
            )
        );
        // The link of the printed palette has no colour that hides that of code.
        assert_eq!(
            Palette::PRINTED.article_text(Role::Body, inline).foreground,
            Some(Colour::Green)
        );
    }

    #[test]
    fn without_colours_every_style_is_plain_or_has_an_attribute() {
        let plain = Palette::PLAIN;
        for style in [plain.matched, plain.current_match, plain.fault, plain.saved] {
            assert_eq!((style.foreground, style.background), (None, None));
            assert_ne!(style.attributes, Attributes::default());
        }
    }
}
