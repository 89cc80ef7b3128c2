//! A fault in the form of a compiler's error.

use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_LINE_NUM_STYLE as FRAME;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::briefing::{Diagnostic, Excerpt};
use crate::text::width;

/// The fault, its place, its line with carets, and what to do. Every fault is an error here: the author of a
/// file wants to know what the reader only warns about.
pub(in crate::cli) fn render(path: &str, fault: &Diagnostic, columns: usize) -> String {
    let title = Level::ERROR.primary_title(&*fault.message);
    let mut group = match &fault.position {
        None => title.element(Origin::path(path)),
        Some(place) => title.element(
            Snippet::source(&*place.excerpt.text)
                .line_start(place.line)
                .annotation(AnnotationKind::Primary.span(caret(&place.excerpt))),
        ),
    };
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(&**help));
    }
    let report = Renderer::styled().term_width(columns).render(&[group]);
    match (&fault.position, report.split_once('\n')) {
        // The renderer would give the column in the excerpt, which may be a part of the line.
        (Some(place), Some((title, rest))) => {
            let (line, column) = (place.line, place.column);
            let indent = line.to_string().len();
            format!(
                "{title}\n{:indent$}{FRAME}--> {FRAME:#}{path}:{line}:{column}\n{rest}",
                ""
            )
        }
        _ => report,
    }
}

/// The bytes of the excerpt to underline with carets.
fn caret(excerpt: &Excerpt) -> Range<usize> {
    let at = |columns| width::fitting(&excerpt.text, columns).len();
    at(excerpt.caret.start)..at(excerpt.caret.end)
}
