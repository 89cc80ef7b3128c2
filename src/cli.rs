//! The command line: its arguments, and the commands that print something and exit.

mod arguments;
mod check;
#[cfg(feature = "import")]
mod children;
mod completions;
mod config;
#[cfg(feature = "import")]
mod curl;
mod exit;
#[cfg(feature = "import")]
mod fetch;
mod find;
#[cfg(feature = "import")]
mod import;
mod json;
mod list;
mod man;
mod mark;
mod meant;
mod new;
mod options;
mod output;
mod print;
mod progress;
mod schema;
mod search;
mod show;
#[cfg(feature = "import")]
mod sources;
mod styles;
mod typesetting;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::archive::Which;
use crate::briefing::first_fault_line;
use crate::config::FileFaults;
use crate::config::settings::Settings;
use crate::keymap::Keymap;
use crate::store::ConfigFolder;
use arguments::{Arguments, Command, Reading, UseOfSettings};
use output::Output;
use search::Search;
use show::Show;

pub use exit::report;

/// What the command line asks for.
pub enum Request {
    /// Open the reader.
    Read {
        paths: Vec<PathBuf>,
        /// The edition to open.
        edition: Option<Which>,
        /// The query to search for.
        search: Option<String>,
    },
    /// Run a command that prints, with [`run`].
    Print(Print),
}

/// A command that prints something and exits.
pub struct Print(Command);

/// Parses the command line. Without a command it asks for the reader; when standard output is not a
/// terminal, for `search` if there is a query, else for `show`.
///
/// # Errors
/// The status to exit with when there is nothing to run. Help, the version, or what is wrong with the
/// arguments has been printed by then.
pub fn parse() -> Result<Request, ExitCode> {
    let Arguments { command, reading } =
        Arguments::try_parse().map_err(|answer| exit::without_command(&answer))?;
    let Reading {
        edition,
        search,
        paths,
    } = reading;
    let command = match (command, search) {
        (Some(command), _) => command,
        (None, search) if io::stdout().is_terminal() => {
            return Ok(Request::Read {
                paths: paths.paths,
                edition,
                search,
            });
        }
        (None, Some(query)) => Command::Search(Search {
            query,
            edition,
            paths,
            ..Search::default()
        }),
        (None, None) => Command::Show(Show {
            edition,
            paths,
            ..Show::default()
        }),
    };
    Ok(Request::Print(Print(command)))
}

/// Runs a command and returns its exit status. Errors are reported on standard error.
pub fn run(Print(command): Print) -> ExitCode {
    let mut out = Output::new(command.color());
    let settings = &settings(&command);
    let answer = match command {
        Command::List(list) => list::run(&list, settings, &mut out),
        Command::Show(show) => show::run(&show, settings, &mut out),
        Command::Search(search) => search::run(search, settings, &mut out),
        Command::Mark(mark) => mark::run(mark, settings, &mut out),
        Command::Check(check) => check::run(&check, settings, &mut out),
        Command::New(new) => new::run(&new, settings, &mut out),
        Command::Schema(_) => schema::run(&mut out),
        Command::Config(config) => config::run(&config, &mut out),
        Command::Completions(completions) => {
            completions::run(&completions, Arguments::command(), &mut out)
        }
        #[cfg(feature = "import")]
        Command::Import(import) => import::run(import, settings, &mut out),
        #[cfg(feature = "import")]
        Command::Fetch(fetch) => fetch::run(&fetch, settings, &mut out),
        #[cfg(feature = "import")]
        Command::Sources(sources) => sources::run(&sources, settings, &mut out),
        Command::Man(man) => man::run(&man, Arguments::command(), &mut out),
    };
    // The disk may be full when the rest of the buffer is written.
    let answer = answer.and_then(|answer| match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(answer),
    });
    match answer {
        Ok(answer) => answer.status(),
        Err(error) => match output::failure(&error) {
            Some(error) => exit::cannot_write(error),
            None => could_not_run(&error),
        },
    }
}

/// What is set, for a command that goes by it. Reports the first fault of the settings in the file: all else
/// holds. These commands use neither keys nor themes, so a fault in those is not reported.
fn settings(command: &Command) -> Settings {
    let use_of_settings = command.use_of_settings();
    if use_of_settings == UseOfSettings::None {
        return Settings::default();
    }
    let (settings, faulty) = ConfigFolder::load_settings();
    if let Some(file) = faulty.filter(|_| use_of_settings == UseOfSettings::Told) {
        report(&first_fault(&file));
    }
    settings
}

/// How many faults `roundup config` shows.
fn fault_count() -> usize {
    let folder = ConfigFolder::locate();
    let mut configuration = ConfigFolder::load_or_default(folder.as_ref());
    configuration.add_faults(Keymap::faults(&configuration.settings.keys));
    configuration.fault_count()
}

/// `config.toml:1:1: unknown key `mesure`; did you mean `measure`? `roundup config` shows all 3 faults`.
fn first_fault(file: &FileFaults) -> String {
    let Some(fault) = file.faults.first() else {
        return String::new();
    };
    // A place follows the path directly, as in `path:2:1: message`.
    let space = if fault.position.is_some() { "" } else { " " };
    let first = format!("{}:{space}{fault}", file.label);
    first_fault_line(&first, fault_count(), "`roundup config`")
}

/// Reports why the program cannot do what was asked, with a hint where the arguments suggest one.
/// Returns the status to exit with.
pub fn could_not_run(error: &anyhow::Error) -> ExitCode {
    let status = exit::could_not_run(error);
    if let Some(hint) = arguments::hint(error) {
        report(&hint);
    }
    status
}
