// What is seen: light and dark, on paper, without motion, without jumps, and what this browser remembers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { address, base, check, equal, expect, files, host, none, profile } from "./lib.mjs";

/** How light the page's ground is, 0 to 255, however the colour is written. */
const ground = (page) => page.evaluate(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  const seen = [document.body, document.documentElement].map((e) => getComputedStyle(e).backgroundColor).find((c) => !/^rgba\(0, 0, 0, 0\)$/.test(c));
  canvas.fillStyle = seen;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
  return (r + g + b) / 3;
});

export async function look(browser, folder) {
  const portal = await host(folder);

  await check("theme: the system's choice of light or dark is followed, also when it changes", async () => {
    const { context, errors } = await profile(browser, portal, { colorScheme: "dark" });
    const page = await context.newPage();
    await page.goto(portal.url());
    const dark = await ground(page);
    await page.emulateMedia({ colorScheme: "light" });
    const light = await ground(page);
    expect(dark < 80 && light > 200, `ground ${dark} in the dark, ${light} in the light`);
    none(errors);
    await context.close();
  });

  await check("theme: the button's choice holds on every page, before the first paint, against the system's", async () => {
    const { context, errors } = await profile(browser, portal, { colorScheme: "light" });
    const page = await context.newPage();
    // What the root says at the moment when the body begins.
    await page.addInitScript(() => new MutationObserver((_, observer) => {
      if (!document.body) return;
      window.early = document.documentElement.dataset.theme ?? "none";
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true }));
    await page.goto(portal.url());
    equal(await page.evaluate(() => window.early), "none", "before any choice");
    const button = page.locator("[data-theme-toggle]");
    expect(await button.evaluate((e) => e.getAttribute("aria-label") || e.innerText), "the button has no name");
    await button.click();
    expect((await ground(page)) < 80, "the click does not make it dark");
    for (const where of ["", "schedule/", "modules/community/welcome/"]) {
      await page.goto(portal.url(where));
      equal(await page.evaluate(() => window.early), "dark", `at the start of /${where}`);
      expect((await ground(page)) < 80, `/${where} is light`);
    }
    await page.locator("[data-theme-toggle]").click();
    await page.reload();
    equal(await page.evaluate(() => window.early), "light", "after the second click");
    none(errors);
    await context.close();
  });

  await check("motion: nothing moves for who asked for none", async () => {
    const { context } = await profile(browser, portal, { reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const where of ["", "modules/community/introductions/"]) {
      await page.goto(portal.url(where));
      none(await page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => {
        const style = getComputedStyle(e);
        return parseFloat(style.transitionDuration) > 0 || (style.animationName !== "none" && parseFloat(style.animationDuration) > 0) || style.scrollBehavior === "smooth";
      }).map((e) => e.outerHTML.slice(0, 80))));
    }
    await context.close();
  });

  await check("print: no menu, no sidebar, no buttons; the text, and links spelled out", async () => {
    const { context } = await profile(browser, portal);
    const page = await context.newPage();
    await page.emulateMedia({ media: "print" });
    await page.goto(portal.url("modules/community/welcome/"));
    for (const gone of [".site-header", ".sidebar", ".outline", ".turn", ".site-footer", "[data-thread-load]", ".skip"]) {
      expect(!(await page.locator(gone).first().isVisible()), `${gone} is printed`);
    }
    expect(await page.locator("article.prose").isVisible(), "the text is not printed");
    await page.goto(portal.url("resources/liberating-structures/"));
    const spelled = await page.evaluate(() => [...document.querySelectorAll('main a[href^="http"]')].filter((a) => a.checkVisibility()).map((a) => `${a.href} ${getComputedStyle(a, "::after").content}`));
    expect(spelled.length > 0, "no link leads out of the page");
    none(spelled.filter((text) => !/ .*(http|attr\()/.test(text)).map((text) => `the address is not spelled out: ${text}`));
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.length > 5_000, "no paper comes out");
    await context.close();
  });

  await readMarks(browser, portal);
  await stillness(browser, portal, folder);
}

