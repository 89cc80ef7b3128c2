//! Lists of feeds as other readers keep them: OPML, and newsboat's `urls`.

mod list;
mod opml;
mod urls;

use super::document::Unreadable;
use super::encoding;

pub use list::{FeedOptions, Origin, Skipped, Subscription, Subscriptions};
pub use opml::to_opml;
pub use urls::to_urls;

/// Reads a list of feeds: OPML if it begins with a tag, else newsboat's `urls`.
///
/// # Errors
/// When it is neither.
pub fn subscriptions(bytes: &[u8]) -> Result<Subscriptions, Unreadable> {
    let text = encoding::decode(bytes);
    if text
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .starts_with('<')
    {
        opml::read(&text)
    } else {
        Ok(urls::read(&text))
    }
}
