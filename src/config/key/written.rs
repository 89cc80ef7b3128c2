//! Keys as users write them in a configuration: `ctrl-n`, `space`, `G`.

use super::Key;
use crate::briefing::{nearest, shown};
use crate::text::DisplayText;

/// Why a text is no key, and what to write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WrongKey {
    pub(crate) message: String,
    pub(crate) help: String,
}

const NAMED: [(&str, Key); 25] = [
    ("space", Key::Char(' ')),
    ("enter", Key::Enter),
    ("return", Key::Enter),
    ("esc", Key::Esc),
    ("escape", Key::Esc),
    ("tab", Key::Tab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("del", Key::Delete),
    ("insert", Key::Insert),
    ("ins", Key::Insert),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("page-up", Key::PageUp),
    ("pageup", Key::PageUp),
    ("pgup", Key::PageUp),
    ("page-down", Key::PageDown),
    ("pagedown", Key::PageDown),
    ("pgdn", Key::PageDown),
    ("home", Key::Home),
    ("end", Key::End),
    // A comma and an equals sign look odd in quotes, so that they may be written out.
    ("comma", Key::Char(',')),
    ("equals", Key::Char('=')),
];

/// Other names of keys, each with the one to write.
const MISNAMED: [(&str, &str); 6] = [
    ("spacebar", "space"),
    ("bs", "backspace"),
    ("bksp", "backspace"),
    ("cr", "enter"),
    ("pgdown", "page-down"),
    ("pagedn", "page-down"),
];

const KNOWN: &str = "write a character, ctrl-x, f1, or a name such as space, enter, tab, page-down";

/// The longest word that is looked at, in bytes: each modifier in it is taken off in turn.
const LONGEST: usize = 32;

/// Keys that a terminal sends as another.
const SAME: [(char, &str); 6] = [
    ('i', "tab"),
    ('m', "enter"),
    ('[', "esc"),
    ('h', "backspace"),
    ('/', "ctrl-_"),
    ('@', "ctrl-space"),
];

impl Key {
    /// Reads one key.
    pub(crate) fn parse(written: &str) -> Result<Self, WrongKey> {
        let mut characters = written.chars();
        if let (Some(only), None) = (characters.next(), characters.next()) {
            // No key is named by what the gate would change: a control, or a character without a shape.
            let can_be_shown = !only.is_control() && *DisplayText::line(written) == *written;
            return if can_be_shown {
                Ok(Self::Char(only))
            } else {
                Err(wrong(
                    &format!("`{}` cannot be sent by a terminal", shown(written)),
                    KNOWN,
                ))
            };
        }
        let displayed = shown(written);
        let lower = written.to_lowercase();
        if let Some((_, key)) = NAMED.iter().find(|(name, _)| *name == lower) {
            return Ok(*key);
        }
        let number = lower.strip_prefix('f').map(str::parse::<u8>);
        if let Some(Ok(number)) = number {
            return if (1..=12).contains(&number) {
                Ok(Self::F(number))
            } else {
                let message = format!("there is no key `{displayed}`");
                Err(wrong(&message, "there are f1 to f12"))
            };
        }
        let lower = lower.trim_start_matches('<').trim_end_matches('>');
        if let Some(read) = with_modifier(written, lower) {
            return read;
        }
        let help = match meant(lower) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => KNOWN.to_owned(),
        };
        Err(wrong(&format!("there is no key `{displayed}`"), &help))
    }
}

/// A key with a modifier, or why it is no key; `None` without a modifier. `lower` is what is `written` in lower
/// case.
fn with_modifier(written: &str, lower: &str) -> Option<Result<Key, WrongKey>> {
    let displayed = shown(written);
    let after = |prefixes: &[&str]| {
        let mut prefixes = prefixes.iter();
        prefixes.find_map(|prefix| lower.strip_prefix(prefix))
    };
    if let Some(rest) = after(&["ctrl-", "ctrl+", "control-", "c-", "^"]) {
        return Some(with_ctrl(written, rest));
    }
    if let Some(rest) = after(&["shift-", "shift+", "s-"]) {
        // The only one that is reported as a key of its own.
        if rest == "tab" {
            return Some(Ok(Key::BackTab));
        }
        let message = format!("terminals do not report `{displayed}` as a key");
        return Some(Err(wrong(&message, &without_shift(rest))));
    }
    after(&[
        "alt-", "alt+", "meta-", "m-", "a-", "cmd-", "super-", "win-", "opt-",
    ])?;
    let message = format!("`{displayed}` cannot be told from other keys in every terminal");
    let help = "choose a key without it, or a chord such as \"g x\"";
    Some(Err(wrong(&message, help)))
}

