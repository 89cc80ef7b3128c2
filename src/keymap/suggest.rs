//! Which action was probably meant by a name that none has.

use super::action::Action;
use super::search_words::other_names;
use crate::briefing::nearest;

/// The word that frees a key.
pub(super) const NONE: &str = "none";

/// What people write for [`NONE`].
const OTHERS_FOR_NONE: [&str; 7] = ["nothing", "off", "no", "nop", "noop", "unbind", "disable"];

/// Words of other programs, each with the one that actions have.
const SYNONYMS: [(&str, &str); 10] = [
    ("prev", "previous"),
    ("article", "story"),
    ("item", "story"),
    ("entry", "story"),
    ("feed", "section"),
    ("url", "link"),
    ("pg", "page"),
    ("scroll", "row"),
    ("line", "row"),
    ("screen", "page"),
];

/// The longest name that is looked at, in bytes.
const LONGEST: usize = 64;

/// Up to this many edits, a typing mistake is more likely than another word.
const TYPOS: usize = 2;

/// A name of an action, its own or another one, and the words of it.
struct Label<'n> {
    words: Vec<String>,
    /// Its own name.
    name: &'n str,
}

/// The name of the action that was meant, or [`NONE`]. `named` are all actions that there are.
pub(super) fn meant<'n>(written: &str, named: &'n [(String, Action)]) -> Option<&'n str> {
    if written.len() > LONGEST {
        return None;
    }
    let own = named.iter().map(|(name, _)| Label::new(name, name));
    let others = named.iter().flat_map(|(name, action)| {
        let others = other_names(*action).iter();
        others.map(|other| Label::new(other, name))
    });
    let labels: Vec<_> = own.chain(others).collect();
    let words = words(written);
    let squeezed = words.concat();
    if OTHERS_FOR_NONE.contains(&squeezed.as_str()) {
        return Some(NONE);
    }
    let same_letters = || labels.iter().find(|label| label.words.concat() == squeezed);
    let same_words = || {
        labels
            .iter()
            .find(|label| has_all(&label.words, &words) && has_all(&words, &label.words))
    };
    let same = same_letters().or_else(same_words).map(|label| label.name);
    let near = by_letters(written, named);
    same.or(near.filter(|near| strsim::damerau_levenshtein(near, written) <= TYPOS))
        .or_else(|| by_some_words(&words, &labels))
        .or(near)
}

impl<'n> Label<'n> {
    fn new(text: &str, name: &'n str) -> Self {
        Self {
            words: words(text),
            name,
        }
    }
}

/// The words of a name, those of other programs translated.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(['-', '_', ' ', '.']);
    let words = words.filter(|word| !word.is_empty() && *word != "goto");
    let words = words.map(|word| {
        let synonym = SYNONYMS.iter().find(|(other, _)| *other == word);
        synonym.map_or(word, |(_, word)| word).to_owned()
    });
    words.collect()
}

fn has_all(words: &[String], all: &[String]) -> bool {
    all.iter().all(|word| words.contains(word))
}

/// The name that is spelled nearly like this.
fn by_letters<'n>(written: &str, named: &'n [(String, Action)]) -> Option<&'n str> {
    let written = written.to_lowercase().replace(['_', ' '], "-");
    let all = named.iter().map(|(name, _)| name.as_str());
    nearest(&written, all.chain([NONE]))
}

/// The action with a name of which most words are the same: one of the two names has all words of the other. It is better
/// to add words than to leave some out.
fn by_some_words<'n>(words: &[String], labels: &[Label<'n>]) -> Option<&'n str> {
    let differing = |label: &Label<'_>| {
        let (fewer, more) = (
            label.words.len().min(words.len()),
            label.words.len().max(words.len()),
        );
        let (is_longer, is_shorter) = (has_all(&label.words, words), has_all(words, &label.words));
        let is_alike = (is_longer || is_shorter) && 2 * fewer >= more;
        is_alike.then_some((more - fewer, !is_longer))
    };
    let alike = labels
        .iter()
        .filter_map(|label| Some((differing(label)?, label.name)));
    let (_, name) = alike.min_by_key(|(differing, _)| *differing)?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::meant;

    #[test]
    fn actions_are_found_by_what_other_programs_call_them() {
        let named: Vec<_> = Action::named().collect();
        let mut wrong = Vec::new();
        for (written, expected) in [
            ("scroll-down", "down"),
            ("scroll_up", "up"),
            ("line-down", "down"),
            ("cursor-down", "down"),
            ("halfpagedown", "half-page-down"),
            ("half-down", "half-page-down"),
            ("half-page-down", "half-page-down"),
            ("scroll-half-page-up", "half-page-up"),
            ("pagedown", "page-down"),
            ("screen-down", "page-down"),
            ("goto-top", "top"),
            ("first-line", "top"),
            ("goto-end", "bottom"),
            ("last-line", "bottom"),
            ("next", "next-story"),
            ("prev", "previous-story"),
            ("story-next", "next-story"),
            ("nextstory", "next-story"),
            ("Next Story", "next-story"),
            ("next-article", "next-story"),
            ("previous-item", "previous-story"),
            ("next-stroy", "next-story"),
            ("next-feed", "next-section"),
            ("section-next", "next-section"),
            ("next-unread", "next-match"),
            ("prev-unread", "previous-match"),
            ("next-result", "next-match"),
            ("find", "search"),
            ("read-toggle", "toggle-read"),
            ("read", "toggle-read"),
            ("mark-read", "toggle-read"),
            ("toggle-article-read", "toggle-read"),
            ("mark-feed-read", "section-read"),
            ("mark-all-read", "section-read"),
            ("star", "toggle-saved"),
            ("save", "toggle-saved"),
            ("bookmark", "toggle-saved"),
            ("saved", "saved-stories"),
            ("open-in-browser", "open-link"),
            ("open-url", "open-link"),
            ("yank", "copy-link"),
            ("reload-all", "reload"),
            ("refresh", "reload"),
            ("redraw", "repaint"),
            ("exit", "quit"),
            ("hard-quit", "quit"),
            ("back", "cancel"),
            ("go-back", "jump-back"),
            ("fullscreen", "zen"),
            ("colorscheme", "themes"),
            ("next-window", "switch-pane"),
            ("nop", "none"),
            ("None", "none"),
        ] {
            let found = meant(written, &named).unwrap_or_default();
            if found != expected {
                wrong.push(format!("{written}: {found}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        for written in ["", "qqq", "toggle-source-view", "-", &"x".repeat(9999)] {
            assert_eq!(meant(written, &named), None, "{written}");
        }
    }
}