async function readMarks(browser, portal) {
  await check("read marks: the end of a lesson marks it, and the home page says where to go on", async () => {
    const { context, errors } = await profile(browser, portal);
    const page = await context.newPage();
    const go = page.locator("[data-go-on]");
    await page.goto(portal.url());
    equal(await page.locator("[data-go-title]").innerText(), "Begin here", "at first");
    await page.goto(portal.url("modules/community/welcome/"));
    await page.goto(portal.url());
    equal(await page.locator("[data-go-title]").innerText(), "Go on with", "after a lesson was opened");
    equal(new URL(await go.locator("[data-go-link]").evaluate((a) => a.href)).pathname, `${base}modules/community/welcome/`, "the lesson to go on with");
    await page.goto(portal.url("modules/community/welcome/"));
    await page.locator("[data-lesson-end]").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.endsWith(":read")));
    await page.goto(portal.url());
    equal(new URL(await go.locator("[data-go-link]").evaluate((a) => a.href)).pathname, `${base}modules/community/one-goal/`, "the next lesson");
    equal((await go.locator("[data-go-link]").innerText()).trim(), "One community, one goal", "its title");
    expect(/You last read/.test(await go.innerText()), "the last lesson is not named");
    equal(await page.locator("[data-module] [data-progress]").first().innerText(), "1 of 4 lessons read", "the progress of the module");
    await page.goto(portal.url("modules/community/"));
    equal(await page.locator("main [data-marks] > li[data-read]").count(), 1, "marks on the module's page");
    expect(/\(read\)/.test(await page.locator("main [data-marks] > li[data-read]").textContent()), "the mark has no word");
    none(errors);
    await context.close();
  });
  await check("read marks: a browser that keeps nothing makes no error", async () => {
    const { context, errors } = await profile(browser, portal);
    const page = await context.newPage();
    await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } }));
    for (const where of ["", "modules/community/welcome/", "schedule/"]) {
      await page.goto(portal.url(where));
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    }
    await page.locator("[data-theme-toggle]").click();
    none(errors);
    await context.close();
  });
}

async function stillness(browser, portal, folder) {
  const list = { home: "", "a lesson with pictures": "modules/community/welcome/", "the schedule": "schedule/" };
  for (const [what, where] of Object.entries(list)) {
    await check(`stillness: ${what} does not move after it was painted, wide or narrow, at the first visit or later`, async () => {
      const seen = [];
      for (const width of [320, 412, 660, 1280]) {
        // Another zone than the cohort's, so that times are added to the page.
        const { context } = await profile(browser, portal, { viewport: { width, height: 800 }, timezoneId: "Pacific/Auckland" });
        const page = await context.newPage();
        // The script comes after the first paint, as it does over a slow line.
        await page.route("**/agora.js", async (route) => { await new Promise((done) => setTimeout(done, 200)); await route.continue(); });
        await page.addInitScript(() => {
          window.moved = [];
          new PerformanceObserver((entries) => {
            for (const entry of entries.getEntries()) if (!entry.hadRecentInput) window.moved.push([entry.value, entry.sources.map((s) => s.node?.outerHTML?.slice(0, 60) ?? s.node?.textContent?.slice(0, 40))]);
          }).observe({ type: "layout-shift", buffered: true });
        });
        for (const visit of ["first", "later"]) {
          if (visit === "later") {
            await page.goto(portal.url("modules/community/welcome/"));
            await page.locator("[data-lesson-end]").scrollIntoViewIfNeeded();
          }
          await page.goto(portal.url(where), { waitUntil: "load" });
          await page.evaluate(async () => {
            const pause = () => new Promise((done) => setTimeout(done, 60));
            for (let y = 0; y < document.body.scrollHeight; y += 700) { scrollTo({ top: y, behavior: "instant" }); await pause(); }
            await pause();
          });
          const moved = await page.evaluate(() => window.moved);
          const sum = moved.reduce((total, [value]) => total + value, 0);
          seen.push(sum);
          expect(sum < 0.02, `${sum.toFixed(3)} at ${width} pixels, ${visit} visit:\n${moved.map(([value, nodes]) => `${value.toFixed(3)} ${nodes.join(" | ")}`).join("\n")}`);
        }
        await context.close();
      }
      return `at most ${Math.max(...seen).toFixed(4)}`;
    });
  }

  const size = (file) => readFileSync(join(folder, file)).length;
  // As servers send it.
  const sent = (file) => gzipSync(readFileSync(join(folder, file))).length;
  for (const [what, file] of [["home", "index.html"], ["a lesson", "modules/community/welcome/index.html"], ["the schedule", "schedule/index.html"]]) {
    await check(`weight: ${what} is under 36 KB of HTML, style and script, compressed`, () => {
      const html = readFileSync(join(folder, file), "utf8");
      const parts = [...html.matchAll(/<(?:script|link)[^>]*?(?:src|href)="\/social\/([^"]*\.(?:js|css))"/g)].map((match) => match[1]);
      const bytes = { html: sent(file), css: 0, js: 0 };
      for (const part of parts) bytes[part.endsWith("js") ? "js" : "css"] += sent(part);
      const sum = bytes.html + bytes.css + bytes.js;
      const figures = Object.entries(bytes).map(([kind, n]) => `${kind} ${(n / 1000).toFixed(1)}`).join(", ");
      expect(sum < 36_000, `${sum} bytes: ${figures} KB`);
      return `${(sum / 1000).toFixed(1)} KB: ${figures}`;
    });
  }
  await check("weight: no file of the portal is over 1 MB", () => none(files(folder).filter((file) => size(file) > 1_000_000).map((file) => `${file}: ${size(file)}`)));
}
