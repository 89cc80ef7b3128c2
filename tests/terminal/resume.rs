//! Where a start comes back to, with a real state folder.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::session::{ROUNDUP, Session};

/// A folder of editions and a folder for the state.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("state")).unwrap();
        fs::create_dir(folder.path().join("briefings")).unwrap();
        let place = Self { folder };
        for day in 1..=9 {
            place.write(&format!("2031-01-0{day}"));
        }
        place
    }

    /// Writes an edition with two long stories, whose lines all differ.
    fn write(&self, day: &str) {
        let story = |name: &str| {
            let lines = (0..80).map(|line| format!("{name} {line} of {day}.\n\n"));
            let body = lines.collect::<String>();
            format!("[[story]]\nheadline = '{name}'\nbody = '''\n{body}'''\n")
        };
        let source = format!(
            "title = 'Edition of {day}'\ndate = {day}\n{}{}",
            story("Alpha"),
            story("Beta")
        );
        fs::write(self.path(&format!("briefings/{day}.toml")), source).unwrap();
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> Session {
        self.open_at("briefings")
    }

    /// With a file or folder.
    fn open_at(&self, name: &str) -> Session {
        let state = self.path("state");
        let variables = [("XDG_STATE_HOME", state.to_str().unwrap())];
        let path = self.path(name);
        let arguments = [path.to_str().unwrap()];
        Session::start((110, 34), ROUNDUP, &arguments, &variables)
    }

    /// Makes the program believe that it was left on another day.
    fn change_day(&self) {
        let path = self.path("state/roundup/last");
        let last = fs::read_to_string(&path).unwrap();
        let lines = last.lines().map(|line| match line.strip_prefix("day\t") {
            Some(_) => "day\t2000-01-01\n".to_owned(),
            None => format!("{line}\n"),
        });
        fs::write(&path, lines.collect::<String>()).unwrap();
    }
}

/// Waits until the edition of this day is shown, and all others are loaded.
#[track_caller]
fn wait_for_edition(session: &mut Session, day: &str) {
    let title = format!("Edition of {day}");
    session.wait_until(&title, |session| {
        let contents = session.contents();
        // A frame may come in pieces, its last line last: the position is there once all is loaded.
        contents.contains(&title) && contents.contains(" %")
    });
}

fn quit(session: &mut Session) {
    session.press("\x03");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

/// Leaves the second story of an earlier edition in its middle.
fn leave_in_the_middle(place: &Place) {
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-09");
    session.press_and_see("{{");
    wait_for_edition(&mut session, "2031-01-07");
    session.press_and_see("J\tdd");
    session.wait_for("Beta 13 of 2031-01-07");
    quit(&mut session);
}

#[test]
fn a_start_comes_back_to_the_line_that_was_left() {
    let place = Place::new();
    leave_in_the_middle(&place);
    for _ in 0..2 {
        let mut session = place.open();
        session.wait_for("Beta 13 of 2031-01-07");
        // Even when all editions are loaded, those that are newer are no news.
        session.wait_for("%");
        session.press_and_see("");
        assert!(!session.contents().contains("newer edition"));
        quit(&mut session);
        // The middle of a story is come back to on any day.
        place.change_day();
    }
}

#[test]
fn a_start_on_another_day_opens_the_newest_edition_with_something_unread() {
    let place = Place::new();
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-09");
    session.press_and_see("AA{A{{");
    wait_for_edition(&mut session, "2031-01-06");
    quit(&mut session);
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-06");
    quit(&mut session);
    place.change_day();
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-07");
    quit(&mut session);
}

#[test]
fn a_newer_edition_opens_and_names_the_key_back() {
    let place = Place::new();
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-09");
    session.press_and_see("J\tdd");
    session.wait_for("Beta 13 of 2031-01-09");
    quit(&mut session);
    place.write("2031-01-10");
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-10");
    session.wait_for("A new edition has come; { goes back to Thu 9 Jan 2031");
    session.press("{");
    session.wait_for("Beta 13 of 2031-01-09");
    quit(&mut session);
}

#[test]
fn the_newest_opens_when_the_file_that_was_left_has_gone() {
    let place = Place::new();
    leave_in_the_middle(&place);
    fs::remove_file(place.path("briefings/2031-01-07.toml")).unwrap();
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-09");
    quit(&mut session);
}

#[test]
fn a_damaged_file_of_the_last_place_does_no_harm() {
    let place = Place::new();
    leave_in_the_middle(&place);
    for damage in ["", "roundup last 1\nday\t", "\0\0\0", "roundup last 99\n"] {
        fs::write(place.path("state/roundup/last"), damage).unwrap();
        let mut session = place.open();
        wait_for_edition(&mut session, "2031-01-09");
        quit(&mut session);
    }
}

#[test]
fn a_signal_keeps_the_place_too_and_for_this_user_alone() {
    let place = Place::new();
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-09");
    session.press_and_see("{J\tdd");
    session.wait_for("Beta 13 of 2031-01-08");
    session.signal("TERM");
    session.status();
    let last = place.path("state/roundup/last");
    assert_eq!(mode(&last), 0o600);
    let mut session = place.open();
    session.wait_for("Beta 13 of 2031-01-08");
    quit(&mut session);
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;

    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_start_with_one_file_does_not_make_the_editions_of_its_folder_new() {
    let place = Place::new();
    let mut session = place.open_at("briefings/2031-01-03.toml");
    wait_for_edition(&mut session, "2031-01-03");
    session.press_and_see("\tdd");
    quit(&mut session);
    // With the same file it comes back.
    let mut session = place.open_at("briefings/2031-01-03.toml");
    session.wait_for("Alpha 13 of 2031-01-03");
    quit(&mut session);
    let mut session = place.open();
    wait_for_edition(&mut session, "2031-01-09");
    let contents = session.contents();
    assert!(!contents.contains("has come"), "{contents}");
    quit(&mut session);
}
