//! `roundup sources`: the list of what `roundup fetch` gets.

mod add;
mod check;
pub(super) mod file;
mod list;
mod look;
pub(super) mod names;
mod others;
mod remove;

use clap::{Args, Subcommand};

use super::exit::Answer;
use super::options::OutputForm;
use super::output::Output;
use crate::config::settings::Settings;

/// List, add, remove and check the sources of `roundup fetch`
///
/// A source is a feed, a page, a file or folder of mails, feeds or pages, or a command that prints one. The list
/// is a file that you may also edit by hand: sources.toml, in the folder roundup of `XDG_CONFIG_HOME`, which is
/// ~/.config unless you have set it. Its sections come in the order of the list.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_help_heading = "Actions",
    after_help = "Examples:\n  \
    roundup sources add https://lwn.net\n  \
    roundup sources import subscriptions.opml\n  \
    roundup sources\n\n\
    One source in sources.toml, with all that you may set:\n\n  \
    [[source]]\n  \
    url = \"https://lwn.net/headlines/rss\"   # or path = \"~/…\", or command = [\"my-script\", \"--json\"]\n  \
    name = \"LWN.net\"          # else what it calls itself\n  \
    section = \"Technology\"    # else its name\n  \
    limit = 15                # the newest so many a day\n  \
    keep = \"-sponsored\"       # a query: only its stories\n  \
    full = true               # take each new story's article from its page\n  \
    split = true              # each mail or page is an edition of its own\n  \
    netrc = true              # take name and password from ~/.netrc\n\n\
    Above the first source, stories = 60 or minutes = 40 limits how much one fetch adds.\n\n\
    Exit status: 0 done, 1 no sources, faults found or a part failed, 2 could not run."
)]
pub(super) struct Sources {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    form: OutputForm,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(list::List),
    Add(add::Add),
    Remove(remove::Remove),
    Check(check::Check),
    Import(others::Import),
    Export(others::Export),
}

impl Sources {
    pub(super) fn form(&self) -> OutputForm {
        match &self.action {
            None => self.form,
            Some(Action::List(list)) => list.form,
            Some(Action::Check(check)) => OutputForm {
                json: false,
                color: check.color,
            },
            Some(_) => OutputForm {
                json: false,
                color: super::options::Color::Never,
            },
        }
    }
}

pub(super) fn run(
    sources: &Sources,
    settings: &Settings,
    out: &mut Output,
) -> anyhow::Result<Answer> {
    match &sources.action {
        None => list::run(sources.form, settings.dates.value, out),
        Some(Action::List(list)) => list::run(list.form, settings.dates.value, out),
        Some(Action::Add(add)) => add::run(add, out),
        Some(Action::Remove(remove)) => remove::run(remove, out),
        Some(Action::Check(_)) => check::run(out),
        Some(Action::Import(import)) => others::import(import, out),
        Some(Action::Export(export)) => others::export(export, out),
    }
}
