//! The vocabularies that feeds are written in.

/// The vocabularies of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Namespace {
    /// RSS, RDF and Atom, and everything without a prefix.
    Feed,
    Content,
    DublinCore,
    FeedBurner,
    Itunes,
    Media,
    Xhtml,
    Other,
}

/// By what a prefix is declared as.
pub(super) fn by_address(address: &str) -> Namespace {
    let address = address.trim().to_ascii_lowercase();
    let has = |part: &str| address.contains(part);
    if has("purl.org/rss/1.0/modules/content") {
        Namespace::Content
    } else if has("purl.org/dc/") {
        Namespace::DublinCore
    } else if has("search.yahoo.com/mrss") {
        Namespace::Media
    } else if has("itunes.com/dtds/") || has("itunes.apple.com/dtds") {
        Namespace::Itunes
    } else if has("w3.org/1999/xhtml") {
        Namespace::Xhtml
    } else if has("rssnamespace.org/feedburner") {
        Namespace::FeedBurner
    } else if has("w3.org/2005/atom")
        || has("purl.org/atom/ns")
        || has("w3.org/1999/02/22-rdf-syntax-ns")
        || has("my.netscape.com/rdf/simple/0.9")
        || has("channel.netscape.com/rdf/simple/0.9")
        || has("purl.org/net/rss1.1")
        || has("backend.userland.com/rss")
        || has("blogs.law.harvard.edu/tech/rss")
        || address.trim_end_matches('/').ends_with("purl.org/rss/1.0")
    {
        Namespace::Feed
    } else {
        Namespace::Other
    }
}

/// For a prefix that is never declared: what it usually means.
pub(super) fn by_prefix(prefix: &str) -> Namespace {
    match prefix {
        "atom" | "a10" | "rss" | "rdf" => Namespace::Feed,
        "content" => Namespace::Content,
        "dc" | "dcterms" => Namespace::DublinCore,
        "feedburner" => Namespace::FeedBurner,
        "itunes" => Namespace::Itunes,
        "media" => Namespace::Media,
        "xhtml" => Namespace::Xhtml,
        _ => Namespace::Other,
    }
}
