//! `roundup check`: every fault in every file.

mod faults;
mod progress;
mod report;

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::mpsc;

use anyhow::bail;

use super::Answer;
use super::arguments::Check;
use super::json::{self, FaultLine};
use super::output::{self, Output};
use crate::store::{self, Found, Origin};
use crate::text::{DisplayText, counted, grouped};
use faults::Checked;
use progress::Progress;

/// How many batches of files may wait to be printed.
const WAITING: usize = 16;

pub(super) fn run(check: &Check, out: &mut Output) -> anyhow::Result<Answer> {
    let found = store::find(&check.paths.paths)?;
    if let Origin::Samples { searched } = &found.origin {
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
        progress: Progress::new(found.files.len()),
        known: HashMap::new(),
        faults: 0,
        faulty: 0,
    };
    let files = counted(found.files.len(), "file", "files");
    checker.check(found)?;
    if !checker.json {
        checker.sum_up(&files)?;
    }
    Ok(if checker.faults == 0 {
        Answer::Done
    } else {
        Answer::Nothing
    })
}

struct Checker<'o> {
    out: &'o mut Output,
    json: bool,
    columns: usize,
    progress: Progress,
    /// The file of each identity.
    known: HashMap<DisplayText, DisplayText>,
    faults: usize,
    faulty: usize,
}

impl Checker<'_> {
    fn check(&mut self, found: Found) -> io::Result<()> {
        for folder in &found.failures {
            self.tell(Checked::new(folder))?;
        }
        let (outbox, inbox) = mpsc::sync_channel(WAITING);
        store::read_in_batches(
            found.files,
            |editions| {
                let checked = editions.iter().map(|edition| Checked::new(edition));
                checked.collect::<Vec<_>>()
            },
            move |batch| outbox.send(batch).is_ok(),
        );
        for batch in inbox {
            let files = batch.len();
            for checked in batch {
                self.tell(checked)?;
            }
            self.progress.advance(files);
        }
        self.progress.clear();
        Ok(())
    }

    fn tell(&mut self, mut checked: Checked) -> io::Result<()> {
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
        self.faults += checked.faults.len();
        for fault in &checked.faults {
            if self.json {
                json::write(self.out, &FaultLine::new(&checked.path, fault))?;
            } else {
                let report = report::render(&checked.label, fault, self.columns);
                writeln!(self.out, "{report}\n")?;
            }
        }
        // Someone at a terminal reads while the rest is checked.
        self.out.flush()
    }

    fn sum_up(&mut self, files: &str) -> io::Result<()> {
        if self.faults == 0 {
            return writeln!(self.out, "{files}, no faults");
        }
        let faults = counted(self.faults, "fault", "faults");
        writeln!(self.out, "{faults} in {} of {files}", grouped(self.faulty))
    }
}
