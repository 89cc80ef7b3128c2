//! `roundup import`: what comes in, once and only once, and what stays.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::program::{self, Ran};

/// Imports into a folder of its own, in which the documents lie as well.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self) -> Command {
        let mut command = program::program(".");
        command.current_dir(self.folder.path()).env("TZ", "UTC");
        command
    }

    fn run(&self, line: &str) -> Ran {
        program::run(self.command(), line)
    }

    /// Imports into `out` under 12 January 2016, and returns what the program says.
    fn import(&self, line: &str) -> String {
        self.run(&format!("import --into out --date 2016-01-12 {line}"))
            .to_string()
    }

    /// The editions in `out`, in order.
    fn editions(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("out")).into_iter().flatten();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names
            .filter(|name| std::path::Path::new(name).extension() == Some("toml".as_ref()))
            .collect();
        names.sort();
        names
    }

    /// The headlines in `out`, in order.
    fn headlines(&self) -> Vec<String> {
        let listed = self.run("list --json --reverse out").stdout;
        let headline = |line: &str| {
            let story: serde_json::Value = serde_json::from_str(line).unwrap();
            story["headline"].as_str().unwrap().to_owned()
        };
        listed.lines().map(headline).collect()
    }
}

/// A feed whose items are given as `guid|link|title|date`; a part that is left out is not in the item.
fn feed(title: &str, items: &[&str]) -> String {
    let element = |name: &str, text: Option<&str>| match text {
        Some(text) if !text.is_empty() => format!("<{name}>{text}</{name}>"),
        _ => String::new(),
    };
    let item = |item: &&str| {
        let mut parts = item.split('|');
        let elements = ["guid", "link", "title", "pubDate"].map(|name| element(name, parts.next()));
        format!(
            "<item>{}<description>Text.</description></item>\n",
            elements.concat()
        )
    };
    let items = items.iter().map(item).collect::<Vec<_>>().concat();
    let link = title.to_lowercase();
    format!(
        "<rss version=\"2.0\"><channel><title>{title}</title><link>https://{link}.example/</link>\n{items}</channel></rss>\n"
    )
}

const ONE: &str = "1|https://paper.example/1|One";
const TWO: &str = "2|https://paper.example/2|Two";
const THREE: &str = "3|https://paper.example/3|Three";

#[test]
fn a_feed_becomes_a_section_of_the_days_edition_and_comes_once() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE, TWO]));
    insta::assert_snapshot!(
        "feed",
        [
            desk.import("feed.xml"),
            desk.read("out/2016-01-12.toml"),
            desk.import("feed.xml")
        ]
        .join("\n")
    );
    assert_eq!(desk.run("check out").status, 0);
}

#[test]
fn what_was_corrected_or_deleted_by_hand_stays_so_and_new_stories_are_added() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE, TWO]));
    desk.import("feed.xml");
    let edited = desk
        .read("out/2016-01-12.toml")
        .replace("headline = \"One\"", "headline = \"The first\" # corrected");
    let (kept, _) = edited.split_at(
        edited
            .find("\n[[section.story]]\nheadline = \"Two\"")
            .unwrap(),
    );
    let edited = format!("# By hand.\n{kept}");
    desk.put("out/2016-01-12.toml", &edited);
    desk.put("feed.xml", &feed("Paper", &[ONE, TWO, THREE]));
    let said = desk.import("feed.xml");
    assert!(
        said.contains("2016-01-12.toml: 1 new in \"Paper\"\n2 already imported"),
        "{said}"
    );
    let now = desk.read("out/2016-01-12.toml");
    assert!(now.starts_with(&edited) && !now.contains("Two"), "{now}");
    assert_eq!(desk.headlines(), ["The first", "Three"]);
}

