//! How states look: whether each can be told from every other in every theme, with as many colours as a terminal
//! may have and with none; and whether all text can be read. What is compared are the cells of drawn screens.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;

use std::collections::BTreeMap;

use common::{answered, drawn, press, rows, size};
use jiff::civil::date;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::{Environment, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::briefing::without_link;
use roundup::config::palette::{Colour, Depth, Palette, contrast};
use roundup::config::{Configuration, themes};
use roundup::marks::Marks;
use roundup::search::fold_editions;
use roundup::ui::theme::Theme;

const DEPTHS: [Depth; 3] = [Depth::Sixteen, Depth::Two56, Depth::True];

/// Every built-in theme, with its name.
fn palettes() -> Vec<(String, Palette)> {
    let themes = Configuration::default().themes();
    themes
        .into_iter()
        .map(|theme| (theme.name, theme.palette))
        .collect()
}

/// An edition with everything that looks different from other text, one before it, and a broken one.
fn editions() -> Vec<std::sync::Arc<Edition>> {
    let long = "More words to scroll through. ".repeat(400);
    let source = format!(
        "title = 'Looks'\ndate = 2031-04-02\n[[story]]\nheadline = 'Plain headline'\n\
         summary = 'A standfirst.'\nbyline = 'By someone'\nbody = '''\n# A heading\n\nRunning words with *stress*, \
         **strength**, `code`, ~~mistakes~~ and [a linked word](https://example.org).\n\n> Quoted words.\n\n\
         | Name | Figure |\n|---|---:|\n| Cell | 1 |\n\nThe needle and the needle.\n'''\n\
         [[section]]\ntitle = 'Section title'\n[[section.story]]\nheadline = 'Saved headline'\nbody = 'Short.'\n\
         [[section.story]]\nheadline = 'Begun headline'\nbody = '{long}'\n\
         [[section.story]]\nheadline = 'Read headline'\nbody = 'Short.'\n"
    );
    let before =
        "title = 'Before'\ndate = 2031-03-03\n[[story]]\nheadline = 'Old'\nbody = 'needle'\n";
    let read = "title = 'Unread'\ndate = 2031-03-04\n[[story]]\nheadline = 'Older'\n";
    let named = [
        ("2031-04-02.toml", source.as_str()),
        ("2031-03-04.toml", read),
        ("2031-03-03.toml", before),
        ("2031-03-02.toml", "title = "),
    ];
    let edition = |(name, source): (&str, &str)| Edition::parse(name.into(), source).into();
    named.map(edition).to_vec()
}

/// A model of them in which one story is saved, one begun and one read.
fn model(at: &str) -> Model {
    let editions = editions();
    let (found, chunks) = (editions.len(), fold_editions(&editions));
    let archive = Archive::default().with(editions);
    let environment = Environment::from(size(at));
    let mut model = Model::new(archive, found, Marks::default(), environment);
    update(&mut model, Msg::DayBegan(date(2031, 4, 1)));
    update(&mut model, Msg::Folded(chunks));
    press(&mut model, "JsJ<Enter><PgDn>hJmKKK{m}");
    model.session.notice = None;
    model
}

/// The cells of `text` where it is first drawn at or right of a column.
#[track_caller]
fn find(buffer: &Buffer, text: &str, from: u16) -> Vec<Cell> {
    let width = buffer.area.width;
    for y in 0..buffer.area.height {
        let cells: Vec<_> = (from..width).map(|x| buffer[(x, y)].clone()).collect();
        let row: String = cells
            .iter()
            .map(|cell| without_link(cell.symbol()))
            .collect();
        if let Some(at) = row.find(text) {
            let start = row[..at].chars().count();
            return cells[start..start + text.chars().count()].to_vec();
        }
    }
    panic!("{text} is not drawn:\n{}", rows(buffer).join("\n"));
}

/// How cells look, apart from their letters: symbols that are no letters, attributes, colours.
fn look(cells: &[Cell], colours: bool) -> String {
    let cell = &cells[0];
    let symbol = cell
        .symbol()
        .chars()
        .next()
        .filter(|c| !c.is_alphanumeric());
    let modifier = cell.modifier;
    let colours = if colours {
        format!("{:?} on {:?}", cell.fg, cell.bg)
    } else {
        String::new()
    };
    format!("{symbol:?} {modifier:?} {colours}")
}

/// The states that there are, each by the first cell that shows it, in groups of which every member must differ
/// from every other.
fn states(theme: &Theme) -> Vec<BTreeMap<&'static str, Vec<Cell>>> {
    let list_right = 45;
    let mut page = model("130x40");
    let edition = drawn(&page, theme);
    let symbol = |headline: &str| {
        // The star and the symbol are the two columns before the headline.
        let row = rows(&edition)
            .iter()
            .position(|row| row.contains(headline))
            .unwrap();
        let y = u16::try_from(row).unwrap();
        let (star, state) = (edition[(2, y)].clone(), edition[(3, y)].clone());
        if star.symbol() == " " {
            vec![state]
        } else {
            vec![star]
        }
    };
    let marks = BTreeMap::from([
        ("unread", symbol("Plain headline")),
        ("saved", symbol("Saved headline")),
        ("begun", symbol("Begun headline")),
        ("read", symbol("Read headline")),
    ]);
    let bar = |buffer: &Buffer| find(buffer, "▌", 0);
    press(&mut page, "<Enter>");
    let article = drawn(&page, theme);
    let bars = BTreeMap::from([
        ("selected, list focused", bar(&edition)),
        ("selected, article focused", bar(&article)),
    ]);
    press(&mut page, "h/needle<Enter>");
    let matches = drawn(&page, theme);
    let needles = find(&matches, "needle and the needle", list_right);
    let mut selecting = model("130x40");
    let cell = |buffer: &Buffer, text: &str| {
        let row = rows(buffer)
            .iter()
            .position(|row| row.contains(text))
            .unwrap();
        let at = rows(buffer)[row]
            .split(text)
            .next()
            .unwrap()
            .chars()
            .count();
        ratatui::layout::Position::new(at.try_into().unwrap(), row.try_into().unwrap())
    };
    let at = cell(&edition, "Running words");
    for gesture in [Gesture::Press(Clicks::One), Gesture::Drag { reports: 1 }] {
        let moved = u16::from(matches!(gesture, Gesture::Drag { .. })) * 7;
        let cell = ratatui::layout::Position::new(at.x + moved, at.y);
        answered(&mut selecting, Msg::Mouse(Mouse { cell, gesture }));
    }
    let selection = drawn(&selecting, theme);
    let text = BTreeMap::from([
        ("running text", find(&edition, "Running words", list_right)),
        ("a link", find(&edition, "linked", list_right)),
        ("a match", needles[15..].to_vec()),
        ("the match gone to", needles.clone()),
        ("stress", find(&edition, "stress", list_right)),
        ("strength", find(&edition, "strength", list_right)),
        ("mistakes", find(&edition, "mistakes", list_right)),
    ]);
    // Nobody selects text while a match is shown in the same way.
    let selected = BTreeMap::from([
        ("running text", find(&edition, "Running words", list_right)),
        ("a link", find(&edition, "linked", list_right)),
        (
            "selected text",
            find(&selection, "Running words", list_right),
        ),
    ]);
    let mut other = model("130x40");
    press(&mut other, "a");
    let list = drawn(&other, theme);
    press(&mut other, "<Tab>");
    let year = drawn(&other, theme);
    // 2 April, the day of the edition that is read, is selected; 1 April is today.
    let day = |buffer: &Buffer, day: &str| {
        let Some(cell) = days(buffer, &other).remove(day) else {
            panic!("{day} is not drawn:\n{}", rows(buffer).join("\n"));
        };
        vec![cell]
    };
    let calendar = BTreeMap::from([
        ("a day without an edition", day(&year, "2031-03-20")),
        ("today", day(&year, "2031-04-01")),
        ("the selected day", day(&year, "2031-04-02")),
        ("the selected day, list focused", day(&list, "2031-04-02")),
        ("a day that is unread", day(&year, "2031-03-04")),
        ("a day that is read", day(&year, "2031-03-03")),
        ("a day that cannot be read", day(&year, "2031-03-02")),
    ]);
    let mut faulty = model("130x40");
    press(&mut faulty, "!");
    let faults = drawn(&faulty, theme);
    let excerpt = BTreeMap::from([
        ("an excerpt", find(&faults, "title =", list_right)),
        ("its caret", find(&faults, "^", list_right)),
    ]);
    let mut told = model("130x40");
    let hints = drawn(&told, theme);
    update(&mut told, Msg::Noticed("Something happened".to_owned()));
    let notice = drawn(&told, theme);
    let last_line = BTreeMap::from([
        ("what a key does", find(&hints, "read on", 0)),
        ("a notice", find(&notice, "Something happened", 0)),
    ]);
    let table = BTreeMap::from([
        ("a table", find(&edition, "Name", list_right)),
        ("its cells", find(&edition, "Cell", list_right)),
    ]);
    let headlines = BTreeMap::from([
        ("an unread headline", find(&edition, "Begun headline", 0)),
        ("a read headline", find(&edition, "Read headline", 0)),
    ]);
    vec![
        marks, bars, text, selected, calendar, excerpt, last_line, table, headlines,
    ]
}

