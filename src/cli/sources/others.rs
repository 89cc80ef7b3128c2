//! `roundup sources import` and `export`: the lists of other readers.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueHint};

use super::file::{self, Editor, HOW_TO_BEGIN};
use crate::cli::exit::{self, Answer};
use crate::cli::output::Output;
use crate::config::sources::{Origin, Source};
use crate::import::{self, FeedOptions, Skipped, Subscription, Subscriptions};
use crate::store;
use crate::text::{DisplayText, counted};

/// In bytes. A larger file is no list of feeds.
const MAX_BYTES: u64 = 16 << 20;
/// Lines that are skipped are reported one by one if there are no more of them.
const MAX_NAMED: usize = 20;

/// Add the feeds of an OPML file, or of newsboat's urls
///
/// Almost every reader can export its feeds as OPML. Folders become sections, of nested ones the innermost; so
/// does the first tag in newsboat's urls, in which ~Title is a name and exec: a command. Feeds that are in the
/// list already are left as they are.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup sources import subscriptions.opml\n  \
    roundup sources import ~/.newsboat/urls\n\n\
    Exit status: 0 done, 1 something could not be imported, 2 could not run.")]
pub(super) struct Import {
    /// The file, or - for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
}

/// Print the list as OPML, for other readers
///
/// Sections become folders. What only roundup knows about a source (limit, keep, full, split) is in attributes
/// that other readers pass over, and that `roundup sources import` reads again.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup sources export > subscriptions.opml\n  \
    roundup sources export --urls > ~/.newsboat/urls\n\n\
    Exit status: 0 done, 1 no sources, or one that has no place in OPML, 2 could not run.")]
pub(super) struct Export {
    /// Print newsboat's urls instead, which also hold commands
    #[arg(long)]
    urls: bool,
}

pub(super) fn import(import: &Import, out: &mut Output) -> anyhow::Result<Answer> {
    let name = DisplayText::line(&import.file.to_string_lossy());
    let bytes = bytes(&import.file).with_context(|| format!("{name} cannot be read"))?;
    let list = import::subscriptions(&bytes)
        .map_err(|unreadable| anyhow!("{name}: {}", unreadable.message))?;
    let Subscriptions {
        feeds,
        mut skipped,
        cut,
    } = list;
    let mut editor = Editor::open()?;
    let mut known: HashSet<_> = editor.sources().iter().map(Source::key).collect();
    let (mut new, mut there) = (Vec::new(), 0);
    for feed in feeds {
        let line = feed.line;
        match source(feed) {
            Ok(source) if known.insert(source.key()) => new.push(source),
            Ok(_) => there += 1,
            Err(why) => skipped.push(Skipped { line, why }),
        }
    }
    editor.add(&new)?;
    editor.save()?;
    skipped.sort_by_key(|skipped| skipped.line);
    for Skipped { line, why } in skipped.iter().take(MAX_NAMED).chain(&cut) {
        exit::warn(&format!("{name}:{line}: {why}"));
    }
    if let more @ 1.. = skipped.len().saturating_sub(MAX_NAMED) {
        exit::warn(&format!(
            "{name}: {} skipped",
            counted(more, "more line was", "more lines were")
        ));
    }
    let parts = [
        (new.len(), "added"),
        (there, "already there"),
        (skipped.len(), "skipped"),
    ];
    let parts = parts
        .iter()
        .enumerate()
        .filter(|(nth, (count, _))| *nth == 0 || *count > 0);
    let parts: Vec<_> = parts
        .map(|(_, (count, what))| format!("{count} {what}"))
        .collect();
    writeln!(out, "{}", parts.join(", "))?;
    let is_whole = skipped.is_empty() && cut.is_none();
    Ok(if is_whole {
        Answer::Done
    } else {
        Answer::Nothing
    })
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut read = |from: &mut dyn io::Read| from.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    if path.as_os_str() == "-" {
        read(&mut io::stdin().lock())?;
    } else {
        read(&mut store::open_document(path)?)?;
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other(format!(
            "it is larger than {} MiB",
            MAX_BYTES >> 20
        )));
    }
    Ok(bytes)
}

/// # Errors
/// Why the feed cannot be followed.
fn source(feed: Subscription) -> Result<Source, String> {
    let origin = match feed.origin {
        import::Origin::Address(address) => {
            Origin::of_address(&address).map_err(|wrong| wrong.to_string())?
        }
        import::Origin::Command(words) => Origin::Command(words),
    };
    Ok(Source {
        name: feed.name,
        section: feed.section,
        limit: feed.options.limit.filter(|&limit| limit > 0),
        keep: feed.options.keep,
        full: feed.options.full,
        split: feed.options.split,
        opml: feed.attributes,
        ..Source::new(origin)
    })
}

pub(super) fn export(export: &Export, out: &mut Output) -> anyhow::Result<Answer> {
    let list = file::read()?;
    list.warn_of_faults();
    if list.sources.is_empty() {
        if !list.faults.is_empty() {
            bail!("there is no source in {} that can be used", list.path);
        }
        exit::report(HOW_TO_BEGIN);
        return Ok(Answer::Nothing);
    }
    let feeds: Vec<_> = list.sources.iter().map(subscription).collect();
    if export.urls {
        write!(out, "{}", import::to_urls(&feeds))?;
        return Ok(Answer::Done);
    }
    write!(out, "{}", import::to_opml(&feeds))?;
    let is_command = |source: &&Source| matches!(source.origin, Origin::Command(_));
    let commands = list.sources.iter().filter(is_command).count();
    if commands > 0 {
        let commands = counted(commands, "command", "commands");
        exit::report(&format!(
            "left out {commands}: OPML has no place for them; --urls keeps them"
        ));
        return Ok(Answer::Nothing);
    }
    Ok(Answer::Done)
}

fn subscription(source: &Source) -> Subscription {
    let origin = match &source.origin {
        Origin::Url(address) => import::Origin::Address(address.clone()),
        Origin::Path(path) => import::Origin::Address(file_address(&store::from_home(path))),
        Origin::Command(words) => import::Origin::Command(words.clone()),
    };
    Subscription {
        origin,
        name: source.name.clone(),
        section: source.section.clone(),
        options: FeedOptions {
            limit: source.limit,
            keep: source.keep.clone(),
            full: source.full,
            split: source.split,
        },
        attributes: source.opml.clone(),
        line: source.line,
    }
}

/// `file:///home/ann/my%20feed.xml`
fn file_address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut address = "file://".to_owned();
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                address.push(char::from(byte));
            }
            _ => _ = write!(address, "%{byte:02X}"),
        }
    }
    address
}
