//! The list of addresses at an article's foot, where each takes one row.

use super::blocks::{Article, Block};
use super::row::{Piece, Row, RowKind};
use crate::briefing::left_out;
use crate::text::width;

/// Where fewer columns are left for an address beside its label, the label counts as a part of it.
const LEAST_ADDRESS: usize = 8;

/// The row of an address, without some of its middle where it does not fit into `columns`; `block` is one of the
/// list, with the index `index`.
pub(super) fn row_of(article: &Article, block: &Block, index: u32, columns: usize) -> Row {
    let (start, end) = (block.start as usize, block.end as usize);
    let link = article.link_at(end.saturating_sub(1));
    let address = link.map_or(start, |link| article.links[link].start as usize);
    let label = width::of(&article.text[start..address]);
    let room = columns.saturating_sub(label);
    let (from, left_out) = if room < LEAST_ADDRESS {
        (start, width::middle(&article.text[start..end], columns))
    } else {
        (address, left_out(&article.text[address..end], room))
    };
    let mut row = Row::of_text(block.start..block.end, index, RowKind::First);
    row.pieces = left_out.map(|left_out| {
        let offset = |bytes: usize| {
            u32::try_from(from + bytes).expect("it is inside the text, which is below 4 GiB")
        };
        let (from, to) = (offset(left_out.start), offset(left_out.end));
        let pieces = [
            Piece::Text(block.start..from),
            Piece::LeftOut(from..to),
            Piece::Text(to..block.end),
        ];
        pieces.into()
    });
    row
}
