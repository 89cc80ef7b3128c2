//! Adds sources to the text of a list and removes them from it, without changing another byte.

use std::ops::Range;

use toml::Table;
use toml::de::{DeTable, DeValue};

use super::parse::parse;
use super::{Origin, Source};
use crate::briefing::{Diagnostic, Position, Severity, end_of, end_of_line};
use crate::text::DisplayText;

/// What a new list starts with.
const HEAD: &str = "\
# Where `roundup fetch` gets the stories of an edition from. `roundup sources` adds, removes, imports and lists
# them; `roundup sources --help` explains the keys.

# stories = 60  # the most that one fetch prints; or minutes = 40
";

/// The text of the list `old` with these sources after those that it has. If `old` is empty, a comment that
/// explains the file comes first.
///
/// # Errors
/// With the fault of `old` because of which nothing can be added: its TOML is broken, or its sources are in an
/// inline array.
pub fn add(old: &str, new: &[Source]) -> Result<String, Box<Diagnostic>> {
    let mut expected = table(old)?;
    let line_break = if old.find('\n').is_some_and(|at| old[..at].ends_with('\r')) {
        "\r\n"
    } else {
        "\n"
    };
    let mut text = old.to_owned();
    let mut push = |added: &str| text.push_str(&added.replace('\n', line_break));
    if old.trim_start_matches('\u{FEFF}').trim().is_empty() {
        push(HEAD);
    } else if !old.ends_with('\n') {
        push("\n");
    }
    for source in new {
        push("\n");
        push(&to_toml(source));
    }
    let sources: Vec<_> = new.iter().map(to_toml).collect();
    let added: Option<Table> = sources.concat().parse().ok();
    if let Some(added) = added {
        let sources = expected
            .entry("source")
            .or_insert_with(|| Vec::<Table>::new().into());
        if let (Some(sources), Some(added)) = (
            sources.as_array_mut(),
            added.get("source").and_then(toml::Value::as_array),
        ) {
            sources.extend(added.iter().cloned());
        }
    }
    verified(old, text, &expected)
}

/// The text of the list `old` without the source whose header is in this line, counted from 1. The comment
/// directly above it goes too, unless that is the beginning of the file or disables other lines; and lines of
/// its own that are disabled below it. One empty line goes with it.
///
/// # Errors
/// As of [`add`].
pub fn remove(old: &str, line: usize) -> Result<String, Box<Diagnostic>> {
    let mut expected = table(old)?;
    let Some((nth, bytes)) = extent(old, line) else {
        return Err(Box::new(unsuited(old)));
    };
    if let Some(sources) = expected
        .get_mut("source")
        .and_then(toml::Value::as_array_mut)
    {
        sources.remove(nth);
        if sources.is_empty() {
            expected.remove("source");
        }
    }
    let new = [&old[..bytes.start], &old[bytes.end..]].concat();
    verified(old, new, &expected)
}

fn table(source: &str) -> Result<Table, Box<Diagnostic>> {
    let text = source.trim_start_matches('\u{FEFF}');
    text.parse().map_err(|_| Box::new(unsuited(source)))
}

/// `new`, if it means what is expected.
fn verified(old: &str, new: String, expected: &Table) -> Result<String, Box<Diagnostic>> {
    match table(&new) {
        Ok(table) if table == *expected => Ok(new),
        _ => Err(Box::new(unsuited(old))),
    }
}

/// Why nothing can be added to a list or removed from it.
fn unsuited(source: &str) -> Diagnostic {
    let (_, faults) = parse(source.as_bytes());
    let mut errors = faults
        .into_iter()
        .filter(|fault| fault.severity == Severity::Error);
    let is_valid = source
        .trim_start_matches('\u{FEFF}')
        .parse::<Table>()
        .is_ok();
    if let Some(error) = errors.next().filter(|_| !is_valid) {
        return error;
    }
    let (table, _) = DeTable::parse_recoverable(source);
    let array = table.get_ref().get_key_value("source");
    Diagnostic {
        position: array.map(|(key, _)| Position::new(source, key.span())),
        ..Diagnostic::of_file(
            "these sources are not under headers of their own",
            Some("write each under a [[source]] of its own"),
        )
    }
}