/// The cells of the days of the year, by their dates.
fn days(buffer: &Buffer, model: &Model) -> BTreeMap<String, Cell> {
    let roundup::app::screens::AnyScreen::Archive(archive) = model.screens.top() else {
        panic!("the archive is on top");
    };
    let year = archive.calendar.as_ref().unwrap();
    let all = date(2031, 1, 1).series(jiff::Span::new().days(1)).take(365);
    let cell = |day| {
        let at = year.cell(day)?;
        Some((day.to_string(), buffer[(at.x, at.y)].clone()))
    };
    all.filter_map(cell).collect()
}

#[track_caller]
fn check_told_apart(theme: &Theme, colours: bool, what: &str) {
    for group in states(theme) {
        let looks: Vec<_> = group
            .iter()
            .map(|(name, cells)| (name, look(cells, colours)))
            .collect();
        for (at, (name, one)) in looks.iter().enumerate() {
            for (other_name, other) in &looks[at + 1..] {
                assert_ne!(one, other, "{what}: {name} looks like {other_name}");
            }
        }
    }
}

#[test]
fn every_state_can_be_told_from_every_other_in_every_theme_and_depth() {
    for (name, palette) in palettes() {
        for depth in DEPTHS {
            let theme = Theme::new(palette.reduced_to(depth));
            check_told_apart(&theme, true, &format!("{name}, {depth:?}"));
        }
    }
}

