//! Whoever is reading sees the article in whatever window there is.

use roundup::app::{Model, Msg, update_and_read as update};

use crate::common::{model, press, size};
use crate::notice::notice;

fn resize(model: &mut Model, to: &str) {
    update(model, Msg::Resized(size(to)));
}

#[test]
fn what_is_read_stays_in_view_in_a_window_for_one_pane() {
    for (keys, shows_article) in [
        ("<Space>", true),
        ("<Space><Space><Space>", true),
        ("jj<Space>", true),
        ("<Space>m", true),
        ("", false),
        ("<Space>j", false),
        ("<Space>J", false),
        ("<Space>]", false),
        ("<Enter>d<Tab>", true),
        ("<Enter>dh", false),
        ("/the<Enter><Space>", true),
        ("/the<Enter><Space>j", false),
        ("/the", false),
        ("/the<Enter>n", true),
        ("/the<Enter>nN", true),
        ("/the<Enter>nj", false),
        ("/the<Enter>nJ", false),
    ] {
        let mut model = model(size("80x24"));
        press(&mut model, keys);
        let row = |model: &Model| {
            let search = model.search().map(|search| search.split.article.anchor());
            search.unwrap_or(model.edition().split.article.anchor())
        };
        let before = row(&model);
        resize(&mut model, "60x20");
        assert_eq!(model.panes().shows_article, shows_article, "{keys}");
        assert_eq!(row(&model), before, "{keys}");
        // In a wider window again, the list has the focus as before.
        resize(&mut model, "80x24");
        let selected = model.edition().split.selected();
        press(&mut model, "j");
        let has_moved = model.edition().split.selected() > selected;
        assert_eq!(has_moved, model.search().is_none(), "{keys}");
    }
}

#[test]
fn what_is_said_of_where_the_text_stands_goes_when_the_window_changes() {
    for (keys, said) in [
        ("<Enter>Gj", "This is the end; space reads on"),
        ("<Enter>ggk", "This is the top"),
        ("Gj", "This is the last story; { goes to the edition before"),
    ] {
        let mut model = model(size("80x24"));
        press(&mut model, keys);
        assert_eq!(notice(&model), said, "{keys}");
        resize(&mut model, "80x24");
        assert_eq!(notice(&model), said, "{keys}");
        resize(&mut model, "80x14");
        assert_eq!(notice(&model), "", "{keys}");
    }
    // Others stay.
    for keys in ["s", "<Esc>", "<Enter>Gjs"] {
        let mut model = model(size("80x24"));
        model.session.notice = None;
        press(&mut model, keys);
        let said = notice(&model).to_owned();
        resize(&mut model, "80x14");
        assert_ne!(notice(&model), "", "{keys}");
        assert_eq!(notice(&model), said, "{keys}");
    }
}

#[test]
fn what_is_read_stays_in_view_when_a_key_asks_for_one_pane() {
    let mut model = model(size("110x34"));
    press(&mut model, "<Space>||");
    let panes = model.panes();
    assert!(panes.shows_article && !panes.shows_list);
}
