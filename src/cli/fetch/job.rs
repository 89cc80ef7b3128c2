//! A source on its way from the list to the edition.

use crate::cli::curl::Reply;
use crate::cli::import::New;
use crate::cli::sources::names::label;
use crate::config::sources::{Origin, Source};
use crate::import::Names;
use crate::search::Query;
use crate::store::SourceState;
use crate::text::DisplayText;

/// A source, and what has become of it so far.
pub(super) struct Job {
    pub(super) source: Source,
    /// What is known of it from earlier fetches, and what it calls itself.
    pub(super) state: SourceState,
    /// Whether nothing of it can have been printed.
    pub(super) is_first: bool,
    /// Whether a server may answer that nothing has changed.
    pub(super) is_conditional: bool,
    /// The query of `keep`.
    pub(super) keep: Option<Query>,
    pub(super) got: Got,
    /// What is new in it; later, what of that is to be printed.
    pub(super) new: New,
    /// How many stories of it are printed. An edition of its own counts all of its stories.
    pub(super) printed: usize,
    /// Whether it has broken off, so that more may come when it is got again.
    pub(super) is_cut: bool,
    pub(super) left_out: LeftOut,
    /// Why not all of it could be had, in one line that has passed the gate.
    pub(super) failure: Option<String>,
    /// What else the user should know, in such lines.
    pub(super) warnings: Vec<String>,
}

/// What came of a source.
pub(super) enum Got {
    /// It has not been asked for, or is on this machine and is still to be read.
    Nothing,
    /// A document that a program has printed.
    Document(Vec<u8>),
    /// A document in the downloads, under this name.
    Downloaded { name: String, reply: Reply },
    /// The server says that nothing has changed.
    Unchanged(Reply),
}

/// What was new and is not printed.
#[derive(Default)]
pub(super) struct LeftOut {
    /// By the source's own `keep` and `limit`.
    pub(super) unwanted: Vec<Names>,
    /// Because a first fetch takes only the newest.
    pub(super) older: Vec<Names>,
    /// Because another source has it, too.
    pub(super) repeated: Vec<Names>,
    /// Because the edition is full.
    pub(super) crowded: Vec<Names>,
}

impl Job {
    pub(super) fn new(source: Source, state: SourceState) -> Self {
        Self {
            source,
            state,
            is_first: false,
            is_conditional: false,
            keep: None,
            got: Got::Nothing,
            new: New::default(),
            printed: 0,
            is_cut: false,
            left_out: LeftOut::default(),
            failure: None,
            warnings: Vec::new(),
        }
    }

    /// What it is called.
    pub(super) fn label(&self) -> DisplayText {
        label(&self.source, Some(&self.state))
    }

    /// Whether its documents have been read, or are still to be.
    pub(super) fn has_documents(&self) -> bool {
        match &self.got {
            Got::Nothing => matches!(self.source.origin, Origin::Path(_)) && self.failure.is_none(),
            Got::Document(_) | Got::Downloaded { .. } => true,
            Got::Unchanged(_) => false,
        }
    }

    /// Whether not all of it could be had.
    pub(super) fn has_failed(&self) -> bool {
        self.failure.is_some() || self.is_cut
    }

    pub(super) fn reply(&self) -> Option<&Reply> {
        match &self.got {
            Got::Downloaded { reply, .. } | Got::Unchanged(reply) => Some(reply),
            Got::Nothing | Got::Document(_) => None,
        }
    }
}

impl LeftOut {
    pub(super) fn all(&self) -> impl Iterator<Item = &Names> {
        let Self {
            unwanted,
            older,
            repeated,
            crowded,
        } = self;
        unwanted.iter().chain(older).chain(repeated).chain(crowded)
    }
}
