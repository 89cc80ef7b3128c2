//! A story as styled paragraphs, and those laid out as rows of a given width.

mod blocks;
mod build;
mod layout;
mod markdown;
mod nested;
mod pages;
mod row;

pub use blocks::{Article, BREAK, BlockKind, Inline};
pub use layout::Layout;
pub use markdown::{is_plain, unopenable};
pub use nested::{angled, escaped, nested};
pub use pages::{StoryArticle, faults, note, of_story, shown, story, summary};
pub use row::{Part, Row, RowKind};
