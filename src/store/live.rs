//! The files of an archive while the reader is open: which folders to watch, and which files have changed
//! since they were read.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::editions::has_gone;
use super::files::Files;
use super::find::{FoundFiles, Origin, Places};
use super::links::places_of;
use super::remote::Remote;
use super::samples::samples;
use super::stamp::Stamp;
use super::walk::{Searched, Unsearched, is_briefing, is_hidden};
use crate::archive::Edition;
use crate::briefing::Diagnostic;

/// Knows every file that was found, and what it was like when it was read.
#[derive(Debug)]
pub struct LiveFiles {
    places: Places,
    files: HashMap<Box<Path>, Seen>,
    /// What could not be searched, and why.
    unsearched: HashMap<PathBuf, Diagnostic>,
    /// The paths of the samples while they are shown.
    samples: Vec<PathBuf>,
    /// A file that changed at this time or later may have changed after the loader read it. In
    /// nanoseconds since 1970.
    since: i64,
    watched: Watched,
}

/// What is known of a file that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// Read by the loader at some time since the program started.
    Loading,
    /// Its stamp just before it was read; `None` when it led nowhere.
    Read(Option<Stamp>),
}

/// Where something can happen that changes the archive.
#[derive(Debug, Default)]
struct Watched {
    /// The folders that were searched, by their real paths.
    folders: HashMap<PathBuf, PathBuf>,
    /// The same folders by the paths under which they were searched.
    found_as: HashSet<PathBuf>,
    /// Other places by their real paths, each with the files or folders that may change when something
    /// happens there: what a link leads to, and where a file or folder is that the user has named.
    spots: HashMap<PathBuf, Vec<PathBuf>>,
    /// The folders that those are in.
    around: HashSet<PathBuf>,
}

/// What has to be done to bring an archive up to date.
#[derive(Debug, Default)]
pub struct Changes {
    /// Files that are not there any more.
    pub gone: Vec<PathBuf>,
    /// Files to be read, in the order of [`FoundFiles::files`].
    pub read: Vec<PathBuf>,
    /// Editions for which no file is to be read.
    pub at_hand: Vec<Arc<Edition>>,
}

/// Which files to look at.
#[derive(Clone, Copy, Debug)]
pub enum Suspects<'p> {
    /// These, and what is in them if they are folders.
    Some(&'p HashSet<PathBuf>),
    /// All.
    All,
    /// All, which are to be read even if they look as they did.
    Anew,
}

impl LiveFiles {
    /// The files that were found, and that are being read. `start` is when that began, in nanoseconds since
    /// 1970.
    pub fn new(found: &FoundFiles, start: i64) -> Self {
        let is_samples = matches!(found.origin, Origin::Samples { .. });
        let paths = |samples: Vec<Arc<Edition>>| {
            let paths = samples.iter().map(|sample| sample.path().to_owned());
            paths.collect()
        };
        Self {
            places: found.places.clone(),
            files: found
                .files
                .to_paths()
                .into_iter()
                .map(|path| (path.into(), Seen::Loading))
                .collect(),
            unsearched: faults(&found.unsearched),
            samples: if is_samples {
                paths(samples())
            } else {
                Vec::new()
            },
            since: start,
            watched: Watched::default(),
        }
    }

    /// The files and folders with briefings that are not there any more.
    pub fn missing(&self) -> Vec<PathBuf> {
        // Of folders that had none so far, some are not there to begin with.
        let Places::All(paths) = &self.places else {
            return Vec::new();
        };
        let missing = paths.iter().filter(|path| has_gone(path));
        missing.cloned().collect()
    }

    /// Whether the user has named one file, and so may be editing it.
    pub fn is_one_file(&self) -> bool {
        let is_one =
            matches!(self.places.paths(), [path] if self.files.contains_key(path.as_path()));
        is_one && self.files.len() == 1
    }

    /// A file or folder that the user has named and that is on another machine, or may be: changes made there
    /// are not seen here.
    pub fn remote(&self) -> Option<(&Path, Remote)> {
        let mut paths = self.places.paths().iter().map(PathBuf::as_path);
        paths.find_map(|path| Some((path, Remote::of(path)?)))
    }

