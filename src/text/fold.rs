//! Folded text: what is left when case, accents and typography do not matter.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::bytes;

/// Longest slug in characters before it is cut and closed with a hash.
const SLUG_LENGTH: usize = 80;

/// Folds `text`: NFKD, marks dropped after Latin, Greek and Cyrillic letters (where they are
/// accents; in other scripts they are vowels), lower case, quotes and dashes unified, every run of
/// white space one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// Appends `text` folded. What stands in `folded` already is not looked at.
pub fn fold_into(folded: &mut String, text: &str) {
    Folder {
        folded,
        sources: None,
        accented: false,
        spaced: false,
    }
    .fold(text);
}

/// Folded text that knows where each of its bytes comes from.
#[derive(Clone, Debug, Default)]
pub struct FoldedMap {
    pub folded: String,
    /// For each folded byte, the first byte of what it was folded from.
    sources: Vec<u32>,
    /// Bytes of the text that was folded.
    len: usize,
}

impl FoldedMap {
    /// # Panics
    /// When `text` is longer than 4 GiB.
    pub fn new(text: &str) -> Self {
        let mut map = Self {
            len: text.len(),
            ..Self::default()
        };
        let sources = Some(&mut map.sources);
        Folder {
            folded: &mut map.folded,
            sources,
            accented: false,
            spaced: false,
        }
        .fold(text);
        map
    }

    /// The bytes of the text that `range` of the folded text, which must not be empty, came from:
    /// whole letters with their accents.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let last = self.sources[range.end - 1];
        // All bytes that one letter was folded to have the same source.
        let after = self.sources[range.end..]
            .iter()
            .find(|&&source| source > last);
        self.sources[range.start] as usize..after.map_or(self.len, |&source| source as usize)
    }
}

struct Folder<'f> {
    folded: &'f mut String,
    sources: Option<&'f mut Vec<u32>>,
    /// The last letter is of a script whose marks are accents.
    accented: bool,
    /// The last character was white space.
    spaced: bool,
}

