// Pictures of one page of every kind, light and dark, on a phone and on a desk. A tool for people; no check uses it.
//
//     node screenshots.mjs DIR [WORD ...]     into DIR; only the kinds of page named, if any are
//     node screenshots.mjs DIR --readme       only the picture at the top of README.md, readme.png
//
// STOA and CHROMIUM as in run.mjs.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { address, build, host, launch, pagesOf, profile, times } from "./lib.mjs";

const [out, ...words] = process.argv.slice(2);
if (!out) {
  console.error("usage: node screenshots.mjs DIR [--readme | WORD ...]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const portal = await host(await build("screenshots", ["--now", times.during]));
const browser = await launch();
/** As a learner of the cohort sees it at the portal's own "now". */
const open = async (options) => {
  const { context } = await profile(browser, portal, { reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date(times.during));
  return page;
};

if (words.includes("--readme")) {
  const page = await open({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2, timezoneId: "America/New_York" });
  await page.goto(portal.url());
  await page.screenshot({ path: join(out, "readme.png") });
  console.log(join(out, "readme.png"));
} else {
  // The page of each kind that stands for it: the first in the portal's order, and the richest lesson.
  const of = new Map([["lesson", "modules/community/introductions/index.html"]]);
  const finder = await open({});
  for (const file of pagesOf(portal.folder)) {
    await finder.goto(portal.url(address(file)), { waitUntil: "domcontentloaded" });
    const kind = await finder.evaluate(() => document.body.dataset.page);
    if (!of.has(kind)) of.set(kind, file);
  }
  for (const colorScheme of ["light", "dark"]) for (const width of [320, 1280]) {
    const page = await open({ colorScheme, viewport: { width, height: 900 } });
    for (const [kind, file] of of) {
      if (words.length && !words.includes(kind)) continue;
      const path = join(out, `${kind}-${colorScheme}-${width}.png`);
      await page.goto(portal.url(address(file)));
      await page.evaluate(() => Promise.all([...document.images].map((image) => { image.loading = "eager"; return image.decode().catch(() => {}); })));
      await page.screenshot({ path, fullPage: true });
      console.log(path);
    }
    await page.context().close();
  }
}
await browser.close();
