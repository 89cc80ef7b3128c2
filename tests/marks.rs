//! The file of marks: two programs at once lose nothing, and a file that cannot be understood is not
//! overwritten.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use roundup::marks::{Change, Marks, Operation};
use roundup::store::{LoadedMarks, MarksFile};
use tempfile::TempDir;

const NOW: i64 = 1_900_000_000;

fn operation(key: &str, change: Change) -> Operation {
    Operation {
        key: key.to_owned(),
        change,
    }
}

fn read(key: &str) -> Operation {
    operation(key, Change::Read(true))
}

/// A folder whose file of marks holds `bytes`.
fn folder_with(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marks");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn without_a_home_folder_it_is_said_that_marks_are_not_saved() {
    let loaded = LoadedMarks::homeless();
    assert!(loaded.marks.is_empty());
    let why = loaded.not_saved.unwrap();
    assert!(why.starts_with("there is no home folder"), "{why}");
}

#[test]
fn marks_are_saved_in_a_new_folder_that_only_this_user_can_read() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("state/roundup/marks");
    let file = MarksFile::at(path.clone());
    let loaded = file.load();
    assert!(loaded.marks.is_empty() && loaded.not_saved.is_none() && loaded.warning.is_none());
    file.save(&[read("a/1"), operation("a/1", Change::Place(7))], NOW)
        .unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "roundup marks 1\na/1\tr\t7\t1900000000\n"
    );
    assert_eq!(names(path.parent().unwrap()), ["marks", "marks.lock"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Two programs on one file, each with its own operations, saving in any order: the file ends as
    /// if every save had been made by one program.
    #[test]
    fn two_programs_give_the_same_marks_as_one(
        saves in prop::collection::vec(
            (any::<bool>(), prop::collection::vec(("[ab]/[cde]", 0u8..3, 0u32..9), 0..4)),
            0..10,
        ),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("marks");
        let programs = [MarksFile::at(path.clone()), MarksFile::at(path.clone())];
        let mut expected = Marks::default();
        for (number, (second, operations)) in saves.iter().enumerate() {
            let operations: Vec<_> = operations
                .iter()
                .map(|(key, field, value)| operation(key, match field {
                    0 => Change::Read(value % 2 == 0),
                    1 => Change::Saved(value % 2 == 0),
                    _ => Change::Place(*value),
                }))
                .collect();
            let time = i64::try_from(number).unwrap();
            let saved = programs[usize::from(*second)].save(&operations, time).unwrap();
            for operation in &operations {
                expected.apply(operation, time);
            }
            prop_assert!(saved.warning.is_none());
            for key in ["a/c", "a/d", "a/e", "b/c", "b/d", "b/e"] {
                let (mark, wanted) = (saved.marks.get(key), expected.get(key));
                prop_assert_eq!(
                    (mark.read, mark.saved, mark.place),
                    (wanted.read, wanted.saved, wanted.place)
                );
            }
        }
    }
}

#[test]
fn saves_at_the_same_time_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marks");
    std::thread::scope(|scope| {
        for program in 0..4 {
            let file = MarksFile::at(path.clone());
            scope.spawn(move || {
                for story in 0..20 {
                    let operation = read(&format!("{program}/{story}"));
                    // On a slow disk the others may hold the lock for too long. A program tries again then.
                    while let Err(error) = file.save(std::slice::from_ref(&operation), NOW) {
                        let error = error.to_string();
                        assert!(error.starts_with("another program holds"), "{error}");
                    }
                }
            });
        }
    });
    assert_eq!(MarksFile::at(path).load().marks.len(), 80);
}

#[test]
fn a_damaged_file_is_kept_and_its_good_lines_are_used() {
    let damaged: [&[u8]; 4] = [
        b"roundup marks 1\na/1\tr\t0\t5\n\0\0\0\0\0\0\0\0\nb/2\ts\t0\t5\n",
        b"a/1\tr\t0\t5\nb/2\ts\t0\t5\n",
        b"\xFF\xFEgarbage\na/1\tr\t0\t5\nb/2\ts\t0\t5\n",
        b"roundup marks 1\na/1\tr\t0\t5\nb/2\ts\t0\t5\nc/3\tr\t12",
    ];
    for bytes in damaged {
        let (folder, path) = folder_with(bytes);
        let file = MarksFile::at(path.clone());
        let warning = file.load().warning.unwrap();
        assert!(warning.contains("of the marks cannot be read"), "{warning}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "loading changes nothing");
        let saved = file.save(&[read("d/4")], NOW).unwrap();
        let warning = saved.warning.unwrap();
        assert!(
            warning.ends_with("; the old file is kept as marks.corrupt-1900000000"),
            "{warning}"
        );
        assert_eq!(
            fs::read(folder.path().join("marks.corrupt-1900000000")).unwrap(),
            bytes
        );
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "roundup marks 1\na/1\tr\t0\t5\nb/2\ts\t0\t5\nd/4\tr\t0\t1900000000\n"
        );
        // The file has been mended, so there is no further warning.
        assert!(file.save(&[read("e/5")], NOW).unwrap().warning.is_none());
    }
}

