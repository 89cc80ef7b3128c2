//! The files of an archive before they are read: their paths in little memory, sorted only as far as
//! someone looks.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use crate::archive;
use crate::briefing::EditionDate;

/// How many files are sorted at first: those that a start may read before its first frame.
const FIRST: usize = 64;

/// Files, newest first by the dates in their names; those without a date come last, and files of one date
/// are sorted by path, descending.
///
/// A start reads a few of many files, so nothing here costs an allocation for each file, and only the front
/// is sorted.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The folders that the files are in. Also the whole paths of files that have no place in `names`.
    folders: Vec<PathBuf>,
    /// The names of all files, one after the other.
    names: String,
    all: Vec<File>,
    /// How many files at the front of `all` are in their final places.
    sorted: usize,
}

#[derive(Clone, Copy, Debug)]
struct File {
    date: Option<EditionDate>,
    /// The position in [`Files::folders`].
    folder: u32,
    /// The range of its name in [`Files::names`], in bytes; empty if the folder is the whole path.
    name: (u32, u32),
}

/// A folder that files are added to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folder(u32);

impl FromIterator<PathBuf> for Files {
    fn from_iter<I: IntoIterator<Item = PathBuf>>(paths: I) -> Self {
        let mut files = Self::default();
        for path in paths {
            files.push_path(path);
        }
        files
    }
}

impl Files {
    /// How many files there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The path of the file at `position`; `None` past the last one.
    pub fn get(&mut self, position: usize) -> Option<PathBuf> {
        self.sort_to(position.saturating_add(1));
        Some(self.path(self.all.get(position)?))
    }

    /// The paths of some files, which must be there.
    pub fn slice(&mut self, range: Range<usize>) -> Vec<PathBuf> {
        self.sort_to(range.end);
        let files = self.all[range].iter();
        files.map(|file| self.path(file)).collect()
    }

    /// The end of the run of files that starts at `start` and has the same day in all names, or none in any.
    pub fn end_of_day(&mut self, start: usize) -> usize {
        self.sort_to(start.saturating_add(1));
        let day = |file: &File| file.date.map(|date| date.day);
        let Some(first) = self.all.get(start).map(day) else {
            return start;
        };
        let mut end = start + 1;
        while end < self.all.len() {
            self.sort_to(end + 1);
            if day(&self.all[end]) != first {
                break;
            }
            end += 1;
        }
        end
    }

    /// The date in the name of the first file.
    pub fn newest_date(&self) -> Option<EditionDate> {
        self.all.iter().filter_map(|file| file.date).max()
    }

    /// The paths of all files with this name, in no order.
    pub fn named<'f>(&'f self, name: &'f OsStr) -> impl Iterator<Item = PathBuf> + 'f {
        let is_named = move |file: &&File| self.name(file) == name;
        self.all.iter().filter(is_named).map(|file| self.path(file))
    }

    /// Whether one of the files has exactly this path.
    pub fn contains(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        self.named(name).any(|other| other == path)
    }

    /// All paths in order.
    pub fn into_paths(mut self) -> Vec<PathBuf> {
        self.slice(0..self.len())
    }

    /// All paths in order.
    pub fn to_paths(&self) -> Vec<PathBuf> {
        self.clone().into_paths()
    }

    /// A folder for [`Files::push`].
    pub(super) fn folder(&mut self, folder: &Path) -> Folder {
        self.folders.push(folder.to_owned());
        Folder(position(self.folders.len() - 1))
    }

    /// Adds the file `name` in `folder`.
    pub(super) fn push(&mut self, folder: Folder, name: &OsStr) {
        let Some(text) = name.to_str() else {
            let path = self.folders[folder.0 as usize].join(name);
            return self.push_path(path);
        };
        let start = position(self.names.len());
        self.names.push_str(text);
        let stem = text.rsplit_once('.').map_or(text, |(stem, _)| stem);
        self.add(File {
            date: EditionDate::in_file_name(stem),
            folder: folder.0,
            name: (start, position(self.names.len())),
        });
    }

    /// Adds a file by its whole path.
    pub fn push_path(&mut self, path: PathBuf) {
        let date = archive::date_in_name(&path);
        self.folders.push(path);
        self.add(File {
            date,
            folder: position(self.folders.len() - 1),
            name: (0, 0),
        });
    }

    fn add(&mut self, file: File) {
        self.sorted = 0;
        self.all.push(file);
    }

    /// Brings the first `count` files into order. What is sorted at least doubles, so that going through all
    /// files costs little more than sorting all at once.
    fn sort_to(&mut self, count: usize) {
        if count <= self.sorted || self.sorted == self.all.len() {
            return;
        }
        let mut files = std::mem::take(&mut self.all);
        let end = count.max(2 * self.sorted).max(FIRST).min(files.len());
        let unsorted = &mut files[self.sorted..];
        let wanted = end - self.sorted;
        let unsorted = if wanted < unsorted.len() {
            let order = |one: &File, other: &File| self.compare(one, other);
            unsorted.select_nth_unstable_by(wanted, order).0
        } else {
            unsorted
        };
        unsorted.sort_unstable_by(|one, other| self.compare(one, other));
        self.all = files;
        self.sorted = end;
    }

