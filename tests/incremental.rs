//! The law of the pipeline: after any sequence of edits, a warm build equals a cold one, byte for byte, diagnostics included.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::semicolon_if_nothing_returned
)]

mod support;

use proptest::prelude::*;
use stoa::document::highlight::Highlighter;
use stoa::pipeline::Builder;
use support::{Build, Course, RICH};

const LESSONS: &[&str] = &[
    "modules/01-start/01-hello.md",
    "modules/01-start/02-try.md",
    "modules/02-go-on/plan.md",
    "modules/02-go-on/deep/well.md",
    "modules/01-start/index.md",
    "modules/02-go-on/index.md",
    "index.md",
    "posts/2026-10-05-welcome.md",
    "people/ada.md",
    "people/bo.md",
    "badges/good-host.md",
    "resources/openings.md",
];

const BODIES: &[&str] = &[
    "Text.\n",
    "\n\n# A new title\n\nText, with [a link](01-hello.md#say-it).\n",
    "## Say it\n\nAnd [there](#say-it-1).\n\n## Say it\n",
    "See [[hello]], [[plan]] and [x](/modules/02-go-on/plan.md#talk).\n",
    ":::activity{id=\"first\" minutes=3}\nDo it.\n:::\n",
    "\n:::badge{id=\"nope\"}\n:::\n\n:::challenge\nNever closed.\n",
    ":::facilitator\n## Hidden\n\n:::discussion{id=\"talk\"}\nWell?\n:::\n:::\n",
    "![A map](map.svg) ![](../01-start/map.svg)\n",
    "```rust\nfn main() {}\n```\n\n[^1] and $x$.\n\n[^1]: Note.\n",
    ":::introduce{id=\"round\"} Again\n:::\n\n:::resource{id=\"openings\"}\n:::\n\n:::schedule{module=\"start\"}\n:::\n",
    "<img src=\"map.svg\"> <a id=\"say-it\">here</a>\n",
    "",
];

const FRONTS: &[&str] = &[
    "",
    "+++\ntitle = \"Front\"\n+++\n",
    "+++\nid = \"hello\"\n+++\n",
    "+++\nid = \"other\"\ndraft = true\n+++\n",
    "+++\nrequires = [\"try\", \"start\"]\nbadges = [\"good-host\"]\nauthors = [\"ada\"]\n+++\n",
    "+++\nname = \"Named\"\nrole = \"facilitator\"\n+++\n",
    "+++\ndiscussion = false\nduration = \"1h\"\nformat = \"webinar\"\n+++\n",
    "+++\ndiscussion = { prompt = \"Well?\", thread = \"module\" }\n+++\n",
    "+++\nrelease = { week = 3 }\n+++\n",
    "+++\nrelease = { after = \"kickoff + 1w\" }\n+++\n",
    "+++\ntitle = \"Later\"\nrelease = 2026-10-15T09:00\n+++\n",
    "+++\ntitle = Broken\n+++\n",
    "---\ntitle: In YAML\nlayout: x\n---\n",
    "---\n[\n---\n",
];

