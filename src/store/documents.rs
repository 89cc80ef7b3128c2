//! Documents to import: which files, and their bytes.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// In bytes.
const BUFFER: usize = 256 * 1024;
/// Folders in folders deeper than this are not searched.
const MAX_DEPTH: usize = 32;

/// The documents at `path`, in order: the file itself; of a Maildir, its mails, the oldest first; of
/// another folder, all files in it and below it by their paths. Hidden files are left out, and so are
/// links to folders.
///
/// # Errors
/// When there is nothing at `path`, or a folder cannot be read.
pub fn documents(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    if is_maildir(path) {
        for folder in ["cur", "new"] {
            add_files(&path.join(folder), 0, &mut files)?;
        }
        // The name of a mail begins with the second in which it was delivered.
        files.sort_by(|one, other| delivery(one).cmp(&delivery(other)));
    } else {
        add_files(path, MAX_DEPTH, &mut files)?;
        files.sort();
    }
    Ok(files)
}

fn is_maildir(folder: &Path) -> bool {
    ["cur", "new", "tmp"]
        .iter()
        .all(|name| folder.join(name).is_dir())
}

fn add_files(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if depth > 0 {
                add_files(&path, depth - 1, files)?;
            }
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

fn delivery(mail: &Path) -> (Option<u64>, Option<&std::ffi::OsStr>) {
    let name = mail.file_name();
    let second = name.and_then(|name| name.to_str()?.split('.').next()?.parse().ok());
    (second, name)
}

/// Opens a document. Unlike a briefing it may be a pipe, such as the shell makes for `<(command)`.
///
/// # Errors
/// When it cannot be opened, or is a folder.
pub fn open_document(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::documents;

    fn names(folder: &Path) -> Vec<String> {
        let documents = documents(folder).unwrap();
        let names = documents
            .iter()
            .map(|path| path.strip_prefix(folder).unwrap());
        names.map(|name| name.display().to_string()).collect()
    }

    #[test]
    fn the_mails_of_a_maildir_come_in_the_order_of_their_delivery() {
        let folder = tempfile::tempdir().unwrap();
        for sub in ["cur", "new", "tmp"] {
            fs::create_dir(folder.path().join(sub)).unwrap();
        }
        for mail in [
            "cur/1200000000.M1.host:2,S",
            "cur/999999999.M2.host:2,",
            "new/1100000000.M3.host",
            "tmp/1.half",
        ] {
            fs::write(folder.path().join(mail), "").unwrap();
        }
        assert_eq!(
            names(folder.path()),
            [
                "cur/999999999.M2.host:2,",
                "new/1100000000.M3.host",
                "cur/1200000000.M1.host:2,S"
            ]
        );
    }

    #[test]
    fn the_files_of_a_folder_come_by_their_paths_without_hidden_ones() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/.hidden")).unwrap();
        for file in ["c.eml", "a.xml", "b/x.html", "b/.hidden/y", ".z"] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        assert_eq!(names(folder.path()), ["a.xml", "b/x.html", "c.eml"]);
    }
}
