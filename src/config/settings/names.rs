//! The words that stand for values of settings.

use super::{Panes, ReadBy, Start};
use crate::briefing::Dates;

impl Panes {
    /// Every value with its word.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("auto", Self::Auto),
        ("both", Self::Both),
        ("one", Self::One),
    ];

    /// As it is written in the file, without quotes.
    pub fn name(self) -> &'static str {
        name(self, &Self::NAMES)
    }
}

impl Start {
    /// Every value with its word.
    pub const NAMES: [(&'static str, Self); 2] = [("left", Self::Left), ("newest", Self::Newest)];
}

impl ReadBy {
    /// Every value with its word.
    pub const NAMES: [(&'static str, Self); 2] = [("space", Self::Space), ("end", Self::End)];
}

impl Dates {
    /// Every value with its word.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("long", Self::Long),
        ("iso", Self::Iso),
        ("12h", Self::TwelveHours),
        ("us", Self::American),
    ];
}

/// The word for a value that is among `names`.
pub(super) fn name<T: Copy + PartialEq>(value: T, names: &[(&'static str, T)]) -> &'static str {
    let found = names.iter().find(|(_, known)| *known == value);
    found.map_or("", |(name, _)| name)
}
