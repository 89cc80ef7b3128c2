//! The keys that go to the sections of an edition.

use crate::app::parts::section_number::in_full;
use crate::archive::Edition;
use crate::keymap::{Action, Keymap};
use crate::text::DisplayText;

/// The keys that go to a section.
#[derive(Debug)]
pub struct SectionKeys {
    /// The key for its number. From the tenth section on there is none: this is then the number to type after `g`
    /// if there is no letter, else empty.
    pub number: DisplayText,
    /// What to press after `g`.
    pub letter: Option<char>,
}

pub(super) fn section_keys(edition: &Edition, keymap: &Keymap) -> Vec<SectionKeys> {
    let letters = edition
        .briefing
        .as_ref()
        .map_or_else(Vec::new, |briefing| keymap.section_letters(briefing));
    let sections = letters.len();
    let keys = |(section, letter): (usize, Option<char>)| {
        let key = keymap.key_name(Action::Section(section + 1));
        let number = match letter {
            None if key.is_empty() => in_full(section + 1, sections),
            _ => key,
        };
        SectionKeys {
            number: DisplayText::line(&number),
            letter,
        }
    };
    letters.into_iter().enumerate().map(keys).collect()
}
