//! Reads `sources.toml` with every fault in it.

use std::collections::HashMap;
use std::ops::Range;

use toml::de::DeValue;

use super::{Limit, Origin, Source, Sources};
use crate::briefing::{
    Diagnostic, Expected, Faults, Fields, Format, Lines, Position, Scope, Severity, read_bytes,
    wrong_type,
};
use crate::config::values;
use crate::text::DisplayText;

const FORMAT: Format = Format {
    name: "a list of sources",
    duplicate: "remove one of the two; several sources need [[two brackets]]",
    duplicate_header: "several sources need [[two brackets]]",
    spaced_key: "write one word before the =",
    headers: "[[source]]",
    too_large: "remove what is not part of the list",
    meant: |_, _| None,
};

static LIST: Scope = Scope {
    name: "the list",
    prefix: "",
    keys: &["stories", "minutes", "source"],
    aliases: &[
        ("sources", "source"),
        ("feed", "source"),
        ("feeds", "source"),
        ("story", "stories"),
        ("limit", "stories"),
        ("minute", "minutes"),
    ],
    helps: &[],
    file: None,
};

static SOURCE: Scope = Scope {
    name: "source",
    prefix: "",
    keys: &[
        "url", "path", "command", "name", "section", "limit", "keep", "full", "split", "netrc",
        "opml",
    ],
    aliases: &[
        ("address", "url"),
        ("adress", "url"),
        ("link", "url"),
        ("feed", "url"),
        ("file", "path"),
        ("folder", "path"),
        ("directory", "path"),
        ("maildir", "path"),
        ("exec", "command"),
        ("script", "command"),
        ("title", "name"),
        ("category", "section"),
        ("tag", "section"),
        ("filter", "keep"),
        ("query", "keep"),
        ("max", "limit"),
    ],
    helps: &[],
    file: Some((
        &LIST,
        "it belongs to the whole list: move it above the first `[[source]]`",
    )),
};

/// The keys of which a source has exactly one.
const ORIGINS: [&str; 3] = ["url", "path", "command"];

/// A command, as the help of a fault shows one.
const COMMAND: &str = "[\"my-script\", \"--json\"]";

const ORIGIN_HELP: &str =
    "add url = \"https://…\", path = \"~/…\" or command = [\"…\"], one of the three";

/// Reads the list of sources and its faults in the order of the file. A source with a fault that leaves nothing
/// to get its stories from is left out; of any other fault only the value is lost.
pub fn parse(bytes: &[u8]) -> (Sources, Vec<Diagnostic>) {
    let (sources, faults) = read_bytes(bytes, &FORMAT, &LIST, |list, faults| {
        let limit = overall_limit(list, faults);
        list.report_unknown_keys(Severity::Error, faults);
        let mut known = HashMap::new();
        let mut lines = Lines::new(faults.source());
        let tables = list.tables("source", &SOURCE, faults);
        let sources = tables.into_iter().filter_map(|table| {
            let line = lines.of(table.header.0);
            read_source(table, line, &mut known, faults)
        });
        Sources {
            sources: sources.collect(),
            limit,
        }
    });
    (sources.unwrap_or_default(), faults)
}

fn overall_limit(list: Fields<'_, '_>, faults: &mut Faults<'_>) -> Limit {
    let stories = count(list, "stories", faults);
    let minutes = count(list, "minutes", faults);
    if list.value("stories").is_some()
        && let Some(minutes) = list.value("minutes")
    {
        let message = "the list has both stories and minutes";
        faults.error(minutes.span(), message, "remove one of the two");
    }
    match (stories, minutes) {
        (Some(stories), _) => Limit::Stories(stories),
        (None, Some(minutes)) => Limit::Minutes(minutes),
        (None, None) => Limit::default(),
    }
}

