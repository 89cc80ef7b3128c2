//! OPML 2.0, and what readers make of it.

use super::list::{FeedOptions, Origin, Skipped, Subscription, Subscriptions, given};
use crate::briefing::Lines;
use crate::import::document::Unreadable;
use crate::import::feed::tag::Tag;
use crate::import::feed::xml::{Token, Xml};
use crate::text::DisplayText;

/// Of attributes that only this program writes.
const NAMESPACE: &str = "urn:x-roundup:sources";

/// The attributes that every outline of a feed is written with.
const READ: [&str; 4] = ["text", "title", "type", "xmlUrl"];

/// Reads every outline that has the address of a feed. Its section is the innermost folder, else the last part
/// of its first category.
pub(super) fn read(text: &str) -> Result<Subscriptions, Unreadable> {
    let mut xml = Xml::new(text);
    let mut lines = Lines::new(text);
    let mut list = Subscriptions::default();
    let mut is_opml = false;
    // Of every open element, its title if it is a folder.
    let mut open: Vec<Option<String>> = Vec::new();
    while let Some(token) = xml.next() {
        match token {
            Token::Text(_) => {}
            Token::End => _ = open.pop(),
            Token::Start(tag) if tag.local().eq_ignore_ascii_case("outline") => {
                is_opml = true;
                let line = lines.of(tag.at);
                let folder = open.iter().flatten().next_back();
                if let Some(address) = tag.attribute("xmlUrl").filter(|text| !text.is_empty()) {
                    list.feeds.push(subscription(tag, address, folder, line));
                } else if let Some(address) = link(tag) {
                    let why = format!("{address} is a link, not a feed");
                    list.skipped.push(Skipped { line, why });
                }
                open.push(title(tag));
            }
            Token::Start(tag) => {
                is_opml |= tag.local().eq_ignore_ascii_case("opml");
                open.push(None);
            }
        }
    }
    if !is_opml {
        return Err(Unreadable::whole(
            "this is not OPML: it has no outlines; to follow a feed, name its address: \
                      roundup sources add https://…",
        ));
    }
    list.cut = xml.cut.map(|cut| Skipped {
        line: lines.of(cut.at),
        why: format!("the list is cut short ({})", &*DisplayText::line(&cut.why)),
    });
    Ok(list)
}

fn subscription(
    tag: Tag<'_>,
    address: String,
    folder: Option<&String>,
    line: usize,
) -> Subscription {
    let category = || {
        let categories = tag.attribute("category")?;
        let first = categories.split(',').next()?.trim_end_matches('/');
        given(first.rsplit('/').next()?)
    };
    let is_set = |name| {
        tag.attribute_named(name)
            .is_some_and(|value| value == "true")
    };
    Subscription {
        name: title(tag).filter(|name| *name != address),
        section: folder.cloned().or_else(category),
        options: FeedOptions {
            limit: tag
                .attribute_named("roundup:limit")
                .and_then(|limit| limit.parse().ok()),
            keep: tag
                .attribute_named("roundup:keep")
                .filter(|keep| !keep.is_empty()),
            full: is_set("roundup:full"),
            split: is_set("roundup:split"),
        },
        attributes: others(tag),
        origin: Origin::Address(address),
        line,
    }
}

/// The attributes that are kept as they are. Those with a prefix would need their namespace, too.
fn others(tag: Tag<'_>) -> Vec<(String, String)> {
    let mut others = tag.attributes();
    others.retain(|(name, value)| {
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
            && name.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_read = READ.iter().any(|read| read.eq_ignore_ascii_case(name));
        is_name && !is_read && !value.is_empty()
    });
    others.sort();
    others.dedup_by(|other, one| other.0 == one.0);
    others
}

fn title(tag: Tag<'_>) -> Option<String> {
    let text = |name| given(&tag.attribute(name)?);
    text("text").or_else(|| text("title"))
}

/// The address of an outline that is no folder.
fn link(tag: Tag<'_>) -> Option<String> {
    let kind = tag.attribute("type").unwrap_or_default().to_lowercase();
    let address = tag.attribute("url").or_else(|| tag.attribute("htmlUrl"))?;
    let is_link = matches!(kind.as_str(), "link" | "include" | "rss" | "atom");
    is_link.then_some(address)
}

/// Writes these feeds as OPML 2.0, those of a section in a folder where the section first comes. Commands have
/// no place in it and must be left out.
pub fn to_opml(feeds: &[Subscription]) -> String {
    let mut opml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\" xmlns:roundup=\"{NAMESPACE}\">\n  \
         <head>\n    <title>Sources of roundup</title>\n  </head>\n  <body>\n"
    );
    let mut written: Vec<&str> = Vec::new();
    for feed in feeds {
        let Some(section) = feed.section.as_deref() else {
            push_outline(&mut opml, feed, 4);
            continue;
        };
        if written.contains(&section) {
            continue;
        }
        written.push(section);
        let title = escaped(section);
        opml.extend([
            "    <outline text=\"",
            &title,
            "\" title=\"",
            &title,
            "\">\n",
        ]);
        let is_in = |feed: &&Subscription| feed.section.as_deref() == Some(section);
        for feed in feeds.iter().filter(is_in) {
            push_outline(&mut opml, feed, 6);
        }
        opml.push_str("    </outline>\n");
    }
    opml.push_str("  </body>\n</opml>\n");
    opml
}

