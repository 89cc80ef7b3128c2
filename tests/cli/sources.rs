//! `roundup sources`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use tempfile::TempDir;

use crate::program::{Ran, program, run};

/// A home folder of its own.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn with_list(text: &str) -> Self {
        let home = Self::new();
        fs::create_dir_all(home.list().parent().unwrap()).unwrap();
        fs::write(home.list(), text).unwrap();
        home
    }

    fn list(&self) -> PathBuf {
        self.folder.path().join("config/roundup/sources.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.list()).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn program(&self) -> Command {
        let mut program = program(".");
        let folder = self.folder.path();
        program
            .current_dir(folder)
            .env("TZ", "UTC")
            .env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder.join("config"))
            .env("XDG_STATE_HOME", folder.join("state"))
            .env("XDG_DATA_HOME", folder.join("data"));
        program
    }

    fn run(&self, line: &str) -> Ran {
        run(self.program(), line)
    }

    /// Runs a command and compares what it prints, its messages and its status. The home folder is `~` in
    /// them.
    #[track_caller]
    fn check(&self, line: &str, stdout: &str, stderr: &str, status: i32) {
        let ran = self.run(line);
        let short = |text: &str| text.replace(self.folder.path().to_str().unwrap(), "~");
        assert_eq!(
            (
                short(&ran.stdout).as_str(),
                short(&ran.stderr).as_str(),
                ran.status
            ),
            (stdout, stderr, status),
            "{line}"
        );
    }
}

#[test]
fn without_sources_every_action_says_how_to_begin() {
    let home = Home::new();
    let how = "roundup: there are no sources yet; add one with `roundup sources add https://…`, or many with \
        `roundup sources import subscriptions.opml`\n";
    for line in [
        "sources",
        "sources --json",
        "sources list",
        "sources check",
        "sources export",
        "sources export --urls",
    ] {
        home.check(line, "", how, 1);
    }
    assert_eq!(fs::read_dir(home.folder.path()).unwrap().count(), 0);
}

const OPML: &str = r#"<?xml version="1.0"?>
<opml version="2.0"><body>
<outline text="News">
  <outline text="LWN &amp; more" type="rss" xmlUrl="https://lwn.net/headlines/rss" htmlUrl="https://lwn.net/"/>
  <outline text="Old" xmlUrl="gopher://old.example/"/>
</outline>
<outline text="Mine" xmlUrl="file:///srv/my%20feed.xml"/>
</body></opml>
"#;

#[test]
fn an_opml_file_is_imported_once() {
    let home = Home::new();
    home.write("feeds.opml", OPML);
    let skipped = "feeds.opml:5: addresses that start with gopher:// cannot be fetched; use one that starts with \
        https:// or http://\n";
    home.check(
        "sources import feeds.opml",
        "2 added, 1 skipped\n",
        skipped,
        1,
    );
    let text = home.text();
    assert!(text.starts_with("# Where `roundup fetch` gets"), "{text}");
    assert!(
        text.ends_with(
            "\n[[source]]\nurl = \"https://lwn.net/headlines/rss\"\nname = \"LWN & more\"\nsection = \"News\"\n\
             opml = { \"htmlUrl\" = \"https://lwn.net/\" }\n\
             \n[[source]]\npath = \"/srv/my feed.xml\"\nname = \"Mine\"\n"
        ),
        "{text}"
    );
    home.check(
        "sources import feeds.opml",
        "0 added, 2 already there, 1 skipped\n",
        skipped,
        1,
    );
    assert_eq!(home.text(), text);
    home.check("sources check", "2 sources, no faults\n", "", 0);
    let exported = home.run("sources export").stdout;
    assert!(
        exported.contains("htmlUrl=\"https://lwn.net/\""),
        "{exported}"
    );
    home.check(
        "sources import config/roundup/nothing",
        "",
        "roundup: config/roundup/nothing cannot be read: No such file or directory (os error 2)\n",
        2,
    );
    home.write("feed.xml", "<rss><channel><title>A</title></channel></rss>");
    let ran = home.run("sources import feed.xml");
    assert_eq!((ran.stdout.as_str(), ran.status), ("", 2));
    assert!(ran.stderr.contains("this is not OPML"), "{ran}");
}

