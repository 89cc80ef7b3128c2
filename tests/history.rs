//! Jumps, and the way back from them and forward again.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/notice.rs"]
mod notice;
#[path = "common/stored.rs"]
mod stored;

use std::path::PathBuf;

use common::{answered, drawn, editions, model, press, rows, size};
use notice::notice;
use proptest::prelude::*;
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::parts::split::Focus;
use roundup::app::screens::AnyScreen;
use roundup::app::{Model, Msg};
use roundup::briefing::StoryId;
use roundup::ui::theme::Theme;
use stored::{SIZES, check};

/// The screen without notices.
fn screen(model: &mut Model) -> Vec<String> {
    model.session.notice = None;
    rows(&drawn(model, &Theme::COLOURED))
}

/// Presses keys, and chooses the first of several tags to follow.
fn jump_by(model: &mut Model, keys: &str) {
    press(model, keys);
    if matches!(model.screens.top(), AnyScreen::Tags(_)) {
        press(model, "<Enter>");
    }
}

#[test]
fn every_jump_is_come_back_from_to_the_same_screen_and_made_again() {
    let starts = [
        "s",
        "s<Enter>jj",
        "sJ<Enter>d",
        "s{",
        "sJJf",
        "sJz",
        "sG<Enter>G<Space>",
        "s/the<Enter>jj",
        "s/the<Enter>jj<Enter>d",
        "s/the<Enter>a<Down><Enter>",
    ];
    let jumps = [
        "G",
        "gg",
        "<End>",
        "<Home>",
        "2",
        "0",
        "]",
        "[",
        "gw",
        "{",
        "}",
        "a<Down><Down><Enter>",
        "/<C-u>harbour<Enter>",
        "S",
        "t",
        "/<C-u>low water<Enter>nn<Enter>e",
    ];
    for at in SIZES {
        for start in starts {
            for jump in jumps {
                let mut model = model(size(at));
                press(&mut model, start);
                let before = screen(&mut model);
                let start_view = view(&model);
                jump_by(&mut model, jump);
                let after = screen(&mut model);
                let after_view = view(&model);
                let case = format!("{at} {start} {jump}");
                let mut back = 0;
                while view(&model) != start_view {
                    press(&mut model, "<C-o>");
                    back += 1;
                    assert!(back < 4, "{case}: no way back");
                }
                if back > 0 {
                    assert_eq!(screen(&mut model)[1..], before[1..], "{case}: back");
                    for _ in 0..back {
                        press(&mut model, "<C-]>");
                    }
                    assert_eq!(view(&model), after_view, "{case}: forward");
                    assert_eq!(screen(&mut model), after, "{case}: forward");
                }
            }
        }
    }
}

#[test]
fn backspace_goes_back_as_ctrl_o_does() {
    for key in ["<C-o>", "<BS>", "<C-h>"] {
        let mut model = model(size("110x34"));
        press(&mut model, "J");
        let before = view(&model);
        press(&mut model, "G");
        assert_ne!(view(&model), before);
        press(&mut model, key);
        assert_eq!(view(&model), before, "{key}");
    }
}

#[test]
fn moves_are_no_jumps_but_a_jump_leaves_from_where_they_led() {
    let mut model = model(size("110x34"));
    press(&mut model, "jJk<Space>Jn<Enter>jdukh");
    press(&mut model, "<C-o>");
    assert_eq!(notice(&model), "There is nothing to go back to");
    press(&mut model, "<C-]>");
    assert_eq!(notice(&model), "There is nothing to go forward to");
    let left = view(&model);
    press(&mut model, "G<C-o>");
    assert_eq!(view(&model), left);
    press(&mut model, "<C-o>");
    let nothing = "There is nothing to go back to; Ctrl-] goes forward";
    assert_eq!(notice(&model), nothing);
    press(&mut model, "<C-]><C-]>");
    let nothing = "There is nothing to go forward to; Ctrl-o goes back";
    assert_eq!(notice(&model), nothing);
}

#[test]
fn a_jump_drops_what_is_ahead() {
    let mut model = model(size("110x34"));
    press(&mut model, "G{");
    press(&mut model, "<C-o><C-o>2");
    let section = view(&model);
    press(&mut model, "<C-]>");
    assert_eq!(view(&model), section);
    assert!(notice(&model).starts_with("There is nothing to go forward to"));
}

