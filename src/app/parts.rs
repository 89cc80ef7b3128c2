//! What screens are made of.

pub mod article_change;
pub mod article_mouse;
mod article_reopen;
mod article_scroll;
pub mod article_view;
mod entry;
pub mod list_cursor;
pub mod prompt;
pub mod section_number;
mod selection;
pub mod split;
pub mod split_held;
pub mod split_mouse;
mod split_reading;
pub mod standing;
