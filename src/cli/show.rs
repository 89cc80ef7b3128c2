//! `roundup show`: an edition as text, CommonMark or JSON.

mod markdown;
mod selection;
mod text;

use super::arguments::Show;
use super::exit::{Answer, tell};
use super::find;
use super::json::{self, StoryLine};
use super::output::{self, Output};
use crate::archive::Which;
use crate::store::{self, Meant};
use selection::Selection;

pub(super) fn run(show: &Show, out: &mut Output) -> anyhow::Result<Answer> {
    let which = show.edition.as_ref().unwrap_or(&Which::Latest);
    let Meant {
        edition,
        unreadable,
    } = store::edition(&find::find(&show.paths.paths)?, which);
    find::tell_unreadable(&unreadable);
    let edition = edition?;
    let Some(briefing) = &edition.briefing else {
        return Ok(Answer::Nothing);
    };
    let mut part = Selection::whole(&edition, briefing);
    if let Some(story) = which.story(briefing) {
        part.stories = vec![story];
        part.has_summary = false;
    }
    if let Some(title) = &show.section {
        part.keep_section(title);
        if part.stories.is_empty() {
            let sections = match part.sections() {
                none if none.is_empty() => "no sections".to_owned(),
                sections => sections.join(", "),
            };
            tell(&format!(
                "no section with stories is called {title:?} in this edition; it has {sections}"
            ));
            return Ok(Answer::Nothing);
        }
    }
    if show.form.json {
        let marks = find::marks();
        for &index in &part.stories {
            let story = briefing.story(index);
            let line = StoryLine::new(&edition, story, marks.get(&story.key()));
            json::write(out, &line.with_texts(story))?;
        }
    } else if show.markdown {
        markdown::write(out, &part)?;
    } else {
        let columns = show.width.map_or_else(output::columns, usize::from);
        text::write(out, &part, columns)?;
    }
    Ok(Answer::Done)
}
