//! Opening a story's links, and copying links and stories.

use unicode_segmentation::UnicodeSegmentation;

use super::environment::Clipboard;
use super::message::Effect;
use super::model::Model;
use super::parts::article_view::ArticleView;
use super::screens::links::{Links, LinksScreen};
use super::session::{Awaited, Purpose, Session};
use super::texts::{Made, StoryRequest, TextRequest, Wanted};
use crate::article::Destination;
use crate::briefing::{is_openable, shortened};
use crate::keymap::Action;
use crate::text::{DisplayText, grouped, width};

/// The most bytes of text that are sent to a terminal: with these, the escape sequence has 100,000 bytes,
/// the most that every terminal takes.
const MOST_BYTES: usize = 74_994;
/// With fewer columns an address says nothing.
const LEAST_ADDRESS: usize = 12;

impl Model {
    /// Asks for what `purpose` takes of the story in hand; false, with a notice, when there is none.
    pub(super) fn ask_of_story(&mut self, purpose: Purpose) -> bool {
        let Some(story) = self.story_in_hand() else {
            if purpose == Purpose::CopyStory && self.copy_gone_story() {
                return true;
            }
            let (no_story, cannot) = match purpose {
                Purpose::OpenLink => (
                    "There is no story here whose link could be opened",
                    "its link cannot be opened",
                ),
                Purpose::CopyLink => (
                    "There is no story here whose link could be copied",
                    "its link cannot be copied",
                ),
                Purpose::CopyStory => ("There is no story here to copy", "it cannot be copied"),
            };
            self.report_no_story(no_story, cannot);
            return false;
        };
        let number = self.session.next_number();
        let wanted = match purpose {
            Purpose::OpenLink | Purpose::CopyLink => Wanted::Links,
            Purpose::CopyStory => Wanted::Quotation,
        };
        let request = StoryRequest {
            number,
            story: story.clone(),
            wanted,
            dates: self.session.dates(),
        };
        let effect = Effect::Read(TextRequest::Story(request));
        self.session.effects.push(effect);
        self.session.awaited = Some(Awaited {
            number,
            story,
            purpose,
        });
        true
    }

    /// Copies the text on the screen if its story has gone from its file: that may be all that is left of it. False
    /// where there is no such text.
    fn copy_gone_story(&mut self) -> bool {
        let top = self.screens.top();
        let article = top.article().filter(|_| top.get().shows_gone_story());
        let Some((article, _)) = article.and_then(ArticleView::text_of_story) else {
            return false;
        };
        let sent = self
            .session
            .send("the story’s text as it is shown", &article.text);
        self.session.notify(&sent);
        true
    }

    /// Goes on with what was made of a story's text, unless the user has pressed another key or clicked since.
    pub(super) fn take_made(&mut self, number: u64, made: Option<&Made>) {
        let is_awaited = |awaited: &mut Awaited| awaited.number == number;
        let Some(awaited) = self.session.awaited.take_if(is_awaited) else {
            return;
        };
        match made {
            Some(Made::Links { own, all }) => self.use_links(own, all, &awaited),
            Some(Made::Quotation(text)) => self.session.copy_story(text),
            None => {
                let notice = "This story’s file has gone, so it cannot be read";
                self.session.notify(notice);
            }
        }
    }

    fn use_links(&mut self, own: &DisplayText, links: &[Destination], awaited: &Awaited) {
        let Awaited { story, purpose, .. } = awaited;
        let story = self.session.archive.story(story);
        let headline = story
            .map(|story| story.headline().to_text())
            .unwrap_or_default();
        match (purpose, links) {
            // To copy does no harm, whatever it is.
            (Purpose::CopyLink, _) if !own.is_empty() => self.session.copy_link(own),
            (Purpose::CopyLink, [only]) => self.session.copy_link(&only.address),
            (_, []) if own.is_empty() => self.session.notify("This story has no links"),
            (_, []) => self.session.open_link(own),
            _ => {
                let selected = links.iter().position(|link| link.is_own);
                self.choose_link(links, selected.unwrap_or(0), headline);
                if *purpose == Purpose::CopyLink {
                    let copies = self
                        .session
                        .and_key(Action::CopyLink, "copies the selected one");
                    self.session.notify(&format!("Choose a link{copies}"));
                }
            }
        }
    }

    /// Shows the link that was clicked among the others of its story, with its address: its text may not say where
    /// it leads.
    pub(super) fn follow_link(&mut self, links: &[Destination], chosen: usize) {
        if chosen < links.len() {
            let story = self.story_in_hand();
            let story = story
                .and_then(|story| Some(self.session.archive.story(&story)?.headline().to_text()));
            self.choose_link(links, chosen, story.unwrap_or_default());
        }
    }

