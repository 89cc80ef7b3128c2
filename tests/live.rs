//! What the reader shows and says when files change on disk.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

#[path = "live/anchored.rs"]
mod anchored;
#[path = "live/back.rs"]
mod back;
mod common;
#[path = "live/elsewhere.rs"]
mod elsewhere;
#[path = "live/file_gone.rs"]
mod file_gone;
#[path = "common/notice.rs"]
mod notice;
#[path = "live/results.rs"]
mod results;
#[path = "common/stored.rs"]
mod stored;
#[path = "live/told.rs"]
mod told;

use std::sync::Arc;

use common::{answered, editions, model, press, size};
use notice::notice;
use roundup::app::{Effect, Elsewhere, FoundChanged, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::keymap::Key;
use roundup::marks::Marks;
use roundup::search::fold_editions;
use roundup::ui::theme::Theme;

const NEWEST: &str = "2031-04-02.toml";
const LATE: &str = "2031-04-01-late.toml";

/// The text of a file of the test archive.
fn source(path: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive");
    std::fs::read_to_string(folder.join(path)).unwrap()
}

fn edition(path: &str, source: &str) -> Arc<Edition> {
    Arc::new(Edition::parse(path.into(), source))
}

/// The newest edition with one text in place of another.
fn newest_with(from: &str, to: &str) -> Arc<Edition> {
    let source = source(NEWEST);
    assert!(source.contains(from), "{from}");
    edition(NEWEST, &source.replacen(from, to, 1))
}

/// The newest edition without the story of this headline.
fn newest_without(headline: &str) -> Arc<Edition> {
    let source = source(NEWEST);
    let mut blocks: Vec<_> = source.split_inclusive("\n\n").collect();
    let block = blocks
        .iter()
        .position(|block| block.contains(headline))
        .unwrap();
    let end = blocks[block + 1..]
        .iter()
        .position(|block| block.starts_with("[["))
        .unwrap_or(blocks.len() - block - 1);
    blocks.drain(block..=block + end);
    edition(NEWEST, &blocks.concat())
}

fn extra_story(headline: &str) -> String {
    format!("\n[[section.story]]\nheadline = \"{headline}\"\nbody = \"Of the tide.\"\n")
}

/// A new edition of the day after the newest one.
fn next_day() -> Arc<Edition> {
    let source = "title = \"The flood\"\ndate = 2031-04-03\n[[story]]\nheadline = \"High water\"\n";
    edition("2031-04-03.toml", source)
}

/// Sends what the watcher would send after a change on disk.
fn change(model: &mut Model, gone: &[&str], read: Vec<Arc<Edition>>) {
    let folded = fold_editions(&read);
    let gone = gone.iter().map(Into::into).collect();
    answered(model, Msg::FilesChanged { gone, read, folded });
    answered(model, read_again(false));
}

fn read_again(asked: bool) -> Msg {
    Msg::ReadAgain {
        asked,
        is_one_file: false,
    }
}

/// The headline of the selected item of the edition being read.
fn selected(model: &Model) -> String {
    let screen = model.edition();
    let item = screen.list().item(screen.split.selected()).unwrap();
    let lines: Vec<_> = item.lines.iter().map(ToString::to_string).collect();
    lines.join(" ")
}

fn text(model: &Model) -> &str {
    &model.edition().split.article.article().text
}

/// The first words of the row at the top of the article.
fn top_row(model: &Model) -> String {
    let article = &model.edition().split.article;
    let start = article.visible()[0].start as usize;
    article.article().text[start..].chars().take(30).collect()
}

#[test]
fn each_change_is_told_in_its_own_words() {
    let grown = |more: &[&str]| {
        let stories: String = more.iter().map(|headline| extra_story(headline)).collect();
        edition(NEWEST, &(source(NEWEST) + &stories))
    };
    let broken = edition(NEWEST, &(source(NEWEST) + "\n= 1\n"));
    let lost = edition(NEWEST, "");
    let changed = |path: &str| edition(path, &(source(path) + "\n# A comment\nsummary = \"S\"\n"));
    let late_broken = edition(LATE, "");
    let named = |path: &str| edition(path, &format!("title = \"{path}\"\ndate = 2030-01-01\n"));
    for (gone, read, expected) in [
        (&[][..], vec![grown(&["One"])], "1 new story; . goes to it"),
        (
            &[],
            vec![grown(&["One", "Two", "Three"])],
            "3 new stories; . goes to the first",
        ),
        (
            &[],
            vec![next_day()],
            "A new edition has come: The flood; . opens it",
        ),
        (
            &[],
            vec![next_day(), grown(&["One"])],
            "A new edition has come: The flood; . opens it · 1 new story",
        ),
        (
            &[NEWEST],
            Vec::new(),
            "This edition’s file has gone; what was read of it stays until you leave it",
        ),
        (
            &[],
            vec![newest_without("The harbour that the tide gave back")],
            "This story is no longer in its file; it stays until you leave it",
        ),
        (
            &[],
            vec![newest_with("For six hours", "For seven hours")],
            "This edition has changed",
        ),
        (&[], vec![broken], "Line 88: missing key; ! shows it"),
        (&[], vec![lost], "A fault: the file is empty; ! shows it"),
        (
            &[],
            vec![late_broken],
            "2031-04-01-late.toml has faults now; ! shows them",
        ),
        (
            &[],
            vec![edition(
                "2031-03-30-broken.toml",
                "title = 'T'\ndate = 2031-03-30\n",
            )],
            "2031-03-30-broken.toml no longer has faults",
        ),
        (&["2030-12-31.toml"], Vec::new(), "1 edition gone"),
        (
            &["2030-12-31.toml"],
            vec![named("x"), named("y"), changed("2031-04-01-morning.toml")],
            "2 editions added; . opens the newest · 1 edition changed · 1 edition gone",
        ),
        // The same edition at another place.
        (&[LATE], vec![edition("moved.toml", &source(LATE))], ""),
        (&[], vec![edition(NEWEST, &source(NEWEST))], ""),
        (&[], Vec::new(), ""),
    ] {
        let mut model = model(size("110x34"));
        model.session.notice = None;
        change(&mut model, gone, read);
        assert_eq!(notice(&model), expected);
    }
}

/// Of many files, the new paths come in parts, before what has gone.
#[test]
fn files_that_were_moved_are_not_said_to_have_gone() {
    let mut model = model(size("110x34"));
    press(&mut model, "j");
    let moved = edition("older/late.toml", &source(LATE));
    answered(&mut model, Msg::ReadingAgain(100));
    for (gone, read) in [(vec![], vec![moved]), (vec![LATE.into()], vec![])] {
        let folded = fold_editions(&read);
        answered(&mut model, Msg::FilesChanged { gone, read, folded });
    }
    answered(&mut model, read_again(false));
    assert_eq!(notice(&model), "");
}

#[test]
fn a_file_that_is_faulty_already_is_not_news_when_it_is_moved() {
    let mut model = model(size("110x34"));
    let broken = source(LATE) + "\n= 1\n";
    change(&mut model, &[], vec![edition(LATE, &broken)]);
    assert!(
        notice(&model).contains("has faults now"),
        "{}",
        notice(&model)
    );
    press(&mut model, "j");
    change(
        &mut model,
        &[LATE],
        vec![edition("older/late.toml", &broken)],
    );
    assert_eq!(notice(&model), "");
}

#[test]
fn a_key_goes_to_what_has_come_in() {
    let mut model = model(size("110x34"));
    press(&mut model, ".");
    assert_eq!(notice(&model), "Nothing new has come in");
    let grown = source(NEWEST) + &extra_story("One") + &extra_story("Two");
    change(&mut model, &[], vec![edition(NEWEST, &grown), next_day()]);
    assert_eq!(selected(&model), "The harbour that the tide gave back");
    // The notice is gone by now, the key still goes there.
    press(&mut model, "jk.");
    assert_eq!(
        model.edition().list().edition().path().to_str(),
        Some("2031-04-03.toml")
    );
    assert_eq!(notice(&model), "2 more have come in; . goes to the next");
    press(&mut model, ".");
    assert_eq!(selected(&model), "One");
    assert_eq!(notice(&model), "1 more has come in; . goes to it");
    press(&mut model, ".");
    assert_eq!(selected(&model), "Two");
    assert_eq!(notice(&model), "");
    press(&mut model, ".");
    assert_eq!(notice(&model), "Nothing new has come in");
}

#[test]
fn a_newer_edition_never_opens_by_itself() {
    for keys in ["", "J<Enter>", "a", "/tide<Enter>", "G<Enter>G<Space>", "z"] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        let before = model.edition().list().edition().id().clone();
        change(&mut model, &[], vec![next_day()]);
        assert_eq!(*model.edition().list().edition().id(), before, "{keys}");
        press(&mut model, ".");
        let open = model.edition().list().edition().path().to_owned();
        assert_eq!(open.to_str(), Some("2031-04-03.toml"), "{keys}");
    }
}

