//! Reading on behind broken TOML: a line that cannot be read is told once, blanked out and left
//! behind, so that everything after it is read, and judged, as if it were not there.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::Error;

use super::line::{key_of, line_at};

/// The most lines that are left behind in one file, and the most bytes that are parsed for that.
const MAX_LINES: usize = 32;
const MAX_PARSED: usize = 64 * 1024 * 1024;

/// What is wrong in the TOML of a file.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// The source with the lines blanked out that cannot be read, at the same places otherwise, and all that
/// is wrong in it: `errors` were found in it already, and `errors_of` finds them in what is mended.
pub(super) fn mend(
    source: &str,
    mut errors: Vec<Error>,
    errors_of: impl Fn(&str) -> Vec<Error>,
) -> (Cow<'_, str>, Vec<Broken>) {
    let mut text = Cow::Borrowed(source);
    let mut told: Vec<Broken> = Vec::new();
    let rounds = MAX_LINES.min(MAX_PARSED / source.len().max(1));
    for round in 0..=rounds {
        let mut broken: Vec<_> = errors.iter().map(|error| root(&text, error)).collect();
        broken.sort_by_key(|broken| broken.span.start);
        // A header that is left out would leave its keys to the table before it.
        let is_header = |broken: &Broken| {
            text[line_at(&text, broken.span.start)]
                .trim_start()
                .starts_with('[')
        };
        let loses = broken
            .iter()
            .position(|broken| broken.loses_what_follows() && !is_header(broken));
        let Some(first) = loses.filter(|_| round < rounds) else {
            told.append(&mut broken);
            break;
        };
        let line = line_at(&text, broken[first].span.start);
        text = Cow::Owned(blanked(&text, line));
        told.push(broken.swap_remove(first));
        errors = errors_of(&text);
    }
    (text, told)
}

impl Broken {
    /// Whether the parser reads nothing behind it as it is meant; from any other fault it recovers.
    fn loses_what_follows(&self) -> bool {
        const LOSING: [&str; 5] = [
            "key with no value",
            "invalid unquoted key",
            "unexpected key or value",
            "array",
            "inline table",
        ];
        LOSING.iter().any(|words| self.message.contains(words))
    }
}

/// Where a fault begins, which may be long before the parser has met it.
fn root(text: &str, error: &Error) -> Broken {
    let (span, message) = (error.span().unwrap_or_default(), error.message());
    let at = |span| Broken {
        span,
        message: message.to_owned(),
    };
    // A text that never ends is met at the end of the file.
    if message.contains("multi-line") && span.start >= text.len() {
        let opening = ["\"\"\"", "'''"]
            .into_iter()
            .filter_map(|quotes| text.rfind(quotes))
            .max();
        return at(opening.map_or(span, |start| start..start + 3));
    }
    // An array that is never closed is met at the next key or header.
    if message.contains("array")
        && let Some(start) = unclosed_array(text, span.start)
    {
        return Broken {
            span: start..start + 1,
            message: "unclosed array, expected `]`".to_owned(),
        };
    }
    at(span)
}

/// The bracket of the array before `at` that a key or a header in the line of `at`, or the end of the
/// file, shows to be unclosed.
fn unclosed_array(text: &str, at: usize) -> Option<usize> {
    let place = line_at(text, at);
    let line = text[place.clone()].trim_start();
    let ends = line.starts_with("[[") || key_of(line).is_some() || at >= text.len();
    let before = &text[..place.start];
    let opening = before
        .lines()
        .rev()
        .find(|line| key_of(line).is_some() || line.trim_start().starts_with('['))?;
    let value = opening.split_once('=')?.1.trim_start();
    let start = value.as_ptr() as usize - text.as_ptr() as usize;
    (ends && value.starts_with('[')).then_some(start)
}

fn blanked(text: &str, line: Range<usize>) -> String {
    let blank = " ".repeat(line.len());
    [&text[..line.start], &blank, &text[line.end..]].concat()
}
