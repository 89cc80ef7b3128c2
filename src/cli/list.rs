//! `roundup list`: one line per story.

use std::io::{self, Write};

use clap::Args;

use super::exit::Answer;
use super::find::{self, Hit};
use super::options::{Form, Order, Paths};
use super::output::Output;
use super::print::{self, StoryFormat, Wanted};
use super::styles::DIM;
use crate::text::width;

/// Columns for the title of a section. A longer title pushes its headline to the right.
const SECTION_COLUMNS: usize = 16;

/// Print one line per story: date, marks, section and headline
///
/// The newest edition comes first, with its stories in the order of the file. The marks before the section
/// are ● unread, ◐ begun and ★ saved. A query takes "a phrase", -without, headline: section: tag: by:
/// source: date: since: before: is:unread is:saved, as in the reader.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup list --limit 20\n  \
    roundup list --where 'since:7d section:courts' ~/briefings\n  \
    roundup list --where 'tag:strike is:unread' --json | jq -r .link\n\n\
    Exit status: 0 stories were found, 1 none, 2 could not run.")]
pub(super) struct List {
    /// Only the stories that match QUERY
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    #[command(flatten)]
    order: Order,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    paths: Paths,
}

pub(super) fn run(list: List, out: &mut Output) -> anyhow::Result<Answer> {
    let query = list.query.as_deref().map(find::query).transpose()?;
    let wanted = Wanted {
        query,
        order: list.order,
        json: list.form.json,
        paths: list.paths.paths,
    };
    Ok(print::print(wanted, Lines, out)?.answer())
}

struct Lines;

impl StoryFormat for Lines {
    /// `2016-01-12 ●★ Workforce         An exchange of letters that settled nothing`.
    fn text(&self, hit: Hit<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let date = hit.edition.date().map(|date| date.day.to_string());
        let state = match hit.mark {
            mark if mark.read => ' ',
            mark if mark.is_partly_read() => '◐',
            _ => '●',
        };
        let saved = if hit.mark.saved { '★' } else { ' ' };
        let section = hit.section().unwrap_or_default();
        let pad = SECTION_COLUMNS.saturating_sub(width::of(&section));
        writeln!(
            out,
            "{DIM}{:10}{DIM:#} {state}{saved} {section}{:pad$}  {}",
            date.unwrap_or_default(),
            "",
            hit.story.headline()
        )
    }
}
