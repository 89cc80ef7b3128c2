//! How states look: whether each can be told from every other in every theme, with as many colours as a terminal
//! may have and with none; and whether all text can be read. What is compared are the cells of drawn screens.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;

use std::collections::BTreeMap;

use common::{answered, drawn, press, rows, size};
use jiff::Span;
use jiff::civil::{Date, date};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::screens::AnyScreen;
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
    let Position { x, y } = position(buffer, text, from);
    let end = x + u16::try_from(text.chars().count()).unwrap();
    (x..end).map(|x| buffer[(x, y)].clone()).collect()
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

/// States, each by the first cell that shows it. Every one must differ from every other.
type States = BTreeMap<&'static str, Vec<Cell>>;

const SIZE: &str = "130x40";
/// A column in the pane of the article.
const ARTICLE: u16 = 45;

/// All states, in groups of those that can be on the screen together.
fn states(theme: &Theme) -> Vec<States> {
    [
        of_stories(theme),
        of_text(theme),
        vec![of_days(theme)],
        of_other_parts(theme),
    ]
    .concat()
}

/// The states of stories in a list.
fn of_stories(theme: &Theme) -> Vec<States> {
    let mut page = model(SIZE);
    let edition = drawn(&page, theme);
    let symbol = |headline: &str| {
        // The star and the symbol are the two columns before the headline.
        let y = position(&edition, headline, 0).y;
        let [star, state] = [2, 3].map(|x| edition[(x, y)].clone());
        vec![if star.symbol() == " " { state } else { star }]
    };
    let marks = BTreeMap::from([
        ("unread", symbol("Plain headline")),
        ("saved", symbol("Saved headline")),
        ("begun", symbol("Begun headline")),
        ("read", symbol("Read headline")),
    ]);
    let headlines = BTreeMap::from([
        ("an unread headline", find(&edition, "Begun headline", 0)),
        ("a read headline", find(&edition, "Read headline", 0)),
    ]);
    press(&mut page, "<Enter>");
    let article = drawn(&page, theme);
    let bars = BTreeMap::from([
        ("selected, list focused", find(&edition, "▌", 0)),
        ("selected, article focused", find(&article, "▌", 0)),
    ]);
    vec![marks, headlines, bars]
}

/// The states of text in an article.
fn of_text(theme: &Theme) -> Vec<States> {
    let edition = drawn(&model(SIZE), theme);
    let of_edition = |text| find(&edition, text, ARTICLE);
    let matches = searched("needle<Enter>", theme);
    let needles = find(&matches, "needle and the needle", ARTICLE);
    let text = BTreeMap::from([
        ("running text", of_edition("Running words")),
        ("a heading", of_edition("A heading")),
        ("a link", of_edition("linked")),
        ("a match", needles[15..].to_vec()),
        ("the match gone to", needles),
        ("selected text", selected("Running words", theme)),
        ("stress", of_edition("stress")),
        ("mistakes", of_edition("mistakes")),
    ]);
    let table = BTreeMap::from([
        ("a table", of_edition("Name")),
        ("its cells", of_edition("Cell")),
    ]);
    [vec![text, table], of_highlights(theme)].concat()
}

/// The states of text that is found or selected, in every kind of text. Each must differ from that text too.
fn of_highlights(theme: &Theme) -> Vec<States> {
    let edition = drawn(&model(SIZE), theme);
    let words = [
        "Plain",
        "standfirst",
        "heading",
        "Running",
        "stress",
        "strength",
        "linked",
        "Quoted",
        "Cell",
    ];
    let in_article = words.map(|word| {
        // The header repeats what was typed, which is not what is meant here.
        let typed = word.to_uppercase();
        let gone_to = searched(&format!("{typed} needle<Enter>"), theme);
        let gone_on = searched(&format!("{typed} needle<Enter>n"), theme);
        let [text, gone_to, matched] =
            [&edition, &gone_to, &gone_on].map(|buffer| find(buffer, word, ARTICLE));
        BTreeMap::from([
            ("the text", text),
            ("a match", matched),
            ("the match gone to", gone_to),
            ("selected text", selected(word, theme)),
        ])
    });
    let list = searched("headline<Enter>", theme);
    let lower = searched("headline<Enter>j", theme);
    let headlines = [
        (&list, "Plain "), // unread and selected
        (&lower, "Plain "),
        (&list, "Read "),
        (&lower, "Saved "),
    ];
    let in_headlines = headlines.map(|(buffer, word)| {
        let cells = find(buffer, &format!("{word}headline"), 0);
        let (text, matched) = cells.split_at(word.len());
        BTreeMap::from([("the text", text.to_vec()), ("a match", matched.to_vec())])
    });
    let snippet = find(&searched("needle<Enter>", theme), "The needle", 0);
    let (text, matched) = snippet.split_at("The ".len());
    let in_snippet = BTreeMap::from([("the text", text.to_vec()), ("a match", matched.to_vec())]);
    [in_article.to_vec(), in_headlines.to_vec(), vec![in_snippet]].concat()
}

