//! Compares the search with a slow but obviously correct one.

use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;
use roundup::archive::{Archive, Edition};
use roundup::article::{self, StoryArticle};
use roundup::briefing::{Dates, Field, Story, WholeStory};
use roundup::marks::{Change, Marks, Operation};
use roundup::search::{
    self, Clause, Hits, Query, Scope, State, Suggested, Tally, Term, Test, fold_editions,
};
use roundup::text::{DisplayStr, fold};
use unicode_segmentation::UnicodeSegmentation;

fn parse(query: &str) -> Query {
    Query::parse(query, date(2016, 1, 12))
}

fn hits(editions: &[Arc<Edition>], query: &Query) -> Hits {
    hits_with(editions, query, &Marks::default())
}

fn hits_with(editions: &[Arc<Edition>], query: &Query, marks: &Marks) -> Hits {
    let chunks = fold_editions(editions);
    Hits::new(
        chunks
            .iter()
            .flat_map(|chunk| chunk.scan(query, &Scope::All, marks))
            .collect(),
    )
}

/// Each hit as `path#position`.
fn named(hits: &Hits) -> Vec<String> {
    (0..hits.len())
        .filter_map(|position| hits.get(position))
        .map(|story| format!("{}#{}", story.edition().path().display(), story.position()))
        .collect()
}

/// The fields of a story, each with its text as it is displayed.
fn texts(story: WholeStory<'_>, section: Option<DisplayStr<'_>>) -> Vec<(Field, String)> {
    let article = article::story(StoryArticle {
        story,
        section,
        minutes: 1,
        dates: Dates::Long,
        preface: DisplayStr::own(""),
    });
    article
        .fields
        .iter()
        .map(|(field, range)| (*field, article.text[range.clone()].to_owned()))
        .collect()
}

/// Whether a story meets a query, checked term by term in every field; the terms of a clause are
/// alternatives.
fn meets(
    edition: &Edition,
    story: WholeStory<'_>,
    section: Option<DisplayStr<'_>>,
    query: &Query,
    marks: &Marks,
) -> bool {
    let texts = texts(story, section);
    let meets = |term: &Term| {
        let met = match &term.test {
            Test::Text {
                field,
                finder,
                whole,
            } => {
                let needle = String::from_utf8_lossy(finder.needle());
                texts.iter().any(|(at, text)| {
                    let text = fold(text);
                    let met = if *whole {
                        text == needle
                    } else {
                        text.contains(&*needle)
                    };
                    met && field.map_or(*at != Field::Source, |only| only == *at)
                })
            }
            Test::Source(finder) => {
                let source = match edition.briefing.as_ref() {
                    Some(briefing) if story.source().is_empty() => briefing.source(),
                    _ => story.source(),
                };
                fold(&source).contains(&*String::from_utf8_lossy(finder.needle()))
            }
            Test::Days(days) => edition.date().is_some_and(|date| days.contains(&date.day)),
            Test::Is(state) => {
                let mark = marks.get(&story.key());
                match state {
                    State::Read => mark.read,
                    State::Unread => !mark.read,
                    State::Saved => mark.saved,
                }
            }
        };
        met != term.negated
    };
    let clauses = &query.clauses;
    clauses.iter().all(|clause| clause.terms.iter().any(meets))
}

/// What [`named`] gives for the hits, found without chunks or folding in advance.
fn slow(archive: &Archive, query: &Query, marks: &Marks) -> Vec<String> {
    let mut found = Vec::new();
    for edition in archive.editions() {
        let Some(briefing) = edition.whole() else {
            continue;
        };
        for (index, story) in briefing.stories().enumerate() {
            let section = story
                .section()
                .map(|section| briefing.section_title(section));
            if meets(edition, story, section, query, marks) {
                found.push(format!("{}#{index}", edition.label()));
            }
        }
    }
    found
}

