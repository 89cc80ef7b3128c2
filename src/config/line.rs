//! Lines that are no TOML, taken apart as whoever wrote them meant them.

use super::key::is_meant_as_key;

/// Quotes of all kinds, which may be missing or wrong.
const QUOTES: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];

/// The key of a line and its value, both without quotes and neither of them empty. Between them there may be an
/// equals sign, a colon, or only a space. A comment at the end is part of the value.
pub(super) fn halves(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line
        .split_once('=')
        .or_else(|| line.split_once(':'))
        .or_else(|| at_space(line.trim()))?;
    let [key, value] = [key, value].map(|half| half.trim().trim_matches(QUOTES));
    (!key.is_empty() && !value.is_empty()).then_some((key, value))
}

/// A line without a sign: a key, which may be a chord, and a value.
fn at_space(line: &str) -> Option<(&str, &str)> {
    let (first, rest) = line.split_once(char::is_whitespace)?;
    let chord = rest.trim_start().split_once(char::is_whitespace);
    match chord.filter(|(second, _)| is_meant_as_key(first) && is_meant_as_key(second)) {
        Some((_, value)) => Some((line[..line.len() - value.len()].trim_end(), value)),
        None => Some((first, rest)),
    }
}

/// A value without the comment after it.
pub(super) fn without_comment(value: &str) -> &str {
    let value = value.split_once(" #").map_or(value, |(value, _)| value);
    value.trim().trim_matches(QUOTES)
}

#[cfg(test)]
mod tests {
    use super::halves;

    #[test]
    fn a_line_has_two_halves() {
        for (line, expected) in [
            ("mouse = off", Some(("mouse", "off"))),
            ("measure 60", Some(("measure", "60"))),
            ("theme: “dark”", Some(("theme", "dark"))),
            ("g h archive", Some(("g h", "archive"))),
            ("\"g  h\" = archive", Some(("g  h", "archive"))),
            (": = find-action", Some((":", "find-action"))),
            (
                "open firefox --new-window",
                Some(("open", "firefox --new-window")),
            ),
            ("mouse =", None),
            ("mouse", None),
            ("= off", None),
            ("", None),
        ] {
            assert_eq!(halves(line), expected, "{line}");
        }
    }
}
