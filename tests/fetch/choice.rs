//! What is printed of all that is new.

use std::fmt::Write as _;

use super::home::{Home, feed};
use super::server::{Answer, Server};

/// A feed with so many items.
fn many(title: &str, items: usize) -> String {
    let items: Vec<_> = (1..=items).map(|item| format!("{title} {item}")).collect();
    feed(title, &items.iter().map(String::as_str).collect::<Vec<_>>())
}

fn count(home: &Home, section: &str) -> usize {
    let stories = home.stories();
    stories
        .iter()
        .filter(|story| story.starts_with(&format!("{section}: ")))
        .count()
}

#[test]
fn a_loud_source_does_not_crowd_out_a_quiet_one_and_all_prints_the_rest() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[
        ("/loud", Answer::with("ETag: \"a\"\r\n", many("Loud", 18))),
        ("/quiet", Answer::ok(many("Quiet", 2))),
    ]);
    home.sources(&format!(
        "stories = 8\n[[source]]\nurl = \"{}\"\n[[source]]\nurl = \"{}\"\n",
        server.url("/loud"),
        server.url("/quiet")
    ));
    let ran = home.fetch();
    let sum = "8 new from 2 sources; left out 12, because the edition is full: Loud 12 \
               (`roundup fetch --all` adds them)";
    assert_eq!(ran.stdout.lines().next(), Some(sum), "{ran}");
    assert_eq!((count(&home, "Loud"), count(&home, "Quiet")), (6, 2));
    // The newest of the loud one, in its order.
    assert_eq!(home.stories()[0], "Loud: Loud 1");
    assert_eq!(home.fetch().stdout, "nothing new from 2 sources\n");
    let all = home.run("fetch --all");
    assert!(
        all.stdout.starts_with("12 new from 1 of 2 sources\n"),
        "{all}"
    );
    assert_eq!(count(&home, "Loud"), 18);
    assert_eq!(
        home.run("fetch --all").stdout,
        "nothing new from 2 sources\n"
    );
}

#[test]
fn a_source_at_the_end_of_the_list_is_never_starved() {
    let Some(home) = Home::new() else { return };
    let round = home.path("round");
    let file = round.clone();
    let server = Server::start(move |request| {
        let round = std::fs::read_to_string(&file).unwrap_or_default();
        let title = request.path[1..].to_owned();
        let item = format!("{title} in round {round}");
        Answer::ok(feed(&title, &[&item]))
    });
    let urls = ["A", "B", "C", "D", "E"].map(|name| {
        format!(
            "[[source]]\nurl = \"{}\"\n",
            server.url(&format!("/{name}"))
        )
    });
    home.sources(&format!("stories = 2\n{}", urls.concat()));
    for number in 0..3 {
        std::fs::write(&round, number.to_string()).unwrap();
        let ran = home.fetch();
        assert!(
            ran.stdout.starts_with("2 new from 2 of 5 sources; "),
            "{ran}"
        );
        // Whose turn it is goes by seconds.
        let state = std::fs::read_to_string(home.state_file()).unwrap();
        let mut state: serde_json::Value = serde_json::from_str(&state).unwrap();
        for source in state["sources"].as_object_mut().unwrap().values_mut() {
            if let Some(time) = source["last_new"].as_i64() {
                source["last_new"] = (time - 10).into();
            }
        }
        std::fs::write(home.state_file(), state.to_string()).unwrap();
    }
    for name in ["A", "B", "C", "D", "E"] {
        assert!(count(&home, name) > 0, "{name}: {:?}", home.stories());
    }
}

#[test]
fn a_budget_of_minutes_is_kept() {
    let Some(home) = Home::new() else { return };
    let words = |count: usize| vec!["word"; count].join(" ");
    let item = |number: usize, text: &str| {
        format!(
            "<item><guid>{number}</guid><title>Item {number}</title><description>{text}</description></item>"
        )
    };
    let items = item(1, &words(200)) + &item(2, &words(600)) + &item(3, &words(200));
    let feed = format!("<rss version=\"2.0\"><channel><title>Alpha</title>{items}</channel></rss>");
    let server = Server::of(&[("/", Answer::ok(feed))]);
    home.sources(&format!(
        "minutes = 2\n[[source]]\nurl = \"{}\"\n",
        server.url("/")
    ));
    home.fetch();
    assert_eq!(home.stories(), ["Alpha: Item 1", "Alpha: Item 3"]);
}

