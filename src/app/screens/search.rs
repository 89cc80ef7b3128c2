//! The search that is on.

pub mod results;
pub mod state;
