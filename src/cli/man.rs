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
    roundup man search > roundup-search.1")]
pub(super) struct Man {
    /// The command, such as search; without one, the page of roundup
    command: Option<String>,
}

/// Prints the manual page of `program`, which is the entire command line, or that of one of its commands.
pub(super) fn run(man: &Man, mut program: Command, out: &mut Output) -> anyhow::Result<Answer> {
    program.build();
    let page = match &man.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => bail!("there is no command {name:?}; `roundup --help` lists them"),
        },
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    out.write_all(&text)?;
    Ok(Answer::Done)
}
