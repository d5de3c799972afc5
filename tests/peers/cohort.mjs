// The reader's own cohort, and what is next whenever the page is opened.
import { check, equal, expect, host, none, profile, times } from "./lib.mjs";

/** What the home page says is next, without the words that depend on the minute. */
const next = (page) => page.evaluate(() => {
  const session = document.querySelector("[data-next-up] .session.big");
  return session && { title: session.querySelector("h3").textContent.trim(), when: session.querySelector("time").dateTime, where: session.querySelector("h3 a").getAttribute("href") };
});

async function open(context, portal, path, now) {
  const page = await context.newPage();
  if (now) await page.clock.setFixedTime(new Date(now));
  await page.goto(portal.url(path), { waitUntil: "networkidle" });
  return page;
}

export async function cohort(browser, folders) {
  const [before, during] = [await host(folders.before), await host(folders.during)];

  await check("cohort: a portal that was built weeks ago shows what is next now", async () => {
    const { context, errors } = await profile(browser, before);
    const { context: fresh } = await profile(browser, during);
    for (const path of ["", "cohorts/2026-autumn/"]) {
      const stale = await next(await open(context, before, path, times.during));
      const built = await next(await open(fresh, during, path, times.during));
      expect(stale && built, `no next session on /${path}`);
      equal(JSON.stringify(stale), JSON.stringify(built), `next on /${path}`);
    }
    none(errors);
    await context.close();
    await fresh.close();
  });

  await check("cohort: the schedule marks the week in which it is opened", async () => {
    const { context, errors } = await profile(browser, before);
    const page = await open(context, before, "schedule/", times.during);
    const current = await page.locator(".week.current").evaluateAll((weeks) => weeks.map((week) => week.querySelector("h2").textContent));
    equal(current.join(), "Week 3", "the marked week");
    equal(await page.locator("[data-now]:visible").count(), 1, "marks to be seen");
    expect(await page.locator(".session.past").count() > 3, "sessions that are over are not marked");
    equal(await page.locator("[data-over] > summary").textContent().then((text) => text.trim()), "Weeks 1 and 2 (over)", "what is folded");
    equal(await page.locator(".week:visible h2").first().textContent(), "Week 3", "the first week in view");
    none(errors);
    await context.close();
  });

  await check("cohort: a chosen cohort is kept, and schedule and home follow it", async () => {
    const silent = (route) => route.fulfill({ contentType: "text/javascript", body: "" });
    const { context, errors } = await profile(browser, during, {}, silent);
    let page = await open(context, during, "cohorts/2027-spring/", times.during);
    const theirs = await next(page);
    await page.getByLabel("This is my cohort").check();
    page = await open(context, during, "", times.during);
    equal(JSON.stringify(await next(page)), JSON.stringify(theirs), "next on the home page");
    equal(await page.locator("[data-next-up] .eyebrow").textContent(), "Spring 2027", "whose session it is");
    page = await open(context, during, "modules/community/welcome/", times.during);
    expect((await page.locator("[data-section=schedule]").first().getAttribute("href")).endsWith("cohorts/2027-spring/schedule/"), "the link to the schedule leads elsewhere");
    equal(await page.locator("[data-thread-of]").first().textContent(), "Spring 2027", "whose discussion it is");
    await page.locator("[data-thread-load]").first().click();
    expect((await page.locator("[data-isso-id]").getAttribute("data-isso-id")).includes("/t/2027-spring/"), "the discussion is that of another cohort");
    // The schedule without a cohort in its address leads on to that of the reader's.
    page = await open(context, during, "schedule/", times.during);
    await page.waitForURL("**/cohorts/2027-spring/schedule/");
    // The sessions of a module, the dates and the people of the cohort, and its row in the list.
    page = await open(context, during, "modules/community/", times.during);
    equal(await page.locator("[data-whose]").textContent(), "Spring 2027", "whose sessions they are");
    equal(await page.locator("[data-whose-zone]").textContent(), "America/Toronto", "the zone of the sessions");
    const links = await page.locator(".sessions-of .session h3 a").evaluateAll((all) => all.map((link) => link.pathname + link.hash));
    expect(links.length > 2 && links.every((link) => link.includes("/cohorts/2027-spring/schedule/#session-")), `sessions of another cohort: ${links}`);
    equal(await page.locator(".sessions-of [data-part-of]").count(), 0, "“Part of” on the module's own page");
    page = await open(context, during, "", times.during);
    const card = page.locator("[data-cohort-card]");
    equal((await card.locator("[data-cohort-dates]").textContent()).replace(/\s+/g, " ").trim(), "1 February 2027 to 4 April 2027", "the dates of the cohort");
    expect(await card.locator("[data-cohort-people]").count(), "nobody is named as facilitator");
    equal(await card.locator("[data-choose-link]").textContent(), "Another cohort", "the link to the cohorts");
    expect(!(await page.content()).includes("cohorts/2026-autumn/teams/"), "teams of another cohort");
    page = await open(context, during, "cohorts/", times.during);
    equal(await page.locator(".own-mark:visible").count(), 1, "cohorts that are marked");
    expect(await page.locator("[data-cohort-row='2027-spring'] .own-mark").isVisible(), "another cohort is marked");
    page = await open(context, during, "cohorts/2027-spring/schedule/", times.during);
    await page.getByLabel("This is my cohort").uncheck();
    page = await open(context, during, "", times.during);
    expect((await page.locator("[data-section=schedule]").first().getAttribute("href")).endsWith("/schedule/") && !(await page.content()).includes("Spring 2027</p>"), "the cohort is still chosen");
    // One that is over is forgotten.
    page = await open(context, during, "cohorts/2027-spring/", times.during);
    await page.getByLabel("This is my cohort").check();
    page = await open(context, during, "", "2030-01-01T00:00:00Z");
    expect(!(await page.locator("[data-section=schedule]").first().getAttribute("href")).includes("2027-spring"), "a cohort that is over is still chosen");
    none(errors);
    await context.close();
  });

  await check("cohort: the schedule is a list for who likes lists, and stays one", async () => {
    const { context, errors } = await profile(browser, during);
    let page = await open(context, during, "schedule/", times.during);
    const prompts = () => page.locator(".week .prompt:visible").count();
    expect(await prompts() > 0, "no prompt is to be seen week by week");
    await page.getByLabel("As a list").check();
    equal(await prompts(), 0, "prompts in the list");
    page = await open(context, during, "schedule/", times.during);
    equal(await prompts(), 0, "prompts in the list, opened again");
    none(errors);
    await context.close();
  });
}
