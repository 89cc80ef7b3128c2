//! Watches the files of the archive, and reads again what has changed on disk. Nothing wakes it while
//! nothing changes.

mod folders;
mod marks;
mod note;
mod pending;
mod settings;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

use super::loader::send_missing;
use crate::app::{Elsewhere, Msg};
use crate::search::Folder;
use crate::store::{self, Batches, Changes, FoundFiles, LiveFiles, Remote, panic_if_asked};
use folders::Folders;
pub(super) use marks::LiveMarks;
use note::Note;
use pending::{Pending, Work};
pub(super) use settings::LiveSettings;

/// How many times at most the folders to watch are looked for: new ones may appear meanwhile.
const MOST_ROUNDS: usize = 4;

/// Reading this many files takes no noticeable time. When there are more, the last line counts them.
const FEW: usize = 64;

/// What changes are looked for in.
pub(super) struct Watched {
    pub(super) found: FoundFiles,
    /// The files were read at this time or later, in nanoseconds since 1970.
    pub(super) since: i64,
    /// `None` where there is no folder for them.
    pub(super) settings: Option<LiveSettings>,
    pub(super) marks: Option<LiveMarks>,
}

/// A handle to the thread, which runs until its messages are no longer accepted.
pub(super) struct Watcher {
    notes: Sender<Note>,
}

impl Watcher {
    /// Starts the thread. It begins once `loaded` is closed, and passes its messages to `post`. `loaded` gets the
    /// files that are to be read once more.
    pub(super) fn spawn(
        watched: Watched,
        loaded: Receiver<PathBuf>,
        post: impl Fn(Msg) -> bool + Clone + Send + 'static,
    ) -> Self {
        let (notes, inbox) = mpsc::channel();
        let folders = Folders::new(notes.clone());
        thread::spawn(move || {
            let mut live = LiveFiles::new(&watched.found, watched.since);
            drop(watched.found);
            for missing in loaded {
                live.doubt(&missing);
            }
            panic_if_asked("watcher");
            let watching = Watching {
                live,
                settings: watched.settings,
                marks: watched.marks,
                folders: folders(),
                post,
                has_told: false,
                missing: Vec::new(),
            };
            watching.run(&inbox);
        });
        Self { notes }
    }

    /// Reads everything anew, and looks for new files.
    pub(super) fn reload(&self) {
        // The thread ends only with the program.
        let _ = self.notes.send(Note::Reload);
    }

    /// A function that passes the messages of the text reader to `post`. Files that have changed according to
    /// it are read again here. The text reader does not wait until a file is left alone: it may have found
    /// one that was moved away for a moment, and that looks here as if nothing had happened to it.
    pub(super) fn checking(
        &self,
        post: impl Fn(Msg) -> bool + Clone + Send + 'static,
    ) -> impl Fn(Msg) -> bool + Clone + Send + 'static {
        let notes = self.notes.clone();
        move |message| {
            let files = changed_files(&message);
            // What is found here is to be sent later, so the message goes first.
            let goes_on = post(message);
            if !files.is_empty() {
                // The thread ends only with the program.
                let _ = notes.send(Note::ReadElsewhere(files));
            }
            goes_on
        }
    }
}

/// The files that have changed or gone according to a message.
fn changed_files(message: &Msg) -> Vec<PathBuf> {
    let Msg::FoundChanged(found) = message else {
        return Vec::new();
    };
    let known = found.known.iter();
    known.map(|edition| edition.path().to_owned()).collect()
}

struct Watching<P> {
    live: LiveFiles,
    /// `None` where there is no folder for them.
    settings: Option<LiveSettings>,
    marks: Option<LiveMarks>,
    folders: Folders,
    post: P,
    /// The user was told that not all changes will be seen.
    has_told: bool,
    /// Files that were found and were not there when they were to be read. They are looked for again: a folder that
    /// was moved away and back looks as it did.
    missing: Vec<PathBuf>,
}

