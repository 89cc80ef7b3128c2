//! JSON, one object per line. The names of the fields are a promise to scripts.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

use crate::archive::Edition;
use crate::article;
use crate::briefing::{Diagnostic, EditionDate, Field, Severity, Story};
use crate::marks::Mark;
use crate::search::{Query, in_text};
use crate::text::{DisplayStr, DisplayText};

/// A story. What its file does not give is null.
#[derive(Debug, Serialize)]
pub(super) struct StoryLine<'a> {
    /// What marks are kept under: `edition/story`.
    identity: String,
    /// `2016-01-12`, or `2016-01-12T07:30:00` where there is an hour.
    date: Option<String>,
    /// The label among several editions of a day.
    edition: Option<&'a str>,
    source: Option<&'a str>,
    section: Option<&'a str>,
    headline: &'a str,
    tags: Vec<&'a str>,
    link: Option<&'a str>,
    byline: Option<&'a str>,
    marks: MarkLine,
    path: String,
    /// Of the story's header in the file.
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    matches: Option<Vec<Match>>,
    #[serde(flatten)]
    texts: Option<Texts<'a>>,
}

/// What a reader has done with a story.
#[derive(Debug, Serialize)]
struct MarkLine {
    read: bool,
    saved: bool,
    /// How far it was read: bytes of its body as it shows.
    place: u32,
}

/// The long texts of a story: as CommonMark, and the body also as it shows.
#[derive(Debug, Serialize)]
struct Texts<'a> {
    summary: Option<&'a str>,
    body: Option<&'a str>,
    text: Option<String>,
}

/// A place in a story where a query matches.
#[derive(Debug, Serialize)]
struct Match {
    field: &'static str,
    /// Which of the tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<usize>,
    /// Bytes of the field's text as it shows: without the signs of Markdown.
    start: usize,
    end: usize,
    text: String,
}

impl<'a> StoryLine<'a> {
    pub(super) fn new(edition: &'a Edition, story: Story<'a>, mark: &Mark) -> Self {
        let briefing = story.briefing();
        Self {
            identity: story.key(),
            date: edition.date().map(written),
            edition: given(briefing.edition().as_str()),
            source: given(briefing.source().as_str()),
            section: story
                .section()
                .map(|section| briefing.section_title(section).as_str()),
            headline: story.headline().as_str(),
            tags: story.tags().map(DisplayStr::as_str).collect(),
            link: given(story.link().as_str()),
            byline: given(story.byline().as_str()),
            marks: MarkLine {
                read: mark.read,
                saved: mark.saved,
                place: mark.place,
            },
            path: edition.path().to_string_lossy().into_owned(),
            line: story.line(),
            matches: None,
            texts: None,
        }
    }

    /// With what `query` matches in it.
    pub(super) fn with_matches(mut self, story: Story<'_>, query: &Query) -> Self {
        let mut matches = Vec::new();
        let mut add = |field, tag, text: &str| {
            let found = in_text(text, field, query).into_iter();
            matches.extend(found.map(|Range { start, end }| Match {
                field: name(field),
                tag,
                start,
                end,
                text: text[start..end].to_owned(),
            }));
        };
        add(Field::Headline, None, self.headline);
        add(Field::Summary, None, &article::shown(story.summary()));
        add(Field::Byline, None, &story.byline());
        add(Field::Section, None, self.section.unwrap_or_default());
        for (index, tag) in self.tags.iter().enumerate() {
            add(Field::Tag, Some(index), tag);
        }
        add(Field::Body, None, &article::shown(story.body()));
        self.matches = Some(matches);
        self
    }

    /// With its standfirst and body.
    pub(super) fn with_texts(mut self, story: Story<'a>) -> Self {
        let text = article::shown(story.body());
        self.texts = Some(Texts {
            summary: given(story.summary().as_str()),
            body: given(story.body().as_str()),
            text: given(&text).map(str::to_owned),
        });
        self
    }
}

/// A fault of a file.
#[derive(Debug, Serialize)]
pub(super) struct FaultLine<'a> {
    path: String,
    /// Null, as the places below, when the file as a whole is meant.
    line: Option<usize>,
    /// Counted from 1, in characters.
    column: Option<usize>,
    /// Bytes of the file.
    start: Option<usize>,
    end: Option<usize>,
    /// `warning` where a reader gets everything all the same.
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> FaultLine<'a> {
    pub(super) fn new(path: &std::path::Path, fault: &'a Diagnostic) -> Self {
        let place = fault.position.as_ref();
        Self {
            path: path.to_string_lossy().into_owned(),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            start: place.map(|place| place.span.start),
            end: place.map(|place| place.span.end),
            severity: match fault.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &fault.message,
            help: fault.help.as_deref(),
        }
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn written(date: EditionDate) -> String {
    match date.time {
        None => date.day.to_string(),
        Some(time) => format!("{}T{time}", date.day),
    }
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Headline => "headline",
        Field::Summary => "summary",
        Field::Byline => "byline",
        Field::Section => "section",
        Field::Tag => "tag",
        Field::Body => "body",
    }
}

/// Writes `value` as a line. Every character that a terminal must not be sent is escaped, which the
/// gate has replaced in contents, but which a path keeps: it must still open the file.
pub(super) fn write(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Escaping))?;
    out.write_all(b"\n")
}

struct Escaping;

/// Whether the gate lets a character through by itself.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~') || {
        let mut bytes = [0; 4];
        let text: &str = c.encode_utf8(&mut bytes);
        *DisplayText::line(text) == *text
    }
}

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| !is_plain(c)) {
            writer.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04X}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }

    // The quote, the backslash and the controls below the space.
    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        CompactFormatter.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn what_a_terminal_must_not_be_sent_is_escaped_and_comes_back() {
        for (text, escaped) in [
            ("plain “Café” 東京", "\"plain “Café” 東京\""),
            ("a\x1b[2J\x7f\u{9b}", r#""a\u001b[2J\u007F\u009B""#),
            ("\"\\\n\t", r#""\"\\\n\t""#),
            ("a\u{202E}b\u{2028}\u{200B}", r#""a\u202Eb\u2028\u200B""#),
            ("\u{E0041}x\u{1FFFF}", r#""\uDB40\uDC41x\uD83F\uDFFF""#),
        ] {
            let mut line = Vec::new();
            write(&mut line, &text).unwrap();
            let line = String::from_utf8(line).unwrap();
            assert_eq!(line.trim_end(), escaped);
            assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }
}
