// Every page of a portal, opened in a browser: what it asks for, what it is made of, whether it fits, where its links lead.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { address, base, check, each, equal, expect, files, host, leadsOn, none, origin, pagesOf, profile } from "./lib.mjs";

/** Runs inside the page. */
async function look() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const short = (element) => element.cloneNode(false).outerHTML.slice(0, 120);
  const images = all("img");
  await Promise.all(images.map(async (image) => { image.loading = "eager"; await image.decode().catch(() => {}); }));
  const count = new Map();
  for (const { id } of all("[id]")) count.set(id, (count.get(id) ?? 0) + 1);
  return {
    kind: document.body.dataset.page,
    h1: all("h1").length,
    twice: [...count].filter(([, n]) => n > 1).map(([id]) => id),
    ids: [...count.keys()],
    title: document.title.trim(),
    lang: document.documentElement.lang,
    description: document.querySelector('meta[name="description"]')?.content ?? "",
    canonical: document.querySelector('link[rel="canonical"]')?.href ?? "",
    noindex: /noindex/.test(document.querySelector('meta[name="robots"]')?.content ?? ""),
    unsized: images.filter((i) => !(i.getAttribute("width") > 0 && i.getAttribute("height") > 0)).map(short),
    unloaded: images.filter((i) => !i.complete || !i.naturalWidth).map(short),
    unnamed: images.filter((i) => !i.hasAttribute("alt")).map(short),
    inline: [
      ...all("style").map(() => "a <style> element"),
      ...all("script:not([src])").filter((s) => !/json/.test(s.type)).map(() => "a script without src"),
      ...all("*").flatMap((e) => [...e.attributes].filter((a) => /^on/.test(a.name)).map((a) => `${a.name} on ${short(e)}`)),
    ],
    share: all(".share a").filter((a) => !/^(https|mailto):/.test(a.href) || !["noreferrer", "noopener", "external"].every((word) => a.relList.contains(word))).map(short),
    links: all("a[href], area[href]").map((a) => a.getAttribute("href")),
    loads: [
      ...all("[src]").map((e) => e.getAttribute("src")),
      ...all("[poster]").map((e) => e.getAttribute("poster")),
      ...all("link[rel=stylesheet], link[rel=icon], link[rel=alternate], link[rel=manifest]").map((e) => e.getAttribute("href")),
      ...all("use").map((e) => e.getAttribute("href")),
    ],
  };
}

