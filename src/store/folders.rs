//! The folders in which the program keeps what is its own.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// `$XDG_STATE_HOME/roundup`, or the platform's equivalent; `None` without a home folder.
pub(super) fn state() -> Option<PathBuf> {
    // This comes first because it needs no home folder, without which the strategy fails.
    let named = env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let folder = named.filter(|folder| folder.is_absolute()).or_else(|| {
        let base = etcetera::choose_base_strategy().ok()?;
        Some(base.state_dir().unwrap_or_else(|| base.data_dir()))
    })?;
    Some(folder.join("roundup"))
}

/// Makes a folder that only this user may look into, and those above it, unless they are there.
///
/// # Errors
/// When it is not there and cannot be made.
pub(super) fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// `$XDG_CONFIG_HOME/roundup`, or the platform's equivalent; `None` without a home folder.
pub(super) fn config() -> Option<PathBuf> {
    let named = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let folder = named
        .filter(|folder| folder.is_absolute())
        .or_else(|| Some(etcetera::choose_base_strategy().ok()?.config_dir()))?;
    Some(folder.join("roundup"))
}

/// The program and the arguments of the command that the user has set in these words, any of which may begin with
/// `~/`; `None` without any.
pub fn command_of(words: &[String]) -> Option<(PathBuf, Vec<PathBuf>)> {
    let (program, arguments) = words.split_first()?;
    let arguments = arguments.iter().map(|word| from_home(word));
    Some((from_home(program), arguments.collect()))
}

/// A path that may begin with `~/`, for the home folder.
pub fn from_home(path: &str) -> PathBuf {
    let rest = if path == "~" {
        Some("")
    } else {
        path.strip_prefix("~/")
    };
    match (rest, etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

/// A folder as it is named to the user: below the home folder, from `~`.
pub(super) fn shown(folder: &Path) -> String {
    match env::var_os("HOME").map(PathBuf::from) {
        Some(home) if home.is_absolute() && folder.starts_with(&home) => {
            let below = folder.strip_prefix(&home).unwrap_or(folder);
            format!("~/{}", below.display())
        }
        _ => folder.display().to_string(),
    }
}