const FILES: &[(&str, &str)] = &[
    (
        "course.toml",
        "title = \"Other\"\nbase_url = \"https://other.example.org\"\n",
    ),
    (
        "course.toml",
        "title = \"No address\"\nlanguage = \"fr\"\n\n[markdown]\nsmart_punctuation = false\nmath = false\nhighlight = false\n",
    ),
    ("course.toml", "title = \"Broken\n"),
    (
        "course.toml",
        "title = \"Themed\"\ntheme = \"mine\"\n\n[theme_options]\naccent = \"blue\"\n",
    ),
    (
        "community.toml",
        "type = \"interest\"\n\n[[channel]]\nkind = \"slack\"\n",
    ),
    (
        "community.toml",
        "[[channel]]\nkind = \"matrix\"\nurl = \"https://matrix.to/#/#a\"\npurpose = \"Questions\"\nuntil = \"kickoff + 1w\"\nask = [\"Help\"]\n[[channel]]\nkind = \"whatsapp\"\nurl = \"https://chat.whatsapp.com/a\"\npurpose = \"Questions\"\nuntil = 2026-10-13\n[channels]\nmax = 1\nallow = [{ kind = \"whatsapp\", reason = \"Why not\" }]\n[share]\nlinks = [\"linkedin\", \"mail\"]\n",
    ),
    (
        "modules/01-start/01-hello.md",
        "# Hello\n\n[a](https://chat.whatsapp.com/a) [b](https://trello.com/b/1){.external} [c](https://trello.com/b/2)\n",
    ),
    (
        "community.toml",
        "[forum]\nengine = \"link\"\nhome = \"https://talk.example.org/\"\n",
    ),
    (
        "community.toml",
        "[forum]\nengine = \"isso\"\norigin = \"https://talk.example.org\"\nthreads = \"session\"\n",
    ),
    (
        "schedule.toml",
        "[[session]]\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 2\nday = \"wed\"\ntime = \"10:00\"\nmodule = \"go-on\"\n",
    ),
    ("schedule.toml", "[[session]\n"),
    (
        "stoa.lock",
        "version = 1\n\"2026-autumn/kickoff\" = { uid = \"old@example.org\", sequence = 4, revised = \"2026-06-01T00:00:00Z\", format = \"webinar\", start = \"2026-10-07T08:00:00Z\", title = \"Old\", details = \"\" }\n\"2026-autumn/gone\" = { uid = \"gone@example.org\", sequence = 0, revised = \"2026-06-01T00:00:00Z\", format = \"webinar\", start = \"2026-10-07T08:00:00Z\", title = \"Gone\", details = \"\" }\n",
    ),
    (
        "stoa.lock",
        "version = 1\n\"2026-autumn/kickoff\" = { uid = \"old@example.org\", sequence = 4, revised = \"2026-06-01T00:00:00Z\", format = \"webinar\", start = \"2026-10-07T08:00:00Z\", title = \"Old\", teams = [\"fig\"], ever = \"everybody\", details = \"\" }\n",
    ),
    (
        "cohorts/2026-autumn.toml",
        "start = 2026-10-05\ntimezone = \"Europe/Paris\"\nbreaks = [{ from = 2027-10-05, to = 2027-10-12 }]\n[session.kickoff]\nteams = [\"olive\"]\n[session.kickof]\nformat = \"webinar\"\nat = \"kickoff + 1d\"\n[[team]]\nid = \"olive\"\ntitle = \"O\"\n[[team]]\nid = \"fig\"\ntitle = \"F\"\n",
    ),
    (
        "community.toml",
        "[[plan]]\nid = \"clocks\"\nat = \"kickoff + 19d 02:30\"\ntitle = \"Plan\"\ntext = \"At {{ sessions.kickoff.time }}.\"\n",
    ),
    ("stoa.lock", "<<<<<<< HEAD\nversion = 1\n"),
    (
        "stoa.lock",
        "version = 1\n\"/t/2026-autumn/hello/\" = { engine = \"giscus\", number = 7 }\n\"/t/2026-autumn/nope/\" = { engine = \"giscus\", number = 8 }\n",
    ),
    (
        "community.toml",
        "[forum]\nengine = \"giscus\"\n\n[forum.giscus]\nrepo = \"o/r\"\nrepo_id = \"R\"\ncategory = \"C\"\ncategory_id = \"D\"\n",
    ),
    (
        "data/threads.json",
        "{\"version\":1,\"engine\":\"isso\",\"origin\":\"https://talk.example.org\",\"fetched\":\"2026-10-13T10:00:00Z\",\"threads\":[{\"key\":\"/t/2026-autumn/hello/\",\"posts\":[{\"id\":\"1\",\"html\":\"<p>One</p>\"}]}]}",
    ),
    (
        "data/threads.json",
        "{\"version\":1,\"engine\":\"isso\",\"origin\":\"https://talk.example.org\",\"fetched\":\"2026-10-13T10:00:00Z\",\"threads\":[{\"key\":\"/t/2026-autumn/hello/\",\"posts\":[{\"id\":\"1\",\"html\":\"<p>One</p>\"},{\"id\":\"2\",\"html\":\"<script>x</script>\"}]}]}",
    ),
    (
        "data/threads.json",
        "{\"version\":1,\"engine\":\"isso\",\"origin\":\"https://talk.example.org\",\"fetched\":\"2026-10-13T10:00:00Z\",\"threads\":[{\"key\":\"/t/2026-autumn/introduce-round/\",\"posts\":[{\"id\":\"1\",\"html\":\"<p>Two</p>\"}]}]}",
    ),
    ("data/threads.json", "{\"version\":1,"),
    (
        "cohorts/2026-autumn.toml",
        "start = 2026-01-05\ntimezone = \"America/New_York\"\n",
    ),
    (
        "cohorts/2027-spring.toml",
        "title = \"Spring\"\nstart = 2027-03-01\ntimezone = \"UTC\"\n",
    ),
    (
        "templates/lesson.html",
        "<h1>{{ page.title }}</h1>{{ page.html | safe }}{% for s in site.sections %}{{ s.title }}{% endfor %}",
    ),
    (
        "templates/cohort.html",
        "{% extends \"builtin/cohort.html\" %}{% block after %}<script>x</script>{% endblock %}",
    ),
    (
        "community.toml",
        "[forum]\nengine = \"discourse\"\norigin = \"https://talk.example.org\"\n",
    ),
    ("templates/lesson.html", "{{ page.nope }}"),
    ("templates/lesson.html", "{% if %}"),
    (
        "templates/components/activity.html",
        "{% component activity(id: string) %}<b>{{ id }}</b>{{ body }}{% endcomponent activity %}",
    ),
    (
        "templates/components/module_nav.html",
        "{% component module_nav(nav, @site) %}{{ nope }}{% endcomponent module_nav %}",
    ),
    (
        "themes/mine/templates/home.html",
        "<h1>Mine {{ site.title }}</h1>",
    ),
    (
        "modules/01-start/map.svg",
        "<svg width=\"9\" height=\"9\"></svg>",
    ),
    ("modules/01-start/map.svg", "no picture"),
    ("badges/host.svg", "<svg width=\"9\" height=\"9\"></svg>"),
    ("static/modules/start/index.html", "in the way"),
    ("static/assets/agora.css", "body {}"),
    // What is left of these two is the same, and where the address was is not.
    ("static/people.csv", "a@college.eu\n"),
    ("static/people.csv", "ada@college.eu\n"),
    (
        "modules/01-start/02-try.md",
        "# Try\n\nAsk ada@college.eu, or [see][x].\n\n:::facilitator\n[x]: https://example.org/\n:::\n",
    ),
    (
        "modules/03-new/01-page.md",
        "# New\n\n[Back](../01-start/02-try.md#hidden)\n",
    ),
    (
        "modules/01-start/03-hello.md",
        "# Hello\n\nThe same name.\n",
    ),
    ("modules/02-go-on/Plan.md", "# Plan\n\nThe same address.\n"),
    ("posts/2026-10-06-more.md", "# More\n\nText.\n"),
    ("badges/other.md", "# Other\n\nText.\n"),
    (
        "resources/brought.md",
        "+++\ntitle = \"Brought\"\nurl = \"https://example.org/x\"\nkind = \"Video\"\nlanguage = \"pt-br\"\ntags = [\"Icebreakers\"]\nby = \"bo\"\nadded = 2026-10-09\n+++\nText.\n",
    ),
    (
        "resources/brought.md",
        "+++\ntitle = \"Brought again\"\nurl = \"http://www.example.org/x/\"\nby = \"Cy\"\nconsent = 2026-10-16\nadded = 2026-10-20\n+++\n[bank.example](https://evil.example/) \u{202e}x\n\n:::discussion{id=\"mine\"}\n:::\n",
    ),
    (
        "resources/openings.md",
        "+++\ntitle = \"Openings\"\nkind = \"videos\"\nurl = \"https://example.org/x\"\n+++\nText.\n",
    ),
    (
        "course.toml",
        "title = \"Open\"\nbase_url = \"https://other.example.org\"\ncontribute_url = \"https://github.com/o/r/new/main/resources\"\n",
    ),
    // Somebody comes, takes the consent back, and is named all the same.
    (
        "people/bo.md",
        "+++\nname = \"Bo Derek\"\nconsent = 2026-09-01\n+++\nBo.\n",
    ),
    ("people/bo.md", "+++\nname = \"Bo Derek\"\n+++\nBo.\n"),
    (
        "modules/01-start/04-bo.md",
        "# Thanks\n\nTo Bo Derek, and to isso:b0b0b0.\n",
    ),
    (
        "data/people.toml",
        "[[person]]\nid = \"bo\"\nactors = [\"isso:b0b0b0\"]\n",
    ),
    (
        "data/people.toml",
        "[[person]]\nname = \"Bobby\"\nconsent = 2026-09-01\nactors = [\"isso:b0b0b0\"]\n",
    ),
    (
        "data/people.toml",
        "[[removed]]\nactors = [\"isso:b0b0b0\"]\n",
    ),
    ("notes.md", "# Stray\n"),
    ("config.yaml", "carpentry: swc\ntitle: Y\n"),
];

