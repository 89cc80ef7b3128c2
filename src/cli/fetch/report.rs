//! What a fetch reports.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use jiff::{Timestamp, Zoned};
use serde::Serialize;

use super::job::Job;
use crate::cli::exit;
use crate::cli::import::Report;
use crate::cli::json;
use crate::cli::output::{self, Output};
use crate::cli::styles::DIM;
use crate::text::{DisplayText, counted, grouped, width};

/// The widest column for the names of sources.
const MAX_LABEL: usize = 32;
/// Of the sources that were left short, as many are named.
const MAX_NAMED: usize = 5;
const DAY: i64 = 24 * 60 * 60;
/// Seconds of failures after which it is suggested to give a source up.
const HOPELESS: i64 = 7 * DAY;

pub(super) struct Printing<'a> {
    pub(super) jobs: &'a [Job],
    pub(super) now: &'a Zoned,
    /// The path of the list of sources.
    pub(super) list: &'a DisplayText,
}

/// A source, in JSON.
#[derive(Debug, Serialize)]
struct SourceLine<'a> {
    source: &'a str,
    /// Its address, path or command.
    key: String,
    /// `new`, `nothing new` or `failed`.
    status: &'static str,
    new: usize,
    /// New, but not printed because the edition is full.
    left_out: usize,
    /// New, but not printed because a first fetch takes only the newest.
    older: usize,
    /// New, but not printed because of `keep` or `limit`.
    unwanted: usize,
    failure: Option<&'a str>,
    /// Seconds since 1970.
    failing_since: Option<i64>,
    moved_to: Option<&'a str>,
    warnings: &'a [String],
}

/// The totals, on the last line.
#[derive(Debug, Serialize)]
struct SumLine {
    new: usize,
    left_out: usize,
    sources: usize,
    failed: usize,
}