    /// The files and folders that may have changed when something happened at `path`; empty if it has nothing
    /// to do with the archive.
    pub fn suspects(&self, path: &Path) -> Vec<PathBuf> {
        let Watched {
            folders, found_as, ..
        } = &self.watched;
        let mut suspects = self.watched.concerned(path);
        suspects.extend(folders.get(path).cloned());
        if let (Some(folder), Some(name)) = (path.parent(), path.file_name())
            && let Some(folder) = folders.get(folder)
            && !is_hidden(name)
        {
            let found = folder.join(name);
            // Anything else could only matter if it is a folder, or was one.
            let matters = is_briefing(&found) || found_as.contains(&found) || path.is_dir();
            if matters && !suspects.contains(&found) {
                suspects.push(found);
            }
        }
        suspects
    }

    /// Forgets what a file was like when it was read, so that it is read again when it is looked at.
    pub fn doubt(&mut self, path: &Path) {
        if let Some(seen) = self.files.get_mut(path) {
            *seen = Seen::Read(None);
        }
    }

    /// Looks at what has changed. `watch` gets the folders to watch, and returns whether it was not watching
    /// one of them yet; then the search is repeated, since a file may have come before the watch began.
    pub fn changes(
        &mut self,
        suspects: Suspects<'_>,
        mut watch: impl FnMut(&HashSet<PathBuf>) -> bool,
    ) -> Changes {
        let mut changes = Changes::default();
        if let Suspects::Some(suspects) = suspects
            && suspects.iter().all(|path| self.is_plain(path))
        {
            let read = suspects.iter().filter(|path| self.has_changed(path));
            let read: Files = read.cloned().collect();
            changes.read = read.into_paths();
        } else {
            let found = self.find_again(&mut watch);
            self.compare(&found, suspects, &mut changes);
        }
        for path in &changes.read {
            let seen = Seen::Read(Stamp::of(path));
            self.files.insert(path.as_path().into(), seen);
        }
        changes
    }

    /// Whether `path` is a known file that is still there, so that no other file can come or go with it.
    fn is_plain(&self, path: &Path) -> bool {
        self.files.contains_key(path)
            && fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
    }

    fn has_changed(&mut self, path: &Path) -> bool {
        let stamp = Stamp::of(path);
        match self.files.entry(path.into()) {
            Entry::Vacant(_) => true,
            Entry::Occupied(mut seen) => match *seen.get() {
                Seen::Read(before) => before != stamp,
                Seen::Loading => {
                    seen.insert(Seen::Read(stamp));
                    // What a link leads to may have gone since.
                    stamp.is_none_or(|stamp| stamp.is_since(self.since))
                }
            },
        }
    }

    /// Looks for the files once more, in folders that are being watched by then.
    fn find_again(&mut self, watch: &mut impl FnMut(&HashSet<PathBuf>) -> bool) -> Searched {
        /// Folders that come faster than they can be watched are reported as they come.
        const MOST_ROUNDS: usize = 4;
        for _ in 1..MOST_ROUNDS {
            let found = self.places.search();
            self.watched = Watched::of(&found, self.places.paths());
            if !watch(&self.watched.all_folders()) {
                return found;
            }
        }
        self.places.search()
    }

    fn compare(&mut self, found: &Searched, suspects: Suspects<'_>, changes: &mut Changes) {
        let is_suspect = |path: &Path| match suspects {
            Suspects::Some(suspects) => path.ancestors().any(|part| suspects.contains(part)),
            Suspects::All | Suspects::Anew => true,
        };
        let anew = matches!(suspects, Suspects::Anew);
        let files = found.files.to_paths();
        for path in &files {
            let is_new = !self.files.contains_key(path.as_path());
            if is_new || anew || (is_suspect(path) && self.has_changed(path)) {
                changes.read.push(path.clone());
            }
        }
        let unsearched = faults(&found.unsearched);
        let there: HashSet<&Path> = files
            .iter()
            .chain(unsearched.keys())
            .map(PathBuf::as_path)
            .collect();
        let files = self.files.keys().map(AsRef::as_ref);
        let before = files.chain(self.unsearched.keys().map(PathBuf::as_path));
        let gone = before.filter(|path| !there.contains(path));
        changes.gone.extend(gone.map(Path::to_owned));
        if !there.is_empty() {
            changes.gone.append(&mut self.samples);
        }
        self.files.retain(|path, _| there.contains(&**path));
        self.files.shrink_to(2 * there.len());
        let is_other =
            |folder: &&Unsearched| self.unsearched.get(&folder.path) != Some(&folder.fault);
        let others = found.unsearched.iter().filter(is_other);
        changes.at_hand = others.map(|folder| Arc::new(folder.to_edition())).collect();
        self.unsearched = unsearched;
    }
}

