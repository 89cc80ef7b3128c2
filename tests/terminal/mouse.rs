//! The mouse, as terminals report it.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::oracle::{Place, check_clean};
use super::session::{ARCHIVE, ENTERED, ROUNDUP, Session};

/// The button going down, a movement with it down, and the wheel turning down, by their codes.
const DOWN: u8 = 0;
const DRAG: u8 = 32;
const WHEEL_DOWN: u8 = 65;

/// The report of a press, a movement or the wheel in the column and row `x` and `y`, from 1.
fn report(code: u8, x: usize, y: usize) -> String {
    format!("\x1b[<{code};{x};{y}M")
}

fn release(x: usize, y: usize) -> String {
    format!("\x1b[<{DOWN};{x};{y}m")
}

fn click(x: usize, y: usize) -> String {
    report(DOWN, x, y) + &release(x, y)
}

/// The column and row, from 1, where the screen shows `text`.
#[track_caller]
fn find(session: &Session, text: &str) -> (usize, usize) {
    let contents = session.contents();
    let found = contents.lines().enumerate().find_map(|(y, line)| {
        let at = line.find(text)?;
        Some((line[..at].chars().count() + 1, y + 1))
    });
    found.unwrap_or_else(|| panic!("{text} is not on the screen:\n{contents}"))
}

/// What was put on the clipboard last.
fn copied(session: &Session) -> Option<String> {
    let written = session.written();
    let (_, last) = written.rsplit_once("\x1b]52;c;")?;
    let (encoded, _) = last.split_once('\x07')?;
    let bytes = STANDARD.decode(encoded).unwrap();
    Some(String::from_utf8(bytes).unwrap())
}

/// The newest edition of the archive, without hyperlinks around the text.
fn started() -> Session {
    let variables = [("FORCE_HYPERLINK", "0")];
    let mut session = Session::start((110, 34), ROUNDUP, &[ARCHIVE], &variables);
    session.wait_for("Harbour Roundup");
    session.wait_for("At noon the water");
    // All is loaded, so no other notice comes by itself.
    session.wait_for("files have faults");
    session
}

/// Clicks on the second story and waits until it is selected: everything written before has been taken.
#[track_caller]
fn click_second(session: &mut Session) {
    let (x, y) = find(session, "Who pays for the wall");
    session.press(&click(x, y));
    session.wait_until("the second story", |session| {
        session.selected().starts_with("Who pays")
    });
}

#[test]
fn the_mouse_is_reported_from_the_first_frame_unless_it_is_turned_off() {
    for (value, on) in [("", true), ("1", true), ("0", false)] {
        let mut session =
            Session::start((80, 24), ROUNDUP, &[ARCHIVE], &[("ROUNDUP_MOUSE", value)]);
        session.wait_for("Harbour Roundup");
        session.press("q");
        assert_eq!(session.status(), 0);
        let written = session.written();
        assert_eq!(written.contains("\x1b[?1000h\x1b[?1002h\x1b[?1006h"), on);
        assert_eq!(written.contains("\x1b[?1006l\x1b[?1002l\x1b[?1000l"), on);
        assert!(on || !written.contains("\x1b[?100"));
        assert!(!written.contains("\x1b[?1003"));
        assert!(written.find(ENTERED) <= written.find("\x1b[?1000h").or(written.find(ENTERED)));
        check_clean(Place::Terminal, &session.written);
    }
}

#[test]
fn a_click_selects_and_a_drag_copies_the_text_without_the_list() {
    let mut session = started();
    let (x, y) = find(&session, "At noon the water");
    let (end, last) = find(&session, "the children had found");
    let end = end + "the children had found".chars().count() - 1;
    session.press(&report(DOWN, x, y));
    for row in y..=last {
        session.press(&report(DRAG, end, row));
    }
    session.press(&release(end, last));
    session.wait_for("Sent the selected text to the terminal’s clipboard");
    let expected = "At noon the water left the inner basin for the first time in a generation. By one o’clock \
                    the children had found";
    assert_eq!(copied(&session).as_deref(), Some(expected));
    click_second(&mut session);
    // Twice in quick succession on one cell selects a word.
    let (x, y) = find(&session, "estimate has grown");
    session.press(&(click(x, y) + &click(x, y)));
    session.wait_for("Sent the selected text");
    assert_eq!(copied(&session).as_deref(), Some("estimate"));
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
    check_clean(Place::Terminal, &session.written);
}