#[test]
fn what_is_exported_is_imported_again() {
    let list = r#"
[[source]]
url = "https://a.org/feed"
name = "A <&> \"B\""
section = "News"
limit = 3
keep = "-\"paid for\""
full = true

[[source]]
path = "~/my feeds"
split = true

[[source]]
url = "https://b.org/feed"
section = "News"
"#;
    let home = Home::with_list(list);
    let opml = home.run("sources export");
    assert_eq!((opml.status, opml.stderr.as_str()), (0, ""));
    let other = Home::new();
    other.write("feeds.opml", &opml.stdout);
    other.check("sources import feeds.opml", "3 added\n", "", 0);
    let again = other.run("sources export");
    assert_eq!(again.stdout, opml.stdout);

    let command = "\n[[source]]\ncommand = [\"my script\", \"-x\"]\nname = \"S\"\n";
    fs::write(home.list(), format!("{list}{command}")).unwrap();
    let with_command = home.run("sources export");
    assert_eq!((with_command.stdout, with_command.status), (opml.stdout, 1));
    assert_eq!(
        with_command.stderr,
        "roundup: left out 1 command: OPML has no place for them; --urls keeps them\n"
    );
    let folder = home.folder.path().display();
    home.check(
        "sources export --urls",
        &format!(
            "https://a.org/feed News \"~A <&> \\\"B\\\"\"\nfile://{folder}/my%20feeds\nhttps://b.org/feed News\n\
             \"exec:'my script' -x\" ~S\n"
        )
        .replace(&folder.to_string(), "~"),
        "",
        0,
    );
}

#[test]
fn sources_are_added_and_removed() {
    let home = Home::with_list("# Mine.\nstories = 30\n");
    home.write("mail/new/1.eml", "Subject: A\n\nText.\n");
    let checks = [
        (
            "sources add --unchecked https://a.org/feed",
            "added https://a.org/feed\n",
            "",
        ),
        (
            "sources add --section Mail --split --limit 2 mail",
            "added ~/mail\n",
            "",
        ),
        (
            "sources add --name Weather --keep -rain --command -- my-script --json 'a b'",
            "added Weather: exec:my-script --json 'a b'\n",
            "",
        ),
        (
            "sources add --unchecked https://a.org/feed b.org/x",
            "added https://b.org/x\n",
            "roundup: https://a.org/feed is already in the list\n",
        ),
    ];
    for (line, stdout, stderr) in checks {
        home.check(line, stdout, stderr, 0);
    }
    let folder = home.folder.path().display();
    let added = [
        "\n[[source]]\nurl = \"https://a.org/feed\"\n",
        &format!(
            "\n[[source]]\npath = \"{folder}/mail\"\nsection = \"Mail\"\nlimit = 2\nsplit = true\n"
        ),
        "\n[[source]]\ncommand = [\"my-script\", \"--json\", \"a b\"]\nname = \"Weather\"\nkeep = \"-rain\"\n",
        "\n[[source]]\nurl = \"https://b.org/x\"\n",
    ];
    assert_eq!(
        home.text(),
        format!("# Mine.\nstories = 30\n{}", added.concat())
    );
    home.check(
        "sources remove weather https://a.org/feed",
        "removed Weather\nremoved https://a.org/feed\n",
        "",
        0,
    );
    assert_eq!(
        home.text(),
        format!("# Mine.\nstories = 30\n{}{}", added[1], added[3])
    );
    let before = home.text();
    for (line, stderr, status) in [
        (
            "sources remove https://b.org/x https://b.org/y",
            "roundup: there is no source \"https://b.org/y\"; `roundup sources` lists them\n",
            2,
        ),
        (
            "sources remove https://b.org/y",
            "roundup: there is no source \"https://b.org/y\"; did you mean \"https://b.org/x\"?\n",
            2,
        ),
        (
            "sources add nothing ./none.xml",
            "roundup: nothing is neither an address nor a file that is there\n\
             roundup: ./none.xml is neither an address nor a file that is there\n",
            1,
        ),
        (
            "sources add 'https://a.org/x y' gopher://a.org/",
            "roundup: https://a.org/x y: the address has a space in it; write it as %20\n\
             roundup: gopher://a.org/: addresses that start with gopher:// cannot be fetched; use one that starts \
             with https:// or http://\n",
            1,
        ),
        (
            "sources add --keep is:unred mail",
            "roundup: --keep cannot be used: is: takes read, unread or saved\n",
            2,
        ),
        (
            "sources add --name X mail config",
            "roundup: --name is for one source; add the others on their own\n",
            2,
        ),
    ] {
        home.check(line, "", stderr, status);
    }
    assert_eq!(home.text(), before);
}