#[test]
fn a_story_that_has_gone_stays_until_it_is_left() {
    for size in stored::SIZES {
        let mut model = model(common::size(size));
        press(&mut model, "J<Enter>");
        change(&mut model, &[], vec![newest_without("Who pays")]);
        let screen = stored::screen(&model, &Theme::COLOURED);
        stored::compare("a_story_has_gone", "J<Enter>, then it goes", size, &screen);
        press(&mut model, "m");
        assert_eq!(
            notice(&model),
            "This story is no longer in its file, so it cannot be marked"
        );
        // It is laid out anew without its file.
        answered(&mut model, Msg::Resized(common::size("90x30")));
        assert!(text(&model).contains("Who pays"));
        // Nor does another change of the file take it away.
        change(&mut model, &[], vec![newest_without("Who pays")]);
        assert!(text(&model).contains("Who pays"));
        press(&mut model, "J");
        assert_eq!(selected(&model), "The ferry that runs empty");
        assert_eq!(model.edition().list().briefing().unwrap().len(), 5);
        press(&mut model, "K");
        assert_eq!(selected(&model), "The harbour that the tide gave back");
    }
}

#[test]
fn what_cannot_be_done_with_a_story_that_has_gone_is_said() {
    let mut model = model(size("110x34"));
    press(&mut model, "J");
    change(&mut model, &[], vec![newest_without("Who pays")]);
    for (key, cannot) in [
        ("m", "it cannot be marked"),
        ("s", "it cannot be saved"),
        ("t", "its tags cannot be followed"),
        ("o", "its link cannot be opened"),
        ("y", "its link cannot be copied"),
    ] {
        press(&mut model, key);
        let expected = format!("This story is no longer in its file, so {cannot}");
        assert_eq!(notice(&model), expected, "{key}");
    }
    let mut model = common::model(size("110x34"));
    change(&mut model, &[NEWEST], Vec::new());
    press(&mut model, "m");
    assert_eq!(
        notice(&model),
        "This story’s file has gone, so it cannot be marked"
    );
}

