//! `roundup mark`: marks stories without opening the reader.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{ArgGroup, Args, ValueHint};
use jiff::Timestamp;

use super::exit::{Answer, report, report_in_terminal};
use super::find::{self, Asked, UseOfMarks};
use super::meant::report_nothing_found;
use super::output::Output;
use crate::archive::STANDARD_INPUT;
use crate::config::settings::Settings;
use crate::marks::{Change, Operation};
use crate::search::{self, Query, Scope};
use crate::store::{self, MarksFile, NotSaved};
use crate::text::counted;

/// At most this many unknown identities are reported one by one.
const MOST_NAMED: usize = 10;

/// In bytes: the most identities that are read from standard input.
const MAX_INPUT: u64 = 64 * 1024 * 1024;

/// Mark stories as read, unread or saved, and print the identities of those that changed
///
/// The identity of an edition stands for all its stories. What is printed, one identity per line, undoes the
/// change when it is piped back with the opposite option. A reader that is open keeps its own marks: both are
/// merged in the file.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("change").required(true),
    group = ArgGroup::new("stories").required(true).multiple(true),
    override_usage = "roundup mark <--read|--unread|--save|--unsave> --where <QUERY> [PATH]...\n       \
        roundup mark <--read|--unread|--save|--unsave> <IDENTITY>... [-- <PATH>...]\n       \
        roundup mark <--read|--unread|--save|--unsave> - [PATH]...",
    after_help = "Examples:\n  \
    roundup mark --read --where 'before:30d is:unread'\n  \
    roundup mark --save health-roundup-2016-01-12-evening/what-the-charge-means\n  \
    roundup mark --read --where section:sport > undo; roundup mark --unread - < undo\n  \
    roundup list --json --where tag:strike | jq -r .identity | roundup mark --save -\n\n\
    `roundup list --editions` prints the identities of editions, and `list --json` those of stories.\n\
    Marks are kept in $XDG_STATE_HOME/roundup/marks, else in ~/.local/state/roundup/marks.\n\n\
    Exit status: 0 done, 1 nothing was found or an identity is unknown, 2 could not run."
)]
pub(super) struct Mark {
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    saving: Saving,
    /// The stories that match QUERY
    #[arg(
        long = "where",
        value_name = "QUERY",
        allow_hyphen_values = true,
        group = "stories"
    )]
    query: Option<String>,
    /// Print what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Stories or editions, or - for identities on standard input, one per line. With --where, or after -,
    /// these are paths
    #[arg(value_name = "IDENTITY", group = "stories")]
    named: Vec<OsString>,
    /// Briefings (*.toml), folders of them, or - for standard input
    #[arg(last = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
struct Reading {
    /// Mark as read
    #[arg(long, group = "change")]
    read: bool,
    /// Mark as unread
    #[arg(long, group = "change")]
    unread: bool,
}

#[derive(Debug, Args)]
struct Saving {
    /// Save
    #[arg(long, group = "change")]
    save: bool,
    /// No longer save
    #[arg(long, group = "change")]
    unsave: bool,
}

pub(super) fn run(mark: Mark, settings: &Settings, out: &mut Output) -> anyhow::Result<Answer> {
    let change = mark.change();
    let dry_run = mark.dry_run;
    let (stories, paths) = mark.stories()?;
    let found = match &stories {
        Stories::Matching(asked) => matching(&asked.query, change, &paths, settings)?,
        Stories::Named(identities) => named(identities, change, &paths, settings)?,
    };
    let changed = if dry_run || found.operations.is_empty() {
        found.operations.into_iter().map(|made| made.key).collect()
    } else {
        save(&found.operations)?
    };
    for identity in &changed {
        writeln!(out, "{identity}")?;
    }
    match (found.answer, &stories) {
        (Answer::Done, _) if changed.is_empty() => {
            report_in_terminal("nothing was changed: these stories are already marked that way");
        }
        (Answer::Nothing, Stories::Matching(asked)) => {
            report_nothing_found(asked, &Scope::All, &paths, settings);
        }
        _ => {}
    }
    Ok(found.answer)
}

/// Which stories to mark.
enum Stories {
    /// Those that this query matches.
    Matching(Asked),
    Named(Vec<String>),
}

impl Mark {
    fn change(&self) -> Change {
        if self.reading.read || self.reading.unread {
            Change::Read(self.reading.read)
        } else {
            Change::Saved(self.saving.save)
        }
    }