#[test]
fn several_feeds_share_an_edition_and_a_link_in_two_of_them_comes_once() {
    let desk = Desk::new();
    desk.put("a.xml", &feed("Paper", &[ONE]));
    desk.put(
        "b.xml",
        &feed(
            "Other",
            &[
                "x|https://other.example/x|Own",
                "9|https://paper.example/1|One again",
            ],
        ),
    );
    insta::assert_snapshot!(
        "two_feeds",
        [desk.import("a.xml b.xml"), desk.run("list out").to_string()].join("\n")
    );
}

#[test]
fn a_report_says_how_many_stories_come_before_the_sections() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE, TWO]));
    desk.put("note.md", "# A note\n\nIt is short.\n");
    let said = desk.import("note.md feed.xml");
    assert!(
        said.contains("3 new: 1 before the sections, 2 in \"Paper\" (created)"),
        "{said}"
    );
}

#[test]
fn an_edition_made_by_hand_is_left_alone() {
    let desk = Desk::new();
    let mine = "title = \"Mine\"\ndate = 2016-01-12\n";
    fs::create_dir(desk.path("out")).unwrap();
    desk.put("out/2016-01-12.toml", mine);
    desk.put("feed.xml", &feed("Paper", &[ONE]));
    insta::assert_snapshot!("left_alone", desk.import("feed.xml"));
    assert_eq!(desk.read("out/2016-01-12.toml"), mine);
    desk.put("feed.xml", &feed("Paper", &[ONE, TWO]));
    desk.import("feed.xml");
    assert_eq!(desk.editions(), ["2016-01-12-2.toml", "2016-01-12.toml"]);
    assert_eq!(desk.headlines(), ["One", "Two"]);
}

#[test]
fn stories_are_filed_under_their_own_days_in_the_local_zone() {
    let desk = Desk::new();
    let late = "1|https://paper.example/1|Late|Tue, 12 Jan 2016 23:30:00 GMT";
    let day = "2|https://paper.example/2|Day|Mon, 11 Jan 2016 08:00:00 GMT";
    desk.put("feed.xml", &feed("Paper", &[late, day]));
    let mut command = desk.command();
    command.env("TZ", "Europe/Berlin");
    let said = program::run(command, "import --into out --by-date feed.xml").to_string();
    insta::assert_snapshot!("by_date", said);
}

#[test]
fn source_and_label_name_an_edition_of_their_own() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE]));
    desk.import("--source 'The Café' --edition Evening --section Papers feed.xml");
    assert_eq!(desk.editions(), ["2016-01-12-the-cafe-evening.toml"]);
    let edition = desk.read("out/2016-01-12-the-cafe-evening.toml");
    for line in [
        "source = \"The Café\"\nedition = \"Evening\"\nid = \"roundup-2016-01-12-the-cafe-evening\"",
        "title = \"Papers\"\n",
        "source = \"Paper\"\n",
    ] {
        assert!(edition.contains(line), "{edition}");
    }
}

#[test]
fn a_dry_run_says_what_would_come_and_writes_nothing() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE, TWO, ONE]));
    insta::assert_snapshot!("dry_run", desk.import("--dry-run feed.xml"));
    assert!(!desk.path("out").exists());
}

#[test]
fn again_takes_what_is_known() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE]));
    desk.import("feed.xml");
    desk.import("--again feed.xml");
    assert_eq!(desk.headlines(), ["One", "One"]);
    assert_eq!(desk.run("check out").status, 0);
}

const ROUNDUP: &str = "\
# The week in stone

What the quarries did.

## Granite

### A new face opens

The north face opened.

### Drills fall silent

The old drills were sold.

## Slate

### Roofs are dear

A roof costs more.
";

#[test]
fn a_roundup_is_split_into_sections_and_stories() {
    let desk = Desk::new();
    desk.put("week.md", ROUNDUP);
    let said = desk.import("--split week.md");
    insta::assert_snapshot!(
        "split",
        [
            said,
            desk.read("out/2016-01-12-the-week-in-stone.toml"),
            desk.import("--split week.md")
        ]
        .join("\n")
    );
}

