//! Writes a draft as the TOML of a briefing, in which no fault is found when it is read.

use jiff::civil::Date;
use jiff::tz::Offset;

use super::date::zone;
use super::draft::{Draft, DraftSection, DraftStory, Published};
use super::identity::StoryIds;
use super::link::is_openable;
use crate::text::{DisplayText, width};

/// The longest headline that is made from a text, in columns.
const HEADLINE_COLUMNS: usize = 80;

impl Draft {
    /// The text of a briefing file.
    ///
    /// Every text passes the gate and loses the white space around it; reading the file gives the same text
    /// again. What the format does not allow is corrected: links that cannot be opened and empty tags are
    /// left out; a missing headline is taken from the story's text, a missing title from the first
    /// headline, and a missing date from the newest story; an id that is taken gets a number.
    pub fn to_toml(&self) -> String {
        let mut ids = self.unique_ids().into_iter();
        let mut out = String::new();
        push_line(&mut out, "title", &self.written_title());
        push_plain(&mut out, "date", &self.written_date().to_string());
        for (key, text) in [("source", &self.source), ("edition", &self.edition)] {
            push_line(&mut out, key, &line(text.as_deref().unwrap_or_default()));
        }
        let summary = self.summary.as_deref().unwrap_or_default();
        push_summary(&mut out, summary);
        push_line(
            &mut out,
            "id",
            &line(self.id.as_deref().unwrap_or_default()),
        );
        for story in &self.lead {
            out.push('\n');
            story.push(&mut out, "[[story]]", &ids.next().unwrap_or_default());
        }
        for section in &self.sections {
            out.push('\n');
            section.push(&mut out, &mut ids);
        }
        out
    }

    /// Gives every story an id that no other story of this edition has, and none of `taken`: its own if
    /// that is free, else one made from its own or from its headline.
    pub fn assign_ids<'a>(&mut self, taken: impl IntoIterator<Item = &'a str>) {
        let mut ids = StoryIds::default();
        for id in taken {
            ids.reserve(id);
            ids.claim(id);
        }
        for story in self.stories() {
            ids.reserve(&line(&story.id));
        }
        let assigned: Vec<_> = self
            .stories()
            .map(|story| match line(&story.id) {
                id if id.is_empty() => ids.derive(&story.written_headline()),
                id => ids.claim(&id),
            })
            .collect();
        let sections = self.sections.iter_mut();
        let stories = self
            .lead
            .iter_mut()
            .chain(sections.flat_map(|section| &mut section.stories));
        for (story, id) in stories.zip(assigned) {
            story.id = id;
        }
    }

    /// All its stories, lead stories first.
    pub fn stories(&self) -> impl Iterator<Item = &DraftStory> {
        let sections = self.sections.iter();
        self.lead
            .iter()
            .chain(sections.flat_map(|section| &section.stories))
    }

    /// The id that is written for each story, in order; empty for a story without one.
    fn unique_ids(&self) -> Vec<String> {
        let given: Vec<_> = self.stories().map(|story| line(&story.id)).collect();
        let mut ids = StoryIds::default();
        for id in given.iter().filter(|id| !id.is_empty()) {
            ids.reserve(id);
        }
        let unique = given.into_iter().map(|id| match id.as_str() {
            "" => String::new(),
            given => ids.claim(given),
        });
        unique.collect()
    }

    fn written_title(&self) -> String {
        let title = line(&self.title);
        if !title.is_empty() {
            return title;
        }
        let first = self.stories().next();
        first.map_or_else(
            || "(no title)".to_owned(),
            |story| cut(&story.written_headline()),
        )
    }

    fn written_date(&self) -> Date {
        let newest = || self.stories().filter_map(DraftStory::published_day);
        let date = self.date.filter(|date| is_writable(*date));
        date.or_else(|| newest().max())
            .unwrap_or(jiff::civil::date(1970, 1, 1))
    }
}

impl DraftSection {
    /// Its table and those of its stories, to be added to the end of an edition. The stories' ids are not
    /// made unique: see [`Draft::assign_ids`].
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        let ids: Vec<_> = self.stories.iter().map(|story| line(&story.id)).collect();
        self.push(&mut out, &mut ids.into_iter());
        out
    }

    fn push(&self, out: &mut String, ids: &mut impl Iterator<Item = String>) {
        out.push_str("[[section]]\n");
        let title = match line(&self.title) {
            empty if empty.is_empty() => "(no title)".to_owned(),
            title => title,
        };
        push_line(out, "title", &title);
        for story in &self.stories {
            out.push('\n');
            story.push(out, "[[section.story]]", &ids.next().unwrap_or_default());
        }
    }
}