    fn choose_link(&mut self, links: &[Destination], selected: usize, headline: DisplayText) {
        let links = Links::new(links.to_vec(), headline, &self.session);
        let screen = LinksScreen::new(links, selected, &self.session);
        self.screens.push(screen);
    }
}

impl Session {
    /// Opens an address, or copies it where the user would not see what opens.
    pub(super) fn open_link(&mut self, address: &DisplayText) {
        if !is_openable(address) {
            self.notify_address("Only http, https and mailto links are opened:", address);
        } else if self.abilities.opens_links {
            self.effects.push(Effect::Open(address.clone()));
            self.notify_address("Opening", address);
        } else {
            let sent = self.send("the link", address);
            self.notify_address(&format!("There is no display here. {sent}:"), address);
        }
    }

    /// Copies an address, whole or not at all.
    pub(super) fn copy_link(&mut self, address: &DisplayText) {
        if self.abilities.clipboard == Clipboard::Terminal
            && beginning(address).len() < address.len()
        {
            self.notify("Not copied: this address is longer than a terminal’s clipboard takes");
            return;
        }
        let sent = self.send("the link", address);
        self.notify_address(&format!("{sent}:"), address);
    }

    fn copy_story(&mut self, text: &str) {
        let sent = self.send("the story as Markdown", text);
        self.notify(&sent);
    }

    pub(super) fn copy_selected(&mut self, text: &str) {
        let sent = self.send("the selected text", text);
        self.notify(&sent);
    }

    /// Puts `text` on the clipboard, as much of it as that takes. Returns what there is to say about it.
    fn send(&mut self, what: &str, text: &str) -> String {
        let (to, taken) = match &self.abilities.clipboard {
            Clipboard::Terminal => ("the terminal’s clipboard".to_owned(), beginning(text)),
            Clipboard::Command(program) => (program.to_string(), text),
            Clipboard::Missing(why) => return format!("Not copied, {why}"),
        };
        self.effects.push(Effect::Copy(taken.to_owned()));
        if taken.len() == text.len() {
            format!("Sent {what} to {to}")
        } else {
            let (bytes, all) = (grouped(taken.len()), grouped(text.len()));
            format!("Sent only {bytes} of {all} bytes of {what} to {to}: it takes no more")
        }
    }

    /// Reports that a link could not be opened. Copying a link now copies that one.
    pub(super) fn report_not_opened(&mut self, address: DisplayText, why: &str) {
        let before = format!(
            "Not opened, {why}{}",
            self.and_key(Action::CopyLink, "copies")
        );
        if self.address_columns(&before) < LEAST_ADDRESS {
            // The reason and the key matter more than the address.
            let (not_opened, copies) =
                ("Not opened, ", self.and_key(Action::CopyLink, "copies it"));
            let taken = width::of(not_opened) + width::of(&copies);
            let room = self.notice_columns().saturating_sub(taken);
            let why = width::cut(DisplayText::line(why).as_display(), room);
            self.notify(&format!("{not_opened}{why}{copies}"));
        } else {
            self.notify_address(&before, &address);
        }
        self.not_opened = Some(address);
    }

    /// Says something that ends with an address, of which the middle is left out where there is no room.
    fn notify_address(&mut self, before: &str, address: &DisplayText) {
        let address = shortened(address.as_display(), self.address_columns(before));
        self.notify(&format!("{before} {address}"));
    }

    /// The columns of the last line that are left for an address.
    fn address_columns(&self, before: &str) -> usize {
        let columns = self.notice_columns();
        columns.saturating_sub(width::of(before) + 1)
    }
}

/// As much of `text` as a terminal takes, in whole graphemes.
fn beginning(text: &str) -> &str {
    if text.len() <= MOST_BYTES {
        return text;
    }
    let ends = text.grapheme_indices(true).map(|(start, _)| start);
    let end = ends.take_while(|&end| end <= MOST_BYTES).last();
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, beginning};

    #[test]
    fn a_text_is_cut_between_graphemes() {
        let text = "a".repeat(MOST_BYTES);
        assert_eq!(beginning(&text), text);
        let family = "👩\u{200D}👩\u{200D}👧";
        let text = format!(
            "{}{family}{family}",
            "a".repeat(MOST_BYTES - family.len() - 1)
        );
        assert_eq!(beginning(&text).len(), MOST_BYTES - 1);
    }
}
