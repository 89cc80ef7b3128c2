//! The query language: words, phrases, exclusions and fields. A story must meet every term.

use std::ops::Range;

use jiff::civil::Date;
use memchr::memmem::Finder;

use super::dates;
use crate::briefing::Field;
use crate::marks::Mark;
use crate::text::fold;

/// A parsed query. A quoted tag must match a whole tag; any other text may match part of a field.
/// Parsing never fails: terms that cannot be used are left out and explained in `notes`.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub terms: Vec<Term>,
    /// What was left out and why, for display at the prompt.
    pub notes: Vec<String>,
}

/// One condition on a story.
#[derive(Clone, Debug)]
pub struct Term {
    /// Whether stories that pass the test are excluded.
    pub negated: bool,
    pub test: Test,
}

/// What a term checks.
#[derive(Clone, Debug)]
pub enum Test {
    /// Folded text in the given field, or in any field when `None`. With `whole`, it must be the
    /// field's entire text.
    Text {
        field: Option<Field>,
        finder: Finder<'static>,
        whole: bool,
    },
    /// Folded text in the story's source, else in that of its edition.
    Source(Finder<'static>),
    /// The edition's day is in this half-open range.
    Days(Range<Date>),
    /// The story's mark is in this state.
    Is(State),
}

/// A state of a story's mark, as `is:` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Read,
    Unread,
    Saved,
}

impl State {
    fn named(name: &str) -> Option<Self> {
        match name {
            "read" => Some(Self::Read),
            "unread" => Some(Self::Unread),
            "saved" => Some(Self::Saved),
            _ => None,
        }
    }

    pub fn holds(self, mark: &Mark) -> bool {
        match self {
            Self::Read => mark.read,
            Self::Unread => !mark.read,
            Self::Saved => mark.saved,
        }
    }
}

/// The names of the fields, as written before the colon.
const FIELDS: [&str; 9] = [
    "headline", "section", "tag", "by", "source", "is", "date", "since", "before",
];

/// The values that a field takes, for a note.
fn takes(field: &str) -> &'static str {
    match field {
        "is" => "read, unread or saved",
        "date" | "since" | "before" => dates::FORMS,
        _ => "a word, or words in quotes",
    }
}

impl Query {
    /// Parses a query; relative dates such as `7d` count from `today`.
    pub fn parse(text: &str, today: Date) -> Self {
        let mut query = Self::default();
        for token in tokens(text) {
            query.push(&token, today);
        }
        query
    }

    /// Whether the query has no terms.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The tests whose matches are highlighted: text that is not negated.
    pub fn highlighted(&self) -> impl Iterator<Item = &Test> {
        let texts = self
            .terms
            .iter()
            .filter(|term| !term.negated)
            .map(|term| &term.test);
        texts.filter(|test| matches!(test, Test::Text { .. }))
    }

    fn push(&mut self, token: &Token<'_>, today: Date) {
        let value = fold(token.value);
        let value = value.trim();
        if value.is_empty() {
            match token.field {
                Some(field) => self.note(format!("{field}: takes {}", takes(field))),
                None if token.negated => self.note("- leaves out the word after it".to_owned()),
                None => {}
            }
            return;
        }
        let finder = Finder::new(value).into_owned();
        let text_in = |field| Test::Text {
            field,
            finder: finder.clone(),
            whole: false,
        };
        let test = match token.field {
            None => text_in(None),
            Some("headline") => text_in(Some(Field::Headline)),
            Some("section") => text_in(Some(Field::Section)),
            Some("tag") => Test::Text {
                field: Some(Field::Tag),
                finder,
                whole: token.quoted,
            },
            Some("by") => text_in(Some(Field::Byline)),
            Some("source") => Test::Source(finder),
            Some("is") => match State::named(value) {
                Some(state) => Test::Is(state),
                None => return self.note(format!("is: takes {}", takes("is"))),
            },
            Some(field) => match dates::days(value, today) {
                Some(days) => Test::Days(match field {
                    "since" => days.start..Date::MAX,
                    "before" => Date::MIN..days.start,
                    _ => days,
                }),
                None => return self.note(format!("{field}: takes {}", takes(field))),
            },
        };
        self.terms.push(Term {
            negated: token.negated,
            test,
        });
    }

    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

const QUOTES: [char; 3] = ['"', '“', '”'];

/// One term of a query as it is written.
#[derive(Debug, PartialEq, Eq)]
struct Token<'q> {
    negated: bool,
    field: Option<&'q str>,
    /// Without the quotes.
    value: &'q str,
    /// Whether the value is in quotes, and they are closed.
    quoted: bool,
}

