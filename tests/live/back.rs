//! What is said of stories and editions that come back.

use std::sync::Arc;

use roundup::app::{Model, Msg};
use roundup::archive::Edition;
use roundup::search::fold_editions;

use super::common::{answered, model, press, size};
use super::{
    LATE, NEWEST, change, edition, extra_story, next_day, notice, read_again, selected, source,
};

/// The text of the newest edition up to its story number `stories`, counted from 0.
fn cut(stories: usize) -> String {
    let source = source(NEWEST);
    let starts = source.match_indices("[[").filter(|(start, _)| {
        let heading = &source[*start..];
        heading.starts_with("[[story]]") || heading.starts_with("[[section.story]]")
    });
    let (end, _) = starts.clone().nth(stories).unwrap();
    source[..end].to_owned()
}

/// What a file says while it is not as it was: `None` while it is not there.
fn interludes() -> Vec<(&'static str, Option<String>)> {
    let other = "title = 'Other'\ndate = 2031-04-02\n[[story]]\nheadline = 'Only one'\n";
    vec![
        ("cut after one story", Some(cut(1))),
        ("cut before the first story", Some(cut(0))),
        ("cut in its title", Some("title = 'The harb".to_owned())),
        (
            "cut after its title",
            Some("title = 'The harbour'\n".to_owned()),
        ),
        ("empty", Some(String::new())),
        ("not there", None),
        ("that of another branch", Some(other.to_owned())),
    ]
}

fn becomes(model: &mut Model, text: Option<&str>) {
    match text {
        Some(text) => change(model, &[], vec![edition(NEWEST, text)]),
        None => change(model, &[NEWEST], Vec::new()),
    }
}

/// The notice after the newest edition has been `between`, with `keys` pressed before it says `after`.
fn said(between: Option<&str>, keys: &str, after: &str) -> (Model, String) {
    let mut model = model(size("110x34"));
    becomes(&mut model, between);
    press(&mut model, keys);
    model.session.notice = None;
    becomes(&mut model, Some(after));
    let said = notice(&model).to_owned();
    (model, said)
}

#[test]
fn stories_that_come_back_are_not_new() {
    for (name, between) in interludes() {
        // In the edition, after a look at another one, and in that other one.
        for keys in ["", "J", "{}", "{"] {
            let (_, said) = said(between.as_deref(), keys, &source(NEWEST));
            assert!(!said.contains("new"), "{name}, {keys}: {said}");
        }
    }
}

#[test]
fn new_stories_among_those_that_come_back_are_told() {
    let grown = source(NEWEST) + &extra_story("One") + &extra_story("Two");
    for (name, between) in interludes() {
        for keys in ["", "J", "{}"] {
            let is_gone_for_good = between.is_none() && keys == "{}";
            let (mut model, said) = said(between.as_deref(), keys, &grown);
            if is_gone_for_good {
                // The user is in another edition.
                assert_eq!(said, "1 edition back", "{name}, {keys}");
                continue;
            }
            let news = "2 new stories; . goes to the first";
            assert!(said.contains(news), "{name}, {keys}: {said}");
            press(&mut model, ".");
            assert_eq!(selected(&model), "One", "{name}, {keys}");
        }
    }
}

#[test]
fn a_corrected_headline_is_not_new_when_another_story_comes_back() {
    let (whole, cut) = (source(NEWEST), cut(5));
    let corrected = whole.replacen("gave back", "has given back", 1);
    let (_, told) = said(Some(&cut), "", &corrected);
    assert_eq!(told, "This edition has changed");
    // Others are still told, with the one to go to.
    let grown = corrected + &extra_story("One");
    let (mut model, told) = said(Some(&cut), "", &grown);
    assert_eq!(told, "1 new story; . goes to it");
    press(&mut model, ".");
    assert_eq!(selected(&model), "One");
}

#[test]
fn a_story_is_told_once_however_often_it_comes_back() {
    let mut model = model(size("110x34"));
    let grown = source(NEWEST) + &extra_story("One");
    for (round, expected) in ["1 new story; . goes to it", "", ""].iter().enumerate() {
        model.session.notice = None;
        becomes(&mut model, Some(&grown));
        let said = notice(&model).replace("This edition has changed", "");
        assert_eq!(said, *expected, "{round}");
        becomes(&mut model, Some(&source(NEWEST)));
    }
    // The key still goes there, once it is there.
    press(&mut model, ".");
    assert_eq!(notice(&model), "Nothing new has come in");
}

