//! The links of an article: which text leads where.

use std::collections::HashMap;
use std::ops::Range;

use super::blocks::{Article, BlockKind, Link};
use crate::briefing::Field;
use crate::text::{DisplayStr, DisplayText};

/// An address that a story leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The text of the first link to it; for a story's own link that the text does not hold, the headline.
    pub text: DisplayText,
    /// It may be opened.
    pub address: DisplayText,
    /// Whether it is the story's own link.
    pub is_own: bool,
}

/// The addresses and links of an article under construction.
#[derive(Default)]
pub(super) struct Links {
    /// The index of each address.
    known: HashMap<DisplayText, u32>,
    /// How many addresses have a number.
    numbered: u32,
    /// The number of each address, from 1; `None` for those that the text shows itself.
    numbers: Vec<Option<u32>>,
    found: Vec<Link>,
}

impl Links {
    /// Notes that the bytes `text` lead to `address`.
    pub(super) fn add(&mut self, text: Range<u32>, address: &DisplayText) {
        let address = self.index(address);
        let Range { start, end } = text;
        self.found.push(Link {
            start,
            end,
            address,
        });
    }

    /// The number of `address`, which gets one if it has none.
    pub(super) fn number(&mut self, address: &DisplayText) -> u32 {
        let index = self.index(address) as usize;
        *self.numbers[index].get_or_insert_with(|| {
            self.numbered += 1;
            self.numbered
        })
    }

    fn index(&mut self, address: &DisplayText) -> u32 {
        if let Some(&index) = self.known.get(address) {
            return index;
        }
        let index = u32::try_from(self.numbers.len())
            .expect("every address takes bytes of a file, and files are refused at 16 MiB");
        self.numbers.push(None);
        self.known.insert(address.clone(), index);
        index
    }

    /// Gives the article its links: the addresses with numbers come first, in the order of their numbers.
    /// The headline leads to `own`.
    pub(super) fn give_to(self, article: &mut Article, own: Option<&DisplayText>) {
        let mut order: Vec<_> = (0..self.numbers.len()).collect();
        order.sort_by_key(|&index| self.numbers[index].unwrap_or(u32::MAX));
        let mut places = vec![0; order.len()];
        for (place, &index) in (0..).zip(&order) {
            places[index] = place;
        }
        article.addresses = vec![DisplayText::new(); order.len()];
        article.own_link = own.map(|own| places[self.known[own] as usize]);
        for (address, index) in self.known {
            article.addresses[places[index as usize] as usize] = address;
        }
        article.numbered = self.numbered as usize;
        article.links = self.found;
        for link in &mut article.links {
            link.address = places[link.address as usize];
        }
        if let (Some(address), Some(Range { start, end })) = (article.own_link, article.headline())
        {
            let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
            let headline = Link {
                start: offset(start),
                end: offset(end),
                address,
            };
            let place = article
                .links
                .partition_point(|link| link.start < headline.start);
            article.links.insert(place, headline);
        }
    }
}

impl Article {
    fn headline(&self) -> Option<Range<usize>> {
        let mut fields = self.fields.iter();
        let headline = fields.find(|(field, _)| *field == Field::Headline);
        headline.map(|(_, range)| range.clone())
    }

    /// The addresses with numbers, in the order of their numbers, which begin with 1.
    pub(super) fn numbered(&self) -> &[DisplayText] {
        &self.addresses[..self.numbered]
    }

    pub fn has_links(&self) -> bool {
        !self.addresses.is_empty()
    }

    /// The index of the link whose text holds the byte `offset`.
    pub fn link_at(&self, offset: usize) -> Option<usize> {
        let index = self
            .links
            .partition_point(|link| link.end as usize <= offset);
        let link = self.links.get(index)?;
        (link.start as usize <= offset).then_some(index)
    }

    /// Where the link with the index `link` leads.
    pub fn address(&self, link: usize) -> DisplayStr<'_> {
        self.addresses[self.links[link].address as usize].as_display()
    }

    /// Everything that the article leads to, each address once: first what has a number in the text, in the
    /// order of the numbers, then the story's own link, then what the text shows itself.
    pub fn destinations(&self) -> Vec<Destination> {
        let headline = self.headline().map(|range| range.start);
        let addresses = (0..).zip(&self.addresses);
        let mut destinations: Vec<_> = addresses
            .map(|(index, address)| Destination {
                text: DisplayText::new(),
                address: address.clone(),
                is_own: self.own_link == Some(index),
            })
            .collect();
        let mut text = |link: &Link| {
            let text = &mut destinations[link.address as usize].text;
            if text.is_empty() {
                *text = DisplayText::line(&self.text[link.start as usize..link.end as usize]);
            }
        };
        let foot = self.blocks.iter();
        let mut foot = foot.skip_while(|block| block.kind != BlockKind::Address);
        let foot = foot.next().map_or(u32::MAX, |block| block.start);
        let is_headline = |link: &&Link| Some(link.start as usize) == headline;
        let in_story = self.links.iter().take_while(|link| link.start < foot);
        in_story
            .clone()
            .filter(|link| !is_headline(link))
            .for_each(&mut text);
        in_story.filter(is_headline).for_each(text);
        destinations
    }
}