impl Folder<'_> {
    fn fold(&mut self, text: &str) {
        let mut at = 0;
        while at < text.len() {
            let plain = plain_run(&text.as_bytes()[at..]);
            if plain > 0 {
                self.push_plain(&text[at..at + plain], at);
            } else {
                let cluster = cluster(&text[at..]);
                self.push_cluster(cluster, at);
                at += cluster.len();
            }
            at += plain;
        }
    }

    /// Printable ASCII, in which nothing changes but the case.
    fn push_plain(&mut self, run: &str, source: usize) {
        let start = self.folded.len();
        self.folded.push_str(run);
        self.folded[start..].make_ascii_lowercase();
        if let Some(sources) = &mut self.sources {
            sources.extend((source..source + run.len()).map(offset));
        }
        self.accented = run.ends_with(|c: char| c.is_ascii_alphabetic());
        self.spaced = false;
    }

    /// A character and the marks behind it, whose order does not matter.
    fn push_cluster(&mut self, cluster: &str, source: usize) {
        let start = self.folded.len();
        for c in cluster.nfkd() {
            if is_combining_mark(c) {
                if !self.accented {
                    self.folded.push(c);
                    self.spaced = false;
                }
            } else {
                self.accented = has_accents(c);
                self.push_letter(c);
            }
        }
        if let Some(sources) = &mut self.sources {
            sources.extend((start..self.folded.len()).map(|_| offset(source)));
        }
    }

    fn push_letter(&mut self, c: char) {
        let spaced = std::mem::replace(&mut self.spaced, c.is_whitespace());
        let folded = &mut *self.folded;
        match c {
            c if c.is_whitespace() => {
                if !spaced {
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
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("texts are refused at 16 MiB")
}

/// Leading bytes that fold to themselves in lower case: printable ASCII but the backtick, with
/// single spaces inside. The letter that a mark beyond ASCII may belong to is part of the run.
fn plain_run(text: &[u8]) -> usize {
    let printable = bytes::leading(text, |byte| matches!(byte, b' '..=b'~') && byte != b'`');
    let run = &text[..printable];
    if run.starts_with(b" ") {
        return 0;
    }
    let single_spaced = memmem::find(run, b"  ").unwrap_or(printable);
    single_spaced - usize::from(run[..single_spaced].ends_with(b" "))
}

/// The first character of `text` with the marks behind it that Unicode may reorder.
fn cluster(text: &str) -> &str {
    // Three Tibetan vowels and two half-width sound marks are of class 0, but not what they decompose to.
    let goes_on = |c: char| {
        canonical_combining_class(c) != 0
            || matches!(
                c,
                '\u{F73}' | '\u{F75}' | '\u{F81}' | '\u{FF9E}' | '\u{FF9F}'
            )
    };
    let end = text
        .char_indices()
        .skip(1)
        .find(|&(_, c)| c.is_ascii() || !goes_on(c));
    &text[..end.map_or(text.len(), |(at, _)| at)]
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
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    use super::{FoldedMap, fold, has_accents, slug};

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

    /// Folding as it is defined, character by character over the whole text.
    fn slow(text: &str) -> String {
        let mut folded = String::new();
        let mut accented = false;
        for c in text.nfkd() {
            if is_combining_mark(c) {
                if !accented {
                    folded.push(c);
                }
                continue;
            }
            accented = has_accents(c);
            let unified = match c {
                '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' | '´' | '‹' | '›' => {
                    "'".to_owned()
                }
                '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"".to_owned(),
                '‐'..='―' | '−' => "-".to_owned(),
                'ø' | 'Ø' => "o".to_owned(),
                'ł' | 'Ł' => "l".to_owned(),
                'đ' | 'Đ' | 'ð' | 'Ð' => "d".to_owned(),
                'æ' | 'Æ' => "ae".to_owned(),
                'œ' | 'Œ' => "oe".to_owned(),
                'ß' | 'ẞ' => "ss".to_owned(),
                'ı' => "i".to_owned(),
                'ς' => "σ".to_owned(),
                c => c
                    .to_lowercase()
                    .filter(|&c| !is_combining_mark(c))
                    .collect(),
            };
            folded.push_str(&unified);
        }
        let mut single = String::new();
        for c in folded.chars() {
            if !c.is_whitespace() {
                single.push(c);
            } else if !single.ends_with(' ') {
                single.push(' ');
            }
        }
        single
    }

    proptest! {
        #[test]
        fn the_fast_way_folds_as_the_slow_one(text in r"([A-Za-z`' \n]{1,6}|[éÖßæŁǅﬁ“’–…  ]|[\u{300}-\u{330}]|[अकि्ािہعآ]|[ㄱ-힣東]|\PC){0,30}") {
            prop_assert_eq!(fold(&text), slow(&text));
            prop_assert_eq!(FoldedMap::new(&text).folded, fold(&text));
        }

        #[test]
        fn a_part_comes_from_text_that_folds_to_it(
            text in r"([A-Za-z' \n]{1,6}|[éÖßæŁﬁ“’–…  ]|[\u{300}-\u{330}]|[अकि्ा東]){1,20}",
            from in 0.0f64..1.0,
            length in 1usize..8,
        ) {
            let map = FoldedMap::new(&text);
            let boundaries: Vec<_> = map.folded.char_indices().map(|(at, _)| at).chain([map.folded.len()]).collect();
            prop_assume!(boundaries.len() > 1);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a test's choice of a place")]
            let start = (from * (boundaries.len() - 1) as f64) as usize;
            let part = boundaries[start]..boundaries[(start + length).min(boundaries.len() - 1)];
            let source = map.source(part.clone());
            let around = fold(&text[source.clone()]);
            let wanted = &map.folded[part];
            prop_assert!(around.contains(wanted.trim()), "{:?} of {text:?} does not hold {wanted:?}", &text[source]);
        }
    }
}
