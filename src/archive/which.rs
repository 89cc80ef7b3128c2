//! Selecting one edition of an archive.

mod nearest;

use std::fmt;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;

use super::{Edition, date_in_name};
use crate::briefing::{Briefing, EditionDate};

/// A selector for one edition: the newest of those that match it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    Latest,
    Days {
        /// Its day is in this half-open range.
        days: Range<Date>,
        /// The days as the user has written them.
        written: String,
    },
    /// It has this identity, or contains the story with it.
    Identity(String),
    /// Its day is in this half-open range, and it contains a story with this id. The identities of some
    /// editions look like dates, so it may also be what has this identity, which comes first.
    StoryOfDays {
        days: Range<Date>,
        story: String,
        identity: String,
    },
}

impl Which {
    /// Whether `edition` could be parsed and matches this selector.
    pub fn is(&self, edition: &Edition) -> bool {
        let Some(briefing) = &edition.briefing else {
            return false;
        };
        match self {
            Self::Latest => true,
            Self::Days { days, .. } => edition.date().is_some_and(|date| days.contains(&date.day)),
            Self::Identity(_) | Self::StoryOfDays { .. } => {
                self.is_identity_of(briefing) || self.story(edition).is_some()
            }
        }
    }

    /// Whether the selector is the identity of this edition, or of a story in it.
    pub fn is_identity_of(&self, briefing: &Briefing) -> bool {
        self.identity()
            .is_some_and(|id| *briefing.id() == *id || identified(id, briefing).is_some())
    }

    /// The position in `edition` of the story selected, if the selector names a story.
    pub fn story(&self, edition: &Edition) -> Option<usize> {
        let briefing = edition.briefing.as_ref()?;
        let identified = || identified(self.identity()?, briefing);
        identified().or_else(|| match self {
            Self::StoryOfDays { days, story, .. } => {
                edition.date().filter(|date| days.contains(&date.day))?;
                position(story, briefing)
            }
            _ => None,
        })
    }

    fn identity(&self) -> Option<&str> {
        match self {
            Self::Latest | Self::Days { .. } => None,
            Self::Identity(identity) | Self::StoryOfDays { identity, .. } => Some(identity),
        }
    }

    /// Whether the file name of `path` is compatible with this selector. A guess, which saves reading
    /// the other files first.
    pub fn is_likely(&self, path: &Path) -> bool {
        let day = date_in_name(path).map(|date| date.day);
        match self {
            Self::Latest => true,
            // A file whose name has no date may be of any day.
            Self::Days { days, .. } | Self::StoryOfDays { days, .. } => {
                day.is_none_or(|day| days.contains(&day))
            }
            // Most identities contain the date.
            Self::Identity(id) => {
                day.is_some() && day == EditionDate::in_file_name(id).map(|date| date.day)
            }
        }
    }
}

/// `edition of nov (2026-11)`: what is looked for.
impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("edition"),
            Self::Days { days, written } => {
                let meant = in_figures(days);
                write!(f, "edition of {written}")?;
                if meant != *written {
                    write!(f, " ({meant})")?;
                }
                Ok(())
            }
            Self::Identity(identity) | Self::StoryOfDays { identity, .. } => {
                write!(f, "edition or story {identity}")
            }
        }
    }
}

/// A year, a month, a day or the first day and the last, in figures.
fn in_figures(days: &Range<Date>) -> String {
    let (first, last) = (days.start, days.end.yesterday().unwrap_or(days.end));
    if first == last {
        first.to_string()
    } else if (first, last) == (first.first_of_year(), first.last_of_year()) {
        format!("{:04}", first.year())
    } else if (first, last) == (first.first_of_month(), first.last_of_month()) {
        format!("{:04}-{:02}", first.year(), first.month())
    } else {
        format!("{first} to {last}")
    }
}

/// The position in `briefing` of the story with this identity.
fn identified(identity: &str, briefing: &Briefing) -> Option<usize> {
    let story = identity.strip_prefix(&*briefing.id())?.strip_prefix('/')?;
    position(story, briefing)
}

fn position(id: &str, briefing: &Briefing) -> Option<usize> {
    briefing.stories().position(|other| *other.id() == *id)
}
