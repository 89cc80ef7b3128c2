//! `roundup completions`: a script that completes arguments in a shell.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::arguments::Arguments;
use super::exit::Answer;
use super::output::Output;

pub(super) fn run(shell: Shell, out: &mut Output) -> anyhow::Result<Answer> {
    // Written to memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "roundup", &mut script);
    out.write_all(&script)?;
    Ok(Answer::Done)
}
