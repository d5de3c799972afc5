"""Calendars, feed and sitemap of a portal, read by parsers that know nothing of stoa.

    data.py PORTAL EARLIER LATER SESSIONS.json STOA.LOCK FACILITATORS PLAN.json COMMUNITY.toml

EARLIER and LATER are the same portal built at other times. SESSIONS.json is what `stoa list sessions --format json` says,
and STOA.LOCK what calendars were told. FACILITATORS is the edition for facilitators, PLAN.json what its runbooks say, and
COMMUNITY.toml where the plan was written.
Each check is a line, `ok    name` or `FAIL  name`, as in the other checks.
"""
import json
import re
import subprocess
import sys
import tomllib
import traceback
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import icalendar

PORTAL, EARLIER, LATER = (Path(arg) for arg in sys.argv[1:4])
SESSIONS = json.loads(Path(sys.argv[4]).read_text(encoding="utf-8"))
LOCK = tomllib.loads(Path(sys.argv[5]).read_text(encoding="utf-8"))
CALENDARS = sorted(path.relative_to(PORTAL) for path in PORTAL.rglob("*.ics"))
FACILITATORS = Path(sys.argv[6])
PLAN = json.loads(Path(sys.argv[7]).read_text(encoding="utf-8"))
WRITTEN = tomllib.loads(Path(sys.argv[8]).read_text(encoding="utf-8"))["plan"]
# Whole paths, so that the checks of one portal's calendars do for those of the other.
PLANS = sorted(path.resolve() for path in FACILITATORS.rglob("plan/calendar.ics"))
BASE = "https://learn.example.org/social/"
ATOM = "{http://www.w3.org/2005/Atom}"
failed = 0


def check(name, body):
    """One named check; what `body` returns is a list of problems, or a note."""
    global failed
    try:
        result = body()
    except Exception:  # every failure is one line of the ledger, whatever it is
        result = traceback.format_exc().splitlines()[-6:]
    if isinstance(result, list) and result:
        failed += 1
        print(f"FAIL  {name}")
        for line in result[:12]:
            print(f"      {line}")
    else:
        print(f"ok    {name}" + (f" ({result})" if result else ""))


def events(paths=CALENDARS):
    """Every VEVENT of every calendar, with the file that it is in."""
    for path in paths:
        calendar = icalendar.Calendar.from_ical((PORTAL / path).read_bytes())
        for event in calendar.walk("VEVENT"):
            yield path, event


def lines(path):
    """The unfolded lines of a calendar file (RFC 5545, 3.1)."""
    return re.sub(rb"\r\n[ \t]", b"", (PORTAL / path).read_bytes()).split(b"\r\n")


def cohort_of(path):
    """`calendars/AUTUMN.ics`, `calendars/AUTUMN/teams/olive.ics` and `calendars/AUTUMN/sessions/kickoff.ics` are of one cohort."""
    return path.parts[1].removesuffix(".ics")


def key_of(path, event):
    return cohort_of(path), str(event["UID"]).split("@")[0]


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def one_calendar_a_cohort():
    wanted = {f"calendars/{s['cohort']}.ics" for s in SESSIONS} | {f"calendars/{s['cohort']}/sessions/{s['id']}.ics" for s in SESSIONS}
    found = {path.as_posix() for path in CALENDARS if "teams" not in path.parts}
    return [f"no {path}" for path in wanted - found] + [f"for nothing: {path}" for path in found - wanted] or f"{len(CALENDARS)} calendars"


def parsed(paths=CALENDARS):
    problems = []
    for path in paths:
        calendar = icalendar.Calendar.from_ical((PORTAL / path).read_bytes())
        for part in calendar.walk():
            wanted = part.required if part.name == "VALARM" else (*part.required, "UID")
            problems += [f"{path}: {part.name} has no {name}" for name in wanted if name not in part]
            problems += [f"{path}: {part.name} has {name} twice" for name in part.singletons if isinstance(part.get(name), list)]
            problems += [f"{path}: {part.name}: {name}: {why}" for name, why in part.errors]
    return problems or f"{sum(1 for _ in events(paths))} events"