impl Printing<'_> {
    pub(super) fn print_json(&self, report: &mut Report, out: &mut Output) -> io::Result<()> {
        for job in self.jobs {
            let status = match (&job.failure, job.printed) {
                (Some(_), _) => "failed",
                (None, 0) => "nothing new",
                (None, _) => "new",
            };
            let line = SourceLine {
                source: &job.label(),
                key: job.source.key(),
                status,
                new: job.printed,
                left_out: job.left_out.crowded.len(),
                older: job.left_out.older.len(),
                unwanted: job.left_out.unwanted.len(),
                failure: job.failure.as_deref(),
                failing_since: job.failure.as_ref().map(|_| self.failing_since(job)),
                moved_to: moved_to(job),
                warnings: &job.warnings,
            };
            json::write(out, &line)?;
        }
        report.print_editions(out)?;
        let sum = SumLine {
            new: self.printed(),
            left_out: self.jobs.iter().map(|job| job.left_out.crowded.len()).sum(),
            sources: self.jobs.len(),
            failed: self.failed(),
        };
        json::write(out, &sum)
    }

    pub(super) fn print(&self, report: &mut Report, out: &mut Output) -> io::Result<()> {
        if io::stdout().is_terminal() {
            self.print_table(out)?;
        } else {
            self.report_failures();
        }
        for job in self.jobs {
            let label = job.label();
            for warning in &job.warnings {
                exit::warn(&format!("{label}: {warning}"));
            }
            if let Some(moved_to) = moved_to(job) {
                let line = job.source.line;
                exit::warn(&format!(
                    "{label}: it has moved to {moved_to}; change line {line} of {}",
                    self.list
                ));
            }
        }
        writeln!(out, "{}", self.sum())?;
        report.print_editions(out)
    }

    /// `41 new from 12 of 40 sources; left out 12, …`.
    fn sum(&self) -> String {
        let sources = counted(self.jobs.len(), "source", "sources");
        let with_news = self.jobs.iter().filter(|job| job.printed > 0).count();
        let mut sum = match (self.printed(), self.failed()) {
            (0, failed) if failed == self.jobs.len() => match failed {
                1 => "the source failed".to_owned(),
                failed => format!("all {failed} sources failed"),
            },
            (0, _) => format!("nothing new from {sources}"),
            (new, _) if with_news == self.jobs.len() => {
                format!("{} new from {sources}", grouped(new))
            }
            (new, _) => format!("{} new from {with_news} of {sources}", grouped(new)),
        };
        let mut crowded: Vec<_> = self.jobs.iter().collect();
        crowded.retain(|job| !job.left_out.crowded.is_empty());
        crowded.sort_by_key(|job| Reverse(job.left_out.crowded.len()));
        if !crowded.is_empty() {
            let all: usize = crowded.iter().map(|job| job.left_out.crowded.len()).sum();
            let named = crowded.iter().take(MAX_NAMED);
            let named = named.map(|job| {
                let left_out = grouped(job.left_out.crowded.len());
                format!("{} {left_out}", job.label())
            });
            let mut named: Vec<_> = named.collect();
            if let more @ 1.. = crowded.len().saturating_sub(MAX_NAMED) {
                named.push(counted(more, "other source", "other sources"));
            }
            let _ = write!(
                sum,
                "; left out {}, because the edition is full: {} (`roundup fetch --all` adds them)",
                grouped(all),
                named.join(", ")
            );
        }
        let older: usize = self.jobs.iter().map(|job| job.left_out.older.len()).sum();
        if older > 0 {
            let older = grouped(older);
            let _ = write!(
                sum,
                "; left out {older} older, because a first fetch takes the newest (`roundup fetch --all` adds them)"
            );
        }
        sum
    }

    /// A line for each source that has something to say, and one for all others.
    fn print_table(&self, out: &mut Output) -> io::Result<()> {
        let (talking, silent): (Vec<_>, Vec<_>) = self
            .jobs
            .iter()
            .partition(|job| job.printed > 0 || job.failure.is_some());
        let others = match (talking.len(), silent.len()) {
            (_, 0) | (0, _) => None,
            (_, silent) => Some(counted(silent, "other", "others")),
        };
        let labels: Vec<_> = talking.iter().map(|job| job.label()).collect();
        let widths = labels.iter().map(|label| width::of(label));
        let columns = widths.max().unwrap_or(0).min(MAX_LABEL);
        let room = output::columns().saturating_sub(columns + 2);
        for (job, label) in talking.iter().zip(&labels) {
            let label = width::cut_middle(label.as_display(), columns);
            let pad = columns - width::of(&label);
            let text = DisplayText::line(&match &job.failure {
                Some(why) => format!("failed: {why}{}", self.since(job)),
                None => news(job),
            });
            // A reason is never cut: it says what to do.
            let text = match job.failure {
                None => width::cut(text.as_display(), room),
                Some(_) => text,
            };
            writeln!(out, "{label}{:pad$}  {text}", "")?;
        }
        if let Some(others) = others {
            writeln!(out, "{DIM}{others:columns$}  nothing new{DIM:#}")?;
        }
        Ok(())
    }

    fn report_failures(&self) {
        for job in self.jobs {
            if let Some(why) = &job.failure {
                let label = job.label();
                exit::warn(&format!("{label}: {why}{}", self.since(job)));
            }
        }
    }

    /// Since when a source has failed, if that is not only since today.
    fn since(&self, job: &Job) -> String {
        let since = self.failing_since(job);
        let age = self.now.timestamp().as_second() - since;
        if age < DAY {
            return String::new();
        }
        let day = Timestamp::from_second(since)
            .map(|since| since.to_zoned(self.now.time_zone().clone()).date());
        let day = day.map_or_else(|_| "a while ago".to_owned(), |day| day.to_string());
        let advice = if age >= HOPELESS {
            "; correct it or remove it with `roundup sources remove`"
        } else {
            ""
        };
        format!(" (failing since {day}{advice})")
    }

    fn failing_since(&self, job: &Job) -> i64 {
        let now = self.now.timestamp().as_second();
        job.state.failing_since.unwrap_or(now)
    }

    fn printed(&self) -> usize {
        self.jobs.iter().map(|job| job.printed).sum()
    }

    fn failed(&self) -> usize {
        self.jobs.iter().filter(|job| job.failure.is_some()).count()
    }
}

/// `12 new, 3 left out`.
fn news(job: &Job) -> String {
    let mut news = format!("{} new", grouped(job.printed));
    let left_out = job.left_out.crowded.len() + job.left_out.older.len();
    if left_out > 0 {
        let _ = write!(news, ", {} left out", grouped(left_out));
    }
    news
}

/// Where a source has moved to for good.
fn moved_to(job: &Job) -> Option<&str> {
    job.reply()?.moved_to.as_deref()
}
