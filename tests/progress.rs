//! Reading on with one key, marks and undo, the closing page, and the place in a story.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/notice.rs"]
mod notice;
#[path = "common/stored.rs"]
mod stored;

use std::sync::Arc;

use common::{answered, drawn, editions, keys, model, press, rows, size};
use notice::notice;
use proptest::prelude::*;
use roundup::app::screens::edition::closing::EARLIER;
use roundup::app::{Effect, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::keymap::Key;
use roundup::marks::{Change, Marks, Operation};
use roundup::ui::theme::Theme;
use stored::{SIZES, check, compare, screen};

/// Keys that go to the closing page and read only the last story.
const SKIP_TO_THE_END: &str = "G<Enter>G<Space>";

/// The headline of the selected story.
fn headline(model: &Model) -> String {
    let list = model.edition().list();
    list.story(model.edition().split.selected())
        .map(|story| story.headline().to_string())
        .unwrap_or_default()
}

/// The headlines in the list; those of read stories in brackets.
fn list(model: &Model) -> Vec<String> {
    let list = model.edition().list();
    (0..)
        .map_while(|item| list.item(item).map(|shown| (item, shown.status.read)))
        .filter_map(|(item, read)| Some((list.story(item)?.headline().to_string(), read)))
        .map(|(headline, read)| {
            if read {
                format!("({headline})")
            } else {
                headline
            }
        })
        .collect()
}

/// Presses Space until another story, another edition or the closing page is shown.
fn read_to_the_end(model: &mut Model) {
    let place = |model: &Model| {
        let path = model.edition().list().edition().path().to_owned();
        (
            path,
            model.edition().split.selected(),
            model.edition().closing.is_some(),
        )
    };
    let before = place(model);
    for _ in 0..100 {
        press(model, "<Space>");
        if place(model) != before {
            return;
        }
    }
    panic!("space does not get past {}", headline(model));
}

#[test]
fn mark_screens() {
    check("mark_read", "m");
    check("mark_saved", "Js");
    check("mark_begun", "<Tab>jjJ");
    check("mark_section_read", "JA");
    check("mark_edition_read", "AA");
    check("mark_undone", "mJsUU");
    check("marks_in_results", "mJs/the");
    check("marks_in_archive", "AA{ma");
    check("saved_stories", "Js{sS");
}

#[test]
fn filter_screens() {
    check("filter_unread", "mJf");
    check("filter_saved", "JsJJsff");
    check("filter_nothing", "ff");
}

#[test]
fn closing_screens() {
    check("closing_all_read", &format!("AA{SKIP_TO_THE_END}"));
    check("closing_skipped", SKIP_TO_THE_END);
    check(
        "closing_left_earlier",
        &format!("{{{{{{{{m}}}}}}}}AA{SKIP_TO_THE_END}"),
    );
    check("closing_zen", &format!("AA{SKIP_TO_THE_END}z"));
}

#[test]
fn a_failed_save_is_reported() {
    for at in SIZES {
        let mut model = model(size(at));
        let why = "No space left on device; make room for /home/me/.local/state/roundup/marks";
        update(&mut model, Msg::MarksNotSaved(why.to_owned()));
        compare("not_saved", "none", at, &screen(&model, &Theme::COLOURED));
        press(&mut model, "j");
        compare("not_saved_later", "j", at, &screen(&model, &Theme::PLAIN));
    }
}

#[test]
fn space_continues_with_skipped_stories_and_then_earlier_editions() {
    let mut model = model(size("80x24"));
    // An earlier edition with one story left unread.
    press(&mut model, "{{{{m}}}}");
    press(&mut model, "JJ");
    let mut read = Vec::new();
    let mut closings = 0;
    for _ in 0..100 {
        if model.edition().closing.is_some() {
            closings += 1;
            press(&mut model, "<Space>");
            if model.edition().closing.is_some() {
                break;
            }
        }
        read.push(headline(&model));
        read_to_the_end(&mut model);
    }
    assert!(
        read[4].starts_with("The harbour") && read[5].starts_with("Who pays"),
        "the two skipped stories come last: {read:?}"
    );
    assert_eq!(read.len(), 7, "{read:?}");
    assert_eq!(
        model.edition().list().edition().label().to_string(),
        "2031-03-29-faulty.toml"
    );
    assert_eq!(closings, 3);
    assert_eq!(
        notice(&model),
        "Nothing is left to read; { goes to the edition before, } to the one after"
    );
}

/// `J` and `n` mark some: see `tests/reading_on`.
#[test]
fn keys_that_do_not_go_on_to_a_next_story_mark_nothing_read() {
    let others =
        keys("jkduGgghl{}[]1230azt!Nes<Enter><Tab><Down><PgDn><End><C-d><C-f>KbfS/te<Esc><Esc>|");
    let mut model = model(size("60x20"));
    let mut state = 7usize;
    for _ in 0..5_000 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let key = others[(state >> 33) % others.len()];
        answered(&mut model, Msg::KeyPressed(key));
        assert_eq!(model.edition().list().tally().read, 0, "{key:?}");
    }
}

#[test]
fn space_marks_a_story_read_only_when_its_last_row_is_visible() {
    let mut model = model(size("80x24"));
    loop {
        let at_end = model.edition().split.article.at_end();
        press(&mut model, "<Space>");
        assert_eq!(model.edition().list().tally().read, usize::from(at_end));
        if at_end {
            break;
        }
    }
}

