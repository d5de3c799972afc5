// What the checks share: a ledger of results, portals built by stoa, a web server for them, and a browser.
import { execFile, spawn } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const repository = fileURLToPath(new URL("../..", import.meta.url));
export const course = join(repository, "example-course");
export const stoa = process.env.STOA ?? join(repository, "target", "debug", process.platform === "win32" ? "stoa.exe" : "stoa");
/** The times that the example course is looked at: before its first cohort, in week 3 of it, and after the last. */
export const times = { before: "2026-08-15T09:00:00Z", during: "2026-10-20T09:00:00Z", after: "2027-06-15T09:00:00Z" };
export const base = "/social/";
export const origin = "https://learn.example.org";

/** A folder of this run, removed at its end. */
export const work = mkdtempSync(join(tmpdir(), "stoa-peers-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

// ---------------------------------------------------------------------------------------------------- the ledger

const counts = { passed: 0, failed: 0, skipped: 0 };

/**
 * One named check. `body` throws when it does not hold; what it returns is printed beside the name.
 * A check that fails never keeps the next from running.
 */
export async function check(name, body) {
  const started = performance.now();
  try {
    const note = await body();
    counts.passed += 1;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`ok    ${name}${note ? ` (${note})` : ""} ${seconds} s`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAIL  ${name}\n${indent(error instanceof Problems ? error.message : error.stack ?? String(error))}`);
  }
}

export function skip(name, why) {
  counts.skipped += 1;
  console.log(`skip  ${name}: ${why}`);
}

/** Lines in the ledger's own form, from a program in another language. */
export function adopt(lines) {
  for (const line of lines.split("\n").filter(Boolean)) {
    console.log(line);
    if (line.startsWith("ok    ")) counts.passed += 1;
    if (line.startsWith("FAIL  ")) counts.failed += 1;
    if (line.startsWith("skip  ")) counts.skipped += 1;
  }
}

export function finish() {
  console.log(`peers: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(counts.failed ? 1 : 0);
}

const indent = (text) => text.split("\n").map((line) => `      ${line}`).join("\n");

class Problems extends Error {}

/** Fails with every line of `problems`, or the first of them. */
export function none(problems, most = 12) {
  const all = [...new Set(problems)];
  if (!all.length) return;
  const more = all.length > most ? [`and ${all.length - most} more`] : [];
  throw new Problems([...all.slice(0, most), ...more].join("\n"));
}

export function expect(truth, message) {
  if (!truth) throw new Problems(message);
}

export function equal(found, wanted, what) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Problems(`${what}: found ${a}, wanted ${b}`);
}

// ------------------------------------------------------------------------------------------------------ programs

/** Runs a program to its end; never throws for an exit code. */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 1 << 28, timeout: 300_000, ...options }, (error, stdout, stderr) => {
      const code = error ? error.code ?? 1 : 0;
      resolve({ code, stdout, stderr, killed: error?.killed ?? false, all: stdout + stderr });
    });
  });
}

/** Builds a course into a folder of this run, and returns the folder. */
export async function build(name, args = [], from = course) {
  const out = join(work, name);
  // What calendars were told about the example is committed with it; nothing here may change that.
  const locked = from === course ? ["--locked"] : [];
  const result = await run(stoa, ["build", from, "--out", out, ...locked, ...args]);
  expect(result.code === 0, `stoa build ended with ${result.code}\n${result.all.slice(-4000)}`);
  return out;
}

/**
 * `stoa serve` on any free port. It is ended with this process at the latest: `timeout` is its parent where there is one.
 */
export async function serve(folder, args = []) {
  const command = [stoa, "serve", folder, "--port", "0", ...args];
  const guard = existsSync("/usr/bin/timeout") ? ["/usr/bin/timeout", "300"] : [];
  const [program, ...rest] = [...guard, ...command];
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  let output = "";
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Problems(`stoa serve said no address in 60 s:\n${output}`)), 60_000);
    const listen = (chunk) => {
      output += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output.replace(/\u001b\[[\d;]*m/g, ""));
      if (found) { clearTimeout(late); resolve(found[0]); }
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("exit", (code) => { clearTimeout(late); reject(new Problems(`stoa serve ended with ${code}:\n${output}`)); });
  });
  return { url, stop, output: () => output };
}

