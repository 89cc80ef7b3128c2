//! The rules for the source that the compiler does not check.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

#[path = "house/source.rs"]
mod source;

use std::collections::{BTreeMap, BTreeSet};

use source::{Reference, Target, Tree};

/// Each module, and the modules that it may import. It may also import everything that those may import. Modules
/// that are still to be written may be listed already.
const ARROWS: [(&str, &[&str]); 15] = [
    ("text", &[]),
    ("briefing", &["text"]),
    ("article", &["briefing"]),
    ("archive", &["briefing"]),
    ("marks", &["briefing"]),
    ("import", &["briefing"]),
    ("config", &["briefing"]),
    ("keymap", &["config"]),
    ("store", &["archive", "marks", "config"]),
    ("search", &["article", "archive", "marks"]),
    ("app", &["keymap", "search"]),
    ("ui", &["app"]),
    ("runtime", &["ui", "store"]),
    ("cli", &["keymap", "search", "store", "import"]),
    ("main", &["runtime", "cli"]),
];

/// Something that only a few modules or files may use.
struct Touch {
    what: &'static str,
    is_touched: fn(&Target) -> bool,
    /// The modules or files, by the beginnings of their paths.
    allowed: &'static [&'static str],
}

const TOUCHES: [Touch; 9] = [
    Touch {
        what: "files",
        is_touched: |target| {
            is_of(target, &["std::fs", "rustix::fs"])
                || is_called(
                    target,
                    &[
                        "canonicalize",
                        "exists",
                        "is_dir",
                        "is_file",
                        "is_symlink",
                        "metadata",
                        "read_dir",
                        "read_link",
                        "symlink_metadata",
                        "try_exists",
                    ],
                )
        },
        allowed: &["store"],
    },
    Touch {
        what: "the clock",
        is_touched: |target| {
            is_of(target, &["std::time::Instant", "std::time::SystemTime"])
                || is_called(target, &["Zoned::now", "Timestamp::now"])
        },
        allowed: &["runtime", "cli"],
    },
    Touch {
        what: "what watches folders",
        // A single name is a variable or a method.
        is_touched: |target| {
            is_of(target, &["notify", "rustix::fs::inotify"])
                && !matches!(target, Target::Outside(path) if path.len() == 1)
        },
        allowed: &["store/watch"],
    },
    Touch {
        what: "crossterm",
        is_touched: |target| is_of(target, &["crossterm", "ratatui::crossterm"]),
        allowed: &["runtime"],
    },
    Touch {
        what: "ratatui beyond its geometry",
        is_touched: |target| is_of(target, &["ratatui"]) && !is_of(target, &["ratatui::layout"]),
        allowed: &["ui", "runtime"],
    },
    Touch {
        what: "the geometry of ratatui",
        is_touched: |target| is_of(target, &["ratatui::layout"]),
        allowed: &["app", "ui", "runtime"],
    },
    Touch {
        what: "standard output and error",
        is_touched: |target| {
            is_of(target, &["anstream", "std::io::stdout", "std::io::stderr"])
                || is_called(
                    target,
                    &["print!", "println!", "eprint!", "eprintln!", "dbg!"],
                )
        },
        allowed: &[
            "main",
            "cli",
            "runtime/terminal",
            "runtime/signals",
            "runtime/panic_hook",
        ],
    },
    Touch {
        what: "other programs",
        is_touched: |target| is_of(target, &["std::process::Command"]),
        allowed: &[
            "runtime/opener",
            "runtime/clipboard",
            "cli/curl",
            "cli/fetch",
            "cli/new",
        ],
    },
    Touch {
        what: "the cells of the screen",
        is_touched: |target| {
            is_of(
                target,
                &["ratatui::text", "ratatui::widgets", "ratatui::buffer"],
            ) || is_called(
                target,
                &[
                    "render_widget",
                    "set_char",
                    "set_line",
                    "set_span",
                    "set_string",
                    "set_stringn",
                    "set_style",
                    "set_symbol",
                ],
            )
        },
        allowed: &["ui/paint.rs"],
    },
];

