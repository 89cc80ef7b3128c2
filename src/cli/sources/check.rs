//! `roundup sources check`.

use std::io::Write;

use clap::Args;
use jiff::Timestamp;

use super::file::{HOW_TO_BEGIN, read};
use crate::briefing::{Diagnostic, Severity};
use crate::cli::check::report;
use crate::cli::exit::{self, Answer};
use crate::cli::options::Color;
use crate::cli::output::{self, Output};
use crate::config::sources::Source;
use crate::search::Query;
use crate::store;
use crate::text::{DisplayText, counted};

/// Print every fault in the list, with its place and what to do
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    roundup sources check && roundup fetch\n\n\
    Exit status: 0 no faults, 1 faults were found or there are no sources, 2 could not run.")]
pub(super) struct Check {
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(super) color: Color,
}

pub(super) fn run(out: &mut Output) -> anyhow::Result<Answer> {
    let list = read()?;
    let today = store::in_local_zone(Timestamp::now()).date();
    let queries = list
        .sources
        .iter()
        .flat_map(|source| query_faults(source, today));
    let faults: Vec<_> = list.faults.iter().cloned().chain(queries).collect();
    let faults = Diagnostic::in_order(faults);
    if faults.is_empty() && list.sources.is_empty() {
        exit::report(HOW_TO_BEGIN);
        return Ok(Answer::Nothing);
    }
    for fault in &faults {
        let report = report::render(&list.path, fault, output::columns());
        writeln!(out, "{report}\n")?;
    }
    let sources = counted(list.sources.len(), "source", "sources");
    if faults.is_empty() {
        writeln!(out, "{sources}, no faults")?;
        return Ok(Answer::Done);
    }
    let count = faults.iter().map(|fault| fault.faults).sum();
    let count = counted(count, "fault", "faults");
    writeln!(out, "{count}; {sources} can be used")?;
    Ok(Answer::Nothing)
}

/// What is wrong with the query of a source.
fn query_faults(source: &Source, today: jiff::civil::Date) -> Vec<Diagnostic> {
    let query = Query::parse(source.keep.as_deref().unwrap_or_default(), today);
    let fault = |note: &str| Diagnostic {
        severity: Severity::Error,
        position: source.keep_position.clone(),
        message: DisplayText::line(&format!("keep cannot be used: {note}")),
        help: None,
        faults: 1,
    };
    query.all_notes().map(fault).collect()
}