#[test]
fn the_key_goes_to_a_new_story_that_was_gone_for_a_while() {
    let mut model = model(size("110x34"));
    let grown = source(NEWEST) + &extra_story("One");
    for text in [&grown, &cut(2), &grown] {
        becomes(&mut model, Some(text));
    }
    press(&mut model, ".");
    assert_eq!(selected(&model), "One");
}

#[test]
fn the_key_goes_to_a_new_story_whose_headline_was_corrected() {
    let mut model = model(size("110x34"));
    for headline in ["One", "The first"] {
        becomes(&mut model, Some(&(source(NEWEST) + &extra_story(headline))));
    }
    press(&mut model, ".");
    assert_eq!(selected(&model), "The first");
}

/// A story above it goes, or comes back, before its headline is corrected.
#[test]
fn the_key_goes_to_a_new_story_that_has_moved_and_whose_headline_was_corrected() {
    let whole = source(NEWEST);
    let (start, end) = (cut(0).len(), whole.find("[[section]]").unwrap());
    let without_first = whole[..start].to_owned() + &whole[end..];
    for places in [
        [&whole, &without_first, &without_first],
        [&without_first, &whole, &whole],
    ] {
        let mut model = model(size("110x34"));
        becomes(&mut model, Some(places[0]));
        for (place, headline) in places.into_iter().zip(["One", "One", "The first"]) {
            becomes(&mut model, Some(&(place.clone() + &extra_story(headline))));
        }
        press(&mut model, ".");
        assert_eq!(selected(&model), "The first");
    }
}

#[test]
fn the_key_does_not_go_to_another_story_in_the_place_of_one_that_has_gone() {
    let mut model = model(size("110x34"));
    let text = source(NEWEST);
    let end = cut(1).len();
    let new = "[[story]]\nheadline = 'In between'\n\n";
    let grown = [&text[..end], new, &text[end..]].concat();
    for text in [&grown, &text] {
        becomes(&mut model, Some(text));
    }
    press(&mut model, ".");
    assert_eq!(notice(&model), "Nothing new has come in");
}

#[test]
fn editions_that_come_back_are_said_to_be_back() {
    let back = |path: &str| edition(path, &source(path));
    let grown = |path: &str| edition(path, &(source(path) + "[[story]]\nheadline = 'One'\n"));
    for (gone, read, expected) in [
        (&[LATE][..], vec![back(LATE)], "1 edition back"),
        (
            &[LATE, "2030-12-31.toml"],
            vec![back(LATE), back("2030-12-31.toml")],
            "2 editions back",
        ),
        (&[LATE], vec![grown(LATE)], "1 edition back"),
        (
            &[LATE],
            vec![back(LATE), next_day()],
            "A new edition has come: The flood; . opens it · 1 edition back",
        ),
        // Under another name.
        (
            &[LATE],
            vec![edition("later.toml", &source(LATE))],
            "1 edition back",
        ),
    ] {
        let mut model = model(size("110x34"));
        change(&mut model, gone, Vec::new());
        press(&mut model, "j");
        change(&mut model, &[], read);
        assert_eq!(notice(&model), expected);
    }
}

#[test]
fn the_newest_edition_is_no_news_when_it_comes_back() {
    let come_back = |edition: Arc<Edition>| {
        let mut model = model(size("110x34"));
        change(&mut model, &[], vec![next_day()]);
        press(&mut model, "j");
        change(&mut model, &["2031-04-03.toml"], Vec::new());
        press(&mut model, "j");
        change(&mut model, &[], vec![edition]);
        notice(&model).to_owned()
    };
    assert_eq!(come_back(next_day()), "1 edition back");
    // Nor with other headlines.
    let source = "title = \"The flood\"\ndate = 2031-04-03\n[[story]]\nheadline = \"Low water\"\n";
    let other = edition("2031-04-03.toml", source);
    assert_eq!(come_back(other), "1 edition back");
}

