//! `roundup fetch`: makes today's edition out of what the sources have brought since the last time.

mod choose;
mod command;
mod gather;
mod get;
mod job;
mod list;
mod pages;
mod progress;
mod report;

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueHint};
use jiff::{Timestamp, Zoned};

use super::children;
use super::exit::{self, Answer};
use super::import::{Filer, Filing, Report};
use super::output::Output;
use super::sources::file::List;
use crate::briefing::WordsAMinute;
use crate::config::settings::Settings;
use crate::import::Names;
use crate::store::{self, Downloads, Fetched, FetchedFile, Ledger, NotLocked, SourceState};
use choose::{Rules, choose};
use gather::Gatherer;
use job::{Got, Job};
use progress::Progress;
use report::Printing;

/// Of a source, as many items that were left out are kept for `--all`.
const MAX_LEFT_OUT: usize = 20_000;

/// Make today's edition out of what your sources have brought since the last fetch
///
/// Fetches every source in your list (see `roundup sources`) at once: feeds and pages with curl, mails and files
/// from this machine, commands by running them. What is new goes into today's edition, in the order of the
/// list, and is not added again, even if you delete it. When there is more than one edition should hold, each
/// source gets its share.
///
/// Writes to --into, else to the folder in `ROUNDUP_DIR`, else to the first of `folders` in config.toml, else to
/// the data folder; and remembers, in the state folder, what each source sent last.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup sources add https://lwn.net            first of all, a source\n  \
    roundup fetch && roundup                       every morning\n  \
    roundup fetch LWN.net                          from this source only\n  \
    roundup fetch --all                            also what an edition had no room for\n\n\
    Exit status: 0 done, also when nothing was new, 1 a source failed, 2 could not run.")]
pub(super) struct Fetch {
    /// Write the edition to this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    into: Option<PathBuf>,
    /// Add everything: however many stories there are, what was left out before, and all that a new source has
    #[arg(long)]
    all: bool,
    /// Give up on a source after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3600))]
    timeout: u32,
    /// Show what would be added, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object per line
    #[arg(long)]
    json: bool,
    /// Only these sources, by their names or addresses
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

pub(super) fn run(fetch: &Fetch, settings: &Settings, out: &mut Output) -> anyhow::Result<Answer> {
    let list = list::read()?;
    let folder = store::output_folder(fetch.into.as_deref(), settings)?;
    // The state is kept by it, wherever the next fetch is started.
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    let Some(file) = FetchedFile::locate() else {
        bail!("there is no home folder for the record of fetches; set XDG_STATE_HOME to a folder");
    };
    let lock = file.lock().map_err(|error| match error {
        NotLocked::Held => anyhow!("another fetch is under way; try again when it has ended"),
        NotLocked::Failed(error) => {
            anyhow::Error::from(error).context("cannot write the record of fetches")
        }
    })?;
    let known = file.load().unwrap_or_else(|error| {
        let loss =
            "the record of earlier fetches cannot be used, so every source is fetched in full";
        exit::report(&format!("{loss}: {error}"));
        Fetched::default()
    });
    let chosen = list::named(&list.sources, &known, &fetch.names)?;
    if !fetch.dry_run {
        store::create_folder(&folder).with_context(|| cannot_print(&folder))?;
    }
    let downloads = Downloads::new(&file, &lock).context("cannot make a folder for downloads")?;
    children::end_with_this_program();
    let mut run = Run {
        fetch,
        list,
        speed: settings.words_a_minute.value,
        now: store::in_local_zone(Timestamp::now()),
        folder,
        file,
        known,
        downloads,
    };
    let jobs = run.jobs(&chosen);
    run.run(jobs, out)
}

/// A fetch that is under way.
struct Run<'a> {
    fetch: &'a Fetch,
    list: List,
    speed: WordsAMinute,
    now: Zoned,
    /// Where the edition goes.
    folder: PathBuf,
    file: FetchedFile,
    known: Fetched,
    downloads: Downloads,
}

