//! Plain strings: the gate that makes them safe to show, their width, wrapping and folding.

pub mod bytes;
mod display;
mod fold;
mod gate;
mod role;
pub mod width;
pub mod wrap;

pub use display::{DisplayStr, DisplayText, Slice, counted, grouped};
pub use fold::{FoldedMap, fold, fold_into, slug};
pub use role::{Inline, Role};
