//! Where new briefings go.

use std::fmt;
use std::path::{Path, PathBuf};

use super::find::{data_folder, named_in_variable};
use super::folders::from_home;
use crate::config::settings::Settings;

/// The folder that new briefings are written to: `into`, else the one in `ROUNDUP_DIR`, else the first of the
/// configuration's `folders`, else the platform's data folder. It need not be there yet.
///
/// # Errors
/// When nothing is named and there is no home folder, or the first of `folders` is not a folder that can be
/// written to: what is meant for it goes nowhere else.
pub fn output_folder(into: Option<&Path>, settings: &Settings) -> Result<PathBuf, NoOutput> {
    if let Some(folder) = into.map(Path::to_owned).or_else(named_in_variable) {
        return Ok(folder);
    }
    if let Some(line) = settings.unusable_folder {
        return Err(NoOutput::Unusable { line });
    }
    let first = settings.folders.value.first();
    first
        .map(|folder| from_home(folder))
        .or_else(data_folder)
        .ok_or(NoOutput::NoHome)
}

/// Why there is no folder to write to.
#[derive(Debug)]
pub enum NoOutput {
    NoHome,
    /// The setting `folders`, in this line of the configuration, has no first folder that can be used.
    Unusable {
        line: usize,
    },
}

impl fmt::Display for NoOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHome => {
                f.write_str("there is no home folder to write to; name one with --into DIR")
            }
            Self::Unusable { line } => write!(
                f,
                "the first of `folders` in config.toml, line {line}, cannot be used; correct it, or name a folder with --into DIR"
            ),
        }
    }
}

impl std::error::Error for NoOutput {}
