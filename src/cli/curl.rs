//! Downloads by the user's own curl. It is run by name, never through a shell, and gets all that it is to do
//! over standard input.

pub(in crate::cli) mod address;

mod config;
mod reply;
mod transfer;

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::cli::children::Watched;
use crate::import::MAX_BYTES;
use crate::store::Downloads;
use crate::text::DisplayText;

use reply::{Finished, TOO_OLD};
pub(in crate::cli) use reply::{Outcome, Reply, refusal};
use transfer::head;
pub(in crate::cli) use transfer::{Limits, Transfer, Wants, body};

/// Transfers from one host at a time.
const MAX_PER_HOST: usize = 2;
/// How often the sizes of unfinished downloads are looked at: curl itself does not limit those that do not
/// announce a length.
const WATCH: Duration = Duration::from_millis(100);

/// The progress of a transfer.
pub(in crate::cli) enum Step {
    /// The index of a transfer, and how many bytes have arrived.
    Bytes(usize, u64),
    Done(usize),
}

/// Gets all of `transfers`, in rounds, each of which takes at most two from one host and port. Returns the
/// outcomes in the same order. The body of a reply is in `downloads`, under the name that [`body`] returns;
/// it has at most [`MAX_BYTES`] bytes.
///
/// # Errors
/// When curl cannot be run.
pub(in crate::cli) fn get(
    transfers: &[Transfer],
    limits: Limits,
    downloads: &Downloads,
    mut step: impl FnMut(Step),
) -> anyhow::Result<Vec<Outcome>> {
    let mut outcomes: Vec<Option<Outcome>> = transfers.iter().map(|_| None).collect();
    loop {
        let round = round(transfers, &outcomes);
        if round.is_empty() {
            break;
        }
        let mut running = Running::start(transfers, &round, limits, downloads)?;
        let ended = running.watch(transfers, downloads, |event| match event {
            Event::Bytes(index, bytes) => step(Step::Bytes(index, bytes)),
            Event::Finished(index, outcome) => {
                outcomes[index] = Some(outcome);
                step(Step::Done(index));
            }
        });
        if let Ended::Itself { messages } = ended {
            if running.unfinished.len() == round.len() && messages.contains("is unknown") {
                bail!("{TOO_OLD}");
            }
            for &index in &running.unfinished {
                outcomes[index] = Some(Outcome::Failed(messages.clone()));
                step(Step::Done(index));
            }
        }
    }
    Ok(outcomes.into_iter().flatten().collect())
}

/// The transfers of the next round, by their indices.
fn round(transfers: &[Transfer], outcomes: &[Option<Outcome>]) -> Vec<usize> {
    let mut per_host: HashMap<String, usize> = HashMap::new();
    let mut round = Vec::new();
    for (index, transfer) in transfers.iter().enumerate() {
        if outcomes[index].is_none() {
            let taken = per_host
                .entry(address::host_and_port(&transfer.url))
                .or_default();
            if *taken < MAX_PER_HOST {
                *taken += 1;
                round.push(index);
            }
        }
    }
    round
}

/// What happens while curl runs.
enum Event {
    Bytes(usize, u64),
    Finished(usize, Outcome),
}

/// A curl that is under way.
struct Running {
    curl: Child,
    _watched: Watched,
    lines: Receiver<String>,
    unfinished: Vec<usize>,
}

/// How a round has ended.
enum Ended {
    /// curl has ended. If it did not report all transfers, its messages say why.
    Itself { messages: String },
    /// It was stopped, because a download grew too large. The unfinished ones are to be tried again.
    Stopped,
}

