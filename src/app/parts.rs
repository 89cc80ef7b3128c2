//! What screens are made of.

pub mod article_mouse;
pub mod article_view;
pub mod list_cursor;
pub mod prompt;
pub mod section_number;
mod selection;
pub mod split;
