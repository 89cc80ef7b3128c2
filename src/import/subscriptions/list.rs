//! What a list of feeds holds.

/// What is in a list of feeds. Its texts have not passed the gate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscriptions {
    pub feeds: Vec<Subscription>,
    /// Entries that cannot be followed.
    pub skipped: Vec<Skipped>,
    /// Where and why reading ended early; what was read before is kept.
    pub cut: Option<Skipped>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscription {
    pub origin: Origin,
    pub name: Option<String>,
    /// The folder or tag that it is filed under.
    pub section: Option<String>,
    /// What only lists written by this program have.
    pub options: FeedOptions,
    /// What else OPML says of it: names and values of attributes.
    pub attributes: Vec<(String, String)>,
    /// Counted from 1.
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Of any scheme, unchecked.
    Address(String),
    /// A program and its arguments.
    Command(Vec<String>),
}

/// See the fields of these names in the list of sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedOptions {
    pub limit: Option<usize>,
    pub keep: Option<String>,
    pub full: bool,
    pub split: bool,
}

/// A line, counted from 1, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub line: usize,
    pub why: String,
}

impl Default for Origin {
    fn default() -> Self {
        Self::Address(String::new())
    }
}

/// A text with something in it.
pub(super) fn given(text: &str) -> Option<String> {
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}
