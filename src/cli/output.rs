//! Standard output: buffered, with colours only where they are wanted.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};

use super::options::Color;
use crate::config::{self, has_hyperlinks};

/// The width of text when standard output is no terminal.
const COLUMNS: usize = 80;

/// Buffered standard output. Removes colours and attributes, except on a terminal or where they are asked
/// for. Must be flushed at the end, because errors are ignored when it is dropped. Its errors can be told from those of
/// files with [`failure`].
pub(super) struct Output {
    to: BufWriter<AutoStream<StdoutLock<'static>>>,
    hyperlinks: bool,
}

impl Output {
    pub(super) fn new(color: Color) -> Self {
        let choice = match color {
            Color::Auto if io::stdout().is_terminal() => AutoStream::choice(&io::stdout()),
            Color::Always => ColorChoice::AlwaysAnsi,
            // Files and pipes get no colours, even if the environment (CLICOLOR_FORCE) asks for them.
            Color::Auto | Color::Never => ColorChoice::Never,
        };
        let is_plain = choice == ColorChoice::Never || !io::stdout().is_terminal();
        Self {
            to: BufWriter::new(AutoStream::new(io::stdout().lock(), choice)),
            hyperlinks: !is_plain && has_hyperlinks(config::variable),
        }
    }

    /// Whether it is a terminal that makes text clickable.
    pub(super) fn has_hyperlinks(&self) -> bool {
        self.hyperlinks
    }

    /// Whether colours and attributes are kept.
    pub(super) fn has_styles(&self) -> bool {
        self.to.get_ref().current_choice() != ColorChoice::Never
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes).map_err(OfOutput::mark)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush().map_err(OfOutput::mark)
    }
}

/// `error` as an error of standard output, if it is one. Any other I/O error is that of a file or a program.
pub(super) fn failure(error: &anyhow::Error) -> Option<&io::Error> {
    let error: &io::Error = error.downcast_ref()?;
    let inner: Option<&OfOutput> = error.get_ref()?.downcast_ref();
    inner.map(|_| error)
}

/// Marks an error as one of standard output.
#[derive(Debug)]
struct OfOutput(io::Error);

impl OfOutput {
    /// Keeps the kind, by which a write that was interrupted is tried again.
    fn mark(error: io::Error) -> io::Error {
        io::Error::new(error.kind(), Self(error))
    }
}

impl fmt::Display for OfOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for OfOutput {}

/// The columns of the terminal on standard output, else 80.
pub(super) fn columns() -> usize {
    terminal_columns().unwrap_or(COLUMNS)
}

/// The columns of the terminal on standard output, if that is one.
pub(super) fn terminal_columns() -> Option<usize> {
    columns_of(io::stdout()).filter(|&columns| columns > 0)
}

/// The columns of the terminal on standard error, else 80.
#[cfg(feature = "import")]
pub(super) fn columns_of_errors() -> usize {
    columns_of(io::stderr())
        .filter(|&columns| columns > 0)
        .unwrap_or(COLUMNS)
}

#[cfg(unix)]
fn columns_of(terminal: impl std::os::fd::AsFd) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(terminal).ok()?;
    Some(usize::from(size.ws_col))
}

#[cfg(not(unix))]
fn columns_of(_terminal: impl Write) -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind};

    use anyhow::Context;

    use super::{OfOutput, failure};

    #[test]
    fn an_error_of_a_file_is_not_taken_for_one_of_standard_output() {
        let pipe = || io::Error::from(ErrorKind::BrokenPipe);
        let of_file = anyhow::Error::from(pipe()).context("cannot write 2031-01-01.toml");
        assert!(failure(&of_file).is_none());
        assert!(failure(&pipe().into()).is_none());
        let of_output = Err::<(), _>(OfOutput::mark(pipe())).context("while printing");
        let of_output = of_output.unwrap_err();
        let error = failure(&of_output).unwrap();
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
        assert_eq!(error.to_string(), pipe().to_string());
    }
}
