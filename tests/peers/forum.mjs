// The discussion: nothing before the click, one origin after it, and a way on when the forum is silent.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, check, course, equal, expect, host, none, profile, times, work } from "./lib.mjs";

const lesson = "modules/community/one-goal/";
const talk = "https://talk.example.org";
/** What the forum's own script does, as far as a page can tell: it puts a box into the thread. */
const answers = (route) => route.fulfill({
  contentType: "text/javascript",
  body: `(() => { const box = document.createElement("div"); box.className = "isso-postbox"; box.textContent = "Write a reply";
    document.getElementById("isso-thread").append(box); })();`,
});
const silent = () => new Promise(() => {});

export async function forum(browser, folder) {
  const portal = await host(folder);
  const open = async (stub) => {
    const all = await profile(browser, portal, { reducedMotion: "reduce" }, stub);
    const page = await all.context.newPage();
    const thread = page.locator("section.thread");
    return { ...all, page, thread, load: thread.locator("[data-thread-load]"), status: thread.locator("[data-thread-status]") };
  };
  const settle = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 300)));

  await check("forum: nothing is asked of it before the click", async () => {
    const { context, page, thread, foreign } = await open(answers);
    await page.goto(portal.url(lesson));
    await thread.scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await settle(page);
    none(foreign);
    expect(await thread.getByText("talk.example.org").first().isVisible(), "the forum is not named");
    equal((await context.cookies()).length, 0, "cookies");
    await context.close();
  });

  await check("forum: the click asks the forum and nobody else, and the focus goes to the discussion", async () => {
    const { context, page, load, thread, foreign, errors } = await open(answers);
    await page.goto(portal.url(lesson));
    await load.focus();
    await page.keyboard.press("Enter");
    await thread.locator(".isso-postbox").waitFor();
    await page.waitForFunction(() => document.activeElement?.matches("[data-thread-place]"));
    equal([...new Set(foreign.map((url) => new URL(url).origin))], [talk], "origins");
    expect(!(await load.isVisible()), "the question is still there");
    none(errors);
    await context.close();
    return foreign.join(" ");
  });

  await check("forum: a click loads this discussion and no other", async () => {
    const { context, page, load, thread, foreign } = await open(answers);
    await page.goto(portal.url(lesson));
    await load.click();
    await thread.locator(".isso-postbox").waitFor();
    foreign.length = 0;
    await page.goto(portal.url("modules/community/groups-and-teams/"));
    await page.locator("section.thread").scrollIntoViewIfNeeded();
    await settle(page);
    none(foreign);
    expect(await page.locator("section.thread [data-thread-load]").isVisible(), "the question is gone after one click elsewhere");
    await context.close();
  });

  await check("forum: the choice is remembered, can be taken back, and then is forgotten", async () => {
    const { context, page, load, thread, foreign } = await open(answers);
    await page.goto(portal.url(lesson));
    await thread.locator("[data-thread-always]").check();
    await load.click();
    await thread.locator(".isso-postbox").waitFor();
    await page.goto(portal.url("modules/community/groups-and-teams/"));
    await page.locator("section.thread").scrollIntoViewIfNeeded();
    await page.locator("section.thread .isso-postbox").waitFor();
    expect(!(await page.evaluate(() => document.activeElement?.matches("[data-thread-place]"))), "the focus was taken without a click");
    await page.locator("section.thread [data-thread-forget]").click();
    foreign.length = 0;
    await page.reload();
    await page.locator("section.thread").scrollIntoViewIfNeeded();
    await settle(page);
    none(foreign);
    expect(await page.locator("section.thread [data-thread-load]").isVisible(), "the question does not come back");
    await context.close();
  });

  await check("forum: the address of a reply opens its discussion, says that the reply waits, and asks before it is loaded", async () => {
    const { context, page, status, foreign, errors } = await open(answers);
    await page.goto(`${portal.url("t/2026-autumn/one-goal/")}#isso-12`);
    await status.getByText("waits in this discussion").waitFor();
    equal(new URL(page.url()).hash, "#isso-12", "the place");
    expect(await page.evaluate(() => document.activeElement?.matches("[data-thread-load]")), "the focus is not at the question");
    expect(await page.locator("[data-thread-load]").evaluate((button) => { const { top, bottom } = button.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }), "the question is out of sight");
    await settle(page);
    none([...foreign, ...errors]);
    await context.close();
  });

  await check("forum: the address of another cohort's discussion leads to that one", async () => {
    const { context, page, thread, load } = await open(answers);
    await page.goto(portal.url("t/2027-spring/one-goal/"));
    await page.waitForURL((url) => url.searchParams.get("cohort") === "2027-spring");
    await load.click();
    await thread.locator(".isso-postbox").waitFor();
    equal(await page.locator("#isso-thread").getAttribute("data-isso-id"), "/social/t/2027-spring/one-goal/", "the thread");
    await context.close();
  });

  await check("forum: a discussion in a folded part of the page is unfolded for a link to it", async () => {
    // A course in which sessions have the threads.
    const from = join(work, "sessions-course");
    cpSync(course, from, { recursive: true });
    const file = join(from, "community.toml");
    writeFileSync(file, readFileSync(file, "utf8").replace('threads = "lesson"', 'threads = "session"'));
    const sessions = await host(await build("sessions", ["--now", times.during], from));
    const { context } = await profile(browser, sessions, { reducedMotion: "reduce" }, answers);
    const page = await context.newPage();
    const schedule = sessions.url("cohorts/2026-autumn/schedule/");
    await page.goto(schedule);
    const id = await page.locator(".session-talk .thread").first().getAttribute("id");
    await page.goto(`${schedule}#${id}`);
    await page.reload();
    expect(await page.locator(`#${id} [data-thread-load]`).isVisible(), "it is folded");
    await context.close();
  });

  await check("forum: without script the prompt, the operator and the way to the forum can be read", async () => {
    const { context } = await profile(browser, portal, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(portal.url(lesson));
    const words = await page.locator("section.thread").innerText();
    expect(/talk\.example\.org/.test(words) && /Example Training Association/.test(words), words);
    expect(await page.locator("section.thread").getByRole("link", { name: "Open it there" }).isVisible(), "no link");
    expect(!(await page.locator("[data-thread-load]").isVisible()), "a button that does nothing");
    await context.close();
  });

  await check("forum: the page does not jump when the discussion comes", async () => {
    const { context, page, load, thread } = await open(answers);
    await page.goto(portal.url(lesson));
    await load.scrollIntoViewIfNeeded();
    await page.evaluate(() => {
      window.shift = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; }).observe({ type: "layout-shift" });
    });
    const before = await page.locator("[data-thread-room]").boundingBox();
    await load.click();
    await thread.locator(".isso-postbox").waitFor();
    await settle(page);
    const after = await page.locator("[data-thread-room]").boundingBox();
    expect(Math.abs(before.y - after.y) < 1, `its top moved from ${before.y} to ${after.y}`);
    const shift = await page.evaluate(() => window.shift);
    expect(shift < 0.1, `layout shift of ${shift}`);
    await context.close();
    return `layout shift ${shift.toFixed(3)}`;
  });

  await check("privacy: the page names whom pages ask, and forgets what the browser keeps", async () => {
    const { context, page, thread, load, foreign, errors } = await open(answers);
    await page.goto(portal.url(lesson));
    await thread.locator("[data-thread-always]").check();
    await load.click();
    await thread.locator(".isso-postbox").waitFor();
    await page.locator("[data-theme-toggle]").click();
    const kept = () => page.evaluate(() => Object.keys(localStorage).sort());
    equal((await kept()).filter((key) => !/:(read|last)/.test(key)), ["stoa:forum:talk.example.org", "stoa:theme"], "what is kept");
    foreign.length = 0;
    await page.locator("footer").getByRole("link", { name: "Privacy" }).click();
    await page.waitForURL(/\/privacy\/$/);
    const words = await page.locator("main").innerText();
    for (const host of ["talk.example.org", "videos.example.org"]) expect(words.includes(host), `${host} is not named: ${words}`);
    await page.getByRole("button", { name: /Forget that it may always/ }).click();
    expect(!(await kept()).includes("stoa:forum:talk.example.org"), "it is not forgotten");
    await page.getByRole("button", { name: "Forget all of it" }).click();
    equal(await kept(), [], "what is kept");
    await page.getByText("knows nothing about you any more").waitFor();
    none([...foreign, ...errors]);
    await context.close();
  });

  await check("forum: ten seconds of silence give a message and the way to the forum", async () => {
    const { context, page, load, thread, status } = await open(silent);
    await page.clock.install();
    await page.goto(portal.url(lesson));
    await load.click();
    await page.clock.fastForward(9_000);
    expect(!/does not answer/.test(await status.innerText()), "the message comes too early");
    await page.clock.fastForward(1_500);
    await status.getByText("does not answer").waitFor();
    expect(await status.getByRole("link").isVisible(), "no link");
    expect((await status.getByRole("link").getAttribute("href")).startsWith(talk), "the link does not lead to the forum");
    equal(await status.getAttribute("role"), "status", "the role");
    expect(await thread.locator("[data-thread-load]").isVisible(), "it cannot be tried again");
    await context.close();
  });

  await check("forum: a forum that cannot be reached is said at once, and can be tried again", async () => {
    let up = false;
    const { context, page, load, thread, status } = await open((route) => (up ? answers(route) : route.abort()));
    await page.goto(portal.url(lesson));
    await load.click();
    await status.getByText("does not answer").waitFor();
    up = true;
    await load.click();
    await thread.locator(".isso-postbox").waitFor();
    await context.close();
  });
}
