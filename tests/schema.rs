//! The JSON Schema of a briefing, by which editors check one while it is typed.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use roundup::archive::Edition;
use roundup::briefing::SCHEMA;
use serde_json::Value;

/// Faults that a schema cannot see: it takes a date for a string, so it sees no quotes around one, and
/// it does not compare one table with another.
const UNSEEN: [&str; 4] = [
    "date_in_quotes",
    "published_in_quotes",
    "same_ids",
    "same_ids_shown",
];

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

/// A briefing as a checker of schemas sees it, in which dates are strings; `None` if it is no TOML.
fn seen(source: &str) -> Option<Value> {
    fn value(toml: toml::Value) -> Value {
        match toml {
            toml::Value::Datetime(date) => date.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(value).collect(),
            toml::Value::Table(table) => object(table),
            plain => serde_json::to_value(plain).unwrap(),
        }
    }
    fn object(table: toml::Table) -> Value {
        let pairs = table.into_iter().map(|(key, item)| (key, value(item)));
        Value::Object(pairs.collect())
    }
    source.parse().ok().map(object)
}

fn briefings(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect()
}

#[test]
fn every_edition_that_comes_with_the_program_fits_the_schema() {
    let validator = validator();
    let briefings = briefings("briefings");
    assert!(briefings.len() > 8);
    for path in briefings {
        let edition = seen(&fs::read_to_string(&path).unwrap()).unwrap();
        let faults: Vec<_> = validator
            .iter_errors(&edition)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(faults, [""; 0], "{}", path.display());
    }
}

#[test]
fn the_schema_refuses_what_check_finds() {
    let validator = validator();
    for path in briefings("tests/faults") {
        let source = fs::read_to_string(&path).unwrap();
        let Some(edition) = seen(&source) else {
            continue;
        };
        let name = path.file_stem().unwrap().to_str().unwrap();
        let is_faulty = !Edition::parse(path.clone(), &source).diagnostics.is_empty();
        let refused = is_faulty && !UNSEEN.contains(&name);
        assert_eq!(!validator.is_valid(&edition), refused, "{name}");
    }
}
