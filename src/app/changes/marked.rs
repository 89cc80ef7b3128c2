//! Taking in marks that were made elsewhere: in another reader, or on the command line.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::news::Marked;
use crate::app::remark::Remark;
use crate::app::rows::Row;
use crate::app::screens::Screens;
use crate::app::session::Session;
use crate::briefing::StoryId;
use crate::marks::Marks;
use crate::text::counted;

/// Takes in that the file holds `marks` now, with all operations before number `before`. Returns whether the user can
/// see a story that was marked: only then is there something to report.
pub(in crate::app) fn take_in_marks(
    before: u64,
    marks: Arc<Marks>,
    screens: &Screens,
    session: &mut Session,
) -> bool {
    let shown = in_view(screens, session);
    let marked = |session: &Session| -> Vec<(bool, bool)> {
        let status = shown.iter().map(|story| session.marks.status(story));
        status.map(|status| (status.read, status.saved)).collect()
    };
    let was = marked(session);
    let seen = session.marks.marks().fingerprint();
    session.marks.saved(before, marks);
    if session.marks.marks().fingerprint() == seen {
        return false;
    }
    let now = marked(session);
    let is_other = was.iter().zip(&now).map(|(was, now)| was != now);
    let others = shown.iter().zip(is_other).filter(|(_, is_other)| *is_other);
    let here: BTreeSet<_> = others.map(|(story, _)| story.key()).collect();
    let sees_any = !here.is_empty();
    session.changes.marked.add(Marked { any: true, here });
    sees_any
}

/// The stories whose marks are on the screen, or would be if their list were scrolled; of results, which may be
/// very many, only those in view.
fn in_view(screens: &Screens, session: &Session) -> Vec<StoryId> {
    if let Some(edition) = screens.edition_on_top() {
        let id = edition.id();
        let items = edition.list().every_item();
        return items.filter_map(|item| id.story(item.story()?)).collect();
    }
    let Some(search) = screens.top().as_search() else {
        return Vec::new();
    };
    let panes = session.panes(screens.top().get().shows());
    let rows = search.split.rows_in_view(&panes).into_iter();
    let hits = rows.filter_map(|row| match row {
        // The first line stands for all.
        Row::Line { item, line: 0 } => search.results().hits().get(item),
        _ => None,
    });
    hits.collect()
}

/// What is said of them; if the user has `asked` for everything to be read again, also of those that cannot be seen.
pub(super) fn about_marks(marked: &Marked, asked: bool) -> Option<Remark> {
    match marked.here.len() {
        0 => (asked && marked.any).then(|| Remark::new("marks made elsewhere have come in")),
        here => {
            let stories = counted(here, "story", "stories");
            Some(Remark::new(format!(
                "the marks of {stories} here were changed elsewhere"
            )))
        }
    }
}
