//! How a style is written in a theme: `bold cyan`, `underline #3366cc on default`.

use super::{Attributes, Colour, Style};
use crate::briefing::{self, shown};

const COLOURS: [(&str, Colour); 16] = [
    ("black", Colour::Black),
    ("red", Colour::Red),
    ("green", Colour::Green),
    ("yellow", Colour::Yellow),
    ("blue", Colour::Blue),
    ("magenta", Colour::Magenta),
    ("cyan", Colour::Cyan),
    ("white", Colour::White),
    ("bright-black", Colour::BrightBlack),
    ("bright-red", Colour::BrightRed),
    ("bright-green", Colour::BrightGreen),
    ("bright-yellow", Colour::BrightYellow),
    ("bright-blue", Colour::BrightBlue),
    ("bright-magenta", Colour::BrightMagenta),
    ("bright-cyan", Colour::BrightCyan),
    ("bright-white", Colour::BrightWhite),
];

const ATTRIBUTES: [(&str, Attributes); 6] = [
    ("bold", Attributes::BOLD),
    ("dim", Attributes::DIM),
    ("italic", Attributes::ITALIC),
    ("underline", Attributes::UNDERLINED),
    ("reverse", Attributes::REVERSED),
    ("strike", Attributes::STRUCK),
];

/// The colour that the terminal has for text, or behind it.
const DEFAULT: &str = "default";
const ON: &str = "on";

/// What people write for a word that a style can have.
const ALIASES: [(&str, &str); 12] = [
    ("gray", "bright-black"),
    ("grey", "bright-black"),
    ("darkgray", "bright-black"),
    ("purple", "magenta"),
    ("orange", "bright-yellow"),
    ("underlined", "underline"),
    ("reversed", "reverse"),
    ("reverse-video", "reverse"),
    ("inverse", "reverse"),
    ("faint", "dim"),
    ("strikethrough", "strike"),
    ("none", DEFAULT),
];

/// The words that a style can have, for help.
pub(crate) const KNOWN: &str = "a style is attributes (bold, dim, italic, underline, reverse, strike), a colour \
    (black, red, green, yellow, blue, magenta, cyan, white, each also with bright- before it, \
    0 to 255, #rrggbb, default), and after `on` the colour behind it";

/// Why a text is no style, and what to write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WrongStyle {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Style {
    /// Reads a style as themes write it: attributes and at most one colour in any order; behind `on` the
    /// colour of the background. `default` is the terminal's own colour.
    pub(crate) fn parse(written: &str) -> Result<Self, WrongStyle> {
        let mut style = Self::PLAIN;
        // Whether a colour of the text, and one of the background, have been given.
        let mut given = [false; 2];
        let mut words = written.split_whitespace();
        while let Some(word) = words.next() {
            let (word, on) = match word {
                ON => match words.next() {
                    Some(word) => (word, true),
                    None => return Err(wrong("there is no colour after `on`", KNOWN)),
                },
                word => (word, false),
            };
            let lower = word.to_lowercase();
            if let Some((_, attribute)) = ATTRIBUTES.iter().find(|(name, _)| *name == lower) {
                if on {
                    let message = format!("`{word}` is not a colour, and `on` needs one");
                    return Err(wrong(&message, KNOWN));
                }
                style = style.with(*attribute);
                continue;
            }
            let colour = colour(&lower)?;
            if std::mem::replace(&mut given[usize::from(on)], true) {
                let place = if on { "behind" } else { "of" };
                let message = format!("there are two colours {place} the text");
                return Err(wrong(
                    &message,
                    "leave out one, or put `on` before the other",
                ));
            }
            if on {
                style.background = colour;
            } else {
                style.foreground = colour;
            }
        }
        Ok(style)
    }
}

