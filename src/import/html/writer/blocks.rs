//! The ends of blocks, where what was gathered is written.

use super::super::media;
use super::super::style::Block;
use super::super::tree::NodeId;
use super::{Paragraph, Writer};

impl Writer<'_> {
    /// Ends the block of text that is open. In one line, that is a space.
    pub(super) fn end_block(&mut self) {
        if self.one_line > 0 {
            self.text.push_space();
        } else {
            self.flush();
        }
    }

    pub(super) fn flush(&mut self) {
        self.text.trim_end();
        if self.text.is_empty() {
            return self.clear();
        }
        let mut block = String::with_capacity(self.text.as_str().len() + 32);
        self.text
            .write(&mut block, &self.addresses, Block::Paragraph);
        self.out.block(&block, true);
        if !self.out.is_nested() {
            let end = self.out.len();
            self.paragraphs.push(Paragraph {
                start: end - block.len(),
                end,
                length: self.text.as_str().len(),
                font_size: self.font_size,
                is_strong: self.text.runs().iter().all(|run| run.style.marks.strong),
                is_single_line: !block.contains('\n'),
            });
        }
        self.clear();
    }

    pub(super) fn write_heading(&mut self, level: u8) {
        if !self.text.is_empty() {
            self.text.drop_strong();
            let mut block = "#".repeat(usize::from(level)) + " ";
            self.text.write(&mut block, &self.addresses, Block::Heading);
            self.out.block(&block, false);
        }
        self.clear();
    }

    pub(super) fn write_cell(&mut self, id: NodeId) {
        let mut cell = String::new();
        self.text.write(&mut cell, &self.addresses, Block::Cell);
        if let (Some(table), Some(element)) = (&mut self.table, self.tree.element(id)) {
            table.cell(element, cell);
        }
        self.clear();
    }

    pub(super) fn write_code(&mut self, id: NodeId, code: &str) {
        let mut code = code.replace("\r\n", "\n").replace('\r', "\n");
        code.retain(|c| matches!(c, '\n' | '\t') || !c.is_control());
        let code = code.trim_end().trim_start_matches('\n');
        if code.is_empty() {
            return;
        }
        let ticks = code
            .split(|c| c != '`')
            .map(str::len)
            .max()
            .unwrap_or_default();
        let fence = "`".repeat(ticks.max(2) + 1);
        let language = media::language(self.tree, id).unwrap_or_default();
        self.out
            .block(&format!("{fence}{language}\n{code}\n{fence}"), false);
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.font_size = f32::INFINITY;
        // Links that are still open keep their addresses.
        if self.frames.last().is_none_or(|frame| frame.style.link == 0) {
            self.addresses.clear();
        }
    }
}
