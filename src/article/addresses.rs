//! Finds addresses in running text without any markup, as GitHub does.

use std::ops::Range;

use memchr::memchr3_iter;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Http,
    Www,
    Mail,
}

impl Address {
    /// What the address leads to if it is shown as `shown`: with the scheme that it lacks.
    pub(super) fn link_of(&self, shown: &str) -> String {
        match self.kind {
            Kind::Http => shown.to_owned(),
            Kind::Www => format!("http://{shown}"),
            Kind::Mail => format!("mailto:{shown}"),
        }
    }

    /// The whole of the address, which begins `text`, if it goes on in `rest` with characters that have
    /// been taken for the delimiters of emphasis. `rest` is what follows `text` in the source.
    pub(super) fn through_emphasis(&self, text: &str, rest: &str) -> Option<String> {
        let is_cut = rest.starts_with(['*', '_', '~']) && !text.contains(char::is_whitespace);
        if !is_cut || self.kind == Kind::Mail {
            return None;
        }
        let ends = |c: char| c.is_whitespace() || "<`[]!&\\|".contains(c);
        let rest = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let mut whole = format!("{text}{rest}");
        whole.truncate(trimmed(&whole).len());
        (whole.len() > text.len()).then_some(whole)
    }
}

/// The addresses in `text`, in order.
pub(super) fn all(text: &str) -> impl Iterator<Item = Address> {
    let mut from = 0;
    memchr3_iter(b':', b'.', b'@', text.as_bytes()).filter_map(move |at| {
        let address = at_sign(text, from, at)?;
        from = address.range.end;
        Some(address)
    })
}

/// The part of `text`, which must begin with an address, that belongs to the address: without the
/// punctuation after it.
pub(super) fn trimmed(text: &str) -> &str {
    let mut end = text
        .find(|c: char| c.is_whitespace() || c == '<')
        .unwrap_or(text.len());
    let count = |bracket| text[..end].matches(bracket).count();
    let mut unopened = [('(', ')'), ('[', ']')]
        .map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    while let Some(last) = text[..end].chars().next_back() {
        let bracket = unopened.iter_mut().find(|(close, _)| *close == last);
        if let Some((_, unopened)) = bracket {
            if *unopened == 0 {
                break;
            }
            *unopened -= 1;
        } else if !is_trailing(last) {
            break;
        }
        end -= last.len_utf8();
        // Something like `&quot;` is meant as punctuation too.
        if last == ';' {
            let name = text[..end].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
            if name.len() < end && name.ends_with('&') {
                end = name.len() - 1;
            }
        }
    }
    &text[..end]
}

/// The address that begins at `from` or later and has its colon, first dot or at sign at `at`.
fn at_sign(text: &str, from: usize, at: usize) -> Option<Address> {
    let before = text.get(from..at)?;
    let (start, kind) = match text.as_bytes()[at] {
        b':' => {
            let scheme = ["https", "http"].into_iter().find(|scheme| {
                let start = before.len().checked_sub(scheme.len());
                start
                    .and_then(|start| before.get(start..))
                    .is_some_and(|end| end.eq_ignore_ascii_case(scheme))
            })?;
            let host = text[at..].strip_prefix("://")?;
            let ends_word = text[..at - scheme.len()].chars().next_back();
            if ends_word.is_some_and(char::is_alphanumeric) || !is_host(host, 1) {
                return None;
            }
            (at - scheme.len(), Kind::Http)
        }
        b'.' => {
            let start = at - before.ends_with("www").then_some(3)?;
            let ends_word = text[..start].chars().next_back();
            if ends_word.is_some_and(|c| !c.is_whitespace() && !matches!(c, '*' | '_' | '~' | '('))
                || !is_host(&text[start..], 2)
            {
                return None;
            }
            (start, Kind::Www)
        }
        _ => return mail(text, from, at),
    };
    let range = start..start + trimmed(&text[start..]).len();
    Some(Address { range, kind })
}

/// Whether `text` begins with the name of a host that has at least `parts` parts.
fn is_host(text: &str, parts: usize) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'));
    let host = text[..end.unwrap_or(text.len())].trim_end_matches('.');
    host.starts_with(char::is_alphanumeric)
        && host.rsplit('.').take(2).all(|part| !part.contains('_'))
        && host
            .split('.')
            .filter(|part| !part.is_empty())
            .take(parts)
            .count()
            == parts
}

/// The mail address around the at sign at `at`.
fn mail(text: &str, from: usize, at: usize) -> Option<Address> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let start = from + text[from..at].trim_end_matches(is_name).len();
    let host = &text[at + 1..];
    let host = &host[..host.find(|c| !is_host(c)).unwrap_or(host.len())];
    let host = host.trim_end_matches('.');
    let names = start < at && !text[..start].ends_with('/');
    (names && host.contains('.') && !host.starts_with('.') && !host.ends_with(['-', '_'])).then(
        || Address {
            range: start..at + 1 + host.len(),
            kind: Kind::Mail,
        },
    )
}

/// Whether a character is punctuation of the text around an address when it is the last one.
fn is_trailing(c: char) -> bool {
    matches!(
        c,
        '?' | '!'
            | '.'
            | ','
            | ':'
            | ';'
            | '*'
            | '_'
            | '~'
            | '\''
            | '"'
            | '’'
            | '”'
            | '»'
            | '…'
            | '。'
            | '、'
            | '）'
            | '」'
    )
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, expected) in [
            (
                "See https://a.example/b, or http://c.example.",
                &["https://a.example/b", "http://c.example"][..],
            ),
            (
                "(https://a.example/b_(c)) and (www.a.example)",
                &["https://a.example/b_(c)", "http://www.a.example"],
            ),
            (
                "[see https://a.example/b] “https://c.example/”",
                &["https://a.example/b", "https://c.example/"],
            ),
            (
                "https://a.example/?b=c&d;&quot; HTTP://A.EXAMPLE",
                &["https://a.example/?b=c", "HTTP://A.EXAMPLE"],
            ),
            (
                "http://localhost:8000/x http://東京.example/<b>",
                &["http://localhost:8000/x", "http://東京.example/"],
            ),
            (
                "www. http:// https://. awww.a.example www.a_b.example xhttp://a.example",
                &[],
            ),
            (
                "ann.b+c@mail.example.org, b@c, @d.e f@g.h- .@. /a@b.c",
                &["mailto:ann.b+c@mail.example.org"],
            ),
            (
                "ftp://a.example https://a.example/a@b.c",
                &["https://a.example/a@b.c"],
            ),
            (
                "www.a.examplehttps://b.example",
                &["http://www.a.examplehttps://b.example"],
            ),
        ] {
            let found: Vec<_> = all(text)
                .map(|address| address.link_of(&text[address.range.clone()]))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