#[test]
fn every_state_can_be_told_from_every_other_without_any_colour() {
    check_told_apart(&Theme::PLAIN, false, "NO_COLOR");
}

/// The colour of a cell as xterm shows it; `None` for the terminal's own.
fn colour(colour: Color) -> Option<Colour> {
    Some(match colour {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => Colour::Rgb(red, green, blue),
        Color::Indexed(number) => Colour::Indexed(number),
        Color::Black => Colour::Black,
        Color::Red => Colour::Red,
        Color::Green => Colour::Green,
        Color::Yellow => Colour::Yellow,
        Color::Blue => Colour::Blue,
        Color::Magenta => Colour::Magenta,
        Color::Cyan => Colour::Cyan,
        Color::Gray => Colour::White,
        Color::DarkGray => Colour::BrightBlack,
        Color::LightRed => Colour::BrightRed,
        Color::LightGreen => Colour::BrightGreen,
        Color::LightYellow => Colour::BrightYellow,
        Color::LightBlue => Colour::BrightBlue,
        Color::LightMagenta => Colour::BrightMagenta,
        Color::LightCyan => Colour::BrightCyan,
        Color::White => Colour::BrightWhite,
    })
}

/// Screens on which everything can be seen, with the keys that lead there.
const SCREENS: [&str; 14] = [
    "",
    "<Enter>",
    "z",
    "/needle<Enter>",
    "/zzz",
    "/",
    "a",
    "a<Tab>",
    "!",
    "o",
    "?",
    "g",
    "T",
    "G<Enter>G<Space>",
];

#[test]
fn all_text_can_be_read_in_every_theme_with_a_background() {
    for (name, palette) in palettes() {
        let least = if name == "contrast" { 7.0 } else { 4.5 };
        for depth in [Depth::Two56, Depth::True] {
            let palette = palette.reduced_to(depth);
            if palette.text.background.is_none() {
                continue;
            }
            let theme = Theme::new(palette);
            for keys in SCREENS {
                let mut models = [model("110x34"), common::model(size("110x34"))];
                for model in &mut models {
                    press(model, keys);
                }
                let buffers = models.map(|model| drawn(&model, &theme));
                let cells = buffers.iter().flat_map(|buffer| &buffer.content);
                // The cells that a wide character covers are not drawn.
                let is_drawn = |cell: &&Cell| !cell.symbol().trim().is_empty();
                for cell in cells.filter(is_drawn) {
                    let (text, behind) = (colour(cell.fg).unwrap(), colour(cell.bg).unwrap());
                    let contrast = contrast(text, behind);
                    assert!(
                        contrast >= least,
                        "{name}, {depth:?}, {keys}: {:?} {contrast:.2}",
                        cell
                    );
                    // The selected day of a year without the focus has to differ from the one with it.
                    let is_day = cell.modifier.contains(Modifier::REVERSED);
                    let dim = cell.modifier.contains(Modifier::DIM);
                    assert!(!dim || is_day, "{name}, {keys}: {cell:?} is dimmed further");
                }
            }
        }
    }
}

#[test]
fn the_sixteen_colours_are_never_drawn_on_one_that_hides_them() {
    // On its own background, which is not known, the theme `terminal` has the terminal's own colours.
    let theme = Theme::COLOURED;
    for keys in SCREENS {
        let mut model = model("110x34");
        press(&mut model, keys);
        for cell in &drawn(&model, &theme).content {
            if let Some(behind) = colour(cell.bg) {
                let text = colour(cell.fg).unwrap();
                assert!(contrast(text, behind) >= 7.0, "{keys}: {cell:?}");
            }
        }
    }
    assert!(themes::is_built_in(themes::DEFAULT));
}