fn faults(unsearched: &[Unsearched]) -> HashMap<PathBuf, Diagnostic> {
    let faults = unsearched.iter();
    faults
        .map(|folder| (folder.path.clone(), folder.fault.clone()))
        .collect()
}

impl Watched {
    fn of(found: &Searched, places: &[PathBuf]) -> Self {
        let mut watched = Self {
            folders: found.folders.clone(),
            found_as: found.folders.values().cloned().collect(),
            ..Self::default()
        };
        for path in found.links.iter().chain(places) {
            for spot in places_of(path) {
                // A folder that is watched itself says when it goes.
                if !watched.folders.contains_key(&spot) {
                    watched.add_spot(spot, path);
                }
            }
        }
        watched
    }

    fn add_spot(&mut self, spot: PathBuf, concerned: &Path) {
        if let Some(folder) = spot.parent()
            && !self.around.contains(folder)
        {
            self.around.insert(folder.to_owned());
        }
        let all = self.spots.entry(spot).or_default();
        if all.iter().all(|other| other != concerned) {
            all.push(concerned.to_owned());
        }
    }

    /// What is concerned when something happens at `path`: it may be a spot, or the folder that spots are in.
    fn concerned(&self, path: &Path) -> Vec<PathBuf> {
        let mut concerned = self.spots.get(path).cloned().unwrap_or_default();
        if self.around.contains(path) {
            let inside = self.spots.iter();
            let inside = inside.filter(|(spot, _)| spot.parent() == Some(path));
            concerned.extend(inside.flat_map(|(_, concerned)| concerned).cloned());
        }
        concerned
    }