/// `line` is that of the table's header; `known` has the line of each source by its key.
fn read_source(
    table: Fields<'_, '_>,
    line: usize,
    known: &mut HashMap<String, usize>,
    faults: &mut Faults<'_>,
) -> Option<Source> {
    let origin = origin(table, faults);
    let mut text = |key| {
        let text = table.string(key, faults)?.trim();
        let span = table.value(key)?.span();
        if faults.is_broken(&span) {
            return None;
        }
        if DisplayText::shows_nothing(text) {
            faults.error(
                span,
                &format!("{key} is empty"),
                "write it, or leave it out",
            );
            return None;
        }
        Some(text.to_owned())
    };
    let (name, section, keep) = (text("name"), text("section"), text("keep"));
    let keep_span = table.value("keep").map(toml::Spanned::span);
    let keep_span = keep_span.filter(|_| keep.is_some());
    let limit = count(table, "limit", faults);
    let mut is_set = |key| flag(table, key, faults);
    let (full, split, netrc) = (is_set("full"), is_set("split"), is_set("netrc"));
    let opml = attributes(table, faults);
    table.report_unknown_keys(Severity::Error, faults);
    let (origin, span) = origin?;
    let source = Source {
        origin,
        name,
        section,
        limit,
        keep,
        keep_position: keep_span.map(|span| Position::new(faults.source(), span)),
        full,
        split,
        netrc,
        opml,
        line,
    };
    match known.get(&source.key()) {
        None => _ = known.insert(source.key(), source.line),
        Some(line) => {
            let message = format!("the source in line {line} is the same");
            faults.error(span, &message, "remove one of the two");
            return None;
        }
    }
    Some(source)
}

/// The attributes of an imported list.
fn attributes(table: Fields<'_, '_>, faults: &mut Faults<'_>) -> Vec<(String, String)> {
    let Some(value) = table.value("opml") else {
        return Vec::new();
    };
    let DeValue::Table(attributes) = value.get_ref() else {
        let expected = Expected::Other("a table of strings, such as { htmlUrl = \"https://…\" }");
        wrong_type(faults, "opml", value.span(), expected, value.get_ref());
        return Vec::new();
    };
    let mut read = Vec::new();
    for (name, value) in attributes {
        if faults.is_broken(&value.span()) || faults.is_broken(&name.span()) {
            continue;
        }
        match value.get_ref() {
            DeValue::String(text) => read.push((name.get_ref().to_string(), text.to_string())),
            other => wrong_type(
                faults,
                name.get_ref(),
                value.span(),
                Expected::String,
                other,
            ),
        }
    }
    read
}

/// Where the stories of a source come from, and the place of that value.
fn origin(table: Fields<'_, '_>, faults: &mut Faults<'_>) -> Option<(Origin, Range<usize>)> {
    let given = ORIGINS.into_iter().filter(|key| table.value(key).is_some());
    let mut given: Vec<_> = given.collect();
    given.sort_by_key(|key| table.value(key).map(|value| value.span().start));
    match given[..] {
        [] => {
            let is_broken = |key: &&str| table.has_broken(key, faults);
            if !ORIGINS.iter().any(is_broken) {
                let message = "source has no url, path or command";
                faults.error(table.span(), message, ORIGIN_HELP);
            }
            None
        }
        [key] => {
            let span = table.value(key)?.span();
            let origin = match key {
                "command" => command(table, faults),
                _ => address_or_path(table, key, faults),
            };
            Some((origin.filter(|_| !faults.is_broken(&span))?, span))
        }
        [one, other, ..] => {
            let span = table.value(other)?.span();
            let message = format!("source has both {one} and {other}");
            faults.error(
                span,
                &message,
                "split it into two sources, or remove one of the two",
            );
            None
        }
    }
}

fn address_or_path(table: Fields<'_, '_>, key: &str, faults: &mut Faults<'_>) -> Option<Origin> {
    let text = table.string(key, faults)?.trim();
    let span = table.value(key)?.span();
    if faults.is_broken(&span) {
        return None;
    }
    let origin = if key == "path" {
        Origin::of_path(text)
    } else {
        Origin::of_address(text)
    };
    match origin {
        Ok(origin) => Some(origin),
        Err(wrong) => {
            faults.error(span, &wrong.message, &wrong.help);
            None
        }
    }
}

fn command(table: Fields<'_, '_>, faults: &mut Faults<'_>) -> Option<Origin> {
    let words = values::command(table, "command", COMMAND, faults)?;
    if words.is_empty() {
        values::report_command("command is empty", table, "command", COMMAND, faults);
        return None;
    }
    Some(Origin::Command(words))
}

