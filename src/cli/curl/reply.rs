//! What came back.

use super::config::MARK;
use crate::import::{self, MAX_BYTES};
use crate::text::DisplayText;

/// How a transfer has ended.
#[derive(Clone, Debug)]
pub(in crate::cli) enum Outcome {
    Replied(Reply),
    /// No reply, and why, in one line that has passed the gate.
    Failed(String),
}

/// The reply of a server, whose body is in the downloads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Reply {
    /// Such as 200, or 304 for what has not changed.
    pub(in crate::cli) status: u16,
    /// The address that it came from in the end.
    pub(in crate::cli) url: String,
    /// The address that the source has moved to for good, if that is not the one that was asked for.
    pub(in crate::cli) moved_to: Option<String>,
    /// Where a redirect that was not followed leads to, as it was written.
    pub(in crate::cli) location: Option<String>,
    /// The IP address that answered.
    pub(in crate::cli) ip: String,
    pub(in crate::cli) etag: Option<String>,
    pub(in crate::cli) last_modified: Option<String>,
}

/// A line that curl writes when a transfer has ended.
pub(super) struct Finished {
    pub(super) index: usize,
    /// Of curl; 0 if there was a whole reply, `None` if this curl is too old to say.
    code: Option<u8>,
    status: u16,
    ip: String,
    url: String,
    message: String,
}

impl Finished {
    /// Parses `roundup-transfer INDEX CODE STATUS IP URL MESSAGE`. All but the index may be empty.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let rest = line.strip_prefix(MARK)?.strip_prefix(' ')?;
        let mut fields = rest.splitn(6, ' ');
        let index = fields.next()?.parse().ok()?;
        let mut field = || fields.next().unwrap_or_default();
        Some(Self {
            index,
            code: field().parse().ok(),
            status: field().parse().unwrap_or(0),
            ip: field().to_owned(),
            url: field().to_owned(),
            message: field().to_owned(),
        })
    }

    /// The outcome for the address that was asked for, given the headers of all replies on the way.
    pub(super) fn outcome(self, asked: &str, head: &[u8]) -> Outcome {
        if self.code != Some(0) || self.status == 0 {
            return Outcome::Failed(self.failure());
        }
        let hops = hops(&String::from_utf8_lossy(head));
        let last = hops.last().cloned().unwrap_or_default();
        Outcome::Replied(Reply {
            status: self.status,
            moved_to: moved_to(asked, &hops),
            location: last.location,
            ip: self.ip,
            url: self.url,
            etag: last.etag,
            last_modified: last.last_modified,
        })
    }

    /// The codes are those of `man curl`, "EXIT CODES".
    fn failure(&self) -> String {
        let message = DisplayText::line(&self.message).to_string();
        match self.code {
            Some(1) => "it redirects to an address that is neither http nor https".to_owned(),
            Some(6) => "the host was not found".to_owned(),
            Some(7) => "the host does not answer there".to_owned(),
            Some(28) => "it took too long".to_owned(),
            Some(47) => "it redirects again and again".to_owned(),
            Some(52) => "the reply is empty".to_owned(),
            Some(63) => too_large(),
            Some(code) if message.is_empty() => format!("curl ended with {code}"),
            Some(_) => message,
            None => "your curl is too old; install 7.75 or later".to_owned(),
        }
    }
}

pub(super) fn too_large() -> String {
    format!("it is larger than {} MiB", MAX_BYTES >> 20)
}

/// What a status other than success means for the user.
pub(in crate::cli) fn refusal(status: u16) -> String {
    let meaning = match status {
        401 | 403 => "access is refused; for a private feed, see `netrc` in the documentation",
        404 => "there is nothing at this address",
        410 => "it is gone for good; take it out of your sources",
        429 => "it has been asked too often; fetch less often",
        500..=599 => "its server fails",
        _ => return format!("the server answers {status}"),
    };
    format!("{meaning} ({status})")
}

/// One reply on the way to the last.
#[derive(Clone, Debug, Default)]
struct Hop {
    status: u16,
    location: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
}