impl DraftStory {
    /// Its table under `header`, which is `[[story]]` or `[[section.story]]`. Its id is not made unique: see
    /// [`Draft::assign_ids`].
    pub fn to_toml(&self, header: &str) -> String {
        let mut out = String::new();
        self.push(&mut out, header, &line(&self.id));
        out
    }

    fn push(&self, out: &mut String, header: &str, id: &str) {
        out.push_str(header);
        out.push('\n');
        push_line(out, "headline", &self.written_headline());
        push_summary(out, &self.summary);
        push_line(out, "byline", &line(&self.byline));
        let tags = self.tags.iter().map(|tag| line(tag));
        let tags: Vec<_> = tags
            .filter(|tag| !tag.is_empty())
            .map(|tag| quoted(&tag))
            .collect();
        if !tags.is_empty() {
            push_plain(out, "tags", &format!("[{}]", tags.join(", ")));
        }
        let link = self.link.trim();
        if is_openable(link) {
            push_line(out, "link", link);
        }
        push_line(out, "source", &line(&self.source));
        if let Some(published) = self.published.as_ref().and_then(date_time) {
            push_plain(out, "published", &published);
        }
        push_line(out, "id", id);
        let body = DisplayText::block(&self.body);
        // A body may start with indented code, so its first line keeps its indent.
        let body = body.trim_end().trim_start_matches('\n');
        if !body.is_empty() {
            push_plain(out, "body", &multi_line(body));
        }
    }

    /// Its headline, else the first line of its text that is not empty, else its link.
    fn written_headline(&self) -> String {
        let given = line(&self.headline);
        if !given.is_empty() {
            return given;
        }
        let lines = self.summary.lines().chain(self.body.lines());
        let is_markup = |c: char| matches!(c, '#' | '>' | '*' | '-' | '+' | '=' | '_' | '`');
        let mut texts = lines
            .map(|text| line(text.trim().trim_start_matches(is_markup)))
            .chain([line(&self.link)]);
        texts
            .find(|text| !text.is_empty())
            .map_or_else(|| "(no headline)".to_owned(), |text| cut(&text))
    }

    /// The day on which it was published, if it can be written.
    fn published_day(&self) -> Option<Date> {
        let day = match self.published.as_ref()? {
            Published::Day(day) => *day,
            Published::Moment(moment) => moment.date(),
        };
        is_writable(day).then_some(day)
    }
}

/// Whether TOML can hold this date: it has no years before 0 or after 9999.
fn is_writable(date: Date) -> bool {
    (0..=9999).contains(&date.year())
}

/// The value of the key `published`; `None` if TOML cannot hold it.
fn date_time(published: &Published) -> Option<String> {
    let moment = match published {
        Published::Day(day) => return is_writable(*day).then(|| day.to_string()),
        Published::Moment(moment) => moment,
    };
    // TOML's offsets are whole minutes, less than a day.
    let minutes = moment.offset().seconds() / 60;
    let minutes = if minutes.abs() < 24 * 60 { minutes } else { 0 };
    let offset = Offset::from_seconds(minutes * 60).ok()?;
    let local = offset.to_datetime(moment.timestamp());
    is_writable(local.date())
        .then(|| format!("{}{}", local.strftime("%Y-%m-%dT%H:%M:%S"), zone(minutes)))
}

/// `raw` as one line that is safe to show, without white space around it.
fn line(raw: &str) -> String {
    DisplayText::line(raw).trim().to_owned()
}

fn cut(text: &str) -> String {
    let text = DisplayText::line(text);
    width::cut(text.as_display(), HEADLINE_COLUMNS).to_string()
}

/// Appends `key = value`.
fn push_plain(out: &mut String, key: &str, value: &str) {
    for part in [key, " = ", value, "\n"] {
        out.push_str(part);
    }
}

/// Appends a key with a text of one line that has passed the gate; nothing when it is empty.
fn push_line(out: &mut String, key: &str, text: &str) {
    if !text.is_empty() {
        push_plain(out, key, &quoted(text));
    }
}

