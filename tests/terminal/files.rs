//! A file that is no briefing is reported as a fault, and the briefings beside it can be read. Neither takes
//! much time or memory.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use roundup::archive::Edition;
use roundup::store::{self, FoundFiles};
use roundup::text::grouped;

use super::corpus::{self, HARMS};
use super::oracle::{Place, check_clean};
use super::program::{program, run};
use super::session::{ESC, Session};

/// Far longer than any file takes, so that a busy machine passes, too.
const BOUND: Duration = Duration::from_secs(10);

/// The user who owns nothing.
const NOBODY: u32 = 65_534;

/// Limits the program to 512 MiB of address space, including its code and the stacks of its threads. The
/// variable keeps the C library from reserving a further 64 MiB of addresses for each thread.
const LIMITED: &str = "export MALLOC_ARENA_MAX=1; ulimit -v 524288; exec \"$0\" \"$1\"";

fn found(folder: &Path) -> FoundFiles {
    store::find(&[folder.to_owned()]).unwrap()
}

/// Checks that a fault containing `expected` is reported, or no fault if nothing is expected.
#[track_caller]
fn check_fault(edition: &Edition, expected: Option<&str>) {
    let faults = &edition.diagnostics;
    let reported: Vec<_> = faults
        .iter()
        .map(|fault| format!("{}: {fault}", fault.severity))
        .collect();
    match expected {
        None => assert_eq!(reported, [""; 0], "{}", edition.label()),
        Some(expected) => {
            let is_reported = reported.iter().any(|fault| fault.contains(expected));
            assert!(is_reported, "{}: {reported:?}", edition.label());
        }
    }
    assert!(reported.len() <= 101, "{}", reported.len());
}

#[test]
fn every_harm_is_reported_in_little_time() {
    let folder = tempfile::tempdir().unwrap();
    corpus::large(folder.path());
    let found = found(folder.path());
    // Folders that link to each other are walked once. The one that holds nothing is reported.
    assert_eq!(found.unsearched.len(), 1);
    for harm in HARMS {
        let path = folder.path().join(harm.name);
        let unsearched = found.unsearched.iter().find(|folder| folder.path == path);
        let start = Instant::now();
        let edition = match unsearched {
            Some(folder) => folder.to_edition(),
            None => store::read(path),
        };
        let took = start.elapsed();
        assert!(took < BOUND, "{}: {took:?}", harm.name);
        check_fault(&edition, harm.fault);
    }
}

/// Opens `folder` under a limit of memory and reads the good file in it.
#[track_caller]
fn check_readable(folder: &Path) -> Session {
    let good = corpus::story("Good", "Every word of it can be read.");
    fs::write(folder.join("2031-06-01-good.toml"), good).unwrap();
    let found = found(folder);
    let files = found.files.len() + found.unsearched.len();
    let mut session = Session::shell((110, 34), LIMITED, folder.to_str().unwrap());
    session.wait_for("─┬─");
    let count = format!("of {} read", grouped(files));
    session.wait_until("all files", |session| !session.contents().contains(&count));
    session.press("/word of it");
    session.wait_for("1 story in 1 edition");
    session.press("\r");
    session.press_and_see("l");
    session.wait_for("Every word of it can be read.");
    session.press_and_see(ESC);
    session.press_and_see(ESC);
    session
}

#[track_caller]
fn check_quit(mut session: Session) {
    session.press("\x03");
    assert_eq!(session.status(), 0);
    session.check_restored();
    check_clean(Place::Terminal, &session.written);
}

#[test]
fn the_good_file_is_read_beside_all_others_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    corpus::small(folder.path());
    corpus::large(folder.path());
    let mut session = check_readable(folder.path());
    session.press_and_see("!");
    let found = found(folder.path());
    let faulty = found.files.to_paths().into_iter().map(store::read);
    let faulty = faulty.filter(roundup::archive::Edition::is_faulty).count();
    session.wait_for(&format!("{} files", faulty + found.unsearched.len()));
    for _ in 0..faulty {
        session.press_and_see("j");
    }
    session.press_and_see(ESC);
    // Opens each edition and goes to the end of its longest story.
    for _ in 0..HARMS.len() {
        session.press_and_see("}");
        session.press_and_see("lGh");
    }
    check_quit(session);
}

#[test]
fn a_hundred_thousand_files_are_read_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    // Links are made faster than files. They lead to several files, because some systems limit how many may
    // lead to one.
    for many in 0..10 {
        let file = folder.path().join(format!("{many}.toml"));
        fs::write(&file, corpus::story("Many", "A body.")).unwrap();
        for number in 1..10_000 {
            fs::hard_link(&file, file.with_file_name(format!("{many}-{number}.toml"))).unwrap();
        }
    }
    check_quit(check_readable(folder.path()));
}

#[test]
fn what_was_read_stays_readable_when_its_file_breaks_or_goes() {
    type Change = fn(&Path);
    let changes: [(Change, &str); 2] = [
        (|path| fs::remove_file(path).unwrap(), "file has gone"),
        (
            |path| fs::write(path, "title = \"\x1b[2J").unwrap(),
            "! shows it",
        ),
    ];
    for (change, told) in changes {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2031-06-01.toml");
        let body = "A row of it.\n\n".repeat(100);
        fs::write(&path, corpus::story("Good", &(body + "Its last row."))).unwrap();
        let mut session = Session::roundup((110, 34), folder.path().to_str().unwrap());
        session.wait_for("A row of it.");
        change(&path);
        session.wait_for(told);
        session.press_and_see("lG");
        session.wait_for("Its last row.");
        if path.exists() {
            session.press("h/last row");
            session.wait_for("1 story in 1 edition");
        }
        check_quit(session);
    }
}

/// A file and a folder without any permission. Root may read everything, so as root the program is run as
/// another user.
#[test]
fn files_and_folders_without_permission_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2031-06-01.toml");
    let inside = folder.path().join("inside");
    fs::write(&file, corpus::story("Good", "")).unwrap();
    fs::create_dir(&inside).unwrap();
    set_mode(folder.path(), 0o755);
    for path in [&file, &inside] {
        set_mode(path, 0o000);
    }
    let mut program = program(".");
    if rustix::process::getuid().is_root() {
        program.uid(NOBODY).gid(NOBODY).current_dir("/");
    }
    let ran = run(program, &format!("check '{}'", folder.path().display()));
    set_mode(&inside, 0o700);
    let refused = ran.stdout.matches("allow this user to read it").count();
    assert_eq!((refused, ran.status), (2, 1), "{ran}");
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn folders_too_deep_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let deep: PathBuf = std::iter::repeat_n("deep", 40).collect();
    fs::create_dir_all(folder.path().join(&deep)).unwrap();
    fs::write(folder.path().join(&deep).join("a.toml"), "").unwrap();
    let found = found(folder.path());
    assert!(found.files.is_empty());
    check_fault(&found.unsearched[0].to_edition(), Some("folders deep"));
}
