//! The walk over a tree that writes its blocks. It keeps what it needs of the elements around it on a
//! stack of its own and never calls itself.

mod blocks;
mod code;

use std::collections::HashSet;

use super::super::{address, words};
use super::inline::Text;
use super::look::{self, Kind, Look};
use super::media;
use super::output::Output;
use super::style::Style;
use super::table::{self, Table};
use super::tree::{Data, Element, NodeId, Step, Tree};

/// A paragraph that may be a heading by its looks: where it starts, and how it looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paragraph {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Bytes of its text.
    pub(crate) length: usize,
    /// The size of its smallest letters in CSS pixels.
    pub(crate) font_size: f32,
    pub(crate) is_strong: bool,
    /// On its own, not in a quote or list.
    pub(crate) is_single_line: bool,
}

/// What was written.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) paragraphs: Vec<Paragraph>,
}

/// Writes everything in `root`.
pub(crate) fn write(tree: &Tree, root: NodeId, base: Option<&str>) -> Written {
    let mut writer = Writer {
        tree,
        base,
        out: Output::default(),
        text: Text::default(),
        font_size: f32::INFINITY,
        addresses: Vec::new(),
        frames: Vec::new(),
        one_line: 0,
        code: None,
        table: None,
        paragraphs: Vec::new(),
        alternatives: HashSet::new(),
        caption: None,
    };
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        let next = match now {
            Step::Enter(id) if !writer.enter(id) => Step::Leave(id),
            Step::Leave(id) => {
                writer.leave(id);
                now
            }
            Step::Enter(_) => now,
        };
        step = tree.step(root, next);
    }
    writer.flush();
    Written {
        text: writer.out.into_text(),
        paragraphs: writer.paragraphs,
    }
}

/// What holds for an element and what it holds.
#[derive(Clone, Copy)]
struct Frame {
    id: NodeId,
    kind: Kind,
    style: Style,
    font_size: f32,
}

struct Writer<'a> {
    tree: &'a Tree,
    base: Option<&'a str>,
    out: Output,
    /// The text of the block that is open.
    text: Text,
    /// The smallest size in it.
    font_size: f32,
    /// Addresses of the links and images in it.
    addresses: Vec<String>,
    frames: Vec<Frame>,
    /// How many elements are open whose text is one line, such as headings and cells.
    one_line: usize,
    /// The code block that is open.
    code: Option<String>,
    /// The table that is open.
    table: Option<Table>,
    paragraphs: Vec<Paragraph>,
    /// The alternative texts of the images so far.
    alternatives: HashSet<String>,
    /// The figure that is open, and its caption.
    caption: Option<(NodeId, String)>,
}

