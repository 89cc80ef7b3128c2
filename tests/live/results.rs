//! What becomes of an open result when its story is edited.

use std::sync::Arc;

use roundup::app::{Effect, Model, Msg, update_and_read as update};
use roundup::archive::Edition;
use roundup::search::fold_editions;

use super::common::{answer, answered, model, press, size};
use super::{
    LATE, NEWEST, change, edition, found, newest_with, newest_without, next_day, notice,
    read_again, screen, source,
};

const NO_MATCH: &str = "This result no longer matches; it stays until you leave it";

fn text(model: &Model) -> &str {
    &model.search().unwrap().split.article.article().text
}

/// The first words of the row at the top of the article.
fn top_row(model: &Model) -> String {
    let article = &model.search().unwrap().split.article;
    let start = article.visible()[0].start as usize;
    text(model)[start..].chars().take(30).collect()
}

/// Queries that find a story of the newest edition, with that edition after an edit by which they do not.
fn edits() -> Vec<(&'static str, Arc<Edition>)> {
    vec![
        // Another story has the word, too.
        ("/noon<Enter>", newest_with("At noon", "At midday")),
        ("/collier<Enter>", newest_with("collier", "steamer")),
        // The oldest comes first in this list.
        ("Jt", newest_with("[\"wall\"]", "[\"dyke\"]")),
    ]
}

#[test]
fn a_result_that_no_longer_matches_stays_until_it_is_left() {
    for at in ["110x34", "60x20"] {
        for (keys, edited) in edits() {
            let mut model = model(size(at));
            press(&mut model, keys);
            press(&mut model, "<Enter>jj");
            let (before, selected) = found(&model);
            let top = model.search().unwrap().split.article.top();
            change(&mut model, &[], vec![Arc::clone(&edited)]);
            assert!(notice(&model).starts_with(NO_MATCH), "{}", notice(&model));
            assert_eq!(found(&model), (before.clone(), selected), "{keys}");
            assert_eq!(model.search().unwrap().split.article.top(), top);
            // It says why it is there, also once the notice has been read.
            press(&mut model, "k");
            let shown = screen(&model);
            assert!(shown.contains(" · no longer matches"), "{shown}");
            // Nor do other changes take it away, and they do not repeat what was said.
            change(&mut model, &[], vec![next_day()]);
            assert_eq!(found(&model).0[selected], before[selected], "{keys}");
            assert!(!notice(&model).contains("matches"), "{}", notice(&model));
            press(&mut model, "m");
            assert_eq!(notice(&model), "Read", "{keys}");
        }
    }
}

/// The searcher answers after what has changed was told.
#[test]
fn what_is_said_of_a_result_that_no_longer_matches_includes_what_was_told_before() {
    let mut model = model(size("110x34"));
    press(&mut model, "/noon<Enter>");
    let read = vec![newest_with("At noon", "At midday")];
    let folded = fold_editions(&read);
    let gone = vec![LATE.into()];
    let effects = update(&mut model, Msg::FilesChanged { gone, read, folded });
    answered(&mut model, read_again(false));
    assert!(!notice(&model).contains("matches"), "{}", notice(&model));
    for effect in effects {
        if let Effect::Search(request) = effect {
            answered(&mut model, answer(&request));
        }
    }
    assert_eq!(
        notice(&model),
        format!("{NO_MATCH} · Wed 2 Apr 2031 has changed · 1 edition gone")
    );
}

#[test]
fn a_result_that_no_longer_matches_is_none_once_it_has_been_left() {
    let mut model = model(size("110x34"));
    press(&mut model, "/noon<Enter>");
    let (before, _) = found(&model);
    change(&mut model, &[], vec![newest_with("At noon", "At midday")]);
    assert!(text(&model).contains("At midday"));
    let in_list = screen(&model).matches("no longer matches").count();
    // In the header, in the list, and in the last line.
    assert_eq!(in_list, 3, "{}", screen(&model));
    press(&mut model, "J");
    assert_eq!(found(&model), (before[1..].to_vec(), 0));
    assert!(!screen(&model).contains("no longer matches"));
}

