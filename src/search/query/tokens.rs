//! The parts of a query as they are written: words, quotes, fields, `OR`.

use std::ops::Range;

/// The names of the fields, as written before the colon.
const FIELDS: [&str; 9] = [
    "headline", "section", "tag", "by", "source", "is", "date", "since", "before",
];

/// Other names that people give the fields.
const OTHER_NAMES: [(&str, &str); 21] = [
    ("title", "headline"),
    ("heading", "headline"),
    ("subject", "headline"),
    ("category", "section"),
    ("topic", "tag"),
    ("tags", "tag"),
    ("label", "tag"),
    ("author", "by"),
    ("byline", "by"),
    ("writer", "by"),
    ("publisher", "source"),
    ("feed", "source"),
    ("site", "source"),
    ("state", "is"),
    ("status", "is"),
    ("day", "date"),
    ("month", "date"),
    ("year", "date"),
    ("after", "since"),
    ("from", "since"),
    ("until", "before"),
];

/// Names shorter than this, in letters, are not taken for misspelt: too many words are near them.
const MISSPELT: usize = 4;

/// The field that a name before a colon may have meant.
fn meant(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let names = FIELDS.iter().map(|&field| (field, field));
    let names = || names.clone().chain(OTHER_NAMES);
    let is_near = |other: &str| {
        name.len() >= MISSPELT && other.len() >= MISSPELT && strsim::osa_distance(&name, other) <= 1
    };
    names()
        .find(|(other, _)| *other == name)
        .or_else(|| names().find(|(other, _)| is_near(other)))
        .map(|(_, field)| field)
}

const QUOTES: [char; 3] = ['"', '“', '”'];

/// A part of a query as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'q> {
    /// `OR` or `|`, standing alone.
    Or(&'q str),
    Term(Token<'q>),
}

/// One term of a query as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token<'q> {
    pub(super) negated: bool,
    pub(super) field: Option<&'q str>,
    /// Without the quotes.
    pub(super) value: &'q str,
    /// The byte of the query where the value starts.
    pub(super) value_at: usize,
    /// The bytes of the query that are the token.
    pub(super) written: Range<usize>,
    /// Whether the value is in quotes, and they are closed.
    pub(super) quoted: bool,
}

impl<'q> Token<'q> {
    /// Whether it is only a word.
    pub(super) fn is_word(&self) -> bool {
        !self.quoted && self.field.is_none() && !self.negated
    }

    /// The words of the value without the punctuation around them, and where in the query they are.
    pub(super) fn words(&self) -> impl Iterator<Item = (&'q str, Range<usize>)> {
        let (value, value_at) = (self.value, self.value_at);
        let words = value.split_whitespace();
        let words = words.map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()));
        let words = words.filter(|word| !word.is_empty());
        words.map(move |word| {
            let start = value_at + word.as_ptr().addr() - value.as_ptr().addr();
            (word, start..start + word.len())
        })
    }
}

/// Splits at white space outside quotes. An unclosed quote extends to the end of the query.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if let word @ ("OR" | "|") = &rest[..end] {
            parts.push(Part::Or(word));
            rest = rest[end..].trim_start();
            continue;
        }
        let (negated, unsigned) = match rest.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, rest),
        };
        let (field, after_colon) = match field_of(unsigned) {
            Some((field, after_colon)) => (Some(field), after_colon),
            None => (None, unsigned),
        };
        let (value, after, quoted) = value_of(after_colon);
        let (start, end) = (text.len() - rest.len(), text.len() - after.len());
        parts.push(Part::Term(Token {
            negated,
            field,
            value,
            value_at: value.as_ptr().addr() - text.as_ptr().addr(),
            written: start..end,
            quoted,
        }));
        rest = after.trim_start();
    }
    parts
}

/// A field's name and the text after its colon. `None` when no known field comes before the colon,
/// as in a web address.
fn field_of(text: &str) -> Option<(&'static str, &str)> {
    let (name, value) = text.split_once(':')?;
    let known = FIELDS
        .iter()
        .find(|field| field.eq_ignore_ascii_case(name))?;
    Some((known, value))
}

/// A name that is not a field's but looks like one, with the field that it may have meant. An address,
/// such as `site://a.example`, is none.
pub(super) fn unknown_field<'q>(token: &Token<'q>) -> Option<(&'q str, &'static str)> {
    let (name, value) = token.value.split_once(':').filter(|_| !token.quoted)?;
    let is_value = !value.is_empty() && !value.starts_with("//");
    Some((name, meant(name).filter(|_| is_value)?))
}

/// A value, the text after it, and whether it is in closed quotes.
fn value_of(text: &str) -> (&str, &str, bool) {
    let closing = match text.chars().next() {
        Some('"') => ['"', '"'],
        Some('“' | '”') => ['“', '”'],
        _ => {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            return (&text[..end], &text[end..], false);
        }
    };
    let quoted = text.trim_start_matches(QUOTES);
    // With several quotes at the start, the second closes the first if it is of the same kind.
    let skipped = text.len() - quoted.len();
    let first = text.chars().next().map_or(0, char::len_utf8);
    let value = if skipped > first {
        &text[first..]
    } else {
        quoted
    };
    match value.split_once(closing) {
        Some((value, after)) => (value, after, true),
        None => (value, "", false),
    }
}
