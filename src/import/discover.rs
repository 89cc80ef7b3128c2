//! The feeds that a page announces.

use super::html::{self, Tree};
use super::{address, encoding};

/// A page announces no more than this.
const MAX_FEEDS: usize = 50;

/// A feed that a page announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// Absolute, http or https.
    pub address: String,
    /// In one line; it has not passed the gate.
    pub title: Option<String>,
}

/// The feeds that the HTML of a page announces by `<link rel="alternate">`, each once. They are in the order of
/// the page, but those of comments come last. `page` is the address of the page itself.
pub fn announced(html: &[u8], page: &str) -> Vec<Announced> {
    let (tree, _) = html::parse(&encoding::decode(html));
    let elements = || {
        let all = tree.descendants(Tree::ROOT);
        all.filter_map(|id| tree.element(id))
    };
    let base = elements()
        .filter(|element| element.name() == "base")
        .find_map(|element| address::absolute(element.attribute("href")?, Some(page)));
    let base = base.as_deref().unwrap_or(page);
    let mut feeds: Vec<Announced> = Vec::new();
    for link in elements().filter(|element| element.name() == "link") {
        let value = |name| link.attribute(name).unwrap_or_default().trim();
        let rel = value("rel").to_ascii_lowercase();
        let is_alternate = rel
            .split_whitespace()
            .any(|rel| rel == "alternate" || rel == "feed")
            && !rel.contains("stylesheet");
        if !is_alternate || !is_feed(value("type"), value("href")) {
            continue;
        }
        let address = address::absolute(value("href"), Some(base));
        let address = address.filter(|address| address.starts_with("http"));
        let Some(address) =
            address.filter(|address| feeds.iter().all(|feed| feed.address != *address))
        else {
            continue;
        };
        let title = value("title")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        feeds.push(Announced {
            address,
            title: Some(title).filter(|title| !title.is_empty()),
        });
        if feeds.len() == MAX_FEEDS {
            break;
        }
    }
    feeds.sort_by_key(|feed| is_of_comments(feed, page));
    feeds
}

/// Whether a link of this type leads to a feed.
fn is_feed(kind: &str, address: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    match kind.to_ascii_lowercase().as_str() {
        "application/rss+xml"
        | "application/atom+xml"
        | "application/feed+json"
        | "application/x.atom+xml"
        | "application/rdf+xml" => true,
        // WordPress announces the page itself in the form of its programming interface.
        "application/json" => !address.contains("/wp-json/") && !address.contains("rest_route="),
        _ => false,
    }
}

fn is_of_comments(feed: &Announced, page: &str) -> bool {
    let title = feed.title.as_deref().unwrap_or_default().to_lowercase();
    let path = feed.address.strip_prefix(page).unwrap_or(&feed.address);
    title.contains("comment") || path.to_lowercase().contains("comments")
}

#[cfg(test)]
mod tests {
    use super::announced;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, &str)]) {
        let found = announced(html.as_bytes(), "https://a.org/blog/post?x#y");
        let found: Vec<_> = found
            .iter()
            .map(|feed| (feed.address.as_str(), feed.title.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn feeds_are_found_and_those_of_comments_come_last() {
        check(
            r#"<!doctype html><html><head><title>A</title>
            <link rel=stylesheet href=/x.css>
            <link rel="alternate" type="application/rss+xml" title="A &raquo; Comments Feed" href="/comments/feed/">
            <LINK REL="ALTERNATE Home" TYPE="application/ATOM+xml; charset=utf-8" TITLE=" A
              &amp; B " HREF="../feed.atom?a=1&amp;b=2">
            <link rel="alternate" type="application/feed+json" href="//b.org/feed.json">
            <link rel="alternate" type="application/rss+xml" href="https://a.org/feed.atom?a=1&amp;b=2">
            <link rel="alternate" type="application/json" href="https://a.org/wp-json/wp/v2/posts/1">
            <link rel="alternate" hreflang="de" href="/de/">
            <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
            <link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">
            <link rel="alternate" type="application/rss+xml"></head><body>
            <link rel="feed" type="application/rdf+xml" href="late">"#,
            &[
                ("https://a.org/feed.atom?a=1&b=2", "A & B"),
                ("https://b.org/feed.json", ""),
                ("https://a.org/blog/late", ""),
                ("https://a.org/comments/feed/", "A » Comments Feed"),
            ],
        );
    }

    #[test]
    fn addresses_start_from_the_base() {
        check(
            "<link rel=alternate type=application/rss+xml href=feed><base href=/x/><base href=/y/>",
            &[("https://a.org/x/feed", "")],
        );
        check("<p>Nothing here.", &[]);
        check("", &[]);
    }

    #[test]
    fn a_page_about_comments_has_a_feed_of_its_own() {
        let html = "<link rel=alternate type=application/rss+xml href=https://a.org/comments/x>\
            <link rel=alternate type=application/rss+xml href=https://a.org/feed>";
        let found = announced(html.as_bytes(), "https://a.org/comments/");
        assert_eq!(found[0].address, "https://a.org/comments/x");
    }
}
