//! The lines of the file of marks: a version, then one line for each story, sorted by key.
//!
//! ```text
//! roundup marks 1
//! health-roundup-2016-01-12/what-comes-next<TAB>rs<TAB>1204<TAB>1452600000
//! ```
//!
//! The fields are key, flags (`r` read, `s` saved, `-` none, any other letter from a newer version),
//! place and time.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::mark::{Mark, Operation};
use crate::text::bytes;

const HEADER: &str = "roundup marks ";
const VERSION: u32 = 1;

/// The content of a file of marks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lines<'b> {
    /// Keys and their marks, in the order of the file.
    pub marks: Vec<(&'b str, Mark)>,
    pub version: Version,
    /// The number of lines that could not be read.
    pub unreadable: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// The version that [`write()`] writes.
    #[default]
    Current,
    /// The file may contain more than this program understands, and must not be overwritten.
    Newer,
}

/// The text of a file. A line that is not UTF-8 becomes one that cannot be read either.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    // Checking all lines at once is much faster than checking each.
    if let Ok(text) = str::from_utf8(bytes) {
        return text.into();
    }
    let lines = bytes.split(|&byte| byte == b'\n');
    let lines = lines.map(|line| str::from_utf8(line).unwrap_or("\u{FFFD}"));
    lines.collect::<Vec<_>>().join("\n").into()
}

/// Reads the text of a file line by line, so that damage costs only the damaged lines. An empty file has no
/// marks and the current version.
pub fn read(text: &str) -> Lines<'_> {
    let mut marks = Vec::new();
    let (version, unreadable) = each(text, |_, key, mark| marks.push((key, mark)));
    Lines {
        marks,
        version,
        unreadable,
    }
}

/// Calls `take` with the place where each line begins that is a mark, in bytes of `text`, its key and its mark.
/// Returns the version and the number of lines that could not be read.
pub(super) fn each<'t>(
    text: &'t str,
    mut take: impl FnMut(usize, &'t str, Mark),
) -> (Version, usize) {
    let first = end_of_line(text, 0);
    let stated = version(&text[..first]);
    // A first line that is no mark either is counted below.
    let mut unreadable = usize::from(stated.is_none() && mark(&text[..first]).is_some());
    let mut start = if stated.is_some() { first + 1 } else { 0 };
    let is_usual = !bytes::any(text.as_bytes(), |byte| {
        is_control(byte) && byte != b'\t' && byte != b'\n'
    });
    while start < text.len() {
        if is_usual && let Some((key, mark, end)) = usual(text, start) {
            take(start, key, mark);
            start = end + 1;
            continue;
        }
        let end = end_of_line(text, start);
        match mark(&text[start..end]) {
            Some((key, mark)) => take(start, key, mark),
            None => unreadable += 1,
        }
        start = end + 1;
    }
    (stated.unwrap_or_default(), unreadable)
}

/// Reads the line that begins at `start` as this program writes it; also returns where it ends. `None` for any other
/// line, which may be one of a mark all the same. It may contain no control characters but tabs. A start waits for all
/// lines, which is why each is gone through only once here.
fn usual(text: &str, start: usize) -> Option<(&str, Mark, usize)> {
    let key = memchr::memchr2(b'\t', b'\n', &text.as_bytes()[start..])?;
    let (mark, end) = usual_fields(text.as_bytes(), start + key)?;
    (key > 0).then_some((&text[start..start + key], mark, end))
}

/// Reads what comes after the key, which ends at `at`; also returns where the line ends.
fn usual_fields(bytes: &[u8], mut at: usize) -> Option<(Mark, usize)> {
    let mut mark = Mark::default();
    if bytes.get(at) != Some(&b'\t') {
        return None;
    }
    loop {
        at += 1;
        match bytes.get(at)? {
            b'r' => mark.read = true,
            b's' => mark.saved = true,
            b'-' => {}
            b'\t' if bytes[at - 1] != b'\t' => break,
            _ => return None,
        }
    }
    let (place, end) = digits(bytes, at + 1, b'\t')?;
    let (time, end) = digits(bytes, end + 1, b'\n')?;
    mark.place = u32::try_from(place).ok()?;
    mark.time = time;
    Some((mark, end))
}

/// The number at `start`, and where the byte `end` comes after it.
fn digits(bytes: &[u8], start: usize, end: u8) -> Option<(i64, usize)> {
    /// Numbers of so many digits cannot be too large.
    const MOST: usize = 18;
    let mut number = 0;
    for (at, byte) in bytes.iter().enumerate().skip(start).take(MOST + 1) {
        match byte {
            b'0'..=b'9' if at < start + MOST => number = 10 * number + i64::from(byte - b'0'),
            byte if *byte == end && at > start => return Some((number, at)),
            _ => return None,
        }
    }
    None
}

