//! How many colours a terminal has, and what becomes of a palette where it has fewer.

use super::{Colour, Palette, Style};

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    Sixteen,
    /// The sixteen, a cube of 216 and 24 greys, as in xterm.
    Two56,
    /// Any red, green and blue.
    True,
}

impl Depth {
    /// What the environment says of the terminal; it is not asked. `variable` gives the value of an
    /// environment variable, unless that is empty.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let contains = |name: &str, parts: &[&str]| {
            variable(name).is_some_and(|value| parts.iter().any(|part| value.contains(part)))
        };
        let is_windows_terminal = || variable("WT_SESSION").is_some();
        if contains("COLORTERM", &["truecolor", "24bit"])
            || contains(
                "TERM",
                &[
                    "-direct",
                    "kitty",
                    "ghostty",
                    "alacritty",
                    "foot",
                    "wezterm",
                ],
            )
            || is_windows_terminal()
        {
            Self::True
        } else if contains("TERM", &["256color"]) {
            Self::Two56
        } else {
            Self::Sixteen
        }
    }
}

/// The contrasts that WCAG 2.2 asks for: AAA and AA of text of the usual size.
const CONTRASTS: [f64; 2] = [7.0, 4.5];

impl Palette {
    /// Whether it can be shown in a terminal of `depth`, if need be in colours near its own.
    pub fn fits(&self, depth: Depth) -> bool {
        depth > Depth::Sixteen || self.styles().all(|(_, style)| style.has_only_the_sixteen())
    }

    /// This palette in the colours that a terminal of `depth` has. Of 256 colours, each gets the nearest
    /// that leaves text as readable as it was, by the levels of WCAG. Of sixteen, too many would become the
    /// same, so that a palette that needs more gives way to that of the sixteen.
    #[must_use]
    pub fn reduced_to(mut self, depth: Depth) -> Self {
        match depth {
            Depth::True => return self,
            Depth::Sixteen if self.fits(depth) => return self,
            Depth::Sixteen => return Self::COLOURED,
            Depth::Two56 => {}
        }
        let window = self.text.background;
        for name in Self::ROLES {
            if let Some(style) = self.role_mut(name) {
                *style = style.reduced_on(window);
            }
        }
        self
    }
}

impl Style {
    fn has_only_the_sixteen(self) -> bool {
        let mut colours = [self.foreground, self.background].into_iter().flatten();
        colours.all(|colour| !matches!(colour, Colour::Rgb(..) | Colour::Indexed(16..)))
    }

    /// In 256 colours, where the window has the background `window`.
    fn reduced_on(self, window: Option<Colour>) -> Self {
        let background = self.background.map(|colour| colour.nearest(|_| true));
        let foreground = self.foreground.map(|colour| {
            let (Some(before), Some(behind)) = (
                self.background.or(window),
                background.or(window.map(|colour| colour.nearest(|_| true))),
            ) else {
                return colour.nearest(|_| true);
            };
            let had = contrast(colour, before);
            let least = CONTRASTS.into_iter().find(|least| had >= *least);
            colour.nearest(|near| contrast(near, behind) >= least.unwrap_or(1.0))
        });
        Self {
            foreground,
            background,
            ..self
        }
    }
}

/// The contrast of two colours by WCAG 2.2, from 1 to 21.
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let luminance = |colour: Colour| {
        let [red, green, blue] = colour.rgb().map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The sixteen colours in the order of their numbers, with what xterm shows for them unless it is set up
/// otherwise (`XTerm-col.ad` in its sources).
const SIXTEEN: [(Colour, [u8; 3]); 16] = [
    (Colour::Black, [0, 0, 0]),
    (Colour::Red, [205, 0, 0]),
    (Colour::Green, [0, 205, 0]),
    (Colour::Yellow, [205, 205, 0]),
    (Colour::Blue, [0, 0, 238]),
    (Colour::Magenta, [205, 0, 205]),
    (Colour::Cyan, [0, 205, 205]),
    (Colour::White, [229, 229, 229]),
    (Colour::BrightBlack, [127, 127, 127]),
    (Colour::BrightRed, [255, 0, 0]),
    (Colour::BrightGreen, [0, 255, 0]),
    (Colour::BrightYellow, [255, 255, 0]),
    (Colour::BrightBlue, [92, 92, 255]),
    (Colour::BrightMagenta, [255, 0, 255]),
    (Colour::BrightCyan, [0, 255, 255]),
    (Colour::BrightWhite, [255, 255, 255]),
];

impl Colour {
    /// Its red, green and blue in xterm as it comes.
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Rgb(red, green, blue) => [red, green, blue],
            Self::Indexed(number) => rgb_of(number),
            named => SIXTEEN
                .iter()
                .find(|(colour, _)| *colour == named)
                .map_or([0; 3], |(_, rgb)| *rgb),
        }
    }

    /// The nearest of 256 colours that `suits`; itself if it is one of them, or if none suits.
    fn nearest(self, suits: impl Fn(Self) -> bool) -> Self {
        if !matches!(self, Self::Rgb(..)) {
            return self;
        }
        // The first sixteen are what the user has made of them.
        let others = (16..=u8::MAX).map(Self::Indexed);
        let mut nearest = (i32::MAX, self);
        for other in others {
            let distance = distance(self.rgb(), other.rgb());
            // To find out whether it suits takes longer.
            if distance < nearest.0 && suits(other) {
                nearest = (distance, other);
            }
        }
        nearest.1
    }
}

