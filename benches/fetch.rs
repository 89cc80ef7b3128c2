//! Benchmarks of `roundup fetch` beside curl alone, with a server on this machine: `cargo bench --bench fetch`.

#[path = "../tests/fetch/server.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "it serves the tests, too")]
mod server;

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use divan::Bencher;
use server::{Answer, Server};
use tempfile::TempDir;

/// Each is on a host of its own.
const SOURCES: usize = 100;
/// Items of each feed.
const ITEMS: usize = 30;

fn main() {
    divan::main();
}

/// All replies say that nothing has changed.
#[divan::bench(sample_count = 20)]
fn unchanged_sources(bencher: Bencher) {
    let servers = servers();
    let home = home(&servers);
    fetch(&home);
    bencher.bench(|| fetch(&home));
}

/// curl asks the same servers with the same validators, and writes each reply to a file.
#[divan::bench(sample_count = 20)]
fn peer_curl(bencher: Bencher) {
    let servers = servers();
    let home = home(&servers);
    let config = home.path().join("curl");
    let mut text =
        "parallel\nparallel-max = 50\nparallel-immediate\nno-progress-meter\n".to_owned();
    for (number, server) in servers.iter().enumerate() {
        let next = if number > 0 { "next\n" } else { "" };
        let output = home.path().join(number.to_string());
        let _ = write!(
            text,
            "{next}url = \"{}\"\nheader = \"If-None-Match: \\\"a\\\"\"\noutput = \"{}\"\ncompressed\nlocation\n",
            server.url("/"),
            output.display()
        );
    }
    fs::write(&config, text).expect("the build's folder can be written");
    bencher.bench(|| run(Command::new("curl").args(["-q", "--config"]).arg(&config)));
}

/// The first fetch of all sources into an empty folder.
#[divan::bench(sample_count = 5)]
fn new_sources(bencher: Bencher) {
    let servers = servers();
    bencher
        .with_inputs(|| home(&servers))
        .bench_values(|home| (fetch(&home), home));
}

fn servers() -> Vec<Server> {
    (0..SOURCES)
        .map(|number| {
            let mut items = String::new();
            for item in 0..ITEMS {
                let _ = write!(
                    items,
                    "<item><guid>{number}-{item}</guid><title>Item {item}</title><description>{}</description></item>",
                    "A few words of text. ".repeat(40)
                );
            }
            let feed = format!("<rss version=\"2.0\"><channel><title>Feed {number}</title>{items}</channel></rss>");
            Server::start(move |request| {
                if request.header("if-none-match").is_some() {
                    Answer::status("304 Not Modified")
                } else {
                    Answer::with("ETag: \"a\"\r\n", feed.clone())
                }
            })
        })
        .collect()
}

/// A home folder with a list of these sources.
fn home(servers: &[Server]) -> TempDir {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .expect("the build's folder can be written");
    let mut list = String::new();
    for server in servers {
        let _ = writeln!(list, "[[source]]\nurl = \"{}\"", server.url("/"));
    }
    let folder = home.path().join("roundup");
    fs::create_dir(&folder)
        .and_then(|()| fs::write(folder.join("sources.toml"), list))
        .expect("the build's folder can be written");
    home
}

fn fetch(home: &TempDir) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundup"));
    for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"] {
        command.env(variable, home.path());
    }
    run(command.env_remove("ROUNDUP_DIR").arg("fetch"));
}

fn run(command: &mut Command) {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program can be run");
    assert!(status.success(), "{command:?}: {status}");
}
