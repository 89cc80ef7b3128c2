//! What single characters are folded to.

use std::sync::atomic::{AtomicU32, Ordering};

use unicode_normalization::char::is_combining_mark;

use crate::text::{DisplayText, fold};

/// Characters from this one on are folded anew each time.
const KNOWN: usize = 0x1_0000;

/// Not folded yet. The character itself has no code of its own, because it is ASCII.
const UNKNOWN: u32 = 0;
const NOTHING: u32 = 1;
const SEVERAL: u32 = 2;

/// What a character is folded to when it stands alone, after it has passed the gate; without combining
/// marks, which are folded by what is around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// It may not be shown at all, or is a combining mark.
    Nothing,
    One(char),
    Several(String),
}

/// Remembers what characters are folded to.
#[derive(Debug)]
pub(super) struct Folds {
    /// For each character its fold, or one of the numbers above.
    known: Box<[AtomicU32]>,
}

impl Folds {
    pub(super) fn new() -> Self {
        let unknown = || AtomicU32::new(UNKNOWN);
        Self {
            known: std::iter::repeat_with(unknown).take(KNOWN).collect(),
        }
    }

    pub(super) fn of(&self, c: char) -> Fold {
        if c.is_ascii_graphic() && c != '`' {
            return Fold::One(c.to_ascii_lowercase());
        }
        let Some(known) = self.known.get(c as usize) else {
            return folded(c);
        };
        match known.load(Ordering::Relaxed) {
            NOTHING => Fold::Nothing,
            code @ 3.. => char::from_u32(code).map_or_else(|| folded(c), Fold::One),
            _ => {
                let fold = folded(c);
                let code = match &fold {
                    Fold::Nothing => NOTHING,
                    Fold::One(c) => *c as u32,
                    Fold::Several(_) => SEVERAL,
                };
                known.store(code, Ordering::Relaxed);
                fold
            }
        }
    }

    /// Whether nothing may be left of a character.
    pub(super) fn may_vanish(&self, c: char) -> bool {
        !c.is_ascii() && self.of(c) == Fold::Nothing
    }
}

fn folded(c: char) -> Fold {
    let text = fold_text(c.encode_utf8(&mut [0; 4]));
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (None, _) => Fold::Nothing,
        (Some(c), None) => Fold::One(c),
        _ => Fold::Several(text),
    }
}

/// `text` as it is folded after it has passed the gate, without combining marks.
pub(super) fn fold_text(text: &str) -> String {
    let mut folded = fold(&DisplayText::line(text));
    folded.retain(|c| !is_combining_mark(c));
    folded
}
