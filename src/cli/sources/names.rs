//! What sources are called.

use crate::config::sources::Source;
use crate::store::{Fetched, SourceState};
use crate::text::DisplayText;

/// What a source is called: as the user says, else as it calls itself, else its address, path or command.
pub(in crate::cli) fn label(source: &Source, state: Option<&SourceState>) -> DisplayText {
    let title = state.and_then(|state| state.title.as_deref());
    match (&source.name, title) {
        (None, Some(title)) => DisplayText::line(title),
        _ => source.label(),
    }
}

/// The positions of the sources that are called `name`: the one whose address, path or command it is, else
/// those with this label, in any case.
///
/// # Errors
/// When there is none. The message says which one may have been meant.
pub(in crate::cli) fn called(
    sources: &[Source],
    fetched: &Fetched,
    name: &str,
) -> anyhow::Result<Vec<usize>> {
    if let Some(position) = sources.iter().position(|source| source.key() == name) {
        return Ok(vec![position]);
    }
    let name = DisplayText::line(name);
    let labels = sources
        .iter()
        .map(|source| label(source, fetched.sources.get(&source.key())));
    let labels: Vec<_> = labels.collect();
    let is_called = |&position: &usize| labels[position].to_lowercase() == name.to_lowercase();
    let called: Vec<_> = (0..sources.len()).filter(is_called).collect();
    if !called.is_empty() {
        return Ok(called);
    }
    let keys = sources
        .iter()
        .map(|source| DisplayText::line(&source.key()));
    match like(labels.into_iter().chain(keys), &name) {
        Some(meant) => anyhow::bail!("there is no source {name:?}; did you mean {meant:?}?"),
        None => anyhow::bail!("there is no source {name:?}; `roundup sources` lists them"),
    }
}

/// The one that is most like `name`, if any is.
fn like(names: impl Iterator<Item = DisplayText>, name: &str) -> Option<DisplayText> {
    let distance =
        |other: &str| strsim::damerau_levenshtein(&other.to_lowercase(), &name.to_lowercase());
    let nearest = names.map(|other| (distance(&other), other)).min();
    let (_, meant) =
        nearest.filter(|(distance, meant)| *distance <= 1 + meant.chars().count() / 6)?;
    Some(meant)
}
