//! Character references: those of XML, all names of HTML, and numbers. Entities that a document defines
//! itself are never expanded.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;

/// The longest name of an entity in HTML has 31 letters.
const LONGEST: usize = 32;

/// What `&name;` stands for, without the `&` and the `;`.
pub(super) fn resolve(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return number.ok().map(character).map(String::from);
    }
    if name.len() > LONGEST {
        return None;
    }
    let &(first, second) = NAMED_ENTITIES.get(format!("{name};").as_str())?;
    let mut text = String::from(char::from_u32(first)?);
    text.extend(char::from_u32(second).filter(|&c| c != '\0'));
    Some(text)
}

/// Numbers from 128 to 159 mean what they mean in windows-1252, as in HTML.
fn character(number: u32) -> char {
    if let Ok(byte @ 0x80..=0x9F) = u8::try_from(number) {
        let bytes = [byte];
        let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&bytes);
        return text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(number)
        .filter(|&c| c != '\0')
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Replaces all references that are known and end with a semicolon; everything else stays as it is.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let mut unescaped = String::new();
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let name = &rest[at + 1..];
        let end = name.bytes().take(LONGEST).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((end, resolve(&name[..end])?)));
        let (kept, skipped, value) = match known {
            Some((end, value)) => (at, end + 2, value),
            None => (at + 1, 0, String::new()),
        };
        unescaped.push_str(&rest[..kept]);
        unescaped.push_str(&value);
        rest = &rest[kept + skipped..];
    }
    if unescaped.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    unescaped.push_str(rest);
    Cow::Owned(unescaped)
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn known_references_are_replaced_and_all_else_stays() {
        for (text, unescaped) in [
            ("a &amp; b &lt;c&gt;", "a & b <c>"),
            ("caf&eacute; &hellip; &NotEqualTilde;", "café … ≂̸"),
            ("&#233;&#xE9;&#XE9;", "ééé"),
            ("&#146;", "’"),
            ("&#0;&#xD800;&#x110000;", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            (
                "AT&T; &unknown; & &; &#; &#x;",
                "AT&T; &unknown; & &; &#; &#x;",
            ),
            ("&amp;amp;", "&amp;"),
            ("&é;", "&é;"),
            ("", ""),
        ] {
            assert_eq!(unescape(text), unescaped, "{text}");
        }
    }
}
