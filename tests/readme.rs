//! The README and the documents show the program as it is. `UPDATE_README=1 cargo test --test readme`
//! rewrites what is between their markers.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "readme/configuration.rs"]
mod configuration;
#[cfg(feature = "import")]
#[path = "common/missing.rs"]
mod missing;
#[path = "common/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
#[cfg(feature = "import")]
use std::process::Command;

use common::{drawn, press, rows, size};
use roundup::app::Model;
use roundup::archive::{Archive, Edition};
use roundup::keymap::Keymap;
use roundup::marks::Marks;
use roundup::store::samples;
use roundup::ui::theme::Theme;
use serde_json::Value;

const README: &str = "README.md";
const DOCUMENTS: [&str; 10] = [
    README,
    "docs/sources.md",
    "docs/import.md",
    "docs/guide.md",
    "docs/keys.md",
    "docs/briefings.md",
    "docs/commands.md",
    "docs/configuration.md",
    "docs/speed.md",
    "docs/promises.md",
];

/// The path of a file, given as a path in the repository.
fn full(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(full(path)).unwrap()
}

/// Compares `document` between the markers of `part` with `expected`. A document is checked by one test
/// only, because that test may rewrite it.
#[track_caller]
fn check(document: &str, part: &str, expected: &str) {
    let text = read(document);
    let (open, close) = (format!("<!-- {part} -->\n"), format!("<!-- /{part} -->"));
    let start = text.find(&open).unwrap() + open.len();
    let end = start + text[start..].find(&close).unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        let updated = format!("{}{expected}{}", &text[..start], &text[end..]);
        fs::write(full(document), updated).unwrap();
    } else {
        assert_eq!(&text[start..end], expected);
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

#[test]
fn the_readme_shows_the_first_screen() {
    let samples = samples();
    let found = samples.len();
    let model = Model::new(
        Archive::default().with(samples),
        found,
        Marks::default(),
        size("100x30"),
    );
    check(README, "screen", &block(&model));
}

#[test]
fn the_readme_has_at_most_150_lines() {
    assert!(read(README).lines().count() <= 150);
}

#[test]
fn the_table_of_keys_is_the_keymap() {
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
    check("docs/keys.md", "keys", &format!("{tables}\n"));
}

#[test]
fn markup_and_faults_look_as_in_the_document() {
    let document = read("docs/briefings.md");
    let example = document.split("```toml\n").nth(2).unwrap();
    let (example, _) = example.split_once("```\n").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2026-11-25.toml");
    fs::write(&path, example).unwrap();
    let checked = program::run(program::program("."), &format!("check {}", path.display()));
    assert_eq!(checked.status, 0, "{checked}");
    let line = format!("show --width 64 {}", path.display());
    let shown = program::run(program::program("."), &line).stdout;
    check(
        "docs/briefings.md",
        "markup",
        &format!("\n```text\n{shown}```\n\n"),
    );

    let mut model = common::model(size("80x24"));
    press(&mut model, "!j");
    check("docs/briefings.md", "fault", &block(&model));
}

#[test]
fn commands_print_what_the_document_shows() {
    for (part, line, rows) in [
        ("list", "list --where 'tag:BMA -section:workforce'", 20),
        ("editions", "list --editions --limit 4", 20),
        ("search", "search 'moon -landing' --limit 3", 20),
        ("show", "show --edition 1990 --width 72", 20),
        ("check", "check tests/archive/2031-03-29-faulty.toml", 30),
        ("json", "list --json --limit 1", 20),
    ] {
        check("docs/commands.md", part, &console(line, rows));
    }
}

/// Runs a command line in `folder`, and returns it as in a terminal.
#[cfg(feature = "import")]
fn imported(folder: &Path, line: &str) -> program::Ran {
    let mut command = program::program(".");
    command.current_dir(folder).env("TZ", "UTC");
    program::run(command, line)
}

#[cfg(feature = "import")]
#[test]
fn an_import_reports_and_writes_what_the_document_shows() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in ["quarry.xml", "letter.eml"] {
        fs::copy(full("tests/import").join(name), folder.join(name)).unwrap();
    }
    let whole = read("tests/import/quarry.xml");
    let cut = whole.find("</rss>").unwrap() - 30;
    fs::write(folder.join("cut.xml"), &whole[..cut]).unwrap();
    let reports: String = [
        "import --into news --date 2016-01-12 quarry.xml letter.eml",
        "import --into news --date 2016-01-12 quarry.xml",
        "import --into news --date 2016-01-12 --again --dry-run cut.xml",
    ]
    .map(|line| {
        let ran = imported(folder, line);
        format!("$ {}\n{}{}", ran.line, ran.stderr, ran.stdout)
    })
    .concat();
    check(
        "docs/import.md",
        "reports",
        &format!("\n```text\n{reports}```\n\n"),
    );
    let edition = fs::read_to_string(folder.join("news/2016-01-12.toml")).unwrap();
    check(
        "docs/import.md",
        "edition",
        &format!("\n```toml\n{edition}```\n\n"),
    );
    let reports = imported(folder, "import --json --into new cut.xml missing.xml");
    let document = read("docs/commands.md");
    let mut printed = BTreeSet::new();
    for line in reports.stdout.lines() {
        add_names(&serde_json::from_str(line).unwrap(), &mut printed);
    }
    let rows = document
        .lines()
        .filter(|line| line.contains(" of `import` |"));
    let named: BTreeSet<_> = rows
        .flat_map(|row| quoted(row.splitn(3, '|').nth(2).unwrap()).map(str::to_owned))
        .filter(|name| !["-", "error", "warning"].contains(&name.as_str()))
        .collect();
    assert_eq!(printed, named, "{reports}");
}

