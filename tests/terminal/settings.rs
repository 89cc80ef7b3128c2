//! Settings in a real terminal: they hold from the first frame, and are taken up when they change on disk.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::program::{program, run};
use super::session::{ARCHIVE, ESC, ROUNDUP, Session};

/// A folder for the configuration, and what the program is started with.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn with(config: &str) -> Self {
        let home = Self::new();
        home.save("roundup/config.toml", config);
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Saves as most editors do: writes another file and puts it in this one's place.
    fn save(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let beside = path.with_extension("toml~");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, path).unwrap();
    }

    fn start(&self, variables: &[(&str, &str)]) -> Session {
        let config = self.folder.path().to_str().unwrap();
        let mut all = vec![("XDG_CONFIG_HOME", config)];
        all.extend(variables);
        let mut session = Session::start((110, 34), ROUNDUP, &[ARCHIVE], &all);
        session.wait_for("Harbour Roundup");
        session.wait_for("2 files have faults; ! shows them");
        session.press(ESC);
        // A frame may come in parts, of which the first still show the hints of the one before.
        session.wait_until("the hints", |session| {
            let contents = session.contents();
            contents.contains("? help") && !contents.contains("2 files")
        });
        session
    }
}

#[track_caller]
fn quit(mut session: Session) {
    session.press("\x03");
    assert_eq!(session.status(), 0);
    assert!(session.termios_are_as_before());
}

/// Whether a colour of the text or behind it was asked for, in true colours.
fn has_colour(session: &Session, colour: &str) -> bool {
    session.written().contains(&format!("2;{colour}m"))
        || session.written().contains(&format!("2;{colour};"))
}

/// The text of the theme `paper`, and what is behind it.
const PAPER: [&str; 2] = ["59;50;40", "247;241;227"];

