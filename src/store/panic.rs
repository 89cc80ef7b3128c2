//! A hook for the tests, which no release build has: a panic on demand, so that they can see the program
//! restore the terminal whichever of its threads fails.

/// Panics if the environment variable `ROUNDUP_PANIC` names `place`. Does nothing in a release build.
///
/// # Panics
/// With a message as dangerous to a terminal as one that quotes a file could be.
pub fn panic_if_asked(place: &str) {
    let is_asked = cfg!(debug_assertions)
        && std::env::var_os("ROUNDUP_PANIC").is_some_and(|asked| asked == place);
    assert!(!is_asked, "asked to panic in {place} \u{1b}[31m\u{202e}");
}