#[test]
fn the_text_of_a_story_that_has_gone_can_be_copied_as_it_is_shown() {
    for keys in ["J", "/three bills<Enter>"] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        change(&mut model, &[], vec![newest_without("Who pays")]);
        let effects = update(&mut model, Msg::KeyPressed(Key::Char('Y')));
        let copied = effects.iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.as_str()),
            _ => None,
        });
        let copied = copied.unwrap();
        assert!(
            copied.contains("Who pays for the wall, and why"),
            "{copied}"
        );
        assert!(copied.contains("\nThe estimate has grown"), "{copied}");
        assert_eq!(
            notice(&model),
            "Sent the story’s text as it is shown to the terminal’s clipboard"
        );
    }
}

/// The headlines found, as the archive has them, and the selected one.
fn found(model: &Model) -> (Vec<String>, usize) {
    let search = model.search().unwrap();
    let hits = search.results().hits();
    let headlines = (0..hits.len()).map(|hit| hits.get(hit).unwrap().headline().to_string());
    (headlines.collect(), search.split.selected())
}

#[test]
fn a_result_that_has_gone_stays_until_it_is_left() {
    // The whole file goes, or one story of it.
    for file_goes in [true, false] {
        let mut model = model(size("110x34"));
        press(&mut model, "/the<Enter>J");
        let (before, selected) = found(&model);
        let (headline, next) = (before[1].clone(), before[2].clone());
        assert_eq!(selected, 1);
        let text = |model: &Model| {
            let article = model.search().unwrap().split.article.article();
            article.text.to_string()
        };
        let shown = text(&model);
        if file_goes {
            change(&mut model, &[NEWEST], Vec::new());
        } else {
            change(&mut model, &[], vec![newest_without(&headline)]);
        }
        let said = "This result is no longer in its file; it stays until you leave it";
        assert!(notice(&model).contains(said), "{}", notice(&model));
        assert_eq!(text(&model), shown);
        let (after, selected) = found(&model);
        assert_eq!(after[selected], headline);
        assert!(screen(&model).contains("▌   (gone) "), "{}", screen(&model));
        if !file_goes {
            // Its edition has one heading, with the number of all its stories.
            assert_eq!(after, before);
            assert_eq!(selected, 1);
            let headings = screen(&model).matches("Wednesday 2 April").count();
            // The header of the screen names its edition, too.
            assert_eq!(headings, 2, "{}", screen(&model));
        }
        press(&mut model, "m");
        let cannot = "This story is no longer in its file, so it cannot be marked";
        assert_eq!(notice(&model), cannot);
        // Other changes do not take it away.
        change(&mut model, &[], vec![next_day()]);
        assert_eq!(text(&model), shown);
        answered(&mut model, Msg::Resized(size("90x30")));
        assert_eq!(text(&model), shown);
        press(&mut model, "J");
        let (after, selected) = found(&model);
        assert!(!after.contains(&headline));
        if !file_goes {
            assert_eq!(after[selected], next);
            press(&mut model, "K");
            let (after, selected) = found(&model);
            assert_eq!(after[selected], before[0]);
        }
    }
}