/// A source as a table of a list.
fn to_toml(source: &Source) -> String {
    // TOML knows all escapes of JSON.
    let string = |text: &str| serde_json::Value::from(text).to_string();
    let line = |text: &str| string(DisplayText::line(text).trim());
    let origin = match &source.origin {
        Origin::Url(address) => ("url", string(address)),
        Origin::Path(path) => ("path", string(path)),
        Origin::Command(words) => {
            let words: Vec<_> = words.iter().map(|word| string(word)).collect();
            ("command", format!("[{}]", words.join(", ")))
        }
    };
    let texts = [
        ("name", &source.name),
        ("section", &source.section),
        ("keep", &source.keep),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(key, text)| Some((key, line(text.as_deref()?))));
    let limit = source.limit.map(|limit| ("limit", limit.to_string()));
    let flags = [
        ("full", source.full),
        ("split", source.split),
        ("netrc", source.netrc),
    ];
    let flags = flags
        .into_iter()
        .filter(|(_, is_set)| *is_set)
        .map(|(key, _)| (key, "true".to_owned()));
    let opml = source.opml.iter();
    let opml: Vec<_> = opml
        .map(|(name, value)| format!("{} = {}", string(name), line(value)))
        .collect();
    let opml = (!opml.is_empty()).then(|| ("opml", format!("{{ {} }}", opml.join(", "))));
    let mut table = "[[source]]\n".to_owned();
    let rest = limit.into_iter().chain(flags).chain(opml);
    for (key, value) in [origin].into_iter().chain(texts).chain(rest) {
        table.extend([key, " = ", &value, "\n"]);
    }
    table
}

/// Which of the sources has its header in this line, and the bytes to remove with it. `None` if there is none,
/// or it is not under a header of its own.
fn extent(source: &str, line: usize) -> Option<(usize, Range<usize>)> {
    let (table, _) = DeTable::parse_recoverable(source);
    let DeValue::Array(sources) = table.get_ref().get("source")?.get_ref() else {
        return None;
    };
    let line_start = match line.checked_sub(2) {
        None => source.len() - source.trim_start_matches('\u{FEFF}').len(),
        Some(before) => source.match_indices('\n').nth(before)?.0 + 1,
    };
    let line_end = end_of_line(source, line_start);
    let mut headers = sources.iter().map(|table| table.span().start);
    let nth = headers.position(|at| (line_start..line_end).contains(&at))?;
    let is_header = source[line_start..line_end].trim_start().starts_with("[[");
    let end = end_of_line(source, end_of(&sources[nth]));
    is_header.then(|| (nth, with_comments(source, line_start..end)))
}

