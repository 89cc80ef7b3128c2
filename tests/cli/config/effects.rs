//! What each setting does to the commands that go by it.

use std::fs;

use super::{CONFIG, Home, edition};
use crate::folder::names;

#[test]
fn a_file_among_the_folders_is_reported() {
    let home = Home::new("folders = [\"~/one\", \"~/two/2016-01-12.toml\"]\n");
    let ran = home.run("list");
    assert!(
        ran.stderr.contains(
            "not a folder: ~/two/2016-01-12.toml (in `folders` of config.toml, line 1); name the folder that it is in"
        ),
        "{ran}"
    );
}

#[test]
fn all_folders_are_read_together_and_a_missing_one_is_reported() {
    let home = Home::new("\n\nfolders = [\"~/one\", \"~/nowhere\", \"~/two\"]\n");
    // Folders of the file come before this one.
    home.write(
        "briefings/2016-01-12.toml",
        &edition("2016-01-12", "Beside"),
    );
    let missing = "roundup: no such folder: ~/nowhere (in `folders` of config.toml, line 3)\n";
    for line in [
        "list",
        "search story",
        "show",
        "list --editions",
        "mark --dry-run --read --where story",
    ] {
        let ran = home.run(line);
        assert_eq!((ran.stderr.as_str(), ran.status), (missing, 0), "{ran}");
        if line != "show" {
            assert!(!ran.stdout.contains("Beside"), "{ran}");
            let stories = ["one", "two"].map(|source| ran.stdout.to_lowercase().contains(source));
            assert_eq!(stories, [true, true], "{ran}");
        }
    }
    let check = home.run("check");
    assert!(check.stdout.ends_with("3 files, no faults\n"), "{check}");
    let completed = home.run("list --complete identity");
    assert_eq!(completed.stdout.lines().count(), 2, "{completed}");
    // What is named on the command line or in the variable overrides them.
    assert!(home.print("list briefings").contains("Beside"));
    let ran = home.run_with(&[("ROUNDUP_DIR", "briefings")], "list");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
    assert!(ran.stdout.contains("Beside"), "{ran}");
}

#[test]
fn folders_without_briefings_show_the_samples_and_are_named() {
    let home = Home::new("folders = [\"~/mine\", \"~/theirs\"]\n");
    fs::create_dir(home.path("theirs")).unwrap();
    let ran = home.run("list --limit 1");
    assert_eq!(ran.status, 0);
    let told = "roundup: no such folder: ~/mine (in `folders` of config.toml, line 1)\n\
        roundup: Samples. Put yours (*.toml) in ~/mine; none in ~/mine, ~/theirs\n";
    assert!(ran.stderr.starts_with(told), "{ran}");
}

#[test]
fn the_first_folder_takes_what_is_written() {
    let home = Home::new("folders = [\"~/mine\", \"~/one\"]\n");
    let path = home.print("new");
    assert!(path.starts_with("~/mine/20"), "{path}");
    assert!(
        names(&home.path("mine"))
            .iter()
            .any(|name| path.contains(name))
    );
    let ran = home.run_with(&[("ROUNDUP_DIR", "other")], "new");
    assert!(ran.stdout.starts_with("other/20"), "{ran}");
    assert!(home.print("new --into third").starts_with("third/20"));
}

#[cfg(feature = "import")]
#[test]
fn imports_and_fetches_go_to_the_first_folder() {
    let home = Home::new("folders = [\"~/mine\"]\n");
    home.write("note.txt", "A note\n\nWith some text.\n");
    home.run("import --date 2016-01-13 note.txt");
    assert!(names(&home.path("mine")).contains(&"2016-01-13.toml".to_owned()));
    home.write(
        "config/roundup/sources.toml",
        "[[source]]\ncommand = [\"cat\", \"note.txt\"]\nname = \"Notes\"\n",
    );
    home.write("note.txt", "Another note\n\nWith other text.\n");
    let ran = home.run("fetch");
    assert_eq!(ran.status, 0, "{ran}");
    assert_eq!(
        names(&home.path("mine"))
            .iter()
            .filter(|name| !name.starts_with('.'))
            .count(),
        2
    );
}

#[test]
fn text_is_wrapped_at_the_measure() {
    let home = Home::without_file();
    let widest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap();
    assert!((66..=72).contains(&widest(&home.print("show one"))));
    for measure in [40, 56, 100] {
        home.write(CONFIG, &format!("measure = {measure}\n"));
        let columns = widest(&home.print("show one"));
        assert!((measure - 6..=measure).contains(&columns), "{columns}");
        let given = widest(&home.print("show --width 64 one"));
        assert!((58..=64).contains(&given), "{given}");
    }
}

#[test]
fn minutes_go_by_the_reading_speed() {
    let home = Home::without_file();
    for (speed, minutes) in [
        ("", "2 min"),
        ("words-a-minute = 50", "10 min"),
        ("words-a-minute = 500", "1 min"),
    ] {
        home.write(CONFIG, speed);
        let shown = home.print("show one");
        assert!(shown.contains(&format!(" · {minutes}\n")), "{shown}");
    }
}

