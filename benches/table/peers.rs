//! Other programs, given the same stories.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use portable_pty::CommandBuilder;
use roundup::briefing::Whole;
use roundup::store;

use crate::{Running, is_installed, start};

/// A folder in which `newsboat` finds the stories of `archive` in its cache, as one feed; `None` if it is not
/// installed.
pub(super) fn newsboat(archive: &Path) -> Option<PathBuf> {
    if !is_installed("newsboat") {
        return None;
    }
    let folder = archive.with_extension("newsboat");
    let complete = folder.join(".complete");
    if !complete.exists() {
        fs::create_dir_all(&folder).expect("the build's folder can be written");
        let feed = folder.join("feed.xml");
        write_feed(archive, &feed).expect("the build's folder can be written");
        fs::write(folder.join("urls"), format!("file://{}\n", feed.display()))
            .expect("the build's folder can be written");
        fs::write(folder.join("config"), "").expect("the build's folder can be written");
        let import = Command::new("newsboat")
            .args(arguments(&folder))
            .args(["-x", "reload"])
            .stdout(Stdio::null())
            .status();
        import.expect("it is installed");
        fs::write(complete, "").expect("the build's folder can be written");
    }
    Some(folder)
}

/// Starts `newsboat` until its first frame.
pub(super) fn start_newsboat(folder: &Path) -> Running {
    let mut command = CommandBuilder::new("newsboat");
    command.args(arguments(folder));
    command.env("LC_ALL", "C");
    // The one before was ended without a chance to remove it.
    let _ = fs::remove_file(folder.join("cache.lock"));
    start(command, "Your feeds")
}

fn arguments(folder: &Path) -> [PathBuf; 6] {
    let file = |name| folder.join(name);
    [
        "-u".into(),
        file("urls"),
        "-C".into(),
        file("config"),
        "-c".into(),
        file("cache"),
    ]
}

fn write_feed(archive: &Path, feed: &Path) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(feed)?);
    write!(
        out,
        "<rss version=\"2.0\"><channel><title>The Bench</title><link>https://a.example/</link>"
    )?;
    let mut number = 0;
    each_story(archive, |headline, body| {
        number += 1;
        write!(
            out,
            "<item><title>{headline}</title><guid>{number}</guid><description><![CDATA[{body}]]></description></item>"
        )
    })?;
    write!(out, "</channel></rss>")?;
    out.flush()
}

/// A file with each story of `archive` as one line, for `fzf`.
pub(super) fn lines_of(archive: &Path) -> PathBuf {
    let lines = archive.with_extension("txt");
    if !lines.exists() {
        let mut out =
            BufWriter::new(File::create(&lines).expect("the build's folder can be written"));
        each_story(archive, |headline, body| {
            writeln!(out, "{headline} {}", body.replace('\n', " "))
        })
        .expect("the build's folder can be written");
    }
    lines
}

/// Only one edition is held at a time.
fn each_story(
    archive: &Path,
    mut take: impl FnMut(&str, &str) -> io::Result<()>,
) -> io::Result<()> {
    let found = store::find(&[archive.to_owned()]).expect("the archive was made");
    for path in found.files.into_paths() {
        let edition = store::read(path);
        for story in edition.whole().into_iter().flat_map(Whole::stories) {
            take(&story.headline(), &story.body())?;
        }
    }
    Ok(())
}

pub(super) fn fzf(lines: &Path, word: &str) -> io::Result<ExitStatus> {
    Command::new("fzf")
        .args(["--exact", "--filter", word])
        .stdin(File::open(lines)?)
        .stdout(Stdio::null())
        .status()
}