#[test]
fn a_result_that_matches_again_is_a_result_again() {
    let mut model = model(size("110x34"));
    press(&mut model, "/noon<Enter>");
    let before = found(&model);
    change(&mut model, &[], vec![newest_with("At noon", "At midday")]);
    press(&mut model, "k");
    change(&mut model, &[], vec![edition(NEWEST, &source(NEWEST))]);
    assert_eq!(found(&model), before);
    let shown = screen(&model);
    assert!(!shown.contains("no longer matches"), "{shown}");
    press(&mut model, "JK");
    assert_eq!(found(&model), before);
    // It may go from its file after it has ceased to match.
    change(&mut model, &[], vec![newest_with("At noon", "At midday")]);
    change(&mut model, &[], vec![newest_without("gave back")]);
    let shown = screen(&model);
    assert!(shown.contains("(gone) "), "{shown}");
    assert_eq!(found(&model), before);
    press(&mut model, "J");
    assert_eq!(found(&model), (before.0[1..].to_vec(), 0));
}

#[test]
fn a_result_that_no_longer_matches_is_come_back_to() {
    let mut model = model(size("110x34"));
    press(&mut model, "/noon<Enter>");
    let before = found(&model);
    change(&mut model, &[], vec![newest_with("At noon", "At midday")]);
    press(&mut model, "e<C-o>");
    assert_eq!(found(&model), before);
    let shown = screen(&model);
    assert!(shown.contains("no longer matches"), "{shown}");
}

#[test]
fn another_query_does_not_keep_what_it_does_not_find() {
    let mut model = model(size("110x34"));
    press(&mut model, "/noon<Enter>");
    let (before, _) = found(&model);
    change(&mut model, &[], vec![newest_with("At noon", "At midday")]);
    press(&mut model, "/<BS>n");
    assert_eq!(found(&model).0, before[1..]);
}

#[test]
fn a_result_whose_headline_is_corrected_is_there_once_and_stays_open() {
    for (keys, at) in [("/harbour<Enter>", 0), ("/the<Enter>J", 1)] {
        let mut model = model(size("60x20"));
        press(&mut model, keys);
        press(&mut model, "<Enter>jj");
        let (before, selected) = found(&model);
        assert_eq!(selected, at);
        let top = top_row(&model);
        let edited = match at {
            0 => newest_with("gave back", "has given back"),
            _ => newest_with("Who pays", "Who still pays"),
        };
        change(&mut model, &[], vec![edited]);
        assert_eq!(notice(&model), "Wed 2 Apr 2031 has changed");
        let mut expected = before.clone();
        expected[at] = expected[at]
            .replace("gave", "has given")
            .replace("Who pays", "Who still pays");
        assert_eq!(found(&model), (expected.clone(), at));
        assert_eq!(top_row(&model), top);
        assert!(text(&model).contains(&expected[at]));
        press(&mut model, "m");
        assert_eq!(notice(&model), "Read");
    }
}

#[test]
fn a_result_whose_corrected_headline_no_longer_matches_stays_until_it_is_left() {
    let mut model = model(size("110x34"));
    press(&mut model, "/noon tomorrow<Enter>");
    let path = "2031-04-01-morning.toml";
    let edited = source(path).replacen("noon tomorrow", "one o’clock", 1);
    change(&mut model, &[], vec![edition(path, &edited)]);
    assert!(notice(&model).starts_with(NO_MATCH), "{}", notice(&model));
    let corrected = "Low water is due at one o’clock".to_owned();
    assert_eq!(found(&model), (vec![corrected], 0));
    assert!(text(&model).contains("due at one o’clock"));
}

#[test]
fn the_story_from_which_a_search_began_is_followed_when_its_headline_is_corrected() {
    let mut model = model(size("110x34"));
    press(&mut model, "J/zzz");
    change(
        &mut model,
        &[],
        vec![newest_with("Who pays", "Who still pays")],
    );
    press(&mut model, "<BS><BS><BS>wall");
    let (headlines, selected) = found(&model);
    assert!(
        headlines[selected].starts_with("Who still pays"),
        "{headlines:?}"
    );
}
