//! Which texts have no markup, so that they need not be parsed.

use memchr::memchr_iter;

use crate::text::{DisplayStr, bytes};

/// Whether `source` is shown unchanged except for its white space, so that it need not be parsed: its
/// paragraphs have no character that has a meaning in CommonMark, anywhere or at the start of a line. The
/// second line of a table begins with such a character. Bare addresses do not change what is shown.
pub fn is_plain(source: DisplayStr<'_>) -> bool {
    let source = source.as_bytes();
    if starts_markup(source.first()) || bytes::any(source, is_markup) {
        return false;
    }
    memchr_iter(b'\n', source).all(|at| {
        let next = source.get(at + 1);
        // Between characters that are written without spaces a line break becomes nothing.
        let unspaced_before = at > 0 && source[at - 1] >= 0x80;
        let unspaced = unspaced_before && next.is_some_and(|&next| next >= 0xE3);
        !unspaced && !starts_markup(next)
    })
}

fn is_markup(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'`' | b'[' | b'<' | b'&' | b'\\' | b'~')
}

/// Whether a line with this first byte may be something other than a line of a paragraph.
fn starts_markup(first: Option<&u8>) -> bool {
    matches!(
        first,
        Some(b'#' | b'>' | b'-' | b'+' | b'=' | b'~' | b'|' | b':' | b' ' | b'0'..=b'9')
    )
}

#[cfg(test)]
mod tests {
    use super::is_plain;
    use crate::text::DisplayStr;

    #[test]
    fn text_without_markup_and_breaks_between_ideographs_is_not_parsed() {
        for (text, plain) in [
            ("", true),
            ("Two lines\nof a café – 20 €.\n", true),
            ("Nikkei\n東京", true),
            ("東京\nNikkei", true),
            ("東京\n大阪", false),
            ("\n東京\n", true),
            ("a *word*", false),
            ("# A heading", false),
            ("text\n- an item", false),
            ("text\n1. an item", false),
            ("text\n    indented", false),
            ("a - b # c > d", true),
        ] {
            assert_eq!(is_plain(DisplayStr::own(text)), plain, "{text:?}");
        }
    }
}
