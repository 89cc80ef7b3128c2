//! Opening and copying links: what the keys ask the runtime for, and what is on the screen meanwhile.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod common;
#[path = "common/notice.rs"]
mod notice;
#[path = "common/stored.rs"]
mod stored;

use std::fmt::Write as _;
use std::sync::Arc;

use common::{drawn, keys, rows, size};
use notice::notice;
use ratatui::buffer::CellDiffOption;
use roundup::app::screens::AnyScreen;
use roundup::app::{
    Abilities, Clipboard, Effect, Environment, Model, Msg, Outcome, update_and_read as update,
};
use roundup::archive::{Archive, Edition};
use roundup::briefing::without_link;
use roundup::keymap::{Key, Mode};
use roundup::marks::Marks;
use roundup::text::{DisplayText, width};
use roundup::ui::theme::Theme;
use stored::{SIZES, check, compare, screen};

/// Stories with every kind of link: each story's body, and its own link.
const STORIES: [(&str, &str); 7] = [
    (
        "See [the letters](https://two.example/letters), [the *report*](https://user@three.example:81/r?q=1) \
         and https://four.example/a, write to <five@example.org>, or [start over](https://own.example/story).",
        "https://own.example/story",
    ),
    ("Nothing more.", "https://one.example/story"),
    ("Nothing more.", ""),
    ("Nothing more.", "ftp://one.example/story"),
    (
        "[Two](https://two.example) [three](https://three.example)",
        "",
    ),
    ("[One](https://one.example) only.", ""),
    (
        "Nothing more.",
        "https://long.example/an/address/that/does/not/fit/into/the/last/line/of/any/terminal/of/the/usual/width/and/still/goes/on",
    ),
];

fn edition(stories: &[(&str, &str)]) -> Arc<Edition> {
    let mut source = "title = 'Links'\ndate = 2031-04-02\nsource = 'Harbour Roundup'\n".to_owned();
    for (number, (body, link)) in stories.iter().enumerate() {
        let _ = write!(
            source,
            "[[story]]\nheadline = 'Story {number}'\nlink = '{link}'\nbody = '''\n{body}'''\n"
        );
    }
    Arc::new(Edition::parse("2031-04-02.toml".into(), &source))
}

/// A model of [`STORIES`] with the story `number` open.
fn model(number: usize, columns: &str, abilities: Abilities) -> Model {
    let environment = Environment {
        abilities,
        ..Environment::from(size(columns))
    };
    let archive = Archive::default().with(vec![edition(&STORIES)]);
    let mut model = Model::new(archive, 1, Marks::default(), environment);
    pressed(&mut model, &"J".repeat(number));
    model
}

/// What the keys ask the runtime to open and to copy.
fn pressed(model: &mut Model, text: &str) -> Vec<String> {
    let mut asked = Vec::new();
    for key in keys(text) {
        for effect in update(model, Msg::KeyPressed(key)) {
            match effect {
                Effect::Open(address) => asked.push(format!("open {address}")),
                Effect::Copy(text) => asked.push(format!("copy {text}")),
                _ => {}
            }
        }
    }
    asked
}

