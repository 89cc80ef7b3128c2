//! The keys for going back and forward, as terminals send them.

use super::session::{ARCHIVE, Session};

const NEWEST: &str = "The long ebb of a spring tide";
const OLDER: &str = "Still waiting";

#[test]
fn the_bytes_of_the_keys_for_back_and_forward_are_understood() {
    let mut session = Session::roundup((80, 24), ARCHIVE);
    // The percentage is there once everything is loaded.
    session.wait_for(" %");
    session.press("{");
    session.wait_for(OLDER);
    // Ctrl-o, and what different terminals send for Backspace.
    for back in ["\x0f", "\x7f", "\x08"] {
        session.press(back);
        session.wait_for(NEWEST);
        // Ctrl-].
        session.press("\x1d");
        session.wait_for(OLDER);
    }
    session.press("q");
    assert_eq!(session.status(), 0);
    session.check_restored();
}
