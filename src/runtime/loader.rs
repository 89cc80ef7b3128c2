//! Reading the archive: the newest edition before the first frame, the rest on threads.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::event::Event;
use crate::app::Msg;
use crate::archive::{self, Edition};
use crate::briefing::Briefing;
use crate::search::{Folder, fold_editions};
use crate::store::{self, Batches, Files, FoundFiles};

/// The most files without a date in their names that are read before the first frame.
const UNDATED: usize = 64;

/// The most files that are read before the first frame to find something unread.
const LOOK_BACK: usize = 4;

/// What is read before the first frame, and what is left to read.
pub(super) struct Opening {
    pub(super) editions: Vec<Arc<Edition>>,
    pub(super) read: Read,
    /// How many editions there are in all, read or not.
    pub(super) found: usize,
}

/// Which files have been read. The others are read next, in an order that goes by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// So many of the newest; then come the others, newest first.
    Newest(usize),
    /// Only this one; then come the files nearest to it by name, in turn newer and older, so that there are
    /// no gaps between the editions that have been read.
    One(PathBuf),
}

impl Read {
    /// The files left to read, in the order in which to read them. All of `files` are sorted for this.
    pub(super) fn rest(&self, files: Files) -> Vec<PathBuf> {
        let mut rest = files.into_paths();
        let read = match self {
            Self::Newest(count) => {
                rest.drain(..count);
                return rest;
            }
            Self::One(read) => rest.iter().position(|path| path == read),
        };
        // It may have come through standard input.
        let Some(place) = read else { return rest };
        let (newer, older) = (&rest[..place], &rest[place + 1..]);
        let longest = newer.len().max(older.len());
        (0..longest)
            .flat_map(|step| [newer.iter().rev().nth(step), older.get(step)])
            .flatten()
            .cloned()
            .collect()
    }
}

/// Reads the files of the newest day, by their names, and goes on to earlier days until one file can be
/// shown.
pub(super) fn open(found: &mut FoundFiles) -> Opening {
    let mut editions = found.at_hand();
    let all = editions.len() + found.files.len();
    let mut read = 0;
    let mut any_readable = false;
    // What is at hand may be older than the newest file.
    while read < found.files.len() && !any_readable {
        let end = end_of_day(&mut found.files, read);
        let newest = found.files.slice(read..end);
        read = end;
        for path in newest {
            let edition = store::read(path);
            any_readable |= edition.briefing.is_some();
            editions.push(Arc::new(edition));
        }
    }
    Opening {
        editions,
        read: Read::Newest(read),
        found: all,
    }
}

/// The end of the files that are read together, from `start` on: those of one day, by their names.
fn end_of_day(files: &mut Files, start: usize) -> usize {
    let is_dated = |path: PathBuf| archive::date_in_name(&path).is_some();
    if files.get(start).is_some_and(is_dated) {
        files.end_of_day(start)
    } else {
        // Without dates in the names only the contents tell which is newest; a few are read quickly.
        files.len().min(start + UNDATED)
    }
}

impl Opening {
    /// If every story in the editions read is read, reads the days before, until one has something unread,
    /// but at most [`LOOK_BACK`] files. When these have nothing either, the newest edition opens at its
    /// closing page. That page leads to what is left in any earlier edition that was begun, and the archive
    /// shows the unread stories of all.
    pub(super) fn look_for_unread(
        &mut self,
        files: &mut Files,
        mut has_unread: impl FnMut(&Briefing) -> bool,
    ) {
        let Read::Newest(read) = &mut self.read else {
            return;
        };
        let mut is_unread = |edition: &Arc<Edition>| {
            let briefing = edition.briefing.as_ref();
            briefing.is_some_and(&mut has_unread)
        };
        let (mut looked, end) = (0, *read + LOOK_BACK);
        while !self.editions[looked..].iter().any(&mut is_unread) {
            let day = end_of_day(files, *read).min(end);
            let day = files.slice(*read..day);
            if day.is_empty() {
                return;
            }
            looked = self.editions.len();
            *read += day.len();
            let day = day.into_iter().map(|path| Arc::new(store::read(path)));
            self.editions.extend(day);
        }
    }
}

