//! `roundup search`: the stories that match a query, with the text around the match.

use std::io::{self, Write};
use std::ops::Range;

use anyhow::bail;
use clap::Args;
use clap::builder::styling::Style;

use super::exit::Answer;
use super::find::{Asked, Hit, UseOfMarks};
use super::json::StoryLine;
use super::meant::report_nothing_found;
use super::options::{Order, OutputForm, Paths};
use super::output::{self, Output};
use super::print::{self, StoryFormat, Wanted};
use super::styles::{ACCENT, DIM, MATCHED, STRONG};
use crate::archive::{Edition, Which};
use crate::briefing::{Briefing, Dates, Field, WholeStory};
use crate::config::settings::Settings;
use crate::search::{Query, Scope, in_text, snippet};
use crate::store;
use crate::text::DisplayStr;

/// Columns of the line numbers.
const LINE_COLUMNS: usize = 6;

/// Print the stories that match a query, with the text around the match
///
/// A story matches if it contains all the words, anywhere in it. Editions are printed newest first, each
/// as soon as no unread file has its day or a later one in its name. An edition dated later than its file
/// name says is printed when its file has been read.
#[derive(Debug, Default, Args)]
#[command(after_help = "Examples:\n  \
    roundup search 'junior doctors'\n  \
    roundup search '\"pay offer\" tag:NHS since:2016' ~/briefings\n  \
    roundup search '-football section:sport' --limit 5\n  \
    roundup search strike --json | jq -r '.path + \":\" + (.line|tostring)'\n\n\
    A query of several words is one argument, in quotes. It takes \"a phrase\", -without, one OR\n\
    other, headline: section: tag: by: source: date: since: before: is:unread is:saved, as in the reader.\n\n\
    Exit status: 0 stories were found, 1 none, 2 could not run.")]
pub(super) struct Search {
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: String,
    /// The only edition to search, which the reader's `--edition` names.
    #[arg(skip)]
    pub(super) edition: Option<Which>,
    #[command(flatten)]
    pub(super) order: Order,
    #[command(flatten)]
    pub(super) form: OutputForm,
    #[command(flatten)]
    pub(super) paths: Paths,
}

pub(super) fn run(search: Search, settings: &Settings, out: &mut Output) -> anyhow::Result<Answer> {
    let asked = Asked::parse(&search.query)?;
    if asked.query.is_empty() {
        bail!("there is nothing to look for: QUERY is empty; `roundup list` prints every story");
    }
    let paths = search.paths.paths;
    let only = match &search.edition {
        Some(which) => {
            let edition =
                store::edition(&store::find_in(&paths, &settings.folders)?, which).edition?;
            Some(edition.id().clone())
        }
        None => None,
    };
    let scope = only.clone().map_or(Scope::All, Scope::Edition);
    let wanted = Wanted {
        query: Some(asked.query.clone()),
        only,
        order: search.order,
        json: search.form.json,
        paths: paths.clone(),
        settings,
    };
    let snippets = Snippets {
        query: asked.query.clone(),
        dates: settings.dates.value,
        columns: output::columns(),
    };
    let printed = print::print(wanted, &snippets, out)?;
    let answer = printed.answer();
    if !search.form.json && answer == Answer::Done {
        let (stories, editions) = (printed.stories(), printed.editions());
        writeln!(out, "\n{DIM}{stories} in {editions}{DIM:#}")?;
    }
    if answer == Answer::Nothing {
        report_nothing_found(&asked, &scope, &paths, settings);
    }
    Ok(answer)
}

struct Snippets {
    query: Query,
    dates: Dates,
    columns: usize,
}

impl StoryFormat for Snippets {
    fn use_of_marks(&self, json: bool) -> UseOfMarks {
        if json {
            UseOfMarks::Used
        } else {
            UseOfMarks::Unused
        }
    }

    /// The story's line number, section and headline; below them, the text around the first match.
    fn text(&self, hit: Hit<'_>, out: &mut Output) -> io::Result<()> {
        let story = hit.story;
        let indent = LINE_COLUMNS + 2;
        let snippet = snippet(story, &self.query, self.columns.saturating_sub(indent));
        write!(out, "{DIM}{:LINE_COLUMNS$}{DIM:#}  ", story.line())?;
        if let Some(section) = hit.section().filter(|section| !section.is_empty()) {
            self.field(out, Field::Section, Style::new(), section)?;
            write!(out, " · ")?;
        }
        let in_headline = self.field(out, Field::Headline, STRONG, story.headline())?;
        if !in_headline && snippet.highlights.is_empty() {
            self.other_fields(out, story)?;
        }
        if !snippet.text.is_empty() {
            write!(out, "\n{:indent$}", "")?;
            highlighted(out, Style::new(), &snippet.text, &snippet.highlights)?;
        }
        Ok(())
    }

    fn json<'a>(&self, hit: Hit<'a>) -> StoryLine<'a> {
        StoryLine::new(hit).with_matches(hit.story, &self.query)
    }

    /// `Tuesday 12 January 2016 · Health Roundup · Evening` and the path, below an empty line.
    fn heading(&self, edition: &Edition, first: bool, out: &mut Output) -> io::Result<()> {
        if !first {
            writeln!(out)?;
        }
        let date = edition.date().map(|date| date.long(self.dates));
        let date = date.as_deref().unwrap_or("Undated");
        write!(out, "{ACCENT}{date}{ACCENT:#}")?;
        for name in edition.briefing.iter().flat_map(Briefing::publisher) {
            write!(out, " · {name}")?;
        }
        writeln!(out, "  {DIM}{}{DIM:#}", edition.label())
    }
}

impl Snippets {
    /// Writes a field with its matches highlighted; returns whether there are any.
    fn field(
        &self,
        out: &mut Output,
        field: Field,
        style: Style,
        text: DisplayStr<'_>,
    ) -> io::Result<bool> {
        let matches = in_text(&text, field, &self.query);
        highlighted(out, style, &text, &matches)?;
        Ok(!matches.is_empty())
    }

    /// Writes the byline, the source and the tags, as far as they match.
    fn other_fields(&self, out: &mut Output, story: WholeStory<'_>) -> io::Result<()> {
        let tags = story.tags().map(|tag| (Field::Tag, tag));
        let names = [
            (Field::Byline, story.byline()),
            (Field::Source, story.source()),
        ];
        for (field, text) in names.into_iter().chain(tags) {
            if !in_text(&text, field, &self.query).is_empty() {
                write!(out, " · ")?;
                self.field(out, field, DIM, text)?;
            }
        }
        Ok(())
    }
}

/// Writes `text` in `style`, with the ranges that match highlighted. They are in bytes of `text`, in
/// order, and do not overlap.
fn highlighted(
    out: &mut Output,
    style: Style,
    text: &str,
    matches: &[Range<usize>],
) -> io::Result<()> {
    let mut at = 0;
    for range in matches {
        let (before, found) = (&text[at..range.start], &text[range.clone()]);
        write!(out, "{style}{before}{style:#}{MATCHED}{found}{MATCHED:#}")?;
        at = range.end;
    }
    write!(out, "{style}{}{style:#}", &text[at..])
}
