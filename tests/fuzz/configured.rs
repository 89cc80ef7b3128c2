//! Settings and themes of any bytes: reading them ends, and each fault has a place in the file.

use proptest::prelude::*;
use proptest::sample::select;
use roundup::config::{Configuration, ThemeSource};
use roundup::keymap::Keymap;
use roundup::text::DisplayText;

/// Pieces of which configurations and themes are made, right and wrong.
const PIECES: &[&str] = &[
    "mouse",
    "measure",
    "panes",
    "theme",
    "folders",
    "open",
    "link",
    "base",
    "match",
    "[keys]\n",
    "[[keys]]",
    "=",
    " = ",
    ":",
    "\n",
    "\r\n",
    " ",
    "\"",
    "'",
    "“",
    "”",
    "off",
    "60",
    "0xffb454",
    "#ffb454ff",
    "ffb454",
    "rgb(255, 180",
    ")",
    "rgb(é",
    "bright",
    " red",
    "on",
    "bold,",
    "/",
    "fg=",
    "colour208",
    "light",
    "ctrl-",
    "g h",
    "<C-",
    ">",
    "F13",
    "next",
    "story-next",
    "goto",
    "{",
    "}",
    "[",
    "]",
    ",",
    "é",
    "ﬁ",
    "İ",
    "\u{fffd}",
    "\0",
    "\u{1b}",
    "#",
    " # ",
    "~/b",
    "mine",
];

proptest! {
    #[test]
    fn a_configuration_of_any_bytes_is_read_with_its_faults(
        pieces in prop::collection::vec(select(PIECES), 0..24),
        illegible in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    ) {
        let mut bytes = pieces.concat().into_bytes();
        for (index, byte) in illegible {
            if !bytes.is_empty() {
                let at = index.index(bytes.len());
                bytes[at] = byte;
            }
        }
        let lines = bytes.split(|byte| *byte == b'\n').count();
        let theme = ThemeSource {
            name: "mine".to_owned(),
            label: DisplayText::line("mine.toml"),
            contents: Ok(bytes.clone()),
        };
        let label = DisplayText::line("config.toml");
        let mut configuration = Configuration::new(label, Some(Ok(bytes)), vec![theme]);
        configuration.add_faults(Keymap::faults(&configuration.settings.keys));
        for fault in configuration.faults.iter().flat_map(|file| &file.faults) {
            if let Some(place) = &fault.position {
                prop_assert!((1..=lines).contains(&place.line), "{}", fault);
            }
        }
    }
}
