//! What a file shows at a place, in every way in which it may be read.

mod links;

use memchr::memchr_iter;

use super::folds::{Fold, Folds, fold_text};
use super::plain::Plain;
use super::spelling::{MAX_BYTES, Spelling};
use super::written::{
    Read, after_white, char_at, continuation, entity, escape, may_show_address, visible,
};
use crate::article;
use crate::text::{self, DisplayText};

/// How an image begins as it is shown, with and without a description.
const IMAGES: [&str; 2] = ["[image: ", "[image"];

/// The fewest steps for which readings are followed; a file has one more for each of its bytes.
const MIN_STEPS: usize = 4096;

/// Bytes that are tested at once, as in [`Plain`].
const BLOCK: usize = 32;

impl Spelling {
    /// Whether the word may be in the text of a file of these bytes, as it is shown.
    pub(super) fn may_be_in(&self, bytes: &[u8], folds: &Folds) -> bool {
        let is_plain = |plain: &Plain| plain.is_in(bytes);
        if self.plain.as_ref().is_some_and(is_plain) {
            return true;
        }
        let mut readings = Readings {
            spelling: self,
            bytes,
            folds,
            open: Vec::new(),
            lines_read: [[usize::MAX; MAX_BYTES + 1]; 2],
            steps_left: MIN_STEPS + bytes.len(),
        };
        let mut blocks = (0..).step_by(BLOCK).zip(bytes.chunks(BLOCK));
        blocks.any(|(start, block)| {
            let any = text::bytes::any(block, is_special);
            let mut places = (start..).zip(block);
            any && places.any(|(at, &byte)| SPECIAL[byte as usize] && readings.finds_word_at(at))
        })
    }
}

/// Which bytes are special, by their numbers: faster for a single one.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    loop {
        special[byte as usize] = is_special(byte);
        if byte == u8::MAX {
            break special;
        }
        byte += 1;
    }
};

/// Whether a byte may begin something that is not shown as it is written.
const fn is_special(byte: u8) -> bool {
    // The first byte of a character that is not ASCII, and markup.
    matches!(
        byte,
        0xC0..|b'['..=b'`'| b'<' | b'>' | b'*' | b'&' | b'!' | b'~'
    )
}

/// How far a reading has got.
#[derive(Clone, Copy)]
struct Reading {
    /// The next byte of the file.
    at: usize,
    /// Bytes of the word that have been read.
    read: usize,
    /// The last character may be one of a script that is written without spaces.
    unspaced: bool,
}

/// Follows every reading of the text at a place of a file.
struct Readings<'s> {
    spelling: &'s Spelling,
    bytes: &'s [u8],
    folds: &'s Folds,
    /// Those that are still to be followed.
    open: Vec<Reading>,
    /// From which byte on readings that have got so far in the word, in a script without spaces or not, have
    /// been opened at each line.
    lines_read: [[usize; MAX_BYTES + 1]; 2],
    /// When none are left, the word is assumed to be present. Only a file made for that purpose has so many
    /// readings.
    steps_left: usize,
}

