//! The keys that lead back: what each closes, and what is said where nothing is open.

use roundup::app::{Abilities, Model, Msg};
use roundup::config::Configuration;
use roundup::text::DisplayText;
use roundup::ui::theme::Theme;

use crate::common::{answered, drawn, model, press, rows, size};
use crate::notice::notice;

fn last_line(model: &Model) -> String {
    rows(&drawn(model, &Theme::PLAIN)).pop().unwrap()
}

/// Sets keys.
fn bind(model: &mut Model, keys: &str) {
    let label = DisplayText::line("config.toml");
    let text = format!("[keys]\n{keys}\n");
    let configuration = Configuration::new(label, Some(Ok(text.into_bytes())), Vec::new());
    let message = Msg::ConfigurationRead {
        configuration: Box::new(configuration),
        abilities: Abilities::default(),
        asked: false,
    };
    answered(model, message);
    model.session.notice = None;
}

#[test]
fn in_one_pane_each_key_back_goes_from_a_result_to_the_results_and_then_out_of_them() {
    for (size_of, one_pane) in [("60x20", ""), ("110x34", "||")] {
        for key in ["q", "<Esc>"] {
            let mut model = model(size(size_of));
            press(&mut model, one_pane);
            press(&mut model, "/tide<Enter><Enter>");
            assert!(model.panes().shows_article, "{size_of} {key}");
            press(&mut model, key);
            assert!(model.search().is_some(), "{size_of} {key}");
            assert!(model.panes().shows_list, "{size_of} {key}");
            press(&mut model, key);
            assert!(model.search().is_none(), "{size_of} {key}");
        }
    }
}

#[test]
fn in_two_panes_q_closes_the_results_from_the_article_too() {
    let mut model = model(size("110x34"));
    press(&mut model, "/tide<Enter><Enter>q");
    assert!(model.search().is_none());
}

#[test]
fn esc_where_nothing_is_open_names_the_key_that_goes_back() {
    for (at, keys, expected) in [
        ("80x24", "", "There is nothing to close; q quits"),
        ("80x24", "j", "There is nothing to close; q quits"),
        (
            "80x24",
            "G",
            "There is nothing to close; Ctrl-o goes back, q quits",
        ),
        ("80x24", "G<C-o>", "There is nothing to close; q quits"),
        (
            "80x24",
            "{",
            "There is nothing to close; Ctrl-o goes back to Wed 2 Apr 2031, q quits",
        ),
        (
            "60x20",
            "{",
            "There is nothing to close; Ctrl-o goes back, q quits",
        ),
        (
            "80x24",
            "/tide<Enter><Enter>q",
            "There is nothing to close; Ctrl-o goes back to the results, q quits",
        ),
    ] {
        let mut model = model(size(at));
        press(&mut model, keys);
        model.session.notice = None;
        press(&mut model, "<Esc>");
        assert_eq!(notice(&model), expected, "{at} {keys}");
    }
}

#[test]
fn esc_names_the_keys_that_the_user_has_bound() {
    for (keys, expected) in [
        (
            "\"f4\" = \"jump-back\"\n\"ctrl-o\" = \"none\"\n\"backspace\" = \"none\"",
            "There is nothing to close; F4 goes back, q quits",
        ),
        (
            "\"q\" = \"none\"",
            "There is nothing to close; Ctrl-o goes back, :close quits",
        ),
    ] {
        let mut model = model(size("80x24"));
        bind(&mut model, keys);
        press(&mut model, "G<Esc>");
        assert_eq!(notice(&model), expected, "{keys}");
    }
}

#[test]
fn the_last_line_names_the_way_back_to_results_that_esc_has_closed() {
    for at in ["110x34", "80x24", "60x20"] {
        let mut model = model(size(at));
        press(&mut model, "/tide<Enter><Enter><Esc>");
        if model.search().is_some() {
            press(&mut model, "<Esc>");
        }
        assert!(model.search().is_none(), "{at}");
        let line = last_line(&model);
        assert!(line.contains("Ctrl-o back"), "{at}: {line}");
        press(&mut model, "<C-o>");
        assert!(model.search().is_some(), "{at}");
    }
    // Where none of them was gone to, nothing leads back to them.
    let mut model = model(size("110x34"));
    press(&mut model, "/tide<Enter><Esc>");
    let line = last_line(&model);
    assert!(!line.contains("Ctrl-o"), "{line}");
}