/// A whole number of at least one.
fn count(table: Fields<'_, '_>, key: &str, faults: &mut Faults<'_>) -> Option<usize> {
    let value = table.value(key)?;
    let Some(number) = values::whole_number(value.get_ref()) else {
        wrong_type(
            faults,
            key,
            value.span(),
            Expected::WholeNumber,
            value.get_ref(),
        );
        return None;
    };
    if faults.is_broken(&value.span()) {
        return None;
    }
    let number = usize::try_from(number).ok().filter(|&number| number > 0);
    if number.is_none() {
        let message = format!("{key} must be at least 1");
        faults.error(
            value.span(),
            &message,
            "write a larger number, or leave it out",
        );
    }
    number
}

fn flag(table: Fields<'_, '_>, key: &str, faults: &mut Faults<'_>) -> bool {
    let Some(value) = table.value(key) else {
        return false;
    };
    match value.get_ref() {
        DeValue::Boolean(flag) => *flag,
        other => {
            wrong_type(faults, key, value.span(), Expected::Flag, other);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limit, Origin, Source, Sources};
    use super::parse;

    /// The list, and its faults as they are printed after the name of the file.
    fn read(text: &str) -> (Sources, Vec<String>) {
        let (sources, faults) = parse(text.as_bytes());
        (sources, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_key_is_read() {
        let text = "minutes = 0x28\n\n[[source]]\nurl = ' https://lwn.net/für '\nname = \" LWN \"\n\
            section = \"Technology\"\nlimit = 15\nkeep = \"-sponsored\"\nfull = true\nnetrc = true\n\n\
            [[source]]\npath = \"~/Maildir/.News\"\nsplit = true\n\n\
            [[source]]\nurl = \"file:///a%20b\"\n\n[[source]]\ncommand = [\"my script\", \"\"]\n";
        let (sources, faults) = read(text);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(sources.limit, Limit::Minutes(40));
        let [lwn, mails, file, script] = &sources.sources[..] else {
            panic!("{sources:#?}")
        };
        let keep_position = lwn.keep_position.clone();
        assert_eq!(
            keep_position.as_ref().map(|at| (at.line, at.column)),
            Some((8, 8))
        );
        assert_eq!(
            *lwn,
            Source {
                name: Some("LWN".to_owned()),
                section: Some("Technology".to_owned()),
                limit: Some(15),
                keep: Some("-sponsored".to_owned()),
                keep_position,
                full: true,
                netrc: true,
                line: 3,
                ..Source::new(Origin::Url("https://lwn.net/für".to_owned()))
            }
        );
        assert_eq!(
            *mails,
            Source {
                split: true,
                line: 12,
                ..Source::new(Origin::Path("~/Maildir/.News".to_owned()))
            }
        );
        assert_eq!(
            [lwn, mails, file, script].map(|source| (source.key(), source.label().to_string())),
            [
                ("https://lwn.net/für", "LWN"),
                ("~/Maildir/.News", "~/Maildir/.News"),
                ("/a b", "/a b"),
                ("exec:'my script' ''", "'my script' ''"),
            ]
            .map(|(key, label)| (key.to_owned(), label.to_owned()))
        );
    }

    #[test]
    fn nothing_is_a_list_without_sources() {
        for text in ["", "\u{FEFF}\r\n", "# no sources yet\n"] {
            assert_eq!(read(text), (Sources::default(), Vec::new()), "{text:?}");
        }
        assert_eq!(Sources::default().limit, Limit::Stories(60));
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let text = r#"storys = 60
minutes = 40
stories = 0

[[source]]
name = "no address"
stories = 3

[[source]]
url = "https://a.org/a b"
path = "/tmp"

[[source]]
url = "https://a.org/a b"

[[source]]
path = "feeds/a.xml"

[[source]]
command = "my-script --json 'a b'"

[[source]]
command = []

[[source]]
url = "https://a.org/x"
adress = "y"
title = "z"
name = " "
limit = "15"
full = 1
keep = 3

[[source]]
url = "https://a.org/x"

[[source]]
url = "https://b.org/"
command: "x"
"#;
        let (sources, faults) = read(text);
        assert_eq!(
            faults,
            [
                "1:1: unknown key `storys` in the list; did you mean `stories`?",
                "2:11: the list has both stories and minutes; remove one of the two",
                "3:11: stories must be at least 1; write a larger number, or leave it out",
                "5:1: source has no url, path or command; add url = \"https://…\", path = \"~/…\" or command = [\"…\"], one of the three",
                "7:1: unknown key `stories` in source; it belongs to the whole list: move it above the first `[[source]]`",
                "11:8: source has both url and path; split it into two sources, or remove one of the two",
                "14:7: the address has a space in it; write it as %20",
                "17:8: the path depends on the folder that roundup is started in; write it from / or ~/ on",
                "20:11: command must be an array of strings, not a string; write each word on its own: command = [\"my-script\", \"--json\", \"a b\"]",
                "23:11: command is empty; write the program and each of its arguments: command = [\"my-script\", \"--json\"]",
                "27:1: unknown key `adress` in source; did you mean `url`?",
                "28:1: unknown key `title` in source; did you mean `name`?",
                "29:8: name is empty; write it, or leave it out",
                "30:9: limit must be a whole number, not a string; write it without quotes",
                "31:8: full must be true or false, not an integer; make it true or false",
                "32:8: keep must be a string, not an integer; put it in quotes",
                "35:7: the source in line 25 is the same; remove one of the two",
                "39:8: colon instead of =; write = instead of :, as in key = \"…\"",
            ]
        );
        let keys: Vec<_> = sources.sources.iter().map(Source::key).collect();
        assert_eq!(keys, ["https://a.org/x", "https://b.org/"]);
    }

    #[test]
    fn broken_files_lose_no_more_than_they_must() {
        for (text, faults, keys) in [
            (
                &b"[[source]]\nurl = \"https://a.org/\"\n[[source]]\nurl = \"https://b.org/\n"[..],
                &[
                    "4:22: text has no closing quote; close it with the quote that opens it, on the same line",
                ][..],
                &["https://a.org/"][..],
            ),
            (
                b"[source]\nurl = \"https://a.org/\"\n",
                &["1:1: source is a single table; write [[source]], with two brackets"],
                &["https://a.org/"],
            ),
            (
                b"source = [{ url = \"https://a.org/\" }, 3]\n",
                &[
                    "1:39: source must be a table under [[source]], not an integer; make it a table under [[source]]",
                ],
                &["https://a.org/"],
            ),
            (
                b"[[]]\nurl = \"https://a.org/\"\n",
                &["1:3: header without a name; write [[source]]"],
                &[],
            ),
            (
                b"[[source]]\nurl = \"https://a.org/\"\nopml = { a = 1 }\n",
                &["3:14: a must be a string, not an integer; put it in quotes"],
                &["https://a.org/"],
            ),
            (
                b"stories = 1 # caf\xE9\n",
                &["1:18: not UTF-8; save the file as UTF-8"],
                &[],
            ),
            (
                b"[[source]]\nurl = \"https://a.org/\"\nname = \"caf\xE9\"\nkeep = \"caf\xE9\"\nopml = { a = \"\xE9\" }\n\
                  [[source]]\nurl = \"https://b.\xE9org/\"\n[[source]]\ncommand = [\"a\", \"\xE9\"]\n\
                  [[source]]\nurl = \"https://c.org/\"\n",
                &[
                    "3:12: not UTF-8; save the file as UTF-8",
                    "4:12: not UTF-8; save the file as UTF-8",
                    "5:15: not UTF-8; save the file as UTF-8",
                    "7:18: not UTF-8; save the file as UTF-8",
                    "9:18: not UTF-8; save the file as UTF-8",
                ],
                &["https://a.org/", "https://c.org/"],
            ),
        ] {
            let (sources, found) = parse(text);
            let found: Vec<_> = found.iter().map(ToString::to_string).collect();
            let text = String::from_utf8_lossy(text);
            assert_eq!(found, faults, "{text}");
            let found: Vec<_> = sources.sources.iter().map(Source::key).collect();
            assert_eq!(found, keys, "{text}");
            for source in &sources.sources {
                let texts = [&source.name, &source.keep];
                assert_eq!((texts, &*source.opml), ([&None, &None], &[][..]), "{text}");
            }
        }
    }
}