#[test]
fn a_jump_that_leads_nowhere_is_none() {
    let mut model = model(size("110x34"));
    let before = view(&model);
    press(&mut model, "J");
    let second = view(&model);
    press(&mut model, "G");
    for nowhere in ["G", "}", "9", "gz", "<End>"] {
        press(&mut model, nowhere);
    }
    press(&mut model, "<C-o>");
    assert_eq!(view(&model), second);
    press(&mut model, "K");
    assert_eq!(view(&model), before);
}

#[test]
fn the_same_place_is_kept_once() {
    let mut model = model(size("110x34"));
    let top = view(&model);
    // Each time, the last jump left from the same story.
    press(&mut model, "GKKKKKKKGKKKKKKKGKKKKKKKG");
    press(&mut model, "<C-o>");
    assert_eq!(view(&model), top);
    press(&mut model, "<C-o>");
    assert!(notice(&model).starts_with("There is nothing to go back to"));
}

#[test]
fn a_hundred_jumps_are_remembered() {
    let mut model = model(size("110x34"));
    press(&mut model, &"Ggg".repeat(75));
    for _ in 0..100 {
        press(&mut model, "<C-o>");
        assert_eq!(model.session.notice, None);
    }
    press(&mut model, "<C-o>");
    assert!(notice(&model).starts_with("There is nothing to go back to"));
}

#[test]
fn the_edition_of_a_result_ends_the_search_which_ctrl_o_brings_back() {
    for at in SIZES {
        let mut model = model(size(at));
        press(&mut model, "/<Tab>harbour<Enter>nn<Enter>");
        let results = screen(&mut model);
        let (open, anchor) = {
            let search = model.search().unwrap();
            (search.shown().story.unwrap(), search.split.article.anchor())
        };
        press(&mut model, "e");
        assert_eq!(
            notice(&model),
            "The search has ended; Ctrl-o brings it back"
        );
        assert!(model.search().is_none());
        assert_eq!(model.edition().open_story(), Some(open));
        assert_eq!(model.edition().split.article.anchor(), anchor, "{at}");
        press(&mut model, "<Esc><Esc><Esc>");
        assert!(model.search().is_none(), "{at}: the search is over");
        press(&mut model, "n");
        assert!(model.search().is_none());
        press(&mut model, "<C-o>");
        assert_eq!(screen(&mut model), results, "{at}");
    }
}

#[test]
fn results_that_were_left_from_one_of_them_are_passed_once_on_the_way_back() {
    for left in ["e", "a<Down><Enter>"] {
        let mut model = model(size("110x34"));
        let first = view(&model);
        press(&mut model, "/harbour<Enter>J<Enter>n");
        let result = view(&model);
        press(&mut model, left);
        press(&mut model, "<C-o>");
        assert_eq!(view(&model), result, "{left}");
        press(&mut model, "<C-o>");
        assert_eq!(view(&model), first, "{left}");
    }
    // In the results, the way leads back to the list.
    let mut model = model(size("110x34"));
    press(&mut model, "/harbour<Enter>J");
    let list = view(&model);
    press(&mut model, "<Enter><C-o>");
    assert_eq!(view(&model), list);
}

#[test]
fn leftovers_lead_back_to_the_closing_page() {
    let mut model = model(size("110x34"));
    // The older edition is begun, and in the newest the last story alone is read.
    press(&mut model, "{{{{m}}}}G<Enter>G<Space>");
    let page = screen(&mut model);
    press(&mut model, "<Down><Space>");
    assert!(model.edition().closing.is_none());
    press(&mut model, "<C-o><Up>");
    assert_eq!(screen(&mut model), page);
    press(&mut model, "G");
    let last = screen(&mut model);
    let newest = model.edition().id().clone();
    press(&mut model, "<Space>");
    assert_ne!(*model.edition().id(), newest);
    press(&mut model, "<C-o>");
    assert_eq!(screen(&mut model), last);
}

#[test]
fn lists_on_top_are_closed_and_prompts_keep_their_keys() {
    for list in ["a", "!", "?", "t", "o"] {
        let mut model = model(size("110x34"));
        press(&mut model, "Ggg");
        let before = screen(&mut model);
        press(&mut model, list);
        assert_ne!(screen(&mut model), before);
        press(&mut model, "<C-]>");
        let refused = notice(&model);
        assert!(
            refused.starts_with("Ctrl-] means nothing here; "),
            "{refused}"
        );
        press(&mut model, "<C-o>");
        assert_eq!(screen(&mut model), before, "{list}");
    }
    let mut model = model(size("110x34"));
    press(&mut model, "G/harbox<BS>ur<C-o>");
    assert_eq!(notice(&model), "Ctrl-o means nothing while typing");
    assert_eq!(*model.search().unwrap().prompt.text(), *"harbour");
}

