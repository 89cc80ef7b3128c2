//! Documents to import: which files, and their bytes.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// In bytes.
const BUFFER: usize = 256 * 1024;
/// Folders in folders deeper than this are not searched.
const MAX_DEPTH: usize = 32;

/// The documents at `path`, in order: the file itself, or all files in the folder and below it by their
/// paths; of a Maildir, wherever it is, its mails by the time of their delivery. Hidden files are left out,
/// and so are links to folders. A folder below `path` that cannot be read is listed as if it were a
/// document, so that opening it gives the reason.
///
/// # Errors
/// When there is nothing at `path`, or it is a folder that cannot be read.
pub fn documents(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    add_folder(path, MAX_DEPTH, &mut files)?;
    Ok(files)
}

/// Adds the documents of a folder and of those below it, at most `depth` levels down.
fn add_folder(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if is_maildir(folder) {
        return add_mails(folder, files);
    }
    for path in visible(folder)? {
        let is_folder = path.is_dir() && !path.is_symlink();
        // A folder that cannot be read is reported when it is opened like a file.
        let is_document = if is_folder {
            depth > 0 && add_folder(&path, depth - 1, files).is_err()
        } else {
            path.is_file()
        };
        if is_document {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether there is a file or a folder at `path`, and nothing that may have to be waited for, such as a pipe.
/// What cannot be looked at counts as one: opening it gives the reason.
pub fn is_file_or_folder(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |metadata| metadata.is_file() || metadata.is_dir())
}

fn is_maildir(folder: &Path) -> bool {
    ["cur", "new", "tmp"]
        .iter()
        .all(|name| folder.join(name).is_dir())
}

/// Adds the mails that have been delivered into a Maildir.
fn add_mails(maildir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut mails = visible(&maildir.join("cur"))?;
    mails.extend(visible(&maildir.join("new"))?);
    mails.retain(|path| path.is_file());
    // The name of a mail begins with the second in which it was delivered.
    mails.sort_by(|one, other| delivery(one).cmp(&delivery(other)));
    files.extend(mails);
    Ok(())
}

/// What is in a folder and not hidden, by name.
fn visible(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn delivery(mail: &Path) -> (Option<u64>, Option<&OsStr>) {
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
    fn a_maildir_in_a_folder_is_read_as_one() {
        let folder = tempfile::tempdir().unwrap();
        for sub in ["mail/cur", "mail/new", "mail/tmp"] {
            fs::create_dir_all(folder.path().join(sub)).unwrap();
        }
        for file in [
            "a.eml",
            "mail/dovecot-uidlist",
            "mail/cur/2000000000.a:2,S",
            "mail/new/1000000000.b",
            "mail/tmp/1500000000.half",
            "z.eml",
        ] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        assert_eq!(
            names(folder.path()),
            [
                "a.eml",
                "mail/new/1000000000.b",
                "mail/cur/2000000000.a:2,S",
                "z.eml"
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
