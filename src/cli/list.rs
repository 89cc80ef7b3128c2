//! `roundup list`: one line per story.

use std::io::{self, Write};
use std::sync::Arc;

use super::arguments::List;
use super::exit::Answer;
use super::find::{self, Hit};
use super::json;
use super::output::{DIM, Output};
use super::print::{self, Wanted, Writer};
use crate::archive::Edition;
use crate::text::width;

/// Columns of a section's title; a longer one moves its headline to the right.
const SECTION_COLUMNS: usize = 16;

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
