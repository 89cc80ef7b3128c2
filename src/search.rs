//! Finding stories: the query, the folded text of every story, the scan, and what to mark.

mod chart;
mod corpus;
mod dates;
mod hits;
mod marks;
mod query;
mod states;

pub use chart::{Chart, chart};
pub use corpus::{Chunk, Found, Scope, fold_editions};
pub use dates::days;
pub use hits::{Group, Hits};
pub use marks::{Marked, in_article, in_text, snippet};
pub use query::{Query, State, Term, Test};
