//! Collects the faults of a file.

use std::ops::Range;

use super::diagnostic::{Diagnostic, MAX_FAULTS, Position, Severity};
use super::line::{key_of, line_at};
use crate::text::DisplayText;

/// The faults of one source text, of which the first [`MAX_FAULTS`] are reported.
pub(crate) struct Faults<'s> {
    source: &'s str,
    reported: Vec<Diagnostic>,
    /// How many are not reported.
    others: usize,
    /// The worst of all, reported or not.
    worst: Option<Severity>,
    /// The spans of the faults of the TOML itself, in order: what the parser has made of a broken value
    /// is not judged again.
    broken: Vec<Range<usize>>,
    /// The first bytes of the lines in which these begin, each once.
    broken_lines: Vec<usize>,
}

impl<'s> Faults<'s> {
    /// `broken` are the spans of the faults of the TOML itself.
    pub(crate) fn new(source: &'s str, mut broken: Vec<Range<usize>>) -> Self {
        broken.sort_by_key(|span| span.start);
        let mut broken_lines = Vec::new();
        let mut line = 0..0;
        for span in &broken {
            if broken_lines.is_empty() || span.start > line.end {
                line = line_at(source, span.start);
                broken_lines.push(line.start);
            }
        }
        Self {
            source,
            reported: Vec::new(),
            others: 0,
            worst: None,
            broken,
            broken_lines,
        }
    }

    pub(crate) fn source(&self) -> &'s str {
        self.source
    }

    /// Adds a fault; `help` is called only if the fault is reported.
    pub(crate) fn add(
        &mut self,
        severity: Severity,
        span: Range<usize>,
        message: &str,
        help: impl FnOnce() -> Option<String>,
    ) {
        self.worst = self.worst.min(Some(severity)).or(Some(severity));
        if self.reported.len() == MAX_FAULTS {
            self.others += 1;
            return;
        }
        self.reported.push(Diagnostic {
            severity,
            position: Some(Position::new(self.source, span)),
            message: DisplayText::line(message),
            help: help().map(|help| DisplayText::line(&help)),
            faults: 1,
        });
    }

    pub(crate) fn error(&mut self, span: Range<usize>, message: &str, help: &str) {
        self.add(Severity::Error, span, message, || Some(help.to_owned()));
    }

    /// Whether the table whose header ends at the byte `header` has `key` in a broken line.
    pub(crate) fn has_broken(&self, key: &str, header: usize) -> bool {
        self.broken_lines.iter().any(|&line| {
            key_of(&self.source[line..]) == Some(key)
                && self
                    .source
                    .get(header.min(line)..line)
                    .is_some_and(|between| header <= line + key.len() && !between.contains("\n["))
        })
    }

    /// Whether the TOML of `value` is broken.
    pub(crate) fn is_broken(&self, value: &Range<usize>) -> bool {
        let after = self.broken.partition_point(|span| span.start <= value.end);
        // Broken spans are short, so none that reaches the value starts far before it.
        self.broken[after.saturating_sub(8)..after]
            .iter()
            .any(|span| value.start <= span.end)
    }

    /// Whether any fault is an error.
    pub(crate) fn any_error(&self) -> bool {
        self.worst == Some(Severity::Error)
    }

    /// The faults in the order of the file.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if self.others > 0 {
            let worst = self.worst.unwrap_or(Severity::Error);
            self.reported.push(Diagnostic::more(self.others, worst));
        }
        Diagnostic::in_order(self.reported)
    }
}
