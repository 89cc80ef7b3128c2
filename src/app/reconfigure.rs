//! Taking in settings that have changed, and saying what is wrong with them.

use super::look::Look;
use super::screens::Screens;
use super::session::Session;
use crate::config::Configuration;
use crate::config::settings::Settings;
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayText, counted, width};

/// Settings that mean nothing until the next start.
const AT_START: [&str; 2] = ["folders", "start"];

/// Takes in what is set now. What the user has changed for this run of the program stays, unless that setting
/// has changed. Notes what is to be said of it.
pub(super) fn take_in(
    mut configuration: Configuration,
    screens: &mut Screens,
    session: &mut Session,
) {
    let (keymap, faults) = Keymap::with(&configuration.settings.keys);
    configuration.add_faults(faults);
    session.keymap = keymap;
    let old = std::mem::replace(&mut session.configuration, configuration);
    let (was, is) = (&old.settings, &session.configuration.settings);
    if was.measure.value != is.measure.value {
        session.window.measure = is.measure.value.0;
    }
    if was.panes.value != is.panes.value {
        session.window.arrangement = is.panes.value.into();
    }
    let theme = |look: &Look, configuration| look.set(configuration).to_owned();
    if theme(&session.look, &old) != theme(&session.look, &session.configuration) {
        session.look.forget_choice();
    }
    session.look.end_trial();
    let rewritten = was.conventions() != is.conventions();
    let palette = session.look.palette();
    session.look.renew(&session.configuration);
    let recoloured = palette != session.look.palette();
    let changed = changed(was, is, recoloured);
    session.changes.settings = match session.configuration_fault() {
        // There is no room for more.
        Some(fault) if old.faults != session.configuration.faults => Some(fault),
        None if !old.faults.is_empty() => {
            let mended = "The configuration no longer has faults".to_owned();
            Some(
                changed
                    .into_iter()
                    .chain([mended])
                    .collect::<Vec<_>>()
                    .join(" · "),
            )
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
fn changed(was: &Settings, is: &Settings, recoloured: bool) -> Option<String> {
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
    let now = (!now.is_empty()).then(|| format!("Settings changed: {}", now.join(", ")));
    let at_start = (!at_start.is_empty()).then(|| {
        let holds = if at_start.len() == 1 { "holds" } else { "hold" };
        format!("{} {holds} from the next start", at_start.join(" and "))
    });
    let parts: Vec<_> = [now, at_start].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

impl Session {
    /// The first fault of the configuration, with the key that shows all; `None` when there is none.
    pub(super) fn configuration_fault(&self) -> Option<String> {
        let file = self.configuration.faults.first()?;
        let fault = file.faults.first()?;
        let name = file_name(&file.label);
        let place = match &fault.position {
            Some(position) => format!("{name}:{}", position.line),
            None => name.to_owned(),
        };
        let files = self.configuration.faults.iter();
        let faults = files.flat_map(|file| &file.faults);
        let key = self.key_name(Action::Faults);
        let all = match faults.map(|fault| fault.faults).sum() {
            1 => format!("{key} shows it"),
            count => format!("{key} shows all {}", counted(count, "fault", "faults")),
        };
        let message = &fault.message;
        let texts = match &fault.help {
            Some(help) => vec![format!("{message}; {help}"), help.to_string()],
            None => vec![message.to_string()],
        };
        let line = |text: &String| {
            // A question ends with its own mark.
            let mark = if text.ends_with('?') { "" } else { ";" };
            format!("{place}: {text}{mark} {all}")
        };
        let room = usize::from(self.window.size.width).saturating_sub(2);
        let lines: Vec<_> = texts.iter().map(line).collect();
        let fitting = lines.iter().find(|line| width::of(line) <= room);
        fitting.or(lines.first()).cloned()
    }
}

/// The last part of a path.
fn file_name(path: &DisplayText) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
