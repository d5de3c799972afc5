// The policies of pages, held by a real browser: what a page needs is let through, and nothing else.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, check, each, equal, expect, host, none, profile, pagesOf, address, times, work } from "./lib.mjs";

/** A lesson with everything that an author may write into it. */
const lesson = String.raw`# By hand

<style>.loud { color: rgb(1, 2, 3); }</style>

<p class="loud" id="styled">Loud</p>

<p style="color: rgb(4, 5, 6); font-family: &quot;x&quot;" id="attributed">With an attribute</p>

<button onclick="this.textContent = 1 < 2 && 'pressed'" id="pressed">Press</button>

<script>
  // <img src="dot.svg"> is text here, and so is a < b.
  document.documentElement.dataset.byHand = "done & \"dusted\"";
</script>

<iframe src="frame.html" title="A page of the course"></iframe>

![A dot](data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7)

<img src="https://media.example.org/dot.svg" alt="A dot from elsewhere" width="9" height="9">

$$\color{red} x^2$$
`;

export async function policy(browser, during) {
  const folder = join(work, "by-hand");
  mkdirSync(join(folder, "modules"), { recursive: true });
  writeFileSync(join(folder, "course.toml"), 'title = "By hand"\nbase_url = "https://learn.example.org/social/"\n[markdown]\nmath = true\n[privacy]\nallow = [{ origin = "https://media.example.org", reason = "Why not." }]\n');
  writeFileSync(join(folder, "modules", "a.md"), lesson.replaceAll("\n", "\r\n"));
  writeFileSync(join(folder, "modules", "frame.html"), "<!doctype html><title>A page</title><p>In a frame</p>");
  const dot = (route) => route.fulfill({ contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' });

  await check("policy: what an author wrote into a page works, and what comes from elsewhere is what the course allows", async () => {
    const portal = await host(await build("by-hand-portal", [], folder));
    const { context, foreign, errors } = await profile(browser, portal, {}, dot);
    const page = await context.newPage();
    await page.goto(portal.url("modules/a/"), { waitUntil: "load" });
    equal(await page.evaluate(() => document.documentElement.dataset.byHand), 'done & "dusted"', "the script");
    equal(await page.evaluate(() => getComputedStyle(document.getElementById("styled")).color), "rgb(1, 2, 3)", "the style");
    equal(await page.evaluate(() => getComputedStyle(document.getElementById("attributed")).color), "rgb(4, 5, 6)", "the attribute");
    await page.locator("#pressed").click();
    equal(await page.locator("#pressed").innerText(), "pressed", "the button");
    expect(await page.frameLocator("iframe").getByText("In a frame").isVisible(), "the frame");
    equal(foreign, ["https://media.example.org/dot.svg"], "what is asked of others");
    none(errors);
    await context.close();
  });

  await check("policy: a page refuses what somebody might smuggle in", async () => {
    const portal = await host(during);
    const { context, foreign } = await profile(browser, portal, {}, dot);
    const page = await context.newPage();
    await page.goto(portal.url("modules/community/one-goal/"));
    const refused = await page.evaluate(async () => {
      const seen = [];
      addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
      const main = document.querySelector("main");
      for (const html of ['<img src="https://evil.example/x">', '<iframe src="https://evil.example/x"></iframe>', '<p style="color: red" onclick="x()">x</p>', "<style>p { color: red }</style>"]) main.insertAdjacentHTML("beforeend", html);
      for (const text of [null, "window.smuggled = true"]) {
        const tag = document.createElement("script");
        if (text) tag.textContent = text; else tag.src = "https://evil.example/x.js";
        main.append(tag);
      }
      await fetch("https://evil.example/x").catch(() => {});
      await new Promise((done) => setTimeout(done, 300));
      return { seen: [...new Set(seen)].sort(), smuggled: Boolean(window.smuggled) };
    });
    equal(refused.smuggled, false, "a program that was smuggled in ran");
    for (const directive of ["connect-src", "frame-src", "img-src", "script-src-elem", "style-src-attr", "style-src-elem"]) expect(refused.seen.includes(directive), `${directive} was not refused: ${refused.seen}`);
    none(foreign);
    await context.close();
    return refused.seen.join(" ");
  });

  await check("policy: the facilitators' edition opens without a violation", async () => {
    const edition = await build("facilitator", ["--now", times.during, "--facilitator"]);
    const portal = await host(edition);
    const { context, foreign, errors } = await profile(browser, portal);
    const list = pagesOf(edition).filter((file) => /^cohorts|^privacy|^index/.test(file));
    await each(context, list, 2, async (page, file) => { await page.goto(portal.url(address(file)), { waitUntil: "load" }); });
    none([...foreign, ...errors]);
    await context.close();
    return `${list.length} pages`;
  });
}
