//! Complete outputs, compared with stored ones.

use std::fs;
use std::path::Path;

use crate::fixtures;
use crate::program::{Ran, program, run};

#[track_caller]
fn check(name: &str, ran: &Ran) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, ran.to_string());
    });
}

/// Runs a line with the marks in `tests/cli/state`.
fn marked(line: &str) -> Ran {
    let mut program = program("tests");
    let state = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/state");
    program.env("XDG_STATE_HOME", state);
    run(program, line)
}

#[test]
fn what_list_prints() {
    for (name, line) in [
        ("list", "list archive"),
        ("list_where", "list --where 'harbour -is:read' archive"),
        ("list_saved", "list --where is:saved archive"),
        ("list_reverse", "list --reverse --limit 3 archive"),
        ("list_json", "list --json --where section:money archive"),
        ("list_nothing", "list --where nosuchword archive"),
        ("list_colours", "list --limit 2 --color always archive"),
        ("list_limit", "list --limit 7 archive"),
        ("list_editions", "list --editions archive"),
        (
            "list_editions_where",
            "list --editions --where 'harbour -is:read' archive",
        ),
        ("list_editions_json", "list --editions --json archive"),
        (
            "list_editions_limit",
            "list --editions --limit 2 --reverse archive",
        ),
        (
            "list_editions_colours",
            "list --editions --limit 1 --color always archive",
        ),
        (
            "list_editions_nothing",
            "list --editions --where nosuchword archive",
        ),
    ] {
        check(name, &marked(line));
    }
}

#[test]
fn what_show_prints() {
    for (name, line) in [
        ("show", "show archive"),
        ("show_narrow", "show --width 32 --section letters archive"),
        ("show_section", "show --section MONEY archive"),
        ("show_date", "show --edition 2030 archive"),
        ("show_same_day", "show --edition 2031-04-01 archive"),
        (
            "show_story",
            "show --edition harbour-roundup-2031-04-02-evening/the-ferry-that-runs-empty archive",
        ),
        (
            "show_story_of_day",
            "show --edition 2031-04-02/the-ferry-that-runs-empty archive",
        ),
        (
            "show_story_of_several",
            "show --edition 2031/moon cli/same_story",
        ),
        ("show_faulty", "show --edition 2031-03-29 archive"),
        ("show_markdown", "show --markdown archive"),
        (
            "show_foreign_markup",
            "show --markdown cli/foreign_markup/undated.toml",
        ),
        ("show_json", "show --json --section letters archive"),
        (
            "show_colours",
            "show --color always --section money archive",
        ),
        ("show_markup", "show markup"),
        ("show_markup_narrow", "show --width 24 markup"),
        ("show_markup_markdown", "show --markdown markup"),
        ("show_markup_colours", "show --color always markup"),
        ("show_no_section", "show --section sport archive"),
        ("show_no_edition", "show --edition 1999 archive"),
        ("show_newer_broken", "show cli/newer_broken"),
        (
            "show_that_is_broken",
            "show --edition 2031-01-02 cli/newer_broken",
        ),
        (
            "show_no_sections",
            "show --section money cli/newer_broken/2031-01-01.toml",
        ),
    ] {
        check(name, &marked(line));
    }
}

#[test]
fn stories_say_where_they_come_from() {
    for (name, line) in [
        ("sources_show", "show cli/sources"),
        ("sources_show_markdown", "show --markdown cli/sources"),
        ("sources_show_json", "show --json cli/sources"),
        ("sources_list_json", "list --json cli/sources"),
        ("sources_search", "search source:lwn cli/sources"),
        (
            "sources_search_json",
            "search source:lwn --json cli/sources",
        ),
        (
            "sources_search_edition",
            "search source:harbour cli/sources",
        ),
        // The name of a source is found by its field alone.
        ("sources_search_word", "search lwn cli/sources"),
    ] {
        check(name, &marked(line));
    }
}

#[test]
fn without_a_terminal_the_newest_edition_is_printed() {
    let shown = marked("show archive").stdout;
    assert_eq!(marked("archive").stdout, shown);
    let dated = marked("show --edition 2030 archive").stdout;
    assert_eq!(marked("--edition 2030 archive").stdout, dated);
    assert_ne!(shown, dated);
    let found = marked("search harbour archive");
    assert_eq!(marked("--search harbour archive").stdout, found.stdout);
    assert!(found.stdout.contains("in 2 editions"), "{found}");
    // In one edition: the newest of that day, or that of the story.
    for (line, last) in [
        (
            "--search a --edition 2031-04-01 archive",
            "1 story in 1 edition",
        ),
        (
            "--search harbour --edition 2031-04-01/low-water-is-due-at-noon-tomorrow archive",
            "1 story in 1 edition",
        ),
    ] {
        let ran = marked(line);
        assert_eq!(ran.stdout.lines().last(), Some(last), "{ran}");
    }
}

