//! Folded text: what is left when case, accents and typography do not matter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest slug in characters before it is cut and closed with a hash.
const SLUG_LENGTH: usize = 80;

/// Folds `text`: NFKD, marks dropped after Latin, Greek and Cyrillic letters (where they are
/// accents; in other scripts they are vowels), lower case, quotes and dashes unified, every run of
/// white space one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut accented = false;
    for c in text.nfkd() {
        if is_combining_mark(c) {
            if !accented {
                folded.push(c);
            }
        } else {
            accented = has_accents(c);
            push_folded(&mut folded, c);
        }
    }
    folded
}

fn push_folded(folded: &mut String, c: char) {
    match c {
        c if c.is_whitespace() => {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' | '´' | '‹' | '›' => {
            folded.push('\'');
        }
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => folded.push('"'),
        '‐'..='―' | '−' => folded.push('-'),
        'ø' | 'Ø' => folded.push('o'),
        'ł' | 'Ł' => folded.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        'ß' | 'ẞ' => folded.push_str("ss"),
        'ı' => folded.push('i'),
        'ς' => folded.push('σ'),
        c => folded.extend(c.to_lowercase().filter(|&c| !is_combining_mark(c))),
    }
}

/// Latin, Greek and Cyrillic letters, by their Unicode blocks.
fn has_accents(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{2AF}' | '\u{370}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{1D00}'..='\u{1DBF}'
            | '\u{1E00}'..='\u{1FFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}' | '\u{A720}'..='\u{A7FF}')
}

/// A name made of `text`: its letters and digits of any script, folded, everything between them one
/// `-`. Past 80 characters it is cut and closed with a hash of the whole.
pub fn slug(text: &str) -> String {
    let folded = fold(text);
    let mut slug = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_alphanumeric() || is_combining_mark(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    match slug.char_indices().nth(SLUG_LENGTH) {
        None => slug,
        Some((end, _)) => format!("{}-{:016x}", &slug[..end], fnv1a(slug.as_bytes())),
    }
}

/// The 64-bit FNV-1a hash (draft-eastlake-fnv): marks are kept under slugs, so it must stay the
/// same for every version and machine, which the standard library's hashes do not promise.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{fold, slug};

    #[test]
    fn case_accents_and_typography_do_not_matter() {
        for (text, folded) in [
            ("Doctors’ STRIKE", "doctors' strike"),
            ("Café Łódź Ærø Straße", "cafe lodz aero strasse"),
            ("“Quoted” – and—dashed", "\"quoted\" - and-dashed"),
            ("one\u{a0} \n two", "one two"),
            ("Ναγκίμπ Μαχφούζ", "ναγκιμπ μαχφουζ"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("ﬁne İstanbul", "fine istanbul"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn slugs_keep_letters_and_digits() {
        assert_eq!(slug("  What comes next? – 2016 "), "what-comes-next-2016");
        assert_eq!(slug("東海道 新幹線"), "東海道-新幹線");
        assert_eq!(slug("हिन्दी"), "हिन्दी");
        assert_eq!(slug("!?"), "");
    }

    #[test]
    fn long_slugs_differ_where_their_texts_do() {
        let (one, two) = (
            slug(&format!("{} one", "word ".repeat(40))),
            slug(&format!("{} two", "word ".repeat(40))),
        );
        assert_ne!(one, two);
        assert_eq!(one.chars().count(), 80 + 1 + 16);
    }
}