/// Clicks on the first cell of the screen with this text.
fn click(model: &mut Model, text: &str) {
    let screen = rows(&drawn(model, &Theme::PLAIN));
    let found = |row: &String| Some(row[..row.find(text)?].chars().count());
    let (y, x) = screen
        .iter()
        .enumerate()
        .find_map(|(y, row)| Some((y, found(row)?)))
        .unwrap_or_else(|| panic!("no {text} in {screen:#?}"));
    let cell = ratatui::layout::Position {
        x: x.try_into().unwrap(),
        y: y.try_into().unwrap(),
    };
    let gesture = Gesture::Press(Clicks::One);
    answered(model, Msg::Mouse(Mouse { cell, gesture }));
}

#[test]
fn clicks_that_jump_are_come_back_from() {
    for (start, list, clicked) in [
        ("G", "", "Money"),
        ("J", "", "2 w Weather"),
        ("/the<Enter>j", "", "▂"),
        ("/the<Enter>j", "", "▌"),
        ("J", "a", "Still waiting"),
        ("J", "t", "wall"),
    ] {
        let mut model = model(size("110x34"));
        press(&mut model, start);
        let before = view(&model);
        press(&mut model, list);
        click(&mut model, clicked);
        if view(&model) == before || !list.is_empty() {
            // The first click has only selected it.
            click(&mut model, clicked);
        }
        assert_ne!(view(&model), before, "{clicked}");
        press(&mut model, "<C-o>");
        assert_eq!(view(&model), before, "{clicked}");
    }
}

#[test]
fn files_that_have_gone_are_skipped() {
    let mut model = model(size("110x34"));
    let first = view(&model);
    press(&mut model, "{{{");
    let files = editions();
    let gone: Vec<PathBuf> = files.iter().map(|file| file.path().into()).collect();
    let gone_since = gone[gone.len() - 3..gone.len() - 1].to_vec();
    let change = |gone| Msg::FilesChanged {
        gone,
        read: Vec::new(),
        folded: Vec::new(),
    };
    answered(&mut model, change(gone_since));
    press(&mut model, "<C-o>");
    assert_eq!(view(&model), first);
    assert_eq!(notice(&model), "A file that has gone was skipped");
    press(&mut model, "<C-]>");
    assert_eq!(model.session.notice, None);
    // All that is left is the edition that is open.
    answered(&mut model, change(gone));
    press(&mut model, "<C-o>");
    let notice = notice(&model);
    let nothing = "A file that has gone was skipped. There is nothing to go back to";
    assert_eq!(notice, nothing);
}

#[test]
fn an_edition_that_has_gone_is_gone_about_in_until_it_is_left() {
    let mut model = model(size("110x34"));
    press(&mut model, "J");
    let second = view(&model);
    press(&mut model, "G");
    let gone = vec![model.edition().id().path().to_owned()];
    let (read, folded) = (Vec::new(), Vec::new());
    answered(&mut model, Msg::FilesChanged { gone, read, folded });
    press(&mut model, "<C-o>");
    assert_eq!(view(&model), second);
}

#[test]
fn results_come_back_without_what_has_gone() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>jje");
    let (gone, found) = {
        let mut all = editions();
        let before = all.len();
        all.retain(|edition| edition.path() != model.edition().id().path());
        assert_eq!(all.len() + 1, before);
        (vec![all[0].path().to_owned()], before)
    };
    assert!(found > 2);
    let (read, folded) = (Vec::new(), Vec::new());
    let file = gone[0].clone();
    answered(&mut model, Msg::FilesChanged { gone, read, folded });
    press(&mut model, "<C-o>");
    let results = model.search().unwrap().results();
    let editions = results.hits().groups().iter().map(|group| &group.edition);
    assert!(editions.clone().count() > 1);
    assert!(editions.into_iter().all(|edition| *edition.path() != *file));
    assert_eq!(model.search().unwrap().split.selected(), 2);
}

