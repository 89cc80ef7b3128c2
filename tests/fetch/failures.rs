//! Sources that fail, and what is then said.

use std::fs;

use super::home::{Home, feed, said};
use super::server::{Answer, Server, gzip_bomb};

/// Fetches `/` from a server that gives this answer, after a source that works, and returns what is said of it.
#[track_caller]
fn failure(answer: Answer) -> String {
    let Some(home) = Home::new() else {
        return String::new();
    };
    let seconds = if matches!(answer, Answer::Silence) {
        3
    } else {
        60
    };
    let server = Server::of(&[
        ("/", answer),
        ("/works", Answer::ok(feed("Alpha", &["One"]))),
    ]);
    home.urls(&[server.url("/works"), server.url("/")]);
    let ran = home.run(&format!("fetch --timeout {seconds}"));
    assert_eq!(home.stories(), ["Alpha: One"], "{ran}");
    assert_eq!(ran.status, 1, "{ran}");
    let said = said(&ran, &[&server]);
    let line = said
        .lines()
        .find(|line| line.starts_with("http://host-1/: "));
    line.unwrap().to_owned()
}

#[test]
fn each_failure_costs_one_line_that_says_why() {
    if Home::new().is_none() {
        return;
    }
    for (answer, why) in [
        (
            Answer::status("404 Not Found"),
            "there is nothing at this address (404)",
        ),
        (
            Answer::status("410 Gone"),
            "it is gone for good; take it out of your sources (410)",
        ),
        (Answer::status("500 Oh"), "its server fails (500)"),
        (Answer::redirect(302, "/"), "it redirects again and again"),
        (
            Answer::redirect(302, "file:///etc/passwd"),
            "it redirects to an address that is neither http nor https",
        ),
        (
            Answer::redirect(302, "gopher://127.0.0.1:70/"),
            "it redirects to an address that is neither http nor https",
        ),
        (Answer::Silence, "it took too long"),
        (Answer::ok(""), "this is empty"),
    ] {
        assert_eq!(
            failure(answer.clone()),
            format!("http://host-1/: {why}"),
            "{answer:?}"
        );
    }
}

#[test]
fn what_is_too_large_ends_early_and_takes_nothing_with_it() {
    if Home::new().is_none() {
        return;
    }
    let too_large = "http://host-1/: it is larger than 64 MiB";
    let megabyte = vec![b'x'; 1 << 20];
    assert_eq!(failure(Answer::Endless(megabyte)), too_large);
    let bomb = Answer::with("Content-Encoding: gzip\r\n", gzip_bomb(200 << 20));
    assert_eq!(failure(bomb), too_large);
}

#[test]
fn a_wrong_certificate_is_a_failure() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[("/", Answer::ok(feed("Alpha", &["One"])))]);
    home.urls(&[format!("https://{}/", server.address)]);
    let ran = home.run("fetch --timeout 5");
    assert_eq!(ran.status, 1, "{ran}");
    assert!(ran.stdout.starts_with("the source failed\n"), "{ran}");
    // curl says it in its own words, which differ from one version to the next.
    assert!(
        ran.stderr
            .starts_with(&format!("https://{}/: ", server.address)),
        "{ran}"
    );
}

#[test]
fn without_curl_it_is_said_how_to_get_it() {
    let Some(home) = Home::new() else { return };
    home.urls(&["https://paper.example/".to_owned()]);
    let mut command = home.command();
    command.env("PATH", home.path("nowhere"));
    let ran = super::program::run(command, "fetch");
    assert!(
        ran.stderr
            .starts_with("roundup: fetching needs curl, which was not found; "),
        "{ran}"
    );
    assert_eq!(ran.status, 2);
}