/// What to write for a key that was written with the shift key.
fn without_shift(key: &str) -> String {
    let mut characters = key.chars();
    match (characters.next(), characters.next()) {
        (Some(letter), None) if letter.is_alphabetic() => {
            format!("write the capital letter: {}", letter.to_uppercase())
        }
        (Some(_), None) => "write the character that it gives".to_owned(),
        _ => "choose another key".to_owned(),
    }
}

/// Whether a text is certainly meant as a key that is pressed, or as two of them, one after the other. A terminal
/// need not be able to send them.
pub(crate) fn is_meant_as_key(written: &str) -> bool {
    let words: Vec<_> = written.split_whitespace().collect();
    is_like_key(written)
        || matches!(words.as_slice(), [first, second] if is_like_key(first) && is_like_key(second))
}

/// Whether a word is a key, or a key after something that is meant as a modifier.
fn is_like_key(word: &str) -> bool {
    if word.len() > LONGEST {
        return false;
    }
    let lower = word.to_lowercase();
    let rest = || Some(lower.trim_matches(['<', '>']).split_once(['-', '+'])?.1);
    let has_modifier = || with_modifier(word, &lower).is_some() && rest().is_some_and(is_like_key);
    let is_mistyped = || meant(&lower).is_some_and(|meant| meant.starts_with("ctrl-"));
    Key::parse(word).is_ok() || has_modifier() || is_mistyped()
}

/// Whether a word is `ctrl`, or probably meant to be.
pub(crate) fn is_ctrl(word: &str) -> bool {
    nearest(word, ["ctrl", "control"].into_iter()).is_some()
}

/// The key that was probably meant, as it is written. `lower` is no key.
fn meant(lower: &str) -> Option<String> {
    if let Some((_, name)) = MISNAMED.iter().find(|(other, _)| *other == lower) {
        return Some((*name).to_owned());
    }
    // A mistyped `ctrl`, before a key that goes with it.
    if let Some((modifier, rest)) = lower.split_once(['-', '+', '_', ' '])
        && is_ctrl(modifier)
        && with_ctrl(lower, rest).is_ok()
    {
        return Some(format!("ctrl-{rest}"));
    }
    nearest(lower, NAMED.iter().map(|(name, _)| *name)).map(str::to_owned)
}

/// `rest` is what follows `ctrl-`, in lower case.
fn with_ctrl(written: &str, rest: &str) -> Result<Key, WrongKey> {
    let written = shown(written);
    if rest == "space" {
        return Ok(Key::Ctrl(' '));
    }
    let mut characters = rest.chars();
    let (Some(c), None) = (characters.next(), characters.next()) else {
        return Err(wrong(
            &format!("`{written}` cannot be sent by a terminal"),
            "after ctrl- comes one letter",
        ));
    };
    if let Some((_, same)) = SAME.iter().find(|(letter, _)| *letter == c) {
        let message = format!("terminals send `{written}` as {same}");
        return Err(wrong(
            &message,
            &format!("write {same}, or choose another key"),
        ));
    }
    match c {
        'a'..='z' | '\\' | ']' | '^' | '_' => Ok(Key::Ctrl(c)),
        _ => Err(wrong(
            &format!("`{written}` cannot be sent by a terminal"),
            "after ctrl- comes a letter, or one of \\ ] ^ _",
        )),
    }
}