    /// Every folder in which something can happen.
    fn all_folders(&self) -> HashSet<PathBuf> {
        let folders = self.folders.keys().chain(&self.around);
        folders.cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{LiveFiles, Suspects};
    use crate::config::settings::{Origin, Setting};
    use crate::store::find;
    use crate::store::find::in_configuration;

    const GOOD: &str = "title = 'T'\n";

    /// A folder of briefings, and what is told of it. Paths are relative to the folder.
    struct Disk {
        folder: tempfile::TempDir,
        live: LiveFiles,
    }

    impl Disk {
        fn new(files: &[&str]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            for file in files {
                write(&folder.path().join(file), GOOD);
            }
            let named = [folder.path().to_owned()];
            let live = LiveFiles::new(&find(&named).unwrap(), i64::MAX);
            let mut disk = Self { folder, live };
            assert_eq!(disk.look(Suspects::All), "");
            disk
        }

        fn path(&self, file: &str) -> PathBuf {
            self.folder.path().join(file)
        }

        fn write(&self, file: &str, text: &str) {
            write(&self.path(file), text);
        }

        /// What is to be done, when something has happened at these paths.
        fn after(&mut self, touched: &[&str]) -> String {
            let real = fs::canonicalize(self.folder.path()).unwrap();
            let touched = touched.iter().map(|file| real.join(file));
            let suspects: HashSet<_> = touched.flat_map(|path| self.live.suspects(&path)).collect();
            self.look(Suspects::Some(&suspects))
        }

        fn look(&mut self, suspects: Suspects<'_>) -> String {
            let changes = self.live.changes(suspects, |_| false);
            let name = |path: &Path| {
                let name = path.strip_prefix(self.folder.path()).unwrap();
                name.display().to_string()
            };
            let mut gone: Vec<_> = changes.gone.iter().map(|path| name(path)).collect();
            gone.sort();
            let gone = gone.iter().map(|path| format!("-{path}"));
            let read = changes.read.iter().map(|path| format!("+{}", name(path)));
            let at_hand = changes.at_hand.iter();
            let at_hand = at_hand.map(|edition| format!("!{}", name(edition.path())));
            let all: Vec<_> = gone.chain(read).chain(at_hand).collect();
            all.join(" ")
        }
    }

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn only_what_has_changed_is_read_again() {
        let mut disk = Disk::new(&["1.toml", "2.toml", "sub/3.toml"]);
        disk.write("2.toml", "title = 'Other'\n");
        disk.write("sub/3.toml", "title = 'Other'\n");
        assert_eq!(disk.after(&["1.toml", "2.toml"]), "+2.toml");
        assert_eq!(disk.after(&["1.toml", "2.toml"]), "");
        assert_eq!(disk.look(Suspects::All), "+sub/3.toml");
        disk.write("1.toml", "title = 'Other'\n");
        disk.write("2.toml", "title = 'A third'\n");
        assert_eq!(disk.after(&["1.toml", "2.toml"]), "+2.toml +1.toml");
        assert_eq!(disk.look(Suspects::Anew), "+sub/3.toml +2.toml +1.toml");
    }

    #[test]
    fn a_file_in_doubt_is_read_though_it_looks_as_it_did() {
        let mut disk = Disk::new(&["1.toml", "2.toml"]);
        let path = disk.path("1.toml");
        disk.live.doubt(&path);
        assert_eq!(disk.after(&["1.toml", "2.toml"]), "+1.toml");
        assert_eq!(disk.after(&["1.toml", "2.toml"]), "");
        // One that has gone since is reported, and one that was never found is not.
        disk.live.doubt(&path);
        fs::remove_file(&path).unwrap();
        disk.live.doubt(Path::new("other.toml"));
        assert_eq!(disk.after(&["1.toml"]), "-1.toml");
    }

    #[test]
    fn files_come_and_go() {
        let mut disk = Disk::new(&["1.toml"]);
        disk.write("2.toml", GOOD);
        assert_eq!(disk.after(&["2.toml"]), "+2.toml");
        fs::remove_file(disk.path("1.toml")).unwrap();
        assert_eq!(disk.after(&["1.toml"]), "-1.toml");
        fs::rename(disk.path("2.toml"), disk.path("3.toml")).unwrap();
        assert_eq!(disk.after(&["2.toml", "3.toml"]), "-2.toml +3.toml");
        // A folder of that name that holds no briefing is a fault.
        fs::remove_file(disk.path("3.toml")).unwrap();
        fs::create_dir(disk.path("3.toml")).unwrap();
        assert_eq!(disk.after(&["3.toml"]), "!3.toml");
        assert_eq!(disk.look(Suspects::All), "");
        fs::remove_dir(disk.path("3.toml")).unwrap();
        disk.write("3.toml", GOOD);
        assert_eq!(disk.after(&["3.toml"]), "+3.toml");
    }

    #[test]
    fn folders_come_go_and_change_places() {
        let mut disk = Disk::new(&["a/1.toml", "b/1.toml", "c/2.toml"]);
        let rename = |from: PathBuf, to: PathBuf| fs::rename(from, to).unwrap();
        rename(disk.path("a"), disk.path("x"));
        rename(disk.path("b"), disk.path("a"));
        rename(disk.path("x"), disk.path("b"));
        assert_eq!(disk.after(&["a", "x", "b"]), "+b/1.toml +a/1.toml");
        rename(disk.path("c"), disk.path("d"));
        assert_eq!(disk.after(&["c", "d"]), "-c/2.toml +d/2.toml");
        fs::remove_dir_all(disk.path("a")).unwrap();
        assert_eq!(disk.after(&["a"]), "-a/1.toml");
        // The folder itself goes and comes back.
        let parent = disk.folder.path().to_owned();
        fs::remove_dir_all(&parent).unwrap();
        assert_eq!(disk.look(Suspects::All), "-b/1.toml -d/2.toml");
        disk.write("e/1.toml", GOOD);
        let there = disk.live.suspects(&fs::canonicalize(&parent).unwrap());
        assert_eq!(there.first(), Some(&parent));
        assert_eq!(disk.after(&[""]), "+e/1.toml");
    }

    #[test]
    fn folders_of_the_configuration_are_watched_together_also_before_they_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["one", "two"].map(|name| folder.path().join(name).display().to_string());
        let folders = Setting {
            value: paths.to_vec(),
            origin: Origin::File(3),
        };
        let found = in_configuration(&folders).unwrap();
        assert_eq!((found.files.len(), found.missing.len()), (0, 2));
        write(&folder.path().join("one/1.toml"), GOOD);
        let found = in_configuration(&folders).unwrap();
        let missing: Vec<_> = found.missing.iter().map(ToString::to_string).collect();
        let expected = format!(
            "no such folder: {} (in `folders` of config.toml, line 3)",
            paths[1]
        );
        assert_eq!(missing, [expected]);
        let live = LiveFiles::new(&found, i64::MAX);
        let mut disk = Disk { folder, live };
        assert_eq!(disk.look(Suspects::All), "");
        disk.write("one/2.toml", GOOD);
        assert_eq!(disk.after(&["one/2.toml"]), "+one/2.toml");
        disk.write("two/3.toml", GOOD);
        assert_eq!(disk.after(&["two"]), "+two/3.toml");
    }

