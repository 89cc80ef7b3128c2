//! The marks of the few editions that a start looks at, out of a file that may hold those of ten thousand.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::{LoadedMarks, MAX_BYTES, MarksFile, Part};
use crate::briefing::Briefing;
use crate::marks::{self, Marks, Version};
use crate::store::read;

/// How many bytes are read to compare one line with what is looked for. Lines are shorter, as a rule.
const PROBE: u64 = 1024;

/// How many bytes are read at once where the lines are. A smaller file is loaded whole.
const BLOCK: u64 = 8 * 1024;

/// The marks of single editions. The file is sorted by key, so their lines are found by bisection, and the first frame
/// need not wait for all others to be read. Where a line is not as this program writes it, all are loaded after all.
#[derive(Debug)]
pub struct FirstMarks {
    /// `None` without a home folder.
    file: Option<MarksFile>,
    /// `None` once all marks are loaded.
    sorted: Option<Sorted<File>>,
    loaded: LoadedMarks,
    /// The lines that were found, after the first line of the file.
    text: String,
    /// The identities of the editions whose lines were looked for.
    looked_up: HashSet<String>,
}

impl FirstMarks {
    /// No marks, because there is no home folder to keep them in.
    pub fn homeless() -> Self {
        Self {
            file: None,
            sorted: None,
            loaded: LoadedMarks::homeless(),
            text: String::new(),
            looked_up: HashSet::new(),
        }
    }

    pub fn open(file: MarksFile) -> Self {
        let sorted = open(&file.path);
        let (text, sorted) = sorted.map_or_else(Default::default, |(first_line, sorted)| {
            (first_line, Some(sorted))
        });
        let mut marks = Self {
            file: Some(file),
            sorted,
            loaded: LoadedMarks::default(),
            text,
            looked_up: HashSet::new(),
        };
        if marks.sorted.is_none() {
            marks.load_all();
        }
        marks
    }

    /// Whether any story of `edition` is unread.
    pub fn has_unread(&mut self, edition: &Briefing) -> bool {
        let marks = self.look_up(edition);
        let marks = marks.as_ref().unwrap_or(&self.loaded.marks);
        marks.has_unread(edition)
    }

    /// The marks of `editions` at least.
    pub fn of<'b>(mut self, editions: impl Iterator<Item = &'b Briefing>) -> LoadedMarks {
        for edition in editions {
            if !self.looked_up.contains(edition.id().as_str()) {
                self.look_up(edition);
            }
        }
        if self.sorted.is_some() {
            (self.loaded.marks, ..) = Marks::of_file(self.text);
            self.loaded.part = Part::Some;
        }
        self.loaded
    }

    /// The marks of an edition; `None` if all are loaded.
    fn look_up(&mut self, edition: &Briefing) -> Option<Marks> {
        let identity = edition.id();
        let lines = self.sorted.as_mut()?.lines_of(&format!("{identity}/"));
        if let Ok(Some(lines)) = lines {
            let first_line = self.text.split_inclusive('\n').next().unwrap_or_default();
            let (marks, version, unreadable) = Marks::of_file(format!("{first_line}{lines}"));
            if version == Version::Current && unreadable == 0 {
                self.text.push_str(&lines);
                self.looked_up.insert(identity.to_string());
                return Some(marks);
            }
        }
        self.load_all();
        None
    }

    fn load_all(&mut self) {
        self.sorted = None;
        if let Some(file) = &self.file {
            self.loaded = file.load();
        }
    }
}

/// Opens the file at `path` if it is large, and of the version that this program writes. Also returns its first line.
fn open(path: &Path) -> Option<(String, Sorted<File>)> {
    let (mut file, end) = read::open_regular(path, MAX_BYTES).ok()?;
    if end <= BLOCK {
        return None;
    }
    let mut beginning = [0; 64];
    file.read_exact(&mut beginning).ok()?;
    let start = 1 + memchr::memchr(b'\n', &beginning)?;
    let first_line = str::from_utf8(&beginning[..start]).ok()?;
    let states_version = marks::states_current_version(first_line.trim_end());
    let start = start as u64;
    states_version.then(|| (first_line.to_owned(), Sorted { file, start, end }))
}

/// A file of lines that are sorted by their keys.
#[derive(Debug)]
struct Sorted<F> {
    file: F,
    /// Where the first of them begins, in bytes.
    start: u64,
    /// The length of the file, in bytes.
    end: u64,
}

