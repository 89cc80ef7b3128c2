//! What is to be got.

/// An address to get.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Transfer {
    /// Has passed [`crate::config::sources::check_address`].
    pub(in crate::cli) url: String,
    /// Validators of an earlier reply, as the server wrote them: if they still hold, it answers 304.
    pub(in crate::cli) etag: Option<String>,
    pub(in crate::cli) last_modified: Option<String>,
    /// Whether the user's `~/.netrc` is searched for a password.
    pub(in crate::cli) netrc: bool,
    pub(in crate::cli) wants: Wants,
}

/// What is expected at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Wants {
    /// A feed. Redirects are followed.
    Feed,
    /// A story's page, whose address the user has not chosen. Redirects are left to the caller.
    Page,
}

/// The name of the download that holds the body of the reply to the transfer at `index`.
pub(in crate::cli) fn body(index: usize) -> String {
    format!("{index}.body")
}

/// The name of the download that holds the headers of the replies.
pub(super) fn head(index: usize) -> String {
    format!("{index}.head")
}

/// How transfers are got.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Limits {
    /// How long each may take.
    pub(in crate::cli) seconds: u32,
    /// Whether it matters to know at once when one has ended. That costs time, because curl then writes
    /// every character on its own.
    pub(in crate::cli) is_watched: bool,
}