/** Opens all pages; the portal's facts by file, for the checks that follow. */
export async function pages(browser, name, folder, under = base) {
  const portal = await host(folder, under);
  const { context, foreign, errors } = await profile(browser, portal);
  const facts = new Map();
  const wide = [];
  await check(`${name}: every page opens in Chromium without an error on its console`, async () => {
    const list = pagesOf(folder);
    expect(list.length > 5, `only ${list.length} pages`);
    await each(context, list, 3, async (page, file) => {
      const answer = await page.goto(portal.url(address(file)), { waitUntil: "load" });
      if (answer.status() !== 200) errors.push(`${answer.status()}: ${file}`);
      const fact = await page.evaluate(look);
      // As it is written: a script may give an element room.
      fact.inline.push(...(readFileSync(join(folder, file), "utf8").match(/<[a-z][^<>]*\sstyle=[^<>]*>/g) ?? []));
      facts.set(file, fact);
      await page.setViewportSize({ width: 320, height: 640 });
      // Details are opened: what is folded away has to fit as well.
      const found = await page.evaluate(() => {
        for (const details of document.querySelectorAll("main details")) details.open = true;
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth <= clientWidth) return null;
        const widest = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > clientWidth + 0.5);
        const deep = widest.filter((e) => ![...e.children].some((child) => widest.includes(child)));
        return `${scrollWidth} > ${clientWidth}: ${deep.slice(0, 3).map((e) => e.cloneNode(false).outerHTML.slice(0, 100)).join(" ")}`;
      });
      if (found) wide.push(`${file}: ${found}`);
      // Whoever only looks at a link to pass the page on asks nothing of its place.
      const shares = page.locator(".share a");
      for (let at = 0; at < await shares.count(); at += 1) {
        await shares.nth(at).hover();
        await shares.nth(at).focus();
      }
    });
    none(errors);
    return `${list.length} pages`;
  });
  await context.close();

  const every = (tell) => none([...facts].flatMap(([file, fact]) => [tell(fact, file)].flat().filter(Boolean).map((word) => `${file}: ${word}`)));
  await check(`${name}: no page asks anything of another origin`, () => none(foreign));
  await check(`${name}: no page is wider than a screen of 320 pixels`, () => none(wide));
  await check(`${name}: every page has exactly one h1`, () => every((f) => f.h1 !== 1 && `${f.h1} of them`));
  await check(`${name}: every page has a title, a language and a description`, () => every((f) => ["title", "lang", "description"].filter((key) => !f[key]).map((key) => `no ${key}`)));
  await check(`${name}: no two pages have the same title`, () => {
    const by = Map.groupBy ? Map.groupBy(facts, ([, f]) => f.title) : group(facts, ([, f]) => f.title);
    none([...by].filter(([, list]) => list.length > 1).map(([title, list]) => `“${title}”: ${list.map(([file]) => file).join(", ")}`));
  });
  await check(`${name}: no id is given twice on a page`, () => every((f) => f.twice));
  await check(`${name}: every picture has a size and a text in its place, and loads`, () => every((f) => [...f.unsized.map((i) => `no size: ${i}`), ...f.unloaded.map((i) => `not loaded: ${i}`), ...f.unnamed.map((i) => `no alt: ${i}`)]));
  await check(`${name}: links to pass a page on are plain, and tell their place nothing of the reader`, () => every((f) => f.share));
  await check(`${name}: no inline style, script or event attribute`, () => every((f) => f.inline));

  // --- links
  const there = new Set(files(folder));
  const sprites = new Map();
  const idsOf = (file) => {
    if (facts.has(file)) return facts.get(file).ids;
    if (!sprites.has(file)) sprites.set(file, [...readFileSync(join(folder, file), "utf8").matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]));
    return sprites.get(file);
  };
  const site = under === base ? origin + base : null;
  /** The file and the anchor that a reference of a page means; null when it leads out of the portal. */
  const resolve = (reference, file) => {
    let url = new URL(reference, portal.url(address(file)));
    if (site && url.href.replace(/^webcal:/, "https:").startsWith(site)) url = new URL(url.href.replace(/^webcal:/, "https:").slice(site.length), portal.url());
    if (url.protocol === "webcal:" && url.host === new URL(portal.origin).host) url = new URL(url.href.replace("webcal:", "http:"));
    if (url.origin !== portal.origin) return null;
    if (!url.pathname.startsWith(under)) return { file: `outside of the portal: ${url.pathname}`, anchor: "" };
    const path = decodeURIComponent(url.pathname.slice(under.length));
    return { file: path === "" || path.endsWith("/") ? `${path}index.html` : path, anchor: decodeURIComponent(url.hash.slice(1)) };
  };
  const broken = (key) => {
    let count = 0;
    const problems = [];
    for (const [file, fact] of facts) {
      for (const reference of fact[key]) {
        const to = resolve(reference, file);
        if (!to) continue;
        count += 1;
        if (!there.has(to.file)) problems.push(`${file}: ${reference} leads to nothing`);
        // A thread's page leads on with the place of a post, which only the forum knows.
        else if (/^t\//.test(to.file)) continue;
        else if (to.anchor && !/^:~:/.test(to.anchor) && /\.(html|svg)$/.test(to.file) && !idsOf(to.file).includes(to.anchor)) problems.push(`${file}: ${reference} has no such place`);
      }
    }
    none(problems);
    return `${count} references`;
  };
  await check(`${name}: every link inside the portal leads to a page and a place on it`, () => broken("links"));
  await check(`${name}: every file and icon that a page uses is there`, () => broken("loads"));
  await check(`${name}: every page is reached by links from the home page`, () => {
    const seen = new Set(["index.html"]);
    for (const file of seen) for (const link of facts.get(file)?.links ?? []) {
      const to = resolve(link, file);
      if (to && facts.has(to.file)) seen.add(to.file);
    }
    // The page of an award is for whoever was given its address.
    none([...facts.keys()].filter((file) => file !== "404.html" && !file.startsWith("awards/") && !seen.has(file)));
    return `${seen.size} pages`;
  });
  await check(`${name}: the sitemap names every page that may be found, and no other`, () => {
    const at = site ?? facts.get("index.html").canonical;
    const named = [...readFileSync(join(folder, "sitemap.xml"), "utf8").matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1]);
    const wanted = [...facts].filter(([file, f]) => file !== "404.html" && !f.noindex && f.canonical === at + address(file)).map(([file]) => at + address(file));
    none([...wanted.filter((url) => !named.includes(url)).map((url) => `not named: ${url}`), ...named.filter((url) => !wanted.includes(url)).map((url) => `no such page: ${url}`)]);
    return `${named.length} pages`;
  });
  await check(`${name}: every page gives its own address as the canonical one, the schedule that of its cohort`, () => {
    const at = site ?? facts.get("index.html").canonical;
    every((f, file) => file !== "schedule/index.html" && f.canonical !== at + address(file) && `${f.canonical}`);
    const schedule = facts.get("schedule/index.html").canonical;
    expect([...facts.keys()].some((file) => /^cohorts\/.*\/schedule\/index\.html$/.test(file) && schedule === at + address(file)), `the schedule: ${schedule}`);
  });
  return { facts, portal };
}