#[derive(Debug, Clone)]
enum Step {
    Lesson {
        path: usize,
        front: usize,
        body: usize,
    },
    File(usize),
    Original(usize),
    Remove(usize),
    Rename(usize, usize),
    Drafts,
    Facilitator,
    Later,
}

const NAMES: &[&str] = &[
    "modules/02-go-on/00-first.md",
    "modules/zebra/x.md",
    "modules/01-start/09-last.md",
    "resources/moved.md",
    "modules/02-go-on/deep/README.md",
    "static/x.md",
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let any = || any::<prop::sample::Index>().prop_map(|index| index.index(1 << 20));
    let step = prop_oneof![
        6 => (0..LESSONS.len(), 0..FRONTS.len(), 0..BODIES.len()).prop_map(|(path, front, body)| Step::Lesson { path, front, body }),
        5 => (0..FILES.len()).prop_map(Step::File),
        4 => any().prop_map(Step::Original),
        2 => any().prop_map(Step::Remove),
        2 => (any(), 0..NAMES.len()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => Just(Step::Drafts),
        1 => Just(Step::Facilitator),
        1 => Just(Step::Later),
    ];
    prop::collection::vec(step, 1..7)
}

fn apply(step: &Step, course: &mut Course, original: &Course) {
    let nth = |course: &Course, at: usize| {
        course
            .files
            .keys()
            .nth(at % course.files.len().max(1))
            .cloned()
    };
    match step {
        Step::Lesson { path, front, body } => course.write(
            LESSONS[*path],
            format!("{}{}", FRONTS[*front], BODIES[*body]),
        ),
        Step::File(at) => course.write(FILES[*at].0, FILES[*at].1),
        // What was broken is mended.
        Step::Original(at) => {
            let path = nth(original, *at).unwrap();
            course.write(&path, original.files[&path].clone());
        }
        Step::Remove(at) => {
            if let Some(path) = nth(course, *at) {
                course.remove(&path);
            }
        }
        Step::Rename(from, to) => {
            if let Some(path) = nth(course, *from) {
                course.rename(&path, NAMES[*to]);
            }
        }
        Step::Drafts => course.options.drafts ^= true,
        Step::Facilitator => course.options.facilitator ^= true,
        Step::Later => course.options.now += jiff::SignedDuration::from_hours(24 * 20),
    }
}

fn assert_same(warm: &Build, cold: &Build) {
    assert_eq!(warm.paths(), cold.paths());
    let lock = |build: &Build| build.build.lock.as_ref().map(|due| due.text.clone());
    assert_eq!(lock(warm), lock(cold));
    let (warm_files, cold_files) = (warm.files(), cold.files());
    for (path, bytes) in &cold_files {
        if warm_files[path] != *bytes {
            // Whole pages are too much to read: from a little before the difference on.
            let (warm, cold) = (
                String::from_utf8_lossy(&warm_files[path]),
                String::from_utf8_lossy(bytes),
            );
            let same = warm
                .chars()
                .zip(cold.chars())
                .take_while(|(a, b)| a == b)
                .count();
            let part = |text: &str| {
                text.chars()
                    .skip(same.saturating_sub(80))
                    .take(240)
                    .collect::<String>()
            };
            panic!(
                "{path} differs\nwarm …{}\ncold …{}",
                part(&warm),
                part(&cold)
            );
        }
        let digest = |build: &Build| build.build.artifacts.get(path).unwrap().digest;
        assert_eq!(digest(warm), digest(cold), "{path}");
        assert_eq!(digest(cold), stoa::source::Digest::of(bytes), "{path}");
    }
    assert_eq!(warm.build.diagnostics, cold.build.diagnostics);
    assert_eq!(warm.build.base, cold.build.base);
    assert_eq!(warm.build.stats.pages, cold.build.stats.pages);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn warm_equals_cold(steps in steps()) {
        let original = Course::parse(RICH);
        let mut course = original.clone();
        let mut builder = Builder::new(Highlighter::new());
        course.build_with(&mut builder);
        for step in &steps {
            apply(step, &mut course, &original);
            assert_same(&course.build_with(&mut builder), &course.build());
        }
    }
}

/// `PROPTEST_CASES` for a long run.
#[allow(clippy::disallowed_methods)]
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(24)
}