/// Files are emptied, or made empty, and filled after; what is said does not depend on how much of that is seen.
#[test]
fn an_edition_that_comes_back_in_steps_is_not_added() {
    let whole = |path| Some(source(path));
    let other = "title = 'T'\ndate = 2031-04-01\nedition = 'Late'\n[[story]]\nheadline = 'H'\n";
    let known = edition(LATE, &source(LATE)).id().identity().to_string();
    let other = format!("id = '{known}'\n{other}");
    let steps: [&[Option<String>]; 7] = [
        &[None, Some(String::new()), whole(LATE)],
        &[Some(String::new()), whole(LATE)],
        &[Some(String::new()), None, whole(LATE)],
        &[None, Some("title = 'Cut".to_owned()), whole(LATE)],
        &[None, Some("title = 'Cut'\n".to_owned()), whole(LATE)],
        &[None, Some(String::new()), Some(other.clone())],
        &[None, Some(other), whole(LATE)],
    ];
    for (number, steps) in steps.into_iter().enumerate() {
        // Each step settles, with and without a key in between, or all of them are seen at once.
        for (settles, keys) in [(true, ""), (true, "j"), (false, "")] {
            let mut model = model(size("110x34"));
            model.session.notice = None;
            for step in steps {
                press(&mut model, keys);
                let read = step.iter().map(|text| edition(LATE, text));
                let read: Vec<_> = read.collect();
                let gone = if read.is_empty() { &[LATE][..] } else { &[] };
                let folded = fold_editions(&read);
                let gone = gone.iter().map(Into::into).collect();
                answered(&mut model, Msg::FilesChanged { gone, read, folded });
                if settles {
                    answered(&mut model, read_again(false));
                }
                let said = notice(&model);
                let is_news = said.contains("added") || said.contains("has come");
                assert!(!is_news, "{number}, {keys}: {said}");
            }
            answered(&mut model, read_again(false));
            let said = notice(&model);
            let is_news = said.contains("added") || said.contains("has come");
            assert!(
                !is_news && !said.contains("gone"),
                "{number}, {keys}: {said}"
            );
            press(&mut model, ".");
            assert_eq!(
                notice(&model),
                "Nothing new has come in",
                "{number}, {keys}"
            );
        }
    }
}

#[test]
fn the_open_edition_keeps_its_text_while_its_file_comes_back_in_steps() {
    for empty in ["", "title = 'Cut"] {
        let mut model = model(size("110x34"));
        press(&mut model, "J<Enter>d");
        let (story, text) = (selected(&model), super::text(&model).to_owned());
        becomes(&mut model, None);
        becomes(&mut model, Some(empty));
        assert_eq!(selected(&model), story);
        assert_eq!(super::text(&model), text);
        assert!(notice(&model).contains("shows it"), "{}", notice(&model));
        becomes(&mut model, Some(&source(NEWEST)));
        assert_eq!(selected(&model), story);
        assert_eq!(super::text(&model), text);
        assert!(!notice(&model).contains("new"), "{}", notice(&model));
    }
}

#[test]
fn an_edition_that_comes_in_steps_is_new_once_there_is_something_to_read() {
    for settles in [true, false] {
        let mut model = model(size("110x34"));
        model.session.notice = None;
        for text in ["", "title = 'The fl"] {
            let read = vec![edition("2031-04-03.toml", text)];
            let (gone, folded) = (Vec::new(), Vec::new());
            answered(&mut model, Msg::FilesChanged { gone, read, folded });
            if settles {
                answered(&mut model, read_again(false));
                let fault = "2031-04-03.toml has faults now; ! shows them";
                assert_eq!(notice(&model), fault);
            }
        }
        change(&mut model, &[], vec![next_day()]);
        let news = "A new edition has come: The flood; . opens it";
        assert_eq!(notice(&model), news);
    }
    // One that never becomes an edition is none that has gone.
    let mut model = model(size("110x34"));
    model.session.notice = None;
    change(&mut model, &[], vec![edition("2031-04-03.toml", "")]);
    change(&mut model, &["2031-04-03.toml"], Vec::new());
    assert_eq!(notice(&model), "");
}

#[test]
fn thousands_of_editions_that_come_back_are_not_added() {
    let all: Vec<_> = (0..100_000)
        .map(|number| {
            let source = format!("id = '{number}'\ntitle = 'T'\ndate = 2030-01-01\n");
            edition(&format!("{number}.toml"), &source)
        })
        .collect();
    let paths: Vec<_> = all.iter().map(|it| it.label().to_string()).collect();
    let paths: Vec<_> = paths.iter().map(String::as_str).collect();
    let mut model = model(size("110x34"));
    change(&mut model, &[], all.clone());
    press(&mut model, "j");
    change(&mut model, &paths, Vec::new());
    press(&mut model, "j");
    change(&mut model, &[], all);
    assert_eq!(notice(&model), "100,000 editions back");
}

