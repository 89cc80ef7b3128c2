mod broken;
mod fields;

use super::{convert, read};
use crate::import::document::{Contents, Document, Item, Options};

fn feed(text: &str) -> Document {
    let read = read(text, &Options::default());
    read.unwrap_or_else(|unreadable| panic!("{}: {text}", unreadable.message))
}

fn items(document: Document) -> Vec<Item> {
    match document.contents {
        Contents::Feed(items) => convert(&items).0,
        other => panic!("{other:?}"),
    }
}

/// The one item of an RSS feed at `https://a.org/`.
fn item(inner: &str) -> Item {
    let rss = format!(
        "<rss version='2.0'><channel><title>The Feed</title><link>https://a.org/</link><item>{inner}</item></channel></rss>"
    );
    let mut items = items(feed(&rss));
    assert_eq!(items.len(), 1, "{inner}");
    items.remove(0)
}

/// The one entry of an Atom feed.
fn entry(inner: &str) -> Item {
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.org/x/'><title>F</title>{inner}</feed>"
    );
    items(feed(&atom)).remove(0)
}

fn headlines(document: Document) -> Vec<String> {
    items(document)
        .into_iter()
        .map(|item| item.story.headline)
        .collect()
}

const RSS: &str = "<?xml version=\"1.0\"?>
<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">
<channel><title>Harbour &amp; Sea</title><link>https://a.org/</link>
<item><title>One</title><link>https://a.org/1</link><guid>1</guid><description>First &lt;b&gt;text&lt;/b&gt;.</description></item>
<item><title>Two</title><link>https://a.org/2</link><content:encoded><![CDATA[<p>Second <i>text</i>.</p>]]></content:encoded></item>
<item><title>Three é</title><description>Third &#8364;</description></item>
</channel></rss>
";

#[test]
fn every_format_is_read() {
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>
        <channel rdf:about='https://a.org/feed'><title>F</title><link>https://a.org/</link></channel>
        <image><title>I</title><link>https://a.org/i</link></image>
        <item rdf:about='https://a.org/1'><title>One</title><link>https://a.org/1</link></item></rdf:RDF>";
    let rss_1_1 =
        "<Channel xmlns='http://purl.org/net/rss1.1#'><title>F</title><link>https://a.org/</link>
        <items><item><title>One</title><link>https://a.org/1</link></item></items></Channel>";
    let rss_0_91 = "<rss version='0.91'><channel><title>F</title><link>https://a.org/</link>
        <item><title>One</title><link>https://a.org/1</link></item></channel></rss>";
    let atom = "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>F</a:title><a:link href='https://a.org/'/>
        <a:entry><a:title>One</a:title><a:link rel='alternate' href='https://a.org/1'/></a:entry></a:feed>";
    let atom_0_3 =
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title mode='escaped'>F</title>
        <link rel='alternate' href='https://a.org/'/><entry><title>One</title>
        <link rel='alternate' type='text/html' href='https://a.org/1'/></entry></feed>";
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "F", "home_page_url": "https://a.org/",
        "items": [{"id": 7, "title": "One", "url": "https://a.org/1", "content_text": "x"}]}"#;
    let json_1_0 = r#"{"version": "http://jsonfeed.org/version/1", "title": "F", "home_page_url": "https://a.org/",
        "items": [{"id": "7", "title": "One", "url": "https://a.org/1", "tags": "sea", "author": {"name": "Ann"}}]}"#;
    let rss_in_json = r##"{"rss": {"channel": {"title": "F", "link": "https://a.org/",
        "item": [{"title": "One", "guid": {"isPermaLink": "true", "#value": "https://a.org/1"}}]}}}"##;
    for text in [
        rdf,
        rss_1_1,
        rss_0_91,
        atom,
        atom_0_3,
        json,
        json_1_0,
        rss_in_json,
    ] {
        let document = feed(text);
        assert_eq!(document.title.as_deref(), Some("F"), "{text}");
        assert_eq!(document.feed.as_deref(), Some("https://a.org/"), "{text}");
        assert_eq!(
            (document.is_cut, document.warnings.len()),
            (false, 0),
            "{text}"
        );
        let item = &items(document)[0];
        assert_eq!(item.story.headline, "One", "{text}");
        assert_eq!(item.story.link, "https://a.org/1", "{text}");
    }
}

#[test]
fn a_feed_says_what_it_is_called_and_known_by() {
    let document = feed(RSS);
    assert_eq!(document.source.as_deref(), Some("Harbour & Sea"));
    assert_eq!(headlines(document), ["One", "Two", "Three é"]);
    let with_id = "<feed><id>urn:1</id><title>F</title><link href='https://a.org/'/><link rel='self' href='https://a.org/f'/></feed>";
    assert_eq!(feed(with_id).feed.as_deref(), Some("urn:1"));
    let with_self =
        "<rss><channel><atom:link rel='self' href='https://a.org/f'/><title/></channel></rss>";
    assert_eq!(feed(with_self).feed.as_deref(), Some("https://a.org/f"));
}

#[test]
fn what_is_no_feed_is_refused() {
    for text in [
        "",
        "text",
        "<catalog><book/></catalog>",
        "{}",
        "{\"a\": [1]}",
        "[1]",
        "<",
        "{",
    ] {
        assert!(read(text, &Options::default()).is_err(), "{text}");
    }
    assert_eq!(
        headlines(feed("<rss version='2.0'/>")),
        Vec::<String>::new()
    );
}
