//! How a style is written in a theme: `bold cyan`, `underline #3366cc on default`.

use std::ops::Range;

use super::words::{ATTRIBUTES, COLOURS, DEFAULT, nearest, rgb};
use super::{Colour, Style, habits};
use crate::briefing::shown;

/// Comes before the colour of the background.
const ON: &str = "on";

/// The most parts of a text that are explained.
const MOST_WRONG: usize = 20;

/// The words that a style can have, for help.
pub(crate) const KNOWN: &str = "a style is attributes (bold, dim, italic, underline, reverse, strike), a colour \
    (black, red, green, yellow, blue, magenta, cyan, white, each also with bright- before it, \
    0 to 255, #rrggbb, default), and after `on` the colour behind it";

/// Why a part of a text is no style, and what to write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WrongStyle {
    /// The part, in bytes of the text.
    pub(crate) part: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
    /// What to write in its place, if that is known.
    meant: Option<String>,
}

impl Style {
    /// Reads a style as themes write it: attributes and at most one colour in any order; behind `on` the
    /// colour of the background. `default` is the terminal's own colour. If anything in it is wrong, returns all
    /// that is.
    pub(crate) fn parse(written: &str) -> Result<Self, Vec<WrongStyle>> {
        let mut reader = Reader::default();
        let mut words = words(written).into_iter().peekable();
        while reader.wrong.len() < MOST_WRONG
            && let Some(word) = words.next()
        {
            let (word, on) = if word.lower == ON {
                let Some(colour) = words.next() else {
                    reader.fail(&word, "there is no colour after `on`", KNOWN);
                    break;
                };
                (colour, true)
            } else {
                (word, false)
            };
            // A colour whose name people write as two words.
            let joined = words.next_if(|next| habits::is_pair(&word.lower, &next.lower));
            match joined {
                Some(second) => {
                    let both = word.with(&second);
                    reader.wrong.push(WrongStyle::unknown(&both));
                }
                None => reader.take(&word, on),
            }
        }
        if reader.wrong.is_empty() {
            Ok(reader.style)
        } else {
            Err(reader.wrong)
        }
    }
}

impl Style {
    /// A text as a style, with what is probably meant in place of what is wrong; `None` if that is not known.
    pub(crate) fn corrected(written: &str) -> Option<String> {
        let Err(wrong) = Self::parse(written) else {
            return Some(written.to_owned());
        };
        let mut corrected = written.to_owned();
        for wrong in wrong.iter().rev() {
            corrected.replace_range(wrong.part.clone(), wrong.meant.as_ref()?);
        }
        Self::parse(&corrected).is_ok().then_some(corrected)
    }
}

/// One word of a style, or several that belong together.
struct Word {
    /// In lower case.
    lower: String,
    /// In bytes of the text.
    part: Range<usize>,
}

impl Word {
    fn with(&self, second: &Self) -> Self {
        Self {
            lower: format!("{} {}", self.lower, second.lower),
            part: self.part.start..second.part.end,
        }
    }
}

/// The words of a text. What is in parentheses belongs to the word before them.
fn words(written: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut end, mut is_open) = (0, false);
    for word in written.split_whitespace() {
        let start = end + written[end..].find(word).unwrap_or_default();
        end = start + word.len();
        let lower = word.to_lowercase();
        let (opens, closes) = (word.contains('('), word.contains(')'));
        if let Some(open) = words.last_mut().filter(|_| is_open) {
            is_open = !closes;
            open.lower.push(' ');
            open.lower.push_str(&lower);
            open.part.end = end;
        } else {
            is_open = opens && !closes;
            let part = start..end;
            words.push(Word { lower, part });
        }
    }
    words
}

/// What has been read of a style so far.
#[derive(Default)]
struct Reader {
    style: Style,
    /// Whether a colour of the text, and one of the background, have been given.
    given: [bool; 2],
    wrong: Vec<WrongStyle>,
}

impl Reader {
    /// Reads one word; `on` is whether it is the colour of the background.
    fn take(&mut self, word: &Word, on: bool) {
        let lower = word.lower.as_str();
        if let Some((_, attribute)) = ATTRIBUTES.iter().find(|(name, _)| *name == lower) {
            if on {
                let message = format!("`{lower}` is not a colour, and `on` needs one");
                self.fail(word, &message, KNOWN);
            } else {
                self.style = self.style.with(*attribute);
            }
            return;
        }
        let colour = match colour(word) {
            Ok(colour) => colour,
            Err(wrong) => return self.wrong.push(wrong),
        };
        if std::mem::replace(&mut self.given[usize::from(on)], true) {
            let place = if on { "behind" } else { "of" };
            let message = format!("there are two colours {place} the text");
            let help = "leave out one, or put `on` before the other";
            self.fail(word, &message, help);
        } else if on {
            self.style.background = colour;
        } else {
            self.style.foreground = colour;
        }
    }

