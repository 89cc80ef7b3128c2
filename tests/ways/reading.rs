//! Whoever is reading sees the article in whatever window there is.

use roundup::app::{Model, Msg, update_and_read as update};

use crate::common::{model, press, size};

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
fn what_is_read_stays_in_view_when_a_key_asks_for_one_pane() {
    let mut model = model(size("110x34"));
    press(&mut model, "<Space>||");
    let panes = model.panes();
    assert!(panes.shows_article && !panes.shows_list);
}
