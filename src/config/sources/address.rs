//! The one check that every address passes before it may reach curl.

use std::fmt::{self, Write as _};

use super::punycode::ascii_host;
use crate::text::DisplayText;

/// The longest address, in bytes once it is written in ASCII.
const MAX_ADDRESS: usize = 2_000;

/// Why an address is not accepted. Its texts have not passed the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongAddress {
    pub message: String,
    /// What to do.
    pub help: String,
}

impl WrongAddress {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for WrongAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl std::error::Error for WrongAddress {}

/// The address as curl may be given it: http or https, with a host, and of printable ASCII characters only, of
/// which none has to be escaped between the quotes of curl's configuration: no space, `"` or `\`. Other
/// characters are percent-encoded, in the host's name written in Punycode.
///
/// # Errors
/// When it is none of these, or has more than 2,000 bytes.
pub fn check_address(address: &str) -> Result<String, WrongAddress> {
    let (scheme, rest) = split_scheme(address)?;
    if let Some(bad) = address.chars().find(|&c| is_forbidden(c)) {
        return Err(forbidden(bad));
    }
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(host_end);
    let mut accepted = format!("{scheme}://{}", authority_in_ascii(authority)?);
    for c in path.chars() {
        if c.is_ascii() {
            accepted.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(accepted, "%{byte:02X}");
            }
        }
    }
    if accepted.len() > MAX_ADDRESS {
        let message = format!("the address is longer than {MAX_ADDRESS} bytes");
        return Err(WrongAddress::new(
            message,
            "leave out what it does not need",
        ));
    }
    Ok(accepted)
}

/// The scheme in lower case, and what follows `://`.
fn split_scheme(address: &str) -> Result<(String, &str), WrongAddress> {
    let Some((scheme, rest)) = address.split_once("://") else {
        return Err(WrongAddress::new(
            "this is not an http or https address",
            "write it from https:// on",
        ));
    };
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => Ok((scheme, rest)),
        "feed" => Err(WrongAddress::new(
            "this is not an http or https address",
            "write https:// instead of feed://",
        )),
        "feed:http" | "feed:https" => Err(WrongAddress::new(
            "this is not an http or https address",
            "leave out feed: at its start",
        )),
        _ => Err(WrongAddress::new(
            format!("addresses that start with {scheme}:// cannot be fetched"),
            "use one that starts with https:// or http://",
        )),
    }
}

/// Whether a character may not be in an address: it must be percent-encoded, or the gate would change it, so
/// that the user would not see it as it is.
fn is_forbidden(c: char) -> bool {
    let is_changed = || {
        let raw = c.encode_utf8(&mut [0; 4]).to_owned();
        !c.is_ascii() && *DisplayText::line(&raw) != *raw
    };
    c.is_whitespace() || c.is_control() || "\"\\<>`".contains(c) || is_changed()
}

fn forbidden(c: char) -> WrongAddress {
    let name = match c {
        ' ' => "a space".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        '!'..='~' => format!("the character {c}"),
        _ => format!("the invisible character U+{:04X}", u32::from(c)),
    };
    let help = if c == ' ' || c.is_ascii_graphic() {
        format!("write it as %{:02X}", u32::from(c))
    } else {
        "leave it out".to_owned()
    };
    WrongAddress::new(format!("the address has {name} in it"), help)
}

