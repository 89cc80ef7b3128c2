//! Delivers editions in the order of the archive while files are still being read.

use std::fmt;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::vec;

use jiff::civil::Date;

use super::batches::read_passing_in_batches;
use super::find::FoundFiles;
use crate::archive::{self, Edition, Which};
use crate::text::DisplayText;

/// How many batches may wait to be taken, so that reading does not get far ahead of a slow consumer.
const WAITING: usize = 2;

/// Editions with what was picked from each, newest first, each as soon as its turn is certain.
///
/// An edition's turn is certain when every file has been read whose name has no day, or has the edition's
/// day or a later one. An edition that is newer than its file name says may be read after older ones have
/// been delivered: then it is delivered at once, out of order.
pub struct NewestFirst<T> {
    inbox: Receiver<Batch<T>>,
    /// The days in the names of the files, in the order in which they are read.
    days: Vec<Option<Date>>,
    /// How many files have been read.
    read: usize,
    uncertain: Vec<(Arc<Edition>, T)>,
    certain: vec::IntoIter<(Arc<Edition>, T)>,
    unreadable: Vec<Arc<Edition>>,
}

struct Batch<T> {
    files: usize,
    picked: Vec<(Arc<Edition>, T)>,
    unreadable: Vec<Arc<Edition>>,
}

impl<T> Batch<T> {
    /// `files` is how many were read, and `editions` what they gave.
    fn new(
        files: usize,
        editions: &[Arc<Edition>],
        pick: impl Fn(&[Arc<Edition>]) -> Vec<(Arc<Edition>, T)>,
    ) -> Self {
        let unreadable = editions.iter().filter(|edition| edition.briefing.is_none());
        Self {
            files,
            picked: pick(editions),
            unreadable: unreadable.cloned().collect(),
        }
    }
}

/// Starts to read the files. Those whose bytes do not pass are not parsed, nor are their faults known. `pick`
/// chooses which editions to deliver and what to deliver with each. Both are called on the reading threads.
pub fn newest_first<T: Send + 'static>(
    found: FoundFiles,
    passes: impl Fn(&[u8]) -> bool + Send + Sync + 'static,
    pick: impl Fn(&[Arc<Edition>]) -> Vec<(Arc<Edition>, T)> + Send + Sync + 'static,
) -> NewestFirst<T> {
    start(&found.at_hand(), found.files.into_paths(), passes, pick)
}

fn start<T: Send + 'static>(
    at_hand: &[Arc<Edition>],
    files: Vec<PathBuf>,
    passes: impl Fn(&[u8]) -> bool + Send + Sync + 'static,
    pick: impl Fn(&[Arc<Edition>]) -> Vec<(Arc<Edition>, T)> + Send + Sync + 'static,
) -> NewestFirst<T> {
    let day = |path: &PathBuf| archive::date_in_name(path).map(|date| date.day);
    let (dated, mut files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|path| day(path).is_some());
    files.extend(dated);
    let days = files.iter().map(day).collect();
    let Batch {
        picked, unreadable, ..
    } = Batch::new(0, at_hand, &pick);
    let (outbox, inbox) = mpsc::sync_channel(WAITING);
    read_passing_in_batches(
        files,
        passes,
        move |files, editions| {
            let editions: Vec<_> = editions.map(Arc::new).collect();
            Batch::new(files, &editions, &pick)
        },
        move |batch| outbox.send(batch).is_ok(),
    );
    NewestFirst {
        inbox,
        days,
        read: 0,
        uncertain: picked,
        certain: Vec::new().into_iter(),
        unreadable,
    }
}

/// No edition is the one that the user asked for.
#[derive(Debug)]
pub enum NoSuchEdition {
    NotFound {
        asked: Which,
        /// What there is instead, in the form in which it is asked for.
        nearest: Vec<String>,
    },
    /// A story is named by a day and its id, but these identities of that day fit.
    Several(Vec<String>),
}

impl fmt::Display for NoSuchEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { asked, nearest } => {
                write!(f, "there is no {}", DisplayText::line(&asked.to_string()))?;
                if nearest.is_empty() {
                    return f.write_str("; `roundup list --editions` shows what there is");
                }
                let nearest = DisplayText::line(&nearest.join(", "));
                write!(f, "; the nearest: {nearest}")
            }
            Self::Several(identities) => write!(
                f,
                "several stories of that time have this name; choose one by its identity: {}",
                DisplayText::line(&identities.join(", "))
            ),
        }
    }
}

