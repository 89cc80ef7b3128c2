//! How a message changes the model.

use std::sync::Arc;

use super::changes;
use super::message::{Effect, Elsewhere, Msg};
use super::model::Model;
use super::reconfigure;
use super::screens::Screens;
use super::session::{Loading, Session};
use crate::archive::Edition;
use crate::briefing::StoryId;
use crate::keymap::{Action, Mode};
use crate::search::Chunk;
use crate::text::DisplayText;

/// Changes `model` as `msg` says, and returns what the runtime is to do.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    update_then(model, msg, |_, effects| effects)
}

/// Like [`update`], but reads short texts at once, so that they are on the screen in the next frame.
/// Returns the effects that are left for the runtime.
pub fn update_and_read(model: &mut Model, msg: Msg) -> Vec<Effect> {
    update_then(model, msg, Model::read_short_texts)
}

fn update_then(
    model: &mut Model,
    msg: Msg,
    finish: impl FnOnce(&mut Model, Vec<Effect>) -> Vec<Effect>,
) -> Vec<Effect> {
    let before = model.begin_jump(&msg);
    let is_news = msg.is_news();
    let is_held = is_news && is_typing(model);
    let session = &mut model.session;
    if is_held {
        // What it says may include what was said before.
        swap_held(session);
    } else if is_news && session.held.is_some() {
        // What it says includes what the user has not been told yet.
        session.notice = session.held.take();
    }
    let effects = handle(model, msg);
    let effects = finish(model, effects);
    if is_held {
        swap_held(&mut model.session);
    }
    if model.session.notice.is_none() && !is_typing(model) {
        model.session.notice = model.session.held.take();
    }
    model.finish_jump(before);
    effects
}

fn is_typing(model: &Model) -> bool {
    model.screens.top().get().is_typing()
}

fn swap_held(session: &mut Session) {
    std::mem::swap(&mut session.notice, &mut session.held);
}

fn handle(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let Model {
        screens, session, ..
    } = model;
    let is_leaving = matches!(msg, Msg::Leaving);
    match msg {
        Msg::KeyPressed(key) => model.press(key),
        Msg::Mouse(mouse) => model.point(mouse),
        Msg::Pasted(text) => paste(&text, model),
        Msg::Resized(size) => model.resize(size),
        Msg::EditionsLoaded(editions) => add_editions(editions, screens, session),
        Msg::Folded(chunks) => add_folded(chunks, screens, session),
        Msg::AllLoaded => finish_loading(screens, session),
        Msg::ReadingAgain(found) => {
            session.loading = Some(Loading {
                read: 0,
                found,
                again: true,
            });
        }
        Msg::Missing(paths) => session.missing = paths,
        Msg::FilesChanged { gone, read, folded } => {
            changes::take_in(&gone, read, folded, screens, session);
        }
        Msg::FoundChanged(found) => changes::take_in_found(found, screens, session),
        Msg::ReadAgain { asked, is_one_file } => {
            finish_reading_again(asked, is_one_file, screens, session);
        }
        Msg::ConfigurationRead {
            configuration,
            abilities,
            asked,
        } => {
            reconfigure::take_in(*configuration, abilities, screens, session);
            if !asked {
                changes::report(false, screens, session);
            }
        }
        Msg::NotWatched(why) => report_not_watched(&why, session),
        Msg::Elsewhere(elsewhere) => report_elsewhere(&elsewhere, session),
        Msg::HitsFound {
            generation,
            part,
            hits,
        } => {
            let before = screens.lost_match();
            if let Some(search) = screens.search_that_asked(generation) {
                search.take_part(part, hits, session);
            }
            report_lost_match(before.as_ref(), screens, session);
        }
        Msg::Suggested {
            generation,
            suggestions,
        } => {
            if let Some(search) = screens.search_that_asked(generation) {
                search.take_suggestions(suggestions, session);
            }
        }
        Msg::TextRead(text) => model.take_text(&text),
        Msg::MarksSaved {
            before,
            marks,
            warning,
        } => {
            session.marks.saved(before, marks);
            report_saved(warning.as_ref(), session);
        }
        Msg::MarksLoaded { marks, warning } => {
            session.marks.saved(0, marks);
            // They were asked for when few marks were known.
            for search in screens.searches_mut() {
                search.ask_with_all_marks(session);
            }
            if let Some(warning) = warning {
                session.notify(&warning);
            }
        }
        Msg::MarksRead { before, marks } => {
            if changes::take_in_marks(before, marks, screens, session) {
                changes::report(false, screens, session);
            }
        }
        Msg::MarksNotSaved(why) => report_not_saved(&why, session),
        Msg::Leaving => {}
        Msg::DayBegan(day) => session.today = day,
        Msg::NotOpened { address, why } => session.report_not_opened(address, &why),
        Msg::Noticed(text) => session.notify(&text),
        Msg::Greeted(text) => session.greeting = Some(DisplayText::line(&text)),
    }
    settle_and_take_effects(model, is_leaving)
}

