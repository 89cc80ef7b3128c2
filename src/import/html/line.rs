//! The text of a part of a document in one line.

use super::inline::Text;
use super::look::{self, Kind};
use super::style::Style;
use super::tree::{Data, NodeId, Step, Tree};

/// Adds the text of everything in `root` to `text`, in one line and without its looks.
pub(super) fn push_line(tree: &Tree, root: NodeId, text: &mut Text) {
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        let mut next = now;
        let id = match now {
            Step::Enter(id) | Step::Leave(id) => id,
        };
        match tree.data(id) {
            Data::Text(piece) if now == Step::Enter(id) => text.push(piece, Style::default()),
            Data::Element(element) => {
                let kind = look::kind(element.name());
                if (kind == Kind::Nothing && id != root)
                    || (now == Step::Enter(id) && look::of(element).is_hidden)
                {
                    next = Step::Leave(id);
                } else if kind.is_block() || kind == Kind::Break {
                    text.push_space();
                }
            }
            _ => {}
        }
        step = tree.step(root, next);
    }
}
