//! What can be configured: today, the styles that the reader and the commands share.

pub mod palette;
