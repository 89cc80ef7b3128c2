//! `roundup man`: the manual pages.

use std::io::Write;

use anyhow::bail;
use clap::CommandFactory;
use clap_mangen::Man;

use super::arguments::Arguments;
use super::exit::Answer;
use super::output::Output;

pub(super) fn run(command: Option<&str>, out: &mut Output) -> anyhow::Result<Answer> {
    let mut program = Arguments::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => bail!("there is no command {name:?}; `roundup --help` lists them"),
        },
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    out.write_all(&text)?;
    Ok(Answer::Done)
}