    fn fail(&mut self, word: &Word, message: &str, help: &str) {
        self.wrong.push(WrongStyle::new(word, message, help));
    }
}

/// The colour with this name or number; `None` for that of the terminal.
fn colour(word: &Word) -> Result<Option<Colour>, WrongStyle> {
    let lower = word.lower.as_str();
    if lower == DEFAULT {
        return Ok(None);
    }
    if let Some((_, colour)) = COLOURS.iter().find(|(name, _)| *name == lower) {
        return Ok(Some(*colour));
    }
    if let Some(digits) = lower.strip_prefix('#') {
        return rgb(digits).map(Some).ok_or_else(|| {
            let meant = habits::meant(lower);
            let example = meant.as_deref().unwrap_or("#3366cc");
            let message = format!("`{}` is not a colour", shown(lower));
            let help = format!("write six hexadecimal digits: {example}");
            WrongStyle {
                meant,
                ..WrongStyle::new(word, &message, &help)
            }
        });
    }
    if lower.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = lower.parse().map(|number| Some(Colour::Indexed(number)));
        return number.map_err(|_| {
            let message = format!("there is no colour {}", shown(lower));
            let meant = habits::meant(lower);
            let help = match &meant {
                Some(meant) => format!("write `{meant}`, or a number from 0 to 255"),
                None => "colours have numbers from 0 to 255".to_owned(),
            };
            WrongStyle {
                meant,
                ..WrongStyle::new(word, &message, &help)
            }
        });
    }
    Err(WrongStyle::unknown(word))
}

impl WrongStyle {
    fn new(word: &Word, message: &str, help: &str) -> Self {
        Self {
            part: word.part.clone(),
            message: message.to_owned(),
            help: help.to_owned(),
            meant: None,
        }
    }

