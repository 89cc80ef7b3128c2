//! Elements and text in a block of code, where only the text and its lines count.

use super::super::look::Kind;
use super::super::media;
use super::super::tree::Element;
use super::{Frame, Writer};

impl Writer<'_> {
    /// Takes an element within a block of code. Returns whether it is entered.
    pub(super) fn enter_in_code(&mut self, element: &Element, frame: Frame) -> bool {
        if frame.kind == Kind::Break {
            self.push_code("\n");
            return false;
        }
        if frame.kind.is_block() {
            self.line_in_code();
        }
        if frame.kind == Kind::Image {
            self.push_code(&media::alt(element).unwrap_or_default());
        }
        self.push_code(frame.kind.around().unwrap_or_default().0);
        let kind = match frame.kind {
            kind if kind.is_block() => Kind::Block,
            kind if kind.around().is_some() => kind,
            _ => Kind::Inline,
        };
        self.frames.push(Frame { kind, ..frame });
        true
    }

    pub(super) fn push_code(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
        }
    }

    /// Begins a new line of code, unless one has just begun.
    pub(super) fn line_in_code(&mut self) {
        if let Some(code) = &mut self.code
            && !code.is_empty()
            && !code.ends_with('\n')
        {
            code.push('\n');
        }
    }
}
