//! Files that change on disk while the program is open.

use std::fs;
use std::path::{Path, PathBuf};

use super::program::{program, run};
use super::session::{ESC, ROUNDUP, Session};

/// A folder that the program has open.
struct Open {
    folder: tempfile::TempDir,
    session: Session,
}

/// An edition of a day in 2031 with stories of these headlines, each with a body that repeats it.
fn edition(title: &str, day: &str, headlines: &[&str]) -> String {
    let stories = headlines.iter().map(|headline| {
        format!("[[story]]\nheadline = \"{headline}\"\nbody = \"The body of {headline}.\"\n")
    });
    let head = format!("title = \"{title}\"\ndate = 2031-{day}\n");
    std::iter::once(head).chain(stories).collect()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

impl Open {
    fn new(files: &[(&str, String)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            write(&folder.path().join(name), text);
        }
        let mut session = Session::roundup((110, 34), folder.path().to_str().unwrap());
        session.wait_for("? help");
        Self { folder, session }
    }

    /// Two editions, the newest in a folder of its own.
    fn usual() -> Self {
        let today = edition("Today", "06-02", &["First", "Second", "Third"]);
        let yesterday = edition("Yesterday", "06-01", &["Older"]);
        Self::new(&[
            ("new/2031-06-02.toml", today),
            ("2031-06-01.toml", yesterday),
        ])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Saves as most editors do: writes another file and puts it in this one's place.
    fn save(&self, name: &str, text: &str) {
        let beside = self.path(name).with_extension("toml~");
        write(&beside, text);
        fs::rename(beside, self.path(name)).unwrap();
    }

    fn wait_for(&mut self, text: &str) {
        self.session.wait_for(text);
    }

    fn quit(mut self) {
        self.session.press("\x03");
        assert_eq!(self.session.status(), 0);
    }
}

#[test]
fn a_file_that_an_editor_saves_is_read_again() {
    let mut open = Open::usual();
    open.session.press_and_see("J");
    let name = "new/2031-06-02.toml";
    // Its swap file, and what it keeps of the text before, are no briefings.
    write(&open.path("new/.2031-06-02.toml.swp"), "swap");
    write(&open.path("new/2031-06-02.toml.bak"), "title = 'Backup'\n");
    open.save(
        name,
        &edition("Today", "06-02", &["First", "Second", "Third", "Fourth"]),
    );
    open.wait_for("1 new story; . goes to it");
    open.wait_for("Fourth");
    assert!(open.session.selected().starts_with("Second"));
    // In place.
    write(
        &open.path(name),
        &edition(
            "Today",
            "06-02",
            &["First", "Second, and more", "Third", "Fourth"],
        ),
    );
    open.wait_for("The body of Second, and more.");
    open.session.press(".");
    open.wait_for("The body of Fourth.");
    open.session.press("a");
    open.wait_for("2 editions");
    open.quit();
}

#[test]
fn the_folder_that_the_program_was_started_in_may_go() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in/2031-06-02.toml");
    write(&file, &edition("Today", "06-02", &["First", "Second"]));
    let start = "cd \"$1\" && exec \"$0\" in";
    let mut session = Session::shell((110, 34), start, folder.path().to_str().unwrap());
    session.wait_for("? help");
    session.wait_for(" %");
    folder.close().unwrap();
    session.wait_for("This edition’s file has gone");
    session.press("\x03");
    assert_eq!(session.status(), 0);
}

#[test]
fn a_new_edition_is_told_and_opened_only_by_a_key() {
    let mut open = Open::usual();
    open.save("2031-06-03.toml", &edition("Tomorrow", "06-03", &["Dawn"]));
    open.wait_for("A new edition has come: Tomorrow; . opens it");
    assert!(open.session.contents().contains("The body of First."));
    open.session.press(".");
    open.wait_for("The body of Dawn.");
    open.quit();
}

#[test]
fn what_is_deleted_stays_until_it_is_left() {
    let mut open = Open::usual();
    fs::remove_file(open.path("new/2031-06-02.toml")).unwrap();
    open.wait_for("This edition’s file has gone");
    assert!(open.session.contents().contains("The body of First."));
    open.session.press("{");
    open.wait_for("The body of Older.");
    open.session.press("}");
    open.wait_for("This is the only edition");
    open.quit();
}

#[test]
fn a_folder_that_is_renamed_keeps_its_editions_and_their_marks() {
    let mut open = Open::usual();
    open.session.press("m");
    open.wait_for("1 of 3 read");
    fs::rename(open.path("new"), open.path("old")).unwrap();
    // The folder at its new place is watched too.
    open.save(
        "2031-06-04.toml",
        &edition("Marker", "06-04", &["Seen once the folder is"]),
    );
    open.wait_for("A new edition has come: Marker");
    open.save(
        "old/2031-06-02.toml",
        &edition("Today", "06-02", &["First", "Second", "Third", "Fourth"]),
    );
    open.wait_for("1 of 4 read");
    // And one in a folder that comes in another one.
    write(
        &open.path("deep/deeper/2031-06-05.toml"),
        &edition("Deep", "06-05", &["Down there"]),
    );
    // No key was pressed since the other one was told.
    open.wait_for("2 newer editions have come");
    open.quit();
}

#[test]
fn the_folder_that_was_named_may_be_moved_away_and_back_or_made_anew() {
    let parent = tempfile::tempdir().unwrap();
    let (here, away) = (parent.path().join("here"), parent.path().join("away"));
    let name = "2031-06-02.toml";
    write(&here.join(name), &edition("Today", "06-02", &["First"]));
    let mut session = Session::roundup((110, 34), here.to_str().unwrap());
    session.wait_for("? help");
    session.wait_for(" %");
    fs::rename(&here, &away).unwrap();
    session.wait_for("This edition’s file has gone");
    fs::rename(&away, &here).unwrap();
    session.wait_for("This edition’s file is back");
    write(&here.join(name), &edition("Today", "06-02", &["Second"]));
    session.wait_for("The body of Second.");
    fs::remove_dir_all(&here).unwrap();
    session.wait_for("This edition’s file has gone");
    write(&here.join(name), &edition("Today", "06-02", &["Third"]));
    session.wait_for("The body of Third.");
    session.press("\x03");
    assert_eq!(session.status(), 0);
}

#[test]
fn a_fault_appears_and_goes_as_its_file_is_saved() {
    let mut open = Open::usual();
    let good = edition("Today", "06-02", &["First", "Second", "Third"]);
    let name = "new/2031-06-02.toml";
    open.save(name, &format!("{good}body = 1\n"));
    open.wait_for("in this file");
    open.wait_for("! shows it");
    open.session.press("!");
    open.wait_for("What is wrong in which file");
    open.save(name, &good);
    open.wait_for("No file has faults.");
    open.session.press(ESC);
    open.wait_for("The body of First.");
    // Emptied, it keeps what it said.
    open.save(name, "");
    open.wait_for("the file is empty");
    assert!(open.session.contents().contains("The body of First."));
    open.save(name, &good);
    open.wait_for("This file no longer has faults");
    open.quit();
}

#[test]
fn a_single_file_is_shown_where_it_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("draft.txt");
    write(
        &file,
        &edition("Draft", "06-02", &["First", "Second", "Third"]),
    );
    let mut session = Session::roundup((110, 34), file.to_str().unwrap());
    session.wait_for("The body of First.");
    let text = edition("Draft", "06-02", &["First", "Second", "Third"]);
    let saved = folder.path().join("other");
    write(&saved, &text.replace("body of Third", "end of Third"));
    fs::rename(&saved, &file).unwrap();
    session.wait_for("The end of Third.");
    assert!(session.selected().starts_with("Third"));
    session.press("\x03");
    assert_eq!(session.status(), 0);
}

