//! What can be configured: the styles and the measure that the reader and the commands share, and the list of
//! sources.

pub mod palette;
#[cfg(feature = "import")]
pub mod sources;

/// The measure until the user changes it, in columns: articles are set no wider than this.
pub const MEASURE: u16 = 72;
