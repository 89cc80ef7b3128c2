//! However the program ends or is interrupted, the terminal is given back.

use std::fs;
use std::time::{Duration, Instant};

use super::oracle::{Place, check_clean};
use super::program::{program, run};
use super::session::{ARCHIVE, ENTERED, LEFT, PATIENCE, ROUNDUP, Session};

/// The longest that `docs/promises.md` says the end takes, and how many tries it gets.
const PROMISED: Duration = Duration::from_secs(2);
const TRIES: usize = 5;

/// Checks that a shell's children took almost no processor time, by what its command `times` has printed.
#[track_caller]
fn check_little_time(times: &str) {
    let children = times.lines().nth(1).unwrap_or_default();
    let seconds: f64 = children
        .split_whitespace()
        .map(|time| {
            let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
            minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap()
        })
        .sum();
    assert!(seconds < 0.5, "{times}");
}

#[test]
fn every_signal_that_ends_it_gives_the_terminal_back() {
    for (name, status) in [
        ("TERM", 143),
        ("INT", 130),
        ("HUP", 129),
        ("QUIT", 131),
        ("USR1", 138),
        ("USR2", 140),
        ("ALRM", 142),
        ("VTALRM", 154),
        ("PROF", 155),
        ("XCPU", 152),
        ("IO", 157),
    ] {
        let mut session = Session::roundup((80, 24), ARCHIVE);
        session.wait_for("Harbour Roundup");
        session.signal(name);
        assert_eq!(session.status(), status, "{name}");
        session.check_restored();
        check_clean(Place::Terminal, &session.written);
    }
}

#[test]
fn keys_that_end_it_give_the_terminal_back() {
    for keys in ["q", "\x03", "/tide\x03", "g\x03", "?q!q\x03"] {
        let mut session = Session::roundup((80, 24), ARCHIVE);
        session.wait_for("Harbour Roundup");
        session.press(keys);
        assert_eq!(session.status(), 0, "{keys:?}");
        session.check_restored();
    }
}

#[test]
#[cfg_attr(
    not(debug_assertions),
    ignore = "only a debug build panics when asked to"
)]
fn a_panic_in_any_thread_gives_the_terminal_back() {
    for place in ["draw", "loader", "searcher", "watcher"] {
        let variables = [("ROUNDUP_PANIC", place), ("RUST_BACKTRACE", "0")];
        let mut session = Session::start((80, 24), ROUNDUP, &[ARCHIVE], &variables);
        assert_eq!(session.status(), 101, "{place}");
        session.check_restored();
        let message = session.written_after();
        assert!(
            message.contains(&format!("asked to panic in {place}")),
            "{message}"
        );
        // A message may quote a file.
        check_clean(Place::Terminal, &session.written);
    }
}

/// A command has no terminal to give back, but its message may quote a file, too.
#[test]
#[cfg_attr(
    not(debug_assertions),
    ignore = "only a debug build panics when asked to"
)]
fn a_panic_in_a_command_fails_with_a_sanitised_message() {
    for line in ["check", "list", "show", "search tide"] {
        let mut program = program(".");
        program
            .env("ROUNDUP_PANIC", "loader")
            .env("RUST_BACKTRACE", "0");
        let ran = run(program, &format!("{line} '{ARCHIVE}'"));
        assert_eq!(ran.status, 101, "{ran}");
        assert!(ran.stderr.contains("asked to panic in loader"), "{ran}");
        check_clean(Place::Pipe, ran.stderr.as_bytes());
    }
}

#[test]
fn a_terminal_that_goes_away_with_a_signal_ends_it() {
    let mut session = Session::roundup((80, 24), ARCHIVE);
    session.wait_for("Harbour Roundup");
    assert_eq!(session.vanish(), 129);
}

/// The leader of the session ignores the signal, and no other process is sent one. Still the program ends
/// within two seconds. A busy machine may hold up any process for longer than that, so the shortest of
/// several tries counts. A program that only checks its terminal now and then would fail them all.
#[test]
fn a_terminal_that_goes_away_without_a_signal_ends_it_within_two_seconds() {
    for keys in ["", "/tide", "!", "\x0c"] {
        let in_time = (0..TRIES).any(|_| time_to_end_without_a_signal(keys) <= PROMISED);
        assert!(in_time, "{keys:?}");
    }
}

/// How long the program takes to end when its terminal goes away after `keys`.
#[track_caller]
fn time_to_end_without_a_signal(keys: &str) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let script = format!(
        "trap '' HUP; \"$0\" \"$1\"; status=$?; {{ times; echo $status; }} > '{}'",
        report.display()
    );
    let mut session = Session::shell((80, 24), &script, ARCHIVE);
    session.wait_for("Harbour Roundup");
    session.press(keys);
    let gone = Instant::now();
    session.vanish();
    let took = gone.elapsed();
    let report = fs::read_to_string(&report).unwrap();
    assert!(report.ends_with("129\n"), "{report}");
    check_little_time(&report);
    took
}