/// A few words, so that random queries find something; with accents, quotes, wide characters and
/// markup.
const WORD: &str = r"(strike|Strike|doctors’|doctors'|café|CAFÉ|cafe|naïve|straße|O’Brien|O’Brien's|Jean-Luc|coopt|東海道|新幹線|हिन्दी|กิน|☂️|👩‍👩‍👧|–|-|a|an|“quoted”|\*bold\*|_it_|\[link\]\(https://a\.example\)|`code`|&amp;|trust|NHS|~~struck~~|https://a\.example|a@b\.example|\n\n\|strike\|trust\|\n\|-\|-\|\n\|cafe\||!\[a\]\(b\)|- \[x\] )";

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        (
            WORD,
            prop::sample::select(&[" ", "  ", "\n", "\n\n", " - ", ""]),
        ),
        1..12,
    )
    .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect())
}

fn edition() -> impl Strategy<Value = String> {
    let names = (prop::option::of(WORD), prop::option::of("(NHS|strike)"));
    let story = (text(), text(), names, text()).prop_map(
        |(headline, summary, (tag, source), body)| {
            let line = |text: &str| text.replace('\n', " ").replace(['\\', '"'], "");
            let tag = tag
                .map(|tag| format!("tags = [\"{}\"]\n", line(&tag)))
                .unwrap_or_default();
            let source = source
                .map(|source| format!("source = \"{source}\"\n"))
                .unwrap_or_default();
            format!(
                "headline = \"{}\"\nsummary = '''{summary}'''\n{tag}{source}body = '''\n{body}'''\n",
                line(&headline),
                summary = summary.replace("'''", ""),
                body = body.replace("'''", "")
            )
        },
    );
    (
        prop::collection::vec((any::<bool>(), story), 0..6),
        "(NHS|Daily|café)",
        1u8..28,
    )
        .prop_map(|(stories, source, day)| {
            let mut toml =
                format!("title = \"T\"\ndate = 2016-01-{day:02}\nsource = \"{source}\"\n");
            for (_, story) in stories.iter().filter(|(lead, _)| *lead) {
                toml += "[[story]]\n";
                toml += story;
            }
            toml += "[[section]]\ntitle = \"Straße\"\n";
            for (_, story) in stories.iter().filter(|(lead, _)| !*lead) {
                toml += "[[section.story]]\n";
                toml += story;
            }
            toml
        })
}

/// Marks some stories: read where the flag is true, else saved.
fn some_marked(editions: &[Arc<Edition>], marked: &[(prop::sample::Index, bool)]) -> Marks {
    let briefings = editions
        .iter()
        .filter_map(|edition| edition.briefing.as_ref());
    let keys: Vec<_> = briefings
        .flat_map(|briefing| briefing.stories().map(Story::key))
        .collect();
    let mut marks = Marks::default();
    for (index, read) in marked.iter().filter(|_| !keys.is_empty()) {
        let change = if *read {
            Change::Read(true)
        } else {
            Change::Saved(true)
        };
        let key = index.get(&keys).clone();
        marks.apply(&Operation { key, change }, 1);
    }
    marks
}

fn query() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        WORD.prop_map(|word| word.replace(['*', '_', '`'], "")),
        "(st|tri|ca|s|a|n|東|ก|ह|☂|👩|-)",
        Just("\"doctors' strike\"".to_owned()),
        Just("\"strike doctors\"".to_owned()),
        "(headline|tag|section|by|source):(strike|cafe|a|strasse|NHS)",
        "(date|since|before):2016-01-1[0-9]",
        "tag:\"(strike|NHS|trust|cafe)\"",
        "is:(read|unread|saved)",
    ];
    let joined = prop::sample::select(&[" ", " ", " OR ", " | "]);
    prop::collection::vec((joined, prop::bool::weighted(0.2), word), 1..5).prop_map(|words| {
        let mut query = String::new();
        for (joined, not, word) in words {
            if !query.is_empty() {
                query += joined;
            }
            query += if not { "-" } else { "" };
            query += &word;
        }
        query
    })
}

