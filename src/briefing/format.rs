//! What the files of a format are called where their faults are described.

pub(crate) struct Format {
    /// One file: "a briefing".
    pub(crate) name: &'static str,
    /// What to do with a key that is there twice.
    pub(crate) duplicate: &'static str,
    /// What to do with a header that is there twice, or has the name of a key that is there.
    pub(crate) duplicate_header: &'static str,
    /// What to do with a key of several words.
    pub(crate) spaced_key: &'static str,
    /// Their headers: "[[section]] or [[story]]".
    pub(crate) headers: &'static str,
    /// What to do with a file that is too large.
    pub(crate) too_large: &'static str,
    /// Guesses the intended line from one whose key, equals sign or quotes are broken. Takes the text above the line,
    /// and the line.
    pub(crate) meant: fn(&str, &str) -> Option<String>,
}