/// Story, keys, what the runtime is asked for, and the notice.
const KEYS: &[(usize, &str, &str, &str)] = &[
    // Where a link leads is shown before it is opened.
    (1, "o", "", ""),
    (
        1,
        "oo",
        "open https://one.example/story",
        "Opening https://one.example/story",
    ),
    (
        1,
        "y",
        "copy https://one.example/story",
        "Sent the link to the terminal’s clipboard: https://one.example/story",
    ),
    (2, "o", "", "This story has no links"),
    (2, "y", "", "This story has no links"),
    (
        3,
        "o",
        "",
        "Only http, https and mailto links are opened: ftp://one.example/story",
    ),
    // To copy does no harm.
    (
        3,
        "y",
        "copy ftp://one.example/story",
        "Sent the link to the terminal’s clipboard: ftp://one.example/story",
    ),
    (
        5,
        "o<Enter>",
        "open https://one.example",
        "Opening https://one.example",
    ),
    (
        5,
        "y",
        "copy https://one.example",
        "Sent the link to the terminal’s clipboard: https://one.example",
    ),
    // The list begins with the story's own link selected.
    (0, "o", "", ""),
    (
        0,
        "o<Enter>",
        "open https://own.example/story",
        "Opening https://own.example/story",
    ),
    (
        0,
        "oo",
        "open https://own.example/story",
        "Opening https://own.example/story",
    ),
    (
        0,
        "y",
        "copy https://own.example/story",
        "Sent the link to the terminal’s clipboard: https://own.example/story",
    ),
    (
        0,
        "o1<Enter>",
        "open https://two.example/letters",
        "Opening https://two.example/letters",
    ),
    (
        0,
        "o2l",
        "open https://user@three.example:81/r?q=1",
        "Opening https://user@three.example:81/r?q=1",
    ),
    (
        0,
        "o4y",
        "copy https://four.example/a",
        "Sent the link to the terminal’s clipboard: https://four.example/a",
    ),
    (
        0,
        "oG<Enter>",
        "open mailto:five@example.org",
        "Opening mailto:five@example.org",
    ),
    (0, "o6", "", "There is no number 6 here"),
    (0, "o0", "", "There is no number 0 here"),
    (
        0,
        "o/four<Enter>",
        "open https://four.example/a",
        "Opening https://four.example/a",
    ),
    (
        0,
        "o/report<Enter>",
        "open https://user@three.example:81/r?q=1",
        "Opening https://user@three.example:81/r?q=1",
    ),
    (
        0,
        "o/four<Esc>1<Enter>",
        "open https://two.example/letters",
        "Opening https://two.example/letters",
    ),
    (0, "o/nothing<Enter>", "", ""),
    (0, "o<Esc>", "", ""),
    // Without a link of its own, a story has several to choose from.
    (4, "y", "", "Choose a link; y copies the selected one"),
    (
        4,
        "yjy",
        "copy https://three.example",
        "Sent the link to the terminal’s clipboard: https://three.example",
    ),
    (
        6,
        "o<Enter>",
        "open https://long.example/an/address/that/does/not/fit/into/the/last/line/of/any/terminal/of/the/usual/width/and/still/goes/on",
        "Opening https://long.example/…/terminal/of/the/usual/width/and/still/goes/on",
    ),
    (
        1,
        "ao",
        "",
        "There is no story here whose link could be opened",
    ),
    (
        1,
        "?Y",
        "",
        "Y means nothing here; / and a word finds a row, enter does it, esc closes",
    ),
];

#[test]
fn keys_open_and_copy_the_links_of_a_story() {
    for &(story, keys, asked, said) in KEYS {
        let mut model = model(story, "80x24", Abilities::default());
        assert_eq!(
            pressed(&mut model, keys).join("\n"),
            asked,
            "{story} {keys}"
        );
        assert_eq!(notice(&model), said, "{story} {keys}");
    }
}

#[test]
fn links_past_the_ninth_are_chosen_by_two_digits() {
    let links: Vec<_> = (1..=23)
        .map(|n| format!("[{n}](https://{n}.example)"))
        .collect();
    let archive = Archive::default().with(vec![edition(&[(&links.join(" "), "")])]);
    for (keys, number) in [
        ("1", 1),
        ("12", 12),
        ("9", 9),
        ("91", 1),
        ("23", 23),
        ("24", 4),
        ("20", 20),
        ("1j2", 2),
    ] {
        let mut model = Model::new(archive.clone(), 1, Marks::default(), size("80x24"));
        let asked = pressed(&mut model, &format!("o{keys}<Enter>"));
        assert_eq!(asked, [format!("open https://{number}.example")], "{keys}");
    }
}

/// A model with the list of this many links open.
fn many_links(count: usize, columns: &str) -> Model {
    let links: Vec<_> = (1..=count)
        .map(|n| format!("[Link {n}](https://{n}.example)"))
        .collect();
    let archive = Archive::default().with(vec![edition(&[(&links.join(" "), "")])]);
    let mut model = Model::new(archive, 1, Marks::default(), size(columns));
    pressed(&mut model, "o");
    model
}

#[test]
fn every_letter_that_means_nothing_else_selects_a_link_past_the_ninth() {
    let letters: Vec<_> = match many_links(70, "110x34").screens.top() {
        AnyScreen::Links(links) => links.items.rows.iter().map(|row| row.letter).collect(),
        other => panic!("{other:?}"),
    };
    assert!(letters[..9].iter().all(Option::is_none));
    for letter in ('a'..='z').chain('A'..='Z') {
        let has = letters.iter().position(|&other| other == Some(letter));
        let mut model = many_links(70, "110x34");
        let action = model.session.keymap.action(Mode::Normal, Key::Char(letter));
        let outcome = action.map(|action| model.perform(action, Key::Char(letter)));
        let means = outcome.is_some_and(|outcome| outcome != Outcome::Refused);
        assert_eq!(has.is_none(), means, "{letter}: {has:?}, {outcome:?}");
        if let Some(index) = has {
            let mut model = many_links(70, "110x34");
            // The number that was begun is forgotten.
            let asked = pressed(&mut model, &format!("1{letter}<Enter>"));
            assert_eq!(asked, [format!("open https://{}.example", index + 1)]);
        }
    }
}