/// The program is started with the signal ignored, as by `nohup`, and ends all the same.
#[test]
fn a_terminal_that_goes_away_from_under_nohup_ends_it() {
    let mut session = Session::shell((80, 24), "trap '' HUP; exec \"$0\" \"$1\"", ARCHIVE);
    session.wait_for("Harbour Roundup");
    assert_eq!(session.vanish(), 129);
}

/// The terminal accepts no more output, and writing to it fails instead of waiting.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_fails_is_reported_with_a_status_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let script = format!(
        "dd oflag=nonblock count=0 < /dev/null 2> /dev/null; exec \"$0\" \"$1\" 2> '{}'",
        report.display()
    );
    let mut session = Session::shell((110, 34), &script, ARCHIVE);
    session.wait_for("Harbour Roundup");
    session.stop_reading();
    let deadline = Instant::now() + PATIENCE;
    // Each change of size is drawn. Keys would in the end fill the queue of the terminal, and block.
    for columns in [109, 110].into_iter().cycle() {
        if session.child.try_wait().unwrap().is_some() {
            break;
        }
        assert!(Instant::now() < deadline, "the program never ended");
        session.resize_unseen(columns, 34);
    }
    assert_eq!(session.child.wait().unwrap().exit_code(), 3);
    let report = fs::read_to_string(report).unwrap();
    let expected = "roundup: the terminal can no longer be used: Resource temporarily unavailable";
    assert!(report.starts_with(expected), "{report}");
    assert!(session.termios_are_as_before());
}

#[test]
fn keys_come_from_the_terminal_when_standard_input_is_something_else() {
    for script in [
        "\"$0\" \"$1\" < /dev/null",
        "echo jjq | \"$0\" \"$1\"",
        "\"$0\" \"$1\" <&-",
    ] {
        let mut session = Session::shell((80, 24), script, ARCHIVE);
        session.wait_for("Harbour Roundup");
        session.press("J");
        session.wait_until("the second story", |session| {
            session.selected().starts_with("Who pays")
        });
        session.press("q");
        assert_eq!(session.status(), 0);
        session.check_restored();
    }
}

#[test]
fn without_a_keyboard_it_says_so() {
    // A session of its own has no terminal to read keys from, though it can write to one.
    let mut session = Session::shell((80, 24), "setsid -w \"$0\" \"$1\" < /dev/null", ARCHIVE);
    assert_eq!(session.status(), 2);
    assert!(session.contents().contains("cannot use the terminal"));
    assert!(session.termios_are_as_before());
    assert!(!session.written().contains(ENTERED));
}

#[test]
fn a_terminal_that_cannot_place_text_is_refused() {
    for script in ["TERM=dumb", "TERM=", "unset TERM;"] {
        let script = format!("{script} \"$0\" \"$1\"");
        let mut session = Session::shell((200, 24), &script, ARCHIVE);
        assert_eq!(session.status(), 2);
        assert!(
            session
                .contents()
                .contains("this terminal (TERM) cannot place text")
        );
        assert!(session.termios_are_as_before());
        check_clean(Place::Pipe, session.written().replace('\r', "").as_bytes());
    }
}

/// No shell has started it as a job, so nothing could continue it.
#[test]
fn it_does_not_stop_where_no_shell_can_continue_it() {
    let mut session = Session::roundup((80, 24), ARCHIVE);
    session.wait_for("Harbour Roundup");
    session.press("\x1aJ");
    session.wait_until("the second story", |session| {
        session.selected().starts_with("Who pays")
    });
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}