/// Opens `edition`, which has been read already.
pub(super) fn open_at(found: &FoundFiles, edition: &Arc<Edition>) -> Opening {
    let mut editions = found.at_hand();
    let all = editions.len() + found.files.len();
    if found.files.contains(edition.path()) {
        editions.push(Arc::clone(edition));
    }
    Opening {
        editions,
        read: Read::One(edition.path().to_owned()),
        found: all,
    }
}

/// Reads what is left of `files` on threads and sends it in batches in the order of [`Read::rest`], together
/// with the text folded for the search. In any other order the edition before the one on screen could still be
/// missing when the user goes back to it. The editions of the `opening` are folded on a thread of their own.
/// Returns a channel that gets each file that was not there when its turn came, and closes once everything has
/// been sent.
pub(super) fn spawn(opening: Opening, files: Files, events: &Sender<Event>) -> Receiver<PathBuf> {
    let Opening { editions, read, .. } = opening;
    // Each thread holds an end until it is done.
    let (missing, all_missing) = mpsc::channel();
    let until_folded = missing.clone();
    send_missing(&editions, &missing);
    let folding = events.clone();
    thread::spawn(move || {
        // The receiver is gone only when the program ends.
        let _ = folding.send(Event::Background(Msg::Folded(fold_editions(&editions))));
        drop(until_folded);
    });
    let events = events.clone();
    // Sorting many files takes a while, during which the user can already press keys.
    thread::spawn(move || send_all(read.rest(files), events, missing));
    all_missing
}

/// Sends those of `editions` whose files were not there.
pub(super) fn send_missing(editions: &[Arc<Edition>], missing: &Sender<PathBuf>) {
    for edition in editions.iter().filter(|edition| edition.was_missing()) {
        // The receiver is gone only when the program ends.
        let _ = missing.send(edition.path().to_owned());
    }
}

