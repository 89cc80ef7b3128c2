//! What has been said of changes is kept until it is read or no longer so.

use std::path::Path;
use std::sync::Arc;

use roundup::app::{Model, Msg};
use roundup::archive::Edition;
use roundup::search::fold_editions;

use super::common::{answered, model, press, size};
use super::{
    LATE, NEWEST, change, edition, extra_story, newest_with, newest_without, next_day, notice,
    read_again, selected, source,
};

const MORNING: &str = "2031-04-01-morning.toml";
/// It has faults, and these are without.
const BROKEN: &str = "2031-03-30-broken.toml";
const MENDED: &str = "title = 'Mended'\ndate = 2031-03-30\n[[story]]\nheadline = 'Whole'\n";

/// A change of one thing.
#[derive(Clone)]
enum Change {
    Gone(&'static str),
    Read(Arc<Edition>),
}

fn after(model: &mut Model, changes: &[Change]) -> String {
    for step in changes {
        match step {
            Change::Gone(path) => change(model, &[path], Vec::new()),
            Change::Read(edition) => change(model, &[], vec![Arc::clone(edition)]),
        }
    }
    notice(model).to_owned()
}

fn grown(headlines: &[&str]) -> Change {
    let stories: String = headlines.iter().map(|it| extra_story(it)).collect();
    Change::Read(edition(NEWEST, &(source(NEWEST) + &stories)))
}

#[test]
fn what_was_said_is_kept_until_a_key_is_pressed() {
    use Change::{Gone, Read};
    let broken = |path| Read(edition(path, &(source(path) + "\n= 1\n")));
    let whole = |path| Read(edition(path, &source(path)));
    let edited = || Read(newest_with("For six hours", "For seven hours"));
    for (changes, expected) in [
        (
            vec![Gone(LATE), edited()],
            "This edition has changed · 1 edition gone",
        ),
        (
            vec![Read(newest_with("2031-04-02", "2031-04-03"))],
            "This edition’s date, source or id has changed, and its marks with it",
        ),
        (
            vec![edited(), Gone(LATE)],
            "This edition has changed · 1 edition gone",
        ),
        (
            vec![grown(&["One"]), Gone(LATE)],
            "1 new story; . goes to it · 1 edition gone",
        ),
        (
            vec![grown(&["One"]), grown(&["One", "Two"])],
            "2 new stories; . goes to the first",
        ),
        (
            vec![broken(LATE), edited()],
            "2031-04-01-late.toml has faults now; ! shows them · this edition has changed",
        ),
        (
            vec![broken(LATE), whole(LATE), edited()],
            "2031-04-01-late.toml no longer has faults · this edition has changed",
        ),
        // What has faults no more since it is not there any more.
        (vec![broken(LATE), Gone(LATE)], "1 edition gone"),
        (
            vec![Read(edition(BROKEN, MENDED)), Gone(BROKEN)],
            "1 edition gone",
        ),
        (
            vec![broken(NEWEST), whole(NEWEST), Gone(NEWEST)],
            "This edition’s file has gone; what was read of it stays until you leave it",
        ),
        (
            vec![broken(NEWEST), Gone(NEWEST)],
            "This edition’s file has gone; what was read of it stays until you leave it",
        ),
        (
            vec![Read(next_day()), grown(&["One"]), Gone(LATE)],
            "A new edition has come: The flood; . opens it · 1 new story · 1 edition gone",
        ),
        (
            vec![Gone(NEWEST), Gone(LATE)],
            "This edition’s file has gone; what was read of it stays until you leave it · 1 edition gone",
        ),
        (
            vec![Gone(NEWEST), whole(NEWEST), Gone(LATE)],
            "This edition’s file is back · 1 edition gone",
        ),
        (
            vec![broken(NEWEST), whole(NEWEST), Gone(LATE)],
            "This file no longer has faults · 1 edition gone",
        ),
        (
            vec![
                Read(newest_without("The harbour that the tide gave back")),
                Gone(LATE),
            ],
            "This story is no longer in its file; it stays until you leave it · 1 edition gone",
        ),
        // Nothing is left to say of what has come and gone.
        (
            vec![
                Read(edition("2031-04-03.toml", "")),
                Gone("2031-04-03.toml"),
            ],
            "",
        ),
    ] {
        let mut model = model(size("110x34"));
        model.session.notice = None;
        assert_eq!(after(&mut model, &changes), expected);
        // Once it is read, it is not said again.
        press(&mut model, "<Esc>");
        let said = after(&mut model, &[Gone(MORNING)]);
        assert_eq!(said, "1 edition gone", "after {expected}");
    }
}

#[test]
fn what_comes_while_something_is_typed_is_said_after_it_with_all_that_was_said() {
    let mut model = model(size("110x34"));
    press(&mut model, "/ti");
    change(&mut model, &[LATE], Vec::new());
    press(&mut model, "de");
    after(&mut model, &[grown(&["One"])]);
    press(&mut model, "<Esc>");
    let expected = "Wed 2 Apr 2031: 1 new story; . goes to it · 1 edition gone";
    assert_eq!(notice(&model), expected);
}

#[test]
fn what_is_no_longer_so_is_not_said_after_something_was_typed() {
    let mut model = model(size("110x34"));
    press(&mut model, "a2031-04-05");
    change(&mut model, &[LATE], Vec::new());
    // What the date has come to is said first.
    press(&mut model, "<Enter>");
    change(&mut model, &[], vec![edition(LATE, &source(LATE))]);
    press(&mut model, "j");
    let said = model.session.notice.as_ref().map(ToString::to_string);
    assert!(
        !said.clone().unwrap_or_default().contains("gone"),
        "{said:?}"
    );
}

/// An edition of this day with stories of these headlines.
fn with_headlines(path: &str, day: &str, headlines: &[&str]) -> Arc<Edition> {
    let story = |headline: &&str| format!("[[story]]\nheadline = '{headline}'\n");
    let stories = headlines.iter().map(story).collect::<Vec<_>>().concat();
    edition(path, &format!("title = '{path}'\ndate = {day}\n{stories}"))
}

#[test]
fn stories_added_to_another_edition_are_told_and_gone_to() {
    let mut model = model(size("110x34"));
    let of = |path: &str, day: u32, headlines: &[&str]| {
        with_headlines(path, &format!("2029-01-{day:02}"), headlines)
    };
    change(
        &mut model,
        &[],
        vec![of("x", 2, &["X"]), of("y", 1, &["Y"])],
    );
    press(&mut model, "..<C-o><C-o>");
    change(&mut model, &[], vec![of("x", 2, &["X", "One"])]);
    assert_eq!(
        notice(&model),
        "1 new story in Tue 2 Jan 2029; . goes to it"
    );
    change(&mut model, &[], vec![of("x", 2, &["X", "One", "Two"])]);
    let both = "2 new stories in Tue 2 Jan 2029; . goes to the first";
    assert_eq!(notice(&model), both);
    change(&mut model, &[], vec![of("y", 1, &["Three", "Y"])]);
    assert_eq!(
        notice(&model),
        "3 new stories in 2 editions; . goes to the first"
    );
    press(&mut model, ".");
    assert_eq!(selected(&model), "One");
    assert_eq!(notice(&model), "2 more have come in; . goes to the next");
    press(&mut model, ".");
    assert_eq!(selected(&model), "Two");
    press(&mut model, ".");
    assert_eq!(selected(&model), "Three");
    press(&mut model, ".");
    assert_eq!(notice(&model), "Nothing new has come in");
    // Its headline may be corrected meanwhile.
    change(
        &mut model,
        &[],
        vec![of("x", 2, &["X", "One", "Two", "For"])],
    );
    change(
        &mut model,
        &[],
        vec![of("x", 2, &["X", "One", "Two", "Four"])],
    );
    assert_eq!(
        notice(&model),
        "1 new story in Tue 2 Jan 2029; . goes to it"
    );
    change(&mut model, &[], vec![of("x", 2, &["X", "One", "Two"])]);
    press(&mut model, "j");
    // One that is gone again before that was read is no news.
    change(
        &mut model,
        &[],
        vec![of("x", 2, &["X", "One", "Two", "Four"])],
    );
    change(&mut model, &[], vec![of("x", 2, &["X", "One", "Two"])]);
    assert_eq!(notice(&model), "1 edition changed");
}

#[test]
fn stories_that_come_with_the_repair_of_a_file_are_told() {
    let mut model = model(size("110x34"));
    let of = |stories: &str| {
        let source =
            format!("title = 'X'\ndate = 2029-01-02\n[[story]]\nheadline = 'X'\n{stories}");
        edition("x", &source)
    };
    change(&mut model, &[], vec![of("")]);
    press(&mut model, ".<C-o>");
    change(&mut model, &[], vec![of("= 1\n")]);
    change(&mut model, &[], vec![of("[[story]]\nheadline = 'One'\n")]);
    let said = "x no longer has faults · 1 new story in Tue 2 Jan 2029; . goes to it";
    assert_eq!(notice(&model), said);
}

#[test]
fn the_key_goes_first_to_the_new_story_of_the_open_edition() {
    let mut model = model(size("110x34"));
    let of = |path: &str, day: u32, headlines: &[&str]| {
        with_headlines(path, &format!("2033-01-{day:02}"), headlines)
    };
    change(
        &mut model,
        &[],
        vec![of("x", 2, &["X"]), of("y", 1, &["Y"])],
    );
    press(&mut model, "..j");
    let grown = vec![of("x", 2, &["X", "Newer"]), of("y", 1, &["Y", "Here"])];
    change(&mut model, &[], grown);
    let said = "1 new story; . goes to it · 1 new story in Sun 2 Jan 2033";
    assert_eq!(notice(&model), said);
    press(&mut model, ".");
    assert_eq!(selected(&model), "Here");
    press(&mut model, ".");
    assert_eq!(selected(&model), "Newer");
}

#[test]
fn more_than_can_be_gone_through_is_counted_as_such() {
    for (count, said) in [
        (900, "899 more have come in; . goes to the next"),
        (3_000, "At least 999 more have come in; . goes to the next"),
    ] {
        let mut model = model(size("110x34"));
        let read = (0..count).map(|number| {
            let source =
                format!("title = '{number}'\ndate = 2029-01-01\n[[story]]\nheadline = 'H'\n");
            edition(&format!("{number}.toml"), &source)
        });
        change(&mut model, &[], read.collect());
        press(&mut model, ".");
        assert_eq!(notice(&model), said);
    }
}

#[test]
fn reading_everything_anew_does_not_hide_what_was_said_since() {
    let mut model = model(size("110x34"));
    press(&mut model, "R");
    change(&mut model, &[LATE], Vec::new());
    answered(&mut model, read_again(true));
    let expected = "Everything was read again: 1 edition gone";
    assert_eq!(notice(&model), expected);
}

#[test]
fn what_follows_in_a_notice_begins_with_a_small_letter() {
    let mut model = model(size("110x34"));
    press(&mut model, "R");
    change(
        &mut model,
        &[],
        vec![newest_with("For six hours", "For seven hours")],
    );
    answered(&mut model, read_again(true));
    let expected = "Everything was read again: this edition has changed";
    assert_eq!(notice(&model), expected);
}

fn dated(day: u32) -> Arc<Edition> {
    let source = format!(
        "title = 'Of the {day}th'\ndate = 2031-04-{day:02}\n[[story]]\nheadline = 'H{day}'\n"
    );
    edition(&format!("2031-04-{day:02}.toml"), &source)
}

#[test]
fn a_key_goes_through_all_that_has_come_in() {
    let mut model = model(size("110x34"));
    model.session.notice = None;
    let old = |path: &str, day: &str| {
        edition(
            path,
            &format!("title = '{path}'\ndate = 2030-01-{day}\n[[story]]\nheadline = '{path}'\n"),
        )
    };
    let both = source(NEWEST) + &extra_story("One") + &extra_story("Two");
    // In several messages, as many files come.
    for read in [
        vec![dated(5), old("x", "02")],
        vec![dated(3), edition(NEWEST, &both)],
        vec![dated(4), old("y", "01")],
    ] {
        let (gone, folded) = (Vec::new(), fold_editions(&read));
        answered(&mut model, Msg::FilesChanged { gone, read, folded });
    }
    answered(&mut model, read_again(false));
    assert_eq!(
        notice(&model),
        "3 newer editions have come; . opens the newest · 2 new stories · 2 editions added"
    );
    let mut reached = Vec::new();
    for _ in 0..8 {
        press(&mut model, ".");
        reached.push((selected(&model), notice(&model).to_owned()));
    }
    let more = |left: usize| format!("{left} more have come in; . goes to the next");
    let last = "1 more has come in; . goes to it".to_owned();
    let nothing = "Nothing new has come in".to_owned();
    let expected = [
        ("H5", more(6)),
        ("H4", more(5)),
        ("H3", more(4)),
        ("One", more(3)),
        ("Two", more(2)),
        ("x", last),
        ("y", String::new()),
        ("y", nothing),
    ];
    assert_eq!(
        reached,
        expected.map(|(name, said)| (name.to_owned(), said))
    );
}

#[test]
fn what_the_user_has_been_to_already_is_passed_over() {
    let mut model = model(size("110x34"));
    change(&mut model, &[], vec![dated(3), dated(4), dated(5)]);
    press(&mut model, "}}");
    assert_eq!(selected(&model), "H4");
    press(&mut model, ".");
    assert_eq!(selected(&model), "H5");
    press(&mut model, ".");
    assert_eq!(notice(&model), "Nothing new has come in");
    // Stories that are read, and the one that is open.
    let mut model = with_three_new_stories();
    press(&mut model, "GmK");
    assert_eq!(selected(&model), "Two");
    press(&mut model, ".");
    assert_eq!(selected(&model), "One");
    press(&mut model, ".");
    assert_eq!(notice(&model), "Nothing new has come in");
}

fn with_three_new_stories() -> Model {
    let mut model = model(size("110x34"));
    after(&mut model, &[grown(&["One", "Two", "Three"])]);
    model
}

/// What was told earlier waits until after that.
#[test]
fn the_key_that_a_notice_names_goes_to_what_it_tells() {
    let mut model = model(size("110x34"));
    change(&mut model, &[], vec![next_day()]);
    press(&mut model, "j");
    let said = after(&mut model, &[grown(&["One"])]);
    assert_eq!(said, "1 new story; . goes to it");
    press(&mut model, ".");
    assert_eq!(selected(&model), "One");
    press(&mut model, ".");
    let open = model.edition().list().edition();
    assert_eq!(open.path(), Path::new("2031-04-03.toml"));
}

/// The keys that lead from an edition to its closing page.
const CLOSING: &str = "G<Enter>G<Space>";

#[test]
fn what_is_said_of_an_edition_under_another_page_names_it() {
    let broken = Change::Read(edition(NEWEST, &(source(NEWEST) + "\n= 1\n")));
    let whole = Change::Read(edition(NEWEST, &source(NEWEST)));
    let edited = Change::Read(newest_with("For six hours", "For seven hours"));
    for keys in ["a", "/tide<Enter>", "/ti", "?", CLOSING] {
        for (changes, expected) in [
            (vec![edited.clone()], "Wed 2 Apr 2031 has changed"),
            (
                vec![grown(&["One", "Two"])],
                "Wed 2 Apr 2031: 2 new stories; . goes to the first",
            ),
            (
                vec![broken.clone()],
                "Wed 2 Apr 2031: line 88: missing key; ! shows it",
            ),
            (
                vec![broken.clone(), whole.clone()],
                "The file of Wed 2 Apr 2031 no longer has faults",
            ),
            (
                vec![Change::Gone(NEWEST)],
                "The file of Wed 2 Apr 2031 has gone; what was read of it stays until you leave it",
            ),
            (
                vec![Change::Gone(NEWEST), whole.clone()],
                "The file of Wed 2 Apr 2031 is back",
            ),
        ] {
            let mut model = model(size("110x34"));
            press(&mut model, keys);
            model.session.notice = None;
            let mut said = after(&mut model, &changes);
            if keys == "/ti" {
                press(&mut model, "<Esc>");
                said = notice(&model).to_owned();
            }
            let following = expected.replace("The file", "the file");
            let is_said = said == expected || said.ends_with(&format!(" · {following}"));
            assert!(is_said, "{keys}: {said}");
        }
    }
}

/// The rows of the closing page's list: its titles and headlines.
fn remaining(model: &Model) -> Vec<String> {
    let screen = super::screen(model);
    let rows = screen.lines().filter_map(|row| row.split_once('│'));
    let rows = rows.map(|(_, article)| article.trim().trim_start_matches("▌ ").to_owned());
    rows.filter(|row| !row.is_empty()).collect()
}

#[test]
fn a_story_that_comes_while_the_closing_page_is_open_is_new_not_skipped() {
    let mut model = model(size("110x34"));
    // All but the first two stories are read.
    press(&mut model, "AA");
    press(&mut model, "ggmJm");
    press(&mut model, CLOSING);
    assert!(model.edition().closing.is_some());
    let before = remaining(&model);
    assert!(
        !before.iter().any(|row| row.contains("New in this edition")),
        "{before:?}"
    );
    let whole = source(NEWEST);
    let first = whole.find("[[story]]").unwrap();
    let new = "[[story]]\nheadline = 'Above all'\n\n";
    let text = [&whole[..first], new, &whole[first..]].concat() + &extra_story("One");
    change(&mut model, &[], vec![edition(NEWEST, &text)]);
    let after = remaining(&model);
    let row = |name: &str| {
        let row = after.iter().position(|row| row.starts_with(name));
        row.unwrap_or_else(|| panic!("{name}: {after:?}"))
    };
    let rows = [
        row("Skipped in this edition"),
        row("The harbour that"),
        row("New in this edition"),
        row("Above all"),
        row("One"),
    ];
    assert!(rows.is_sorted(), "{after:?}");
    // Space goes to what was skipped first. Where the user has been is no longer new.
    press(&mut model, "<Space>");
    assert!(selected(&model).starts_with("The harbour that"));
    press(&mut model, ".");
    assert_eq!(selected(&model), "Above all");
    // The last one is read by that.
    press(&mut model, &format!("<Esc>{CLOSING}"));
    let after = remaining(&model);
    let row = |name: &str| after.iter().position(|row| row.starts_with(name));
    assert!(
        row("Skipped in this edition") < row("Above all"),
        "{after:?}"
    );
    assert_eq!(row("New in this edition"), None, "{after:?}");
}

#[test]
fn the_closing_page_offers_the_edition_before_and_the_one_after() {
    for (newer, keys, hint, foot) in [
        (false, "", "{ edition before", "{ the edition before"),
        (true, "", "{ } edition", "{ } the edition before, after"),
        (true, "{{{{{{", "} edition after", "} the edition after"),
    ] {
        for at in ["110x34", "80x24"] {
            let mut model = model(size(at));
            press(&mut model, keys);
            press(&mut model, CLOSING);
            assert!(model.edition().closing.is_some(), "{keys}");
            if newer {
                change(&mut model, &[], vec![next_day()]);
                press(&mut model, "j");
            }
            model.session.notice = None;
            let screen = super::screen(&model);
            let last = screen.lines().last().unwrap();
            assert!(last.contains(hint), "{at}: {last}");
            assert!(screen.contains(foot), "{at}:\n{screen}");
        }
    }
    // Where reading on leads nowhere.
    for (keys, expected) in [
        (
            "{{{{AA",
            "There is nothing left to read; { goes to the edition before, } to the one after",
        ),
        (
            "{AA",
            "There is nothing left here; { goes to Morning, same day: 1 unread",
        ),
        (
            "{{AA",
            "There is nothing left here; } goes to Late, same day: 1 unread",
        ),
        (
            "{AA{AA}",
            "There is nothing left to read; { goes to the edition before, } to the one after",
        ),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        press(&mut model, CLOSING);
        press(&mut model, "<Space>");
        assert_eq!(notice(&model), expected, "{keys}");
    }
}

#[test]
fn the_key_that_a_notice_names_works_over_the_list_of_themes() {
    let grown = source(NEWEST) + &extra_story("One");
    for pages in ["T", "aT", "/tide<Enter>T", "!T", "?T", "Tj", "{T"] {
        for (come, goes_to) in [(next_day(), "High water"), (edition(NEWEST, &grown), "One")] {
            if goes_to == "One" && pages == "{T" {
                // That is another edition.
                continue;
            }
            let mut model = model(size("110x34"));
            press(&mut model, pages);
            change(&mut model, &[], vec![come]);
            assert!(notice(&model).contains("; . "), "{pages}");
            press(&mut model, ".");
            assert_eq!(selected(&model), goes_to, "{pages}");
            assert!(model.screens.edition_on_top().is_some(), "{pages}");
        }
    }
}

#[test]
fn what_is_in_view_beside_the_list_of_themes_is_not_new() {
    let mut model = model(size("110x34"));
    change(&mut model, &[], vec![next_day()]);
    press(&mut model, "}");
    assert_eq!(selected(&model), "High water");
    press(&mut model, "T.");
    assert_eq!(notice(&model), "Nothing new has come in");
    assert!(model.screens.edition_on_top().is_none());
}
