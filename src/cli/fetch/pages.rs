//! The whole articles of new stories, from their own pages.
//!
//! The addresses come from feeds, which must not make this machine ask its neighbours: a page is got only
//! from the host of its source, or from a public name on the usual port. Redirects are under the same rule,
//! so they are followed here, not by curl.

use core::net::IpAddr;
use std::env;

use super::job::Job;
use crate::cli::curl::{self, Limits, Outcome, Reply, Transfer, Wants, address};
use crate::config::sources::{Origin, Source, check_address};
use crate::import::{self, Contents, Kind, MAX_BYTES, Options};
use crate::store::Downloads;
use crate::text::{DisplayText, counted};

/// In one run.
const MAX_PAGES: usize = 100;
const MAX_REDIRECTS: usize = 5;
/// A page that is still to be got.
struct Page {
    source: usize,
    story: usize,
    url: String,
    redirects: usize,
}

/// Gets the pages of stories whose source wants them, and puts the articles in the place of the feed's text
/// where they say more.
///
/// # Errors
/// When curl cannot be run.
pub(super) fn complete(
    jobs: &mut [Job],
    seconds: u32,
    downloads: &Downloads,
) -> anyhow::Result<()> {
    let limits = Limits {
        seconds,
        is_watched: false,
    };
    let mut pages = wanted(jobs);
    let mut failures = vec![Vec::new(); jobs.len()];
    while !pages.is_empty() {
        let mut allowed = Vec::new();
        for page in pages {
            match checked(&page.url, &jobs[page.source].source) {
                Ok(url) => allowed.push((page, url)),
                Err(why) => failures[page.source].push(why),
            }
        }
        let transfers: Vec<_> = allowed
            .iter()
            .map(|(page, url)| transfer(url, &jobs[page.source].source))
            .collect();
        let outcomes = curl::get(&transfers, limits, downloads, |_| {})?;
        pages = Vec::new();
        for (index, ((page, _), outcome)) in allowed.into_iter().zip(outcomes).enumerate() {
            let body = downloads.take(&curl::body(index), MAX_BYTES);
            let job = &mut jobs[page.source];
            let failures = &mut failures[page.source];
            match (outcome, body) {
                (Outcome::Failed(why), _) => failures.push(why),
                (_, Err(error)) => failures.push(format!("the download cannot be read: {error}")),
                (Outcome::Replied(reply), Ok(body)) => match reply.status {
                    200..=299 if is_neighbour(&reply, &page.url, &job.source) => {
                        failures.push("its name leads to a private address".to_owned());
                    }
                    200..=299 => {
                        let story = &mut job.new.stories[page.story].story;
                        if let Some(article) = article(&body, &reply.url)
                            && article.len() > story.body.len()
                        {
                            story.body = article;
                        }
                    }
                    300..=399 => match redirect(&page, &reply) {
                        Ok(next) => pages.push(next),
                        Err(why) => failures.push(why),
                    },
                    status => failures.push(format!("the server answers {status}")),
                },
            }
        }
    }
    for (job, failures) in jobs.iter_mut().zip(failures) {
        if let Some(first) = failures.first() {
            let pages = counted(failures.len(), "page", "pages");
            let warning =
                format!("{pages} could not be fetched; the feed's own text was kept: {first}");
            job.warnings.push(warning);
        }
    }
    Ok(())
}

/// The pages of all stories that are to be completed, as many as one run gets.
fn wanted(jobs: &mut [Job]) -> Vec<Page> {
    let mut pages = Vec::new();
    for (source, job) in jobs
        .iter_mut()
        .enumerate()
        .filter(|(_, job)| job.source.full)
    {
        for (story, new) in job.new.stories.iter().enumerate() {
            if new.story.link.is_empty() {
                continue;
            }
            if pages.len() == MAX_PAGES {
                let limit = format!("one fetch gets at most {MAX_PAGES} pages");
                job.warnings.push(limit);
                break;
            }
            pages.push(Page {
                source,
                story,
                url: new.story.link.clone(),
                redirects: 0,
            });
        }
    }
    pages
}

fn transfer(url: &str, source: &Source) -> Transfer {
    Transfer {
        url: url.to_owned(),
        etag: None,
        last_modified: None,
        // A password is for the source's own host.
        netrc: source.netrc && is_of_source(url, source),
        wants: Wants::Page,
    }
}