/// The screen after a search with these keys.
fn searched(keys: &str, theme: &Theme) -> Buffer {
    let mut searching = model(SIZE);
    press(&mut searching, &format!("/{keys}"));
    drawn(&searching, theme)
}

/// The cells of a text in the article while it is selected with the mouse.
fn selected(text: &str, theme: &Theme) -> Vec<Cell> {
    let mut selecting = model(SIZE);
    let buffer = drawn(&selecting, theme);
    let from = position(&buffer, text, ARTICLE);
    let end = u16::try_from(text.chars().count()).unwrap();
    for (moved, gesture) in [
        (0, Gesture::Press(Clicks::One)),
        (end, Gesture::Drag { reports: 1 }),
    ] {
        let cell = Position::new(from.x + moved, from.y);
        answered(&mut selecting, Msg::Mouse(Mouse { cell, gesture }));
    }
    find(&drawn(&selecting, theme), text, ARTICLE)
}

/// The states of days in the archive's year. 2 April, the day of the edition that is read, is selected; 1 April
/// is today.
fn of_days(theme: &Theme) -> States {
    let mut archive = model(SIZE);
    press(&mut archive, "a");
    let mut list = days(&archive, theme);
    press(&mut archive, "<Tab>");
    let mut year = days(&archive, theme);
    let mut of_year = |day: &str| vec![year.remove(day).unwrap()];
    BTreeMap::from([
        ("a day without an edition", of_year("2031-03-20")),
        ("today", of_year("2031-04-01")),
        ("the selected day", of_year("2031-04-02")),
        (
            "the selected day, list focused",
            vec![list.remove("2031-04-02").unwrap()],
        ),
        ("a day that is unread", of_year("2031-03-04")),
        ("a day that is read", of_year("2031-03-03")),
        ("a day that cannot be read", of_year("2031-03-02")),
    ])
}

/// The states of faults and of the last line.
fn of_other_parts(theme: &Theme) -> Vec<States> {
    let mut faulty = model(SIZE);
    press(&mut faulty, "!");
    let listed = drawn(&faulty, theme);
    let excerpt = BTreeMap::from([
        ("an excerpt", find(&listed, "title =", ARTICLE)),
        ("its caret", find(&listed, "^", ARTICLE)),
    ]);
    let mut told = model(SIZE);
    let hints = drawn(&told, theme);
    update(&mut told, Msg::Noticed("Something happened".to_owned()));
    let notice = drawn(&told, theme);
    let last_line = BTreeMap::from([
        ("what a key does", find(&hints, "read on", 0)),
        ("a notice", find(&notice, "Something happened", 0)),
    ]);
    vec![excerpt, last_line]
}

/// Where `text` is first drawn at or right of a column.
#[track_caller]
fn position(buffer: &Buffer, text: &str, from: u16) -> Position {
    let width = buffer.area.width;
    for y in 0..buffer.area.height {
        let cells = (from..width).map(|x| without_link(buffer[(x, y)].symbol()));
        let row: String = cells.collect();
        if let Some(at) = row.find(text) {
            let before = row[..at].chars().count();
            return Position::new(from + u16::try_from(before).unwrap(), y);
        }
    }
    panic!("{text} is not drawn:\n{}", rows(buffer).join("\n"));
}

/// The cells of the days of the year, by their dates.
fn days(model: &Model, theme: &Theme) -> BTreeMap<String, Cell> {
    let AnyScreen::Archive(archive) = model.screens.top() else {
        panic!("the archive is not on top");
    };
    let (buffer, year) = (drawn(model, theme), archive.calendar.as_ref().unwrap());
    let all = date(2031, 1, 1).series(Span::new().days(1)).take(365);
    let cell = |day: Date| Some((day.to_string(), buffer[year.cell(day)?].clone()));
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
    // Nobody knows which colours the sixteen are, or whether they differ from that of the text.
    check_told_apart(&Theme::COLOURED, false, "terminal");
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
                        "{name}, {depth:?}, {keys}: {cell:?} {contrast:.2}"
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