#[test]
fn a_list_that_a_command_cannot_change_is_left_alone() {
    let inline = "source = [{ url = \"https://a.org/\" }]\n";
    let home = Home::with_list(inline);
    let why = "roundup: the list cannot be changed by a command now: ~/config/roundup/sources.toml:1:1: these \
        sources are not under headers of their own; write each under a [[source]] of its own\n";
    home.check("sources add --unchecked b.org", "", why, 2);
    home.check("sources remove https://a.org/", "", why, 2);
    assert_eq!(home.text(), inline);
}

#[test]
fn every_fault_is_shown_with_its_place() {
    let home = Home::with_list(
        "[[source]]\nurl = \"https://a.org/feed\"\nkeep = \"is:unred\"\n\n[[source]]\nurl = \"ftp://a.org/\"\nnme = \"A\"\n",
    );
    let ran = home.run("sources check");
    let path = home.list().display().to_string();
    insta::assert_snapshot!("sources_check", ran.stdout.replace(&path, "sources.toml"));
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 1));
    // What can be used is listed all the same.
    let listed = home.run("sources");
    assert_eq!(listed.stdout, "https://a.org/feed  not fetched yet\n");
    assert_eq!(listed.stderr.lines().count(), 2, "{listed}");
    assert_eq!(listed.status, 0);
}

#[test]
fn the_list_shows_what_sources_gave_and_what_fails() {
    let home = Home::with_list(
        "[[source]]\nurl = \"https://a.org/\"\nname = \"東京 A\"\n[[source]]\nurl = \"https://b.org/\"\nname = \"B\"\n\
         [[source]]\npath = \"/srv/c\"\n[[source]]\ncommand = [\"d\"]\n[[source]]\nurl = \"https://e.org/\"\nname = \"\\u001bE\"\n",
    );
    home.write(
        "state/roundup/fetched.json",
        r#"{"sources": {
            "https://a.org/": {"last_success": 1922324400, "last_new": 1922324400, "new": 1234},
            "https://b.org/": {"last_success": 1922324400, "last_new": 1921968000, "new": 2},
            "/srv/c": {"last_success": 1922324400},
            "exec:d": {"last_success": 1921968000, "last_new": 1921968000, "new": 1, "failing_since": 1922238000,
                "failure": "it ended with status 1: no\u001b such file"}
        }}"#,
    );
    home.check(
        "sources",
        "東京 A  2030-12-01 03:00, 1,234 new\n\
         B       2030-12-01 03:00, nothing new since 2030-11-27\n\
         /srv/c  2030-12-01 03:00, nothing new\n\
         d       fails since 2030-11-30: it ended with status 1: no␛ such file (2030-11-27 00:00, 1 new)\n\
         ␛E      not fetched yet\n",
        "",
        0,
    );
    let ran = home.run("sources list --json");
    let lines: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["last_success"], "2030-12-01T03:00:00Z");
    assert_eq!(lines[0]["new"], 1234);
    assert_eq!(lines[3]["command"], serde_json::json!(["d"]));
    assert_eq!(lines[3]["failing_since"], "2030-11-30T03:00:00Z");
    assert!(lines[4]["last_success"].is_null());

    home.write("state/roundup/fetched.json", "{");
    let damaged = home.run("sources");
    assert!(
        damaged
            .stderr
            .contains("the record of earlier fetches cannot be used"),
        "{damaged}"
    );
    assert_eq!(damaged.stdout.lines().count(), 5, "{damaged}");
}