/// How many pages the second of two builds renders.
fn rendered(course: &mut Course, change: impl FnOnce(&mut Course)) -> (usize, Build) {
    let mut builder = Builder::new(Highlighter::new());
    course.build_with(&mut builder);
    change(course);
    let warm = course.build_with(&mut builder);
    assert_same(&warm, &course.build());
    (warm.build.stats.rendered, warm)
}

#[test]
fn no_edit_renders_nothing() {
    assert_eq!(rendered(&mut Course::parse(RICH), |_| ()).0, 0);
    // A file that no page shows.
    assert_eq!(
        rendered(&mut Course::parse(RICH), |course| course
            .write("static/new.txt", "new"))
        .0,
        0
    );
}

#[test]
fn a_body_edit_renders_one_page() {
    for path in [
        "modules/01-start/01-hello.md",
        "modules/02-go-on/deep/well.md",
    ] {
        let (count, _) = rendered(&mut Course::parse(RICH), |course| {
            course.edit(path, |text| format!("{text}\nOne more sentence.\n"))
        });
        assert_eq!(count, 1, "{path}");
    }
    let mut course = Course::parse(RICH);
    let (count, warm) = rendered(&mut course, |course| {
        course.replace(
            "modules/01-start/index.md",
            "What this module is for",
            "What it is for",
        )
    });
    assert_eq!(count, 1);
    assert!(warm.page("modules/start/").contains("What it is for"));
}

