//! Going on from story to story: what that marks read, and what it does in an edition that is all read.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/notice.rs"]
mod notice;
mod resume;
#[path = "../common/stored.rs"]
mod stored;

use std::fmt::Write as _;
use std::sync::Arc;

use common::{model, press, size};
use notice::notice;
use proptest::prelude::*;
use ratatui::layout::Position;
use roundup::app::mouse::{Gesture, Mouse};
use roundup::app::parts::split::Focus;
use roundup::app::texts::TextRequest;
use roundup::app::{Effect, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::keymap::Key;
use roundup::marks::Marks;
use stored::check;

/// An edition with a story that fits its pane, three that do not, and one with only addresses below the end
/// of the pane.
fn mixed(marks: Marks, at: &str) -> Model {
    let mut source = "title = 'T'\ndate = 2031-01-01\nid = 'mixed'\n".to_owned();
    let mut story = |headline: &str, body: &str| {
        let _ = write!(
            source,
            "[[story]]\nheadline = '{headline}'\nbody = '''\n{body}'''\n"
        );
    };
    story("Short", "One line.");
    for headline in ["First", "Second", "Third"] {
        story(headline, &"A paragraph of the story.\n\n".repeat(40));
    }
    let links = (0..30).map(|number| format!("[{number}](https://a.example/{number})"));
    story("Linked", &links.collect::<Vec<_>>().join(" "));
    let edition = Arc::new(Edition::parse("mixed.toml".into(), &source));
    Model::new(Archive::default().with(vec![edition]), 1, marks, size(at))
}

/// The headline of the open story.
fn headline(model: &Model) -> String {
    let screen = model.edition();
    let story = screen.list().story(screen.split.selected());
    story.map_or_else(String::new, |story| story.headline().to_string())
}

/// The headlines of the stories that are read, whether or not the list shows them.
fn read(model: &Model) -> Vec<String> {
    let edition = model.edition().list().edition();
    let briefing = edition.briefing.as_ref().unwrap();
    let stories = briefing.stories().filter(|story| {
        let id = edition.id().story(story.position()).unwrap();
        model.session.marks.status(&id).read
    });
    stories.map(|story| story.headline().to_string()).collect()
}

fn wheel(model: &mut Model, notches: i16) {
    let panes = model.panes();
    let cell = Position::new(panes.text.x, panes.text.y);
    let gesture = Gesture::Wheel(notches);
    update(model, Msg::Mouse(Mouse { gesture, cell }));
}

#[test]
fn going_on_screens() {
    check("gone_on_from_the_end", "<Enter>GJ");
    check("gone_on_from_the_end_one_pane", "||<Enter>GJ");
    check("gone_on_from_a_result", "/the<Enter><Enter>Gh<Enter>J");
}

#[test]
fn going_on_from_a_story_scrolled_to_its_end_marks_it_read() {
    for scrolled in [
        "G",
        "<End>",
        "ddddddddd",
        "<PgDn><PgDn><PgDn><PgDn><PgDn>",
        "GkkG",
    ] {
        for on in ["J", "n"] {
            let mut model = mixed(Marks::default(), "110x34");
            press(&mut model, "J<Enter>");
            press(&mut model, scrolled);
            assert_eq!(read(&model), [""; 0], "{scrolled}");
            press(&mut model, on);
            assert_eq!(
                (read(&model), headline(&model)),
                (vec!["First".to_owned()], "Second".to_owned())
            );
            press(&mut model, "U");
            assert_eq!(read(&model), [""; 0]);
            assert_eq!(notice(&model), "Undone, unread again: “First”");
        }
    }
}

#[test]
fn space_may_have_scrolled_to_the_end() {
    let mut model = mixed(Marks::default(), "110x34");
    press(&mut model, "J");
    while !model.edition().split.article.at_end() {
        press(&mut model, "<Space>");
    }
    press(&mut model, "J");
    assert_eq!(read(&model), ["First"]);
}

#[test]
fn other_ways_on_mark_nothing() {
    for (scrolled, on) in [
        // Not to the end.
        ("J<Enter>Gk", "K"),
        ("J<Enter>dd", "J"),
        // There is no end to scroll to, or only addresses are left below it.
        ("<Enter>G", "J"),
        ("JJJJ<Enter>", "K"),
        // Other ways to leave a story.
        ("J<Enter>G", "K"),
        ("J<Enter>G", "N"),
        ("J<Enter>Gh", "j"),
        ("J<Enter>G", "0"),
        ("J<Enter>G", "gg"),
        // Left and come back to: this visit has not scrolled.
        ("J<Enter>GKJ", "J"),
        // The end of the story before is shown by a key that goes back.
        ("JJ<Enter>b", "J"),
    ] {
        let mut model = mixed(Marks::default(), "110x34");
        press(&mut model, scrolled);
        press(&mut model, on);
        assert_eq!(read(&model), [""; 0], "{scrolled} {on}");
    }
}

#[test]
fn a_story_with_only_addresses_below_its_end_fits_its_pane() {
    let mut model = mixed(Marks::default(), "110x34");
    press(&mut model, "JJJJ<Enter>");
    assert!(model.edition().split.article.rows() > model.edition().split.article.visible().len());
    press(&mut model, "GJ");
    assert_eq!(read(&model), [""; 0]);
}

#[test]
fn the_wheel_alone_marks_nothing() {
    for on in ["J", "n"] {
        let mut model = mixed(Marks::default(), "110x34");
        press(&mut model, "J");
        wheel(&mut model, 100);
        assert!(model.edition().split.article.at_end());
        press(&mut model, on);
        assert_eq!(read(&model), [""; 0]);
    }
}

#[test]
fn the_last_story_is_marked_although_none_comes_after_it() {
    let source = format!(
        "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'Only'\nbody = '''\n{}'''\n",
        "A paragraph of the story.\n\n".repeat(40)
    );
    for (on, said) in [
        ("J", "This is the only story"),
        ("n", "No unread story comes after this one"),
    ] {
        let edition = Arc::new(Edition::parse("only.toml".into(), &source));
        let archive = Archive::default().with(vec![edition]);
        let mut model = Model::new(archive, 1, Marks::default(), size("110x34"));
        press(&mut model, "<Enter>G");
        press(&mut model, on);
        assert_eq!(
            (read(&model), notice(&model)),
            (vec!["Only".to_owned()], said)
        );
    }
}

#[test]
fn a_notice_says_so_where_no_list_shows_it() {
    let mut model = mixed(Marks::default(), "60x20");
    press(&mut model, "J<Enter>GJ");
    assert_eq!(
        notice(&model),
        "Read to its end and marked read; U undoes it"
    );
    // It was read already.
    press(&mut model, "KGJ");
    assert_eq!(notice(&model), "");
}

#[test]
fn what_was_added_to_the_end_has_not_been_seen() {
    let source = |paragraphs: usize| {
        let text = "A paragraph of the story.\n\n".repeat(paragraphs);
        let source = format!(
            "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'Growing'\nbody = '''\n{text}'''\n[[story]]\nheadline = 'Next'\n"
        );
        Arc::new(Edition::parse("one.toml".into(), &source))
    };
    let archive = Archive::default().with(vec![source(40)]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    press(&mut model, "<Enter>G");
    let (gone, folded) = (Vec::new(), Vec::new());
    let read_again = vec![source(80)];
    update(
        &mut model,
        Msg::FilesChanged {
            gone,
            read: read_again,
            folded,
        },
    );
    press(&mut model, "J");
    assert_eq!(read(&model), [""; 0]);
}

#[test]
fn going_on_from_a_result_scrolled_to_its_end_marks_it_read() {
    let mut model = model(size("60x20"));
    press(&mut model, "/the<Enter>");
    let open = |model: &Model| model.search().unwrap().shown().story.unwrap();
    let first = open(&model);
    // The next match is not the next story.
    press(&mut model, "<Enter>Gn");
    assert!(!model.session.marks.status(&first).read);
    press(&mut model, "KJ<Enter>");
    let first = open(&model);
    press(&mut model, "GJ");
    assert!(model.session.marks.status(&first).read);
    assert_ne!(open(&model), first);
}

#[test]
fn space_in_an_edition_that_is_all_read_goes_through_it_again() {
    let mut model = mixed(Marks::default(), "110x34");
    press(&mut model, "A");
    let mut seen = vec![headline(&model)];
    for _ in 0..100 {
        press(&mut model, "<Space>");
        if model.edition().closing.is_some() {
            break;
        }
        if *seen.last().unwrap() != headline(&model) {
            // From its top, although it was left at its end.
            assert!(model.edition().split.article.at_top());
            seen.push(headline(&model));
        }
    }
    assert_eq!(seen, ["Short", "First", "Second", "Third", "Linked"]);
    assert!(model.edition().closing.is_some());
    // And once more, from the first story.
    press(&mut model, "<Esc>gg<Space>");
    assert_eq!(headline(&model), "First");
    assert!(model.edition().split.article.at_top());
}

#[test]
fn the_story_that_makes_an_edition_all_read_comes_before_the_closing_page() {
    let mut model = mixed(Marks::default(), "110x34");
    press(&mut model, "AmJ");
    assert_eq!(headline(&model), "First");
    press(&mut model, "K<Space>");
    assert!(model.edition().closing.is_some());
}

/// The marks as the next run of the program finds them.
fn saved(model: &mut Model) -> Marks {
    update(model, Msg::Leaving);
    (**model.session.marks.marks()).clone()
}

#[test]
fn a_story_marked_read_in_its_middle_opens_there_the_next_day() {
    for mark in ["m", "A", "kjm"] {
        let mut model = mixed(Marks::default(), "110x34");
        press(&mut model, "J<Enter>dj");
        press(&mut model, mark);
        let top = model.edition().split.article.top();
        press(&mut model, "K");
        let mut next_day = mixed(saved(&mut model), "110x34");
        press(&mut next_day, "0J");
        assert_eq!(headline(&next_day), "First");
        assert_eq!(next_day.edition().split.article.top(), top, "{mark}");
        assert!(read(&next_day).contains(&"First".to_owned()));
    }
}

#[test]
fn a_story_read_to_its_end_opens_at_its_top_the_next_day() {
    let mut model = mixed(Marks::default(), "110x34");
    press(&mut model, "J<Enter>GJ");
    // Another time, it is read again to its end and left with a key that goes back.
    let mut next_day = mixed(saved(&mut model), "110x34");
    press(&mut next_day, "0J");
    assert!(next_day.edition().split.article.at_top());
    press(&mut next_day, "<Enter>ddddddddK");
    let mut third_day = mixed(saved(&mut next_day), "110x34");
    press(&mut third_day, "0J");
    assert!(third_day.edition().split.article.at_top());
}

#[test]
fn an_undo_brings_back_the_place_of_a_story_begun_before() {
    let mut model = mixed(Marks::default(), "110x34");
    press(&mut model, "J<Enter>djK");
    let key = "mixed/first";
    let place = model.session.marks.mark(key).place;
    assert!(place > 0);
    press(&mut model, "J<Enter>GJ");
    assert_eq!(model.session.marks.mark(key).place, 0);
    press(&mut model, "U");
    assert_eq!(model.session.marks.mark(key).place, place);
}

/// Keys that scroll the article when it has the focus.
const SCROLLS: [&str; 8] = ["j", "d", "G", "<PgDn>", "<End>", "<C-d>", "<C-f>", "<Down>"];
/// Keys that scroll it back, leave it, or do something else. None of them marks anything.
const OTHERS: [&str; 17] = [
    "k", "u", "gg", "K", "N", "b", "h", "<Enter>", "<Tab>", "0", "z", "|", ">", "<lt>", "s", "U",
    "f",
];

/// A key, or some notches of the wheel over the article.
#[derive(Clone, Debug)]
enum Done {
    Pressed(&'static str),
    Wheeled(i16),
}

fn done() -> impl Strategy<Value = Done> {
    prop_oneof![
        3 => prop::sample::select(&SCROLLS).prop_map(Done::Pressed),
        3 => prop::sample::select(&OTHERS).prop_map(Done::Pressed),
        2 => prop::sample::select(&["J", "n"]).prop_map(Done::Pressed),
        1 => (-20i16..20).prop_map(Done::Wheeled),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Only going on with `J` or `n` marks, only the story left, and only if a key has brought its last row into
    /// view since it was opened.
    #[test]
    fn passing_over_marks_nothing(steps in prop::collection::vec(done(), 1..60)) {
        let mut model = mixed(Marks::default(), "80x24");
        // Whether a key has scrolled to the end of the open story.
        let mut reached = false;
        for step in steps {
            let (before, story) = (read(&model), headline(&model));
            let (on, scrolls) = match step {
                Done::Pressed(key) => {
                    press(&mut model, key);
                    (["J", "n"].contains(&key), SCROLLS.contains(&key))
                }
                Done::Wheeled(notches) => {
                    wheel(&mut model, notches);
                    (false, false)
                }
            };
            let marked: Vec<_> = read(&model).into_iter().filter(|read| !before.contains(read)).collect();
            let expected = on && reached && !before.contains(&story);
            prop_assert_eq!(marked, if expected { vec![story.clone()] } else { Vec::new() });
            let article = &model.edition().split.article;
            if headline(&model) == story {
                let fits = article.rows() == article.visible().len();
                let has_focus = model.edition().split.focus == Focus::Article;
                let in_article = has_focus && article.percent() == 100 && !fits;
                reached |= scrolls && in_article && story != "Linked";
            } else {
                reached = false;
            }
        }
    }
}

/// An edition whose first story is too long to be read between a key press and the next frame.
fn with_long_story() -> Model {
    let body = "A paragraph of some length that goes on and on.\n\n".repeat(5_000);
    let source = format!(
        "title = 'T'\ndate = 2031-01-01\n[[story]]\nheadline = 'Long'\nbody = \'\'\'\n{body}\'\'\'\n[[story]]\nheadline = 'Short'\n"
    );
    let edition = Arc::new(Edition::parse("long.toml".into(), &source));
    let archive = Archive::default().with(vec![edition]);
    Model::new(archive, 1, Marks::default(), size("80x24"))
}

/// A story whose text has not come cannot have been scrolled to its end.
#[test]
fn a_story_that_is_awaited_is_not_marked() {
    let mut model = with_long_story();
    for key in [Key::Enter, Key::Char('G'), Key::Char('J')] {
        update(&mut model, Msg::KeyPressed(key));
    }
    assert_eq!(read(&model), [""; 0]);
}

/// Answers the requests for articles among `effects`.
fn answer(model: &mut Model, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Read(request @ TextRequest::Article(_)) = effect {
            let text = request.answer(&model.session.archive);
            update(model, Msg::TextRead(text));
        }
    }
}

#[test]
fn keys_pressed_before_the_text_comes_move_it_when_it_is_there() {
    for keys in ["dd", "G", "Gk", "jjj", "<PgDn>", "ddu"] {
        let mut early = with_long_story();
        let effects = update(&mut early, Msg::KeyPressed(Key::Enter));
        press(&mut early, keys);
        assert!(!early.edition().split.article.is_ready());
        answer(&mut early, effects);
        let mut late = with_long_story();
        let effects = update(&mut late, Msg::KeyPressed(Key::Enter));
        answer(&mut late, effects);
        press(&mut late, keys);
        let [early, late] = [&early, &late].map(|model| model.edition().split.article.top());
        assert!(late > 0);
        assert_eq!(early, late, "{keys}");
    }
}
