//! `roundup completions`: a script that completes arguments in a shell.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::Shell;

use super::exit::Answer;
use super::output::Output;

/// Functions that complete editions, which the generated scripts lack.
const BASH: &str = include_str!("completions/editions.bash");
const ZSH: &str = include_str!("completions/editions.zsh");
const FISH: &str = include_str!("completions/editions.fish");

/// Print a script that completes arguments in a shell
///
/// In bash, zsh and fish, --edition completes dates and the identities of the newest editions, and `mark`
/// completes identities.
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
    program: Command,
    out: &mut Output,
) -> anyhow::Result<Answer> {
    let mut program = program.mut_subcommand("list", |list| without_hidden("list", &list));
    // The generator panics when it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, "roundup", &mut script);
    let script = with_editions(shell, &String::from_utf8_lossy(&script));
    out.write_all(script.as_bytes())?;
    Ok(Answer::Done)
}

/// A command without its hidden options, which the generator would offer as well.
fn without_hidden(name: &'static str, command: &Command) -> Command {
    let shown = command
        .get_arguments()
        .filter(|option| !option.is_hide_set());
    let about = command.get_about().cloned();
    Command::new(name)
        .about(about.unwrap_or_default())
        .args(shown.cloned())
}

/// A generated script with functions that complete editions.
fn with_editions(shell: Shell, script: &str) -> String {
    match shell {
        Shell::Bash => {
            // The function of the script is called by ours.
            let (functions, registration) = script
                .rsplit_once("\n}\n")
                .unwrap_or((script.trim_end(), ""));
            let registration = registration.replace("-F _roundup ", "-F _roundup_editions ");
            format!("{functions}\n}}\n{BASH}{registration}")
        }
        Shell::Zsh => {
            let script = script.replace(":WHICH:_default", ":WHICH:_roundup_which");
            let lines = script.split_inclusive('\n').map(|line| {
                if line.starts_with("'*::named -- ") {
                    line.replace(":_default'", ":_roundup_identities'")
                } else {
                    line.to_owned()
                }
            });
            // A file of functions ends by calling the one it is named after.
            lines
                .collect::<String>()
                .replacen("_roundup() {", &format!("{ZSH}_roundup() {{"), 1)
        }
        Shell::Fish => format!("{script}{FISH}"),
        _ => script.to_owned(),
    }
}