fn redirect(page: &Page, reply: &Reply) -> Result<Page, String> {
    if page.redirects == MAX_REDIRECTS {
        return Err("it redirects again and again".to_owned());
    }
    let location = reply.location.as_deref().unwrap_or_default();
    let url = import::absolute(location, Some(&reply.url))
        .ok_or_else(|| format!("the server answers {}", reply.status))?;
    Ok(Page {
        url,
        redirects: page.redirects + 1,
        ..*page
    })
}

/// The address as curl may have it.
fn checked(url: &str, source: &Source) -> Result<String, String> {
    let url = check_address(url).map_err(|wrong| DisplayText::line(&wrong.message).to_string())?;
    if is_of_source(&url, source) || address::is_public(&url) {
        Ok(url)
    } else {
        Err("it is not a public address".to_owned())
    }
}

/// Whether an address has the host and the port of the source.
fn is_of_source(url: &str, source: &Source) -> bool {
    match &source.origin {
        Origin::Url(own) => check_address(own).is_ok_and(|own| address::is_same_host(&own, url)),
        Origin::Path(_) | Origin::Command(_) => false,
    }
}

/// Whether a public name has led to this machine or one beside it. Behind a proxy that cannot be seen.
fn is_neighbour(reply: &Reply, url: &str, source: &Source) -> bool {
    let has_proxy = env::vars_os().any(|(name, value)| {
        name.to_string_lossy()
            .to_ascii_lowercase()
            .ends_with("_proxy")
            && !value.is_empty()
    });
    if has_proxy || is_of_source(url, source) {
        return false;
    }
    match reply.ip.parse() {
        Ok(IpAddr::V4(ip)) => is_private(ip),
        Ok(IpAddr::V6(ip)) => {
            let first = ip.segments()[0];
            ip.is_loopback()
                || ip.is_unspecified()
                || first & 0xFE00 == 0xFC00
                || first & 0xFFC0 == 0xFE80
                || ip.to_ipv4_mapped().is_some_and(is_private)
        }
        Err(_) => false,
    }
}

fn is_private(ip: core::net::Ipv4Addr) -> bool {
    let shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xC0 == 64;
    ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || shared
}

/// The article of a page as CommonMark.
fn article(page: &[u8], url: &str) -> Option<String> {
    if import::kind(&page[..page.len().min(import::HEAD)]) != Ok(Kind::Page) {
        return None;
    }
    let options = Options {
        kind: Some(Kind::Page),
        base: Some(url.to_owned()),
        split: false,
    };
    match import::read(page, &options).ok()?.contents {
        Contents::Story(item) => Some(item.story.body).filter(|body| !body.trim().is_empty()),
        Contents::Feed(_) | Contents::Edition { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use core::net::IpAddr;

    use super::{is_neighbour, is_of_source};
    use crate::cli::curl::Reply;
    use crate::config::sources::{Origin, Source};

    fn source(url: &str) -> Source {
        Source::new(Origin::Url(url.to_owned()))
    }

    #[test]
    fn the_host_of_the_source_is_trusted_with_its_port() {
        let source = source("http://127.0.0.1:8080/feed");
        assert!(is_of_source("http://127.0.0.1:8080/a", &source));
        assert!(!is_of_source("http://127.0.0.1/a", &source));
        assert!(!is_of_source("http://127.0.0.1:8080@10.0.0.1/a", &source));
    }

    #[test]
    fn a_name_that_leads_home_is_found_out() {
        let source = source("https://example.org/feed");
        for (ip, expected) in [
            ("192.168.1.1", true),
            ("::ffff:10.0.0.1", true),
            ("fd00::1", true),
            ("100.64.0.1", true),
            ("93.184.216.34", false),
            ("2606:2800:220:1::1", false),
        ] {
            assert!(ip.parse::<IpAddr>().is_ok());
            let reply = Reply {
                ip: ip.to_owned(),
                ..Reply::default()
            };
            assert_eq!(
                is_neighbour(&reply, "https://rebound.example.com/", &source),
                expected,
                "{ip}"
            );
            assert!(
                !is_neighbour(&reply, "https://example.org/a", &source),
                "{ip}"
            );
        }
    }
}
