//! Marks of the built program: saved however it ends and by two at once, and reported when they cannot be
//! saved.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::program::{program, run};
use super::session::{ARCHIVE, PATIENCE, ROUNDUP, Session};

/// Rounds of marking and killing; `ROUNDUP_KILL_ROUNDS=500` makes more.
const ROUNDS: usize = 20;

/// A folder with one edition, and a folder for the marks.
struct Place {
    folder: TempDir,
    stories: usize,
}

impl Place {
    fn with(stories: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut source = "title = \"Many\"\ndate = 2031-01-01\nid = \"many\"\n".to_owned();
        for story in 0..stories {
            let _ = write!(
                source,
                "[[story]]\nheadline = \"Story {story:03}\"\nbody = \"Short.\"\n"
            );
        }
        fs::create_dir(folder.path().join("briefings")).unwrap();
        fs::create_dir(folder.path().join("state")).unwrap();
        fs::write(folder.path().join("briefings/2031-01-01.toml"), source).unwrap();
        Self { folder, stories }
    }

    fn briefings(&self) -> String {
        self.folder
            .path()
            .join("briefings")
            .to_str()
            .unwrap()
            .to_owned()
    }

    fn state(&self) -> String {
        self.folder
            .path()
            .join("state")
            .to_str()
            .unwrap()
            .to_owned()
    }

    fn open(&self, size: (u16, u16)) -> Session {
        let state = self.state();
        let variables = [("XDG_STATE_HOME", state.as_str())];
        let mut session = Session::start(size, ROUNDUP, &[&self.briefings()], &variables);
        session.wait_for("help");
        session
    }

    /// The keys of the stories that are read according to the file, which must be complete.
    #[track_caller]
    fn read(&self) -> Vec<String> {
        let path = self.folder.path().join("state/roundup/marks");
        let Ok(text) = fs::read_to_string(path) else {
            return Vec::new();
        };
        assert!(
            text.starts_with("roundup marks 1\n") && text.ends_with('\n'),
            "{text}"
        );
        text.lines()
            .skip(1)
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .inspect(|fields| assert_eq!(fields.len(), 4, "{fields:?}"))
            .filter(|fields| fields[1].contains('r'))
            .map(|fields| fields[0].to_owned())
            .collect()
    }

    /// Waits until the file says that `count` stories are read.
    #[track_caller]
    fn wait_for_read(&self, session: &mut Session, count: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.read().len() < count {
            assert!(
                Instant::now() < deadline,
                "{:?} of {count} are read",
                self.read()
            );
            // The kill may come before, during or after a save, so no particular moment is waited for.
            session.take_for(Duration::from_millis(2));
        }
    }
}

#[test]
fn an_edition_read_with_space_alone_stays_read() {
    let place = Place::with(6);
    let mut session = place.open((80, 24));
    for _ in 0..place.stories {
        session.press(" ");
    }
    session.wait_for("That was Wednesday 1 January 2031.");
    session.press("q");
    assert_eq!(session.status(), 0);
    assert_eq!(place.read().len(), place.stories);
    place.open((110, 34)).wait_for("all read");
}

#[test]
fn the_line_that_was_left_is_on_screen_in_another_window() {
    let long = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/briefings/1969-07-20-late.toml"
    );
    let state = tempfile::tempdir().unwrap();
    let variables = [("XDG_STATE_HOME", state.path().to_str().unwrap())];
    let open = |size| Session::start(size, ROUNDUP, &[long], &variables);
    let mut session = open((110, 34));
    session.wait_for("help");
    session.press("gl\td");
    session.press_and_see("d");
    // The first words of the first row with any in the article.
    let contents = session.contents();
    let text = contents
        .lines()
        .skip(4)
        .filter_map(|row| row.split('│').nth(1))
        .map(str::trim)
        .find(|text| !text.is_empty())
        .unwrap();
    let words: Vec<_> = text.split_whitespace().take(4).collect();
    let words = words.join(" ");
    session.press("\x03");
    assert_eq!(session.status(), 0);
    for size in [(80, 24), (60, 20), (140, 50)] {
        let mut session = open(size);
        session.wait_until(&words, |session| {
            let contents = session.contents();
            let rows = contents
                .lines()
                .map(|row| row.split('│').next_back().unwrap_or_default());
            let shown: Vec<_> = rows.flat_map(str::split_whitespace).collect();
            shown.join(" ").contains(&words)
        });
        session.press("\x03");
        assert_eq!(session.status(), 0);
    }
}