def same_instants():
    wanted = {(s["cohort"], s["id"]): s for s in SESSIONS}
    problems, found = [], set()
    for path, event in events():
        key = key_of(path, event)
        session = wanted.get(key)
        found.add(key)
        if session is None:
            problems.append(f"{path}: {event['UID']} is no session")
            continue
        start = event["DTSTART"].dt
        if start != instant(session["start_utc"]):
            problems.append(f"{key}: starts {start}, and {session['start_utc']} by stoa list")
        if session["end"] and "DTEND" in event and event["DTEND"].dt != instant(session["end"]):
            problems.append(f"{key}: ends {event['DTEND'].dt}, and {session['end']} by stoa list")
        if session["title"] not in str(event["SUMMARY"]):
            problems.append(f"{key}: is called {event['SUMMARY']}, and {session['title']} by stoa list")
        cancelled = str(event.get("STATUS", "")) == "CANCELLED"
        if cancelled != (session["cancelled"] is not None):
            problems.append(f"{key}: STATUS {event.get('STATUS')}, cancelled {session['cancelled']}")
    problems += [f"{key}: is in no calendar" for key in wanted.keys() - found]
    return problems or f"{len(found)} sessions"


def octets(paths=CALENDARS):
    problems = []
    for path in paths:
        raw = (PORTAL / path).read_bytes()
        if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
            problems.append(f"{path}: a line does not end with CRLF")
        if not raw.endswith(b"END:VCALENDAR\r\n"):
            problems.append(f"{path}: does not end with END:VCALENDAR and CRLF")
        for number, line in enumerate(raw.split(b"\r\n"), 1):
            if len(line) > 75:
                problems.append(f"{path}:{number}: {len(line)} octets")
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                problems.append(f"{path}:{number}: a letter is cut in two")
    return problems


def utc_only(paths=CALENDARS):
    problems = []
    for path in paths:
        for line in lines(path):
            if line.startswith(b"METHOD"):
                problems.append(f"{path}: METHOD, which asks for an ORGANIZER")
            if re.match(rb"(DTSTART|DTEND|DTSTAMP|LAST-MODIFIED)\b", line) and not re.fullmatch(rb"[A-Z-]+:\d{8}T\d{6}Z", line):
                problems.append(f"{path}: {line.decode()}")
    return problems


def escaped(paths=CALENDARS):
    problems = []
    for path in paths:
        for line in lines(path):
            name, _, value = line.decode("utf-8").partition(":")
            if name.split(";")[0] in ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "NAME", "X-WR-CALNAME"):
                if re.search(r"(?<!\\)(?:\\\\)*[,;]", value):
                    problems.append(f"{path}: {line.decode()[:80]}")
    return problems


def positive():
    return [f"{path}: {event['UID']} ends before it starts" for path, event in events() if "DTEND" in event and event["DTEND"].dt < event["DTSTART"].dt]


def uids():
    problems, sessions = [], {}
    for path in CALENDARS:
        calendar = icalendar.Calendar.from_ical((PORTAL / path).read_bytes())
        seen = [str(event["UID"]) for event in calendar.walk("VEVENT")]
        problems += [f"{path}: twice: {uid}" for uid in set(seen) if seen.count(uid) > 1]
        problems += [f"not global: {uid}" for uid in seen if "@" not in uid]
        for uid in seen:
            sessions.setdefault(uid, set()).add(cohort_of(path))
    problems += [f"{uid}: of {cohorts}" for uid, cohorts in sessions.items() if len(cohorts) > 1]
    return problems or f"{len(sessions)} UIDs"


def as_planned():
    """Every element of the plan in every cohort, at the instant and with the title of the runbook; it takes nobody's time."""
    wanted = {(item["cohort"], item["id"]): item for item in PLAN}
    written = {item["id"]: item["title"] for item in WRITTEN}
    cohorts = {session["cohort"] for session in SESSIONS}
    problems, found, seen = [], set(), []
    for path, event in events(PLANS):
        seen.append(str(event["UID"]))
        key = path.parent.parent.name, seen[-1].split("@")[0]
        item = wanted.get(key)
        found.add(key)
        if item is None:
            problems.append(f"{path.name}: {event['UID']} is in no runbook")
            continue
        told = (event["DTSTART"].dt, str(event["SUMMARY"]), str(event["STATUS"]))
        if told != (instant(item["at"]), written.get(key[1]), "CONFIRMED") or item["title"] != written.get(key[1]):
            problems.append(f"{key}: {told}, and {item['at']} {item['title']} in the runbook, {written.get(key[1])} as it was written")
        if event.get("TRANSP") != "TRANSPARENT" or "DTEND" in event or "DURATION" in event:
            problems.append(f"{key}: takes time")
    problems += [f"{cohort}, {id}: is in no calendar" for cohort in cohorts for id in written if (cohort, id) not in found]
    own = {str(event["UID"]) for _, event in events()}
    problems += [f"twice: {uid}" for uid in set(seen) if seen.count(uid) > 1 or uid in own]
    return problems or f"{len(found)} elements of {len(cohorts)} cohorts"


