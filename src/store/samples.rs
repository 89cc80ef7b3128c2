//! The sample briefings, which are part of the program, for users who have none yet.

use std::sync::{Arc, LazyLock};

use crate::archive::Edition;

macro_rules! sample_files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../briefings/", $name)))),*]
    };
}

/// The name and the text of each file in `briefings/`.
const FILES: [(&str, &str); 11] = sample_files![
    "1912-04-16.toml",
    "1927-05-22.toml",
    "1953-06-02.toml",
    "1964-10-01.toml",
    "1969-07-20-late.toml",
    "1969-07-20-morning.toml",
    "1988-10-13.toml",
    "1989-11-10.toml",
    "1990-02-12.toml",
    "1994-05-07.toml",
    "2016-01-12-health.toml",
];

/// The sample editions, in no particular order. They are parsed at the first call.
pub fn samples() -> Vec<Arc<Edition>> {
    static SAMPLES: LazyLock<Vec<Arc<Edition>>> = LazyLock::new(|| {
        let samples = FILES
            .iter()
            .map(|(name, source)| Arc::new(Edition::parse((*name).into(), source)));
        samples.collect()
    });
    SAMPLES.clone()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{FILES, samples};

    #[test]
    fn every_file_in_briefings_is_a_sample_without_faults() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/briefings");
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, FILES.map(|(name, _)| name));
        for edition in samples() {
            assert_eq!(edition.diagnostics, [], "{}", edition.label());
        }
    }
}