fn push_outline(opml: &mut String, feed: &Subscription, indent: usize) {
    let Origin::Address(address) = &feed.origin else {
        return;
    };
    let name = feed.name.as_deref().unwrap_or(address);
    opml.extend([" ".repeat(indent).as_str(), "<outline"]);
    let mut push = |name: &str, value: &str| {
        opml.extend([" ", name, "=\"", &escaped(value), "\""]);
    };
    push("text", name);
    push("title", name);
    push("type", "rss");
    push("xmlUrl", address);
    for (name, value) in &feed.attributes {
        push(name, value);
    }
    let options = &feed.options;
    if let Some(limit) = options.limit {
        push("roundup:limit", &limit.to_string());
    }
    if let Some(keep) = &options.keep {
        push("roundup:keep", keep);
    }
    for (name, is_set) in [
        ("roundup:full", options.full),
        ("roundup:split", options.split),
    ] {
        if is_set {
            push(name, "true");
        }
    }
    opml.push_str("/>\n");
}

/// Text as the value of an attribute; control characters, which XML cannot have, as they are shown.
fn escaped(text: &str) -> String {
    DisplayText::line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::{FeedOptions, Origin, Subscription, Subscriptions};
    use super::{read, to_opml};

    const OPML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head>
<body>
  <outline text="Tech &amp; Science" title="x">
    <outline text="Linux">
      <outline type="rss" text="LWN" title="LWN.net" xmlUrl="https://lwn.net/rss?a=1&amp;b=2" htmlUrl="https://lwn.net/"/>
    </outline>
    <outline TEXT="Phys&eacute;" XMLURL='https://p.org/feed' frss:priority="main"></outline>
    <outline type="link" text="No feed" url="https://a.org/"/>
  </outline>
  <outline
      title="B" xmlUrl="https://b.org/?x&y" category="/News/World,/Other"/>
  <outline text="https://c.org/feed" xmlUrl="https://c.org/feed"/>
</body></opml>
"#;

    fn short(list: &Subscriptions) -> Vec<(usize, &str, &str, &str)> {
        let feeds = list.feeds.iter().map(|feed| {
            let Origin::Address(address) = &feed.origin else {
                panic!("{feed:?}")
            };
            let (name, section) = (feed.name.as_deref(), feed.section.as_deref());
            (
                feed.line,
                address.as_str(),
                name.unwrap_or(""),
                section.unwrap_or(""),
            )
        });
        feeds.collect()
    }

    #[test]
    fn feeds_are_read_with_their_folders() {
        let list = read(OPML).unwrap();
        assert_eq!(
            short(&list),
            [
                (6, "https://lwn.net/rss?a=1&b=2", "LWN", "Linux"),
                (8, "https://p.org/feed", "Physé", "Tech & Science"),
                (11, "https://b.org/?x&y", "B", "World"),
                (13, "https://c.org/feed", "", ""),
            ]
        );
        assert_eq!(list.cut, None);
        let skipped: Vec<_> = list
            .skipped
            .iter()
            .map(|skipped| (skipped.line, skipped.why.as_str()))
            .collect();
        assert_eq!(skipped, [(9, "https://a.org/ is a link, not a feed")]);
    }

    #[test]
    fn broken_lists_are_read_as_far_as_possible() {
        let all = read(OPML).unwrap().feeds;
        for end in 0..OPML.len() {
            if !OPML.is_char_boundary(end) {
                continue;
            }
            let Ok(list) = read(&OPML[..end]) else {
                assert!(!OPML[..end].contains("outline "));
                continue;
            };
            assert!(list.feeds.len() <= all.len());
            assert_eq!(
                short(&list)[..],
                short(&read(OPML).unwrap())[..list.feeds.len()]
            );
            assert!(list.cut.is_some() || end > OPML.len() - 2, "{end}");
        }
        let stray = OPML.replace("Tech &amp; Science", "a < b & c > d");
        assert_eq!(short(&read(&stray).unwrap()).len(), 4);
        let unclosed = OPML.replace("</outline>", "");
        assert_eq!(short(&read(&unclosed).unwrap()).len(), 4);
        assert!(read("<rss><channel><title>A</title></channel></rss>").is_err());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let feed = |address: &str, section: Option<&str>| Subscription {
            origin: Origin::Address(address.to_owned()),
            section: section.map(str::to_owned),
            ..Subscription::default()
        };
        let mut feeds = vec![
            feed("https://a.org/?x&y=\"", Some("One <b>")),
            feed("https://b.org/", None),
            feed("https://c.org/", Some("One <b>")),
        ];
        feeds[0].name = Some("'A' & \"B\"".to_owned());
        feeds[1].options = FeedOptions {
            limit: Some(3),
            keep: Some("-\"paid for\"".to_owned()),
            full: true,
            split: true,
        };
        feeds[2].attributes = [("category", "/a,/b"), ("htmlUrl", "https://c.org/?\"<")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        let list = read(&to_opml(&feeds)).unwrap();
        let again: Vec<_> = list
            .feeds
            .into_iter()
            .map(|feed| Subscription { line: 0, ..feed })
            .collect();
        feeds.swap(1, 2);
        assert_eq!(again, feeds);
        assert_eq!((list.cut, list.skipped), (None, Vec::new()));
    }
}