#[test]
fn a_page_that_is_split_keeps_its_title() {
    let desk = Desk::new();
    let page = "<title>The week in stone</title><article><h1>The week in stone</h1><p>Good morning.</p>\
        <h2>Granite</h2><p>It is hard.</p><h2>Slate</h2><p>It is thin.</p></article>";
    desk.put("page.html", page);
    desk.import("--split page.html");
    let edition = desk.read("out/2016-01-12-the-week-in-stone.toml");
    assert!(
        edition.starts_with("title = \"The week in stone\"\n"),
        "{edition}"
    );
}

#[test]
fn json_reports_what_came_and_what_was_wrong() {
    let desk = Desk::new();
    let whole = feed("Paper", &[ONE, TWO]);
    desk.put("cut.xml", &whole[..whole.len() - 60]);
    desk.put("program", "\x7FELF\0\0\0");
    let said = desk.import("--json cut.xml program");
    // In brackets are the words of a library, which may change.
    let (before, rest) = said.split_once(" (").unwrap();
    let (_, after) = rest.split_once(");").unwrap();
    insta::assert_snapshot!("json", format!("{before} (…);{after}"));
}

#[test]
fn one_bad_document_does_not_keep_the_others_out() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE]));
    desk.put("empty", "");
    insta::assert_snapshot!("bad", desk.import("empty missing.xml feed.xml"));
    assert_eq!(desk.headlines(), ["One"]);
}

#[test]
fn what_cannot_be_done_is_said_with_what_to_do() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE]));
    desk.put("out", "a file in the place of the folder");
    for line in ["feed.xml", "missing.xml", ""] {
        let said = desk.run(&format!("import --into out {line}"));
        assert_eq!(said.status, 2, "{said}");
        assert!(!said.stderr.is_empty() && said.stdout.is_empty(), "{said}");
    }
}

#[test]
fn nothing_unsafe_reaches_a_file_or_a_report() {
    let desk = Desk::new();
    let nasty = "1|https://paper.example/1|A&#27;[2J\u{202E}b\u{9b}c&#x200b;";
    desk.put("feed.xml", &feed("Pa\u{1b}]0;x\u{7}per", &[nasty]));
    let said = desk.import("feed.xml");
    for text in [said, desk.read("out/2016-01-12.toml")] {
        let unsafe_character =
            |c: char| (c.is_control() && c != '\n') || ('\u{200B}'..='\u{202E}').contains(&c);
        assert!(!text.contains(unsafe_character), "{text:?}");
    }
}

#[test]
fn a_document_that_names_files_gets_none_of_them() {
    let desk = Desk::new();
    desk.put("secret", "swordfish");
    let secret = desk.path("secret");
    desk.put(
        "feed.xml",
        &format!(
            "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file://{0}\"><!ENTITY a \"{1}\"><!ENTITY b \"&a;&a;&a;\">]>\n\
             <rss version=\"2.0\"><channel><title>P</title><item><title>One &x; &b;</title>\
             <description>&lt;img src=\"file://{0}\"&gt; &lt;iframe src=\"file://{0}\"&gt;&lt;/iframe&gt; text</description>\
             </item></channel></rss>",
            secret.display(),
            "bomb".repeat(1000)
        ),
    );
    desk.import("feed.xml");
    let edition = desk.read("out/2016-01-12.toml");
    assert!(
        !edition.contains("swordfish") && !edition.contains("bombbomb"),
        "{edition}"
    );
}