    /// The order of the files: by date, then by path, both descending.
    fn compare(&self, one: &File, other: &File) -> Ordering {
        let by_date = other.date.cmp(&one.date);
        by_date.then_with(|| {
            if one.folder == other.folder {
                self.name(other).cmp(self.name(one))
            } else {
                self.components(other).cmp(self.components(one))
            }
        })
    }

    fn components(&self, file: &File) -> impl Iterator<Item = Component<'_>> {
        let name = Path::new(self.name_in_folder(file)).components();
        self.folder_of(file).components().chain(name)
    }

    fn path(&self, file: &File) -> PathBuf {
        match self.name_in_folder(file) {
            "" => self.folder_of(file).to_owned(),
            name => self.folder_of(file).join(name),
        }
    }

    fn name(&self, file: &File) -> &OsStr {
        match self.name_in_folder(file) {
            "" => self.folder_of(file).file_name().unwrap_or_default(),
            name => OsStr::new(name),
        }
    }

    fn name_in_folder(&self, file: &File) -> &str {
        let (start, end) = file.name;
        &self.names[start as usize..end as usize]
    }

    fn folder_of(&self, file: &File) -> &Path {
        &self.folders[file.folder as usize]
    }
}

fn position(of: usize) -> u32 {
    u32::try_from(of).expect("the names of all files have less than four gigabytes")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;

    use super::{FIRST, Files};
    use crate::archive;

    /// Files in folders, and some that are added with their whole path.
    fn files() -> impl Strategy<Value = (Files, Vec<PathBuf>)> {
        let name = prop_oneof![
            "(19|20)1[0-9]-01-0[1-3](-[ab])?\\.toml",
            "[a-c -]{1,3}\\.toml"
        ];
        let folder =
            prop::sample::select(vec![Some("a"), Some("a/b"), Some("a b"), Some(""), None]);
        prop::collection::vec((folder, name), 0..300).prop_map(|added| {
            let mut files = Files::default();
            let mut paths = Vec::new();
            for (folder, name) in added {
                let path = Path::new(folder.unwrap_or("elsewhere")).join(&name);
                if let Some(folder) = folder {
                    let folder = files.folder(Path::new(folder));
                    files.push(folder, OsStr::new(&name));
                } else {
                    files.push_path(path.clone());
                }
                paths.push(path);
            }
            (files, paths)
        })
    }

    proptest! {
        /// However far it is sorted at a time, the files come in the order of a plain sort.
        #[test]
        fn files_come_in_the_order_of_their_dates_and_paths(
            (mut files, mut paths) in files(),
            steps in prop::collection::vec(0usize..320, 0..4),
        ) {
            paths.sort_by_key(|path| std::cmp::Reverse((archive::date_in_name(path), path.clone())));
            prop_assert_eq!(files.len(), paths.len());
            let newest = paths.first().and_then(|path| archive::date_in_name(path));
            prop_assert_eq!(files.newest_date(), newest);
            for step in steps {
                prop_assert_eq!(files.get(step), paths.get(step).cloned());
            }
            let (mut start, day) = (0, |path: &PathBuf| archive::date_in_name(path).map(|date| date.day));
            while start < paths.len() {
                let same_day = paths[start..].iter().take_while(|path| day(path) == day(&paths[start]));
                let end = start + same_day.count();
                prop_assert_eq!(files.end_of_day(start), end);
                start = end;
            }
            for path in &paths {
                prop_assert!(files.contains(path));
                prop_assert!(!files.contains(&path.join("x")));
            }
            prop_assert_eq!(files.into_paths(), paths);
        }
    }

    #[test]
    fn only_the_front_is_sorted_for_the_first_files() {
        let mut files = Files::default();
        let folder = files.folder(Path::new("a"));
        for day in 0..1000 {
            files.push(folder, OsStr::new(&format!("{}-01-01.toml", 1000 + day)));
        }
        assert_eq!(files.get(0), Some("a/1999-01-01.toml".into()));
        assert_eq!((files.end_of_day(0), files.sorted), (1, FIRST));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_utf_8_is_kept() {
        use std::os::unix::ffi::OsStrExt;

        let mut files = Files::default();
        let folder = files.folder(Path::new("a"));
        let name = OsStr::from_bytes(b"2031-01-01-\xFF.toml");
        files.push(folder, OsStr::new("2031-01-02.toml"));
        files.push(folder, name);
        let path = Path::new("a").join(name);
        assert!(files.contains(&path));
        assert_eq!(files.into_paths(), [Path::new("a/2031-01-02.toml"), &path]);
    }
}