/// Whether `target` is one of `paths`, or is inside one of them.
fn is_of(target: &Target, paths: &[&str]) -> bool {
    let Target::Outside(path) = target else {
        return false;
    };
    paths.iter().any(|beginning| {
        let beginning: Vec<_> = beginning.split("::").collect();
        path.len() >= beginning.len() && beginning.iter().zip(path).all(|(part, name)| part == name)
    })
}

/// Whether `target` is a function, a macro or a method with one of `names`, which may be the ends of paths.
fn is_called(target: &Target, names: &[&str]) -> bool {
    match target {
        Target::Inside { .. } => false,
        Target::Method(method) => names.contains(&method.as_str()),
        Target::Outside(path) => names.iter().any(|ending| {
            let ending: Vec<_> = ending.split("::").collect();
            // A single name is a variable, unless it is that of a macro.
            (path.len() > 1 || ending[0].ends_with('!'))
                && path.len() >= ending.len()
                && ending
                    .iter()
                    .rev()
                    .zip(path.iter().rev())
                    .all(|(part, name)| part == name)
        }),
    }
}

/// The top-level module that `file` belongs to.
fn top_of(file: &str) -> &str {
    file.split('/')
        .next()
        .unwrap_or(file)
        .trim_end_matches(".rs")
}

fn allowed(module: &str) -> BTreeSet<&'static str> {
    let (_, targets) = ARROWS
        .iter()
        .find(|(name, _)| *name == module)
        .unwrap_or_else(|| panic!("{module} has no place in the house"));
    targets
        .iter()
        .flat_map(|target| [*target].into_iter().chain(allowed(target)))
        .collect()
}

/// All imports that are not allowed. Those of tests count, because a test needs no more than what it tests.
fn against_the_arrows(tree: &Tree) -> BTreeSet<String> {
    let is_wrong = |reference: &Reference| {
        let from = top_of(&reference.file);
        match &reference.target {
            Target::Inside { path, .. } if from != "lib" => path
                .first()
                .filter(|to| *to != from && !allowed(from).contains(to.as_str()))
                .map(|to| format!("{} must not import {to}", reference.file)),
            _ => None,
        }
    };
    tree.references().iter().filter_map(is_wrong).collect()
}

/// The files of its own module that each file needs. A file does not need what it only re-exports; a file that
/// imports a re-exported name needs the file that defines it. Tests may import anything.
fn needs(tree: &Tree) -> BTreeMap<String, BTreeSet<String>> {
    let mut needs = BTreeMap::<_, BTreeSet<_>>::new();
    for reference in tree.references() {
        if let Target::Inside { file, .. } = reference.target
            && !reference.in_test
            && !reference.is_reexport
            && file != reference.file
            && top_of(&file) == top_of(&reference.file)
        {
            needs.entry(reference.file).or_default().insert(file);
        }
    }
    needs
}

/// The shortest circle of each file that is in one, starting with the circle's first file.
fn circles(tree: &Tree) -> BTreeSet<Vec<String>> {
    let needs = needs(tree);
    needs
        .keys()
        .filter_map(|file| shortest_circle(file, &needs))
        .collect()
}

