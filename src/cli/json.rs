//! JSON, one object per line. Scripts rely on the names of the fields: they never change.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

use super::find::Hit;
use crate::archive::Edition;
use crate::article;
use crate::briefing::{Briefing, Diagnostic, Field, StoryDate, WholeStory};
use crate::search::{Query, in_text};
use crate::text::{DisplayStr, DisplayText};

/// A story. What its file does not give is null.
#[derive(Debug, Serialize)]
pub(super) struct StoryLine<'a> {
    /// The key of its marks: `edition/story`.
    identity: String,
    /// `2016-01-12`, or `2016-01-12T07:30:00` if the edition has a time.
    date: Option<String>,
    /// The label that tells apart the editions of a day.
    edition: Option<&'a str>,
    /// The story's, else the edition's.
    source: Option<&'a str>,
    /// As the publisher says: `2016-01-12`, or `2016-01-12T06:10:00+01:00` with a time.
    published: Option<String>,
    section: Option<&'a str>,
    headline: &'a str,
    tags: Vec<&'a str>,
    link: Option<&'a str>,
    byline: Option<&'a str>,
    marks: MarkLine,
    path: String,
    /// The line of the story's header in the file, from 1.
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    matches: Option<Vec<Match>>,
    #[serde(flatten)]
    texts: Option<Texts<'a>>,
}

/// What the user has done with a story.
#[derive(Debug, Serialize)]
struct MarkLine {
    read: bool,
    saved: bool,
    /// How far it was read, in bytes of its body as displayed.
    place: u32,
}

/// The long texts of a story as CommonMark, and the body also as displayed.
#[derive(Debug, Serialize)]
struct Texts<'a> {
    summary: Option<&'a str>,
    body: Option<&'a str>,
    text: Option<String>,
}

/// A match of a query in a story.
#[derive(Debug, Serialize)]
struct Match {
    field: &'static str,
    /// The index of the tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<usize>,
    /// Bytes of the field's text as displayed, without Markdown markup.
    start: usize,
    end: usize,
    text: String,
}

impl<'a> StoryLine<'a> {
    pub(super) fn new(hit: Hit<'a>) -> Self {
        let Hit {
            edition,
            story,
            marks,
        } = hit;
        let briefing = story.briefing();
        let identity = story.key();
        let mark = marks.get(&identity);
        Self {
            identity,
            date: edition.date().map(|date| date.iso()),
            edition: given(briefing.edition().as_str()),
            source: given(story.source().as_str()).or(given(briefing.source().as_str())),
            published: story.published().map(StoryDate::iso),
            section: hit.section().map(DisplayStr::as_str),
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

    /// Adds the matches of `query`.
    pub(super) fn with_matches(mut self, story: WholeStory<'_>, query: &Query) -> Self {
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
        add(Field::Source, None, &story.source());
        add(Field::Section, None, self.section.unwrap_or_default());
        for (index, tag) in self.tags.iter().enumerate() {
            add(Field::Tag, Some(index), tag);
        }
        add(Field::Body, None, &article::shown(story.body()));
        self.matches = Some(matches);
        self
    }

    /// Adds the standfirst and the body.
    pub(super) fn with_texts(mut self, story: WholeStory<'a>) -> Self {
        let text = article::shown(story.body());
        self.texts = Some(Texts {
            summary: given(story.summary().as_str()),
            body: given(story.body().as_str()),
            text: given(&text).map(str::to_owned),
        });
        self
    }
}

/// An edition, with counts of its stories or of those that a query matches.
#[derive(Debug, Default, Serialize)]
pub(super) struct EditionLine {
    pub(super) identity: String,
    /// As in [`StoryLine`].
    date: Option<String>,
    /// Its label.
    pub(super) edition: Option<String>,
    source: Option<String>,
    pub(super) title: String,
    pub(super) stories: usize,
    pub(super) unread: usize,
    pub(super) saved: usize,
    /// Those that make it faulty in the reader.
    pub(super) faults: usize,
    path: String,
}

/// A fault of a file.
#[derive(Debug, Serialize)]
pub(super) struct FaultLine<'a> {
    path: String,
    /// Null, like the next three, for a fault of the file as a whole.
    line: Option<usize>,
    /// In characters, from 1.
    column: Option<usize>,
    /// Bytes of the file.
    start: Option<usize>,
    end: Option<usize>,
    /// Always `error`, as in text: `check` fails for a fault that the reader only warns about, too.
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
}

impl EditionLine {
    /// Counts `hits`, which are stories of `edition`.
    pub(super) fn new<'a>(edition: &Edition, hits: impl Iterator<Item = Hit<'a>>) -> Self {
        let briefing = edition.briefing.as_ref();
        let text = |field: fn(&Briefing) -> DisplayStr<'_>| {
            let text = briefing.map(|briefing| field(briefing).to_string());
            text.unwrap_or_default()
        };
        let optional = |field| Some(text(field)).filter(|text| !text.is_empty());
        let mut line = Self {
            identity: text(Briefing::id),
            date: edition.date().map(|date| date.iso()),
            edition: optional(Briefing::edition),
            source: optional(Briefing::source),
            title: text(Briefing::title),
            faults: edition.errors(),
            path: edition.path().to_string_lossy().into_owned(),
            ..Self::default()
        };
        for mark in hits.map(Hit::mark) {
            line.stories += 1;
            line.unread += usize::from(!mark.read);
            line.saved += usize::from(mark.saved);
        }
        line
    }
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
            severity: "error",
            message: &fault.message,
            help: fault.help.as_deref(),
        }
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Headline => "headline",
        Field::Summary => "summary",
        Field::Byline => "byline",
        Field::Source => "source",
        Field::Section => "section",
        Field::Tag => "tag",
        Field::Body => "body",
    }
}

/// Writes `value` as a line. Every character that is unsafe to send to a terminal is escaped. The texts of
/// files have been sanitised by now, but a path has not, because it must still open the file.
pub(super) fn write(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Escaping))?;
    out.write_all(b"\n")
}

struct Escaping;

/// Whether a character is safe to send to a terminal.
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

    // For the quote, the backslash and the control characters of ASCII.
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
    fn characters_unsafe_for_a_terminal_are_escaped_and_decode_to_themselves() {
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
