//! A Markdown file as a story.

mod clean;

use super::document::{Contents, Document, Item, Kind, Options, Unreadable};
use super::{address, date, split, words};
use crate::briefing::{DraftStory, Published};

/// What the lines between `---` or `+++` above a text say.
#[derive(Default)]
struct FrontMatter {
    title: Option<String>,
    author: Option<String>,
    link: Option<String>,
    published: Option<Published>,
    tags: Vec<String>,
}

/// Reads a Markdown text as one story, or as an edition. Its body stays as it is, but for faults and HTML.
pub(super) fn read(text: &str, options: &Options) -> Result<Document, Unreadable> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (front, text) = front_matter(&text);
    let base = options.base.as_deref();
    let base = base.or(front.link.as_deref());
    let text = &clean::clean(text, base, options.split);
    let (heading, rest) = split::leading_heading(text);
    let is_doubled = match (&front.title, &heading) {
        (Some(title), Some(heading)) => words::folded(title) == words::folded(heading),
        (None, Some(_)) => true,
        _ => false,
    };
    let body = if is_doubled { rest } else { text }
        .trim_matches('\n')
        .trim_end();
    let title = front.title.or(heading);
    if body.is_empty() && title.is_none() {
        return Err(Unreadable::whole("this text is empty"));
    }
    let edition = options.split.then(|| split::markdown(text)).flatten();
    let contents = match edition {
        Some(draft) => Contents::edition(draft, title.as_deref(), None, front.published),
        None => Contents::Story(Box::new(Item {
            guid: None,
            story: DraftStory {
                headline: words::headline(title.as_deref(), body),
                byline: front.author.unwrap_or_default(),
                tags: front.tags,
                link: front.link.unwrap_or_default(),
                published: front.published,
                body: body.to_owned(),
                ..DraftStory::default()
            },
        })),
    };
    Ok(Document {
        kind: Kind::Markdown,
        title,
        source: None,
        feed: None,
        contents,
        warnings: Vec::new(),
        is_cut: false,
    })
}

/// The front matter of a text and what follows it. Only lines of the form `name: value` or
/// `name = value` are understood, and lists of tags.
fn front_matter(text: &str) -> (FrontMatter, &str) {
    let mut front = FrontMatter::default();
    let Some((fence, separator)) = [("---\n", ':'), ("+++\n", '=')]
        .into_iter()
        .find(|(fence, _)| text.starts_with(fence))
    else {
        return (front, text);
    };
    let inner = &text[fence.len()..];
    let Some((lines, rest)) = inner
        .split_once(&format!("\n{fence}"))
        .or_else(|| Some((inner.strip_suffix(&format!("\n{}", fence.trim_end()))?, "")))
    else {
        return (front, text);
    };
    let is_front_matter = lines.lines().next().is_some_and(|line| {
        let name = line.split(separator).next().unwrap_or_default().trim();
        line.contains(separator) && !name.is_empty() && !name.contains(' ')
    });
    if !is_front_matter {
        return (front, text);
    }
    let mut in_tags = false;
    for line in lines.lines() {
        if let Some(tag) = line.trim_start().strip_prefix("- ").filter(|_| in_tags) {
            front.tags.extend(value(tag));
            continue;
        }
        let Some((name, written)) = line.split_once(separator) else {
            continue;
        };
        let name = name.trim().to_ascii_lowercase();
        in_tags = name == "tags";
        match name.as_str() {
            "title" => front.title = value(written),
            "author" | "byline" => front.author = value(written),
            "link" | "url" => {
                front.link = value(written).and_then(|link| address::absolute(&link, None));
            }
            "date" => front.published = value(written).and_then(|day| date::parse(&day)),
            "tags" => {
                let list = written.trim().trim_matches(['[', ']']);
                front.tags.extend(list.split(',').filter_map(value));
            }
            _ => {}
        }
    }
    (front, rest)
}

/// A value without its quotes; `None` when it is empty.
fn value(written: &str) -> Option<String> {
    let written = written.trim();
    let value = ['"', '\'']
        .into_iter()
        .find_map(|quote| written.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(written);
    let line = words::one_line(value);
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(text: &str) -> DraftStory {
        match read(text, &Options::default()).unwrap().contents {
            Contents::Story(item) => item.story,
            contents => panic!("{contents:?}"),
        }
    }

    #[test]
    fn the_first_heading_is_the_headline_and_leaves_the_body() {
        let story = story("# Boats & *goats*\r\n\r\nOne.\r\n\r\n## More\r\n\r\nTwo.\r\n");
        assert_eq!(story.headline, "Boats & goats");
        assert_eq!(story.body, "One.\n\n## More\n\nTwo.");
    }

    #[test]
    fn front_matter_names_title_day_author_and_tags() {
        for text in [
            "---\ntitle: \"A: b\"\ndate: 2031-04-02\nauthor: Ada\ntags: [x, 'y z']\n---\n\nBody.\n",
            "+++\ntitle = \"A: b\"\ndate = 2031-04-02\nauthor = \"Ada\"\ntags = [\"x\", \"y z\"]\n+++\nBody.",
            "---\ntitle: 'A: b'\ndate: 2031-04-02\nauthor: Ada\ntags:\n  - x\n  - y z\n---\nBody.",
        ] {
            let story = story(text);
            assert_eq!(story.headline, "A: b");
            assert_eq!(story.byline, "Ada");
            assert_eq!(story.tags, ["x", "y z"]);
            assert_eq!(story.body, "Body.");
            assert!(matches!(story.published, Some(Published::Day(_))));
        }
    }

    #[test]
    fn a_rule_at_the_start_is_no_front_matter() {
        assert_eq!(
            story("---\nSome text\n---\nmore").body,
            "---\nSome text\n---\nmore"
        );
    }

    #[test]
    fn without_a_heading_the_first_words_are_the_headline() {
        let story = story("Just a *note* about boats.");
        assert_eq!(story.headline, "Just a note about boats");
        assert_eq!(story.body, "Just a *note* about boats.");
    }
}
