//! Searching folders for briefings.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::entries::{self, Kind};
use super::files::{Files, Folder};
use crate::archive::Edition;
use crate::briefing::Diagnostic;

/// Folders nested deeper than this are reported, not searched.
const MAX_DEPTH: usize = 32;

/// What a search has found.
#[derive(Debug, Default)]
pub(super) struct Searched {
    /// Files that end in `.toml` or that the user has named.
    pub(super) files: Files,
    pub(super) unsearched: Vec<Unsearched>,
    /// The folders that were searched, by their real paths.
    pub(super) folders: HashMap<PathBuf, PathBuf>,
    /// What else may change what is found: links, whether or not they lead anywhere, and files that the user has
    /// named.
    pub(super) links: Vec<PathBuf>,
}

/// A folder that could not be searched, or an entry that may be a folder.
#[derive(Clone, Debug)]
pub struct Unsearched {
    pub path: PathBuf,
    pub fault: Diagnostic,
}

impl Unsearched {
    /// As the reader lists it: among the files that cannot be read.
    pub fn to_edition(&self) -> Edition {
        Edition::unreadable(self.path.clone(), self.fault.clone())
    }
}

impl Searched {
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.unsearched.is_empty()
    }
}

/// Searches `paths`, which are files or folders, and the folders in these.
pub(super) fn search(paths: &[PathBuf]) -> Searched {
    let mut walk = Walk::default();
    for path in paths {
        walk.start(path);
    }
    walk.finish()
}

#[derive(Default)]
struct Walk {
    found: Searched,
    /// The folders seen, by their real paths, so that each is searched once, also if links lead in a circle.
    folders: HashMap<PathBuf, PathBuf>,
    /// The real paths of those that were listed to their end. Every briefing in them has been found.
    listed: HashSet<PathBuf>,
    /// Files that may be among those of a folder as well: links, and files that the user has named. Each
    /// with its real path.
    linked: Vec<(PathBuf, PathBuf)>,
    /// Links to folders, and links that lead nowhere.
    other_links: Vec<PathBuf>,
}

/// The folder whose entries are being taken.
struct Inside<'p> {
    path: &'p Path,
    real: &'p Path,
    depth: usize,
    files: Folder,
}

impl Walk {
    /// Starts at a path that the user has named.
    fn start(&mut self, path: &Path) {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if real.is_dir() {
            self.folder(path, &real, 0);
        } else if fs::symlink_metadata(path).is_ok() {
            // A file that the user has named is read even if its name does not end in `.toml`.
            self.linked.push((path.to_owned(), real));
        }
    }

    /// Adds the linked files that are in no folder listed, each once.
    fn finish(self) -> Searched {
        let mut seen = HashSet::new();
        let linked = self.linked.into_iter().filter_map(|(path, real)| {
            let in_folder = real.parent().is_some_and(|it| self.listed.contains(it));
            let is_found = in_folder && real.file_name().is_some_and(is_listed_briefing);
            (!is_found && seen.insert(real.clone())).then_some((path, real))
        });
        let mut files = self.found.files;
        let mut links = self.other_links;
        for (path, _) in linked {
            files.push_path(path.clone());
            links.push(path);
        }
        Searched {
            files,
            unsearched: self.found.unsearched,
            folders: self.folders,
            links,
        }
    }

    fn folder(&mut self, folder: &Path, real: &Path, depth: usize) {
        if depth > MAX_DEPTH {
            let message = format!("not searched: more than {MAX_DEPTH} folders deep");
            return self.fail(folder, &message, Some("name it on the command line"));
        }
        if self.folders.contains_key(real) {
            return;
        }
        self.folders.insert(real.to_owned(), folder.to_owned());
        let searched = Inside {
            path: folder,
            real,
            depth,
            files: self.found.files.folder(folder),
        };
        let all = entries::list(folder, |name, kind| {
            if !is_hidden(name) {
                self.entry(&searched, name, kind);
            }
        });
        match all {
            Ok(()) => {
                self.listed.insert(real.to_owned());
            }
            // A folder that is not there holds no briefings.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.fail_search(folder, &error),
        }
    }

    /// Takes the entry `name` of the folder that is being searched.
    fn entry(&mut self, inside: &Inside<'_>, name: &OsStr, kind: io::Result<Kind>) {
        let is_briefing = is_named_as_briefing(name);
        let path = || inside.path.join(name);
        match kind {
            Ok(Kind::Folder) => self.folder_inside(&path(), &inside.real.join(name), inside.depth),
            Ok(Kind::Link) => match fs::canonicalize(path()) {
                Ok(target) if target.is_dir() => {
                    self.other_links.push(path());
                    self.folder_inside(&path(), &target, inside.depth);
                }
                Ok(target) if is_briefing => self.linked.push((path(), target)),
                Ok(_) => {}
                Err(_) => {
                    self.other_links.push(path());
                    if is_briefing {
                        // Reading it says what is wrong.
                        self.found.files.push(inside.files, name);
                    }
                }
            },
            // If it cannot be looked at, reading it says what is wrong.
            Ok(Kind::Other) | Err(_) if is_briefing => self.found.files.push(inside.files, name),
            Ok(Kind::Other) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.fail_search(&path(), &error),
        }
    }