impl<F: Read + Seek> Sorted<F> {
    /// The lines whose keys begin with `prefix`. `None` if a line that was met is too long, is not UTF-8, has no end or
    /// is out of order.
    fn lines_of(&mut self, prefix: &str) -> io::Result<Option<String>> {
        let prefix = prefix.as_bytes();
        // A line begins at each of them. The keys before `low` come before the prefix; those from `high` on do not.
        let (mut low, mut high) = (self.start, self.end);
        let (mut last_before, mut first_after) = (Vec::new(), None::<Vec<u8>>);
        while high - low > BLOCK {
            let middle = low + (high - low) / 2;
            let probe = self.read(middle, PROBE)?;
            let in_order = |key: &[u8]| {
                key > last_before.as_slice()
                    && first_after.as_deref().is_none_or(|after| key < after)
            };
            let Some((start, key)) = second_line(&probe).filter(|(_, key)| in_order(key)) else {
                return Ok(None);
            };
            let line = middle + start as u64;
            if key < prefix {
                (low, last_before) = (line, key.to_vec());
            } else {
                (high, first_after) = (line, Some(key.to_vec()));
            }
        }
        let first = self.read(low, PROBE)?;
        if let (Some(key), Some(after)) = (key(&first), &first_after)
            && key >= after.as_slice()
        {
            return Ok(None);
        }
        let found = self.lines_from(low, prefix)?;
        Ok(found.and_then(|lines| String::from_utf8(lines).ok()))
    }

    /// As [`Self::lines_of`], of the lines that begin at byte `at` or later.
    fn lines_from(&mut self, mut at: u64, prefix: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let (mut found, mut last) = (Vec::new(), Vec::new());
        while at < self.end {
            let block = self.read(at, BLOCK)?;
            let whole = memchr::memrchr(b'\n', &block).map_or(0, |end| end + 1);
            if whole == 0 {
                return Ok(None);
            }
            for line in block[..whole].split_inclusive(|&byte| byte == b'\n') {
                let Some(key) = key(line).filter(|&key| *last < *key) else {
                    return Ok(None);
                };
                if key.starts_with(prefix) {
                    found.extend_from_slice(line);
                } else if key > prefix {
                    return Ok(Some(found));
                }
                last.clear();
                last.extend_from_slice(key);
            }
            at += whole as u64;
        }
        Ok(Some(found))
    }

    /// At most `most` bytes from byte `at` on, and fewer only at the end.
    fn read(&mut self, at: u64, most: u64) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        self.file.by_ref().take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Where the second line of `bytes` begins, and its key, if they hold both whole.
fn second_line(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let start = 1 + memchr::memchr(b'\n', bytes)?;
    Some((start, key(&bytes[start..])?))
}

/// The key of the line with which `bytes` begins, if it has an end there.
fn key(bytes: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr2(b'\t', b'\n', bytes)?;
    (bytes[end] == b'\t').then_some(&bytes[..end])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::{BLOCK, FirstMarks, MarksFile, Part, Sorted};
    use crate::archive::Edition;
    use crate::marks::{self, Mark};

    const HEADER: &str = "roundup marks 1\n";

    fn read() -> Mark {
        let mut mark = Mark::default();
        mark.read = true;
        mark.place = 7;
        mark
    }

    /// A file of marks under these keys, which are sorted.
    fn file_of<'k>(keys: impl IntoIterator<Item = &'k String>) -> String {
        let marks: Vec<_> = keys.into_iter().map(|key| (key.as_str(), read())).collect();
        marks::write(&marks)
    }

    fn sorted(text: &str) -> Sorted<Cursor<&[u8]>> {
        Sorted {
            file: Cursor::new(text.as_bytes()),
            start: HEADER.len() as u64,
            end: text.len() as u64,
        }
    }