#[test]
fn a_source_keeps_what_its_query_finds_up_to_its_limit_a_day() {
    let Some(home) = Home::new() else { return };
    let more = home.path("more");
    let flag = more.clone();
    let server = Server::start(move |request| {
        let mut items = vec!["A sponsored word", "One", "Two", "Three"];
        if flag.exists() {
            items.insert(0, "Four");
        }
        Answer::ok(feed(&request.path[1..], &items))
    });
    home.sources(&format!(
        "[[source]]\nurl = \"{}\"\nkeep = \"-sponsored -headline:two\"\n\
         [[source]]\nurl = \"{}\"\nlimit = 2\n",
        server.url("/Kept"),
        server.url("/Limited")
    ));
    home.fetch();
    let stories = home.stories();
    assert_eq!(
        stories,
        [
            "Kept: One",
            "Kept: Three",
            "Limited: A sponsored word",
            "Limited: One"
        ]
    );
    std::fs::write(&more, "").unwrap();
    home.fetch();
    assert_eq!((count(&home, "Kept"), count(&home, "Limited")), (3, 2));
}

#[test]
fn a_query_that_cannot_be_used_is_reported_with_its_place() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[("/", Answer::ok(many("Alpha", 1)))]);
    home.sources(&format!(
        "[[source]]\nurl = \"{}\"\nkeep = \"date:soon\"\n",
        server.url("/")
    ));
    let ran = home.fetch();
    let place = format!("({}:3:8)\n", home.sources_file().display());
    assert!(
        ran.stderr.contains(": its `keep` cannot be used: ") && ran.stderr.ends_with(&place),
        "{ran}"
    );
    assert_eq!((ran.status, server.paths().len()), (1, 0));
    // Nothing of it counts as seen.
    home.urls(&[server.url("/")]);
    home.fetch();
    assert_eq!(home.stories(), ["Alpha: Alpha 1"]);
}

#[test]
fn a_first_fetch_takes_the_newest_twenty() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[("/", Answer::ok(many("Alpha", 30)))]);
    home.urls(&[server.url("/")]);
    let ran = home.fetch();
    let sum = "20 new from 1 source; left out 10 older, because a first fetch takes the newest \
               (`roundup fetch --all` adds them)";
    assert_eq!(ran.stdout.lines().next(), Some(sum), "{ran}");
    assert_eq!(home.stories().last().unwrap(), "Alpha: Alpha 20");
    assert_eq!(home.fetch().stdout, "nothing new from 1 source\n");
}

#[test]
fn a_newsletter_that_is_split_becomes_an_edition_of_its_own() {
    let Some(home) = Home::new() else { return };
    std::fs::write(
        home.path("letter.md"),
        "# The letter\n\nHello.\n\n## North\n\n### Snow\n\nIt snows.\n\n## South\n\n### Sun\n\nIt shines.\n",
    )
    .unwrap();
    home.sources(
        "stories = 1\n[[source]]\npath = \"~/letter.md\"\nsplit = true\nname = \"Letter\"\n",
    );
    let ran = home.fetch();
    assert!(ran.stdout.contains("-letter.toml: "), "{ran}");
    assert!(
        home.stories().contains(&"South: Sun".to_owned()),
        "{:?}",
        home.stories()
    );
}

#[test]
fn what_one_source_leaves_out_another_may_bring() {
    let Some(home) = Home::new() else { return };
    let shared = |title: &str, others: usize| {
        let mut items =
            "<item><guid>x</guid><title>Shared</title><link>https://shared.example/1</link></item>"
                .to_owned();
        for item in 0..others {
            let _ = write!(
                items,
                "<item><guid>{item}</guid><title>{title} {item}</title><link>https://{title}.example/{item}</link></item>"
            );
        }
        format!(
            "<rss version=\"2.0\"><channel><title>{title}</title><link>https://{title}.example/</link>{items}</channel></rss>"
        )
    };
    let server = Server::of(&[
        ("/a", Answer::ok(shared("A", 1))),
        ("/b", Answer::ok(shared("B", 1))),
        ("/c", Answer::ok(shared("C", 30))),
    ]);
    home.sources(&format!(
        "[[source]]\nurl = \"{}\"\nkeep = \"-shared\"\n[[source]]\nurl = \"{}\"\n[[source]]\nurl = \"{}\"\n",
        server.url("/a"),
        server.url("/b"),
        server.url("/c")
    ));
    home.fetch();
    let stories = home.stories();
    assert_eq!(stories[..3], ["A: A 0", "B: Shared", "B: B 0"]);
    // That an item came from elsewhere does not make the others of a new source known.
    assert_eq!(count(&home, "C"), 19);
    assert_eq!(home.fetch().stdout, "nothing new from 3 sources\n");
}

#[test]
fn all_that_was_left_out_is_printed_however_much_it_is() {
    let Some(home) = Home::new() else { return };
    let server = Server::of(&[("/", Answer::ok(many("Alpha", 1200)))]);
    home.urls(&[server.url("/")]);
    home.fetch();
    let ran = home.run("fetch --all");
    assert!(ran.stdout.starts_with("1,180 new from 1 source\n"), "{ran}");
    assert_eq!(
        home.run("fetch --all").stdout,
        "nothing new from 1 source\n"
    );
    assert_eq!(count(&home, "Alpha"), 1200);
}
