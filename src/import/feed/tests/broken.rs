//! Feeds that are broken, cut or hostile.

use proptest::prelude::*;

use super::super::read;
use super::{RSS, feed, headlines, items};
use crate::import::document::Options;

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