fn wrong(message: &str, help: &str) -> WrongKey {
    WrongKey {
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Key;
    use super::{WrongKey, is_meant_as_key};

    #[test]
    fn keys_are_written_in_several_ways() {
        for (written, key) in [
            ("j", Key::Char('j')),
            ("G", Key::Char('G')),
            ("ä", Key::Char('ä')),
            ("space", Key::Char(' ')),
            ("Space", Key::Char(' ')),
            ("ctrl-n", Key::Ctrl('n')),
            ("Ctrl-N", Key::Ctrl('n')),
            ("C-n", Key::Ctrl('n')),
            ("<C-n>", Key::Ctrl('n')),
            ("^n", Key::Ctrl('n')),
            ("ctrl-]", Key::Ctrl(']')),
            ("PgDn", Key::PageDown),
            ("page-down", Key::PageDown),
            ("F5", Key::F(5)),
            ("insert", Key::Insert),
            ("shift-tab", Key::BackTab),
            ("Shift+Tab", Key::BackTab),
            ("S-Tab", Key::BackTab),
        ] {
            assert_eq!(Key::parse(written), Ok(key), "{written}");
        }
    }

    #[test]
    fn a_key_is_told_from_the_name_of_a_setting() {
        for written in [
            "x",
            "ö",
            " ",
            "ctrl-e",
            "C-e",
            "ctrl e",
            "ctr-e",
            "^e",
            "alt-x",
            "f1",
            "F12",
            "PgDn",
            "home",
            "delete",
            "g h",
            "g F1",
            "space ctrl-x",
        ] {
            assert!(is_meant_as_key(written), "{written}");
        }
        for written in [
            "",
            "mesure",
            "f13",
            "fold",
            "open",
            "words a minute",
            "s-mode",
            "my theme",
            "keys",
            "c-",
            "dark light",
        ] {
            assert!(!is_meant_as_key(written), "{written}");
        }
    }

    #[test]
    fn what_is_no_key_is_explained() {
        for (written, expected) in [
            (
                "ctrl-i",
                "terminals send `ctrl-i` as tab; write tab, or choose another key",
            ),
            (
                "ctrl-h",
                "terminals send `ctrl-h` as backspace; write backspace, or choose another key",
            ),
            (
                "ctrl-1",
                "`ctrl-1` cannot be sent by a terminal; after ctrl- comes a letter, or one of",
            ),
            (
                "ctrl-shift-n",
                "`ctrl-shift-n` cannot be sent by a terminal; after ctrl- comes one letter",
            ),
            (
                "shift-g",
                "terminals do not report `shift-g` as a key; write the capital letter: G",
            ),
            (
                "shift-1",
                "terminals do not report `shift-1` as a key; write the character that it gives",
            ),
            (
                "shift-up",
                "terminals do not report `shift-up` as a key; choose another key",
            ),
            (
                "ctrl-@",
                "terminals send `ctrl-@` as ctrl-space; write ctrl-space, or choose another key",
            ),
            (
                "ctrl-/",
                "terminals send `ctrl-/` as ctrl-_; write ctrl-_, or choose another key",
            ),
            (
                "alt-x",
                "`alt-x` cannot be told from other keys in every terminal; choose a key without it",
            ),
            ("spcae", "there is no key `spcae`; did you mean `space`?"),
            ("ctl-e", "there is no key `ctl-e`; did you mean `ctrl-e`?"),
            ("Ctr+X", "there is no key `Ctr+X`; did you mean `ctrl-x`?"),
            ("ctrl x", "there is no key `ctrl x`; did you mean `ctrl-x`?"),
            (
                "spacebar",
                "there is no key `spacebar`; did you mean `space`?",
            ),
            (
                "PgDown",
                "there is no key `PgDown`; did you mean `page-down`?",
            ),
            ("Bksp", "there is no key `Bksp`; did you mean `backspace`?"),
            ("bs", "there is no key `bs`; did you mean `backspace`?"),
            ("f13", "there is no key `f13`; there are f1 to f12"),
            (
                "",
                "there is no key ``; write a character, ctrl-x, f1, or a name",
            ),
            (
                "\u{1b}",
                "`␛` cannot be sent by a terminal; write a character, ctrl-x, f1, or a name",
            ),
            (
                "\u{9b}",
                "`\u{fffd}` cannot be sent by a terminal; write a character, ctrl-x, f1, or a name",
            ),
            (
                "\u{202e}",
                "`\u{fffd}` cannot be sent by a terminal; write a character, ctrl-x, f1, or a name",
            ),
            (
                "\u{200b}",
                "`` cannot be sent by a terminal; write a character, ctrl-x, f1, or a name",
            ),
        ] {
            let WrongKey { message, help } = Key::parse(written).unwrap_err();
            let told = format!("{message}; {help}");
            assert!(told.starts_with(expected), "{written}: {told}");
        }
    }
}