impl Run<'_> {
    fn run(&mut self, mut jobs: Vec<Job>, out: &mut Output) -> anyhow::Result<Answer> {
        let mut progress = Progress::new(jobs.iter().map(Job::label));
        let result = get::get(
            &mut jobs,
            self.fetch.timeout,
            &self.downloads,
            &mut progress,
        );
        progress.clear();
        result?;
        let keys = list::keys();
        if let Some(keys) = &keys {
            // The user may have removed some in the meantime.
            jobs.retain(|job| keys.contains(&job.source.key()));
        }
        let mut report = Report::new(&self.folder, self.fetch.json, self.fetch.dry_run);
        if jobs.iter().any(Job::has_documents) {
            if self.fetch.all && !self.fetch.dry_run {
                self.forget_left_out(&jobs)?;
            }
            report = self.print(&mut jobs, report, out)?;
        }
        let printing = Printing {
            jobs: &jobs,
            now: &self.now,
            list: &self.list.path,
        };
        if self.fetch.json {
            printing.print_json(&mut report, out)?;
        } else {
            printing.print(&mut report, out)?;
        }
        if !self.fetch.dry_run {
            for job in &jobs {
                let state = self.state(job);
                self.known.sources.insert(job.source.key(), state);
            }
            if let Some(keys) = keys {
                self.known.sources.retain(|key, _| keys.contains(key));
            }
            // Last of all: what has been printed is reported, whether it can be remembered or not.
            self.save()?;
        }
        let has_failed = report.failed() || jobs.iter().any(Job::has_failed);
        Ok(if has_failed || !self.list.faults.is_empty() {
            Answer::Nothing
        } else {
            Answer::Done
        })
    }

    /// The chosen sources with what is known of them.
    fn jobs(&self, chosen: &[usize]) -> Vec<Job> {
        // Validators stand for what is in a folder. If it has been deleted, all of it is wanted again.
        let has_ledger = Ledger::exists(&self.folder);
        let jobs = chosen.iter().map(|&position| {
            let source = &self.list.sources[position];
            let state = self.known.sources.get(&source.key());
            let mut job = Job::new(source.clone(), state.cloned().unwrap_or_default());
            let reopens = self.fetch.all && !job.state.left_out.is_empty();
            let is_same_folder =
                job.state.folder.as_deref() == Some(&*self.folder.to_string_lossy());
            job.is_first = !has_ledger || job.state.last_success.is_none();
            job.is_conditional = has_ledger && is_same_folder && !reopens;
            match list::query(source, &self.list.path, self.now.date()) {
                Ok(query) => job.keep = query,
                Err(why) => job.failure = Some(why),
            }
            job
        });
        jobs.collect()
    }

    /// Writes what is new into editions. Afterwards the jobs have nothing but what is printed, and what was
    /// left out.
    fn print(&self, jobs: &mut [Job], report: Report, out: &mut Output) -> anyhow::Result<Report> {
        let ledger = self.ledger()?;
        let mut filer = Filer::new(self.filing(), ledger);
        filer.defer_links();
        if self.fetch.all {
            let read = jobs.iter().filter(|job| job.has_documents());
            let states = read.map(|job| &job.state);
            filer.reopen(states.flat_map(|state| state.left_out.iter().copied()));
        }
        let mut gatherer = Gatherer::new(filer, report);
        for job in jobs.iter_mut() {
            gatherer.gather(job, &self.downloads);
        }
        let (mut filer, mut report) = gatherer.into_parts();
        let rules = Rules {
            now: &self.now,
            limit: self.list.limit,
            speed: self.speed,
            all: self.fetch.all,
        };
        choose(jobs, &rules);
        pages::complete(jobs, self.fetch.timeout, &self.downloads)?;
        let mut file = || {
            for job in jobs.iter_mut() {
                job.left_out.all().for_each(|names| filer.leave_out(names));
                filer.add(std::mem::take(&mut job.new), &mut report)?;
            }
            filer.file_all(&mut report)
        };
        let result = file();
        if result.is_err() {
            // What has been written before is reported, too.
            report.print_editions(out)?;
        }
        result.with_context(|| cannot_print(&self.folder))?;
        Ok(report)
    }

    fn ledger(&self) -> anyhow::Result<Ledger> {
        let ledger = if self.fetch.dry_run {
            Ledger::read(&self.folder)
        } else {
            let folder = self.folder.display();
            let waiting = || exit::report(&format!("waiting for an import into {folder}"));
            Ledger::open(&self.folder, waiting)
        };
        ledger.with_context(|| cannot_print(&self.folder))
    }

    fn filing(&self) -> Filing<'_> {
        Filing {
            folder: &self.folder,
            now: self.now.clone(),
            day: None,
            by_date: false,
            source: None,
            label: None,
            section: None,
            again: false,
            dry_run: self.fetch.dry_run,
        }
    }

    /// Forgets what was left out before it is printed: whenever the program is killed, nothing is printed
    /// twice.
    fn forget_left_out(&mut self, jobs: &[Job]) -> anyhow::Result<()> {
        let mut has_changed = false;
        for job in jobs.iter().filter(|job| job.has_documents()) {
            if let Some(state) = self.known.sources.get_mut(&job.source.key()) {
                has_changed |= !std::mem::take(&mut state.left_out).is_empty();
            }
        }
        if has_changed { self.save() } else { Ok(()) }
    }

    fn save(&self) -> anyhow::Result<()> {
        self.file
            .save(&self.known)
            .context("cannot save what was fetched, so it will be fetched again")
    }

    /// What is known of a source now.
    fn state(&self, job: &Job) -> SourceState {
        let now = self.now.timestamp().as_second();
        let today = self.now.date();
        let mut state = job.state.clone();
        if job.printed > 0 {
            state.last_new = Some(now);
            state.new = job.printed;
            state.printed = state.printed_on(today) + job.printed;
            state.day = today.to_string();
        }
        if self.fetch.all && job.has_documents() {
            state.left_out.clear();
        }
        let left_out = job.left_out.older.iter().chain(&job.left_out.crowded);
        state.left_out.extend(left_out.map(Names::first));
        let too_many = state.left_out.len().saturating_sub(MAX_LEFT_OUT);
        state.left_out.drain(..too_many);
        if let Some(why) = &job.failure {
            state.failing_since.get_or_insert(now);
            state.failure = Some(why.clone());
            return state;
        }
        state.failing_since = None;
        state.failure = None;
        state.last_success = Some(now);
        let reply = job.reply().filter(|_| !job.is_cut);
        if let Some(reply) = reply {
            let is_new = matches!(job.got, Got::Downloaded { .. });
            for (known, sent) in [
                (&mut state.etag, &reply.etag),
                (&mut state.last_modified, &reply.last_modified),
            ] {
                // A reply that says that nothing has changed need not repeat them.
                if is_new || sent.is_some() {
                    known.clone_from(sent);
                }
            }
            state.folder = Some(self.folder.to_string_lossy().into_owned());
        }
        state
    }
}

fn cannot_print(folder: &Path) -> String {
    format!("cannot write to {}", folder.display())
}
