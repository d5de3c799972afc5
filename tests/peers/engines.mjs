// Every engine in the example course. Isso has a part of its own; the others are stub-tested: what answers here was written from
// their documentation and sources, and no live service was asked. What giscus gets is compared with the npm package `giscus`.
import { cpSync, createReadStream, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { createRequire } from "node:module";
import { build, check, course, equal, expect, host, none, origin, profile, times, work } from "./lib.mjs";

const lesson = "modules/community/one-goal/";
const key = "/t/2026-autumn/one-goal/";

/** The example course with another forum. */
async function portalOf(name, settings) {
  const folder = join(work, `engine-${name}`);
  cpSync(course, folder, { recursive: true, filter: (path) => !/\/(portal|\.stoa)$/.test(path) });
  const file = join(folder, "community.toml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/\[forum\][^[]*/, `${settings}\n`));
  return host(await build(`portal-${name}`, ["--now", times.during], folder));
}

/** A page with the lesson, and everything that is asked of the forum. */
async function open(browser, portal, answers, options = {}) {
  const all = await profile(browser, portal, { reducedMotion: "reduce", ...options }, async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const body = answers[origin]?.[pathname] ?? answers[origin]?.["*"];
    if (body === undefined) return route.abort();
    await route.fulfill({ contentType: /\.m?js$/.test(pathname) ? "text/javascript" : "text/html; charset=utf-8", headers: { "access-control-allow-origin": "*" }, body });
  });
  const page = await all.context.newPage();
  await page.goto(portal.url(lesson));
  const thread = page.locator("section.thread");
  return { ...all, page, thread, load: () => thread.locator("[data-thread-load]").click() };
}

/** The frame's own page: it writes down what it is told, and says how high it is. */
const frame = (said) => `<!doctype html><title>Posts</title><p>Posts of the forum</p><script>
  const told = []; addEventListener("message", (event) => { told.push(event.data); document.title = JSON.stringify(told); });
  parent.postMessage(${JSON.stringify(said)}, "*");
</script>`;
const framed = async (page, at) => {
  await page.waitForFunction(() => document.activeElement?.matches("[data-thread-place]"));
  for (let tries = 0; tries < 100; tries += 1) {
    const found = page.frames().find((one) => one.url().startsWith(at));
    if (found) return found;
    await page.waitForTimeout(50);
  }
  throw new Error(`no frame of ${at}`);
};
const query = (url) => Object.fromEntries([...new URL(url).searchParams].sort());

export async function engines(browser) {
  await giscus(browser);
  await discourse(browser);
  await remark42(browser);
  await iframe(browser);
}

// ------------------------------------------------------------------------------------------------------------ giscus

/** As client.js: what stands on its own tag becomes the query of the widget. */
const client = `(() => {
  const tag = document.currentScript, data = tag.dataset, here = location.href.replace(/[#?].*/, "");
  const query = new URLSearchParams({
    origin: here, theme: data.theme, reactionsEnabled: data.reactionsEnabled, emitMetadata: data.emitMetadata, inputPosition: data.inputPosition,
    repo: data.repo, repoId: data.repoId, category: data.category ?? "", categoryId: data.categoryId, strict: data.strict ?? "0",
    description: document.querySelector("meta[name=description]")?.content ?? "", backLink: here,
  });
  if (data.mapping === "number") query.set("number", data.term); else query.set("term", data.term);
  const sheet = document.createElement("link"); sheet.rel = "stylesheet"; sheet.href = "https://giscus.app/default.css"; document.head.prepend(sheet);
  const frame = document.createElement("iframe"); frame.className = "giscus-frame giscus-frame--loading"; frame.title = "Comments";
  frame.src = "https://giscus.app/" + data.lang + "/widget?" + query;
  document.querySelector(".giscus").append(frame);
})();`;

async function giscus(browser) {
  const at = "https://giscus.app";
  const portal = await portalOf("giscus", '[forum]\nengine = "giscus"\noperator = "GitHub"\n\n[forum.giscus]\nrepo = "org/course"\nrepo_id = "R_kgDO"\ncategory = "Cohort talk"\ncategory_id = "DIC_kwDO"\n');
  const answers = { [at]: { "/client.js": client, "/default.css": ".giscus-frame { width: 100%; border: none }", "*": frame({ giscus: { resizeHeight: 500 } }) } };
  await check("giscus: the widget gets what the npm package giscus would give it", async () => {
    const { context, page, load, foreign, errors } = await open(browser, portal, answers);
    none(foreign);
    await load();
    const widget = await framed(page, at);
    const oracle = await component(browser, { repo: "org/course", repoid: "R_kgDO", category: "Cohort talk", categoryid: "DIC_kwDO", mapping: "specific", term: key, strict: "1", reactionsenabled: "1", emitmetadata: "0", inputposition: "top", theme: "light", lang: "en" });
    const own = query(widget.url());
    // The page is another one, and so is what it says of itself; what is empty says nothing.
    for (const of of [own, oracle.query]) for (const name in of) if (!of[name] || ["origin", "backLink", "description"].includes(name)) delete of[name];
    equal(own, oracle.query, "the query");
    equal(new URL(widget.url()).pathname, oracle.pathname, "the path");
    equal([...new Set(foreign.map((url) => new URL(url).origin))], [at], "origins");
    none(errors);
    await context.close();
    return Object.keys(own).join(" ");
  });
  await check("giscus: the frame hears of light and dark, also when it was not listening yet", async () => {
    const { context, page, load, errors } = await open(browser, portal, answers, { colorScheme: "dark" });
    await load();
    const widget = await framed(page, at);
    equal(query(widget.url()).theme, "dark", "the theme at the start");
    const told = () => widget.title().then((title) => (title.startsWith("[") ? JSON.parse(title) : []).map((data) => data.giscus?.setConfig?.theme));
    await page.locator("[data-theme-toggle]").click();
    for (let tries = 0; (await told()).at(-1) !== "light"; tries += 1) { expect(tries < 50, `told ${await told()}`); await page.waitForTimeout(50); }
    expect((await told())[0] === "dark", `the first word: ${await told()}`);
    equal(await page.locator(".giscus-frame").evaluate((one) => getComputedStyle(one).colorScheme), "light dark", "color-scheme of the frame's element");
    none(errors);
    await context.close();
  });
}

/** What the package makes of settings, in a page that is served from its own folder. */
async function component(browser, settings) {
  const require = createRequire(import.meta.url);
  const folder = dirname(dirname(require.resolve("playwright-core/package.json")));
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://x").pathname);
    const file = join(folder, path);
    if (path === "/") {
      const map = { imports: { lit: "/lit/index.js", "lit/": "/lit/", "lit-html": "/lit-html/lit-html.js", "lit-html/": "/lit-html/", "lit-element/": "/lit-element/", "@lit/reactive-element": "/@lit/reactive-element/reactive-element.js", "@lit/reactive-element/": "/@lit/reactive-element/" } };
      const attributes = Object.entries(settings).map(([name, value]) => `${name}="${value}"`).join(" ");
      response.writeHead(200, { "content-type": "text/html" });
      return response.end(`<!doctype html><script type="importmap">${JSON.stringify(map)}</script><script type="module" src="/giscus/dist/giscus.mjs"></script><giscus-widget ${attributes}></giscus-widget>`);
    }
    if (path.includes("..") || extname(file) === "" || !existsSync(file)) { response.writeHead(404); return response.end(); }
    response.writeHead(200, { "content-type": "text/javascript" });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { context } = await profile(browser, { origin: `http://127.0.0.1:${server.address().port}` });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const handle = await page.waitForFunction(() => document.querySelector("giscus-widget")?.shadowRoot?.querySelector("iframe")?.src);
  const src = await handle.jsonValue();
  await context.close();
  server.close();
  return { query: query(src), pathname: new URL(src).pathname };
}

// --------------------------------------------------------------------------------------------------------- Discourse

/** As embed.js: the settings on `window` become the address of a frame, which says how high it is. */
const embed = `(() => {
  const set = window.DiscourseEmbed, frame = document.createElement("iframe");
  const query = new URLSearchParams(set.topicId ? { topic_id: set.topicId } : { embed_url: set.discourseEmbedUrl });
  if (set.className) query.set("class_name", set.className);
  if (set.fullApp) query.set("full_app", "true");
  frame.src = set.discourseUrl + "embed/comments?" + query;
  frame.id = "discourse-embed-frame"; frame.width = "100%"; frame.referrerPolicy = set.discourseReferrerPolicy;
  addEventListener("message", ({ data, source }) => { if (source === frame.contentWindow && data?.type === "discourse-resize") frame.height = data.height; });
  document.getElementById("discourse-comments").append(frame);
})();`;

async function discourse(browser) {
  const at = "https://forum.example.org";
  const portal = await portalOf("discourse", `[forum]\nengine = "discourse"\norigin = "${at}"\nhome = "${at}/"\n`);
  const answers = { [at]: { "/javascripts/embed.js": embed, "*": frame({ type: "discourse-resize", height: 321 }) } };
  await check("Discourse: the topic of the thread's own address, and the forum may see where the reader is", async () => {
    const { context, page, load, foreign, errors } = await open(browser, portal, answers);
    none(foreign);
    await load();
    const topic = await framed(page, at);
    const { embed_url } = query(topic.url());
    equal(embed_url, `${origin}/social${key}`, "the address of the thread");
    const read = await (await page.request.get(portal.url(key.slice(1)))).text();
    expect(read.includes(`<link rel="canonical" href="${embed_url}">`), "the page at that address says that it has another one");
    const element = page.locator("#discourse-embed-frame");
    equal(await element.getAttribute("referrerpolicy"), "strict-origin-when-cross-origin", "the referrer policy");
    await page.waitForFunction(() => document.getElementById("discourse-embed-frame").height === "321");
    equal([...new Set(foreign.map((url) => new URL(url).origin))], [at], "origins");
    none(errors);
    await context.close();
    return embed_url;
  });
}

// ---------------------------------------------------------------------------------------------------------- Remark42

/** As web/embed.mjs: settings on \`window\`, a frame in #remark42, and an object to speak with. */
const remark = `const create = (config) => {
  const root = document.getElementById("remark42");
  if (!config.site_id) throw new Error("Remark42: Site ID is undefined.");
  const frame = document.createElement("iframe");
  frame.src = config.host + "/web/iframe.html?" + new URLSearchParams(config);
  frame.title = "Comments | Remark42"; frame.style.width = "100%"; frame.style.height = "300px";
  root.append(frame);
  window.REMARK42 = {
    createInstance: create,
    changeTheme(theme) { frame.style.colorScheme = theme; frame.contentWindow.postMessage(JSON.stringify({ theme }), "*"); },
    destroy() { frame.remove(); },
  };
};
create(window.remark_config);`;

async function remark42(browser) {
  const at = "https://talk.example.org";
  const portal = await portalOf("remark42", `[forum]\nengine = "remark42"\norigin = "${at}"\nhome = "${at}/"\n\n[forum.remark42]\nsite_id = "course"\n`);
  const answers = { [at]: { "/web/embed.mjs": remark, "*": frame({ inited: true }) } };
  await check("Remark42: the site, the thread's own address, the language, and light and dark", async () => {
    const { context, page, load, foreign, errors } = await open(browser, portal, answers);
    none(foreign);
    await load();
    const comments = await framed(page, at);
    const { host, site_id, url, locale, theme } = query(comments.url());
    equal({ host, site_id, url, locale, theme }, { host: at, site_id: "course", url: `${origin}/social${key}`, locale: "en", theme: "light" }, "the settings");
    await page.locator("[data-theme-toggle]").click();
    for (let tries = 0; !(await comments.title()).includes("dark"); tries += 1) { expect(tries < 50, `told ${await comments.title()}`); await page.waitForTimeout(50); }
    equal([...new Set(foreign.map((one) => new URL(one).origin))], [at], "origins");
    none(errors);
    await context.close();
  });
}

// ------------------------------------------------------------------------------------------------------------- frame

async function iframe(browser) {
  const at = "https://forum.example.org";
  const portal = await portalOf("iframe", `[forum]\nengine = "iframe"\nhome = "${at}/"\n\n[forum.iframe]\nurl = "${at}/embed?thread={key}&lang={language}"\n`);
  await check("iframe: the frame of the thread, and a message when it stays silent", async () => {
    const { context, page, load, foreign, errors } = await open(browser, portal, { [at]: { "*": frame({}) } });
    none(foreign);
    await load();
    const thread = await framed(page, at);
    equal(query(thread.url()), { lang: "en", thread: key }, "the query");
    none(errors);
    await context.close();
  });
}