/// Queries with words that are spelled nearly like some of [`WORD`].
fn misspelt() -> impl Strategy<Value = String> {
    let word = "(strikes|stirke|trsut|docters|NSH|cafes|quotd|strasze|東海|cod|-strike|bald|headline:tust|tag:strikke|source:dayly|source:nhz|obrien|co-opt|jeanluk|\"stike\"|\"stirke trsut\"|\"NHS, cafes\"|headline:\"strike docters\"|tag:\"stike trust\"|source:\"dayly nhz\"|-\"stirke trsut\")";
    prop::collection::vec(word, 1..3).prop_map(|words| words.join(" "))
}

/// Whether at most `limit` edits turn one word into the other. Where `swaps` is true, swapped neighbours are one.
fn is_near(one: &[char], other: &[char], limit: usize, swaps: bool) -> bool {
    let ([a, one_rest @ ..], [b, other_rest @ ..]) = (one, other) else {
        return one.len().max(other.len()) <= limit;
    };
    if a == b && is_near(one_rest, other_rest, limit, swaps) {
        return true;
    }
    let swapped = match (one, other) {
        ([a, b, one_rest @ ..], [c, d, other_rest @ ..]) if swaps && a == d && b == c => {
            Some((one_rest, other_rest))
        }
        _ => None,
    };
    let edited = [(one_rest, other_rest), (one_rest, other), (one, other_rest)];
    limit > 0
        && edited
            .into_iter()
            .chain(swapped)
            .any(|(one, other)| is_near(one, other, limit - 1, swaps))
}

/// A query for some terms, all of which a story must meet.
fn query_of<'t>(terms: impl IntoIterator<Item = &'t Term>) -> Query {
    let clause = |term: &Term| Clause {
        terms: vec![term.clone()],
    };
    Query {
        clauses: terms.into_iter().map(clause).collect(),
        ..Query::default()
    }
}

/// The fields of every story with their texts, as [`texts`] gives them; each with a source.
fn all_texts(editions: &[Arc<Edition>]) -> Vec<Vec<(Field, String)>> {
    let mut stories = Vec::new();
    for briefing in editions.iter().filter_map(|edition| edition.whole()) {
        for story in briefing.stories() {
            let section = story
                .section()
                .map(|section| briefing.section_title(section));
            let mut texts = texts(story, section);
            if story.source().is_empty() {
                texts.push((Field::Source, briefing.source().to_string()));
            }
            stories.push(texts);
        }
    }
    stories
}