#[test]
fn the_way_back_is_named_where_an_edition_was_reached_by_a_jump() {
    let last_line = |keys: &str, at| {
        let mut model = model(size(at));
        press(&mut model, keys);
        screen(&mut model).pop().unwrap()
    };
    for at in ["110x34", "80x24", "60x20"] {
        let others = ["{", "a<Down><Enter>", "/harbour<Enter>e"];
        let within = ["G", "3", "gw", "]"];
        for reached in others.into_iter().chain(within) {
            let line = last_line(reached, at);
            assert!(line.contains("Ctrl-o back"), "{at} {reached}: {line}");
        }
        // Within an edition, it is named until the user goes on.
        for not_reached in ["", "J", "Gk", "3J", "gg", "{<C-o>", "G<C-o>", "a<Esc>"] {
            let line = last_line(not_reached, at);
            assert!(!line.contains("Ctrl-o"), "{at} {not_reached}: {line}");
        }
    }
}

#[test]
fn screens_reached_by_a_jump() {
    check("jumped_back", "J<Enter>d{<C-o>");
    check("nothing_to_go_back_to", "<C-o>");
    check("back_in_results", "/harbour<Enter>nne<C-o>");
}

#[test]
fn the_place_that_was_come_back_to_is_kept_and_not_one_that_a_search_showed() {
    let mut model = model(size("60x20"));
    press(&mut model, "<Enter>dd");
    let reached = model.edition().split.article.place();
    assert!(reached > Some(0));
    press(&mut model, "G<C-o>");
    assert_eq!(model.edition().split.article.place(), reached);
    answered(&mut model, Msg::Leaving);
    let story = model.edition().open_story().unwrap();
    assert_eq!(Some(model.session.marks.mark(&story.key()).place), reached);
    press(&mut model, "/harbour<Enter><Enter>nne");
    assert!(!model.edition().split.article.at_top());
    assert_eq!(model.edition().split.article.place(), None);
    press(&mut model, "<C-o>");
    let search = model.search().unwrap();
    assert_eq!(search.split.article.place(), None);
}

/// What the user sees of where they are, noted in the slowest way.
#[derive(Clone, Debug, PartialEq)]
struct View {
    screens_over_edition: usize,
    edition: PathBuf,
    /// The edition lies on results, and the last line says so.
    on_results: bool,
    edition_pane: Pane,
    filter: String,
    /// The story selected on the closing page, if that is shown; empty when nothing is left.
    closing: Option<String>,
    search: Option<(String, String, Pane)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Pane {
    /// What its mark is kept under.
    story: Option<String>,
    article_focused: bool,
    anchor: usize,
    current_match: usize,
}

fn view(model: &Model) -> View {
    let edition = model.edition();
    View {
        screens_over_edition: model.screens.over_edition(),
        edition: edition.id().path().to_owned(),
        on_results: edition.from_results,
        edition_pane: Pane {
            story: edition.open_story().map(|story| story.key()),
            article_focused: edition.split.focus == Focus::Article,
            anchor: edition.split.article.anchor(),
            current_match: edition.split.article.current_match(),
        },
        filter: edition.list().filter().name().to_owned(),
        closing: edition
            .closing
            .as_ref()
            .map(|closing| closing.selected().map_or_else(String::new, StoryId::key)),
        search: model.search().map(|search| {
            let pane = Pane {
                story: search.shown().story.map(|story| story.key()),
                article_focused: search.split.focus == Focus::Article,
                anchor: search.split.article.anchor(),
                current_match: search.split.article.current_match(),
            };
            let query = search.prompt.text().to_string();
            (query, format!("{:?}", search.scope), pane)
        }),
    }
}

/// Views as they were left, back and ahead.
#[derive(Default)]
struct Remembered {
    back: Vec<View>,
    forward: Vec<View>,
}

impl Remembered {
    fn jumped(&mut self, from: View, to: &View) {
        if from != *to {
            self.forward.clear();
            let leaves = to.search.is_none();
            if leaves
                && self
                    .back
                    .last()
                    .is_some_and(|last| is_result_of(&from, last))
            {
                self.back.pop();
            }
            if self.back.last() != Some(&from) {
                self.back.push(from);
            }
        }
    }