/// The key of the line of a mark with which `text` begins.
pub(super) fn key(text: &str) -> &str {
    let tab = memchr::memchr(b'\t', text.as_bytes());
    &text[..tab.unwrap_or(text.len())]
}

/// How the key of the line of a mark with which `text` begins compares to `key`. The tab after it sorts before every
/// character of a key, so the end of the key need not be found.
pub(super) fn compare(text: &str, key: &str) -> Ordering {
    let (text, key) = (text.as_bytes(), key.as_bytes());
    let beginning = &text[..key.len().min(text.len())];
    beginning.cmp(key).then(match text.get(key.len()) {
        Some(b'\t') => Ordering::Equal,
        _ => Ordering::Greater,
    })
}

/// The mark in the line with which `text` begins, and whose key is `key` bytes long.
pub(super) fn mark_of(text: &str, key: usize) -> Option<Mark> {
    usual_fields(text.as_bytes(), key)
        .map(|(mark, _)| mark)
        .or_else(|| fields(&text[key + 1..end_of_line(text, key)]))
}

/// Marks with operations applied.
#[derive(Debug, Default)]
pub struct Merged<'b> {
    /// Sorted by key, each key once, without marks that have become empty.
    pub marks: Vec<(&'b str, Mark)>,
    /// The operations that changed a mark, in their order. The others left the time of their mark as it was.
    pub changed: Vec<&'b Operation>,
}

/// Applies `operations` to `marks`. `time` is Unix time in seconds.
pub fn merge<'b>(
    mut marks: Vec<(&'b str, Mark)>,
    operations: &'b [Operation],
    time: i64,
) -> Merged<'b> {
    // The lines are written in order, but someone may have edited the file. Of two lines with the same
    // key the later one counts.
    if !marks.is_sorted_by(|(one, _), (next, _)| one < next) {
        let latest: BTreeMap<_, _> = marks.into_iter().collect();
        marks = latest.into_iter().collect();
    }
    let mut touched = BTreeMap::new();
    let mut changed = Vec::new();
    for operation in operations {
        let key = operation.key.as_str();
        let mark = touched.entry(key).or_insert_with(|| {
            let found = marks.binary_search_by_key(&key, |(key, _)| key);
            found.map_or_else(|_| Mark::default(), |index| marks[index].1.clone())
        });
        if operation.change.changes(mark) {
            mark.apply(operation.change, time);
            changed.push(operation);
        }
    }
    marks.retain(|(key, _)| !touched.contains_key(key));
    marks.extend(touched.into_iter().filter(|(_, mark)| !mark.is_empty()));
    // These are two sorted runs, which a stable sort only has to merge.
    marks.sort_by_key(|(key, _)| *key);
    Merged { marks, changed }
}

/// The content of the file for `marks`, which must be sorted by key.
pub fn write(marks: &[(&str, Mark)]) -> String {
    let mut text = format!("{HEADER}{VERSION}\n");
    for (key, mark) in marks {
        push(&mut text, key, mark);
    }
    text
}

/// Adds the line of a mark.
pub(super) fn push(text: &mut String, key: &str, mark: &Mark) {
    text.push_str(key);
    text.push('\t');
    push_flags(text, mark);
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\t{}\t{}", mark.place, mark.time);
}

/// The end of the line that begins at `start`, before its line feed.
fn end_of_line(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    memchr::memchr(b'\n', rest).map_or(text.len(), |length| start + length)
}

/// The line without the rest of a line break of another system.
fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// Whether the first line of a file is that of the version that [`write()`] writes.
pub fn states_current_version(line: &str) -> bool {
    version(line) == Some(Version::Current)
}

fn version(line: &str) -> Option<Version> {
    let number = without_return(line).strip_prefix(HEADER)?;
    match number.parse::<u32>().ok()? {
        0 => None,
        VERSION => Some(Version::Current),
        _ => Some(Version::Newer),
    }
}

fn mark(line: &str) -> Option<(&str, Mark)> {
    let key = key(line);
    if key.is_empty() || bytes::any(key.as_bytes(), is_control) {
        return None;
    }
    Some((key, fields(line.get(key.len() + 1..)?)?))
}

fn is_control(byte: u8) -> bool {
    byte < b' ' || byte == 0x7F
}