/// What is suggested for each word of `query`, with its number of stories, found word by word.
fn slow_suggestions(editions: &[Arc<Edition>], query: &Query) -> Vec<Vec<(String, usize)>> {
    let stories = all_texts(editions);
    let for_term = |term: &Term| {
        let (field, finder, whole) = match &term.test {
            Test::Text {
                field,
                finder,
                whole,
            } => (*field, finder, *whole),
            Test::Source(finder) => (Some(Field::Source), finder, false),
            _ => return Vec::new(),
        };
        let needle = String::from_utf8_lossy(finder.needle()).into_owned();
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        let limit = if letters(&needle).len() <= 5 { 1 } else { 2 };
        let fewest = |word: &str, swaps: bool| {
            (0..=limit).find(|&edits| is_near(&letters(word), &letters(&needle), edits, swaps))
        };
        let edits = |word: &str| fewest(word, true);
        let undoubled = |word: &str| {
            let mut letters = letters(word);
            letters.dedup();
            letters
        };
        let in_field = |at: Field| field.map_or(at != Field::Source, |only| only == at);
        let having = |meets: &dyn Fn(&str) -> bool| {
            let has = |texts: &&Vec<(Field, String)>| {
                texts
                    .iter()
                    .any(|(at, text)| in_field(*at) && meets(&fold(text)))
            };
            stories.iter().filter(has).count()
        };
        let searched = |word: &str| {
            having(&|text| {
                if whole {
                    text == word
                } else {
                    text.contains(word)
                }
            })
        };
        let joins = |c: char| c == '\'' || c == '-';
        let is_word = |word: &str| {
            word.chars().all(|c| c.is_alphanumeric() || joins(c)) && edits(word).is_some()
        };
        let words_of = |text: &str| -> Vec<String> {
            let separates = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !joins(c);
            let whole = |word: &str| -> Vec<String> {
                let word = word.trim_matches(joins);
                let word = word.strip_suffix("'s").unwrap_or(word);
                if is_word(word) {
                    vec![word.to_owned()]
                } else {
                    word.split(joins).map(str::to_owned).collect()
                }
            };
            text.split(separates).flat_map(whole).collect()
        };
        if term.negated || needle.contains(' ') || searched(&needle) > 0 {
            return Vec::new();
        }
        let mut words: Vec<String> = stories
            .iter()
            .flatten()
            .filter(|(at, _)| in_field(*at))
            .flat_map(|(_, text)| words_of(&fold(text)))
            .filter(|word| is_word(word) && !word.is_empty())
            .collect();
        words.sort();
        words.dedup();
        let rank = |word: &String, stories: usize| {
            (
                edits(word),
                fewest(word, false) == edits(word) && undoubled(word) != undoubled(&needle),
                word.chars().next() != needle.chars().next(),
                std::cmp::Reverse(stories),
            )
        };
        words.sort_by_key(|word| rank(word, having(&|text| words_of(text).contains(word))));
        words.truncate(3);
        words.retain(|word| searched(word) > 0);
        words.sort_by_key(|word| (rank(word, searched(word)), word.clone()));
        words
            .into_iter()
            .map(|word| (word.clone(), searched(&word)))
            .collect()
    };
    let stories_of = |term: &Term| hits(editions, &query_of([term])).len();
    let words = |term: &'_ Term| match term.words.as_slice() {
        [] => vec![term.clone()],
        words if stories_of(term) == 0 => words.to_vec(),
        _ => Vec::new(),
    };
    query
        .terms()
        .flat_map(words)
        .map(|term| for_term(&term))
        .filter(|words| !words.is_empty())
        .collect()
}

