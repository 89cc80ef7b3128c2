//! Taking in settings that have changed, and saying what is wrong with them.

use std::sync::Arc;

use super::environment::Abilities;
use super::remark::Remark;
use super::screens::Screens;
use super::session::Session;
use crate::briefing::first_fault_line;
use crate::config::settings::Settings;
use crate::config::{Configuration, FileFaults};
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayText, width};

/// Settings that mean nothing until the next start.
const AT_START: [&str; 2] = ["folders", "start"];

/// The fewest columns of a message that are worth showing before the help.
const LEAST_MESSAGE: usize = 24;

/// Takes in what is set now. What the user has changed for this run of the program stays, unless that setting
/// has changed. Notes what is to be said of it.
pub(super) fn take_in(
    mut configuration: Configuration,
    abilities: Abilities,
    screens: &mut Screens,
    session: &mut Session,
) {
    session.keymap = Keymap::taken_from(&mut configuration);
    let told_before = session.faults_to_tell();
    let theme_before = session.theme_in_settings().to_owned();
    let old = std::mem::replace(&mut session.configuration, configuration);
    session.abilities = abilities;
    let (was, is) = (&old.settings, &session.configuration.settings);
    if was.measure.value != is.measure.value {
        session.window.measure = is.measure.value.0;
    }
    if was.panes.value != is.panes.value {
        session.window.arrangement = is.panes.value.into();
    }
    if session.theme_in_settings() != theme_before {
        session.look.forget_choice();
    }
    session.look.end_trial();
    let rewritten = was.conventions() != is.conventions();
    let palette = session.look.palette();
    let colours = &session.abilities.colours;
    session.look.renew(colours, &session.configuration);
    let recoloured = palette != session.look.palette();
    let changed = changed(was, is, recoloured);
    session.changes.settings = match session.configuration_fault() {
        // There is no room for more.
        Some(fault) if told_before != session.faults_to_tell() => vec![Remark::of_name(fault)],
        None if !told_before.is_empty() => {
            let mended = Remark::new("the configuration no longer has faults");
            changed.into_iter().chain([mended]).collect()
        }
        _ => changed,
    };
    if rewritten {
        session.conventions_changed();
    }
    for screen in screens.iter_mut() {
        screen.keys_changed(session);
        if rewritten {
            screen.conventions_changed(session);
        }
        screen.files_changed(session);
    }
}

/// Names the settings that have changed.
fn changed(was: &Settings, is: &Settings, recoloured: bool) -> Vec<Remark> {
    let (old, new) = (was.written(), is.written());
    let rows = old.iter().zip(&new);
    let mut names: Vec<_> = rows
        .filter(|(old, new)| old.value != new.value)
        .map(|(old, _)| old.key)
        .collect();
    if recoloured && !names.contains(&"theme") {
        names.push("theme");
    }
    let bound = |settings: &Settings| -> Vec<_> {
        let keys = settings.keys.iter();
        keys.map(|key| (key.keys.clone(), key.action.clone()))
            .collect()
    };
    if bound(was) != bound(is) {
        names.push("keys");
    }
    let (at_start, now): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| AT_START.contains(name));
    let now =
        (!now.is_empty()).then(|| Remark::new(format!("settings changed: {}", now.join(", "))));
    let at_start = (!at_start.is_empty()).then(|| {
        let take = if at_start.len() == 1 { "takes" } else { "take" };
        let names = at_start.join(" and ");
        Remark::of_name(format!("{names} {take} effect at the next start"))
    });
    [now, at_start].into_iter().flatten().collect()
}

impl Session {
    /// The files of the configuration whose faults are told unasked: those of themes that are not shown are not.
    fn faults_to_tell(&self) -> Vec<Arc<FileFaults>> {
        let files = self.configuration.faults_in_use(Some(self.theme()));
        files.cloned().collect()
    }

    /// The first fault of the configuration that is told unasked, with the key that shows all; `None` when there is
    /// none.
    pub(super) fn configuration_fault(&self) -> Option<String> {
        let files = self.faults_to_tell();
        let file = files.first()?;
        let fault = file.faults.first()?;
        let name = file_name(&file.label);
        let place = match &fault.position {
            Some(position) => format!("{name}:{}", position.line),
            None => name.to_owned(),
        };
        let faults = self.configuration.fault_count();
        let key = self.key_name(Action::Faults);
        let line = |text: String| first_fault_line(&format!("{place}: {text}"), faults, &key);
        // The name of the file has said where.
        let message = fault.message.trim_end_matches(" in the configuration");
        let message = DisplayText::line(message);
        let room = self.notice_columns();
        // The help and the key come last and must stay whole, so a long message is cut.
        let cut_before = |help: &str| {
            let over = width::of(&line(format!("{message}{help}"))).saturating_sub(room);
            let columns = width::of(&message).saturating_sub(over);
            let is_enough = over == 0 || columns >= LEAST_MESSAGE;
            let cut = width::cut(message.as_display(), columns);
            (is_enough, line(format!("{cut}{help}")))
        };
        let with_help = fault.help.as_ref().and_then(|help| {
            let (is_enough, with_help) = cut_before(&format!("; {help}"));
            // A question, and a line to write, say what is meant even without the fault; other help needs it.
            let is_clear =
                help.ends_with('?') || (help.starts_with("write ") && help.contains(" = "));
            let alone = || {
                let alone = is_clear.then(|| line(help.to_string()));
                alone.filter(|line| width::of(line) <= room)
            };
            is_enough.then_some(with_help).or_else(alone)
        });
        Some(with_help.unwrap_or_else(|| cut_before("").1))
    }
}

/// The last part of a path.
pub(super) fn file_name(path: &DisplayText) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