/// The host and port. A name and password are refused, since addresses are printed in messages.
fn authority_in_ascii(authority: &str) -> Result<String, WrongAddress> {
    if authority.contains('@') {
        return Err(WrongAddress::new(
            "the address has a user name in it",
            "put name and password into ~/.netrc, and write netrc = true",
        ));
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if host.is_empty() {
        return Err(WrongAddress::new(
            "the address names no host",
            "write it as https://example.org/feed.xml",
        ));
    }
    let is_port =
        |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if let Some(port) = port.filter(|port| !is_port(port)) {
        let message = format!("{port:?} is not a port");
        return Err(WrongAddress::new(
            message,
            "write a number after the colon, or leave it out",
        ));
    }
    let host = ascii_host(host)
        .filter(|host| is_host(host))
        .ok_or_else(|| {
            WrongAddress::new(
                format!("{host:?} is not a host name"),
                "write it as https://example.org/feed.xml",
            )
        })?;
    Ok(match port {
        Some(port) => format!("{host}:{port}"),
        None => host,
    })
}

fn is_host(host: &str) -> bool {
    if let Some(inside) = host.strip_prefix('[') {
        let inside = inside.strip_suffix(']').unwrap_or_default();
        return inside.parse::<core::net::Ipv6Addr>().is_ok();
    }
    let is_named = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') && host.chars().all(is_named)
}

#[cfg(test)]
mod tests {
    use super::check_address;

    #[test]
    fn what_users_paste_is_accepted() {
        for (address, accepted) in [
            (
                "https://lwn.net/headlines/rss",
                "https://lwn.net/headlines/rss",
            ),
            (
                "HTTP://Example.org:8080?a=b&c",
                "http://Example.org:8080?a=b&c",
            ),
            (
                "https://a.org/für?q=ä#ö",
                "https://a.org/f%C3%BCr?q=%C3%A4#%C3%B6",
            ),
            (
                "https://münchen.de/straße",
                "https://xn--mnchen-3ya.de/stra%C3%9Fe",
            ),
            ("http://127.0.0.1:1/x", "http://127.0.0.1:1/x"),
            ("http://[::1]:80/x", "http://[::1]:80/x"),
            (
                "https://a.org/{a,b}[1-9]?'$(x)|*",
                "https://a.org/{a,b}[1-9]?'$(x)|*",
            ),
            ("https://a.org/%20%22/@b:c", "https://a.org/%20%22/@b:c"),
        ] {
            assert_eq!(check_address(address).as_deref(), Ok(accepted));
        }
    }

    const REFUSED: &[(&str, &str)] = &[
        (
            "",
            "this is not an http or https address; write it from https:// on",
        ),
        (
            "lwn.net/rss",
            "this is not an http or https address; write it from https:// on",
        ),
        (
            "-o/tmp/x",
            "this is not an http or https address; write it from https:// on",
        ),
        (
            "feed:https://a.org/x",
            "this is not an http or https address; leave out feed: at its start",
        ),
        (
            "feed://a.org/x",
            "this is not an http or https address; write https:// instead of feed://",
        ),
        (
            "gopher://a.org/",
            "addresses that start with gopher:// cannot be fetched; use one that starts with https:// or http://",
        ),
        (
            "file:///etc/passwd",
            "addresses that start with file:// cannot be fetched; use one that starts with https:// or http://",
        ),
        (
            "https:///x",
            "the address names no host; write it as https://example.org/feed.xml",
        ),
        (
            "https://:80/x",
            "the address names no host; write it as https://example.org/feed.xml",
        ),
        (
            "https://a.org/a b",
            "the address has a space in it; write it as %20",
        ),
        (
            "https://a.org/\"",
            "the address has the character \" in it; write it as %22",
        ),
        (
            "https://a.org/a\\b",
            "the address has the character \\ in it; write it as %5C",
        ),
        (
            "https://a.org/a\n-o x",
            "the address has a line break in it; leave it out",
        ),
        (
            "https://a.org/a\0",
            "the address has the invisible character U+0000 in it; leave it out",
        ),
        (
            "https://a.org/a\u{202e}b",
            "the address has the invisible character U+202E in it; leave it out",
        ),
        (
            "https://a.org/a\u{85}b",
            "the address has the invisible character U+0085 in it; leave it out",
        ),
        (
            "https://me:secret@a.org/",
            "the address has a user name in it; put name and password into ~/.netrc, and write netrc = true",
        ),
        (
            "https://a.org:http/",
            "\"http\" is not a port; write a number after the colon, or leave it out",
        ),
        (
            "https://a.org:+80/",
            "\"+80\" is not a port; write a number after the colon, or leave it out",
        ),
        (
            "https://a.org:70000/",
            "\"70000\" is not a port; write a number after the colon, or leave it out",
        ),
        (
            "https://-o/x",
            "\"-o\" is not a host name; write it as https://example.org/feed.xml",
        ),
        (
            "https://a%2eorg/",
            "\"a%2eorg\" is not a host name; write it as https://example.org/feed.xml",
        ),
        (
            "https://{a,b}.org/",
            "\"{a,b}.org\" is not a host name; write it as https://example.org/feed.xml",
        ),
        (
            "https://[a]/",
            "\"[a]\" is not a host name; write it as https://example.org/feed.xml",
        ),
        (
            "https://ü／x/",
            "\"ü／x\" is not a host name; write it as https://example.org/feed.xml",
        ),
    ];

    #[test]
    fn anything_else_is_refused_with_what_to_do() {
        let long = format!("https://a.org/{}", "ü".repeat(400));
        let too_long = (
            long.as_str(),
            "the address is longer than 2000 bytes; leave out what it does not need",
        );
        for (address, why) in REFUSED.iter().copied().chain([too_long]) {
            let refused = check_address(address).map_err(|wrong| wrong.to_string());
            assert_eq!(refused, Err(why.to_owned()), "{address:?}");
        }
    }
}
