//! What may stand on the command line, and the help for it.

use std::convert::Infallible;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueHint};
use clap_complete::Shell;
use jiff::Zoned;

use crate::archive::Which;
use crate::search;

#[derive(Debug, Parser)]
#[command(
    name = "roundup",
    version,
    about = "Read daily briefings in the terminal",
    long_about = "Read daily briefings in the terminal: headlines beside the story, one key to read on.\n\n\
        A briefing is a TOML file, one for each edition. Without a PATH, roundup reads those in the folder \
        that ROUNDUP_DIR names, else in ./briefings, else in its data folder, else the samples it carries. \
        Where standard output is not a terminal, it prints the edition as text.",
    after_help = "Press ? inside for the keys. A path that is called like a command is written ./list.\n\n\
        Examples:\n  \
        roundup                                  the newest edition\n  \
        roundup ~/briefings                      of another folder\n  \
        roundup --edition 2016-01-12             the edition of that day\n  \
        roundup search 'tag:strike -football'    without opening the reader\n\n\
        Exit status: 0 done, 1 nothing found or faults found, 2 could not run.",
    args_conflicts_with_subcommands = true
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, Args)]
pub(super) struct Reading {
    /// Open this edition: a date, `today`, `latest` or an identity
    #[arg(long, value_name = "WHICH", value_parser = which)]
    pub(super) edition: Option<Which>,
    /// Briefings (*.toml), or folders that hold some
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    List(List),
    Show(Show),
    Search(Search),
    Check(Check),
    /// Print a script that completes arguments in a shell
    #[command(after_help = "Examples:\n  \
        roundup completions bash > ~/.local/share/bash-completion/completions/roundup\n  \
        roundup completions zsh > \"${fpath[1]}/_roundup\"\n  \
        roundup completions fish > ~/.config/fish/completions/roundup.fish")]
    Completions {
        shell: Shell,
    },
    /// Print the manual page, or that of a command
    #[command(after_help = "Examples:\n  \
        roundup man | man -l -\n  \
        roundup man search > roundup-search.1")]
    Man {
        /// list, show, search, check or completions
        command: Option<String>,
    },
}

impl Command {
    pub(super) fn color(&self) -> Color {
        match self {
            Self::List(list) => list.form.color,
            Self::Show(show) => show.form.color,
            Self::Search(search) => search.form.color,
            Self::Check(check) => check.form.color,
            Self::Completions { .. } | Self::Man { .. } => Color::Never,
        }
    }
}

/// Print one line per story: date, marks, section and headline
///
/// The newest edition comes first, and its stories in their order. Before the section stand the marks: ●
/// unread, ◐ begun, ★ saved. A query takes "a phrase", -without, headline: section: tag: by: source: date:
/// since: before: is:unread is:saved, as in the reader.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup list --limit 20\n  \
    roundup list --where 'since:7d section:courts' ~/briefings\n  \
    roundup list --where 'tag:strike is:unread' --json | jq -r .link\n\n\
    Exit status: 0 stories were found, 1 none, 2 could not run.")]
pub(super) struct List {
    /// Only the stories that QUERY finds
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: Option<String>,
    #[command(flatten)]
    pub(super) order: Order,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) paths: Paths,
}

/// Print an edition as text
///
/// Set at the width of the terminal, or at 80 columns where there is none.
#[derive(Debug, Default, Args)]
#[command(after_help = "Examples:\n  \
    roundup show | less\n  \
    roundup show --edition 2016-01-12 --section courts\n  \
    roundup show --edition yesterday --markdown | pandoc -f commonmark -o news.pdf\n\n\
    WHICH is a date (2016-01-12, 2016-01, today, yesterday), `latest`, the identity of an edition, or\n\
    that of a story, which prints the story alone. Of several editions that fit, it is the newest.\n\n\
    Exit status: 0 done, 1 no such edition or section, 2 could not run.")]
pub(super) struct Show {
    /// A date, `today`, `latest` or an identity [default: latest]
    #[arg(long, value_name = "WHICH", value_parser = which)]
    pub(super) edition: Option<Which>,
    /// Only the section whose title holds this text
    #[arg(long, value_name = "TITLE")]
    pub(super) section: Option<String>,
    /// Columns to set the text in
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) width: Option<u16>,
    /// Print CommonMark
    #[arg(long, conflicts_with_all = ["width", "json"])]
    pub(super) markdown: bool,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) paths: Paths,
}

/// Print the stories that a query finds, with the text around the match
///
/// All words must be there, anywhere in a story. The newest edition comes first, each as soon as it is
/// certain that no newer one has a match: when the files have been read whose names give its day or a
/// later one. A file with a later date than its name says comes when it is read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup search 'junior doctors'\n  \
    roundup search '\"pay offer\" tag:NHS since:2016' ~/briefings\n  \
    roundup search '-football section:sport' --limit 5\n  \
    roundup search strike --json | jq -r '.path + \":\" + (.line|tostring)'\n\n\
    A query of several words is one argument, in quotes. It takes \"a phrase\", -without, headline:\n\
    section: tag: by: source: date: since: before: is:unread is:saved, as in the reader.\n\n\
    Exit status: 0 stories were found, 1 none, 2 could not run.")]
pub(super) struct Search {
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: String,
    #[command(flatten)]
    pub(super) order: Order,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) paths: Paths,
}

/// Print every fault in every file, with its place and what to do
///
/// Also what a reader only warns of: unknown keys, links that cannot be opened; and two editions with
/// one identity.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup check 2016-01-12.toml\n  \
    roundup check ~/briefings && publish\n  \
    roundup check --json ~/briefings | jq -r '\"\\(.path):\\(.line):\\(.column): \\(.message)\"'\n\n\
    Exit status: 0 no faults, 1 faults were found, 2 could not run.")]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) paths: Paths,
}

#[derive(Debug, Default, Args)]
pub(super) struct Paths {
    /// Briefings (*.toml), or folders that hold some
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
}

/// Which stories of those found are printed.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Order {
    /// At most N stories
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) limit: Option<u32>,
    /// The oldest edition first
    #[arg(long)]
    pub(super) reverse: bool,
}

/// What the output is written as.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(super) struct Form {
    /// Print one JSON object per line
    #[arg(long)]
    pub(super) json: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(super) color: Color,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

/// What of a query cannot be used is no error in the reader, where it is still being typed. Here it is.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for a result")]
fn which(text: &str) -> Result<Which, Infallible> {
    Ok(match search::days(text, Zoned::now().date()) {
        Some(days) => Which::Days(days),
        None if text == "latest" => Which::Latest,
        None => Which::Identity(text.to_owned()),
    })
}

/// What somebody may have meant who wrote `path`, which is no path: a command with a slip in it, or one
/// of several words of a query.
pub(super) fn help_for_path(path: &str) -> Option<String> {
    let first = std::env::args_os().nth(1)?;
    if first == "search" {
        return Some("a query of several words is one argument: put it in quotes".to_owned());
    }
    let program = Arguments::command();
    let mut commands = program.get_subcommands().map(clap::Command::get_name);
    let meant = commands
        .find(|command| first == path && strsim::damerau_levenshtein(command, path) <= 1)?;
    Some(format!("did you mean the command `roundup {meant}`?"))
}
