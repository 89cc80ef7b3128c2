//! A page as a story: its article, without what surrounds that on the page.

use dom_smoothie::{Article, Config, Readability};
use memchr::memchr2_iter;

use super::document::{Contents, Document, Item, Kind, Options, Unreadable};
use super::html::{self, Tree};
use super::{address, date, doubled, split, words};
use crate::briefing::{DraftStory, Published};

/// In a page with more elements no article is looked for: that takes more than linear time.
const MAX_ELEMENTS: usize = 40_000;
/// Nor in a page with more tags and character references than this, `<` and `&` that are none included: they
/// take the readability crate, which keeps a record of each mistake, several times as long as ours.
const MAX_MARKUP: usize = 4 * MAX_ELEMENTS;

/// Reads a page as one story, or as an edition.
pub(super) fn read(html: &str, options: &Options) -> Result<Document, Unreadable> {
    let (tree, is_flattened) = html::parse(html);
    let article = if is_flattened || has_much_markup(html) {
        None
    } else {
        article(html)
    };
    let link = link(&tree, options);
    let base = base(&tree, options).or_else(|| link.clone());
    let base = base.as_deref();

    let content = article
        .as_ref()
        .map(|article| html::parse(&article.content).0);
    let content = content.as_ref().unwrap_or(&tree);
    let body = html::write(content, Tree::ROOT, base).text;
    let title = title(article.as_ref(), &tree);
    let body = title.as_deref().map_or(body.as_str(), |title| {
        doubled::without_headline(&body, title)
    });
    if body.trim().is_empty() && title.is_none() {
        return Err(Unreadable::whole("this page has no text"));
    }

    let article = article.as_ref();
    let source = article
        .and_then(|article| article.site_name.as_deref())
        .map(html::to_line);
    let byline = article.and_then(|article| article.byline.as_deref());
    let published = published(article, &tree);
    let edition = options.split.then(|| split::tree(content, base)).flatten();
    let contents = match edition {
        Some(draft) => Contents::edition(draft, title.as_deref(), link, published),
        None => Contents::Story(Box::new(Item {
            guid: None,
            story: DraftStory {
                headline: words::headline(title.as_deref(), body),
                byline: byline.map(author).unwrap_or_default(),
                link: link.unwrap_or_default(),
                published,
                body: body.to_owned(),
                ..DraftStory::default()
            },
        })),
    };
    Ok(Document {
        kind: Kind::Page,
        title,
        source: source.filter(|source| !source.is_empty()),
        feed: None,
        contents,
        warnings: Vec::new(),
        is_cut: false,
    })
}

fn has_much_markup(html: &str) -> bool {
    memchr2_iter(b'<', b'&', html.as_bytes())
        .nth(MAX_MARKUP)
        .is_some()
}

fn article(html: &str) -> Option<Article> {
    let config = Config {
        keep_classes: true,
        max_elements_to_parse: MAX_ELEMENTS,
        ..Config::default()
    };
    let mut readability = Readability::new(html, None, Some(config)).ok()?;
    readability.parse().ok()
}

fn title(article: Option<&Article>, tree: &Tree) -> Option<String> {
    let found = article.map(|article| html::to_line(&article.title.replace('<', "&lt;")));
    let written = |name| first(tree, name).map(|id| html::line(tree, id));
    found
        .filter(|title| !title.is_empty())
        .or_else(|| written("h1"))
        .filter(|title| !title.is_empty())
        .or_else(|| written("title"))
        .filter(|title| !title.is_empty())
}

fn first(tree: &Tree, name: &str) -> Option<html::NodeId> {
    tree.descendants(Tree::ROOT).find(|&id| tree.is(id, name))
}

