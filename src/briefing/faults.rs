//! The faults of one file, as they are found.

use std::ops::Range;

use super::diagnostic::{Diagnostic, MAX_FAULTS, Place, Severity};
use super::line::{key_of, line_at};
use crate::text::DisplayText;

/// Collects what is wrong in one source text.
pub(super) struct Faults<'s> {
    source: &'s str,
    told: Vec<Diagnostic>,
    untold: usize,
    /// The worst of all, told or not.
    worst: Option<Severity>,
    /// Where the TOML itself is broken, in order: what was recovered there is not judged again.
    broken: Vec<Range<usize>>,
}

impl<'s> Faults<'s> {
    /// `broken` are the places where the parser found the TOML broken.
    pub(super) fn new(source: &'s str, mut broken: Vec<Range<usize>>) -> Self {
        broken.sort_by_key(|span| span.start);
        Self {
            source,
            told: Vec::new(),
            untold: 0,
            worst: None,
            broken,
        }
    }

    pub(super) fn source(&self) -> &'s str {
        self.source
    }

    /// Adds a fault; `help` is asked for only when the fault will be told.
    pub(super) fn add(
        &mut self,
        severity: Severity,
        span: Range<usize>,
        message: &str,
        help: impl FnOnce() -> Option<String>,
    ) {
        self.worst = self.worst.min(Some(severity)).or(Some(severity));
        if self.told.len() == MAX_FAULTS {
            self.untold += 1;
            return;
        }
        self.told.push(Diagnostic {
            severity,
            place: Some(Place::new(self.source, span)),
            message: DisplayText::line(message),
            help: help().map(|help| DisplayText::line(&help)),
            faults: 1,
        });
    }

    pub(super) fn error(&mut self, span: Range<usize>, message: &str, help: &str) {
        self.add(Severity::Error, span, message, || Some(help.to_owned()));
    }

    /// Whether the table whose header ends at `header` gives `key` in a line that is broken.
    pub(super) fn has_broken(&self, key: &str, header: usize) -> bool {
        self.broken.iter().any(|span| {
            let line = line_at(self.source, span.start).start;
            key_of(&self.source[line..]) == Some(key)
                && self
                    .source
                    .get(header.min(line)..line)
                    .is_some_and(|between| header <= line + key.len() && !between.contains("\n["))
        })
    }

    pub(super) fn is_broken(&self, value: &Range<usize>) -> bool {
        let after = self.broken.partition_point(|span| span.start <= value.end);
        // Broken places are short, so none that reaches the value starts far before it.
        self.broken[after.saturating_sub(8)..after]
            .iter()
            .any(|span| value.start <= span.end)
    }

    /// Whether any fault is an error.
    pub(super) fn any_error(&self) -> bool {
        self.worst == Some(Severity::Error)
    }

    /// All faults in the order of the file.
    pub(super) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if self.untold > 0 {
            let worst = self.worst.unwrap_or(Severity::Error);
            self.told.push(Diagnostic::more(self.untold, worst));
        }
        Diagnostic::in_order(self.told)
    }
}
