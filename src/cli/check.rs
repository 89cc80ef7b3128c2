//! `roundup check`: prints every fault in every file.

mod configured;
mod faults;
mod markup;
pub(super) mod report;

use std::collections::HashMap;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use anyhow::bail;
use clap::Args;

use super::exit::Answer;
use super::json::{self, FaultLine};
use super::options::{OutputForm, Paths};
use super::output::{self, Output};
use super::progress::Progress;
use crate::archive::Edition;
use crate::config::settings::Settings;
use crate::store::{self, Batches, FoundFiles, Origin};
use crate::text::{DisplayText, counted, grouped};
use configured::Configured;
use faults::Checked;

/// How many batches of checked files may wait to be printed.
const WAITING: usize = 16;

/// Print every fault in every file, with its place and what to do
///
/// This includes what the reader only warns about, such as unknown keys and links that cannot be opened; rows
/// of tables with too many cells; references to footnotes that are missing; and editions with the same
/// identity. A configuration and themes are checked like briefings. Without a PATH, the configuration and every
/// briefing that the reader would show are checked.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup check 2016-01-12.toml\n  \
    roundup check ~/briefings && publish\n  \
    roundup check \"$(roundup config --path)\"\n  \
    roundup check --json ~/briefings | jq -r '\"\\(.path):\\(.line):\\(.column): \\(.message)\"'\n\n\
    Exit status: 0 no faults, 1 faults were found, 2 could not run.")]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) form: OutputForm,
    #[command(flatten)]
    paths: Paths,
}

pub(super) fn run(check: &Check, settings: &Settings, out: &mut Output) -> anyhow::Result<Answer> {
    let (configured, found, paths) = find(&check.paths.paths, settings)?;
    if let Origin::Samples { searched, .. } = &found.origin
        && configured.is_empty()
    {
        let folders: Vec<_> = searched
            .iter()
            .map(|folder| folder.to_string_lossy())
            .collect();
        let folders = folders.join(", ");
        bail!("there is nothing to check in {folders}; name a file or a folder");
    }
    let mut checker = Checker {
        out,
        json: check.form.json,
        columns: output::columns(),
        progress: Progress::new("checked", paths.len()),
        known: HashMap::new(),
        faults: 0,
        faulty: 0,
    };
    let at_hand = at_hand(&found);
    let all = configured.len() + paths.len() + at_hand.len();
    let files = counted(all, "file", "files");
    let printed = configured
        .into_iter()
        .chain(at_hand.iter().map(|edition| Checked::new(edition)))
        .try_for_each(|checked| checker.print(checked))
        .and_then(|()| checker.check(paths))
        .and_then(|()| checker.sum_up(&files));
    match printed {
        // After `| head` the status still says that there are faults.
        Err(error) if error.kind() == ErrorKind::BrokenPipe && checker.faults > 0 => {}
        printed => printed?,
    }
    Ok(if checker.faults == 0 {
        Answer::Done
    } else {
        Answer::Nothing
    })
}

/// The files of the configuration among `paths`, which are checked at once, and the briefings. Without paths, these
/// are the configuration and all briefings that the reader would show. The last are the paths of the briefings.
fn find(
    paths: &[PathBuf],
    settings: &Settings,
) -> anyhow::Result<(Vec<Checked>, FoundFiles, Vec<PathBuf>)> {
    let mut configurations = Configured::new();
    let mut configured = Vec::new();
    let mut others = Vec::new();
    for path in paths {
        match configurations.check(path) {
            Some(checked) => configured.push(checked),
            None => others.push(path.clone()),
        }
    }
    if others.is_empty() && !paths.is_empty() {
        return Ok((configured, FoundFiles::default(), Vec::new()));
    }
    let mut found = store::find_in(&others, &settings.folders)?;
    let mut files = std::mem::take(&mut found.files).into_paths();
    if paths.is_empty() {
        configured = configurations.check_all();
    } else {
        configured.extend(configurations.take(&mut files));
    }
    Ok((configured, found, files))
}

/// What there is to check besides files: no samples, which are not the user's.
fn at_hand(found: &FoundFiles) -> Vec<Arc<Edition>> {
    match found.origin {
        Origin::Folders => found.at_hand(),
        Origin::Samples { .. } => Vec::new(),
    }
}

struct Checker<'o> {
    out: &'o mut Output,
    json: bool,
    columns: usize,
    progress: Progress,
    /// The label of the first file with each identity.
    known: HashMap<DisplayText, DisplayText>,
    /// Faults so far.
    faults: usize,
    /// Files with faults so far.
    faulty: usize,
}

impl Checker<'_> {
    fn check(&mut self, files: Vec<PathBuf>) -> io::Result<()> {
        let (outbox, inbox) = mpsc::sync_channel(WAITING);
        let count = files.len();
        store::read_in_batches(
            files,
            Batches::Many,
            |editions| {
                let checked = editions.map(|edition| Checked::new(&edition));
                checked.collect::<Vec<_>>()
            },
            move |batch| outbox.send(batch).is_ok(),
        );
        self.print_all(&inbox, count)
    }

    /// Prints the faults of all `files`, as batches arrive.
    fn print_all(&mut self, inbox: &Receiver<Vec<Checked>>, files: usize) -> io::Result<()> {
        let mut printed = 0;
        for batch in inbox {
            let read = batch.len();
            for checked in batch {
                self.print(checked)?;
            }
            printed += read;
            self.progress.advance(read);
        }
        self.progress.clear();
        let all = printed == files;
        assert!(all, "all threads ended before all files were checked");
        Ok(())
    }

    fn print(&mut self, mut checked: Checked) -> io::Result<()> {
        if let Some(identity) = checked.identity.clone() {
            match self.known.get(&identity) {
                Some(other) => checked.add_same_identity(other),
                None => _ = self.known.insert(identity, checked.label.clone()),
            }
        }
        if checked.faults.is_empty() {
            return Ok(());
        }
        self.progress.clear();
        self.faulty += 1;
        self.faults += checked.count();
        for fault in &checked.faults {
            if self.json {
                json::write(self.out, &FaultLine::new(&checked.path, fault))?;
            } else {
                let report = report::render(&checked.label, fault, self.columns);
                writeln!(self.out, "{report}\n")?;
            }
        }
        // Show each file at once: checking the rest may take long.
        self.out.flush()
    }

    fn sum_up(&mut self, files: &str) -> io::Result<()> {
        if self.json {
            return Ok(());
        }
        if self.faults == 0 {
            return writeln!(self.out, "{files}, no faults");
        }
        let faults = counted(self.faults, "fault", "faults");
        writeln!(self.out, "{faults} in {} of {files}", grouped(self.faulty))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::mpsc;

    use super::Checker;
    use crate::cli::options::Color;
    use crate::cli::output::Output;
    use crate::cli::progress::Progress;

    #[test]
    #[should_panic(expected = "before all files were checked")]
    fn threads_that_end_before_all_files_are_checked_are_noticed() {
        let (outbox, inbox) = mpsc::channel();
        drop(outbox);
        let mut checker = Checker {
            out: &mut Output::new(Color::Never),
            json: false,
            columns: 80,
            progress: Progress::new("checked", 1),
            known: HashMap::new(),
            faults: 0,
            faulty: 0,
        };
        let _ = checker.print_all(&inbox, 1);
    }
}
