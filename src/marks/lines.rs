//! The lines that marks are kept as: a version, then one line for each story, sorted by key.
//!
//! ```text
//! roundup marks 1
//! health-roundup-2016-01-12/what-comes-next<TAB>rs<TAB>1204<TAB>1452600000
//! ```
//!
//! Key, flags (`r` read, `s` saved, `-` none, any other letter of a newer version), place and time.

use std::fmt::Write as _;

use super::{Mark, Marks};

const HEADER: &str = "roundup marks ";
const VERSION: u32 = 1;

/// What was found in a file of marks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub marks: Marks,
    pub version: Version,
    /// Lines that no mark could be made of.
    pub unreadable: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// The one that [`write`] writes.
    #[default]
    Current,
    /// What is there may mean more than is understood, and must not be written over.
    Newer,
}

/// Reads marks line by line, so that damage costs no more than the lines it is in. Nothing at all is
/// no marks yet.
pub fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    if bytes.is_empty() {
        return reading;
    }
    let mut rest = bytes;
    match version(lines(bytes).next().unwrap_or_default()) {
        Some(version) => {
            reading.version = version;
            rest = rest.get(first_break(bytes) + 1..).unwrap_or_default();
        }
        None => reading.unreadable += 1,
    }
    for line in lines(rest) {
        match mark(line) {
            Some((key, mark)) => {
                reading.marks.marks.insert(key.to_owned(), mark);
            }
            None => reading.unreadable += 1,
        }
    }
    reading
}

/// The whole file for `marks`.
pub fn write(marks: &Marks) -> String {
    let mut sorted: Vec<_> = marks
        .marks
        .iter()
        .filter(|(_, mark)| !mark.is_empty())
        .collect();
    sorted.sort_unstable_by_key(|(key, _)| *key);
    let mut text = format!("{HEADER}{VERSION}\n");
    for (key, mark) in sorted {
        text.push_str(key);
        text.push('\t');
        push_flags(&mut text, mark);
        // Writing to a text cannot fail.
        let _ = writeln!(text, "\t{}\t{}", mark.place, mark.time);
    }
    text
}

fn first_break(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())
}

/// The lines of a file, whatever system wrote it.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = first_break(rest);
        let line = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    })
}

fn version(line: &[u8]) -> Option<Version> {
    let number = std::str::from_utf8(line).ok()?.strip_prefix(HEADER)?;
    match number.parse::<u32>().ok()? {
        0 => None,
        VERSION => Some(Version::Current),
        _ => Some(Version::Newer),
    }
}

fn mark(line: &[u8]) -> Option<(&str, Mark)> {
    let mut fields = std::str::from_utf8(line).ok()?.split('\t');
    let (key, flags, place, time) = (
        fields.next()?,
        fields.next()?,
        fields.next()?,
        fields.next()?,
    );
    if key.is_empty() || key.bytes().any(|byte| byte.is_ascii_control()) || fields.next().is_some()
    {
        return None;
    }
    let mut mark = flagged(flags)?;
    mark.place = place.parse().ok()?;
    mark.time = time.parse().ok()?;
    Some((key, mark))
}

fn flagged(flags: &str) -> Option<Mark> {
    let mut mark = Mark::default();
    let mut others = String::new();
    if flags.is_empty() {
        return None;
    }
    for flag in flags.chars() {
        match flag {
            'r' => mark.read = true,
            's' => mark.saved = true,
            '-' => {}
            other if other.is_ascii_alphabetic() => others.push(other),
            _ => return None,
        }
    }
    mark.others = (!others.is_empty()).then(|| others.into());
    Some(mark)
}

fn push_flags(text: &mut String, mark: &Mark) {
    let start = text.len();
    if mark.read {
        text.push('r');
    }
    if mark.saved {
        text.push('s');
    }
    text.push_str(mark.others.as_deref().unwrap_or_default());
    if text.len() == start {
        text.push('-');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Version, read, write};
    use crate::marks::{Change, Marks, Operation};

    /// What is written after `text` was read, with the number of lines that could not be.
    #[track_caller]
    fn check(text: &[u8], unreadable: usize, written: &str) {
        let reading = read(text);
        assert_eq!(reading.unreadable, unreadable);
        assert_eq!(write(&reading.marks), format!("roundup marks 1\n{written}"));
    }

    #[test]
    fn whole_files_are_read() {
        check(b"", 0, "");
        check(b"roundup marks 1\n", 0, "");
        check(
            b"roundup marks 1\r\nb/2\trs\t7\t1700000000\r\na/1\t-\t12\t-5",
            0,
            "a/1\t-\t12\t-5\nb/2\trs\t7\t1700000000\n",
        );
    }

    #[test]
    fn flags_of_a_newer_version_are_kept() {
        check(
            b"roundup marks 1\na/1\tzsQ\t0\t1\na/2\tx\t0\t1\n",
            0,
            "a/1\tszQ\t0\t1\na/2\tx\t0\t1\n",
        );
    }

    #[test]
    fn marks_that_say_nothing_are_left_out() {
        check(b"roundup marks 1\na/1\t-\t0\t1\n", 0, "");
    }

    #[test]
    fn damage_costs_its_own_lines_only() {
        check(
            b"roundup marks 1\na/1\tr\t0\t1\n\xFF\xFE\t\n\0\0\0\0\nb\nc/3\tr\t0\nd/4\tr\tx\t1\ne/5\t\t0\t1\n\tr\t0\t1\nf/6\tr!\t0\t1\ng/7\tr\t0\t1\t2\nh/8\ts\t0\t1\n",
            9,
            "a/1\tr\t0\t1\nh/8\ts\t0\t1\n",
        );
        check(b"a/1\tr\t0\t1\n", 1, "a/1\tr\t0\t1\n");
        check(b"some other file", 2, "");
        check(b"roundup marks 0\n", 2, "");
    }

    #[test]
    fn a_newer_version_is_noticed() {
        let reading = read(b"roundup marks 2\na/1\tr\t0\t1\nsomething else\n");
        assert_eq!(reading.version, Version::Newer);
        assert!(reading.marks.get("a/1").read);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            changes in prop::collection::vec(("[a-zà-ö/ ]{1,9}", 0u32..3, any::<u32>(), any::<i64>()), 0..20),
        ) {
            let mut marks = Marks::default();
            for (key, field, place, time) in changes {
                let change = match field {
                    0 => Change::Read(true),
                    1 => Change::Saved(true),
                    _ => Change::Place(place.max(1)),
                };
                marks.apply(&Operation { key, change }, time);
            }
            let reading = read(write(&marks).as_bytes());
            prop_assert_eq!((reading.unreadable, reading.marks), (0, marks));
        }

        #[test]
        fn no_bytes_are_too_much(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&bytes);
        }
    }
}
