//! The rules of the house that a compiler does not check.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each module, from the bottom up, and the modules that it may import. An arrow allows its target
/// and everything below that.
const ARROWS: [(&str, &[&str]); 14] = [
    ("text", &[]),
    ("briefing", &["text"]),
    ("article", &["briefing"]),
    ("archive", &["briefing"]),
    ("marks", &["briefing"]),
    ("config", &["briefing"]),
    ("store", &["archive", "marks"]),
    ("search", &["article", "archive", "marks"]),
    ("keymap", &["config"]),
    ("app", &["keymap", "search", "config"]),
    ("ui", &["app"]),
    ("runtime", &["ui", "store"]),
    ("cli", &["keymap", "search", "store", "config"]),
    ("main", &["runtime", "cli"]),
];

fn allowed(module: &str) -> Vec<&'static str> {
    let (_, targets) = ARROWS
        .iter()
        .find(|(name, _)| *name == module)
        .unwrap_or_else(|| panic!("{module} has no place in the house"));
    targets
        .iter()
        .flat_map(|target| [*target].into_iter().chain(allowed(target)))
        .collect()
}

fn source_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Every file of `src` as its top module, its name and its text before its tests.
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let module = name
                .split('/')
                .next()
                .unwrap()
                .trim_end_matches(".rs")
                .to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
            (module, name, text)
        })
        .filter(|(module, ..)| module != "lib")
        .collect()
}

/// The words that follow `prefix` in `text`.
fn names_after<'t>(text: &'t str, prefix: &str) -> Vec<&'t str> {
    text.match_indices(prefix)
        .map(|(at, _)| {
            text[at + prefix.len()..]
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap()
        })
        .collect()
}

#[test]
fn imports_run_one_way() {
    for (module, name, text) in sources() {
        let allowed = allowed(&module);
        assert!(
            !text.contains("use crate::{"),
            "{name}: write each import of the crate on a line of its own"
        );
        for target in names_after(&text, "crate::")
            .into_iter()
            .chain(names_after(&text, "use roundup::"))
        {
            assert!(
                target == module || target.is_empty() || allowed.contains(&target),
                "{name} must not import {target}"
            );
        }
    }
}

#[test]
fn what_a_module_may_touch_is_held_by_absence() {
    let rules: [(&str, &[&str], &[&str]); 5] = [
        (
            "files",
            &["std::fs", "File::open", "OpenOptions"],
            &["store"],
        ),
        (
            "the clock",
            &["SystemTime", "Instant::now", "Zoned::now"],
            &["runtime", "cli"],
        ),
        ("crossterm", &["crossterm::"], &["runtime"]),
        (
            "ratatui's drawing",
            &[
                "ratatui::buffer",
                "ratatui::style",
                "ratatui::Frame",
                "ratatui::widgets",
            ],
            &["ui"],
        ),
        ("printing", &["println!", "print!("], &["main", "cli"]),
    ];
    for (module, name, text) in sources() {
        for (what, words, modules) in &rules {
            let found = words.iter().find(|word| text.contains(**word));
            assert!(
                found.is_none() || modules.contains(&module.as_str()),
                "{name} must not touch {what}: {found:?}"
            );
        }
    }
}

#[test]
fn cells_are_written_in_one_place() {
    for (_, name, text) in sources() {
        let writes = [
            "set_string",
            "set_symbol",
            "set_char",
            "set_line",
            "set_span",
            "Span::",
            "Paragraph::new",
        ];
        let found = writes.iter().find(|word| text.contains(**word));
        assert!(
            found.is_none() || name == "ui/paint.rs",
            "{name} must draw through the painter: {found:?}"
        );
    }
}
