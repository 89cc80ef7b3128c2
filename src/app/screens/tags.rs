//! The tags of a story, to choose the one to follow.

use crate::app::parts::filtered::Narrowable;
use crate::text::{DisplayText, fold};

#[derive(Debug)]
pub struct Tags {
    pub tags: Vec<DisplayText>,
    folded: Vec<String>,
}

impl Tags {
    pub fn new(tags: Vec<DisplayText>) -> Self {
        let folded = tags.iter().map(|tag| fold(tag)).collect();
        Self { tags, folded }
    }
}

impl Narrowable for Tags {
    fn count(&self) -> usize {
        self.tags.len()
    }

    fn folded(&self, index: usize) -> &str {
        &self.folded[index]
    }

    fn starts_group(&self, _index: usize, _above: Option<usize>) -> bool {
        false
    }
}
