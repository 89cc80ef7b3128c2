//! Selecting one edition of an archive.

use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;

use super::{Edition, date_in_name};
use crate::briefing::{Briefing, EditionDate};

/// A selector for one edition: the newest of those that match it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    Latest,
    /// Its day is in this half-open range.
    Days(Range<Date>),
    /// It has this identity, or contains the story with it.
    Identity(String),
}

impl Which {
    /// Whether `edition` could be parsed and matches this selector.
    pub fn is(&self, edition: &Edition) -> bool {
        let Some(briefing) = &edition.briefing else {
            return false;
        };
        match self {
            Self::Latest => true,
            Self::Days(days) => edition.date().is_some_and(|date| days.contains(&date.day)),
            Self::Identity(id) => *briefing.id() == **id || self.story(briefing).is_some(),
        }
    }

    /// The position in `briefing` of the story selected, if the selector names a story.
    pub fn story(&self, briefing: &Briefing) -> Option<usize> {
        let Self::Identity(id) = self else {
            return None;
        };
        let story = id.strip_prefix(&*briefing.id())?.strip_prefix('/')?;
        briefing.stories().position(|other| *other.id() == *story)
    }

    /// Whether the file name of `path` is compatible with this selector. A guess, which saves reading
    /// the other files first.
    pub fn is_likely(&self, path: &Path) -> bool {
        let day = date_in_name(path).map(|date| date.day);
        match self {
            Self::Latest => true,
            // A file whose name has no date may be of any day.
            Self::Days(days) => day.is_none_or(|day| days.contains(&day)),
            // Most identities contain the date.
            Self::Identity(id) => {
                day.is_some() && day == EditionDate::in_file_name(id).map(|date| date.day)
            }
        }
    }
}