#[test]
fn a_result_that_has_gone_and_comes_back_is_a_result_again() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>J");
    let before = found(&model);
    change(&mut model, &[NEWEST], Vec::new());
    change(&mut model, &[], vec![edition(NEWEST, &source(NEWEST))]);
    assert_eq!(found(&model), before);
    press(&mut model, "m");
    assert_eq!(notice(&model), "Read");
    // Another query does not keep it.
    change(&mut model, &[NEWEST], Vec::new());
    press(&mut model, "/ an");
    assert!(!found(&model).0.contains(&before.0[1]));
}

#[test]
fn a_story_that_has_gone_and_comes_back_is_the_open_one_again() {
    let mut model = model(size("110x34"));
    press(&mut model, "J<Enter>");
    change(&mut model, &[], vec![newest_without("Who pays")]);
    assert!(selected(&model).starts_with("(gone) Who pays"));
    change(&mut model, &[], vec![edition(NEWEST, &source(NEWEST))]);
    assert!(selected(&model).starts_with("Who pays"));
    press(&mut model, "m");
    assert_eq!(notice(&model), "Read");
}

#[test]
fn a_story_with_a_corrected_headline_stays_open_at_its_line() {
    let mut model = model(size("60x20"));
    press(&mut model, "<Enter>jjj");
    let top = |model: &Model| model.edition().split.article.top();
    let before = top(&model);
    assert!(before > 0);
    let corrected = newest_with("gave back", "has given back");
    change(&mut model, &[], vec![corrected]);
    assert_eq!(top(&model), before);
    assert!(text(&model).contains("has given back"));
    assert_eq!(selected(&model), "The harbour that the tide has given back");
}