#[test]
fn marks_are_undone_in_reverse_order() {
    let mut model = model(size("110x34"));
    for (pressed, expected) in [
        ("m", "Read"),
        ("m", "Unread"),
        ("s", "Saved; S shows every saved story"),
        (
            "1A",
            "2 stories marked read; A marks the whole edition read; U undoes it",
        ),
        ("A", "4 more marked read; U undoes it"),
        ("A", "Every story of this edition is read already"),
        (
            "U",
            "Undone, unread again: the stories of The long ebb of a spring tide",
        ),
        ("U", "Undone, unread again: the stories of Money"),
        (
            "0U",
            "Undone, no longer saved: “The harbour that the tide gave back”",
        ),
        (
            "U",
            "Undone, read again: “The harbour that the tide gave back”",
        ),
        (
            "U",
            "Undone, unread again: “The harbour that the tide gave back”",
        ),
        ("U", "There is no mark to undo"),
    ] {
        press(&mut model, pressed);
        assert_eq!(notice(&model), expected, "{pressed}");
    }
    assert_eq!(model.edition().list().tally().read, 0);
}

#[test]
fn an_undo_calls_the_stories_before_the_first_section_the_lead_stories() {
    let mut model = model(size("80x24"));
    press(&mut model, "0AU");
    assert_eq!(notice(&model), "Undone, unread again: the lead stories");
}

