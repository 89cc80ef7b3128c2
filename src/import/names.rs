//! What an item is recognised by, so that it is printed only once.
//!
//! Publishers break every rule for this: ids repeat within a feed or change from http to https, links
//! change with every visit, several items share one link. So an item is remembered under several names,
//! from its id to a hash of all its text, except those that do not tell it apart from the other items of
//! its feed; it is known again by any of them.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use siphasher::sip::SipHasher24;

use super::document::{Contents, Document, Item, Kind};
use super::feed::FeedItem;
use crate::briefing::{DraftStory, Published};

/// The hashes under which an item is remembered and looked up.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The item is known if one of these is remembered.
    own: Vec<u64>,
    /// Its link in any feed, and its link in its own. If only the first is remembered, another feed has
    /// brought the item.
    elsewhere: Option<(u64, u64)>,
    /// Those of `own` first: without them, the link in its own feed would make the item a new one.
    all: Vec<u64>,
}

/// Whether an item has been imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    New,
    Imported,
    /// Another feed has brought its link. Its names must be remembered now: if its own feed gives that link
    /// to more items later, the link will say nothing, and only its names tell this one from those.
    ByAnotherFeed,
}

impl Names {
    /// Whether the item has been imported, given whether a hash is remembered.
    pub fn known(&self, remembers: impl Fn(u64) -> bool) -> Known {
        if self.own.iter().any(|&name| remembers(name)) {
            return Known::Imported;
        }
        match self.elsewhere {
            Some((anywhere, here)) if remembers(anywhere) && !remembers(here) => {
                Known::ByAnotherFeed
            }
            _ => Known::New,
        }
    }

    /// What to remember once the item is imported, in this order: whoever is interrupted and remembers only
    /// the first of these knows the item all the same.
    pub fn all(&self) -> &[u64] {
        &self.all
    }

    /// As [`Self::all`], but by none of these does another feed's item with the same link become known.
    pub fn in_own_feed(&self) -> impl Iterator<Item = u64> {
        let anywhere = self.anywhere();
        self.all
            .iter()
            .copied()
            .filter(move |&name| Some(name) != anywhere)
    }

    /// What items of different feeds with the same link have in common.
    pub fn anywhere(&self) -> Option<u64> {
        self.elsewhere.map(|(anywhere, _)| anywhere)
    }

    /// A hash of the item for its id.
    pub fn first(&self) -> u64 {
        self.own.first().copied().unwrap_or_default()
    }
}

/// The names of a document's items, in their order. An edition has names as a whole.
pub fn names(document: &Document) -> Vec<Names> {
    let feed = match document.kind {
        // A Message-ID is unique without its sender.
        Kind::Mail | Kind::Mbox => "",
        _ => document
            .feed
            .as_deref()
            .or(document.title.as_deref())
            .unwrap_or_default(),
    };
    match &document.contents {
        Contents::Feed(items) => {
            let traits: Vec<_> = items.iter().map(Traits::of_feed_item).collect();
            of_items(feed, &traits)
        }
        Contents::Story(item) => of_items(feed, &[Traits::of(item)]),
        Contents::Edition {
            guid,
            published,
            draft,
        } => of_items(
            feed,
            &[Traits {
                guid: guid.as_deref().map(without_scheme),
                link: None,
                title: &draft.title,
                date: published.as_ref().map(date).unwrap_or_default(),
                body: hash(&[&draft.to_toml()]),
            }],
        ),
    }
}

/// What tells items apart.
struct Traits<'a> {
    guid: Option<&'a str>,
    link: Option<&'a str>,
    title: &'a str,
    /// Empty if the item has none.
    date: String,
    body: u64,
}

impl<'a> Traits<'a> {
    fn of(Item { guid, story }: &'a Item) -> Self {
        Self::new(guid.as_deref(), story, hash(&[&story.summary, &story.body]))
    }

    /// The texts count as they are in the feed, so that items that are known need not be converted.
    fn of_feed_item(item: &'a FeedItem) -> Self {
        let texts: Vec<&str> = item.texts().collect();
        Self::new(item.guid.as_deref(), &item.story, hash(&texts))
    }

    fn new(guid: Option<&'a str>, story: &'a DraftStory, body: u64) -> Self {
        Self {
            guid: guid.map(without_scheme),
            link: Some(without_scheme(&story.link)).filter(|link| !link.is_empty()),
            title: &story.headline,
            date: story.published.as_ref().map(date).unwrap_or_default(),
            body,
        }
    }

    /// A hash of title and date.
    fn titled(&self, feed: &str) -> u64 {
        hash(&["titled", feed, self.title, &self.date])
    }

    /// Hashes that tell items apart, each more finely than the one before. There is at least one.
    fn levels(&self, feed: &str) -> Vec<u64> {
        let link = self.link.unwrap_or_default();
        let whole = [
            feed,
            self.guid.unwrap_or_default(),
            link,
            self.title,
            &self.date,
        ];
        let dated = hash(&["whole", &hash(&whole).to_string()]);
        let exact = hash(&["exact", &dated.to_string(), &self.body.to_string()]);
        match (self.guid, self.link) {
            (Some(guid), _) => vec![
                hash(&["guid", feed, guid]),
                hash(&["guid and link", feed, guid, link]),
                dated,
                exact,
            ],
            (None, Some(link)) => vec![hash(&["link here", feed, link]), dated, exact],
            (None, None) if self.date.is_empty() => vec![exact],
            (None, None) => vec![dated, exact],
        }
    }
}