fn shortest_circle(start: &str, needs: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut reached = BTreeSet::new();
    let mut ways = vec![vec![start.to_owned()]];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in needs.get(way.last()?).into_iter().flatten() {
                if next == start {
                    let first = (0..way.len()).min_by_key(|at| &way[*at])?;
                    let mut circle = way;
                    circle.rotate_left(first);
                    return Some(circle);
                }
                if reached.insert(next.clone()) {
                    longer.push([way.as_slice(), std::slice::from_ref(next)].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

/// Everything that is used where it may not be. Tests may use everything.
fn touched(tree: &Tree) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for Reference {
        file,
        target,
        in_test,
        ..
    } in tree.references()
    {
        for touch in &TOUCHES {
            let is_allowed = || touch.allowed.iter().any(|allowed| is_below(&file, allowed));
            if !in_test && (touch.is_touched)(&target) && !is_allowed() {
                found.insert(format!("{file} must not touch {}: {target:?}", touch.what));
            }
        }
    }
    found
}

/// Whether `file` is `path`, with or without its ending, or lies in that folder.
fn is_below(file: &str, path: &str) -> bool {
    file.strip_prefix(path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']))
}

#[test]
fn imports_run_one_way() {
    let found = against_the_arrows(&Tree::of_crate());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_files_import_each_other_in_circles() {
    let circles = circles(&Tree::of_crate());
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn only_the_modules_that_may_use_something_do() {
    let found = touched(&Tree::of_crate());
    assert!(found.is_empty(), "{found:#?}");
}

/// Where code refers to one kind of screen as a variant of the type that holds any.
fn kinds_matched(tree: &Tree) -> BTreeSet<String> {
    let of_kind = |reference: Reference| {
        let path = match &reference.target {
            Target::Inside { path, .. } | Target::Outside(path) => path,
            Target::Method(_) => return None,
        };
        let any = path.iter().position(|name| name == "AnyScreen")?;
        let variant = path.get(any + 1)?.starts_with(char::is_uppercase);
        (variant && !reference.in_test).then_some(reference.file)
    };
    tree.references().into_iter().filter_map(of_kind).collect()
}

#[test]
fn the_kinds_of_screens_are_matched_in_two_places() {
    let expected = ["app/screens.rs", "ui.rs"].map(str::to_owned);
    // The file that defines the kinds calls them by `Self`.
    let mut found = kinds_matched(&Tree::of_crate());
    found.insert(expected[0].clone());
    assert_eq!(found, expected.into());
}

/// Checks every form in which a module can be imported.
#[test]
fn a_forbidden_import_is_found_in_every_form() {
    for (text, target) in [
        ("use crate::app;", "app"),
        ("use crate::app::Model;", "app"),
        ("use crate::app::Model as Other;", "app"),
        ("use crate::app as other;", "app"),
        ("use crate::{text, app::Model};", "app"),
        ("use crate::{text, ui::{self, theme::Theme}};", "ui"),
        ("use crate::app::*;", "app"),
        ("pub(crate) use crate::app::Model;", "app"),
        ("use super::super::app::Model;", "app"),
        ("use super::super::{text::{wrap, fold}, app};", "app"),
        ("use roundup::app;", "app"),
        ("fn f() { use crate::app; }", "app"),
        ("fn f() { crate::app::update(); }", "app"),
        ("fn f() -> super::super::app::Model { todo!() }", "app"),
        ("fn f() { assert!(crate::app::is_idle()); }", "app"),
        ("fn f() { for x in 0..crate::app::MOST {} }", "app"),
        ("mod inner { use super::super::super::app; }", "app"),
        (
            "mod inner { fn f() { super::super::super::app::update(); } }",
            "app",
        ),
        ("#[cfg(test)] mod tests {} use crate::app;", "app"),
        ("#[cfg(test)] mod tests { use crate::app; }", "app"),
    ] {
        let tree = Tree::new(&[("search/query.rs", text)]);
        let expected = format!("search/query.rs must not import {target}");
        assert_eq!(against_the_arrows(&tree), [expected].into(), "{text}");
    }
    for text in [
        "use crate::text::{self, fold}; use super::Hits; use self::inner::A; use std::app;",
        "// use crate::app;\n/// crate::app\nconst A: &str = \"crate::app\";",
        "use super::super::search::chart; fn f(crate_app: u8) { app.update() }",
    ] {
        let tree = Tree::new(&[("search/query.rs", text)]);
        assert!(against_the_arrows(&tree).is_empty(), "{text}");
    }
}

#[test]
fn circles_are_found_and_re_exports_are_not_circles() {
    let check = |parent: &str, one: &str, other: &str, circle: &[&str]| {
        let parent = format!("mod one; mod other; {parent}");
        let files = [
            ("app.rs", parent.as_str()),
            ("app/one.rs", one),
            ("app/other.rs", other),
        ];
        let circle: Vec<_> = circle.iter().map(ToString::to_string).collect();
        let found: Vec<_> = circles(&Tree::new(&files)).into_iter().collect();
        assert_eq!(found.concat(), circle, "{files:?}");
    };
    let (one, other) = (["app/one.rs", "app/other.rs"], ["app.rs", "app/one.rs"]);
    check("", "use super::other::B;", "use super::one::A;", &one);
    check(
        "",
        "use crate::app::other;",
        "fn f() { super::one::f() }",
        &one,
    );
    check("use one::A; struct M;", "use super::M;", "", &other);
    check(
        "struct M; fn f() { one::f() }",
        "fn f(m: super::M) {}",
        "",
        &other,
    );
    check(
        "pub use one::A; struct M; fn f(a: A) {}",
        "use super::M;",
        "",
        &other,
    );
    // The parent re-exports what another file defines.
    check(
        "pub use one::A; pub use other::B;",
        "use super::B;",
        "",
        &[],
    );
    check(
        "pub use one::A; pub use other::B;",
        "use super::B;",
        "use super::A;",
        &one,
    );
    check("pub use one::A; struct M;", "use super::M;", "", &[]);
    // Tests may import anything.
    let test = "use super::other::B; #[cfg(test)] mod tests { use crate::app::M; }";
    check("use one::A; struct M;", test, "", &[]);
}

#[test]
fn a_forbidden_use_is_found_in_every_form() {
    for (what, texts) in [
        (
            "files",
            &[
                "use std::fs;",
                "fn f() { std::fs::read(p); }",
                "use std::{fs::File, io}; fn f() { File::open(p) }",
                "fn f() { path.is_file() }",
                "fn f() { path.metadata()?.len() }",
                "fn f() { paths.filter(std::path::Path::is_dir) }",
                "use std::path::Path; fn f() { paths.filter(|p| Path::exists(p)) }",
                "fn f() { vec![path.canonicalize()] }",
                "#[cfg(test)] mod tests {} use std::fs;",
            ][..],
        ),
        (
            "the clock",
            &[
                "use std::time::{Duration, Instant};",
                "fn f() { std::time::SystemTime::now(); }",
                "use jiff::Zoned; fn f() { Zoned::now() }",
            ],
        ),
        (
            "crossterm",
            &[
                "use crossterm::event;",
                "fn f() { crossterm::execute!(out) }",
            ],
        ),
        ("ratatui beyond its geometry", &["use ratatui::Frame;"]),
        ("what watches folders", &["use notify::{Event, Watcher};"]),
        (
            "standard output and error",
            &[
                "fn f() { println!() }",
                "fn f() { std::eprint!() }",
                "use std::io; fn f() { io::stdout() }",
            ],
        ),
        (
            "other programs",
            &[
                "use std::process::Command;",
                "use std::process; fn f() { process::Command::new(a) }",
            ],
        ),
        (
            "the cells of the screen",
            &[
                "fn f() { buffer.set_string(0, 0, a, b) }",
                "fn f() { cell.set_symbol(a) }",
            ],
        ),
    ] {
        for text in texts {
            let found = touched(&Tree::new(&[("app/list.rs", text)]));
            let expected = format!("app/list.rs must not touch {what}");
            assert!(!found.is_empty(), "{text}");
            assert!(
                found.iter().all(|found| found.starts_with(&expected)),
                "{found:?}"
            );
        }
    }
    let cells = touched(&Tree::new(&[("ui/list.rs", "use ratatui::text::Span;")]));
    assert_eq!(cells.len(), 1);
    for text in [
        "fn f(exists: bool) { let metadata = exists; self.exists; }",
        "use clap::Command; use std::time::Duration; use ratatui::layout::Size;",
        "#[cfg(test)] mod tests { use std::fs; fn f() { println!() } }",
        "#[cfg(test)] use std::fs;",
    ] {
        let found = touched(&Tree::new(&[("app/list.rs", text)]));
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}
