//! An edition before it is a file.

use jiff::Zoned;
use jiff::civil::Date;

/// An edition before it is a file. Its texts are as they came from outside: [`Self::to_toml`] makes them safe
/// for a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// One line.
    pub title: String,
    /// Its day; `None` until that is decided.
    pub date: Option<Date>,
    /// Who publishes it.
    pub source: Option<String>,
    /// The label that sets it apart from others of its day.
    pub edition: Option<String>,
    /// CommonMark.
    pub summary: Option<String>,
    /// What marks are kept under; `None` if it is made from source, date and label.
    pub id: Option<String>,
    /// The stories before any section.
    pub lead: Vec<DraftStory>,
    pub sections: Vec<DraftSection>,
}

/// A section of a [`Draft`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftSection {
    /// One line.
    pub title: String,
    pub stories: Vec<DraftStory>,
}

/// A story of a [`Draft`]. Empty texts are left out of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftStory {
    /// One line of plain text; an empty one is written as the first line of the story's text.
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
    /// Tells it from the other stories of its edition; if it is empty, its headline does.
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