fn of_items(feed: &str, items: &[Traits<'_>]) -> Vec<Names> {
    let feed = without_scheme(feed);
    let levels: Vec<Vec<u64>> = items.iter().map(|item| item.levels(feed)).collect();
    let in_feed = InFeed {
        feed,
        levels: count(levels.iter().flatten().copied()),
        links: count(items.iter().filter_map(|item| item.link)),
        titles: count(items.iter().map(|item| item.titled(feed))),
    };
    let levels = items.iter().zip(levels);
    levels
        .map(|(item, levels)| in_feed.names(item, &levels))
        .collect()
}

/// How often each of these occurs among the items of one document.
struct InFeed<'a> {
    feed: &'a str,
    levels: HashMap<u64, usize>,
    links: HashMap<&'a str, usize>,
    titles: HashMap<u64, usize>,
}

impl InFeed<'_> {
    /// The names of one item with these levels.
    fn names(&self, item: &Traits<'_>, levels: &[u64]) -> Names {
        // A name that several items share identifies none of them.
        let unique = levels.iter().position(|level| self.levels[level] == 1);
        let mut own = levels[unique.unwrap_or(levels.len() - 1)..].to_vec();
        let mut elsewhere = None;
        // A link to the feed's home page identifies no item, even if only one has it.
        if let Some(link) = item
            .link
            .filter(|link| self.links[link] == 1 && *link != self.feed)
        {
            let here = hash(&["link here", self.feed, link]);
            elsewhere = Some((hash(&["link", link]), here));
            // The same link, title and date under another id: the publisher's ids change.
            own.push(hash(&["renamed", self.feed, link, item.title, &item.date]));
        }
        let titled = item.titled(self.feed);
        if item.guid.is_none() && !item.date.is_empty() && self.titles[&titled] == 1 {
            // The same title and date under another link: the publisher's links change.
            own.push(titled);
        }
        let mut all = own.clone();
        if let Some((anywhere, here)) = elsewhere {
            all.extend([anywhere, here]);
        }
        Names {
            own,
            elsewhere,
            all,
        }
    }
}

