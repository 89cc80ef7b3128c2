//! No file, file name or argument can make the program write anything but its own sequences and harmless
//! text.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use roundup::archive::Archive;
use roundup::briefing::Briefing;
use roundup::store;

use super::corpus::{self, HOSTILE, HOSTILE_NAME};
use super::oracle::{Place, check_clean, text_of};
use super::program::program;
use super::session::{ESC, ROUNDUP, Session};

/// A paste of what a hostile page may have put on the clipboard.
const PASTE: &str = "\x1b[200~a\x1b]0;x\x07\u{9b}2J\u{202e}b\nc\x1b[201~";

/// Walks every screen of the program over the hostile files in a terminal of `size`.
#[track_caller]
fn walk(size: (u16, u16)) {
    let folder = tempfile::tempdir().unwrap();
    corpus::small(folder.path());
    let folder = folder.path().to_str().unwrap();
    // Whatever it is given, it opens nothing.
    let variables = [("ROUNDUP_OPENER", "true")];
    let mut session = Session::start(size, ROUNDUP, &[folder], &variables);
    session.wait_for(" Source ");
    let editions = editions(folder);
    walk_editions(&mut session, &editions);
    walk_search(&mut session);
    walk_lists(&mut session, editions.editions().len());
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
    check_clean(Place::Terminal, &session.written);
    let text = text_of(Place::Terminal, &session.written).unwrap();
    for shown in ["␛", "␇", "\u{FFFD}", "␀"] {
        assert!(text.contains(shown), "{shown} was never on the screen");
    }
    let text = text.replace(' ', "");
    let briefings = editions
        .editions()
        .iter()
        .filter_map(|edition| edition.briefing.as_ref());
    for story in briefings.flat_map(Briefing::stories) {
        // A row may end after the first word.
        let word = story.headline().split(' ').next().unwrap().to_owned();
        let start: String = word.chars().take(5).collect();
        assert!(text.contains(&start), "{start} was never on the screen");
    }
}

/// What the program must find in `folder`.
fn editions(folder: &str) -> Archive {
    let found = store::find(&[PathBuf::from(folder)]).unwrap();
    let editions = found
        .files
        .to_paths()
        .into_iter()
        .map(store::read)
        .map(Arc::new);
    Archive::default().with(editions.collect())
}

/// Every story of every edition, from its first line to its last, and alone on the screen.
fn walk_editions(session: &mut Session, editions: &Archive) {
    // The archive counts what has been loaded, in a terminal that has room for that.
    let (columns, rows) = session.size();
    session.resize(110, 34);
    session.press("a");
    session.wait_for(&format!("{} editions", editions.editions().len()));
    session.press_and_see(ESC);
    session.resize(columns, rows);
    session.press_and_see("\x0c");
    for edition in editions.editions() {
        let stories = edition.briefing.as_ref().map_or(0, Briefing::len);
        for _ in 0..stories.max(1) {
            for keys in ["\x0cl", "G", "z", "gg", "z", "o", "j", ESC, "y", "Y", "hJ"] {
                session.press_and_see(keys);
            }
        }
        session.press_and_see("{");
    }
}

/// The prompt with results, with none, with a half-typed field and with a hostile paste; the results,
/// an edition opened from them, and the tags to follow.
fn walk_search(session: &mut Session) {
    for (typed, shown) in [
        ("lead", "stor"),
        ("is:", "is:"),
        ("zzz", "zzz"),
        ("-", "-"),
        ("http:", "http:"),
        (PASTE, "b c"),
    ] {
        session.press(&format!("/{typed}"));
        session.wait_for(shown);
        session.press("\t");
        session.press_and_see(ESC);
        session.press_and_see(ESC);
    }
    session.press("/lead");
    session.wait_for("/lead");
    session.wait_for("match 1");
    session.press("\r");
    for keys in ["j", "l", "n", "e", ESC, ESC, ESC, ESC, ESC] {
        session.press_and_see(keys);
    }
    session.press("/third");
    session.wait_for("/third");
    session.wait_for("match 1");
    session.press("\re");
    for keys in ["t", "j", "\r", "j", "l", ESC, ESC, ESC, ESC, ESC] {
        session.press_and_see(keys);
    }
}

/// The archive, also narrowed, the page of every fault, and the help.
fn walk_lists(session: &mut Session, files: usize) {
    session.press_and_see("a");
    session.press_and_see("G");
    session.press("/\x1b[200~2031-01-15 \x1b\x1b[201~");
    session.wait_for("15 ␛");
    session.press_and_see(ESC);
    session.press_and_see(ESC);
    session.press_and_see(ESC);
    session.press_and_see("!");
    for _ in 0..files {
        for keys in ["l", "G", "hj"] {
            session.press_and_see(keys);
        }
    }
    session.press_and_see(ESC);
    for keys in ["?", "G", ESC, ESC] {
        session.press_and_see(keys);
    }
}

