//! What to do about a fault of the TOML itself, where the parser's own words do not say.

use std::ops::Range;

/// What to do, by where the fault is and what the parser says of it.
pub(super) fn help(source: &str, span: &Range<usize>, message: &str) -> Option<&'static str> {
    let (before, here) = around(source, span);
    if here.starts_with(|c: char| c.is_control() && !matches!(c, '\n' | '\r')) {
        return Some("remove the control character: TOML allows none but tabs and line breaks");
    }
    // The first line whose words the message holds.
    let by_message = [
        ("escape", BACKSLASH),
        ("unicode", BACKSLASH),
        (
            "multi-line",
            "close the text with the same three quotes that open it",
        ),
        ("invalid date", DATE),
        ("invalid basic string", ONE_LINE),
        ("invalid literal string", ONE_LINE),
        (
            "carriage return",
            "save the file with line ends of Unix or of Windows",
        ),
        (
            "duplicate key",
            "remove one of the two; several sections or stories need [[two brackets]]",
        ),
        (
            "unclosed array, expected `]`",
            "close it with ] behind its last text",
        ),
        (
            "unexpected key or value",
            "the text ends at the quote before; one with quotes in it stands between \'\'\'",
        ),
        ("key with no value", "write key = \"…\""),
    ];
    let told = by_message
        .iter()
        .find(|(words, _)| message.contains(words))
        .map(|(_, help)| *help);
    if here.starts_with(':') || before.trim_end().ends_with(':') {
        return Some("write = instead of :, as in headline = \"…\"");
    }
    let wants_quotes = message.contains("quoted") || message.starts_with("invalid boolean");
    match before.split_once('=') {
        Some((key, value)) if wants_quotes => Some(if key.trim() == "date" {
            DATE
        } else if (value.to_owned() + here)
            .trim_start()
            .starts_with(['“', '”', '‘', '’'])
        {
            "use straight quotes: \"…\""
        } else {
            "put the text in quotes"
        }),
        _ => told,
    }
}

const BACKSLASH: &str =
    "in \"…\" a backslash starts an escape; for text with backslashes, as a body, use '''…'''";
const DATE: &str = "write a day that the calendar has, as 2016-01-12";
const ONE_LINE: &str = "close the text with the quote that opens it, on the same line";

/// What stands in the line before a fault, and from the fault on. Only so far: the line may be the whole
/// file.
fn around<'s>(source: &'s str, span: &Range<usize>) -> (&'s str, &'s str) {
    const REACH: usize = 200;
    let start = source.floor_char_boundary(span.start.saturating_sub(REACH));
    let at = source.floor_char_boundary(span.start);
    let end = source.floor_char_boundary(at + REACH);
    let before = source[start..at].rsplit('\n').next().unwrap_or_default();
    let here = &source[at..end];
    (before, here)
}