proptest! {
    #[test]
    fn the_words_of_the_archive_near_a_misspelt_one_are_suggested(
        editions in prop::collection::vec(edition(), 1..4),
        query in misspelt(),
    ) {
        let editions: Vec<_> = editions
            .iter()
            .enumerate()
            .map(|(index, source)| Arc::new(Edition::parse(format!("{index}.toml").into(), source)))
            .collect();
        let parsed = parse(&query);
        // Each edition is a chunk of its own.
        let chunks: Vec<_> = editions
            .iter()
            .flat_map(|edition| fold_editions(std::slice::from_ref(edition)))
            .collect();
        let mut tally = Tally::default();
        for chunk in &chunks {
            tally.merge(chunk.tally(&parsed, &Scope::All, &Marks::default()));
        }
        let suggestions = tally.suggestions(&parsed, &Scope::All, &chunks);
        for (term, alone) in parsed.terms().zip(&suggestions.alone) {
            let stories = |terms: &[Term]| hits(&editions, &query_of(terms)).len();
            prop_assert_eq!(stories(std::slice::from_ref(term)), alone.stories);
            if alone.stories == 0 && !term.words.is_empty() {
                let words = term.words.chunks(1).map(stories);
                prop_assert_eq!(words.collect::<Vec<_>>(), &*alone.words);
                prop_assert_eq!(stories(&term.words), alone.all_words);
            }
        }
        for correction in &suggestions.corrections {
            for Suggested { word, stories, holder } in &correction.words {
                let holding = editions.iter().find(|edition| edition.id() == holder.edition());
                let story = holding.unwrap().whole().unwrap().story(holder.position());
                let spelled = search::spelled(story, correction.field, word);
                let spelled = spelled.expect("the story named has the word");
                prop_assert_eq!(fold(&spelled), &**word);
                let mut corrected = query.clone();
                corrected.replace_range(correction.written.clone(), &spelled);
                let found = parse(&corrected);
                let mut terms = found.terms().flat_map(|term| term.words.iter().chain([term]));
                let term = terms.find(|term| term.value.start == correction.written.start);
                prop_assert_eq!(hits(&editions, &query_of(term)).len(), *stories);
            }
        }
        let words = suggestions.corrections.into_iter().map(|correction| {
            let words = correction.words.into_iter();
            let words = words.map(|suggested| (suggested.word.to_string(), suggested.stories));
            words.collect::<Vec<_>>()
        });
        prop_assert_eq!(words.collect::<Vec<_>>(), slow_suggestions(&editions, &parsed));
    }

    #[test]
    fn the_scan_finds_what_a_slow_search_finds(
        editions in prop::collection::vec(edition(), 1..6),
        query in query(),
        marked in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..8),
    ) {
        let editions: Vec<_> = editions
            .iter()
            .enumerate()
            .map(|(index, source)| Arc::new(Edition::parse(format!("{index}.toml").into(), source)))
            .collect();
        let archive = Archive::default().with(editions.clone());
        let query = parse(&query);
        let marks = some_marked(&editions, &marked);
        prop_assert_eq!(
            named(&hits_with(&editions, &query, &marks)),
            slow(&archive, &query, &marks)
        );
    }

    /// A chunk caches results of earlier searches; that must not change the result of any other.
    #[test]
    fn cached_results_do_not_change_later_searches(
        editions in prop::collection::vec(edition(), 1..4),
        queries in prop::collection::vec(query(), 1..16),
    ) {
        let editions: Vec<_> = editions
            .iter()
            .enumerate()
            .map(|(index, source)| Arc::new(Edition::parse(format!("{index}.toml").into(), source)))
            .collect();
        let chunks = fold_editions(&editions);
        let none = Marks::default();
        for query in queries.iter().map(|query| parse(query)) {
            let found = chunks.iter().flat_map(|chunk| chunk.scan(&query, &Scope::All, &none));
            prop_assert_eq!(named(&Hits::new(found.collect())), named(&hits(&editions, &query)));
        }
    }

    #[test]
    fn hits_found_in_two_parts_merge_into_the_same_list(
        editions in prop::collection::vec(edition(), 1..8),
        query in query(),
        split in 0usize..8,
    ) {
        let editions: Vec<_> = editions
            .iter()
            .enumerate()
            .map(|(index, source)| Arc::new(Edition::parse(format!("{index}.toml").into(), source)))
            .collect();
        let query = parse(&query);
        let (first, rest) = editions.split_at(split.min(editions.len()));
        let mut in_parts = hits(rest, &query);
        in_parts.merge(hits(first, &query));
        prop_assert_eq!(named(&in_parts), named(&hits(&editions, &query)));
    }

    #[test]
    fn every_highlight_contains_the_text_searched_for(source in edition(), query in query(), columns in 10usize..60) {
        let edition = Edition::parse("one.toml".into(), &source);
        let query = parse(&query);
        let briefing = edition.whole().unwrap();
        for story in briefing.stories() {
            let section = story.section().map(|section| briefing.section_title(section));
            let article = article::story(StoryArticle { story, section, minutes: 1, dates: Dates::Long, preface: briefing.summary() });
            let needles: Vec<_> =
                query
                .terms()
                .filter(|term| !term.negated)
                .filter_map(|term| match &term.test {
                    Test::Text { finder, .. } | Test::Source(finder) => Some(String::from_utf8_lossy(finder.needle()).into_owned()),
                    _ => None,
                })
                .collect();
            let contains_needle = |text: &str| needles.iter().any(|needle| fold(text).contains(needle.trim()));
            let mut end = 0;
            for highlight in search::in_article(&article, &query) {
                prop_assert!(highlight.start >= end, "highlights are in order and do not overlap");
                prop_assert!(contains_needle(&article.text[highlight.clone()]), "{:?}", &article.text[highlight]);
                let boundaries = || article.text.grapheme_indices(true).map(|(at, _)| at).chain([article.text.len()]);
                prop_assert!(boundaries().any(|at| at == highlight.start) && boundaries().any(|at| at == highlight.end));
                end = highlight.end;
            }
            let snippet = search::snippet(story, &query, columns);
            prop_assert!(roundup::text::width::of(&snippet.text) <= columns);
            for highlight in snippet.highlights {
                prop_assert!(highlight.end < snippet.text.len() || contains_needle(&snippet.text[highlight.clone()]), "{:?} in {:?}", highlight, snippet.text);
            }
        }
    }

    #[test]
    fn no_query_panics(text in r#"([a-z:"“\-]{0,4}|is:|date:|-|"| |\PC|[\u{300}-\u{310}]|\x1b){0,40}"#) {
        let query = parse(&text);
        let source = "title = \"T\"\ndate = 2016-01-12\n[[story]]\nheadline = \"Hé\"\nbody = '''a *b*'''\n";
        hits(&[Arc::new(Edition::parse("one.toml".into(), source))], &query);
    }
}

