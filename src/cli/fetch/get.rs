//! Getting what the sources have: addresses by curl, commands by running them, all at the same time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::command;
use super::job::{Got, Job};
use super::progress::Progress;
use crate::cli::curl::{self, Limits, Outcome, Reply, Transfer, Wants};
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
    let mut indices = Vec::new();
    let mut transfers = Vec::new();
    let mut commands = Vec::new();
    for (index, job) in jobs.iter_mut().enumerate() {
        if job.failure.is_some() {
            continue;
        }
        match &job.source.origin {
            Origin::Path(_) => progress.done(index),
            Origin::Command(command) => commands.push((index, command.clone())),
            Origin::Url(url) => match check_address(url) {
                Ok(url) => {
                    indices.push(index);
                    transfers.push(transfer(url, job));
                }
                Err(wrong) => {
                    job.failure = Some(DisplayText::line(&wrong.message).to_string());
                }
            },
        }
    }
    let limits = Limits {
        seconds,
        is_watched: progress.is_wanted(),
    };
    let progress = Mutex::new(progress);
    let at = |index: usize, step: &dyn Fn(&mut Progress, usize)| {
        if let Ok(mut progress) = progress.lock() {
            step(&mut progress, index);
        }
    };
    let next = AtomicUsize::new(0);
    let outcomes = thread::scope(|scope| {
        let run = || {
            let mut results = Vec::new();
            while let Some((index, command)) = commands.get(next.fetch_add(1, Ordering::Relaxed)) {
                results.push((*index, command::output(command, seconds)));
                at(*index, &|progress, index| progress.done(index));
            }
            results
        };
        let threads: Vec<_> = (0..commands.len().min(MAX_COMMANDS))
            .map(|_| scope.spawn(run))
            .collect();
        let outcomes = curl::get(&transfers, limits, downloads, |step| match step {
            curl::Step::Bytes(transfer, bytes) => {
                at(indices[transfer], &|progress, index| {
                    progress.bytes(index, bytes);
                });
            }
            curl::Step::Done(transfer) => {
                at(indices[transfer], &|progress, index| progress.done(index));
            }
        });
        for thread in threads {
            let results = thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            for (index, result) in results {
                match result {
                    Ok(bytes) => jobs[index].got = Got::Document(bytes),
                    Err(why) => jobs[index].failure = Some(why),
                }
            }
        }
        outcomes
    })?;
    for (transfer, outcome) in outcomes.into_iter().enumerate() {
        let job = &mut jobs[indices[transfer]];
        match outcome {
            Outcome::Failed(why) => job.failure = Some(why),
            Outcome::Replied(reply) => match got(reply, transfer) {
                Ok(got) => job.got = got,
                Err(why) => job.failure = Some(why),
            },
        }
    }
    Ok(())
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

fn got(reply: Reply, transfer: usize) -> Result<Got, String> {
    match reply.status {
        200..=299 => Ok(Got::Downloaded {
            name: curl::body(transfer),
            reply,
        }),
        304 => Ok(Got::Unchanged(reply)),
        status => Err(curl::refusal(status)),
    }
}
