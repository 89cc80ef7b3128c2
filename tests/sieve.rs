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
        words: Vec::new(),
    };
    let clause = Clause { terms: vec![term] };
    Query {
        clauses: vec![clause],
        ..Query::default()
    }
}

/// The folded texts of a file's stories, field by field.
fn texts(file: &str) -> Vec<String> {
    let edition = Edition::parse("file.toml".into(), file);
    let Some(briefing) = edition.whole() else {
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

/// A file of one story with this body, which is a whole value of TOML.
fn with_body(body: &str) -> String {
    format!("title = 'T'\ndate = 2016-01-12\n[[story]]\nheadline = 'H'\nbody = {body}\n")
}

#[test]
fn a_word_is_found_however_it_is_written() {
    for (query, body) in [
        ("strike", "'STRIKE'"),
        ("cafe", "'Café'"),
        ("cafe", "'Cafe\u{301}'"),
        ("cafe", r#""caf\u00e9""#),
        ("cafe", r#""caf\xE9""#),
        ("cafe", r#""c\U00000061fe""#),
        ("cafe", "'caf&eacute;'"),
        ("cafe", "'caf&#233;'"),
        ("cafe", "'caf&#xE9;'"),
        ("cafe", "'ｃａｆｅ'"),
        ("fine", "'ﬁne'"),
        ("strasse", "'Straße'"),
        ("aero", "'&AElig;r&oslash;'"),
        ("doctors'", "'doctors’'"),
        ("doctors'", "'doctors`'"),
        ("a-b", "'a–b'"),
        ("strike", "\"\"\"str\\\n   ike\"\"\""),
        ("strike", "\"\"\"str\\\n\\\r\n   ike\"\"\""),
        // The second line is left out, because the text after the closing quotes is not TOML.
        ("strike", "\"\"\"str\\\nxx\"\"\" junk\nike\"\"\""),
        ("strike", "\"\"\"str\\\nxx\"\"\" junk\n\n\n\n  ike"),
        ("strike", "'str**ik**e'"),
        ("strike", "'*s*t~~r~~ike'"),
        ("strike", "'`str`ike'"),
        ("strike", "'str` ike `'"),
        ("strike", "\"\"\"str`\nike\n`\"\"\""),
        ("strike", "\"\"\"> str`\n> ike `\"\"\""),
        ("strike", "'[str](https://a.example)ike'"),
        ("strike", "'[str](<a )b> \"](c\")ike'"),
        ("strike", "'''[str][1]ike\n\n[1]: https://a.example'''"),
        ("strike", "'''str[^1]ike\n\n[^1]: Note.'''"),
        ("1st", "'''[^1]st\n\n[^1]: Note.'''"),
        ("http://ab", "'[](http://a)b'"),
        ("http://ab", "'''[][1]b\n\n[1]: http://a'''"),
        ("http://ab", "'''[&shy;]b\n\n[&shy;]: http://a'''"),
        ("<https://a.example>ly", "'\\<https://a.example>ly'"),
        ("https://a.examplely", "'<https://a.example>ly'"),
        ("strike", "\"\"\"str\\ ike\"\"\""),
        ("a*b", r"'a\*b'"),
        ("strike", "'str\u{200B}ike'"),
        ("strike", "'str\u{AD}ike'"),
        ("strike", r#""str\u200bike""#),
        ("strike", "'str&shy;ike'"),
        ("cafe", "'caf&e\u{200B}acute;'"),
        ("strike", "'[str]\u{200B}(https://a.example)ike'"),
        ("\"[image: a]\"", "'![a](b)'"),
        ("image", "'!\u{200B}[a](b)'"),
        ("東京大阪", "\"\"\"東京\n大阪\"\"\""),
        ("東京大阪", "\"\"\"> *東京*\n> 大阪\"\"\""),
        ("ab", "\"\"\"Ａ\nＢ\"\"\""),
        ("東京", "\"\"\"&#x6771;\n京\"\"\""),
        ("東京", "\"\"\"東\u{200B}\n*京*\"\"\""),
        ("か\u{3099}か", "\"\"\"か\u{3099}\nか\"\"\""),
        ("xか", "\"\"\"x\u{302A}\nか\"\"\""),
        ("москва", "'МОСКВА'"),
        ("נָא", "'נָא'"),
        ("\"pay offer\"", "\"\"\"pay\noffer\"\"\""),
        ("\"pay offer\"", r#""pay\noffer""#),
        ("strike OR nothing", "'strike'"),
        ("nothing | s -missing", "'strike'"),
        ("headline:\"h\" -nothing", "'strike'"),
        ("is:unread", "'strike'"),
    ] {
        let file = with_body(body);
        assert!(finds(&parse(query), &file), "{query} in {body}");
        assert!(passes(&parse(query), &file), "{query} in {body}");
    }
}

#[test]
fn what_the_program_adds_is_found_in_files_that_do_not_have_it() {
    let file = "date = 2016-01-12\n[[section]]\n[[section.story]]\n";
    for query in ["\"(no headline)\"", "section:title)", "ead"] {
        assert!(finds(&parse(query), file), "{query}");
        assert!(passes(&parse(query), file), "{query}");
    }
}

#[test]
fn a_file_without_a_word_does_not_pass() {
    let special = "\
        Café & [café](https://a.example/strik) **str**ing &eacute; &amp; it’s “so” – 東海道\u{200B} &shy; str\\\n \
        [^1] ![s](t) <https://a.example> \\u0073 \\* str_ik AT&T; \u{AD} ﬁn straß [x] [] int[] \
        a*b*c ~~s~~ x`str` [[s]] [str](ik) [ ] e\u{301}\n\n"
        .repeat(50);
    for query in [
        "strike",
        "zugzwang",
        "cafes",
        "fine",
        "strasse",
        "eacute;s",
        "東京",
        "東海道新幹線",
        "москва",
        "\"café strike\"",
        "cafe strike",
        "strike OR zugzwang",
        "tag:strike | headline:zug | source:zug",
        "strike -café",
        "is:unread strike since:2016",
    ] {
        let query = parse(query);
        for body in [
            format!("\"\"\"\n{special}\"\"\""),
            format!("'''\n{special}'''"),
        ] {
            let file = with_body(&body);
            assert!(!finds(&query, &file), "{query:?}");
            assert!(!passes(&query, &file), "{query:?}");
        }
    }
}

/// Nothing that somebody writes to keep the sieve busy takes more than a moment.
#[test]
fn a_file_made_to_have_many_readings_passes_quickly() {
    for part in [
        "s](",
        "s[^",
        "s\\\n",
        "s*",
        "s` ",
        "s&s",
        "s[",
        "s\u{200B}",
        "s]\\](",
    ] {
        let file = part.repeat(1 << 18);
        let sieve = Sieve::new(&parse("ss(ssx")).unwrap();
        sieve.passes(file.as_bytes());
    }
}
