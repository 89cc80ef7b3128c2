//! Getting what the sources have: addresses by curl, commands by running them, all at the same time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

use super::command;
use super::job::{Got, Job};
use super::progress::Progress;
use crate::cli::curl::{self, Limits, Outcome, Step, Transfer, Wants};
use crate::config::sources::{Origin, check_address};
use crate::store::Downloads;
use crate::text::DisplayText;

/// Programs that run at the same time.
const MAX_COMMANDS: usize = 8;

/// Gets all sources, each within `seconds`. Those that are files on this machine are left to be read.
///
/// # Errors
/// When there are addresses among them and curl cannot be run.
pub(super) fn get(
    jobs: &mut [Job],
    seconds: u32,
    downloads: &Downloads,
    progress: &mut Progress,
) -> anyhow::Result<()> {
    let Plan {
        commands,
        addresses,
    } = Plan::of(jobs, progress);
    let (asked, transfers): (Vec<usize>, Vec<Transfer>) = addresses.into_iter().unzip();
    let limits = Limits {
        seconds,
        is_watched: progress.is_wanted(),
    };
    let progress = Shared(Mutex::new(progress));
    let (printed, outcomes) = thread::scope(|scope| {
        let commands = scope.spawn(|| run_all(&commands, seconds, &progress));
        let outcomes = curl::get(&transfers, limits, downloads, |step| match step {
            Step::Bytes(transfer, bytes) => {
                progress.note(|progress| progress.bytes(asked[transfer], bytes));
            }
            Step::Done(transfer) => progress.note(|progress| progress.done(asked[transfer])),
        });
        (joined(commands), outcomes)
    });
    for (job, result) in printed {
        settle(&mut jobs[job], result.map(Got::Document));
    }
    for (number, (outcome, transfer)) in outcomes?.into_iter().zip(&transfers).enumerate() {
        settle(&mut jobs[asked[number]], got(outcome, number, transfer));
    }
    Ok(())
}

/// What is to be got, each with the index of its job.
#[derive(Default)]
struct Plan {
    commands: Vec<(usize, Vec<String>)>,
    addresses: Vec<(usize, Transfer)>,
}

impl Plan {
    /// An address that cannot be used is noted in its job.
    fn of(jobs: &mut [Job], progress: &mut Progress) -> Self {
        let mut plan = Self::default();
        for (index, job) in jobs.iter_mut().enumerate() {
            if job.failure.is_some() {
                continue;
            }
            match &job.source.origin {
                Origin::Path(_) => progress.done(index),
                Origin::Command(command) => plan.commands.push((index, command.clone())),
                Origin::Url(url) => match check_address(url) {
                    Ok(url) => plan.addresses.push((index, transfer(url, job))),
                    Err(wrong) => {
                        job.failure = Some(DisplayText::line(&wrong.message).to_string());
                    }
                },
            }
        }
        plan
    }
}

/// The progress, for several threads.
struct Shared<'p>(Mutex<&'p mut Progress>);

impl Shared<'_> {
    fn note(&self, note: impl FnOnce(&mut Progress)) {
        // After a panic while it was drawn, nothing more is.
        if let Ok(mut progress) = self.0.lock() {
            note(&mut progress);
        }
    }
}

/// Of each job, what its command has printed, or why that is not known.
type Printed = Vec<(usize, Result<Vec<u8>, String>)>;

/// Runs commands, some at the same time.
fn run_all(commands: &[(usize, Vec<String>)], seconds: u32, progress: &Shared<'_>) -> Printed {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut results = Vec::new();
        while let Some((job, command)) = commands.get(next.fetch_add(1, Ordering::Relaxed)) {
            results.push((*job, command::output(command, seconds)));
            progress.note(|progress| progress.done(*job));
        }
        results
    };
    thread::scope(|scope| {
        let threads = (0..commands.len().min(MAX_COMMANDS)).map(|_| scope.spawn(run));
        // All are started before the first is waited for.
        let threads: Vec<_> = threads.collect();
        threads.into_iter().flat_map(joined).collect()
    })
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn settle(job: &mut Job, result: Result<Got, String>) {
    match result {
        Ok(got) => job.got = got,
        Err(why) => job.failure = Some(why),
    }
}

fn transfer(url: String, job: &Job) -> Transfer {
    let state = job.is_conditional.then_some(&job.state);
    Transfer {
        url,
        etag: state.and_then(|state| state.etag.clone()),
        last_modified: state.and_then(|state| state.last_modified.clone()),
        netrc: job.source.netrc,
        wants: Wants::Feed,
    }
}

/// Whether a server has been asked for changes only.
fn is_asked(transfer: &Transfer) -> bool {
    transfer.etag.is_some() || transfer.last_modified.is_some()
}

/// What has come of a transfer, whose body is under its `number`.
fn got(outcome: Outcome, number: usize, transfer: &Transfer) -> Result<Got, String> {
    let reply = match outcome {
        Outcome::Failed(why) => return Err(why),
        Outcome::Replied(reply) => reply,
    };
    match reply.status {
        200..=299 => Ok(Got::Downloaded {
            name: curl::body(number),
            reply,
        }),
        304 if is_asked(transfer) => Ok(Got::Unchanged(reply)),
        304 => {
            let why = "the server says that nothing has changed, but was not asked (304)";
            Err(why.to_owned())
        }
        status => Err(curl::refusal(status)),
    }
}
