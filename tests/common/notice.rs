//! What the last line tells.

use roundup::app::Model;

/// The notice; empty when there is none.
pub(crate) fn notice(model: &Model) -> &str {
    model.session.notice.as_ref().map_or("", |notice| notice)
}
