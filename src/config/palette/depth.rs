//! How many colours a terminal has, and what becomes of a palette where it has fewer.

use std::sync::LazyLock;

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
        let [red, green, blue] = linear(colour.rgb());
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The red, green and blue light of a colour in sRGB, each from 0 to 1.
fn linear(rgb: [u8; 3]) -> [f64; 3] {
    rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    })
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
        let own = look(self.rgb());
        let mut nearest = (f64::INFINITY, self);
        for (number, other) in LOOKS.iter() {
            let (distance, other) = (distance(own, *other), Self::Indexed(*number));
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

/// How each of the 256 colours looks but for the first sixteen, which are what the user has made of them.
static LOOKS: LazyLock<Vec<(u8, [f64; 3])>> = LazyLock::new(|| {
    let numbers = 16..=u8::MAX;
    numbers
        .map(|number| (number, look(rgb_of(number))))
        .collect()
});

/// How a colour looks: its lightness, how far it is from green to red, and how far from blue to yellow. This is Oklab
/// by Björn Ottosson, who has since found that differences of colour count twice in comparison with those of
/// lightness. So a colour that is nearly grey becomes a grey, not one of the strong colours of the cube.
fn look(rgb: [u8; 3]) -> [f64; 3] {
    let [red, green, blue] = linear(rgb);
    let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let medium = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    [
        0.210_454_255_3 * long + 0.793_617_785_0 * medium - 0.004_072_046_8 * short,
        2.0 * (1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short),
        2.0 * (0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short),
    ]
}

/// The square of how different two colours look.
fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    let differences = one.iter().zip(other).map(|(one, other)| one - other);
    differences.map(|difference| difference * difference).sum()
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
    fn a_colour_that_is_nearly_grey_becomes_a_grey() {
        for (colour, name) in [
            (Colour::Rgb(0xF7, 0xF1, 0xE3), "paper"),
            (Colour::Rgb(0xFD, 0xF6, 0xE3), "solarized"),
            (Colour::Rgb(0x28, 0x28, 0x28), "gruvbox"),
            (Colour::Rgb(0xA8, 0x99, 0x84), "the dim text of gruvbox"),
        ] {
            let [red, green, blue] = colour.nearest(|_| true).rgb();
            assert!(red == green && green == blue, "{name}");
        }
        // Others keep their hue: the selection of dark, and the standfirst of gruvbox.
        for (colour, nearest) in [
            (Colour::Rgb(0x3A, 0x5A, 0x80), Colour::Indexed(24)),
            (Colour::Rgb(0xD5, 0xC4, 0xA1), Colour::Indexed(187)),
        ] {
            assert_eq!(colour.nearest(|_| true), nearest);
        }
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