/// While a notice stands, the next one says what has become of everything since.
#[test]
fn what_comes_and_goes_is_counted_as_it_is_now() {
    let mut model = model(size("110x34"));
    let mut said = |gone: &[&str], read: &[&str]| {
        let read = read.iter().map(|path| edition(path, &source(path)));
        change(&mut model, gone, read.collect());
        notice(&model).to_owned()
    };
    let (morning, oldest) = ("2031-04-01-morning.toml", "2030-12-31.toml");
    assert_eq!(said(&[LATE, oldest], &[]), "2 editions gone");
    assert_eq!(said(&[], &[LATE]), "1 edition back · 1 edition gone");
    assert_eq!(said(&[], &[oldest]), "2 editions back");
    assert_eq!(said(&[LATE, oldest], &[]), "2 editions gone");
    assert_eq!(said(&[morning], &[]), "3 editions gone");
    assert_eq!(said(&[], &[morning, LATE, oldest]), "3 editions back");
    press(&mut model, "j");
    change(&mut model, &[], vec![next_day()]);
    change(&mut model, &["2031-04-03.toml"], Vec::new());
    assert_eq!(notice(&model), "1 edition gone");
}

#[test]
fn an_edition_that_has_come_and_is_written_again_counts_once() {
    let added = |title: &str| {
        let source = format!("id = \"x\"\ntitle = \"{title}\"\ndate = 2030-01-01\n");
        edition("x.toml", &source)
    };
    let back = |summary: &str| edition(LATE, &format!("summary = \"{summary}\"\n{}", source(LATE)));
    for (gone, first, second, expected) in [
        ("", added("T"), added("U"), "1 edition added; . opens it"),
        (
            LATE,
            edition(LATE, &source(LATE)),
            back("S"),
            "1 edition back",
        ),
    ] {
        let before = || {
            let mut model = model(size("110x34"));
            change(&mut model, &[gone], Vec::new());
            press(&mut model, "j");
            model
        };
        // While the notice stands.
        let mut model = before();
        for read in [&first, &second] {
            change(&mut model, &[], vec![Arc::clone(read)]);
            assert_eq!(notice(&model), expected);
        }
        // Before it is told.
        let mut model = before();
        for read in [&first, &second] {
            let (gone, read) = (Vec::new(), vec![Arc::clone(read)]);
            let folded = fold_editions(&read);
            answered(&mut model, Msg::FilesChanged { gone, read, folded });
        }
        answered(&mut model, read_again(false));
        assert_eq!(notice(&model), expected);
    }
}

#[test]
fn what_has_gone_and_come_back_before_it_was_told_is_not_told() {
    let mut model = model(size("110x34"));
    model.session.notice = None;
    for (gone, read) in [
        (vec![LATE.into()], vec![]),
        (vec![], vec![edition(LATE, &source(LATE))]),
    ] {
        let folded = fold_editions(&read);
        answered(&mut model, Msg::FilesChanged { gone, read, folded });
    }
    answered(&mut model, read_again(false));
    assert_eq!(notice(&model), "");
}

#[test]
fn another_edition_in_place_of_one_that_has_gone_is_added_once_it_has_a_story() {
    let header = "id = \"another\"\ntitle = \"Another\"\ndate = 2031-04-01\n";
    let whole = format!("{header}[[story]]\nheadline = \"H\"\n");
    let mut model = model(size("110x34"));
    change(&mut model, &[LATE], Vec::new());
    for (text, expected) in [(header, ""), (&whole, "1 edition added; . opens it")] {
        press(&mut model, "j");
        change(&mut model, &[], vec![edition(LATE, text)]);
        assert_eq!(notice(&model), expected, "{text}");
    }
}