#[test]
fn two_programs_at_once_end_with_both_their_marks() {
    let place = Place::with(400);
    let (mut one, mut other) = (place.open((80, 24)), place.open((60, 20)));
    other.press("G");
    for _ in 0..20 {
        one.press(&"mJ".repeat(10));
        other.press(&"mK".repeat(10));
    }
    for session in [&mut one, &mut other] {
        session.press("q");
        assert_eq!(session.status(), 0);
    }
    assert_eq!(place.read().len(), 400);
}

#[test]
fn a_command_and_a_reader_at_once_end_with_both_their_marks() {
    let place = Place::with(200);
    let mut session = place.open((80, 24));
    for number in 110..120 {
        session.press("mJmJ");
        let mut program = program(".");
        program.env("XDG_STATE_HOME", place.state());
        let briefings = place.briefings();
        let line = format!("mark --read --where headline:{number} {briefings}");
        let ran = run(program, &line);
        assert_eq!(ran.stdout, format!("many/story-{number}\n"), "{ran}");
    }
    session.press("q");
    assert_eq!(session.status(), 0);
    let marked = (0..20).chain(110..120);
    let keys: Vec<_> = marked
        .map(|number| format!("many/story-{number:03}"))
        .collect();
    assert_eq!(place.read(), keys);
}

/// The folder of the marks does not exist yet when the reader starts.
#[test]
fn marks_made_elsewhere_come_in_by_themselves() {
    let place = Place::with(30);
    let mut session = place.open((110, 34));
    let briefings = place.briefings();
    let marked = |what: &str| {
        let mut program = program(".");
        program.env("XDG_STATE_HOME", place.state());
        run(program, &format!("mark {what} {briefings}"))
    };
    let ran = marked("--read --where headline:00");
    assert_eq!(ran.stdout.lines().count(), 10, "{ran}");
    session.wait_for("The marks of 10 stories here were changed elsewhere");
    session.wait_for("10 of 30 read");
    // Again, after a mark of its own.
    session.press("GmU");
    session.press("m");
    place.wait_for_read(&mut session, 11);
    marked("--unread --where headline:001");
    session.wait_for("The marks of 1 story here were changed elsewhere");
    session.wait_for("10 of 30 read");
    session.press("gg");
    session.wait_for("● Story 001");
    session.press("R");
    session.wait_for("Everything was read again; nothing has changed");
    session.press("q");
    assert_eq!(session.status(), 0);
    assert_eq!(place.read().len(), 10);
}

#[test]
fn no_kill_loses_a_mark_that_was_saved() {
    let rounds = std::env::var("ROUNDUP_KILL_ROUNDS");
    let rounds = rounds
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(ROUNDS);
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below).unwrap()
    };
    let mut place = Place::with(400);
    let mut saved: Vec<String> = Vec::new();
    for round in 0..rounds {
        if place.stories - saved.len() < 40 {
            (place, saved) = (Place::with(400), Vec::new());
        }
        let mut session = place.open((80, 24));
        session.press(&" ".repeat(1 + random(9)));
        if random(2) == 0 {
            place.wait_for_read(&mut session, saved.len() + 1);
        }
        session.press(&" ".repeat(random(9)));
        // The kill may come before, during or after a save, so no particular moment is waited for.
        session.take_for(Duration::from_millis(random(330) as u64));
        let seen = place.read();
        session.signal("KILL");
        session.child.wait().unwrap();
        let left = place.read();
        for key in saved.iter().chain(&seen) {
            assert!(left.contains(key), "round {round}: {key} is lost");
        }
        saved = left;
    }
    assert!(!saved.is_empty());
}

#[test]
fn a_mark_is_saved_when_a_signal_ends_the_program() {
    for (name, status) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let place = Place::with(3);
        let mut session = place.open((80, 24));
        session.press_and_see("m");
        session.signal(name);
        assert_eq!(session.status(), status);
        assert_eq!(place.read().len(), 1, "{name}");
    }
}

#[test]
fn a_mark_is_saved_when_the_terminal_vanishes() {
    let place = Place::with(3);
    let mut session = place.open((80, 24));
    session.press_and_see("m");
    assert_eq!(session.vanish(), 129);
    assert_eq!(place.read().len(), 1);
}

#[test]
#[cfg_attr(
    not(debug_assertions),
    ignore = "only a debug build panics when asked to"
)]
fn a_mark_is_saved_when_a_thread_panics() {
    let place = Place::with(3);
    let state = place.state();
    let variables = [
        ("XDG_STATE_HOME", state.as_str()),
        ("ROUNDUP_PANIC", "scan"),
    ];
    let mut session = Session::start((80, 24), ROUNDUP, &[&place.briefings()], &variables);
    session.wait_for("help");
    session.press("m/story");
    assert_eq!(session.status(), 101);
    assert_eq!(place.read().len(), 1);
}