    /// Where `<C-o>` leads from `now`, or `<C-]>` with `forward`.
    fn go(&mut self, forward: bool, now: View) -> Option<View> {
        let (from, to) = if forward {
            (&mut self.forward, &mut self.back)
        } else {
            (&mut self.back, &mut self.forward)
        };
        let target = from.iter().rposition(|view| *view != now)?;
        from.truncate(target + 1);
        to.push(now);
        from.pop()
    }
}

/// Whether a view is in the article of the result that is selected in the list of another.
fn is_result_of(view: &View, list: &View) -> bool {
    let (Some((query, scope, pane)), Some((other, other_scope, listed))) =
        (&view.search, &list.search)
    else {
        return false;
    };
    view.screens_over_edition == list.screens_over_edition
        && (query, scope, &pane.story) == (other, other_scope, &listed.story)
        && pane.article_focused
        && !listed.article_focused
}

const OPERATIONS: [&str; 34] = [
    "j",
    "k",
    "<Space>",
    "b",
    "J",
    "K",
    "n",
    "N",
    "d",
    "u",
    "<Tab>",
    "<Enter>",
    "h",
    "z",
    "f",
    "<Esc>",
    "G",
    "gg",
    "<Home>",
    "<End>",
    "1",
    "3",
    "0",
    "]",
    "[",
    "gw",
    "{",
    "}",
    "a<Down><Enter>",
    "a<Home><Enter>",
    "/<C-u>tide<Enter>",
    "/<C-u>the<Enter>",
    "t",
    "e",
];

/// Operations from this one on are jumps in an edition and in results.
const FIRST_JUMP: usize = 16;

#[derive(Clone, Copy, Debug)]
enum Step {
    Operation(usize),
    Resize(&'static str),
    Back,
    Forward,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let sizes = ["110x34", "80x24", "60x20", "20x6", "140x50", "19x4"];
    let step = prop_oneof![
        8 => (0..OPERATIONS.len()).prop_map(Step::Operation),
        2 => (FIRST_JUMP..OPERATIONS.len()).prop_map(Step::Operation),
        2 => prop::sample::select(sizes.to_vec()).prop_map(Step::Resize),
        2 => Just(Step::Back),
        1 => Just(Step::Forward),
    ];
    prop::collection::vec(step, 1..40)
}

/// Whether an operation is a jump where the user is.
fn is_jump(operation: usize, model: &Model) -> bool {
    let on_closing_page =
        || matches!(model.screens.top(), AnyScreen::Edition(edition) if edition.closing.is_some());
    let in_results = || {
        let top = model.screens.top();
        matches!(top, AnyScreen::Search(search) if search.split.focus == Focus::List)
    };
    match OPERATIONS[operation] {
        "<Enter>" => on_closing_page() || in_results(),
        "<Space>" | "n" => on_closing_page(),
        _ => operation >= FIRST_JUMP,
    }
}

/// Checks that the user is where they were. What is left to read may be less than before.
fn check_view(model: &Model, expected: Option<View>, what: &str) -> Result<(), TestCaseError> {
    if let Some(mut expected) = expected {
        let mut found = view(model);
        let is_shown = |view: &View| view.closing.is_some();
        prop_assert_eq!(is_shown(&found), is_shown(&expected), "{}", what);
        (found.closing, expected.closing) = (None, None);
        prop_assert_eq!(found, expected, "{}", what);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_way_back_and_forward_is_as_remembered(steps in steps()) {
        check_ways(&steps)?;
    }
}

/// Checks the ways back and forward after `steps`.
fn check_ways(steps: &[Step]) -> Result<(), TestCaseError> {
    let mut model = model(size("110x34"));
    let mut remembered = Remembered::default();
    for &step in steps {
        let before = view(&model);
        match step {
            Step::Operation(operation) => {
                let jump = is_jump(operation, &model);
                jump_by(&mut model, OPERATIONS[operation]);
                if jump {
                    remembered.jumped(before, &view(&model));
                }
            }
            Step::Resize(at) => answered(&mut model, Msg::Resized(size(at))),
            Step::Back => {
                let expected = remembered.go(false, before);
                press(&mut model, "<C-o>");
                check_view(&model, expected, "back in between")?;
            }
            Step::Forward => {
                let expected = remembered.go(true, before);
                press(&mut model, "<C-]>");
                check_view(&model, expected, "forward in between")?;
            }
        }
    }
    for (forward, key) in [(false, "<C-o>"), (true, "<C-]>")] {
        while let Some(expected) = remembered.go(forward, view(&model)) {
            press(&mut model, key);
            check_view(&model, Some(expected), key)?;
        }
        press(&mut model, key);
        prop_assert!(notice(&model).starts_with("There is nothing to go"));
    }
    Ok(())
}

#[test]
fn an_edition_on_results_is_another_location_than_the_same_edition_alone() {
    let keys = [
        "/<C-u>tide<Enter>",
        "a<Home><Enter>",
        "<End>",
        "<Esc>",
        "<Esc>",
    ];
    let step = |keys| OPERATIONS.iter().position(|known| *known == keys);
    let steps = keys.map(|keys| Step::Operation(step(keys).unwrap()));
    check_ways(&steps).unwrap();
}
