//! What the commands print for scripts, compared with what the library finds.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use roundup::archive::{Archive, Edition};
use roundup::article;
use roundup::briefing::{Field, WholeStory};
use roundup::marks::Marks;
use roundup::search::{Hits, Query, Scope, fold_editions, in_text};
use roundup::store;
use serde_json::Value;

use crate::program::{program, run};

const QUERIES: [&str; 10] = [
    "harbour",
    "the",
    "tag:tide",
    "doctors' strike",
    "\"the moon\" -section:crew",
    "date:1969 headline:the",
    "source:daily before:1950 a",
    "section:long cafe",
    "東海道",
    "moon OR tag:tide the | -date:1969",
];

/// The bundled briefings.
fn editions() -> Vec<Arc<Edition>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings");
    let files = store::find(&[folder]).unwrap().files.into_paths();
    let files = files.into_iter();
    files.map(|path| Arc::new(store::read(path))).collect()
}

/// What `query` finds in the bundled briefings, in the order of the archive.
fn hits(query: &Query) -> Hits {
    let chunks = fold_editions(&editions());
    let found = chunks
        .iter()
        .flat_map(|chunk| chunk.scan(query, &Scope::All, &Marks::default()));
    Hits::new(found.collect())
}

fn each(hits: &Hits, mut look: impl FnMut(&Edition, WholeStory<'_>)) {
    let archive = Archive::default().with(editions());
    for position in 0..hits.len() {
        let (edition, story) = archive.find_story(&hits.get(position).unwrap()).unwrap();
        look(edition, edition.whole().unwrap().story(story));
    }
}

fn lines(line: &str) -> Vec<Value> {
    let ran = run(program("."), line);
    assert_eq!(ran.stderr, "");
    let lines = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

#[test]
fn search_prints_what_the_library_finds() {
    for text in QUERIES {
        let query = Query::parse(text, date(2031, 1, 1));
        let hits = hits(&query);
        let mut found = lines(&format!(
            "search '{}' --json briefings",
            text.replace('\'', "’")
        ))
        .into_iter();
        each(&hits, |edition, story| {
            let line = found.next().unwrap();
            assert_eq!(line["identity"], *story.key(), "{text}");
            assert_eq!(line["headline"], *story.headline());
            let written = edition.date().unwrap().to_string().replace(' ', "T");
            assert!(
                line["date"].as_str().unwrap().starts_with(&written),
                "{line}"
            );
            assert_eq!(line["line"], story.line());
            assert_eq!(
                line["tags"],
                story.tags().map(|tag| tag.to_string()).collect::<Value>()
            );
            assert_eq!(
                matches(&line, "headline"),
                expected(&story.headline(), Field::Headline, &query)
            );
            let summary = article::shown(story.summary());
            assert_eq!(
                matches(&line, "summary"),
                expected(&summary, Field::Summary, &query)
            );
            let body = article::shown(story.body());
            assert_eq!(matches(&line, "body"), expected(&body, Field::Body, &query));
            let any = !line["matches"].as_array().unwrap().is_empty();
            assert_eq!(any, query.highlighted().next().is_some(), "{text}: {line}");
        });
        assert_eq!(found.next(), None, "{text}");
    }
}

/// The ranges and texts of a line's matches in `field`.
fn matches(line: &Value, field: &str) -> Vec<(u64, u64, String)> {
    let all = line["matches"].as_array().unwrap().iter();
    all.filter(|found| found["field"] == field)
        .map(|found| {
            let number = |name: &str| found[name].as_u64().unwrap();
            (
                number("start"),
                number("end"),
                found["text"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn expected(text: &str, field: Field, query: &Query) -> Vec<(u64, u64, String)> {
    let found = in_text(text, field, query).into_iter();
    found
        .map(|range| (range.start as u64, range.end as u64, text[range].to_owned()))
        .collect()
}

#[test]
fn search_prints_the_headline_of_every_hit() {
    for text in QUERIES {
        let query = Query::parse(text, date(2031, 1, 1));
        let hits = hits(&query);
        let ran = run(
            program("."),
            &format!("search '{}' briefings", text.replace('\'', "’")),
        );
        let headlines: Vec<_> = ran
            .stdout
            .lines()
            .filter(|line| {
                line.get(..8)
                    .is_some_and(|start| start.trim().parse::<u32>().is_ok())
            })
            .collect();
        let mut headlines = headlines.into_iter();
        each(&hits, |_, story| {
            let line = headlines.next().unwrap();
            assert!(line.contains(&*story.headline()), "{line}");
        });
        assert_eq!(headlines.next(), None);
        assert_eq!(ran.status, i32::from(hits.is_empty()));
    }
}

#[test]
fn list_and_show_print_every_story_in_full() {
    let hits = hits(&Query::default());
    let mut listed = lines("list --json briefings").into_iter();
    each(&hits, |edition, story| {
        let line = listed.next().unwrap();
        assert_eq!(line["identity"], *story.key());
        let shown = lines(&format!("show --json --edition {} briefings", story.key()));
        let [shown] = &shown[..] else {
            panic!("{} is {} stories", story.key(), shown.len());
        };
        for (name, text) in [
            ("headline", story.headline().as_str()),
            ("summary", story.summary().as_str()),
            ("body", story.body().as_str()),
            ("text", &article::shown(story.body())),
            ("byline", story.byline().as_str()),
            ("link", story.link().as_str()),
        ] {
            let given = shown[name].as_str().unwrap_or_default();
            assert_eq!(given, text, "{name} of {}", story.key());
        }
        let source = fs::read_to_string(edition.path()).unwrap();
        let header = source.lines().nth(story.line() as usize - 1).unwrap();
        assert!(
            header.starts_with("[[") && header.ends_with("story]]"),
            "{header}"
        );
    });
    assert_eq!(listed.next(), None);
}

#[test]
fn a_query_passes_the_same_gate_as_the_stories() {
    let folder = tempfile::tempdir().unwrap();
    let text = "title = 'T'\n[[story]]\nheadline = \"The\\u0007 bell\\trang\"\n";
    fs::write(folder.path().join("1.toml"), text).unwrap();
    for (query, status) in [
        ("the\u{7}", 0),
        ("\"\u{7} bell\trang\"", 0),
        ("\"bell rang\"", 0),
        ("the\u{8}", 1),
    ] {
        let mut program = program(".");
        program.arg("search").arg(query).arg(folder.path());
        let output = program.output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{query:?}");
    }
}

#[test]
fn where_nothing_is_found_a_search_says_how_to_find_either_word() {
    for command in [
        "search",
        "list --where",
        "list --editions --where",
        "mark --save --where",
    ] {
        let ran = run(program("."), &format!("{command} 'zzz|qqq' briefings"));
        assert_eq!(ran.status, 1);
        let said = "roundup: nothing found; to find either, write 'zzz | qqq'\n";
        assert_eq!(ran.stderr, said, "{command}");
        let ran = run(program("."), &format!("{command} '(zzz | qqq)' briefings"));
        let said = if command.starts_with("mark") {
            // It refuses such a query, also where that would find something.
            "roundup: parentheses do not group words; leave them out, or put a word that has them in quotes\n"
        } else {
            "roundup: nothing found; parentheses do not group words\n"
        };
        assert_eq!(ran.stderr, said, "{command}");
        let ran = run(program("."), &format!("{command} 'zzz | qqq' briefings"));
        assert_eq!(ran.stderr, "", "{command}");
    }
}

#[test]
fn an_edition_that_is_named_as_a_path_is_told_the_option() {
    for (command, asked) in [
        ("show", "2016-01-12"),
        ("show", "yesterday"),
        ("show", "latest"),
        ("show --json", "the-daily-roundup-1989-11-10-morning"),
        ("", "the-daily-roundup-1989-11-10-morning/the-wall-is-open"),
        ("", "2016-01"),
    ] {
        let ran = run(program("."), &format!("{command} {asked}"));
        assert_eq!(ran.status, 2);
        let last = ran.stderr.lines().next_back();
        let said = format!("roundup: to name an edition, write --edition {asked}");
        assert_eq!(last, Some(&*said), "{command} {asked}");
    }
    for (command, asked) in [
        ("show", "2016-01-12.toml"),
        ("show", "./2016-01-12"),
        ("show", "nosuch"),
        ("list", "2016-01-12"),
        ("check", "2016-01-12"),
    ] {
        let ran = run(program("."), &format!("{command} {asked}"));
        assert!(
            ran.stderr.contains("no such file or folder"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("--edition"), "{}", ran.stderr);
    }
}