fn count<T: Eq + Hash>(names: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn date(published: &Published) -> String {
    match published {
        Published::Day(day) => day.to_string(),
        Published::Moment(moment) => moment.timestamp().to_string(),
    }
}

/// Publishers move from http to https and back.
fn without_scheme(address: &str) -> &str {
    let address = address.trim();
    let rest = address
        .strip_prefix("https://")
        .or(address.strip_prefix("http://"));
    rest.map_or(address, |rest| rest.trim_end_matches('/'))
}

/// SipHash-2-4 with a key of zeros, the same in every version and on every machine. No publisher can
/// practically make up an item with the hash of another feed's.
fn hash(parts: &[&str]) -> u64 {
    let mut hasher = SipHasher24::new();
    for part in parts {
        hasher.write(&(part.len() as u64).to_le_bytes());
        hasher.write(part.as_bytes());
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;

    use super::{Known, Names, names};
    use crate::briefing::{DraftStory, Published};
    use crate::import::{Contents, Document, FeedItem, Kind};

    /// An item as `guid|link|title|day of January`; a `-` stands for none.
    fn item(text: &str) -> FeedItem {
        let mut parts = text
            .split('|')
            .map(|part| Some(part).filter(|part| *part != "-"));
        let mut next = || parts.next().flatten().map(str::to_owned);
        let guid = next();
        let story = DraftStory {
            link: next().unwrap_or_default(),
            headline: next().unwrap_or_default(),
            published: next().map(|day| Published::Day(date(2016, 1, day.parse().unwrap()))),
            ..DraftStory::default()
        };
        FeedItem::new(guid, story, next().unwrap_or_default())
    }

    fn feed(name: &str, items: &[&str]) -> Vec<Names> {
        names(&Document {
            kind: Kind::Feed,
            title: None,
            source: None,
            feed: Some(name.to_owned()),
            contents: Contents::Feed(items.iter().map(|text| item(text)).collect()),
            warnings: Vec::new(),
            is_cut: false,
        })
    }

    /// Imports feeds one after the other, and returns the titles printed by each.
    fn printed(feeds: &[(&str, &[&str])]) -> Vec<String> {
        let mut remembered: HashSet<u64> = HashSet::new();
        let mut printed = Vec::new();
        for (name, items) in feeds {
            let mut titles = Vec::new();
            for (names, text) in feed(name, items).iter().zip(*items) {
                let known = names.known(|name| remembered.contains(&name));
                if known == Known::New {
                    titles.push(item(text).story.headline);
                }
                if known != Known::Imported {
                    remembered.extend(names.all());
                }
            }
            printed.push(titles.join(" "));
        }
        printed
    }

    const HOME: &str = "http://a.example/";

    #[test]
    fn an_item_is_known_by_its_guid_whatever_else_changes() {
        let first: &[&str] = &["1|http://a.example/1|One|1"];
        let later: &[&str] = &[
            "1|http://a.example/one|One, corrected|2",
            "2|http://a.example/2|Two|2",
        ];
        assert_eq!(printed(&[(HOME, first), (HOME, later)]), ["One", "Two"]);
    }

    #[test]
    fn a_move_to_https_makes_nothing_new() {
        let first: &[&str] = &["http://a.example/?p=1|http://a.example/1|One|1"];
        let later: &[&str] = &["https://a.example/?p=1|https://a.example/1/|One|1"];
        let moved = "https://a.example";
        assert_eq!(printed(&[(HOME, first), (moved, later)]), ["One", ""]);
    }

    #[test]
    fn items_that_share_a_guid_are_told_apart_by_link_then_by_title_and_date() {
        let items: &[&str] = &[
            "x|http://a.example/1|One|1",
            "x|http://a.example/2|Two|1",
            "x|http://a.example/2|Three|1",
            "x|http://a.example/2|Three|2",
            "x|http://a.example/2|Three|2",
        ];
        assert_eq!(
            printed(&[(HOME, items), (HOME, &items[..1]), (HOME, items)]),
            ["One Two Three Three", "", ""]
        );
    }

    #[test]
    fn without_a_guid_the_link_counts_and_without_that_title_and_date() {
        let items: &[&str] = &[
            "-|http://a.example/1|One|1",
            "-|-|Two|1",
            "-|-|Two|2",
            "-|-|Three|-",
        ];
        let later: &[&str] = &[
            "-|http://a.example/1|One, corrected|2",
            "-|-|Two|2",
            "-|-|Three|-",
            "-|-|Three|-|more",
        ];
        assert_eq!(
            printed(&[(HOME, items), (HOME, later)]),
            ["One Two Two Three", "Three"]
        );
    }

    #[test]
    fn ids_and_links_that_change_with_every_visit_make_nothing_new() {
        for (first, later) in [
            ("1|http://a.example/1|One|1", "2|http://a.example/1|One|1"),
            (
                "-|http://a.example/1?s=1|One|1",
                "-|http://a.example/1?s=2|One|1",
            ),
        ] {
            assert_eq!(printed(&[(HOME, &[first]), (HOME, &[later])]), ["One", ""]);
        }
    }

    #[test]
    fn a_link_in_two_feeds_is_printed_once() {
        let one: &[&str] = &["1|http://c.example/story|One|1"];
        let two: &[&str] = &["9|https://c.example/story|The same|2"];
        let none: &[&str] = &["-|http://c.example/story|Again|3"];
        assert_eq!(
            printed(&[
                (HOME, one),
                ("http://b.example", two),
                ("http://d.example", none)
            ]),
            ["One", "", ""]
        );
    }

    #[test]
    fn an_item_of_two_feeds_is_known_if_only_some_of_its_names_were_written() {
        let one = feed(HOME, &["1|http://c.example/story|One|1"]);
        for item in [
            "8|http://c.example/story|The same|1",
            "-|http://c.example/story|-|-",
        ] {
            let same = feed("http://b.example", &[item]).remove(0);
            for end in 0..=same.all().len() {
                let remembered = [one[0].all(), &same.all()[..end]].concat();
                let known = same.known(|name| remembered.contains(&name));
                assert_ne!(known, Known::New, "{item}: {end}");
            }
        }
    }

    #[test]
    fn a_feed_may_give_more_items_a_link_that_another_feed_has_brought() {
        let one: &[&str] = &["1|http://c.example/story|One|1"];
        let same: &[&str] = &["8|http://c.example/story|The same|1"];
        let more: &[&str] = &[same[0], "9|http://c.example/story|Another|2"];
        let other = "http://b.example";
        assert_eq!(
            printed(&[(HOME, one), (other, same), (other, more), (other, more)]),
            ["One", "", "Another", ""]
        );
    }

    #[test]
    fn a_link_that_a_feed_gives_to_several_items_says_nothing() {
        let one: &[&str] = &["1|http://c.example/|One|1"];
        let two: &[&str] = &["8|http://c.example/|Two|2", "9|http://c.example/|Three|2"];
        assert_eq!(
            printed(&[(HOME, one), ("http://b.example", two)]),
            ["One", "Two Three"]
        );
        assert_eq!(
            printed(&[("http://b.example", two), (HOME, one)]),
            ["Two Three", "One"]
        );
    }

    #[test]
    fn a_link_to_the_feeds_home_says_nothing() {
        let monday: &[&str] = &["1|http://a.example/|Comic|1"];
        let tuesday: &[&str] = &["2|http://a.example/|Comic|1"];
        assert_eq!(
            printed(&[(HOME, monday), (HOME, tuesday)]),
            ["Comic", "Comic"]
        );
    }

    #[test]
    fn hashes_are_the_same_in_every_version() {
        assert_eq!(super::hash(&["guid", "a", "b"]), 13_273_786_629_150_394_005);
    }
}
