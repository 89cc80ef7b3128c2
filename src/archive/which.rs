//! Naming one edition of an archive.

use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;

use super::{Edition, date_in_name};
use crate::briefing::{Briefing, EditionDate};

/// Which edition is meant; of several, the newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    Latest,
    /// Of these days, the end not included.
    Days(Range<Date>),
    /// By its identity, or that of one of its stories.
    Identity(String),
}

impl Which {
    /// Whether `edition` can be read and is meant.
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

    /// The story of `briefing` that is meant, as an index, when it is one story.
    pub fn story(&self, briefing: &Briefing) -> Option<usize> {
        let Self::Identity(id) = self else {
            return None;
        };
        let story = id.strip_prefix(&*briefing.id())?.strip_prefix('/')?;
        briefing.stories().position(|other| *other.id() == *story)
    }

    /// Whether the name of the file at `path` speaks for its being meant, or at least not against it.
    pub fn is_likely(&self, path: &Path) -> bool {
        let day = date_in_name(path).map(|date| date.day);
        match self {
            Self::Latest => true,
            // A name without a day may stand for any.
            Self::Days(days) => day.is_none_or(|day| days.contains(&day)),
            // Most identities hold the date.
            Self::Identity(id) => {
                day.is_some() && day == EditionDate::in_file_name(id).map(|date| date.day)
            }
        }
    }
}
