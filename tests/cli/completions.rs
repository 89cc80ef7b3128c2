//! The scripts of `roundup completions` in the shells that are installed.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{FOLDERS, WISHES, program, run};

/// Whether `shell` is installed; says so if it is not.
fn is_installed(shell: &str) -> bool {
    let version = Command::new(shell)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let installed = version.is_ok_and(|status| status.success());
    if !installed {
        eprintln!("not run, because {shell} is not installed");
    }
    installed
}

/// Runs `script` in a shell in which the completions have been loaded, with `briefings` as the archive.
/// Returns the lines that it prints.
#[track_caller]
fn completed(shell: &str, briefings: &Path, script: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let completions = folder.path().join("completions");
    let generated = run(program("."), &format!("completions {shell}")).stdout;
    fs::write(&completions, generated).unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_roundup")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path = [bin.to_owned()]
        .into_iter()
        .chain(std::env::split_paths(&path));
    let mut command = Command::new(shell);
    for variable in FOLDERS {
        command.env(variable, folder.path());
    }
    for variable in WISHES {
        command.env_remove(variable);
    }
    let output = command
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("ROUNDUP_DIR", briefings)
        .env("COMPLETIONS", &completions)
        .current_dir(folder.path())
        .args(["-c", script])
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, "", "{shell}: {script}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn archive() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/archive"))
}

/// What bash offers for the last of `words`.
#[track_caller]
fn in_bash(briefings: &Path, words: &[&str]) -> Vec<String> {
    let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    let (last, before) = (words.len() - 1, words.len() - 2);
    let script = format!(
        "source \"$COMPLETIONS\"; COMP_WORDS=({words}); COMP_CWORD={last}; \
         $(complete -p roundup | sed 's/.*-F \\([^ ]*\\).*/\\1/') roundup {cur} {prev}; \
         [[ ${{#COMPREPLY[@]}} -eq 0 ]] || printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words = quoted.join(" "),
        cur = quoted[last],
        prev = quoted[before],
    );
    completed("bash", briefings, &script)
}

#[test]
fn bash_completes_editions() {
    if !is_installed("bash") {
        return;
    }
    let all = in_bash(archive(), &["roundup", "--edition", ""]);
    assert_eq!(
        all,
        [
            "latest",
            "today",
            "yesterday",
            "2031-04-02",
            "2031-04-01",
            "2031-03-29",
            "2030-12-31",
            "harbour-roundup-2031-04-02-evening",
            "harbour-roundup-2031-04-01t22-00-00-late",
            "harbour-roundup-2031-04-01t06-30-00-morning",
            "harbour-roundup-2031-03-29",
            "2030-12-31",
        ]
    );
    for words in [
        &["roundup", "--edition", "2031-04"][..],
        &["roundup", "show", "--edition", "2031-04"],
        &["roundup", "show", "--edition", "=", "2031-04"],
    ] {
        assert_eq!(in_bash(archive(), words), ["2031-04-02", "2031-04-01"]);
    }
    let after_sign = in_bash(archive(), &["roundup", "--edition", "="]);
    assert_eq!(after_sign, all);
    let marked = in_bash(
        archive(),
        &["roundup", "mark", "--read", "harbour-roundup-2031-04-02"],
    );
    assert_eq!(marked, ["harbour-roundup-2031-04-02-evening"]);
    // What is not an edition is completed as before.
    let option = in_bash(archive(), &["roundup", "mark", "--re"]);
    assert_eq!(option, ["--read"]);
    let commands = in_bash(archive(), &["roundup", "comp"]);
    assert_eq!(commands, ["completions"]);
    let hidden = in_bash(archive(), &["roundup", "list", "--comp"]);
    assert_eq!(hidden, [""; 0]);
    let shown = in_bash(archive(), &["roundup", "list", "--lim"]);
    assert_eq!(shown, ["--limit"]);
    let label = in_bash(archive(), &["roundup", "import", "--edition", "2031"]);
    assert_eq!(label, [""; 0]);
}

/// An identity comes from a file, and completing it must not run anything.
#[test]
fn no_shell_runs_what_an_identity_says() {
    let folder = tempfile::tempdir().unwrap();
    let briefing = "title = \"T\"\ndate = 2031-01-01\nid = \"x $(touch ran) `touch ran` $HOME\"\n";
    fs::write(folder.path().join("2031-01-01.toml"), briefing).unwrap();
    if is_installed("bash") {
        let words = ["roundup", "--edition", "x"];
        assert_eq!(
            in_bash(folder.path(), &words),
            [r"x\ \$\(touch\ ran\)\ \`touch\ ran\`\ \$HOME"]
        );
    }
    for shell in ["zsh", "fish"] {
        if is_installed(shell) {
            let offered = offered(shell, folder.path(), "which");
            assert!(
                offered
                    .iter()
                    .any(|line| line.starts_with("x $(touch ran) `touch ran` $HOME")),
                "{offered:?}"
            );
        }
    }
}

/// What zsh or fish offers for WHICH or IDENTITY, with its descriptions.
#[track_caller]
fn offered(shell: &str, briefings: &Path, what: &str) -> Vec<String> {
    let script = match (shell, what) {
        // Outside a completion, the functions of zsh that take what is offered are replaced.
        ("zsh", _) => format!(
            "_call_program() {{ shift; eval \"$@\" }}; _describe() {{ print -rl -- ${{(P)4}} }}; compdef() {{ }}; \
             source $COMPLETIONS; _roundup_editions {what}"
        ),
        ("fish", "which") => {
            "source $COMPLETIONS; complete -C 'roundup show --edition '".to_owned()
        }
        _ => "source $COMPLETIONS; complete -C 'roundup mark --read h'".to_owned(),
    };
    completed(shell, briefings, &script)
}

#[test]
fn zsh_and_fish_complete_editions_with_what_they_are() {
    for (shell, sign) in [("zsh", ':'), ("fish", '\t')] {
        if !is_installed(shell) {
            continue;
        }
        let which = offered(shell, archive(), "which");
        let identities = offered(shell, archive(), "identity");
        let described = |offered: &[String], line: &str| {
            let line = line.replace('|', &sign.to_string());
            assert!(offered.contains(&line), "{shell}: {line} in {offered:?}");
        };
        described(&which, "latest|the newest edition");
        described(&which, "2031-04-02|The long ebb of a spring tide");
        described(
            &identities,
            "harbour-roundup-2031-03-29|2031-03-29 · An edition with two faults",
        );
        assert!(!identities.iter().any(|line| line.starts_with("latest")));
    }
}

#[test]
fn only_the_newest_editions_are_offered() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..250 {
        let briefing = format!("title = \"T\"\ndate = 2031-01-01\nid = \"edition-{number}\"\n");
        fs::write(folder.path().join(format!("{number:03}.toml")), briefing).unwrap();
    }
    let line = format!(
        "list --editions --complete identity {}",
        folder.path().display()
    );
    let ran = run(program("."), &line);
    assert_eq!(ran.stdout.lines().count(), 200);
    assert!(
        ran.stdout.starts_with("edition-249\t2031-01-01 · T\n"),
        "{ran}"
    );
}
