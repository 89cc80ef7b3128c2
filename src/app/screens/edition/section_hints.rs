//! What the last line names after `g`: the sections, and what their keys are.

use super::state::EditionScreen;
use crate::app::parts::section_number::{SectionNumber, all_numbers};
use crate::app::screen::Hint;
use crate::briefing::Briefing;
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayText, width};

/// What the stories before the first section are called among the sections.
pub const LEAD: &str = "Lead stories";

impl EditionScreen {
    /// The letters that go to sections.
    pub(super) fn section_hints(&self, keymap: &Keymap) -> Vec<Hint> {
        /// The most columns of a section's title.
        const TITLE: usize = 24;
        let Some(briefing) = self.list().briefing() else {
            return Vec::new();
        };
        let hint = |section| {
            let letter = self.list().keys(section).letter?;
            let title = width::cut(briefing.section_title(section), TITLE);
            let action = Action::GoToLetter(letter);
            Some(Hint::of_keys([(letter.to_string(), action)], &title))
        };
        let sections = briefing.sections();
        let by_number = (sections > 0).then(|| by_number(sections, keymap));
        (0..briefing.sections())
            .filter_map(hint)
            .chain(by_number)
            .collect()
    }
}

/// The numbers of `sections` sections, of which there is at least one.
pub fn by_number(sections: usize, keymap: &Keymap) -> Hint {
    let numbers = match sections {
        ..10 => keymap.section_numbers(sections),
        _ if keymap.has_digits() => all_numbers(sections),
        _ => String::new(),
    };
    Hint::of_range(&numbers, "by number")
}

/// What can follow the digits of a section's number that have been typed; empty before the first of them.
pub fn after_digits(typed: SectionNumber, briefing: &Briefing, keymap: &Keymap) -> Vec<Hint> {
    let Some(number) = typed.typed() else {
        return Vec::new();
    };
    let next = Hint::of_range(&format!("{}…", typed.text()), "next digit");
    let section = title(briefing, number).map(|title| {
        let enter = keymap.key_name(Action::Open);
        let text = format!("{number} {title}");
        Hint::of_keys([(enter, Action::Section(number))], &text)
    });
    [Some(next), section].into_iter().flatten().collect()
}

/// The title of the section with this number, with 0 for the lead stories; `None` when there is none.
fn title(briefing: &Briefing, number: usize) -> Option<DisplayText> {
    match number.checked_sub(1) {
        None if briefing.lead_stories().is_empty() => None,
        None => Some(DisplayText::line(LEAD)),
        Some(section) if section < briefing.sections() => {
            Some(briefing.section_title(section).to_text())
        }
        Some(_) => None,
    }
}
