//! `roundup fetch` with the real curl, against servers on the loopback.

#![cfg(all(feature = "import", unix))]
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod choice;
mod failures;
mod home;
mod hostile;
#[path = "../common/missing.rs"]
mod missing;
mod pages;
#[path = "../common/program.rs"]
mod program;
mod server;

use std::fs;
use std::time::{Duration, Instant};

use home::{Home, feed, said};
use server::{Answer, Server, gzip};

/// Waits until something holds.
fn wait_until(holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_mins(1), "it never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_the_sources_have_becomes_one_edition_once() {
    let Some(home) = Home::new() else { return };
    let server = Server::start(|request| match request.path.as_str() {
        "/tagged" if request.header("if-none-match") == Some("W/\"5 \\\"\"") => {
            // One 304 repeats the validator, the other does not.
            Answer::status("304 Not Modified\r\nETag: W/\"5 \\\"\"")
        }
        "/tagged" => Answer::with("ETag: W/\"5 \\\"\"\r\n", feed("Alpha", &["One", "Two"])),
        "/dated" if request.header("if-modified-since").is_some() => {
            Answer::status("304 Not Modified")
        }
        "/dated" => Answer::with(
            "Last-Modified: Wed, 27 Jan 2016 06:00:00 GMT\r\n",
            feed("Beta", &["Three"]),
        ),
        _ => Answer::ok(feed("Gamma", &["Four"])),
    });
    home.urls(&["/dated", "/tagged", "/plain"].map(|path| server.url(path)));
    let first = home.fetch();
    assert_eq!(first.status, 0, "{first}");
    assert!(
        first.stdout.starts_with("4 new from 3 sources\n"),
        "{first}"
    );
    let stories = home.stories();
    assert_eq!(
        stories,
        ["Beta: Three", "Alpha: One", "Alpha: Two", "Gamma: Four"]
    );
    let requests = server.requests();
    assert!(
        requests
            .iter()
            .all(|request| !request.headers.contains_key("if-none-match"))
    );
    assert!(
        requests[0]
            .header("user-agent")
            .unwrap()
            .starts_with("roundup/")
    );
    // Twice: a reply without validators must not lose those of the reply before.
    for _ in 0..2 {
        let again = home.fetch();
        assert_eq!(
            (again.stdout.as_str(), again.status),
            ("nothing new from 3 sources\n", 0)
        );
        let sent: Vec<_> = server
            .requests()
            .iter()
            .filter(|request| {
                request.headers.contains_key("if-none-match")
                    || request.headers.contains_key("if-modified-since")
            })
            .map(|request| request.path.clone())
            .collect();
        assert_eq!(sent.len(), 2, "{sent:?}");
    }
    assert_eq!(home.stories(), stories);
}

#[test]
fn a_lost_state_costs_one_download_and_doubles_nothing() {
    let Some(home) = Home::new() else { return };
    let items: Vec<_> = (0..30).map(|item| format!("Item {item}")).collect();
    let items: Vec<_> = items.iter().map(String::as_str).collect();
    let answer = Answer::with("ETag: \"a\"\r\n", feed("Alpha", &items));
    let server = Server::of(&[("/", answer)]);
    home.urls(&[server.url("/")]);
    home.fetch();
    let before = home.editions();
    for damage in ["", "{ damaged"] {
        fs::write(home.state_file(), damage).unwrap();
        let again = home.fetch();
        assert_eq!(again.stdout, "nothing new from 1 source\n", "{again}");
        assert_eq!(home.editions(), before);
    }
    // Validators do not stand for a folder that has been deleted.
    fs::remove_dir_all(home.path("data")).unwrap();
    home.fetch();
    assert_eq!(home.stories().len(), 20);
}

#[test]
fn a_source_that_has_moved_is_read_and_its_line_is_named() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[
        ("/old", Answer::redirect(301, "/new")),
        ("/new", Answer::redirect(302, "/today")),
        ("/today", Answer::ok(feed("Alpha", &["One"]))),
    ]);
    home.sources(&format!(
        "# Mine.\n\n[[source]]\nurl = \"{}\"\n",
        server.url("/old")
    ));
    let ran = home.fetch();
    let expected = format!(
        "Alpha: it has moved to {}; change line 3 of {}\n",
        server.url("/new"),
        home.sources_file().display()
    );
    assert_eq!((ran.stderr, ran.status), (expected, 0));
    assert_eq!(home.stories(), ["Alpha: One"]);
}

#[test]
fn a_compressed_feed_and_one_of_a_wrong_type_are_read() {
    let Some(home) = Home::new() else { return };
    let server = Server::start(|request| match request.path.as_str() {
        "/gzip" => {
            assert!(request.header("accept-encoding").unwrap().contains("gzip"));
            Answer::with(
                "Content-Encoding: gzip\r\n",
                gzip(feed("Alpha", &["One"]).as_bytes()),
            )
        }
        _ => Answer::with("Content-Type: image/png\r\n", feed("Beta", &["Two"])),
    });
    home.urls(&[server.url("/gzip"), server.url("/lie")]);
    let ran = home.fetch();
    assert_eq!(ran.status, 0, "{ran}");
    assert_eq!(home.stories(), ["Alpha: One", "Beta: Two"]);
}

