//! Lines of a source text.

use std::ops::Range;

/// Counts the lines of a source, fast if asked for one byte after another in their order.
pub(crate) struct Lines<'s> {
    source: &'s str,
    /// The byte asked for last, and its line.
    last: (usize, usize),
}

impl<'s> Lines<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self {
            source,
            last: (0, 1),
        }
    }

    /// The line of the byte `at`, counted from 1.
    pub(crate) fn of(&mut self, at: usize) -> usize {
        let (from, line) = match self.last {
            (last, line) if last <= at => (last, line),
            _ => (0, 1),
        };
        let breaks = memchr::memchr_iter(b'\n', &self.source.as_bytes()[from..at]).count();
        self.last = (at, line + breaks);
        self.last.1
    }
}

/// The bytes of the line that holds the byte `at`, without its line break. `at` is clamped into `text`.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[start..]
        .find('\n')
        .map_or(text.len(), |end| start + end);
    start..end
}

/// The first byte of the line after the byte `at`, or the end of the text.
pub(crate) fn end_of_line(source: &str, at: usize) -> usize {
    let rest = source[at..].find('\n');
    rest.map_or(source.len(), |line_break| at + line_break + 1)
}

/// The bare key that the first line of `text` gives a value to, be it with `=` or, by mistake, `:`.
pub(super) fn key_of(text: &str) -> Option<&str> {
    let line = text.split('\n').next()?.trim_start();
    let end = line.find(|c: char| !is_bare(c))?;
    let is_given = line[end..].trim_start().starts_with(['=', ':']);
    (end > 0 && is_given).then_some(&line[..end])
}

/// Whether a key may have this character without quotes.
pub(super) fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn a_line_gives_a_value_to_a_bare_key_before_an_equals_sign_or_a_colon() {
        for (text, key) in [
            ("title = \"T\"", Some("title")),
            ("  body='''\nby = 1", Some("body")),
            ("date: 2016-01-12", Some("date")),
            ("section_2-a = 1", Some("section_2-a")),
            ("[[story]]", None),
            ("only words", None),
            (" = \"no key\"", None),
            ("", None),
        ] {
            assert_eq!(key_of(text), key, "{text:?}");
        }
    }
}