#[test]
fn a_letter_or_number_of_a_link_that_is_not_shown_says_how_to_see_it() {
    let mut model = many_links(23, "110x34");
    pressed(&mut model, "/nothing<Enter>");
    for (keys, said) in [
        ("c", "The letter c is not shown now; esc shows all"),
        ("2", "Number 2 is not shown now; esc shows all"),
    ] {
        pressed(&mut model, keys);
        assert_eq!(notice(&model), said);
    }
    let asked = pressed(&mut model, "<Esc>c<Enter>");
    assert_eq!(asked, ["open https://10.example"]);
}

#[test]
fn a_narrowed_list_says_how_many_links_are_left_and_opens_none_of_none() {
    let mut model = many_links(23, "110x34");
    for (keys, header, has_open) in [
        ("", "23 links", true),
        ("/zzz<Enter>", "0 of 23 links", false),
        ("<Esc>", "23 links", true),
    ] {
        pressed(&mut model, keys);
        let screen = rows(&drawn(&model, &Theme::PLAIN));
        assert!(screen.iter().any(|row| row.contains(header)), "{screen:#?}");
        let last = screen.last().unwrap();
        assert_eq!(last.contains("enter open"), has_open, "{last}");
        assert_eq!(last.contains("copy"), has_open, "{last}");
    }
}

#[test]
fn screens_of_many_links() {
    for size in SIZES {
        let mut many = many_links(23, size);
        pressed(&mut many, "f");
        compare("links_many", "of", size, &screen(&many, &Theme::COLOURED));
    }
}

/// The list has the number that the text shows.
#[test]
fn numbers_are_the_same_in_the_text_and_in_the_list() {
    let mut model = model(0, "110x34", Abilities::default());
    let text = rows(&drawn(&model, &Theme::PLAIN)).concat();
    assert!(
        text.contains("the report[2]") && text.contains("start over[3]"),
        "{text}"
    );
    pressed(&mut model, "o");
    let list = rows(&drawn(&model, &Theme::PLAIN));
    for (number, text) in [
        ("1", "the letters"),
        ("2", "the report"),
        ("3", "start over"),
        ("4", "https://four.example/a"),
        ("5", "five@example.org"),
    ] {
        let is_row = |row: &&String| row.trim_start_matches([' ', '▌']).starts_with(number);
        let row = list.iter().find(is_row).unwrap();
        assert!(row.contains(text), "{row}");
    }
}

#[test]
fn link_screens() {
    for size in SIZES {
        let mut listed = model(0, size, Abilities::default());
        pressed(&mut listed, "o2");
        compare("links", "o2", size, &screen(&listed, &Theme::COLOURED));
        let mut narrowed = model(0, size, Abilities::default());
        pressed(&mut narrowed, "o/example.org");
        compare(
            "links_narrowed",
            "o/example.org",
            size,
            &screen(&narrowed, &Theme::COLOURED),
        );
        let mut long = model(6, size, Abilities::default());
        pressed(&mut long, "o");
        compare(
            "links_long",
            "JJJJJJo",
            size,
            &screen(&long, &Theme::COLOURED),
        );
    }
    check("link_copied", "y");
}

#[test]
fn over_ssh_without_a_display_links_are_copied() {
    let abilities = Abilities {
        opens_links: false,
        ..Abilities::default()
    };
    let mut model = model(1, "110x34", abilities);
    assert_eq!(
        pressed(&mut model, "oo"),
        ["copy https://one.example/story"]
    );
    assert_eq!(
        notice(&model),
        "There is no display here. Sent the link to the terminal’s clipboard: https://one.example/story"
    );
}

