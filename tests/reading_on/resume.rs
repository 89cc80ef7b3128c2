//! From one run of the program to the next: where a start comes back to, and what it says.

use std::sync::Arc;

use proptest::prelude::*;
use roundup::app::parts::article_view::ArticleView;
use roundup::app::parts::split::Focus;
use roundup::app::{Beginning, Effect, Model, Msg, Resume, to_open, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::marks::{Change, Last, Marks, Operation};
use roundup::ui::theme::Theme;

use super::common::{drawn, editions, model, press, rows, size};
use super::notice::notice;
use super::stored::{SIZES, compare, screen};

/// Ends the program; what is kept.
fn left(model: &mut Model) -> (Last, Marks) {
    let effects = update(model, Msg::Leaving);
    let mut last = effects.into_iter().filter_map(|effect| match effect {
        Effect::SaveLast(last) => Some(*last),
        _ => None,
    });
    let marks = (**model.session.marks.marks()).clone();
    (last.next().unwrap(), marks)
}

/// A start with these editions, all of them read or some still to be read.
fn start(
    editions: Vec<Arc<Edition>>,
    found: usize,
    marks: Marks,
    resume: Resume,
    at: &str,
) -> Model {
    let archive = Archive::default().with(editions);
    let left_in = |edition: &&Arc<Edition>| match &resume {
        Resume::Back(last) => *edition.id().identity() == *last.edition,
        _ => false,
    };
    let edition = archive.editions().iter().find(left_in);
    let edition = edition.or(to_open(&archive, &marks)).unwrap();
    Model::of(Beginning {
        edition: Arc::clone(edition),
        archive,
        found,
        marks,
        resume,
        environment: size(at).into(),
    })
}

fn back(model: &mut Model, at: &str) -> Model {
    let (last, marks) = left(model);
    start(editions(), editions().len(), marks, Resume::Back(last), at)
}

fn shown(model: &Model) -> Vec<String> {
    rows(&drawn(model, &Theme::PLAIN))
}

/// Path, headline and the row at the top of the article.
fn place(model: &Model) -> (String, String, Option<u32>) {
    let screen = model.edition();
    let list = screen.list();
    let story = list.story(screen.split.selected());
    let top = screen.split.article.visible().first();
    (
        list.edition().path().to_string_lossy().into_owned(),
        story.map_or_else(String::new, |story| story.headline().to_string()),
        top.map(|row| row.start),
    )
}

#[test]
fn resume_screens() {
    for at in SIZES {
        // The first story, left at a line of its middle.
        let keys = "<Enter>jjjjjjjjjjjj";
        let mut before = model(size(at));
        press(&mut before, keys);
        let again = back(&mut before, at);
        compare(
            "resumed",
            &format!("{keys}, then a start"),
            at,
            &screen(&again, &Theme::COLOURED),
        );
    }
    for at in SIZES {
        let (mut before, newest) = without_newest(at);
        press(&mut before, "<Enter>jjjj");
        let (left, marks) = self::left(&mut before);
        let resume = Resume::News {
            left,
            is_next: true,
        };
        let again = start(vec![newest], 6, marks, resume, at);
        compare(
            "news",
            "<Enter>jjjj, then a start with a newer edition",
            at,
            &screen(&again, &Theme::COLOURED),
        );
    }
}

/// A model without the newest edition of the archive, and that edition.
fn without_newest(at: &str) -> (Model, Arc<Edition>) {
    let mut earlier = editions();
    let newest = earlier.pop().unwrap();
    let found = earlier.len();
    let archive = Archive::default().with(earlier);
    let mut model = Model::new(archive, found, Marks::default(), size(at));
    update(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
    (model, newest)
}

#[test]
fn a_start_comes_back_to_the_edition_the_story_and_the_line() {
    for keys in [
        "",
        "JJ",
        "{",
        "{{{{J<Enter>",
        "3<Enter>G",
        "<Enter>jjjjjjjjjjjj",
        // Read, in its middle or at its end.
        "<Enter>jjjjjjjjjjjjm",
        "<Enter>Gm",
        "AA<Enter>jjjjjjjjjjjj",
        // The faults of a file.
        "{{{{gg",
    ] {
        let mut before = model(size("60x20"));
        press(&mut before, keys);
        let again = back(&mut before, "60x20");
        assert_eq!(place(&again), place(&before), "{keys}");
        assert_eq!(
            again.edition().closing.is_some(),
            before.edition().closing.is_some(),
            "{keys}"
        );
    }
}

/// The rows of the list of headlines.
fn list_rows(model: &Model) -> Vec<String> {
    let list = model.panes().list;
    let rows = shown(model).into_iter();
    let rows = rows
        .skip(usize::from(list.y))
        .take(usize::from(list.height));
    let list = |row: String| row.chars().take(usize::from(list.width)).collect();
    rows.map(list).collect()
}

#[test]
fn a_start_shows_the_list_as_it_was_left() {
    for keys in ["", "J", "JJJJJ", "G", "GKKK", "GKKKKK", "{{{{gg", "{{{{GKK"] {
        let mut before = model(size("80x14"));
        press(&mut before, keys);
        let again = back(&mut before, "80x14");
        assert_eq!(list_rows(&again), list_rows(&before), "{keys}");
    }
    // What is selected is in view all the same in a lower window, and with what an older version has kept.
    let mut before = model(size("80x24"));
    press(&mut before, "JJJJ");
    let (last, marks) = left(&mut before);
    let start = |top, at: &str| {
        let last = Last {
            top,
            ..last.clone()
        };
        let marks = marks.clone();
        start(editions(), editions().len(), marks, Resume::Back(last), at)
    };
    for (top, at) in [(last.top.clone(), "80x10"), (None, "80x24")] {
        let again = start(top, at);
        assert_eq!(place(&again), place(&before));
        let selected = list_rows(&again).iter().any(|row| row.starts_with(" ▌"));
        assert!(selected, "{at}: {:?}", list_rows(&again));
    }
}

#[test]
fn a_start_leaves_the_focus_where_it_was() {
    for at in ["110x34", "60x20"] {
        for (keys, focus) in [
            ("<Enter>jjjj", Focus::Article),
            ("<Enter>jjjjh", Focus::List),
            ("<Enter>jjjjhJJ<Enter>jjKKh", Focus::List),
            ("", Focus::List),
            ("<Enter>", Focus::Article),
        ] {
            let mut before = model(size(at));
            press(&mut before, keys);
            let again = back(&mut before, at);
            assert_eq!(again.edition().split.focus, focus, "{at} {keys}");
            assert_eq!(place(&again).1, place(&before).1, "{at} {keys}");
        }
    }
}

#[test]
fn what_an_older_version_has_kept_leads_into_a_story_that_was_begun() {
    for (keys, focus) in [("<Enter>Gh", Focus::Article), ("<Enter>", Focus::List)] {
        let mut before = model(size("80x24"));
        press(&mut before, keys);
        let (last, marks) = left(&mut before);
        let last = Last {
            focus: None,
            ..last
        };
        let again = start(editions(), 6, marks, Resume::Back(last), "80x24");
        assert_eq!(again.edition().split.focus, focus, "{keys}");
    }
}

#[test]
fn files_that_are_read_again_are_not_all_that_there_are() {
    let mut model = model(size("80x24"));
    update(&mut model, Msg::ReadingAgain(3));
    assert_eq!(left(&mut model).0.files, editions().len());
}

#[test]
fn a_start_comes_back_to_the_closing_page() {
    let mut before = model(size("80x24"));
    press(&mut before, "G<Enter>G<Space>");
    assert!(before.edition().closing.is_some());
    let mut again = back(&mut before, "80x24");
    assert!(again.edition().closing.is_some());
    let headline = place(&before).1;
    press(&mut again, "<Esc>");
    assert_eq!(place(&again).1, headline);
}

#[test]
fn the_place_left_holds_only_until_the_story_is_left_again() {
    let mut before = model(size("60x20"));
    press(&mut before, "<Enter>Gm");
    let mut again = back(&mut before, "60x20");
    let end = place(&again);
    press(&mut again, "gg]");
    press(&mut again, "[");
    assert_ne!(place(&again).2, end.2);
}

#[test]
fn a_newer_edition_names_the_key_that_goes_back_to_the_line() {
    let (mut before, newest) = without_newest("80x24");
    press(&mut before, "JJ<Enter>jjjj");
    let was = place(&before);
    for (is_next, said) in [
        (
            true,
            "A new edition has come; { goes back to Tue 1 Apr 2031",
        ),
        (
            false,
            "A new edition has come; a leads back to Tue 1 Apr 2031",
        ),
    ] {
        let (left, marks) = self::left(&mut before);
        let resume = Resume::News { left, is_next };
        let mut again = start(vec![Arc::clone(&newest)], 6, marks, resume, "80x24");
        assert_eq!(notice(&again), said);
        assert_eq!(place(&again).0, "2031-04-02.toml");
        let mut earlier = editions();
        earlier.pop();
        update(&mut again, Msg::EditionsLoaded(earlier));
        update(&mut again, Msg::AllLoaded);
        // Now it is known which edition comes before.
        assert_eq!(
            notice(&again),
            "A new edition has come; { goes back to Tue 1 Apr 2031; 2 files have faults; ! shows them"
        );
        press(&mut again, "{");
        assert_eq!(place(&again), was);
    }
}

/// Loads all editions but those in `first`, which were read before the first frame.
fn load_the_rest(model: &mut Model, first: &[Arc<Edition>]) {
    let is_first = |edition: &Arc<Edition>| first.iter().any(|read| read.path() == edition.path());
    let rest = editions().into_iter().filter(|edition| !is_first(edition));
    update(model, Msg::EditionsLoaded(rest.collect()));
    update(model, Msg::AllLoaded);
}

#[test]
fn editions_that_were_there_before_are_no_news() {
    let mut before = model(size("110x34"));
    press(&mut before, "{<Enter>jj");
    let (last, marks) = left(&mut before);
    let of_day = |name: &str| {
        editions()
            .into_iter()
            .filter(|it| it.path().to_str() == Some(name))
            .collect::<Vec<_>>()
    };
    let first = of_day(last.path.to_str().unwrap());
    let mut again = start(
        first.clone(),
        6,
        marks.clone(),
        Resume::Back(last.clone()),
        "110x34",
    );
    load_the_rest(&mut again, &first);
    assert_eq!(notice(&again), "2 files have faults; ! shows them");
    // One that has come since, but was not noticed before the first frame.
    let source = "title = 'New'\ndate = 2031-04-03\n[[story]]\nheadline = 'H'\n";
    let new = Arc::new(Edition::parse("new.toml".into(), source));
    let mut again = start(first.clone(), 7, marks, Resume::Back(last), "110x34");
    update(&mut again, Msg::EditionsLoaded(vec![new]));
    load_the_rest(&mut again, &first);
    assert_eq!(
        notice(&again),
        "A newer edition: Thursday 3 April 2031; a shows all editions; 2 files have faults; ! shows them"
    );
}

#[test]
fn the_newest_edition_with_something_unread_opens() {
    let mut before = model(size("80x24"));
    press(&mut before, "AA{AA");
    let marks = (**before.session.marks.marks()).clone();
    let all = editions();
    let found = all.len();
    let mut again = Model::new(Archive::default().with(all), found, marks, size("80x24"));
    assert_eq!(place(&again).0, "2031-04-01-morning.toml");
    assert!(again.edition().closing.is_none());
    // The newer ones, which are all read, are no news.
    update(&mut again, Msg::AllLoaded);
    assert_eq!(notice(&again), "2 files have faults; ! shows them");
}

#[test]
fn nothing_is_kept_of_a_run_without_a_key_or_of_standard_input() {
    let all = editions();
    let mut model = Model::new(
        Archive::default().with(all),
        6,
        Marks::default(),
        size("80x24"),
    );
    let kept = |model: &mut Model| {
        let effects = update(model, Msg::Leaving);
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::SaveLast(_)))
    };
    assert!(!kept(&mut model));
    let day = || Msg::DayBegan(jiff::civil::date(2031, 4, 2));
    update(&mut model, day());
    assert!(kept(&mut model));
    let source = "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'H'\n";
    let piped = Arc::new(Edition::parse("-".into(), source));
    let archive = Archive::default().with(vec![piped]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    update(&mut model, day());
    assert!(!kept(&mut model));
}

/// The place that was left does not outlive what another program does to the marks.
#[test]
fn a_mark_made_elsewhere_shows_in_the_edition_that_was_left() {
    let mut before = model(size("80x24"));
    press(&mut before, "JJ<Enter>");
    let (last, mut marks) = left(&mut before);
    let (key, change) = (last.key(), Change::Read(true));
    marks.apply(&Operation { key, change }, 1);
    let again = start(editions(), 6, marks, Resume::Back(last), "80x24");
    assert_eq!(place(&again).1, place(&before).1);
    assert_eq!(again.edition().list().tally().read, 1);
}

/// The row to be at the top of an article for this byte to be there: the one that contains it, unless the
/// article ends so soon after it that an earlier row is at the top.
fn top_with(article: &ArticleView, byte: usize) -> Option<u32> {
    let rows = article.visible();
    let is_last_page = article.top() + rows.len() == article.rows();
    let mut until = rows.iter().take_while(|row| row.start as usize <= byte);
    let row = if is_last_page {
        until.next()
    } else {
        until.last()
    };
    row.map(|row| row.start)
}

/// A start on another day, when everything is read: at the closing page of the newest edition.
fn all_read(at: &str) -> Model {
    let mut before = model(size(at));
    press(&mut before, "AA{AA{AA{AA{AA{AA");
    let marks = (**before.session.marks.marks()).clone();
    let (all, found) = (editions(), editions().len());
    let mut again = Model::new(Archive::default().with(all), found, marks, size(at));
    update(&mut again, Msg::AllLoaded);
    assert!(again.edition().closing.is_some());
    again
}

#[test]
fn an_edition_opened_at_its_closing_page_can_be_read_again() {
    for key in ["<Space>", "<Enter>", "l"] {
        let mut model = all_read("80x24");
        press(&mut model, "j");
        assert_eq!(
            notice(&model),
            "Everything here is read; space reads it again"
        );
        press(&mut model, "?<Esc>");
        assert!(
            shown(&model)
                .iter()
                .any(|row| row.starts_with(" space read again")),
            "{:#?}",
            shown(&model)
        );
        press(&mut model, key);
        assert!(model.edition().closing.is_none(), "{key}");
        let mut read = vec![place(&model).1];
        for _ in 0..60 {
            press(&mut model, "<Space>");
            if model.edition().closing.is_some() {
                break;
            }
            let headline = place(&model).1;
            if read.last() != Some(&headline) {
                read.push(headline);
            }
        }
        let list = model.edition().list();
        let all = list.briefing().unwrap().stories();
        let all: Vec<_> = all.map(|story| story.headline().to_string()).collect();
        assert_eq!(read, all, "{key}");
        // It was gone through to its end now.
        press(&mut model, "<Space>");
        assert!(notice(&model).starts_with("There is nothing left to read"));
    }
}

#[test]
fn a_closing_page_that_an_edition_opened_at_leads_back_to_the_last_story() {
    for key in ["K", "b", "<Esc>", "h"] {
        let mut model = all_read("80x24");
        press(&mut model, key);
        let screen = model.edition();
        assert!(screen.closing.is_none(), "{key}");
        let after = screen.list().item(screen.split.selected() + 1);
        assert!(after.is_none(), "{key}");
    }
}

#[test]
fn a_closing_page_that_an_edition_opened_at_does_not_claim_that_stories_were_read() {
    let mut model = all_read("80x24");
    let says = |model: &Model, text: &str| {
        let rows = shown(model);
        assert!(rows.iter().any(|row| row.contains(text)), "{rows:#?}");
    };
    says(&model, "All 6 stories are marked read.");
    press(&mut model, "<Space>s<C-o>");
    says(&model, "All 6 stories are marked read, 1 is saved.");
}

#[test]
fn an_edition_that_was_all_read_before_counts_what_is_read_again() {
    let says = |model: &Model, text: &str| {
        let rows = shown(model);
        assert!(rows.iter().any(|row| row.contains(text)), "{rows:#?}");
    };
    // Back to the last story, which is read to its end.
    let mut model = all_read("80x24");
    press(&mut model, "<Esc>G<Enter>G<Space>");
    says(&model, "1 story read, 5 marked read, nothing left.");
    says(&model, "space read it again");
    // The same where it was not opened at the page.
    let mut model = all_read("80x24");
    press(&mut model, "{}G<Enter>G<Space>");
    says(&model, "1 story read, 5 marked read, nothing left.");
    press(&mut model, "{}G<Enter>G<Space>");
    says(&model, "1 story read, 5 marked read, nothing left.");
    press(&mut model, "<Esc>mm<Space>");
    says(&model, "1 story read, 5 marked read, nothing left.");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever was done, a start in a window of the same size shows the same edition, story and line.
    #[test]
    fn a_start_shows_the_line_that_was_left(
        pressed in prop::collection::vec(
            prop::sample::select(&["j", "k", "d", "G", "J", "K", "n", "]", "[", "{", "}", "m", "s", "U", "A", "b", "h",
                "<Space>", "<Enter>", "<Tab>", "/tide<Enter>", "<Esc>", "z", "e", "f"]),
            0..30,
        ),
        at in prop::sample::select(&["110x34", "80x24", "60x20", "30x9"]),
    ) {
        let mut before = model(size(at));
        for key in pressed {
            press(&mut before, key);
        }
        // A file of which nothing can be read is nothing to come back to.
        prop_assume!(before.edition().list().briefing().is_some());
        let again = back(&mut before, at);
        prop_assert_eq!(before.edition().closing.is_some(), again.edition().closing.is_some());
        let (shown_before, shown_again) = (place(&before), place(&again));
        prop_assert_eq!((&shown_before.0, &shown_before.1), (&shown_again.0, &shown_again.1));
        // Until a row of its body is above the view, a story has no place, and opens at its top.
        let article = &before.edition().split.article;
        let expected = if article.anchor() <= article.article().body_start {
            Some(0)
        } else if before.edition().is_zen() {
            // A start shows both panes, whose rows are of other widths.
            top_with(&again.edition().split.article, article.anchor())
        } else {
            shown_before.2
        };
        prop_assert_eq!(expected, shown_again.2);
        prop_assert!(!shown(&again).is_empty());
    }
}