    /// Which stories to mark, and where to look for them.
    fn stories(self) -> anyhow::Result<(Stories, Vec<PathBuf>)> {
        let Self {
            query,
            mut named,
            paths,
            ..
        } = self;
        let all_paths = |first: Vec<OsString>| {
            let first = first.into_iter().map(PathBuf::from);
            first.chain(paths.iter().cloned()).collect::<Vec<_>>()
        };
        if let Some(query) = query {
            let asked = Asked::parse(&query)?;
            if asked.query.is_empty() {
                bail!("QUERY is empty; to mark every story of an edition, name the edition");
            }
            if asked.query.has_parentheses {
                bail!(
                    "parentheses do not group words; leave them out, or put a word that has them in quotes"
                );
            }
            return Ok((Stories::Matching(asked), all_paths(named)));
        }
        if !named.iter().any(|name| name == STANDARD_INPUT) {
            let names = named.iter().map(|name| name.to_string_lossy().into_owned());
            return Ok((Stories::Named(names.collect()), paths));
        }
        if named[0] != STANDARD_INPUT {
            bail!("- cannot be combined with IDENTITY; put all of them on standard input");
        }
        let paths = all_paths(named.split_off(1));
        if paths.iter().any(|path| path.as_os_str() == STANDARD_INPUT) {
            bail!(
                "standard input cannot hold both identities and a briefing; name the briefing as a file"
            );
        }
        Ok((Stories::Named(identities_on_input()?), paths))
    }
}

/// The lines of standard input that are not empty.
fn identities_on_input() -> anyhow::Result<Vec<String>> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_INPUT + 1)
        .read_to_end(&mut bytes)
        .context("cannot read the identities on standard input")?;
    if bytes.len() as u64 > MAX_INPUT {
        bail!("there is more than 64 MiB on standard input; mark the stories in several runs");
    }
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

/// What to do, and how the command ends.
struct Found {
    /// Those that change a mark, newest edition first.
    operations: Vec<Operation>,
    answer: Answer,
}

/// Looks for the stories that `query` matches.
fn matching(
    query: &Query,
    change: Change,
    paths: &[PathBuf],
    settings: &Settings,
) -> anyhow::Result<Found> {
    let query = Some(query.clone());
    let mut editions = find::editions(paths, query, UseOfMarks::Used, settings)?;
    let mut keys = Vec::new();
    let mut answer = Answer::Nothing;
    while let Some(edition) = editions.next() {
        answer = Answer::Done;
        let hits = editions.hits(&edition);
        let changed = hits.filter(|hit| change.changes(&hit.mark()));
        keys.extend(changed.map(|hit| hit.story.key()));
    }
    editions.report_unreadable();
    Ok(Found {
        operations: operations(keys, change),
        answer,
    })
}

/// Looks for the stories with these identities, and those in editions with these; reports unknown ones.
fn named(
    identities: &[String],
    change: Change,
    paths: &[PathBuf],
    settings: &Settings,
) -> anyhow::Result<Found> {
    if identities.is_empty() {
        report("there are no identities on standard input");
        return Ok(Found {
            operations: Vec::new(),
            answer: Answer::Nothing,
        });
    }
    let wanted: HashSet<&str> = identities.iter().map(String::as_str).collect();
    let mut editions = find::editions(paths, None, UseOfMarks::Used, settings)?;
    let mut known = HashSet::new();
    let mut keys = Vec::new();
    while let Some(edition) = editions.next() {
        let identity = edition.0.id().identity().to_string();
        let whole = wanted.contains(identity.as_str());
        known.insert(identity);
        for hit in editions.hits(&edition) {
            let key = hit.story.key();
            if !whole && !wanted.contains(key.as_str()) {
                continue;
            }
            if change.changes(&hit.mark()) {
                keys.push(key.clone());
            }
            known.insert(key);
        }
    }
    editions.report_unreadable();
    let unknown: Vec<_> = identities
        .iter()
        .filter(|identity| !known.contains(*identity))
        .collect();
    report_unknown(&unknown);
    Ok(Found {
        operations: operations(keys, change),
        answer: if unknown.is_empty() {
            Answer::Done
        } else {
            Answer::Nothing
        },
    })
}

/// One operation for each key. Files with the same identity share the marks of their stories.
fn operations(keys: Vec<String>, change: Change) -> Vec<Operation> {
    let mut seen = HashSet::new();
    let new = keys.into_iter().filter(|key| seen.insert(key.clone()));
    new.map(|key| Operation { key, change }).collect()
}

fn report_unknown(unknown: &[&String]) {
    for identity in unknown.iter().take(MOST_NAMED) {
        let is_path = store::is_there(Path::new(identity)).unwrap_or(false);
        let help = if is_path {
            "; to name a PATH, put it after --".to_owned()
        } else if search::latest_days(identity, store::in_local_zone(Timestamp::now()).date())
            .is_some()
        {
            format!("; to mark the stories of a day, write --where date:{identity}")
        } else {
            String::new()
        };
        report(&format!(
            "no edition or story has the identity {identity}{help}"
        ));
    }
    if let more @ 1.. = unknown.len().saturating_sub(MOST_NAMED) {
        let more = counted(more, "more identity", "more identities");
        report(&format!(
            "{more} are unknown; `roundup list` shows what there is"
        ));
    }
}

/// Saves the operations; returns the keys of those that changed something, which another program may have
/// done in the meantime.
fn save(operations: &[Operation]) -> anyhow::Result<Vec<String>> {
    let saved = match MarksFile::locate() {
        Some(file) => file.save(operations, Timestamp::now().as_second()),
        None => Err(NotSaved::homeless()),
    };
    let saved = saved.context("the marks are not saved")?;
    if let Some(warning) = saved.warning {
        report(&warning);
    }
    Ok(saved.changed)
}
