//! What can be configured: so far the styles and the measure that the reader and the commands share.

pub mod palette;

/// The measure until the user changes it, in columns: articles are set no wider than this.
pub const MEASURE: u16 = 72;
