//! The edition being read.

pub mod closing;
pub mod headline;
pub mod headlines;