#[cfg(feature = "import")]
#[test]
fn a_fetch_that_is_limited_in_minutes_goes_by_the_reading_speed() {
    for (speed, stories) in [(100, 2), (400, 8)] {
        let home = Home::new(&format!("words-a-minute = {speed}\n"));
        let item = |number: usize| {
            let text = "word ".repeat(98);
            format!(
                "<item><title>Number {number}</title><guid>{number}</guid><description>{text}</description></item>"
            )
        };
        let items: String = (1..=9).map(item).collect();
        home.write(
            "feed.xml",
            &format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>"),
        );
        home.write(
            "config/roundup/sources.toml",
            "minutes = 2\n[[source]]\npath = \"~/feed.xml\"\n",
        );
        let ran = home.run("fetch --into out");
        assert_eq!(ran.status, 0, "{ran}");
        let listed = home.print("list out");
        assert_eq!(listed.lines().count(), stories, "{ran}\n{listed}");
    }
}

#[test]
fn dates_and_hours_are_written_as_set() {
    for (dates, day, published, hours) in [
        (
            "long",
            "Tuesday 12 January 2016",
            "12 January 2016, 19:30",
            ["07:30", "19:30"],
        ),
        ("iso", "2016-01-12", "2016-01-12, 19:30", ["07:30", "19:30"]),
        (
            "12h",
            "Tuesday 12 January 2016",
            "12 January 2016, 7:30 pm",
            ["7:30 am", "7:30 pm"],
        ),
        (
            "us",
            "Tuesday, January 12, 2016",
            "January 12, 2016, 7:30 pm",
            ["7:30 am", "7:30 pm"],
        ),
    ] {
        let home = Home::new(&format!("dates = \"{dates}\"\n"));
        // Nothing but the hours tells them apart.
        home.write("both/a.toml", &edition("2016-01-12T07:30:00", "Both"));
        home.write("both/b.toml", &edition("2016-01-12T19:30:00", "Both"));
        let shown = home.print("show two");
        assert_eq!(shown.lines().nth(2), Some(format!("Two · {day}").as_str()));
        assert!(shown.contains(&format!("{published} · ")), "{shown}");
        let markdown = home.print("show --markdown two");
        assert!(markdown.contains(&format!("*Two · {day}*\n")), "{markdown}");
        assert!(markdown.contains(&format!("*{published}*\n")), "{markdown}");
        let found = home.print("search story two");
        assert!(found.starts_with(&format!("{day} · Two  ")), "{found}");
        let listed = home.print("list both");
        for hour in hours {
            assert!(listed.contains(&format!(" · {hour}\n")), "{listed}");
        }
        // A day that stands in a column, and what other programs read, stay as they are.
        assert!(listed.starts_with("2016-01-12 "), "{listed}");
        let json = home.print("list --json two");
        assert!(json.contains("\"date\":\"2016-01-12T19:30:00\""), "{json}");
        // What is printed can be searched for.
        let query = format!("search 'date:\"{day}\"' two");
        assert!(home.print(&query).contains("1 story"));
    }
}

#[cfg(unix)]
#[test]
fn the_editor_of_the_file_comes_before_that_of_the_variables() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new("\neditor = [\"sh\", \"-c\", \"echo edits $1 $0\"]\n");
    let variables = [("VISUAL", "false"), ("EDITOR", "false")];
    let ran = home.run_with(&variables, "new --edit --into out");
    assert_eq!((ran.stderr.as_str(), ran.status), ("", 0));
    assert!(
        ran.stdout.starts_with("edits") && ran.stdout.contains("./out/20"),
        "{ran}"
    );
    home.write(CONFIG, "\neditor = [\"no-such-editor\"]\n");
    let ran = home.run("new --edit --into out");
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr
            .starts_with("roundup: cannot start the editor no-such-editor: ")
            && ran
                .stderr
                .ends_with("; change `editor` in config.toml, line 2\n"),
        "{ran}"
    );
    // Its words may be in the home folder.
    home.write("bin/mine", "#!/bin/sh\necho \"${1#\"$HOME\"}\"\n");
    let all_may_run = fs::Permissions::from_mode(0o755);
    fs::set_permissions(home.path("bin/mine"), all_may_run).unwrap();
    home.write(CONFIG, "editor = [\"~/bin/mine\", \"~/notes\"]\n");
    assert_eq!(home.print("new --edit --into out"), "/notes\n");
    // An empty list leaves it to the variables.
    home.write(CONFIG, "editor = []\n");
    let ran = home.run_with(&[("EDITOR", "echo")], "new --edit --into out");
    assert!(ran.stdout.starts_with("./out/20"), "{ran}");
}

#[test]
fn nothing_is_written_to_another_folder_than_the_first() {
    let home = Home::new("\nfolders = [\"one\", \"~/two\"]\n");
    let ran = home.run("new");
    let message = "roundup: the first of `folders` in config.toml, line 2, cannot be used; correct it, or name a folder with --into DIR\n";
    assert!(ran.stderr.ends_with(message), "{ran}");
    assert_eq!(ran.status, 2);
    assert_eq!(names(&home.path("two")), ["2016-01-12.toml"]);
    assert_eq!(home.run("new --into three").status, 0);
    // Reading goes on with the others.
    assert!(home.run("list").stdout.contains("The story of Two"));
}
