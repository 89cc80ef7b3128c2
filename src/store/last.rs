//! Loads and saves where the user left off.

use std::io;
use std::path::{Path, PathBuf, absolute};

use super::files::Files;
use super::find::Places;
use super::folders::{self, create_private};
use super::read;
use super::write::{Access, replace_unlocked, target};
use crate::marks::Last;
use crate::text::DisplayText;

/// In bytes: many times what the file takes with the longest path.
const MAX_BYTES: u64 = 256 * 1024;

/// The file `last`, beside that of the marks. Only the reader writes it; if several are open, the last one
/// to be left wins.
#[derive(Clone, Debug)]
pub struct LastFile {
    path: PathBuf,
    /// What is read in this run of the program; see [`names_of`].
    places: String,
}

impl LastFile {
    /// `$XDG_STATE_HOME/roundup/last`, or the platform's equivalent; `None` without a home folder. The briefings in
    /// `places` are read.
    pub fn locate(places: &Places) -> Option<Self> {
        Some(Self::at(folders::state()?.join("last"), places))
    }

    fn at(path: PathBuf, places: &Places) -> Self {
        Self {
            path,
            places: names_of(places),
        }
    }

    /// `None` when there is no such file, or one that cannot be read or understood: it only saves the user
    /// from looking for the place, so this is not reported. `None` also when the user left off in other places: what
    /// was new there says nothing about these.
    pub fn load(&self) -> Option<Last> {
        let (last, places) = Last::read(&read::bytes(&self.path, MAX_BYTES).ok()?)?;
        places
            .is_none_or(|places| places == self.places)
            .then_some(last)
    }

    /// Replaces what was kept before. The path in it is made absolute.
    ///
    /// # Errors
    /// When the file cannot be written; the old one stays.
    pub fn save(&self, last: &Last) -> io::Result<()> {
        let path = target(&self.path).unwrap_or_else(|| self.path.clone());
        create_private(path.parent().unwrap_or(Path::new(".")))?;
        let last = Last {
            path: absolute(&last.path)?,
            ..last.clone()
        };
        replace_unlocked(&path, &last.write(&self.places), Access::Private).map(|_| ())
    }
}

/// The names of files and folders, without the folders that they are in, since those may be moved.
fn names_of(places: &Places) -> String {
    let mut names: Vec<_> = places
        .paths()
        .iter()
        .map(|path| {
            let real = path.canonicalize();
            let real = real.as_ref().unwrap_or(path);
            let name = real.file_name().unwrap_or(real.as_os_str());
            DisplayText::line(&name.to_string_lossy()).to_string()
        })
        .collect();
    names.sort();
    names.join("/")
}

/// The file of `files` that the edition of `last` is in, by its path; else the newest one with the same name,
/// since the folder may have been moved. It may hold another edition by now.
pub fn file_left(files: &Files, last: &Last) -> Option<PathBuf> {
    let named: Vec<_> = files.named(last.path.file_name()?).collect();
    let is_left = |path: &&PathBuf| absolute(path).is_ok_and(|path| path == last.path);
    // Of one name, the one with the greatest path is the newest.
    named.iter().find(is_left).or(named.iter().max()).cloned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Files, LastFile, Places, absolute, file_left};
    use crate::marks::{Last, Newest, Reached};

    fn last(path: &str) -> Last {
        Last {
            day: date(2031, 1, 1),
            edition: "a".to_owned(),
            path: path.into(),
            story: None,
            top: None,
            place: 0,
            focus: None,
            reached: Reached::End,
            files: 1,
            newest: Newest::new(None, "2031-01-01.toml".as_ref()),
        }
    }

    #[test]
    fn what_is_saved_is_loaded_with_an_absolute_path() {
        let folder = tempfile::tempdir().unwrap();
        let file = LastFile::at(folder.path().join("state/roundup/last"), &Places::default());
        assert_eq!(file.load(), None);
        file.save(&last("briefings/2031-01-01.toml")).unwrap();
        file.save(&last("briefings/2031-01-02.toml")).unwrap();
        let loaded = file.load().unwrap();
        assert_eq!(loaded.path, absolute("briefings/2031-01-02.toml").unwrap());
        // Nothing else is left beside it.
        let state = folder.path().join("state/roundup");
        assert_eq!(std::fs::read_dir(state).unwrap().count(), 1);
    }

    #[test]
    fn what_was_left_in_other_places_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let in_places = |names: &[&str]| {
            let paths = names.iter().map(|name| folder.path().join(name));
            let state = folder.path().join("state/roundup/last");
            LastFile::at(state, &Places::All(paths.collect()))
        };
        in_places(&["news", "work"])
            .save(&last("news/2031-01-01.toml"))
            .unwrap();
        for (names, leads_back) in [
            (&["news", "work"][..], true),
            (&["work", "news"], true),
            (&["moved/news", "work"], true),
            (&["news"], false),
            (&["news/2031-01-01.toml"], false),
            (&["news/work"], false),
        ] {
            assert_eq!(in_places(names).load().is_some(), leads_back, "{names:?}");
        }
    }

    #[test]
    fn a_file_is_found_by_its_path_or_else_by_its_name() {
        let mut files = Files::default();
        for path in [
            "a/2031-01-02.toml",
            "b/2031-01-01.toml",
            "a/2031-01-01.toml",
        ] {
            files.push_path(path.into());
        }
        let found = |path: &str| file_left(&files, &last(path));
        let here = absolute("a/2031-01-01.toml").unwrap();
        assert_eq!(
            found(here.to_str().unwrap()),
            Some("a/2031-01-01.toml".into())
        );
        assert_eq!(
            found("/moved/2031-01-01.toml"),
            Some("b/2031-01-01.toml".into())
        );
        assert_eq!(found("/moved/31-01-01.toml"), None);
        assert_eq!(found("/a/2031-01-03.toml"), None);
    }
}
