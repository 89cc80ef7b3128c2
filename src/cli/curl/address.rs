//! Hosts: whether two addresses share one, and whether it is on the public Internet.

/// Top-level names that are used inside homes and offices, or by one machine.
const PRIVATE_NAMES: &[&str] = &[
    "arpa",
    "box",
    "corp",
    "home",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
    "test",
];

/// The host of an address, in lower case, with its port: `example.org:443` of `https://ann@Example.org/feed`.
pub(super) fn host_and_port(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.to_ascii_lowercase();
    // The colons of an IPv6 address are in brackets.
    let has_port = host.rsplit(']').next().is_some_and(|end| end.contains(':'));
    match (has_port, scheme.eq_ignore_ascii_case("https")) {
        (true, _) => host,
        (false, true) => format!("{host}:443"),
        (false, false) => format!("{host}:80"),
    }
}

/// Whether two addresses have the same host and port.
pub(in crate::cli) fn is_same_host(one: &str, other: &str) -> bool {
    host_and_port(one) == host_and_port(other)
}

/// Whether the host has a public name, not an IP address, and the port is the usual one of the scheme.
pub(in crate::cli) fn is_public(url: &str) -> bool {
    let host_and_port = host_and_port(url);
    let scheme = url
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    let port = match scheme.as_deref() {
        Some("http") => ":80",
        Some("https") => ":443",
        _ => return false,
    };
    let Some(host) = host_and_port.strip_suffix(port) else {
        return false;
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    let Some((_, last)) = host.rsplit_once('.') else {
        return false;
    };
    // `127.1` and `0x7f.1` are addresses, too, and no name ends in a number.
    let is_number = last.starts_with(|c: char| c.is_ascii_digit());
    !is_number
        && !last.is_empty()
        && !last.contains([']', ':', '%'])
        && !PRIVATE_NAMES.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::{host_and_port, is_public};

    #[test]
    fn a_host_has_a_port() {
        for (url, host) in [
            (
                "https://ann:secret@Example.org/feed?a=b@c",
                "example.org:443",
            ),
            ("http://example.org", "example.org:80"),
            ("HTTP://example.org:8080#x", "example.org:8080"),
            ("http://[::1]/", "[::1]:80"),
            ("http://[::1]:81/", "[::1]:81"),
        ] {
            assert_eq!(host_and_port(url), host, "{url}");
        }
    }

    #[test]
    fn a_feed_can_name_public_pages_only() {
        for url in [
            "https://example.org/a",
            "http://a.example.co.uk:80/",
            "https://example.org.:443/",
        ] {
            assert!(is_public(url), "{url}");
        }
        for url in [
            "http://localhost/",
            "http://router/",
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f.0x1/",
            "http://2130706433/",
            "http://[::1]/",
            "http://[fe80::1%25eth0]/",
            "http://printer.local/",
            "http://fritz.box/",
            "http://a.localhost./",
            "https://example.org:8443/",
            "http://example.org:443/",
            "http://ann@127.0.0.1/",
            "http://example.org@127.0.0.1/",
            "http://10.0.0.1./",
            "http://./",
        ] {
            assert!(!is_public(url), "{url}");
        }
    }
}
