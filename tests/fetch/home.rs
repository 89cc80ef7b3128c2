//! A user's home, in which the built program fetches.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::missing;
use super::program::{self, Ran};
use super::server::Server;

/// An empty home folder.
pub(crate) struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// `None` where there is no curl, which is said: with the Rust toolchain alone, `cargo test` does not fail.
    pub(crate) fn new() -> Option<Self> {
        if Command::new("curl").arg("--version").output().is_err() {
            missing::not_installed("curl");
            return None;
        }
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(home.sources_file().parent().unwrap()).unwrap();
        Some(home)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn sources_file(&self) -> PathBuf {
        self.path("config/roundup/sources.toml")
    }

    /// The file in which the state of the sources is kept.
    pub(crate) fn state_file(&self) -> PathBuf {
        self.path("state/roundup/fetched.json")
    }

    /// Writes the list of sources.
    pub(crate) fn sources(&self, toml: &str) {
        fs::write(self.sources_file(), toml).unwrap();
    }

    /// Lists these addresses.
    pub(crate) fn urls(&self, urls: &[String]) {
        let sources = urls
            .iter()
            .map(|url| format!("[[source]]\nurl = \"{url}\"\n"));
        self.sources(&sources.collect::<Vec<_>>().join("\n"));
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = program::program(".");
        command
            .current_dir(self.folder.path())
            .env("TZ", "UTC")
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_STATE_HOME", self.path("state"))
            .env("XDG_DATA_HOME", self.path("data"));
        command
    }

    pub(crate) fn run(&self, line: &str) -> Ran {
        program::run(self.command(), line)
    }

    pub(crate) fn fetch(&self) -> Ran {
        self.run("fetch")
    }

    /// Starts a fetch and does not wait for it.
    pub(crate) fn start(&self) -> Child {
        self.command()
            .arg("fetch")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Of each story that has been printed, its section and headline, in order.
    pub(crate) fn stories(&self) -> Vec<String> {
        let folder = self.path("data/roundup/briefings");
        if !folder.exists() {
            return Vec::new();
        }
        let listed = self.run("list --json data/roundup/briefings").stdout;
        let story = |line: &str| {
            let story: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| story[key].as_str().unwrap_or_default().to_owned();
            format!("{}: {}", text("section"), text("headline"))
        };
        listed.lines().map(story).collect()
    }

    /// The texts of all editions.
    pub(crate) fn editions(&self) -> String {
        let entries = fs::read_dir(self.path("data/roundup/briefings"))
            .into_iter()
            .flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension() == Some("toml".as_ref()));
        paths.sort();
        paths
            .iter()
            .map(|path| fs::read_to_string(path).unwrap())
            .collect()
    }
}

/// What the program said, in which the addresses of servers and the day are always the same.
pub(crate) fn said(ran: &Ran, servers: &[&Server]) -> String {
    let mut text = ran.to_string();
    for (number, server) in servers.iter().enumerate() {
        text = text.replace(&server.address, &format!("host-{}", number + 1));
    }
    text
}

/// A feed with items of these titles, the newest first.
pub(crate) fn feed(title: &str, items: &[&str]) -> String {
    let link = title.to_lowercase();
    let items = items.iter().enumerate().map(|(number, item)| {
        let hour = 23 - number % 24;
        let year = 2016 - number / 24 / 28;
        let day = 28 - number / 24 % 28;
        let guid = item.replace(' ', "-");
        format!(
            "<item><guid isPermaLink=\"false\">{guid}</guid><title>{item}</title>\
             <link>https://{link}.example/{guid}</link>\
             <pubDate>{day:02} Jan {year} {hour:02}:00:00 GMT</pubDate>\
             <description>The text of {item}.</description></item>\n"
        )
    });
    let items: String = items.collect();
    format!(
        "<rss version=\"2.0\"><channel><title>{title}</title><link>https://{link}.example/</link>\n{items}</channel></rss>\n"
    )
}
