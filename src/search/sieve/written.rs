//! How characters can be written in the bytes of a briefing, whatever kind of string they are in: as they
//! are, or by an escape of TOML.

use super::folds::Folds;

/// Names of entities are shorter than this, and so are numbers.
const LONGEST_ENTITY: usize = 40;

/// Brackets with more invisible characters than this in them are not looked through.
const LONGEST_INVISIBLE: usize = 256;

/// A character and the byte after it.
pub(super) type Read = (char, usize);

/// The character that begins at the byte `at`; `None` at the end, and where the bytes are not UTF-8.
pub(super) fn char_at(bytes: &[u8], at: usize) -> Option<Read> {
    let first = *bytes.get(at)?;
    let length = match first {
        0..0x80 => return Some((first as char, at + 1)),
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    };
    let text = str::from_utf8(bytes.get(at..at + length)?).ok()?;
    Some((text.chars().next()?, at + length))
}

/// The character that the escape at the byte `at` stands for; `None` if there is none.
pub(super) fn escape(bytes: &[u8], at: usize) -> Option<Read> {
    let digits = match (bytes.get(at)?, bytes.get(at + 1)?) {
        (b'\\', b'x') => 2,
        (b'\\', b'u') => 4,
        (b'\\', b'U') => 8,
        (b'\\', kind) => {
            let c = match kind {
                b'b' => '\u{8}',
                b'e' => '\u{1B}',
                b'f' => '\u{C}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'"' => '"',
                b'\\' => '\\',
                _ => return None,
            };
            return Some((c, at + 2));
        }
        _ => return None,
    };
    let end = at + 2 + digits;
    let digits = bytes.get(at + 2..end)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let number = u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    Some((char::from_u32(number)?, end))
}

/// The byte after a backslash and the white space after it, which TOML leaves out; `None` if there is no
/// such backslash at the byte `at`.
pub(super) fn continuation(bytes: &[u8], at: usize) -> Option<usize> {
    let after = bytes.get(at..)?.strip_prefix(b"\\")?;
    let text = after.trim_ascii_start();
    (text.len() < after.len()).then(|| bytes.len() - text.len())
}

/// The first character at the byte `at` or after it that does not vanish, with escapes read as TOML does in
/// a basic string. Some characters that are taken to vanish may do so only elsewhere.
pub(super) fn visible(bytes: &[u8], mut at: usize, folds: &Folds) -> Option<Read> {
    loop {
        if let Some(end) = continuation(bytes, at) {
            at = end;
            continue;
        }
        let (c, next) = escape(bytes, at).or_else(|| char_at(bytes, at))?;
        if !folds.may_vanish(c) {
            return Some((c, next));
        }
        at = next;
    }
}

/// The byte after the white space at the byte `at`, including what begins the next lines of a quote.
pub(super) fn after_white(bytes: &[u8], mut at: usize, folds: &Folds) -> usize {
    while let Some((c, next)) = visible(bytes, at, folds) {
        if !c.is_ascii_whitespace() && c != '>' {
            break;
        }
        at = next;
    }
    at
}

/// The entity whose `&` ends before the byte `at`, as `&name;`, and the byte after it.
pub(super) fn entity(bytes: &[u8], mut at: usize, folds: &Folds) -> Option<(String, usize)> {
    let mut entity = String::from("&");
    while entity.len() < LONGEST_ENTITY {
        let (c, next) = visible(bytes, at, folds)?;
        match c {
            ';' => {
                entity.push(c);
                return Some((entity, next));
            }
            '#' | '0'..='9' | 'a'..='z' | 'A'..='Z' => entity.push(c),
            _ => return None,
        }
        at = next;
    }
    None
}

/// Whether the bracket that is opened before the byte `at` may be a link whose text shows nothing. Its
/// address, which may stand elsewhere, is shown instead.
pub(super) fn may_show_address(bytes: &[u8], mut at: usize, folds: &Folds) -> bool {
    let mut invisible = false;
    for _ in 0..LONGEST_INVISIBLE {
        if let Some(end) = continuation(bytes, at) {
            at = end;
        }
        let Some((c, next)) = escape(bytes, at).or_else(|| char_at(bytes, at)) else {
            return false;
        };
        at = next;
        match c {
            ']' => {
                let target = visible(bytes, at, folds);
                return invisible || matches!(target, Some(('(' | '[', _)));
            }
            '&' => match entity(bytes, at, folds) {
                Some((_, end)) => (invisible, at) = (true, end),
                None => return false,
            },
            // The number of a footnote is beside the text.
            '[' => return matches!(visible(bytes, at, folds), Some(('^', _))),
            '*' | '_' | '~' | '`' | '>' => {}
            c if c.is_ascii_whitespace() => {}
            c if folds.may_vanish(c) => invisible = true,
            _ => return false,
        }
    }
    true
}