#[test]
fn ten_thousand_reports_are_taken_and_the_keys_between_them_too() {
    let mut session = started();
    let mut seed = 7_usize;
    for round in 0..100 {
        let mut reports = String::new();
        for _ in 0..100 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (x, y) = (seed / 65_536 % 110 + 1, seed / 16_777_216 % 34 + 1);
            reports += &match seed / 4_096 % 6 {
                0 => report(WHEEL_DOWN, x, y),
                1 => report(WHEEL_DOWN - 1, x, y),
                // Above the last line, whose keys may open something else.
                2 => click(x, y.clamp(3, 30).max(20)),
                3 => report(DOWN, x, 20) + &report(DRAG, x, y) + &release(x, y),
                // With Shift and with another button.
                4 => report(DOWN + 4, x, y),
                _ => report(DOWN + 2, x, y),
            };
        }
        session.press(&reports);
        if round % 10 == 0 {
            session.press("\x1b");
            session.take_for(std::time::Duration::ZERO);
        }
    }
    session.press("a");
    session.wait_for("Archive");
    session.press("\x03");
    assert_eq!(session.status(), 0);
    session.check_restored();
    check_clean(Place::Terminal, &session.written);
}

#[test]
fn odd_and_truncated_reports_do_no_harm() {
    for odd in [
        // At column 0, which crossterm takes for the largest number, and far outside.
        "\x1b[<0;0;0M",
        "\x1b[<0;65535;65535M",
        "\x1b[<65;400;300M",
        "\x1b[<32;1;1M",
        "\x1b[<0;1;1m",
        // Numbers that are none, too many, too few, too large.
        "\x1b[<M",
        "\x1b[<;;M",
        "\x1b[<0;1M",
        "\x1b[<0;1;1;1M",
        "\x1b[<999;1;1M",
        "\x1b[<0;99999;1M",
        "\x1b[<-1;1;1M",
        // Other forms, which were not asked for.
        "\x1b[M   ",
        "\x1b[M\u{60}!!",
        "\x1b[32;10;10M",
        "\x1b[1;10;10M",
        "\x1b[35;0;0M",
        // Broken off: the next report ends it.
        "\x1b[<0;12\x1b[<0;12;12M",
        "\x1b[<\x1b[<0;12;12M",
    ] {
        let mut session = started();
        session.press(odd);
        click_second(&mut session);
        session.press("q");
        assert_eq!(session.status(), 0, "{odd:?}");
        session.check_restored();
    }
}

/// Tmux passes on the mouse to a program that asks for it, whether or not it uses the mouse itself, and takes the
/// text that is copied.
#[test]
fn the_mouse_works_inside_tmux() {
    if Command::new("tmux").arg("-V").output().is_err() {
        return;
    }
    for mouse in ["on", "off"] {
        let name = format!("roundup-test-{}-{mouse}", std::process::id());
        let script = format!(
            "tmux -L {name} -f /dev/null start-server ';' set -g mouse {mouse} ';' set -g set-clipboard on ';' \
             set -g destroy-unattached on ';' \
             new-session \"'$0' '$1'\""
        );
        let mut session = Session::shell((110, 34), &script, ARCHIVE);
        session.wait_for("At noon the water");
        session.wait_for("files have faults");
        click_second(&mut session);
        let (x, y) = find(&session, "estimate has grown");
        session.press(&report(DOWN, x, y));
        session.press(&report(DRAG, x + 7, y));
        session.press(&release(x + 7, y));
        session.wait_for("Sent the selected text");
        let show = ["-L", &name, "show-buffer"];
        let buffer = Command::new("tmux").args(show).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&buffer.stdout), "estimate");
        session.press("q");
        assert_eq!(session.status(), 0);
    }
}
