//! What curl is told to do, in the language of its configuration files.

use std::fmt::Write as _;

use super::transfer::{Limits, Transfer, Wants, body, head};
use crate::import::MAX_BYTES;
use crate::store::Downloads;

/// How many transfers are under way at once, from all hosts together.
const MAX_PARALLEL: usize = 50;
const MAX_REDIRECTS: usize = 5;
/// In seconds, to reach a host.
const MAX_CONNECT: u32 = 10;
/// In bytes. A longer validator is not sent back.
const MAX_VALIDATOR: usize = 1024;

/// Begins the line that curl writes for each transfer.
pub(super) const MARK: &str = "roundup-transfer";

/// Everything for the transfers of a round.
pub(super) fn config(
    transfers: &[Transfer],
    round: &[usize],
    limits: Limits,
    downloads: &Downloads,
) -> String {
    let mut config = format!(
        "parallel\nparallel-max = {MAX_PARALLEL}\nsilent\nshow-error\nno-progress-meter\nparallel-immediate\n"
    );
    for (position, &index) in round.iter().enumerate() {
        if position > 0 {
            // All options that follow are for the next transfer only.
            config.push_str("next\n");
        }
        let transfer = &transfers[index];
        let mut option = |name: &str, value: &str| {
            let _ = writeln!(config, "{name} = {}", quoted(value));
        };
        option("url", &transfer.url);
        option("output", &downloads.path(&body(index)).to_string_lossy());
        option(
            "dump-header",
            &downloads.path(&head(index)).to_string_lossy(),
        );
        // Standard output is held back until there is enough of it.
        let to = if limits.is_watched { "%{stderr}" } else { "" };
        let report = format!(
            "{to}\n{MARK} {index} %{{exitcode}} %{{http_code}} %{{remote_ip}} %{{url_effective}} %{{errormsg}}\n"
        );
        option("write-out", &report);
        option("proto", "=http,https");
        option("proto-redir", "=http,https");
        option(
            "connect-timeout",
            &MAX_CONNECT.min(limits.seconds).to_string(),
        );
        option("max-time", &limits.seconds.to_string());
        option("max-filesize", &MAX_BYTES.to_string());
        option(
            "user-agent",
            concat!("roundup/", env!("CARGO_PKG_VERSION"), " (feed reader)"),
        );
        option(
            "header",
            match transfer.wants {
                Wants::Feed => {
                    "Accept: application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
                }
                Wants::Page => "Accept: text/html, application/xhtml+xml, */*;q=0.5",
            },
        );
        if let Some(etag) = transfer.etag.as_deref().filter(|etag| is_plain(etag)) {
            option("header", &format!("If-None-Match: {etag}"));
        }
        if let Some(time) = transfer
            .last_modified
            .as_deref()
            .filter(|time| is_plain(time))
        {
            option("header", &format!("If-Modified-Since: {time}"));
        }
        if transfer.wants == Wants::Feed {
            option("max-redirs", &MAX_REDIRECTS.to_string());
            config.push_str("location\n");
        }
        if transfer.netrc {
            config.push_str("netrc\n");
        }
        config.push_str("compressed\ngloboff\nsuppress-connect-headers\n");
    }
    config
}

/// Whether a validator can be sent back: servers may send anything.
fn is_plain(value: &str) -> bool {
    value.len() <= MAX_VALIDATOR && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// A value in quotes, as `man curl` describes them for configuration files.
fn quoted(value: &str) -> String {
    let mut quoted = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\x0B' => quoted.push_str("\\v"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{is_plain, quoted};

    #[test]
    fn a_value_cannot_leave_its_quotes() {
        assert_eq!(quoted("a\"\nurl = \\"), r#""a\"\nurl = \\""#);
    }

    #[test]
    fn a_validator_with_a_line_break_is_not_sent_back() {
        assert!(is_plain("W/\"5f3a\""));
        assert!(!is_plain("a\r\nCookie: b") && !is_plain(&"a".repeat(2000)));
    }
}