#[test]
fn nothing_in_a_file_drives_a_wide_terminal() {
    walk((110, 34));
}

#[test]
fn nothing_in_a_file_drives_a_narrow_terminal() {
    walk((60, 20));
}

#[test]
fn nothing_in_a_file_drives_a_small_terminal() {
    walk((24, 8));
}

/// At a size without a last line, each frame is recognised by a headline that only it shows.
#[test]
fn nothing_in_a_file_drives_a_tiny_terminal() {
    let mut session = Session::roundup((110, 34), &format!("{HOSTILE}/2031-01-31-everywhere.toml"));
    // The percentage is there once everything is loaded.
    session.wait_for(" %");
    for headline in ["Lead", "Inside", "␛[31m", "(no headline)"] {
        session.resize(16, 3);
        session.wait_until(headline, |session| {
            let contents = session.contents();
            let mut lines = contents.lines();
            lines.next().is_some_and(|line| line.starts_with(headline)) && lines.next().is_none()
        });
        session.resize(110, 34);
        session.press_and_see("J");
    }
    session.press("q");
    assert_eq!(session.status(), 0);
    check_clean(Place::Terminal, &session.written);
}

#[test]
fn scripts_and_emoji_read_as_they_should() {
    let mut session = Session::roundup((110, 34), &format!("{HOSTILE}/2031-01-30-scripts.toml"));
    session.wait_for("must survive");
    let words = [
        "مرحبا العربية نجيب محفوظ",
        "नमस्ते हिन्दी क्षत्रिय",
        "สวัสดี ภาษาไทย ก็ดี",
        "می\u{200c}خواهم עברית café Việt",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦 🇩🇪 🇯🇵 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏽 ❤️",
    ];
    for _ in words {
        // Draws the whole screen, so that each word is written without a break.
        session.press_and_see("\x0c");
        session.press_and_see("J");
    }
    session.press("q");
    assert_eq!(session.status(), 0);
    check_clean(Place::Terminal, &session.written);
    let text = text_of(Place::Terminal, &session.written).unwrap();
    for word in words.iter().flat_map(|words| words.split(' ')) {
        assert!(text.contains(word), "{word} in {text}");
    }
}

/// Every way to run the program without its screen; `{}` is a folder of hostile files.
const COMMANDS: &[&[&str]] = &[
    &["{}"],
    &["list", "{}"],
    &["list", "--json", "{}"],
    &[
        "list",
        "--where",
        "since:2000 \x1b[31m\u{202e} OR lead",
        "{}",
    ],
    &["list", "--where", "since:\x1b[31m\u{202e}", "{}"],
    &["show", "{}"],
    &["show", "--edition", "2031-01-31", "--markdown", "{}"],
    &["show", "--edition", "2031-01-31", "--json", "{}"],
    &["show", "--edition", "\x1b[31m\u{9b}", "{}"],
    &["search", "e", "{}"],
    &["search", "--json", "e", "{}"],
    &["search", "\x1b]0;x\x07 OR lead", "{}"],
    &["search", "since:\x1b]0;x\x07", "{}"],
    &["check", "{}"],
    &["check", "--json", "{}"],
    &["check", "{}/none \x1b[31m"],
    &["completions", "\x1b[31m"],
    &["man"],
    &["--help"],
    &["--version"],
    &["--\x1b[31mred\x1b]0;x\x07\u{9b}2J\u{202e}"],
    &["--help=\x1b[31m"],
    &["{}/none \x1b[31m\x1b]0;x\x07\n\u{202e}"],
    &["{}/\x1b[2J\n\u{202e}"],
];

/// What `arguments` say on standard output and standard error.
fn said(arguments: &[&str], folder: &str) -> [Vec<u8>; 2] {
    let output = program(".")
        .args(
            arguments
                .iter()
                .map(|argument| argument.replace("{}", folder)),
        )
        .output()
        .unwrap();
    [output.stdout, output.stderr]
}

#[test]
fn no_command_drives_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    corpus::small(folder.path());
    let folder = folder.path().to_str().unwrap();
    for arguments in COMMANDS {
        let said = said(arguments, folder);
        assert!(said.iter().any(|text| !text.is_empty()), "{arguments:?}");
        for text in said {
            check_clean(Place::Pipe, &text);
        }
    }
}