#[test]
fn a_theme_holds_from_the_first_frame_in_the_colours_of_the_terminal() {
    let home = Home::with("theme = \"paper\"\n");
    let session = home.start(&[("COLORTERM", "truecolor")]);
    assert!(PAPER.iter().all(|colour| has_colour(&session, colour)));
    quit(session);
    let session = home.start(&[("COLORTERM", "")]);
    assert!(!PAPER.iter().any(|colour| has_colour(&session, colour)));
    assert!(session.written().contains("48;5;"));
    quit(session);
    let session = home.start(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")]);
    assert!(!session.written().contains("38;"));
    assert!(!session.written().contains("48;"));
    quit(session);
}

#[test]
fn a_theme_is_chosen_and_the_line_to_write_is_named() {
    let home = Home::new();
    let mut session = home.start(&[("COLORTERM", "truecolor")]);
    session.press("T");
    session.wait_for("Theme");
    session.press("jjj");
    session.wait_until("the theme", |session| {
        PAPER.iter().all(|colour| has_colour(session, colour))
    });
    session.press("\r");
    session.wait_for("theme = \"paper\" in ");
    session.wait_for("roundup/config.toml");
    quit(session);
}

#[test]
fn a_file_that_comes_changes_and_goes_is_taken_up() {
    let home = Home::new();
    let mut session = home.start(&[("COLORTERM", "truecolor")]);
    // The folder does not exist yet.
    home.save("roundup/config.toml", "theme = \"paper\"\nmouse = false\n");
    session.wait_for("Settings changed: theme, mouse");
    assert!(PAPER.iter().all(|colour| has_colour(&session, colour)));
    assert!(!session.reports_mouse());
    home.save("roundup/config.toml", "[keys]\nx = \"archve\"\n");
    session.wait_for("did you mean `archive`? ! shows it");
    assert!(session.reports_mouse());
    session.press("!");
    session.wait_for("x = \"archve\"");
    home.save("roundup/config.toml", "[keys]\nx = \"archive\"\n");
    session.wait_for("the configuration no longer has faults");
    session.press(ESC);
    session.press("x");
    session.wait_for("Archive");
    fs::remove_dir_all(home.path("roundup")).unwrap();
    session.wait_for("Settings changed: keys");
    home.save("roundup/config.toml", "measure = 50\n");
    session.wait_for("Settings changed: measure");
    quit(session);
}

#[test]
fn a_theme_that_is_edited_is_seen_at_once() {
    let home = Home::with("theme = \"mine\"\n");
    home.save(
        "roundup/themes/mine.toml",
        "text = \"#010203 on #040506\"\n",
    );
    let mut session = home.start(&[("COLORTERM", "truecolor")]);
    assert!(has_colour(&session, "1;2;3"));
    home.save(
        "roundup/themes/mine.toml",
        "text = \"#070809 on #0a0b0c\"\n",
    );
    session.wait_until("the other colours", |session| has_colour(session, "7;8;9"));
    home.save("roundup/themes/mine.toml", "text = \"purpel\"\n");
    session.wait_for("mine.toml:1: `purpel`");
    quit(session);
}

/// Checks that a file of the configuration that is a link is followed: `texts` are what is written where it leads to,
/// and what is written there later, of which the reader is to say `said`.
#[track_caller]
fn check_link_is_followed(home: &Home, link: &str, texts: [&str; 2], said: &str) {
    const TARGET: &str = "dotfiles/file.toml";
    home.save(TARGET, texts[0]);
    fs::create_dir_all(home.path(link).parent().unwrap()).unwrap();
    symlink(home.path(TARGET), home.path(link)).unwrap();
    let mut session = home.start(&[]);
    home.save(TARGET, texts[1]);
    session.wait_for(said);
    quit(session);
}

#[test]
fn a_configuration_that_is_a_link_is_followed() {
    let texts = ["measure = 60\n", "measure = 50\n"];
    let said = "Settings changed: measure";
    check_link_is_followed(&Home::new(), "roundup/config.toml", texts, said);
}

#[test]
fn a_theme_that_is_a_link_is_followed() {
    let home = Home::with("theme = \"mine\"\n");
    let texts = ["text = \"red\"\n", "text = \"blue\"\n"];
    let said = "Settings changed: theme";
    check_link_is_followed(&home, "roundup/themes/mine.toml", texts, said);
}

/// As where dotfiles are kept in a repository, of which another branch is checked out for a moment.
#[test]
fn what_a_configuration_links_to_may_go_and_come_back() {
    const TARGET: &str = "dotfiles/config.toml";
    let home = Home::with("");
    home.save(TARGET, "measure = 60\n");
    fs::remove_file(home.path("roundup/config.toml")).unwrap();
    symlink("../dotfiles/config.toml", home.path("roundup/config.toml")).unwrap();
    let mut session = home.start(&[]);
    let mended = "configuration no longer has faults";
    // The file, then its folder with it.
    for folder_too in [false, true] {
        if folder_too {
            fs::remove_dir_all(home.path("dotfiles")).unwrap();
        } else {
            fs::remove_file(home.path(TARGET)).unwrap();
        }
        session.wait_for("config.toml: the file cannot be read");
        home.save(TARGET, "measure = 60\n");
        session.wait_for(mended);
        // That settings have changed is said with it.
        session.press_and_see("j");
        home.save(TARGET, "measure = 50\n");
        session.wait_for("Settings changed: measure");
    }
    quit(session);
    // It was not there at the start.
    fs::remove_dir_all(home.path("dotfiles")).unwrap();
    let config = home.folder.path().to_str().unwrap();
    let variables = [("XDG_CONFIG_HOME", config)];
    let mut session = Session::start((110, 34), ROUNDUP, &[ARCHIVE], &variables);
    session.wait_for("config.toml: the file cannot be read");
    home.save(TARGET, "measure = 60\n");
    session.wait_for(mended);
    quit(session);
}

#[test]
fn reading_everything_again_reads_the_settings_too() {
    let home = Home::with("");
    let mut session = home.start(&[]);
    session.press("R");
    session.wait_for("Everything was read again; nothing has changed");
    fs::write(home.path("roundup/config.toml"), "panes = \"one\"\n").unwrap();
    session.press("R");
    session.wait_until("the settings", |session| {
        session
            .contents()
            .contains("again: settings changed: panes")
    });
    quit(session);
}

/// A script that writes its arguments, or else what it reads, into a file.
fn script(home: &Home, text: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let (script, said) = (home.path("script"), home.path("said"));
    let text = format!(
        "#!/bin/sh\n{text} > '{0}~'\nmv '{0}~' '{0}'\n",
        said.display()
    );
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    script.to_str().unwrap().to_owned()
}

/// What a script has written, once it has.
fn said(path: &Path, session: &mut Session) -> String {
    let deadline = std::time::Instant::now() + super::session::PATIENCE;
    while !path.exists() {
        assert!(
            std::time::Instant::now() < deadline,
            "{}",
            session.contents()
        );
        session.take_for(std::time::Duration::from_millis(20));
    }
    let said = fs::read_to_string(path).unwrap();
    fs::remove_file(path).unwrap();
    said
}

#[test]
fn links_and_copies_go_where_they_are_set_to_go_also_later() {
    let home = Home::new();
    let open = script(&home, "printf '%s|' \"$@\"");
    home.save(
        "roundup/config.toml",
        &format!("open = [\"{open}\", \"--new\"]\n"),
    );
    let mut session = home.start(&[("HOME", home.folder.path().to_str().unwrap())]);
    session.press("o");
    session.wait_for("Links");
    session.press("1\r");
    let opened = said(&home.path("said"), &mut session);
    assert_eq!(opened, "--new|https://example.org/list|");
    script(&home, "cat");
    home.save("roundup/config.toml", "copy = [\"~/script\"]\n");
    session.wait_for("Settings changed: open, copy");
    session.press("Y");
    let copied = said(&home.path("said"), &mut session);
    assert!(
        copied.contains("The harbour that the tide gave back"),
        "{copied}"
    );
    // A variable overrides the file.
    quit(session);
    let mut session = home.start(&[("ROUNDUP_COPY", "osc52")]);
    session.press("Y");
    session.wait_until("the sequence", |session| {
        session.written().contains("\x1b]52;c;")
    });
    quit(session);
}

#[test]
fn a_start_opens_the_newest_edition_if_that_is_set() {
    let home = Home::new();
    let state = home.path("state");
    let variables = [("XDG_STATE_HOME", state.to_str().unwrap())];
    // An older edition is left, and all of the newest is read.
    let mut session = home.start(&variables);
    session.press("AA");
    session.wait_for("all read");
    session.press("{");
    session.wait_for("Tuesday 1 April 2031");
    quit(session);
    let mut session = home.start(&variables);
    session.wait_for("Tuesday 1 April 2031");
    quit(session);
    home.save("roundup/config.toml", "start = \"newest\"\n");
    let mut session = home.start(&variables);
    session.wait_for("Wednesday 2 April 2031");
    quit(session);
}

#[test]
fn nobody_is_told_of_settings_where_there_are_none() {
    let home = Home::new();
    let session = home.start(&[]);
    assert!(session.reports_mouse());
    quit(session);
    // The program that lists what is set agrees.
    let config = home.folder.path().to_str().unwrap().to_owned();
    let mut command = program(".");
    command.env("XDG_CONFIG_HOME", config);
    let printed = run(command, "config");
    assert!(printed.stdout.contains("theme = \"terminal\""), "{printed}");
}

#[test]
fn missing_folders_are_told_until_they_are_there() {
    let home = Home::with("folders = [\"~/one\", \"~/two\", \"~/three\"]\n");
    let edition = "title = \"Of one\"\ndate = 2031-04-02\n[[story]]\nheadline = \"H\"\n";
    home.save("one/2031-04-02.toml", edition);
    let folder = home.folder.path().to_str().unwrap();
    let variables = [("HOME", folder), ("XDG_CONFIG_HOME", folder)];
    let mut session = Session::start((110, 34), ROUNDUP, &[], &variables);
    session.wait_for("config.toml:1: no such folder: ~/two");
    session.wait_for("! shows all 2 faults");
    session.press("!");
    session.wait_for("config.toml:1:30: error: no such folder");
    session.press("R");
    session.wait_for("Everything was read again: 2 folders are missing; ! shows them");
    fs::create_dir(home.path("two")).unwrap();
    session.wait_for("config.toml:1: no such folder: ~/three");
    fs::create_dir(home.path("three")).unwrap();
    session.wait_for("The configuration no longer has faults");
    // The same holds for a folder that is set from now on.
    let set = "folders = [\"~/one\", \"~/new/four\"]\n";
    home.save("roundup/config.toml", set);
    session.wait_for("config.toml:1: no such folder: ~/new/four");
    fs::create_dir_all(home.path("new/four")).unwrap();
    session.wait_for("The configuration no longer has faults");
    fs::remove_dir_all(home.path("new")).unwrap();
    session.wait_for("config.toml:1: no such folder: ~/new/four");
    quit(session);
    // Who names a folder does not read those.
    fs::remove_dir(home.path("two")).unwrap();
    let mut session = Session::start((110, 34), ROUNDUP, &[ARCHIVE], &variables);
    session.wait_for("2 files have faults; ! shows them");
    session.press("R");
    session.wait_for("Everything was read again; nothing has changed");
    quit(session);
}

#[test]
fn a_variable_that_cannot_be_used_is_told() {
    let home = Home::new();
    let config = home.folder.path().to_str().unwrap();
    let variables = [("XDG_CONFIG_HOME", config), ("ROUNDUP_MOUSE", "left")];
    // Without faults in briefings, of which a notice would follow.
    let edition = "title = \"T\"\ndate = 2031-04-02\n[[story]]\nheadline = \"H\"\n";
    home.save("one/2031-04-02.toml", edition);
    let briefings = home.path("one").display().to_string();
    let start = || Session::start((110, 34), ROUNDUP, &[&briefings], &variables);
    let mut session = start();
    session.wait_for("ROUNDUP_MOUSE must be true or false");
    quit(session);
    home.save("roundup/config.toml", "mesure = 80\n");
    let mut session = start();
    session.wait_for("config.toml:1: unknown key `mesure`");
    quit(session);
}