#[test]
fn a_headline_with_quotes_gets_none_around_it() {
    let source = "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'The “new” wall'\n";
    let edition = Arc::new(Edition::parse("one.toml".into(), source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    press(&mut model, "mU");
    assert_eq!(notice(&model), "Undone, unread again: The “new” wall");
}

/// The list of addresses at the foot of a story is not part of what is to be read.
#[test]
fn space_spends_no_page_on_addresses() {
    let links = (0..30).map(|number| format!("[{number}](https://a.example/{number})"));
    let links = links.collect::<Vec<_>>().join(" ");
    let source = format!(
        "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'Linked'\nbody = '{links}'\n[[story]]\nheadline = 'Next'\n"
    );
    let edition = Arc::new(Edition::parse("one.toml".into(), &source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    assert!(model.edition().split.article.rows() > 20);
    press(&mut model, "<Space>");
    assert_eq!(headline(&model), "Next");
}

#[test]
fn reading_on_stays_within_the_filter() {
    let mut model = model(size("80x24"));
    press(&mut model, "JsJJsggf");
    assert_eq!(list(&model).len(), 6);
    press(&mut model, "f");
    // The open story stays listed until the user leaves it.
    let harbour = "The harbour that the tide gave back";
    let (pays, wind) = (
        "Who pays for the wall, and why it will not be the port",
        "Wind tomorrow, and on Friday more of it",
    );
    assert_eq!(list(&model), [harbour, pays, wind]);
    press(&mut model, "J");
    assert_eq!(
        (headline(&model).as_str(), list(&model)),
        (pays, vec![pays.to_owned(), wind.to_owned()])
    );
    press(&mut model, "m");
    read_to_the_end(&mut model);
    assert_eq!(headline(&model), wind);
    press(&mut model, "s");
    assert_eq!(headline(&model), wind, "no longer saved, but still open");
    press(&mut model, "2");
    assert_eq!(
        notice(&model),
        "The first story of this section is selected already"
    );
    press(&mut model, "3");
    assert_eq!(notice(&model), "Letters has no saved stories");
    read_to_the_end(&mut model);
    assert!(model.edition().closing.is_some());
    press(&mut model, "<Esc>f");
    assert_eq!(list(&model).len(), 6);
    press(&mut model, "f");
    let unread = list(&model);
    assert!(!unread.contains(&format!("({pays})")), "{unread:?}");
    let before = headline(&model);
    press(&mut model, "m");
    assert_eq!(headline(&model), before);
}

/// A model of editions given as TOML without their dates, oldest first, one for each day from 1 January 2031
/// on.
fn of_editions(sources: &[&str]) -> Model {
    let edition = |(day, source): (usize, &&str)| {
        let source = format!("title = 'T'\ndate = 2031-01-0{}\n{source}", day + 1);
        Arc::new(Edition::parse(format!("{}.toml", day + 1).into(), &source))
    };
    let editions: Vec<_> = sources.iter().enumerate().map(edition).collect();
    let found = editions.len();
    let archive = Archive::default().with(editions);
    Model::new(archive, found, Marks::default(), size("110x34"))
}

/// An edition of three stories by each of these publishers, all of one day; the first is open.
fn of_one_day(publishers: &[&str], at: &str) -> Model {
    let story = "[[story]]\nheadline = 'H'\n".repeat(3);
    let edition = |publisher: &&str| {
        let source = format!("title = 'T'\ndate = 2031-01-01\nsource = '{publisher}'\n{story}");
        Arc::new(Edition::parse(format!("{publisher}.toml").into(), &source))
    };
    let editions: Vec<_> = publishers.iter().map(edition).collect();
    let first = Arc::clone(&editions[0]);
    let found = editions.len();
    let archive = Archive::default().with(editions);
    let mut model = Model::new(archive, found, Marks::default(), size(at));
    model.open_edition(first, None);
    model
}

#[test]
fn the_closing_page_names_an_unread_edition_of_the_same_day() {
    let long = "The Considerably Longer Evening Paper of the Whole Coast";
    for (publishers, at, foot) in [
        (
            &["Large Paper", "The Small Paper"][..],
            "110x34",
            "} The Small Paper, same day: 3 unread",
        ),
        (
            &["Large Paper", "The Small Paper"],
            "80x24",
            "} The Small Paper, same day: 3 unread",
        ),
        (
            &["Large Paper", "The Small Paper"],
            "60x20",
            "} The Small Paper, same day: 3 unread",
        ),
        (
            &["The Small Paper", "Large Paper"],
            "60x20",
            "{ Large Paper, same day: 3 unread",
        ),
        (&["Large Paper", long], "45x20", "} same day: 3 unread"),
        (
            &["Large Paper", long],
            "60x20",
            "} The Considerably Longer…, same day: 3 unread",
        ),
    ] {
        let mut model = of_one_day(publishers, at);
        press(&mut model, "A<Enter>");
        read_to_the_end(&mut model);
        read_to_the_end(&mut model);
        read_to_the_end(&mut model);
        assert!(model.edition().closing.is_some(), "{at} {publishers:?}");
        model.session.notice = None;
        let rows = rows(&drawn(&model, &Theme::PLAIN));
        let shown = rows.iter().any(|row| row.contains(foot));
        assert!(shown, "{at} {foot}: {rows:#?}");
        // Reading on leads nowhere, and says so with the same words.
        press(&mut model, "<Space>");
        assert!(notice(&model).starts_with("There is nothing left here; "));
        assert!(notice(&model).contains(&foot[..1]), "{}", notice(&model));
        // The key goes there.
        press(&mut model, &foot[..1]);
        let open = model.edition().list().briefing().unwrap().source();
        assert_eq!(&*open, publishers[1], "{at}");
    }
}

#[test]
fn an_edition_of_the_same_day_that_is_read_or_listed_is_not_named() {
    // Read.
    let mut model = of_one_day(&["The Small Paper", "Large Paper"], "110x34");
    press(&mut model, "A{A}G<Enter><Space>");
    assert!(model.edition().closing.is_some());
    press(&mut model, "<Space>");
    let nothing = "There is nothing left to read; { goes to the edition before";
    assert_eq!(notice(&model), nothing);
    // Begun: what is left of it is listed.
    let mut model = of_one_day(&["The Small Paper", "Large Paper"], "110x34");
    press(&mut model, "A{m}G<Enter><Space>");
    assert_eq!(left_earlier(&model), 2);
    let rows = rows(&drawn(&model, &Theme::PLAIN));
    assert!(
        !rows.iter().any(|row| row.contains("same day")),
        "{rows:#?}"
    );
}

/// How many stories of earlier editions the closing page lists.
fn left_earlier(model: &Model) -> usize {
    let closing = model.edition().closing.as_ref();
    closing.unwrap().group_len(EARLIER)
}

#[test]
fn an_undo_on_the_closing_page_brings_back_the_stories_left_in_an_earlier_edition() {
    let earlier = "[[story]]\nheadline = 'One'\n[[story]]\nheadline = 'Two'\n";
    let mut model = of_editions(&[earlier, "[[story]]\nheadline = 'Three'\n"]);
    press(&mut model, "{mm}<Space>");
    assert_eq!(left_earlier(&model), 0);
    press(&mut model, "UU");
    assert_eq!(left_earlier(&model), 1, "One is read again, Two is left");
}

#[test]
fn an_edition_is_not_begun_by_reading_one_whose_identity_begins_with_its_own() {
    let mut model = of_editions(&[
        "id = 'port'\n[[story]]\nheadline = 'One'\n",
        "id = 'port/late'\n[[story]]\nheadline = 'Two'\n",
        "[[story]]\nheadline = 'Three'\n",
    ]);
    press(&mut model, "{m}<Space>");
    assert_eq!(left_earlier(&model), 0);
}

#[test]
fn an_edition_without_stories_is_not_all_read() {
    let mut model = of_editions(&["", "[[story]]\nheadline = 'One'\n"]);
    press(&mut model, "m");
    assert!(model.edition().list().is_all_read());
    press(&mut model, "{");
    assert!(!model.edition().list().is_all_read());
}

#[test]
fn a_section_without_stories_has_its_title_between_the_others_unless_a_filter_is_on() {
    let mut model = of_editions(&[
        "[[section]]\ntitle = 'Home'\n[[section.story]]\nheadline = 'One'\n[[section]]\ntitle = 'Empty'\n\
         [[section]]\ntitle = 'World'\n[[section.story]]\nheadline = 'Two'\n",
    ]);
    let titles = |model: &Model| {
        let rows = rows(&drawn(model, &Theme::PLAIN));
        let titles = ["Home", "Empty", "World"].into_iter();
        titles
            .filter(|title| rows.iter().any(|row| row.contains(title)))
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(&model), ["Home", "Empty", "World"]);
    press(&mut model, "f");
    assert_eq!(titles(&model), ["Home", "World"]);
}

#[test]
fn the_key_for_the_section_before_goes_to_this_sections_first_story_first() {
    let mut model = of_editions(&[
        "[[story]]\nheadline = 'Lead'\n[[section]]\ntitle = 'Home'\n[[section.story]]\nheadline = 'One'\n\
         [[section.story]]\nheadline = 'Two'\n[[section.story]]\nheadline = 'Three'\n",
    ]);
    press(&mut model, "G");
    for expected in ["One", "Lead", "Lead"] {
        press(&mut model, "[");
        assert_eq!(headline(&model), expected);
    }
    assert_eq!(notice(&model), "This is the first section");
}

#[test]
fn keys_move_the_text_by_lines_and_pages() {
    let mut model = long_edition(Marks::default(), 110, 34);
    press(&mut model, "J<Enter>");
    let top = |model: &Model| model.edition().split.article.top();
    let height = usize::from(model.panes().text.height);
    // Two rows of the page before stay in view.
    let (half, page) = (height / 2, height - 2);
    for (pressed, expected) in [
        ("j", 1),
        ("d", 1 + half),
        ("<PgDn>", 1 + half + page),
        ("k", half + page),
        ("u", page),
        ("<PgUp>", 0),
        ("k", 0),
    ] {
        press(&mut model, pressed);
        assert_eq!(top(&model), expected, "{pressed}");
    }
}

#[test]
fn a_file_that_changes_shows_its_new_text_at_the_same_line() {
    let source = |last: &str| {
        let text = "A paragraph of the story.\n\n".repeat(60);
        let source = format!(
            "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'H'\nbody = '''\n{text}{last}'''\n"
        );
        Arc::new(Edition::parse("one.toml".into(), &source))
    };
    let archive = Archive::default().with(vec![source("It ends.")]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    press(&mut model, "<Enter>ddd");
    let top = |model: &Model| model.edition().split.article.top();
    let before = top(&model);
    assert!(before > 0);
    let read = vec![source("It ends otherwise.")];
    let (gone, folded) = (Vec::new(), Vec::new());
    update(&mut model, Msg::FilesChanged { gone, read, folded });
    let text = &model.edition().split.article.article().text;
    assert!(text.contains("It ends otherwise."));
    assert_eq!(top(&model), before);
}

#[test]
fn the_oldest_edition_is_called_so_only_when_all_are_loaded() {
    let oldest = editions().remove(0);
    for (found, keys, expected) in [
        (1, "{", "This is the only edition"),
        (1, "}", "This is the only edition"),
        (2, "{", "Earlier editions are still being loaded"),
        (2, "}", "This is the newest edition"),
    ] {
        let archive = Archive::default().with(vec![Arc::clone(&oldest)]);
        let mut model = Model::new(archive, found, Marks::default(), size("80x24"));
        press(&mut model, keys);
        assert_eq!(notice(&model), expected);
    }
    let mut model = model(size("80x24"));
    press(&mut model, "{{{{{{{{");
    assert_eq!(notice(&model), "This is the oldest edition");
}

#[test]
fn only_an_edition_with_sections_names_keys_that_go_to_them() {
    let mut model = of_editions(&[
        "[[story]]\nheadline = 'One'\n",
        "[[section]]\ntitle = 'Home'\n[[section.story]]\nheadline = 'Two'\n",
    ]);
    let names = |model: &Model| {
        let hints = model
            .screens
            .top()
            .get()
            .letter_hints(&model.session.keymap);
        let names = hints.iter().map(|hint| hint.text.to_string());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(&model), ["Home", "by number"]);
    press(&mut model, "{");
    assert!(names(&model).is_empty());
}

#[test]
fn n_and_shift_n_go_to_unread_stories() {
    let mut model = model(size("80x24"));
    press(&mut model, "JmJmKKn");
    assert!(headline(&model).starts_with("Wind"));
    press(&mut model, "N");
    assert!(headline(&model).starts_with("The harbour"));
    press(&mut model, "N");
    assert_eq!(
        notice(&model),
        "No unread story comes before this one; n goes to one after it"
    );
    press(&mut model, "GmKKKKn");
    assert!(headline(&model).starts_with("Wind"));
}

#[test]
fn is_finds_stories_by_their_marks() {
    let mut model = model(size("110x34"));
    press(&mut model, "JmJs/is:read<Enter>");
    let found = |model: &Model| match model.search() {
        Some(search) => search.results().hits().len(),
        _ => 0,
    };
    assert_eq!(found(&model), 1);
    press(&mut model, "<Esc>S");
    assert_eq!(found(&model), 1);
    // A mark made in the results applies to the story itself.
    press(&mut model, "m<Esc>");
    assert_eq!(model.edition().list().tally().read, 2);
}

/// The operations that `effects` ask the runtime to save.
fn to_save(effects: &[Effect]) -> Vec<Operation> {
    effects
        .iter()
        .flat_map(|effect| match effect {
            Effect::SaveMarks(unsaved) => unsaved.since(0).to_vec(),
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn marks_are_passed_on_for_saving_before_the_program_ends() {
    let mut model = model(size("80x24"));
    press(&mut model, "<Tab>G");
    let effects = update(&mut model, Msg::KeyPressed(Key::Char('m')));
    assert!(matches!(to_save(&effects)[0].change, Change::Read(true)));
    press(&mut model, "mk");
    let effects = update(&mut model, Msg::KeyPressed(Key::Ctrl('c')));
    assert!(matches!(
        to_save(&effects).last().unwrap().change,
        Change::Place(1..)
    ));
    assert!(matches!(effects.last(), Some(Effect::Quit)));
    assert_eq!(to_save(&update(&mut model, Msg::Leaving)), []);
}

#[test]
fn a_place_is_saved_when_its_story_is_left_and_not_before() {
    let mut model = model(size("80x24"));
    press(&mut model, "<Tab>");
    for _ in 0..15 {
        let effects = update(&mut model, Msg::KeyPressed(Key::Char('j')));
        assert_eq!(to_save(&effects), []);
    }
    let effects = update(&mut model, Msg::KeyPressed(Key::Char(']')));
    let saved: Vec<_> = to_save(&effects)
        .iter()
        .map(|operation| operation.change)
        .collect();
    assert!(matches!(saved[..], [Change::Place(1..)]), "{saved:?}");
}

#[test]
fn a_search_saves_no_place() {
    let mut model = model(size("60x20"));
    press(&mut model, "/the<Enter>");
    for _ in 0..20 {
        let effects = update(&mut model, Msg::KeyPressed(Key::Char('n')));
        assert_eq!(to_save(&effects), []);
    }
}

/// A model of one edition with a short and a long story, started with `marks`.
fn long_edition(marks: Marks, width: u16, height: u16) -> Model {
    let paragraphs: Vec<_> = (0..60)
        .map(|number| format!("Paragraph {number} says *something* about the [port](https://a.example) – 東京, too.\n\n"))
        .collect();
    let source = format!(
        "title = 'T'\ndate = 2031-01-01\nsummary = 'Above it all.'\n[[story]]\nheadline = 'First'\nbody = 'x'\n[[story]]\nheadline = 'Long'\nsummary = 'Read me'\nbody = '''\n{}'''\n",
        paragraphs.concat()
    );
    let edition = Arc::new(Edition::parse("long.toml".into(), &source));
    Model::new(
        Archive::default().with(vec![edition]),
        1,
        marks,
        ratatui::layout::Size { width, height },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// After a restart in a window of any size, the line at which the story was left is at the top, or as near to
    /// it as the end of the story allows.
    #[test]
    fn the_place_survives_a_restart(
        (width, height) in (30u16..150, 8u16..50),
        (new_width, new_height) in (30u16..150, 8u16..50),
        scrolled in 1usize..60,
        wider in 0usize..5,
    ) {
        let mut model = long_edition(Marks::default(), width, height);
        press(&mut model, "J<Enter>");
        press(&mut model, &"j".repeat(scrolled));
        press(&mut model, &">".repeat(wider));
        let top = model.edition().split.article.visible()[0].start as usize;
        let in_body = top > model.edition().split.article.article().body_start;
        let body_start = model.edition().split.article.article().body_start;
        let mut marks = Marks::default();
        for operation in to_save(&update(&mut model, Msg::Leaving)) {
            marks.apply(&operation, 1);
        }
        prop_assert_eq!(marks.get("2031-01-01/long").place > 0, in_body);
        let again = long_edition(marks, new_width, new_height);
        prop_assume!(in_body);
        prop_assert_eq!(headline(&again), "Long");
        prop_assert!(again.panes().shows_article);
        let reading = &again.edition().split.article;
        let first = reading.visible()[0].clone();
        let place = model.edition().split.article.anchor() - body_start + reading.article().body_start;
        prop_assert!(first.start as usize <= place);
        prop_assert!(place <= first.end.max(first.start) as usize || reading.at_end());
    }

    /// With a filter on, neither a mark nor an undo removes the open story from the list.
    #[test]
    fn a_filter_never_hides_the_open_story(
        pressed in prop::collection::vec(prop::sample::select(&["m", "s", "U", "f", "A", "J", "K", "<Space>", "]", "1"]), 1..40),
    ) {
        let mut model = model(size("80x24"));
        for key in pressed {
            let before = (headline(&model), model.edition().closing.is_some());
            press(&mut model, key);
            if ["m", "s", "U", "f", "A"].contains(&key) && !before.1 {
                prop_assert_eq!(headline(&model), before.0, "{}", key);
            }
            let selected = model.edition().split.selected();
            prop_assert!(model.edition().list().item(selected).is_some());
        }
    }
}

#[test]
fn the_edition_opens_at_the_story_to_continue_with() {
    let open = |marks: Marks| {
        let editions = editions();
        let found = editions.len();
        Model::new(
            Archive::default().with(editions),
            found,
            marks,
            size("80x24"),
        )
    };
    let mark = |marks: &mut Marks, story: &str, change| {
        let key = format!("harbour-roundup-2031-04-02-evening/{story}");
        marks.apply(&Operation { key, change }, 1);
    };
    let mut marks = Marks::default();
    assert!(headline(&open(marks.clone())).starts_with("The harbour"));
    mark(
        &mut marks,
        "the-harbour-that-the-tide-gave-back",
        Change::Read(true),
    );
    assert!(headline(&open(marks.clone())).starts_with("Who pays"));
    // A story that the user stopped in the middle of comes before skipped ones.
    mark(&mut marks, "the-ferry-that-runs-empty", Change::Place(10));
    assert!(headline(&open(marks.clone())).starts_with("The ferry"));
    mark(&mut marks, "the-ferry-that-runs-empty", Change::Read(true));
    assert!(headline(&open(marks)).starts_with("Who pays"));
}

#[test]
fn marks_saved_by_another_program_are_shown() {
    let mut model = model(size("80x24"));
    let first = model.edition().list().story(0).unwrap().key();
    let second = model.edition().list().story(1).unwrap().key();
    press(&mut model, "m");
    let mut file = Marks::default();
    for key in [first, second] {
        let change = Change::Read(true);
        file.apply(&Operation { key, change }, 9);
    }
    update(&mut model, Msg::MarksNotSaved("why".to_owned()));
    assert!(model.session.marks.save_failed);
    update(
        &mut model,
        Msg::MarksSaved {
            before: 2,
            marks: Arc::new(file),
            warning: None,
        },
    );
    assert_eq!(
        (
            model.edition().list().tally().read,
            model.session.marks.save_failed
        ),
        (2, false)
    );
}

#[test]
fn going_back_from_the_closing_page_returns_to_the_story_before_it() {
    for back in ["<Esc>", "b", "K", "h"] {
        let mut model = model(size("80x24"));
        press(&mut model, SKIP_TO_THE_END);
        let before = headline(&model);
        press(&mut model, back);
        assert!(model.edition().closing.is_none(), "{back}");
        assert_eq!(headline(&model), before);
    }
    let mut model = model(size("80x24"));
    press(&mut model, SKIP_TO_THE_END);
    let shown = rows(&drawn(&model, &Theme::COLOURED));
    press(&mut model, "/harbour<Enter>e<C-o><Esc>");
    assert_eq!(rows(&drawn(&model, &Theme::COLOURED)), shown);
    press(&mut model, "1");
    assert!(model.edition().closing.is_none() && headline(&model).starts_with("Who pays"));
    press(&mut model, SKIP_TO_THE_END);
    assert!(
        update(&mut model, Msg::KeyPressed(Key::Char('q')))
            .iter()
            .any(|effect| matches!(effect, Effect::Quit))
    );
}

#[test]
fn an_edition_with_every_story_read_opens_at_its_end() {
    let mut model = model(size("80x24"));
    press(&mut model, "AA{{{{m");
    let marks = (**model.session.marks.marks()).clone();
    let editions = editions();
    let (newest, earlier): (Vec<_>, Vec<_>) = editions
        .into_iter()
        .partition(|edition| &*edition.label() == "2031-04-02.toml");
    let mut model = Model::new(Archive::default().with(newest), 6, marks, size("80x24"));
    press(&mut model, "<Space>");
    assert_eq!(notice(&model), "Earlier editions are still being loaded");
    // The unread story loads with its edition.
    update(&mut model, Msg::EditionsLoaded(earlier));
    update(&mut model, Msg::AllLoaded);
    press(&mut model, "<Space>");
    assert_eq!(headline(&model), "(no headline)");
}

#[test]
fn space_on_the_closing_page_opens_the_selected_story() {
    let mut model = model(size("80x24"));
    press(&mut model, SKIP_TO_THE_END);
    press(&mut model, "jj<Space>");
    assert_eq!(headline(&model), "The ferry that runs empty");
}

#[test]
fn escape_from_a_screen_above_the_results_returns_to_them() {
    let mut model = model(size("80x24"));
    press(&mut model, "/harbour<Enter>j");
    let results = rows(&drawn(&model, &Theme::COLOURED));
    for over in ["a", "!", "a!a", "?"] {
        press(&mut model, over);
        press(&mut model, "<Esc>");
        assert_eq!(rows(&drawn(&model, &Theme::COLOURED)), results, "{over}");
    }
}

#[test]
fn an_unfinished_field_keeps_the_results() {
    let mut model = model(size("80x24"));
    press(&mut model, "/date:2031");
    let found = |model: &Model| match model.search() {
        Some(search) => search.results().hits().len(),
        _ => 0,
    };
    let year = found(&model);
    assert!(year > 0);
    for typed in ["-", "0", "4", "-", "0"] {
        press(&mut model, typed);
        assert!(found(&model) > 0, "{typed}");
    }
    press(&mut model, "2");
    assert!((1..year).contains(&found(&model)));
    press(&mut model, "<C-u>tag:\"harb");
    assert!(found(&model) > 0, "unclosed quotes");
}

#[test]
fn a_notice_says_that_no_story_is_saved() {
    let mut model = model(size("80x24"));
    press(&mut model, "S");
    assert_eq!(notice(&model), "No story is saved yet; s saves one");
    assert!((model.screens.over_edition() == 0));
}

#[test]
fn a_results_edition_opens_in_place_of_every_other_screen() {
    let mut model = model(size("80x24"));
    // Ctrl-o brings results back, but not the archive.
    for (before, below) in [("sa", 0), ("/harbour<Enter>", 1)] {
        press(&mut model, before);
        press(&mut model, "Se");
        assert!((model.screens.over_edition() == 0), "{before}");
        press(&mut model, "<Esc>");
        assert!((model.screens.over_edition() == 0), "{before}");
        press(&mut model, "<C-o>");
        assert_eq!(model.screens.over_edition(), below + 1, "{before}");
        press(&mut model, "<Esc><Esc>");
        assert!((model.screens.over_edition() == 0), "{before}");
    }
}

#[test]
fn a_search_does_not_scroll_stories_of_the_edition() {
    let mut model = model(size("60x20"));
    press(&mut model, "/tide<Enter>nnnJJJ<Esc><Enter>");
    for _ in 0..6 {
        assert!(
            model.edition().split.article.at_top(),
            "{}",
            headline(&model)
        );
        press(&mut model, "J");
    }
}

#[test]
fn without_a_result_there_is_no_story_to_mark() {
    let mut model = model(size("80x24"));
    // The results come back after their files have gone.
    press(&mut model, "a<End><Enter>/the<Enter>ea<End><Enter>");
    let editions = editions();
    let gone = editions.iter().map(|edition| edition.path().to_owned());
    let gone = gone.filter(|path| path.to_str() != Some("2030-12-31.toml"));
    answered(
        &mut model,
        Msg::FilesChanged {
            gone: gone.collect(),
            read: Vec::new(),
            folded: Vec::new(),
        },
    );
    press(&mut model, "<C-o>");
    assert!(model.search().unwrap().results().hits().is_empty());
    for (key, expected) in [
        ("m", "There is no story here to mark"),
        ("s", "There is no story here to save"),
    ] {
        press(&mut model, key);
        assert_eq!(notice(&model), expected);
    }
    press(&mut model, "<Esc>");
    assert_eq!(
        (
            model.edition().list().tally().read,
            model.edition().list().tally().saved
        ),
        (0, 0)
    );
}

#[test]
fn reading_a_story_already_marked_read_adds_nothing_to_undo() {
    let mut model = model(size("60x20"));
    // A story is begun, marked read with its section, and then read to its end.
    press(&mut model, "J<Enter>jjjjKJ1A");
    read_to_the_end(&mut model);
    press(&mut model, "U");
    assert_eq!(notice(&model), "Undone, unread again: the stories of Money");
}

#[test]
fn the_closing_page_keeps_its_selection() {
    let mut model = model(size("80x24"));
    press(&mut model, SKIP_TO_THE_END);
    let selected = |model: &Model| {
        let closing = model.edition().closing.as_ref().unwrap();
        let archive = &model.session.archive;
        let (edition, position) = archive.find_story(closing.selected().unwrap()).unwrap();
        let briefing = edition.briefing.as_ref().unwrap();
        briefing.story(position).headline().to_string()
    };
    press(&mut model, "jj");
    assert_eq!(selected(&model), "The ferry that runs empty");
    press(&mut model, "m");
    assert_eq!(selected(&model), "Wind tomorrow, and on Friday more of it");
    press(&mut model, "U");
    assert_eq!(selected(&model), "Wind tomorrow, and on Friday more of it");
    // Keys with nowhere to go leave the page as it is.
    for (key, expected) in [
        ("9", "There is no section 9; the sections are 1–4"),
        ("}", "This is the newest edition"),
        ("e", "e means nothing here; ? shows the keys"),
    ] {
        press(&mut model, key);
        assert_eq!(
            (notice(&model), model.edition().closing.is_some()),
            (expected, true)
        );
    }
    press(&mut model, "zq");
    assert!(!model.edition().is_zen() && model.edition().closing.is_some());
    // The selected story has tags; the one just read has none.
    press(&mut model, "t");
    assert_eq!((notice(&model), model.screens.over_edition()), ("", 1));
}

/// A story that takes longer than a frame to lay out is prepared by the runtime. Until its text arrives, Space
/// neither marks it read nor leaves it.
#[test]
fn a_long_story_is_awaited_before_it_can_be_read() {
    let body = "A paragraph of some length that goes on and on.\n\n".repeat(5_000);
    let source = format!(
        "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'Long'\nbody = \'\'\'\n{body}\'\'\'\n[[story]]\nheadline = 'Short'\n"
    );
    let edition = Arc::new(Edition::parse("long.toml".into(), &source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    let mut requests = Vec::new();
    for key in keys("JK<Space><Space>") {
        requests.extend(update(&mut model, Msg::KeyPressed(key)));
    }
    let read = model.edition().list().tally().read;
    assert_eq!((headline(&model).as_str(), read), ("Long", 0));
    let screen = rows(&drawn(&model, &Theme::COLOURED));
    assert!(screen.iter().any(|row| row.contains("Opening…")));
    let requests = requests.into_iter().filter_map(|effect| match effect {
        Effect::Read(request) => Some(request),
        _ => None,
    });
    let texts: Vec<_> = requests
        .map(|request| request.answer(&model.session.archive))
        .collect();
    // The answer to an earlier request is ignored.
    let (last, earlier) = texts.split_last().unwrap();
    for text in earlier {
        update(&mut model, Msg::TextRead(text.clone()));
        assert!(!model.edition().split.article.is_ready());
    }
    update(&mut model, Msg::TextRead(last.clone()));
    assert!(model.edition().split.article.at_top());
    press(&mut model, "<Space>");
    assert!(model.edition().split.article.top() > 0);
}

/// The row of the screen that contains `text`, without what is left of it.
fn row_with(model: &Model, text: &str) -> String {
    let rows = rows(&drawn(model, &Theme::PLAIN));
    let row = rows
        .iter()
        .find_map(|row| Some(row[row.find(text)?..].trim_end().to_owned()));
    row.unwrap_or_else(|| panic!("{text} is not in {rows:#?}"))
}

#[test]
fn the_closing_page_tells_stories_read_from_stories_marked_read() {
    for (pressed, expected) in [
        (
            "AAG<Enter>G<Space>",
            "1 story read, 5 marked read, nothing left.",
        ),
        (SKIP_TO_THE_END, "1 story read, 5 left."),
        (
            "mJmsG<Enter>G<Space>",
            "1 story read, 2 marked read, 1 saved, 3 left.",
        ),
        // A story that is read again after it was marked has been read.
        ("G<Enter>mG<Space>", "1 story read, 5 left."),
        (
            "AAUG<Enter>G<Space>",
            "1 story read, 1 marked read, 4 left.",
        ),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, pressed);
        assert!(model.edition().closing.is_some(), "{pressed}");
        assert_eq!(row_with(&model, "1 story read"), expected, "{pressed}");
    }
}

#[test]
fn the_closing_page_offers_saved_stories_when_there_are_any() {
    let offers = |pressed: &str| {
        let mut model = model(size("80x24"));
        press(&mut model, pressed);
        let screen = rows(&drawn(&model, &Theme::PLAIN));
        screen.iter().any(|row| row.contains("S saved stories"))
    };
    assert!(!offers(SKIP_TO_THE_END));
    assert!(offers(&format!("s{SKIP_TO_THE_END}")));
}

#[test]
fn a_saved_story_shows_whether_it_is_read() {
    let mut model = model(size("80x24"));
    press(&mut model, "s");
    assert!(row_with(&model, "★").starts_with("★● The harbour"));
    press(&mut model, "m");
    assert!(row_with(&model, "★").starts_with("★  The harbour"));
    press(&mut model, "S");
    assert!(row_with(&model, "★").starts_with("★  The harbour"));
}

/// The minutes that the header says are left.
fn minutes_left(model: &Model) -> usize {
    let header = row_with(model, " · ");
    let before = header.split(" min").next().unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn minutes_left_go_down_with_every_page() {
    let source = format!(
        "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'Long'\nbody = '{}'\n[[story]]\nheadline = 'Next'\nbody = 'x'\n",
        "a word of it and ".repeat(400)
    );
    let edition = Arc::new(Edition::parse("one.toml".into(), &source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("110x34"));
    let mut left = minutes_left(&model);
    assert_eq!(left, 10);
    while !model.edition().split.article.at_end() {
        press(&mut model, "<Space>");
        assert!(minutes_left(&model) < left, "{left}");
        left = minutes_left(&model);
    }
    // They do not come back when the story is left without having been marked read.
    press(&mut model, "j");
    assert_eq!(minutes_left(&model), left);
}

#[test]
fn long_reading_times_are_in_hours() {
    let source = format!(
        "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'Long'\nbody = '{}'\n",
        "word ".repeat(20_000)
    );
    let edition = Arc::new(Edition::parse("one.toml".into(), &source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("110x34"));
    model.session.notice = None;
    let header = &rows(&drawn(&model, &Theme::PLAIN))[0];
    assert!(
        header.trim_end().ends_with("1 story · 1 h 27 min"),
        "{header}"
    );
}

#[test]
fn minutes_are_listed_from_two_on() {
    let story = |headline: &str, words: usize| {
        format!(
            "[[story]]\nheadline = '{headline}'\nbody = '{}'\n",
            "word ".repeat(words)
        )
    };
    let source = format!(
        "title = 'T'\ndate = 2031-01-01\n{}{}",
        story("Short", 100),
        story("Long", 400)
    );
    let edition = Arc::new(Edition::parse("one.toml".into(), &source));
    let archive = Archive::default().with(vec![edition]);
    let model = Model::new(archive, 1, Marks::default(), size("80x24"));
    let list = |text| {
        row_with(&model, text)
            .split('│')
            .next()
            .unwrap()
            .trim_end()
            .to_owned()
    };
    assert_eq!(list("Short"), "Short");
    assert!(list("● Long").ends_with("2 m"));
}

#[test]
fn a_short_last_page_has_a_tick_where_reading_goes_on() {
    let tick = |model: &Model| {
        let rows = rows(&drawn(model, &Theme::PLAIN));
        rows.iter().position(|row| row.contains('›'))
    };
    for width in [60, 110] {
        let mut model = long_edition(Marks::default(), width, 30);
        press(&mut model, "J<Enter>");
        let mut last = String::new();
        while !model.edition().split.article.at_end() {
            assert_eq!(tick(&model), None);
            let shown = rows(&drawn(&model, &Theme::PLAIN));
            last = shown[..28]
                .iter()
                .rev()
                .find(|row| row.contains("Paragraph"))
                .unwrap()
                .clone();
            press(&mut model, "<Space>");
        }
        let first_new = tick(&model).unwrap();
        let shown = rows(&drawn(&model, &Theme::PLAIN));
        let first = shown[first_new..]
            .iter()
            .find(|row| row.contains("Paragraph"))
            .unwrap();
        let number = |row: &str| -> usize {
            let after = row.split("Paragraph ").nth(1).unwrap();
            after.split(' ').next().unwrap().parse().unwrap()
        };
        assert_eq!(number(first), number(&last) + 1, "at {width} columns");
        press(&mut model, "k");
        assert_eq!(tick(&model), None);
    }
}

#[test]
fn an_undo_in_the_archive_shows_at_once() {
    let mut model = model(size("80x24"));
    press(&mut model, "AAa");
    assert!(row_with(&model, "The long ebb").ends_with('✓'));
    press(&mut model, "UU");
    assert!(row_with(&model, "The long ebb").ends_with("6 stories"));
}

#[test]
fn marking_the_last_section_read_does_not_offer_the_whole_edition() {
    let source = "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'One'\n[[story]]\nheadline = 'Two'\n";
    let edition = Arc::new(Edition::parse("one.toml".into(), source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    press(&mut model, "A");
    assert_eq!(notice(&model), "2 stories marked read; U undoes it");
}

#[test]
fn only_unread_stories_stay_in_the_list_when_a_section_is_marked_read() {
    let mut model = model(size("80x24"));
    press(&mut model, "f]A");
    let left = [
        "The harbour that the tide gave back",
        "(Who pays for the wall, and why it will not be the port)",
        "Wind tomorrow, and on Friday more of it",
        "「港は誰のものか」 asks a reader in 東京",
        "A headline and nothing else",
    ];
    assert_eq!(list(&model), left);
    press(&mut model, "J");
    assert_eq!(list(&model), [&left[..1], &left[2..]].concat());
}

#[test]
fn a_filter_stays_on_from_edition_to_edition() {
    let mut model = model(size("80x24"));
    press(&mut model, "sf{");
    assert!(row_with(&model, "only").starts_with("only unread · 1 of 1 story"));
    press(&mut model, "}f");
    assert!(row_with(&model, "only").starts_with("only saved · 1 of 6 stories"));
    press(&mut model, "f{");
    assert!(!rows(&drawn(&model, &Theme::PLAIN))[0].contains("only"));
}

#[test]
fn an_undo_names_the_edition_that_was_marked() {
    let mut model = model(size("80x24"));
    press(&mut model, "AA{U");
    assert_eq!(
        notice(&model),
        "Undone, unread again: the stories of The long ebb of a spring tide"
    );
    for (keys, expected) in [
        (
            "sJ{U",
            "Undone, no longer saved: “The harbour that the tide gave back” in Wed 2 Apr 2031",
        ),
        ("{sAU", "Undone, unread again: the lead stories"),
        ("{{AaU", "Undone, unread again: the stories of Harbour"),
        (
            "{A}U",
            "Undone, unread again: the lead stories in Tue 1 Apr 2031 · Late",
        ),
    ] {
        let mut model = self::model(size("110x34"));
        press(&mut model, keys);
        assert_eq!(notice(&model), expected, "{keys}");
    }
}

#[test]
fn zen_names_an_edition_without_stories() {
    let mut model = model(size("80x24"));
    press(&mut model, "{{{{{z");
    let header = rows(&drawn(&model, &Theme::PLAIN))[0].clone();
    assert!(
        header.starts_with(" An edition without stories"),
        "{header}"
    );
}

#[test]
fn nothing_left_to_read_names_no_edition_before_the_oldest() {
    let mut model = model(size("80x24"));
    press(&mut model, "{{{{{<Space><Space>");
    let after = "; } goes to the edition after";
    assert_eq!(
        notice(&model),
        format!("There is nothing left to read{after}")
    );
}