#[test]
fn everything_is_read_anew_when_asked() {
    let mut open = Open::usual();
    open.session.press("R");
    open.wait_for("Everything was read again; nothing has changed");
    open.quit();
}

#[test]
fn a_folder_that_is_not_there_yet_is_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().to_str().unwrap();
    let variables = [
        ("HOME", path),
        ("XDG_DATA_HOME", path),
        ("XDG_STATE_HOME", path),
        ("XDG_CONFIG_HOME", path),
        ("ROUNDUP_DIR", ""),
    ];
    let mut session = Session::start((110, 34), ROUNDUP, &[], &variables);
    session.wait_for("Health Roundup");
    let briefings = home.path().join("roundup/briefings");
    write(
        &briefings.join("2031-06-01.toml"),
        &edition("Mine", "06-01", &["The first one"]),
    );
    session.wait_for("A new edition has come: Mine; . opens it");
    session.press(".");
    session.wait_for("The body of The first one.");
    session.press("a");
    session.wait_for("1 edition");
    session.press("\x03");
    assert_eq!(session.status(), 0);
}

#[test]
fn a_folder_named_by_a_link_is_watched() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    write(&one.join("1.toml"), &edition("One", "06-01", &["First"]));
    write(&other.join("1.toml"), &edition("Other", "06-02", &["Else"]));
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&one, &link).unwrap();
    let mut session = Session::roundup((110, 34), link.to_str().unwrap());
    session.wait_for("The body of First.");
    write(&one.join("2.toml"), &edition("Two", "06-02", &["Second"]));
    session.wait_for("A new edition has come: Two");
    // The link leads elsewhere.
    let new = folder.path().join("new");
    std::os::unix::fs::symlink(&other, &new).unwrap();
    fs::rename(&new, &link).unwrap();
    session.wait_for("The body of Else.");
    session.press("\x03");
    assert_eq!(session.status(), 0);
}