#[test]
fn files_mails_and_programs_are_sources_too() {
    let Some(home) = Home::new() else { return };
    fs::create_dir_all(home.path("Mail/cur")).unwrap();
    fs::create_dir_all(home.path("Mail/new")).unwrap();
    fs::create_dir_all(home.path("Mail/tmp")).unwrap();
    let mail =
        "From: Ann <ann@paper.example>\nSubject: A mail\nMessage-ID: <1@paper.example>\n\nText.\n";
    fs::write(home.path("Mail/new/1.a"), mail).unwrap();
    fs::write(home.path("Mail/new/2.b"), "").unwrap();
    fs::write(home.path("feed.xml"), feed("Alpha", &["One"])).unwrap();
    home.sources(
        "[[source]]\npath = \"~/Mail\"\nsection = \"Letters\"\n\n\
         [[source]]\npath = \"~/feed.xml\"\n\n\
         [[source]]\ncommand = [\"printf\", \"# %s\\n\\nMade here.\\n\", \"From a $SHELL\"]\nname = \"Script\"\n",
    );
    let ran = home.fetch();
    assert_eq!(ran.status, 0, "{ran}");
    assert!(ran.stderr.contains("Mail/new/2.b: this is empty"), "{ran}");
    assert_eq!(
        home.stories(),
        ["Letters: A mail", "Alpha: One", "Script: From a $SHELL"]
    );
    assert_eq!(home.fetch().stdout, "nothing new from 3 sources\n");
}

#[test]
fn one_host_is_asked_for_two_at_a_time_and_all_hosts_at_once() {
    let Some(home) = Home::new() else { return };
    let start = |name: String, pause: u64| {
        Server::start(move |request| {
            let answer = Answer::ok(feed(&format!("{name}{}", &request.path[1..]), &["One"]));
            Answer::Late(Duration::from_millis(pause), Box::new(answer))
        })
    };
    let busy = start("Busy".to_owned(), 300);
    let others: Vec<_> = (0..46)
        .map(|number| start(format!("Other {number}"), 300))
        .collect();
    let paths = ["/1", "/2", "/3", "/4"];
    let urls = paths.iter().map(|path| busy.url(path));
    home.urls(
        &urls
            .chain(others.iter().map(|server| server.url("/")))
            .collect::<Vec<_>>(),
    );
    let ran = home.fetch();
    assert!(ran.stdout.starts_with("50 new from 50 sources\n"), "{ran}");
    assert_eq!(busy.most_at_once(), 2);
}

#[test]
fn a_slow_host_keeps_no_other_from_the_edition() {
    let Some(home) = Home::new() else { return };
    let fast = Server::of(&[("/", Answer::ok(feed("Fast", &["One"])))]);
    let slow = Server::of(&[("/", Answer::Silence)]);
    home.urls(&[slow.url("/"), fast.url("/")]);
    let ran = home.run("fetch --timeout 3");
    assert_eq!(
        said(&ran, &[&slow, &fast]).lines().last(),
        Some("[status 1]")
    );
    assert!(ran.stderr.contains(": it took too long\n"), "{ran}");
    assert_eq!(home.stories(), ["Fast: One"]);
}

#[test]
fn two_fetches_do_not_run_at_once() {
    let Some(home) = Home::new() else { return };
    home.sources("[[source]]\ncommand = [\"sh\", \"-c\", \"touch started; sleep 60\"]\n");
    let mut first = home.start();
    wait_until(|| home.path("started").exists());
    let second = home.fetch();
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(
        second.stderr,
        "roundup: another fetch is under way; try again when it has ended\n"
    );
    assert_eq!(second.status, 2);
}

#[test]
fn a_fetch_that_is_killed_before_it_prints_loses_nothing() {
    let Some(home) = Home::new() else { return };
    let answer = Answer::with("ETag: \"a\"\r\n", feed("Alpha", &["One"]));
    let server = Server::of(&[("/", answer)]);
    let list = |command: &str| {
        home.sources(&format!(
            "[[source]]\nurl = \"{}\"\n\n[[source]]\ncommand = [\"sh\", \"-c\", \"{command}\"]\n",
            server.url("/")
        ));
    };
    list("sleep 60");
    let mut fetch = home.start();
    let body = home
        .path("state/roundup/downloads")
        .join(fetch.id().to_string())
        .join("0.body");
    wait_until(|| fs::metadata(&body).is_ok_and(|file| file.len() > 0));
    fetch.kill().unwrap();
    fetch.wait().unwrap();
    assert!(home.stories().is_empty());
    list("echo Made here.");
    let ran = home.fetch();
    assert_eq!((ran.status, home.stories().len()), (0, 2), "{ran}");
    assert!(!home.path("state/roundup/downloads").exists());
}

