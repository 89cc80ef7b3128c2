//! One pane or two: the layouts that `|` goes through, on every screen made of a list and its article.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/notice.rs"]
mod notice;
#[path = "common/stored.rs"]
mod stored;

use common::{drawn, model, press, rows, size};
use notice::notice;
use roundup::app::Model;
use roundup::ui::theme::Theme;
use stored::check;

/// Whether the list and the article are shown.
fn shown(model: &Model) -> (bool, bool) {
    let panes = model.panes();
    (panes.shows_list, panes.shows_article)
}

#[test]
fn pane_screens() {
    check("panes_both", "|");
    check("panes_one", "||");
    check("panes_one_article", "||<Enter>");
    check("panes_one_results", "||/tide<Enter>");
    check("panes_both_closing", "G<Enter>G<Space>|");
}

#[test]
fn panes_go_through_automatic_both_and_one() {
    let (both, list) = ((true, true), (true, false));
    for (at, expected) in [
        (
            "80x24",
            [
                (
                    both,
                    "Panes: both; | changes it; panes = \"both\" in config.toml keeps it",
                ),
                (
                    list,
                    "Panes: one at a time; | changes it; panes = \"one\" in config.toml keeps it",
                ),
                (both, "Panes: automatic, in this window both; | changes it"),
            ],
        ),
        (
            "60x20",
            [
                (both, "Panes: both; | changes it; panes = \"both\" keeps it"),
                (
                    list,
                    "Panes: one at a time; | changes it; panes = \"one\" keeps it",
                ),
                (list, "Panes: automatic, in this window one; | changes it"),
            ],
        ),
        (
            "45x20",
            [
                (
                    list,
                    "Panes: both, from 46 columns on; | changes it; panes = \"both\" keeps it",
                ),
                (
                    list,
                    "Panes: one at a time; | changes it; panes = \"one\" keeps it",
                ),
                (list, "Panes: automatic, in this window one; | changes it"),
            ],
        ),
    ] {
        for open in ["", "/tide<Enter>", "!"] {
            let mut model = model(size(at));
            press(&mut model, open);
            for (panes, said) in expected {
                press(&mut model, "|");
                assert_eq!(
                    (shown(&model), notice(&model)),
                    (panes, said),
                    "{at} {open}"
                );
            }
        }
    }
}

fn last_line(model: &Model) -> String {
    rows(&drawn(model, &Theme::PLAIN)).pop().unwrap()
}

#[test]
fn in_one_pane_the_last_line_of_the_article_names_the_way_back_to_the_list() {
    for at in ["60x20", "40x20"] {
        for keys in [
            "<Enter>",
            "G<Enter>",
            "{<Enter>",
            "]<Enter>",
            "/tide<Enter><Enter>e",
        ] {
            let mut model = model(size(at));
            press(&mut model, keys);
            model.session.notice = None;
            let line = last_line(&model);
            assert!(line.contains("h headlines"), "{at} {keys}: {line}");
        }
        let mut model = model(size(at));
        press(&mut model, "Gz");
        let line = last_line(&model);
        assert!(line.contains("z headlines"), "{at}: {line}");
    }
}

#[test]
fn in_two_panes_the_last_line_tells_which_has_the_keys() {
    for (at, panes) in [("110x34", ""), ("80x24", ""), ("60x20", "|")] {
        for open in ["", "G", "/tide<Enter>"] {
            let mut model = model(size(at));
            press(&mut model, panes);
            press(&mut model, open);
            model.session.notice = None;
            for (key, expected) in [("", "l article"), ("l", "h list"), ("h", "l article")] {
                press(&mut model, key);
                let line = last_line(&model);
                assert!(line.contains(expected), "{at} {open} {key}: {line}");
            }
        }
    }
}

#[test]
fn with_one_pane_the_focused_one_is_shown() {
    for open in ["", "/tide<Enter>", "!"] {
        let mut model = model(size("110x34"));
        press(&mut model, open);
        press(&mut model, "||");
        assert_eq!(shown(&model), (true, false), "{open}");
        press(&mut model, "<Enter>");
        assert_eq!(shown(&model), (false, true), "{open}");
        press(&mut model, "h");
        assert_eq!(shown(&model), (true, false), "{open}");
        press(&mut model, "<Tab>|");
        assert_eq!(shown(&model), (true, true), "{open}");
    }
}

#[test]
fn the_line_at_the_top_stays_when_the_panes_change() {
    let mut model = model(size("110x34"));
    press(&mut model, "JJ<Enter>jjj");
    let anchor = |model: &Model| {
        let article = &model.edition().split.article;
        article.article().text[article.anchor()..]
            .split_whitespace()
            .next()
            .unwrap()
            .to_owned()
    };
    let before = anchor(&model);
    for _ in 0..3 {
        press(&mut model, "|");
        assert_eq!(anchor(&model), before);
    }
}

#[test]
fn zen_shows_the_article_alone_until_it_is_left() {
    for open in ["z", "/tide<Enter>z"] {
        let mut model = model(size("110x34"));
        press(&mut model, open);
        press(&mut model, "|");
        assert_eq!(
            notice(&model),
            "Only the article is shown; z brings the list back"
        );
        assert_eq!(shown(&model), (false, true));
        press(&mut model, "z");
        assert_eq!(shown(&model), (true, true));
    }
}

#[test]
fn a_bar_is_text_while_typing() {
    let mut model = model(size("110x34"));
    press(&mut model, "/ferry|tide");
    let prompt = model.search().unwrap().prompt.text();
    assert_eq!(prompt.as_str(), "ferry|tide");
    assert_eq!(shown(&model), (true, true));
}