/// `None` for the terminal's own.
fn colour(word: &str) -> Result<Option<Colour>, WrongStyle> {
    if word == DEFAULT {
        return Ok(None);
    }
    if let Some((_, colour)) = COLOURS.iter().find(|(name, _)| *name == word) {
        return Ok(Some(*colour));
    }
    if let Some(digits) = word.strip_prefix('#') {
        return rgb(digits).map(Some).ok_or_else(|| {
            wrong(
                &format!("`{}` is not a colour", shown(word)),
                "write six hexadecimal digits: #3366cc",
            )
        });
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return match word.parse() {
            Ok(number) => Ok(Some(Colour::Indexed(number))),
            Err(_) => Err(wrong(
                &format!("there is no colour {}", shown(word)),
                "colours have numbers from 0 to 255",
            )),
        };
    }
    let help = match nearest(word) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => KNOWN.to_owned(),
    };
    Err(wrong(
        &format!("`{}` is neither a colour nor an attribute", shown(word)),
        &help,
    ))
}

/// A colour of six hexadecimal digits, or of three, each of which stands for two.
fn rgb(digits: &str) -> Option<Colour> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = match digits.len() {
        6 => number.to_be_bytes(),
        3 => [number >> 8, number >> 4, number]
            .iter()
            .fold(0, |rgb, digit| (rgb << 8) | ((digit & 0xF) * 0x11))
            .to_be_bytes(),
        _ => return None,
    };
    Some(Colour::Rgb(red, green, blue))
}

fn nearest(word: &str) -> Option<&'static str> {
    if let Some((_, meant)) = ALIASES.iter().find(|(wrong, _)| *wrong == word) {
        return Some(meant);
    }
    let words = COLOURS.iter().map(|(name, _)| *name);
    let words = words
        .chain(ATTRIBUTES.iter().map(|(name, _)| *name))
        .chain([DEFAULT]);
    briefing::nearest(word, words)
}

fn wrong(message: &str, help: &str) -> WrongStyle {
    WrongStyle {
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Attributes, Colour, Style};

    #[test]
    fn styles_are_attributes_and_colours() {
        let bold = Attributes::BOLD;
        for (written, expected) in [
            ("", Style::PLAIN),
            ("default", Style::PLAIN),
            ("bold", Style::PLAIN.with(bold)),
            (
                "Bold Cyan",
                Style::PLAIN.with(bold).foreground(Colour::Cyan),
            ),
            (
                "cyan bold",
                Style::PLAIN.with(bold).foreground(Colour::Cyan),
            ),
            (
                "black on yellow",
                Style::PLAIN
                    .foreground(Colour::Black)
                    .background(Colour::Yellow),
            ),
            (
                "on 208 #3366cc underline",
                Style::PLAIN
                    .background(Colour::Indexed(208))
                    .foreground(Colour::Rgb(0x33, 0x66, 0xCC))
                    .with(Attributes::UNDERLINED),
            ),
            (
                "#36c on default",
                Style::PLAIN.foreground(Colour::Rgb(0x33, 0x66, 0xCC)),
            ),
            ("bright-white", Style::PLAIN.foreground(Colour::BrightWhite)),
        ] {
            assert_eq!(Style::parse(written), Ok(expected), "{written:?}");
        }
    }

    #[test]
    fn what_is_no_style_is_explained() {
        for (written, message, help) in [
            (
                "bold magneta",
                "`magneta` is neither a colour nor an attribute",
                "did you mean `magenta`?",
            ),
            (
                "grey",
                "`grey` is neither a colour nor an attribute",
                "did you mean `bright-black`?",
            ),
            (
                "red blue",
                "there are two colours of the text",
                "leave out one, or put `on` before the other",
            ),
            (
                "red on",
                "there is no colour after `on`",
                "a style is attributes (bold",
            ),
            (
                "on bold",
                "`bold` is not a colour, and `on` needs one",
                "a style is attributes (bold",
            ),
            (
                "256",
                "there is no colour 256",
                "colours have numbers from 0 to 255",
            ),
            (
                "#12345",
                "`#12345` is not a colour",
                "write six hexadecimal digits: #3366cc",
            ),
            (
                "#ééé",
                "`#ééé` is not a colour",
                "write six hexadecimal digits: #3366cc",
            ),
            (
                "qqqqqqqq",
                "`qqqqqqqq` is neither a colour nor an attribute",
                "a style is attributes (bold",
            ),
        ] {
            let wrong = Style::parse(written).unwrap_err();
            assert_eq!(wrong.message, message, "{written:?}");
            assert!(wrong.help.starts_with(help), "{written:?}: {}", wrong.help);
        }
    }
}