#[test]
fn copying_names_the_command_or_says_why_it_cannot() {
    for (clipboard, asked, said) in [
        (
            Clipboard::Command(DisplayText::line("wl-copy")),
            &["copy https://one.example/story"][..],
            "Sent the link to wl-copy: https://one.example/story",
        ),
        (
            Clipboard::Missing(DisplayText::line("no clipboard")),
            &[],
            "Not copied, no clipboard: https://one.example/story",
        ),
    ] {
        let abilities = Abilities {
            clipboard,
            ..Abilities::default()
        };
        let mut model = model(1, "110x34", abilities);
        assert_eq!(pressed(&mut model, "y"), asked);
        assert_eq!(notice(&model), said);
    }
}

#[test]
fn the_key_that_copies_a_link_is_named_however_long_the_reason_is() {
    for (why, at, said) in [
        (
            "there is no program /nonexistent/thing",
            "60x20",
            "Not opened, there is no program /nonexistent…; y copies it",
        ),
        (
            "there is no program /nonexistent/thing",
            "80x24",
            "Not opened, there is no program /nonexistent/thing; y copies https…ple/letters",
        ),
    ] {
        let mut model = model(0, at, Abilities::default());
        let address = DisplayText::line("https://two.example/letters");
        let why = why.to_owned();
        update(&mut model, Msg::NotOpened { address, why });
        assert_eq!(notice(&model), said);
    }
}

#[test]
fn a_link_that_could_not_be_opened_can_be_copied_by_the_next_key() {
    let mut model = model(0, "80x24", Abilities::default());
    let failed = || Msg::NotOpened {
        address: DisplayText::line("https://two.example/letters"),
        why: "xdg-open failed (exit status: 3)".to_owned(),
    };
    update(&mut model, failed());
    let said = notice(&model);
    assert!(
        said.starts_with("Not opened, xdg-open failed (exit status: 3); y copies https:"),
        "{said}"
    );
    assert_eq!(
        pressed(&mut model, "y"),
        ["copy https://two.example/letters"]
    );
    update(&mut model, failed());
    assert_eq!(
        pressed(&mut model, "ky"),
        ["copy https://own.example/story"]
    );
}

#[test]
fn a_story_is_copied_as_a_quotation() {
    let source = r#"
        title = "The *long* ebb"
        date = 2031-04-02
        source = "Harbour Roundup"
        edition = "Evening"
        [[story]]
        headline = "A #1 headline"
        summary = "The standfirst."
        byline = "A. Writer"
        source = "The Port Paper"
        link = "https://own.example/story"
        body = """
One *word*.

## A heading

- an item[^1]

```
code

more
```

[^1]: A note."""
    "#;
    let edition = Edition::parse("x.toml".into(), source);
    let archive = Archive::default().with(vec![Arc::new(edition)]);
    let mut model = Model::new(archive, 1, Marks::default(), size("110x34"));
    let copied = pressed(&mut model, "Y").remove(0);
    assert_eq!(
        notice(&model),
        "Sent the story as Markdown to the terminal’s clipboard"
    );
    insta::with_settings!({
        snapshot_path => "screens",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("quotation", copied.strip_prefix("copy ").unwrap());
    });
}

#[test]
fn no_more_is_sent_to_a_terminal_than_it_takes_and_the_rest_is_reported() {
    let body = "é ".repeat(30_000);
    let archive = Archive::default().with(vec![edition(&[(&body, "")])]);
    let mut model = Model::new(archive, 1, Marks::default(), size("110x34"));
    let text = loop {
        // A long text is made ready beside the main thread.
        let effects = update(&mut model, Msg::KeyPressed(roundup::keymap::Key::Char('Y')));
        let mut more = effects.into_iter().flat_map(|effect| match effect {
            Effect::Read(request) => {
                let text = request.answer(&model.session.archive);
                update(&mut model, Msg::TextRead(text))
            }
            effect => vec![effect],
        });
        if let Some(Effect::Copy(text)) = more.find(|effect| matches!(effect, Effect::Copy(_))) {
            break text;
        }
    };
    assert!((74_990..=74_994).contains(&text.len()), "{}", text.len());
    assert_eq!(
        notice(&model),
        "Sent only 74,994 of 90,075 bytes of the story as Markdown to the terminal’s clipboard: it takes no more"
    );
}

