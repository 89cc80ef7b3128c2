//! `roundup sources add`.

use std::io::Write;
use std::path::{self, Path};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use jiff::Timestamp;

use super::file::Editor;
use super::look::{Look, Seen};
use crate::cli::exit::{self, Answer};
use crate::cli::output::Output;
use crate::config::sources::{Origin, Source};
use crate::search::Query;
use crate::store;
use crate::text::DisplayText;

/// Add sources to the list
///
/// Each address is fetched once with curl, to learn its name. Of a page, the feed that it announces becomes the
/// source; if it announces none, the page itself does.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup sources add lwn.net                        finds the feed of that page\n  \
    roundup sources add --section Courts https://example.org/feed.xml\n  \
    roundup sources add --split ~/Maildir/.News        newsletters, each an edition of its own\n  \
    roundup sources add --name Weather --command -- my-script --json\n\n\
    Exit status: 0 done, 1 one could not be added, 2 could not run.")]
pub(super) struct Add {
    #[command(flatten)]
    keys: Keys,
    /// Add a program and its arguments; its output is the source
    #[arg(long)]
    command: bool,
    /// Add addresses as they are, without fetching them
    #[arg(long)]
    unchecked: bool,
    /// Addresses of feeds or pages, files, or folders of mails, feeds or pages
    #[arg(value_name = "URL|PATH", required = true)]
    sources: Vec<String>,
}

/// What the list is to say about a source, beside where it is.
#[derive(Debug, Args)]
struct Keys {
    /// What to call it, instead of what it calls itself
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The title of the section for its stories, instead of its name
    #[arg(long, value_name = "TITLE")]
    section: Option<String>,
    /// Add only the newest N of its stories a day
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Add only its stories that match QUERY
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    keep: Option<String>,
    /// Also fetch the page of each new story and take the article from it
    #[arg(long)]
    full: bool,
    /// Make each mail or page an edition of its own
    #[arg(long)]
    split: bool,
    /// Take name and password from ~/.netrc
    #[arg(long)]
    netrc: bool,
}

pub(super) fn run(add: &Add, out: &mut Output) -> anyhow::Result<Answer> {
    if let Some(note) = query_note(add.keys.keep.as_deref().unwrap_or_default()) {
        bail!("--keep cannot be used: {note}");
    }
    let origins = if add.command {
        vec![Ok(Origin::Command(add.sources.clone()))]
    } else {
        add.sources.iter().map(|text| origin(text)).collect()
    };
    if add.keys.name.is_some() && origins.len() > 1 {
        bail!("--name is for one source; add the others on their own");
    }
    let mut look = Look::default();
    let mut found = Vec::new();
    let mut failed = false;
    for origin in origins {
        match origin.and_then(|origin| source(add, origin, &mut look)) {
            Ok(source) => found.push(source),
            Err(why) => {
                exit::report(&format!("{why:#}"));
                failed = true;
            }
        }
    }
    // The list is locked only now: addresses may have taken a while.
    let mut editor = Editor::open()?;
    let mut known = editor.sources();
    let mut new: Vec<Source> = Vec::new();
    for source in found {
        if let Some(known) = known.iter().find(|known| known.key() == source.key()) {
            let (label, key) = (known.label(), DisplayText::line(&known.key()));
            let name = if *label == *key {
                String::new()
            } else {
                format!(" as {label}")
            };
            exit::report(&format!("{key} is already in the list{name}"));
            continue;
        }
        known.push(source.clone());
        new.push(source);
    }
    editor.add(&new)?;
    editor.save()?;
    for source in &new {
        let (label, key) = (source.label(), DisplayText::line(&source.key()));
        match &source.name {
            Some(_) => writeln!(out, "added {label}: {key}")?,
            None => writeln!(out, "added {key}")?,
        }
    }
    Ok(if failed {
        Answer::Nothing
    } else {
        Answer::Done
    })
}

fn query_note(query: &str) -> Option<String> {
    let query = Query::parse(query, store::in_local_zone(Timestamp::now()).date());
    query.first_note()
}

/// What an argument means: an address, with or without its scheme, or a path.
fn origin(text: &str) -> anyhow::Result<Origin> {
    let text = text.trim();
    let wrong = |wrong| anyhow!("{text}: {wrong}");
    if text.contains("://")
        || text
            .get(..5)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
    {
        return Origin::of_address(text).map_err(wrong);
    }
    let from_home = text == "~" || text.starts_with("~/");
    let is_there = |path: &Path| store::is_there(path).unwrap_or(true);
    if from_home || is_there(Path::new(text)) {
        let path = store::from_home(text);
        if !is_there(&path) {
            bail!("there is no file or folder {text}");
        }
        if from_home {
            return Origin::of_path(text).map_err(wrong);
        }
        let path = path::absolute(path).with_context(|| text.to_owned())?;
        let Some(path) = path.to_str() else {
            bail!("{text}: the path is not UTF-8, so the list cannot name it");
        };
        return Origin::of_path(path).map_err(wrong);
    }
    if text.starts_with(['.', '/']) || !text.contains('.') {
        bail!("{text} is neither an address nor a file that is there");
    }
    Origin::of_address(&format!("https://{text}")).map_err(wrong)
}

/// The source that is added for an origin.
fn source(add: &Add, origin: Origin, look: &mut Look) -> anyhow::Result<Source> {
    let mut source = Source {
        name: add.keys.name.as_deref().and_then(given),
        section: add.keys.section.as_deref().and_then(given),
        limit: add.keys.limit.and_then(|limit| limit.try_into().ok()),
        keep: add.keys.keep.as_deref().and_then(given),
        full: add.keys.full,
        split: add.keys.split,
        netrc: add.keys.netrc,
        ..Source::new(origin)
    };
    if let (Origin::Url(address), false) = (&source.origin, add.unchecked) {
        let Seen { origin, name } = look.at(address, add.keys.netrc)?;
        source.origin = origin;
        source.name = source.name.or_else(|| given(&name?));
    }
    Ok(source)
}

/// A text with something in it, in one line.
fn given(text: &str) -> Option<String> {
    let text = DisplayText::line(text.trim());
    (!DisplayText::shows_nothing(&text)).then(|| text.to_string())
}