/// Checks a program that is stopped by `stop` in a shell, resized meanwhile and brought back by `fg`, several
/// times.
#[track_caller]
fn check_stop(stop: impl Fn(&mut Session)) {
    let variables = [("PS1", "ready> "), ("ENV", "")];
    let mut session = Session::start((80, 24), "/bin/sh", &["-i"], &variables);
    session.wait_for("ready>");
    session.press(&format!("'{ROUNDUP}' '{ARCHIVE}/2031-04-02.toml'\r"));
    session.wait_for("Harbour Roundup");
    session.press("J");
    session.wait_until("the second story", |session| {
        session.selected().starts_with("Who pays")
    });
    for (cols, rows) in [(120, 40), (80, 24), (110, 34), (60, 20), (120, 40)] {
        stop(&mut session);
        session.wait_until("the shell", |session| {
            !session.screen.screen().alternate_screen()
                && session.written_after().contains("ready>")
        });
        assert!(!session.screen.screen().hide_cursor());
        assert!(!session.reports_mouse());
        let stopped = session.written.len();
        session.resize(cols, rows);
        session.press("fg\r");
        session.wait_until("the program at the new size", |session| {
            session.screen.screen().alternate_screen()
                && session
                    .contents()
                    .lines()
                    .nth(usize::from(rows) - 1)
                    .is_some_and(|last| last.contains("help"))
                && session.selected().starts_with("Who pays")
        });
        assert!(session.reports_mouse());
        // A frame for a new size begins by clearing the screen, which here is still the shell's.
        let written = String::from_utf8_lossy(&session.written[stopped..]).into_owned();
        let (to_shell, _) = written.split_once(ENTERED).unwrap();
        assert!(!to_shell.contains("\x1b[2J"), "{to_shell:?}");
    }
    session.press("q");
    session.wait_until("the shell again", |session| {
        !session.screen.screen().alternate_screen() && session.written_after().contains("ready>")
    });
    session.press("exit\r");
    assert_eq!(session.status(), 0);
    assert!(session.termios_are_as_before());
}

#[test]
fn suspend_gives_the_terminal_to_the_shell_and_fg_takes_it_back() {
    check_stop(|session| session.press("\x1a"));
}

/// The program is the shell's only child.
#[cfg(target_os = "linux")]
#[test]
fn a_stop_from_outside_gives_the_terminal_to_the_shell() {
    check_stop(|session| {
        let shell = session.child.process_id().unwrap();
        let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
        let sent = std::process::Command::new("kill")
            .args(["-s", "TSTP", children.trim()])
            .status()
            .unwrap();
        assert!(sent.success());
    });
}

/// A generator of numbers that look random, the same each time.
fn next(seed: &mut u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn five_hundred_resizes_lose_no_key_and_end_in_the_right_frame() {
    let path = format!("{ARCHIVE}/2031-04-02.toml");
    let (cols, rows) = (110, 34);
    let mut session = Session::roundup((80, 24), &path);
    let mut still = Session::roundup((cols, rows), &path);
    for session in [&mut session, &mut still] {
        session.wait_for("Harbour Roundup");
    }
    let mut seed = 2031;
    for _ in 0..500 {
        let mut random = |most: u64| u16::try_from(next(&mut seed) % most).unwrap();
        session.resize_unseen(random(150), random(50));
        let key = ["J", "J", "K", "]", "l", "h"][usize::from(random(6))];
        session.press(key);
        still.press(key);
    }
    session.resize(cols, rows);
    for session in [&mut session, &mut still] {
        // Draws the whole screen at this size, with every list at its first row.
        session.press("hgg\x0c");
        session.press_and_see("");
        session.press_and_see("J");
    }
    assert!(session.contents().contains("Harbour Roundup"));
    assert_eq!(session.contents(), still.contents());
    for mut session in [session, still] {
        session.press("q");
        assert_eq!(session.status(), 0);
        session.check_restored();
    }
}

#[test]
fn it_survives_every_size_and_none() {
    let mut session = Session::roundup((80, 24), &format!("{ARCHIVE}/2031-04-02.toml"));
    session.wait_for("Harbour Roundup");
    for (cols, rows) in [(0, 0), (1, 1), (0, 24), (80, 0), (1, 50), (u16::MAX, 1)] {
        let drawn = session.written.len();
        session.resize_unseen(cols, rows);
        session.press("\x0cjk");
        session.wait_until("a frame", |session| {
            session.written[drawn..]
                .windows(4)
                .any(|bytes| bytes == b"\x1b[2J")
        });
    }
    session.resize(110, 34);
    session.press_and_see("J");
    assert!(session.selected().starts_with("Who pays"));
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
    assert!(session.written().contains(LEFT));
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_takes_no_output_holds_nothing_up() {
    let mut session = Session::roundup((110, 34), ARCHIVE);
    session.wait_for("Harbour Roundup");
    // From here on, nobody reads what it writes.
    session.stop_reading();
    let process = session.child.process_id().unwrap();
    let call = format!("/proc/{process}/task/{process}/syscall");
    // If it is found writing to standard output this many times in a row, it must be blocked there.
    let mut writing = 0;
    while writing < 50 {
        session.press("\x0c");
        let call = fs::read_to_string(&call).unwrap();
        let to_output = call.split(' ').nth(1) == Some("0x1");
        writing = if to_output { writing + 1 } else { 0 };
    }
    session.signal("TERM");
    assert_eq!(session.child.wait().unwrap().exit_code(), 143);
    assert!(session.termios_are_as_before());
}
