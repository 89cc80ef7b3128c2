//! Folding: text reduced to a form in which case, accents and typography do not matter, for search
//! and for identities.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::bytes;

/// A slug of more characters than this is cut and ends in a hash.
const SLUG_LENGTH: usize = 80;

/// Folds `text`: decomposes it (NFKD), drops combining characters after Latin, Greek and Cyrillic
/// letters (where they are accents; in other scripts they can be vowels), lowers its case, unifies
/// quotes and dashes, and turns each run of white space into one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// Folds `text` and appends it to `folded`, whose present content makes no difference.
pub fn fold_into(folded: &mut String, text: &str) {
    Folder {
        folded,
        resized: None,
        takes_accents: false,
        after_space: false,
    }
    .fold(text);
}

/// Folded text that can be traced back to the text it was folded from.
///
/// The map needs 16 bytes for each character that changes in length, such as an accented letter or a
/// typographic quote, and for each run of spaces; plain text in most scripts needs none.
#[derive(Clone, Debug, Default)]
pub struct FoldedMap {
    pub folded: String,
    /// The clusters that folding changes in length, in order. The text between them keeps its
    /// character boundaries, so a byte there is as far from the cluster before it as its source is.
    resized: Vec<Resized>,
    /// Bytes of the text that was folded.
    len: usize,
}

/// A character with its combining characters that does not fold to one character of the same length in
/// bytes; or a run of such clusters of which nothing is left.
#[derive(Clone, Debug)]
struct Resized {
    /// Bytes of the folded text; empty when nothing is left of the cluster.
    folded: Range<u32>,
    /// Bytes of the text.
    source: Range<u32>,
}

impl FoldedMap {
    /// # Panics
    /// When `text` is longer than 4 GiB.
    pub fn new(text: &str) -> Self {
        let mut map = Self {
            len: text.len(),
            ..Self::default()
        };
        Folder {
            folded: &mut map.folded,
            resized: Some(&mut map.resized),
            takes_accents: false,
            after_space: false,
        }
        .fold(text);
        map
    }

    /// The bytes of the text that `range` of the folded text, which must not be empty, came from:
    /// whole letters with their accents.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.cluster_start(range.start);
        let next = self.next_cluster(range.end - 1);
        let end = if next < self.folded.len() {
            self.cluster_start(next)
        } else {
            self.len
        };
        start..end
    }

    /// The first source byte of the cluster that was folded to the byte `at`.
    fn cluster_start(&self, at: usize) -> usize {
        let char_start = self.folded.floor_char_boundary(at);
        match self.resized_before(at) {
            None => char_start,
            Some(cluster) if at < cluster.folded.end as usize => cluster.source.start as usize,
            Some(cluster) => cluster.source.end as usize + char_start - cluster.folded.end as usize,
        }
    }

    /// The first folded byte after the cluster that was folded to the byte `at`.
    fn next_cluster(&self, at: usize) -> usize {
        match self.resized_before(at) {
            Some(cluster) if at < cluster.folded.end as usize => cluster.folded.end as usize,
            _ => self.folded.ceil_char_boundary(at + 1),
        }
    }

    /// The last resized cluster that begins at or before the folded byte `at`.
    fn resized_before(&self, at: usize) -> Option<&Resized> {
        let after = self
            .resized
            .partition_point(|cluster| cluster.folded.start as usize <= at);
        self.resized[..after].last()
    }
}

struct Folder<'f> {
    folded: &'f mut String,
    /// Where to note the clusters that change in length.
    resized: Option<&'f mut Vec<Resized>>,
    /// The last letter is of a script in which combining characters are accents.
    takes_accents: bool,
    /// The last character was white space.
    after_space: bool,
}