const group = (items, key) => {
  const by = new Map();
  for (const item of items) by.set(key(item), [...(by.get(key(item)) ?? []), item]);
  return by;
};

/** The addresses that belong to discussions: each leads to the page on which its discussion is. */
export async function discussions(browser, folder, facts) {
  const list = files(folder).filter((file) => leadsOn(file) && file.endsWith(".html"));
  await check("discussions: the address of each leads to its place on a page", () => {
    expect(list.length > 10, `only ${list.length}`);
    none(list.flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const to = [...text.matchAll(/(?:href|data-to)="(\/social\/[^"]*#[^"]*)"/g)].map((match) => match[1]);
      const [path, anchor] = (to[0] ?? "#").split("#");
      const page = `${path.slice(base.length)}index.html`;
      return [
        to.length >= 2 && new Set(to).size === 1 ? null : `${file}: leads to ${to.join(" and ") || "nothing"}`,
        existsSync(join(folder, page)) && facts.get(page)?.ids.includes(anchor) ? null : `${file}: no ${to[0]}`,
        /name="robots" content="noindex"/.test(text) ? null : `${file}: may be found by search engines`,
      ].filter(Boolean);
    }));
    return `${list.length} discussions`;
  });
  const portal = await host(folder);
  for (const javaScriptEnabled of [true, false]) {
    await check(`discussions: the browser is led on ${javaScriptEnabled ? "with" : "without"} script`, async () => {
      const { context } = await profile(browser, portal, { javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(portal.url(address(list[0])));
      await page.waitForURL((url) => !url.pathname.includes("/t/"));
      const place = new URL(page.url()).hash;
      expect(place.length > 1, `ended at ${page.url()}`);
      if (javaScriptEnabled) {
        await page.goto(`${portal.url(address(list[0]))}#isso-7`);
        await page.waitForURL((url) => !url.pathname.includes("/t/"));
        equal(new URL(page.url()).hash, "#isso-7", "the post's own place");
      }
      await context.close();
    });
  }
}
