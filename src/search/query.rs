//! The query language: words, phrases, exclusions, fields and alternatives.

mod other_ways;
mod tokens;

use std::ops::Range;

use jiff::civil::Date;
use memchr::memmem::Finder;

use super::dates::{self, Days, NotADate};
use crate::briefing::Field;
use crate::marks::Mark;
use crate::text::fold;
use other_ways::{either, has_parenthesis, without};
use tokens::{Part, Token, parts, unknown_field};

/// A parsed query. A quoted tag must match a whole tag; any other text may match part of a field.
/// Parsing never fails: terms that cannot be used are left out and explained in `notes`, and what looks
/// like an unknown field is text, and noted in `misnamed`.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// A story must meet all of them.
    pub clauses: Vec<Clause>,
    /// What was left out and why, for display at the prompt.
    pub notes: Vec<String>,
    /// What looks like a field that nobody knows, in the order of the query.
    pub misnamed: Vec<Misnamed>,
    /// How to write that one word or the other is meant, if the query looks as if it were: `moon | mandela`
    /// for `moon|mandela`, and `strike OR walkout` for `strike or walkout`.
    pub either: Option<String>,
    /// How to write that a term is left out, if the query looks as if that were meant: `-strike` for `NOT strike`.
    pub without: Option<String>,
    /// Whether a word begins or ends with a parenthesis, as if these grouped words.
    pub has_parentheses: bool,
    /// What a day without a year was taken for where one day is needed, for display at the prompt.
    pub taken: Vec<Taken>,
}

/// A field whose date has no year, and the day that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub field: String,
    pub day: Date,
}

/// A name before a colon that is not a field's, and the field that it may have meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misnamed {
    /// Where the name is in the text of the query, in bytes.
    pub name: Range<usize>,
    pub field: &'static str,
    /// Says so, for display at the prompt.
    pub note: String,
}

/// A term, or several joined by `OR`.
#[derive(Clone, Debug, Default)]
pub struct Clause {
    /// A story must meet one of them. Never empty in a query.
    pub terms: Vec<Term>,
}

/// One condition on a story.
#[derive(Clone, Debug)]
pub struct Term {
    /// Whether stories that pass the test are excluded.
    pub negated: bool,
    pub test: Test,
    /// Where the term is in the text of the query, in bytes.
    pub written: Range<usize>,
    /// The part of `written` that is the value, without a field's name and without quotes.
    pub value: Range<usize>,
    /// The words of a phrase that is not left out, each as a term of its own; empty for a single word.
    pub words: Vec<Term>,
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
    /// The edition's day is one of these.
    Days(Days),
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

impl Term {
    /// Whether it is text that a story must have.
    pub fn is_text(&self) -> bool {
        !self.negated && self.is_of_text()
    }

    /// Whether it is text that a story must not have.
    pub fn leaves_out_text(&self) -> bool {
        self.negated && self.is_of_text()
    }

    fn is_of_text(&self) -> bool {
        matches!(self.test, Test::Text { .. } | Test::Source(_))
    }

    /// What this term leaves out, as a term that a story must meet.
    pub(super) fn left_out(&self) -> Self {
        Self {
            negated: false,
            ..self.clone()
        }
    }

    /// The same, but for another text, which is folded.
    pub(super) fn with_text(&self, text: &str) -> Self {
        let mut term = self.clone();
        if let Test::Text { finder, .. } | Test::Source(finder) = &mut term.test {
            *finder = Finder::new(text).into_owned();
        }
        term
    }

    /// One of the words of this phrase, which is `written` there.
    fn word(&self, word: &str, written: Range<usize>) -> Self {
        let mut term = self.with_text(fold(word).trim());
        if let Test::Text { whole, .. } = &mut term.test {
            *whole = false;
        }
        (term.written, term.value) = (written.clone(), written);
        term
    }
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

/// What is noted of quotes that have nothing between them.
const EMPTY_QUOTES: &str = "quotes go around words, as in \"a phrase\"";

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
        let mut or = None;
        let parts = parts(text);
        for part in &parts {
            match part {
                Part::Or(written) if or.is_some() || query.clauses.is_empty() => {
                    query.note(needs_words(written));
                }
                Part::Or(written) => or = Some(written),
                Part::Term(token) => {
                    if or.take().is_none() {
                        query.clauses.push(Clause::default());
                    }
                    let term = query.term(token, today);
                    if let Some(clause) = query.clauses.last_mut() {
                        clause.terms.extend(term);
                    }
                }
            }
        }
        if let Some(written) = or {
            query.note(needs_words(written));
        }
        (query.either, query.without) = (either(text, &parts), without(text, &parts));
        query.has_parentheses = parts.iter().any(has_parenthesis);
        query.clauses.retain(|clause| !clause.terms.is_empty());
        query
    }

