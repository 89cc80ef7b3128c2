//! What an element's name and attributes say about how it looks.

use super::style::Style;
use super::tree::Element;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Neither it nor what it holds is shown.
    Nothing,
    Inline,
    Block,
    Heading(u8),
    List {
        ordered: bool,
    },
    Item,
    Quote,
    Pre,
    Table,
    Row,
    Cell,
    Term,
    Break,
    Rule,
    Image,
    /// Something that plays, or another page within this one.
    Media,
    QuoteMarks,
    /// Superscript or subscript.
    Raised {
        up: bool,
    },
    RubyText,
}

impl Kind {
    /// Whether text before and after it is apart from its own.
    pub(super) fn is_block(self) -> bool {
        !matches!(
            self,
            Kind::Inline
                | Kind::Break
                | Kind::Image
                | Kind::QuoteMarks
                | Kind::Raised { .. }
                | Kind::RubyText
                | Kind::Nothing
        )
    }

    /// What is shown around its text.
    pub(super) fn around(self) -> Option<(&'static str, &'static str)> {
        match self {
            Kind::QuoteMarks => Some(("\u{201C}", "\u{201D}")),
            Kind::RubyText => Some(("(", ")")),
            _ => None,
        }
    }
}

pub(super) fn kind(name: &str) -> Kind {
    match name {
        "p" | "div" | "address" | "article" | "aside" | "body" | "caption" | "center" | "dd"
        | "details" | "dialog" | "dl" | "fieldset" | "figcaption" | "figure" | "footer"
        | "form" | "header" | "hgroup" | "html" | "legend" | "main" | "nav" | "optgroup"
        | "search" | "section" | "summary" | "tbody" | "tfoot" | "thead" => Kind::Block,
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        "ul" | "menu" | "dir" => Kind::List { ordered: false },
        "ol" => Kind::List { ordered: true },
        "li" => Kind::Item,
        "blockquote" => Kind::Quote,
        "pre" | "listing" | "xmp" | "plaintext" => Kind::Pre,
        "table" => Kind::Table,
        "tr" => Kind::Row,
        "td" | "th" => Kind::Cell,
        "dt" => Kind::Term,
        "br" => Kind::Break,
        "hr" => Kind::Rule,
        "img" => Kind::Image,
        "iframe" | "video" | "audio" | "embed" => Kind::Media,
        "q" => Kind::QuoteMarks,
        "sup" => Kind::Raised { up: true },
        "sub" => Kind::Raised { up: false },
        "rt" => Kind::RubyText,
        "annotation" | "annotation-xml" | "area" | "base" | "canvas" | "colgroup" | "datalist"
        | "frame" | "head" | "input" | "link" | "meta" | "noembed" | "noframes" | "noscript"
        | "option" | "param" | "progress" | "meter" | "rp" | "script" | "select" | "source"
        | "style" | "svg" | "template" | "textarea" | "title" | "track" => Kind::Nothing,
        _ => Kind::Inline,
    }
}

/// What an element's attributes say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Look {
    pub(super) is_hidden: bool,
    pub(super) strong: Option<bool>,
    pub(super) emphasis: Option<bool>,
    pub(super) strike: bool,
    pub(super) is_block: bool,
    /// In CSS pixels.
    pub(super) font_size: Option<f32>,
}

pub(super) fn of(element: &Element) -> Look {
    let mut look = Look::default();
    for (name, value) in element.attributes() {
        match name {
            "hidden" => look.is_hidden = true,
            "style" => read_style(value, &mut look),
            "size" if &**element.name() == "font" => {
                look.font_size = look.font_size.or(font_size(value));
            }
            "class" | "id" => look.is_hidden |= names_preheader(value),
            "open" if &**element.name() == "dialog" => {}
            _ => {}
        }
    }
    if &**element.name() == "dialog" && element.attribute("open").is_none() {
        look.is_hidden = true;
    }
    look
}

