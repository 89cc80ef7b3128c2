//! Where a path leads, and where something can happen that changes that.

use std::fs;
use std::path::{Path, PathBuf};

/// The most links from one to the next that are followed: as many as Linux follows.
const MOST_LINKS: usize = 40;

/// The places at which something can happen that changes what is found at `path`, by their real paths: the path
/// itself; while it is a link, what it leads to, and so on. Of what is not there, the nearest place on the way to
/// it that is missing.
pub fn places_of(path: &Path) -> Vec<PathBuf> {
    let mut places = Vec::new();
    let mut next = path.to_owned();
    while places.len() <= MOST_LINKS {
        let place = where_it_is(&next);
        // Links may lead in a circle.
        if places.contains(&place) {
            break;
        }
        let target = fs::read_link(&place);
        let target = target.ok().zip(place.parent());
        let target = target.map(|(target, folder)| folder.join(target));
        places.push(place);
        let Some(target) = target else {
            break;
        };
        next = target;
    }
    places
}

/// Where `path` is, without links on the way there; when it is not there, the nearest place on the way to it
/// that is missing.
fn where_it_is(path: &Path) -> PathBuf {
    let mut missing = path;
    loop {
        let parent = match missing.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            // The root, or a path such as `..`.
            None => return fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()),
        };
        if let Ok(real) = fs::canonicalize(parent) {
            return match missing.file_name() {
                Some(name) => real.join(name),
                None => fs::canonicalize(path).unwrap_or(real),
            };
        }
        // The folder that the program was started in is gone. Nothing is above it.
        if parent == Path::new(".") {
            return path.to_owned();
        }
        missing = parent;
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{places_of, where_it_is};

    #[test]
    fn a_missing_folder_is_awaited_in_its_nearest_existing_parent() {
        let home = tempfile::tempdir().unwrap();
        let wanted = home.path().join("share/roundup/briefings");
        let real = fs::canonicalize(home.path()).unwrap();
        assert_eq!(where_it_is(&wanted), real.join("share"));
        fs::create_dir(home.path().join("share")).unwrap();
        assert_eq!(where_it_is(&wanted), real.join("share/roundup"));
        fs::create_dir_all(&wanted).unwrap();
        assert_eq!(where_it_is(&wanted), real.join("share/roundup/briefings"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_what_they_lead_to_or_to_what_is_missing_there() {
        use std::os::unix::fs::symlink;

        let home = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(home.path()).unwrap();
        let places = |name: &str| {
            let places = places_of(&home.path().join(name));
            let names = places
                .iter()
                .map(|place| place.strip_prefix(&real).unwrap());
            let names: Vec<_> = names.map(|name| name.display().to_string()).collect();
            names.join(" ")
        };
        fs::create_dir(home.path().join("in")).unwrap();
        for (link, target) in [
            ("in/one", "../two"),
            ("two", "./dot/files/three"),
            ("folder", "in"),
            ("circle", "back"),
            ("back", "circle"),
        ] {
            symlink(target, home.path().join(link)).unwrap();
        }
        symlink(real.join("in/one"), home.path().join("whole")).unwrap();
        assert_eq!(places("in"), "in");
        assert_eq!(places("folder"), "folder in");
        assert_eq!(places("folder/one"), "in/one two dot");
        fs::create_dir_all(home.path().join("dot/files")).unwrap();
        assert_eq!(places("whole"), "whole in/one two dot/files/three");
        fs::write(home.path().join("dot/files/three"), "").unwrap();
        assert_eq!(places("whole"), "whole in/one two dot/files/three");
        // The folder is a link now, which leads nowhere.
        fs::rename(home.path().join("dot"), home.path().join("away")).unwrap();
        symlink("nowhere", home.path().join("dot")).unwrap();
        assert_eq!(places("in/one"), "in/one two dot nowhere");
        assert_eq!(places("circle"), "circle back");
        // However many there are.
        for number in 0..100 {
            let target = (number + 1).to_string();
            symlink(target, home.path().join(number.to_string())).unwrap();
        }
        assert_eq!(places("0").split(' ').count(), 41);
    }
}
