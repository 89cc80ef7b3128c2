//! While nothing happens, the program does nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::session::{ARCHIVE, PATIENCE, Session};

const IDLE: Duration = Duration::from_secs(5);
/// A program that has done nothing for this long is at rest.
const REST: Duration = Duration::from_millis(300);

/// For each thread of a process, its voluntary and involuntary context switches, and its processor time in
/// ticks.
type Activity = BTreeMap<String, (String, String)>;

fn activity(session: &Session) -> Activity {
    let process = session.child.process_id().unwrap();
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let of_thread = |task: PathBuf| {
        // A thread may have ended by now.
        let status = fs::read_to_string(task.join("status")).ok()?;
        let stat = fs::read_to_string(task.join("stat")).ok()?;
        let switches = status.lines().filter(|line| line.contains("ctxt_switches"));
        let ticks = stat.rsplit(')').next()?.split_whitespace().skip(11).take(2);
        Some((
            task.display().to_string(),
            (switches.collect(), ticks.collect::<Vec<_>>().join(" ")),
        ))
    };
    tasks
        .filter_map(|task| of_thread(task.unwrap().path()))
        .collect()
}

/// Waits until the program has come to rest.
fn settle(session: &mut Session) {
    let deadline = Instant::now() + PATIENCE;
    let mut before = activity(session);
    loop {
        let silent = session.stays_silent(REST);
        let now = activity(session);
        if silent && now == before {
            return;
        }
        assert!(Instant::now() < deadline, "it never came to rest: {now:?}");
        before = now;
    }
}

/// The only test that has to wait for some time: that nothing happens can only be seen by waiting.
#[test]
fn doing_nothing_costs_nothing() {
    let mut loaded = Session::roundup((110, 34), ARCHIVE);
    loaded.wait_for("Harbour Roundup");
    let mut searched = Session::roundup((110, 34), ARCHIVE);
    searched.wait_for("Harbour Roundup");
    searched.press("/harbour");
    searched.wait_until("results", |session| {
        session.contents().contains("stories in")
    });
    let mut typed = Session::roundup((110, 34), ARCHIVE);
    typed.wait_for("Harbour Roundup");
    typed.press("/harbour\r");
    typed.wait_for("match 1 of");
    let mut sessions = [loaded, searched, typed];
    sessions.iter_mut().for_each(settle);
    let before = sessions.each_ref().map(activity);
    let end = Instant::now() + IDLE;
    // Reading the files, as a search or a backup does, is nothing to the program.
    for file in fs::read_dir(ARCHIVE).unwrap() {
        fs::read(file.unwrap().path()).unwrap();
    }
    for session in &mut sessions {
        let silent = session.stays_silent(end.saturating_duration_since(Instant::now()));
        assert!(silent, "{}", session.contents());
    }
    for (session, before) in sessions.iter().zip(before) {
        assert!(before.len() > 4, "{before:?}");
        assert_eq!(activity(session), before);
        assert!(session.output.try_recv().is_err(), "{}", session.contents());
    }
    for mut session in sessions {
        session.press("\x03");
        assert_eq!(session.status(), 0);
    }
}