impl Folder<'_> {
    fn fold(&mut self, text: &str) {
        let mut at = 0;
        while at < text.len() {
            let plain = plain_run(&text.as_bytes()[at..]);
            if plain > 0 {
                self.push_plain(&text[at..at + plain]);
            } else {
                let cluster = cluster(&text[at..]);
                self.push_cluster(cluster, at);
                at += cluster.len();
            }
            at += plain;
        }
    }

    /// Appends printable ASCII, in which only the case changes.
    fn push_plain(&mut self, run: &str) {
        let start = self.folded.len();
        self.folded.push_str(run);
        self.folded[start..].make_ascii_lowercase();
        self.takes_accents = run.ends_with(|c: char| c.is_ascii_alphabetic());
        self.after_space = false;
    }

    /// Appends a character and the combining characters after it.
    fn push_cluster(&mut self, cluster: &str, source: usize) {
        let start = self.folded.len();
        for c in cluster.nfkd() {
            if is_combining_mark(c) {
                if !self.takes_accents {
                    self.folded.push(c);
                    self.after_space = false;
                }
            } else {
                self.takes_accents = takes_accents(c);
                self.push_letter(c);
            }
        }
        self.note_resized(start, cluster, source);
    }

    /// Notes a cluster that was folded to the bytes from `start` on, if its length has changed.
    fn note_resized(&mut self, start: usize, cluster: &str, source: usize) {
        let Some(resized) = &mut self.resized else {
            return;
        };
        let folded = &self.folded[start..];
        let is_one = |text: &str| text.chars().nth(1).is_none();
        if folded.len() == cluster.len() && is_one(folded) && is_one(cluster) {
            return;
        }
        let end = offset(source + cluster.len());
        match resized.last_mut() {
            // Of a long run of spaces nothing but the first is left.
            Some(last)
                if folded.is_empty()
                    && last.folded.is_empty()
                    && last.source.end == offset(source) =>
            {
                last.source.end = end;
            }
            _ => resized.push(Resized {
                folded: offset(start)..offset(self.folded.len()),
                source: offset(source)..end,
            }),
        }
    }

    fn push_letter(&mut self, c: char) {
        let after_space = std::mem::replace(&mut self.after_space, c.is_whitespace());
        let folded = &mut *self.folded;
        match c {
            c if c.is_whitespace() => {
                if !after_space {
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

/// The number of leading bytes that fold to themselves in lower case: printable ASCII except the
/// backtick, with single spaces between words. The run may end in a letter whose accent follows as a
/// combining character.
fn plain_run(text: &[u8]) -> usize {
    let printable = bytes::leading(text, |byte| matches!(byte, b' '..=b'~') && byte != b'`');
    let run = &text[..printable];
    if run.starts_with(b" ") {
        return 0;
    }
    let single_spaced = memmem::find(run, b"  ").unwrap_or(printable);
    single_spaced - usize::from(run[..single_spaced].ends_with(b" "))
}

/// The first character of `text` and the combining characters after it that normalisation may
/// reorder.
fn cluster(text: &str) -> &str {
    // Three Tibetan vowels and the two half-width kana voicing characters have combining class 0, but
    // decompose to characters of other classes.
    let belongs_to_cluster = |c: char| {
        canonical_combining_class(c) != 0
            || matches!(
                c,
                '\u{F73}' | '\u{F75}' | '\u{F81}' | '\u{FF9E}' | '\u{FF9F}'
            )
    };
    let end = text
        .char_indices()
        .skip(1)
        .find(|&(_, c)| c.is_ascii() || !belongs_to_cluster(c));
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Whether `c` is a Latin, Greek or Cyrillic letter, by its Unicode block.
fn takes_accents(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{2AF}' | '\u{370}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{1D00}'..='\u{1DBF}'
            | '\u{1E00}'..='\u{1FFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}' | '\u{A720}'..='\u{A7FF}')
}

/// An identifier made of `text`: its letters and digits of any script, folded, with one `-` for each
/// run of other characters. Past 80 characters it is cut and ends in a hash of the whole slug.
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

/// The 64-bit FNV-1a hash (draft-eastlake-fnv). Marks are stored under slugs, so it must be the same in
/// every version and on every machine, which the standard library's hashes do not promise.
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

    use super::{FoldedMap, Folder, cluster, fold, plain_run, slug, takes_accents};

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
    fn long_slugs_of_different_texts_differ() {
        let (one, two) = (
            slug(&format!("{} one", "word ".repeat(40))),
            slug(&format!("{} two", "word ".repeat(40))),
        );
        assert_ne!(one, two);
        assert_eq!(one.chars().count(), 80 + 1 + 16);
    }

    /// Folding by its definition, character by character over the whole text.
    fn slow(text: &str) -> String {
        let mut folded = String::new();
        let mut after_letter = false;
        for c in text.nfkd() {
            if is_combining_mark(c) {
                if !after_letter {
                    folded.push(c);
                }
                continue;
            }
            after_letter = takes_accents(c);
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

    /// For each byte of the folded text, the first byte of the cluster it was folded from.
    fn slow_sources(text: &str) -> Vec<usize> {
        let mut out = String::new();
        let mut sources = Vec::new();
        let mut folder = Folder {
            folded: &mut out,
            resized: None,
            takes_accents: false,
            after_space: false,
        };
        let mut at = 0;
        while at < text.len() {
            let length = match plain_run(&text.as_bytes()[at..]) {
                0 => cluster(&text[at..]).len(),
                _ => 1,
            };
            let part = &text[at..at + length];
            if length == 1 && plain_run(part.as_bytes()) == 1 {
                folder.push_plain(part);
            } else {
                folder.push_cluster(part, at);
            }
            sources.resize(folder.folded.len(), at);
            at += length;
        }
        sources
    }

    #[test]
    fn text_that_keeps_its_lengths_takes_no_room_in_the_map() {
        for text in ["The strike, day two", "東京の天気", "ΝΑΓΚΙΜΠ", "Москва"] {
            assert_eq!(FoldedMap::new(text).resized.len(), 0, "{text}");
        }
        assert_eq!(FoldedMap::new("“Café” – 20 €").resized.len(), 4);
        assert_eq!(FoldedMap::new("code        aligned").resized.len(), 1);
    }

    proptest! {
        #[test]
        fn every_part_is_traced_to_its_first_and_last_cluster(
            text in r"([A-Za-z`' \n]{1,6}|[éÖßæŁǅﬁ“’–…  ]|[\u{300}-\u{330}]|[अकि्ািہعآ]|[ㄱ-힣東]|\PC){0,12}",
        ) {
            let map = FoldedMap::new(&text);
            let sources = slow_sources(&text);
            prop_assert_eq!(sources.len(), map.folded.len());
            for start in 0..sources.len() {
                for end in start + 1..=sources.len() {
                    let after = sources[end..].iter().find(|&&source| source > sources[end - 1]);
                    let expected = sources[start]..after.copied().unwrap_or(text.len());
                    prop_assert_eq!(map.source(start..end), expected, "{}..{} of {:?}", start, end, &map.folded);
                }
            }
        }

        #[test]
        fn shortcuts_do_not_change_the_folded_text(text in r"([A-Za-z`' \n]{1,6}|[éÖßæŁǅﬁ“’–…  ]|[\u{300}-\u{330}]|[अकि्ािہعآ]|[ㄱ-힣東]|\PC){0,30}") {
            prop_assert_eq!(fold(&text), slow(&text));
            prop_assert_eq!(FoldedMap::new(&text).folded, fold(&text));
        }

        #[test]
        fn the_source_of_a_part_folds_to_text_that_contains_it(
            text in r"([A-Za-z' \n]{1,6}|[éÖßæŁﬁ“’–…  ]|[\u{300}-\u{330}]|[अकि्ा東]){1,20}",
            from in 0.0f64..1.0,
            length in 1usize..8,
        ) {
            let map = FoldedMap::new(&text);
            let boundaries: Vec<_> = map.folded.char_indices().map(|(at, _)| at).chain([map.folded.len()]).collect();
            prop_assume!(boundaries.len() > 1);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a random position in a test")]
            let start = (from * (boundaries.len() - 1) as f64) as usize;
            let part = boundaries[start]..boundaries[(start + length).min(boundaries.len() - 1)];
            let source = map.source(part.clone());
            let around = fold(&text[source.clone()]);
            let wanted = &map.folded[part];
            prop_assert!(around.contains(wanted.trim()), "{:?} of {text:?} does not hold {wanted:?}", &text[source]);
        }
    }
}
