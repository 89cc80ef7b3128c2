//! Reading the archive: the newest edition at once, the rest on threads of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use super::event::Event;
use crate::app::Msg;
use crate::archive::{self, Edition};
use crate::search::fold_editions;
use crate::store::{self, Found};

/// The most files without a date in their name that are read before the first frame.
const UNDATED: usize = 64;

/// What there is to read before the first frame, and after it.
pub(super) struct Opening {
    pub(super) editions: Vec<Arc<Edition>>,
    /// In the order in which they are to be read.
    pub(super) rest: Vec<PathBuf>,
    /// Files in all.
    pub(super) found: usize,
}

/// Reads the files of the newest day in their names, and of the days before until something in one of
/// them can be read.
pub(super) fn open(found: &Found) -> Opening {
    let mut editions = found.at_hand();
    let mut rest = found.files.as_slice();
    while let Some(first) = rest.first() {
        if editions.iter().any(|edition| edition.briefing.is_some()) {
            break;
        }
        let day = archive::date_in_name(first);
        let same_day = rest
            .iter()
            .take_while(|path| archive::date_in_name(path) == day)
            .count();
        // Names without a date say nothing: as many as are read in no time are looked into.
        let newest = if day.is_none() {
            same_day.min(UNDATED)
        } else {
            same_day
        };
        let (newest, older) = rest.split_at(newest);
        editions.extend(
            newest
                .iter()
                .map(|path| Arc::new(store::read(path.clone()))),
        );
        rest = older;
    }
    Opening {
        found: editions.len() + rest.len(),
        editions,
        rest: rest.to_vec(),
    }
}

/// Opens `edition`, which has been read. What is nearest to it by name is read next, so that nothing is
/// missing between the editions that are there.
pub(super) fn open_at(found: &Found, edition: &Arc<Edition>) -> Opening {
    let mut editions = found.at_hand();
    let mut rest = found.files.clone();
    if let Some(place) = rest.iter().position(|path| path == edition.path()) {
        rest.remove(place);
        editions.push(Arc::clone(edition));
        let (newer, older) = rest.split_at(place);
        let longest = newer.len().max(older.len());
        rest = (0..longest)
            .flat_map(|step| [newer.iter().rev().nth(step), older.get(step)])
            .flatten()
            .cloned()
            .collect();
    }
    Opening {
        found: editions.len() + rest.len(),
        editions,
        rest,
    }
}

/// Reads `files` on threads and sends them in batches, in their order: were they sent as they come, the
/// edition before the one on screen might be missing when the reader asks for it.
/// What was `opened` already is folded first.
pub(super) fn spawn(opened: Vec<Arc<Edition>>, files: Vec<PathBuf>, events: &Sender<Event>) {
    let folding = events.clone();
    thread::spawn(move || {
        // The receiver is gone only when the program ends.
        let _ = folding.send(Event::Background(Msg::Folded(fold_editions(&opened))));
    });
    let events = events.clone();
    let mut left = files.len();
    let fold = |editions: Vec<_>| {
        let folded = fold_editions(&editions);
        (editions, folded)
    };
    store::read_in_batches(files, fold, move |(editions, folded)| {
        left -= editions.len();
        let post = |message| events.send(Event::Background(message)).is_ok();
        post(Msg::EditionsLoaded(editions))
            && post(Msg::Folded(folded))
            && (left > 0 || post(Msg::AllLoaded))
    });
}
