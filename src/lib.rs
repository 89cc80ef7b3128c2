//! lib
pub mod archive;
pub mod article;
pub mod briefing;
pub mod store;
pub mod text;
