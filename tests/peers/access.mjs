// For everybody: with a keyboard, without script, in the dark, on a small screen; judged by axe-core where a machine can judge.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { address, check, each, equal, expect, host, none, profile } from "./lib.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One page of every kind; of lessons and modules the one with the most on it. */
export function kinds(facts) {
  const found = new Map();
  const weight = (f) => f.ids.length + f.links.length + f.loads.length;
  for (const [file, fact] of facts) {
    const best = found.get(fact.kind);
    if (!best || weight(fact) > weight(facts.get(best))) found.set(fact.kind, file);
  }
  return found;
}

export async function access(browser, folder, facts) {
  const portal = await host(folder);
  const of = kinds(facts);

  for (const colorScheme of ["light", "dark"]) for (const width of [320, 1280]) {
    await check(`axe-core finds nothing: ${colorScheme}, ${width} pixels`, async () => {
      const { context } = await profile(browser, portal, { colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
      const problems = [];
      await each(context, of, 2, async (page, [kind, file]) => {
        await page.goto(portal.url(address(file)));
        await page.evaluate(axe);
        const found = await page.evaluate(async () => {
          for (const details of document.querySelectorAll("main details")) details.open = true;
          const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
          return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""}`));
        });
        problems.push(...found.map((text) => `${kind} (${file}): ${text}`));
      });
      await context.close();
      none(problems, 20);
      return `${of.size} kinds of page`;
    });
  }

  await check("keyboard: the first stop of every page is the link over the menu, and it leads to the text", async () => {
    const { context } = await profile(browser, portal);
    const problems = [];
    await each(context, facts.keys(), 3, async (page, file) => {
      await page.goto(portal.url(address(file)));
      await page.keyboard.press("Tab");
      const skip = page.locator(":focus");
      const box = await skip.boundingBox();
      const seen = await skip.evaluate((e) => e.matches("a.skip") && getComputedStyle(e).opacity !== "0" && getComputedStyle(e).clipPath === "none");
      if (!seen || !box || box.x < 0 || box.y < 0 || box.height < 20) problems.push(`${file}: the first stop is not a link that is seen (${JSON.stringify(box)})`);
      await page.keyboard.press("Enter");
      const at = await page.evaluate(() => document.activeElement.id);
      if (at !== "main") problems.push(`${file}: Enter leads to “${at}”`);
    });
    await context.close();
    none(problems);
    return `${facts.size} pages`;
  });

  await check("keyboard: Tab visits everything that can be used, in the order of the page, and each stop is seen", async () => {
    const { context } = await profile(browser, portal, { reducedMotion: "reduce" });
    const problems = [];
    let stops = 0;
    await each(context, of, 2, async (page, [kind, file]) => {
      // What is next may be fetched.
      await page.goto(portal.url(address(file)), { waitUntil: "networkidle" });
      const wanted = await page.evaluate(() => {
        const can = [...document.querySelectorAll("a[href], button, summary, input, select, textarea, video[controls], [tabindex='0']")];
        window.wanted = can.filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }) && (e.type !== "radio" || e.checked));
        return window.wanted.length;
      });
      let last = -1;
      for (let press = 0; press < wanted + 40; press += 1) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(() => {
          const e = document.activeElement;
          if (!e || e === document.body) return null;
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
          return { index: window.wanted.indexOf(e), video: e.localName === "video", ring, size: box.width > 0 && box.height > 0, inView: box.bottom > 0 && box.top < innerHeight, html: e.outerHTML.slice(0, 90) };
        });
        if (!stop || (stop.index === 0 && press > 0)) break;
        if (stop.index === last && stop.video) continue; // the parts of a video's own controls
        stops += 1;
        if (stop.index !== last + 1) problems.push(`${kind} (${file}): stop ${stop.index} after ${last}: ${stop.html}`);
        if (!stop.ring && !stop.video) problems.push(`${kind} (${file}): nothing shows the focus on ${stop.html}`);
        if (!stop.size || !stop.inView) problems.push(`${kind} (${file}): the focus is out of sight on ${stop.html}`);
        last = stop.index;
      }
      if (last !== wanted - 1) problems.push(`${kind} (${file}): the last of ${wanted} stops was ${last + 1}`);
    });
    await context.close();
    none(problems);
    return `${stops} stops on ${of.size} pages`;
  });

  await withoutScript(browser, portal, facts, of);
  await tabs(browser, portal, facts);
}

async function withoutScript(browser, portal, facts, of) {
  const { context, errors, foreign } = await profile(browser, portal, { javaScriptEnabled: false, viewport: { width: 412, height: 900 } });
  await check("without script: every kind of page is there to be read, and shows nothing that needs script", async () => {
    const problems = [];
    for (const [kind, file] of of) {
      const page = await context.newPage();
      await page.goto(portal.url(address(file)));
      const text = await page.locator("main").innerText();
      if (!(await page.locator("h1").isVisible())) problems.push(`${kind} (${file}): no heading`);
      if (text.length < 80) problems.push(`${kind} (${file}): only ${text.length} characters`);
      for (const dead of await page.locator(".needs-js").all()) if (await dead.isVisible()) problems.push(`${kind} (${file}): ${await dead.innerText()} does nothing`);
      await page.close();
    }
    none([...problems, ...errors, ...foreign]);
    return `${of.size} kinds of page`;
  });
  await check("without script: the menu opens and leads on", async () => {
    const page = await context.newPage();
    await page.goto(portal.url());
    const link = page.locator(".site-header nav a", { hasText: "Schedule" });
    if (!(await link.isVisible())) await page.locator(".site-header summary").click();
    await link.click();
    equal(new URL(page.url()).pathname, "/social/schedule/", "the address");
    await page.close();
  });
  await check("without script: the modules of the course unfold beside a lesson", async () => {
    const page = await context.newPage();
    await page.goto(portal.url("modules/community/welcome/"));
    await page.locator(".sidebar summary").click();
    await page.locator(".sidebar a", { hasText: "One community, one goal" }).click();
    equal(new URL(page.url()).pathname, "/social/modules/community/one-goal/", "the address");
    await page.close();
  });
  await check("without script: a lesson shows its prompt and the way to the forum", async () => {
    const page = await context.newPage();
    await page.goto(portal.url("modules/community/welcome/"));
    const thread = page.locator("section.thread");
    expect(await thread.locator(".prompt").isVisible(), "no prompt");
    const link = thread.locator('a[href^="https://talk.example.org/"]');
    expect(await link.isVisible(), "no link to the forum");
    await page.close();
  });
  await check("without script: every tab's text is there, one after the other", async () => {
    const page = await context.newPage();
    const file = tabbed(facts);
    await page.goto(portal.url(address(file)));
    const panels = await page.locator("[data-tab]").all();
    expect(panels.length > 1, `no tabs on ${file}`);
    for (const panel of panels) expect(await panel.isVisible(), "a tab is hidden");
    await page.close();
  });
  await context.close();
}

const tabbed = (facts) => {
  const file = "modules/community/introductions/index.html";
  expect(facts.has(file), `no ${file}`);
  return file;
};

async function tabs(browser, portal, facts) {
  await check("tabs: arrow keys, Home and End move; roles and states say so", async () => {
    const { context, errors } = await profile(browser, portal);
    const page = await context.newPage();
    await page.goto(portal.url(address(tabbed(facts))));
    const list = page.getByRole("tablist").first();
    const all = list.getByRole("tab");
    const count = await all.count();
    expect(count > 1, `${count} tabs`);
    expect(await list.getAttribute("aria-label"), "the list has no name");
    const state = async (index, key) => {
      const shown = [];
      for (let i = 0; i < count; i += 1) {
        const tab = all.nth(i);
        const panel = page.locator(`[id="${await tab.getAttribute("aria-controls")}"]`);
        equal(await panel.getAttribute("role"), "tabpanel", "the panel's role");
        equal(await panel.getAttribute("aria-labelledby"), await tab.getAttribute("id"), "the panel's name");
        equal(await tab.getAttribute("aria-selected"), String(i === index), `after ${key}: aria-selected of tab ${i + 1}`);
        equal(await tab.getAttribute("tabindex"), i === index ? "0" : "-1", `after ${key}: tabindex of tab ${i + 1}`);
        if (await panel.isVisible()) shown.push(i);
      }
      equal(shown, [index], `after ${key}: panels shown`);
    };
    await state(0, "loading");
    await all.first().focus();
    for (const [key, index] of [["ArrowRight", 1], ["End", count - 1], ["ArrowRight", 0], ["ArrowLeft", count - 1], ["Home", 0]]) {
      await page.keyboard.press(key);
      await state(index, key);
      equal(await page.evaluate(() => document.activeElement.id), await all.nth(index).getAttribute("id"), `after ${key}: the focus`);
    }
    await page.keyboard.press("Tab");
    equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "tabpanel", "after Tab: the focus");
    await all.nth(1).click();
    await state(1, "a click");
    none(errors);
    await context.close();
    return `${count} tabs`;
  });
}