#[test]
fn the_marks_of_a_newer_version_are_read_and_never_overwritten() {
    let bytes = b"roundup marks 2\na/1\tr\t0\t5\nsomething new\n";
    let (folder, path) = folder_with(bytes);
    let file = MarksFile::at(path.clone());
    let loaded = file.load();
    assert!(loaded.marks.get("a/1").read);
    let why = "they were saved by a newer roundup; use that one";
    assert_eq!(&*loaded.not_saved.unwrap(), why);
    assert_eq!(file.save(&[read("b/2")], NOW).unwrap_err().to_string(), why);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(names(folder.path()), ["marks", "marks.lock"]);
}

#[test]
fn files_left_by_a_killed_program_do_not_matter() {
    let (folder, path) = folder_with(b"roundup marks 1\na/1\tr\t0\t5\n");
    fs::write(folder.path().join("marks.new"), "roundup mar").unwrap();
    fs::write(folder.path().join("marks.lock"), "").unwrap();
    let file = MarksFile::at(path);
    file.save(&[read("b/2")], NOW).unwrap();
    assert_eq!(file.load().marks.len(), 2);
    assert_eq!(names(folder.path()), ["marks", "marks.lock"]);
}

#[test]
fn a_lock_that_is_held_is_waited_for_and_then_reported() {
    let bytes = b"roundup marks 1\na/1\tr\t0\t5\n";
    let (folder, path) = folder_with(bytes);
    let held = File::create(folder.path().join("marks.lock")).unwrap();
    held.lock().unwrap();
    let file = MarksFile::at(path.clone());
    let error = file.save(&[read("b/2")], NOW).unwrap_err().to_string();
    assert!(
        error.starts_with("another program holds their lock; see which program uses /"),
        "{error}"
    );
    assert_eq!(fs::read(&path).unwrap(), bytes);
    drop(held);
    file.save(&[read("b/2")], NOW).unwrap();
    assert_eq!(file.load().marks.len(), 2);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_followed_and_kept() {
    use std::os::unix::fs::symlink;

    let (folder, _) = folder_with(b"");
    let real = folder.path().join("synced");
    fs::create_dir(&real).unwrap();
    let link = folder.path().join("link");
    // Its target need not exist yet.
    symlink("synced/roundup", &link).unwrap();
    let file = MarksFile::at(link.clone());
    file.save(&[read("a/1")], NOW).unwrap();
    file.save(&[read("b/2")], NOW).unwrap();
    assert!(link.is_symlink());
    assert_eq!(names(&real), ["roundup", "roundup.lock"]);
    assert_eq!(file.load().marks.len(), 2);
    symlink("round", folder.path().join("round")).unwrap();
    let error = MarksFile::at(folder.path().join("round")).save(&[read("a/1")], NOW);
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("a symbolic link that leads to itself")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn marks_that_cannot_be_saved_are_reported_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("file"), "mine").unwrap();
    fs::create_dir_all(path("folder/marks")).unwrap();
    fs::create_dir(path("device")).unwrap();
    std::os::unix::fs::symlink("/dev/full", path("device/marks")).unwrap();
    for (marks, loads, message) in [
        (path("file/roundup/marks"), false, "Not a directory; check "),
        (
            path("folder/marks"),
            false,
            "their file is not a regular file; check ",
        ),
        (path("device/marks"), false, "check /dev/full"),
        (
            PathBuf::from("/proc/roundup/marks"),
            true,
            "; check /proc/roundup",
        ),
    ] {
        let file = MarksFile::at(marks.clone());
        let loaded = file.load();
        assert_eq!(loaded.not_saved.is_none(), loads, "{}", marks.display());
        assert!(loaded.marks.is_empty());
        let error = file.save(&[read("a/1")], NOW).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    assert_eq!(fs::read(path("file")).unwrap(), b"mine");
    assert!(names(&path("folder/marks")).is_empty());
}
