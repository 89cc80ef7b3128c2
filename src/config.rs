//! What can be configured: the styles and the measure that the reader and the commands share, the names of the
//! keys of the keyboard, and the list of sources; and what is known of the terminal.

mod configuration;
mod contents;
pub mod key;
mod kind;
mod line;
pub mod palette;
mod quoted;
pub mod settings;
#[cfg(feature = "import")]
pub mod sources;
mod terminal;
pub mod themes;
mod values;

pub use configuration::{Configuration, FileFaults, ThemeSource};
pub use contents::Contents;
pub(crate) use contents::unreadable;
pub use kind::{Kind, kind};
pub use terminal::has_hyperlinks;

/// The measure until the user changes it, in columns: articles are set no wider than this.
pub const MEASURE: u16 = 72;

/// The value of an environment variable; `None` when it is not set, or empty, which means the same.
pub fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}
