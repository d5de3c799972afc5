// Looks at the finished portal of the example course as its readers do: browsers, calendars, feed readers, validators.
//
//     node run.mjs [WORD ...]        only the parts whose name has one of the words
//
// STOA is the program (default: target/debug/stoa), CHROMIUM the browser, PYTHON an interpreter with requirements.txt,
// ISSO the program isso.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { access } from "./access.mjs";
import { badges } from "./badges.mjs";
import { calendars, planCalendars, planned } from "./calendars.mjs";
import { cohort } from "./cohort.mjs";
import { engines } from "./engines.mjs";
import { forum } from "./forum.mjs";
import { html } from "./html.mjs";
import { isso } from "./isso.mjs";
import { library } from "./library.mjs";
import { adopt, build, check, course, equal, expect, files, finish, launch, none, repository, run, skip, stoa, times, work } from "./lib.mjs";
import { live } from "./live.mjs";
import { look } from "./look.mjs";
import { policy } from "./policy.mjs";
import { discussions, pages } from "./pages.mjs";

// Nothing here may hang a pipeline.
setTimeout(() => { console.log("FAIL  the checks took longer than fifteen minutes"); finish(); }, 15 * 60_000).unref();

const words = process.argv.slice(2);
const part = async (name, body) => {
  if (words.length && !words.some((word) => name.includes(word))) return;
  // A part that falls over is one failure, and the others go on.
  try { await body(); } catch (error) { await check(`the part “${name}” runs to its end`, () => { throw error; }); }
};

const folders = {};
for (const [when, now] of Object.entries(times)) {
  await check(`build: the example course ${when} the cohort`, async () => { folders[when] = await build(when, ["--now", now]); return `${files(folders[when]).length} files`; });
}
await check("build: at the root of a host", async () => { folders.root = await build("root", ["--now", times.during, "--base-url", "https://learn.example.org/"]); });
await check("build: the same course and time give the same bytes", async () => {
  const again = await build("again", ["--now", times.during]);
  const read = (folder) => files(folder).map((file) => [file, readFileSync(join(folder, file)).toString("base64")]);
  const first = new Map(read(folders.during)), second = new Map(read(again));
  none([...new Set([...first.keys(), ...second.keys()])].filter((file) => first.get(file) !== second.get(file)));
  return `${first.size} files`;
});
await check("build: an address of this machine is in no file", () => {
  const local = [repository.replace(/\/$/, ""), work, process.env.HOME].filter((path) => path && path.length > 4);
  none(files(folders.during).filter((file) => /\.(html|xml|json|ics|css|js)$/.test(file)).flatMap((file) => {
    const text = readFileSync(join(folders.during, file), "utf8");
    return local.filter((path) => text.includes(path)).map((path) => `${file}: ${path}`);
  }));
});
await check("check: nothing is wrong with the example course", async () => {
  const result = await run(stoa, ["check", course, "--strict", "--now", times.during]);
  expect(result.code === 0, result.all.split("\n").filter((line) => /^(error|warning)|-->/.test(line)).slice(0, 20).join("\n") || result.all.slice(-1500));
});
if (!folders.during) finish();

await part("html", async () => {
  for (const when of ["before", "during", "after"]) await html(when, folders[when]);
});

await part("data", async () => {
  const python = process.env.PYTHON ?? "python3";
  const listed = join(work, "sessions.json");
  const sessions = await run(stoa, ["list", "sessions", course, "--now", times.during, "--format", "json"]);
  equal(sessions.code, 0, `stoa list sessions: ${sessions.stderr}`);
  writeFileSync(listed, sessions.stdout);
  const facilitators = await build("facilitators", ["--now", times.during, "--facilitator"]);
  const plan = planned(facilitators), runbooks = join(work, "plan.json");
  writeFileSync(runbooks, JSON.stringify(plan));
  const result = await run(python, [join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "data.py"), folders.during, folders.before, folders.after, listed, join(course, "stoa.lock"), facilitators, runbooks, join(course, "community.toml")]);
  adopt(result.stdout);
  await calendars(folders.during, JSON.parse(sessions.stdout));
  await planCalendars(facilitators, plan);
  await check("data.py runs to its end", () => expect(result.code === 0 || /^FAIL {2}/m.test(result.stdout), result.all.slice(-2000)));
});

const browser = await launch();
let facts;
await part("pages", async () => {
  for (const when of ["before", "after"]) await pages(browser, when, folders[when]);
  await pages(browser, "root", folders.root, "/");
});
await part("pages access discussions", async () => {
  ({ facts } = await pages(browser, "during", folders.during));
  await discussions(browser, folders.during, facts);
  await access(browser, folders.during, facts);
});
await part("forum", () => forum(browser, folders.during));
await part("engines forum", () => engines(browser));
await part("policy forum", () => policy(browser, folders.during));
await part("forum isso", () => isso(browser));
await part("badges", () => badges(browser, folders.during));
await part("look", () => look(browser, folders.during));
await part("library", () => library(browser, folders.during));
await part("cohort", () => cohort(browser, folders));
await part("live serve", () => live(browser));

await part("others", async () => {
  // Real courses by others stand beside the repository where it is developed. They are not part of it.
  const others = join(repository, "..", "shared", "courses");
  for (const name of ["shell-novice", "iot-for-beginners"]) {
    const folder = join(others, name);
    if (!existsSync(folder)) { skip(`a course by others: ${name}`, "it is not beside this repository"); continue; }
    await check(`a course by others: ${name} builds as it is`, async () => {
      const out = await build(`other-${name}`, ["--now", times.during, "--base-url", "https://learn.example.org/social/"], folder);
      const list = files(out).filter((file) => file.endsWith(".html"));
      expect(list.length > 15, `only ${list.length} pages`);
      return `${list.length} pages`;
    });
  }
});

await browser.close();
finish();
