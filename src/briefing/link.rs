//! Which addresses may be opened, and as what they are given to a terminal.

use std::fmt::Write as _;

use crate::text::DisplayText;

/// The longest address that is given to a terminal, in bytes: longer ones overrun the buffers of some.
const MOST_BYTES: usize = 2000;

/// An address as it is given to a terminal for a hyperlink (OSC 8): visible ASCII characters, of which none can
/// end the escape sequence, and at most 2,000 of them. There is no other way to make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uri(String);

impl Uri {
    /// What is not a visible ASCII character is written with `%`. `None` if the address may not be opened, or is
    /// too long.
    pub fn new(address: &str) -> Option<Self> {
        if address.len() > MOST_BYTES || !is_openable(address) {
            return None;
        }
        let mut uri = String::with_capacity(address.len());
        for byte in address.bytes() {
            if byte.is_ascii_graphic() {
                uri.push(char::from(byte));
            } else {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
        (uri.len() <= MOST_BYTES).then_some(Self(uri))
    }

    /// `text` as a hyperlink to this address. Those with the same `id` that lead to the same address are one link
    /// for the terminal, however many rows it takes.
    pub fn link(&self, id: usize, text: &str) -> String {
        let uri = &self.0;
        format!("\x1b]8;id={id};{uri}\x1b\\{text}\x1b]8;;\x1b\\")
    }
}

/// The text of a hyperlink that [`Uri::link`] made, or `text` itself if it is none.
pub fn without_link(text: &str) -> &str {
    let linked = text.strip_prefix("\x1b]8;").and_then(|rest| {
        let (_, rest) = rest.split_once("\x1b\\")?;
        rest.split_once('\x1b')
    });
    linked.map_or(text, |(text, _)| text)
}

/// Whether a link may be opened.
pub fn is_openable(address: &str) -> bool {
    refusal(address).is_none()
}

/// The beginning of an address that may be opened, up to its host and port; of a mail address, all but what is to be
/// written. Read as a browser does, so that `https://known.example@other.example` is seen to lead to
/// `other.example`.
pub fn origin(address: &str) -> &str {
    let (scheme, rest) = address.split_once(':').unwrap_or(("", address));
    let is_mail = scheme.eq_ignore_ascii_case("mailto");
    let ends: &[char] = if is_mail {
        &['?', ',']
    } else {
        &['/', '\\', '?', '#']
    };
    let rest = rest.trim_start_matches(['/', '\\']);
    let after = rest.find(ends).map_or(0, |end| rest.len() - end);
    &address[..address.len() - after]
}

/// The host of an address that may be opened, with its port; of a mail address, what comes after the `@`.
pub fn host(address: &str) -> &str {
    let origin = origin(address);
    let (_, authority) = origin.split_once(':').unwrap_or(("", origin));
    let authority = authority.trim_start_matches(['/', '\\']);
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
}

/// Why a link may not be opened: its scheme, or characters that would not be shown as they are.
pub fn refusal(address: &str) -> Option<&'static str> {
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !known {
        Some("only addresses that start with http://, https:// or mailto: can be opened")
    } else if *DisplayText::line(address) != *address || address.contains(stands_for_another) {
        Some("it holds characters that cannot be shown: write them with % or leave them out")
    } else if host(address).is_empty() {
        Some("it names no host")
    } else {
        None
    }
}

/// Whether the gate may have put a character in the place of one that cannot be shown: the address would lead
/// elsewhere.
fn stands_for_another(c: char) -> bool {
    matches!(c, '\u{2400}'..='\u{2426}' | '\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MOST_BYTES, Uri, host, is_openable, without_link};

    #[test]
    fn the_host_is_the_one_that_a_browser_goes_to() {
        for (address, expected) in [
            ("https://a.example/b?c#d", "a.example"),
            ("HTTP://a.example:8080", "a.example:8080"),
            ("https://known.example@other.example/", "other.example"),
            ("https://known.example:80@other.example", "other.example"),
            ("https://other.example\\@known.example", "other.example"),
            ("https:///other.example?@known.example", "other.example"),
            ("https://other.example#@known.example", "other.example"),
            ("mailto:name@a.example?subject=b@c", "a.example"),
            ("mailto:nobody", "nobody"),
        ] {
            assert_eq!(host(address), expected, "{address}");
        }
    }

    #[test]
    fn an_address_that_the_gate_has_changed_or_that_has_no_host_is_not_opened() {
        for address in [
            "https://a.example/\u{241b}[m",
            "https://a.example/\u{fffd}",
            "https://",
            "https:///",
            "mailto:",
        ] {
            assert!(!is_openable(address), "{address}");
        }
        assert!(is_openable("https://a.example/ä?b#c"));
    }

    #[test]
    fn a_terminal_gets_visible_ascii_characters_only() {
        let long = format!("https://a.example/{}", "a".repeat(MOST_BYTES));
        let encoded = format!("https://a.example/{}", "é".repeat(MOST_BYTES / 3));
        for (address, expected) in [
            (
                "https://a.example/b?c=d;e#f%00",
                Some("https://a.example/b?c=d;e#f%00"),
            ),
            ("https://a.example/a b", Some("https://a.example/a%20b")),
            (
                "https://bücher.example",
                Some("https://b%C3%BCcher.example"),
            ),
            ("https://a.example/\u{1b}\\", None),
            ("https://a.example/\u{7}", None),
            ("https://a.example/\u{9c}", None),
            ("https://a.example/\n", None),
            ("https://a.example/\0", None),
            ("https://a.example/\u{202e}", None),
            ("javascript:alert(1)", None),
            (long.as_str(), None),
            (encoded.as_str(), None),
        ] {
            let uri = Uri::new(address).map(|uri| uri.0);
            assert_eq!(uri.as_deref(), expected, "{address:?}");
        }
    }

    proptest! {
        #[test]
        fn no_address_leaves_its_sequence(address in r"(http://|mailto:)([a-z/%;:\\\\]|\PC|\p{Cc}){0,40}", text in r"\PC{1,3}") {
            if let Some(uri) = Uri::new(&address) {
                let link = uri.link(7, &text);
                let rest = link.strip_prefix("\x1b]8;id=7;").unwrap();
                let (uri, rest) = rest.split_once("\x1b\\").unwrap();
                prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(rest, format!("{text}\x1b]8;;\x1b\\"));
                prop_assert_eq!(without_link(&link), &text);
            }
        }
    }
}
