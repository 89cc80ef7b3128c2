//! Finding many editions of an archive.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::{Archive, Edition};
use crate::briefing::EditionId;

/// Finds what [`Archive::position`] does. That looks at all editions for one that has gone, moved or changed its
/// date; this needs no time that grows with their number, but for the first of these.
#[derive(Debug)]
pub struct Finder<'a> {
    archive: &'a Archive,
    names: OnceCell<Names<'a>>,
}

/// The positions of the editions, by what they may be found by. Of several, the newest counts.
#[derive(Debug, Default)]
struct Names<'a> {
    ids: HashMap<&'a EditionId, usize, FixedState>,
    identities: HashMap<&'a str, usize, FixedState>,
    paths: HashMap<&'a Path, usize, FixedState>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(archive: &'a Archive) -> Self {
        Self {
            archive,
            names: OnceCell::new(),
        }
    }

    pub fn find(&self, id: &EditionId) -> Option<&'a Arc<Edition>> {
        let at_its_date = self.archive.at_its_date(id);
        let position = at_its_date.or_else(|| self.names().position(id))?;
        Some(&self.archive.editions[position])
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| Names::of(&self.archive.editions))
    }
}

impl<'a> Names<'a> {
    fn of(editions: &'a [Arc<Edition>]) -> Self {
        let ids = || editions.iter().map(|edition| edition.id());
        Self {
            ids: newest(ids()),
            identities: newest(ids().map(|id| id.identity().as_str())),
            paths: newest(ids().map(EditionId::path)),
        }
    }

    fn position(&self, id: &EditionId) -> Option<usize> {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use crate::archive::{Archive, Edition};

    fn edition((path, identity, day): (u8, u8, u8)) -> Arc<Edition> {
        let id = match identity {
            0 => String::new(),
            identity => format!("id = \"{identity}\"\n"),
        };
        let source = format!("title = \"T\"\n{id}date = 2031-01-0{}\n", day + 1);
        Arc::new(Edition::parse(path.to_string().into(), &source))
    }

    proptest! {
        #[test]
        fn it_finds_what_a_look_at_every_edition_finds(
            editions in prop::collection::vec((0u8..9, 0u8..5, 0u8..3), 0..9),
            sought in prop::collection::vec((0u8..9, 0u8..5, 0u8..3), 1..20),
        ) {
            let archive = Archive::default().with(editions.into_iter().map(edition).collect());
            let finder = archive.finder();
            for sought in sought.into_iter().map(edition) {
                let found = finder.find(sought.id()).map(Arc::as_ptr);
                prop_assert_eq!(found, archive.find(sought.id()).map(Arc::as_ptr));
            }
        }
    }
}