/// Starts the program by a shell `script` that leaves too little room for the file of marks. Marks a story,
/// and checks that `notice` is shown, that reading goes on and that the file is unchanged. With `proc`, the
/// file is looked up in the program's own mount namespace.
#[track_caller]
fn check_not_saved(script: &str, notice: &str, proc: bool) {
    let place = Place::with(3);
    let state = place.state();
    let roundup = Path::new(&state).join("roundup");
    fs::create_dir(&roundup).unwrap();
    let mut before = "roundup marks 1\n".to_owned();
    for number in 0..100 {
        let _ = writeln!(
            before,
            "an-edition-of-long-ago/a-story-{number:03}\tr\t0\t1900000000"
        );
    }
    fs::write(roundup.join("marks"), &before).unwrap();
    let variables = [("XDG_STATE_HOME", state.as_str())];
    let arguments = ["-c", script, ROUNDUP, &place.briefings()];
    let mut session = Session::start((120, 24), "/bin/sh", &arguments, &variables);
    session.wait_for("Story 000");
    session.press("m");
    session.wait_for(notice);
    session.press("J");
    session.wait_for("marks are not saved");
    session.wait_until("the next story", |session| {
        session.selected().starts_with("Story 001")
    });
    let process = session.child.process_id().unwrap();
    let root = if proc {
        format!("/proc/{process}/root")
    } else {
        String::new()
    };
    let file = format!("{root}{state}/roundup/marks");
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let names = fs::read_dir(Path::new(&file).parent().unwrap()).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name == "marks.new"), "{names:?}");
    session.press("q");
    assert_eq!(session.status(), 0);
    assert!(
        session
            .written_after()
            .contains("roundup: the last marks are not saved: ")
    );
}

#[test]
fn a_file_that_may_not_grow_is_reported() {
    check_not_saved(
        "ulimit -f 1; exec \"$0\" \"$1\"",
        "Marks not saved: File too large; check ",
        false,
    );
}

/// A full and a read-only file system, made in a namespace of the test's own.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_nothing_is_reported() {
    // As root, which needs no user namespace, or as anyone where the system allows that.
    let unshare = ["-m", "-rm"].into_iter().find(|namespaces| {
        std::process::Command::new("unshare")
            .args([namespaces, "true"])
            .output()
            .is_ok_and(|output| output.status.success())
    });
    let unshare = unshare.expect(
        "this test mounts file systems: install `unshare`, and allow user namespaces or be root",
    );
    let mounted = |and: &str| {
        format!(
            "exec unshare {unshare} sh -c 'marks=$(cat \"$XDG_STATE_HOME/roundup/marks\") && \
             mount -t tmpfs -o size=12k,nr_inodes=8 tmpfs \"$XDG_STATE_HOME\" && \
             mkdir \"$XDG_STATE_HOME/roundup\" && echo \"$marks\" > \"$XDG_STATE_HOME/roundup/marks\" && \
             {and} && exec \"$0\" \"$1\"' \"$0\" \"$1\""
        )
    };
    check_not_saved(
        &mounted("true"),
        "Marks not saved: No space left on device; make room for ",
        true,
    );
    check_not_saved(
        &mounted("mount -o remount,ro \"$XDG_STATE_HOME\""),
        "Marks not saved: Read-only file system; allow this user to write ",
        true,
    );
}

#[test]
fn marks_are_saved_by_themselves_once_the_lock_is_released() {
    let place = Place::with(3);
    let roundup = Path::new(&place.state()).join("roundup");
    fs::create_dir(&roundup).unwrap();
    let lock = fs::File::create(roundup.join("marks.lock")).unwrap();
    lock.lock().unwrap();
    let mut session = place.open((120, 24));
    session.press("m");
    session.wait_for("Marks not saved: another program holds their lock");
    assert!(place.read().is_empty());
    drop(lock);
    session.wait_for("Marks are saved again");
    assert_eq!(place.read().len(), 1);
}

#[test]
fn a_home_that_cannot_exist_is_reported() {
    let variables = [("XDG_STATE_HOME", "/proc/none")];
    let mut session = Session::start((120, 24), ROUNDUP, &[ARCHIVE], &variables);
    session.wait_for("Harbour Roundup");
    session.press("m");
    session.wait_for("Marks not saved: ");
    session.press("q");
    assert_eq!(session.status(), 0);
}