impl Writer<'_> {
    /// Whether what is in the node is to be written. If so, a frame is open for it.
    fn enter(&mut self, id: NodeId) -> bool {
        let outer = self.frames.last().copied().unwrap_or(Frame {
            id,
            kind: Kind::Block,
            style: Style::default(),
            font_size: 16.0,
        });
        let element = match self.tree.data(id) {
            Data::Element(element) => element,
            Data::Text(text) => {
                self.write_text(text, outer);
                return false;
            }
            Data::Other => {
                // A comment ends nothing of what it is in.
                let kind = Kind::Inline;
                self.frames.push(Frame { id, kind, ..outer });
                return true;
            }
        };
        let kind = look::kind(element.name());
        if kind == Kind::Nothing {
            return false;
        }
        let look = look::of(element);
        if look.is_hidden {
            return false;
        }
        let kind = self.actual_kind(id, kind, look);
        let mut frame = Frame {
            id,
            kind,
            style: look::styled(outer.style, element, look),
            font_size: look.font_size.unwrap_or(outer.font_size),
        };
        if self.code.is_some() {
            return self.enter_in_code(element, frame);
        }
        match kind {
            Kind::Break => {
                self.line_break();
                return false;
            }
            Kind::Image => {
                self.image(element, frame.style);
                return false;
            }
            Kind::Media => {
                self.end_block();
                if let Some(address) = media::address(self.tree, id, self.base) {
                    self.link(&address, element.attribute("title").unwrap_or(&address));
                    self.end_block();
                    return false;
                }
            }
            Kind::Rule => {
                self.end_block();
                if self.one_line == 0 {
                    self.out.block("***", false);
                }
                return false;
            }
            Kind::Raised { up } => {
                if let Some(raised) = media::raised(self.tree, id, up) {
                    self.push(&raised, frame.style);
                    return false;
                }
            }
            Kind::Inline if &**element.name() == "a" => self.open_link(element, &mut frame.style),
            Kind::Inline => {}
            Kind::QuoteMarks | Kind::RubyText => {
                let (before, _) = kind.around().unwrap_or_default();
                self.push(before, frame.style);
            }
            _ => self.open_block(id, element, kind),
        }
        if self.caption.is_none()
            && let Some(caption) = media::caption(self.tree, id)
        {
            self.caption = Some((id, words::folded(&caption)));
        }
        self.frames.push(frame);
        true
    }

    /// The kind that an element has where it stands.
    fn actual_kind(&self, id: NodeId, kind: Kind, look: Look) -> Kind {
        let in_line = self.one_line > 0;
        let is_plain_block = match kind {
            Kind::Inline => look.is_block,
            Kind::Table => in_line || !table::is_data(self.tree, id),
            Kind::Row | Kind::Cell => in_line || self.table.is_none(),
            Kind::Heading(_) | Kind::List { .. } | Kind::Item | Kind::Quote | Kind::Pre => in_line,
            _ => false,
        };
        if is_plain_block { Kind::Block } else { kind }
    }

    fn open_block(&mut self, id: NodeId, element: &Element, kind: Kind) {
        self.end_block();
        match kind {
            Kind::Heading(_) | Kind::Cell => self.one_line += 1,
            Kind::List { ordered } => {
                let start = element
                    .attribute("start")
                    .and_then(|start| start.trim().parse().ok());
                let first = ordered.then(|| start.unwrap_or(1));
                self.out.open_list(first, self.is_tight(id));
            }
            Kind::Item => self.out.open_item(),
            Kind::Quote => self.out.open_quote(),
            Kind::Pre => self.code = Some(String::new()),
            Kind::Table => self.table = Some(Table::default()),
            Kind::Row => {
                if let Some(table) = &mut self.table {
                    table.open_row();
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, id: NodeId) {
        let Some(frame) = self.frames.pop_if(|frame| frame.id == id) else {
            return;
        };
        self.caption.take_if(|(figure, _)| *figure == id);
        if self.code.is_some() && frame.kind != Kind::Pre {
            if frame.kind.is_block() {
                self.line_in_code();
            }
            self.push_code(frame.kind.around().unwrap_or_default().1);
            return;
        }
        match frame.kind {
            Kind::Inline | Kind::Raised { .. } => return,
            Kind::QuoteMarks | Kind::RubyText => {
                let (_, after) = frame.kind.around().unwrap_or_default();
                return self.push(after, frame.style);
            }
            Kind::Heading(level) => {
                self.one_line -= 1;
                return self.write_heading(level);
            }
            Kind::Cell => {
                self.one_line -= 1;
                return self.write_cell(id);
            }
            Kind::Pre => {
                if let Some(code) = self.code.take() {
                    self.write_code(id, &code);
                }
                return;
            }
            _ => {}
        }
        self.end_block();
        match frame.kind {
            Kind::List { .. } => self.out.close_list(),
            Kind::Item | Kind::Quote => self.out.close(),
            Kind::Table => {
                let table = self.table.take().map(Table::write).unwrap_or_default();
                if !table.is_empty() {
                    self.out.block(&table, false);
                }
            }
            _ => {}
        }
    }

    fn write_text(&mut self, text: &str, frame: Frame) {
        if frame.font_size < 1.0 {
            return;
        }
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        self.push(text, frame.style);
        if !text.trim_ascii().is_empty() {
            self.font_size = self.font_size.min(frame.font_size);
        }
    }

    fn push(&mut self, text: &str, style: Style) {
        self.text.push(text, style);
    }

    fn line_break(&mut self) {
        if self.one_line > 0 {
            self.text.push_space();
        } else if self.text.ends_with_break() {
            self.flush();
        } else {
            self.text.push_break();
        }
    }

    fn open_link(&mut self, element: &Element, style: &mut Style) {
        if let Some(href) = element.attribute("href")
            && let Some(address) = address::absolute(href, self.base)
        {
            self.addresses.push(address);
            style.link = place(self.addresses.len());
        }
    }

    fn link(&mut self, address: &str, text: &str) {
        self.addresses.push(address.to_owned());
        let style = Style {
            link: place(self.addresses.len()),
            ..Style::default()
        };
        let text = if text.trim().is_empty() {
            address
        } else {
            text
        };
        self.push(text, style);
    }

    fn image(&mut self, element: &Element, style: Style) {
        let Some(alt) = media::alt(element) else {
            return;
        };
        if !alt.contains(char::is_alphanumeric) {
            return self.push(&alt, style);
        }
        if self.is_said(&alt) {
            return;
        }
        self.addresses
            .push(media::source(element, self.base).unwrap_or_default());
        let image = place(self.addresses.len());
        self.push(&alt, Style { image, ..style });
    }

    /// Whether the caption, or an image before, says what an image's alternative text does.
    fn is_said(&mut self, alt: &str) -> bool {
        let alt = words::folded(alt);
        if let Some((_, caption)) = &self.caption
            && format!(" {caption} ").contains(&format!(" {alt} "))
        {
            return true;
        }
        // Icons and the like are part of a sentence, each time.
        self.text.is_empty() && alt.contains(' ') && !self.alternatives.insert(alt)
    }

    /// Whether the items of a list are lines, not paragraphs.
    fn is_tight(&self, list: NodeId) -> bool {
        self.tree.children(list).all(|item| {
            let mut blocks = 0;
            self.tree.children(item).all(|child| {
                let kind = self
                    .tree
                    .element(child)
                    .map_or(Kind::Inline, |e| look::kind(e.name()));
                match kind {
                    Kind::Pre | Kind::Quote | Kind::Table | Kind::Heading(_) | Kind::Rule => false,
                    Kind::Block => {
                        blocks += 1;
                        blocks < 2
                    }
                    _ => true,
                }
            })
        })
    }
}

fn place(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
