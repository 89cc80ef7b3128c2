//! lib
pub mod briefing;
pub mod text;
