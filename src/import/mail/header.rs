//! The headers of mails.

use encoding_rs::{Encoding, UTF_8};
use mailparse::{MailHeaderMap, ParsedMail};

use crate::import::{encoding, words};

/// A longer header is cut.
const MAX_HEADER: usize = 8 << 10;

/// A header as one line, its encoded words decoded.
pub(super) fn get(mail: &ParsedMail<'_>, name: &str) -> Option<String> {
    let raw = mail.headers.get_first_header(name)?.get_value_raw();
    let raw = encoding::decode_labelled(&raw[..raw.len().min(MAX_HEADER)], None);
    let joined = with_words_joined(&words::one_line(&raw));
    let header = format!("{name}: {joined}");
    let value = match mailparse::parse_header(header.as_bytes()) {
        Ok((header, _)) => header.get_value(),
        Err(_) => joined,
    };
    Some(words::one_line(&value))
}

/// Joins encoded words that follow each other, because a character may begin in one and end in the next.
fn with_words_joined(line: &str) -> String {
    let mut joined = String::with_capacity(line.len());
    let mut last: Option<EncodedWord<'_>> = None;
    let mut rest = line;
    while let Some(at) = rest.find("=?") {
        let Some(word) = EncodedWord::at(&rest[at..]) else {
            joined.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            last = None;
            continue;
        };
        let between = &rest[..at];
        let continues = between.trim().is_empty()
            && last.is_some_and(|last| {
                let is_whole =
                    last.is_quoted() || (last.text.len() % 4 == 0 && !last.text.ends_with('='));
                last.start.eq_ignore_ascii_case(word.start) && is_whole
            });
        if continues {
            joined.truncate(joined.len() - "?=".len());
        } else {
            joined.push_str(between);
            joined.push_str(word.start);
        }
        joined.push_str(&word.ascii());
        joined.push_str("?=");
        rest = &rest[at + word.len..];
        last = Some(word);
    }
    joined.push_str(rest);
    joined
}

/// `=?charset?Q?text?=`.
#[derive(Clone, Copy)]
struct EncodedWord<'a> {
    /// All up to the text.
    start: &'a str,
    text: &'a str,
    len: usize,
}

impl<'a> EncodedWord<'a> {
    fn at(line: &'a str) -> Option<Self> {
        let charset = line[2..].find('?')? + 2;
        let text = charset + 3;
        let is_word = line
            .get(charset..text)
            .is_some_and(|middle| middle.len() == 3 && middle.ends_with('?'));
        let start = line
            .get(..text)
            .filter(|_| is_word && !line[..charset].contains(' '))?;
        let end = text + line[text..].find("?=")?;
        Some(Self {
            start,
            text: &line[text..end],
            len: end + "?=".len(),
        })
    }

    /// The text with what should have been encoded in it, but was not.
    fn ascii(&self) -> String {
        let charset = self
            .start
            .trim_start_matches("=?")
            .split('?')
            .next()
            .unwrap_or_default();
        let encoding = Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8);
        let mut ascii = String::with_capacity(self.text.len());
        for c in self.text.chars() {
            match c {
                ' ' => ascii.push('_'),
                _ if c.is_ascii() || !self.is_quoted() => ascii.push(c),
                _ => {
                    let letter = c.to_string();
                    let (bytes, _, _) = encoding.encode(&letter);
                    let encoded = bytes.iter().map(|byte| format!("={byte:02X}"));
                    ascii.extend(encoded);
                }
            }
        }
        ascii
    }

    fn is_quoted(&self) -> bool {
        self.start.ends_with("Q?") || self.start.ends_with("q?")
    }
}

/// Who a mail is from: the name, else the address.
pub(super) fn sender(from: &str) -> Option<String> {
    let (name, address) = match from.rfind('<') {
        Some(at) => (
            &from[..at],
            from[at + 1..].split('>').next().unwrap_or_default(),
        ),
        None => match from.split_once('(') {
            Some((address, name)) => (name.trim_end().trim_end_matches(')'), address),
            None => ("", from),
        },
    };
    let name = name.trim().trim_matches(['"', '\'']).replace("\\\"", "\"");
    let name = if name.trim().is_empty() {
        address.trim()
    } else {
        name.trim()
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// What is between angle brackets, else all.
pub(super) fn in_brackets(value: &str) -> String {
    let inner = value
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(value, |(inner, _)| inner).trim().to_owned()
}

/// The mail without what is no header among its headers.
pub(super) fn without_bad_lines(bytes: &[u8]) -> Vec<u8> {
    let mut clean = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'\n', rest) {
        let (line, after) = rest.split_at(at + 1);
        if line.trim_ascii().is_empty() {
            break;
        }
        let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
        let is_header = name.len() < line.len() && name.iter().all(u8::is_ascii_graphic);
        let continues = line[0].is_ascii_whitespace() && !clean.is_empty();
        if is_header || continues {
            clean.extend_from_slice(line);
        }
        rest = after;
    }
    clean.extend_from_slice(b"\n");
    clean.extend_from_slice(rest.trim_ascii_start());
    clean
}

/// The headers that say what a mail is, without those that say how its body is made.
pub(super) fn only(bytes: &[u8]) -> Vec<u8> {
    let mut headers = Vec::new();
    let mut is_kept = false;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if line.trim_ascii().is_empty() {
            break;
        }
        if !line[0].is_ascii_whitespace() {
            is_kept = !line
                .get(..8)
                .is_some_and(|start| start.eq_ignore_ascii_case(b"content-"));
        }
        if is_kept {
            headers.extend_from_slice(line);
        }
    }
    headers.push(b'\n');
    headers
}

#[cfg(test)]
mod tests {
    use super::{in_brackets, sender, with_words_joined};

    #[test]
    fn encoded_words_that_follow_each_other_are_joined() {
        for (line, joined) in [
            (
                "=?utf-8?Q?caf=C3?= =?UTF-8?Q?=A9?= x",
                "=?utf-8?Q?caf=C3=A9?= x",
            ),
            ("=?utf-8?B?w6nD?= =?utf-8?B?qQ==?=", "=?utf-8?B?w6nDqQ==?="),
            (
                "=?utf-8?B?qQ==?= =?utf-8?B?qQ==?=",
                "=?utf-8?B?qQ==?= =?utf-8?B?qQ==?=",
            ),
            ("=?a?Q?x?= y =?a?Q?z?=", "=?a?Q?x?= y =?a?Q?z?="),
            ("=?a?Q?x y?=", "=?a?Q?x_y?="),
            ("=?iso-8859-1?Q?ö?=", "=?iso-8859-1?Q?=F6?="),
            ("what =? is =?this?", "what =? is =?this?"),
            ("=?é?Q", "=?é?Q"),
        ] {
            assert_eq!(with_words_joined(line), joined);
        }
    }

    #[test]
    fn a_sender_is_a_name_or_an_address() {
        for (from, name) in [
            ("Ann Example <ann@a.org>", "Ann Example"),
            ("\"Example, Ann\" <ann@a.org>", "Example, Ann"),
            ("<ann@a.org>", "ann@a.org"),
            ("ann@a.org", "ann@a.org"),
            ("ann@a.org (Ann Example)", "Ann Example"),
        ] {
            assert_eq!(sender(from).as_deref(), Some(name));
        }
        assert_eq!(sender(" "), None);
        assert_eq!(in_brackets("The List <list.a.org>"), "list.a.org");
        assert_eq!(in_brackets(" <1@a.org>"), "1@a.org");
        assert_eq!(in_brackets("1@a.org"), "1@a.org");
    }
}
