//! What is read and decided before the first frame.

use std::path::PathBuf;
use std::sync::Arc;

use super::loader::{self, Opening};
use crate::app::{Environment, Model, Msg, update_and_read};
use crate::archive::{Archive, Edition, Which};
use crate::briefing::StoryId;
use crate::store::{self, LoadedMarks, Origin};

/// What is known of the briefings before the first frame.
pub(super) struct Start {
    pub(super) origin: Origin,
    /// The edition that the user asked for.
    pub(super) edition: Option<Arc<Edition>>,
    /// The story in it that the user asked for.
    pub(super) story: Option<StoryId>,
    pub(super) opening: Opening,
}

impl Start {
    /// Finds the files and reads those of the edition to begin with.
    pub(super) fn find(paths: &[PathBuf], which: Option<&Which>) -> anyhow::Result<Self> {
        let found = store::find(paths)?;
        let edition = which
            .map(|which| store::edition(&found, which).edition)
            .transpose()?;
        let story = which
            .zip(edition.as_ref())
            .and_then(|(which, edition)| edition.id().story(which.story(edition)?));
        let opening = match &edition {
            Some(edition) => loader::open_at(&found, edition),
            None => loader::open(&found),
        };
        Ok(Self {
            origin: found.origin,
            edition,
            story,
            opening,
        })
    }
}

/// The model of the first frame, with the notices about what was found and loaded.
pub(super) fn first_model(start: &Start, loaded: LoadedMarks, environment: Environment) -> Model {
    let LoadedMarks {
        marks,
        not_saved,
        warning,
    } = loaded;
    let is_first_run = marks.is_empty();
    let archive = Archive::default().with(start.opening.editions.clone());
    let mut model = Model::new(archive, start.opening.found, marks, environment);
    if let Some(edition) = &start.edition {
        model.open_edition(Arc::clone(edition), start.story.as_ref());
    }
    let notices = [
        // Once something has been read here, the line would say nothing new.
        start
            .origin
            .sample_line()
            .filter(|_| is_first_run)
            .map(Msg::Greeted),
        warning.map(|warning| Msg::Noticed(warning.to_string())),
        not_saved.map(|why| Msg::MarksNotSaved(why.to_string())),
    ];
    for notice in notices.into_iter().flatten() {
        update_and_read(&mut model, notice);
    }
    model
}
