//! `roundup list`: one line per story.

use std::io::{self, Write};
use std::sync::Arc;

use clap::Args;

use super::exit::Answer;
use super::find::{self, Hit};
use super::json;
use super::options::{Form, Order, Paths};
use super::output::Output;
use super::print::{self, Wanted, Writer};
use super::styles::DIM;
use crate::archive::Edition;
use crate::text::width;

/// Columns of a section's title; a longer one moves its headline to the right.
const SECTION_COLUMNS: usize = 16;

/// Print one line per story: date, marks, section and headline
///
/// The newest edition comes first, and its stories in their order. Before the section stand the marks: ●
/// unread, ◐ begun, ★ saved. A query takes "a phrase", -without, headline: section: tag: by: source: date:
/// since: before: is:unread is:saved, as in the reader.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup list --limit 20\n  \
    roundup list --where 'since:7d section:courts' ~/briefings\n  \
    roundup list --where 'tag:strike is:unread' --json | jq -r .link\n\n\
    Exit status: 0 stories were found, 1 none, 2 could not run.")]
pub(super) struct List {
    /// Only the stories that QUERY finds
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: Option<String>,
    #[command(flatten)]
    pub(super) order: Order,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) paths: Paths,
}

pub(super) fn run(list: List, out: &mut Output) -> anyhow::Result<Answer> {
    let query = list.query.as_deref().map(find::parse).transpose()?;
    let wanted = Wanted {
        query,
        order: list.order,
        paths: list.paths.paths,
    };
    let lines = Lines {
        json: list.form.json,
    };
    Ok(print::print(wanted, &Arc::new(lines), out)?.answer())
}

struct Lines {
    json: bool,
}

impl Writer for Lines {
    /// `2016-01-12 ●★ Workforce         An exchange of letters that settled nothing`.
    fn story(&self, hit: Hit<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        if self.json {
            return json::write(out, &hit.json());
        }
        let date = hit.edition.date().map(|date| date.day.to_string());
        let state = match hit.mark {
            mark if mark.read => ' ',
            mark if mark.is_partly_read() => '◐',
            _ => '●',
        };
        let saved = if hit.mark.saved { '★' } else { ' ' };
        let section = hit.section();
        let pad = SECTION_COLUMNS.saturating_sub(width::of(&section));
        writeln!(
            out,
            "{DIM}{:10}{DIM:#} {state}{saved} {section}{:pad$}  {}",
            date.unwrap_or_default(),
            "",
            hit.story().headline()
        )
    }

    fn edition(&self, _: &Edition, _: bool, _: &mut Output) -> io::Result<()> {
        Ok(())
    }
}
