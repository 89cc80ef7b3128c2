//! Where everything is on the screen. Both `update`, for page sizes and wrapping, and `ui` ask here, so
//! they cannot disagree.

use ratatui::layout::{Margin, Position, Rect, Size};

use crate::config::settings;

/// In a window of at least this many columns, list and article are side by side unless the user wants it
/// otherwise.
///
/// This includes the usual 80×24. Pictures of both layouts with the sample editions decided it. Side by side
/// the text has 46 columns, still a comfortable measure, and the list shows some eight stories. The edition,
/// its date, the section, and which stories are read stay in view while reading. With one pane, the text has
/// 72 columns, but only `story 3 of 8` is left above it: where one is in which edition, and what the last
/// key did to the list, takes a trip to the list and back.
const SIDE_BY_SIDE_FROM: u16 = 80;
/// In a narrower window than this, there is no room for two panes even if the user wants them.
pub const BOTH_FROM: u16 = 46;
/// A smaller window shows one clipped line.
const SMALLEST: Size = Size {
    width: 20,
    height: 5,
};
/// A lower window does without rules and without an empty row above the text.
const ROOMY_HEIGHT: u16 = 12;
/// The narrowest and the widest list beside an article, in columns.
const LIST_WIDTHS: std::ops::RangeInclusive<u16> = 20..=44;
/// Columns left of the article's text.
const TEXT_MARGIN: u16 = 2;
/// Columns right of it: a free one, the scrollbar and the edge.
const SCROLLBAR_MARGIN: u16 = 3;
/// Text is centred when there is room for at least this many columns more than the measure.
const CENTRED_FROM: u16 = 8;

/// Columns of a menu with its frame, unless its texts are long.
const MENU_WIDTH: u16 = 28;
/// Columns of a menu that its texts do not take: the frame, the margin at their left, and a short word at their right.
const BESIDE_MENU: u16 = LIST_LEFT + 8;

/// Columns left of the text in a list, for the bar of the selected item and a symbol.
pub const LIST_LEFT: u16 = 5;

/// How a list and its article share the window, as the user wants it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// Side by side in a window of at least 80 columns, one at a time in a narrower one.
    #[default]
    Automatic,
    /// Side by side wherever there is room for both.
    Both,
    /// One at a time.
    One,
}

impl Arrangement {
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Automatic => Self::Both,
            Self::Both => Self::One,
            Self::One => Self::Automatic,
        }
    }
}

impl From<settings::Panes> for Arrangement {
    fn from(set: settings::Panes) -> Self {
        match set {
            settings::Panes::Auto => Self::Automatic,
            settings::Panes::Both => Self::Both,
            settings::Panes::One => Self::One,
        }
    }
}

impl Arrangement {
    /// The setting that has the program start with it.
    #[must_use]
    pub fn setting(self) -> settings::Panes {
        match self {
            Self::Automatic => settings::Panes::Auto,
            Self::Both => settings::Panes::Both,
            Self::One => settings::Panes::One,
        }
    }
}

/// The terminal's window, and how the user wants it used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub size: Size,
    /// The widest row of an article in columns.
    pub measure: u16,
    pub arrangement: Arrangement,
}

impl Window {
    /// Whether a list and its article are shown side by side.
    pub fn shows_both(self) -> bool {
        match self.arrangement {
            Arrangement::Automatic => self.size.width >= SIDE_BY_SIDE_FROM,
            Arrangement::Both => self.size.width >= BOTH_FROM,
            Arrangement::One => false,
        }
    }
}

/// What a screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// List and article, where there is room for both.
    Split { article_focused: bool },
    /// The article alone.
    Article,
    /// One list over the whole width, below this many rows of something else.
    List { above: u16 },
    /// A list in a frame over the page. `columns` are those of its longest text.
    Menu { rows: u16, columns: u16 },
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
    /// The frame around a list that lies over the page, with the list inside.
    pub frame: Option<Rect>,
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
            None if self.shows_list => {
                let is_in_menu = self.frame.is_none_or(|_| self.list.contains(cell));
                is_in_menu.then_some(Pane::List)
            }
            _ => Some(Pane::Article),
        }
    }
}