    proptest! {
        /// Editions of one story and of hundreds, which take more than one block; the first and the last ones, and some
        /// that are not there.
        #[test]
        fn it_finds_the_lines_of_an_edition(
            editions in prop::collection::btree_map("[ab]{1,6}", 1usize..40, 0..60),
            many in 0usize..600,
            padding in 0usize..150,
            others in prop::collection::vec("[abc]{0,6}", 0..8),
        ) {
            let mut keys = BTreeSet::new();
            for (edition, stories) in &editions {
                let stories = if edition == "aa" { many } else { *stories };
                keys.extend((0..stories).map(|story| format!("{edition}/{story}{:x<padding$}", "")));
            }
            let text = file_of(&keys);
            for edition in editions.keys().chain(&others) {
                let prefix = format!("{edition}/");
                let lines = text.lines().filter(|line| line.starts_with(&prefix));
                let expected = lines.fold(String::new(), |text, line| text + line + "\n");
                let found = sorted(&text).lines_of(&prefix).unwrap();
                prop_assert_eq!(found, Some(expected));
            }
        }

        /// Whatever a file holds, it finds only lines that are there.
        #[test]
        fn it_makes_nothing_up(
            lines in prop::collection::vec("(a/|b/|c/)?[xyz\t]{0,700}", 0..100),
            ends in any::<bool>(),
        ) {
            let text = HEADER.to_owned() + &lines.join("\n") + if ends { "\n" } else { "" };
            if let Some(found) = sorted(&text).lines_of("b/").unwrap() {
                let is_there = |line: &str| line.starts_with("b/") && lines.iter().any(|it| it == line);
                prop_assert!(found.lines().all(is_there));
            }
        }
    }

    fn edition(id: &str) -> Edition {
        let source = format!(
            "id = '{id}'\ntitle = 'T'\ndate = 2016-01-12\n[[story]]\nid = 'x'\nheadline = 'H'\n"
        );
        Edition::parse("a.toml".into(), &source)
    }

    /// What a start knows from a file with this content of editions `a500` and `none`: whether it has read all of
    /// the file, whether anything is unread in them, the mark of `a500/x`, and what is wrong.
    fn begun(content: &[u8]) -> (bool, [bool; 2], Mark, Option<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("marks");
        fs::write(&path, content).unwrap();
        let mut marks = FirstMarks::open(MarksFile::at(path));
        let editions = ["a500", "none"].map(edition);
        let briefings = editions.each_ref().map(|it| it.briefing.as_ref().unwrap());
        let unread = briefings.map(|briefing| marks.has_unread(briefing));
        let loaded = marks.of(briefings.into_iter());
        let problem = loaded.not_saved.or(loaded.warning);
        let is_whole = matches!(loaded.part, Part::All(_));
        let mark = loaded.marks.get("a500/x");
        (is_whole, unread, mark, problem.map(|it| it.to_string()))
    }

    fn large() -> String {
        let keys: BTreeSet<_> = (0..1000).map(|edition| format!("a{edition}/x")).collect();
        let text = file_of(&keys);
        assert!(text.len() as u64 > BLOCK);
        text
    }

    #[test]
    fn a_start_reads_only_the_lines_that_it_needs() {
        let known = (false, [false, true], read(), None);
        assert_eq!(begun(large().as_bytes()), known);
    }

    #[test]
    fn a_small_file_is_loaded_whole() {
        let small = file_of(&["a500/x".to_owned()]);
        assert_eq!(begun(small.as_bytes()), (true, [false, true], read(), None));
    }

    #[test]
    fn a_file_that_is_not_as_it_was_written_is_loaded_whole() {
        let known =
            |problem: Option<&str>| (true, [false, true], read(), problem.map(str::to_owned));
        let large = large();
        let lines: Vec<_> = large.lines().skip(1).collect();
        let backwards = lines.iter().rev();
        let backwards = backwards.fold(HEADER.to_owned(), |text, line| text + line + "\n");
        assert_eq!(begun(backwards.as_bytes()), known(None));
        let later = large.replacen("marks 1", "marks 2", 1);
        let why = "they were saved by a newer roundup; use that one";
        assert_eq!(begun(later.as_bytes()), known(Some(why)));
        let damaged = large
            .replace("a500/x\t", "a500/w\tdamaged\t")
            .replace("a501/x\t", "a500/x\t");
        let why = "1 line of the marks cannot be read";
        assert_eq!(begun(damaged.as_bytes()), known(Some(why)));
        let mut invalid = large.into_bytes();
        let at = memchr::memmem::find(&invalid, b"a500/x").unwrap();
        invalid.splice(at..at, *b"a500/\xFF\tr\t1\t1\n");
        assert_eq!(begun(&invalid), known(Some(why)));
    }
}
