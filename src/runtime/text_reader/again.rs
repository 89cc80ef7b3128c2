//! Reading files again for texts that the archive has let go.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::texts::{Text, TextRequest};
use crate::app::{FoundChanged, Msg};
use crate::archive::{Archive, Edition};
use crate::briefing::Whole;
use crate::search::Folder;
use crate::store;

/// The most editions whose text is remembered: enough to go back and forth without reading a file again, and
/// for the snippets of a tall list.
const MAX_EDITIONS: usize = 64;

/// The most bytes of text that are remembered, unless the last edition alone has more.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Editions that were read again, with their texts; the last one first.
#[derive(Default)]
pub(super) struct ReadAgain {
    editions: VecDeque<Arc<Edition>>,
}

/// What has become of files since they were loaded.
#[derive(Default)]
struct Changed {
    /// What they were then.
    known: Vec<Arc<Edition>>,
    gone: Vec<PathBuf>,
    /// What the others hold now.
    read: Vec<Arc<Edition>>,
}

impl ReadAgain {
    /// The messages that answer `request`. If a file is not what it was when `archive` read it, the first one
    /// says so, and the answer is made of what the file holds now. Reading for snippets is given up when the
    /// request `is_outdated`; the answer is then none that anything waits for.
    pub(super) fn answer(
        &mut self,
        request: TextRequest,
        archive: &Arc<Archive>,
        is_outdated: impl Fn() -> bool,
    ) -> Vec<Msg> {
        let (mut texts, mut changed) = (Vec::new(), Changed::default());
        for edition in request.lacks(archive) {
            let read = self.read(edition);
            match read {
                Some(read) if read.is_same_reading(edition) => texts.push(read),
                read => changed.push(edition, read),
            }
            if matches!(request, TextRequest::Snippets(_)) && is_outdated() {
                return changed.messages(Text::nothing());
            }
        }
        let text = if changed.is_empty() {
            request.answer_with(&texts, archive)
        } else {
            let archive = archive.changed(&changed.gone, changed.read.clone());
            request.answer_with(&texts, &archive)
        };
        changed.messages(text)
    }

    /// The edition with its text as the file holds it now, or as it was remembered; `None` when the file
    /// has gone.
    fn read(&mut self, edition: &Arc<Edition>) -> Option<Arc<Edition>> {
        let mut known = self.editions.iter();
        let position = known.position(|known| known.is_same_reading(edition));
        let read = match position.and_then(|position| self.editions.remove(position)) {
            Some(known) => known,
            None if store::has_gone(edition.path()) => return None,
            None => Arc::new(store::read(edition.path().to_owned())),
        };
        self.editions.push_front(Arc::clone(&read));
        self.forget();
        Some(read)
    }

    /// Forgets what was used least recently, as far as there is too much.
    fn forget(&mut self) {
        let mut bytes = 0;
        let kept = self
            .editions
            .iter()
            .take(MAX_EDITIONS)
            .take_while(|edition| {
                bytes += edition.whole().map_or(0, Whole::bytes);
                bytes <= MAX_BYTES
            });
        let kept = kept.count().max(1);
        self.editions.truncate(kept);
    }
}

impl Changed {
    /// Adds a file: what was known of it, and what it holds now if it has not gone.
    fn push(&mut self, known: &Arc<Edition>, read: Option<Arc<Edition>>) {
        self.known.push(Arc::clone(known));
        match read {
            Some(read) => self.read.push(read),
            None => self.gone.push(known.path().to_owned()),
        }
    }

    fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.read.is_empty()
    }

    /// What has changed, if anything, and then `text`.
    fn messages(self, text: Text) -> Vec<Msg> {
        if self.is_empty() {
            return vec![Msg::TextRead(text)];
        }
        let mut folder = Folder::default();
        let read = self.read.iter().map(|edition| folder.take(edition));
        let changed = Msg::FoundChanged(FoundChanged {
            known: self.known,
            gone: self.gone,
            read: read.collect(),
            folded: folder.finish(),
        });
        vec![changed, Msg::TextRead(text)]
    }
}
