//! A fault as compilers show it.

use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_LINE_NUM_STYLE as FRAME;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::briefing::{Diagnostic, Excerpt};
use crate::text::width;

/// The fault, its place, its line with carets, and what to do. Every fault is an error here: what a
/// reader only warns of is what a writer wants to know.
pub(super) fn render(path: &str, fault: &Diagnostic, columns: usize) -> String {
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
        // The renderer would count the column in the excerpt, which is not the whole line.
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

/// The bytes of an excerpt that the carets stand under.
fn caret(excerpt: &Excerpt) -> Range<usize> {
    let at = |columns| width::fitting(&excerpt.text, columns).len();
    at(excerpt.caret.start)..at(excerpt.caret.end)
}