#[test]
fn text_that_comes_above_the_line_being_read_does_not_move_it() {
    let numbered = |from: usize| -> String {
        let paragraph = |number| format!("Paragraph {number} of them.\n\n");
        (from..60).map(paragraph).collect::<Vec<_>>().concat()
    };
    let source = |body: &str| {
        format!(
            "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'H'\nbody = '''\n{body}'''\n"
        )
    };
    let at = |body: &str| edition("one.toml", &source(body));
    let archive = Archive::default().with(vec![at(&numbered(0))]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    press(&mut model, "<Enter>ddd");
    let before = top_row(&model);
    assert!(before.starts_with("Paragraph 1"), "{before}");
    for body in [
        format!("Another one above.\n\n{}", numbered(0)),
        numbered(5),
        // Above and below.
        numbered(0) + "One below.\n",
    ] {
        change(&mut model, &[], vec![at(&body)]);
        assert_eq!(top_row(&model), before);
    }
}

#[test]
fn a_file_that_cannot_be_read_keeps_its_last_good_text_and_says_what_is_wrong() {
    let mut model = model(size("110x34"));
    let found = |model: &mut Model| {
        press(model, "/tide<Enter>");
        let found = model.search().unwrap().results().hits().len();
        press(model, "<Esc>");
        found
    };
    let before = found(&mut model);
    press(&mut model, "<Enter>");
    let shown = text(&model).to_owned();
    for _ in 0..2 {
        change(&mut model, &[], vec![edition(NEWEST, "")]);
        assert_eq!(text(&model), shown);
        assert_eq!(found(&mut model), before);
    }
    let screen = stored::screen(&model, &Theme::COLOURED);
    let pressed = "<Enter>, then its file is emptied";
    stored::compare("a_file_is_emptied", pressed, "110x34", &screen);
    press(&mut model, "m");
    assert_eq!(notice(&model), "Read");
    // It is mended.
    change(
        &mut model,
        &[],
        vec![newest_with("gave back", "has given back")],
    );
    assert_eq!(notice(&model), "This file no longer has faults");
    assert!(!model.edition().list().edition().is_faulty());
    assert_eq!(found(&mut model), before);
}

#[test]
fn marks_hold_through_every_change() {
    let mut model = model(size("110x34"));
    press(&mut model, "mJsJm");
    let marks = |model: &Model| {
        let tally = model.edition().list().tally();
        (tally.read, tally.saved)
    };
    assert_eq!(marks(&model), (2, 1));
    let moved = edition("elsewhere/2031.toml", &source(NEWEST));
    change(&mut model, &[NEWEST], vec![moved]);
    assert_eq!(marks(&model), (2, 1));
    let grown = source(NEWEST) + &extra_story("One");
    let grown = edition("elsewhere/2031.toml", &grown);
    change(&mut model, &[], vec![grown]);
    assert_eq!(marks(&model), (2, 1));
    change(&mut model, &["elsewhere/2031.toml"], Vec::new());
    change(&mut model, &[], vec![edition(NEWEST, &source(NEWEST))]);
    assert_eq!(notice(&model), "This edition’s file is back");
    assert_eq!(marks(&model), (2, 1));
}

#[test]
fn an_edition_that_has_gone_still_has_neighbours() {
    let mut model = model(size("110x34"));
    press(&mut model, "{");
    let open = |model: &Model| model.edition().list().edition().label().to_string();
    assert_eq!(open(&model), LATE);
    for (key, neighbour) in [("{", "2031-04-01-morning.toml"), ("}", NEWEST)] {
        let mut model = common::model(size("110x34"));
        press(&mut model, "{");
        press(&mut model, "j");
        change(&mut model, &[LATE], Vec::new());
        press(&mut model, key);
        assert_eq!(open(&model), neighbour, "{key}");
    }
}

#[test]
fn an_archive_may_lose_all_its_files() {
    let all: Vec<_> = editions();
    let paths: Vec<_> = all
        .iter()
        .map(|edition| edition.label().to_string())
        .collect();
    let paths: Vec<_> = paths.iter().map(String::as_str).collect();
    for keys in [
        "",
        "<Enter>",
        "a",
        "/tide",
        "/tide<Enter>",
        "!",
        "G<Enter>G<Space>",
        "t",
        "?",
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        change(&mut model, &paths, Vec::new());
        assert!(model.session.archive.editions().is_empty());
        press(&mut model, "<Esc><Esc>jJ<Space>{}a<Esc>!/the<Esc><Esc>mAsn");
        change(&mut model, &[], all.clone());
        assert_eq!(model.session.archive.editions().len(), all.len());
    }
}

#[test]
fn everything_is_read_anew_when_asked() {
    let mut model = model(size("110x34"));
    press(&mut model, "J<Enter>");
    let effects = update(&mut model, Msg::KeyPressed(Key::Char('R')));
    assert!(matches!(effects[..], [Effect::Reload]));
    let all = editions();
    answered(&mut model, Msg::ReadingAgain(all.len()));
    let (first, rest) = all.split_at(4);
    let message = |read: &[Arc<Edition>]| Msg::FilesChanged {
        gone: Vec::new(),
        read: read.to_vec(),
        folded: fold_editions(read),
    };
    answered(&mut model, message(first));
    let count = |model: &Model| stored::screen(model, &Theme::COLOURED).contains("4 of 6 loaded");
    assert!(count(&model));
    answered(&mut model, message(rest));
    answered(&mut model, read_again(true));
    assert!(!count(&model));
    assert_eq!(
        notice(&model),
        "Everything was read again; nothing has changed"
    );
    assert!(selected(&model).starts_with("Who pays"));
    // Nothing is found twice.
    press(&mut model, "/tide<Enter>");
    let found = model.search().unwrap().results().hits().len();
    let mut fresh = common::model(size("110x34"));
    press(&mut fresh, "/tide<Enter>");
    assert_eq!(found, fresh.search().unwrap().results().hits().len());
    answered(
        &mut model,
        Msg::FilesChanged {
            gone: vec!["2030-12-31.toml".into()],
            read: Vec::new(),
            folded: Vec::new(),
        },
    );
    answered(&mut model, read_again(true));
    assert_eq!(notice(&model), "Everything was read again: 1 edition gone");
}

#[test]
fn results_do_not_lose_what_was_read_again_unchanged() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>JJ");
    let before = model.search().unwrap().shown().story;
    let found = model.search().unwrap().results().hits().len();
    change(&mut model, &[], editions());
    let search = model.search().unwrap();
    assert_eq!(search.shown().story, before);
    assert_eq!(search.results().hits().len(), found);
}

