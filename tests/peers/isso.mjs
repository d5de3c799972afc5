// A real Isso: what a learner posts is there after a reload, after the lesson is renamed and moved, and in the portal without Isso.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { base, build, check, equal, expect, host, none, profile, run, skip, stoa, work } from "./lib.mjs";

const key = "/t/course/hello/";
const words = "Posted in Chromium, with an address: ada@lovelace.fr";

/** A port that was free a moment ago. */
const freePort = () => new Promise((resolve, reject) => {
  const server = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Asks Isso as somebody else on this machine does: whoever has the author's own network may not like a post. */
function ask(origin, path, from, body, page) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method: "POST", localAddress: from, headers: { "content-type": "application/json", origin: page } }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => { text += chunk; });
      answer.on("end", () => resolve({ status: answer.statusCode, text }));
    });
    asked.once("error", reject);
    asked.end(JSON.stringify(body));
  });
}

/** Isso on a port, for a portal at `page`, which it looks at when it starts. */
async function start(program, page, port) {
  const folder = join(work, "isso");
  mkdirSync(folder, { recursive: true });
  const origin = `http://127.0.0.1:${port}`;
  const settings = join(folder, "isso.cfg");
  writeFileSync(settings, `[general]
dbpath = ${join(folder, "comments.db")}
host = ${page}/
max-age = 15m
gravatar = false
[server]
listen = ${origin}
[guard]
enabled = false
[moderation]
enabled = false
[markup]
renderer = mistune
`);
  const guard = existsSync("/usr/bin/timeout") ? ["/usr/bin/timeout", "300"] : [];
  const [name, ...rest] = [...guard, program, "-c", settings, "run"];
  const child = spawn(name, rest, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => { said += chunk; });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = () => { child.kill("SIGTERM"); return ended; };
  process.once("exit", stop);
  for (let tries = 0; tries < 150; tries += 1) {
    try { if ((await fetch(`${origin}/config`)).ok) return { origin, stop }; } catch { /* not yet */ }
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error(`Isso does not start:\n${said.slice(-2000)}`);
}

function course(folder, origin, page) {
  rmSync(folder, { recursive: true, force: true });
  const write = (path, text) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("course.toml", `title = "A course"\nbase_url = "${page}${base}"\n`);
  write("community.toml", `[forum]\nengine = "isso"\norigin = "${origin}"\nhome = "${origin}/"\noperator = "This test"\n`);
  write("modules/01-start/01-hello.md", "+++\nid = \"hello\"\ndiscussion = { prompt = \"Who are you?\" }\n+++\n# Hello\n\nText.\n");
  write("modules/02-later/01-more.md", "# More\n\nText.\n");
}

export async function isso(browser) {
  const program = process.env.ISSO;
  if (!program) {
    skip("isso: a real Isso", "ISSO does not say where it is; tests/run installs it");
    return;
  }
  const folder = join(work, "isso-course");
  const out = join(work, "isso-portal");
  mkdirSync(out, { recursive: true });
  const portal = await host(out);
  const port = await freePort();
  course(folder, `http://127.0.0.1:${port}`, portal.origin);
  const again = async () => {
    const made = await build("isso-portal", ["--base-url", `${portal.origin}${base}`], folder);
    equal(made, out, "the folder of the portal");
  };
  const ledger = () => readFileSync(join(folder, "data/activity.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const pull = () => run(stoa, ["forum", "pull", folder]);
  /** A page with its thread; what Isso is asked is let through. */
  const open = async (path, options = {}) => {
    const all = await profile(browser, portal, { reducedMotion: "reduce", ...options }, (route) => route.continue());
    const page = await all.context.newPage();
    await page.goto(portal.url(path));
    return { ...all, page, load: page.locator("[data-thread-load]").first() };
  };
  const shown = (page, text) => page.locator(".isso-comment .isso-text", { hasText: text }).first().waitFor();

  await again();
  const forum = await start(program, portal.origin, port);
  try {
    await check("isso: asked for with a click, posted to, and there after a reload", async () => {
      const { context, page, load, foreign } = await open("modules/start/hello/");
      await page.waitForTimeout(300);
      none(foreign);
      await load.click();
      await page.locator(".isso-postbox .isso-textarea").first().waitFor();
      await page.locator(".isso-postbox .isso-textarea").first().fill(words);
      await page.locator(".isso-postbox [name=author]").first().fill("Ada");
      await page.locator(".isso-postbox [type=submit]").first().click();
      await shown(page, "Posted in Chromium");
      await page.reload();
      await load.click();
      await shown(page, "Posted in Chromium");
      equal([...new Set(foreign.map((url) => new URL(url).origin))], [forum.origin], "origins");
      await context.close();
    });

    await check("isso: the same thread after the lesson is renamed and moved", async () => {
      const text = readFileSync(join(folder, "modules/01-start/01-hello.md"), "utf8").replace("# Hello", "# Good morning");
      writeFileSync(join(folder, "modules/01-start/01-hello.md"), text);
      renameSync(join(folder, "modules/01-start/01-hello.md"), join(folder, "modules/02-later/02-good-morning.md"));
      await again();
      const { context, page, load } = await open("modules/later/good-morning/");
      await load.click();
      await shown(page, "Posted in Chromium");
      await context.close();
    });

    await check("isso: a reply and a like from another network are in the ledger, and nobody's address is", async () => {
      const uri = encodeURIComponent(`${base.slice(0, -1)}${key}`);
      const reply = await ask(forum.origin, `/new?uri=${uri}`, "127.0.1.7", { text: "Welcome, <script>alert(1)</script>Ada", author: "Bo", email: "bo@berg.se", parent: 1, title: "Hello" }, portal.origin);
      equal(reply.status, 201, reply.text);
      const like = await ask(forum.origin, "/id/1/like", "127.0.1.7", {}, portal.origin);
      equal([like.status, JSON.parse(like.text).likes], [200, 1], like.text);
      const result = await pull();
      equal(result.code, 0, result.all);
      expect(/Pulled 2 posts in 1 thread .*; 3 events new in the ledger\./.test(result.all), result.all);
      equal(ledger().map((event) => [event.id, event.verb, event.object]).sort(), [
        ["isso:1", "posted", key], ["isso:1:like:1", "liked", `${key}#1`], ["isso:2", "replied", `${key}#1`],
      ], "the ledger");
      const texts = ["data/activity.jsonl", "data/threads.json"].map((name) => readFileSync(join(folder, name), "utf8")).join("");
      // The portal itself is at 127.0.0.1 here; whoever replied is at 127.0.1.7.
      for (const secret of ["lovelace", "berg.se", "127.0.1.", "127.0.0.0", "<script"]) expect(!texts.includes(secret), `${secret} is there`);
      const second = await pull();
      expect(second.all.includes("0 events new"), second.all);
      return texts.length + " bytes";
    });

    await check("isso: what was said is in the page, without scripts and after Isso is gone", async () => {
      await forum.stop();
      const failed = await pull();
      equal(failed.code, 2, failed.all);
      expect(/the forum did not answer: .*your snapshot from .* stays/.test(failed.all), failed.all);
      const kept = JSON.parse(readFileSync(join(folder, "data/threads.json"), "utf8"));
      equal(kept.threads[0].posts.length, 2, "posts that are kept");
      await again();
      const { context, page, foreign } = await open("modules/later/good-morning/", { javaScriptEnabled: false });
      const posts = page.locator(".snapshot .post");
      equal(await posts.count(), 2, "posts in the page");
      expect((await posts.first().innerText()).includes("Posted in Chromium, with an address: address removed"), await posts.first().innerText());
      expect((await posts.last().innerText()).includes("Welcome"), "no reply");
      expect(await posts.last().isVisible(), "it is not to be seen");
      const link = await posts.first().getByRole("link").first().getAttribute("href");
      equal(link, `${portal.origin}${base.slice(0, -1)}${key}#isso-1`, "the link to the post");
      none(foreign);
      await context.close();
    });
  } finally {
    await forum.stop();
  }
}