/// What xterm shows for one of its 256 colours.
fn rgb_of(number: u8) -> [u8; 3] {
    match number {
        0..16 => SIXTEEN[usize::from(number)].1,
        16..232 => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let number = number - 16;
            [number / 36, number / 6 % 6, number % 6].map(level)
        }
        232.. => [8 + 10 * (number - 232); 3],
    }
}

/// How different two colours look: the "redmean" approximation by Thiadmer Riemersma.
fn distance(one: [u8; 3], other: [u8; 3]) -> i32 {
    let red_mean = i32::midpoint(i32::from(one[0]), i32::from(other[0]));
    let [red, green, blue] = [0, 1, 2].map(|at| i32::from(one[at]) - i32::from(other[at]));
    (((512 + red_mean) * red * red) >> 8)
        + 4 * green * green
        + (((767 - red_mean) * blue * blue) >> 8)
}

#[cfg(test)]
mod tests {
    use super::super::Palette;
    use super::{Colour, Depth, contrast};

    #[test]
    fn a_colour_becomes_the_nearest_of_256() {
        for (colour, nearest) in [
            (Colour::Rgb(255, 0, 0), Colour::Indexed(196)),
            (Colour::Rgb(0, 0, 0), Colour::Indexed(16)),
            (Colour::Rgb(1, 205, 204), Colour::Indexed(44)),
            (Colour::Rgb(128, 128, 128), Colour::Indexed(244)),
            (Colour::Indexed(3), Colour::Indexed(3)),
            (Colour::Cyan, Colour::Cyan),
        ] {
            assert_eq!(colour.nearest(|_| true), nearest, "{colour:?}");
        }
        let dark =
            Colour::Rgb(128, 128, 128).nearest(|near| near.rgb().iter().all(|part| *part < 100));
        assert_eq!(dark, Colour::Indexed(241));
    }

    #[test]
    fn a_palette_of_more_than_sixteen_colours_gives_way_where_there_are_no_more() {
        let mut palette = Palette::COLOURED;
        palette.link.foreground = Some(Colour::Indexed(9));
        assert_eq!(palette.reduced_to(Depth::Sixteen), palette);
        palette.link.foreground = Some(Colour::Indexed(208));
        assert_eq!(palette.reduced_to(Depth::Two56), palette);
        assert_eq!(palette.reduced_to(Depth::Sixteen), Palette::COLOURED);
        palette.link.foreground = Some(Colour::Rgb(255, 0, 0));
        assert_eq!(palette.reduced_to(Depth::True), palette);
        let link = palette.reduced_to(Depth::Two56).link;
        assert_eq!(link.foreground, Some(Colour::Indexed(196)));
    }

    #[test]
    fn contrasts_are_those_of_wcag() {
        for (one, other, expected) in [
            (Colour::BrightWhite, Colour::Black, 21.0),
            (Colour::Black, Colour::Black, 1.0),
            // The grey that is known as the lightest for AA on white.
            (Colour::Rgb(118, 118, 118), Colour::BrightWhite, 4.54),
        ] {
            assert!((contrast(one, other) - expected).abs() < 0.01, "{one:?}");
        }
    }

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        for (variables, expected) in [
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")][..],
                Depth::True,
            ),
            (&[("COLORTERM", "24bit")], Depth::True),
            (&[("WT_SESSION", "0")], Depth::True),
            (&[("TERM", "xterm-kitty")], Depth::True),
            (&[("TERM", "foot")], Depth::True),
            (&[("TERM", "xterm-direct")], Depth::True),
            (&[("TERM", "xterm-256color")], Depth::Two56),
            (&[("TERM", "screen-256color")], Depth::Two56),
            (&[("TERM", "xterm")], Depth::Sixteen),
            (&[("TERM", "linux")], Depth::Sixteen),
            (&[], Depth::Sixteen),
        ] {
            let variable = |name: &str| {
                let found = variables.iter().find(|(given, _)| *given == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(Depth::of(variable), expected, "{variables:?}");
        }
    }
}