#[test]
fn a_new_heading_renders_the_page_alone_and_a_lost_one_also_who_linked_to_it() {
    let (count, warm) = rendered(&mut Course::parse(RICH), |course| {
        course.edit("modules/01-start/01-hello.md", |text| {
            format!("{text}\n## More\n")
        })
    });
    assert_eq!(count, 1);
    assert_eq!(warm.findings(), [""; 0]);
    let (count, warm) = rendered(&mut Course::parse(RICH), |course| {
        course.replace("modules/01-start/01-hello.md", "## Say it", "## Say more")
    });
    // The links keep their addresses, so the pages with them stay as they are; what is wrong with them is said.
    assert_eq!(count, 1);
    assert_eq!(warm.findings_of("broken-anchor").len(), 2);
}

#[test]
fn a_title_edit_renders_the_pages_that_show_it() {
    let mut course = Course::parse(RICH);
    let before = course.build().files();
    let (count, warm) = rendered(&mut course, |course| {
        course.replace("modules/02-go-on/plan.md", "# Plan", "# The plan")
    });
    let after = warm.files();
    let changed: Vec<&String> = after
        .keys()
        .filter(|path| path.ends_with(".html") && before.get(*path) != after.get(*path))
        .collect();
    assert_eq!(count, changed.len(), "{changed:#?}");
    for path in [
        "modules/go-on/plan/index.html",
        "modules/go-on/index.html",
        "modules/go-on/deep/index.html",
    ] {
        assert!(
            changed.iter().any(|changed| *changed == path),
            "{path} shows the title: {changed:#?}"
        );
    }
    for path in [
        "modules/start/hello/index.html",
        "schedule/index.html",
        "badges/index.html",
    ] {
        assert!(
            !changed.iter().any(|changed| *changed == path),
            "{path} does not show the title: {changed:#?}"
        );
    }
}

