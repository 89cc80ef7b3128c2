//! Keys in, screen out: every screen at four sizes, and properties that hold at any size.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/kinds.rs"]
mod kinds;
#[path = "common/stored.rs"]
mod stored;

use std::sync::Arc;

use common::{answered, drawn, editions, keys, model, press, rows, size};
use proptest::prelude::*;
use ratatui::layout::{Position, Size};
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::parts::split::Focus;
use roundup::app::screen::Screen as _;
use roundup::app::screens::AnyScreen;
use roundup::app::texts::TextRequest;
use roundup::app::{Effect, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::keymap::Key;
use roundup::marks::Marks;
use roundup::search::fold_editions;
use roundup::ui::theme::Theme;
use stored::{SIZES, check, compare, screen};

#[test]
fn edition_screens() {
    check("opened", "");
    check("second_story", "J");
    check("article_at_end", "<Tab>G");
    check("paged_once", "<Space><Space>");
    check("wide_text", "4<Enter>");
    check("code_and_rule", "2<Enter>");
    check("last_section_in_list", "G");
}

#[test]
fn sections_and_editions_are_gone_to() {
    check("go_strip", "g");
    check("went_to_letter", "gw");
    check("no_such_letter", "gx");
    check("empty_section", "4]");
    check("edition_before", "{");
    check("oldest_edition", "{{{{{{");
}

#[test]
fn zen_and_measure_screens() {
    check("zen", "z");
    check("narrow_measure", "z<lt><lt><lt><lt>");
}

#[test]
fn archive_screens() {
    check("archive", "a");
    check("archive_typing", "a/harb morn");
    check("archive_narrowed_to_nothing", "a/zzz<Enter>");
}

#[test]
fn fault_screens() {
    check("faults", "!");
    check("fault_open", "!j<Enter>");
    check("unreadable_edition", "{{{<Enter>");
    check("faulty_edition", "{{{{");
}

#[test]
fn help_screens() {
    check("help", "?");
    check("help_narrowed", "?/section");
}

#[test]
fn search_screens() {
    check("search_empty", "/");
    check("search_typing", "/harbour");
    check("search_second_match", "/harbour<Enter><Down>nn");
    check("search_nothing", "/harbour zzz");
    check("search_misspelt", "/the tag:tdie harbor");
    check("search_corrected", "/the harbor<Enter>");
    check("search_half_field", "/tide since:");
    check("search_older_bar", "/the<Enter>{");
    check("search_used_in_part", "/tide since:<Enter>j");
    check("search_this_story", "/the<Tab><Tab>");
    check("search_wide", "/東京");
    check("search_edition", "/low water<Enter>e");
    check("followed", "t<Enter>");
    check("follow_choice", "t");
    check("follow_narrowed", "t/tid");
}

#[test]
fn selected_text_is_shown_until_the_next_key() {
    for at in SIZES {
        let mut model = model(size(at));
        press(&mut model, "<Enter>");
        let text = model.panes().text;
        let mut point = |gesture, x, y| {
            let cell = Position {
                x: text.x + x,
                y: text.y + y,
            };
            update(&mut model, Msg::Mouse(Mouse { cell, gesture }));
        };
        point(Gesture::Press(Clicks::One), 4, 0);
        point(Gesture::Drag { reports: 1 }, 9, 2);
        let name = "<Enter>, then a drag in the article";
        compare("selected", name, at, &screen(&model, &Theme::COLOURED));
        press(&mut model, "s");
        assert!(model.edition().split.article.selected().is_empty(), "{at}");
    }
}

#[test]
fn an_edition_opened_from_the_archive_leads_back_to_the_results_below() {
    for at in ["80x24", "110x34"] {
        let mut model = model(size(at));
        press(&mut model, "/harbour<Enter><Down>");
        let left = |model: &Model| {
            let search = model.search().unwrap();
            (search.results().hits().len(), search.split.selected())
        };
        let before = left(&model);
        press(&mut model, "a<Down><Down><Enter>");
        assert!(matches!(model.screens.top(), AnyScreen::Edition(_)));
        press(&mut model, "<Esc>");
        assert_eq!(left(&model), before);
        press(&mut model, "<Esc>");
        assert!(model.search().is_none());
    }
}

#[test]
fn matches_are_offered_only_where_there_are_any() {
    let last_line = |keys: &str| {
        let mut model = model(size("110x34"));
        press(&mut model, keys);
        rows(&drawn(&model, &Theme::PLAIN)).pop().unwrap()
    };
    assert!(last_line("/harbour<Enter>").contains("n N match"));
    assert!(!last_line("sS").contains("match"));
    assert!(!last_line("/date:2031<Enter>").contains("match"));
}

#[test]
fn braces_go_through_the_bars_of_the_chart_that_have_results() {
    let mut model = model(size("110x34"));
    press(&mut model, "/the<Enter>gg");
    let selected_bar = |model: &Model| {
        let search = model.search().unwrap();
        search.results().bar_of(search.split.selected()).unwrap()
    };
    let bars = model
        .search()
        .unwrap()
        .results()
        .chart()
        .unwrap()
        .bars
        .clone();
    let with_results: Vec<_> = (0..bars.len()).filter(|&bar| bars[bar] > 0).collect();
    assert!(with_results.len() > 1);
    let mut visited = vec![selected_bar(&model)];
    for _ in 1..with_results.len() {
        press(&mut model, "{");
        visited.insert(0, selected_bar(&model));
    }
    assert_eq!(visited, with_results);
    press(&mut model, "{");
    let notice = model.session.notice.as_ref().unwrap();
    assert_eq!(&**notice, "This is the first bar of the chart");
    for bar in &with_results[1..] {
        press(&mut model, "}");
        assert_eq!(selected_bar(&model), *bar);
    }
    press(&mut model, "<Esc>/date:2031-04-02<Enter>}");
    let notice = model.session.notice.as_ref().unwrap();
    assert_eq!(&**notice, "There is no chart here to move along");
}

#[test]
fn escape_from_a_search_restores_the_screen_before_it() {
    let searches = [
        "/<Esc>",
        "/harbour<Esc>",
        "/harbour<Enter>nnJ<Enter>jj<Esc>",
        "/zzz<Esc>",
        "/har<Enter>e<C-o><Esc>",
        "/tide<Enter>/x<Esc><Esc>",
    ];
    for at in SIZES {
        for before in ["", "<Enter>jj", "J<Enter>d", "{"] {
            for searched in searches {
                let mut model = model(size(at));
                press(&mut model, before);
                model.session.notice = None;
                let left = rows(&drawn(&model, &Theme::COLOURED));
                press(&mut model, searched);
                if model.screens.over_edition() == 1 {
                    // With a single pane, the first Esc only led back to the list of results.
                    let panes = model.panes();
                    assert!(
                        panes.divider.is_none() && panes.shows_list,
                        "{at} {searched}"
                    );
                    press(&mut model, "<Esc>");
                }
                model.session.notice = None;
                let mut back = rows(&drawn(&model, &Theme::COLOURED));
                let last = left.len() - 1;
                // It names the key that brings back results that were gone into.
                let went_in = ["J<Enter>", "e<C-o>"]
                    .iter()
                    .any(|keys| searched.contains(keys));
                if went_in && back[last].contains("Ctrl-o back") {
                    back[last].clone_from(&left[last]);
                }
                assert_eq!(back, left, "{at} {before} {searched}");
            }
        }
    }
}

#[test]
fn n_and_shift_n_visit_every_match_of_every_story() {
    let mut model = model(size("110x34"));
    press(&mut model, "/harbour<Enter>");
    let place = |model: &Model| match model.search() {
        Some(search) => (
            search.split.selected(),
            search.split.article.current_match(),
            search.split.article.highlights().len(),
        ),
        _ => panic!("the search screen is closed"),
    };
    let mut forward = vec![place(&model)];
    model.session.notice = None;
    while model.session.notice.is_none() {
        press(&mut model, "n");
        forward.push(place(&model));
    }
    forward.pop();
    let total: usize = forward
        .iter()
        .filter(|(_, current, _)| *current == 0)
        .map(|(.., matches)| matches)
        .sum();
    assert_eq!(forward.len(), total, "every match is visited once");
    model.session.notice = None;
    let mut back = vec![place(&model)];
    while model.session.notice.is_none() {
        press(&mut model, "N");
        back.push(place(&model));
    }
    back.pop();
    back.reverse();
    assert_eq!(forward, back);
}

#[test]
fn a_window_of_twenty_columns_and_five_rows_is_the_smallest_that_shows_anything() {
    for (at, tiny) in [("20x5", false), ("19x5", true), ("20x4", true)] {
        assert_eq!(model(size(at)).panes().tiny, tiny, "{at}");
    }
}

#[test]
fn every_place_that_g_goes_to_is_named_at_every_width() {
    for width in 30..120 {
        let mut model = model(Size { width, height: 34 });
        press(&mut model, "g");
        let screen = rows(&drawn(&model, &Theme::PLAIN)).concat();
        let hints = model
            .screens
            .top()
            .get()
            .letter_hints(&model.session.keymap);
        for hint in hints {
            let (key, name) = (&hint.keys, &hint.text);
            assert!(
                screen.contains(&format!("{key} {name}")),
                "{key} {name} at {width}"
            );
        }
    }
}

#[test]
fn pasted_text_is_taken_only_by_a_line_being_typed() {
    let mut model = model(size("80x24"));
    let query = |model: &Model| model.search().unwrap().prompt.text().to_string();
    press(&mut model, "/har");
    common::answered(&mut model, Msg::Pasted("bour".to_owned()));
    assert_eq!(query(&model), "harbour");
    press(&mut model, "<Enter>");
    common::answered(&mut model, Msg::Pasted("master".to_owned()));
    assert_eq!(query(&model), "harbour");
    let notice = model.session.notice.as_ref().unwrap().to_string();
    assert_eq!(notice, "There is no prompt here to paste into");
}

#[test]
fn a_pasted_text_that_does_not_fit_into_the_prompt_is_cut_with_a_notice() {
    let mut model = model(size("80x24"));
    press(&mut model, "/");
    let pasted = "word ".repeat(20_000);
    common::answered(&mut model, Msg::Pasted(pasted.clone()));
    let notice = model.session.notice.as_ref().unwrap();
    assert_eq!(&**notice, "The pasted text is too long");
    assert!(model.search().unwrap().prompt.text().len() < pasted.len());
}

#[test]
fn space_beside_a_list_of_results_turns_the_page_and_stays_in_the_list() {
    let mut model = model(size("80x24"));
    press(&mut model, "/harbour<Enter>");
    let panes = model.panes();
    assert!(panes.shows_list && panes.shows_article);
    let top = |model: &Model| model.search().unwrap().split.article.top();
    let before = top(&model);
    press(&mut model, "<Space>");
    assert!(top(&model) > before, "{before}");
    assert_eq!(model.search().unwrap().split.focus, Focus::List);
}

#[test]
fn the_keys_for_sections_go_to_the_editions_found() {
    let mut model = model(size("110x34"));
    press(&mut model, "/e<Enter>");
    let place = |model: &Model| {
        let search = model.search().unwrap();
        let (hits, selected) = (search.results().hits(), search.split.selected());
        let group = hits.group_of(selected);
        (group, selected - hits.groups()[group].hits.start)
    };
    press(&mut model, "gg");
    for (pressed, expected) in [
        ("J", (0, 1)),
        ("[", (0, 0)),
        ("]", (1, 0)),
        ("]", (2, 0)),
        ("[", (1, 0)),
    ] {
        press(&mut model, pressed);
        assert_eq!(place(&model), expected, "{pressed}");
    }
    press(&mut model, "[[");
    let notice = model.session.notice.as_ref().unwrap();
    assert_eq!(&**notice, "This is the first edition found; esc goes back");
}

#[test]
fn the_open_result_stays_open_when_a_newer_one_is_found() {
    let editions = editions();
    let (older, newest) = editions.split_at(5);
    let mut model = Model::new(
        Archive::default().with(editions.clone()),
        6,
        Marks::default(),
        size("110x34"),
    );
    let folded = |editions| Msg::Folded(fold_editions(editions));
    common::answered(&mut model, folded(older));
    press(&mut model, "/the");
    let open = |model: &Model| {
        let search = model.search().unwrap();
        search.results().hits().get(search.split.selected())
    };
    let before = open(&model);
    assert!(before.is_some());
    common::answered(&mut model, folded(newest));
    assert_eq!(open(&model), before);
    assert!(model.search().unwrap().split.selected() > 0);
}

#[test]
fn nothing_is_said_to_be_missing_before_the_search_is_answered() {
    let mut model = model(size("110x34"));
    let says_nothing_found = |model: &Model| {
        let screen = rows(&drawn(model, &Theme::PLAIN)).concat();
        screen.contains("No story matches.")
    };
    press(&mut model, "/");
    update(&mut model, Msg::KeyPressed(Key::Char('z')));
    assert!(!says_nothing_found(&model));
    press(&mut model, "zz");
    assert!(says_nothing_found(&model));
    // The message stays until the answer to the longer query arrives.
    update(&mut model, Msg::KeyPressed(Key::Char('z')));
    assert!(says_nothing_found(&model));
}

#[test]
fn enter_at_an_empty_prompt_closes_the_search_and_a_query_that_finds_nothing_is_not_kept() {
    let mut model = model(size("80x24"));
    press(&mut model, "/<Enter>");
    assert!(model.search().is_none());
    press(&mut model, "/tide<Enter><Esc><Esc>/zzz<Enter>");
    assert!(model.search().unwrap().is_typing());
    press(&mut model, "<Esc>/<Up>");
    assert_eq!(&*model.search().unwrap().prompt.text(), "tide");
}

#[test]
fn answers_to_outdated_searches_are_ignored() {
    let mut model = model(size("80x24"));
    press(&mut model, "/");
    let mut effects = Vec::new();
    for key in keys("tide") {
        effects.extend(update(&mut model, Msg::KeyPressed(key)));
    }
    let generations: Vec<_> = effects
        .iter()
        .filter_map(|effect| {
            if let Effect::Search(request) = effect {
                Some(request.generation)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(generations.len(), 4);
    for generation in &generations[..3] {
        let everything = roundup::search::Hits::new(vec![(editions()[0].id().clone(), vec![0])]);
        update(
            &mut model,
            Msg::HitsFound {
                generation: *generation,
                part: 0,
                hits: everything,
            },
        );
    }
    match model.search() {
        Some(search) => assert!(search.results().hits().is_empty()),
        _ => panic!("the search screen is closed"),
    }
}

#[test]
fn the_count_says_so_while_more_may_be_found() {
    let editions = editions();
    let window = size("110x34");
    let archive = Archive::default().with(editions.clone());
    let mut model = Model::new(archive, editions.len(), Marks::default(), window);
    let (first, rest) = editions.split_at(3);
    let mut requests = Vec::new();
    let mut take = |model: &mut Model, message| {
        for effect in update(model, message) {
            if let Effect::Search(request) = effect {
                requests.push(request);
            }
        }
    };
    let folded = |editions| Msg::Folded(fold_editions(editions));
    take(&mut model, folded(first));
    for key in keys("/t") {
        take(&mut model, Msg::KeyPressed(key));
    }
    take(&mut model, folded(rest));
    let [one, other] = &requests[..] else {
        panic!("{requests:?}");
    };
    let counts = |model: &Model| {
        let lines = rows(&drawn(model, &Theme::PLAIN));
        let texts = ["stories in", "stories so far in", "· story "];
        let found = |row: &&String| texts.iter().any(|text| row.contains(text));
        lines
            .iter()
            .filter(found)
            .map(|row| row.matches("so far").count())
            .collect::<Vec<_>>()
    };
    update(&mut model, common::answer(one));
    assert_eq!(counts(&model), [1, 1]);
    update(&mut model, common::answer(other));
    assert_eq!(counts(&model), [0, 0]);
}

#[test]
fn results_do_not_depend_on_when_editions_load() {
    // The first `before` letters are typed before edition `typed_at` loads, the rest at the end.
    let found = |before: usize, typed_at: usize| {
        let editions = editions();
        let mut model = Model::new(
            Archive::default().with(vec![editions[5].clone()]),
            6,
            Marks::default(),
            size("110x34"),
        );
        update(
            &mut model,
            Msg::Folded(roundup::search::fold_editions(&editions[5..])),
        );
        for (index, edition) in editions[..5].iter().enumerate() {
            if index == typed_at {
                press(&mut model, "/");
                press(&mut model, &"harbour"[..before]);
            }
            common::answered(&mut model, Msg::EditionsLoaded(vec![edition.clone()]));
            common::answered(
                &mut model,
                Msg::Folded(roundup::search::fold_editions(std::slice::from_ref(
                    edition,
                ))),
            );
        }
        press(
            &mut model,
            if typed_at < 5 {
                &"harbour"[before..]
            } else {
                "/harbour"
            },
        );
        match model.search() {
            Some(search) => {
                let hits = &search.results().hits();
                (0..hits.len())
                    .filter_map(|at| hits.get(at))
                    .map(|story| {
                        format!("{} {}", story.edition().path().display(), story.position())
                    })
                    .collect::<Vec<_>>()
            }
            _ => panic!("the search screen is closed"),
        }
    };
    let all_loaded = found(0, 5);
    assert!(!all_loaded.is_empty());
    for typed_at in 0..5 {
        for before in [1, 4, 7] {
            assert_eq!(found(before, typed_at), all_loaded);
        }
    }
}

#[test]
fn the_first_result_is_selected_when_answers_arrive_out_of_order() {
    let editions = editions();
    let (old, new) = editions.split_at(3);
    let mut model = Model::new(
        Archive::default().with(editions.clone()),
        6,
        Marks::default(),
        size("80x24"),
    );
    update(&mut model, Msg::Folded(roundup::search::fold_editions(new)));
    let mut requests = Vec::new();
    let mut ask = |model: &mut Model, message| {
        for effect in update(model, message) {
            if let Effect::Search(request) = effect {
                requests.push(request);
            }
        }
    };
    press(&mut model, "/");
    ask(&mut model, Msg::KeyPressed(Key::Char('e')));
    ask(&mut model, Msg::Folded(roundup::search::fold_editions(old)));
    assert_eq!(requests.len(), 2);
    for request in requests.iter().rev() {
        update(&mut model, common::answer(request));
    }
    match model.search() {
        Some(search) => assert_eq!(search.split.selected(), 0),
        _ => panic!("the search screen is closed"),
    }
}

#[test]
fn a_search_left_for_an_edition_is_complete_on_return() {
    let editions = editions();
    let (old, new) = editions.split_at(3);
    let mut model = Model::new(
        Archive::default().with(editions.clone()),
        6,
        Marks::default(),
        size("80x24"),
    );
    update(&mut model, Msg::Folded(roundup::search::fold_editions(new)));
    press(&mut model, "/e<Enter>");
    // This part loads while the results are not on top, and no answer for it arrives.
    update(&mut model, Msg::KeyPressed(Key::Char('e')));
    update(&mut model, Msg::Folded(roundup::search::fold_editions(old)));
    press(&mut model, "<C-o>");
    match model.search() {
        Some(search) => assert_eq!(search.results().hits().len(), 10),
        _ => panic!("the results are closed"),
    }
}

#[test]
fn enter_before_the_answer_leaves_the_prompt() {
    let mut model = model(size("80x24"));
    let mut effects = Vec::new();
    for key in keys("/harbour<Enter>") {
        effects.extend(update(&mut model, Msg::KeyPressed(key)));
    }
    let Some(Effect::Search(request)) = effects.pop() else {
        panic!("no search was requested")
    };
    update(&mut model, common::answer(&request));
    match model.search() {
        Some(search) => assert!(!search.is_typing()),
        _ => panic!("the search screen is closed"),
    }
}

#[test]
fn a_tag_that_contains_quotes_can_be_followed() {
    let source =
        "title = 'T'\ndate = 2016-01-12\n[[story]]\nheadline = 'H'\ntags = ['the \"New\" wall']\n";
    let edition = Arc::new(Edition::parse("one.toml".into(), source));
    let mut model = Model::new(
        Archive::default().with(vec![Arc::clone(&edition)]),
        1,
        Marks::default(),
        size("80x24"),
    );
    update(
        &mut model,
        Msg::Folded(roundup::search::fold_editions(&[edition])),
    );
    press(&mut model, "t");
    match model.search() {
        Some(search) => assert_eq!(search.results().hits().len(), 1),
        _ => panic!("the tag was not followed"),
    }
}

#[test]
fn going_to_a_match_brings_it_into_view() {
    for at in SIZES {
        let mut model = model(size(at));
        press(&mut model, "/harbour<Enter>n");
        let styles = screen(&model, &Theme::COLOURED);
        assert!(
            styles.contains("bold underlined reversed yellow on black"),
            "{at}\n{styles}"
        );
    }
}

#[test]
fn up_and_down_recall_earlier_searches() {
    let mut model = model(size("80x24"));
    press(&mut model, "/tide<Enter><Esc>/harbour<Enter><Esc>/<Up>");
    let typed = |model: &Model| match model.search() {
        Some(search) => search.prompt.text().to_string(),
        _ => panic!("the search screen is closed"),
    };
    assert_eq!(typed(&model), "harbour");
    press(&mut model, "<Up>");
    assert_eq!(typed(&model), "tide");
    press(&mut model, "<Down><Down>");
    assert_eq!(typed(&model), "");
}

#[test]
fn loading_screens_and_screens_without_colours() {
    for at in SIZES {
        let mut editions = editions();
        let rest = editions.split_off(5);
        let mut model = Model::new(
            Archive::default().with(rest),
            12_345,
            Marks::default(),
            size(at),
        );
        update(&mut model, Msg::EditionsLoaded(editions));
        compare("loading", "", at, &screen(&model, &Theme::COLOURED));
        compare("no_colour", "", at, &screen(&model, &Theme::PLAIN));
        update(&mut model, Msg::AllLoaded);
        compare("all_loaded", "", at, &screen(&model, &Theme::COLOURED));
    }
}

/// The editions are read and folded in two parts while the search is on.
#[test]
fn a_search_at_the_start_is_as_if_typed_and_accepted() {
    for at in SIZES {
        let mut rest = editions();
        let newest = vec![rest.pop().unwrap()];
        let archive = Archive::default().with(newest.clone());
        let mut model = Model::new(archive, 6, Marks::default(), size(at));
        model.search_at_start("harbour", false);
        compare("search_at_start", "", at, &screen(&model, &Theme::COLOURED));
        answered(&mut model, Msg::Folded(fold_editions(&newest)));
        answered(&mut model, Msg::EditionsLoaded(rest.clone()));
        answered(&mut model, Msg::Folded(fold_editions(&rest)));
        compare(
            "search_at_start_found",
            "",
            at,
            &screen(&model, &Theme::COLOURED),
        );
        let mut typed = common::model(size(at));
        press(&mut typed, "/harbour<Enter>");
        let hits = |model: &Model| {
            let search = model.search().unwrap();
            (
                search.phase,
                search.split.focus,
                search.results().hits().len(),
            )
        };
        assert_eq!(hits(&model), hits(&typed));
        press(&mut model, "<Esc>");
        assert!(model.search().is_none());
    }
}

/// Older stories are found first.
#[test]
fn until_a_key_is_pressed_a_search_at_the_start_is_at_its_first_result() {
    for (keys, wheel, stays) in [
        ("", false, false),
        ("x", false, true),
        ("j", false, true),
        ("", true, true),
    ] {
        let mut rest = editions();
        let newest = vec![rest.pop().unwrap()];
        let archive = Archive::default().with(newest.clone());
        let mut model = Model::new(archive, 6, Marks::default(), size("110x34"));
        model.search_at_start("the", false);
        let open = |model: &Model| {
            let search = model.search().unwrap();
            let selected = search.split.selected();
            (selected, search.results().hits().get(selected).unwrap())
        };
        answered(&mut model, Msg::EditionsLoaded(rest.clone()));
        answered(&mut model, Msg::Folded(fold_editions(&rest)));
        press(&mut model, keys);
        if wheel {
            let (cell, gesture) = (model.panes().text.as_position(), Gesture::Wheel(1));
            answered(&mut model, Msg::Mouse(Mouse { cell, gesture }));
        }
        let (_, before) = open(&model);
        answered(&mut model, Msg::Folded(fold_editions(&newest)));
        let (selected, after) = open(&model);
        if stays {
            assert_eq!(after, before, "{keys}");
        } else {
            assert_eq!(selected, 0);
        }
    }
}

#[test]
fn the_first_result_is_not_read_again_for_each_part_that_is_loaded() {
    let mut rest = editions();
    let newest = vec![rest.pop().unwrap()];
    let archive = Archive::default().with(newest.clone());
    let mut model = Model::new(archive, 6, Marks::default(), size("110x34"));
    model.search_at_start("the", false);
    answered(&mut model, Msg::Folded(fold_editions(&newest)));
    answered(&mut model, Msg::EditionsLoaded(rest.clone()));
    let found = model.search().unwrap().results().hits().len();
    let mut reads_article = |message| {
        let effects = roundup::app::update(&mut model, message);
        let is_of_article = |read: &TextRequest| matches!(read, TextRequest::Article(_));
        let reads = |effect: &Effect| matches!(effect, Effect::Read(it) if is_of_article(it));
        (effects.iter().any(reads), effects)
    };
    let (read, effects) = reads_article(Msg::Folded(fold_editions(&rest)));
    assert!(!read);
    for effect in effects {
        if let Effect::Search(request) = effect {
            assert!(!reads_article(common::answer(&request)).0);
        }
    }
    assert!(model.search().unwrap().results().hits().len() > found);
}

#[test]
fn a_search_at_the_start_can_be_for_one_edition_and_ignores_what_the_prompt_ignores() {
    let mut model = model(size("110x34"));
    model.search_at_start("a", true);
    answered(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
    let header = rows(&drawn(&model, &Theme::PLAIN)).join("\n");
    assert!(header.contains("in this edition"), "{header}");
    press(&mut model, "<Esc>");
    for (query, notice) in [
        ("harbour date:soon", "date:"),
        ("  ", "Nothing was typed to search for"),
    ] {
        model.search_at_start(query, false);
        answered(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
        let shown = model.session.notice.clone().unwrap_or_default();
        assert!(shown.contains(notice), "{query}: {shown}");
        press(&mut model, "<Esc>");
    }
    // What finds nothing can be changed at once.
    model.search_at_start("nosuchword", false);
    answered(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
    let last = rows(&drawn(&model, &Theme::PLAIN)).pop().unwrap();
    assert!(
        last.contains("nosuchword") && last.contains("nothing found"),
        "{last}"
    );
    press(&mut model, "<C-u>harbour");
    assert_eq!(model.search().unwrap().results().hits().len(), 2);
}

/// The keys that open each of [`kinds::SCREENS`], and further states of them.
fn views() -> impl Iterator<Item = &'static str> {
    let states = ["o/org", "a/har", "a/zzz", "!<Enter>", "?/gg", "{{{"];
    kinds::SCREENS
        .into_iter()
        .map(|(_, keys)| keys)
        .chain(states)
}

#[test]
fn every_tiny_size_draws() {
    for width in 0..=12 {
        for height in 0..=8 {
            for view in views() {
                let mut model = model(Size { width, height });
                press(&mut model, view);
                drawn(&model, &Theme::COLOURED);
            }
        }
    }
}

#[test]
fn no_resize_of_any_screen_panics() {
    for view in views() {
        let mut model = model(size("110x34"));
        press(&mut model, view);
        for (width, height) in [
            (0, 0),
            (80, 24),
            (19, 4),
            (20, 5),
            (79, 11),
            (80, 12),
            (300, 100),
            (1, 50),
            (200, 1),
        ] {
            update(&mut model, Msg::Resized(Size { width, height }));
            drawn(&model, &Theme::COLOURED);
        }
    }
}

/// Ten thousand keys from each view. The seed is fixed, so every run presses the same keys.
#[test]
fn random_keys_never_panic() {
    let all = keys(
        "jkduGgghl{}()[]123456790azA!?/qnNet<lt>>JKb msUfSwexy东é<Space><Enter><Esc><Tab><BS><Del><Up><Down><Left><Right><PgUp><PgDn><Home><End><C-d><C-u><C-f><C-b><C-n><C-p><C-l><C-w><C-a><C-e><C-o><C-]>",
    );
    let sizes = ["110x34", "80x24", "60x20", "20x6", "7x3"].map(size);
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for view in views() {
        let mut model = model(sizes[0]);
        press(&mut model, view);
        for pressed in 0..10_000 {
            common::answered(&mut model, Msg::KeyPressed(all[random(all.len())]));
            if pressed % 16 == 0 {
                update(&mut model, Msg::Resized(sizes[random(sizes.len())]));
                drawn(&model, &Theme::COLOURED);
            }
        }
    }
}

/// A change of the article's layout that leaves the text in view.
#[derive(Clone, Debug)]
enum Change {
    Resize(u16, u16),
    Press(&'static str),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0u16..160, 0u16..50).prop_map(|(width, height)| Change::Resize(width, height)),
        prop::sample::select(&["z", "<lt>", ">", "?<Esc>", "a<Esc>", "!<Esc>"])
            .prop_map(Change::Press),
    ]
}

proptest! {
    #[test]
    fn the_line_being_read_stays_in_view(
        scrolled in 0usize..12,
        changes in prop::collection::vec(change(), 1..12),
    ) {
        let mut model = model(size("80x24"));
        press(&mut model, "<Tab>");
        for _ in 0..scrolled {
            press(&mut model, "j");
        }
        let anchor = model.edition().split.article.visible()[0].start;
        for change in changes {
            match change {
                Change::Resize(width, height) => { update(&mut model, Msg::Resized(Size { width, height })); }
                Change::Press(pressed) => press(&mut model, pressed),
            }
            let visible = model.edition().split.article.visible();
            if let (Some(first), Some(last)) = (visible.first(), visible.last()) {
                prop_assert!(first.start <= anchor && anchor <= last.end.max(last.start));
            }
        }
        update(&mut model, Msg::Resized(size("80x24")));
        while model.edition().is_zen() {
            press(&mut model, "z");
        }
        let measure = |model: &Model| model.session.window.measure;
        while measure(&model) != 72 {
            let key = if measure(&model) < 72 { ">" } else { "<lt>" };
            press(&mut model, key);
        }
        update(&mut model, Msg::Resized(size("80x24")));
        prop_assert_eq!(model.edition().split.article.visible()[0].start, anchor);
    }

    #[test]
    fn text_widths_match_those_of_ratatui(text in r"([a-z ]|[東ｱﾟﾞ、ﾊ]|👩‍👩‍👧|❤️|क्षि|ع|\PC){0,30}") {
        let text = roundup::text::DisplayText::line(&text);
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 300, 1));
        let (end, _) = buffer.set_stringn(0, 0, &*text, 300, ratatui::style::Style::new());
        prop_assert_eq!(usize::from(end), roundup::text::width::of(&text));
    }
}

#[test]
fn section_keys_work_in_both_panes() {
    for focus in ["", "<Tab>"] {
        for at in SIZES {
            let mut model = model(size(at));
            press(&mut model, focus);
            let mut reached = Vec::new();
            for pressed in [
                "1", "2", "3", "0", "]", "]", "]", "[", "[", "[", "gm", "gw", "gl", "g2",
            ] {
                press(&mut model, pressed);
                reached.push(
                    model
                        .edition()
                        .list()
                        .section_of(model.edition().split.selected())
                        .map_or(0, |section| section + 1),
                );
            }
            assert_eq!(
                reached,
                [1, 2, 3, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2],
                "{at} {focus}"
            );
        }
    }
}

#[test]
fn space_alone_reads_the_whole_edition_in_order() {
    let mut model = model(size("80x24"));
    let mut seen = vec![0];
    let mut presses = 0;
    while model.edition().closing.is_none() {
        press(&mut model, "<Space>");
        presses += 1;
        assert!(presses < 100, "space does not reach the end");
        if seen.last() != Some(&model.edition().split.selected()) {
            seen.push(model.edition().split.selected());
            assert!(model.edition().split.article.at_top());
        }
    }
    assert_eq!(seen, [0, 1, 2, 3, 4, 5]);
    assert_eq!(model.edition().list().tally().read, 6);
}

#[test]
fn escape_steps_back_but_never_quits() {
    let mut model = model(size("80x24"));
    press(&mut model, "<Tab>z?/x");
    for (step, expected) in [
        ("typing", 1),
        ("help", 0),
        ("zen", 0),
        ("article", 0),
        ("list", 0),
        ("list", 0),
    ] {
        assert!(update(&mut model, Msg::KeyPressed(Key::Esc)).is_empty());
        assert_eq!(model.screens.over_edition(), expected, "{step}");
    }
    assert!(!model.edition().is_zen());
    let effects = update(&mut model, Msg::KeyPressed(Key::Char('q')));
    assert!(matches!(effects[..], [Effect::Quit]), "{effects:?}");
}

#[test]
fn escape_after_g_cancels_only_the_g() {
    let mut model = model(size("80x24"));
    press(&mut model, "<Tab>zg<Esc>g<Down>");
    assert!(model.edition().is_zen());
    press(&mut model, "zg<Esc>");
    assert_eq!(
        model.edition().split.focus,
        roundup::app::parts::split::Focus::Article
    );
}

#[test]
fn gg_and_shift_g_go_to_the_ends_of_every_list() {
    for (view, bottom) in [
        ("a", 5),
        ("!", 1),
        (
            "?",
            roundup::keymap::Keymap::default().help_rows().count() - 1,
        ),
    ] {
        let mut model = model(size("80x24"));
        press(&mut model, view);
        let selected = |model: &Model| match model.screens.top() {
            AnyScreen::Archive(screen) => screen.list.selected_position(),
            AnyScreen::Faults(screen) => screen.split.selected(),
            AnyScreen::Help(screen) => screen.selected_position(),
            other => panic!("{other:?}"),
        };
        press(&mut model, "G");
        assert_eq!(selected(&model), bottom, "{view}");
        press(&mut model, "gg");
        assert_eq!(selected(&model), 0, "{view}");
    }
}

#[test]
fn screens_below_the_top_one_are_kept_up_to_date() {
    let mut editions = editions();
    let rest = editions.split_off(2);
    let mut model = Model::new(
        Archive::default().with(rest),
        6,
        Marks::default(),
        size("80x24"),
    );
    press(&mut model, "a?");
    update(&mut model, Msg::EditionsLoaded(editions));
    press(&mut model, "<Esc>");
    let header = rows(&drawn(&model, &Theme::COLOURED))[0].clone();
    assert!(
        header.contains("  6 editions · ") && header.ends_with(" so far "),
        "{header}"
    );
}

#[test]
fn a_filter_without_results_does_not_lose_the_selection() {
    let mut model = model(size("80x24"));
    press(&mut model, "ajjj/zzz<Esc>");
    assert!(
        rows(&drawn(&model, &Theme::COLOURED))
            .iter()
            .any(|row| row.starts_with(" ▌ ! Sun 30"))
    );
}

#[test]
fn the_selected_headline_stays_in_view_with_many_empty_sections() {
    let mut source =
        "title = 'T'\ndate = 2016-01-12\n[[story]]\nheadline = 'Here I am'\n".to_owned();
    source += &"[[section]]\ntitle = 'Empty'\n".repeat(30);
    let edition = Arc::new(Edition::parse("one.toml".into(), &source));
    for at in SIZES {
        let model = Model::new(
            Archive::default().with(vec![Arc::clone(&edition)]),
            1,
            Marks::default(),
            size(at),
        );
        assert!(
            rows(&drawn(&model, &Theme::COLOURED))
                .iter()
                .any(|row| row.starts_with(" ▌ ● Here")),
            "{at}"
        );
    }
}

#[test]
fn space_opens_the_next_story_at_its_top() {
    let mut model = model(size("60x20"));
    press(&mut model, "J<Enter>GK<Space><Space><Space><Space><Space>");
    while model.edition().split.selected() == 0 {
        press(&mut model, "<Space>");
    }
    assert!(model.edition().split.article.at_top());
}

#[test]
fn the_line_of_a_fault_stays_in_view_after_resizes() {
    let source = "title = 'T'\ndate = 2016-01-12\n".to_owned()
        + &"[[story]]\nbody = 'A long line in which nothing is wrong at all'\n".repeat(40);
    let edition = Arc::new(Edition::parse("one.toml".into(), &source));
    let mut model = Model::new(
        Archive::default().with(vec![edition]),
        1,
        Marks::default(),
        size("200x24"),
    );
    press(&mut model, "!<Enter>dddd");
    let top = |model: &Model| match model.screens.top() {
        AnyScreen::Faults(screen) => screen.split.article.visible()[0].start,
        other => panic!("{other:?}"),
    };
    let before = top(&model);
    for at in ["80x24", "40x20", "200x24"] {
        update(&mut model, Msg::Resized(size(at)));
    }
    assert_eq!(top(&model), before);
}

#[test]
fn an_edition_reopens_where_it_was_left() {
    let mut model = model(size("80x24"));
    press(&mut model, "<Tab>jjjJjj");
    // The last line also says that there is a way back.
    let above_last_line = |model: &Model| rows(&drawn(model, &Theme::COLOURED))[..23].to_vec();
    let left = above_last_line(&model);
    press(&mut model, "{J}");
    assert_eq!(above_last_line(&model), left);
    press(&mut model, "a<Enter>");
    assert_eq!(above_last_line(&model), left);
}

#[test]
fn editions_that_load_later_do_not_change_the_page() {
    let mut editions = editions();
    let rest = editions.split_off(4);
    let mut model = Model::new(
        Archive::default().with(editions),
        6,
        Marks::default(),
        size("80x24"),
    );
    press(&mut model, "<Tab>j");
    let before = rows(&drawn(&model, &Theme::COLOURED));
    update(&mut model, Msg::EditionsLoaded(rest));
    let after = rows(&drawn(&model, &Theme::COLOURED));
    assert_eq!(before[..23], after[..23]);
    update(&mut model, Msg::AllLoaded);
    let notice = model.session.notice.as_ref().unwrap().to_string();
    assert_eq!(
        notice,
        "A newer edition: Wednesday 2 April 2031; } opens it; 2 files have faults; ! shows them"
    );
}

#[test]
fn faults_stay_in_sight() {
    let mut model = model(size("80x24"));
    press(&mut model, "{{{{");
    model.session.notice = None;
    let header = &rows(&drawn(&model, &Theme::PLAIN))[0];
    assert!(header.contains("3 faults · 2 stories"), "{header}");
    press(&mut model, "z");
    let header = &rows(&drawn(&model, &Theme::PLAIN))[0];
    assert!(header.contains("story 1 of 2 · 3 faults"), "{header}");
    press(&mut model, "za");
    let archive = rows(&drawn(&model, &Theme::PLAIN));
    let row = archive.iter().find(|row| row.contains("Sat 29")).unwrap();
    assert!(row.trim_end().ends_with("3 faults · 2 stories"), "{row}");
}

#[test]
fn a_narrow_archive_shows_the_title_of_a_faulty_edition_and_its_faults() {
    let source = "title = 'Faulty'\ndate = 2016-01-12\n[[story]]\n[[story]]\n";
    let edition = Arc::new(Edition::parse("one.toml".into(), source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("40x10"));
    press(&mut model, "a");
    let archive = rows(&drawn(&model, &Theme::PLAIN));
    let row = archive.iter().find(|row| row.contains("Tue 12")).unwrap();
    assert!(row.contains("Faulty"), "{row}");
    assert!(row.trim_end().ends_with("2 faults"), "{row}");
}

#[test]
fn a_narrow_header_shows_the_whole_of_a_short_date() {
    let source = "title = 'T'\nsource = 'Health Roundup'\nedition = 'Evening'\ndate = 2016-01-12\n\
                  [[story]]\nheadline = 'H'\n";
    let edition = Arc::new(Edition::parse("one.toml".into(), source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("40x10"));
    let header = |model: &Model| rows(&drawn(model, &Theme::PLAIN))[0].trim().to_owned();
    assert_eq!(header(&model), "Health Roundup   Tue 12 Jan 2016");
    update(&mut model, Msg::Resized(size("80x24")));
    assert!(header(&model).contains("Tuesday 12 January 2016 · Evening"));
}

#[test]
fn the_list_gives_an_hour_and_more_in_hours() {
    let body = "word ".repeat(130_000);
    let source =
        format!("title = 'T'\ndate = 2016-01-12\n[[story]]\nheadline = 'Long'\nbody = '{body}'\n");
    let edition = Arc::new(Edition::parse("one.toml".into(), &source));
    let archive = Archive::default().with(vec![edition]);
    let model = Model::new(archive, 1, Marks::default(), size("60x20"));
    let rows = rows(&drawn(&model, &Theme::PLAIN));
    let row = rows.iter().find(|row| row.contains("Long")).unwrap();
    assert!(
        row.contains(" h ") && row.trim_end().ends_with(" m"),
        "{row}"
    );
}

#[test]
fn the_end_of_a_long_path_shows_in_the_list_of_faults() {
    let path = format!(
        "/home/me/{}/2031-03-30-broken.toml",
        "briefings-of-long-ago/".repeat(8)
    );
    let edition = Arc::new(Edition::parse(path.into(), "title = 1"));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    press(&mut model, "!");
    let rows = rows(&drawn(&model, &Theme::PLAIN));
    let list: Vec<_> = rows
        .iter()
        .map(|row| row.split('│').next().unwrap().trim_end())
        .collect();
    assert!(
        list.iter()
            .any(|row| row.contains('…') && row.ends_with("broken.toml")),
        "{list:#?}"
    );
}

#[test]
fn editions_of_one_day_are_told_apart_in_results() {
    let edition = |path: &str, more: &str| {
        let source = format!("title = 'Title of {path}'\n{more}\n[[story]]\nheadline = 'A tide'\n");
        Arc::new(Edition::parse(path.into(), &source))
    };
    let editions = vec![
        edition(
            "a",
            "date = 2016-01-12\nsource = 'One'\nedition = 'Morning'",
        ),
        edition("b", "date = 2016-01-12\nsource = 'One'\nedition = 'Late'"),
        edition(
            "c",
            "date = 2016-01-13\nsource = 'One'\nedition = 'Morning'",
        ),
        edition("d", "date = 2016-01-14\nsource = 'One'"),
        edition("e", "date = 2016-01-14\nsource = 'Two'"),
        edition("f", "date = 2016-01-15T07:30:00"),
        edition("g", "date = 2016-01-15T18:00:00"),
        edition("h", "date = 2016-01-16"),
        edition("i", "date = 2016-01-16"),
    ];
    let chunks = roundup::search::fold_editions(&editions);
    let archive = Archive::default().with(editions);
    let mut model = Model::new(archive, 9, Marks::default(), size("120x60"));
    update(&mut model, Msg::Folded(chunks));
    press(&mut model, "/tide<Enter>");
    let rows = rows(&drawn(&model, &Theme::PLAIN));
    let list = rows.iter().map(|row| row.split('│').next().unwrap().trim());
    let headings: Vec<_> = list
        .filter(|row| row.contains("2016") && row.ends_with(" 1"))
        .map(|row| row.trim_end_matches(" 1").trim())
        .collect();
    assert_eq!(
        headings,
        [
            "Saturday 16 January 2016 · Title of i",
            "Saturday 16 January 2016 · Title of h",
            "Friday 15 January 2016 · 18:00",
            "Friday 15 January 2016 · 07:30",
            "Thursday 14 January 2016 · Two",
            "Thursday 14 January 2016 · One",
            "Wednesday 13 January 2016",
            "Tuesday 12 January 2016 · Late",
            "Tuesday 12 January 2016 · Morning",
        ]
    );
}

#[test]
fn the_header_tells_editions_of_one_day_apart_by_their_hour() {
    let edition = |path: &str, more: &str| {
        let source = format!("title = 'T'\nsource = 'S'\n{more}\n[[story]]\nheadline = 'H'\n");
        Arc::new(Edition::parse(path.into(), &source))
    };
    let editions = vec![
        edition("a", "date = 2016-01-12T07:30:00"),
        edition("b", "date = 2016-01-12T18:00:00"),
        edition("c", "date = 2016-01-13T07:30:00\nedition = 'Late'"),
        edition("d", "date = 2016-01-13T18:00:00\nedition = 'Late'"),
        edition("e", "date = 2016-01-14T07:30:00\nedition = 'Early'"),
        edition("f", "date = 2016-01-14T18:00:00\nedition = 'Late'"),
        edition("g", "date = 2016-01-15T18:00:00"),
        edition("h", "date = 2016-01-16"),
        edition("i", "date = 2016-01-16"),
    ];
    let expected = [
        "Tuesday 12 January 2016 · 07:30",
        "Tuesday 12 January 2016 · 18:00",
        "Wednesday 13 January 2016 · Late · 07:30",
        "Wednesday 13 January 2016 · Late · 18:00",
        "Thursday 14 January 2016 · Early",
        "Thursday 14 January 2016 · Late",
        "Friday 15 January 2016",
        "Saturday 16 January 2016",
        "Saturday 16 January 2016",
    ];
    let archive = Archive::default().with(editions.clone());
    let mut model = Model::new(archive, 9, Marks::default(), size("100x24"));
    for (edition, expected) in editions.into_iter().zip(expected) {
        model.open_edition(edition, None);
        let header = rows(&drawn(&model, &Theme::PLAIN))[0].clone();
        let header = header.trim().strip_prefix("S ").unwrap().trim();
        let detail = header.split("  ").next().unwrap();
        assert_eq!(detail, expected);
    }
}

#[test]
fn the_date_over_results_is_shortened_rather_than_cut() {
    let source = "title = 'T'\ndate = 2026-11-25\n[[story]]\nheadline = 'A tide'\n";
    let editions = vec![Arc::new(Edition::parse("a".into(), source))];
    let chunks = roundup::search::fold_editions(&editions);
    let archive = Archive::default().with(editions);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x24"));
    update(&mut model, Msg::Folded(chunks));
    press(&mut model, "/tide<Enter>");
    let rows = rows(&drawn(&model, &Theme::PLAIN));
    let date = |row: &&String| row.trim_start().starts_with("Wed");
    let row = rows.iter().skip(3).find(date).unwrap();
    assert!(row.trim_start().starts_with("Wed 25 Nov 2026"), "{row}");
}

#[test]
fn a_query_that_was_understood_in_part_says_so_when_it_is_kept() {
    let mut model = model(size("80x24"));
    press(&mut model, "/tide since:<Enter>");
    let notice = model.session.notice.clone().unwrap();
    assert!(notice.contains("since:"), "{}", &*notice);
}

#[test]
fn an_empty_search_says_why_it_is_closed() {
    let mut model = model(size("80x24"));
    press(&mut model, "/<Enter>");
    assert_eq!(
        &**model.session.notice.as_ref().unwrap(),
        "Nothing was typed to search for"
    );
    assert!(model.search().is_none());
}

#[test]
fn the_strip_after_g_fits_a_narrow_window() {
    let mut model = model(size("20x8"));
    press(&mut model, "g");
    let rows = rows(&drawn(&model, &Theme::PLAIN));
    for place in [
        "g top",
        "m Money",
        "w Weather",
        "l Letters",
        "c Corrections",
        "1–4 by number",
        "esc stay",
    ] {
        assert!(
            rows.iter().any(|row| row.contains(place)),
            "{place}: {rows:#?}"
        );
    }
}

#[test]
fn a_greeting_hides_no_keys_and_comes_once() {
    for at in ["80x24", "60x20", "60x10"] {
        let mut model = model(size(at));
        let keys = rows(&drawn(&model, &Theme::PLAIN)).pop();
        let greeting = "Samples. To begin: roundup sources add https://…, then roundup fetch";
        update(&mut model, Msg::Greeted(greeting.to_owned()));
        let greeted = rows(&drawn(&model, &Theme::PLAIN));
        let [.., line, last] = &greeted[..] else {
            panic!("{at}")
        };
        assert!(
            line.starts_with(" Samples. To") && line.trim_end().ends_with("fetch"),
            "{line}"
        );
        assert_eq!(Some(last), keys.as_ref());
        press(&mut model, "j");
        assert!(
            !rows(&drawn(&model, &Theme::PLAIN))
                .iter()
                .any(|row| row.contains("Sample"))
        );
    }
}

/// Tables, footnotes, task lists and what else is read beyond CommonMark.
#[test]
fn markup_screens() {
    let source = include_str!("markup/2026-11-25.toml");
    for at in ["120x40", "80x24", "60x20"] {
        for (name, pressed) in [
            ("table", "<Enter>"),
            ("table_wrapped", "<Enter><Space>"),
            ("markup_end", "<Enter>G"),
            ("table_matches", "/northern<Enter><Enter>"),
            ("table_records", "J<Enter>G"),
        ] {
            let edition = vec![Arc::new(Edition::parse("2026-11-25.toml".into(), source))];
            let folded = fold_editions(&edition);
            let archive = Archive::default().with(edition);
            let mut model = Model::new(archive, 1, Marks::default(), size(at));
            answered(&mut model, Msg::Folded(folded));
            press(&mut model, pressed);
            compare(name, pressed, at, &screen(&model, &Theme::COLOURED));
        }
    }
}

/// Wherever a page of a table begins, it begins there again when the width has changed and come back.
#[test]
fn a_table_keeps_its_place_at_any_width() {
    let (_, stories) = include_str!("markup/2026-11-25.toml")
        .split_once("[[story]]")
        .unwrap();
    let source = format!("title = \"T\"\ndate = 2026-11-25\n[[story]]{stories}");
    let edition = vec![Arc::new(Edition::parse("2026-11-25.toml".into(), &source))];
    let archive = Archive::default().with(edition);
    let mut model = Model::new(archive, 1, Marks::default(), size("80x12"));
    press(&mut model, "<Enter>");
    for line in 0..60 {
        let before = rows(&drawn(&model, &Theme::COLOURED));
        for at in ["120x12", "40x12", "28x12", "80x12"] {
            update(&mut model, Msg::Resized(size(at)));
        }
        let after = rows(&drawn(&model, &Theme::COLOURED));
        assert_eq!(after, before, "line {line}");
        press(&mut model, "j");
    }
}
