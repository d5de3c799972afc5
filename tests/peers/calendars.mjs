// Every calendar of a portal, read by a second parser: ical.js, which clients like Thunderbird use.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ICAL from "ical.js";
import { check, files, none } from "./lib.mjs";

/** `sessions` is what `stoa list sessions --format json` says. */
export async function calendars(folder, sessions) {
  const paths = files(folder).filter((file) => file.endsWith(".ics"));
  const wanted = new Map(sessions.map((session) => [`${session.cohort}/${session.id}`, session]));
  const instant = (time) => time.toJSDate().toISOString().replace(".000Z", "Z");
  const utc = (text) => new Date(text).toISOString().replace(".000Z", "Z");

  await check("calendars: ical.js reads the same instants, titles and cancellations", () => {
    const problems = [], found = new Set();
    for (const path of paths) {
      const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, path), "utf8")));
      const cohort = path.split(/[\\/]/)[1].replace(/\.ics$/, "");
      for (const component of calendar.getAllSubcomponents("vevent")) {
        const event = new ICAL.Event(component);
        const key = `${cohort}/${event.uid.split("@")[0]}`, session = wanted.get(key);
        if (!session) { problems.push(`${path}: ${event.uid} is no session`); continue; }
        found.add(key);
        const cancelled = component.getFirstPropertyValue("status") === "CANCELLED";
        if (instant(event.startDate) !== utc(session.start_utc)) problems.push(`${key}: starts ${instant(event.startDate)}, and ${session.start_utc} by stoa list`);
        // What has no end ends when it starts.
        if (instant(event.endDate) !== utc(session.end ?? session.start_utc)) problems.push(`${key}: ends ${instant(event.endDate)}, and ${session.end} by stoa list`);
        if (event.startDate.zone.tzid !== "UTC") problems.push(`${key}: ${event.startDate.zone.tzid}`);
        if (event.summary !== (cancelled ? `Cancelled: ${session.title}` : session.title)) problems.push(`${key}: is called ${event.summary}`);
        if (cancelled !== (session.cancelled !== null)) problems.push(`${key}: cancelled ${cancelled}`);
      }
    }
    for (const key of wanted.keys()) if (!found.has(key)) problems.push(`${key}: is in no calendar`);
    none(problems);
    return `${paths.length} files, ${found.size} sessions`;
  });

  await check("calendars: what ical.js read and writes again is the same calendar", () => {
    none(paths.filter((path) => {
      const read = ICAL.parse(readFileSync(join(folder, path), "utf8"));
      return JSON.stringify(ICAL.parse(ICAL.stringify(read))) !== JSON.stringify(read);
    }));
  });

  await check("calendars: the links to add a session say the instants of its calendar", () => {
    const problems = [];
    let count = 0;
    for (const session of sessions) {
      const html = readFileSync(join(folder, "cohorts", session.cohort, "schedule", "index.html"), "utf8");
      const own = html.split(`id="session-${session.id}"`)[1].split("</article>")[0].replaceAll("&#x2F;", "/").replaceAll("&amp;", "&");
      const google = own.match(/https:\/\/calendar\.google\.com[^"]*/)?.[0], outlook = own.match(/https:\/\/outlook\.live\.com[^"]*/)?.[0];
      if (!google && !outlook) continue;
      count += 1;
      const start = utc(session.start_utc), end = utc(session.end ?? session.start_utc);
      const basic = (time) => time.replace(/[-:]/g, "");
      const dates = new URL(google).searchParams.get("dates"), query = new URL(outlook).searchParams;
      if (dates !== `${basic(start)}/${basic(end)}`) problems.push(`${session.id}: ${dates}`);
      if (query.get("startdt") !== start || query.get("enddt") !== end) problems.push(`${session.id}: ${query}`);
      if (!query.get("subject").endsWith(session.title)) problems.push(`${session.id}: ${query.get("subject")}`);
      if (!own.includes(`/calendars/${session.cohort}/sessions/${session.id}.ics`)) problems.push(`${session.id}: no file`);
    }
    if (!count) problems.push("there is no link at all");
    none(problems);
    return `${count} sessions to come`;
  });
}

/** What the runbooks of the facilitators' edition say: for each element of the plan its cohort, id, instant, title and text. */
export function planned(folder) {
  const items = [];
  for (const file of files(folder)) {
    const cohort = /^cohorts\/([^/]+)\/plan\/index\.html$/.exec(file)?.[1];
    if (!cohort) continue;
    for (const part of readFileSync(join(folder, file), "utf8").split('<li id="plan-').slice(1)) {
      const text = /<pre[^>]*>([^]*?)<\/pre>/.exec(part)?.[1];
      items.push({
        cohort, id: /^[^"]+/.exec(part)[0], at: /<time datetime="([^"]+)"/.exec(part)[1],
        title: plain(/<label[^>]*>([^<]*)</.exec(part)[1]), text: text === undefined ? null : plain(text),
      });
    }
  }
  return items;
}

const plain = (html) => html.replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** The calendars of the plan, against what its runbooks say. */
export async function planCalendars(folder, plan) {
  await check("plan: ical.js reads the instants and titles of the runbook, and the texts to paste", () => {
    const problems = [], found = new Set();
    const paths = files(folder).filter((file) => file.endsWith("-plan.ics"));
    for (const path of paths) {
      const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, path), "utf8")));
      const cohort = /([^/]+)-plan\.ics$/.exec(path)[1];
      for (const component of calendar.getAllSubcomponents("vevent")) {
        const event = new ICAL.Event(component), id = event.uid.split("@")[0], key = `${cohort}/${id}`;
        const item = plan.find((item) => item.cohort === cohort && item.id === id);
        if (!item) { problems.push(`${path}: ${event.uid} is in no runbook`); continue; }
        found.add(key);
        const start = event.startDate.toJSDate().getTime();
        if (start !== new Date(item.at).getTime()) problems.push(`${key}: is at ${event.startDate}, and at ${item.at} in the runbook`);
        if (event.endDate.toJSDate().getTime() !== start) problems.push(`${key}: takes time`);
        if (event.startDate.zone.tzid !== "UTC") problems.push(`${key}: ${event.startDate.zone.tzid}`);
        if (event.summary !== item.title) problems.push(`${key}: is called ${event.summary}, and ${item.title} in the runbook`);
        if (item.text && !event.description.includes(item.text.trim())) problems.push(`${key}: ${event.description}`);
      }
    }
    for (const { cohort, id } of plan) if (!found.has(`${cohort}/${id}`)) problems.push(`${cohort}/${id}: is in no calendar`);
    if (!plan.length) problems.push("there is no plan at all");
    none(problems);
    return `${paths.length} files, ${found.size} elements`;
  });
}