#[test]
fn without_sources_it_is_said_how_to_begin() {
    let Some(home) = Home::new() else { return };
    for (list, message) in [
        (
            None,
            "there are no sources yet; add one with `roundup sources add https://…`",
        ),
        (
            Some("stories = 60\n"),
            "there are no sources yet; add one with",
        ),
        (
            Some("[[source]]\nurl = \"gopher://a.example/\"\n"),
            "there is no source in ",
        ),
    ] {
        if let Some(list) = list {
            home.sources(list);
        }
        let ran = home.fetch();
        assert!(ran.stderr.contains(message), "{ran}");
        assert_eq!(ran.status, 2);
    }
}

#[test]
fn a_name_that_is_none_is_an_error_and_one_that_is_chooses() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[
        ("/a", Answer::ok(feed("Alpha", &["One"]))),
        ("/b", Answer::ok(feed("Beta", &["Two"]))),
    ]);
    home.sources(&format!(
        "[[source]]\nurl = \"{}\"\nname = \"Morning Paper\"\n[[source]]\nurl = \"{}\"\n",
        server.url("/a"),
        server.url("/b")
    ));
    let ran = home.run("fetch 'Morning Papre'");
    let expected =
        "roundup: there is no source \"Morning Papre\"; did you mean \"Morning Paper\"?\n";
    assert_eq!((ran.stderr.as_str(), ran.status), (expected, 2));
    home.run("fetch 'morning paper'");
    assert_eq!(server.paths(), ["/a"]);
    // The other one keeps its state, and is fetched with the next.
    home.fetch();
    assert_eq!(home.stories(), ["Morning Paper: One", "Beta: Two"]);
}

#[test]
fn a_page_in_the_place_of_a_feed_is_not_printed() {
    let Some(home) = Home::new() else { return };
    let portal = home.path("portal");
    let flag = portal.clone();
    let server = Server::start(move |_| {
        if flag.exists() {
            Answer::ok(
                "<html><title>Log in</title><body><p>Welcome to our hotel.</p></body></html>",
            )
        } else {
            Answer::ok(feed("Alpha", &["One"]))
        }
    });
    home.urls(&[server.url("/")]);
    home.fetch();
    fs::write(&portal, "").unwrap();
    let ran = home.fetch();
    assert_eq!(
        ran.stderr,
        "Alpha: it sends a web page (\"Log in\") instead of its feed\n"
    );
    assert_eq!((ran.status, home.stories().len()), (1, 1));
}

#[test]
fn a_failure_of_a_week_is_reported_with_advice() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[]);
    home.urls(&[server.url("/")]);
    home.fetch();
    let state = fs::read_to_string(home.state_file()).unwrap();
    let mut state: serde_json::Value = serde_json::from_str(&state).unwrap();
    let source = &mut state["sources"][server.url("/")];
    let since = source["failing_since"].as_i64().unwrap();
    for (days, advice) in [
        (0, ""),
        (2, " (failing since DAY)"),
        (
            8,
            " (failing since DAY; correct it or remove it with `roundup sources remove`)",
        ),
    ] {
        let since = since - days * 24 * 60 * 60;
        state["sources"][server.url("/")]["failing_since"] = since.into();
        fs::write(home.state_file(), state.to_string()).unwrap();
        let ran = home.fetch();
        let day = jiff::Timestamp::from_second(since)
            .unwrap()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date();
        let expected = format!(
            "{}: there is nothing at this address (404){advice}\n",
            server.url("/")
        );
        assert_eq!(ran.stderr, expected.replace("DAY", &day.to_string()));
    }
}

#[test]
fn a_pipe_among_the_sources_is_not_waited_for() {
    let Some(home) = Home::new() else { return };
    let made = std::process::Command::new("mkfifo")
        .arg(home.path("pipe"))
        .status();
    assert!(made.unwrap().success());
    home.sources("[[source]]\npath = \"~/pipe\"\n");
    let ran = home.fetch();
    let why = "~/pipe: it cannot be read: it is neither a file nor a folder\n";
    assert_eq!((ran.stderr.as_str(), ran.status), (why, 1));
}
