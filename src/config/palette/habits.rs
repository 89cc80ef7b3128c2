//! Styles as other programs write them, translated into what a theme takes.

use super::words::{is_known, nearest};

/// The colours that have a bright one.
const PLAIN: [&str; 8] = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
];

/// What separates words elsewhere.
const SEPARATORS: [char; 5] = [',', ';', '+', '|', '&'];

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 64;

/// Whether two words, in lower case, name one colour together: `bright red`, `colour 208`.
pub(super) fn is_pair(first: &str, second: &str) -> bool {
    let both = format!("{first} {second}");
    shade(&both).or_else(|| numbered(&both)).is_some()
}

/// What to write in a theme for a text, in lower case, that is no word of a style; `None` if that is not known.
pub(super) fn meant(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    hexadecimal(text)
        .or_else(|| function(text))
        .or_else(|| numbered(text))
        .or_else(|| shade(text))
        .or_else(|| placed(text))
        .or_else(|| several(text))
}

/// `ffb454`, `0xffb454`, or `#ffb454ff` with a transparency.
fn hexadecimal(text: &str) -> Option<String> {
    let is_marked = text.starts_with("0x") || text.starts_with('#');
    let digits = text.trim_start_matches("0x").trim_start_matches('#');
    let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    // Without a mark, letters alone may be a word, and three digits the number of a colour.
    let has_digit = digits.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = digits.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_colour = is_marked || has_digit && (has_letter || digits.len() == 6);
    let taken = match digits.len() {
        8 => 6,
        4 if is_marked => 3,
        length => length,
    };
    (is_hexadecimal && is_colour && matches!(taken, 3 | 6))
        .then(|| format!("#{}", &digits[..taken]))
}

/// `rgb(255, 180, 84)`.
fn function(text: &str) -> Option<String> {
    let inside = text.strip_prefix("rgb(").or(text.strip_prefix("rgba("))?;
    let parts = inside.trim_end_matches(')').split([',', ' ', '/']);
    let parts = parts.filter(|part| !part.is_empty()).take(3);
    let parts: Vec<u8> = parts.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [red, green, blue] = parts.as_slice() else {
        return None;
    };
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

/// `colour208`.
fn numbered(text: &str) -> Option<String> {
    let number = text.strip_prefix("colour").or(text.strip_prefix("color"))?;
    let number: u8 = number.trim_start_matches(['-', '_', ' ']).parse().ok()?;
    Some(number.to_string())
}

/// `bright red`, `brightred`, `light-red`, `dark red`.
fn shade(text: &str) -> Option<String> {
    let (is_dark, rest) = ["bright", "light", "dark"]
        .iter()
        .find_map(|shade| Some((*shade == "dark", text.strip_prefix(shade)?)))?;
    let colour = rest.trim_start_matches(['-', '_', ' ']);
    match (is_dark, colour) {
        (true, "gray" | "grey") => Some("bright-black".to_owned()),
        (false, "gray" | "grey") => Some("white".to_owned()),
        _ if !PLAIN.contains(&colour) => None,
        (true, colour) => Some(colour.to_owned()),
        (false, colour) => Some(format!("bright-{colour}")),
    }
}

/// `fg:red`, `bg=red`.
fn placed(text: &str) -> Option<String> {
    let (place, colour) = text.split_once([':', '='])?;
    let colour = one(colour).filter(|colour| !colour.contains(' '))?;
    match place {
        "fg" | "foreground" => Some(colour),
        "bg" | "background" => Some(format!("on {colour}")),
        _ => None,
    }
}

/// `bold,underline`, `bold-red`, and `red/black` for a colour on another.
fn several(text: &str) -> Option<String> {
    if let Some((text, behind)) = text.split_once('/') {
        return Some(format!("{} on {}", one(text)?, one(behind)?));
    }
    if text.contains(SEPARATORS) {
        let parts = text.split(SEPARATORS).map(str::trim);
        let parts = parts.filter(|part| !part.is_empty()).map(one);
        let parts: Vec<_> = parts.collect::<Option<_>>()?;
        return (!parts.is_empty()).then(|| parts.join(" "));
    }
    let parts: Vec<_> = text.split('-').collect();
    let are_known = parts.len() > 1 && parts.iter().all(|part| is_known(part));
    are_known.then(|| parts.join(" "))
}

/// A part of a text: itself if a style can have it, else what is meant by it.
fn one(part: &str) -> Option<String> {
    if is_known(part) || part.is_empty() {
        return Some(part.to_owned()).filter(|part| !part.is_empty());
    }
    meant(part).or_else(|| nearest(part).map(str::to_owned))
}
