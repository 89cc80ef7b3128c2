//! What has happened on disk and still has to be looked at. A file is looked at once it has been quiet for a
//! moment, because the program writing it may not have finished.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::store::Suspects;

/// How long a file must be quiet before it is read.
const QUIET: Duration = Duration::from_millis(150);
/// While changes keep coming, the files that are quiet are looked at this often.
const ROUND: Duration = Duration::from_secs(1);
/// A file that never becomes quiet is read after this long.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Default)]
pub(super) struct Pending {
    suspects: HashMap<PathBuf, Times>,
    moved: HashSet<PathBuf>,
    extent: Extent,
    /// When something has happened to the settings; `None` when nothing has.
    settings: Option<Times>,
    /// When something has happened to the marks; `None` when nothing has.
    marks: Option<Times>,
    /// When something has happened since the last look; `None` when nothing has.
    times: Option<Times>,
}

/// When something happened for the first and for the last time.
#[derive(Clone, Copy, Debug)]
struct Times {
    first: Instant,
    last: Instant,
}

/// What to look at now.
#[derive(Debug, Default)]
pub(super) struct Work {
    suspects: HashSet<PathBuf>,
    extent: Extent,
    settings: bool,
    marks: bool,
    /// Where something was moved, so that another folder may be there now.
    pub(super) moved: HashSet<PathBuf>,
}

/// How much there is to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    /// The suspects, and those of the settings and the marks that may have changed.
    #[default]
    Some,
    All,
    /// Everything is to be read, whether or not it has changed.
    Anew,
}

impl Pending {
    /// A file, or something in a folder, may have changed.
    pub(super) fn suspect(&mut self, path: PathBuf, now: Instant) {
        let times = self.suspects.entry(path).or_insert(Times::at(now));
        times.last = now;
        self.note(now);
    }

    pub(super) fn suspect_all(&mut self, now: Instant) {
        self.extent = self.extent.max(Extent::All);
        self.note(now);
    }

    /// The settings may have changed.
    pub(super) fn suspect_settings(&mut self, now: Instant) {
        self.settings.get_or_insert(Times::at(now)).last = now;
        self.note(now);
    }

    /// The marks may have changed.
    pub(super) fn suspect_marks(&mut self, now: Instant) {
        self.marks.get_or_insert(Times::at(now)).last = now;
        self.note(now);
    }

    /// Another folder may be at `path` now.
    pub(super) fn note_move(&mut self, path: PathBuf) {
        self.moved.insert(path);
    }

    /// Everything is to be read at once.
    pub(super) fn read_anew(&mut self, now: Instant) {
        self.extent = Extent::Anew;
        self.note(now);
    }

    fn note(&mut self, now: Instant) {
        self.times.get_or_insert(Times::at(now)).last = now;
    }

    /// When to look next.
    pub(super) fn due_at(&self) -> Option<Instant> {
        let Times { first, last } = self.times?;
        Some(if self.extent == Extent::Anew {
            first
        } else {
            (last + QUIET).min(first + ROUND)
        })
    }

    /// What to look at; what is still being written is left for later.
    pub(super) fn take_due(&mut self, now: Instant) -> Work {
        let extent = std::mem::take(&mut self.extent);
        let is_due = |times: &mut Times| {
            let is_quiet = now >= times.last + QUIET || now >= times.first + PATIENCE;
            is_quiet || extent == Extent::Anew
        };
        let settings = self.settings.take_if(is_due).is_some();
        let marks = self.marks.take_if(is_due).is_some();
        let due = self.suspects.extract_if(|_, times| is_due(times));
        let suspects = due.map(|(path, _)| path).collect();
        let is_done = self.suspects.is_empty() && self.settings.is_none() && self.marks.is_none();
        self.times = (!is_done).then(|| Times::at(now));
        // What was moved may be among those left for later. To watch a folder anew twice does no harm.
        let moved = if is_done {
            // Many files may have been written at once; no memory is kept for as many again.
            self.suspects = HashMap::new();
            std::mem::take(&mut self.moved)
        } else {
            self.moved.clone()
        };
        Work {
            suspects,
            extent,
            settings,
            marks,
            moved,
        }
    }
}

impl Times {
    fn at(now: Instant) -> Self {
        Self {
            first: now,
            last: now,
        }
    }
}

impl Work {
    pub(super) fn everything() -> Self {
        Self {
            extent: Extent::All,
            ..Self::default()
        }
    }

    /// Whether the settings are to be looked at.
    pub(super) fn has_settings(&self) -> bool {
        self.settings || self.extent != Extent::Some
    }

    /// Whether the marks are to be looked at.
    pub(super) fn has_marks(&self) -> bool {
        self.marks || self.extent != Extent::Some
    }

    /// Whether everything is to be read, whether or not it has changed.
    pub(super) fn is_anew(&self) -> bool {
        self.extent == Extent::Anew
    }

