//! The rows of a story in the reader and in `show`.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use roundup::app::{Msg, update_and_read};
use roundup::archive::Edition;
use roundup::ui::theme::Theme;

use crate::common::{self, drawn, press, rows, size};
use crate::program::{program, run};

/// The newest edition, with a story of code that is wider than any measure, and of text around it.
const EDITION: &str = r"
title = 'T'
date = 2031-05-01
[[story]]
headline = 'Code and text'
body = '''
A paragraph before the code, which is long enough to be broken into several rows at every width that is tried here.

```
short
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    indented by four, and long enough to be broken at eighty columns, at the measure and below it
a_single_word_that_does_not_fit_and_has_no_place_to_break_anywhere_in_it_until_the_very_end_of_it_all
```

- An item of a list with code in it:

  ```
  deeper, deeper, deeper, deeper, deeper, deeper, deeper, deeper, deeper, deeper, deeper
  ```
'''
";

/// The rows of the story in a reader with this window, with only the article shown.
fn reader(window: &str) -> Vec<String> {
    let mut model = common::model(size(window));
    let edition = Edition::parse("2031-05-01.toml".into(), EDITION);
    update_and_read(&mut model, Msg::EditionsLoaded(vec![Arc::new(edition)]));
    press(&mut model, "}z");
    let rows = rows(&drawn(&model, &Theme::PLAIN));
    let first = rows.iter().position(|row| row.trim() == "Code and text");
    let first = first.expect("the story is on the screen");
    let margin = rows[first].len() - rows[first].trim_start().len();
    let article = rows[first..].iter();
    let article = article.take_while(|row| !row.starts_with('─'));
    let article = article.map(|row| row[margin..].trim_end());
    let mut article: Vec<_> = article.map(str::to_owned).collect();
    while article.last().is_some_and(String::is_empty) {
        article.pop();
    }
    article
}

/// The rows of the story as `show` prints them.
fn show(folder: &Path, options: &str) -> Vec<String> {
    let ran = run(
        program("."),
        &format!("show {options} {}", folder.display()),
    );
    let lines: Vec<_> = ran.stdout.lines().map(str::to_owned).collect();
    let first = lines.iter().position(|line| line == "Code and text");
    lines[first.expect("the story is printed")..].to_vec()
}

#[test]
fn show_breaks_rows_where_the_reader_does() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("2031-05-01.toml"), EDITION).unwrap();
    // Windows with room for the measure and more, and one that is narrower.
    assert_eq!(show(folder.path(), ""), reader("120x50"));
    assert_eq!(show(folder.path(), ""), reader("80x50"));
    assert_eq!(show(folder.path(), "--width 45"), reader("50x50"));
    assert_ne!(show(folder.path(), "--width 80"), reader("120x50"));
}

#[test]
fn show_gives_an_hour_and_more_in_hours() {
    let folder = tempfile::tempdir().unwrap();
    let body = "word ".repeat(16_000);
    let edition =
        format!("title = 'T'\ndate = 2031-05-01\n[[story]]\nheadline = 'H'\nbody = '{body}'\n");
    fs::write(folder.path().join("2031-05-01.toml"), edition).unwrap();
    let ran = run(program("."), &format!("show {}", folder.path().display()));
    assert_eq!(ran.stdout.lines().nth(6), Some("1 h 10 min"));
}