/// In one change or in two of one notice.
#[test]
fn a_corrected_headline_is_not_new_when_stories_come_above_it() {
    let whole = source(NEWEST);
    let start = cut(0).len();
    let extra = "[[story]]\nheadline = 'Above all'\nbody = 'A line.'\n\n";
    let grown = [&whole[..start], extra, &whole[start..]].concat();
    let corrected = grown.replacen("gave back", "has given back", 1).replacen(
        "runs empty",
        "still runs empty",
        1,
    );
    for texts in [vec![&grown, &corrected], vec![&corrected]] {
        let mut model = model(size("110x34"));
        for text in texts {
            becomes(&mut model, Some(text));
        }
        assert_eq!(notice(&model), "1 new story; . goes to it");
        assert_eq!(selected(&model), "The harbour that the tide has given back");
        press(&mut model, ".");
        assert_eq!(selected(&model), "Above all");
    }
}

/// Another story has the id that the corrected one had: its headline was the same.
#[test]
fn a_corrected_headline_among_repeated_ones_is_not_new() {
    let source = |headlines: [&str; 3]| {
        let story = |(number, headline): (usize, &str)| {
            let body = "Word. ".repeat(number + 1);
            format!("[[story]]\nheadline = '{headline}'\nbody = '{body}'\n")
        };
        let stories = (0..).zip(headlines).map(story);
        "title = 'T'\ndate = 2031-05-01\n".to_owned() + &stories.collect::<String>()
    };
    let day = |headlines| edition("day.toml", &source(headlines));
    let mut model = model(size("110x34"));
    change(&mut model, &[], vec![day(["Report", "Report", "Report"])]);
    press(&mut model, ".");
    change(&mut model, &[], vec![day(["A report", "Report", "Report"])]);
    assert_eq!(notice(&model), "This edition has changed");
    assert_eq!(selected(&model), "A report");
}

/// Goes back from a story, which then is no longer in its file, and forward again.
#[test]
fn the_way_forward_does_not_lead_to_another_story_in_place_of_one_that_has_gone() {
    let gone = "A story that is no longer in its file was skipped";
    for keys in ["]<Enter>jj", "]<Enter>", "]"] {
        let mut model = model(size("60x12"));
        press(&mut model, keys);
        assert!(selected(&model).starts_with("Who pays"));
        change(&mut model, &[], vec![super::newest_without("Who pays")]);
        press(&mut model, "<C-o>");
        assert_eq!(selected(&model), "The harbour that the tide gave back");
        press(&mut model, "<C-]>");
        let said = notice(&model);
        assert_eq!(
            said,
            format!("{gone}. There is nothing to go forward to"),
            "{keys}"
        );
        assert_eq!(selected(&model), "The harbour that the tide gave back");
        press(&mut model, "J");
        let next = model.edition().open_story().unwrap();
        assert_eq!(model.session.marks.mark(&next.key()).place, 0, "{keys}");
        assert_eq!(model.edition().split.article.top(), 0, "{keys}");
    }
    // A place beyond it in the history is gone to.
    let mut model = model(size("60x12"));
    press(&mut model, "]<Enter>jj]<C-o><C-o>");
    change(&mut model, &[], vec![super::newest_without("Who pays")]);
    press(&mut model, "<C-]>");
    assert_eq!(notice(&model), gone);
    let section = model
        .edition()
        .list()
        .section_of(model.edition().split.selected());
    assert_eq!(section, Some(1));
}

#[test]
fn the_way_forward_leads_to_a_story_whose_headline_was_corrected() {
    let mut model = model(size("60x12"));
    press(&mut model, "]<Enter>jj");
    let top = model.edition().split.article.top();
    press(&mut model, "<C-o>");
    let corrected = source(NEWEST).replacen("Who pays", "Who really pays", 1);
    becomes(&mut model, Some(&corrected));
    press(&mut model, "<C-]>");
    assert!(selected(&model).starts_with("Who really pays"));
    assert!(top > 0);
    assert_eq!(model.edition().split.article.top(), top);
}

#[test]
fn the_way_forward_to_a_result_that_has_gone_leads_to_the_list_of_results() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>J<Enter>");
    let open = |model: &Model| {
        let results = model.search().map(|search| search.shown().story.unwrap());
        results.map(|story| story.headline().to_string())
    };
    assert!(open(&model).unwrap().starts_with("Who pays"));
    press(&mut model, "<C-o><C-o>");
    change(&mut model, &[], vec![super::newest_without("Who pays")]);
    press(&mut model, "<C-]><C-]>");
    assert_eq!(open(&model).unwrap(), "The ferry that runs empty");
    assert_eq!(notice(&model), "The result that was open has gone");
}
