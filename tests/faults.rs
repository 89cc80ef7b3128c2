//! The diagnostics of every file in `tests/faults` and in `tests/hostile`, which holds files made to do harm,
//! and what can still be read of each.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use roundup::archive::Edition;
use roundup::store;

/// The diagnostics as a terminal would show them, then the outline of what can still be read.
fn report(name: &str, edition: Edition) -> String {
    let Edition {
        briefing,
        diagnostics,
        ..
    } = edition;
    let mut report = String::new();
    for diagnostic in diagnostics {
        let _ = writeln!(report, "{}: {name}.toml:{diagnostic}", diagnostic.severity);
        if let Some(position) = diagnostic.position {
            let carets = "^".repeat(position.excerpt.caret.len());
            let _ = writeln!(report, "  {}", position.excerpt.text);
            let _ = writeln!(
                report,
                "  {:indent$}{carets}",
                "",
                indent = position.excerpt.caret.start
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

#[track_caller]
fn check_all(folder: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    names.sort();
    for path in names {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.as_str(), report(&name, store::read(path)));
        });
    }
}

#[test]
fn every_fault_is_reported_with_its_position_and_what_to_do() {
    check_all("faults");
}

#[test]
fn every_hostile_file_is_read_or_reported() {
    check_all("hostile");
}