/// The guids 1 to 60.
fn many() -> String {
    let items: Vec<_> = (1..=60)
        .map(|n| format!("{n}|https://paper.example/{n}|Story {n}"))
        .collect();
    feed(
        "Paper",
        &items.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

fn assert_each_once(desk: &Desk) {
    let mut headlines = desk.headlines();
    headlines.sort();
    let mut expected: Vec<_> = (1..=60).map(|n| format!("Story {n}")).collect();
    expected.sort();
    assert_eq!(headlines, expected);
    assert_eq!(desk.run("check out").status, 0);
}

#[test]
fn programs_that_import_at_once_wait_for_each_other() {
    let desk = Desk::new();
    desk.put("feed.xml", &many());
    let start = || {
        let mut command = desk.command();
        command.args(["import", "--into", "out", "feed.xml"]);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let programs: Vec<_> = (0..4).map(|_| start()).collect();
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    assert_each_once(&desk);
}

#[test]
fn a_program_that_is_killed_leaves_nothing_torn_and_nothing_twice() {
    let desk = Desk::new();
    desk.put("feed.xml", &many());
    // The pauses only spread the kills over the run; the claim holds for any.
    for pause in 0..24 {
        let mut command = desk.command();
        command.args(["import", "--into", "out", "feed.xml"]);
        let mut program = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(400 * pause));
        program.kill().unwrap();
        program.wait().unwrap();
        if desk.path("out").exists() {
            assert_eq!(
                desk.run("check out").status,
                if desk.editions().is_empty() { 2 } else { 0 }
            );
        }
    }
    desk.run("import --into out feed.xml");
    assert_each_once(&desk);
}

/// A limit on the size of files stands for a disk that fills up while an edition is written.
#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_is_reported_with_the_file_and_nothing_is_lost() {
    let desk = Desk::new();
    let long = "word ".repeat(10_000);
    desk.put("small.txt", "Small\n\nA short text.\n");
    desk.put("large.txt", &format!("Large\n\n{long}\n"));
    desk.import("small.txt");
    let before = desk.read("out/2016-01-12.toml");
    let mut limited = Command::new("sh");
    limited
        .current_dir(desk.folder.path())
        .env("TZ", "UTC")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 16; exec \"$0\" import --into out --date 2016-01-12 large.txt",
            env!("CARGO_BIN_EXE_roundup"),
        ]);
    let ran = limited.output().unwrap();
    let errors = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(2), "{errors}");
    assert!(
        errors.contains("cannot import into out: 2016-01-12.toml: File too large"),
        "{errors}"
    );
    assert_eq!(desk.read("out/2016-01-12.toml"), before);
    // With room again, the story comes once.
    desk.import("large.txt");
    desk.import("large.txt");
    assert_eq!(desk.headlines(), ["Small", "Large"]);
}

#[test]
fn a_maildir_of_newsletters_becomes_an_archive() {
    let desk = Desk::new();
    for folder in ["cur", "new", "tmp"] {
        fs::create_dir_all(desk.path("mail").join(folder)).unwrap();
    }
    for (file, day, subject) in [
        ("cur/1452500000.a:2,S", "11 Jan 2016", "Monday"),
        ("new/1452600000.b", "12 Jan 2016", "Tuesday"),
    ] {
        let text = format!(
            "From: The Quarry <news@quarry.example>\nSubject: {subject} in stone\nDate: {day} 08:00:00 +0000\n\
             Message-ID: <{subject}@quarry.example>\nContent-Type: text/html; charset=utf-8\n\n\
             <h1>{subject} in stone</h1><p>Good morning.</p><h2>Granite</h2><p>It is hard.</p><h2>Slate</h2><p>It is thin.</p>\n"
        );
        desk.put(&format!("mail/{file}"), &text);
    }
    let said = desk
        .run("import --into out --by-date --split mail")
        .to_string();
    insta::assert_snapshot!(
        "maildir",
        [said, desk.run("list out").to_string()].join("\n")
    );
}

#[test]
fn an_item_that_another_feed_has_brought_is_known_when_its_link_gets_more_items() {
    let desk = Desk::new();
    desk.put("a.xml", &feed("Paper", &[ONE]));
    let same = "x|https://paper.example/1|The same";
    desk.put("b.xml", &feed("Other", &[same]));
    desk.import("a.xml b.xml");
    let more = "y|https://paper.example/1|Another";
    desk.put("b.xml", &feed("Other", &[same, more]));
    desk.import("b.xml");
    assert_eq!(desk.headlines(), ["One", "Another"]);
}

