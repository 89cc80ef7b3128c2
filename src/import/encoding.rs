//! From bytes to text, whatever they say they are.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::text::bytes;

/// A declaration is looked for in so many bytes.
const HEAD: usize = 4 << 10;

/// Decodes by the byte order mark, else by a declaration of XML or HTML, else as UTF-8, else as
/// windows-1252. Control characters are dropped, except for line breaks and tabs.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(text) = utf_32(bytes) {
        return without_controls(text.into());
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => Some(encoding),
        None => utf_16(bytes).or_else(|| declared(bytes)),
    };
    decode_as(bytes, encoding)
}

/// Decodes what is labelled, by a header of a mail for instance. Labels are often wrong.
pub(super) fn decode_labelled<'a>(bytes: &'a [u8], label: Option<&str>) -> Cow<'a, str> {
    let encoding = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    decode_as(bytes, encoding)
}

/// Decodes base64. Whatever is none is left out, as is an end that was cut.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for &byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            let [.., byte] = (bits >> held).to_be_bytes();
            bytes.push(byte);
        }
    }
    bytes
}

fn decode_as<'a>(bytes: &'a [u8], encoding: Option<&'static Encoding>) -> Cow<'a, str> {
    let encoding = match encoding {
        Some(encoding) if is_rather_utf_8(bytes, encoding) => UTF_8,
        Some(encoding) if encoding != UTF_8 => encoding,
        _ if looks_like_utf_8(bytes) => UTF_8,
        _ => WINDOWS_1252,
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    without_controls(text)
}

/// Whether bytes are valid UTF-8 beyond ASCII and not what they are declared as. One letter of another
/// encoding is hardly ever valid UTF-8, but a short text in one with two bytes to a letter may be.
fn is_rather_utf_8(bytes: &[u8], declared: &'static Encoding) -> bool {
    let is_valid = !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    is_valid && (declared.is_single_byte() || declared.decode_without_bom_handling(bytes).1)
}

/// Whether bytes are UTF-8 but for a few errors, such as a character that was cut at the end.
fn looks_like_utf_8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad <= good
}

/// UTF-16 without a byte order mark: markup or words whose every other byte is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match *bytes {
        [0, a, 0, b, ..] if a != 0 && b != 0 => Some(UTF_16BE),
        [a, 0, b, 0, ..] if a != 0 && b != 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// UTF-32, by its byte order mark or because it starts with a `<`.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let to_number = match bytes {
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'<', ..] => u32::from_be_bytes,
        [0xFF, 0xFE, 0, 0, ..] | [b'<', 0, 0, 0, ..] => u32::from_le_bytes,
        _ => return None,
    };
    let (units, _) = bytes.as_chunks::<4>();
    let chars = units
        .iter()
        .map(|unit| char::from_u32(to_number(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(chars.filter(|&c| c != '\u{FEFF}').collect())
}

/// What the XML declaration or a `<meta>` of HTML says. UTF-16 would not have let us read it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let label = match head.find("<?xml") {
        Some(start) => {
            let declaration = head[start..].split("?>").next()?;
            declaration.split_once("encoding")?.1
        }
        None => {
            head.split("<meta")
                .skip(1)
                .find_map(|meta| meta.split('>').next()?.split_once("charset"))?
                .1
        }
    };
    let label = label
        .trim_start()
        .strip_prefix('=')?
        .trim_start_matches(['"', '\'', ' ']);
    let end = label
        .find(['"', '\'', ' ', ';', '/', '>'])
        .unwrap_or(label.len());
    let encoding = Encoding::for_label(&label.as_bytes()[..end])?;
    Some(if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else {
        encoding
    })
}

fn without_controls(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_bad = |byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    if !bytes::any(text.as_bytes(), is_bad) {
        return text;
    }
    let mut text = text.into_owned();
    text.retain(|c| !c.is_ascii() || !is_bad(c as u8));
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::{base64, decode, decode_labelled};

    fn utf_16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn marks_declarations_and_the_bytes_themselves_say_the_encoding() {
        let markup = "<?xml version=\"1.0\"?><a>é ☃ 𝄞</a>";
        assert_eq!(decode(markup.as_bytes()), markup);
        assert_eq!(
            decode(&[b"\xEF\xBB\xBF", markup.as_bytes()].concat()),
            markup
        );
        for mark in ["", "\u{FEFF}"] {
            let marked = format!("{mark}{markup}");
            assert_eq!(decode(&utf_16(&marked, u16::to_le_bytes)), markup);
            assert_eq!(decode(&utf_16(&marked, u16::to_be_bytes)), markup);
            let utf_32: Vec<u8> = marked
                .chars()
                .flat_map(|c| (c as u32).to_be_bytes())
                .collect();
            assert_eq!(decode(&utf_32), markup);
        }
        for (bytes, text) in [
            (
                &b"<?xml version='1.0' encoding='iso-8859-2'?>\xE8"[..],
                "<?xml version='1.0' encoding='iso-8859-2'?>č",
            ),
            (
                b"<?xml encoding=\"Shift_JIS\"?>\x83\x65",
                "<?xml encoding=\"Shift_JIS\"?>テ",
            ),
            (
                b"<html><meta charset=koi8-r>\xC1",
                "<html><meta charset=koi8-r>а",
            ),
            (b"caf\xE9 \x93x\x94", "café “x”"),
            (b"", ""),
        ] {
            assert_eq!(decode(bytes), text);
        }
    }

    #[test]
    fn wrong_declarations_do_not_count() {
        let wrong = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>naïve “café”</a>";
        assert_eq!(decode(wrong.as_bytes()), wrong);
        for label in ["gb2312", "windows-1251", "euc-jp"] {
            let wrong = format!("<html><meta charset={label}>谷歌和 naïve “café”");
            assert_eq!(decode(wrong.as_bytes()), wrong);
        }
        let no_utf_16 = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>é</a>";
        assert_eq!(decode(no_utf_16.as_bytes()), no_utf_16);
        let latin = b"<?xml version='1.0' encoding='utf-8'?><a>\xE9t\xE9</a>";
        assert!(decode(latin).ends_with("<a>été</a>"));
        assert_eq!(decode_labelled("é".as_bytes(), Some("us-ascii")), "é");
        assert_eq!(decode_labelled(b"\xE9", Some("no such thing")), "é");
    }

    #[test]
    fn a_character_cut_at_the_end_leaves_the_rest_utf_8() {
        let text = "ö and ü and €";
        for end in 2..text.len() {
            let decoded = decode(&text.as_bytes()[..end]).into_owned();
            assert!(
                decoded
                    .trim_end_matches('\u{FFFD}')
                    .chars()
                    .all(|c| text.contains(c)),
                "{decoded}"
            );
        }
    }

    #[test]
    fn base64_is_decoded_whatever_is_between() {
        for (text, decoded) in [
            ("aGVsbG8=", "hello"),
            ("aGV\n sb*G8", "hello"),
            ("aGVsb", "hel"),
            ("", ""),
        ] {
            assert_eq!(base64(text.as_bytes()), decoded.as_bytes(), "{text}");
        }
    }

    #[test]
    fn control_characters_are_dropped() {
        assert_eq!(decode(b"a\0b\x1B[31m\tc\r\n\x07"), "ab[31m\tc\r\n");
    }
}
