//! The command line: what it may say, and the commands that print and end.

mod arguments;
mod check;
mod completions;
mod exit;
mod find;
mod json;
mod list;
mod man;
mod options;
mod output;
mod print;
mod search;
mod show;
mod styles;
mod typesetting;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::archive::Which;
use crate::text::DisplayText;
use arguments::{Arguments, Command, Reading};
use exit::{Answer, COULD_NOT_RUN, NOTHING_FOUND};
use options::Paths;
use output::Output;
use show::Show;

pub use exit::tell;

/// What was asked for.
pub enum Asked {
    /// To read in the terminal.
    Reader {
        paths: Vec<PathBuf>,
        /// The edition to open.
        edition: Option<Which>,
    },
    /// To print something.
    Print(Print),
}

/// A command, for [`run`].
pub struct Print(Command);

/// Reads the command line.
///
/// # Errors
/// The status to end with, after what there was to say: help, the version, or what is wrong, in which
/// the arguments themselves are quoted.
pub fn parse() -> Result<Asked, ExitCode> {
    let Arguments { command, reading } = Arguments::try_parse().map_err(|said| told(&said))?;
    let Reading { edition, paths } = reading;
    Ok(match command {
        Some(command) => Asked::Print(Print(command)),
        None if io::stdout().is_terminal() => Asked::Reader { paths, edition },
        None => Asked::Print(Print(Command::Show(Show {
            edition,
            paths: Paths { paths },
            ..Show::default()
        }))),
    })
}

/// Says what the parser of the command line has to say.
fn told(said: &clap::Error) -> ExitCode {
    let text = DisplayText::block(&said.render().to_string());
    let shown = if said.use_stderr() {
        write!(io::stderr(), "{text}")
    } else {
        write!(io::stdout(), "{text}")
    };
    match shown {
        Ok(()) if !said.use_stderr() => ExitCode::SUCCESS,
        Err(error) if !said.use_stderr() => exit::cannot_write(&error),
        _ => ExitCode::from(COULD_NOT_RUN),
    }
}

/// Carries out a command; says on standard error what keeps it from that.
pub fn run(Print(command): Print) -> ExitCode {
    let mut out = Output::new(command.color());
    let answer = match command {
        Command::List(list) => list::run(list, &mut out),
        Command::Show(show) => show::run(&show, &mut out),
        Command::Search(search) => search::run(search, &mut out),
        Command::Check(check) => check::run(&check, &mut out),
        Command::Completions(completions) => {
            completions::run(&completions, Arguments::command(), &mut out)
        }
        Command::Man(man) => man::run(&man, Arguments::command(), &mut out),
    };
    // What is still in the buffer may be the part that finds no room.
    let answer = answer.and_then(|answer| match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(answer),
    });
    match answer {
        Ok(Answer::Done) => ExitCode::SUCCESS,
        Ok(Answer::Nothing) => ExitCode::from(NOTHING_FOUND),
        Err(error) => match error.downcast_ref() {
            Some(error) => exit::cannot_write(error),
            None => could_not_run(&error),
        },
    }
}

/// Says why the program cannot do what was asked for, and with which status it ends.
pub fn could_not_run(error: &anyhow::Error) -> ExitCode {
    let status = exit::could_not_run(error);
    if let Some(hint) = arguments::hint(error) {
        tell(&hint);
    }
    status
}