    /// For a word that no style can have.
    fn unknown(word: &Word) -> Self {
        let lower = word.lower.as_str();
        let message = format!("`{}` is neither a colour nor an attribute", shown(lower));
        let (habit, near) = (habits::meant(lower), nearest(lower));
        let help = match (&habit, near) {
            (Some(meant), _) => format!("write `{meant}`"),
            (None, Some(meant)) => format!("did you mean `{meant}`?"),
            (None, None) => KNOWN.to_owned(),
        };
        Self {
            meant: habit.or(near.map(str::to_owned)),
            ..Self::new(word, &message, &help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Attributes, Colour, Style};

    #[test]
    fn styles_are_attributes_and_colours() {
        let bold = Attributes::BOLD;
        for (written, expected) in [
            ("", Style::PLAIN),
            ("default", Style::PLAIN),
            ("bold", Style::PLAIN.with(bold)),
            (
                "Bold Cyan",
                Style::PLAIN.with(bold).foreground(Colour::Cyan),
            ),
            (
                "cyan bold",
                Style::PLAIN.with(bold).foreground(Colour::Cyan),
            ),
            (
                "black on yellow",
                Style::PLAIN
                    .foreground(Colour::Black)
                    .background(Colour::Yellow),
            ),
            (
                "on 208 #3366cc underline",
                Style::PLAIN
                    .background(Colour::Indexed(208))
                    .foreground(Colour::Rgb(0x33, 0x66, 0xCC))
                    .with(Attributes::UNDERLINED),
            ),
            (
                "#36c on default",
                Style::PLAIN.foreground(Colour::Rgb(0x33, 0x66, 0xCC)),
            ),
            ("bright-white", Style::PLAIN.foreground(Colour::BrightWhite)),
        ] {
            assert_eq!(Style::parse(written), Ok(expected), "{written:?}");
        }
    }

    #[test]
    fn what_is_no_style_is_explained() {
        for (written, message, help) in [
            (
                "bold magneta",
                "`magneta` is neither a colour nor an attribute",
                "did you mean `magenta`?",
            ),
            (
                "grey",
                "`grey` is neither a colour nor an attribute",
                "did you mean `bright-black`?",
            ),
            (
                "red blue",
                "there are two colours of the text",
                "leave out one, or put `on` before the other",
            ),
            (
                "red on",
                "there is no colour after `on`",
                "a style is attributes (bold",
            ),
            (
                "on bold",
                "`bold` is not a colour, and `on` needs one",
                "a style is attributes (bold",
            ),
            (
                "256",
                "there is no colour 256",
                "colours have numbers from 0 to 255",
            ),
            (
                "#12345",
                "`#12345` is not a colour",
                "write six hexadecimal digits: #3366cc",
            ),
            (
                "#ééé",
                "`#ééé` is not a colour",
                "write six hexadecimal digits: #3366cc",
            ),
            (
                "qqqqqqqq",
                "`qqqqqqqq` is neither a colour nor an attribute",
                "a style is attributes (bold",
            ),
        ] {
            let all = Style::parse(written).unwrap_err();
            let [wrong] = all.as_slice() else {
                panic!("{written:?}: {all:?}");
            };
            assert_eq!(wrong.message, message, "{written:?}");
            assert!(wrong.help.starts_with(help), "{written:?}: {}", wrong.help);
        }
    }

    #[test]
    fn each_wrong_word_is_explained_at_its_place() {
        let written = " bolt red  magneta on  gren underlin";
        let wrong = Style::parse(written).unwrap_err();
        let parts: Vec<_> = wrong
            .iter()
            .map(|wrong| (&written[wrong.part.clone()], wrong.help.as_str()))
            .collect();
        assert_eq!(
            parts,
            [
                ("bolt", "did you mean `bold`?"),
                ("magneta", "did you mean `magenta`?"),
                ("gren", "did you mean `green`?"),
                ("underlin", "did you mean `underline`?"),
            ]
        );
    }

    #[test]
    fn what_other_programs_take_is_translated() {
        for (written, part, help) in [
            ("bold ffb454", "ffb454", "write `#ffb454`"),
            ("FFB454", "FFB454", "write `#ffb454`"),
            ("0xffb454", "0xffb454", "write `#ffb454`"),
            ("fb4", "fb4", "write `#fb4`"),
            (
                "#ffb454ff",
                "#ffb454ff",
                "write six hexadecimal digits: #ffb454",
            ),
            (
                "123456",
                "123456",
                "write `#123456`, or a number from 0 to 255",
            ),
            (
                "bold on rgb(255, 180, 84)",
                "rgb(255, 180, 84)",
                "write `#ffb454`",
            ),
            (
                "rgba(255 180 84 / 0.5)",
                "rgba(255 180 84 / 0.5)",
                "write `#ffb454`",
            ),
            ("bright red", "bright red", "write `bright-red`"),
            ("on Light Blue", "Light Blue", "write `bright-blue`"),
            ("brightred", "brightred", "write `bright-red`"),
            ("bright_red", "bright_red", "write `bright-red`"),
            ("lightgreen", "lightgreen", "write `bright-green`"),
            ("dark-red", "dark-red", "write `red`"),
            ("light gray", "light gray", "write `white`"),
            ("darkgrey", "darkgrey", "write `bright-black`"),
            ("bold,underline", "bold,underline", "write `bold underline`"),
            ("bold,undreline", "bold,undreline", "write `bold underline`"),
            ("bold+red", "bold+red", "write `bold red`"),
            ("bold-red", "bold-red", "write `bold red`"),
            ("bold, red", "bold,", "write `bold`"),
            ("colour208", "colour208", "write `208`"),
            ("color 208", "color 208", "write `208`"),
            ("fg:red", "fg:red", "write `red`"),
            ("fg=red,bg=colour8", "fg=red,bg=colour8", "write `red on 8`"),
            ("red/black", "red/black", "write `red on black`"),
            ("fg:+8", "fg:+8", "write `8`"),
            ("darkgray", "darkgray", "write `bright-black`"),
        ] {
            let all = Style::parse(written).unwrap_err();
            let [wrong] = all.as_slice() else {
                panic!("{written:?}: {all:?}");
            };
            assert_eq!(&written[wrong.part.clone()], part, "{written:?}");
            assert_eq!(wrong.help, help, "{written:?}");
            // The help suggests only what can be read.
            let meant = help.split('`').nth(1).or(help.rsplit(' ').next());
            assert!(Style::parse(meant.unwrap()).is_ok(), "{help}");
        }
        // Words that merely look like numbers.
        for (written, help) in [("bed", "did you mean `red`?"), ("facade", "a style is")] {
            let wrong = Style::parse(written).unwrap_err();
            assert!(wrong[0].help.starts_with(help), "{wrong:?}");
        }
    }
}
