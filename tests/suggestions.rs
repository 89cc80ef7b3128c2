//! What a search says of what it does not find, and what Enter makes of that.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;

use std::sync::Arc;

use common::{answer, answered, drawn, press, rows, size, suggest};
use roundup::app::texts::{Text, TextRequest};
use roundup::app::{Effect, Environment, Model, Msg, update};
use roundup::archive::{Archive, Edition};
use roundup::marks::{Change, Marks, Operation};
use roundup::search::fold_editions;
use roundup::ui::theme::Theme;

/// Two editions of one day from two sources, and one of the day before.
fn editions() -> Vec<Arc<Edition>> {
    let edition = |path: &str, source: &str| Arc::new(Edition::parse(path.into(), source));
    vec![
        edition(
            "late.toml",
            "title = 'Late'\ndate = 2031-04-02\nsource = 'Harbour News'\nedition = 'Late'\n\
             [[story]]\nheadline = 'GOVERNMENT falls'\nbody = 'The government fell. Mr O’Brien’s party did not.'\n\
             [[story]]\nheadline = 'The council'\nbyline = 'Guðmundsdóttir'\nbody = 'No co-operation.'\n",
        ),
        edition(
            "town.toml",
            "title = 'Town'\ndate = 2031-04-02\nsource = 'Town Crier'\nedition = 'Early'\n\
             [[story]]\nheadline = 'A moon over O’Brien'\n",
        ),
        edition(
            "before.toml",
            "title = 'Before'\ndate = 2031-04-01\nsource = 'Harbour News'\n\
             [[story]]\nheadline = 'Nothing yet'\n",
        ),
    ]
}

/// Stories with words that are near each other.
fn near_words() -> Vec<Arc<Edition>> {
    let headlines = [
        "The train",
        "A trial",
        "Another trial",
        "A harbour",
        "Two harbours",
    ];
    let stories = headlines.map(|headline| format!("[[story]]\nheadline = '{headline}'\n"));
    let source = format!("title = 'Near'\ndate = 2031-04-02\n{}", stories.concat());
    vec![Arc::new(Edition::parse("near.toml".into(), &source))]
}

fn model_with(environment: impl Into<Environment>, marks: Marks) -> Model {
    model_of(editions(), environment, marks)
}