/// How text in an element looks, by how it looks around it.
pub(super) fn styled(outer: Style, element: &Element, look: Look) -> Style {
    // Code has the look that it began with.
    if outer.code {
        return outer;
    }
    let mut style = outer;
    match &**element.name() {
        "b" | "strong" | "dt" => style.marks.strong = true,
        "i" | "em" | "cite" | "dfn" | "var" => style.marks.emphasis = true,
        "s" | "del" | "strike" => style.marks.strike = true,
        "code" | "kbd" | "samp" | "tt" => style.code = true,
        _ => {}
    }
    style.marks.strong = look.strong.unwrap_or(style.marks.strong);
    style.marks.emphasis = look.emphasis.unwrap_or(style.marks.emphasis);
    style.marks.strike |= look.strike;
    style
}

fn read_style(style: &str, look: &mut Look) {
    let mut is_clipped = false;
    let mut has_no_height = false;
    let mut is_transparent = false;
    let mut is_animated = false;
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let value = value.trim();
        let value = value
            .strip_suffix("!important")
            .map_or(value, str::trim_end);
        let is = |expected: &str| value.eq_ignore_ascii_case(expected);
        match name.trim().to_ascii_lowercase().as_str() {
            "display" if is("none") => look.is_hidden = true,
            "display" => look.is_block = is("block") || is("table") || is("flex") || is("grid"),
            "visibility" => look.is_hidden |= is("hidden") || is("collapse"),
            "mso-hide" => look.is_hidden |= is("all"),
            "opacity" => is_transparent = is_zero(value),
            "transform" | "-webkit-transform" | "transition" | "animation" => is_animated = true,
            "overflow" => is_clipped = is("hidden"),
            "max-height" | "height" => has_no_height |= is_zero(value),
            "font-size" => look.font_size = pixels(value),
            "font-weight" => {
                look.strong = match value.parse::<u16>() {
                    Ok(weight) => Some(weight >= 600),
                    Err(_) if is("bold") || is("bolder") => Some(true),
                    Err(_) if is("normal") || is("lighter") => Some(false),
                    Err(_) => None,
                }
            }
            "font-style" if is("italic") || is("oblique") => look.emphasis = Some(true),
            "font-style" if is("normal") => look.emphasis = Some(false),
            "text-decoration" | "text-decoration-line" => {
                look.strike |= value
                    .split_ascii_whitespace()
                    .any(|word| word.eq_ignore_ascii_case("line-through"));
            }
            _ => {}
        }
    }
    // Pages fade in what they show when a script runs.
    look.is_hidden |= is_transparent && !is_animated;
    look.is_hidden |= has_no_height && is_clipped;
}

fn is_zero(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse::<f32>() == Ok(0.0)
}

fn pixels(value: &str) -> Option<f32> {
    let digits = value
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(value.len());
    let number: f32 = value[..digits].parse().ok()?;
    match value[digits..].trim() {
        "px" | "PX" | "" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "rem" => Some(number * 16.0),
        _ if number == 0.0 => Some(0.0),
        _ => None,
    }
}

/// The size that a `<font size>` of 1 to 7, or relative to 3, has in CSS pixels.
fn font_size(value: &str) -> Option<f32> {
    const PIXELS: [f32; 7] = [10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0];
    let value = value.trim();
    let number: i32 = value.parse().ok()?;
    let size = if value.starts_with(['+', '-']) {
        number.saturating_add(3)
    } else {
        number
    };
    let index = usize::try_from(size.clamp(1, 7) - 1).ok()?;
    PIXELS.get(index).copied()
}

/// Whether a class or identity is one of those that newsletters give to text for previews only.
fn names_preheader(value: &str) -> bool {
    value.len() >= 9
        && value.split_ascii_whitespace().any(|name| {
            ["preheader", "preview-text", "previewtext", "mcnpreviewtext"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
        })
}