    /// Whether the query has no terms.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Where the query is only the name of a state, and how that state is written: `is:unread` for `unread`.
    pub fn state_meant(&self) -> Option<(Range<usize>, String)> {
        let mut terms = self.terms();
        let only = terms.next().filter(|term| !term.negated)?;
        let Test::Text {
            field: None,
            finder,
            ..
        } = &only.test
        else {
            return None;
        };
        let name = std::str::from_utf8(finder.needle()).ok()?;
        let is_meant = terms.next().is_none() && State::named(name).is_some();
        is_meant.then(|| (only.written.clone(), format!("is:{name}")))
    }

    /// The terms of all clauses.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.clauses.iter().flat_map(|clause| &clause.terms)
    }

    /// The first of [`Self::all_notes`].
    pub fn first_note(&self) -> Option<String> {
        self.all_notes().next().map(str::to_owned)
    }

    /// What was left out, and then what may have been meant by unknown fields.
    pub fn all_notes(&self) -> impl Iterator<Item = &str> {
        let misnamed = self.misnamed.iter().map(|misnamed| &misnamed.note);
        self.notes.iter().chain(misnamed).map(String::as_str)
    }

    /// Whether it has terms joined by `OR`.
    pub fn has_alternatives(&self) -> bool {
        self.clauses.iter().any(|clause| clause.terms.len() > 1)
    }

    /// Whether it leaves out stories with some text.
    pub fn leaves_out_text(&self) -> bool {
        self.terms().any(Term::leaves_out_text)
    }

    /// Whether a term begins with what looks like a field.
    pub fn is_misnamed(&self, term: &Term) -> bool {
        let mut names = self.misnamed.iter().map(|misnamed| &misnamed.name);
        names.any(|name| term.written.contains(&name.start))
    }

    /// The tests whose matches are highlighted: text that is not negated.
    pub fn highlighted(&self) -> impl Iterator<Item = &Test> {
        let texts = self
            .terms()
            .filter(|term| !term.negated)
            .map(|term| &term.test);
        texts.filter(|test| matches!(test, Test::Text { .. }))
    }

    /// The term that is written; `None`, with a note, when it cannot be used.
    fn term(&mut self, token: &Token<'_>, today: Date) -> Option<Term> {
        let mut term = Term {
            negated: token.negated,
            test: self.test(token, today)?,
            written: token.written.clone(),
            value: token.value_at..token.value_at + token.value.len(),
            words: Vec::new(),
        };
        let words: Vec<_> = token.words().collect();
        if words.len() > 1 && term.is_text() {
            let words = words.into_iter();
            term.words = words.map(|(word, at)| term.word(word, at)).collect();
        }
        Some(term)
    }

    /// What a term asks of a story.
    fn test(&mut self, token: &Token<'_>, today: Date) -> Option<Test> {
        let value = fold(token.value);
        let value = value.trim();
        if value.is_empty() {
            match token.field {
                Some(field) => self.note(format!("{field}: takes {}", takes(field))),
                None if token.negated => self.note("put a word after - to leave it out".to_owned()),
                None if token.value.trim().is_empty() => self.note(EMPTY_QUOTES.to_owned()),
                None => {}
            }
            return None;
        }
        let finder = || Finder::new(value).into_owned();
        let text_in = |field| Test::Text {
            field,
            finder: finder(),
            whole: false,
        };
        Some(match token.field {
            None => {
                if let Some((name, field)) = unknown_field(token) {
                    self.misnamed.push(Misnamed {
                        name: token.value_at..token.value_at + name.len(),
                        field,
                        note: format!("{name}: is not a field; did you mean {field}:?"),
                    });
                }
                text_in(None)
            }
            Some("headline") => text_in(Some(Field::Headline)),
            Some("section") => text_in(Some(Field::Section)),
            Some("tag") => Test::Text {
                field: Some(Field::Tag),
                finder: finder(),
                whole: token.quoted,
            },
            Some("by") => text_in(Some(Field::Byline)),
            Some("source") => Test::Source(finder()),
            Some("is") => {
                let state = State::named(value);
                if state.is_none() {
                    self.note(format!("is: takes {}", takes("is")));
                }
                Test::Is(state?)
            }
            Some(field) => Test::Days(self.days(field, value, today)?),
        })
    }

    /// The days that `value` means after `field`, which is one of those that take a date.
    fn days(&mut self, field: &str, value: &str, today: Date) -> Option<Days> {
        match dates::days(value, today) {
            Ok(days) if field == "date" => Some(days),
            Ok(days) => self.days_from(field, &days, today),
            Err(NotADate::NoSuchDay(why)) => {
                self.note(format!("{field}: {why}"));
                None
            }
            Err(NotADate::Form) => {
                self.note(format!("{field}: takes {}", takes(field)));
                None
            }
        }
    }

    /// The days that `since:` or `before:` a date means. Of a day without a year, the latest up to `today`
    /// counts.
    fn days_from(&mut self, field: &str, days: &Days, today: Date) -> Option<Days> {
        let start = match days {
            Days::Between(days) => days.start,
            Days::OfEveryYear(yearly) => {
                let latest = yearly.latest(today)?;
                self.taken.push(Taken {
                    field: field.to_owned(),
                    day: latest,
                });
                latest
            }
        };
        Some(Days::Between(match field {
            "since" => start..Date::MAX,
            _ => Date::MIN..start,
        }))
    }

    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

