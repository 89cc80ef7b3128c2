//! `roundup list --editions`: one line per edition, in aligned columns.

use std::io::{self, Write};

use crate::briefing::EditionId;
use crate::cli::exit::{Answer, report};
use crate::cli::find::{self, UseOfMarks};
use crate::cli::json::{self, EditionLine};
use crate::cli::output::Output;
use crate::cli::print::Wanted;
use crate::cli::styles::DIM;
use crate::text::{counted, grouped, width};

/// The columns of a line: date, label, title, the counts and the identity.
const CELLS: usize = 4 + COUNTS.len();

/// What is counted, and what one and several of it are called.
struct Count {
    of: fn(&EditionLine) -> usize,
    one: &'static str,
    several: &'static str,
}

const COUNTS: [Count; 4] = [
    Count {
        of: |line| line.stories,
        one: "story",
        several: "stories",
    },
    Count {
        of: |line| line.unread,
        one: "unread",
        several: "unread",
    },
    Count {
        of: |line| line.saved,
        one: "saved",
        several: "saved",
    },
    Count {
        of: |line| line.faults,
        one: "fault",
        several: "faults",
    },
];

/// The widest that a column is made for one long text. It pushes the rest of its line to the right.
const MOST_COLUMNS: usize = 48;

/// An edition to print.
struct Found {
    id: EditionId,
    line: EditionLine,
}

/// Prints the editions with stories that the query matches, or all.
pub(super) fn print(wanted: Wanted<'_>, out: &mut Output) -> anyhow::Result<Answer> {
    let Wanted {
        query,
        order,
        json,
        paths,
        settings,
        ..
    } = wanted;
    let limit = order.limit.map_or(usize::MAX, |limit| limit as usize);
    let mut editions = find::editions(&paths, query, UseOfMarks::Used, settings)?;
    let mut found: Vec<Found> = Vec::new();
    let mut all = 0;
    while let Some(edition) = editions.next() {
        let line = EditionLine::new(&edition.0, editions.hits(&edition));
        all += 1;
        if json && !order.reverse {
            json::write(out, &line)?;
            if all == limit {
                break;
            }
        } else if found.len() < limit || order.reverse {
            let id = edition.0.id().clone();
            found.push(Found { id, line });
        }
    }
    if order.reverse {
        found.sort_by(|one, other| other.id.cmp_newest_first(&one.id));
        found.truncate(limit);
    }
    if json {
        for Found { line, .. } in &found {
            json::write(out, line)?;
        }
    } else {
        write_aligned(&found, out)?;
        if found.len() < all {
            let (listed, all) = (grouped(found.len()), counted(all, "edition", "editions"));
            report(&format!(
                "listed {listed} of {all}; --limit leaves out the others"
            ));
        }
    }
    editions.report_unreadable();
    Ok(if all > 0 {
        Answer::Done
    } else {
        Answer::Nothing
    })
}

/// Writes the editions in columns. A column that is empty throughout is left out.
fn write_aligned(editions: &[Found], out: &mut Output) -> io::Result<()> {
    let digits = COUNTS.map(|Count { of, .. }| {
        let counts = editions.iter().map(|edition| of(&edition.line));
        grouped(counts.max().unwrap_or(0)).len()
    });
    let rows: Vec<_> = editions
        .iter()
        .map(|edition| cells(edition, digits))
        .collect();
    let widest = |column: usize| {
        let widths = rows.iter().map(|row| width::of(&row[column]));
        widths.max().unwrap_or(0).min(MOST_COLUMNS)
    };
    let widths: [usize; CELLS] = std::array::from_fn(widest);
    for [date, between @ .., identity] in &rows {
        write!(out, "{DIM}{date:0$}{DIM:#}  ", widths[0])?;
        for (cell, &columns) in between.iter().zip(&widths[1..]) {
            if columns > 0 {
                let pad = columns.saturating_sub(width::of(cell));
                write!(out, "{cell}{:pad$}  ", "")?;
            }
        }
        writeln!(out, "{DIM}{identity}{DIM:#}")?;
    }
    Ok(())
}

/// The texts of a line. Each count has the number of columns in `digits`, so that all of them end in the
/// same column; a count of nothing is left out, except that of the stories.
fn cells(Found { id, line }: &Found, digits: [usize; COUNTS.len()]) -> [String; CELLS] {
    let date = id.date().map(|date| date.to_string());
    let label = line.edition.clone();
    let count = |column: usize| {
        let Count { of, one, several } = COUNTS[column];
        match of(line) {
            0 if column > 0 => String::new(),
            number => {
                let noun = if number == 1 { one } else { several };
                format!("{:>1$} {noun}", grouped(number), digits[column])
            }
        }
    };
    [
        date.unwrap_or_default(),
        label.unwrap_or_default(),
        line.title.clone(),
        count(0),
        count(1),
        count(2),
        count(3),
        line.identity.clone(),
    ]
}