/// A long story's links come by message, and only count if the user still waits for them.
#[test]
fn a_key_press_cancels_what_has_not_been_read_yet() {
    let body = format!("{} [Two](https://two.example)", "word ".repeat(20_000));
    let archive = Archive::default().with(vec![edition(&[(&body, "")])]);
    for (then, expected) in [("", true), ("k", false)] {
        let mut model = Model::new(archive.clone(), 1, Marks::default(), size("80x24"));
        let effects = update(&mut model, Msg::KeyPressed(roundup::keymap::Key::Char('o')));
        pressed(&mut model, then);
        for effect in effects {
            if let Effect::Read(request) = effect {
                let text = request.answer(&model.session.archive);
                update(&mut model, Msg::TextRead(text));
            }
        }
        let is_shown = matches!(model.screens.top(), AnyScreen::Links(_));
        assert_eq!(is_shown, expected, "{then}");
    }
}

fn with_hyperlinks() -> Abilities {
    Abilities {
        hyperlinks: true,
        ..Abilities::default()
    }
}

/// The cells of the screen that lead somewhere, as the address and the text of each link in a row.
fn linked(model: &Model) -> Vec<String> {
    let buffer = drawn(model, &Theme::COLOURED);
    let mut found: Vec<(String, String)> = Vec::new();
    for cell in &buffer.content {
        let (symbol, glyph) = (cell.symbol(), without_link(cell.symbol()));
        if symbol == glyph {
            assert_eq!(cell.diff_option, CellDiffOption::None);
            continue;
        }
        let (start, end) = symbol.split_once(&format!("\x1b\\{glyph}\x1b")).unwrap();
        assert_eq!(end, "]8;;\x1b\\");
        let columns = u16::try_from(width::of(glyph)).unwrap();
        let forced = CellDiffOption::ForcedWidth(columns.try_into().unwrap());
        assert_eq!(cell.diff_option, forced);
        match found.last_mut() {
            Some((last, text)) if last == start => text.push_str(glyph),
            _ => found.push((start.to_owned(), glyph.to_owned())),
        }
    }
    found
        .into_iter()
        .map(|(start, text)| format!("{} {text}", start.replace("\x1b]8;", "")))
        .collect()
}

#[test]
fn each_cell_of_a_link_is_a_hyperlink_and_a_wrapped_link_is_one() {
    let body = "[Über 東京 and on and on and on and on](https://two.example/é)[^1], https://three.example\n\n[^1]: Note.";
    let archive = Archive::default().with(vec![edition(&[(body, "https://own.example")])]);
    let environment = Environment {
        abilities: with_hyperlinks(),
        ..Environment::from(size("40x20"))
    };
    let mut model = Model::new(archive, 1, Marks::default(), environment);
    pressed(&mut model, "z");
    assert_eq!(
        linked(&model),
        [
            "id=0;https://own.example Story 0",
            "id=1;https://two.example/%C3%A9 Über 東京 and on and on and on andon[1]",
            "id=2;https://three.example https://three.example",
        ]
    );
    // What the links lead to needs no list.
    let screen = rows(&drawn(&model, &Theme::PLAIN)).concat();
    assert!(!screen.contains("source https"), "{screen}");
    pressed(&mut model, "o");
    assert!(
        linked(&model).contains(&"id=1;https://own.example Story 0https://own.example".to_owned()),
        "{:?}",
        linked(&model)
    );
}

/// Every cell repeats the address, so that a page of long ones would take megabytes.
#[test]
fn hyperlinks_add_a_bounded_number_of_bytes_to_a_frame() {
    let long = format!("https://a.example/{}", "a".repeat(1900));
    let too_long = format!("https://b.example/{}", "b".repeat(2000));
    let link = format!("[{}]({long}) [too long]({too_long})", "word ".repeat(400));
    let archive = Archive::default().with(vec![edition(&[(&link, "")])]);
    let environment = Environment {
        abilities: with_hyperlinks(),
        ..Environment::from(size("110x34"))
    };
    let model = Model::new(archive, 1, Marks::default(), environment);
    let buffer = drawn(&model, &Theme::COLOURED);
    let bytes: usize = buffer.content.iter().map(|cell| cell.symbol().len()).sum();
    assert!((100_000..150_000).contains(&bytes), "{bytes}");
    assert!(
        !buffer
            .content
            .iter()
            .any(|cell| cell.symbol().contains("b.example"))
    );
}

#[test]
fn without_hyperlinks_addresses_are_listed_and_no_cell_has_one() {
    let model = model(0, "110x34", Abilities::default());
    assert!(linked(&model).is_empty());
    let screen = rows(&drawn(&model, &Theme::PLAIN)).concat();
    assert!(
        screen.contains("[3] source https://own.example/story"),
        "{screen}"
    );
}