fn needs_words(or: &str) -> String {
    format!("{or} needs a word on each side")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Days, Query, Test};
    use crate::briefing::{Dates, Form};

    /// The clauses of a query as text: `|` between terms; of each `-` for negated, the field, the folded
    /// value; then the notes.
    fn shown(text: &str) -> String {
        let query = Query::parse(text, date(2016, 1, 12));
        let term = |term: &super::Term| {
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
                Test::Days(Days::Between(days)) => format!("{sign}{}..{}", days.start, days.end),
                Test::Days(Days::OfEveryYear(_)) => format!("{sign}every year"),
                Test::Is(state) => format!("{sign}{state:?}"),
            }
        };
        let clauses = query.clauses.iter().map(|clause| {
            let terms: Vec<_> = clause.terms.iter().map(term).collect();
            terms.join("|")
        });
        clauses
            .chain(query.notes.iter().map(|note| format!("({note})")))
            .chain(query.misnamed.iter().map(|misnamed| {
                assert!(misnamed.note.contains(&format!(" {}:?", misnamed.field)));
                format!("({}: {})", &text[misnamed.name.clone()], misnamed.note)
            }))
            .chain(query.taken.iter().map(|taken| {
                format!(
                    "<{}: {}>",
                    taken.field,
                    Dates::Long.date(Form::Day, taken.day)
                )
            }))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_query_that_looks_as_if_it_meant_one_or_the_other_says_how_to_write_that() {
        for (text, expected) in [
            ("moon|mandela", Some("moon | mandela")),
            ("a moon|mandela|sea b", Some("moon | mandela | sea")),
            ("strike or walkout", Some("strike OR walkout")),
            (
                "tag:nhs Or \"junior doctors\" x",
                Some("tag:nhs OR \"junior doctors\""),
            ),
            ("moon | mandela", None),
            ("moon OR mandela", None),
            ("\"moon|mandela\" x \"or\" y", None),
            ("or x", None),
            ("x or", None),
            ("x| |y ||", None),
            ("orion oracle", None),
        ] {
            let query = Query::parse(text, date(2016, 1, 12));
            assert_eq!(query.either.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_query_that_looks_as_if_it_left_something_out_says_how_to_write_that() {
        for (text, expected) in [
            ("moon NOT sea", Some("-sea")),
            ("not tag:\"the sea\" moon", Some("-tag:\"the sea\"")),
            ("Not a", Some("-a")),
            ("moon -sea", None),
            ("not -sea", None),
            ("moon not", None),
            ("\"not\" sea", None),
            ("nothing knot -not sea tag:not moon", None),
        ] {
            let query = Query::parse(text, date(2016, 1, 12));
            assert_eq!(query.without.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn words_with_parentheses_around_them_may_be_meant_as_a_group() {
        for (text, expected) in [
            ("(smith OR macron) ferry", true),
            ("ferry (smith", true),
            ("ferry -(smith macron)", true),
            ("tag:(smith", true),
            ("\"(smith)\" sm(i)th )smith(", false),
            ("smith", false),
        ] {
            let query = Query::parse(text, date(2016, 1, 12));
            assert_eq!(query.has_parentheses, expected, "{text}");
        }
    }

    #[test]
    fn a_query_that_is_the_name_of_a_state_may_mean_it() {
        for (text, expected) in [
            (" Unread", Some((1..7, "is:unread"))),
            ("saved", Some((0..5, "is:saved"))),
            ("\"read\"", Some((0..6, "is:read"))),
            ("unread moon", None),
            ("-unread", None),
            ("tag:unread", None),
            ("is:unread", None),
            ("moon", None),
            ("", None),
        ] {
            let query = Query::parse(text, date(2016, 1, 12));
            let meant = query.state_meant();
            let meant = meant.as_ref().map(|(at, state)| (at.clone(), &**state));
            assert_eq!(meant, expected, "{text}");
        }
    }

    #[test]
    fn a_phrase_is_made_of_words() {
        for (text, expected) in [
            ("\"Doctors’  strike, now!\"", "doctors' strike now"),
            ("tag:“the (sea)", "the sea"),
            ("\"strike\" a b -\"a b\" \"- -\"", ""),
        ] {
            let query = Query::parse(text, date(2016, 1, 12));
            let words = query.terms().flat_map(|term| &term.words);
            let needle = |term: &super::Term| match &term.test {
                Test::Text { finder, .. } => String::from_utf8(finder.needle().to_vec()).unwrap(),
                test => panic!("{test:?}"),
            };
            let words: Vec<_> = words.map(needle).collect();
            assert_eq!(words.join(" "), expected, "{text}");
        }
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
                "date:\"20 July 1969\" since:“Jan 2016”",
                "1969-07-20..1969-07-21 2016-01-01..9999-12-31",
            ),
            (
                "titel:x",
                "[titel:x] (titel: titel: is not a field; did you mean headline:?)",
            ),
            (
                "-Sectoin:x",
                "-[sectoin:x] (Sectoin: Sectoin: is not a field; did you mean section:?)",
            ),
            (
                "author:x",
                "[author:x] (author: author: is not a field; did you mean by:?)",
            ),
            (
                "\"titel:x\" titel: feed://a it:x",
                "[titel:x] [titel:] [feed://a] [it:x]",
            ),
            (
                "headline: x",
                "[x] (headline: takes a word, or words in quotes)",
            ),
            (
                "date:soon",
                "(date: takes 2016-01-12, \"12 Jan 2016\", 2016 or 7d)",
            ),
            (
                "date:\"31 April\" before:2015-02-29",
                "(date: there is no 31 April) (before: there is no 29 February 2015)",
            ),
            (
                "date:\"Mon 12 Jan 2016\"",
                "(date: 12 January 2016 is a Tuesday)",
            ),
            ("-date:\"12 jan\"", "-every year"),
            (
                "since:\"20 jul\" before:\"tue 12 jan\"",
                "2015-07-20..9999-12-31 -009999-01-01..2016-01-12 <since: 20 July 2015> \
                 <before: 12 January 2016>",
            ),
            ("is:unread -IS:Saved", "Unread -Saved"),
            ("is:un is: x", "[x] (is: takes read, unread or saved)"),
            ("- -\"\"", "(put a word after - to leave it out)"),
            ("\"", "(quotes go around words, as in \"a phrase\")"),
            ("a \"\"", "[a] (quotes go around words, as in \"a phrase\")"),
            ("“", "(quotes go around words, as in \"a phrase\")"),
            ("--x", "-[-x]"),
            ("a OR b c", "[a]|[b] [c]"),
            (
                "a b | -c OR tag:d | is:read e",
                "[a] [b]|-[c]|Tag[d]|Read [e]",
            ),
            ("a or b a|b ORs", "[a] [or] [b] [a|b] [ors]"),
            ("a \"OR\" b -OR c \"|\"", "[a] [or] [b] -[or] [c] [|]"),
            ("a \"b OR c\" OR d", "[a] [b or c]|[d]"),
            ("OR a", "[a] (OR needs a word on each side)"),
            ("a OR", "[a] (OR needs a word on each side)"),
            ("a | | b", "[a]|[b] (| needs a word on each side)"),
            ("|", "(| needs a word on each side)"),
            ("a is:un OR b", "[a] [b] (is: takes read, unread or saved)"),
            ("a OR is:un b", "[a] [b] (is: takes read, unread or saved)"),
            ("e\u{301}", "[e]"),
            ("\u{301}", "[\u{301}]"),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }
}