/// Says so if the result that is open is not found any more, as `before` was not already.
fn report_lost_match(before: Option<&StoryId>, screens: &Screens, session: &mut Session) {
    let lost = screens.lost_match();
    if lost.is_some() && lost.as_ref() != before {
        session.changes.result_lost = true;
        changes::report(false, screens, session);
    }
}

/// Puts pasted text into the line being typed. It is never taken for commands.
fn paste(text: &str, model: &mut Model) {
    let (top, session) = (model.screens.top_mut(), &mut model.session);
    if top.mode() == Mode::Typing && model.after_g.is_none() {
        top.paste(text, session);
    } else {
        session.notify("There is no prompt here to paste into");
    }
}

/// Says that changes made on other machines are not seen, and what helps.
fn report_elsewhere(elsewhere: &Elsewhere, session: &mut Session) {
    let reload = session.and_key(Action::Reload, "reads all files again");
    let (seen, is) = if elsewhere.is_certain {
        ("do not show up", "is")
    } else {
        ("may not show up", "may be")
    };
    session.notify(&format!(
        "Changes made on other machines {seen}{reload} ({} {is} on another machine)",
        elsewhere.place.display()
    ));
}

/// Brings the model into line after a message, and returns what the runtime is to do.
fn settle_and_take_effects(model: &mut Model, is_leaving: bool) -> Vec<Effect> {
    let ends = |effect: &Effect| matches!(effect, Effect::Quit | Effect::Suspend);
    let leaves = is_leaving || model.session.effects.iter().any(ends);
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

/// Says that marks could not be saved.
fn report_not_saved(why: &str, session: &mut Session) {
    session.notify(&format!("Marks not saved: {why}"));
    session.marks.save_failed = true;
}

/// Says that marks are saved again, and what else there is to know of it.
fn report_saved(warning: Option<&DisplayText>, session: &mut Session) {
    if std::mem::take(&mut session.marks.save_failed) {
        session.notify("Marks are saved again");
    }
    if let Some(warning) = warning {
        session.notify(warning);
    }
}

/// Says that changes on disk will not be noticed, and which key helps.
fn report_not_watched(why: &str, session: &mut Session) {
    let reload = session.and_key(Action::Reload, "reads everything again");
    session.notify(&format!(
        "Changes on disk will not be noticed{reload} ({why})"
    ));
}

fn add_editions(editions: Vec<Arc<Edition>>, screens: &mut Screens, session: &mut Session) {
    if let Some(loading) = &mut session.loading {
        loading.read += editions.len();
    }
    session.replace_archive(session.archive.with(editions));
    for screen in screens.iter_mut() {
        screen.archive_grew(session);
    }
}

/// Adds the folded text of editions that were loaded, and has it searched.
fn add_folded(chunks: Vec<Arc<Chunk>>, screens: &mut Screens, session: &mut Session) {
    session.searches.chunks.extend(chunks.iter().cloned());
    // The searches below ask on return: see `has_missed_something`.
    if let Some(search) = screens.search_mut() {
        search.ask_more(chunks, session);
    }
}

/// Takes in that all files have been read for the first time.
fn finish_loading(screens: &mut Screens, session: &mut Session) {
    report_loaded(screens, session);
    for search in screens.searches_mut() {
        search.finish_loading(session);
    }
}

/// Takes in that all that had changed has been read, and reports it.
fn finish_reading_again(
    asked: bool,
    is_one_file: bool,
    screens: &mut Screens,
    session: &mut Session,
) {
    session.loading = None;
    for search in screens.searches_mut() {
        search.finish_loading(session);
    }
    if is_one_file {
        changes::show_edit(screens, session);
    }
    changes::report(asked, screens, session);
}

/// Reports what loading has found. The page never changes under the user: an edition newer than the one
/// that was opened at the start is named in a notice, not opened.
fn report_loaded(screens: &Screens, session: &mut Session) {
    session.loading = None;
    let screen = screens.edition();
    let still_on_first = session.visits.is_empty() && !screen.from_results;
    if !still_on_first {
        return session.report_faults();
    }
    let opened = screen.list().edition().id();
    let Some(notice) = session
        .newer_notice(opened)
        .or(session.left_elsewhere_notice(opened))
    else {
        return session.report_faults();
    };
    let faults = session
        .faults_notice()
        .map(|faults| format!("; {faults}"))
        .unwrap_or_default();
    session.notify(&format!("{notice}{faults}"));
}
