//! Articles: a story's CommonMark as styled blocks, laid out as rows of a given width, and as plain text
//! or CommonMark for other documents.

mod addresses;
mod blocks;
mod build;
mod cells;
mod foot;
mod layout;
mod links;
mod markdown;
mod misuse;
mod nested;
mod notes;
mod pages;
mod plain;
mod quotation;
mod row;
mod table;

pub use blocks::{Article, BREAK, BlockKind};
pub use build::is_unspaced;
pub use cells::Under;
pub use layout::{Foot, Layout};
pub use links::Destination;
pub use misuse::{Misuse, misused};
pub use nested::{angled, escaped, nested};
pub use pages::{Medium, StoryArticle, faults, note, of_story, shown, story, story_on, summary_on};
pub use plain::is_plain;
pub use quotation::quotation;
pub use row::{Part, Row, RowKind};