#[test]
fn what_search_prints() {
    for (name, line) in [
        ("search", "search harbour archive"),
        (
            "search_colours",
            "search --color always 'harbour tide' archive",
        ),
        (
            "search_reverse",
            "search harbour --reverse --limit 2 archive",
        ),
        ("search_tag", "search tag:forecast archive"),
        ("search_without", "search -harbour --limit 1 archive"),
        ("search_limit", "search a --limit 6 archive"),
        ("search_json", "search 'harbour tag:tide' --json archive"),
        ("search_nothing", "search nosuchword archive"),
    ] {
        check(name, &marked(line));
    }
}

#[test]
fn a_limit_that_leaves_stories_out_says_how_many_there_are() {
    for (line, counted) in [
        (
            "search -harbour archive --limit 1",
            "1 of 8 stories in 3 editions",
        ),
        (
            "search -harbour archive --limit 1 --reverse",
            "1 of 8 stories in 3 editions",
        ),
        (
            "search -harbour archive --limit 8",
            "8 stories in 3 editions",
        ),
        ("search -harbour archive", "8 stories in 3 editions"),
    ] {
        let ran = marked(line);
        let last = ran.stdout.lines().last();
        assert_eq!(last, Some(counted), "{ran}");
    }
    for (line, message) in [
        ("list archive --limit 9", true),
        ("list archive --limit 9 --reverse", true),
        ("list archive --limit 10", false),
        ("list archive --limit 9 --json", false),
    ] {
        let ran = marked(line);
        let lines = ran.stdout.lines().count();
        assert_eq!(lines, if line.contains('9') { 9 } else { 10 }, "{ran}");
        let says_so = ran.stderr.contains("listed 9 of 10 stories");
        assert_eq!(says_so, message, "{ran}");
    }
}

#[test]
fn editions_of_one_day_are_told_apart() {
    let ran = marked("list archive --where date:2031-04");
    let ending = |ending: &str| {
        let lines = ran.stdout.lines().filter(|line| line.ends_with(ending));
        lines.count()
    };
    assert_eq!((ending(" · Late"), ending(" · Morning")), (1, 1), "{ran}");
    assert!(!ran.stdout.contains("Evening"), "{ran}");
    let ran = marked("list archive --where date:2031-04-01 --reverse");
    let [first, second] = ran.stdout.lines().collect::<Vec<_>>()[..] else {
        panic!("{ran}");
    };
    assert!(
        first.ends_with(" · Morning") && second.ends_with(" · Late"),
        "{ran}"
    );
    let ran = marked("search date:2031-04-01 archive");
    for edition in [
        "Harbour Roundup · Late  archive",
        "Harbour Roundup · Morning  archive",
    ] {
        assert!(ran.stdout.contains(edition), "{ran}");
    }
}

#[test]
fn reverse_sorts_by_date_and_not_by_file_name() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, date: &str| {
        let briefing = format!("title = \"T\"\ndate = {date}\n[[story]]\nheadline = \"H\"\n");
        fs::write(folder.path().join(name), briefing).unwrap();
    };
    for day in 10..30 {
        write(&format!("2031-01-{day}.toml"), &format!("2031-01-{day}"));
    }
    write("2000-01-01.toml", "2040-01-01");
    let path = folder.path().display();
    for line in ["list --reverse", "list --reverse --where H"] {
        let ran = run(program("."), &format!("{line} {path}"));
        let dates: Vec<_> = ran.stdout.lines().collect();
        assert_eq!(dates.len(), 21);
        assert!(dates.is_sorted(), "{ran}");
    }
}

#[test]
fn a_pipe_gets_colours_only_with_color_always() {
    for (line, coloured) in [
        ("list archive", false),
        ("list --color never archive", false),
        ("list --color always archive", true),
    ] {
        let mut program = program("tests");
        program.env("CLICOLOR_FORCE", "1");
        let ran = run(program, line);
        assert_eq!(ran.stdout.contains('\x1b'), coloured, "{ran}");
    }
}

#[test]
fn what_check_prints() {
    for (name, line) in [
        ("check", "check archive"),
        ("check_clean", "check archive/2031-04-02.toml ../briefings"),
        ("check_json", "check --json archive"),
        (
            "check_colours",
            "check --color always archive/2031-03-29-faulty.toml",
        ),
        ("check_same_identity", "check cli/same_identity"),
        ("check_long_line", "check cli/long_line"),
        ("check_far_column", "check cli/far_column"),
        ("check_body_links", "check cli/body_links"),
        ("check_link_places", "check cli/link_places"),
        ("check_body_markup", "check cli/body_markup"),
    ] {
        check(name, &marked(line));
    }
}

#[test]
fn every_fault_is_printed_with_its_place_and_what_to_do() {
    for name in fixtures::faults() {
        let ran = marked(&format!("check faults/{name}.toml"));
        let clean = name.starts_with("ok_");
        assert_eq!(ran.status, i32::from(!clean), "{ran}");
        if !clean {
            check(&format!("fault_{name}"), &ran);
        }
    }
}