fn model_of(
    editions: Vec<Arc<Edition>>,
    environment: impl Into<Environment>,
    marks: Marks,
) -> Model {
    let (found, chunks) = (editions.len(), fold_editions(&editions));
    let archive = Archive::default().with(editions);
    let mut model = Model::new(archive, found, marks, environment);
    answered(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
    answered(&mut model, Msg::Folded(chunks));
    model
}

fn model(columns: &str) -> Model {
    model_with(size(columns), Marks::default())
}

fn screen(model: &Model) -> Vec<String> {
    rows(&drawn(model, &Theme::PLAIN))
}

fn last_line(model: &Model) -> String {
    screen(model).pop().unwrap()
}

/// The last line after some keys.
fn says(keys: &str) -> String {
    let mut model = model("110x34");
    press(&mut model, keys);
    last_line(&model)
}

#[track_caller]
fn check(keys: &str, said: &[&str]) {
    let last = says(keys);
    for said in said {
        assert!(last.contains(said), "{keys}: {said} is not in {last}");
    }
}

#[test]
fn words_are_suggested_as_a_story_spells_them_and_enter_takes_them() {
    for (typed, meant, stories) in [
        ("obrien", "O’Brien", "2 stories in 2 editions"),
        ("gudmundsdotir", "Guðmundsdóttir", "1 story in 1 edition"),
        ("govrenment", "government", "1 story in 1 edition"),
        ("headline:govrenment", "GOVERNMENT", "1 story in 1 edition"),
        ("cooperation", "co-operation", "1 story in 1 edition"),
        ("source:harbor", "Harbour", "3 stories in 2 editions"),
    ] {
        let mut model = model("110x34");
        press(&mut model, &format!("/{typed}"));
        let last = last_line(&model);
        let asked = format!("did you mean {meant}?   enter correct");
        assert!(last.contains(&asked), "{typed}: {last}");
        let (count, _) = stories.split_once(" in ").unwrap();
        let mut left = screen(&model)
            .into_iter()
            .map(|row| row.chars().take(40).collect::<String>());
        let found = left.any(|row| row.contains(meant) && row.contains(count));
        assert!(found, "{typed}: {:#?}", screen(&model));
        press(&mut model, "<Enter>");
        let prompt = &typed.replace(typed.rsplit(':').next().unwrap(), meant);
        assert!(
            last_line(&model).starts_with(&format!(" /{prompt} ")),
            "{}",
            last_line(&model)
        );
        assert!(
            screen(&model).iter().any(|row| row.contains(stories)),
            "{typed}"
        );
    }
}

/// The rows of the list's pane that are not empty, without the lines around it.
fn list(model: &Model) -> Vec<String> {
    let rows = screen(model);
    let rows = rows[2..rows.len() - 2].iter();
    let rows = rows.map(|row| row.chars().take(39).collect::<String>());
    let rows = rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "));
    rows.filter(|row| !row.is_empty()).collect()
}

#[test]
fn the_words_of_a_phrase_are_corrected_within_its_quotes() {
    for (typed, meant, corrected) in [
        ("\"govrenment fell\"", "government", "\"government fell\""),
        ("\"the govrenment", "government", "\"the government"),
        ("“govrenment fell”", "government", "“government fell”"),
        (
            "headline:\"govrenment falls\"",
            "GOVERNMENT",
            "headline:\"GOVERNMENT falls\"",
        ),
        (
            "moon OR \"govrenment flel\"",
            "government, fell",
            "moon OR \"govrenment flel\"",
        ),
    ] {
        let mut model = model("110x34");
        press(&mut model, &format!("/{typed}"));
        let last = last_line(&model);
        assert!(last.contains(&format!("did you mean {meant}?")), "{last}");
        press(&mut model, "<Enter>");
        let last = last_line(&model);
        let is_kept = !last.starts_with(" /");
        assert!(
            is_kept || last.starts_with(&format!(" /{corrected} ")),
            "{last}"
        );
    }
}

#[test]
fn of_a_phrase_that_no_story_has_the_words_are_counted() {
    for (typed, counts) in [
        (
            "\"govrenment fell\"",
            ["govrenment no story", "fell 1 story", "Did you mean"].as_slice(),
        ),
        ("\"fell government\"", &["both words 1 story"]),
        ("\"did party O'Brien's\"", &["all 3 words 1 story"]),
        ("\"moon government\"", &["both words no story"]),
        (
            "govrenment \"Mr O’Brien\"",
            &["\"Mr O’Brien\" 1 story", "Did you mean"],
        ),
    ] {
        let mut model = model("110x34");
        press(&mut model, &format!("/{typed}"));
        let rows = list(&model);
        let first = rows.iter().position(|row| row.contains(" no story"));
        let after = &rows[first.unwrap() + 1..][..counts.len()];
        assert_eq!(after, counts, "{typed}: {rows:#?}");
    }
}

#[test]
fn of_words_as_near_the_one_with_letters_swapped_is_likeliest() {
    let mut model = model_of(near_words(), size("110x34"), Marks::default());
    press(&mut model, "/trian");
    let last = last_line(&model);
    assert!(last.contains("did you mean train?"), "{last}");
}

#[test]
fn of_words_as_near_the_one_with_a_letter_doubled_is_likeliest() {
    let headlines = ["The sea", "At sea", "Sent away", "To send", "Senna"];
    let stories = headlines.map(|headline| format!("[[story]]\nheadline = '{headline}'\n"));
    let source = format!("title = 'T'\ndate = 2031-04-02\n{}", stories.concat());
    let editions = vec![Arc::new(Edition::parse("t.toml".into(), &source))];
    let mut model = model_of(editions, size("110x34"), Marks::default());
    press(&mut model, "/sena");
    let last = last_line(&model);
    assert!(last.contains("did you mean Senna?"), "{last}");
}

#[test]
fn arrows_choose_among_several_suggestions_and_enter_takes_the_chosen_one() {
    for (keys, said) in [
        (
            "/trian",
            "did you mean train?   enter correct   ↓ ↑ choose ",
        ),
        (
            "/trian<Down>",
            "did you mean trial?   enter correct   ↓ ↑ choose ",
        ),
        ("/trian<Down><Enter>", " /trial "),
        ("/trian<C-n><C-p><Enter>", " /train "),
        ("/trian<PgDn><Enter>", " /trial "),
        ("/trian<PgDn><PgUp><Enter>", " /train "),
        ("/trian<Up>", "This is the first suggestion"),
        ("/trian<Down><Down>", "This is the last suggestion"),
        // What is typed next has suggestions of its own.
        ("/trian<Down><BS>n<Enter>", " /train "),
        ("/trian harbuor", "did you mean train, harbour?"),
        ("/trian harbuor<Down>", "did you mean trial, harbour?"),
        (
            "/trian harbuor<Down><Down>",
            "did you mean train, harbours?",
        ),
        ("/trian harbuor<Down><Down><Enter>", " /train harbours "),
        (
            "/trian harbuor<Down><Down><Down>",
            "This is the last suggestion",
        ),
        ("/\"trian harbuor\"<Down><Enter>", " /\"trial harbour\" "),
    ] {
        let mut model = model_of(near_words(), size("110x34"), Marks::default());
        press(&mut model, keys);
        let last = last_line(&model);
        assert!(last.contains(said), "{keys}: {last}");
    }
    let chosen = |keys: &str| {
        let mut model = model_of(near_words(), size("110x34"), Marks::default());
        press(&mut model, keys);
        let mut rows = list(&model);
        rows.retain(|row| row.starts_with('▌'));
        rows
    };
    assert_eq!(chosen("/trian"), ["▌ train 1 story"]);
    assert_eq!(chosen("/trian<Down>"), ["▌ trial 2 stories"]);
    let both = ["▌ train 1 story", "▌ harbours 1 story"];
    assert_eq!(chosen("/trian harbuor<Down><Down>"), both);
    // Where there is no choice, nothing stands out.
    assert!(chosen("/anothr").is_empty());
    // An earlier query that was brought back leads to others.
    let mut model = model_of(near_words(), size("110x34"), Marks::default());
    press(
        &mut model,
        "/harbour<Enter><Esc>/trial<Enter><Esc>/<Up><Up>",
    );
    assert!(last_line(&model).starts_with(" /harbour "));
}

#[test]
fn a_query_that_asks_for_a_word_to_be_left_out_says_how_to_write_that() {
    check("/council NOT moon", &["to leave it out, write -moon"]);
    check("/not tag:sea", &["to leave it out, write -tag:sea"]);
    let last = says("/council not -moon");
    assert!(!last.contains("leave"), "{last}");
}

#[test]
fn the_name_of_a_state_that_no_story_has_may_have_meant_the_state() {
    check("/unread", &["did you mean is:unread?   enter correct"]);
    check("/unread<Enter>", &[" /is:unread ", "enter keep"]);
    check("/Saved", &["did you mean is:saved?"]);
    for keys in ["/-unread", "/unread moon", "/headline:unread"] {
        let last = says(keys);
        assert!(!last.contains("is:"), "{keys}: {last}");
    }
}

#[test]
fn on_the_closing_page_there_is_no_story_to_search() {
    check("/<Tab>", &["tab this story"]);
    let mut model = model("110x34");
    press(&mut model, "AAG<Enter>G<Space>/<Tab>");
    let last = last_line(&model);
    assert!(last.contains("tab all editions"), "{last}");
}

#[test]
fn tab_says_why_it_leads_to_no_year_where_no_edition_matches() {
    for keys in ["a/since:2d before:1999<Tab>", "a/zzz<Tab>"] {
        check(keys, &["No edition matches; esc shows all"]);
    }
    let last = says("a/town<Tab>");
    assert!(last.contains(" day "), "{last}");
}

/// In a large archive, texts are let go once they have been folded.
#[test]
fn spellings_are_asked_for_where_the_text_has_been_let_go() {
    let whole = editions();
    let editions = whole.iter().map(|edition| Arc::new(edition.without_text()));
    let archive = Archive::default().with(editions.collect());
    let mut model = Model::new(archive.clone(), 3, Marks::default(), size("110x34"));
    answered(&mut model, Msg::Folded(fold_editions(&whole)));
    press(&mut model, "/");
    let mut spellings = None;
    let mut messages: Vec<_> = common::keys("obrien")
        .into_iter()
        .map(Msg::KeyPressed)
        .collect();
    messages.reverse();
    while let Some(message) = messages.pop() {
        for effect in update(&mut model, message) {
            match effect {
                Effect::Search(request) => messages.push(answer(&request)),
                Effect::Suggest(request) => messages.push(suggest(&request)),
                Effect::Read(TextRequest::Spellings(request)) => spellings = Some(request),
                _ => {}
            }
        }
    }
    assert!(
        !last_line(&model).contains("did you mean"),
        "{}",
        last_line(&model)
    );
    let request = TextRequest::Spellings(spellings.unwrap());
    let lacking: Vec<_> = request
        .lacks(&archive)
        .into_iter()
        .map(|it| it.path())
        .collect();
    assert_eq!(lacking, [std::path::Path::new("town.toml")]);
    let text = request.answer_with(&whole, &archive);
    // The answer to an earlier request comes too late.
    let Text::Spellings { corrections, .. } = text.clone() else {
        panic!("{text:?}");
    };
    let number = 0;
    update(
        &mut model,
        Msg::TextRead(Text::Spellings {
            number,
            corrections,
        }),
    );
    assert!(
        !last_line(&model).contains("did you mean"),
        "{}",
        last_line(&model)
    );
    update(&mut model, Msg::TextRead(text));
    assert!(
        last_line(&model).contains("did you mean O’Brien?"),
        "{}",
        last_line(&model)
    );
}

#[test]
fn enter_takes_the_field_that_an_unknown_one_may_have_meant() {
    let asked = "hedline: is not a field; did you mean headline:?   enter correct";
    check("/hedline:moon", &[asked]);
    check("/hedline:moon<Enter>", &[" /headline:moon "]);
    check("/hedline:moon<Enter><Enter>", &["esc back"]);
    check(
        "/govrenment -Titel:x by:gudmundsdotir<Enter>",
        &[" /government -headline:x by:Guðmundsdóttir "],
    );
    // A word that is near another one by its field alone is not corrected as well.
    check("/tags:moo<Enter>", &[" /tag:moo "]);
    // What is found is kept.
    check(
        "/moon -titel:x<Enter>",
        &["titel: is not a field; did you mean headline:?"],
    );
}

#[test]
fn the_archive_suggests_only_fields_by_which_it_is_narrowed() {
    check(
        "a/sorce:crier",
        &["sorce: is not a field; did you mean source:?   enter correct"],
    );
    check("a/sorce:crier<Enter>", &[" /source:crier ", "enter open"]);
    let last = says("a/titel:x");
    assert!(last.contains("titel: is not a field of editions"), "{last}");
    assert!(
        !last.contains("enter") && !last.contains("headline"),
        "{last}"
    );
}

#[test]
fn quotes_without_words_say_what_they_wait_for() {
    for keys in ["/\"", "/\"\"", "/moon \"", "/“", "a/\""] {
        check(keys, &["quotes go around words, as in \"a phrase\""]);
    }
    let mut model = common::model(size("110x34"));
    press(&mut model, "/\"");
    assert!(
        last_line(&model).contains("quotes go around words"),
        "{}",
        last_line(&model)
    );
    check(
        "/headline:\"",
        &["headline: takes a word, or words in quotes"],
    );
}

#[test]
fn an_alternative_that_no_story_has_is_named_beside_the_others() {
    let missing = "no story has govrenment; did you mean government?";
    check("/govrenment OR council", &[missing, "   → correct"]);
    check("/council | govrenment", &[missing]);
    check("/govrenment OR council<Enter>", &[missing]);
    check("/council OR zzz", &["no story has zzz   enter keep"]);
    check("/council OR -zzz", &["no story has zzz"]);
    // It is not said again with every key.
    let last = says("/govrenment OR council<Enter>j");
    assert!(!last.contains("no story has"), "{last}");
    for keys in [
        "/council OR government",
        "/council OR -moon",
        "/council OR is:saved",
        "/council",
    ] {
        let last = says(keys);
        assert!(!last.contains("no story has"), "{keys}: {last}");
    }
}

#[test]
fn a_word_to_leave_out_that_no_story_has_is_named() {
    let missing = "no story has govrenment; did you mean government?";
    check("/the -govrenment", &[missing, "   → correct"]);
    check("/the -govrenment<Enter>", &[missing]);
    check("/moon -by:gudmundsdotir", &["did you mean Guðmundsdóttir?"]);
    check("/moon -\"no such\"", &["no story has \"no such\"   "]);
    // In another edition it is not misspelt.
    for keys in [
        "/moon -council",
        "/the -moon<Tab>",
        "/moon -is:saved",
        "/moon -date:2016",
        "/zzz -govrenment",
    ] {
        let last = says(keys);
        let is_said = last.contains("no story has") || last.contains("did you mean");
        assert!(!is_said, "{keys}: {last}");
    }
}

/// A misspelt word of one story, which others have spelled otherwise; and words of which one is a part of the other.
fn rare_words(others: usize) -> Vec<Arc<Edition>> {
    let story = |headline| format!("[[story]]\nheadline = '{headline}'\n");
    let one = ["Shostakovitch’s fifth", "All elections"].map(story);
    let many = ["A quartet by Shostakovich", "The election"].map(|it| story(it).repeat(others));
    let source = format!(
        "title = 'T'\ndate = 2031-04-02\n{}{}",
        one.concat(),
        many.concat()
    );
    vec![Arc::new(Edition::parse("rare.toml".into(), &source))]
}

#[test]
fn beside_a_word_of_few_stories_one_of_many_is_suggested_and_a_key_takes_it() {
    let said = "did you mean Shostakovich (10 stories)?   → correct   enter keep ";
    let mut wrong = Vec::new();
    for (others, keys, said, is_said) in [
        (10, "/shostakovitch", said, true),
        (10, "/fifth shostakovitch", said, true),
        (10, "/shostakovitch<Right>", " /Shostakovich ", true),
        (10, "/shostakovitch<Left><Right>", " /shostakovitch ", true),
        (10, "/shostakovitch<Left>", "→", false),
        // Enter takes it where nothing is found.
        (
            10,
            "/shostakovitch quartet",
            "did you mean Shostakovich?   enter correct",
            true,
        ),
        (10, "/shostakovitch<Enter>", "did you mean", false),
        // Half a field is left, and the results with it.
        (10, "/by: shostakovitch<C-w>", "→", false),
        (10, "/| shostakovitch<C-w>", "→", false),
        (9, "/shostakovitch", "did you mean", false),
        (10, "/shostakovich", "did you mean", false),
        (10, "/elections", "did you mean", false),
        (10, "/all -shostakovitch", "did you mean", false),
    ] {
        let mut model = model_of(rare_words(others), size("110x34"), Marks::default());
        press(&mut model, keys);
        let last = last_line(&model);
        if last.contains(said) != is_said {
            wrong.push(format!("{others} {keys}: {last}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    check(
        "/govrenment OR moon",
        &["government?   → correct   enter keep "],
    );
    check("/govrenment<Right>", &[" /government "]);
    check(
        "/govrenment OR council<Right>",
        &[" /government OR council "],
    );
    check("/the -govrenment<Right>", &[" /the -government "]);
}

#[test]
fn where_nothing_is_found_the_prompt_says_that_parentheses_do_not_group_words() {
    let said = "parentheses do not group words";
    for keys in ["/(zzz OR moon) qqq", "/zzz (moon", "/moon)", "/-(moon) zzz"] {
        check(keys, &[said]);
    }
    // Without them it may mean something else, so nothing is offered in its place.
    let last = says("/(moon OR zzz) -(sea OR sky)");
    assert!(last.contains(said) && !last.contains("correct"), "{last}");
    for keys in ["/mo(on", "/\"(moon)\"", "/zzz"] {
        let last = says(keys);
        assert!(!last.contains(said), "{keys}: {last}");
    }
}

/// Two days of the same month.
#[test]
fn a_chart_of_one_month_names_it_once() {
    let mut model = model("110x34");
    press(&mut model, "/moon OR yet<Enter>");
    let chart = list(&model)[2].clone();
    assert_eq!(chart, "Apr 2031 ██");
}

/// An edition with so many sections that `g` opens a list of them, and a story with tags and links.
fn many_sections() -> Vec<Arc<Edition>> {
    let titles = (1..40).map(|number| format!("Zone {number}"));
    let titles = titles.chain(["Football results", "Fußball", "World news"].map(str::to_owned));
    let section = |title| {
        format!("[[section]]\ntitle = '{title}'\n[[section.story]]\nheadline = '{title} today'\n")
    };
    let sections: Vec<_> = titles.map(section).collect();
    let source = format!(
        "title = 'Many'\ndate = 2031-04-02\nsource = 'Harbour News'\n[[story]]\nheadline = 'H'\n\
         tags = ['government', 'football']\n\
         body = '[the report](https://one.example/) and [an answer](https://two.example/)'\n{}",
        sections.concat()
    );
    vec![Arc::new(Edition::parse("many.toml".into(), &source))]
}

#[test]
fn a_misspelt_word_of_which_nothing_is_left_in_a_list_is_suggested_and_enter_takes_it() {
    for (keys, meant, corrected) in [
        (":unred", "unread", ":unread"),
        ("?/mark sectoin", "section", "/mark section"),
        ("g/fotball", "football", "/football"),
        ("g/ Fusball ", "fussball", "/ fussball "),
        (
            "g/fotball resluts",
            "football, results",
            "/football results",
        ),
        ("g/news wrld", "world", "/news world"),
        ("t/goverment", "government", "/government"),
        ("o/anwser", "answer", "/answer"),
        ("T/contrats", "contrast", "/contrast"),
        ("a/harbor", "harbour", "/harbour"),
        ("a/source:harbor", "harbour", "/source:harbour"),
        ("a/arpil many", "april", "/april many"),
        ("a/unread", "is:unread", "/is:unread"),
    ] {
        let mut model = model_of(many_sections(), size("110x34"), Marks::default());
        press(&mut model, keys);
        let last = last_line(&model);
        let asked = format!("did you mean {meant}?   enter correct");
        assert!(last.contains(&asked), "{keys}: {last}");
        press(&mut model, "<Enter>");
        let last = last_line(&model);
        assert!(
            last.starts_with(&format!(" {corrected} ")),
            "{keys}: {last}"
        );
        assert!(
            !list(&model)[0].contains("No "),
            "{keys}: {:?}",
            list(&model)
        );
    }
    for keys in [
        "g/zzz",
        "g/world results",
        "g/fotball news",
        ":unread",
        "a/-harbor zzz",
        "a/source:mnay",
    ] {
        let mut model = model_of(many_sections(), size("110x34"), Marks::default());
        press(&mut model, keys);
        let last = last_line(&model);
        assert!(!last.contains("did you mean"), "{keys}: {last}");
    }
}

#[test]
fn a_narrow_prompt_says_that_enter_takes_a_correction() {
    for (keys, said) in [
        (
            "/the council govrenment",
            "  did you mean government?   enter correct",
        ),
        (
            "/hedline:moon",
            "   did you mean headline:?   enter correct",
        ),
        (
            "/govrenment OR council",
            "  did you mean government?   → correct",
        ),
        ("/council OR zzz", "   no story has zzz   enter keep"),
    ] {
        let mut model = model("60x20");
        press(&mut model, keys);
        let last = last_line(&model);
        assert!(last.contains(said), "{keys}: {last}");
    }
}

/// A question is of no use without the key that says yes, so other hints make room for it.
#[test]
fn every_question_what_was_meant_names_the_key_that_says_yes() {
    let words = "/govrenment gudmundsdotir cooperation";
    let mut wrong = Vec::new();
    for at in ["110x34", "80x24", "60x20"] {
        for (keys, said) in [
            (
                "/council OR govrenment",
                "did you mean government?   → correct",
            ),
            ("/the -govrenment", "did you mean government?   → correct"),
            ("/moon -titel:x", "did you mean headline:?   → correct"),
            ("/hedline:moon", "did you mean headline:?   enter correct"),
            (
                "/the old govrenment",
                "did you mean government?   enter correct",
            ),
            ("/unread", "did you mean is:unread?   enter correct"),
            (words, "did you mean government, "),
            (words, "   enter correct"),
            ("a/harbor", "did you mean harbour?   enter correct"),
            ("a/sorce:crier", "did you mean source:?   enter correct"),
            (":unred", "did you mean unread?   enter correct"),
        ] {
            let mut model = model_with(size(at), Marks::default());
            press(&mut model, keys);
            let last = last_line(&model);
            if !last.contains(said) {
                wrong.push(format!("{at} {keys}: {last}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    check("/moon -titel:x<Right>", &[" /moon -headline:x "]);
}

#[test]
fn once_results_are_kept_the_keys_that_correct_the_query_are_named() {
    let long = "no story has govrenment; did you mean government? / and then → corrects it";
    let short = "did you mean government? / and then → corrects it";
    for (at, said) in [("110x34", long), ("80x24", long), ("60x20", short)] {
        let mut model = model_with(size(at), Marks::default());
        press(&mut model, "/council OR govrenment<Enter>");
        let last = last_line(&model);
        assert!(last.starts_with(&format!(" {said} ")), "{at}: {last}");
    }
    check(
        "/council OR govrenment<Enter>/<Right>",
        &[" /council OR government "],
    );
}

/// Presses keys and answers every search, but not the last request for suggestions, which is returned.
fn press_until_suggestions(model: &mut Model, text: &str) -> Option<Msg> {
    let mut asked = None;
    let mut messages: Vec<_> = common::keys(text)
        .into_iter()
        .map(Msg::KeyPressed)
        .collect();
    messages.reverse();
    while let Some(message) = messages.pop() {
        for effect in update(model, message) {
            match effect {
                Effect::Search(request) => messages.push(answer(&request)),
                Effect::Suggest(request) => asked = Some(suggest(&request)),
                _ => {}
            }
        }
    }
    asked
}

#[test]
fn until_it_is_known_what_was_meant_the_last_line_says_that_it_is_looked_for() {
    for (typed, then, enters) in [
        (
            "/govrenment",
            "did you mean government?   enter correct",
            " /government ",
        ),
        ("/zzz", "nothing found", "nothing to keep; esc goes back"),
    ] {
        for at in ["110x34", "60x20"] {
            let mut model = model_with(size(at), Marks::default());
            let suggestions = press_until_suggestions(&mut model, typed);
            let last = last_line(&model);
            assert!(last.contains("  looking for similar words "), "{last}");
            // Enter cannot do yet what it does in a moment.
            press_until_suggestions(&mut model, "<Enter>");
            let last = last_line(&model);
            let still = " still looking for similar words ";
            assert!(last.contains(still), "{last}");
            answered(&mut model, suggestions.unwrap());
            let last = last_line(&model);
            assert!(last.contains(then), "{last}");
            press(&mut model, "<Enter>");
            let last = last_line(&model);
            assert!(last.contains(enters), "{last}");
        }
    }
}

#[test]
fn in_this_story_nothing_is_said_of_other_stories() {
    let mut model = model("110x34");
    press(&mut model, "/falls<Tab><Tab>");
    assert!(
        list(&model).contains(&"falls not in this story".to_owned()),
        "{:#?}",
        list(&model)
    );
    let mut model = model_of(editions(), size("110x34"), Marks::default());
    press(&mut model, "/moon OR falls<Tab><Tab>");
    let last = last_line(&model);
    assert!(last.contains("this story does not have falls "), "{last}");
}

#[test]
fn a_key_for_saved_stories_says_so_when_none_of_these_is_saved() {
    let key = "elsewhere/story".to_owned();
    let mut marks = Marks::default();
    let change = Change::Saved(true);
    marks.apply(&Operation { key, change }, 1);
    for (marks, said) in [
        (Marks::default(), "No story is saved yet; s saves one"),
        (marks, "No story of these editions is saved; s saves one"),
    ] {
        for keys in ["S", "aS", "/moon<Enter>S"] {
            let mut model = model_with(size("110x34"), marks.clone());
            press(&mut model, keys);
            assert!(
                last_line(&model).contains(said),
                "{keys}: {}",
                last_line(&model)
            );
        }
    }
}

/// The files have gone; so has the folder that they were in, if it is among the `missing`.
fn without_files(missing: &[&str]) -> Model {
    let environment = Environment {
        home: Some("/home/ann".to_owned()),
        ..Environment::from(size("110x34"))
    };
    let mut model = model_with(environment, Marks::default());
    let missing = missing.iter().map(Into::into).collect();
    let gone = editions()
        .into_iter()
        .map(|edition| edition.path().to_owned());
    let (gone, read, folded) = (gone.collect(), Vec::new(), Vec::new());
    answered(&mut model, Msg::Missing(missing));
    answered(&mut model, Msg::FilesChanged { gone, read, folded });
    reload(&mut model, false);
    model
}

fn reload(model: &mut Model, asked: bool) {
    let is_one_file = false;
    answered(model, Msg::ReadAgain { asked, is_one_file });
}

#[test]
fn where_the_folder_has_gone_keys_say_so_and_which_one_tries_again() {
    let folder = "~/briefings cannot be read";
    let two = "~/briefings and 1 more cannot be read";
    let none = "There are no briefings left";
    let (one, both) = (["/home/ann/briefings"], ["/home/ann/briefings", "/srv/b"]);
    for (missing, said) in [(&one[..], folder), (&both, two), (&[], none)] {
        for (keys, said) in [
            (
                "/moon",
                format!("nothing found: {}", said.replace("There", "there")),
            ),
            (
                "/moon<Enter>",
                format!("{said}; esc and then R tries again"),
            ),
            ("{", format!("{said}; R tries again")),
            ("}", format!("{said}; R tries again")),
        ] {
            let mut model = without_files(missing);
            press(&mut model, keys);
            assert!(
                last_line(&model).contains(&said),
                "{keys}: {}",
                last_line(&model)
            );
        }
    }
    let mut model = without_files(&one);
    press(&mut model, "R");
    reload(&mut model, true);
    let said = format!("Everything was read again: {folder}");
    assert!(last_line(&model).contains(&said), "{}", last_line(&model));
    let mut model = without_files(&[]);
    press(&mut model, "R");
    reload(&mut model, true);
    let said = "There are no briefings left; R tries again";
    assert!(last_line(&model).contains(said), "{}", last_line(&model));
}

#[test]
fn the_header_of_a_result_names_its_source_once() {
    for (keys, header) in [
        (
            "/falls<Enter>",
            " Harbour News   Wednesday 2 April 2031 · Late ",
        ),
        (
            "/moon<Enter>",
            " Town Crier   Wednesday 2 April 2031 · Early ",
        ),
    ] {
        let mut model = model("110x34");
        press(&mut model, keys);
        let first = screen(&model).remove(0);
        assert!(first.starts_with(header), "{first}");
        let (source, _) = header.trim_start().split_once("   ").unwrap();
        assert_eq!(first.matches(source).count(), 1, "{first}");
    }
}