def plan_bytes():
    return [problem for found in (octets(PLANS), utc_only(PLANS), escaped(PLANS)) for problem in found]


def as_locked():
    """UID, SEQUENCE and time of revision are those of stoa.lock, in every file that has the session."""
    problems = []
    for path, event in events():
        known = LOCK.get("/".join(key_of(path, event)))
        if known is None:
            problems.append(f"{path}: {event['UID']} is not in stoa.lock")
            continue
        told = (str(event["UID"]), int(event["SEQUENCE"]), event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt)
        if told != (known["uid"], known["sequence"], instant(known["revised"]), instant(known["revised"])):
            problems.append(f"{path}: {told}")
    return problems or f"{sum(1 for key in LOCK if key != 'version')} sessions"


def alarms():
    """A deadline is no time of anybody's day, and a day's warning; who is live is called a quarter of an hour before."""
    problems = []
    before = {"Deadline": timedelta(days=-1), "Webinar": timedelta(minutes=-15), "Virtual classroom": timedelta(minutes=-15), "Discussion": None, "Self-study": None}
    for path, event in events():
        kind = str(event["CATEGORIES"].cats[0])
        if kind == "Deadline" and (event.get("TRANSP") != "TRANSPARENT" or "DTEND" in event or "DURATION" in event):
            problems.append(f"{path}: {event['UID']} takes time")
        triggers = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        if kind in before and triggers != [before[kind]] * (before[kind] is not None):
            problems.append(f"{path}: {event['UID']}, {kind}: {triggers}")
    return problems


def same_at_other_times():
    return [f"{path} differs in {other.name}" for path in CALENDARS for other in (EARLIER, LATER) if (other / path).read_bytes() != (PORTAL / path).read_bytes()]


def breaks():
    """The example cohort is on leave from 24 October to 1 November: nothing but what says so may lie in it."""
    zone = timezone(timedelta(hours=1))
    first, last = datetime(2026, 10, 26, tzinfo=zone), datetime(2026, 11, 1, tzinfo=zone)
    return [f"{event['UID']} is in the break" for path, event in events() if cohort_of(path) == "2026-autumn" and first <= event["DTSTART"].dt < last]


def feeds():
    return [*PORTAL.rglob("feed.xml"), *PORTAL.rglob("changes.xml")]


def address(path):
    return BASE + path.relative_to(PORTAL).as_posix()


def feed_parser():
    problems, count = [], 0
    for path in feeds():
        feed = feedparser.parse(path.read_bytes(), response_headers={"content-type": "application/atom+xml; charset=utf-8", "content-location": address(path)})
        if feed.bozo:
            problems.append(f"{path}: {feed.bozo_exception}")
        count += len(feed.entries)
        if feed.version != "atom10":
            problems.append(f"{path}: {feed.version}")
        if not feed.entries and path.name == "feed.xml":
            problems.append(f"{path}: no entries")
        for entry in feed.entries:
            if not (entry.get("title") and entry.get("link") and entry.get("id") and entry.get("updated_parsed")):
                problems.append(f"{path}: {entry.get('title')}: an element is missing")
            if not (entry.get("content") or entry.get("summary")):
                problems.append(f"{path}: {entry.title}: nothing to read")
    return problems or f"{count} entries"


def library_feed():
    """The library's feed against its page: the same resources, newest first, and only names that the page shows."""
    page = (PORTAL / "resources/index.html").read_text(encoding="utf-8")
    feed = feedparser.parse((PORTAL / "resources/feed.xml").read_bytes())
    problems = [f"{entry.title}: its day is {entry.updated}, behind an older one" for one, entry in zip(feed.entries, feed.entries[1:]) if entry.updated_parsed > one.updated_parsed]
    for entry in feed.entries:
        if f'href="{urlsplit(entry.link).path}"' not in page:
            problems.append(f"{entry.title}: the library has no link to {entry.link}")
        for author in entry.get("authors", []):
            if author.get("name") and author.name not in page and author.name != feed.feed.author:
                problems.append(f"{entry.title}: the library does not name {author.name}")
        if not [tag.term for tag in entry.get("tags", [])]:
            problems.append(f"{entry.title}: neither a kind nor a tag")
    languages = {link.get("hreflang") for entry in feed.entries for link in entry.links if link.rel == "related"}
    if len(languages - {None}) < 2:
        problems.append(f"languages of what is linked to: {languages}")
    return problems or f"{len(feed.entries)} resources"


