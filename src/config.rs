//! What can be configured, so far the styles and the measure that the reader and the commands share; and
//! what is known of the terminal.

pub mod palette;
mod terminal;

pub use terminal::has_hyperlinks;

/// The measure until the user changes it, in columns: articles are set no wider than this.
pub const MEASURE: u16 = 72;

/// The value of an environment variable; `None` when it is not set, or empty, which means the same.
pub fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}