impl Running {
    fn start(
        transfers: &[Transfer],
        round: &[usize],
        limits: Limits,
        downloads: &Downloads,
    ) -> anyhow::Result<Self> {
        let mut curl = Command::new("curl")
            // First of all, so that the user's own settings for curl do not change what we ask for.
            .args(["-q", "--config", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| cannot_run(&error))?;
        let watched = Watched::new(&curl);
        let (sender, lines) = mpsc::channel();
        if let Some(reports) = curl.stdout.take() {
            let sender = sender.clone();
            thread::spawn(move || read_lines(reports, &sender));
        }
        if let Some(messages) = curl.stderr.take() {
            thread::spawn(move || read_lines(messages, &sender));
        }
        let config = config::config(transfers, round, limits, downloads);
        if let Some(mut input) = curl.stdin.take() {
            // If curl has ended already, its messages say why.
            let _ = input.write_all(config.as_bytes());
        }
        Ok(Self {
            _watched: watched,
            curl,
            lines,
            unfinished: round.to_vec(),
        })
    }

    /// Waits for the transfers.
    fn watch(
        &mut self,
        transfers: &[Transfer],
        downloads: &Downloads,
        mut tell: impl FnMut(Event),
    ) -> Ended {
        let mut messages = Vec::new();
        let mut looked_at = Instant::now();
        loop {
            match self.lines.recv_timeout(WATCH) {
                Ok(line) => match Finished::parse(&line) {
                    Some(finished) => {
                        let index = finished.index;
                        self.unfinished.retain(|&other| other != index);
                        let head = downloads.take(&head(index), MAX_BYTES);
                        let outcome =
                            finished.outcome(&transfers[index].url, &head.unwrap_or_default());
                        tell(Event::Finished(index, outcome));
                    }
                    None if line.is_empty() => {}
                    None => messages.push(line),
                },
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let messages = joined(&messages);
                    return Ended::Itself { messages };
                }
            }
            if looked_at.elapsed() < WATCH {
                continue;
            }
            looked_at = Instant::now();
            let sizes = self.unfinished.iter();
            let mut sizes = sizes.map(|&index| (index, downloads.size(&body(index))));
            let too_large = sizes.find(|&(index, size)| {
                tell(Event::Bytes(index, size));
                size > MAX_BYTES as u64
            });
            if let Some((index, _)) = too_large {
                self.stop(downloads);
                self.unfinished.retain(|&other| other != index);
                tell(Event::Finished(index, Outcome::Failed(reply::too_large())));
                return Ended::Stopped;
            }
        }
    }

    /// Stops curl, since one transfer cannot be ended alone, and removes what is not finished.
    fn stop(&mut self, downloads: &Downloads) {
        let _ = self.curl.kill();
        let _ = self.curl.wait();
        for &index in &self.unfinished {
            let _ = downloads.discard(&body(index));
            let _ = downloads.discard(&head(index));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.curl.kill();
        let _ = self.curl.wait();
    }
}

fn cannot_run(error: &io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::NotFound {
        let help = if cfg!(target_os = "macos") || cfg!(windows) {
            "it is part of the system, so check PATH"
        } else {
            "install it, for example with: sudo apt install curl"
        };
        return anyhow::anyhow!("fetching needs curl, which was not found; {help}");
    }
    anyhow::anyhow!("cannot run curl: {error}")
}

fn read_lines(from: impl Read, sender: &mpsc::Sender<String>) {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from
        .read_until(b'\n', &mut line)
        .is_ok_and(|bytes| bytes > 0)
    {
        let text = String::from_utf8_lossy(&line);
        if sender.send(text.trim_end().to_owned()).is_err() {
            return;
        }
        line.clear();
    }
}

/// What curl said, as one line.
fn joined(messages: &[String]) -> String {
    let said = DisplayText::line(&messages.join("; ")).to_string();
    if said.is_empty() {
        "curl ended early".to_owned()
    } else {
        said
    }
}

#[cfg(test)]
mod tests {
    use super::{Transfer, Wants, round};

    #[test]
    fn a_round_takes_two_from_each_host() {
        let transfer = |url: &str| Transfer {
            url: url.to_owned(),
            etag: None,
            last_modified: None,
            netrc: false,
            wants: Wants::Feed,
        };
        let urls = [
            "http://a/1",
            "http://a/2",
            "http://a/3",
            "http://b/1",
            "http://a:81/",
        ];
        let transfers = urls.map(transfer);
        assert_eq!(
            round(&transfers, &[None, None, None, None, None]),
            [0, 1, 3, 4]
        );
    }
}
