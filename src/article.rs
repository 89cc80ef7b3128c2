//! Articles: a story's CommonMark as styled blocks, laid out as rows of a given width, and as plain text
//! or CommonMark for other documents.

mod blocks;
mod build;
mod layout;
mod markdown;
mod nested;
mod pages;
mod row;

pub use blocks::{Article, BREAK, BlockKind};
pub use layout::Layout;
pub use markdown::{is_plain, unopenable};
pub use nested::{angled, escaped, nested};
pub use pages::{StoryArticle, faults, note, of_story, shown, story, summary};
pub use row::{Part, Row, RowKind};
