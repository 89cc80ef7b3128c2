//! The program's arguments and its help. Each command has its own in its file.

use std::path::Path;

use clap::{Args, CommandFactory, Parser, Subcommand};

use super::check::Check;
use super::completions::Completions;
use super::config::Config;
#[cfg(feature = "import")]
use super::fetch::Fetch;
#[cfg(feature = "import")]
use super::import::Import;
use super::list::List;
use super::man::Man;
use super::mark::Mark;
use super::new::New;
use super::options::{Color, Paths, which};
use super::schema::Schema;
use super::search::Search;
use super::show::Show;
#[cfg(feature = "import")]
use super::sources::Sources;
use crate::archive::Which;
use crate::briefing::EditionDate;
use crate::store::{NamedIn, NotFound};

#[derive(Debug, Parser)]
#[command(
    name = "roundup",
    version,
    about = "Read daily briefings in the terminal",
    long_about = "Read daily briefings in the terminal: headlines beside the story, one key to read on.\n\n\
        A briefing is a TOML file that holds one edition. Without a PATH, roundup reads the folder that \
        ROUNDUP_DIR names, else all `folders` of config.toml. If neither is set, it reads the first of these \
        that has briefings: ./briefings, its data folder, the samples that come with it. When standard output is not a terminal, it prints \
        the edition, or what --search finds, as text.",
    after_help = "In the reader, press ? for the keys. To read a folder that is named like a command, write ./list.\n\n\
        Examples:\n  \
        roundup                                  read the newest edition\n  \
        roundup ~/briefings                      read the newest edition in that folder\n  \
        roundup --edition 2016-01-12             read the edition of that day\n  \
        roundup --search 'is:unread tag:strike'  read what a search finds\n  \
        curl -s https://… | roundup -            read a briefing from standard input\n  \
        roundup search 'tag:strike -football'    search without opening the reader\n\n\
        Exit status: 0 done, 1 nothing found or faults found, 2 could not run, 3 the terminal failed while the \
        reader ran, 129 the terminal went away.",
    args_conflicts_with_subcommands = true
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

/// The arguments of the reader, which opens when there is no command.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// Open this edition, or this story: a date, `today`, `latest`, an identity or DATE/STORY
    #[arg(long, value_name = "WHICH", value_parser = which)]
    pub(super) edition: Option<Which>,
    /// Start in a search: in all editions, or in that of --edition
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) search: Option<String>,
    #[command(flatten)]
    pub(super) paths: Paths,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    List(List),
    Show(Show),
    Search(Search),
    Mark(Mark),
    Check(Check),
    #[cfg(feature = "import")]
    Import(Import),
    #[cfg(feature = "import")]
    Fetch(Fetch),
    #[cfg(feature = "import")]
    Sources(Sources),
    New(New),
    Schema(Schema),
    Config(Config),
    Completions(Completions),
    Man(Man),
}

/// Whether a command goes by what is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UseOfSettings {
    None,
    /// It reports no faults in them, since it is not asked by a person, or prints them itself.
    Silent,
    /// It reports the first fault in them.
    Told,
}

impl Command {
    pub(super) fn use_of_settings(&self) -> UseOfSettings {
        match self {
            Self::Schema(_) | Self::Config(_) | Self::Completions(_) | Self::Man(_) => {
                UseOfSettings::None
            }
            Self::List(list) if list.is_completion() => UseOfSettings::Silent,
            Self::Check(_) => UseOfSettings::Silent,
            #[cfg(feature = "import")]
            Self::Import(_) | Self::Fetch(_) | Self::Sources(_) => UseOfSettings::Told,
            Self::List(_) | Self::Show(_) | Self::Search(_) | Self::Mark(_) | Self::New(_) => {
                UseOfSettings::Told
            }
        }
    }

    pub(super) fn color(&self) -> Color {
        match self {
            Self::List(list) => list.form.color,
            Self::Show(show) => show.form.color,
            Self::Search(search) => search.form.color,
            Self::Check(check) => check.form.color,
            Self::Config(config) => config.color,
            #[cfg(feature = "import")]
            Self::Import(_) => Color::Never,
            #[cfg(feature = "import")]
            Self::Fetch(_) => Color::Auto,
            #[cfg(feature = "import")]
            Self::Sources(sources) => sources.form().color,
            Self::Mark(_)
            | Self::New(_)
            | Self::Schema(_)
            | Self::Completions(_)
            | Self::Man(_) => Color::Never,
        }
    }
}

/// What the user may have meant by a path that does not exist: a misspelt command, a word of a query without quotes, or
/// an edition.
pub(super) fn hint(error: &anyhow::Error) -> Option<String> {
    let Some(NotFound::NoSuchPath {
        path,
        by: NamedIn::CommandLine,
    }) = error.downcast_ref()
    else {
        return None;
    };
    let path = path.to_string_lossy();
    let first = std::env::args_os().nth(1)?;
    if first == "search" {
        return Some("a query of several words is one argument: put it in quotes".to_owned());
    }
    let program = Arguments::command();
    let commands = || program.get_subcommands().map(clap::Command::get_name);
    let takes_edition = first == "show" || !commands().any(|command| first == command);
    let meant = commands()
        .find(|command| first == *path && strsim::damerau_levenshtein(command, &path) <= 1);
    let command = meant.map(|meant| format!("did you mean the command `roundup {meant}`?"));
    let edition = || {
        let quote = if path.contains(char::is_whitespace) {
            "'"
        } else {
            ""
        };
        format!("to name an edition, write --edition {quote}{path}{quote}")
    };
    command.or_else(|| (takes_edition && names_edition(&path)).then(edition))
}

/// Whether what is no path looks as if it named an edition or a story.
fn names_edition(text: &str) -> bool {
    match which(text) {
        Ok(Which::Identity(identity)) => {
            let edition = identity.split('/').next().unwrap_or_default();
            let is_file = Path::new(&identity).extension().is_some();
            !is_file && EditionDate::in_file_name(edition).is_some()
        }
        Ok(Which::Latest | Which::Days { .. } | Which::StoryOfDays { .. }) => true,
    }
}
