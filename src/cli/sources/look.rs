//! What is at an address: a feed, or a page that announces one.

use anyhow::{Context, anyhow, bail};

use crate::cli::curl::{self, Limits, Outcome, Transfer, Wants, address};
use crate::cli::exit::report;
use crate::config::sources::{Origin, check_address};
use crate::import::{self, Announced, Kind, MAX_BYTES, Options};
use crate::store::{Downloads, FetchedFile};
use crate::text::DisplayText;

/// How long a server may take to answer.
const LIMITS: Limits = Limits {
    seconds: 30,
    is_watched: false,
};

/// Gets addresses.
#[derive(Default)]
pub(super) struct Look {
    downloads: Option<Downloads>,
}

/// What was found.
pub(super) struct Seen {
    pub(super) origin: Origin,
    /// What it calls itself.
    pub(super) name: Option<String>,
}

/// What a server has sent.
struct Got {
    bytes: Vec<u8>,
    /// Where it came from in the end.
    url: String,
    /// The address to ask for from now on.
    address: String,
}

impl Look {
    /// What to add to the list for an address. What the user should know beside that is reported.
    ///
    /// # Errors
    /// When it cannot be got, or there is nothing to read there.
    pub(super) fn at(&mut self, address: &str, netrc: bool) -> anyhow::Result<Seen> {
        let got = self.get(address, netrc)?;
        let shown = DisplayText::line(&got.address);
        if got.address != address {
            report(&format!(
                "{} has moved to {shown}",
                DisplayText::line(address)
            ));
        }
        let head = &got.bytes[..got.bytes.len().min(import::HEAD)];
        if import::kind(head) != Ok(Kind::Page) {
            return seen(&got);
        }
        let feeds = import::announced(&got.bytes, &got.url);
        let Some((feed, others)) = feeds.split_first() else {
            report(&format!(
                "{shown} announces no feed, so the page itself is the source"
            ));
            return seen(&got);
        };
        if !others.is_empty() {
            let others: Vec<_> = others.iter().map(described).collect();
            report(&format!("{shown} also announces {}", others.join(", ")));
        }
        // The page is of the user's choice; what it announces must not lead to the neighbours.
        let is_same_host = address::is_same_host(&feed.address, &got.url);
        if !is_same_host && !address::is_public(&feed.address) {
            bail!(
                "{shown} announces a feed at {}, which is no public address; if you know it, add that address",
                DisplayText::line(&feed.address)
            );
        }
        let got = self.get(&feed.address, netrc && is_same_host)?;
        let mut found = seen(&got)?;
        found.name = found.name.or_else(|| feed.title.clone());
        Ok(found)
    }

    fn get(&mut self, address: &str, netrc: bool) -> anyhow::Result<Got> {
        let shown = DisplayText::line(address);
        let url = check_address(address).map_err(|wrong| anyhow!("{shown}: {wrong}"))?;
        let downloads = self.downloads()?;
        let transfer = Transfer {
            url,
            etag: None,
            last_modified: None,
            netrc,
            wants: Wants::Feed,
        };
        let outcomes = curl::get(&[transfer], LIMITS, downloads, |_| {})?;
        let help = "; add it all the same with --unchecked";
        match outcomes.into_iter().next() {
            Some(Outcome::Replied(reply)) if (200..300).contains(&reply.status) => {
                let bytes = downloads
                    .take(&curl::body(0), MAX_BYTES)
                    .with_context(|| format!("{shown}: the download cannot be read"))?;
                Ok(Got {
                    bytes,
                    url: reply.url,
                    address: reply.moved_to.unwrap_or_else(|| address.to_owned()),
                })
            }
            Some(Outcome::Replied(reply)) => {
                bail!("{shown}: {}{help}", curl::refusal(reply.status))
            }
            Some(Outcome::Failed(why)) => bail!("{shown}: {why}{help}"),
            None => bail!("{shown}: there is no answer{help}"),
        }
    }

    fn downloads(&mut self) -> anyhow::Result<&Downloads> {
        match &mut self.downloads {
            Some(downloads) => Ok(downloads),
            none @ None => Ok(none.insert(begin()?)),
        }
    }
}

fn begin() -> anyhow::Result<Downloads> {
    let Some(file) = FetchedFile::locate() else {
        bail!("there is no home folder for downloads; set XDG_STATE_HOME to a folder");
    };
    Downloads::apart(&file).context("cannot make a folder for downloads")
}

/// A document as a source.
fn seen(got: &Got) -> anyhow::Result<Seen> {
    let shown = DisplayText::line(&got.address);
    let options = Options {
        base: Some(got.url.clone()),
        ..Options::default()
    };
    let document = import::read(&got.bytes, &options)
        .map_err(|unreadable| anyhow!("{shown}: {}", unreadable.message))?;
    Ok(Seen {
        origin: Origin::of_address(&got.address).map_err(|wrong| anyhow!("{shown}: {wrong}"))?,
        name: document.source.or(document.title),
    })
}

fn described(feed: &Announced) -> String {
    match &feed.title {
        Some(title) => format!("{title:?} ({})", feed.address),
        None => feed.address.clone(),
    }
}