#[test]
fn nothing_found_is_final_once_all_files_have_been_read_again() {
    let mut model = model(size("110x34"));
    press(&mut model, "/zzz");
    answered(&mut model, Msg::ReadingAgain(1));
    let read = vec![newest_with("For six hours", "For seven hours")];
    let folded = fold_editions(&read);
    let gone = Vec::new();
    answered(&mut model, Msg::FilesChanged { gone, read, folded });
    let text = |model: &Model| {
        let search = model.search().unwrap();
        search.split.article.article().text.to_string()
    };
    assert_eq!(text(&model), "Nothing found so far.");
    answered(&mut model, read_again(false));
    assert_eq!(text(&model), "Nothing found.");
}

#[test]
fn the_help_names_the_keys_for_what_comes_in() {
    stored::check("help_live", "?/new");
}

#[test]
fn what_the_text_reader_found_is_no_newer_than_what_was_read_since() {
    let first = edition(LATE, &source(LATE));
    let with = |title: &str| edition(LATE, &format!("title = '{title}'\ndate = 2031-04-01\n"));
    let title = |model: &Model| {
        let edition = model.session.archive.find(first.id());
        edition.map(|edition| edition.briefing.as_ref().unwrap().title().to_string())
    };
    let found = |gone: bool, title: &str| {
        let read = if gone { Vec::new() } else { vec![with(title)] };
        Msg::FoundChanged(FoundChanged {
            known: vec![Arc::clone(&first)],
            gone: if gone { vec![LATE.into()] } else { Vec::new() },
            folded: fold_editions(&read),
            read,
        })
    };
    // Nothing was read since.
    let mut model = model(size("110x34"));
    answered(&mut model, found(false, "Older"));
    assert_eq!(title(&model).as_deref(), Some("Older"));
    let mut model = common::model(size("110x34"));
    answered(&mut model, found(true, ""));
    assert_eq!(title(&model), None);
    // The watcher has read the file since, or has seen it go.
    for gone in [true, false] {
        let mut model = common::model(size("110x34"));
        change(&mut model, &[], vec![with("Newer")]);
        answered(&mut model, found(gone, "Older"));
        assert_eq!(title(&model).as_deref(), Some("Newer"), "{gone}");
        change(&mut model, &[LATE], Vec::new());
        answered(&mut model, found(gone, "Older"));
        assert_eq!(title(&model), None, "{gone}");
        press(&mut model, "/older");
        assert!(screen(&model).contains("nothing found"), "{gone}");
    }
}

#[test]
fn files_on_other_machines_are_said_to_change_unseen() {
    for (is_certain, expected) in [
        (
            true,
            "Changes made on other machines do not show up; R reads all files again (/mnt/news is on another machine)",
        ),
        (
            false,
            "Changes made on other machines may not show up; R reads all files again (/mnt/news may be on another machine)",
        ),
    ] {
        let mut model = model(size("110x34"));
        let place = "/mnt/news".into();
        answered(&mut model, Msg::Elsewhere(Elsewhere { place, is_certain }));
        assert_eq!(notice(&model), expected);
    }
}