#[test]
fn what_an_edition_links_to_may_go_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let (file, away) = (
        folder.path().join("kept/e.toml"),
        folder.path().join("kept/f"),
    );
    write(&file, &edition("Linked", "06-01", &["First"]));
    let link = folder.path().join("read/2031-06-01.toml");
    fs::create_dir(folder.path().join("read")).unwrap();
    std::os::unix::fs::symlink("../kept/e.toml", &link).unwrap();
    let read = folder.path().join("read");
    let mut session = Session::roundup((110, 34), read.to_str().unwrap());
    session.wait_for("The body of First.");
    fs::rename(&file, &away).unwrap();
    session.wait_for("A fault: cannot be read");
    fs::rename(&away, &file).unwrap();
    session.wait_for("This file no longer has faults");
    write(&file, &edition("Linked", "06-01", &["First", "Second"]));
    session.wait_for("1 new story");
    session.press("\x03");
    assert_eq!(session.status(), 0);
}

/// As a checkout or an import writes them.
#[test]
fn many_files_at_once_are_all_found_and_all_go() {
    let mut open = Open::usual();
    for number in 0..1000 {
        let path = open.path(&format!("many/{number}.toml"));
        write(
            &path,
            &edition(&format!("Number {number}"), "05-01", &["Crowd"]),
        );
    }
    open.session.press("/crowd");
    open.wait_for("1,000 stories in 1,000 editions");
    fs::remove_dir_all(open.path("many")).unwrap();
    open.wait_for("No story matches.");
    open.session.press("\x15first");
    open.wait_for("1 story in 1 edition");
    open.quit();
}

/// Reading files elsewhere is no reason to read them here.
#[test]
fn files_that_are_only_read_are_not_read_again() {
    let mut open = Open::usual();
    open.session.press_and_see("");
    let before = open.session.written.len();
    let ran = run(
        program("."),
        &format!("list '{}'", open.folder.path().display()),
    );
    assert_eq!(ran.status, 0);
    // What comes after it has been seen, and nothing else.
    open.save("2031-06-03.toml", &edition("Tomorrow", "06-03", &["Dawn"]));
    open.wait_for("A new edition has come");
    let written = String::from_utf8_lossy(&open.session.written[before..]).into_owned();
    assert!(!written.contains("changed"), "{written}");
    open.quit();
}
