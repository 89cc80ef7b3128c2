//! The screens, each with its state.

pub mod archive;
pub mod edition;
pub mod faults;
pub mod help;
pub mod search;
pub mod tags;