/// Splits at white space outside quotes. An unclosed quote extends to the end of the query.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (negated, unsigned) = match rest.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, rest),
        };
        let (field, after_colon) = match field_of(unsigned) {
            Some((field, after_colon)) => (Some(field), after_colon),
            None => (None, unsigned),
        };
        let (value, after, quoted) = value_of(after_colon);
        tokens.push(Token {
            negated,
            field,
            value,
            quoted,
        });
        rest = after.trim_start();
    }
    tokens
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Query, Test};

    /// The terms of a query as text: `-` for negated, the field, the folded value; then the notes.
    fn shown(text: &str) -> String {
        let query = Query::parse(text, date(2016, 1, 12));
        let terms = query.terms.iter().map(|term| {
            let sign = if term.negated { "-" } else { "" };
            let value = |finder: &memchr::memmem::Finder| {
                String::from_utf8(finder.needle().to_vec()).unwrap()
            };
            match &term.test {
                Test::Text {
                    field: None,
                    finder,
                    ..
                } => format!("{sign}[{}]", value(finder)),
                Test::Text {
                    field: Some(field),
                    finder,
                    ..
                } => format!("{sign}{field:?}[{}]", value(finder)),
                Test::Source(finder) => format!("{sign}Source[{}]", value(finder)),
                Test::Days(days) => format!("{sign}{}..{}", days.start, days.end),
                Test::Is(state) => format!("{sign}{state:?}"),
            }
        });
        terms
            .chain(query.notes.iter().map(|note| format!("({note})")))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn queries_are_parsed_as_the_grammar_says() {
        for (text, expected) in [
            ("", ""),
            ("   ", ""),
            ("Doctors’ STRIKE", "[doctors'] [strike]"),
            ("\"a  Phrase\" and", "[a phrase] [and]"),
            ("“typographic quotes” too", "[typographic quotes] [too]"),
            ("\"not closed yet", "[not closed yet]"),
            ("a\"b c", "[a\"b] [c]"),
            ("strike -BMA -\"pay offer\"", "[strike] -[bma] -[pay offer]"),
            (
                "headline:trust section:\"World news\" tag:AI by:who",
                "Headline[trust] Section[world news] Tag[ai] Byline[who]",
            ),
            ("-tag:sport Source:daily", "-Tag[sport] Source[daily]"),
            ("date:2016-01", "2016-01-01..2016-02-01"),
            (
                "since:2016 before:2016-02-01",
                "2016-01-01..9999-12-31 -009999-01-01..2016-02-01",
            ),
            ("since:7d", "2016-01-05..9999-12-31"),
            ("http://a.example:80", "[http://a.example:80]"),
            ("time: 12:30", "[time:] [12:30]"),
            (
                "headline: x",
                "[x] (headline: takes a word, or words in quotes)",
            ),
            (
                "date:soon",
                "(date: takes 2016, 2016-01, 2016-01-12, today or 7d)",
            ),
            ("is:unread -IS:Saved", "Unread -Saved"),
            ("is:un is: x", "[x] (is: takes read, unread or saved)"),
            ("- \"\" -\"\"", "(- leaves out the word after it)"),
            ("--x", "-[-x]"),
            ("e\u{301}", "[e]"),
            ("\u{301}", "[\u{301}]"),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }
}
