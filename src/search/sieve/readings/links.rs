//! What is shown of links, images and references to footnotes.

use memchr::memchr3;

use super::{BLOCK, Reading, Readings};
use crate::search::sieve::written::{continuation, escape};

impl Readings<'_> {
    /// Reads on after a reference to a footnote. Its number is shown as text where it follows no word.
    pub(super) fn read_note(&mut self, label: usize, reading: Reading) -> bool {
        let rest = self.rest(reading.read).bytes();
        let digits = rest.take_while(u8::is_ascii_digit).count();
        if digits == 0 && reading.read == 0 {
            return false;
        }
        if reading.read + digits == self.spelling.len() {
            return true;
        }
        self.after_each(label, b']', |readings, next| {
            for digits in 0..=digits {
                let read = reading.read + digits;
                readings.skip_to(next, Reading { read, ..reading });
            }
        })
    }

    /// Reads on after the target of a link, or of an image, the end of which is shown.
    pub(super) fn link_after(&mut self, target: usize, closing: u8, reading: Reading) -> bool {
        let end = "]";
        let is_end = self.rest(reading.read).starts_with(end);
        if !is_end && reading.read == 0 {
            return false;
        }
        self.after_each(target, closing, |readings, next| {
            readings.skip_to(next, reading);
            if is_end {
                let read = reading.read + end.len();
                readings.skip_to(next, Reading { read, ..reading });
            }
        })
    }

    /// Calls `read_on` with the end of each `closing` after the byte `at`, up to an empty line, which no link
    /// goes across; true if there are no steps left.
    fn after_each(
        &mut self,
        mut at: usize,
        closing: u8,
        read_on: impl Fn(&mut Self, usize),
    ) -> bool {
        while let Some(found) = memchr3(closing, b'\\', b'\n', &self.bytes[at..]) {
            at += found;
            if !self.spend(1 + found / BLOCK) {
                return true;
            }
            let found = self.bytes[at];
            if found == b'\n' && is_empty_line(&self.bytes[at + 1..]) {
                return false;
            }
            if let Some(end) = continuation(self.bytes, at) {
                at = end;
                continue;
            }
            let (c, next) = escape(self.bytes, at).unwrap_or((found as char, at + 1));
            if c == closing as char {
                read_on(self, next);
            }
            at = next;
        }
        false
    }
}

/// Whether `text` begins with a line break, after white space.
fn is_empty_line(text: &[u8]) -> bool {
    let white = text
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    text.get(white.count()) == Some(&b'\n')
}
