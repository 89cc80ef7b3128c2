//! `roundup sources list`.

use std::io::Write;

use clap::Args;
use jiff::{Timestamp, Zoned};
use serde::Serialize;

use super::file::{HOW_TO_BEGIN, List as SourceList, read};
use super::names::label;
use crate::briefing::Dates;
use crate::cli::exit::{self, Answer};
use crate::cli::json;
use crate::cli::options::OutputForm;
use crate::cli::output::Output;
use crate::cli::styles::{ACCENT, DIM};
use crate::config::sources::{Origin, Source};
use crate::store::{self, Fetched, FetchedFile, SourceState};
use crate::text::{DisplayText, grouped, width};

/// Columns for the names of sources. A longer one is cut.
const NAME_COLUMNS: usize = 32;

/// List the sources with what they last gave and what went wrong
///
/// This is what `roundup sources` alone does, too.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup sources\n  \
    roundup sources list --json | jq -r 'select(.failure) | .url'\n\n\
    Exit status: 0 done, 1 there are no sources, 2 could not run.")]
pub(super) struct List {
    #[command(flatten)]
    pub(super) form: OutputForm,
}

pub(super) fn run(form: OutputForm, dates: Dates, out: &mut Output) -> anyhow::Result<Answer> {
    let list = read()?;
    list.warn_of_faults();
    if list.sources.is_empty() && list.faults.is_empty() {
        exit::report(HOW_TO_BEGIN);
    }
    let fetched = FetchedFile::locate().map(|file| file.load());
    let fetched = fetched.transpose().unwrap_or_else(|error| {
        exit::report(&format!(
            "the record of earlier fetches cannot be used: {error}"
        ));
        None
    });
    let fetched = fetched.unwrap_or_default();
    if form.json {
        for source in &list.sources {
            json::write(out, &SourceLine::new(source, state(&fetched, source)))?;
        }
    } else {
        print(&list, &fetched, dates, out)?;
    }
    Ok(if list.sources.is_empty() {
        Answer::Nothing
    } else {
        Answer::Done
    })
}

fn state<'f>(fetched: &'f Fetched, source: &Source) -> Option<&'f SourceState> {
    fetched.sources.get(&source.key())
}

/// One line for each source: its name, when it was last read, what it gave, and what fails.
fn print(
    list: &SourceList,
    fetched: &Fetched,
    dates: Dates,
    out: &mut Output,
) -> anyhow::Result<()> {
    let today = store::in_local_zone(Timestamp::now());
    let names = list.sources.iter().map(|source| {
        let label = label(source, state(fetched, source));
        width::cut(label.as_display(), NAME_COLUMNS)
    });
    let names: Vec<_> = names.collect();
    let columns = names.iter().map(|name| width::of(name)).max().unwrap_or(0);
    for (source, name) in list.sources.iter().zip(&names) {
        let pad = columns - width::of(name);
        write!(out, "{name}{:pad$}  ", "")?;
        match state(fetched, source) {
            None => writeln!(out, "{DIM}not fetched yet{DIM:#}")?,
            Some(state) => {
                let gave = gave(state, &today, dates);
                match (&state.failing_since, &state.failure) {
                    (Some(since), failure) => {
                        let since = day(*since, &today);
                        let why = DisplayText::line(failure.as_deref().unwrap_or("unknown"));
                        writeln!(
                            out,
                            "{ACCENT}fails since {since}{ACCENT:#}: {why} {DIM}({gave}){DIM:#}"
                        )?;
                    }
                    (None, _) => writeln!(out, "{gave}")?,
                }
            }
        }
    }
    Ok(())
}

/// `today 06:30, 12 new`; `today 06:30, nothing new since 2026-11-20`.
fn gave(state: &SourceState, today: &Zoned, dates: Dates) -> String {
    let Some(success) = state.last_success else {
        return "never fetched".to_owned();
    };
    let read = moment(success, today, dates);
    match state.last_new {
        Some(new) if new == success => format!("{read}, {} new", grouped(state.new)),
        Some(new) => format!("{read}, nothing new since {}", day(new, today)),
        None => format!("{read}, nothing new"),
    }
}

fn local(seconds: i64, today: &Zoned) -> Option<Zoned> {
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(moment.to_zoned(today.time_zone().clone()))
}

/// `today` or `2026-11-25`.
fn day(seconds: i64, today: &Zoned) -> String {
    match local(seconds, today) {
        Some(moment) if moment.date() == today.date() => "today".to_owned(),
        Some(moment) => moment.date().to_string(),
        None => "an unknown day".to_owned(),
    }
}

/// `today 06:30` or `2026-11-25 06:30`.
fn moment(seconds: i64, today: &Zoned, dates: Dates) -> String {
    let time = local(seconds, today).map(|moment| format!(" {}", dates.time(moment.time())));
    day(seconds, today) + &time.unwrap_or_default()
}

/// A source. What the list does not say, or is not known, is null.
#[derive(Debug, Serialize)]
struct SourceLine<'a> {
    /// What the source is called in messages.
    label: String,
    url: Option<&'a str>,
    path: Option<&'a str>,
    command: Option<&'a [String]>,
    name: Option<&'a str>,
    section: Option<&'a str>,
    limit: Option<usize>,
    keep: Option<&'a str>,
    full: bool,
    split: bool,
    netrc: bool,
    /// The line of its header in sources.toml, from 1.
    line: usize,
    /// When it was last read without a failure, in UTC: `2026-11-25T06:30:00Z`.
    last_success: Option<String>,
    /// When it last gave new stories.
    last_new: Option<String>,
    /// How many it gave then.
    new: usize,
    failing_since: Option<String>,
    /// The reason of the last failure.
    failure: Option<&'a str>,
}

impl<'a> SourceLine<'a> {
    fn new(source: &'a Source, state: Option<&'a SourceState>) -> Self {
        let (mut url, mut path, mut command) = (None, None, None);
        match &source.origin {
            Origin::Url(address) => url = Some(address.as_str()),
            Origin::Path(file) => path = Some(file.as_str()),
            Origin::Command(words) => command = Some(words.as_slice()),
        }
        let moment = |seconds: fn(&SourceState) -> Option<i64>| {
            let moment = Timestamp::from_second(seconds(state?)?).ok()?;
            Some(moment.to_string())
        };
        Self {
            label: source.label().to_string(),
            url,
            path,
            command,
            name: source.name.as_deref(),
            section: source.section.as_deref(),
            limit: source.limit,
            keep: source.keep.as_deref(),
            full: source.full,
            split: source.split,
            netrc: source.netrc,
            line: source.line,
            last_success: moment(|state| state.last_success),
            last_new: moment(|state| state.last_new),
            new: state.map_or(0, |state| state.new),
            failing_since: moment(|state| state.failing_since),
            failure: state.and_then(|state| state.failure.as_deref()),
        }
    }
}
