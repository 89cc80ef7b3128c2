//! All faults of a file, including those that the reader does not look for.

use std::path::PathBuf;

use super::markup::{self, Misused};
use crate::archive::Edition;
use crate::article::Misuse;
use crate::briefing::{self, Diagnostic, MAX_FAULTS, Position, Severity, Whole, refusal};
use crate::store;
use crate::text::DisplayText;

/// A file and its faults.
pub(super) struct Checked {
    pub(super) path: PathBuf,
    pub(super) label: DisplayText,
    /// What the keys of its marks begin with; `None` if it cannot be read or has no date.
    pub(super) identity: Option<DisplayText>,
    /// In the order of the file.
    pub(super) faults: Vec<Diagnostic>,
}

impl Checked {
    pub(super) fn new(edition: &Edition) -> Self {
        let whole = edition
            .briefing
            .as_ref()
            .filter(|briefing| briefing.date().is_some());
        let mut checked = Self {
            path: edition.path().to_owned(),
            label: edition.label(),
            identity: whole.map(|briefing| briefing.id().to_text()),
            faults: edition.diagnostics.clone(),
        };
        if let Some(whole) = edition.whole() {
            checked.add_misused(whole);
        }
        checked
    }

    /// Adds the fault that the file with the label `other` has the same identity.
    pub(super) fn add_same_identity(&mut self, other: &str) {
        let place = store::read_again(&self.path, briefing::identity_position);
        let message = format!("this edition has the same identity as {other}");
        let help = "the two share their marks: give one of them an id = \"…\", an edition = \"…\" or another date";
        let fault = fault(place.flatten(), Severity::Error, &message, help);
        self.add(vec![fault]);
    }

    /// The number of faults, including those that are counted but not listed.
    pub(super) fn count(&self) -> usize {
        self.faults.iter().map(|fault| fault.faults).sum()
    }

    /// Adds the markup within texts that is misused.
    fn add_misused(&mut self, edition: Whole<'_>) {
        let mut misused = markup::misused(edition);
        if misused.is_empty() {
            return;
        }
        // Finding places takes time, so only those that can be listed are looked for.
        let unlisted = misused.split_off(misused.len().min(MAX_FAULTS)).len();
        let places = store::read_again(&self.path, |source| markup::places(source, &misused));
        let places = places.unwrap_or_default().into_iter().map(Some);
        let mut faults: Vec<_> = misused
            .iter()
            .zip(places.chain(std::iter::repeat(None)))
            .map(|(Misused { what, .. }, place)| {
                let (message, help) = explained(what);
                fault(place, Severity::Warning, message, &help)
            })
            .collect();
        if unlisted > 0 {
            faults.push(Diagnostic::more(unlisted, Severity::Warning));
        }
        self.add(faults);
    }

    fn add(&mut self, faults: Vec<Diagnostic>) {
        self.faults.extend(faults);
        self.faults = Diagnostic::in_order(std::mem::take(&mut self.faults));
    }
}

/// What is wrong with misused markup, and what to do.
fn explained(what: &Misuse) -> (&'static str, String) {
    match what {
        Misuse::Link(address) => (
            "link cannot be opened",
            refusal(address).unwrap_or_default().to_owned(),
        ),
        Misuse::ExtraCells { .. } => (
            "table row has more cells than the header",
            "they are not shown: remove them, or write \\| for a bar within a cell".to_owned(),
        ),
        Misuse::MissingNote(label) => (
            "footnote is missing",
            format!("add a line that begins with [^{label}]:"),
        ),
    }
}

fn fault(position: Option<Position>, severity: Severity, message: &str, help: &str) -> Diagnostic {
    Diagnostic {
        severity,
        position,
        help: Some(DisplayText::line(help)),
        ..Diagnostic::of_file(message, None)
    }
}
