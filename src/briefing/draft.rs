//! An edition that is to be written.

use jiff::Zoned;
use jiff::civil::Date;

/// An edition that is to be written as a file. Texts are as they come from outside: writing makes them
/// safe for a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// One line.
    pub title: String,
    /// The day on which it is filed; `None` until somebody decides.
    pub date: Option<Date>,
    /// Who publishes it.
    pub source: Option<String>,
    /// Its label among several of a day.
    pub edition: Option<String>,
    /// CommonMark.
    pub summary: Option<String>,
    pub id: Option<String>,
    /// The stories before any section.
    pub lead: Vec<DraftStory>,
    pub sections: Vec<DraftSection>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftSection {
    /// One line.
    pub title: String,
    pub stories: Vec<DraftStory>,
}

/// A story that is to be written. Empty texts are left out of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftStory {
    /// One line of plain text; never empty when it is written.
    pub headline: String,
    /// CommonMark.
    pub summary: String,
    pub byline: String,
    pub tags: Vec<String>,
    /// An absolute address.
    pub link: String,
    /// Who published it, where that is not the edition's source.
    pub source: String,
    pub published: Option<Published>,
    pub id: String,
    /// CommonMark.
    pub body: String,
}

/// When a story was published, as its publisher says.
#[derive(Clone, Debug, PartialEq)]
pub enum Published {
    Day(Date),
    /// In the publisher's zone, which is a fixed offset.
    Moment(Zoned),
}
