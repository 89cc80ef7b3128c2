//! Folders of files made to do harm: those of `tests/hostile`, and others that have to be made by a test.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

pub(crate) const HOSTILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile");

/// A file name that sends escape sequences, breaks the line and reverses the order of reading.
pub(crate) const HOSTILE_NAME: &str =
    "2031-01-15 \x1b[31m\x1b]0;x\x07\n\u{202e}\u{9b}2J\u{200b}.toml";

/// Fills `folder` with the small hostile files, and with others that have hostile names.
pub(crate) fn small(folder: &Path) {
    for entry in fs::read_dir(HOSTILE).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }
    let named = "title = \"Named\"\ndate = 2031-01-15\n[[story]]\nheadline = \"Its name draws\"\nbody = 1\n";
    fs::write(folder.join(HOSTILE_NAME), named).unwrap();
    let inside = folder.join("\x1b[2J\n\u{202e}");
    fs::create_dir(&inside).unwrap();
    fs::write(inside.join("2031-01-15-empty.toml"), "").unwrap();
    let marks = format!(
        "title = \"Marks\"\ndate = 2031-01-18\n[[story]]\nheadline = \"Piled e{0}x\"\nbody = \"e{0}x\"\n",
        "\u{301}".repeat(100_000)
    );
    fs::write(folder.join("2031-01-18-more-marks.toml"), marks).unwrap();
    let long = format!("https://long.example/{}", "é;".repeat(MIB / 3));
    let links = format!(
        "title = \"Long\"\ndate = 2031-01-26\n[[story]]\nheadline = \"Endless address\"\nlink = \"{long}\"\nbody = \"[text]({long}a)\"\n"
    );
    fs::write(folder.join("2031-01-26-long-address.toml"), links).unwrap();
}

/// A file that is excessive in one way, and the fault that is reported in it: `None` if it can be read in
/// full.
pub(crate) struct Harm {
    pub(crate) name: &'static str,
    pub(crate) fault: Option<&'static str>,
    make: fn(&Path),
}

