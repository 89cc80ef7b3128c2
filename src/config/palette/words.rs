//! The words of which styles consist.

use super::{Attributes, Colour};
use crate::briefing;

pub(super) const COLOURS: [(&str, Colour); 16] = [
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

pub(super) const ATTRIBUTES: [(&str, Attributes); 6] = [
    ("bold", Attributes::BOLD),
    ("dim", Attributes::DIM),
    ("italic", Attributes::ITALIC),
    ("underline", Attributes::UNDERLINED),
    ("reverse", Attributes::REVERSED),
    ("strike", Attributes::STRUCK),
];

/// The colour that the terminal has for text, or behind it.
pub(super) const DEFAULT: &str = "default";

/// What people write for a word that a style can have.
const ALIASES: [(&str, &str); 16] = [
    ("gray", "bright-black"),
    ("grey", "bright-black"),
    ("purple", "magenta"),
    ("violet", "magenta"),
    ("pink", "bright-magenta"),
    ("orange", "bright-yellow"),
    ("brown", "yellow"),
    ("navy", "blue"),
    ("teal", "cyan"),
    ("underlined", "underline"),
    ("reversed", "reverse"),
    ("reverse-video", "reverse"),
    ("inverse", "reverse"),
    ("faint", "dim"),
    ("strikethrough", "strike"),
    ("none", DEFAULT),
];

/// Whether a style can have this word, in lower case.
pub(super) fn is_known(word: &str) -> bool {
    let is_name = |name: &str| name == word;
    COLOURS.iter().any(|(name, _)| is_name(name))
        || ATTRIBUTES.iter().any(|(name, _)| is_name(name))
        || word == DEFAULT
        || word.bytes().all(|byte| byte.is_ascii_digit()) && word.parse::<u8>().is_ok()
        || word.strip_prefix('#').and_then(rgb).is_some()
}

/// A colour of six hexadecimal digits, or of three, each of which stands for two.
pub(super) fn rgb(digits: &str) -> Option<Colour> {
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

/// The word that was probably meant by one in lower case.
pub(super) fn nearest(word: &str) -> Option<&'static str> {
    if let Some((_, meant)) = ALIASES.iter().find(|(wrong, _)| *wrong == word) {
        return Some(meant);
    }
    let words = COLOURS.iter().map(|(name, _)| *name);
    let words = words
        .chain(ATTRIBUTES.iter().map(|(name, _)| *name))
        .chain([DEFAULT]);
    briefing::nearest(word, words)
}