    pub(super) fn suspects(&self) -> Suspects<'_> {
        match self.extent {
            Extent::Some => Suspects::Some(&self.suspects),
            Extent::All => Suspects::All,
            Extent::Anew => Suspects::Anew,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::{Duration, Instant};

    use super::{Pending, Work};

    /// Notes suspects at these milliseconds, and looks whenever that is due, until `end`. Returns what was
    /// looked at and when.
    fn looks(happened: &[(u64, &str)], end: u64) -> Vec<String> {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut pending = Pending::default();
        let mut looks = Vec::new();
        let mut happened = happened.iter().peekable();
        for ms in 0..=end {
            while let Some((_, name)) = happened.next_if(|(when, _)| *when == ms) {
                pending.suspect((*name).into(), at(ms));
            }
            if pending.due_at().is_some_and(|due| due <= at(ms)) {
                let work = pending.take_due(at(ms));
                let mut names: Vec<_> = work
                    .suspects
                    .iter()
                    .map(|path| path.display().to_string())
                    .collect();
                names.sort();
                looks.push(format!("{ms}: {}", names.join(" ")));
            }
        }
        assert!(pending.due_at().is_none());
        looks
    }

    #[test]
    fn a_file_is_looked_at_once_it_is_left_alone() {
        let saved = [(0, "a"), (40, "a"), (90, "b")];
        assert_eq!(looks(&saved, 1000), ["240: a b"]);
        let twice = [(0, "a"), (400, "a")];
        assert_eq!(looks(&twice, 1000), ["150: a", "550: a"]);
    }

    #[test]
    fn many_files_are_looked_at_in_rounds() {
        let names: Vec<_> = (0..30).map(|number| number.to_string()).collect();
        let written: Vec<_> = (0..)
            .step_by(100)
            .zip(names.iter().map(String::as_str))
            .collect();
        let looks = looks(&written, 5000);
        let counts: Vec<_> = looks
            .iter()
            .map(|look| {
                let (when, names) = look.split_once(": ").unwrap();
                (when.parse::<u64>().unwrap(), names.split(' ').count())
            })
            .collect();
        assert_eq!(counts, [(1000, 9), (2000, 10), (3000, 10), (3150, 1)]);
    }

    #[test]
    fn a_file_that_is_never_left_alone_is_looked_at_all_the_same() {
        let log: Vec<_> = (0..70).map(|number| (number * 50, "log")).collect();
        assert_eq!(
            looks(&log, 6000),
            ["1000: ", "2000: log", "3050: ", "3600: log"]
        );
    }

    #[test]
    fn where_something_was_moved_is_known_until_all_has_been_looked_at() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut pending = Pending::default();
        pending.note_move("folder".into());
        pending.suspect("folder".into(), at(0));
        // Something else keeps being written.
        pending.suspect("log".into(), at(140));
        for ms in [150, 300] {
            let moved = pending.take_due(at(ms)).moved;
            assert!(moved.contains(Path::new("folder")), "{ms}");
        }
        pending.suspect("log".into(), at(400));
        assert!(pending.take_due(at(600)).moved.is_empty());
    }

    #[test]
    fn no_memory_is_kept_for_what_has_been_looked_at() {
        let now = Instant::now();
        let mut pending = Pending::default();
        for number in 0..100 {
            pending.suspect(number.to_string().into(), now);
        }
        assert_eq!(
            pending
                .take_due(now + Duration::from_secs(1))
                .suspects
                .len(),
            100
        );
        assert_eq!(pending.suspects.capacity(), 0);
    }

    #[test]
    fn settings_and_marks_are_read_once_they_are_left_alone() {
        type Suspect = fn(&mut Pending, Instant);
        let settings: Suspect = Pending::suspect_settings;
        for (suspect, looks) in [
            (settings, [true, false]),
            (Pending::suspect_marks, [false, true]),
        ] {
            let start = Instant::now();
            let at = |ms| start + Duration::from_millis(ms);
            let mut pending = Pending::default();
            let looked_at = |work: Work| [work.has_settings(), work.has_marks()];
            pending.suspect("briefing".into(), at(0));
            // Somebody saves every 100 milliseconds, and another file has made a look due.
            for ms in (100..=900).step_by(100) {
                suspect(&mut pending, at(ms));
            }
            assert_eq!(pending.due_at(), Some(at(1000)));
            assert_eq!(looked_at(pending.take_due(at(1000))), [false, false]);
            assert_eq!(pending.due_at(), Some(at(1150)));
            assert_eq!(looked_at(pending.take_due(at(1150))), looks);
            assert!(pending.due_at().is_none());
        }
    }

    #[test]
    fn reading_anew_waits_for_nothing() {
        let now = Instant::now();
        let mut pending = Pending::default();
        pending.suspect("a".into(), now);
        pending.read_anew(now);
        assert_eq!(pending.due_at(), Some(now));
        assert!(pending.take_due(now).is_anew());
        assert!(pending.due_at().is_none());
    }
}
