//! What a shell and `man` want of a program.

use std::io::Write;

use anyhow::bail;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::Answer;
use super::arguments::Arguments;
use super::output::Output;

pub(super) fn completions(shell: Shell, out: &mut Output) -> anyhow::Result<Answer> {
    // Written to memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "roundup", &mut script);
    out.write_all(&script)?;
    Ok(Answer::Done)
}

pub(super) fn manual(command: Option<&str>, out: &mut Output) -> anyhow::Result<Answer> {
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
