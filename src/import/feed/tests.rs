use proptest::prelude::*;

use super::{convert, read};
use crate::briefing::{DraftStory, Published};
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

#[test]
fn broken_markup_loses_no_item() {
    for (broken, expected) in [
        (
            "<rss><channel><item><title>A & B</title></item><item><title>C &nosuch D</title></item></channel></rss>",
            &["A & B", "C &nosuch D"][..],
        ),
        (
            "<rss><channel><item><title>A<item><title>B</title></item></channel></rss>",
            &["A", "B"],
        ),
        (
            "<rss><channel><item><title>A</title><description><p>x<br><i>y</description></item><item><title>B</title></item></channel></rss>",
            &["A", "B"],
        ),
        (
            "<rss><channel><item><title>A</title></b></item></i><item><title>B</title></item></rss>",
            &["A", "B"],
        ),
        (
            "<rss><channel><item><title>A ]]> B</title></item></channel></rss>",
            &["A ]]> B"],
        ),
        (
            "<rss><channel><item><title>A</title><description>x <3 y < z</description></item></channel></rss>",
            &["A"],
        ),
        (
            "\u{feff}\u{feff}<rss><channel><item><title>A <\u{feff}\u{feff}é</title></item></channel></rss>",
            &["A <é"],
        ),
        (
            "<rss><channel><item><title>A</title><!-- a -- b --></item></channel></rss>",
            &["A"],
        ),
        (
            "<rss><channel><item><title>A</title><a href='x></a></item><item><title>B</title></item></channel></rss>",
            &["A", "B"],
        ),
        (
            "<rss><channel><item><title>A</title></item></channel></rss>\n<!-- served in 3 ms -->junk",
            &["A"],
        ),
    ] {
        assert_eq!(headlines(feed(broken)), expected, "{broken}");
    }
}

#[test]
fn entities_of_a_dtd_are_never_expanded() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>
        <!ENTITY file SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&b; &file;</title></item></channel></rss>";
    assert_eq!(headlines(feed(bomb)), ["&b; &file;"]);
}

#[test]
fn depth_is_bounded() {
    let deep = format!(
        "<title>t</title><description>{}x{}</description>",
        "<div>".repeat(200_000),
        "</div>".repeat(200_000)
    );
    let rss =
        format!("<rss><channel><item>{deep}</item><item><title>u</title></item></channel></rss>");
    let document = feed(&rss);
    assert_eq!(document.warnings.len(), 1, "{:?}", document.warnings);
    assert_eq!(headlines(document), ["t", "u"]);
}

#[test]
fn a_feed_that_ends_early_keeps_the_items_before() {
    for end in 0..RSS.len() {
        let Some(start) = RSS.get(..end) else {
            continue;
        };
        let complete = start.matches("</item>").count();
        if let Ok(document) = read(start, &Options::default()) {
            assert_eq!(document.is_cut, end + 1 < RSS.len(), "{start}");
            if document.is_cut {
                let line = document.warnings[0].line.unwrap();
                assert!(line <= 1 + start.matches('\n').count(), "{start}");
            }
            assert_eq!(items(document).len(), complete, "{start}");
        } else {
            assert_eq!(complete, 0, "{start}");
        }
    }
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "F",
        "items": [{"id": "1", "title": "One"}, {"id": "2", "title": "Two {"}]}"#;
    for end in 0..json.len() {
        let complete = json[..end].matches("\"},").count()
            + json[..end].matches("\"}]").count()
            + usize::from(json[..end].ends_with("\"}"));
        match read(&json[..end], &Options::default()) {
            Ok(document) => {
                assert!(document.is_cut);
                assert_eq!(document.title.as_deref(), Some("F"));
                assert_eq!(items(document).len(), complete, "{}", &json[..end]);
            }
            Err(_) => assert_eq!(complete, 0),
        }
    }
}