fn hops(head: &str) -> Vec<Hop> {
    let mut hops: Vec<Hop> = Vec::new();
    for line in head.lines() {
        if let Some(rest) = line.strip_prefix("HTTP/") {
            let status = rest.split(' ').nth(1).unwrap_or_default();
            hops.push(Hop {
                status: status.parse().unwrap_or(0),
                ..Hop::default()
            });
            continue;
        }
        let (Some(hop), Some((name, value))) = (hops.last_mut(), line.split_once(':')) else {
            continue;
        };
        let place = match name.to_ascii_lowercase().as_str() {
            "location" => &mut hop.location,
            "etag" => &mut hop.etag,
            "last-modified" => &mut hop.last_modified,
            _ => continue,
        };
        let value = value.trim();
        *place = (!value.is_empty()).then(|| value.to_owned());
    }
    // 100 Continue and 103 Early Hints come before the reply itself.
    hops.retain(|hop| hop.status >= 200);
    hops
}

/// Where a chain of redirects leads, as far as they are permanent.
fn moved_to(asked: &str, hops: &[Hop]) -> Option<String> {
    let mut moved_to = None;
    for hop in hops
        .iter()
        .take_while(|hop| matches!(hop.status, 301 | 308))
    {
        let base = moved_to.as_deref().unwrap_or(asked);
        moved_to = Some(import::absolute(hop.location.as_deref()?, Some(base))?);
    }
    moved_to
}

#[cfg(test)]
mod tests {
    use super::{Finished, Outcome, Reply};

    #[track_caller]
    fn reply(line: &str, head: &str) -> Reply {
        match Finished::parse(line)
            .unwrap()
            .outcome("http://a.org/feed", head.as_bytes())
        {
            Outcome::Replied(reply) => reply,
            Outcome::Failed(why) => panic!("{why}"),
        }
    }

    #[test]
    fn the_headers_that_count_are_those_of_the_last_reply() {
        let reply = reply(
            "roundup-transfer 7 0 200 127.0.0.1 http://b.org/feed ",
            "HTTP/1.1 302 Found\r\nETag: \"old\"\r\nLocation: http://b.org/feed\r\n\r\n\
             HTTP/2 200\r\netag: W/\"new\"\r\nLast-Modified: Wed, 02 Apr 2031 06:00:00 GMT\r\n\r\n",
        );
        assert_eq!(reply.etag.as_deref(), Some("W/\"new\""));
        assert_eq!(
            reply.last_modified.as_deref(),
            Some("Wed, 02 Apr 2031 06:00:00 GMT")
        );
        assert_eq!((reply.status, reply.moved_to), (200, None));
        assert_eq!(
            (reply.ip.as_str(), reply.url.as_str()),
            ("127.0.0.1", "http://b.org/feed")
        );
    }

    #[test]
    fn a_source_has_moved_as_far_as_redirects_are_permanent() {
        let hop = |status: &str, location: &str| {
            format!("HTTP/1.1 {status} x\r\nLocation: {location}\r\n\r\n")
        };
        let line = "roundup-transfer 0 0 200 ::1 http://c.org/ ";
        let permanent = hop("301", "/a/feed") + &hop("308", "../feed.xml");
        let moved = reply(line, &(permanent.clone() + "HTTP/1.1 200 OK\r\n\r\n")).moved_to;
        assert_eq!(moved.as_deref(), Some("http://a.org/feed.xml"));
        let moved = reply(line, &(permanent + &hop("302", "https://c.org/"))).moved_to;
        assert_eq!(moved.as_deref(), Some("http://a.org/feed.xml"));
        assert_eq!(reply(line, &hop("302", "https://c.org/")).moved_to, None);
    }

    #[test]
    fn a_failure_has_a_reason() {
        for (line, why) in [
            (
                "roundup-transfer 0 6 000   Could not resolve host: a",
                "the host was not found",
            ),
            (
                "roundup-transfer 0 35 000 ::1 https://a/ wrong\u{9b} version",
                "wrong\u{fffd} version",
            ),
            (
                "roundup-transfer 0  200   ",
                "your curl is too old; install 7.75 or later",
            ),
        ] {
            match Finished::parse(line)
                .unwrap()
                .outcome("http://a.org/feed", b"")
            {
                Outcome::Failed(said) => assert_eq!(said, why),
                Outcome::Replied(reply) => panic!("{reply:?}"),
            }
        }
        assert!(Finished::parse("curl: (6) Could not resolve host").is_none());
    }
}