    /// Searches a folder that is in another one at `depth`.
    fn folder_inside(&mut self, folder: &Path, real: &Path, depth: usize) {
        let is_new = !self.folders.contains_key(real);
        let before = self.len();
        self.folder(folder, real, depth + 1);
        let is_empty = self.len() == before;
        if is_new && is_empty && is_briefing(folder) {
            let help = "a briefing is a plain text file; this folder holds none";
            self.fail(folder, "is a folder", Some(help));
        }
    }

    fn len(&self) -> usize {
        self.found.files.len() + self.linked.len() + self.found.unsearched.len()
    }

    fn fail_search(&mut self, path: &Path, error: &io::Error) {
        let is_denied = error.kind() == io::ErrorKind::PermissionDenied;
        let help = is_denied.then_some("allow this user to read it");
        self.fail(path, &format!("cannot be searched: {error}"), help);
    }

    fn fail(&mut self, path: &Path, message: &str, help: Option<&str>) {
        self.found.unsearched.push(Unsearched {
            path: path.to_owned(),
            fault: Diagnostic::of_file(message, help),
        });
    }
}

pub(super) fn is_briefing(path: &Path) -> bool {
    path.file_name().is_some_and(is_named_as_briefing)
}

/// Whether a file's name ends in `.toml`. A start asks this of every file, so it is not taken apart as a path is.
fn is_named_as_briefing(name: &OsStr) -> bool {
    let stem = name.as_encoded_bytes().split_last_chunk::<5>();
    stem.is_some_and(|(stem, end)| !stem.is_empty() && end.eq_ignore_ascii_case(b".toml"))
}

pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a file of this name is found in a folder that is searched.
fn is_listed_briefing(name: &OsStr) -> bool {
    !is_hidden(name) && is_named_as_briefing(name)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;
    use std::path::Path;

    use super::{Inside, Walk, search};

    /// Names of the files found in `folder`, in their order.
    fn found(folder: &Path) -> Vec<String> {
        let found = search(&[folder.to_owned()]);
        let relative = |path: &Path| {
            path.strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .into_owned()
        };
        let paths = found.files.into_paths();
        paths.iter().map(|path| relative(path)).collect()
    }

    #[test]
    fn briefings_are_found_in_folders_the_newest_name_first() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("2015/deep")).unwrap();
        fs::create_dir_all(folder.path().join(".hidden")).unwrap();
        for name in [
            "2016-01-12.toml",
            "2015/deep/2015-12-31.TOML",
            "notes.toml",
            "2016-01-12-late.toml",
            "readme.md",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::write(folder.path().join(".hidden/2020-01-01.toml"), "").unwrap();
        fs::write(folder.path().join(".2020-01-01.toml"), "").unwrap();
        assert_eq!(
            found(folder.path()),
            [
                "2016-01-12.toml",
                "2016-01-12-late.toml",
                "2015/deep/2015-12-31.TOML",
                "notes.toml"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("sub/a.toml"), "").unwrap();
        symlink(folder.path(), folder.path().join("sub/up")).unwrap();
        symlink("a.toml", folder.path().join("sub/b.toml")).unwrap();
        symlink("self.toml", folder.path().join("self.toml")).unwrap();
        let found = found(folder.path());
        // The link to `a.toml` is not listed beside it; the one to itself is, so that its fault is seen.
        assert_eq!(found, ["sub/a.toml", "self.toml"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_that_no_folder_lists_is_found_once() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("2016-01-12.toml"), "").unwrap();
        fs::write(folder.path().join(".hidden.toml"), "").unwrap();
        for (target, link) in [
            (elsewhere.path().join("2016-01-12.toml"), "b.toml"),
            (elsewhere.path().join("2016-01-12.toml"), "c.toml"),
            (folder.path().join(".hidden.toml"), "d.toml"),
        ] {
            symlink(target, folder.path().join(link)).unwrap();
        }
        let found = found(folder.path());
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.contains(&"d.toml".to_owned()));
    }

    #[test]
    fn a_file_that_is_named_and_in_a_folder_that_is_named_counts_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        fs::write(&file, "").unwrap();
        fs::write(folder.path().join("notes.txt"), "").unwrap();
        let notes = folder.path().join("notes.txt");
        let named = [
            file.clone(),
            notes.clone(),
            folder.path().to_owned(),
            file.clone(),
            notes.clone(),
        ];
        assert_eq!(search(&named).files.into_paths(), [notes, file]);
    }

    #[test]
    fn an_entry_whose_type_is_unknown_is_listed() {
        let folder = Path::new("folder");
        let refused = || Err(io::Error::from(io::ErrorKind::PermissionDenied));
        let mut walk = Walk::default();
        let inside = Inside {
            path: folder,
            real: folder,
            depth: 0,
            files: walk.found.files.folder(folder),
        };
        walk.entry(&inside, "a.toml".as_ref(), refused());
        walk.entry(&inside, "perhaps-a-folder".as_ref(), refused());
        let gone = Err(io::Error::from(io::ErrorKind::NotFound));
        walk.entry(&inside, "gone".as_ref(), gone);
        // Reading the file says why it cannot be read.
        let files = walk.found.files.into_paths();
        assert_eq!(files, [Path::new("folder/a.toml")]);
        let [unsearched] = walk.found.unsearched.as_slice() else {
            panic!("{:?}", walk.found.unsearched);
        };
        assert_eq!(unsearched.path, Path::new("folder/perhaps-a-folder"));
        let fault = unsearched.fault.to_string();
        assert!(fault.starts_with("cannot be searched: "), "{fault}");
        assert!(fault.ends_with("; allow this user to read it"), "{fault}");
    }
}
