//! What newsletters put around their stories: links to the web page, and how to leave the list.

use super::blocks::{Block, BlockKind};

/// So many blocks at each end are looked at.
const BEGINNING: usize = 6;
const END: usize = 16;
/// A longer block is more than a footer.
const MAX_FOOTER: usize = 500;

const LEAVING: &[&str] = &[
    "unsubscribe",
    "abmelden",
    "abbestellen",
    "se désabonner",
    "désinscrire",
    "darse de baja",
    "update your preferences",
    "manage your preferences",
    "manage preferences",
    "email preferences",
    "manage your subscription",
    "you are receiving this",
    "you're receiving this",
    "you received this",
    "this email was sent to",
    "this message was sent to",
    "add us to your address book",
];
const IN_BROWSER: &[&str] = &[
    "view in browser",
    "view this email in",
    "view in your browser",
    "view online",
    "read online",
    "view it in your browser",
    "open in browser",
    "im browser ansehen",
    "im browser öffnen",
    "voir dans le navigateur",
    "web version",
    "having trouble viewing",
    "trouble reading this",
];
const OWNERS: &[&str] = &["all rights reserved", "copyright ©", "© "];

/// The blocks without those that are clearly a newsletter's and not its stories'.
pub(super) fn without(mut blocks: Vec<Block>) -> Vec<Block> {
    let count = blocks.len();
    let is_mail = blocks.iter().any(|block| says(block, LEAVING));
    let mut at = 0;
    blocks.retain(|block| {
        at += 1;
        let is_early = at <= BEGINNING;
        let is_late = at + END > count;
        let is_footer = (is_early || is_late) && says(block, IN_BROWSER)
            || is_late && says(block, LEAVING)
            || is_late && is_mail && says(block, OWNERS);
        !is_footer
    });
    blocks
}

fn says(block: &Block, phrases: &[&str]) -> bool {
    let is_text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Other);
    is_text && block.text.len() <= MAX_FOOTER && {
        let text = block.text.to_lowercase();
        phrases.iter().any(|phrase| text.contains(phrase))
    }
}