#[test]
fn a_source_that_is_removed_meanwhile_is_not_printed() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[("/", Answer::ok(feed("Alpha", &["One"])))]);
    let script = "sed -i.old 1,3d config/roundup/sources.toml; echo Made here.";
    home.sources(&format!(
        "[[source]]\nurl = \"{}\"\n\n[[source]]\ncommand = [\"sh\", \"-c\", \"{script}\"]\nname = \"Script\"\n",
        server.url("/")
    ));
    let ran = home.fetch();
    assert_eq!(
        (ran.stdout.lines().next(), ran.status),
        (Some("1 new from 1 source"), 0),
        "{ran}"
    );
    assert_eq!(home.stories(), ["Script: Made here"]);
    assert!(
        !fs::read_to_string(home.state_file())
            .unwrap()
            .contains(&server.address)
    );
}

#[test]
fn a_dry_run_shows_what_would_be_printed_and_writes_nothing() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[("/", Answer::ok(feed("Alpha", &["One"])))]);
    home.urls(&[server.url("/")]);
    let ran = home.run("fetch --dry-run");
    assert!(
        ran.stdout.contains("1 new in \"Alpha\" (would be created)"),
        "{ran}"
    );
    assert!(!home.path("data").exists() && !home.state_file().exists());
}

#[test]
fn scripts_get_json() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[
        ("/a", Answer::ok(feed("Alpha", &["One", "Two"]))),
        ("/b", Answer::status("500 Oh")),
    ]);
    home.sources(&format!(
        "stories = 1\n[[source]]\nurl = \"{}\"\n[[source]]\nurl = \"{}\"\n",
        server.url("/a"),
        server.url("/b")
    ));
    let ran = home.run("fetch --json");
    let lines: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4, "{ran}");
    assert_eq!(
        (lines[0]["source"].as_str(), lines[0]["status"].as_str()),
        (Some("Alpha"), Some("new"))
    );
    assert_eq!(
        (lines[0]["new"].as_u64(), lines[0]["left_out"].as_u64()),
        (Some(1), Some(1))
    );
    assert_eq!(lines[1]["failure"].as_str(), Some("its server fails (500)"));
    assert!(lines[1]["failing_since"].as_i64().unwrap() > 0);
    assert_eq!(lines[2]["sections"][0]["title"].as_str(), Some("Alpha"));
    assert_eq!(
        lines[3].to_string(),
        r#"{"failed":1,"left_out":1,"new":1,"sources":2}"#
    );
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 1));
}

#[test]
fn a_password_comes_from_netrc_if_the_list_allows_it() {
    let Some(home) = Home::new() else { return };
    let server = Server::start(|request| match request.header("authorization") {
        // `ann:secret`.
        Some("Basic YW5uOnNlY3JldA==") => Answer::ok(feed("Alpha", &["One"])),
        _ => Answer::status("401 Unauthorized"),
    });
    fs::write(
        home.path(".netrc"),
        "machine 127.0.0.1 login ann password secret\n",
    )
    .unwrap();
    let source = format!("[[source]]\nurl = \"{}\"\n", server.url("/"));
    home.sources(&source);
    let ran = home.fetch();
    assert!(
        ran.stderr
            .ends_with("see `netrc` in the documentation (401)\n"),
        "{ran}"
    );
    home.sources(&format!("{source}netrc = true\n"));
    assert_eq!(home.fetch().status, 0);
    assert_eq!(home.stories(), ["Alpha: One"]);
}

#[test]
fn a_signal_ends_what_a_fetch_has_started() {
    let Some(home) = Home::new() else { return };
    home.sources("[[source]]\ncommand = [\"sh\", \"-c\", \"echo $$ > started; sleep 600\"]\n");
    let mut fetch = home.start();
    let started = home.path("started");
    wait_until(|| fs::read_to_string(&started).is_ok_and(|id| id.ends_with('\n')));
    let script = fs::read_to_string(&started).unwrap();
    let id = rustix::process::Pid::from_child(&fetch);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    assert_eq!(fetch.wait().unwrap().code(), Some(128 + 15));
    let script = rustix::process::Pid::from_raw(script.trim().parse().unwrap()).unwrap();
    wait_until(|| rustix::process::test_kill_process(script).is_err());
}

#[test]
fn an_edition_in_another_folder_gets_everything() {
    let Some(home) = Home::new() else { return };
    let answer = Answer::with("ETag: \"a\"\r\n", feed("Alpha", &["One"]));
    let server = Server::of(&[("/", answer)]);
    home.urls(&[server.url("/")]);
    for folder in ["a", "b"] {
        let here = home.path(folder);
        fs::create_dir_all(here.join("news")).unwrap();
        fs::write(here.join("news/.roundup-imported"), "").unwrap();
        let mut command = home.command();
        command.current_dir(&here);
        let ran = program::run(command, "fetch --into news");
        assert!(ran.stdout.starts_with("1 new from 1 source\n"), "{ran}");
    }
}
