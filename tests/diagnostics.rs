//! Every rule finds what it is for, where it is, and says so in words for authors.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;

use stoa::diagnostic::Severity;
use stoa::rule::RULES;
use support::{Build, Course, line};

/// A course with which nothing is wrong; `{PLAIN}` in a case stands for it.
const PLAIN: &str = "-- course.toml --\ntitle = \"T\"\nbase_url = \"https://learn.example.org/\"\n-- modules/a.md --\n# A\n\nText.\n";

/// Rules about files on disk, or files that are no text: their cases are functions of this file. What only `--locked` asks
/// for is in `tests/cli.rs`.
const ELSEWHERE: &[&str] = &[
    "invalid-utf8",
    "unreadable-file",
    "link-loop",
    "link-outside",
    "stale-lock",
];

/// A code, a minimal broken course, and all that is found in it. A finding that ends with `…` goes on in the words of
/// somebody else's parser.
const CASES: &[(&str, &str, &[&str])] = &[
    // file
    (
        "misnamed",
        r#"
{PLAIN}
-- cohort/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
"#,
        &[
            "cohort/autumn.toml warning misnamed: the folder `cohort` means nothing here, so what is in it does not count",
        ],
    ),
    (
        "stray-page",
        r#"
{PLAIN}
-- notes/plan.md --
# Plan
"#,
        &[
            "notes/plan.md warning stray-page: this page is in no part of the course, so no learner will see it",
        ],
    ),
    // config
    (
        "bad-toml",
        r#"
-- course.toml --
title = "T
language = en
-- modules/a.md --
# A

Text.
"#,
        &[
            "course.toml:1:11 error bad-toml: the closing quote is missing",
            "course.toml:2:12 error bad-toml: text needs quotes around it",
        ],
    ),
    (
        "bad-yaml",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
---
title: [A
---
Text.
"#,
        &["modules/a.md:2:8 error bad-yaml: the bracket '[' is not closed"],
    ),
    (
        "unknown-key",
        r#"
-- course.toml --
titel = "T"
-- modules/a.md --
# A

Text.
"#,
        &[
            "course.toml warning empty-title: the course has no title",
            "course.toml:1:1 error unknown-key: the course has no `titel`",
        ],
    ),
    (
        "bad-value",
        r#"
-- course.toml --
title = 3
-- modules/a.md --
+++
format = "webinr"
duration = 90
+++
# A

Text.
"#,
        &[
            "course.toml warning empty-title: the course has no title",
            r#"course.toml:1:9 error bad-value: this is the number 3, where text in "quotes" belongs"#,
            "modules/a.md:2:10 error bad-value: `webinr` is not known here",
            r#"modules/a.md:3:12 error bad-value: this is the number 90, where a length of time like "90m" or "1h 30m" belongs"#,
        ],
    ),
    (
        "missing-value",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
"#,
        &["cohorts/autumn.toml:1:1 error missing-value: the cohort has no timezone"],
    ),
    (
        "duplicate-id",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
+++
id = "one"
+++
# A

Text.
-- modules/b.md --
+++
id = "one"
+++
# B

Text.
"#,
        &["modules/b.md:2:6 error duplicate-id: another lesson has the id `one`"],
    ),
    (
        "unknown-reference",
        r#"
{PLAIN}
-- modules/b.md --
+++
requires = ["c", "welcom"]
badges = ["host"]
authors = ["ada"]
+++
# B

Text.
-- modules/welcome.md --
# Welcome

Text.
"#,
        &[
            "modules/b.md:2:13 error unknown-reference: no lesson or module has the id `c`",
            "modules/b.md:2:18 error unknown-reference: no lesson or module has the id `welcom`",
            "modules/b.md:3:11 error unknown-reference: no badge has the id `host`",
            "modules/b.md:4:12 error unknown-reference: nobody with the id `ada` is shown in this course",
        ],
    ),
    (
        "other-key",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
---
layout: page
---
# A

Text.
"#,
        &["modules/a.md:2:1 note other-key: `layout` means nothing to stoa and is left alone"],
    ),
    (
        "not-yet",
        r#"
-- course.toml --
title = "T"

[search]
enabled = true
-- modules/a.md --
# A

Text.
"#,
        &[
            "course.toml:3:2 note not-yet: `search` does nothing yet; a later version of stoa will use it",
        ],
    ),
    // content
    (
        "bad-front-matter",
        r#"
{PLAIN}
-- modules/b.md --
---
title: B
draft: true

Text.
"#,
        &[
            "modules/b.md:1:1 error bad-front-matter: the front matter that starts here has no closing `---` line",
        ],
    ),
    (
        "empty-title",
        r#"
-- course.toml --
-- modules/01-a-page.md --
Text.
"#,
        &[
            "course.toml warning empty-title: the course has no title",
            "modules/01-a-page.md warning empty-title: this page has no title",
        ],
    ),
    (
        "bad-math",
        r#"
-- course.toml --
title = "T"
[markdown]
math = true
-- modules/a.md --
# A

So $\nonsense{1}$ it is.
"#,
        &["modules/a.md:3:5 warning bad-math: this formula cannot be read: …"],
    ),
    (
        "raw-html-in-contribution",
        r#"
{PLAIN}
-- resources/r.md --
# R

A <b>bold</b> claim.
"#,
        &[
            "resources/r.md:3:3 warning raw-html-in-contribution: HTML on a page of other people is shown as text",
            "resources/r.md:3:10 warning raw-html-in-contribution: HTML on a page of other people is shown as text",
        ],
    ),
    (
        "requires-cycle",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
+++
requires = ["b"]
+++
# A

Text.
-- modules/b.md --
+++
requires = ["a"]
+++
# B

Text.
"#,
        &[
            "modules/b.md:2:13 error requires-cycle: this page requires `a`, which in the end requires this page",
        ],
    ),
    (
        "order-clash",
        r#"
-- course.toml --
title = "T"
-- modules/01-a.md --
# A

Text.
-- modules/01-b.md --
# B

Text.
"#,
        &[
            "modules/01-b.md warning order-clash: this page has the same number as `01-a.md`, and comes behind it by its name",
        ],
    ),
    (
        "placeholder",
        r#"
-- course.toml --
title = "The name of your course"
-- modules/a.md --
# A

Text.
"#,
        &["course.toml:1:10 note placeholder: this is still the text that `stoa new` wrote"],
    ),
    (
        "future-post",
        r#"
{PLAIN}
-- posts/welcome.md --
+++
date = 2099-01-01
+++
# Welcome

Text.
"#,
        &[
            "posts/welcome.md:2:8 note future-post: the day of this post, 2099-01-01, is still to come, and the post is published all the same",
        ],
    ),
    // library
    (
        "hidden-character",
        "{PLAIN}\n-- resources/r.md --\n# R\n\nPay \u{202e}wollof\u{202c} him.\n",
        &[
            "resources/r.md:3:5 warning hidden-character: here are characters that nobody sees, and they are left out",
            "resources/r.md:3:12 warning hidden-character: here are characters that nobody sees, and they are left out",
        ],
    ),
    (
        "deceptive-link",
        r#"
{PLAIN}
-- resources/r.md --
# R

Log in at [bank.example](https://evil.example/login).
"#,
        &[
            "resources/r.md:3:11 warning deceptive-link: this link says bank.example and leads to evil.example",
        ],
    ),
    (
        "block-in-contribution",
        r#"
{PLAIN}
-- resources/r.md --
# R

:::activity{id="x"}
Do it.
:::
"#,
        &[
            "resources/r.md:3:1 warning block-in-contribution: a page of other people has no use for the block `activity`",
        ],
    ),
    (
        "too-long",
        r#"
{PLAIN}
-- resources/r.md --
+++
title = "R"
kind = "a thing that somebody made, which can be read, watched and listened to"
+++
Text.
"#,
        &[
            "resources/r.md:3:8 warning too-long: a kind has 60 characters at most, and this one is cut",
        ],
    ),
    (
        "same-resource",
        r#"
{PLAIN}
-- resources/a.md --
+++
title = "A"
url = "https://www.example.org/x/"
+++
-- resources/b.md --
+++
title = "B"
url = "http://example.org/x"
+++
"#,
        &["resources/b.md:3:7 warning same-resource: this leads where “A” leads"],
    ),
    (
        "near-duplicate",
        r#"
{PLAIN}
-- resources/a.md --
+++
title = "A"
kind = "video"
tags = ["time zones"]
+++
Text.
-- resources/b.md --
+++
title = "B"
kind = "Videos"
tags = ["Time-Zone"]
+++
Text.
"#,
        &[
            "resources/b.md:3:8 note near-duplicate: the kind `Videos` is `video` in other resources, and stands under that",
            "resources/b.md:4:9 note near-duplicate: the tag `Time-Zone` is `time zones` in other resources, and stands under that",
        ],
    ),
    (
        "future-resource",
        r#"
{PLAIN}
-- resources/a.md --
+++
title = "A"
added = 2099-01-01
+++
Text.
"#,
        &[
            "resources/a.md:3:9 note future-resource: this was added on 1 January 2099, a day that is yet to come",
        ],
    ),
    (
        "missing-footnote",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

Text[^1], and more[^two].

[^1]: Here.
"#,
        &["modules/a.md:3:19 warning missing-footnote: there is no footnote `two` on this page"],
    ),
    (
        "markdown-slip",
        "
{PLAIN}
-- modules/b.md --
# B

•\tfirst
•\tsecond

| Day | Hour |
| Mon | 9 |
| Tue | 10 |

Now you:
::activity{id=\"x\"}

**Bold text ** here, **Note: **there.

But 2 ** 3 and 4 ** 5 and **good** and \\**x \\**.

1. One
  - below
  - it
2. Two
   - good

```
•\tcode
::activity
| a | b |
| c | d |
```
",
        &[
            "modules/b.md:3:1 warning markdown-slip: this sign makes no list here, so the lines run together",
            "modules/b.md:6:1 warning markdown-slip: these lines are no table, for the line of dashes below the heads is missing or has another number of columns",
            "modules/b.md:11:1 warning markdown-slip: a block begins with three colons, so this is text",
            "modules/b.md:13:1 warning markdown-slip: a space stands inside of these stars, so they make nothing bold",
            "modules/b.md:13:22 warning markdown-slip: a space stands inside of these stars, so they make nothing bold",
            "modules/b.md:18:3 warning markdown-slip: this list is indented too little to belong to the number above it",
        ],
    ),
    (
        "no-content",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A
"#,
        &["modules/a.md warning no-content: this page has nothing on it"],
    ),
    // directive
    (
        "unread-directive",
        r#"
{PLAIN}
-- modules/b.md --
# B

<div>
:::facilitator
Not for learners.
:::
</div>

::facilitator
"#,
        &[
            "modules/b.md:4:1 error unread-directive: this note stands inside HTML, where it is not read",
            "modules/b.md:9:1 error unread-directive: a note for facilitators begins with three colons at the start of a line",
        ],
    ),
    (
        "unknown-directive",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

:::activty{id="x"}
Do it.
:::

:::zebra
Stripes.
:::
"#,
        &[
            "modules/a.md:3:4 warning unknown-directive: there is no block `activty`, so its content is shown as it is",
            "modules/a.md:7:4 warning unknown-directive: there is no block `zebra`, so its content is shown as it is",
        ],
    ),
    (
        "reserved-directive",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

:::quiz{id="q"}
- [x] Yes
:::
"#,
        &[
            "modules/a.md:3:4 warning reserved-directive: `quiz` blocks come with a later version; the content is shown as it is",
        ],
    ),
    (
        "unclosed-directive",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

:::challenge
Do it.
"#,
        &["modules/a.md:3:1 error unclosed-directive: this `challenge` block is never closed"],
    ),
    (
        "stray-close",
        r#"
{PLAIN}

:::
"#,
        &["modules/a.md:5:1 warning stray-close: no block is open here that this line could close"],
    ),
    (
        "bad-attribute",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

:::activity{id="a" minuts=5 minutes=ten}
Do it.
:::

:::activity{minutes=5}
Do it.
:::

:::activity{id="b
Do it.
:::
"#,
        &[
            "modules/a.md:3:20 error bad-attribute: `activity` has no argument `minuts`",
            "modules/a.md:3:29 error bad-attribute: this is no value for `minutes`",
            "modules/a.md:7:1 error bad-attribute: this `activity` block has no id",
            "modules/a.md:11:13 error bad-attribute: these braces or quotes have no end",
        ],
    ),
    (
        "missing-transcript",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

:::video{src="https://vimeo.com/1" title="V"}
:::
"#,
        &["modules/a.md:3:1 warning missing-transcript: this video has no transcript"],
    ),
    // link
    (
        "broken-link",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

See [the plan](wellcome.md), [it](x/nowhere.md), [[nope]] and [nothing]().
-- modules/welcome.md --
# Welcome

Text.
"#,
        &[
            "modules/a.md:3:16 warning broken-link: there is no page or file `wellcome.md`",
            "modules/a.md:3:35 warning broken-link: there is no page or file `x/nowhere.md`",
            "modules/a.md:3:52 warning broken-link: no lesson or module has the id `nope`",
            "modules/a.md:3:63 warning broken-link: this link has no target",
        ],
    ),
    (
        "broken-anchor",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

## Say hello

See [this](#say-helo) and [that](b.md#far-away).
-- modules/b.md --
# B

Text.
"#,
        &[
            "modules/a.md:5:12 warning broken-anchor: this page has no heading `#say-helo`",
            "modules/a.md:5:34 warning broken-anchor: `modules/b.md` has no heading `#far-away`",
        ],
    ),
    (
        "missing-picture",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

![A map](mapp.svg) and <img src="none.png" alt="">
-- modules/map.svg --
<svg viewBox="0 0 1 1"></svg>
"#,
        &[
            "modules/a.md:3:10 warning missing-picture: there is no picture `mapp.svg`",
            "modules/a.md:3:34 warning missing-picture: there is no picture `none.png`",
        ],
    ),
    (
        "missing-alt",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

![](map.svg)
-- modules/map.svg --
<svg viewBox="0 0 1 1"></svg>
"#,
        &["modules/a.md:3:5 note missing-alt: this picture has no description"],
    ),
    (
        "bad-picture",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

![A map](map.png)
-- modules/map.png --
no picture
"#,
        &[
            "modules/a.md:3:10 warning bad-picture: the size of the picture `map.png` cannot be read",
        ],
    ),
    (
        "unsafe-link",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

[Run](javascript:alert(1)) and [open](file:///etc/passwd).
"#,
        &[
            "modules/a.md:3:7 warning unsafe-link: a link with `javascript:` is not published",
            "modules/a.md:3:39 warning unsafe-link: a link with `file:` is not published",
        ],
    ),
    (
        "external-content",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

![A map](https://example.org/map.png)
"#,
        &[
            "modules/a.md:3:10 warning external-content: this picture would be loaded from another host, so it is shown as a link",
        ],
    ),
    // portal
    (
        "bad-privacy",
        r#"
-- course.toml --
title = "T"

[privacy]
allow = [
  { origin = "https://a.example.org/x", reason = "Why." },
  { origin = "https://b.example.org", reason = " " },
  { origin = "https://c.example.org", reason = "Why." },
  { origin = "HTTPS://c.example.org/", reason = "Why." },
]
-- modules/a.md --
# A

Text.
"#,
        &[
            "course.toml:5:14 warning bad-privacy: `https://a.example.org/x` is no origin",
            "course.toml:6:14 warning bad-privacy: this has no reason",
            "course.toml:7:14 warning bad-privacy: no page loads anything from https://c.example.org",
            "course.toml:8:14 warning bad-privacy: https://c.example.org is allowed twice",
        ],
    ),
    (
        "no-base-url",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

Text.
-- posts/2026-10-05-hello.md --
# Hello

Text.
"#,
        &[
            "course.toml note no-base-url: the course does not say where it will be, so feed and calendars can't name whole addresses",
        ],
    ),
    (
        "url-collision",
        r#"
-- course.toml --
title = "T"
-- modules/01-a.md --
# A

Text.
-- modules/02-a.md --
# A

Text.
"#,
        &["modules/02-a.md error url-collision: something else has the address `/modules/a/` too"],
    ),
    (
        "nothing-to-build",
        r#"
-- course.toml --
title = "T"
"#,
        &["modules error nothing-to-build: there is no page in this folder"],
    ),
    // schedule
    (
        "bad-anchor",
        r#"
{PLAIN}
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1

[[session]]
id = "due"
format = "deadline"
at = "kikoff + 9d"
"#,
        &[
            "schedule.toml:2:6 error bad-anchor: the session `kickoff` has a week, but no day and no time",
            "schedule.toml:9:6 error bad-anchor: the schedule has no session `kikoff`",
        ],
    ),
    (
        "anchor-cycle",
        r#"
{PLAIN}
-- schedule.toml --
[[session]]
id = "a"
format = "webinar"
at = "b + 1d"

[[session]]
id = "b"
format = "deadline"
at = "a + 1d"
"#,
        &[
            "schedule.toml:4:6 error anchor-cycle: these sessions wait for each other: `a` -> `b` -> `a`",
        ],
    ),
    (
        "bad-zone",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Pariss"
"#,
        &["cohorts/autumn.toml:2:12 error bad-zone: there is no time zone `Europe/Pariss`"],
    ),
    (
        "local-time-skipped",
        r#"
{PLAIN}
-- cohorts/spring.toml --
start = 2026-03-23
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "night"
format = "webinar"
week = 1
day = "sun"
time = "02:30"
"#,
        &[
            "schedule.toml:6:8 warning local-time-skipped: `night` of the cohort `spring` is at 02:30 on Sunday 29 March 2026, a time that does not exist in Europe/Paris, because clocks go forward; stoa takes 03:30 (UTC+02:00)",
        ],
    ),
    (
        "local-time-twice",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-19
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "night"
format = "webinar"
week = 1
day = "sun"
time = "02:30"
"#,
        &[
            "schedule.toml:6:8 warning local-time-twice: `night` of the cohort `autumn` is at 02:30 on Sunday 25 October 2026, a time that comes twice in Europe/Paris, because clocks go back; stoa takes the first of the two (UTC+02:00)",
        ],
    ),
    (
        "session-outside",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"

[[session]]
id = "due"
format = "deadline"
at = "kickoff - 900d"
"#,
        &[
            "schedule.toml:11:6 warning session-outside: `due` of the cohort `autumn` is on Friday 19 April 2024, long before the course, which begins on Monday 5 October 2026",
        ],
    ),
    (
        "session-held",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
[session.kickoff]
time = "11:00"
-- schedule.toml --
[[session]]
id = "kickoff"
title = "Kick-off"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
[[session]]
id = "webinar"
title = "Webinar"
format = "webinar"
week = 3
day = "tue"
time = "10:00"
-- stoa.lock --
version = 1
"autumn/kickoff" = { uid = "kickoff@autumn.learn.example.org", sequence = 0, revised = "2025-08-01T22:00:00Z", format = "webinar", start = "2026-10-06T08:00:00Z", title = "Kick-off", details = "0123456789ab" }
"#,
        &[
            "cohorts/autumn.toml:4:8 note session-held: `kickoff` of the cohort `autumn` is over, and stays at Tuesday 6 October 2026, 10:00, as calendars were told",
        ],
    ),
    (
        "session-in-break",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
breaks = [{ from = 2026-10-12, to = 2026-10-18 }]
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"

[[session]]
id = "due"
format = "deadline"
at = "kickoff + 7d"
"#,
        &[
            "schedule.toml:11:6 warning session-in-break: `due` falls on Tuesday 13 October 2026, in the break of the cohort `autumn`",
        ],
    ),
    (
        "session-on-holiday",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
holidays = [{ date = 2026-10-06, title = "Founders' Day" }]
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
"#,
        &[
            "schedule.toml:6:8 warning session-on-holiday: `kickoff` falls on Tuesday 6 October 2026, on the holiday \"Founders' Day\" of the cohort `autumn`",
        ],
    ),
    (
        "long-gap",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-12
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
[[session]]
id = "end"
format = "webinar"
week = 5
day = "tue"
time = "10:00"
"#,
        &[
            "schedule.toml:12:8 note long-gap: weeks 2 to 4 of the cohort `autumn` have no session, and `end` is in week 5",
        ],
    ),
    (
        "sessions-at-once",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-12
timezone = "Europe/Paris"
-- people/ada.md --
+++
name = "Ada"
role = "facilitator"
+++
Asks well.
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
duration = "1h"
facilitators = ["ada"]
[[session]]
id = "clinic"
format = "workshop"
week = 1
day = "tue"
time = "10:30"
facilitators = ["ada"]
"#,
        &[
            "schedule.toml:14:8 warning sessions-at-once: `kickoff` and `clinic` of the cohort `autumn` are at the same time, Tuesday 13 October 2026, with `ada` in both",
        ],
    ),
    (
        "break-in-part",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-12
timezone = "Europe/Paris"
breaks = [{ from = 2026-10-15, to = 2026-10-16 }]
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
"#,
        &[
            "cohorts/autumn.toml:3:11 warning break-in-part: this break, Thursday 15 October to Friday 16 October, takes no week from Monday to Friday, so it moves none on",
        ],
    ),
    (
        "day-off-outside",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
breaks = [{ from = 2025-12-21, to = 2026-01-03 }, { from = 2026-12-21, to = 2027-01-03 }]
holidays = [{ date = 2026-10-03 }, { date = 2026-10-11 }, { date = 2026-12-25 }]
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
"#,
        &[
            "cohorts/autumn.toml:3:11 warning day-off-outside: this break is before the cohort `autumn`, which begins on Monday 5 October 2026, so it moves nothing",
            "cohorts/autumn.toml:3:51 warning day-off-outside: this break is after the cohort `autumn`, which ends on Sunday 11 October 2026, so it moves nothing",
            "cohorts/autumn.toml:4:13 note day-off-outside: this holiday is before the cohort `autumn`, which begins on Monday 5 October 2026, so no session is near it",
            "cohorts/autumn.toml:4:59 note day-off-outside: this holiday is after the cohort `autumn`, which ends on Sunday 11 October 2026, so no session is near it",
        ],
    ),
    (
        "similar-id",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
[session.kickof]
format = "webinar"
week = 1
day = "wed"
time = "11:00"
[session.kickoff-2]
format = "webinar"
week = 2
day = "wed"
time = "11:00"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
"#,
        &[
            "cohorts/autumn.toml:3:10 warning similar-id: `kickof` is a new session of this run, and its id is almost that of `kickoff`",
        ],
    ),
    (
        "fixed-date",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
at = 2026-10-06T10:00
"#,
        &["schedule.toml:4:6 note fixed-date: `kickoff` is at the same date in every cohort"],
    ),
    (
        "bad-release",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
-- modules/b.md --
+++
release = { week = 0 }
+++
# B

Text.
-- modules/c.md --
+++
release = { after = "kickoff + 1x" }
+++
# C

Text.
-- index.md --
+++
release = 2026-10-12
+++
# T

Text.
"#,
        &[
            "index.md:2:11 error bad-release: the home page is always there, so it cannot have a release",
            "modules/b.md:2:11 error bad-release: there is no week 0, weeks are counted from 1",
            "modules/c.md:2:11 error bad-release: `kickoff + 1x` says no time: `x` is no unit; there are w, d, h and m for weeks, days, hours and minutes",
        ],
    ),
    (
        "release-never",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-12
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
-- modules/b.md --
+++
release = { week = 2 }
+++
# B

Text.
"#,
        &[
            "modules/b.md:2:11 warning release-never: the cohort `autumn` has 1 week, so its week 2 never comes",
        ],
    ),
    (
        "release-early",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-05
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
-- modules/m/index.md --
+++
release = { after = "kickoff" }
+++
# M

Text.
-- modules/m/b.md --
+++
release = { week = 1 }
+++
# B

Text.
"#,
        &[
            "modules/m/b.md:2:11 warning release-early: this would be released on Monday 5 October, and its module only on Tuesday 6 October (cohort `autumn`), so it waits for the module",
        ],
    ),
    (
        "release-without-cohort",
        r#"
{PLAIN}
-- modules/b.md --
+++
release = 2026-10-12
+++
# B

Text.
"#,
        &[
            "modules/b.md:2:11 warning release-without-cohort: the course has no cohort, so this page is released at once",
        ],
    ),
    // lock
    (
        "bad-lock",
        r#"
{PLAIN}
-- stoa.lock --
version = 1

<<<<<<< HEAD
"autumn/kickoff" = { uid = "kickoff@autumn.learn.example.org", seq
=======
>>>>>>> spring
"#,
        &[
            "stoa.lock:3:1 error bad-lock: two branches changed the same lines, and this is left of their merge",
            "stoa.lock:4:67 error bad-lock: this line was cut, or changed by hand, and can't be read",
        ],
    ),
    (
        "cohort-gone",
        r#"
{PLAIN}
-- stoa.lock --
version = 1
"autumn/kickoff" = { uid = "kickoff@autumn.learn.example.org", sequence = 0, revised = "2025-10-03T22:00:00Z", format = "webinar", start = "2026-10-06T08:00:00Z", title = "Kickoff", details = "7623b4543613" }
"#,
        &[
            "stoa.lock:2:1 warning cohort-gone: the cohort `autumn` has no file any more, so who subscribed to calendars/autumn.ics gets no news",
        ],
    ),
    // snapshot
    (
        "bad-snapshot",
        r#"
{PLAIN}
-- data/threads.json --
{"version":1,"engine":"isso","fetched":"2026-10-13T10:00:00Z","threads":[
{"key":"/t/course/a/","posts":[
  {"id":"1","created":"1066-10-14T09:00:00Z","html":"<p>One</p>"},
  {"id":"1","html":"<p>Again</p>"},
  {"id":2}]},
{"key":"https://elsewhere.example/","posts":[]},
7]}
"#,
        &[
            "data/threads.json:3:3 warning bad-snapshot: the post `1` has a time that can't be, so it is shown without one",
            "data/threads.json:4:3 warning bad-snapshot: the post `1` is here twice; the first one is shown",
            "data/threads.json:5:3 warning bad-snapshot: this is no post, so it is not shown: …",
            "data/threads.json:6:1 warning bad-snapshot: this thread has no key like /t/2026-autumn/welcome/, so it is not shown",
            "data/threads.json:7:1 warning bad-snapshot: this is no thread, so it is not shown: …",
        ],
    ),
    (
        "unclean-post",
        r#"
{PLAIN}
-- data/threads.json --
{"version":1,"engine":"isso","fetched":"2026-10-13T10:00:00Z","threads":[
{"key":"/t/course/a/","posts":[
  {"id":"1","html":"<p onclick=x>One<script>alert(1)</script></p>"}]}]}
"#,
        &[
            "data/threads.json:3:3 warning unclean-post: not shown of the post `1`: `<script`, `onclick`",
        ],
    ),
    (
        "lost-thread",
        r#"
{PLAIN}
-- stoa.lock --
version = 1

"/t/course/b/" = { engine = "giscus", number = 4 }
"/t/course/module-c/" = { engine = "giscus", number = 5 }
"/t/autumn/a/" = { engine = "giscus", number = 6 }
-- data/threads.json --
{"version":1,"engine":"isso","fetched":"2026-10-13T10:00:00Z","threads":[
{"key":"/t/course/discussion-old/","posts":[{"id":"1","html":"<p>One</p>"}]}]}
"#,
        &[
            "data/threads.json:2:1 warning lost-thread: this thread had a discussion; the block `old` is gone, or its id has changed",
            "stoa.lock:3:1 warning lost-thread: this thread had a discussion; the lesson `b` is gone, or its id has changed",
            "stoa.lock:4:1 warning lost-thread: this thread had a discussion; the module `c` is gone, or its id has changed",
            "stoa.lock:5:1 warning lost-thread: this thread had a discussion, and there is no cohort `autumn` any more",
        ],
    ),
    // activity
    (
        "bad-activity",
        r#"
{PLAIN}
-- data/activity.jsonl --
{"id":"isso:1","time":"2026-10-06T08:00:00Z","actor":"isso:4505c1eeda98","verb":"posted","object":"/t/course/a/","value":null,"source":"isso"}
=======
"#,
        &[
            "data/activity.jsonl:2:1 warning bad-activity: this line is no event that can be read, so it counts for nothing",
        ],
    ),
    (
        "unknown-verb",
        r#"
{PLAIN}
-- community.toml --
[points]
reply = 3
-- data/activity.jsonl --
{"id":"csv:1","time":"2026-10-06T08:00:00Z","actor":"csv:7","verb":"repiled","object":"x","value":null,"source":"csv"}
"#,
        &["data/activity.jsonl:1:1 note unknown-verb: `repiled` earns no points, here and below"],
    ),
    // community
    (
        "bad-forum",
        r#"
{PLAIN}
-- community.toml --
[forum]
engine = "isso"

[forum.giscus]
repo = "a/b"
repo_id = "R"
category = "C"
category_id = "D"
"#,
        &[
            "community.toml:2:10 error bad-forum: this forum has no origin",
            "community.toml:4:1 error bad-forum: the forum is another one, so [forum.giscus] does nothing",
        ],
    ),
    (
        "thread-clash",
        r#"
{PLAIN}
-- modules/b.md --
+++
id = "discussion-x"
+++
# B

:::discussion{id="x"}
Well?
:::
-- community.toml --
[forum]
engine = "isso"
origin = "https://talk.example.org"
"#,
        &[
            "modules/b.md:6:1 error thread-clash: two threads have the id `discussion-x`, so both would be one",
        ],
    ),
    (
        "forum-missing",
        r#"
-- course.toml --
title = "T"
-- modules/a.md --
# A

:::discussion{id="d"}
Well?
:::
-- community.toml --
type = "learning"
"#,
        &[
            "modules/a.md note forum-missing: learners are asked to discuss, and the course has no forum",
        ],
    ),
    (
        "bad-channel",
        r#"
{PLAIN}
-- community.toml --
[[channel]]
kind = "teams"
url = "javascript:x"
"#,
        &[
            "community.toml:2:8 warning bad-channel: this channel does not say what it is for",
            "community.toml:3:7 warning bad-channel: `javascript:x` is no address that a browser can open",
        ],
    ),
    (
        "too-many-channels",
        r#"
{PLAIN}
-- community.toml --
[channels]
max = 1

[[channel]]
kind = "slack"

[[channel]]
kind = "trello"
"#,
        &[
            "community.toml:5:8 warning bad-channel: this channel does not say what it is for",
            "community.toml:8:8 warning bad-channel: this channel does not say what it is for",
            "community.toml:8:8 warning too-many-channels: this is channel number 2, and the course allows itself 1",
        ],
    ),
    (
        "channel-twice",
        r#"
{PLAIN}
-- community.toml --
[[channel]]
kind = "slack"
purpose = "Live help"

[[channel]]
kind = "zulip"
purpose = "live help."
"#,
        &["community.toml:6:8 warning channel-twice: another channel is for the same"],
    ),
    (
        "channel-undeclared",
        r#"
{PLAIN}
-- community.toml --
type = "practice"
-- modules/b.md --
# B

[Our board](https://trello.com/b/1)
"#,
        &[
            "modules/b.md:3:13 warning channel-undeclared: this leads to Trello, which is no channel of the course",
        ],
    ),
    (
        "channel-closed",
        r#"
{PLAIN}
-- community.toml --
[[channel]]
kind = "slack"
purpose = "Questions about the exercises"
"#,
        &[
            "community.toml:3:11 warning channel-closed: questions are answered on Slack, where only its members can read it, and old messages may vanish: answers are lost to the next cohort",
        ],
    ),
    (
        "channel-personal-data",
        r#"
{PLAIN}
-- community.toml --
[[channel]]
kind = "whatsapp"
purpose = "When a session is off"
"#,
        &[
            "community.toml:2:8 note channel-personal-data: WhatsApp shows everybody the phone number of everybody else",
        ],
    ),
    (
        "channel-expired",
        r#"
{PLAIN}
-- community.toml --
[[channel]]
kind = "matrix"
purpose = "Live help"
until = 2026-07-01
"#,
        &[
            "community.toml:4:9 warning channel-expired: the last day of this channel, 1 July 2026, is over, so the page of channels does not show its address any more",
        ],
    ),
    (
        "invite-public",
        r#"
{PLAIN}
-- community.toml --
[[channel]]
kind = "discord"
purpose = "Live help"
url = "https://discord.gg/abc"
"#,
        &[
            "community.toml:4:7 warning invite-public: everybody who finds the page of channels gets into Discord by this",
        ],
    ),
    (
        "forum-unreachable",
        r#"
{PLAIN}
-- community.toml --
[forum]
engine = "isso"
origin = "https://talk.example.org"
threads = "none"
"#,
        &[
            "community.toml:2:10 warning forum-unreachable: no page shows this forum, and it has no address to go to",
        ],
    ),
    (
        "bad-allow",
        r#"
{PLAIN}
-- community.toml --
[channels]
allow = [{ kind = "trello", reason = "We plan there." }]
"#,
        &["community.toml:2:19 warning bad-allow: nothing needs this exception for Trello"],
    ),
    (
        "bad-share",
        r#"
{PLAIN}
-- community.toml --
[share]
links = ["twitter"]
"#,
        &["community.toml:2:10 warning bad-share: there is no share link for `twitter`"],
    ),
    (
        "no-consent",
        r#"
{PLAIN}
-- people/bo.md --
# Bo
"#,
        &["people/bo.md warning no-consent: this learner is not shown: there is no consent"],
    ),
    (
        "person-in-portal",
        r#"
{PLAIN}
-- people/bo.md --
# Bo Derek
-- modules/b.md --
# B

Bo Derek helped.
"#,
        &[
            "modules/b.md:3:1 error person-in-portal: learners would read the name `Bo Derek` here, and people/bo.md has no consent to show this person",
            "people/bo.md warning no-consent: this learner is not shown: there is no consent",
        ],
    ),
    (
        "address-in-portal",
        r#"
-- course.toml --
title = "T"
base_url = "https://learn.example.org/"
description = "Ask ada@college.eu"
-- modules/a.md --
# A

Write to <ada@college.eu>, or [here](mailto:bo@college.eu?subject=Hi).
But `ada@college.eu` and user@example.org are examples.
:::nope
:::
[list](list.csv)
-- modules/list.csv --
who
ada@college.eu
bo@college.eu
-- people/ada.md --
---
name: Ada
role: facilitator
links: ["mailto:ada@college.eu"]
---
"#,
        &[
            "course.toml:3:20 warning address-in-portal: this e-mail address is not published",
            "modules/a.md:3:11 warning address-in-portal: this e-mail address is not published",
            "modules/a.md:3:45 warning address-in-portal: this e-mail address is not published",
            "modules/a.md:5:4 warning unknown-directive: there is no block `nope`, so its content is shown as it is",
            "modules/list.csv:2:1 warning address-in-portal: this e-mail address is not published, nor is another one in this file",
            "people/ada.md:4:17 error address-in-portal: this e-mail address is not published",
        ],
    ),
    (
        "bad-plan",
        r#"
{PLAIN}
-- cohorts/autumn.toml --
start = 2026-10-12
timezone = "Europe/Paris"
-- schedule.toml --
[[session]]
id = "kickoff"
format = "webinar"
week = 1
day = "tue"
time = "10:00"
-- community.toml --
[[plan]]
id = "hello"
at = "kickoff - 1d"
title = "Say hello"
text = "plan/hello.md"
[[plan]]
id = "look"
at = "kickoff + 1d"
title = "Look"
text = "plan/look.md"
-- plan/look.md --
Dear {{ cohort.titel }}
"#,
        &[
            "community.toml:5:8 error bad-plan: there is no text `plan/hello.md`",
            "plan/look.md:1:16 error bad-plan: Field `titel` is not defined. Available fields: end, id, schedule, start, timezone, title, url (in the plan's `look`)",
        ],
    ),
    // badge
    (
        "bad-issuer",
        r#"
{PLAIN}
-- badges/issuer.toml --
url = "example.org"

[[key]]
id = "key-2026"
public = "z6MkihNJ2q1aJrGUv4E98BchzLpgD5GdSHvMjUFWMCpGiXgG"

[[key]]
id = "key-2026"
public = "z6MkihNJ2q1aJrGUv4E98BchzLpgD5GdSHvMjUFWMCpGiXgG"

[[key]]
id = "key-2027"
public = "z6Mk"
"#,
        &[
            "badges/issuer.toml:1:7 error bad-issuer: `example.org` is no address on the web",
            "badges/issuer.toml:8:6 error bad-issuer: there are two keys `key-2026`",
            "badges/issuer.toml:13:10 error bad-issuer: this is no public key: a public key begins with `z6Mk` and has 48 characters",
        ],
    ),
    (
        "bad-award",
        r#"
{PLAIN}
-- badges/issuer.toml --
[[key]]
id = "key-2026"
public = "z6MkihNJ2q1aJrGUv4E98BchzLpgD5GdSHvMjUFWMCpGiXgG"
-- data/awards.toml --
[[shown]]
award = "d6996c6e2798e5df"
name = "Ada"
consent = 2026-10-01
-- data/awards/ab12.json --
{
  "id": 7
}
"#,
        &[
            "data/awards.toml:2:9 warning bad-award: there is no award `d6996c6e2798e5df`",
            "data/awards/ab12.json:2:9 error bad-award: this is not as stoa writes it: invalid type: integer `7`, expected a string",
        ],
    ),
    (
        "unearnable-badge",
        r#"
{PLAIN}
-- badges/host.md --
# Host

Open two meetings.
"#,
        &["badges/host.md note unearnable-badge: no lesson leads to this badge"],
    ),
    // template
    (
        "template-error",
        r#"
{PLAIN}
-- templates/lesson.html --
<p>
{{ lesson.titel }}</p>
"#,
        &[
            "templates/lesson.html:2:11 error template-error: Field `titel` is not defined. Available fields: authors, badges, draft, duration, format, id, module, next, objectives, opens, previous, prompt, requires, tags, thread (while rendering `modules/a.md`)",
        ],
    ),
    (
        "bad-theme",
        r##"
-- course.toml --
title = "T"
theme = "agra"

[theme_options]
acent = "#fff"
accent = "blue"
-- modules/a.md --
# A

Text.
"##,
        &[
            "course.toml:2:9 error bad-theme: there is no theme `agra`",
            "course.toml:5:1 error bad-theme: the theme has no option `acent`",
            "course.toml:6:10 error bad-theme: this is no value for `accent`",
        ],
    ),
    (
        "unused-template",
        r#"
{PLAIN}
-- templates/lesosn.html --
<p>Mine.</p>
"#,
        &[
            "templates/lesosn.html warning unused-template: no page uses a template `lesosn.html`, and no other template names it",
        ],
    ),
    (
        "blocked-by-policy",
        r#"
{PLAIN}
-- templates/page.html --
{% extends "builtin/page.html" %}
{% block after %}<script>alert(1)</script>{% endblock %}
"#,
        &[
            "templates/page.html:2:18 warning blocked-by-policy: the text of this <script> does nothing: pages refuse it",
        ],
    ),
];

fn course(text: &str) -> Course {
    Course::parse(&text.replace("{PLAIN}\n", PLAIN))
}

/// A course with one lesson that reads `text`.
fn found(text: impl AsRef<[u8]>) -> Vec<String> {
    lesson(text).findings()
}

fn lesson(text: impl AsRef<[u8]>) -> Build {
    Course::default()
        .with("course.toml", "title = \"T\"\n")
        .with("modules/a.md", text)
        .build()
}

#[test]
fn every_rule_finds_its_minimal_case() {
    let mut wrong = Vec::new();
    for (code, text, expected) in CASES {
        let found = course(text).build().findings();
        let same = found.len() == expected.len()
            && found.iter().zip(*expected).all(|(found, expected)| {
                match expected.strip_suffix('…') {
                    Some(start) => found.starts_with(start),
                    None => found == expected,
                }
            });
        if !same
            || !expected
                .iter()
                .any(|line| line.contains(&format!(" {code}: ")))
        {
            wrong.push(format!("{code}\nexpected {expected:#?}\nfound {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_plain_course_has_no_finding() {
    assert_eq!(course("{PLAIN}\n").build().findings(), [""; 0]);
}

#[test]
fn the_rich_course_has_no_finding() {
    assert_eq!(Course::parse(support::RICH).build().findings(), [""; 0]);
}

#[test]
fn every_rule_has_a_case_an_explanation_and_a_fix() {
    let with_case: BTreeSet<&str> = CASES
        .iter()
        .map(|case| case.0)
        .chain(ELSEWHERE.iter().copied())
        .collect();
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(known.len(), RULES.len(), "a code is there twice");
    for rule in RULES {
        let code = rule.code;
        assert!(
            with_case.contains(code),
            "{code} has no case in tests/diagnostics.rs"
        );
        let good = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
        assert!(
            code.chars().all(good)
                && !code.starts_with('-')
                && !code.ends_with('-')
                && !code.contains("--"),
            "{code} is not kebab-case"
        );
        assert!(
            rule.why.len() > 10 && rule.why.ends_with('.'),
            "{code}: {}",
            rule.why
        );
        assert!(
            rule.fix.len() > 10 && rule.fix.ends_with('.'),
            "{code}: {}",
            rule.fix
        );
        assert!(
            rule.summary.len() > 10 && !rule.summary.ends_with('.'),
            "{code}: {}",
            rule.summary
        );
        assert_eq!(stoa::rule::find(code), Some(*rule));
    }
    for code in with_case {
        assert!(known.contains(code), "there is no rule {code}");
    }
}

/// What is wrong in one file hides nothing in another, and nothing is said twice.
#[test]
fn everything_is_reported_in_one_run_sorted_and_once() {
    let mut course = Course::default();
    // Places of different cases never overlap, so each keeps its findings.
    for (code, text, _) in CASES.iter().filter(|case| {
        case.0.starts_with("broken-")
            || case.0.ends_with("-directive")
            || case.0.starts_with("missing-alt")
    }) {
        let one = self::course(text);
        for (path, text) in &one.files {
            if let Some(name) = path.strip_prefix("modules/") {
                course.write(&format!("modules/{code}/{name}"), text);
            }
        }
    }
    course.write(
        "course.toml",
        "titel = \"T\"\nlanguage = en\ntitle = \"T\"\n",
    );
    course.write(
        "cohorts/a.toml",
        "start = 2026-10-05\ntimezone = \"Nowhere\"\nstart_time = 3\n",
    );
    let build = course.build();
    let found = build.findings();
    let unique: BTreeSet<&String> = found.iter().collect();
    assert_eq!(unique.len(), found.len(), "{found:#?}");
    let places: Vec<_> = build
        .build
        .diagnostics
        .iter()
        .map(|one| {
            (
                one.path.as_str(),
                one.span.clone().map_or(0, |span| span.start),
            )
        })
        .collect();
    assert!(places.is_sorted(), "{found:#?}");
    for code in [
        "unknown-key",
        "bad-toml",
        "bad-zone",
        "broken-link",
        "broken-anchor",
        "unknown-directive",
        "reserved-directive",
        "unclosed-directive",
        "missing-alt",
    ] {
        assert!(
            !build.findings_of(code).is_empty(),
            "{code} is hidden in {found:#?}"
        );
    }
    assert_eq!(build.findings_of("broken-link").len(), 4, "{found:#?}");
}

#[test]
fn keys_and_values_come_with_a_suggestion() {
    let build = course("-- course.toml --\ntitle = \"T\"\nlicence = \"CC0-1.0\"\n-- modules/a.md --\n# A\n\nText.\n").build();
    assert_eq!(
        build.findings(),
        ["course.toml:2:1 error unknown-key: the course has no `licence`"]
    );
    assert_eq!(build.help_of("unknown-key"), "did you mean `license`?");

    let build = course("{PLAIN}\n-- schedule.toml --\n[[session]]\nid = \"a\"\nformat = \"webnar\"\nweek = 1\nday = \"tue\"\ntime = \"10:00\"\n").build();
    assert_eq!(
        build.findings(),
        ["schedule.toml:3:10 error bad-value: `webnar` is not known here"]
    );
    assert_eq!(build.help_of("bad-value"), "did you mean `webinar`?");

    // A name of one letter is close to nothing.
    let build = lesson("+++\nrequires = [\"b\"]\n+++\n# A\n\nText.\n");
    assert_eq!(build.help_of("unknown-reference"), "");

    // Far from everything that is known: all of it is named.
    let build = course(
        "{PLAIN}\n-- cohorts/a.toml --\nstart = 2026-10-05\ntimezone = \"UTC\"\nxyzzy = 1\n",
    )
    .build();
    assert_eq!(
        build.findings(),
        ["cohorts/a.toml:3:1 error unknown-key: the cohort has no `xyzzy`"]
    );
    assert!(
        build.help_of("unknown-key").contains("`timezone`"),
        "{}",
        build.help_of("unknown-key")
    );

    // Front matter in YAML may be for other tools, so only what is nearly a key of stoa's is doubted.
    let build = lesson("---\ntitel: A\nlayout: x\n---\n# A\n\nText.\n");
    assert_eq!(
        build.findings(),
        [
            "modules/a.md:2:1 warning unknown-key: this page has no `titel`",
            "modules/a.md:3:1 note other-key: `layout` means nothing to stoa and is left alone"
        ]
    );
}

#[test]
fn every_bad_value_of_a_file_is_reported() {
    let text = "+++\nid = \"Not Good\"\nduration = \"ten\"\nformat = \"x\"\ntags = \"one\"\ndraft = \"no\"\n+++\n# A\n\nText.\n";
    assert_eq!(
        found(text),
        [
            "modules/a.md:2:6 error bad-value: `Not Good` is no id: use small letters, digits and hyphens, like `not-good`",
            "modules/a.md:3:12 error bad-value: `ten` is no length of time; write it with its unit, like \"90m\" or \"1h 30m\"",
            "modules/a.md:4:10 error bad-value: `x` is not known here",
            "modules/a.md:5:8 error bad-value: this is the text \"one\", where a list in [brackets] belongs",
            "modules/a.md:6:9 error bad-value: this is the text \"no\", where true or false belongs",
        ]
    );
}

#[test]
fn toml_in_front_matter_is_read_past_its_mistakes() {
    assert_eq!(
        found("+++\ntitle = A\nduration = [\n+++\n# A\n\nSee [b](b.md).\n"),
        [
            "modules/a.md:2:9 error bad-toml: text needs quotes around it",
            "modules/a.md:3:13 error bad-toml: the closing bracket `]` is missing",
            "modules/a.md:7:9 warning broken-link: there is no page or file `b.md`",
        ]
    );
    let found = found("+++\ntitle = \"A\"\n\nNo fence.\n");
    assert!(found.iter().any(|line| line == "modules/a.md:1:1 error bad-front-matter: the front matter that starts here has no closing `+++` line"), "{found:#?}");
}

#[test]
fn ids_are_unique_in_their_kind_only() {
    let build = course(
        "{PLAIN}\n-- modules/b.md --\n# B\n\n:::activity{id=\"one\"}\nDo.\n:::\n-- modules/d.md --\n# D\n\n:::challenge{#one}\nDo.\n:::\n-- modules/c.md --\n# C\n\n:::activity{id=\"one\"}\nDo.\n:::\n-- badges/a.md --\n+++\nid = \"one\"\n+++\n# A\n\nText.\n-- badges/b.md --\n+++\nid = \"one\"\n+++\n# B\n\nText.\n-- schedule.toml --\n[[session]]\nid = \"one\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"10:00\"\n\n[[session]]\nid = \"one\"\nformat = \"webinar\"\nweek = 2\nday = \"tue\"\ntime = \"10:00\"\n",
    )
    .build();
    assert_eq!(
        build.findings_of("duplicate-id"),
        [
            "badges/b.md:2:6 error duplicate-id: another badge has the id `one`",
            "modules/c.md:3:1 error duplicate-id: another activity has the id `one`",
            "schedule.toml:9:6 error duplicate-id: there is another session `one`",
        ]
    );
    let other = build
        .build
        .diagnostics
        .iter()
        .find(|one| one.path.as_str() == "modules/c.md")
        .unwrap();
    assert_eq!(other.related[0].path.as_str(), "modules/b.md");
}

#[test]
fn addresses_collide_by_name_by_case_and_with_files() {
    // The number in front of a name is not part of its address, and some systems know no case.
    let build = course("{PLAIN}\n-- modules/01-start/index.md --\n# S\n\nText.\n-- modules/02-start/index.md --\n# S\n\nText.\n").build();
    assert_eq!(
        build.findings(),
        [
            "modules/02-start/index.md error url-collision: something else has the address `/modules/start/` too"
        ]
    );
    let build = course("{PLAIN}\n-- static/Map.txt --\none\n-- static/map.txt --\ntwo\n").build();
    assert_eq!(
        build.findings(),
        ["static/map.txt error url-collision: something else has the address `/map.txt` too"]
    );
    let build = course("{PLAIN}\n-- static/modules/a/index.html --\nmine\n").build();
    assert_eq!(build.findings_of("url-collision").len(), 1);
}

#[test]
fn links_to_drafts_are_broken_for_learners() {
    let text = "{PLAIN}\n-- modules/b.md --\n+++\ndraft = true\n+++\n# B\n\nText.\n-- modules/c.md --\n# C\n\nSee [b](b.md).\n";
    assert_eq!(
        course(text).build().findings(),
        ["modules/c.md:3:9 warning broken-link: `b.md` is a draft, so learners cannot open it"]
    );
    assert_eq!(
        course(text)
            .options(|options| options.drafts = true)
            .build()
            .findings(),
        [""; 0]
    );
}

#[test]
fn places_are_counted_in_characters() {
    assert_eq!(
        found("# A\n\n世界 — é [x](b.md)\n"),
        ["modules/a.md:3:12 warning broken-link: there is no page or file `b.md`"]
    );
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    assert_eq!(
        found("\u{feff}# A\n\n[x](b.md)\n"),
        ["modules/a.md:3:5 warning broken-link: there is no page or file `b.md`"]
    );
    let build = lesson("\u{feff}+++\ntitle = \"With mark\"\n+++\n\nText.\n");
    assert_eq!(build.findings(), [""; 0]);
    assert!(build.page("modules/a/").contains("<h1>With mark</h1>"));
    let build = Course::default()
        .with("course.toml", "\u{feff}title = \"T\"\nx = 1\n")
        .with("modules/a.md", "# A\n\nText.\n")
        .build();
    assert_eq!(
        build.findings(),
        ["course.toml:2:1 error unknown-key: the course has no `x`"]
    );
}

#[test]
fn line_ends_of_windows_move_nothing() {
    let text = "+++\r\ntitle = \"A\"\r\nformat = \"x\"\r\n+++\r\n\r\nSee [x](b.md).\r\n\r\n:::zebra{a=\"b\"}\r\nStripes.\r\n:::\r\n\r\n:::challenge\r\nOpen.\r\n";
    assert_eq!(
        found(text),
        [
            "modules/a.md:3:10 error bad-value: `x` is not known here",
            "modules/a.md:6:9 warning broken-link: there is no page or file `b.md`",
            "modules/a.md:8:4 warning unknown-directive: there is no block `zebra`, so its content is shown as it is",
            "modules/a.md:12:1 error unclosed-directive: this `challenge` block is never closed",
        ]
    );
    let build = Course::default()
        .with("course.toml", "title = \"T\"\r\n\r\nx = 1\r\n")
        .with("modules/a.md", "# A\r\n\r\nText.\r\n")
        .build();
    assert_eq!(
        build.findings(),
        ["course.toml:3:1 error unknown-key: the course has no `x`"]
    );
    let build = lesson("---\r\ntitle: A\r\nlayout: x\r\n---\r\n\r\nText.\r\n");
    assert_eq!(
        build.findings(),
        ["modules/a.md:3:1 note other-key: `layout` means nothing to stoa and is left alone"]
    );
    assert!(build.page("modules/a/").contains("<h1>A</h1>"));
}

#[test]
fn empty_files_are_findings_or_nothing() {
    assert_eq!(
        found(""),
        [
            "modules/a.md warning empty-title: this page has no title",
            "modules/a.md warning no-content: this page has nothing on it"
        ]
    );
    let empty = "-- course.toml --\n-- community.toml --\n-- schedule.toml --\n-- cohorts/a.toml --\n-- modules/a.md --\n# A\n\nText.\n-- badges/b.md --\n-- posts/p.md --\n-- people/q.md --\n-- resources/r.md --\n-- modules/x.png --\n-- templates/components/x.html --\n";
    assert_eq!(
        Course::parse(empty).build().findings(),
        [
            "badges/b.md warning empty-title: this badge has no title",
            "badges/b.md note unearnable-badge: no lesson leads to this badge",
            "cohorts/a.toml:1:1 error missing-value: the cohort has no start",
            "cohorts/a.toml:1:1 error missing-value: the cohort has no timezone",
            "course.toml warning empty-title: the course has no title",
            "people/q.md warning no-consent: this learner is not shown: there is no consent",
            "posts/p.md error missing-value: this post has no date",
            "resources/r.md warning empty-title: this resource has no title",
            "resources/r.md warning no-content: this resource has neither an address nor a text",
        ]
    );
    assert_eq!(
        Course::default()
            .build()
            .findings_of("nothing-to-build")
            .len(),
        1
    );
}

#[test]
fn what_is_not_utf8_says_where() {
    let build = lesson(b"# A\n\nGood.\nNot \xff good.\n");
    assert_eq!(
        build.findings(),
        [
            "modules/a.md:4:5 error invalid-utf8: this file is not UTF-8 from here on, so the rest of it cannot be read"
        ]
    );
    assert!(!build.build.is_good());
    let build = Course::default()
        .with("course.toml", b"title = \"T\xe9\"\n")
        .with("modules/a.md", "# A\n\nText.\n")
        .build();
    assert_eq!(
        build.findings_of("invalid-utf8"),
        [
            "course.toml:1:11 error invalid-utf8: this file is not UTF-8 from here on, so the rest of it cannot be read"
        ]
    );
    // UTF-16, as some editors save.
    let utf16: Vec<u8> = "\u{feff}# A\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        lesson(utf16).findings_of("invalid-utf8"),
        [
            "modules/a.md:1:1 error invalid-utf8: this file is not UTF-8 from here on, so the rest of it cannot be read"
        ]
    );
    // A picture is not text.
    assert_eq!(
        Course::parse(PLAIN)
            .with("static/a.bin", b"\xff\xfe")
            .build()
            .findings(),
        [""; 0]
    );
}

#[test]
fn nul_and_control_characters_do_no_harm() {
    let build = lesson(
        "# A\n\nOne\0two \u{1}p0\u{2} \u{1}c\u{2} &#1;k0&#2; `\u{1}u9\u{2}`\n\n```\n\u{1}o1\u{2}\0\n```\n\n[\u{1}](x.md) ![\u{1}p7\u{2}](y.svg)\n\n<p title=\"\u{1}u4\u{2}\">&#1;</p>\n",
    );
    assert_eq!(build.findings_of("broken-link").len(), 1);
    let page = build.page("modules/a/");
    assert!(page.contains("One"), "{page}");
    let at = page.find(['\u{1}', '\u{2}', '\0']);
    assert!(
        at.is_none(),
        "{:?}",
        at.map(|at| page[at..].chars().take(60).collect::<String>())
    );
    let build = Course::default()
        .with("course.toml", "title = \"T\0\"\n")
        .with(
            "modules/a.md",
            "+++\ntitle = \"A\\u0001c\\u0002\"\n+++\nText.\n",
        )
        .build();
    assert!(!build.page("modules/a/").contains(['\u{1}', '\u{2}']));
}

#[test]
fn nesting_without_end_is_no_crash() {
    let deep = 3000;
    let quotes = format!("# A\n\n{} x\n", ">".repeat(deep));
    let lists = format!("# A\n\n{}x\n", "- ".repeat(deep));
    let emphasis = format!("# A\n\n{}x{}\n", "*a ".repeat(deep), "*".repeat(deep));
    let brackets = format!("# A\n\n{}x{}\n", "[".repeat(deep), "](b.md)".repeat(deep));
    let open: String = (0..deep).map(|_| ":::details\n").collect();
    let nested: String = (0..100)
        .rev()
        .map(|at| format!("{}details\n", ":".repeat(at + 3)))
        .chain((0..100).map(|at| format!("{}\n", ":".repeat(at + 3))))
        .collect();
    let inline = format!(
        "# A\n\n:::details\n{}\n:::\n",
        ":::challenge{a=\"".repeat(deep)
    );
    let footnotes: String = (0..deep)
        .map(|at| format!("[^{at}]: [^{}]\n\n", at + 1))
        .collect();
    for text in [
        quotes,
        lists,
        emphasis,
        brackets,
        inline,
        format!("# A\n\n{footnotes}"),
    ] {
        let build = lesson(text);
        assert!(build.has("modules/a/index.html"));
    }
    // Each is not closed, and those that stand too deep are that as well.
    assert_eq!(
        lesson(format!("# A\n\n{open}x\n"))
            .findings_of("unclosed-directive")
            .len(),
        2 * deep - 100
    );
    let callouts: String = (0..300)
        .map(|at| format!("{} [!NOTE]\n", ">".repeat(at + 1)))
        .collect();
    assert_eq!(lesson(format!("# A\n\n{callouts}x\n")).findings(), [""; 0]);
    let build = lesson(format!("# A\n\n{nested}\nEnd.\n"));
    assert_eq!(build.findings(), [""; 0]);
    assert_eq!(
        build
            .page("modules/a/")
            .matches("<details class=\"fold\">")
            .count(),
        100
    );
}

#[test]
fn a_template_of_the_course_that_fails_names_the_page() {
    let text = "{PLAIN}\n-- templates/lesson.html --\n<p>\n{{ lesson.titel }}</p>\n-- modules/b.md --\n# B\n\nText.\n";
    let build = course(text).build();
    let found = build.findings();
    // One mistake in a template is met on every page: the first page stands for all.
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("templates/lesson.html:2:11 error template-error: "),
        "{found:#?}"
    );
    assert!(
        found[0].ends_with("(while rendering `modules/a.md`)"),
        "{found:#?}"
    );

    let build =
        course("{PLAIN}\n-- templates/lesson.html --\n<p>\n{{ site.title }\n</p>\n").build();
    let found = build.findings();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("templates/lesson.html:2:"),
        "{found:#?}"
    );
    assert!(found[0].contains(" error template-error: "), "{found:#?}");
    // The built-in templates take over, so that everything else is still found.
    assert!(build.page("modules/a/").contains("<h1>A</h1>"));
}

#[test]
fn a_broken_component_names_the_page_that_uses_it() {
    let component =
        "{% component activity(id: string) %}\n{{ nope }}{{ body }}\n{% endcomponent activity %}\n";
    let mut course = Course::lesson("# A\n\n:::activity{id=\"x\"}\nDo it.\n:::\n");
    course.write("templates/components/activity.html", component);
    let build = course.build();
    let found = build.findings();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("templates/components/activity.html:2:4 error template-error: "),
        "{found:#?}"
    );
    assert!(
        found[0].ends_with("(while rendering `modules/a.md`)"),
        "{found:#?}"
    );
    assert!(
        build.page("modules/a/").contains("<p>Do it.</p>"),
        "the content is shown all the same"
    );

    let mut course = Course::parse(support::RICH);
    course.write(
        "templates/components/module_nav.html",
        "{% component module_nav(nav, @site) %}\n{{ nope }}\n{% endcomponent module_nav %}\n",
    );
    let found = course.build().findings();
    assert!(
        found.iter().any(|line| line
            .starts_with("templates/components/module_nav.html:2:4 error template-error: ")),
        "{found:#?}"
    );
}

#[test]
fn a_condition_with_thousands_of_branches_has_a_place() {
    let branches = "{% elif page.kind == \"x\" %}b\n".repeat(4000);
    let template = format!("{{% if page.kind == \"y\" %}}a\n{branches}{{% endif %}}\n");
    let build = Course::lesson("# A\n\nText.\n")
        .with("templates/lesson.html", &template)
        .build();
    assert_eq!(
        build.findings(),
        [
            "templates/lesson.html:502:4 error template-error: this is branch number 501 in one template"
        ]
    );
}

#[test]
fn templates_and_components_that_lead_back_to_themselves_have_a_place() {
    let found = |files: &[(&str, &str)]| {
        let mut course = Course::lesson("# A\n\n:::activity{id=\"x\"}\nDo it.\n:::\n");
        for (path, text) in files {
            course.write(path, text);
        }
        let build = course.build();
        let help = |at: usize| build.build.diagnostics[at].help.clone().unwrap();
        (build.findings(), help(0))
    };
    let own = [(
        "templates/lesson.html",
        "{# Mine. #}\n{% extends \"lesson.html\" %}\n",
    )];
    let (lines, help) = found(&own);
    assert_eq!(
        lines,
        ["templates/lesson.html:2:4 error template-error: this template extends itself"]
    );
    assert_eq!(
        help,
        "to build on the template that comes with stoa, write \"builtin/lesson.html\""
    );
    let (lines, _) = found(&[
        (
            "templates/lesson.html",
            "<p>\n{% include 'head.html' %}\n</p>\n",
        ),
        (
            "templates/head.html",
            "<p>{%- include \"lesson.html\" -%}</p>\n",
        ),
    ]);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].contains(":1:8 error template-error: this template in the end includes itself: ")
            || lines[0]
                .contains(":2:4 error template-error: this template in the end includes itself: "),
        "{lines:#?}"
    );
    let (lines, _) = found(&[(
        "templates/components/activity.html",
        "{% component activity(id: string) %}\n{{ <activity id={id}/> }}\n{% endcomponent activity %}\n",
    )]);
    assert_eq!(
        lines,
        [
            "templates/components/activity.html:2:5 error template-error: the component `activity` calls itself without an end (while rendering `modules/a.md`)"
        ]
    );
    let (lines, _) = found(&[(
        "templates/components/activity.html",
        "{% component activity(id: string) %}{{ <mine id={id}/> }}{% endcomponent activity %}\n{% component mine(id: string) %}\n{% <activity id={id}> %}x{% </activity> %}\n{% endcomponent mine %}\n",
    )]);
    assert_eq!(
        lines,
        [
            "templates/components/activity.html:3:5 error template-error: the component `activity` in the end calls itself, without an end: `activity`, then `mine` (while rendering `modules/a.md`)"
        ]
    );
}

#[test]
fn a_broken_theme_toml_is_told_without_what_follows_from_it() {
    let options = "[options.accent]\ntype = \"colour\"\ndefault = #123\"\n";
    let mut course = Course::lesson("# A\n\nText.\n");
    course.write("course.toml", "title = \"T\"\ntheme = \"mine\"\n");
    course.write("themes/mine/theme.toml", options);
    assert_eq!(
        course.build().findings(),
        ["themes/mine/theme.toml:3:11 error bad-toml: text needs quotes around it",]
    );
    course.write(
        "themes/mine/theme.toml",
        "[options.accent]\ntype = \"colour\"\ndefault = \"red\"\n",
    );
    course.write(
        "course.toml",
        "title = \"T\"\ntheme = \"mine\"\n[theme_options]\naccent = \"#fff\"\n",
    );
    assert_eq!(
        course.build().findings(),
        [
            "themes/mine/theme.toml:1:10 error bad-theme: the option `accent` has no default of its type",
        ]
    );
    course.write("themes/mine/theme.toml", "[options.accent\n");
    assert_eq!(course.build().findings().len(), 1);
    // An option that was never declared is a mistake of the template, and that has a name.
    course.write("course.toml", "title = \"T\"\ntheme = \"mine\"\n");
    course.write("themes/mine/theme.toml", "name = \"mine\"\n");
    course.write(
        "themes/mine/assets/options.css",
        "\n{{ site.options.accnt }}\n",
    );
    let found = course.build().findings();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("themes/mine/assets/options.css:2:17 error template-error: "),
        "{found:#?}"
    );
}

#[test]
fn templates_that_nothing_reads() {
    let mut course = Course::lesson("# A\n\nText.\n");
    course.write("course.toml", "title = \"T\"\ntheme = \"mine\"\n");
    // One is named by another, one has a component, one lies in the place of a template.
    course.write(
        "templates/lesson.html",
        "{% extends \"theme/frame.html\" %}\n",
    );
    course.write(
        "themes/mine/templates/frame.html",
        "{% include 'foot.html' %}",
    );
    course.write("templates/foot.html", "");
    course.write(
        "templates/blocks.html",
        "{% component mine() %}{{ body }}{% endcomponent mine %}",
    );
    course.write("themes/mine/templates/modul.html", "");
    course.write("themes/mine/module.html", "");
    course.write("themes/other/templates/modul.html", "");
    let build = course.build();
    assert_eq!(
        build.findings(),
        [
            "themes/mine/module.html warning unused-template: no template is looked for in this place",
            "themes/mine/templates/modul.html warning unused-template: no page uses a template `modul.html`, and no other template names it",
        ]
    );
    assert_eq!(
        build.build.diagnostics[1].help.as_deref(),
        Some("did you mean `module.html`?")
    );
}

#[test]
fn mistakes_in_yaml_are_told_in_words_for_authors() {
    for (front, place, message, help) in [
        (
            "tags:\n\t- x",
            "3:1",
            "this line is indented with a tab",
            "use spaces",
        ),
        (
            "tags:\n  - a\n\t- b",
            "4:1",
            "this line is indented with a tab",
            "use spaces",
        ),
        (
            "title:A",
            "2:6",
            "there is no space behind this colon",
            "write `title: A`",
        ),
        (
            "id: x\ntitle:A",
            "3:6",
            "there is no space behind this colon",
            "write `title: A`",
        ),
        (
            "title:A\nid: x",
            "2:6",
            "there is no space behind this colon",
            "write `title: A`",
        ),
        (
            "title: \"A\nid: x",
            "2:8",
            "the closing quote is missing",
            "write the text between",
        ),
        (
            "title: 'it's ok'",
            "2:12",
            "the text goes on behind its closing quote",
            "where a quote or an apostrophe",
        ),
        (
            "title: Part one: \"go\"\nid: x",
            "2:16",
            "a colon in a value needs quotes around the value",
            "write `title: 'Part one: \"go\"'`",
        ),
        (
            "title: A\ntitle: B",
            "3:1",
            "`title` is written twice",
            "keep one",
        ),
        (
            "title: A\n  id: x",
            "3:3",
            "this line begins in another column than the lines above that it belongs to",
            "begin lines",
        ),
        (
            "tags:\n  - a\n - b",
            "4:2",
            "this line begins in another column than the lines above that it belongs to",
            "begin lines",
        ),
        (
            "title: @me",
            "2:8",
            "a value that begins with `@` needs quotes around it",
            "write `title: \"@me\"`",
        ),
        (
            "title: *bold* x",
            "2:8",
            "a value that begins with `*` needs quotes around it",
            "write `title: \"*bold* x\"`",
        ),
        (
            "title: A\njust words\nid: x",
            "3:1",
            "there is no key on this line",
            "write `key: value`",
        ),
        (
            "title: A\n<<: 5",
            "3:5",
            "this cannot be read as YAML: YAML merge value must be mapping or sequence of mappings",
            "write each `key: value`",
        ),
    ] {
        let build = lesson(format!("---\n{front}\n---\n\n# A\n\nText.\n"));
        assert_eq!(
            build.findings(),
            [format!("modules/a.md:{place} error bad-yaml: {message}")],
            "{front}"
        );
        let found = build.build.diagnostics[0].help.clone().unwrap_or_default();
        assert!(found.starts_with(help), "{front}: {found}");
    }
}

#[test]
fn modules_with_the_same_number() {
    let text = "{PLAIN}\n-- modules/02-b/index.md --\n# B\n-- modules/02-b/x.md --\n# X\n\nText.\n-- modules/02-c/x.md --\n# X\n\nText.\n-- modules/03-d/01-x.md --\n# X\n\nText.\n-- modules/03-d/01-y/x.md --\n# X\n\nText.\n";
    assert_eq!(
        course(text).build().findings(),
        [
            "modules/02-c warning order-clash: this module has the same number as `02-b`, and comes behind it by its name",
            "modules/03-d/01-y warning order-clash: this module has the same number as `01-x.md`, and comes behind it by its name",
        ]
    );
}

#[test]
fn a_post_is_future_only_where_its_day_has_begun_nowhere() {
    let mut course = course("{PLAIN}\n-- posts/2026-12-14-doors.md --\n# Doors\n\nText.\n");
    for (now, count) in [
        ("2026-12-13T09:59:59Z", 1),
        ("2026-12-13T10:00:00Z", 0),
        ("2026-12-20T10:00:00Z", 0),
    ] {
        course.options.now = now.parse().unwrap();
        let build = course.build();
        assert_eq!(build.findings().len(), count, "{now}");
        assert!(build.page("posts/doors/").contains("Doors"), "{now}");
        let other = "2026-12-13T10:00:00Z".parse().unwrap();
        assert_eq!(build.build.steady.holds(other), count == 0, "{now}");
    }
}

#[test]
fn members_of_teams_with_a_slip_in_their_name() {
    let text = "{PLAIN}\n-- people/grace.md --\n+++\nname = \"Grace\"\nrole = \"facilitator\"\n+++\n-- people/adele.md --\n+++\nname = \"Adele\"\nconsent = 2026-10-01\n+++\n-- cohorts/a.toml --\nstart = 2026-10-05\ntimezone = \"UTC\"\n\n[[team]]\nid = \"t\"\ntitle = \"T\"\nmembers = [\"grcae\", \"somebody\", \"adele\", \"adela\"]\n";
    let build = course(text).build();
    assert_eq!(
        build.findings(),
        ["cohorts/a.toml:7:12 warning unknown-reference: nobody in people/ has the id `grcae`",]
    );
    assert_eq!(
        build.build.diagnostics[0].help.as_deref(),
        Some("did you mean `grace`?")
    );
}

#[test]
fn a_component_of_a_directive_in_a_person_is_checked_too() {
    let course = Course::parse(PLAIN)
        .with(
            "people/ada.md",
            "+++\nname = \"Ada\"\nrole = \"facilitator\"\n+++\n\n:::details More\nText.\n:::\n",
        )
        .with(
            "templates/components/details.html",
            "{% component details(title: string) %}{{ nope }}{% endcomponent details %}\n",
        );
    let found = course.build().findings();
    assert!(
        found.iter().any(|line| line.contains(" template-error: ")),
        "{found:#?}"
    );
}

#[test]
fn options_of_the_theme_are_typed() {
    let text = "-- course.toml --\ntitle = \"T\"\n\n[theme_options]\naccent = \"#12\"\nheadings = \"comic\"\nread_marks = \"yes\"\ncolour = 1\n-- modules/a.md --\n# A\n\nText.\n";
    assert_eq!(
        course(text).build().findings(),
        [
            "course.toml:4:10 error bad-theme: this is no value for `accent`",
            "course.toml:5:12 error bad-theme: this is no value for `headings`",
            "course.toml:6:14 error bad-theme: this is no value for `read_marks`",
            "course.toml:7:1 error bad-theme: the theme has no option `colour`",
        ]
    );
}

#[test]
fn references_in_directives_and_cohorts_are_checked() {
    let text = "{PLAIN}\n-- modules/b.md --\n# B\n\n:::badge{id=\"hots\"}\n:::\n\n:::resource{id=\"book\"}\n:::\n\n:::schedule{module=\"strat\"}\n:::\n-- badges/host.md --\n# Host\n\nText.\n-- modules/start/index.md --\n# Start\n\nText.\n-- modules/start/c.md --\n+++\nbadges = [\"host\"]\n+++\n# C\n\nText.\n-- cohorts/a.toml --\nstart = 2026-10-05\ntimezone = \"UTC\"\nfacilitators = [\"ada\"]\n\n[session.kickof]\ntime = \"10:00\"\n\n[[team]]\nid = \"t\"\ntitle = \"T\"\ngroup = \"nurses\"\n-- schedule.toml --\n[[session]]\nid = \"kickoff\"\nformat = \"webinar\"\nweek = 1\nday = \"tue\"\ntime = \"10:00\"\nmodule = \"strt\"\n";
    let build = course(text).build();
    assert_eq!(
        build.findings(),
        [
            "cohorts/a.toml:3:17 error unknown-reference: nobody with the id `ada` is shown in this course",
            "cohorts/a.toml:5:10 error unknown-reference: the schedule has no session `kickof`",
            "cohorts/a.toml:11:9 error unknown-reference: no group has the id `nurses`",
            "modules/b.md:3:10 error unknown-reference: no badge has the id `hots`",
            "modules/b.md:6:13 error unknown-reference: no resource has the id `book`",
            "modules/b.md:9:13 error unknown-reference: no module has the id `strat`",
            "schedule.toml:7:10 error unknown-reference: no module has the id `strt`",
        ]
    );
}

#[cfg(unix)]
mod on_disk {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use stoa::document::highlight::Highlighter;
    use stoa::pipeline::Builder;
    use stoa::source::Sources;

    use super::{Course, PLAIN, line};

    fn found(folder: &std::path::Path) -> Vec<String> {
        let sources = Sources::read(folder, &[], None).unwrap();
        let build = Builder::new(Highlighter::new()).rebuild(&sources, &Course::default().options);
        build
            .diagnostics
            .iter()
            .map(|one| line(one, &sources))
            .collect()
    }

    #[test]
    fn links_that_loop_or_lead_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        Course::parse(PLAIN).write_to(folder.path());
        symlink(folder.path(), folder.path().join("modules/loop")).unwrap();
        symlink("missing.md", folder.path().join("modules/gone.md")).unwrap();
        assert_eq!(
            found(folder.path()),
            [
                "modules/gone.md error unreadable-file: this cannot be read: the link leads nowhere",
                "modules/loop error link-loop: this link leads back to a folder that it is in",
            ]
        );
    }

    #[test]
    fn links_that_lead_out_of_the_course() {
        let folder = tempfile::tempdir().unwrap();
        let course = folder.path().join("course");
        Course::parse(PLAIN)
            .with("static/in.txt", "in")
            .with("static/sub/b.txt", "b")
            .write_to(&course);
        let secrets = folder.path().join("secrets");
        std::fs::create_dir(&secrets).unwrap();
        std::fs::write(secrets.join("key.txt"), "key").unwrap();
        symlink(secrets.join("key.txt"), course.join("static/key.txt")).unwrap();
        symlink("../../secrets", course.join("static/all")).unwrap();
        symlink("/proc/self/environ", course.join("static/env")).unwrap();
        // A link that stays in the course is followed, also where the course itself is reached by a link.
        symlink("in.txt", course.join("static/same.txt")).unwrap();
        symlink("sub", course.join("static/other")).unwrap();
        let reached = folder.path().join("reached");
        symlink(&course, &reached).unwrap();
        let expected: Vec<String> = ["all", "env", "key.txt"]
            .iter()
            .filter(|name| course.join("static").join(name).exists())
            .map(|name| format!("static/{name} error link-outside: this link leads out of the course folder, so it is not followed"))
            .collect();
        assert_eq!(found(&course), expected);
        assert_eq!(found(&reached), expected);
        let sources = Sources::read(&course, &[], None).unwrap();
        let again = Sources::read(&course, &[], Some(&sources)).unwrap();
        let paths: Vec<&str> = again
            .under("static")
            .map(|file| file.path.as_str())
            .collect();
        assert_eq!(
            paths,
            [
                "static/in.txt",
                "static/other/b.txt",
                "static/same.txt",
                "static/sub/b.txt"
            ]
        );
    }

    #[test]
    fn files_that_may_not_be_read() {
        let folder = tempfile::tempdir().unwrap();
        Course::parse(PLAIN)
            .with("modules/b.md", "# B\n\nText.\n")
            .write_to(folder.path());
        let secret = folder.path().join("modules/b.md");
        std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o000)).unwrap();
        if std::fs::read(&secret).is_ok() {
            println!("skipped: this user may read everything");
            return;
        }
        assert_eq!(
            found(folder.path()),
            ["modules/b.md error unreadable-file: this cannot be read: permission denied"]
        );
    }

    #[test]
    fn names_with_a_backslash_and_what_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        Course::parse(PLAIN)
            .with("static/c\\d.txt", "x")
            .with("static/e\\f/a.txt", "x")
            .with("modules/\\.md", "# B\n\nText.\n")
            .write_to(folder.path());
        let _listener =
            std::os::unix::net::UnixListener::bind(folder.path().join("modules/s.md")).unwrap();
        let backslash = "error unreadable-file: a name with a backslash has no address on some systems, so this is left out";
        assert_eq!(
            found(folder.path()),
            [
                format!("modules/\\.md {backslash}"),
                "modules/s.md error unreadable-file: this is no file that can be read, but a pipe, a socket or a device".to_owned(),
                format!("static/c\\d.txt {backslash}"),
                format!("static/e\\f {backslash}"),
            ]
        );
    }

    #[test]
    fn names_that_are_not_unicode() {
        let folder = tempfile::tempdir().unwrap();
        Course::parse(PLAIN).write_to(folder.path());
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        if std::fs::write(folder.path().join("modules").join(name), "# B\n\nText.\n").is_err() {
            println!("skipped: this file system allows no such name");
            return;
        }
        assert_eq!(
            found(folder.path()),
            [
                "modules/caf\u{fffd}.md error unreadable-file: the name of this file is not Unicode, so it can have no address"
            ]
        );
    }
}

#[test]
fn severities_are_those_of_the_rule_unless_the_case_differs() {
    let build = lesson("# A\n\n[x](b.md)\n");
    assert_eq!(build.build.diagnostics[0].severity, Severity::Warning);
    assert!(build.build.is_good(), "a warning stops no portal");
}
