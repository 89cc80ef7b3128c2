//! Every fixture in `tests/faults`, with the diagnostics that it gives and what is left to read.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

#[path = "common/fixtures.rs"]
mod fixtures;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use roundup::briefing;

/// The diagnostics as a terminal would show them, then the outline of what can still be read.
fn report(name: &str, source: &str) -> String {
    let (briefing, diagnostics) = briefing::parse(source);
    let mut report = String::new();
    for diagnostic in diagnostics {
        let _ = writeln!(report, "{}: {name}.toml:{diagnostic}", diagnostic.severity);
        if let Some(place) = diagnostic.place {
            let carets = "^".repeat(place.excerpt.caret.len());
            let _ = writeln!(report, "  {}", place.excerpt.text);
            let _ = writeln!(
                report,
                "  {:indent$}{carets}",
                "",
                indent = place.excerpt.caret.start
            );
        }
    }
    match briefing {
        None => report.push_str("nothing to read\n"),
        Some(briefing) => {
            let date = briefing
                .date()
                .map_or("no date".to_owned(), |date| date.to_string());
            let _ = writeln!(
                report,
                "read: {} | {date} | {} | id {}",
                briefing.title(),
                briefing.source(),
                briefing.id()
            );
            for story in briefing.stories() {
                let section = story
                    .section()
                    .map(|section| briefing.section_title(section));
                let tags: Vec<_> = story.tags().map(|tag| tag.to_string()).collect();
                let section = section.map_or("lead".to_owned(), |title| title.to_string());
                let _ = writeln!(
                    report,
                    "  {section}: {} | id {} | {}",
                    story.headline(),
                    story.id(),
                    tags.join(", ")
                );
            }
        }
    }
    report
}

#[test]
fn every_fault_is_told_with_its_place_and_what_to_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults");
    for name in fixtures::faults() {
        let source = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
        insta::with_settings!({ snapshot_path => "faults", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.as_str(), report(&name, &source));
        });
    }
}
