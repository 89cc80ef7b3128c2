//! `roundup search`: the stories that a query finds, with the text around the match.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use clap::builder::styling::Style;

use super::exit::Answer;
use super::find::{self, Hit};
use super::json;
use super::options::{Form, Order, Paths};
use super::output::{self, Output};
use super::print::{self, Wanted, Writer};
use super::styles::{ACCENT, DIM, MATCHED, STRONG};
use crate::archive::Edition;
use crate::briefing::{Field, Story};
use crate::search::{Query, in_text, snippet};
use crate::text::{DisplayStr, counted};

/// Columns of the lines' numbers, and left of the snippets below them.
const LINE_COLUMNS: usize = 6;

/// Print the stories that a query finds, with the text around the match
///
/// All words must be there, anywhere in a story. The newest edition comes first, each as soon as it is
/// certain that no newer one has a match: when the files have been read whose names give its day or a
/// later one. A file with a later date than its name says comes when it is read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup search 'junior doctors'\n  \
    roundup search '\"pay offer\" tag:NHS since:2016' ~/briefings\n  \
    roundup search '-football section:sport' --limit 5\n  \
    roundup search strike --json | jq -r '.path + \":\" + (.line|tostring)'\n\n\
    A query of several words is one argument, in quotes. It takes \"a phrase\", -without, headline:\n\
    section: tag: by: source: date: since: before: is:unread is:saved, as in the reader.\n\n\
    Exit status: 0 stories were found, 1 none, 2 could not run.")]
pub(super) struct Search {
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: String,
    #[command(flatten)]
    pub(super) order: Order,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) paths: Paths,
}

pub(super) fn run(search: Search, out: &mut Output) -> anyhow::Result<Answer> {
    let query = find::parse(&search.query)?;
    if query.is_empty() {
        bail!("there is nothing to look for: QUERY is empty; `roundup list` prints every story");
    }
    let wanted = Wanted {
        query: Some(query.clone()),
        order: search.order,
        paths: search.paths.paths,
    };
    let results = Results {
        query,
        json: search.form.json,
        columns: output::columns(),
    };
    let printed = print::print(wanted, &Arc::new(results), out)?;
    if !search.form.json && printed.stories > 0 {
        let stories = counted(printed.stories, "story", "stories");
        let editions = counted(printed.editions, "edition", "editions");
        writeln!(out, "\n{DIM}{stories} in {editions}{DIM:#}")?;
    }
    Ok(printed.answer())
}

struct Results {
    query: Query,
    json: bool,
    columns: usize,
}

impl Writer for Results {
    fn story(&self, hit: Hit<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        if self.json {
            return json::write(out, &hit.json().with_matches(hit.story(), &self.query));
        }
        let (story, section) = (hit.story(), hit.section());
        let indent = LINE_COLUMNS + 2;
        let snippet = snippet(story, &self.query, self.columns.saturating_sub(indent));
        write!(out, "{DIM}{:LINE_COLUMNS$}{DIM:#}  ", story.line())?;
        if !section.is_empty() {
            self.field(out, Field::Section, Style::new(), section)?;
            write!(out, " · ")?;
        }
        let in_headline = self.field(out, Field::Headline, STRONG, story.headline())?;
        if !in_headline && snippet.marks.is_empty() {
            self.other_fields(out, story)?;
        }
        if !snippet.text.is_empty() {
            write!(out, "\n{:indent$}", "")?;
            marked(out, Style::new(), &snippet.text, &snippet.marks)?;
        }
        writeln!(out)
    }

    fn edition(&self, edition: &Edition, first: bool, out: &mut Output) -> io::Result<()> {
        if self.json {
            Ok(())
        } else {
            heading(out, edition, first)
        }
    }
}

impl Results {
    /// Writes a field with what matches in it; false when nothing does.
    fn field(
        &self,
        out: &mut Vec<u8>,
        field: Field,
        style: Style,
        text: DisplayStr<'_>,
    ) -> io::Result<bool> {
        let marks = in_text(&text, field, &self.query);
        marked(out, style, &text, &marks)?;
        Ok(!marks.is_empty())
    }

    /// Byline and tags, those that match.
    fn other_fields(&self, out: &mut Vec<u8>, story: Story<'_>) -> io::Result<()> {
        let tags = story.tags().map(|tag| (Field::Tag, tag));
        for (field, text) in [(Field::Byline, story.byline())].into_iter().chain(tags) {
            if !in_text(&text, field, &self.query).is_empty() {
                write!(out, " · ")?;
                self.field(out, field, DIM, text)?;
            }
        }
        Ok(())
    }
}

/// `Tuesday 12 January 2016 · Health Roundup · Evening` and the path, below an empty line.
fn heading(out: &mut Output, edition: &Edition, first: bool) -> io::Result<()> {
    if !first {
        writeln!(out)?;
    }
    let date = edition.date().map(|date| date.long());
    let date = date.as_deref().unwrap_or("Undated");
    write!(out, "{ACCENT}{date}{ACCENT:#}")?;
    for name in edition
        .briefing
        .iter()
        .flat_map(|briefing| [briefing.source(), briefing.edition()])
    {
        if !name.is_empty() {
            write!(out, " · {name}")?;
        }
    }
    writeln!(out, "  {DIM}{}{DIM:#}", edition.label)
}

/// Writes `text` in a style of its own, and what matches in it in another.
fn marked(out: &mut Vec<u8>, style: Style, text: &str, marks: &[Range<usize>]) -> io::Result<()> {
    let mut at = 0;
    for mark in marks {
        let (before, found) = (&text[at..mark.start], &text[mark.clone()]);
        write!(out, "{style}{before}{style:#}{MATCHED}{found}{MATCHED:#}")?;
        at = mark.end;
    }
    write!(out, "{style}{}{style:#}", &text[at..])
}