/// Documents that send sequences wherever they have text.
#[cfg(feature = "import")]
fn hostile_documents() -> [(&'static str, String); 6] {
    let text = "a\x1b]0;x\x07\u{9b}2J\u{202e}b\u{200b}\u{2028}\u{fffe}\x7f\r";
    let references = "c&#27;[2J&#155;31m&#x202e;d&#x2028;&#xfffe;&#0;&#127;";
    let all = format!("{text}{references}e{}", "\u{301}".repeat(50));
    let html = format!(
        "<h1>{all}</h1><p title=\"{all}\"><a href=\"https://x.example/{all}\">{all}</a>\
         <img src=\"{all}\" alt=\"{all}\"><pre><code class=\"language-{all}\">{all}</code></pre>\
         <table><tr><th>{all}<th>b<tr><td>{all}<td>d</table>"
    );
    let escaped = html.replace('&', "&amp;").replace('<', "&lt;");
    let json = text.chars().map(|c| format!("\\u{:04x}", c as u32));
    let json = json.collect::<Vec<_>>().concat();
    [
        (
            "feed.xml",
            format!(
                "<rss version=\"2.0\"><channel><title>{all}</title><link>https://x.example/{all}</link>\
                 <item><guid>{all}</guid><title>{all}</title><link>https://x.example/{all}</link>\
                 <author>{all}</author><category>{all}</category><pubDate>{all}</pubDate>\
                 <description>{escaped}</description></item><item><{all}></item>"
            ),
        ),
        (
            "feed.json",
            format!(
                "{{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"{json}\",\"items\":[\
                 {{\"id\":\"{json}\",\"title\":\"{json}\",\"content_text\":\"{json}\",\
                 \"url\":\"https://x.example/{json}\",\"tags\":[\"{json}\"]}}, {text}"
            ),
        ),
        (
            "mail.eml",
            format!(
                "From: {text} <a@x.example>\nSubject: {text} =?utf-8?q?=1B]0;x=07=C2=9B2J=E2=80=AE?=\n\
                 Message-ID: <{text}>\nContent-Type: text/html; charset=\"{text}\"\n\n{html}"
            ),
        ),
        (
            "page.html",
            format!("<!DOCTYPE html><title>{all}</title><body>{html}"),
        ),
        (
            "text.md",
            format!(
                "# {text}\n\n{text} [{text}](https://x.example/{text})\n\n## {text}\n\n```{text}\n{text}\n```\n"
            ),
        ),
        (
            "text.txt",
            format!("{}\n\n{text}\n", text.replace('\r', "\n")),
        ),
    ]
}

#[cfg(feature = "import")]
#[test]
fn no_import_drives_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder
        .path()
        .join("2031 \x1b[31m\x1b]0;x\x07\n\u{202e}\u{9b}2J\u{200b}");
    fs::create_dir(&documents).unwrap();
    for (name, text) in hostile_documents() {
        fs::write(documents.join(name), text).unwrap();
    }
    fs::write(documents.join("\x1b[2J.bin"), "\x7FELF\0\x1b").unwrap();
    let out = folder.path().join("out");
    let (documents, out) = (documents.to_str().unwrap(), out.to_str().unwrap());
    let missing = format!("{out}/none \x1b[31m");
    let named = "N\x1b]0;x\x07\u{202e}\n\u{9b}";
    for options in [
        &["--dry-run"][..],
        &["--json"],
        &["--split"],
        &["--again", "--by-date"],
        &[
            "--again",
            "--json",
            "--source",
            named,
            "--section",
            named,
            "--edition",
            named,
        ],
        &["--again", "--split", "--as", "text"],
        &["--again", "--as", "feed", "--base", named],
        &["--again", "--date", "\x1b[31m"],
    ] {
        let arguments = [&["import", "--into", out], options, &[documents, &missing]].concat();
        let said = said(&arguments, "");
        assert!(said.iter().any(|text| !text.is_empty()), "{arguments:?}");
        for text in said {
            check_clean(Place::Pipe, &text);
        }
    }
    assert!(check_files(out) > 6);
}

#[test]
fn no_new_edition_drives_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("\x1b[2J\n\u{202e}");
    let into = into.to_str().unwrap();
    for arguments in [
        &["new", "--into", into][..],
        &["new", "--into", "/dev/null/\x1b[31m"],
        &["schema"],
        &["schema", "\x1b[31m"],
    ] {
        for text in said(arguments, "") {
            check_clean(Place::Pipe, &text);
        }
    }
    assert_eq!(check_files(into), 2);
}

/// Checks the names and texts of the files in a folder, and counts them.
#[track_caller]
fn check_files(folder: &str) -> usize {
    let entries = fs::read_dir(folder).unwrap();
    let checked = entries.map(|entry| {
        let entry = entry.unwrap();
        check_clean(Place::Pipe, entry.file_name().as_encoded_bytes());
        // A ledger has tabs between its fields.
        let text = fs::read_to_string(entry.path()).unwrap();
        check_clean(Place::Pipe, text.replace('\t', " ").as_bytes());
    });
    checked.count()
}

/// The same for error messages, which are all that is written when there is nothing to show.
#[test]
fn no_refusal_drives_the_terminal() {
    for path in [HOSTILE_NAME, "\x1b[2J/\u{9b}31m", "--\x1b]0;x\x07"] {
        let mut session = Session::roundup((80, 24), path);
        assert_eq!(session.status(), 2);
        check_clean(Place::Terminal, &session.written);
    }
}
