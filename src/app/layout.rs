//! Where everything is on the screen. Both `update`, for page sizes and wrapping, and `ui` ask here, so
//! they cannot disagree.

use ratatui::layout::{Position, Rect, Size};

/// In a window of at least this many columns, list and article are side by side.
const TWO_PANES: u16 = 80;
/// A smaller window shows one clipped line.
const SMALLEST: Size = Size {
    width: 20,
    height: 5,
};
/// A lower window does without rules and without an empty row above the text.
const ROOMY_HEIGHT: u16 = 12;
/// The narrowest and the widest list beside an article, in columns.
const LIST_WIDTHS: std::ops::RangeInclusive<u16> = 28..=44;
/// Columns left of the article's text.
const TEXT_MARGIN: u16 = 2;
/// Columns right of it: a free one, the scrollbar and the edge.
const SCROLLBAR_MARGIN: u16 = 3;
/// Text is centred when there is room for at least this many columns more than the measure.
const CENTRED_FROM: u16 = 8;

/// Columns left of the text in a list, for the bar of the selected item and a symbol.
pub const LIST_LEFT: u16 = 5;

/// What a screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// List and article, where there is room for both.
    Split { article_focused: bool },
    /// The article alone.
    Article,
    /// One list over the whole width, below this many rows of something else.
    List { above: u16 },
}

/// Where the parts of a screen are. List and text have an area even while only the other is shown, so
/// that both are ready when they come into view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// Nothing fits but one clipped line.
    pub tiny: bool,
    pub header: Rect,
    /// What a screen shows above its list.
    pub above_list: Rect,
    pub list: Rect,
    pub shows_list: bool,
    /// The rows of the article: at most as wide as the measure.
    pub text: Rect,
    pub shows_article: bool,
    /// Column of the scrollbar beside the article.
    pub scrollbar: u16,
    /// Column of the rule between the panes, when both show.
    pub divider: Option<u16>,
    /// Rows of the rules above and below the panes, when there is room for them.
    pub rules: Option<(u16, u16)>,
    pub last_line: Rect,
}

/// A part of the screen between the header and the last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    List,
    Article,
}

impl Panes {
    /// The pane that a cell is in; `None` for one in the header, the last line or the rule between the panes.
    pub fn pane_at(&self, cell: Position) -> Option<Pane> {
        let is_between = self.header.bottom() <= cell.y && cell.y < self.last_line.y;
        if self.tiny || !is_between || cell.x >= self.last_line.right() {
            return None;
        }
        match self.divider {
            Some(divider) if cell.x == divider => None,
            Some(divider) if cell.x < divider => Some(Pane::List),
            None if self.shows_list => Some(Pane::List),
            _ => Some(Pane::Article),
        }
    }
}

/// `measure` is the widest that the article's text may be, in columns.
pub fn panes(size: Size, shows: Shows, measure: u16) -> Panes {
    if size.width < SMALLEST.width || size.height < SMALLEST.height {
        let line = Rect::new(0, 0, size.width, size.height.min(1));
        return Panes {
            tiny: true,
            last_line: line,
            text: line,
            list: line,
            ..Panes::default()
        };
    }
    let side_by_side = size.width >= TWO_PANES;
    let (shows_list, shows_article) = match shows {
        Shows::Split { .. } if side_by_side => (true, true),
        Shows::Split { article_focused } => (!article_focused, article_focused),
        Shows::Article => (false, true),
        Shows::List { .. } => (true, false),
    };
    let roomy = size.height >= ROOMY_HEIGHT;
    let header = if roomy && shows_list { 2 } else { 1 };
    let rules = roomy.then_some((header, size.height - 2));
    // Below the header, the rule and an empty row.
    let content_top = header + 2 * u16::from(roomy);
    let bottom = size.height - 1 - u16::from(roomy);
    let divider = (shows_list && shows_article).then(|| list_width(size.width));
    let list_right = if matches!(shows, Shows::Split { .. }) && side_by_side {
        list_width(size.width)
    } else {
        size.width
    };
    let article_left = divider.map_or(0, |divider| divider + 1);
    let above_list = match shows {
        Shows::List { above } => above.min(bottom - content_top),
        _ => 0,
    };
    let list_top = content_top + above_list;
    Panes {
        tiny: false,
        header: Rect::new(0, 0, size.width, header),
        above_list: Rect::new(0, content_top, list_right, above_list),
        list: Rect::new(0, list_top, list_right, bottom - list_top),
        shows_list,
        text: text_area(
            Rect::new(
                article_left,
                content_top,
                size.width - article_left,
                bottom - content_top,
            ),
            measure,
        ),
        shows_article,
        scrollbar: size.width - 2,
        divider,
        rules,
        last_line: Rect::new(0, size.height - 1, size.width, 1),
    }
}

fn list_width(width: u16) -> u16 {
    let share = u32::from(width) * 36 / 100;
    u16::try_from(share)
        .unwrap_or(u16::MAX)
        .clamp(*LIST_WIDTHS.start(), *LIST_WIDTHS.end())
}

/// Where the text is in the article's pane.
fn text_area(pane: Rect, measure: u16) -> Rect {
    let room = pane.width.saturating_sub(TEXT_MARGIN + SCROLLBAR_MARGIN);
    let width = room.min(measure);
    let left = if room >= measure + CENTRED_FROM {
        (pane.width - width) / 2
    } else {
        TEXT_MARGIN
    };
    Rect {
        x: pane.x + left,
        width,
        ..pane
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::{Rect, Size};

    use super::{Shows, panes};

    #[test]
    fn every_part_lies_on_the_screen() {
        for width in 0..=200 {
            for height in 0..=40 {
                for shows in [
                    Shows::Split {
                        article_focused: true,
                    },
                    Shows::Split {
                        article_focused: false,
                    },
                    Shows::Article,
                    Shows::List { above: 0 },
                    Shows::List { above: 9 },
                ] {
                    let panes = panes(Size { width, height }, shows, 72);
                    let screen = Rect::new(0, 0, width, height);
                    let parts = [panes.header, panes.above_list, panes.list, panes.text];
                    for part in parts.into_iter().chain([panes.last_line]) {
                        assert_eq!(
                            part.intersection(screen),
                            part,
                            "{width}x{height} {shows:?}"
                        );
                    }
                    assert!(panes.tiny || panes.scrollbar > panes.text.right());
                    assert!(panes.tiny || panes.text.width >= 15 && panes.text.height >= 3);
                }
            }
        }
    }

    #[test]
    fn the_list_takes_its_share() {
        for (width, divider) in [(79, None), (80, Some(28)), (110, Some(39)), (200, Some(44))] {
            let panes = panes(
                Size { width, height: 30 },
                Shows::Split {
                    article_focused: false,
                },
                72,
            );
            assert_eq!(panes.divider, divider);
        }
    }
}