/// A home folder of its own, for the commands that `docs/sources.md` shows.
#[cfg(feature = "import")]
struct Home(tempfile::TempDir);

#[cfg(feature = "import")]
impl Home {
    fn new(list: &str) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        home.write(".config/roundup/sources.toml", list);
        home
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn program(&self) -> Command {
        let mut command = program::program(".");
        for variable in program::FOLDERS {
            command.env_remove(variable);
        }
        command
            .current_dir(self.0.path())
            .env("TZ", "UTC")
            .env("HOME", self.0.path());
        command
    }

    /// What a command line prints, as in a terminal.
    fn console(&self, line: &str) -> String {
        let ran = program::run(self.program(), line);
        let printed = format!("$ {}\n{}{}", ran.line, ran.stderr, ran.stdout);
        let printed = printed.replace(self.0.path().to_str().unwrap(), "~");
        format!("\n```text\n{printed}```\n\n")
    }
}

/// The first block of a document that is marked with a language.
#[cfg(feature = "import")]
fn fenced(document: &str, language: &str) -> String {
    let text = read(document);
    let (_, rest) = text.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```\n").unwrap().0.to_owned()
}

#[cfg(feature = "import")]
const SOURCES: &str = "docs/sources.md";

#[cfg(feature = "import")]
#[test]
fn the_list_of_sources_is_read_and_shown_as_in_the_document() {
    let list = fenced(SOURCES, "toml");
    let (sources, faults) = roundup::config::sources::parse(list.as_bytes());
    assert_eq!((sources.sources.len(), faults), (4, Vec::new()));

    let mistaken = list
        .lines()
        .take(9)
        .map(|line| line.replace("limit = ", "limits = ") + "\n");
    let home = Home::new(&mistaken.collect::<String>());
    check(SOURCES, "check", &home.console("sources check"));

    let home = Home::new(&list);
    home.write(
        ".local/state/roundup/fetched.json",
        r#"{"sources": {
            "https://lwn.net/headlines/rss": {"last_success": 1452578400, "last_new": 1452578400, "new": 7},
            "~/Maildir/.News": {"last_success": 1452578400, "last_new": 1452406000, "new": 1},
            "https://example.org/private.xml": {"last_success": 1452319200, "failing_since": 1452405600,
                "failure": "access is refused; for a private feed, see `netrc` in the documentation (401)"}
        }}"#,
    );
    check(SOURCES, "list", &home.console("sources"));
    let printed = program::run(home.program(), "sources list --json").stdout;
    let mut names = BTreeSet::new();
    add_names(
        &serde_json::from_str(printed.lines().next().unwrap()).unwrap(),
        &mut names,
    );
    let text = read(SOURCES);
    let (_, described) = text.split_once("`--json` prints").unwrap();
    let described = described.split("\n\n").next().unwrap();
    let described: BTreeSet<_> = quoted(described).map(str::to_owned).collect();
    assert_eq!(names, described);

    home.write(
        "subscriptions.opml",
        "<opml version=\"2.0\"><body>\n\
         <outline text=\"Technology\">\n\
         <outline text=\"LWN.net\" xmlUrl=\"https://lwn.net/headlines/rss\"/>\n\
         <outline text=\"xkcd\" xmlUrl=\"https://xkcd.com/atom.xml\"/>\n\
         </outline>\n\
         <outline text=\"A hole\" xmlUrl=\"gopher://example.org/\"/>\n\
         </body></opml>\n",
    );
    check(
        SOURCES,
        "import",
        &home.console("sources import subscriptions.opml"),
    );
}

/// The program instead of the one that the documents name.
#[cfg(feature = "import")]
fn with_this_program(text: &str, named: &str) -> String {
    assert!(text.contains(named), "{text}");
    text.replace(named, env!("CARGO_BIN_EXE_roundup"))
}

#[cfg(feature = "import")]
#[test]
fn systemd_accepts_the_timer_of_the_document() {
    let folder = tempfile::tempdir().unwrap();
    let service = fenced(SOURCES, "systemd-service");
    let service = with_this_program(&service, "%h/.cargo/bin/roundup");
    fs::write(folder.path().join("roundup.service"), service).unwrap();
    fs::write(
        folder.path().join("roundup.timer"),
        fenced(SOURCES, "systemd-timer"),
    )
    .unwrap();
    let verified = Command::new("systemd-analyze")
        .args(["verify", "--user", "./roundup.service", "./roundup.timer"])
        .current_dir(folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .output();
    let Ok(verified) = verified else {
        missing::not_installed("systemd-analyze");
        return;
    };
    let messages = String::from_utf8_lossy(&verified.stderr);
    assert_eq!((messages.as_ref(), verified.status.code()), ("", Some(0)));
}

/// A home without sources, where a fetch says how to begin.
#[cfg(all(unix, feature = "import"))]
#[track_caller]
fn assert_fetches(command: &str) {
    let home = tempfile::tempdir().unwrap();
    let ran = Command::new("/bin/sh")
        .args(["-c", command])
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&ran.stderr);
    assert!(
        messages.contains("there are no sources yet"),
        "{command}: {messages}"
    );
}

#[cfg(all(unix, feature = "import"))]
#[test]
fn launchd_and_cron_run_what_the_document_says() {
    let named = "$HOME/.cargo/bin/roundup";
    let line = fenced(SOURCES, "crontab");
    let mut rest = line.trim();
    for field in ["0", "6", "*", "*", "*"] {
        rest = rest.strip_prefix(field).unwrap().trim_start();
    }
    // Cron would take it for the end of the command.
    assert!(!rest.contains('%'));
    assert_fetches(&with_this_program(rest, named));

    let agent = fenced(SOURCES, "xml");
    let mut reader = quick_xml::Reader::from_str(&agent);
    let mut strings = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Text(text) => strings.push(text.into_inner().into_owned()),
            _ => {}
        }
    }
    let at = strings.iter().position(|text| text == "-c").unwrap();
    let command = strings[at + 1..]
        .iter()
        .find(|text| !text.trim().is_empty());
    assert_fetches(&with_this_program(command.unwrap(), named));
}

/// The names in `value` and in everything inside it.
fn add_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                names.insert(name.clone());
                add_names(value, names);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| add_names(value, names)),
        _ => {}
    }
}

/// The texts in backticks in `markdown`.
fn quoted(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split('`').skip(1).step_by(2)
}