// ----------------------------------------------------------------------------------------------------- the portal

export function files(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

const types = {
  ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
  ".jpg": "image/jpeg", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".png": "image/png",
  ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json", ".xml": "application/xml",
};

/** A plain web server for a portal under a path, as any host would serve it: index.html for a folder, 404.html for the rest. */
export async function host(folder, under = base) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://portal");
    let path = decodeURIComponent(url.pathname);
    const inside = path.startsWith(under) && !path.includes("..");
    if (inside && path.endsWith("/")) path += "index.html";
    let file = inside ? join(folder, path.slice(under.length)) : null;
    let status = 200;
    if (file && existsSync(file) && statSync(file).isDirectory()) {
      response.writeHead(301, { location: `${url.pathname}/${url.search}` });
      return response.end();
    }
    if (!file || !existsSync(file)) { status = 404; file = join(folder, "404.html"); }
    response.writeHead(status, { "content-type": types[extname(file)] ?? "application/octet-stream", "cache-control": "no-cache" });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const at = `http://127.0.0.1:${server.address().port}`;
  return { origin: at, url: (path = "") => at + under + path, under, folder };
}

/** The address of a file of the portal below its base: `index.html` of a folder is the folder. */
export const address = (file) => file.replace(/(^|\/)index\.html$/, "$1");

/** Pages that only lead on to the place of a discussion. */
export const leadsOn = (file) => /^t\//.test(file);

/** Every page that is there to be read, the missing page included. */
export const pagesOf = (folder) => files(folder).filter((file) => file.endsWith(".html") && !leadsOn(file));

// ----------------------------------------------------------------------------------------------------- the browser

const chromiumPath = process.env.CHROMIUM
  ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

export function launch() {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
      // Whatever a page may ask for, nothing leaves this machine.
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ],
  });
}

/**
 * A fresh profile that writes down what goes wrong on its pages. `foreign` holds the requests to any other origin; they are
 * answered by `stub`, or refused.
 */
export async function profile(browser, portal, options = {}, stub = null) {
  const { viewport = { width: 1280, height: 900 }, ...rest } = options;
  const context = await browser.newContext({ viewport, locale: "en-GB", timezoneId: "Europe/Paris", ...rest });
  context.setDefaultTimeout(10_000);
  const foreign = [], errors = [];
  await context.route((url) => url.origin !== portal.origin && /^https?:$/.test(url.protocol), (route) => {
    foreign.push(route.request().url());
    return stub ? stub(route) : route.abort();
  });
  // Whatever a page's own policy refuses is a mistake of the page.
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.effectiveDirective} refuses ${event.blockedURI} at ${location.href}`));
  });
  context.on("console", (message) => { if (message.type() === "error") errors.push(`console: ${message.text()} (${message.location().url})`); });
  context.on("weberror", (error) => errors.push(`page error: ${error.error().message}`));
  context.on("requestfailed", (request) => {
    // What a page had not yet loaded when it was left, and streams that end with it, are no mistakes.
    if (request.failure()?.errorText === "net::ERR_ABORTED") return;
    if (new URL(request.url()).origin === portal.origin) errors.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) errors.push(`${response.status()}: ${response.url()}`);
  });
  return { context, foreign, errors };
}

/** Works through a list with a few tabs at a time. Each tab is used again, at the size of the profile. */
export async function each(context, items, many, body) {
  const queue = [...items];
  await Promise.all(Array.from({ length: many }, async () => {
    const page = await context.newPage();
    const size = page.viewportSize();
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await page.setViewportSize(size);
      await body(page, item);
    }
    await page.close();
  }));
}
