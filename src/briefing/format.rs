//! What the files of a format are called where their faults are described.

pub(crate) struct Format {
    /// One file: "a briefing".
    pub(crate) name: &'static str,
    /// What to do with a key that is there twice.
    pub(crate) duplicate: &'static str,
    /// Their headers: "[[section]] or [[story]]".
    pub(crate) headers: &'static str,
    /// What to do with a file that is too large.
    pub(crate) too_large: &'static str,
}