#[test]
fn the_names_in_json_are_those_of_the_document() {
    let document = read("docs/commands.md");
    let row = |of: &str| {
        let row = document
            .lines()
            .find(|line| line.starts_with(&format!("| {of} |")));
        let names = row.unwrap().splitn(3, '|').nth(2).unwrap();
        quoted(names).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let story = row("a story");
    // The severity is a value.
    let fault = &row("a fault of `check`") - &["error".to_owned()].into();
    for (line, names) in [
        ("list --json", story.clone()),
        (
            "list --editions --json",
            row("an edition of `list --editions`"),
        ),
        ("search moon --json", &story | &row("a story of `search`")),
        ("show --json", &story | &row("a story of `show`")),
        ("check --json tests/archive/2031-03-29-faulty.toml", fault),
    ] {
        let ran = program::run(program::program("."), line);
        let mut printed = BTreeSet::new();
        for line in ran.stdout.lines() {
            add_names(&serde_json::from_str(line).unwrap(), &mut printed);
        }
        assert_eq!(printed, names, "{line}");
    }
}

#[test]
fn briefings_in_the_documents_have_no_faults() {
    for document in [README, "docs/briefings.md"] {
        let text = read(document);
        let (_, rest) = text.split_once("```toml\n").unwrap();
        let (briefing, _) = rest.split_once("```\n").unwrap();
        let edition = Edition::parse("2016-01-12.toml".into(), briefing);
        let faults: Vec<_> = edition
            .diagnostics
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(faults, [""; 0], "{document}");
    }
}

/// What a link to `heading` has after its `#`.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim();
    heading.to_lowercase().replace(' ', "-")
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    for document in DOCUMENTS {
        let text = read(document);
        let targets = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("http")) {
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let linked = full(document).with_file_name(path);
            let linked = fs::read_to_string(&linked).unwrap_or_else(|_| panic!("{target}"));
            let mut headings = linked.lines().filter(|line| line.starts_with('#'));
            let is_there = heading.is_empty() || headings.any(|line| anchor(line) == heading);
            assert!(is_there, "{target} in {document}");
        }
    }
}

#[test]
fn every_promise_names_its_tests() {
    let document = read("docs/promises.md");
    for promise in document.split("\n- ").skip(1) {
        let promise = promise.split("\n#").next().unwrap();
        let (_, proof) = promise.split_once("Tested by").expect(promise);
        let mut source = String::new();
        let mut tests = 0;
        for name in quoted(proof) {
            if name.contains('/') {
                source = read(name);
            } else {
                assert!(source.contains(&format!("fn {name}(")), "{name}");
                tests += 1;
            }
        }
        assert!(tests > 0, "{promise}");
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn the_source_uses_no_network_and_no_unsafe_code() {
    let sources = sources(&full("src"));
    assert!(sources.len() > 100);
    for path in sources {
        let source = fs::read_to_string(&path).unwrap();
        for name in ["std::net", "rustix::net", "TcpStream", "UdpSocket"] {
            assert!(!source.contains(name), "{name} in {}", path.display());
        }
    }
    assert!(read("Cargo.toml").contains("\nunsafe_code = \"forbid\"\n"));
}