/// Cuts a feed at every byte. Of the items whose `end` is still there, nothing may be missing.
#[track_caller]
fn check_cut(feed: &str, end: &str) {
    let all = items(self::feed(feed));
    let ends: Vec<_> = feed
        .match_indices(end)
        .map(|(at, end)| at + end.len())
        .collect();
    assert_eq!(ends.len(), all.len());
    for cut in 0..feed.len() {
        let complete = ends.iter().filter(|&&end| end <= cut).count();
        let decoded = crate::import::encoding::decode(&feed.as_bytes()[..cut]);
        let kept = match read(&decoded, &Options::default()) {
            Ok(document) => items(document),
            Err(_) => Vec::new(),
        };
        let kept: Vec<_> = kept.iter().map(|item| &item.story).collect();
        let before: Vec<_> = all[..complete].iter().map(|item| &item.story).collect();
        assert_eq!(kept, before, "cut at {cut}: {decoded}");
    }
}

#[test]
fn a_feed_of_any_format_cut_at_any_byte_keeps_the_items_before() {
    check_cut(RSS, "</item>");
    check_cut(
        "<?xml version='1.0'?>
<!DOCTYPE rdf:RDF [<!ENTITY nbsp '&#160;'>]>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>
<channel rdf:about='https://a.org/'><title>Harbour</title><link>https://a.org/</link></channel>
<item rdf:about='https://a.org/1'><title>One &amp; all</title><link>https://a.org/1</link><dc:date>2016-01-12T06:10:00Z</dc:date><dc:creator>Ann</dc:creator></item>
<item rdf:about='https://a.org/2'><title>Two</title><!-- > --><description>Rough&nbsp;sea, &lt;a href=&quot;/2&quot;&gt;more&lt;/a&gt;</description></item>
</rdf:RDF>
",
        "</item>",
    );
    check_cut(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.org/'><title type='html'>Sea &amp;amp; Land</title>
<entry><title>Eins é</title><id>1</id><link href='1'/><published>2016-01-12T06:10:00Z</published><author><name>Ann</name></author>
<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>First <b>text</b>.</p><ul><li>a</li></ul></div></content></entry>
<entry xml:base='x/'><title><![CDATA[Zwei <i>]]></title><id>2</id><link rel='alternate' href='2'/><summary type='html'>&lt;p&gt;Second&lt;/p&gt;</summary><category term='sea'/></entry>
<entry><title>Drei 長い</title><id>3</id><content src='https://a.org/3.pdf' type='application/pdf'/></entry>
</feed>",
        "</entry>",
    );
    check_cut(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Sea \"and\" land", "home_page_url": "https://a.org/", "items": [
  {"id": "1", "url": "https://a.org/1", "title": "Eins é \u00e9 \"}", "tags": ["sea", "]}"], "authors": [{"name": "Ann"}, {"name": "Bob"}], "content_html": "<p>First <b>text</b>.</p>", "@end": 0},
  {"id": 2, "title": "Zwei", "content_text": "A\nb {[", "date_published": "2016-01-12T06:10:00Z", "attachments": [{"url": "https://a.org/2.mp3", "size_in_bytes": 12.5e3}], "@end": 0}
]}"#,
        "\"@end\": 0}",
    );
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

proptest! {
    #[test]
    fn any_markup_is_read_without_a_panic(parts in proptest::collection::vec(
        prop_oneof![
            Just("<rss><channel>"), Just("<item>"), Just("</item>"), Just("<title>"), Just("</title>"), Just("<![CDATA["),
            Just("]]>"), Just("<!--"), Just("-->"), Just("&"), Just("&amp;"), Just("<a href='"), Just("x"), Just("é"), Just("<"),
            Just(">"), Just("/>"), Just("<br/>"), Just("</"), Just("<!DOCTYPE"), Just("<?"), Just("?>"), Just("\0"), Just("\""),
            Just("<description>"), Just("xmlns:é='x'"), Just("<b:"), Just(" "), Just("<link>"), Just("{\"items\": ["), Just("<x xml:base='y'"),
        ], 0..40)) {
        let _ = read(&parts.concat(), &Options::default());
        let _ = read(&format!("<rss>{}", parts.concat()), &Options::default());
    }

    #[test]
    fn damage_in_one_place_never_panics(at in 0..RSS.len(), byte: u8) {
        let mut bytes = RSS.as_bytes().to_vec();
        bytes[at] = byte;
        let text = crate::import::encoding::decode(&bytes).into_owned();
        let _ = read(&text, &Options::default());
    }
}
