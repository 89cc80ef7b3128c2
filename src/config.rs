//! What can be configured: the styles and the measure that the reader and the commands share, and the list of
//! sources; and what is known of the terminal.

mod configuration;
mod kind;
pub mod palette;
pub mod settings;
#[cfg(feature = "import")]
pub mod sources;
mod terminal;
pub mod themes;

pub(crate) use configuration::unreadable;
pub use configuration::{Configuration, Contents, FileFaults, ThemeSource};
pub use kind::{Kind, kind};
pub use terminal::has_hyperlinks;

use crate::text::{DisplayText, width};

/// The measure until the user changes it, in columns: articles are set no wider than this.
pub const MEASURE: u16 = 72;

/// The value of an environment variable; `None` when it is not set, or empty, which means the same.
pub fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

/// What the user wrote, as a message can show it: safe to print, and cut to 40 columns.
pub(crate) fn shown(text: &str) -> String {
    width::cut(DisplayText::line(text).as_display(), 40).to_string()
}

/// The one of `known` that `written` may have been meant to be.
pub(crate) fn nearest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    // No known word is so long, and the distance takes time by the product of the lengths.
    let written = if written.len() > 32 { "" } else { written };
    let written = written.to_lowercase();
    known
        .map(|known| (strsim::damerau_levenshtein(known, &written), known))
        .min()
        .filter(|(distance, known)| *distance <= 1 + known.len() / 4)
        .map(|(_, known)| known)
}
