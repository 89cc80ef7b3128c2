//! The progress of the downloads, on a terminal.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::time::{Duration, Instant};

use crate::cli::output;
use crate::text::{DisplayText, counted, width};

/// Sources shown at once.
const MAX_ROWS: usize = 8;
/// The least time between two drawings.
const PAUSE: Duration = Duration::from_millis(80);

/// One line with how many sources are done, and below it those that are not, as far as there is room. They
/// are drawn over each other on standard error, and are gone at the end.
pub(super) struct Progress {
    sources: Vec<Row>,
    is_wanted: bool,
    drawn_at: Option<Instant>,
    /// Lines on the screen now.
    shown: usize,
}

struct Row {
    label: DisplayText,
    bytes: u64,
    is_done: bool,
}

impl Progress {
    /// Draws only on a terminal.
    pub(super) fn new(labels: impl Iterator<Item = DisplayText>) -> Self {
        let mut progress = Self {
            sources: labels
                .map(|label| Row {
                    label,
                    bytes: 0,
                    is_done: false,
                })
                .collect(),
            is_wanted: io::stderr().is_terminal(),
            drawn_at: None,
            shown: 0,
        };
        progress.draw();
        progress
    }

    /// Whether anything is drawn.
    pub(super) fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    /// Notes how many bytes of a source have arrived.
    pub(super) fn bytes(&mut self, source: usize, bytes: u64) {
        self.sources[source].bytes = bytes;
        self.draw_again();
    }

    pub(super) fn done(&mut self, source: usize) {
        self.sources[source].is_done = true;
        self.draw_again();
    }

    /// Clears the lines, so that something else can be printed there.
    pub(super) fn clear(&mut self) {
        if self.shown > 0 {
            write(&format!("\x1b[{}A\r\x1b[J", self.shown));
            self.shown = 0;
        }
    }

    fn draw_again(&mut self) {
        if self
            .drawn_at
            .is_none_or(|drawn_at| drawn_at.elapsed() >= PAUSE)
        {
            self.draw();
        }
    }

    fn draw(&mut self) {
        if !self.is_wanted {
            return;
        }
        let lines = self.lines(output::columns_of_errors().saturating_sub(1));
        let mut text = String::new();
        if self.shown > 0 {
            let _ = write!(text, "\x1b[{}A\r\x1b[J", self.shown);
        }
        for line in &lines {
            let _ = writeln!(text, "{line}");
        }
        write(&text);
        self.shown = lines.len();
        self.drawn_at = Some(Instant::now());
    }

    /// What is drawn, at most `columns` wide.
    fn lines(&self, columns: usize) -> Vec<DisplayText> {
        let all = counted(self.sources.len(), "source", "sources");
        let done = self.sources.iter().filter(|row| row.is_done).count();
        let waiting = self.sources.iter().filter(|row| !row.is_done);
        let mut lines = vec![format!("Fetched {done} of {all}")];
        for row in waiting.clone().take(MAX_ROWS) {
            let size = match row.bytes {
                0 => String::new(),
                bytes => format!("  {} KB", bytes.div_ceil(1000)),
            };
            let room = columns.saturating_sub(2 + size.len());
            let label = width::cut(row.label.as_display(), room);
            lines.push(format!("  {label}{size}"));
        }
        let more = waiting.count().saturating_sub(MAX_ROWS);
        if more > 0 {
            lines.push(format!("  and {more} more"));
        }
        let lines = lines.iter().map(|line| DisplayText::line(line));
        lines
            .map(|line| width::cut(line.as_display(), columns))
            .collect()
    }
}

fn write(text: &str) {
    // Without progress, the sources are still fetched.
    let _ = io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::Progress;
    use crate::text::DisplayText;

    #[test]
    fn what_is_not_done_is_listed_as_far_as_there_is_room() {
        let labels = (1..=12).map(|number| DisplayText::line(&format!("Source {number}")));
        let mut progress = Progress::new(labels);
        for done in [0, 2] {
            progress.done(done);
        }
        progress.bytes(1, 1_200_001);
        let lines = progress.lines(20);
        let lines: Vec<_> = lines.iter().map(|line| &**line).collect();
        assert_eq!(
            lines[..3],
            ["Fetched 2 of 12 sou…", "  Source 2  1201 KB", "  Source 4"]
        );
        assert_eq!((lines.len(), lines[9]), (10, "  and 2 more"));
    }
}