impl std::error::Error for NoSuchEdition {}

/// The edition that the user asked for.
#[derive(Debug)]
pub struct Meant {
    pub edition: Result<Arc<Edition>, NoSuchEdition>,
    /// Files that cannot be read, but could be the edition that was meant.
    pub unreadable: Vec<Arc<Edition>>,
}

/// The newest readable edition that matches `which`. Files whose names are compatible with `which` are read
/// first, and the others only if none of them matches.
pub fn edition(found: &FoundFiles, which: &Which) -> Meant {
    let at_hand = found.at_hand();
    let (likely, others): (Vec<_>, Vec<_>) = found
        .files
        .to_paths()
        .into_iter()
        .partition(|path| which.is_likely(path));
    let mut unreadable = Vec::new();
    let there = Arc::new(Mutex::new(Vec::new()));
    let meant = [(at_hand, likely), (Vec::new(), others)];
    let meant = meant.into_iter().find_map(|(at_hand, files)| {
        let (selector, there) = (which.clone(), Arc::clone(&there));
        let pick = move |editions: &[Arc<Edition>]| {
            let readable = editions.iter().filter(|edition| edition.briefing.is_some());
            lock(&there).extend(readable.map(|edition| edition.id().clone()));
            let meant = editions.iter().filter(|edition| selector.is(edition));
            meant.map(|edition| (Arc::clone(edition), ())).collect()
        };
        let mut editions = start(&at_hand, files, |_| true, pick);
        let newest = editions.next();
        let meant = newest.map(|(newest, ())| match which {
            Which::StoryOfDays { .. } => {
                let others = editions.by_ref().map(|(edition, ())| edition);
                the_only(which, std::iter::once(newest).chain(others).collect())
            }
            _ => Ok(newest),
        });
        unreadable.append(&mut editions.unreadable);
        meant
    });
    // If nothing was meant, all files have been read.
    let edition = meant.unwrap_or_else(|| {
        Err(NoSuchEdition::NotFound {
            asked: which.clone(),
            nearest: which.nearest(&lock(&there)),
        })
    });
    unreadable.retain(|other| {
        let is_newer = |edition| other.cmp_newest_first(edition).is_lt();
        let may_be_newer = edition.as_deref().map_or(true, is_newer);
        other.date().is_none() || (may_be_newer && which.is_likely(other.path()))
    });
    Meant {
        edition,
        unreadable,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The edition of the story that `which` names by its days and id: the one in which the selector is an
/// identity, else the only one of `editions`.
fn the_only(which: &Which, editions: Vec<Arc<Edition>>) -> Result<Arc<Edition>, NoSuchEdition> {
    let is_named = |edition: &&Arc<Edition>| {
        let briefing = edition.briefing.as_ref();
        briefing.is_some_and(|briefing| which.is_identity_of(briefing))
    };
    if let Some(named) = editions.iter().find(is_named) {
        return Ok(Arc::clone(named));
    }
    let identity = |edition: &Arc<Edition>| {
        let story = edition.id().story(which.story(edition)?)?;
        Some(story.key())
    };
    let mut identities: Vec<_> = editions.iter().filter_map(identity).collect();
    // Files with the same identity hold the same edition.
    identities.dedup();
    match editions.into_iter().next() {
        Some(edition) if identities.len() < 2 => Ok(edition),
        _ => Err(NoSuchEdition::Several(identities)),
    }
}

impl<T> NewestFirst<T> {
    /// The next edition, together with those of the same day whose turn is certain as well. Those are all
    /// others of that day, unless a file's name says another day than its edition.
    pub fn next_day(&mut self) -> Option<Vec<(Arc<Edition>, T)>> {
        let day = |edition: &Edition| edition.date().map(|date| date.day);
        let first = self.next()?;
        let of_day = day(&first.0);
        let certain = self.certain.as_slice().iter();
        let others = certain.take_while(|(edition, _)| day(edition) == of_day);
        let others = others.count();
        Some(
            std::iter::once(first)
                .chain(self.certain.by_ref().take(others))
                .collect(),
        )
    }

    /// The files read so far of which nothing can be shown, and the folders that could not be searched.
    pub fn unreadable(&self) -> &[Arc<Edition>] {
        &self.unreadable
    }

    fn is_certain(&self, edition: &Edition) -> bool {
        let Some(next) = self.days.get(self.read) else {
            return true;
        };
        // A file without a day in its name may be the newest of all.
        next.is_some_and(|next| edition.date().is_some_and(|date| date.day > next))
    }

    fn take(&mut self, batch: Batch<T>) {
        self.read += batch.files;
        self.uncertain.extend(batch.picked);
        self.unreadable.extend(batch.unreadable);
    }

    /// Delivers the editions whose turn has become certain; false if there are none.
    fn release(&mut self) -> bool {
        let (mut certain, uncertain): (Vec<_>, Vec<_>) = std::mem::take(&mut self.uncertain)
            .into_iter()
            .partition(|(edition, _)| self.is_certain(edition));
        self.uncertain = uncertain;
        certain.sort_by(|(one, _), (other, _)| one.cmp_newest_first(other));
        let any = !certain.is_empty();
        self.certain = certain.into_iter();
        any
    }
}

impl<T> Iterator for NewestFirst<T> {
    type Item = (Arc<Edition>, T);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(next) = self.certain.next() {
                return Some(next);
            }
            if self.release() {
                continue;
            }
            let Ok(batch) = self.inbox.recv() else {
                let all = self.read == self.days.len();
                assert!(all, "every thread has ended before all files were read");
                return None;
            };
            self.take(batch);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use jiff::ToSpan;
    use jiff::civil::date;
    use tempfile::TempDir;

    use super::{edition, newest_first};
    use crate::archive::{Archive, Edition, Which};
    use crate::store::{self, read};

    fn write(folder: &Path, name: &str, date: &str) {
        let source = format!("title = \"T\"\ndate = {date}\n[[story]]\nheadline = \"H\"\n");
        fs::write(folder.join(name), source).unwrap();
    }

    fn all(editions: &[Arc<Edition>]) -> Vec<(Arc<Edition>, ())> {
        let all = editions.iter().map(|edition| (Arc::clone(edition), ()));
        all.collect()
    }

    fn streamed(folder: &TempDir) -> Vec<String> {
        let found = store::find(&[folder.path().to_owned()]).unwrap();
        let names = newest_first(found, |_| true, all).map(|(edition, ())| name(&edition));
        names.collect()
    }

    fn name(edition: &Edition) -> String {
        let name = edition.path().file_name().unwrap();
        name.to_string_lossy().into_owned()
    }

    /// The names of the files in `folder` in the order of an archive that has been read whole.
    fn archived(folder: &TempDir) -> Vec<String> {
        let found = store::find(&[folder.path().to_owned()]).unwrap();
        let paths = found.files.to_paths().into_iter();
        let editions = paths.map(|path| Arc::new(read(path)));
        let archive = Archive::default().with(editions.collect());
        let names = archive.editions().iter().map(|edition| name(edition));
        names.collect()
    }

    /// An archive of several batches: a date in most names, several files on some days, and names
    /// that say nothing.
    fn several_batches() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for back in 0..300 {
            let day = date(2016, 1, 12).saturating_sub((back / 2).days());
            let written = match back % 3 {
                0 => format!("{day}"),
                1 => format!("{day}T0{}:30:00", back % 7),
                _ => format!("{day}T12:00:00"),
            };
            let name = match back % 50 {
                7 => format!("notes-{back}.toml"),
                _ => format!("{day}-{back}.toml"),
            };
            write(folder.path(), &name, &written);
        }
        fs::write(folder.path().join("2015-12-24-broken.toml"), "").unwrap();
        folder
    }

    #[test]
    fn the_order_is_that_of_the_archive_read_whole() {
        let folder = several_batches();
        assert_eq!(streamed(&folder), archived(&folder));
    }

    #[test]
    fn files_whose_bytes_do_not_pass_are_left_out_and_so_are_their_faults() {
        let folder = several_batches();
        let has = |bytes: &[u8], text: &str| memchr::memmem::find(bytes, text.as_bytes()).is_some();
        let found = store::find(&[folder.path().to_owned()]).unwrap();
        let mut editions = newest_first(found, move |file| has(file, "T12:00:00"), all);
        let names: Vec<_> = editions
            .by_ref()
            .map(|(edition, ())| name(&edition))
            .collect();
        let passing =
            |name: &String| has(&fs::read(folder.path().join(name)).unwrap(), "T12:00:00");
        let mut archived = archived(&folder);
        archived.retain(passing);
        assert_eq!(names, archived);
        assert_eq!(names.len(), 100);
        assert!(editions.unreadable().is_empty());
    }

    #[test]
    fn the_editions_of_a_day_are_delivered_together() {
        let folder = several_batches();
        let found = store::find(&[folder.path().to_owned()]).unwrap();
        let mut editions = newest_first(found, |_| true, all);
        let mut names = Vec::new();
        let mut days = Vec::new();
        while let Some(together) = editions.next_day() {
            let day = |edition: &Edition| edition.date().unwrap().day;
            days.push(day(&together[0].0));
            assert!(
                together
                    .iter()
                    .all(|(edition, ())| day(edition) == days[days.len() - 1])
            );
            names.extend(together.iter().map(|(edition, ())| name(edition)));
        }
        assert_eq!(names, archived(&folder));
        // Two editions on each of 150 days.
        assert_eq!(days.len(), 150);
        assert!(days.is_sorted_by(|newer, older| newer > older));
    }

    #[test]
    fn an_edition_newer_than_its_file_name_is_delivered_late_but_not_lost() {
        let folder = several_batches();
        write(folder.path(), "2000-01-01.toml", "2030-01-01");
        let (mut streamed, mut archived) = (streamed(&folder), archived(&folder));
        assert_eq!(archived[0], "2000-01-01.toml");
        assert_ne!(streamed[0], "2000-01-01.toml");
        streamed.sort();
        archived.sort();
        assert_eq!(streamed, archived);
    }

    #[test]
    fn an_edition_is_found_by_day_or_identity_under_any_file_name() {
        let folder = several_batches();
        write(folder.path(), "2000-01-01.toml", "2030-01-01");
        write(folder.path(), "2016-01-12-z.toml", "2016-01-12T23:00:00");
        write(folder.path(), "2016-01-11-z.toml", "2016-01-11T22:00:00");
        write(folder.path(), "evening.toml", "2016-01-11T23:00:00");
        let found = store::find(&[folder.path().to_owned()]).unwrap();
        let name_of = |which| {
            let meant = edition(&found, &which).edition;
            meant.ok().map(|edition| name(&edition))
        };
        let day = |day: jiff::civil::Date| Which::Days {
            days: day..day.tomorrow().unwrap(),
            written: day.to_string(),
        };
        let identity = |id: &str| Which::Identity(id.to_owned());
        let story_of = |day: jiff::civil::Date, story: &str| Which::StoryOfDays {
            days: day..day.tomorrow().unwrap(),
            story: story.to_owned(),
            identity: format!("{day}/{story}"),
        };
        for (which, expected) in [
            (day(date(2016, 1, 12)), Some("2016-01-12-z.toml")),
            (day(date(2016, 1, 11)), Some("evening.toml")),
            (day(date(2030, 1, 1)), Some("2000-01-01.toml")),
            (day(date(1999, 1, 1)), None),
            (identity("2016-01-12t23-00-00"), Some("2016-01-12-z.toml")),
            (identity("2016-01-12t23-00-00/h"), Some("2016-01-12-z.toml")),
            (identity("2016-01-12t23-00-00/g"), None),
            (identity("2030-01-01"), Some("2000-01-01.toml")),
            (identity("nothing"), None),
            (story_of(date(2016, 1, 12), "g"), None),
            (story_of(date(2030, 1, 1), "h"), Some("2000-01-01.toml")),
            // Two editions of this day have it.
            (story_of(date(2016, 1, 10), "h"), None),
            // So have those of this day, but for one of them it is the story’s identity.
            (story_of(date(2016, 1, 11), "h"), Some("2016-01-11-3.toml")),
        ] {
            assert_eq!(name_of(which.clone()).as_deref(), expected, "{which:?}");
        }
    }

    #[test]
    fn unreadable_files_that_could_be_meant_are_reported() {
        let folder = several_batches();
        for name in ["2031-01-02.toml", "2016-01-10-z.toml", "notes.toml"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = store::find(&[folder.path().to_owned()]).unwrap();
        let day = |day: jiff::civil::Date| Which::Days {
            days: day..day.tomorrow().unwrap(),
            written: day.to_string(),
        };
        for (which, expected) in [
            (Which::Latest, ["2031-01-02.toml", "notes.toml"].as_slice()),
            (day(date(2016, 1, 12)), &["notes.toml"]),
            (day(date(2031, 1, 2)), &["2031-01-02.toml", "notes.toml"]),
            (Which::Identity("2016-01-12".to_owned()), &[]),
        ] {
            let meant = edition(&found, &which);
            let mut reported: Vec<_> = meant.unreadable.iter().map(|file| name(file)).collect();
            reported.sort();
            assert_eq!(reported, expected, "{which:?}");
        }
    }
}