#[test]
fn what_cannot_be_watched_is_said_with_the_key_that_helps() {
    let mut model = model(size("110x34"));
    answered(
        &mut model,
        Msg::NotWatched("the folder is far away".to_owned()),
    );
    assert_eq!(
        notice(&model),
        "Changes on disk will not be noticed; R reads everything again (the folder is far away)"
    );
}

/// One file, beside the editor in which it is written.
struct Draft {
    model: Model,
    stories: Vec<(String, String)>,
}

impl Draft {
    fn new() -> Self {
        let body = |name: &str| -> String {
            let paragraph = |number| format!("{name} says {number}.\n\n");
            (0..40).map(paragraph).collect::<Vec<_>>().concat()
        };
        let stories = ["One", "Two", "Three"].map(|name| (name.to_owned(), body(name)));
        let mut draft = Self {
            model: model(size("110x34")),
            stories: stories.to_vec(),
        };
        let archive = Archive::default().with(vec![draft.edition()]);
        draft.model = Model::new(archive, 1, Marks::default(), size("110x34"));
        draft
    }

    fn edition(&self) -> Arc<Edition> {
        let stories = self.stories.iter().map(|(headline, body)| {
            format!("[[story]]\nheadline = '{headline}'\nbody = '''\n{body}'''\n")
        });
        let source: String = std::iter::once("title = 'T'\ndate = 2031-01-01\n".to_owned())
            .chain(stories)
            .collect();
        edition("draft.toml", &source)
    }

    fn save(&mut self) {
        let read = vec![self.edition()];
        let folded = fold_editions(&read);
        answered(
            &mut self.model,
            Msg::FilesChanged {
                gone: Vec::new(),
                read,
                folded,
            },
        );
        answered(
            &mut self.model,
            Msg::ReadAgain {
                asked: false,
                is_one_file: true,
            },
        );
    }

    /// Replaces a text in the body of a story.
    fn edit(&mut self, story: usize, from: &str, to: &str) {
        let body = &mut self.stories[story].1;
        assert!(body.contains(from));
        *body = body.replacen(from, to, 1);
        self.save();
    }

    fn in_view(&self, words: &str) -> bool {
        stored::screen(&self.model, &Theme::COLOURED).contains(words)
    }
}

#[test]
fn a_single_file_is_shown_where_it_was_edited() {
    let mut draft = Draft::new();
    draft.edit(1, "Two says 30.", "Two tells 30.");
    assert_eq!(selected(&draft.model), "Two");
    assert!(draft.in_view("Two tells 30."));
    // In the story that is open already.
    draft.edit(1, "Two says 1.", "Two tells 1.");
    assert!(draft.in_view("Two tells 1."));
    draft.edit(2, "Three says 3.", "Three tells 3.");
    assert_eq!(selected(&draft.model), "Three");
    // Back to where that was, and forward again.
    press(&mut draft.model, "<C-o>");
    assert_eq!(selected(&draft.model), "Two");
    assert!(draft.in_view("Two tells 1."));
    press(&mut draft.model, "<C-]>");
    assert_eq!(selected(&draft.model), "Three");
    // A corrected headline, a new story, and one that goes.
    draft.stories[0].0 = "First".to_owned();
    draft.save();
    assert_eq!(selected(&draft.model), "First");
    draft
        .stories
        .insert(1, ("New".to_owned(), "Words.".to_owned()));
    draft.save();
    assert_eq!(selected(&draft.model), "New");
    assert_eq!(notice(&draft.model), "1 new story");
    draft.stories.remove(3);
    draft.save();
    assert_eq!(selected(&draft.model), "New");
    // Not while something else is looked at.
    press(&mut draft.model, "a");
    draft.edit(0, "One says 3.", "One tells 3.");
    press(&mut draft.model, "<Esc>");
    assert_eq!(selected(&draft.model), "New");
}

