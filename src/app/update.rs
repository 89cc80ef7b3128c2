//! How a message changes the model.

use std::path::PathBuf;
use std::sync::Arc;

use super::message::{Effect, Msg};
use super::model::Model;
use super::screens::Screens;
use super::session::Session;
use crate::archive::Edition;
use crate::text::DisplayText;

/// Changes `model` as `msg` says, and returns what the runtime is to do.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let Model {
        screens, session, ..
    } = model;
    let mut leaves = matches!(msg, Msg::Leaving);
    match msg {
        Msg::KeyPressed(key) => model.press(key),
        Msg::Mouse(mouse) => model.point(mouse),
        // Pasted text is never taken for commands.
        Msg::Pasted(text) if screens.top().get().is_typing() && !model.awaiting_letter => {
            screens.top_mut().paste(&text, session);
        }
        Msg::Pasted(_) => session.notify("There is no prompt here to paste into"),
        Msg::Resized(size) => session.window.size = size,
        Msg::EditionsLoaded(editions) => add_editions(editions, screens, session),
        Msg::FilesChanged { gone, read, folded } => {
            session.forget_text(&gone, &read);
            session.searches.chunks.extend(folded);
            change_files(&gone, read, screens, session);
        }
        Msg::Folded(chunks) => {
            session.searches.chunks.extend(chunks.iter().cloned());
            if let Some(search) = screens.search_mut() {
                search.ask_more(chunks, session);
            }
        }
        Msg::AllLoaded => {
            finish_loading(screens, session);
            for search in screens.searches_mut() {
                search.ask_for_suggestions(session);
            }
        }
        Msg::HitsFound {
            generation,
            part,
            hits,
        } => {
            let mut searches = screens.searches_mut();
            if let Some(search) = searches.find(|search| search.asked_for(generation)) {
                search.take_part(part, hits, session);
            }
        }
        Msg::Suggested {
            generation,
            suggestions,
        } => {
            let mut searches = screens.searches_mut();
            if let Some(search) = searches.find(|search| search.asked_for(generation)) {
                search.take_suggestions(&suggestions);
            }
        }
        Msg::TextRead(text) => model.take_text(&text),
        Msg::MarksSaved {
            before,
            marks,
            warning,
        } => {
            session.marks.saved(before, marks);
            if std::mem::take(&mut session.marks.save_failed) {
                session.notify("Marks are saved again");
            }
            if let Some(warning) = warning {
                session.notify(&warning);
            }
        }
        Msg::MarksNotSaved(why) => {
            session.notify(&format!("Marks not saved: {why}"));
            session.marks.save_failed = true;
        }
        Msg::Leaving => {}
        Msg::DayBegan(day) => session.today = day,
        Msg::NotOpened { address, why } => {
            session.report_not_opened(address, &why);
        }
        Msg::Noticed(text) => session.notify(&text),
        Msg::Greeted(text) => session.greeting = Some(DisplayText::line(&text)),
    }
    let ends = |effect: &Effect| matches!(effect, Effect::Quit | Effect::Suspend);
    leaves |= model.session.effects.iter().any(ends);
    if leaves {
        model.screens.leave(&mut model.session);
    }
    model.settle();
    let mut effects = std::mem::take(&mut model.session.effects);
    // At the end of the program, `Leaving` comes after `Quit`.
    let quits = effects.iter().any(|effect| matches!(effect, Effect::Quit));
    if leaves && !quits {
        let last = model.last().map(Box::new);
        effects.splice(0..0, last.map(Effect::SaveLast));
    }
    if let Some(unsaved) = model.session.marks.take_unsaved() {
        // Before anything that may end the program.
        effects.insert(0, Effect::SaveMarks(unsaved));
    }
    effects
}

/// Like [`update`], but reads short texts at once, so that they are on the screen in the next frame.
/// Returns the effects that are left for the runtime.
pub fn update_and_read(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let effects = update(model, msg);
    model.read_short_texts(effects)
}

fn add_editions(editions: Vec<Arc<Edition>>, screens: &mut Screens, session: &mut Session) {
    if let Some(loading) = &mut session.loading {
        loading.read += editions.len();
    }
    session.archive = Arc::new(session.archive.with(editions));
    for screen in screens.iter_mut() {
        screen.archive_grew(session);
    }
}

/// Drops the editions of files that are gone, and replaces those of files that were read again.
fn change_files(
    gone: &[PathBuf],
    read: Vec<Arc<Edition>>,
    screens: &mut Screens,
    session: &mut Session,
) {
    session.archive = Arc::new(session.archive.changed(gone, read));
    for screen in screens.iter_mut() {
        screen.files_changed(session);
    }
}

/// Reports what loading has found. The page never changes under the user: an edition newer than the one
/// that was opened at the start is named in a notice, not opened.
fn finish_loading(screens: &Screens, session: &mut Session) {
    session.loading = None;
    let screen = screens.edition();
    let still_on_first = session.visits.is_empty() && !screen.from_results;
    if !still_on_first {
        return session.report_faults();
    }
    let opened = screen.list().edition().id();
    let Some(notice) = session.newer_notice(opened).or(session.news_notice(opened)) else {
        return session.report_faults();
    };
    let faults = session
        .faults_notice()
        .map(|faults| format!("; {faults}"))
        .unwrap_or_default();
    session.notify(&format!("{notice}{faults}"));
}