impl<P: Fn(Msg) -> bool + Clone + Send + 'static> Watching<P> {
    fn run(mut self, inbox: &Receiver<Note>) {
        let mut pending = Pending::default();
        if !self.bring_up_to_date(&Work::everything()) || !self.report_remote() {
            return;
        }
        loop {
            self.suspect_missing(&mut pending);
            let note = match pending.due_at() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match note {
                Ok(note) => {
                    if !self.take(note, &mut pending) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    let work = pending.take_due(Instant::now());
                    if !self.bring_up_to_date(&work) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Sees to it that files that were not there are looked for again.
    fn suspect_missing(&mut self, pending: &mut Pending) {
        for path in std::mem::take(&mut self.missing) {
            self.live.doubt(&path);
            pending.suspect(path, Instant::now());
        }
    }

    /// Returns whether the program goes on.
    fn take(&mut self, note: Note, pending: &mut Pending) -> bool {
        let now = Instant::now();
        match note {
            Note::Happened { path, moved } => {
                let suspects = self.live.suspects(&path);
                let settings = self.settings.as_ref();
                let is_of_settings = settings.is_some_and(|settings| settings.concerns(&path));
                if is_of_settings {
                    pending.suspect_settings(now);
                }
                let marks = self.marks.as_ref();
                let is_of_marks = marks.is_some_and(|marks| marks.concerns(&path));
                if is_of_marks {
                    pending.suspect_marks(now);
                }
                if (is_of_settings || is_of_marks || !suspects.is_empty()) && moved {
                    pending.note_move(path);
                }
                for suspect in suspects {
                    pending.suspect(suspect, now);
                }
            }
            Note::ReadElsewhere(files) => {
                for file in files {
                    self.live.doubt(&file);
                    pending.suspect(file, now);
                }
            }
            Note::Missed => pending.suspect_all(now),
            Note::Failed(why) => return self.tell_once(Msg::NotWatched(why)),
            Note::Reload => pending.read_anew(now),
        }
        true
    }

    /// Looks at what has changed, reads it and sends it. Returns whether the program goes on.
    fn bring_up_to_date(&mut self, work: &Work) -> bool {
        if work.has_marks() {
            self.read_marks(work);
        }
        if work.has_settings() && !self.read_settings(work) {
            return false;
        }
        let mut moved = Some(&work.moved);
        let folders = &mut self.folders;
        let changes = self.live.changes(work.suspects(), |wanted| {
            // Only the first time: by then they are watched anew.
            folders.watch(wanted, moved.take())
        });
        let failure = self.folders.failure().map(Msg::NotWatched);
        failure.is_none_or(|failure| self.tell_once(failure)) && self.send(changes, work.is_anew())
    }

    /// Says that not all changes will be seen, unless that was said before. Returns whether the program goes on.
    fn tell_once(&mut self, message: Msg) -> bool {
        std::mem::replace(&mut self.has_told, true) || (self.post)(message)
    }

    /// Watches where the marks are, and has them read if they have changed. Their reader sends them as a message.
    fn read_marks(&mut self, work: &Work) {
        if let Some(marks) = &mut self.marks {
            let folders = &mut self.folders;
            watch_in_rounds(work, |moved| folders.watch_marks(marks.folders(), moved));
            marks.read(work.is_anew());
        }
    }

    /// Reads the settings and sends them if they have changed. Returns whether the program goes on.
    fn read_settings(&mut self, work: &Work) -> bool {
        let Some(settings) = &mut self.settings else {
            return true;
        };
        let folders = &mut self.folders;
        watch_in_rounds(work, |moved| {
            folders.watch_settings(settings.folders(), moved)
        });
        let asked = work.is_anew();
        let mut changed = settings.changed();
        // A folder that is set from now on may have come before the one above it was watched.
        if changed.is_some() && self.folders.watch_settings(settings.folders(), None) {
            changed = settings.changed().or(changed);
        }
        changed.is_none_or(|(configuration, abilities)| {
            (self.post)(Msg::ConfigurationRead {
                configuration: Box::new(configuration),
                abilities,
                asked,
            })
        })
    }

    fn send(&mut self, changes: Changes, asked: bool) -> bool {
        let Changes {
            gone,
            read,
            mut at_hand,
        } = changes;
        if gone.is_empty() && read.is_empty() && at_hand.is_empty() && !asked {
            return true;
        }
        let mut folder = Folder::default();
        for edition in &at_hand {
            folder.push(edition);
        }
        if read.len() > FEW {
            if !self.read_many(read) {
                return false;
            }
        } else {
            // The text of a single file stays: the user may be editing it, and is shown the difference.
            let keeps_text = self.live.is_one_file();
            for path in read {
                let edition = store::read(path);
                if edition.was_missing() {
                    self.missing.push(edition.path().to_owned());
                } else if keeps_text {
                    folder.push(&edition);
                    at_hand.push(Arc::new(edition));
                } else {
                    at_hand.push(folder.take(&edition));
                }
            }
        }
        // What has gone comes last: of what was moved, the new place is known by then.
        let missing = Msg::Missing(self.live.missing());
        let last = Msg::FilesChanged {
            gone,
            read: at_hand,
            folded: folder.finish(),
        };
        let all = Msg::ReadAgain {
            asked,
            is_one_file: self.live.is_one_file(),
        };
        (self.post)(missing) && (self.post)(last) && (self.post)(all)
    }

    /// Reads files on several threads and sends them as they come, but for those that are not there.
    fn read_many(&mut self, files: Vec<PathBuf>) -> bool {
        if !(self.post)(Msg::ReadingAgain(files.len())) {
            return false;
        }
        // It closes when all have been sent, or are no longer accepted.
        let (missing, all_missing) = mpsc::channel();
        let post = self.post.clone();
        store::read_in_batches(
            files,
            Batches::Few,
            Folder::take_all,
            move |(mut read, folded)| {
                send_missing(&read, &missing);
                read.retain(|edition| !edition.was_missing());
                post(Msg::FilesChanged {
                    gone: Vec::new(),
                    read,
                    folded,
                })
            },
        );
        self.missing.extend(all_missing);
        true
    }

    /// Says so if the briefings are on another machine, where others may change them.
    fn report_remote(&mut self) -> bool {
        let Some((place, remote)) = self.live.remote() else {
            return true;
        };
        let elsewhere = Elsewhere {
            place: place.to_owned(),
            is_certain: remote == Remote::Yes,
        };
        self.tell_once(Msg::Elsewhere(elsewhere))
    }
}

/// Watches folders until none is new: one may have come before the one above it was watched. Those that were moved
/// are watched anew the first time.
fn watch_in_rounds(work: &Work, mut watch: impl FnMut(Option<&HashSet<PathBuf>>) -> bool) {
    let mut moved = Some(&work.moved);
    for _ in 0..MOST_ROUNDS {
        if !watch(moved.take()) {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{self, Receiver};
    use std::time::{Duration, Instant};

    use super::{FEW, Folders, LiveFiles, Note, Pending, Watching};
    use crate::app::Msg;
    use crate::store::{self, Suspects};

    /// What watches a folder, without a thread, and the messages that it posts.
    fn watching(
        folder: &Path,
    ) -> (
        Watching<impl Fn(Msg) -> bool + Clone + Send + 'static>,
        Receiver<Msg>,
    ) {
        let found = store::find(&[PathBuf::from(folder)]).unwrap();
        let (notes, _inbox) = mpsc::channel();
        let (posted, messages) = mpsc::channel();
        let watching = Watching {
            live: LiveFiles::new(&found, 0),
            folders: Folders::new(notes)(),
            settings: None,
            marks: None,
            post: move |message| posted.send(message).is_ok(),
            has_told: false,
            missing: Vec::new(),
        };
        (watching, messages)
    }

    /// How many of the editions that were read again could be read, and how many could not.
    fn read_again(messages: &Receiver<Msg>) -> (usize, usize) {
        let (mut readable, mut unreadable) = (0, 0);
        for message in messages.try_iter() {
            if let Msg::FilesChanged { read, .. } = message {
                let could_be = read.iter().filter(|edition| edition.briefing.is_some());
                let could_be = could_be.count();
                readable += could_be;
                unreadable += read.len() - could_be;
            }
        }
        (readable, unreadable)
    }

    /// Their stamps are the same after that, so nothing else would have them read.
    #[test]
    fn files_of_a_folder_that_is_moved_away_and_back_while_they_are_read_are_read_in_the_end() {
        for files in [1, FEW + 6] {
            let folder = tempfile::tempdir().unwrap();
            let (inside, away) = (folder.path().join("news"), folder.path().join(".away"));
            fs::create_dir(&inside).unwrap();
            for file in 0..files {
                let edition = "title = 'T'\ndate = 2031-06-02\n";
                fs::write(inside.join(format!("{file}.toml")), edition).unwrap();
            }
            let (mut watching, messages) = watching(folder.path());
            let changes = watching.live.changes(Suspects::Anew, |_| false);
            fs::rename(&inside, &away).unwrap();
            assert!(watching.send(changes, false));
            assert_eq!(read_again(&messages), (0, 0));
            fs::rename(&away, &inside).unwrap();
            let mut pending = Pending::default();
            watching.suspect_missing(&mut pending);
            let work = pending.take_due(Instant::now() + Duration::from_secs(9));
            assert!(watching.bring_up_to_date(&work));
            assert_eq!(read_again(&messages), (files, 0));
            assert_eq!(watching.missing, [""; 0].map(PathBuf::from));
        }
    }

    #[test]
    fn that_changes_are_not_seen_is_said_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("1.toml"), "title = 'T'\n").unwrap();
        let (mut watching, messages) = watching(folder.path());
        let mut pending = Pending::default();
        for why in ["one", "another"] {
            assert!(watching.take(Note::Failed(why.to_owned()), &mut pending));
        }
        drop(watching);
        let messages: Vec<_> = messages.iter().collect();
        assert!(matches!(messages.as_slice(), [Msg::NotWatched(why)] if why == "one"));
    }
}