/// Where everything is in `window`.
pub fn panes(window: Window, shows: Shows) -> Panes {
    let Window { size, measure, .. } = window;
    if size.width < SMALLEST.width || size.height < SMALLEST.height {
        return one_line(size);
    }
    let side_by_side = window.shows_both();
    let (shows_list, shows_article) = list_and_article(shows, side_by_side);
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
    let list = Rect::new(0, list_top, list_right, bottom - list_top);
    let frame = match shows {
        Shows::Menu { rows, columns } => Some(menu_frame(list, rows, columns)),
        _ => None,
    };
    Panes {
        tiny: false,
        frame,
        header: Rect::new(0, 0, size.width, header),
        above_list: Rect::new(0, content_top, list_right, above_list),
        list: frame.map_or(list, |frame| frame.inner(Margin::new(1, 1))),
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

/// Where everything is in a window in which only one clipped line fits.
fn one_line(size: Size) -> Panes {
    let line = Rect::new(0, 0, size.width, size.height.min(1));
    Panes {
        tiny: true,
        last_line: line,
        text: line,
        list: line,
        ..Panes::default()
    }
}

/// Whether a list shows, and whether an article does.
fn list_and_article(shows: Shows, side_by_side: bool) -> (bool, bool) {
    match shows {
        Shows::Split { .. } if side_by_side => (true, true),
        Shows::Split { article_focused } => (!article_focused, article_focused),
        Shows::Article => (false, true),
        Shows::List { .. } | Shows::Menu { .. } => (true, false),
    }
}

/// Where a menu of `rows` rows is drawn: in the upper right corner of the page. `columns` are those of its longest
/// text, for which the menu becomes up to half as wide as the page.
fn menu_frame(page: Rect, rows: u16, columns: u16) -> Rect {
    let widest = (page.width / 2).max(MENU_WIDTH);
    let width = columns
        .saturating_add(BESIDE_MENU)
        .clamp(MENU_WIDTH, widest);
    let width = width.min(page.width);
    Rect {
        x: page.right() - width,
        width,
        height: rows.saturating_add(2).min(page.height),
        ..page
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

    use super::{Arrangement, Panes, Shows, Window, panes};

    const ARRANGEMENTS: [Arrangement; 3] =
        [Arrangement::Automatic, Arrangement::Both, Arrangement::One];

    fn in_window(width: u16, height: u16, arrangement: Arrangement, shows: Shows) -> Panes {
        let window = Window {
            size: Size { width, height },
            measure: 72,
            arrangement,
        };
        panes(window, shows)
    }

    fn check_parts(width: u16, height: u16, arrangement: Arrangement, shows: Shows) {
        let panes = in_window(width, height, arrangement, shows);
        let what = format!("{width}x{height} {arrangement:?} {shows:?}");
        let screen = Rect::new(0, 0, width, height);
        let parts = [panes.header, panes.above_list, panes.list, panes.text];
        for part in parts.into_iter().chain([panes.last_line]) {
            assert_eq!(part.intersection(screen), part, "{what}");
        }
        assert!(panes.tiny || panes.scrollbar > panes.text.right(), "{what}");
        let readable = panes.text.width >= 15 && panes.text.height >= 3;
        assert!(panes.tiny || readable, "{what}");
    }

    #[test]
    fn every_part_lies_on_the_screen() {
        for width in 0..=200 {
            for height in 0..=40 {
                for arrangement in ARRANGEMENTS {
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
                        Shows::Menu {
                            rows: 7,
                            columns: 9,
                        },
                    ] {
                        check_parts(width, height, arrangement, shows);
                    }
                }
            }
        }
    }

    #[test]
    fn the_list_takes_its_share() {
        for (arrangement, dividers) in [
            (
                Arrangement::Automatic,
                [None, None, None, Some(28), Some(39), Some(44)],
            ),
            (
                Arrangement::Both,
                [None, Some(20), Some(28), Some(28), Some(39), Some(44)],
            ),
            (Arrangement::One, [None; 6]),
        ] {
            for (width, divider) in [45, 46, 79, 80, 110, 200].into_iter().zip(dividers) {
                let shows = Shows::Split {
                    article_focused: false,
                };
                let panes = in_window(width, 30, arrangement, shows);
                assert_eq!(panes.divider, divider, "{width} {arrangement:?}");
            }
        }
    }
}