/// Reads what comes after the key and its tab.
fn fields(line: &str) -> Option<Mark> {
    let (flags, line) = line.split_once('\t')?;
    let (place, time) = without_return(line).split_once('\t')?;
    let mut mark = flagged(flags)?;
    mark.place = place.parse().ok()?;
    mark.time = time.parse().ok()?;
    Some(mark)
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

    use super::{Version, merge, read, text, write};
    use crate::marks::{Change, Marks, Operation};

    /// Checks what is written after `text` was read, and how many lines could not be read.
    #[track_caller]
    fn check(bytes: &[u8], unreadable: usize, written: &str) {
        let text = text(bytes);
        let lines = read(&text);
        assert_eq!(lines.unreadable, unreadable);
        let marks = merge(lines.marks, &[], 0).marks;
        assert_eq!(write(&marks), format!("roundup marks 1\n{written}"));
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
    fn marks_that_have_become_empty_are_left_out() {
        let lines = read("roundup marks 1\na/1\tr\t0\t1\nb/2\tr\t0\t1\n");
        let unread = Operation {
            key: "a/1".to_owned(),
            change: Change::Read(false),
        };
        let marks = merge(lines.marks, std::slice::from_ref(&unread), 2).marks;
        assert_eq!(write(&marks), "roundup marks 1\nb/2\tr\t0\t1\n");
    }

    #[test]
    fn damage_costs_its_own_lines_only() {
        check(
            b"roundup marks 1\na/1\tr\t0\t1\n\xFF\xFE\t\n\0\0\0\0\nb\nc/3\tr\t0\nd/4\tr\tx\t1\ne/5\t\t0\t1\n\tr\t0\t1\nf/6\tr!\t0\t1\ng/7\tr\t0\t1\t2\nh/8\ts\t0\t1\n",
            9,
            "a/1\tr\t0\t1\nh/8\ts\t0\t1\n",
        );
        check(b"a/1\tr\t0\t1\n", 1, "a/1\tr\t0\t1\n");
        check(b"some other file", 1, "");
        check(b"roundup marks 0\n", 1, "");
    }

    #[test]
    fn an_operation_that_changes_nothing_leaves_the_time_of_its_mark() {
        let file = "roundup marks 1\na/1\tr\t0\t1\nb/1\ts\t0\t1\n";
        let read_again = ["a/1", "b/1", "b/1"].map(|key| Operation {
            key: key.to_owned(),
            change: Change::Read(true),
        });
        let merged = merge(read(file).marks, &read_again, 7);
        assert_eq!(merged.changed, [&read_again[1]]);
        assert_eq!(
            write(&merged.marks),
            "roundup marks 1\na/1\tr\t0\t1\nb/1\trs\t0\t7\n"
        );
    }

    #[test]
    fn a_newer_version_is_noticed() {
        let lines = read("roundup marks 2\na/1\tr\t0\t1\nsomething else\n");
        assert_eq!(lines.version, Version::Newer);
        assert!(lines.marks[0].1.read);
    }

    #[test]
    fn of_two_lines_with_the_same_key_the_later_one_counts() {
        check(
            b"roundup marks 1\nb/1\tr\t0\t1\na/1\tr\t0\t1\nb/1\ts\t0\t2\n",
            0,
            "a/1\tr\t0\t1\nb/1\ts\t0\t2\n",
        );
    }

    proptest! {
        /// Operations that are merged into a file in two steps give the same marks as in memory.
        #[test]
        fn marks_that_are_written_can_be_read_again(
            changes in prop::collection::vec(("[a-cà-ö/]{1,3}", 0u32..5, 0u32..9), 0..20),
            split in 0usize..20,
        ) {
            let operations: Vec<_> = changes
                .into_iter()
                .map(|(key, field, place)| Operation {
                    key,
                    change: match field {
                        0 => Change::Read(true),
                        1 => Change::Read(false),
                        2 => Change::Saved(true),
                        3 => Change::Saved(false),
                        _ => Change::Place(place),
                    },
                })
                .collect();
            let mut marks = Marks::default();
            for operation in &operations {
                marks.apply(operation, 7);
            }
            let (first, second) = operations.split_at(split.min(operations.len()));
            let file = write(&merge(Vec::new(), first, 7).marks);
            let file = write(&merge(read(&file).marks, second, 7).marks);
            let lines = read(&file);
            prop_assert_eq!(lines.unreadable, 0);
            prop_assert!(lines.marks.is_sorted_by(|(one, _), (next, _)| one < next));
            let kept: Marks = lines.marks.into_iter().collect();
            for operation in &operations {
                let (kept, mark) = (kept.get(&operation.key), marks.get(&operation.key));
                prop_assert_eq!((kept.read, kept.saved, kept.place), (mark.read, mark.saved, mark.place));
            }
        }

        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&text(&bytes));
        }
    }
}
