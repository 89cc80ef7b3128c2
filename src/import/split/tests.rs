use super::*;

/// The edition in short: title, summary, and each story as "section / headline | standfirst | link | body".
fn outline(draft: &Draft) -> Vec<String> {
    let mut lines = vec![draft.title.clone()];
    lines.extend(draft.summary.iter().map(|summary| format!("({summary})")));
    let mut push = |section: &str, story: &DraftStory| {
        let parts = [
            &story.headline,
            &story.byline,
            &story.summary,
            &story.link,
            &story.body,
        ];
        let parts: Vec<&str> = parts
            .iter()
            .map(|part| part.as_str())
            .filter(|part| !part.is_empty())
            .collect();
        lines.push(format!("{section}{}", parts.join(" | ")));
    };
    for story in &draft.lead {
        push("", story);
    }
    for section in &draft.sections {
        for story in &section.stories {
            push(&format!("{} / ", section.title), story);
        }
    }
    lines
}

#[test]
fn a_roundup_in_markdown_has_sections_and_stories() {
    let draft = markdown(
        "# Lake week\n\nWhat happened *here*.\n\n## Boats\n\n### Ferry back\n\n_It floats._\n\nBy Ada Moore\n\nBody one.\n\n\
         [Read more](https://a.example/1)\n\n### [Mast found](https://a.example/2)\n\nBody two.\n\n***\n\n## Goats\n\n### One is late\n\nBody.\n\n- a\n- b\n",
    );
    assert_eq!(
        outline(&draft.unwrap()),
        [
            "Lake week",
            "(What happened *here*.)",
            "Boats / Ferry back | Ada Moore | It floats. | https://a.example/1 | Body one.",
            "Boats / Mast found | https://a.example/2 | Body two.",
            "Goats / One is late | Body.\n\n- a\n- b",
        ]
    );
}

#[test]
fn footnotes_go_with_the_stories_that_refer_to_them() {
    let draft = markdown(
        "## One\n\nText[^a].\n\n## Two\n\nMore[^b] and[^a].\n\n[^a]: Note a.\n\n[^b]: Note b[^c].\n[^c]: Note c.\n",
    );
    assert_eq!(
        outline(&draft.unwrap()),
        [
            "",
            "One | Text[^a].\n\n[^a]: Note a.",
            "Two | More[^b] and[^a].\n\n[^b]: Note b[^c].\n\n[^a]: Note a.\n\n[^c]: Note c.",
        ]
    );
}

#[test]
fn the_size_of_a_font_makes_headings() {
    let page = "<font size=5>One</font><p>Text of the first, which is longer.<p><font size='+2'>Two</font><p>Text of the second, which is longer.";
    assert_eq!(
        outline(&html(page, None).unwrap()),
        [
            "",
            "One | Text of the first, which is longer.",
            "Two | Text of the second, which is longer.",
        ]
    );
}

#[test]
fn headings_of_one_level_are_stories() {
    let draft =
        markdown("Hello.\n\n## One\n\nText.\n\n## Two\n\nMore.\n\n### Detail\n\nYet more.\n");
    assert_eq!(
        outline(&draft.unwrap()),
        [
            "",
            "(Hello.)",
            "One | Text.",
            "Two | More.\n\n### Detail\n\nYet more."
        ]
    );
}

#[test]
fn a_text_without_headings_is_not_split() {
    assert!(markdown("Just text.\n\nMore text.\n").is_none());
    assert!(markdown("# Title\n\nJust text.\n").is_none());
    assert!(text("Dear all,\n\nnothing new.\n\nThanks\n\nAda", str::to_owned).is_none());
}

#[test]
fn a_newsletter_in_layout_tables_is_split_by_its_looks() {
    let story = |title: &str, body: &str, link: &str| {
        format!(
            "<tr><td style='font-size:22px;font-weight:bold'><a href='{link}' style='color:#000'>{title}</a></td></tr>\
             <tr><td style='font-size:15px'><p>{body}</p><a href='{link}'>Read more »</a></td></tr>"
        )
    };
    let page = format!(
        "<body><div style='display:none'>Preview</div><table role=presentation><tr><td style='font-size:11px'><a href='https://l.example/web'>View in browser</a></td></tr>\
         <tr><td style='font-size:32px'>Lake letter</td></tr><tr><td style='font-size:15px'>Two things happened this week, and both of them on the water.</td></tr>{}{}\
         <tr><td style='font-size:11px'>You are receiving this because you asked. <a href='https://l.example/u'>Unsubscribe</a></td></tr></table>",
        story(
            "The ferry is back",
            "It carried two hundred people, a brass band and a goat.",
            "https://l.example/1"
        ),
        story(
            "A mast was found",
            "Divers brought it up on Sunday; nobody knows whose it is.",
            "https://l.example/2"
        ),
    );
    assert_eq!(
        outline(&html(&page, None).unwrap()),
        [
            "Lake letter",
            "(Two things happened this week, and both of them on the water.)",
            "The ferry is back | https://l.example/1 | It carried two hundred people, a brass band and a goat.",
            "A mast was found | https://l.example/2 | Divers brought it up on Sunday; nobody knows whose it is.",
        ]
    );
}

#[test]
fn a_newsletter_in_plain_text_is_split_at_lines_that_stand_alone() {
    let letter = "The lake letter after the first ferry\n\n\
        This week the water was high and so were the spirits of those who live beside it.\n\n\
        Who pays for the ferry?\n\n\
        The council has found no money for the pier.\n\n\
        It asked the province, which asked the ministry, which has not replied since the snow melted in March.\n\n\
        https://l.example/pier\n\n\
        Goat before the court\n\n\
        A goat that boarded without a ticket is to be heard on Monday. Its owner says that it had one, and that it ate it on the way.\n";
    assert_eq!(
        outline(&text(letter, str::to_owned).unwrap()),
        [
            "The lake letter after the first ferry",
            "(This week the water was high and so were the spirits of those who live beside it.)",
            "Who pays for the ferry? | The council has found no money for the pier. | https://l.example/pier | It asked the province, which asked the ministry, which has not replied since the snow melted in March.",
            "Goat before the court | A goat that boarded without a ticket is to be heard on Monday. Its owner says that it had one, and that it ate it on the way.",
        ]
    );
}