/// The bytes of a table's lines, with the comments that belong to it and one empty line.
fn with_comments(source: &str, table: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (table.start, table.end);
    let mut above = source[..start].split_inclusive('\n').rev();
    let comment: usize = above
        .by_ref()
        .take_while(|line| is_comment(line) && !is_disabled(line))
        .map(str::len)
        .sum();
    if comment < start {
        start -= comment;
    }
    let below = source[end..].split_inclusive('\n');
    end += below
        .take_while(|line| is_disabled(line) && !line.contains('['))
        .map(str::len)
        .sum::<usize>();
    let is_empty = |line: &&str| line.trim().is_empty();
    let above = source[..start]
        .split_inclusive('\n')
        .next_back()
        .filter(is_empty);
    if let Some(line) = above {
        start -= line.len();
    } else if let Some(line) = source[end..].split_inclusive('\n').next().filter(is_empty) {
        end += line.len();
    }
    start..end
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Whether a comment is a line of TOML that does not hold for now.
fn is_disabled(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('#') else {
        return false;
    };
    let rest = rest.trim_start();
    let key = rest.split('=').next().unwrap_or_default().trim_end();
    let is_key = rest.contains('=') && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    rest.starts_with('[') || (is_key && !key.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Origin, Source, Sources, parse};
    use super::{add, remove};

    fn source(address: &str) -> Source {
        Source::new(Origin::Url(address.to_owned()))
    }

    fn everything(name: &str) -> Source {
        let command = ["my script", "a\"\n'b"].map(str::to_owned);
        Source {
            name: Some(name.to_owned()),
            section: Some("News".to_owned()),
            keep: Some("-\"paid for\"".to_owned()),
            limit: Some(3),
            full: true,
            split: true,
            netrc: true,
            opml: vec![("htmlUrl".to_owned(), "https://a.example/?b\"c".to_owned())],
            ..Source::new(Origin::Command(command.to_vec()))
        }
    }

    /// The sources without their places.
    fn read(text: &str) -> Vec<Source> {
        let (Sources { sources, .. }, _) = parse(text.as_bytes());
        let without_place = |source| Source {
            line: 0,
            keep_position: None,
            ..source
        };
        sources.into_iter().map(without_place).collect()
    }

    fn lines(text: &str) -> Vec<usize> {
        let (Sources { sources, .. }, _) = parse(text.as_bytes());
        sources.iter().map(|source| source.line).collect()
    }

    #[test]
    fn a_new_list_explains_itself() {
        let text = add("", &[source("https://a.org/")]).unwrap();
        let rest = text.strip_prefix(super::HEAD).unwrap();
        assert_eq!(rest, "\n[[source]]\nurl = \"https://a.org/\"\n");
        let all = text.replace("# stories", "stories");
        assert_eq!(parse(all.as_bytes()).1, []);
    }

    #[test]
    fn every_field_is_written_and_read_again() {
        let new = [
            everything("The \"Q\"\n\\ \u{1b}[1m"),
            source("https://a.org/"),
        ];
        let text = add("stories = 5\r\n", &new).unwrap();
        assert!(!text.replace("\r\n", "").contains('\n'));
        assert_eq!(parse(text.as_bytes()).1, []);
        let expected = [everything("The \"Q\" \\ ␛[1m"), source("https://a.org/")];
        assert_eq!(read(&text), expected);
    }

    const LIST: &str = "\
# My feeds.
[[source]]
url = \"https://a.org/\" # the first

# News,
# in English.
[[source]]
url = \"https://b.org/\"
# limit = 3
# [[source]]
# url = \"https://off.org/\"
[[source]]
path = \"~/c\"
# Scripts.
[[source]]
command = [
  \"d\",
]
extra.x = 1
";

    #[test]
    fn a_source_goes_with_the_comments_that_belong_to_it() {
        let gone = [
            "[[source]]\nurl = \"https://a.org/\" # the first\n\n",
            "\n# News,\n# in English.\n[[source]]\nurl = \"https://b.org/\"\n# limit = 3\n",
            "[[source]]\npath = \"~/c\"\n",
            "# Scripts.\n[[source]]\ncommand = [\n  \"d\",\n]\nextra.x = 1\n",
        ];
        for (line, gone) in lines(LIST).into_iter().zip(gone) {
            assert_eq!(remove(LIST, line).unwrap(), LIST.replacen(gone, "", 1));
        }
    }

    #[test]
    fn a_list_that_cannot_be_edited_says_why() {
        let inline = "source = [{ url = \"https://a.org/\" }]\n";
        let broken = "stories = 1\n[[source]]\nurl = \"https://a.org/\nname = \"A\"\n";
        let single = "[source]\nurl = \"https://a.org/\"\n";
        for (list, line, why) in [
            (
                inline,
                1,
                "1:1: these sources are not under headers of their own; write each under a [[source]] of its own",
            ),
            (
                broken,
                2,
                "3:22: text has no closing quote; close it with the quote that opens it, on the same line",
            ),
            (
                single,
                1,
                "1:2: these sources are not under headers of their own; write each under a [[source]] of its own",
            ),
        ] {
            let refused = add(list, &[source("https://b.org/")]).unwrap_err();
            assert_eq!(refused.to_string(), why, "{list}");
            assert_eq!(remove(list, line).unwrap_err().to_string(), why, "{list}");
        }
    }

    /// Pieces of a list, of which most make a valid file in any order.
    const PIECES: &[&str] = &[
        "",
        "# A comment.\n",
        "#limit = 3\n",
        "  \n",
        "[[source]]\nurl = \"https://a.org/\"\n",
        "[[source]] # b\npath = '/b'\nname = \"\"\"\n[[source]]\n\"\"\"\n",
        "  [[ source ]]\n  command = [\n    'c', # x\n  ]\n  more.x = 1\n  more.y = { z = 2 }\n",
        "[[source]]\n# Nothing in it.\n",
        "[[source]]\nurl = 'https://d.org/'\n[source.table]\nx = 1\n",
        "[other]\nx = '''\n[[source]]\n'''\n",
        "stories = 4\n",
        "source = [{ url = 'https://e.org/' }]\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_added_can_be_removed(
            picks in prop::collection::vec(0..PIECES.len(), 0..7),
            is_dos in any::<bool>(),
            is_cut in any::<bool>(),
        ) {
            let mut old: String = picks.iter().map(|&pick| PIECES[pick]).collect();
            if is_dos {
                old = old.replace('\n', "\r\n");
            }
            if is_cut {
                old.truncate(old.trim_end().len());
            }
            let Ok(new) = add(&old, &[everything("New")]) else {
                let table: Result<toml::Table, _> = old.parse();
                prop_assert!(table.is_err() || old.contains("source = ["), "{:?}", old);
                return Ok(());
            };
            prop_assert!(new.starts_with(&old));
            let mut expected = read(&old);
            expected.push(everything("New"));
            prop_assert_eq!(read(&new), expected);
            let removed = remove(&new, *lines(&new).last().unwrap()).unwrap();
            prop_assert_eq!(read(&removed), read(&old));
            if !old.trim().is_empty() {
                let rest = removed.strip_prefix(old.as_str()).unwrap();
                prop_assert!(["", "\n", "\r\n"].contains(&rest), "{:?}", removed);
            }
            for (line, gone) in lines(&old).into_iter().zip(read(&old)) {
                let fewer = remove(&old, line).unwrap();
                // A second source that is the same may take its place.
                let left = read(&fewer);
                let mut others = read(&old).into_iter().filter(|source| *source != gone);
                prop_assert!(others.all(|source| left.contains(&source)), "{:?}", fewer);
                prop_assert!(is_one_piece_less(&fewer, &old), "{:?}", fewer);
            }
        }
    }

    fn is_one_piece_less(part: &str, whole: &str) -> bool {
        let same = part
            .bytes()
            .zip(whole.bytes())
            .take_while(|(one, other)| one == other);
        part.len() < whole.len() && whole.as_bytes().ends_with(&part.as_bytes()[same.count()..])
    }
}