impl Readings<'_> {
    /// Whether the word may be written with what is special at the byte `at`, and with nothing special
    /// before that.
    fn finds_word_at(&mut self, at: usize) -> bool {
        let byte = self.bytes[at];
        if byte == b'[' && may_show_address(self.bytes, at + 1, self.folds) {
            return true;
        }
        // Most characters that are not ASCII are none of the word.
        if byte >= 0xC0
            && let Some((c, _)) = char_at(self.bytes, at)
            && let Fold::One(shown) = self.folds.of(c)
            && !self.spelling.has(shown)
        {
            return false;
        }
        self.begin_at(at);
        // The white space before a code span or a line continuation may not be shown.
        if matches!(byte, b'`' | b'\\' | 0xC0..) {
            let is_white = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
            let text = self.bytes[..at].iter().rposition(|byte| !is_white(byte));
            let white = text.map_or(0, |text| text + 1);
            if white < at {
                self.begin_at(white);
            }
        }
        let start = Reading {
            at,
            read: 0,
            unspaced: false,
        };
        if self.spelling.may_begin_with(byte) && self.branch(start) {
            return true;
        }
        while let Some(reading) = self.open.pop() {
            if !self.spend(1) || self.follow(reading) {
                return true;
            }
        }
        false
    }

    fn begin_at(&mut self, at: usize) {
        let begun = self.spelling.begun_before(self.bytes, at);
        self.open.extend(begun.map(|read| Reading {
            at,
            read,
            unspaced: false,
        }));
    }

    /// False when there are no steps left.
    fn spend(&mut self, steps: usize) -> bool {
        self.steps_left = self.steps_left.saturating_sub(steps);
        self.steps_left > 0
    }

    fn rest(&self, read: usize) -> &str {
        self.spelling.word.get(read..).unwrap_or_default()
    }

    /// Reads on as long as there is only one way to do so; true if that is the end of the word.
    fn follow(&mut self, mut reading: Reading) -> bool {
        loop {
            let Some(&wanted) = self.spelling.word.as_bytes().get(reading.read) else {
                return true;
            };
            match self.bytes.get(reading.at) {
                None => return false,
                Some(&byte) if SPECIAL[byte as usize] || byte.is_ascii_whitespace() => {
                    return self.branch(reading);
                }
                Some(byte) if byte.to_ascii_lowercase() != wanted => return false,
                Some(_) => {
                    reading.at += 1;
                    reading.read += 1;
                    reading.unspaced = false;
                }
            }
        }
    }

    /// Opens a reading for each way to read what is special at a place; true if the word ends with one.
    fn branch(&mut self, reading: Reading) -> bool {
        let Reading { at, .. } = reading;
        if self.bytes[at].is_ascii_whitespace() {
            self.skip_white(reading);
            return false;
        }
        if let Some((c, next)) = escape(self.bytes, at) {
            if c.is_ascii_whitespace() {
                self.skip_white(reading);
            } else if self.read((c, next), reading) {
                return true;
            }
        }
        if let Some(end) = continuation(self.bytes, at) {
            self.skip_to(end, reading);
            if self.bytes[at..end].contains(&b'\n') && self.at_each_line(end, reading) {
                return true;
            }
        }
        char_at(self.bytes, at).is_some_and(|c| self.read(c, reading))
    }

    /// Reads on at each line after the byte `at`: lines that are not TOML are read as if they were empty, and
    /// a continued line goes on after empty lines. True if there are no steps left.
    fn at_each_line(&mut self, at: usize, reading: Reading) -> bool {
        if reading.read == 0 {
            return false;
        }
        // Text with many continued lines would otherwise be read to its end once for each.
        let read_from = &mut self.lines_read[usize::from(reading.unspaced)][reading.read];
        if *read_from <= at {
            return false;
        }
        *read_from = at;
        let bytes = self.bytes;
        memchr_iter(b'\n', &bytes[at..]).any(|end| {
            let line = bytes[at + end..].trim_ascii_start();
            self.skip_to(bytes.len() - line.len(), reading);
            !self.spend(1)
        })
    }

    /// White space ends a word, except inside a code span, where a space at either end is not shown, and at
    /// a line break within a script that is written without spaces.
    fn skip_white(&mut self, reading: Reading) {
        let end = after_white(self.bytes, reading.at, self.folds);
        let next = visible(self.bytes, end, self.folds);
        if reading.unspaced || matches!(next, Some(('`', _))) {
            self.skip_to(end, reading);
        }
    }

    /// Reads a character; true if the word ends with it.
    fn read(&mut self, (c, next): Read, reading: Reading) -> bool {
        let unspaced = article::is_unspaced(c);
        let shown = Reading {
            unspaced,
            ..reading
        };
        let ends = match self.folds.of(c) {
            Fold::Nothing => {
                let unspaced = unspaced || reading.unspaced;
                self.skip_to(
                    next,
                    Reading {
                        unspaced,
                        ..reading
                    },
                );
                false
            }
            Fold::One(c) => self.show(c.encode_utf8(&mut [0; 4]), next, shown),
            Fold::Several(text) => self.show(&text, next, shown),
        };
        ends || match c {
            '*' | '_' | '~' | '<' | '>' | '\\' => {
                self.skip_to(next, reading);
                false
            }
            '`' => {
                self.skip_to(next, reading);
                self.skip_to(after_white(self.bytes, next, self.folds), reading);
                false
            }
            '!' => match visible(self.bytes, next, self.folds) {
                Some(('[', next)) => IMAGES.iter().any(|image| self.show(image, next, reading)),
                _ => false,
            },
            '&' => match entity(self.bytes, next, self.folds) {
                Some((entity, next)) => {
                    // It may stand for a character of any script.
                    let unspaced = true;
                    let shown = Reading {
                        unspaced,
                        ..reading
                    };
                    self.show(&decoded(&entity), next, shown)
                }
                None => false,
            },
            '[' => {
                self.skip_to(next, reading);
                match visible(self.bytes, next, self.folds) {
                    Some(('^', label)) => self.read_note(label, reading),
                    _ => false,
                }
            }
            ']' => {
                self.skip_to(next, reading);
                match visible(self.bytes, next, self.folds) {
                    Some(('(', target)) => self.link_after(target, b')', reading),
                    Some(('[', target)) => self.link_after(target, b']', reading),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Opens a reading that leaves out what is before the byte `at`. A word does not begin with what is
    /// not shown.
    fn skip_to(&mut self, at: usize, reading: Reading) {
        if reading.read > 0 {
            self.open.push(Reading { at, ..reading });
        }
    }

    /// Opens the readings in which `text` is shown before the byte `next`; true if the word ends with it.
    /// `reading` tells already of which script the end of `text` may be.
    fn show(&mut self, text: &str, next: usize, reading: Reading) -> bool {
        // The word may begin within the text.
        let starts = if reading.read == 0 { text.len() } else { 1 };
        for start in 0..starts {
            let (word, Some(text)) = (self.rest(reading.read), text.get(start..)) else {
                continue;
            };
            if text.starts_with(word) {
                return true;
            }
            if word.starts_with(text) {
                self.open.push(Reading {
                    at: next,
                    read: reading.read + text.len(),
                    ..reading
                });
            }
        }
        false
    }
}

/// What an entity is folded to; if it has no meaning, as it is written.
fn decoded(entity: &str) -> String {
    // A letter on each side, because white space at the ends would not be shown.
    let shown = article::shown(DisplayText::line(&format!("x{entity}x")).as_display());
    let shown = shown.strip_prefix('x').unwrap_or(&shown);
    fold_text(shown.strip_suffix('x').unwrap_or(shown))
}
