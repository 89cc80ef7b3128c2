//! The README shows what the program does. `UPDATE_README=1 cargo test --test readme` rewrites the parts
//! between its markers.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod common;
#[path = "common/program.rs"]
mod program;

use std::fmt::Write as _;
use std::fs;

use common::{drawn, press, rows, size};
use roundup::app::Model;
use roundup::archive::Archive;
use roundup::keymap::Keymap;
use roundup::marks::Marks;
use roundup::store::samples;
use roundup::ui::theme::Theme;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// Compares the README between the markers of `part` with `expected`.
#[track_caller]
fn check(part: &str, expected: &str) {
    let readme = fs::read_to_string(README).unwrap();
    let (open, close) = (format!("<!-- {part} -->\n"), format!("<!-- /{part} -->"));
    let start = readme.find(&open).unwrap() + open.len();
    let end = start + readme[start..].find(&close).unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(
            README,
            format!("{}{expected}{}", &readme[..start], &readme[end..]),
        )
        .unwrap();
    } else {
        assert_eq!(&readme[start..end], expected);
    }
}

/// What a command line prints when run in this folder, cut after `rows` lines.
fn console(line: &str, rows: usize) -> String {
    let ran = program::run(program::program("."), line);
    let all: Vec<_> = ran.stdout.lines().collect();
    let shown = all[..rows.min(all.len())].join("\n");
    let more = if all.len() > rows { "\n…" } else { "" };
    format!("\n```text\n$ roundup {line}\n{shown}{more}\n```\n\n")
}

fn block(model: &Model) -> String {
    let rows = rows(&drawn(model, &Theme::COLOURED));
    let rows: Vec<_> = rows.iter().map(|row| row.trim_end()).collect();
    format!("\n```text\n{}\n```\n\n", rows.join("\n"))
}

/// A single test, because all parts are written to one file.
#[test]
fn the_readme_shows_the_program() {
    let samples = samples();
    let found = samples.len();
    let model = Model::new(
        Archive::default().with(samples),
        found,
        Marks::default(),
        size("100x30"),
    );
    check("screen", &block(&model));

    let mut tables = String::new();
    let mut group = None;
    for row in Keymap::default().help_rows() {
        if group != Some(row.group) {
            group = Some(row.group);
            let _ = write!(
                tables,
                "\n**{}**\n\n| keys | what they do |\n|---|---|\n",
                row.group.title()
            );
        }
        let keys = row.keys.replace('|', "\\|").replace(' ', "` `");
        let _ = writeln!(tables, "| `{keys}` | {} |", row.help);
    }
    check("keys", &format!("{tables}\n"));

    let mut model = common::model(size("80x24"));
    press(&mut model, "!j");
    check("fault", &block(&model));

    check(
        "list",
        &console("list --where 'tag:BMA -section:workforce'", 20),
    );
    check("search", &console("search 'moon -landing' --limit 3", 20));
    check("show", &console("show --edition 1990 --width 72", 20));
    check(
        "check",
        &console("check tests/archive/2031-03-29-faulty.toml", 30),
    );
    check("json", &console("list --json --limit 1", 20));
}
