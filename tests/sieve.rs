//! Compares the sieve, which judges files by their bytes, with what parsing them finds.

use std::sync::Arc;

use jiff::civil::date;
use memchr::memmem::Finder;
use proptest::prelude::*;
use roundup::archive::Edition;
use roundup::article;
use roundup::marks::Marks;
use roundup::search::{Clause, Query, Scope, Sieve, Term, Test, fold_editions};
use roundup::text::{DisplayStr, fold};

/// Whether the sieve lets a file pass for a query.
fn passes(query: &Query, file: &str) -> bool {
    Sieve::new(query).is_none_or(|sieve| sieve.passes(file.as_bytes()))
}

/// Whether parsing the file and searching its text finds a story.
fn finds(query: &Query, file: &str) -> bool {
    let edition = Arc::new(Edition::parse("file.toml".into(), file));
    let chunks = fold_editions(&[edition]);
    let mut chunks = chunks.iter();
    chunks.any(|chunk| !chunk.scan(query, &Scope::All, &Marks::default()).is_empty())
}

fn parse(query: &str) -> Query {
    Query::parse(query, date(2016, 1, 12))
}

/// A query for folded text, which need not be possible to type.
fn text_query(text: &str) -> Query {
    let term = Term {
        negated: false,
        test: Test::Text {
            field: None,
            finder: Finder::new(text).into_owned(),
            whole: false,
        },
        written: 0..0,
        value: 0..0,
    };
    let clause = Clause { terms: vec![term] };
    Query {
        clauses: vec![clause],
        notes: Vec::new(),
    }
}

/// The folded texts of a file's stories, field by field.
fn texts(file: &str) -> Vec<String> {
    let edition = Edition::parse("file.toml".into(), file);
    let Some(briefing) = &edition.briefing else {
        return Vec::new();
    };
    let shown = |markdown: DisplayStr<'_>| fold(&article::shown(markdown));
    briefing
        .stories()
        .flat_map(|story| {
            let section = story.section().map(|it| fold(&briefing.section_title(it)));
            let fields = [
                fold(&story.headline()),
                fold(&story.byline()),
                section.unwrap_or_default(),
                shown(story.summary()),
                shown(story.body()),
            ];
            fields.into_iter().chain(story.tags().map(|tag| fold(&tag)))
        })
        .collect()
}

/// What a letter of a word may be written as.
fn letter(letter: char) -> impl Strategy<Value = String> {
    let code = letter as u32;
    let (entity, hex) = (format!("&#{code};"), format!("&#x{code:x};"));
    let escapes = [
        format!("\\u{code:04x}"),
        format!("\\U{code:08X}"),
        format!("\\x{:02x}", code & 0xFF),
    ];
    let wide = char::from_u32(code + 0xFEE0).filter(|_| letter.is_ascii_graphic());
    let variants: Vec<String> = match letter {
        'e' => ["é", "e\u{301}", "É", "&eacute;", "\\u00e9", "e\\u0301"]
            .map(String::from)
            .into(),
        's' => ["ſ", "&scaron;", "\\u0161"].map(String::from).into(),
        'i' => ["ı", "İ", "ﬁ", "&fjlig;"].map(String::from).into(),
        '-' => ["–", "&mdash;", "\\u2011", "\\-"].map(String::from).into(),
        '\'' => ["’", "`", "&rsquo;", "\\'"].map(String::from).into(),
        _ => vec![letter.to_uppercase().to_string()],
    };
    prop_oneof![
        12 => Just(letter.to_string()),
        1 => Just(entity),
        1 => Just(hex),
        2 => prop::sample::select(escapes.to_vec()),
        1 => Just(wide.unwrap_or(letter).to_string()),
        3 => prop::sample::select(variants),
    ]
}

/// What may stand between two letters of a word without parting them, or may look like it.
const BETWEEN: [&str; 48] = [
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "` ",
    " `",
    "`\n",
    "\n`",
    "``",
    "[",
    "]",
    "](https://a.example)",
    "](b \"t)\")",
    "](<a b>)",
    "][1]",
    "[1]",
    "[](https://a.example)",
    "[][1]",
    "[^1]",
    "[^2]",
    "![",
    "![a](b)",
    "[[^1]](https://a.example)",
    "\\",
    "\\\\",
    "\\*",
    "\\\n",
    "\\ \n  ",
    "\\\r\n\n",
    "\u{200B}",
    "\u{AD}",
    "\\u200b",
    "&shy;",
    "&#8203;",
    "\u{200D}",
    "\u{301}",
    "<",
    ">",
    "<!--",
    "&amp;",
    "&",
    "\\u0026shy;",
    "&s\u{200B}hy;",
    "\\u005d(b\\u0029",
    "]\u{200B}(b)",
    "!\u{AD}[",
];

