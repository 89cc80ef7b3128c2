//! Addresses where there is not enough room for them.

use std::ops::Range;

use super::link::origin;
use crate::text::{DisplayStr, DisplayText, width};

/// The fewest columns for what follows the host of an address.
const LEAST_END: usize = 8;

/// `address` if it fits into `columns`, else with `…` for what [`left_out`] finds.
pub fn shortened(address: DisplayStr<'_>, columns: usize) -> DisplayText {
    match left_out(&address, columns) {
        None => address.to_text(),
        Some(_) if columns == 0 => DisplayText::new(),
        Some(Range { start, end }) => {
            let mut text = address.part(0..start).to_text();
            text.push(DisplayStr::own("…"));
            text.push(address.part(end..address.len()));
            text
        }
    }
}

/// The bytes of an address for which `…` is shown where it does not fit into `columns`; `None` where it fits.
/// They are not those of its host if there is room for it, and the last parts of the path are shown whole if
/// they fit: `https://a.example/…/2031/low-water`.
pub fn left_out(address: &str, columns: usize) -> Option<Range<usize>> {
    let kept = origin(address).len();
    let room = columns.saturating_sub(width::of(&address[..kept]));
    let (after, room) = if room < LEAST_END {
        (0, columns)
    } else {
        (kept, room)
    };
    let path = &address[after..];
    let middle = width::middle(path, room)?;
    let middle = whole_parts(path, room).unwrap_or(middle);
    Some(after + middle.start..after + middle.end)
}

/// What is left out of a path so that only whole parts of it are shown; `None` if these would take less than half
/// of the room.
fn whole_parts(path: &str, room: usize) -> Option<Range<usize>> {
    let after_slash = path.strip_prefix('/')?;
    let starts = after_slash.match_indices('/').map(|(at, _)| 1 + at);
    let mut fitting = starts.filter(|&start| width::of(&path[start..]) + 2 <= room);
    let start = fitting.next()?;
    (width::of(&path[start..]) * 2 >= room).then_some(1..start)
}

#[cfg(test)]
mod tests {
    use super::shortened;
    use crate::text::DisplayStr;

    #[test]
    fn the_host_and_whole_parts_at_the_end_are_shown_if_there_is_room() {
        for (address, columns, shown) in [
            ("https://a.example/b/c", 21, "https://a.example/b/c"),
            (
                "https://a.example/news/2031/04/low-water",
                37,
                "https://a.example/…/2031/04/low-water",
            ),
            (
                "https://a.example/news/2031/04/low-water",
                30,
                "https://a.example/…/low-water",
            ),
            // Whole parts would leave most of the room empty.
            (
                "https://a.example/the-harbour-that-the-tide-gave-back/2",
                36,
                "https://a.example/the-h…-gave-back/2",
            ),
            (
                "https://a.example/?id=0123456789abcdef",
                30,
                "https://a.example/?id…89abcdef",
            ),
            // No room for the host and more.
            (
                "https://a.example/news/low-water",
                20,
                "https:…ews/low-water",
            ),
            ("https://a.example/news/low-water", 1, "…"),
            ("https://a.example/news/low-water", 0, ""),
        ] {
            let text = shortened(DisplayStr::own(address), columns);
            assert_eq!(&*text, shown, "{address} {columns}");
        }
    }
}