#[test]
fn a_straight_apostrophe_finds_the_typographic_one() {
    let archive = Archive::default().with(roundup::store::samples());
    let found = hits(archive.editions(), &parse("doctors' strike"));
    assert!(
        named(&found).contains(&"2016-01-12-health.toml#0".to_owned()),
        "{:?}",
        named(&found)
    );
    assert_eq!(
        named(&hits(archive.editions(), &parse("\"doctors' strike\""))).len(),
        4
    );
}

#[test]
fn the_chart_spans_from_the_oldest_hit_to_the_newest() {
    let archive = Archive::default().with(roundup::store::samples());
    let chart = search::chart(&hits(archive.editions(), &parse("the")), 10).unwrap();
    assert_eq!(
        (chart.oldest, chart.newest),
        (date(1912, 4, 16), date(2016, 1, 12))
    );
    assert_eq!(chart.bars.len(), 10);
    assert!(chart.bars[0] > 0 && chart.bars[9] > 0 && chart.bars.contains(&8));
    for (day, bar) in [
        (date(1912, 4, 16), Some(0)),
        (date(2016, 1, 12), Some(9)),
        (date(1900, 1, 1), None),
        (date(2017, 1, 1), None),
    ] {
        assert_eq!(chart.bar_of(day), bar, "{day}");
    }
    assert_eq!(
        search::chart(&hits(archive.editions(), &parse("date:2016")), 10),
        None
    );
}

/// A snippet with its matches in brackets.
fn snippet(story: &str, query: &str, columns: usize) -> String {
    let source = format!(
        "title = 'T'\ndate = 2016-01-12\n[[section]]\ntitle = 'Harbour'\n[[section.story]]\n{story}"
    );
    let edition = Edition::parse("one.toml".into(), &source);
    let whole = edition.whole().expect("a whole edition");
    let story = whole.story(0);
    let snippet = search::snippet(story, &parse(query), columns);
    let mut shown = snippet.text.to_string();
    for highlight in snippet.highlights.iter().rev() {
        shown.insert(highlight.end, ']');
        shown.insert(highlight.start, '[');
    }
    shown
}

#[test]
fn a_snippet_shows_what_has_matched() {
    let story = "headline = 'Moon'\nbyline = 'Ann Guðmundsdóttir'\ntags = ['tides', 'the sea']\n\
                 summary = 'What _is_ known'\nbody = 'Nothing of the sea.'\n";
    for (query, expected) in [
        ("known", "What is [known]"),
        ("nothing", "[Nothing] of the sea."),
        ("sea", "Nothing of the [sea]."),
        ("gudmunds", "Ann [Guðmunds]dóttir"),
        ("by:ann tides", "[Ann] Guðmundsdóttir"),
        ("tide", "[tide]s, the sea"),
        ("tide -tag:\"moon\"", "[tide]s, the sea"),
        ("tag:sea", "tides, the [sea]"),
        ("e:x harbour", "[Harbour]"),
        // What the headline shows, or the query says by itself, is not shown again.
        ("moon", "What is known"),
        ("moon ann", "What is known"),
        ("tag:\"the sea\"", "What is known"),
        ("is:unread", "What is known"),
        ("-ann", "What is known"),
    ] {
        assert_eq!(snippet(story, query, 60), expected, "{query}");
    }
    assert_eq!(snippet(story, "dottir", 12), "…unds[dóttir]");
}
