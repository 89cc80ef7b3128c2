//! The commands in a terminal, and the option that names the edition to open.

use std::path::Path;
use std::process::Command;

use super::program::{program, run};
use super::session::{ARCHIVE, ENTERED, ROUNDUP, Session};

#[test]
fn the_edition_asked_for_is_opened() {
    for which in ["2031-03-29", "harbour-roundup-2031-03-29"] {
        let mut session = Session::start((100, 30), ROUNDUP, &["--edition", which, ARCHIVE], &[]);
        session.wait_for("An edition with two faults");
        // It stays when the newer ones have come, and none between them is missing.
        session.press("a");
        session.wait_for("Still waiting");
        session.press("q");
        session.wait_for("This one is whole");
        session.press("}}");
        session.wait_for("Low water is due at noon tomorrow");
        session.press("q");
        assert_eq!(session.status(), 0);
    }
}

#[test]
fn commands_fit_the_terminal_and_leave_it_alone() {
    // A wide terminal does not make longer lines than the reader has.
    for (columns, options) in [(60, "--width 60"), (150, "")] {
        let mut session = Session::start((columns, 150), ROUNDUP, &["show", ARCHIVE], &[]);
        session.wait_for("A headline and nothing else");
        assert!(session.written().contains("\x1b[1m"));
        assert!(!session.written().contains(ENTERED));
        let piped = run(program("."), &format!("show {options} '{ARCHIVE}'")).stdout;
        assert_eq!(session.status(), 0);
        assert_eq!(session.contents(), piped.trim_end());
        assert!(!piped.contains('\x1b'));
    }

    let plain = [("NO_COLOR", "1")];
    let mut session = Session::start((60, 150), ROUNDUP, &["show", ARCHIVE], &plain);
    assert_eq!(session.status(), 0);
    assert!(session.written().contains("A headline and nothing else"));
    assert!(!session.written().contains('\x1b'));
}

#[test]
fn check_shows_its_progress_and_clears_it() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..600 {
        let briefing = format!("title = \"T\"\ndate = 2031-01-01\nid = \"{number}\"\n");
        std::fs::write(folder.path().join(format!("{number}.toml")), briefing).unwrap();
    }
    let arguments = ["check", folder.path().to_str().unwrap()];
    let mut session = Session::start((80, 10), ROUNDUP, &arguments, &[]);
    assert_eq!(session.status(), 0);
    assert!(session.written().contains("\rchecked 600 of 600 files"));
    assert_eq!(session.contents().trim_end(), "600 files, no faults");
}

#[test]
fn a_command_that_finds_or_changes_nothing_says_so_in_a_terminal() {
    let state = tempfile::tempdir().unwrap();
    let variables = [("XDG_STATE_HOME", state.path().to_str().unwrap())];
    for (command, said) in [
        ("search zzz", "roundup: nothing found"),
        (
            "search harbor",
            "roundup: nothing found; did you mean harbour (2 stories)?",
        ),
        ("list --where zzz", "roundup: nothing found"),
        (
            "list --where harbor",
            "roundup: nothing found; did you mean harbour (2 stories)?",
        ),
        (
            "list --editions --where harbor",
            "roundup: nothing found; did you mean harbour (2 stories)?",
        ),
        (
            "mark --save --where harbor",
            "roundup: nothing found; did you mean harbour (2 stories)?",
        ),
        (
            "list --where unread",
            "roundup: nothing found; did you mean is:unread (10 stories)?",
        ),
        (
            "mark --unread --where ferry",
            "roundup: nothing was changed: these stories are already marked that way",
        ),
    ] {
        let mut arguments: Vec<_> = command.split(' ').collect();
        arguments.push(ARCHIVE);
        let mut session = Session::start((100, 10), ROUNDUP, &arguments, &variables);
        let status = u32::from(!command.contains("ferry"));
        assert_eq!(session.status(), status, "{command}");
        let lines = session.contents();
        assert_eq!(
            lines.trim_end().lines().next_back(),
            Some(said),
            "{command}"
        );
        // A script goes by the status.
        let piped = run(program("."), &format!("{command} '{ARCHIVE}'"));
        assert!(!piped.stderr.contains(said), "{command}");
    }
}

/// The recipe of the documentation as it stands.
#[test]
fn a_story_picked_with_fzf_opens() {
    for tool in ["fzf", "jq"] {
        let version = Command::new(tool).arg("--version").output();
        if version.is_err() {
            eprintln!("not run, because {tool} is not installed");
            return;
        }
    }
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/commands.md");
    let document = std::fs::read_to_string(document).unwrap();
    let (_, recipe) = document.split_once("```sh\nstory=").unwrap();
    let (recipe, _) = recipe.split_once("```\n").unwrap();
    let bin = Path::new(ROUNDUP).parent().unwrap().display();
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap());
    let variables = [("PATH", path.as_str()), ("ROUNDUP_DIR", ARCHIVE)];
    let script = format!("story={recipe}");
    let mut session = Session::start((110, 34), "/bin/sh", &["-c", &script], &variables);
    // The preview shows the edition of the first headline.
    session.wait_for("10/10");
    session.wait_for("For six hours the town walked");
    session.press("'runs");
    session.wait_for("1/10");
    session.wait_for("Twice a day, with nobody on board");
    session.press("\r");
    session.wait_until("the story", |session| {
        session.selected().contains("The ferry that runs empty")
    });
    session.press("q");
    assert_eq!(session.status(), 0);
}

#[cfg(feature = "import")]
#[test]
fn an_import_of_many_mails_shows_its_progress_and_clears_it() {
    let folder = tempfile::tempdir().unwrap();
    let mails = (0..250).map(|number| {
        format!(
            "From a@quarry.example Tue Jan 12 08:00:00 2016\nFrom: a@quarry.example\nSubject: Stone {number}\n\
             Message-ID: <{number}@quarry.example>\n\nGranite number {number}.\n\n"
        )
    });
    let mbox = folder.path().join("mbox");
    std::fs::write(&mbox, mails.collect::<Vec<_>>().concat()).unwrap();
    let into = folder.path().join("out");
    let arguments = [
        "import",
        "--date",
        "2016-01-12",
        "--into",
        into.to_str().unwrap(),
        mbox.to_str().unwrap(),
    ];
    let mut session = Session::start((80, 10), ROUNDUP, &arguments, &[]);
    assert_eq!(session.status(), 0);
    assert!(session.written().contains("\rimported 200"));
    assert_eq!(
        session.contents().trim_end(),
        "2016-01-12.toml: 250 new in \"a@quarry.example\" (created)"
    );
}
