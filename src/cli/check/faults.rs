//! What is wrong in a file, beyond what the reader needs to know.

use std::path::PathBuf;

use crate::archive::Edition;
use crate::article;
use crate::briefing::{self, Briefing, Diagnostic, Place, Severity, refusal};
use crate::store;
use crate::text::DisplayText;

/// At most this many links of one file are told.
const MOST_LINKS: usize = 100;

/// A file that has been checked.
pub(super) struct Checked {
    pub(super) path: PathBuf,
    pub(super) label: DisplayText,
    /// What marks of its edition are kept under; `None` when it lacks what makes one.
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
            label: edition.label.clone(),
            identity: whole.map(|briefing| briefing.id().to_text()),
            faults: edition.diagnostics.clone(),
        };
        if let Some(briefing) = &edition.briefing {
            checked.add_links(briefing);
        }
        checked
    }

    /// Tells that the file shown as `other` has the same identity.
    pub(super) fn add_same_identity(&mut self, other: &str) {
        let source = store::text(&self.path).unwrap_or_default();
        let place = briefing::identity_place(&source);
        let message = format!("this edition has the same identity as {other}");
        let help = "the marks of one count for the other: give one an id = \"…\", an edition = \"…\" or another date";
        self.add(place, Severity::Error, &message, help);
    }

    /// Tells the links within texts that cannot be opened.
    fn add_links(&mut self, briefing: &Briefing) {
        let in_summary = article::unopenable(briefing.summary());
        let in_stories = briefing.stories().flat_map(|story| {
            let texts = [story.summary(), story.body()].into_iter();
            texts
                .flat_map(article::unopenable)
                .map(move |address| (story.line(), address))
        });
        let mut links = in_summary
            .into_iter()
            .map(|address| (1, address))
            .chain(in_stories)
            .take(MOST_LINKS)
            .peekable();
        if links.peek().is_none() {
            return;
        }
        let source = store::text(&self.path).unwrap_or_default();
        for (line, address) in links {
            let place = place_of(&source, line, &address);
            let help = refusal(&address).unwrap_or_default();
            self.add(
                Some(place),
                Severity::Warning,
                "link cannot be opened",
                help,
            );
        }
    }

    fn add(&mut self, place: Option<Place>, severity: Severity, message: &str, help: &str) {
        self.faults.push(Diagnostic {
            severity,
            place,
            message: DisplayText::line(message),
            help: Some(DisplayText::line(help)),
        });
        self.faults
            .sort_by_key(|fault| fault.place.as_ref().map(|place| place.span.start));
    }
}

/// Where `address` stands behind the start of a line; that line itself when the address is written
/// another way there, with escapes.
fn place_of(source: &str, line: u32, address: &str) -> Place {
    let start = match line {
        0 | 1 => 0,
        _ => source
            .match_indices('\n')
            .nth(line as usize - 2)
            .map_or(0, |(at, _)| at + 1),
    };
    let rest = &source[start..];
    let place = match rest.find(address) {
        Some(at) if !address.is_empty() => at..at + address.len(),
        _ => 0..rest.lines().next().map_or(0, str::len),
    };
    Place::new(source, start + place.start..start + place.end)
}