const MBOX: &str = "\
From ann@a.example Tue Jan 12 08:30:05 2016
From: Ann <ann@a.example>
Subject: One

Text.

From bob@b.example Tue Jan 12 09:30:05 2016
From: Bob <bob@b.example>
Subject: Two

Text.
";

#[test]
fn an_mbox_from_a_pipe_is_split_however_little_comes_first() {
    use std::io::Write as _;

    let desk = Desk::new();
    let mut command = desk.command();
    command.args(["import", "--into", "out", "-"]);
    let mut program = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    // The program must have read the first line before the rest comes; how soon it does is its affair.
    input.write_all(b"\n").unwrap();
    std::thread::sleep(Duration::from_millis(300));
    input.write_all(MBOX.as_bytes()).unwrap();
    drop(input);
    assert!(program.wait().unwrap().success());
    assert_eq!(desk.headlines(), ["One", "Two"]);
}

#[test]
fn no_mail_of_an_mbox_is_lost_without_a_word() {
    let desk = Desk::new();
    desk.put("marked", &format!("\u{FEFF}{MBOX}"));
    desk.import("marked");
    assert_eq!(desk.headlines(), ["One", "Two"]);
    desk.put("none", "Subject: x\n\ny\n");
    let ran = desk.run("import --into out --as mbox none");
    assert_eq!(ran.stderr, "none: this is no mbox: no line starts a mail\n");
    assert_eq!(ran.status, 1);
}

#[test]
fn standard_input_named_twice_and_a_file_given_twice_are_imported_once() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("Paper", &[ONE]));
    let mut command = desk.command();
    command.stdin(fs::File::open(desk.path("feed.xml")).unwrap());
    let said = program::run(command, "import --into out - - feed.xml feed.xml");
    assert_eq!((said.status, &*said.stderr), (0, ""));
    assert_eq!(desk.headlines(), ["One"]);
}

#[test]
fn an_edition_in_a_folder_that_is_imported_becomes_no_story() {
    let desk = Desk::new();
    fs::create_dir(desk.path("out")).unwrap();
    desk.put("out/feed.xml", &feed("Paper", &[ONE]));
    desk.import("out");
    let before = desk.read("out/2016-01-12.toml");
    let said = desk.import("out");
    assert!(
        said.contains("2016-01-12.toml: this is a briefing; it can be read as it is\n"),
        "{said}"
    );
    assert_eq!(desk.read("out/2016-01-12.toml"), before);
}

#[test]
fn a_feed_whose_title_shows_nothing_gets_one_section() {
    let desk = Desk::new();
    desk.put("feed.xml", &feed("&#x200b;", &[ONE]));
    desk.import("feed.xml");
    desk.put("feed.xml", &feed("&#x200b;", &[ONE, TWO]));
    desk.import("feed.xml");
    let edition = desk.read("out/2016-01-12.toml");
    assert!(!edition.contains("(no title)"), "{edition}");
    assert_eq!(desk.headlines(), ["One", "Two"]);
}

#[test]
fn an_edition_of_its_own_is_none_of_the_day_even_if_its_title_has_no_letters() {
    let desk = Desk::new();
    desk.put("odd.md", "# !?\n\n## Granite\n\nIt is hard.\n");
    desk.put("feed.xml", &feed("Paper", &[ONE]));
    desk.import("--split odd.md");
    desk.import("feed.xml");
    assert_eq!(
        desk.editions(),
        ["2016-01-12-untitled.toml", "2016-01-12.toml"]
    );
}

#[test]
fn the_manual_and_the_completions_have_the_command() {
    let desk = Desk::new();
    for (line, said) in [
        ("man", "import"),
        ("man import", "Maildir"),
        ("help import", "Examples:"),
        ("completions bash", "--by-date"),
        ("completions zsh", "--by-date"),
        ("completions fish", "by-date"),
    ] {
        let ran = desk.run(line);
        assert!(ran.status == 0 && ran.stdout.contains(said), "{ran}");
    }
}
