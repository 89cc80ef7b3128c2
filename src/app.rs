//! What the program knows, and how it changes: [`update`] turns a message into a new state and the
//! effects that the runtime is to carry out. Nothing here touches the terminal, a file or a clock.
//!
//! A key becomes an action, the screen on top is asked first what it does with it, and what no screen
//! takes is done everywhere in the same way or refused with a notice.

pub mod answer;
pub mod layout;
pub mod mark_book;
mod message;
mod model;
pub mod parts;
mod perform;
pub mod rows;
pub mod screens;
pub mod session;
mod steps;
pub mod texts;
mod update;

pub use message::{Effect, Msg, SearchRequest};
pub use model::Model;
pub use perform::Outcome;
pub use update::{update, update_and_read};
