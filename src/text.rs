//! Plain strings: the gate that makes them safe to show, their width in columns, wrapping and folding.

pub mod bytes;
mod display;
mod fold;
mod gate;
pub mod near;
mod numbers;
mod role;
pub mod width;
pub mod wrap;

pub use display::{DisplayStr, DisplayText, Slice};
pub use fold::{FoldedMap, fold, fold_into, slug};
pub use numbers::{counted, grouped, minutes_text, short_minutes_text};
pub use role::{Inline, Role};
