//! The built program in a pseudo-terminal: what the user's terminal shows, and how it is left.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod commands;
#[cfg(target_os = "linux")]
mod configured;
mod corpus;
mod ending;
#[cfg(target_os = "linux")]
mod files;
mod history;
mod hostile;
#[cfg(target_os = "linux")]
mod idle;
mod links;
#[cfg(target_os = "linux")]
mod live;
#[cfg(target_os = "linux")]
mod live_random;
mod marks;
mod mouse;
mod oracle;
#[path = "../common/program.rs"]
mod program;
mod resume;
mod session;
#[cfg(target_os = "linux")]
mod settings;

use program::{program, run};
use session::{ARCHIVE, ENTERED, ESC, ROUNDUP, Session};

const BRIEFINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/briefings");

#[test]
fn an_edition_is_opened_walked_and_closed() {
    let mut session = Session::roundup((110, 34), BRIEFINGS);
    session.wait_for("Health Roundup");
    session.wait_for("Workforce");
    let mut last = session.selected();
    for key in ["1", "2", "3", "[", "gw"] {
        session.press(key);
        let before = last.clone();
        session.wait_until("another story", |session| {
            let selected = session.selected();
            !selected.is_empty() && selected != before
        });
        last = session.selected();
    }
    session.press("\tG");
    session.wait_for("100 %");
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

#[test]
fn the_last_line_of_the_long_read_is_reached() {
    let edition = format!("{BRIEFINGS}/1969-07-20-late.toml");
    // With hyperlinks, the article has no list of addresses at its foot.
    let variables = [("FORCE_HYPERLINK", "0")];
    let mut session = Session::start((80, 24), ROUNDUP, &[&edition], &variables);
    session.wait_for("The Eagle has landed");
    session.press("gl\tG");
    session.wait_until("the last line", |session| {
        let contents = session.contents();
        contents.contains("100 %") && contents.contains("source https://")
    });
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

#[test]
fn a_search_for_today_finds_the_edition_of_this_day() {
    let folder = tempfile::tempdir().unwrap();
    let today = jiff::Zoned::now().date();
    // At midnight the next day begins: a search finds one of the two either way.
    for day in [today, today.tomorrow().unwrap()] {
        let edition = format!("title = 'T'\ndate = {day}\n[[story]]\nheadline = 'Tide tables'\n");
        std::fs::write(folder.path().join(format!("{day}.toml")), edition).unwrap();
    }
    let mut session = Session::roundup((110, 34), folder.path().to_str().unwrap());
    session.wait_for("Tide tables");
    session.press("/date:today\r");
    session.wait_for("1 story in 1 edition");
    session.press("qq");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

#[test]
fn every_size_is_drawn_in_full() {
    let mut session = Session::roundup((110, 34), &format!("{ARCHIVE}/2031-04-02.toml"));
    session.wait_for("Harbour Roundup");
    session.press("\t");
    for (cols, rows) in [(60, 20), (30, 8), (120, 40)] {
        session.resize(cols, rows);
        // Its last line is drawn for the new size.
        session.wait_until("the new size", |session| {
            let contents = session.contents();
            let last = contents
                .lines()
                .nth(usize::from(rows) - 1)
                .unwrap_or_default();
            last.contains("help")
        });
    }
    session.press("\x03");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

/// A key and a resize may arrive in the same instant; neither may be lost.
#[test]
fn no_key_is_lost_in_a_storm_of_resizes() {
    let mut session = Session::roundup((110, 34), &format!("{ARCHIVE}/2031-04-02.toml"));
    session.wait_for("Harbour Roundup");
    for round in 0..150 {
        let (key, headline) = if round % 2 == 0 {
            ("J", "Who pays")
        } else {
            ("K", "The harbour")
        };
        session.resize(100 + round % 7, 30 + round % 5);
        session.press(key);
        session.wait_until(headline, |session| session.selected().starts_with(headline));
    }
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

/// Esc and a key that arrive together are both taken.
#[test]
fn esc_and_the_next_key_leave_the_prompt_and_go_on() {
    let mut session = Session::roundup((110, 34), &format!("{ARCHIVE}/2031-04-02.toml"));
    session.wait_for("Harbour Roundup");
    session.press("/tide");
    session.wait_for("/tide");
    session.press("\x1bJ");
    session.wait_until("the second story", |session| {
        session.selected().starts_with("Who pays") && !session.contents().contains("/tide")
    });
    session.press("q");
    assert_eq!(session.status(), 0);
}

/// Some terminals send Alt and an arrow as Esc, followed by the arrow's own sequence.
#[test]
fn alt_and_an_arrow_do_nothing() {
    let mut session = Session::roundup((110, 34), &format!("{ARCHIVE}/2031-04-02.toml"));
    session.wait_for("Harbour Roundup");
    session.press_and_see("J");
    let before = session.contents();
    session.press_and_see("\x1b\x1b[A\x1b\x1bOB\x1b\x1b[1;3A");
    assert_eq!(session.contents(), before);
    session.press("q");
    assert_eq!(session.status(), 0);
}

#[test]
fn arguments_cannot_drive_the_terminal() {
    let ran = run(program("."), "--\x1b[31mred\x1b]0;x\x07");
    assert_eq!(ran.status, 2);
    let said = &ran.stderr;
    assert!(
        said.contains("unexpected argument") && !said.contains(['\x1b', '\x07']),
        "{said}"
    );
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let empty = tempfile::tempdir().unwrap();
    let empty = empty.path().to_str().unwrap();
    for (path, said) in [
        ("/no/such/place", "no such file or folder: /no/such/place"),
        (empty, "put one there, or name another"),
    ] {
        let mut session = Session::roundup((80, 24), path);
        assert_eq!(session.status(), 2);
        assert!(
            session.contents().replace('\n', "").contains(said),
            "{}",
            session.contents()
        );
        assert!(!session.written().contains(ENTERED));
    }
}

#[test]
fn samples_open_where_there_are_no_briefings_and_say_so_once() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path().to_str().unwrap();
    let variables = [
        ("HOME", home),
        ("XDG_DATA_HOME", home),
        ("XDG_STATE_HOME", home),
        ("XDG_CONFIG_HOME", home),
        ("ROUNDUP_DIR", ""),
    ];
    let greeting = if cfg!(feature = "import") {
        "Samples. To begin: roundup sources add https://…, then roundup fetch"
    } else {
        "Sample briefings; put your own into ~/roundup/briefings"
    };
    let mut session = Session::start((80, 24), ROUNDUP, &[], &variables);
    session.wait_for(greeting);
    session.wait_for("? help");
    session.wait_for("Health Roundup");
    session.press("m");
    session.press("q");
    assert_eq!(session.status(), 0);
    // Once something has been marked, this is not the first run.
    let mut session = Session::start((80, 24), ROUNDUP, &[], &variables);
    session.wait_for("? help");
    assert!(!session.contents().contains(greeting));
    session.press("q");
    assert_eq!(session.status(), 0);
}

#[cfg(feature = "import")]
#[test]
fn the_samples_say_to_fetch_where_there_are_sources_already() {
    let home = tempfile::tempdir().unwrap();
    let list = home.path().join("roundup/sources.toml");
    std::fs::create_dir(list.parent().unwrap()).unwrap();
    std::fs::write(list, "[[source]]\nurl = \"https://a.org/\"\n").unwrap();
    let home = home.path().to_str().unwrap();
    let variables = [
        ("HOME", home),
        ("XDG_DATA_HOME", home),
        ("XDG_STATE_HOME", home),
        ("XDG_CONFIG_HOME", home),
        ("ROUNDUP_DIR", ""),
    ];
    let mut session = Session::start((80, 24), ROUNDUP, &[], &variables);
    session.wait_for("Samples. To begin: quit, then: roundup fetch");
    session.wait_for("? help");
    session.press("q");
    assert_eq!(session.status(), 0);
}

#[test]
fn a_story_can_be_asked_for_by_its_identity() {
    for story in [
        "harbour-roundup-2031-04-02-evening/the-ferry-that-runs-empty",
        "2031-04-02/the-ferry-that-runs-empty",
    ] {
        let arguments = ["--edition", story, ARCHIVE];
        let mut session = Session::start((110, 34), ROUNDUP, &arguments, &[]);
        session.wait_until("the story", |session| {
            session.selected().contains("The ferry that runs empty")
        });
        session.press("q");
        assert_eq!(session.status(), 0);
    }
}

#[test]
fn the_reader_starts_in_a_search() {
    let arguments = ["--search", "harbour", ARCHIVE];
    let mut session = Session::start((110, 34), ROUNDUP, &arguments, &[]);
    session.wait_for("2 stories in 2 editions");
    // The list of results has the focus.
    session.press("j");
    session.wait_until("the second result", |session| {
        session.selected().starts_with("Low water is due")
    });
    session.press(ESC);
    session.wait_for("6 stories");
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

#[test]
fn a_search_at_the_start_knows_what_day_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let today = jiff::Zoned::now().date();
    // At midnight the next day begins: a search finds one of the two either way.
    for day in [today, today.tomorrow().unwrap()] {
        let edition = format!("title = 'T'\ndate = {day}\n[[story]]\nheadline = 'Tide tables'\n");
        std::fs::write(folder.path().join(format!("{day}.toml")), edition).unwrap();
    }
    let path = folder.path().to_str().unwrap();
    let mut session = Session::start((110, 34), ROUNDUP, &["--search=date:today", path], &[]);
    session.wait_for("1 story in 1 edition");
    session.press("\x03");
    assert_eq!(session.status(), 0);
}

#[test]
fn a_briefing_on_standard_input_is_read_with_keys_from_the_terminal() {
    let state = tempfile::tempdir().unwrap();
    let variables = [("XDG_STATE_HOME", state.path().to_str().unwrap())];
    let script = "cat \"$1/2031-04-02.toml\" | \"$0\" -";
    let arguments = ["-c", script, ROUNDUP, ARCHIVE];
    let mut session = Session::start((110, 34), "/bin/sh", &arguments, &variables);
    session.wait_for("Harbour Roundup");
    session.press("J");
    session.wait_until("the second story", |session| {
        session.selected().starts_with("Who pays")
    });
    session.press("s");
    session.wait_for("Saved");
    session.resize(80, 24);
    session.press_and_see("");
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
    let marks = std::fs::read_to_string(state.path().join("roundup/marks")).unwrap();
    let who_pays = "harbour-roundup-2031-04-02-evening/who-pays";
    assert!(
        marks.lines().any(|line| line.starts_with(who_pays)),
        "{marks}"
    );
}

#[test]
fn a_briefing_can_be_typed() {
    let mut session = Session::start((80, 24), ROUNDUP, &["-"], &[]);
    session.press("title = 'Typed'\ndate = 2031-01-01\n[[story]]\nheadline = 'By hand'\n\x04");
    session.wait_until("the reader", |session| {
        session.written().contains(ENTERED) && session.selected().starts_with("By hand")
    });
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}
