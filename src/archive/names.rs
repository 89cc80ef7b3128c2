//! Looks up the positions of editions in an archive by their ids, identities and paths.

use std::collections::HashMap;
use std::hash::Hash;
use std::path::Path;

use foldhash::fast::FixedState;

use crate::briefing::EditionId;

/// The positions of editions by each kind of name. Where several share a name, it stands for the newest.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    ids: HashMap<&'a EditionId, usize, FixedState>,
    identities: HashMap<&'a str, usize, FixedState>,
    paths: HashMap<&'a Path, usize, FixedState>,
}

impl<'a> Names<'a> {
    /// `ids` are those of all editions, in the order of the archive.
    pub(super) fn of(ids: impl Iterator<Item = &'a EditionId> + Clone) -> Self {
        Self {
            ids: newest(ids.clone()),
            identities: newest(ids.clone().map(|id| id.identity().as_str())),
            paths: newest(ids.map(EditionId::path)),
        }
    }

    pub(super) fn position(&self, id: &EditionId) -> Option<usize> {
        let identity = Some(id.identity().as_str()).filter(|identity| !identity.is_empty());
        let by_identity = || self.identities.get(identity?);
        let position = self.ids.get(id).or_else(by_identity);
        position.or_else(|| self.paths.get(id.path())).copied()
    }
}

/// The first position of each.
fn newest<K: Hash + Eq>(names: impl Iterator<Item = K>) -> HashMap<K, usize, FixedState> {
    let mut positions = HashMap::default();
    for (position, name) in names.enumerate() {
        positions.entry(name).or_insert(position);
    }
    positions
}
