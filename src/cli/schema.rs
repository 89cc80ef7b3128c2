//! `roundup schema`: the JSON Schema of a briefing.

use std::io::Write;

use clap::Args;

use super::exit::Answer;
use super::output::Output;
use crate::briefing::SCHEMA;

/// Print the JSON Schema of a briefing
///
/// Editors that know TOML (with Taplo, for example) complete, explain and check a briefing by it while you
/// type. `roundup new` puts it beside the edition and names it there.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup schema > ~/briefings/.roundup-schema.json\n\n\
    and as the first line of each briefing in that folder:\n\n  \
    #:schema ./.roundup-schema.json")]
pub(super) struct Schema {}

pub(super) fn run(out: &mut Output) -> anyhow::Result<Answer> {
    out.write_all(SCHEMA.as_bytes())?;
    Ok(Answer::Done)
}
