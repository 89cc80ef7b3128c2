//! What is taken of an item.

use super::super::read;
use super::{entry, feed, headlines, item, items};
use crate::briefing::{DraftStory, Published};
use crate::import::document::Options;

#[test]
fn nothing_that_stands_beside_a_body_is_in_it() {
    let feed = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Lake</title><link>https://l.example/</link>\
        <item><title>The goat</title><link>https://l.example/1</link><description><![CDATA[<p>It is late.</p><p>The post <a href='https://l.example/1'>The goat</a> appeared first on <a href='https://l.example/'>Lake</a>.</p>]]></description>\
        <content:encoded><![CDATA[<img src='https://l.example/a.png' alt='The goat'><p>A goat missed the ferry.</p><p><a href='https://l.example/1'>Read more</a></p>]]></content:encoded></item>\
        <item><link>https://l.example/2</link><description>Ahoy</description></item></channel></rss>";
    let document = crate::import::read(feed.as_bytes(), &Options::default()).unwrap();
    let texts = items(document).into_iter().map(|item| {
        let DraftStory {
            headline,
            summary,
            body,
            ..
        } = &item.story;
        [headline.as_str(), summary, body].join(" | ")
    });
    assert_eq!(
        texts.collect::<Vec<_>>(),
        [
            "The goat | It is late. | A goat missed the ferry.",
            "Ahoy |  | "
        ]
    );
}

#[test]
fn titles_are_plain_lines_however_they_were_escaped() {
    for (inner, headline) in [
        ("<title>Bread &amp; salt</title>", "Bread & salt"),
        ("<title>Bread &amp;amp; salt</title>", "Bread & salt"),
        (
            "<title><![CDATA[Bread &amp; salt]]></title>",
            "Bread & salt",
        ),
        ("<title>Bread & salt</title>", "Bread & salt"),
        ("<title>caf&eacute; &#8217;</title>", "café ’"),
        ("<title>A &lt;b&gt;bold&lt;/b&gt; one</title>", "A bold one"),
        ("<title>A <b>bold</b> one</title>", "A bold one"),
        (
            "<title>Vec&lt;T&gt; and 1 &lt; 2</title>",
            "Vec<T> and 1 < 2",
        ),
        ("<title>1 < 2 in\n two lines</title>", "1 < 2 in two lines"),
        ("<title>AT&T;x</title>", "AT&T;x"),
        ("<title>&custom; kept</title>", "&custom; kept"),
    ] {
        assert_eq!(item(inner).story.headline, headline, "{inner}");
    }
    let literal = entry("<entry><title type='text'>the &lt;b&gt; tag</title></entry>");
    assert_eq!(literal.story.headline, "the <b> tag");
}

#[test]
fn an_item_without_a_title_is_named_by_its_first_words() {
    let untitled = item("<description>The ferry sails again. More tomorrow.</description>");
    assert_eq!(untitled.story.headline, "The ferry sails again");
    assert_eq!(
        item("<link>https://a.org/1</link>").story.headline,
        "https://a.org/1"
    );
    let nothing = "<rss><channel><item><author>x</author></item></channel></rss>";
    assert_eq!(headlines(feed(nothing)), Vec::<String>::new());
}

#[test]
fn the_whole_text_is_the_body_and_a_summary_must_say_something_new() {
    let whole =
        "<p>The ferry sails again since this morning, and the island has bread.</p><p>More.</p>";
    let encoded = format!("<title>t</title><content:encoded><![CDATA[{whole}]]></content:encoded>");
    for teaser in [
        "The ferry sails again since this morning",
        "The ferry sails again since this morning, and the island […]",
        "&lt;p&gt;The ferry sails again since this morning, and … &lt;a href='x'&gt;Continue reading&lt;/a&gt;",
    ] {
        let story = item(&format!("{encoded}<description>{teaser}</description>")).story;
        assert!(story.body.contains("the island has bread"), "{story:?}");
        assert_eq!(story.summary, "", "{teaser}");
    }
    let story = item(&format!(
        "<description>Why it took a year.</description>{encoded}"
    ))
    .story;
    assert_eq!(story.summary, "Why it took a year.");
    let longer = item(
        "<title>t</title><description>All of it, the first and the last word.</description><content:encoded>All of it</content:encoded>",
    );
    assert_eq!(
        (longer.story.body.as_str(), longer.story.summary.as_str()),
        ("All of it, the first and the last word.", "")
    );
    let only = item("<title>t</title><description>Plain 1 &lt; 2 and *stars*</description>");
    assert_eq!(only.story.body, "Plain 1 \\< 2 and \\*stars\\*");
    let doubled = item("<title>Just this</title><description>Just this.</description>");
    assert_eq!(doubled.story.body, "");
}

