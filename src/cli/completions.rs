//! `roundup completions`: a script that completes arguments in a shell.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::Shell;

use super::exit::Answer;
use super::output::Output;

/// Print a script that completes arguments in a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup completions bash > ~/.local/share/bash-completion/completions/roundup\n  \
    roundup completions zsh > \"${fpath[1]}/_roundup\"\n  \
    roundup completions fish > ~/.config/fish/completions/roundup.fish")]
pub(super) struct Completions {
    shell: Shell,
}

/// Prints the script for `program`, which is the entire command line.
pub(super) fn run(
    &Completions { shell }: &Completions,
    mut program: Command,
    out: &mut Output,
) -> anyhow::Result<Answer> {
    // The generator panics when it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, "roundup", &mut script);
    out.write_all(&script)?;
    Ok(Answer::Done)
}
