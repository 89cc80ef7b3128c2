//! How long a text takes to read.

/// Characters of Chinese and Japanese that take as long to read as one English word: 500 characters
/// beside 230 words a minute.
const CHARACTERS_PER_WORD: f64 = 2.2;

/// Words to read. Chinese, Japanese and Korean characters count two to a word and a bit, which is how much
/// faster such text is read per character.
///
/// This is done to every text of an archive while it is loaded, so it takes one pass over the bytes, in
/// which only characters that may be wide are decoded.
pub(super) fn words(text: &str) -> usize {
    let (starts, wide) = count(text, is_ideograph);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let wide_words = (wide as f64 / CHARACTERS_PER_WORD) as usize;
    if wide > 0 && wide_words == 0 {
        // One or two alone are a word like any other.
        return count(text, |_| false).0;
    }
    starts + wide_words
}

/// The words of a text, not counting characters that are `wide`; and how many of those there are.
fn count(text: &str, is_wide: impl Fn(char) -> bool) -> (usize, usize) {
    let (mut starts, mut wide, mut inside) = (0, 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        let class = CLASSES[usize::from(byte)];
        if class & MAY_BE_WIDE != 0 && text[at..].starts_with(&is_wide) {
            wide += 1;
            inside = 0;
            continue;
        }
        let in_word = class & IN_WORD;
        starts += usize::from(in_word & !inside);
        // Whatever else is within a word, such as an apostrophe, belongs to it.
        inside = in_word | (inside & !(class / SPACE));
    }
    (starts, wide)
}

/// What a byte may be, as bits.
const IN_WORD: u8 = 1;
const SPACE: u8 = 2;
const MAY_BE_WIDE: u8 = 4;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    loop {
        classes[byte as usize] = class(byte);
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

const fn class(byte: u8) -> u8 {
    match byte {
        _ if byte.is_ascii_alphanumeric() => IN_WORD,
        _ if byte.is_ascii_whitespace() => SPACE,
        // The first bytes of characters beyond ASCII. Those under C2 and E2 are punctuation as good as always.
        0xC3..=0xE1 => IN_WORD,
        0xE3.. => IN_WORD | MAY_BE_WIDE,
        _ => 0,
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_counted_as_a_reader_would() {
        assert_eq!(
            words("- A *well-kept* library, and [a link](https://example.org/a/b)."),
            6
        );
        assert_eq!(words("“It’s” – a dash is no word"), 6);
        assert_eq!(words("東海道新幹線が十月一日に開業した"), 7);
        assert_eq!(words("東海 east 道"), 2);
        assert_eq!(words("a 東 b"), 3);
        assert_eq!(words(""), 0);
    }
}