/// Reads files on threads and sends them. `missing` gets those that are not there, and is held until all is done.
fn send_all(files: Vec<PathBuf>, events: Sender<Event>, missing: Sender<PathBuf>) {
    let mut left = files.len();
    store::read_in_batches(
        files,
        Batches::Many,
        Folder::take_all,
        move |(mut editions, folded)| {
            left -= editions.len();
            send_missing(&editions, &missing);
            // They are no faults: by now they may be there again, or gone for good.
            editions.retain(|edition| !edition.was_missing());
            let post = |message| events.send(Event::Background(message)).is_ok();
            post(Msg::EditionsLoaded(editions))
                && post(Msg::Folded(folded))
                && (left > 0 || post(Msg::AllLoaded))
        },
    );
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::{Arc, mpsc};

    use super::{LOOK_BACK, Opening, Read, UNDATED, open, open_at, spawn};
    use crate::app::Msg;
    use crate::archive::Edition;
    use crate::marks::{Change, Marks, Operation};
    use crate::runtime::event::Event;
    use crate::store::{self, Files, FoundFiles};

    const GOOD: &str = "title = \"T\"\n[[story]]\nheadline = \"H\"\nbody = \"B\"\n";

    /// A folder of files with these names, and what is found in it. A name with `broken` in it belongs to
    /// a file that is not TOML.
    fn folder(names: &[&str]) -> (tempfile::TempDir, FoundFiles) {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let text = if name.contains("broken") { "=" } else { GOOD };
            fs::write(folder.path().join(name), text).unwrap();
        }
        let found = store::find(&[folder.path().to_owned()]).unwrap();
        (folder, found)
    }

    fn names<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Vec<String> {
        paths
            .into_iter()
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    }

    fn read(opening: &Opening) -> Vec<String> {
        names(opening.editions.iter().map(|edition| edition.path()))
    }

    fn rest(opening: &Opening, found: &FoundFiles) -> Vec<String> {
        let rest = opening.read.rest(found.files.clone());
        names(rest.iter().map(PathBuf::as_path))
    }

    #[test]
    fn a_few_more_days_are_read_to_find_something_unread() {
        let names: Vec<_> = (1..=20)
            .map(|day| format!("2031-01-{day:02}.toml"))
            .collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let (_folder, mut found) = folder(&names);
        // Stories are kept under the title, since the files have no date in them.
        for (all_read, expected) in [(false, 1), (true, 1 + LOOK_BACK)] {
            let mut opening = open(&mut found);
            let mut marks = Marks::default();
            let briefing = opening.editions[0].briefing.as_ref().unwrap();
            let key = briefing.story(0).key();
            let change = Change::Read(all_read);
            marks.apply(&Operation { key, change }, 1);
            opening.look_for_unread(&mut found.files, |edition| marks.has_unread(edition));
            assert_eq!(opening.editions.len(), expected);
            assert_eq!(opening.editions.len() + rest(&opening, &found).len(), 20);
        }
    }

    #[test]
    fn all_files_of_the_newest_day_are_read_first() {
        let (_folder, mut found) = folder(&[
            "2031-01-01.toml",
            "2031-01-03-late.toml",
            "2031-01-03.toml",
            "2031-01-02.toml",
        ]);
        let opening = open(&mut found);
        let mut newest = read(&opening);
        newest.sort();
        assert_eq!(newest, ["2031-01-03", "2031-01-03-late"]);
        assert_eq!(rest(&opening, &found), ["2031-01-02", "2031-01-01"]);
        assert_eq!(opening.found, 4);
    }

    #[test]
    fn earlier_days_are_read_until_a_file_can_be_shown() {
        let (_folder, mut found) = folder(&[
            "2031-01-01.toml",
            "2031-01-02.toml",
            "2031-01-03-broken.toml",
            "2031-01-04-broken.toml",
        ]);
        let opening = open(&mut found);
        assert_eq!(
            read(&opening),
            ["2031-01-04-broken", "2031-01-03-broken", "2031-01-02"]
        );
        assert_eq!(rest(&opening, &found), ["2031-01-01"]);
        assert_eq!(opening.found, 4);
    }

    #[test]
    fn only_some_files_without_a_date_are_read_first() {
        let names: Vec<_> = (0..UNDATED + 6)
            .map(|number| format!("{number:03}.toml"))
            .collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let (_folder, mut found) = folder(&names);
        let opening = open(&mut found);
        assert_eq!(opening.editions.len(), UNDATED);
        assert_eq!(rest(&opening, &found).len(), 6);
        assert_eq!(opening.found, UNDATED + 6);
    }

    #[test]
    fn the_files_nearest_to_the_edition_asked_for_come_next() {
        let (_folder, mut found) = folder(&[
            "2031-01-01.toml",
            "2031-01-02.toml",
            "2031-01-03.toml",
            "2031-01-04.toml",
            "2031-01-05.toml",
            "2031-01-06.toml",
        ]);
        let edition = Arc::new(store::read(found.files.get(3).unwrap()));
        let opening = open_at(&found, &edition);
        assert_eq!(read(&opening), ["2031-01-03"]);
        assert_eq!(
            rest(&opening, &found),
            [
                "2031-01-04",
                "2031-01-02",
                "2031-01-05",
                "2031-01-01",
                "2031-01-06"
            ]
        );
        assert_eq!(opening.found, 6);
    }

    #[test]
    fn the_newest_files_are_read_beside_standard_input() {
        let (_folder, mut found) = folder(&["2031-01-01.toml", "2031-01-02.toml"]);
        let piped = "title = \"T\"\ndate = 2030-12-31\n";
        let piped = Arc::new(Edition::parse("-".into(), piped));
        found.standard_input = Some(Arc::clone(&piped));
        let opening = open(&mut found);
        let paths: Vec<_> = opening.editions.iter().map(|read| read.path()).collect();
        assert_eq!(paths, [piped.path(), &found.files.get(0).unwrap()]);
        assert_eq!((rest(&opening, &found).len(), opening.found), (1, 3));
        let opening = open_at(&found, &piped);
        assert!(Arc::ptr_eq(&opening.editions[0], &piped));
        assert_eq!((rest(&opening, &found).len(), opening.found), (2, 3));
    }

    #[test]
    fn samples_need_no_reading() {
        let mut found = FoundFiles {
            origin: store::Origin::Samples {
                searched: Vec::new(),
                home: None,
            },
            files: store::Files::default(),
            unsearched: Vec::new(),
            missing: Vec::new(),
            standard_input: None,
            places: store::Places::default(),
        };
        let samples = store::samples();
        for opening in [open(&mut found), open_at(&found, &samples[0])] {
            assert_eq!(opening.editions.len(), samples.len());
            assert!(rest(&opening, &found).is_empty());
            assert_eq!(opening.found, samples.len());
        }
    }

    /// What [`spawn`] sends for `files`, the newest of which are `opened` already, until its last thread has
    /// ended.
    fn sent(opened: Vec<Arc<Edition>>, files: Files) -> Vec<Msg> {
        let (events, inbox) = mpsc::channel();
        let opening = Opening {
            read: Read::Newest(opened.len()),
            editions: opened,
            found: files.len(),
        };
        let _ = spawn(opening, files, &events);
        drop(events);
        inbox
            .into_iter()
            .map(|event| match event {
                Event::Background(message) => message,
                _ => panic!("only what was read is sent"),
            })
            .collect()
    }

    #[test]
    fn a_file_that_is_not_there_any_more_is_to_be_read_once_more() {
        let (folder, found) = folder(&[
            "2031-01-01.toml",
            "2031-01-02.toml",
            "2031-01-03-broken.toml",
        ]);
        let gone = folder.path().join("2031-01-01.toml");
        fs::remove_file(&gone).unwrap();
        let opening = Opening {
            read: Read::Newest(0),
            editions: Vec::new(),
            found: found.files.len(),
        };
        let (events, _inbox) = mpsc::channel();
        let missing: Vec<_> = spawn(opening, found.files, &events).iter().collect();
        assert_eq!(missing, [gone]);
    }

    #[test]
    fn all_files_are_sent_in_order_and_then_the_message_that_these_are_all() {
        let names: Vec<_> = (0..200).map(|number| format!("{number:03}.toml")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let (_folder, found) = folder(&names);
        let mut loaded = Vec::new();
        let mut all = false;
        for message in sent(Vec::new(), found.files.clone()) {
            match message {
                Msg::EditionsLoaded(editions) => {
                    assert!(!all);
                    loaded.push(editions);
                }
                Msg::AllLoaded => all = true,
                _ => {}
            }
        }
        assert!(all);
        // The user waits for the first batch, so it is a small one.
        let batches: Vec<_> = loaded.iter().map(Vec::len).collect();
        assert_eq!(batches, [8, 8, 16, 32, 64, 64, 8]);
        let loaded: Vec<_> = loaded
            .iter()
            .flatten()
            .map(|edition| edition.path())
            .collect();
        assert_eq!(loaded, found.files.into_paths());
    }

    #[test]
    fn files_with_faults_are_sent_like_the_others_but_not_those_that_are_not_there() {
        let (folder, found) = folder(&["1.toml", "2-broken.toml", "3.toml"]);
        let mut files = found.files;
        files.push_path(folder.path().join("0-is-not-there.toml"));
        let messages = sent(Vec::new(), files);
        let loaded = messages.iter().filter_map(|message| match message {
            Msg::EditionsLoaded(editions) => Some(editions),
            _ => None,
        });
        let loaded: Vec<_> = loaded.flatten().collect();
        let readable = loaded.iter().map(|edition| edition.briefing.is_some());
        assert_eq!(readable.collect::<Vec<_>>(), [true, false, true]);
        assert!(!loaded[1].diagnostics.is_empty());
        let all = messages
            .iter()
            .any(|message| matches!(message, Msg::AllLoaded));
        assert!(all);
    }

    #[test]
    fn the_text_of_every_file_is_sent_once() {
        let names: Vec<_> = (0..100).map(|number| format!("{number:03}.toml")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let (_folder, mut found) = folder(&names);
        let first = found.files.slice(0..3).into_iter();
        let opened = first.map(|path| Arc::new(store::read(path)));
        let mut chunks = Vec::new();
        for message in sent(opened.collect(), found.files.clone()) {
            if let Msg::Folded(folded) = message {
                chunks.extend(folded);
            }
        }
        for path in found.files.into_paths() {
            let only = HashSet::from([path.as_path()]);
            let holding = chunks.iter().filter(|chunk| chunk.holds_any(&only));
            assert_eq!(holding.count(), 1, "{}", path.display());
        }
    }
}