#[test]
fn every_fault_is_an_error_in_text_and_in_json() {
    for name in fixtures::faults() {
        let text = marked(&format!("check faults/{name}.toml")).stdout;
        let errors = text.lines().filter_map(|line| line.strip_prefix("error: "));
        let json = marked(&format!("check --json faults/{name}.toml")).stdout;
        let faults = json.lines().map(|line| {
            let fault: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(fault["severity"], "error", "{name}: {line}");
            fault["message"].as_str().unwrap().to_owned()
        });
        assert_eq!(
            errors.collect::<Vec<_>>(),
            faults.collect::<Vec<_>>(),
            "{name}"
        );
    }
}

#[test]
fn a_hundred_faults_of_a_file_are_printed_and_all_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2031-01-01.toml");
    let story = "[[story]]\nheadline = \"H\"\nlink = \"x\"\nbody = \"[a](/b)\"\n";
    for stories in [50, 80, 150] {
        let briefing = format!(
            "title = \"T\"\ndate = 2031-01-01\n{}",
            story.repeat(stories)
        );
        fs::write(&path, briefing).unwrap();
        let ran = run(program("."), &format!("check {}", path.display()));
        let printed = ran.stdout.matches("error: ").count();
        let more = format!(
            "error: and {} more faults in this file\n",
            2 * stories - 100
        );
        let summed_up = format!("\n\n{} faults in 1 of 1 file\n", 2 * stories);
        assert_eq!(printed, if stories > 50 { 101 } else { 100 }, "{ran}");
        assert_eq!(ran.stdout.contains(&more), stories > 50, "{ran}");
        assert!(ran.stdout.ends_with(&summed_up), "{ran}");
        if stories > 50 {
            // The line that counts the rest comes last.
            assert!(
                ran.stdout.find(&more) > ran.stdout.rfind("error: link"),
                "{ran}"
            );
        }
    }
}

#[test]
fn what_wrong_arguments_are_told() {
    for (name, line) in [
        ("no_such_path", "list archive nosuchfolder"),
        ("no_briefings", "show screens"),
        ("nothing_to_check", "check"),
        ("command_with_a_slip", "serach"),
        ("query_without_quotes", "search spring tide"),
        ("query_half_typed", "search date:soon archive"),
        ("query_empty", "search '  ' archive"),
        ("option_with_a_slip", "list --wher x archive"),
        ("value_unknown", "show --color sometimes archive"),
        ("markdown_and_json", "show --markdown --json archive"),
        ("shell_unknown", "completions tcsh"),
        ("page_unknown", "man nosuch"),
        ("hostile_argument", "list --\u{202e}evil\u{1b}[2J"),
    ] {
        check(name, &marked(line));
    }
}

#[test]
fn a_missing_folder_from_a_variable_gets_no_hint_about_quotes() {
    let mut program = program("tests");
    program.env("ROUNDUP_DIR", "nosuchfolder");
    check("no_such_variable", &run(program, "search moon"));
}

#[test]
fn good_files_are_listed_when_others_cannot_be_read() {
    let ran = marked("list archive faults/empty_file.toml --where date:2031-04-01");
    assert_eq!(ran.status, 0);
    check("good_and_bad", &ran);
    check("only_bad", &marked("list faults/empty_file.toml"));
}

/// The commands that the help of the program lists.
fn commands() -> Vec<String> {
    let help = marked("--help").stdout;
    let (_, rest) = help.split_once("\nCommands:\n").unwrap();
    let (list, _) = rest.split_once("\n\n").unwrap();
    // The description of a command may go on in a line of its own, which is indented further.
    let names = list.lines().filter_map(|line| line.strip_prefix("  "));
    let names = names.filter(|line| !line.starts_with(' '));
    let names = names.filter_map(|line| line.split_whitespace().next());
    let names: Vec<_> = names
        .filter(|&name| name != "help")
        .map(str::to_owned)
        .collect();
    assert!(names.len() > 9, "{names:?}");
    names
}

#[test]
fn what_the_help_of_every_command_says() {
    check("help", &marked("--help"));
    for command in commands() {
        check(
            &format!("help_{command}"),
            &marked(&format!("{command} --help")),
        );
    }
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    let options = ["--where", "--markdown"].map(str::to_owned);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = marked(&format!("completions {shell}"));
        for word in commands.iter().chain(&options) {
            let word = word.trim_start_matches(if shell == "fish" { "--" } else { "" });
            assert!(ran.stdout.contains(word), "{word} in {shell}");
        }
    }
}

#[test]
fn every_command_has_a_page() {
    for page in commands().into_iter().chain([String::new()]) {
        let ran = marked(&format!("man {page}"));
        assert_eq!(ran.status, 0, "{page}");
        assert!(ran.stdout.contains(".SH SYNOPSIS"), "{page}");
        assert!(ran.stdout.contains("Example"), "{page}");
    }
}

#[test]
fn without_briefings_the_samples_are_listed_and_a_message_says_so() {
    let ran = marked("list --limit 1");
    assert_eq!(ran.stdout.lines().count(), 1);
    check("samples", &ran);
}