/// What may stand between two words.
const GAPS: [&str; 20] = [
    " ", "  ", "\n", "\n\n", "\n> ", "\n- ", "\n* ", "\n# ", "\n    ", "|", "\n|-|\n", " | ", "\t",
    "\\n", "\\t", "\\n\\n", "&nbsp;", "\u{A0}", "\r\n", "\n```\n",
];

const WORDS: [&str; 12] = [
    "strike",
    "doctors'",
    "fine",
    "cafe",
    "strasse",
    "1st",
    "a-b",
    "x",
    "東京大阪",
    "москва",
    "image",
    "naïve",
];

fn word() -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS).prop_flat_map(|word| {
        let between = prop_oneof![
            4 => Just(String::new()),
            1 => prop::sample::select(&BETWEEN).prop_map(String::from),
            1 => prop::sample::select(&["\n", "\n> ", " "]).prop_map(String::from),
        ];
        let letters: Vec<_> = word.chars().map(|c| (letter(c), between.clone())).collect();
        letters.prop_map(|letters| {
            letters
                .into_iter()
                .map(|(c, junk)| c + &junk)
                .collect::<String>()
        })
    });
    prop_oneof![4 => word, 1 => prop::sample::select(&BETWEEN).prop_map(String::from)]
}

fn text() -> impl Strategy<Value = String> {
    let gap = prop_oneof![
        3 => prop::sample::select(&GAPS).prop_map(String::from),
        1 => Just(String::new()),
    ];
    prop::collection::vec((word(), gap), 1..6)
        .prop_map(|words| words.into_iter().map(|(word, gap)| word + &gap).collect())
}

/// A value of TOML that is `text`, or nearly so, in a kind of string of its own.
fn value() -> impl Strategy<Value = String> {
    (text(), 0..4_u8).prop_map(|(text, kind)| match kind {
        0 => format!(
            "\"{}\"",
            text.replace(['\n', '\r'], " ").replace('"', "\\\"")
        ),
        1 => format!("'{}'", text.replace(['\n', '\r'], " ").replace('\'', "’")),
        2 => format!("\"\"\"\n{text}\n\"\"\""),
        _ => format!("'''\n{}\n'''", text.replace("''", "’")),
    })
}

const NOTES: &str = "\n\n[1]: https://strike.example\n[^1]: a note\n[^2]: another";

fn file() -> impl Strategy<Value = String> {
    let fields = (
        value(),
        value(),
        value(),
        value(),
        prop::bool::weighted(0.5),
    );
    fields.prop_map(|(headline, section, tag, body, notes)| {
        let mut body = body;
        if notes {
            // Before the end of the string.
            let end = body.trim_end_matches(['"', '\'']).trim_end().len();
            body.insert_str(end, if body.contains('\n') { NOTES } else { "" });
        }
        format!(
            "title = 'T'\ndate = 2016-01-12\n[[section]]\ntitle = {section}\n[[section.story]]\n\
             headline = {headline}\ntags = [{tag}]\nbody = {body}\n"
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_file_passes_for_every_text_that_is_shown_in_it(file in file()) {
        for text in texts(&file) {
            let starts: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
            for (index, &start) in starts.iter().enumerate() {
                for &end in starts[index + 1..].iter().take(10).chain([&text.len()]) {
                    let part = &text[start..end];
                    prop_assert!(passes(&text_query(part), &file), "{part:?} of {text:?} in\n{file}");
                }
            }
        }
    }

    #[test]
    fn a_file_in_which_a_query_finds_something_passes(
        file in file(),
        query in prop::collection::vec(
            r#"(-?(strike|fine|cafe|image|1st|"strike fine"|"x cafe"|tag:strike|headline:fine|section:x|source:x|is:unread|nothing|東京)|OR)"#,
            1..5,
        ),
    ) {
        let query = parse(&query.join(" "));
        prop_assert!(!finds(&query, &file) || passes(&query, &file), "{file}");
    }
}