def feed_elements():
    """RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have, and once only."""
    problems = []
    for path in feeds():
        root = ElementTree.parse(path).getroot()
        ids = []
        for element in [root, *root.findall(f"{ATOM}entry")]:
            for name in ("id", "title", "updated"):
                if len(element.findall(ATOM + name)) != 1:
                    problems.append(f"{path.name}: {len(element.findall(ATOM + name))} of {name}")
            ids.append(element.findtext(ATOM + "id"))
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", element.findtext(ATOM + "updated") or ""):
                problems.append(f"{ids[-1]}: updated {element.findtext(ATOM + 'updated')}")
        problems += [f"the id {i} is not absolute" for i in ids if not re.match(r"(https?://|urn:|tag:)", i or "")]
        problems += [f"twice: {i}" for i in set(ids) if ids.count(i) > 1]
        if root.find(f"{ATOM}author") is None and any(e.find(f"{ATOM}author") is None for e in root.findall(f"{ATOM}entry")):
            problems.append("neither the feed nor each entry has an author")
        self_links = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
        if [link.get("href") for link in self_links] != [address(path)]:
            problems.append(f"the link to itself: {[link.get('href') for link in self_links]}")
        updated = max((e.findtext(ATOM + "updated") or "" for e in root.findall(f"{ATOM}entry")), default="")
        if updated and instant(root.findtext(ATOM + "updated")) < instant(updated):
            problems.append("an entry is newer than the feed")
    return problems


def feed_links():
    """Every address in a post, as a feed reader resolves it, leads to a file of the portal or out of it."""
    problems = []
    for path in feeds():
        for element in ElementTree.parse(path).getroot().iter():
            for value in [element.get("href"), *re.findall(r'(?:href|src)="([^"]*)"', element.text or "")]:
                if value is None or not value:
                    continue
                if not re.match(r"[a-z]+:", value):
                    problems.append(f"not absolute: {value}")
                elif value.startswith(BASE):
                    to = PORTAL / value[len(BASE):].split("#")[0].split("?")[0]
                    if not (to.is_file() or (to / "index.html").is_file()):
                        problems.append(f"leads to nothing: {value}")
    return problems


def sitemap():
    root = ElementTree.parse(PORTAL / "sitemap.xml").getroot()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    if root.tag != f"{space}urlset":
        return [root.tag]
    locations = [url.findtext(f"{space}loc") for url in root]
    problems = [f"twice: {loc}" for loc in set(locations) if locations.count(loc) > 1]
    problems += [f"elsewhere: {loc}" for loc in locations if not loc.startswith(BASE)]
    problems += [f"no page: {loc}" for loc in locations if not (PORTAL / loc[len(BASE):] / "index.html").is_file()]
    return problems or f"{len(locations)} pages"


def well_formed():
    paths = [path for path in PORTAL.rglob("*") if path.suffix in (".xml", ".svg")]
    result = subprocess.run(["xmllint", "--noout", "--nonet", *map(str, paths)], capture_output=True, text=True, check=False)
    return result.stderr.splitlines() if result.returncode else f"{len(paths)} files"


def robots():
    text = (PORTAL / "robots.txt").read_text(encoding="utf-8")
    return [] if f"Sitemap: {BASE}sitemap.xml" in text.splitlines() else [text]


check("calendars: one for each cohort and for each session", one_calendar_a_cohort)
check("calendars: icalendar reads them, and misses nothing that is required", parsed)
check("calendars: the instants, titles and cancellations are those of stoa list sessions", same_instants)
check("calendars: lines end with CRLF, have 75 octets at most, and cut no letter", octets)
check("calendars: every time is in UTC, and there is no METHOD", utc_only)
check("calendars: commas and semicolons in text are escaped", escaped)
check("calendars: no session ends before it starts", positive)
check("calendars: nothing lies in the cohort's break", breaks)
check("calendars: every UID is unique", uids)
check("calendars: UID, SEQUENCE and revision are those of stoa.lock", as_locked)
check("calendars: deadlines take no time, and alarms are those of the format", alarms)
check("calendars: the same bytes at any time of building", same_at_other_times)
check("plan: icalendar reads its calendars, and misses nothing that is required", lambda: parsed(PLANS))
check("plan: the instants and titles are those of the runbook and of community.toml", as_planned)
check("plan: CRLF, 75 octets, UTC and escaping, as in the calendars of sessions", plan_bytes)
check("feeds: feedparser reads it without complaint", feed_parser)
check("feeds: the library's feed says what the library says", library_feed)
check("feeds: what RFC 4287 requires, ids absolute and unique", feed_elements)
check("feeds: every address is absolute and leads somewhere", feed_links)
check("sitemap: every address is a page, once", sitemap)
check("robots.txt: names the sitemap", robots)
check("xmllint: feed, sitemap and pictures are well-formed", well_formed)
sys.exit(1 if failed else 0)