/// Files too large to keep in the repository, and things that are not regular files.
pub(crate) const HARMS: &[Harm] = &[
    harm("2032-01-01-tables.toml", Some("TOML tokens"), |path| {
        repeat(path, "a = [", "{a=1},", MIB * 16);
    }),
    harm("2032-01-02-equals.toml", Some("TOML tokens"), |path| {
        repeat(path, "", "=", MIB * 16);
    }),
    harm("2032-01-03-some-equals.toml", Some("more faults"), |path| {
        repeat(path, "", "=", 249_000);
    }),
    harm("2032-01-04-brackets.toml", Some("error"), |path| {
        repeat(path, "a = ", "[", 100_000);
    }),
    harm("2032-01-05-tables-in-tables.toml", Some("error"), |path| {
        repeat(path, "a = ", "{a=", 240_000);
    }),
    harm("2032-01-06-dots.toml", Some("error"), |path| {
        repeat(path, "a", ".a", 240_000);
    }),
    harm("2032-01-07-headers.toml", Some("error"), |path| {
        repeat(path, "", "[[a.b]]\n", 300_000);
    }),
    harm("2032-01-08-signs.toml", Some(BROKEN), |path| {
        repeat(path, "a = ", "+-", MIB * 4);
    }),
    harm("2032-01-08-key.toml", Some(BROKEN), |path| {
        repeat(path, "a", "a!", MIB * 4);
    }),
    harm("2032-01-08-comment.toml", Some(BROKEN), |path| {
        repeat(path, "#", "\x1b", MIB * 4);
    }),
    harm("2032-01-08-escapes.toml", Some(BROKEN), |path| {
        repeat(path, "a = \"", "\\q", MIB * 4);
    }),
    harm("2032-01-08-body.toml", Some(BROKEN), |path| {
        fs::write(path, story("Zeros", &"\0".repeat(MIB * 4))).unwrap();
    }),
    harm("2032-01-08-number.toml", Some("error"), |path| {
        repeat(path, "a = 1", "_", MIB * 4);
    }),
    harm(
        "2032-01-09-million-keys.toml",
        Some("TOML tokens"),
        |path| {
            let keys: Vec<_> = (0..1_000_000).map(|key| format!("k{key}=1\n")).collect();
            fs::write(path, keys.concat()).unwrap();
        },
    ),
    harm("2032-01-10-many-keys.toml", Some("more faults"), |path| {
        let keys: Vec<_> = (0..60_000).map(|key| format!("k{key}=1\n")).collect();
        fs::write(path, story("Many keys", "") + &keys.concat()).unwrap();
    }),
    harm(
        "2032-01-11-faults-at-the-end.toml",
        Some("more faults"),
        |path| {
            let faults = "'''\n".to_owned() + &"a b\n".repeat(1_000);
            let body = "x".repeat(MIB * 15);
            fs::write(
                path,
                story("Faults at the end", &body)
                    .trim_end()
                    .trim_end_matches("'''")
                    .to_owned()
                    + &faults,
            )
            .unwrap();
        },
    ),
    harm(
        "2032-01-12-sparse.toml",
        Some("larger than 16 MiB"),
        |path| {
            fs::File::create(path).unwrap().set_len(1 << 30).unwrap();
        },
    ),
    harm(
        "2032-01-13-zeros.toml",
        Some("write it again, or restore it from a backup"),
        |path| {
            fs::File::create(path).unwrap().set_len(200_000).unwrap();
        },
    ),
    harm("2032-01-14-long-line.toml", None, |path| {
        fs::write(path, story("A long line", &"x".repeat(10_000_000))).unwrap();
    }),
    harm("2032-01-15-many-lines.toml", None, |path| {
        fs::write(path, story("Many lines", &"a line\n\n".repeat(200_000))).unwrap();
    }),
    harm("2032-01-16-many-stories.toml", None, |path| {
        let stories: Vec<_> = (0..15_000)
            .map(|n| format!("[[story]]\nheadline = \"Equal\"\n# {n}\n"))
            .collect();
        fs::write(path, story("Many stories", "") + &stories.concat()).unwrap();
    }),
    harm("2032-01-17-marks.toml", None, |path| {
        fs::write(
            path,
            story("Marks", &("e".to_owned() + &"\u{301}".repeat(MIB * 4))),
        )
        .unwrap();
    }),
    harm("2032-01-18-emphasis.toml", None, |path| {
        let bodies = [
            "*", "_a", "`a``", "[", "![", "> ", "<", "a**b", "[a](", "&", "- ", "\\",
        ];
        let stories: Vec<_> = bodies
            .iter()
            .map(|body| story_only("Markup", &body.repeat(100_000)))
            .collect();
        fs::write(path, story("Markup", "") + &stories.concat()).unwrap();
    }),
    harm(
        "2032-01-19-device.toml",
        Some("not a regular file"),
        |path| {
            symlink("/dev/zero", path).unwrap();
        },
    ),
    harm(
        "2032-01-20-terminal.toml",
        Some("not a regular file"),
        |path| {
            symlink("/dev/tty", path).unwrap();
        },
    ),
    harm("2032-01-21-fifo.toml", Some("not a regular file"), |path| {
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    }),
    harm(
        "2032-01-22-socket.toml",
        Some("not a regular file"),
        |path| {
            UnixListener::bind(path).unwrap();
        },
    ),
    harm("2032-01-23-folder.toml", Some("is a folder"), |path| {
        fs::create_dir(path).unwrap();
    }),
    harm("2032-01-24-loop.toml", Some("symbolic links"), |path| {
        symlink(path.file_name().unwrap(), path).unwrap();
    }),
    harm(
        "2032-01-25-nowhere.toml",
        Some("a link to something that is not there"),
        |path| {
            symlink("nowhere", path).unwrap();
        },
    ),
];

const BROKEN: &str = "broken in more than";

const MIB: usize = 1024 * 1024;

const fn harm(name: &'static str, fault: Option<&'static str>, make: fn(&Path)) -> Harm {
    Harm { name, fault, make }
}

/// Fills `folder` with everything in [`HARMS`], and with folders that link to each other.
pub(crate) fn large(folder: &Path) {
    for harm in HARMS {
        (harm.make)(&folder.join(harm.name));
    }
    fs::create_dir(folder.join("round")).unwrap();
    symlink("..", folder.join("round/about")).unwrap();
}

/// Writes `start`, followed by as many `part`s as fit into a file of `bytes`.
fn repeat(path: &Path, start: &str, part: &str, bytes: usize) {
    let parts = (bytes - start.len()) / part.len();
    fs::write(path, start.to_owned() + &part.repeat(parts)).unwrap();
}

/// An edition of one story.
pub(crate) fn story(headline: &str, body: &str) -> String {
    format!(
        "title = \"{headline}\"\ndate = 2031-06-01\n{}",
        story_only(headline, body)
    )
}

fn story_only(headline: &str, body: &str) -> String {
    format!("[[story]]\nheadline = \"{headline}\"\nbody = '''\n{body}\n'''\n")
}
