//! `roundup man`: the manual pages.

use std::io::Write;

use anyhow::bail;
use clap::{Args, Command};

use super::exit::Answer;
use super::output::Output;

/// Print the manual page, or that of a command
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup man | man -l -\n  \
    roundup man search > roundup-search.1\n  \
    roundup man sources add | man -l -")]
pub(super) struct Man {
    /// A command, such as search or sources add
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// Prints the manual page of `program`, which is the entire command line, or that of one of its commands.
pub(super) fn run(man: &Man, mut program: Command, out: &mut Output) -> anyhow::Result<Answer> {
    program.build();
    let mut page = program;
    for name in &man.command {
        page = match page.find_subcommand(name) {
            Some(command) => command.clone(),
            None => bail!(
                "there is no command {name:?}; `{} --help` lists them",
                shown(&page)
            ),
        };
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    out.write_all(&text)?;
    Ok(Answer::Done)
}

/// `roundup sources`
fn shown(command: &Command) -> &str {
    command.get_bin_name().unwrap_or(command.get_name())
}