#[test]
fn a_template_edit_renders_everything() {
    let mut course = Course::parse(RICH);
    let all = course.build().build.stats.rendered;
    let (count, _) = rendered(&mut course, |course| {
        course.write("templates/post.html", "{{ page.title }}")
    });
    assert_eq!(count, all);
    let (count, _) = rendered(&mut course, |course| {
        course.replace("course.toml", "#336699", "#336698")
    });
    assert_eq!(count, all);
}

#[test]
fn what_is_mended_is_as_if_it_had_never_been_broken() {
    let original = Course::parse(RICH);
    let good = original.build();
    let mut builder = Builder::new(Highlighter::new());
    for (path, broken) in [
        ("course.toml", "title = ["),
        ("templates/lesson.html", "{% if %}"),
        ("modules/01-start/01-hello.md", "+++\ntitle = \n+++\n"),
        ("schedule.toml", "[["),
    ] {
        let mut course = original.clone();
        course.write(path, broken);
        let build = course.build_with(&mut builder);
        assert!(!build.build.is_good(), "{path}");
        assert_same(&build, &course.build());
        assert_same(&original.build_with(&mut builder), &good);
    }
}

#[test]
fn one_builder_serves_both_editions() {
    let mut course = Course::parse(RICH);
    course.write(
        "modules/01-start/02-try.md",
        "# Try\n\n:::facilitator\n## Hidden\n\n[x](#hidden)\n:::\n\n[y](#hidden)\n",
    );
    course.write(
        "modules/02-go-on/plan.md",
        "# Plan\n\n[z](../01-start/02-try.md#hidden)\n\n:::discussion{id=\"talk\"}\n:::\n",
    );
    let mut builder = Builder::new(Highlighter::new());
    let learners = course.build_with(&mut builder);
    course.options.facilitator = true;
    let facilitators = course.build_with(&mut builder);
    assert_same(&facilitators, &course.build());
    assert_eq!(facilitators.findings_of("broken-anchor"), [""; 0]);
    course.options.facilitator = false;
    assert_same(&course.build_with(&mut builder), &learners);
    assert_eq!(
        learners.findings_of("broken-anchor").len(),
        2,
        "{:#?}",
        learners.findings()
    );
}

#[test]
fn a_module_whose_page_is_renamed_is_edited_elsewhere() {
    let mut course = Course::parse(RICH);
    let (_, warm) = rendered(&mut course, |course| {
        course.rename(
            "modules/02-go-on/deep/index.md",
            "modules/02-go-on/deep/README.md",
        )
    });
    assert!(
        warm.page("modules/go-on/deep/")
            .contains("https://git.example.org/edit/modules/02-go-on/deep/README.md")
    );
}

#[test]
fn an_address_of_another_length_is_told_at_its_place() {
    let mut course = Course::lesson("# A\n\nText.\n").with("static/a.csv", "x,ada@college.eu\n");
    let mut builder = Builder::new(Highlighter::new());
    for text in [
        "x,ada@college.eu\n",
        "xyz\nada@college.eu\n",
        "x,lovelace@college.eu\n",
    ] {
        course.write("static/a.csv", text);
        let warm = course.build_with(&mut builder);
        let cold = course.build();
        assert_eq!(warm.findings(), cold.findings());
        assert_eq!(warm.files(), cold.files());
    }
}