    #[test]
    fn files_that_are_not_briefings_are_ignored() {
        let disk = Disk::new(&["1.toml", "sub/2.toml", ".git/index"]);
        let real = fs::canonicalize(disk.folder.path()).unwrap();
        for name in [
            ".1.toml.swp",
            ".1.toml",
            "1.toml~",
            "4913",
            "1.toml.tmp",
            "#1.toml#",
            "notes.md",
            ".git",
            "elsewhere/1.toml",
        ] {
            assert_eq!(
                disk.live.suspects(&real.join(name)),
                [""; 0].map(PathBuf::from),
                "{name}"
            );
        }
        for name in ["1.toml", "9.TOML", "sub", "sub/9.toml"] {
            assert_eq!(disk.live.suspects(&real.join(name)).len(), 1, "{name}");
        }
    }

    #[test]
    fn a_file_that_changed_while_it_was_loaded_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("1.toml"), GOOD);
        let found = find(&[folder.path().to_owned()]).unwrap();
        for (start, read) in [(0, 1), (i64::MAX, 0)] {
            let mut live = LiveFiles::new(&found, start);
            assert_eq!(live.changes(Suspects::All, |_| false).read.len(), read);
            assert_eq!(live.changes(Suspects::All, |_| false).read.len(), 0);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_whose_target_went_while_it_was_loaded_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("1.toml"));
        write(&target, GOOD);
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let found = find(&[folder.path().to_owned()]).unwrap();
        let mut live = LiveFiles::new(&found, i64::MAX);
        fs::remove_file(&target).unwrap();
        assert_eq!(live.changes(Suspects::All, |_| false).read, [link]);
        assert_eq!(live.changes(Suspects::All, |_| false).read.len(), 0);
    }

    #[test]
    fn files_in_folders_that_were_not_watched_are_looked_for_again() {
        let mut disk = Disk::new(&["1.toml"]);
        let late = disk.path("sub/2.toml");
        let mut calls = 0;
        let changes = disk.live.changes(Suspects::All, |folders| {
            calls += 1;
            // It comes after the folder was searched, and before it is watched.
            write(&late, GOOD);
            !folders.is_empty() && calls == 1
        });
        assert_eq!(changes.read, [late]);
    }

    #[cfg(unix)]
    #[test]
    fn what_links_lead_to_is_watched() {
        use std::os::unix::fs::symlink;

        let elsewhere = tempfile::tempdir().unwrap();
        write(&elsewhere.path().join("folder/1.toml"), GOOD);
        write(&elsewhere.path().join("file"), GOOD);
        write(&elsewhere.path().join("other/2.toml"), GOOD);
        let folder = tempfile::tempdir().unwrap();
        let linked = folder.path().join("2031.toml");
        symlink(
            elsewhere.path().join("folder"),
            folder.path().join("latest"),
        )
        .unwrap();
        symlink(elsewhere.path().join("file"), &linked).unwrap();
        let found = find(&[folder.path().to_owned()]).unwrap();
        let mut live = LiveFiles::new(&found, i64::MAX);
        let mut watched = HashSet::new();
        live.changes(Suspects::All, |folders| {
            watched.clone_from(folders);
            false
        });
        let real = fs::canonicalize(elsewhere.path()).unwrap();
        assert!(watched.contains(&real) && watched.contains(&real.join("folder")));
        assert_eq!(live.suspects(&real.join("file")), [linked]);
        assert_eq!(
            live.suspects(&real.join("folder/1.toml")),
            [folder.path().join("latest/1.toml")]
        );
        // The link leads elsewhere.
        fs::remove_file(folder.path().join("latest")).unwrap();
        symlink(elsewhere.path().join("other"), folder.path().join("latest")).unwrap();
        let here = fs::canonicalize(folder.path()).unwrap();
        let suspects = live.suspects(&here.join("latest")).into_iter().collect();
        let changes = live.changes(Suspects::Some(&suspects), |_| false);
        assert_eq!(changes.gone, [folder.path().join("latest/1.toml")]);
        assert_eq!(changes.read, [folder.path().join("latest/2.toml")]);
    }

    /// Links to files and folders elsewhere: what is done when what they lead to goes and comes back.
    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_may_go_and_come_back() {
        use std::os::unix::fs::symlink;

        let mut disk = Disk::new(&["in/1.toml"]);
        let elsewhere = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(elsewhere.path()).unwrap();
        let there = |name: &str| real.join(name);
        let happened = |disk: &mut Disk, name: &str| {
            let suspects = disk.live.suspects(&there(name)).into_iter().collect();
            disk.look(Suspects::Some(&suspects))
        };
        write(&there("files/file"), GOOD);
        write(&there("folder/2.toml"), GOOD);
        for (target, link) in [
            ("files/file", "linked.toml"),
            ("folder", "latest"),
            ("late/file", "late.toml"),
            ("late/folder", "later"),
        ] {
            symlink(there(target), disk.path(link)).unwrap();
        }
        let all = disk.look(Suspects::All);
        assert_eq!(all, "+linked.toml +latest/2.toml +late.toml");
        // A file, and the folder that it is in.
        for (name, away) in [("files/file", "away"), ("files", "away")] {
            fs::rename(there(name), there(away)).unwrap();
            assert_eq!(happened(&mut disk, name), "+linked.toml", "{name}");
            fs::rename(there(away), there(name)).unwrap();
            assert_eq!(happened(&mut disk, name), "+linked.toml", "{name}");
        }
        // It is followed as before.
        write(&there("files/file"), "title = 'Other'\n");
        assert_eq!(happened(&mut disk, "files/file"), "+linked.toml");
        fs::rename(there("folder"), there("away")).unwrap();
        assert_eq!(happened(&mut disk, "folder"), "-latest/2.toml");
        fs::rename(there("away"), there("folder")).unwrap();
        assert_eq!(happened(&mut disk, "folder"), "+latest/2.toml");
        // What they lead to was not there at the start.
        write(&there("late/file"), GOOD);
        write(&there("late/folder/3.toml"), GOOD);
        assert_eq!(happened(&mut disk, "late"), "+later/3.toml +late.toml");
        write(&there("late/file"), "title = 'Other'\n");
        assert_eq!(happened(&mut disk, "late/file"), "+late.toml");
    }

    #[test]
    fn a_single_file_is_watched_in_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("draft.txt");
        write(&file, GOOD);
        let mut live = LiveFiles::new(&find(std::slice::from_ref(&file)).unwrap(), i64::MAX);
        let real = fs::canonicalize(folder.path()).unwrap();
        live.changes(Suspects::All, |folders| {
            assert_eq!(folders, &HashSet::from([real.clone()]));
            false
        });
        let only = std::slice::from_ref(&file);
        assert_eq!(live.suspects(&real.join("draft.txt")), only);
        assert_eq!(
            live.suspects(&real.join("other.toml")),
            [""; 0].map(PathBuf::from)
        );
        fs::remove_file(&file).unwrap();
        assert_eq!(live.changes(Suspects::All, |_| false).gone, only);
        write(&file, GOOD);
        assert_eq!(live.changes(Suspects::All, |_| false).read, [file]);
    }
}