fn push_summary(out: &mut String, raw: &str) {
    let summary = DisplayText::block(raw);
    let summary = summary.trim();
    if summary.contains('\n') {
        push_plain(out, "summary", &multi_line(summary));
    } else {
        push_line(out, "summary", summary);
    }
}

/// A text of one line as a TOML string. Text that has passed the gate has no control characters, so only
/// quotes and backslashes need an escape.
fn quoted(text: &str) -> String {
    let has = |c| text.contains(c);
    if (has('"') || has('\\')) && !has('\'') {
        format!("'{text}'")
    } else {
        let text = text.replace('\\', r"\\").replace('"', "\\\"");
        format!("\"{text}\"")
    }
}

/// A text as a TOML string of several lines, with each delimiter on a line of its own. The string ends with a
/// line break, which is ignored when the briefing is read.
fn multi_line(text: &str) -> String {
    if text.contains("'''") {
        let text = text.replace('\\', r"\\").replace("\"\"\"", "\"\"\\\"");
        format!("\"\"\"\n{text}\n\"\"\"")
    } else {
        format!("'''\n{text}\n'''")
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use jiff::tz::{Offset, TimeZone};
    use proptest::prelude::*;

    use super::super::{Briefing, Draft, DraftSection, DraftStory, Published, WholeStory, parse};
    use super::{cut, date_time};
    use crate::text::DisplayText;

    #[test]
    fn a_draft_is_written_as_an_editor_would() {
        let moment = "2016-01-12T06:10:00+01:00[+01:00]".parse().unwrap();
        let draft = Draft {
            title: "After the “first” day".to_owned(),
            date: Some(date(2016, 1, 12)),
            source: Some("Health Roundup".to_owned()),
            edition: Some("Evening".to_owned()),
            summary: Some("One line.".to_owned()),
            id: Some("health".to_owned()),
            lead: vec![DraftStory {
                headline: "A \"quoted\" headline".to_owned(),
                body: "First.\n\nSecond with \\* and ''.".to_owned(),
                ..DraftStory::default()
            }],
            sections: vec![DraftSection {
                title: "Workforce".to_owned(),
                stories: vec![
                    DraftStory {
                        headline: "It’s \"both\": 'these'".to_owned(),
                        summary: "Two\nlines.".to_owned(),
                        byline: "By a writer".to_owned(),
                        tags: vec!["BMA".to_owned(), "\u{200B}".to_owned(), "NHS".to_owned()],
                        link: " https://example.org/a ".to_owned(),
                        source: "LWN.net".to_owned(),
                        published: Some(Published::Moment(moment)),
                        id: "next".to_owned(),
                        body: "A ''' and a \\ and \"\"\"\".".to_owned(),
                    },
                    DraftStory {
                        body: "\n## Not *given*, so taken\n\nfrom the text".to_owned(),
                        link: "javascript:alert(1)".to_owned(),
                        published: Some(Published::Day(date(2016, 1, 11))),
                        id: "next".to_owned(),
                        ..DraftStory::default()
                    },
                ],
            }],
        };
        insta::assert_snapshot!(draft.to_toml(), @r#"
        title = "After the “first” day"
        date = 2016-01-12
        source = "Health Roundup"
        edition = "Evening"
        summary = "One line."
        id = "health"

        [[story]]
        headline = 'A "quoted" headline'
        body = '''
        First.

        Second with \* and ''.
        '''

        [[section]]
        title = "Workforce"

        [[section.story]]
        headline = "It’s \"both\": 'these'"
        summary = '''
        Two
        lines.
        '''
        byline = "By a writer"
        tags = ["BMA", "NHS"]
        link = "https://example.org/a"
        source = "LWN.net"
        published = 2016-01-12T06:10:00+01:00
        id = "next"
        body = """
        A ''' and a \\ and ""\"".
        """

        [[section.story]]
        headline = "Not *given*, so taken"
        published = 2016-01-11
        id = "next-2"
        body = '''
        ## Not *given*, so taken

        from the text
        '''
        "#);
        check(&draft);
    }

    #[test]
    fn ids_are_the_only_ones_of_their_name() {
        let story = |headline: &str, id: &str| DraftStory {
            headline: headline.to_owned(),
            id: id.to_owned(),
            ..DraftStory::default()
        };
        let mut draft = Draft {
            lead: vec![story("News", ""), story("News", "news-2"), story("", "a")],
            sections: vec![DraftSection {
                title: "S".to_owned(),
                stories: vec![story("Else", "a"), story("News", ""), story("B", "printed")],
            }],
            ..Draft::default()
        };
        draft.assign_ids(["news", "printed"]);
        let ids: Vec<_> = draft.stories().map(|story| story.id.as_str()).collect();
        assert_eq!(ids, ["news-3", "news-2", "a", "a-2", "news-4", "printed-2"]);
    }

    #[test]
    fn dates_that_toml_does_not_have_are_left_out_or_rounded() {
        let moment = |text: &str, seconds: i32| {
            let zone = TimeZone::fixed(Offset::from_seconds(seconds).unwrap());
            let moment: Timestamp = text.parse().unwrap();
            date_time(&Published::Moment(moment.to_zoned(zone)))
        };
        let amsterdam = moment("2016-01-12T06:00:00Z", 19 * 60 + 32);
        assert_eq!(amsterdam.as_deref(), Some("2016-01-12T06:19:00+00:19"));
        assert_eq!(moment("-000001-01-12T06:10:00Z", 0), None);
        assert_eq!(date_time(&Published::Day(date(-5, 1, 1))), None);
    }

    /// What is written is what is read, and no fault is found in it.
    #[track_caller]
    fn check(draft: &Draft) {
        let written = draft.to_toml();
        let (briefing, diagnostics) = parse(&written);
        assert!(diagnostics.is_empty(), "{diagnostics:?}\n{written}");
        assert_eq!(*DisplayText::block(&written), *written);
        let briefing = briefing.unwrap();
        let whole = briefing.whole().unwrap();
        let line = |raw: &str| DisplayText::line(raw).trim().to_owned();
        let given = |raw: &Option<String>| line(raw.as_deref().unwrap_or_default());
        if !line(&draft.title).is_empty() {
            assert_eq!(briefing.title().as_str(), line(&draft.title));
        }
        assert_eq!(briefing.source().as_str(), given(&draft.source));
        assert_eq!(briefing.edition().as_str(), given(&draft.edition));
        let summary = draft.summary.as_deref().unwrap_or_default();
        assert_eq!(whole.summary().as_str(), DisplayText::block(summary).trim());
        assert!(given(&draft.id).is_empty() || briefing.id().as_str() == given(&draft.id));
        if let Some(date) = draft.date {
            assert_eq!(briefing.date().map(|date| date.day), Some(date));
        }
        assert_eq!(briefing.len(), draft.stories().count());
        assert_eq!(briefing.lead_stories().len(), draft.lead.len());
        assert_eq!(briefing.sections(), draft.sections.len());
        for (index, section) in draft.sections.iter().enumerate() {
            assert_eq!(briefing.section_stories(index).len(), section.stories.len());
            let title = line(&section.title);
            assert!(title.is_empty() || *briefing.section_title(index) == title);
        }
        for (read, story) in whole.stories().zip(draft.stories()) {
            check_story(read, story);
        }
        check_pieces(draft, &briefing);
    }

    #[track_caller]
    fn check_story(read: WholeStory<'_>, story: &DraftStory) {
        let shown = |raw: &str| DisplayText::line(raw).trim().to_owned();
        let headline = shown(&story.headline);
        assert!(headline.is_empty() || *read.headline() == headline);
        assert_eq!(*read.summary(), *DisplayText::block(&story.summary).trim());
        assert_eq!(*read.byline(), shown(&story.byline));
        assert_eq!(*read.source(), shown(&story.source));
        let body = DisplayText::block(&story.body);
        assert_eq!(*read.body(), *body.trim_end().trim_start_matches('\n'));
        let tags: Vec<_> = story.tags.iter().map(|tag| shown(tag)).collect();
        let tags: Vec<_> = tags.iter().filter(|tag| !tag.is_empty()).collect();
        assert_eq!(
            read.tags().map(|tag| tag.to_string()).collect::<Vec<_>>(),
            tags.into_iter().cloned().collect::<Vec<_>>()
        );
        let link = story.link.trim();
        let link = if super::is_openable(link) { link } else { "" };
        assert_eq!(*read.link(), *link);
        let published = story.published.as_ref().and_then(date_time);
        assert_eq!(
            read.published().map(super::super::StoryDate::iso),
            published
        );
    }

    /// An edition to which its stories and sections are added one by one is the same as one written whole.
    #[track_caller]
    fn check_pieces(draft: &Draft, briefing: &Briefing) {
        let mut draft = draft.clone();
        draft.assign_ids([]);
        let whole = draft.to_toml();
        let sections = std::mem::take(&mut draft.sections);
        let lead = std::mem::take(&mut draft.lead);
        draft.title = cut(&briefing.title());
        draft.date = briefing.date().map(|date| date.day);
        let mut pieces = draft.to_toml();
        for story in &lead {
            pieces.push('\n');
            pieces.push_str(&story.to_toml("[[story]]"));
        }
        for section in &sections {
            pieces.push('\n');
            pieces.push_str(&section.to_toml());
        }
        let without_title = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned());
        assert_eq!(without_title(&pieces), without_title(&whole));
    }

    /// Texts with what is hard for TOML, for the gate and for the reader.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[a-zA-Z ]{0,8}",
            1 => prop::sample::select(vec![
                "'''", "'", "\"\"\"", "\"", "\\", "\\u0041", "\r\n", "\r", "\n", "\n\n", "\t", "  ", "#", "= [", "]]",
                "\u{200B}", "\u{FEFF}", "\u{AD}", "\0", "\x1b[2J", "\x7f", "\u{85}", "\u{9b}", "\u{2028}", "\u{202E}",
                "\u{A0}", "\u{3000}", "\u{301}", "\u{200D}", "\u{FFFE}", "é", "東京", "👩\u{200D}👧", "[[story]]",
            ]).prop_map(str::to_owned),
            1 => any::<char>().prop_map(|c| c.to_string()),
            1 => (1_usize..600, prop::sample::select(vec!["'", "\"", "x", "\\"]))
                .prop_map(|(times, text)| text.repeat(times)),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    fn published() -> impl Strategy<Value = Option<Published>> {
        let day = (-9990_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
        let moment = (-300_000_000_000_i64..250_000_000_000, -93_000_i32..93_000).prop_map(
            |(seconds, offset)| {
                let zone = TimeZone::fixed(Offset::from_seconds(offset).unwrap());
                Published::Moment(Timestamp::from_second(seconds).unwrap().to_zoned(zone))
            },
        );
        prop::option::of(prop_oneof![day.prop_map(Published::Day), moment])
    }

    fn story() -> impl Strategy<Value = DraftStory> {
        let link = prop_oneof![
            text(),
            text().prop_map(|text| format!("https://example.org/{text}")),
        ];
        let id = prop_oneof![
            text(),
            prop::sample::select(vec!["", "a", "a-2", "b"]).prop_map(str::to_owned)
        ];
        let texts = (text(), text(), text(), text(), text());
        (
            texts,
            prop::collection::vec(text(), 0..3),
            link,
            id,
            published(),
        )
            .prop_map(
                |((headline, summary, byline, source, body), tags, link, id, published)| {
                    DraftStory {
                        headline,
                        summary,
                        byline,
                        tags,
                        link,
                        source,
                        published,
                        id,
                        body,
                    }
                },
            )
    }

    fn draft() -> impl Strategy<Value = Draft> {
        let optional = || prop::option::of(text());
        let section = (text(), prop::collection::vec(story(), 0..4))
            .prop_map(|(title, stories)| DraftSection { title, stories });
        let day = (0_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
        (
            (
                text(),
                prop::option::of(day),
                optional(),
                optional(),
                optional(),
                optional(),
            ),
            prop::collection::vec(story(), 0..4),
            prop::collection::vec(section, 0..4),
        )
            .prop_map(
                |((title, date, source, edition, summary, id), lead, sections)| Draft {
                    title,
                    date,
                    source,
                    edition,
                    summary,
                    id,
                    lead,
                    sections,
                },
            )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_without_faults(draft in draft()) {
            check(&draft);
        }
    }

    #[test]
    fn long_headlines_and_thousands_of_stories_are_written_and_read() {
        let story = DraftStory {
            headline: "word ".repeat(1000),
            body: "A paragraph.\n\n".repeat(20),
            ..DraftStory::default()
        };
        let draft = Draft {
            lead: vec![story; 2000],
            ..Draft::default()
        };
        check(&draft);
    }
}