/// The address of the page, as it says itself.
fn link(tree: &Tree, options: &Options) -> Option<String> {
    let base = options.base.as_deref();
    let mut candidates = [None, None];
    for element in tree
        .descendants(Tree::ROOT)
        .filter_map(|id| tree.element(id))
    {
        let has = |name, value: &str| {
            element
                .attribute(name)
                .is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        let (place, found) = match &**element.name() {
            "link" if has("rel", "canonical") => (0, element.attribute("href")),
            "meta" if has("property", "og:url") => (1, element.attribute("content")),
            _ => continue,
        };
        candidates[place] = candidates[place]
            .take()
            .or_else(|| address::absolute(found?, base));
    }
    candidates
        .into_iter()
        .flatten()
        .next()
        .or_else(|| address::absolute(base?, None))
}

/// What relative addresses of the page start from.
fn base(tree: &Tree, options: &Options) -> Option<String> {
    let said = tree
        .descendants(Tree::ROOT)
        .filter(|&id| tree.is(id, "base"))
        .filter_map(|id| tree.element(id)?.attribute("href"))
        .find_map(|href| address::absolute(href, options.base.as_deref()));
    said.or_else(|| options.base.clone())
}

fn published(article: Option<&Article>, tree: &Tree) -> Option<Published> {
    let found = article.and_then(|article| article.published_time.as_deref());
    found.and_then(date::parse).or_else(|| {
        tree.descendants(Tree::ROOT)
            .filter(|&id| tree.is(id, "time"))
            .filter_map(|id| tree.element(id)?.attribute("datetime"))
            .find_map(date::parse)
    })
}

fn author(byline: &str) -> String {
    let line = words::one_line(byline);
    ["By ", "by ", "BY "]
        .iter()
        .find_map(|by| line.strip_prefix(by))
        .unwrap_or(&line)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html><head>
        <title>Ferry returns to the lake - Lake Courier</title>
        <link rel="canonical" href="https://courier.example/2031/ferry?utm_source=x">
        <meta property="og:site_name" content="Lake Courier">
        <meta property="article:published_time" content="2031-04-02T08:15:00+02:00">
        <meta name="author" content="By Ada Moore"></head>
        <body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
        <article><h1>Ferry returns to the lake</h1>
        <p>After nine years without a boat the town has its ferry back, and on the first morning it carried
        two hundred people, a brass band and a goat across the water.</p>
        <p>The council had argued for months about the price of a ticket, and settled on <b>two crowns</b>
        for everyone, with no discount for goats, which is what the old one charged, too.</p>
        <p>The <a href="/timetable">timetable</a> begins on Monday, with a boat every hour from six in the
        morning, and the last one back at ten at night, but for Sundays, when it rests.</p>
        </article><footer>Imprint</footer></body></html>"#;

    fn story(html: &str) -> (Document, DraftStory) {
        let document = read(html, &Options::default()).unwrap();
        let Contents::Story(item) = document.contents.clone() else {
            panic!("{document:?}");
        };
        (document, item.story)
    }

    #[test]
    fn in_a_page_of_endless_markup_no_article_is_looked_for() {
        let few = PAGE.replace("Imprint", &"<".repeat(MAX_MARKUP / 2));
        assert!(!story(&few).1.body.contains("Home"));
        let many = PAGE.replace("Imprint", &"<".repeat(MAX_MARKUP));
        let (document, story) = story(&many);
        assert!(story.body.contains("Home"));
        assert_eq!(document.title.as_deref(), Some("Ferry returns to the lake"));
    }

    #[test]
    fn an_article_is_found_with_what_the_page_says_about_it() {
        let (document, story) = story(PAGE);
        assert_eq!(story.headline, "Ferry returns to the lake");
        assert_eq!(document.source.as_deref(), Some("Lake Courier"));
        assert_eq!(story.byline, "Ada Moore");
        assert_eq!(story.link, "https://courier.example/2031/ferry");
        assert!(matches!(story.published, Some(Published::Moment(_))));
        assert!(story.body.starts_with("After nine years"), "{}", story.body);
        assert!(
            story
                .body
                .contains("[timetable](https://courier.example/timetable)")
        );
        assert!(!story.body.contains("Imprint"));
    }

    #[test]
    fn a_page_without_an_article_is_taken_whole() {
        let (_, story) = story("<title>Note</title><p>Back at five.");
        assert_eq!(story.headline, "Note");
        assert_eq!(story.body, "Back at five.");
    }

    #[test]
    fn a_page_without_text_cannot_be_read() {
        assert!(read("<script>x</script>", &Options::default()).is_err());
    }
}