#[test]
fn in_one_pane_an_edit_brings_its_story_into_view() {
    for keys in ["", "<Enter>", "z", "GG<Enter><Space>"] {
        let mut draft = Draft::new();
        answered(&mut draft.model, Msg::Resized(size("60x20")));
        press(&mut draft.model, keys);
        draft.edit(1, "Two says 30.", "Two tells 30.");
        assert!(draft.in_view("Two tells 30."), "{keys}");
    }
    // Side by side, the list keeps the focus.
    let mut draft = Draft::new();
    draft.edit(1, "Two says 30.", "Two tells 30.");
    press(&mut draft.model, "j");
    assert_eq!(selected(&draft.model), "Three");
}

/// The rows of the screen as one text.
fn screen(model: &Model) -> String {
    let rows = common::rows(&common::drawn(model, &Theme::PLAIN));
    rows.join("\n")
}

#[test]
fn the_header_says_that_the_file_of_the_open_edition_has_gone() {
    let mut model = model(size("110x34"));
    assert!(!screen(&model).contains("file gone"));
    change(&mut model, &[NEWEST], Vec::new());
    press(&mut model, "j");
    assert!(
        screen(&model).contains("file gone · "),
        "{}",
        screen(&model)
    );
    press(&mut model, "z");
    assert!(
        screen(&model).contains(" · file gone"),
        "{}",
        screen(&model)
    );
    press(&mut model, "z{");
    assert!(!screen(&model).contains("file gone"));
}

#[test]
fn the_closing_page_of_an_edition_that_has_gone_offers_none_of_its_stories() {
    let mut model = model(size("110x34"));
    change(&mut model, &[NEWEST], Vec::new());
    for _ in 0..200 {
        if model.edition().closing.is_some() {
            break;
        }
        press(&mut model, "<Space>");
    }
    assert!(model.edition().closing.is_some());
    let shown = screen(&model);
    assert!(shown.contains("Its file has gone."), "{shown}");
    assert!(!shown.contains("Skipped in this edition"), "{shown}");
    assert!(shown.contains("{ the edition before"), "{shown}");
    press(&mut model, "<Space>");
    assert!(model.edition().closing.is_some());
    assert_eq!(
        notice(&model),
        "This edition’s file has gone; { goes to the edition before"
    );
}

#[test]
fn the_stories_of_an_edition_that_has_gone_can_still_be_read() {
    let mut model = model(size("110x34"));
    let before = text(&model).to_owned();
    change(&mut model, &[NEWEST], Vec::new());
    press(&mut model, "J");
    assert!(
        !text(&model).contains("no longer there"),
        "{}",
        text(&model)
    );
    press(&mut model, "K");
    assert_eq!(text(&model), before);
}

#[test]
fn the_counts_of_changes_add_up_while_their_notice_stands() {
    let mut model = model(size("110x34"));
    model.session.notice = None;
    let named = |path: &str| {
        edition(
            path,
            &format!("id = \"{path}\"\ntitle = \"T\"\ndate = 2030-01-01\n"),
        )
    };
    let changed = |summary: &str| {
        let source = source("2031-04-01-morning.toml");
        edition(
            "2031-04-01-morning.toml",
            &format!("{source}\nsummary = \"{summary}\"\n"),
        )
    };
    change(&mut model, &[], vec![named("x"), named("y"), changed("S")]);
    assert_eq!(
        notice(&model),
        "2 editions added; . opens the newest · 1 edition changed"
    );
    change(&mut model, &[], vec![named("z"), changed("T")]);
    assert_eq!(
        notice(&model),
        "3 editions added; . opens the newest · 1 edition changed"
    );
    change(&mut model, &[], vec![next_day()]);
    assert_eq!(
        notice(&model),
        "A new edition has come: The flood; . opens it · 3 editions added · 1 edition changed"
    );
    change(&mut model, &["x"], Vec::new());
    assert_eq!(
        notice(&model),
        "A new edition has come: The flood; . opens it · 2 editions added · 1 edition changed · 1 edition gone"
    );
    // Once a key was pressed, the user has been told.
    press(&mut model, "j");
    change(&mut model, &[], vec![named("w")]);
    assert_eq!(notice(&model), "1 edition added; . opens it");
    // What has changed and then gone counts once.
    press(&mut model, "j");
    change(&mut model, &[], vec![changed("U")]);
    assert_eq!(notice(&model), "1 edition changed");
    change(&mut model, &["2031-04-01-morning.toml"], Vec::new());
    assert_eq!(notice(&model), "1 edition gone");
}