#[test]
fn links_are_resolved_cleaned_and_found_where_there_is_none() {
    for (inner, link) in [
        (
            "<title>t</title><link>/1?utm_source=rss&amp;a=b</link>",
            "https://a.org/1?a=b",
        ),
        (
            "<title>t</title><link> https://a.org/1\n</link>",
            "https://a.org/1",
        ),
        (
            "<title>t</title><guid>https://a.org/g</guid>",
            "https://a.org/g",
        ),
        (
            "<title>t</title><guid isPermaLink='true'>https://a.org/g</guid><link/>",
            "https://a.org/g",
        ),
        (
            "<title>t</title><guid isPermaLink='false'>https://a.org/g</guid>",
            "",
        ),
        ("<title>t</title><guid>urn:7</guid>", ""),
        ("<title>t</title><link>javascript:alert(1)</link>", ""),
        (
            "<title>t</title><link>https://c.org/~r/1</link><feedburner:origLink>https://a.org/1</feedburner:origLink>",
            "https://a.org/1",
        ),
        (
            "<title>t</title><image><link>https://a.org/i</link><title>i</title></image>",
            "",
        ),
    ] {
        assert_eq!(item(inner).story.link, link, "{inner}");
    }
    let links = "<link rel='self' href='s'/><link rel='edit' href='e'/><link href='1' rel='alternate'/><link rel='related' href='r'/>";
    assert_eq!(
        entry(&format!("<entry><title>t</title>{links}</entry>"))
            .story
            .link,
        "https://a.org/x/1"
    );
    let based = "<entry xml:base='/y/'><title>t</title><link xml:base='z/' href='1'/></entry>";
    assert_eq!(entry(based).story.link, "https://a.org/y/z/1");
    let with_base = Options {
        base: Some("https://b.org/f/".to_owned()),
        ..Options::default()
    };
    let document = read(
        "<rss><channel><item><link>1</link></item></channel></rss>",
        &with_base,
    )
    .unwrap();
    assert_eq!(items(document)[0].story.link, "https://b.org/f/1");
}

#[test]
fn authors_tags_and_dates_are_taken() {
    let story = item(
        "<title>t</title><dc:creator>Ann Example</dc:creator><author>bob@a.org (Bob)</author><author>noreply@a.org</author>
        <category>Sea</category><category>sea</category><category>https://a.org/tag</category><category>Uncategorized</category>
        <category domain='x'>Bread &amp;amp; salt</category><pubDate>Wed, 02 Apr 2031 08:30:00 EDT</pubDate>",
    )
    .story;
    assert_eq!(story.byline, "Ann Example, Bob");
    assert_eq!(story.tags, ["Sea", "Bread & salt"]);
    let Some(Published::Moment(published)) = story.published else {
        panic!("{:?}", story.published);
    };
    assert_eq!(published.to_string(), "2031-04-02T08:30:00-04:00[-04:00]");
    let atom = entry(
        "<author><name>The House</name></author><entry><title>t</title><published>2031-04-02</published><updated>2031-05-01</updated>
        <category term='a' label='Alpha'/><category scheme='x' term='http://schemas.a.org#kind'/>
        <source><title>Elsewhere</title><author><name>Nobody</name></author></source></entry>",
    );
    assert_eq!(atom.story.byline, "The House");
    assert_eq!(atom.story.tags, ["Alpha"]);
    assert!(
        matches!(atom.story.published, Some(Published::Day(day)) if day.to_string() == "2031-04-02")
    );
    let many: Vec<_> = (0..500)
        .map(|n| format!("<category>c{n}</category>"))
        .collect();
    let many = many.concat();
    assert!(item(&format!("<title>t</title>{many}")).story.tags.len() <= 10);
}

#[test]
fn sound_is_linked_at_the_end_of_the_body() {
    let story = item("<title>t</title><description>Listen.</description><enclosure url='/e.mp3' type='audio/mpeg' length='1'/>").story;
    assert_eq!(story.body, "Listen.\n\n[Audio](<https://a.org/e.mp3>)");
    let story =
        item("<title>t</title><link>/1</link><enclosure url='/e.jpg' type='image/jpeg'/>").story;
    assert_eq!(story.body, "");
}

#[test]
fn xhtml_is_read_with_any_prefix() {
    for content in [
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <b>bold</b> &lt;word&gt;<br/>x</div></content>",
        "<content type='xhtml' xmlns:h='http://www.w3.org/1999/xhtml'><h:div>a <h:b>bold</h:b> &lt;word&gt;<h:br/>x</h:div></content>",
        "<content type='html'>a &lt;b>bold&lt;/b> &amp;lt;word></content>",
    ] {
        let body = entry(&format!("<entry><title>t</title>{content}</entry>"))
            .story
            .body;
        assert!(
            body.contains("bold") && body.contains("<word>") && !body.contains("<b>"),
            "{body}"
        );
    }
    let base64 = entry(
        "<entry><title>t</title><content type='text/html' mode='base64'>PGI+Ym9sZDwvYj4=</content></entry>",
    );
    assert!(
        base64.story.body.contains("bold") && !base64.story.body.contains('<'),
        "{base64:?}"
    );
    let image =
        entry("<entry><title>t</title><content type='image/png'>iVBORw0KGgo=</content></entry>");
    assert_eq!(image.story.body, "");
}