#[cfg(unix)]
#[test]
fn a_linked_list_stays_a_link_and_a_new_one_is_private() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let home = Home::new();
    home.check(
        "sources add --unchecked https://a.org/",
        "added https://a.org/\n",
        "",
        0,
    );
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.list()), 0o600);

    let home = Home::new();
    home.write("dotfiles/sources.toml", "# Shared.\n");
    let target = home.folder.path().join("dotfiles/sources.toml");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o644)).unwrap();
    fs::create_dir_all(home.list().parent().unwrap()).unwrap();
    symlink("../../dotfiles/sources.toml", home.list()).unwrap();
    home.check(
        "sources add --unchecked https://a.org/",
        "added https://a.org/\n",
        "",
        0,
    );
    assert!(fs::symlink_metadata(home.list()).unwrap().is_symlink());
    assert_eq!(mode(&target), 0o644);
    assert_eq!(
        fs::read_to_string(&target).unwrap(),
        "# Shared.\n\n[[source]]\nurl = \"https://a.org/\"\n"
    );
    assert_eq!(
        fs::read_dir(home.list().parent().unwrap()).unwrap().count(),
        1
    );
}

#[test]
fn programs_that_change_the_list_at_once_lose_nothing() {
    let home = Home::new();
    let running: Vec<_> = (0..8)
        .map(|number| {
            let mut program = home.program();
            let address = format!("https://a.org/{number}");
            program
                .args(["sources", "add", "--unchecked", &address])
                .spawn()
                .unwrap()
        })
        .collect();
    for mut program in running {
        assert!(program.wait().unwrap().success());
    }
    let ran = home.run("sources list --json");
    assert_eq!(ran.stdout.lines().count(), 8, "{ran}");
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>The &amp; Quarry</title><item><title>A</title>\
    <link>https://q.org/a</link></item></channel></rss>";

/// Answers on the loopback until the test ends. Returns the address of its root.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream);
        }
    });
    root
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let (status, location, body) = match request.split(' ').nth(1).unwrap_or_default() {
        "/feed.xml" => ("200 OK", "", FEED),
        "/blog/" => (
            "200 OK",
            "",
            "<!doctype html><title>Blog</title>\
             <link rel=alternate type=application/rss+xml title='All comments' href=/comments.xml>\
             <link rel=alternate type=application/rss+xml title=Stories href=../feed.xml>\
             <link rel=alternate type=application/atom+xml href=/other.xml><p>Hello.",
        ),
        "/page" => (
            "200 OK",
            "",
            "<!doctype html><title>A page</title><h1>A page</h1><p>Text of it.",
        ),
        "/old.xml" => ("301 Moved Permanently", "Location: /feed.xml\r\n", ""),
        "/empty" => ("200 OK", "", ""),
        _ => ("404 Not Found", "", "gone"),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{location}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn has_curl() -> bool {
    let found = Command::new("curl").arg("--version").output().is_ok();
    if !found {
        crate::missing::not_installed("curl");
    }
    found
}

#[test]
fn the_feed_that_a_page_announces_is_added() {
    if !has_curl() {
        return;
    }
    let home = Home::new();
    let root = serve();
    for (line, stdout, stderr, status) in [
        (
            "sources add ROOT/blog/",
            "added The & Quarry: ROOT/feed.xml\n",
            "roundup: ROOT/blog/ also announces ROOT/other.xml, \"All comments\" (ROOT/comments.xml)\n",
            0,
        ),
        (
            "sources add ROOT/old.xml",
            "",
            "roundup: ROOT/old.xml has moved to ROOT/feed.xml\nroundup: ROOT/feed.xml is already in the list as The & Quarry\n",
            0,
        ),
        (
            "sources add ROOT/none ROOT/page",
            "added A page: ROOT/page\n",
            "roundup: ROOT/none: there is nothing at this address (404); add it all the same with --unchecked\n\
             roundup: ROOT/page announces no feed, so the page itself is the source\n",
            1,
        ),
        (
            "sources add --name Mine --unchecked ROOT/none",
            "added Mine: ROOT/none\n",
            "",
            0,
        ),
    ] {
        let with_root = |text: &str| text.replace("ROOT", &root);
        home.check(
            &with_root(line),
            &with_root(stdout),
            &with_root(stderr),
            status,
        );
    }
    let ran = home.run(&format!("sources add {root}/empty"));
    assert_eq!((ran.stdout.as_str(), ran.status), ("", 1), "{ran}");
}

#[test]
fn without_curl_an_address_can_only_be_added_unchecked() {
    let home = Home::new();
    let mut program = home.program();
    program.env("PATH", home.folder.path());
    let ran = run(program, "sources add https://a.org/");
    assert_eq!((ran.stdout.as_str(), ran.status), ("", 1));
    assert!(ran.stderr.contains("curl"), "{ran}");
    assert!(!home.list().exists());
}
