//! lib
pub mod text;
