//! HTML as CommonMark.

mod emphasis;
mod escape;
mod inline;
mod line;
mod look;
mod media;
mod output;
mod parse;
mod style;
mod table;
mod tree;
mod writer;

use inline::Text;
pub(super) use parse::parse;
use style::{Block, Style};
pub(super) use tree::{NodeId, Tree};
pub(super) use writer::{Paragraph, write};

/// What is made of a piece of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// CommonMark with GitHub's tables and strikethrough.
    pub text: String,
    /// Whether elements nested too deep were flattened, or the rest was left out for its size.
    pub is_flattened: bool,
}

/// Converts a fragment or a whole document. Relative addresses are made absolute by `base`; those that
/// stay relative, or have another scheme than http, https or mailto, lose their link and keep their text.
pub fn to_markdown(html: &str, base: Option<&str>) -> Converted {
    if is_text(html) {
        let mut text = Text::default();
        text.push(html, Style::default());
        let mut markdown = String::with_capacity(html.len());
        text.write(&mut markdown, &[], Block::Paragraph);
        return Converted {
            text: markdown,
            is_flattened: false,
        };
    }
    let (tree, is_flattened) = parse(html);
    Converted {
        text: write(&tree, Tree::ROOT, base).text,
        is_flattened,
    }
}

/// The text of HTML in one line, for headlines: tags removed, entities resolved, white space collapsed.
pub fn to_line(html: &str) -> String {
    if is_text(html) {
        let mut text = Text::default();
        text.push(html, Style::default());
        return text.as_str().to_owned();
    }
    let (tree, _) = parse(html);
    line(&tree, Tree::ROOT)
}

/// As [`to_line`], of a part of a document.
pub(super) fn line(tree: &Tree, root: NodeId) -> String {
    let mut text = Text::default();
    line::push_line(tree, root, &mut text);
    text.as_str().to_owned()
}

/// Whether there is neither markup nor a character reference in it.
fn is_text(html: &str) -> bool {
    memchr::memchr2(b'<', b'&', html.as_bytes()).is_none()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
