// Awards, looked at by programs that others wrote: the official schema, the verifiers of Digital Bazaar, a reader of PNG chunks, and a
// browser that verifies on the page of the award.
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import * as DataIntegrity from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { securityLoader } from "@digitalbazaar/security-document-loader";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import Ajv from "ajv/dist/2019.js";
import formats from "ajv-formats";
import extract from "png-chunks-extract";
import { base, check, equal, expect, files, none, origin, repository, skip } from "./lib.mjs";

const schema = join(repository, "../shared/standards/ob3/ob_v3p0_achievementcredential_schema.json");
const contexts = join(repository, "src/badge/contexts");
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png" };

/** Verifies an award with what a portal publishes; nothing is asked of the network. */
async function verify(folder, credential, change = {}) {
  const read = (file) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const did = change.did ?? read("did.json");
  const list = change.list ?? read("awards/status.json");
  const loader = securityLoader();
  loader.addStatic("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", JSON.parse(readFileSync(join(contexts, "ob-v3p0-context-3.0.3.json"), "utf8")));
  loader.addStatic(did.id, did);
  for (const method of did.verificationMethod) loader.addStatic(method.id, { "@context": "https://w3id.org/security/multikey/v1", ...method });
  loader.addStatic(list.id, list);
  const suite = new DataIntegrity.DataIntegrityProof({ cryptosuite });
  return vc.verifyCredential({ credential, suite, documentLoader: loader.build(), checkStatus: (options) => checkStatus({ ...options, suite, verifyBitstringStatusListCredential: true }) });
}

/** Opens the page of an award where it says it is, with files of a portal; `change` may give others. */
async function inBrowser(browser, folder, id, change = (_, body) => body) {
  const context = await browser.newContext();
  try {
    await context.route("**/*", async (route) => {
      const url = new URL(route.request().url());
      let file = url.pathname.slice(base.length);
      if (file === "" || file.endsWith("/")) file += "index.html";
      const path = join(folder, file);
      if (url.origin !== origin || !url.pathname.startsWith(base) || !existsSync(path)) return route.abort();
      const body = change(file, readFileSync(path));
      return body === null ? route.abort() : route.fulfill({ body, contentType: types[extname(file)] ?? "text/plain" });
    });
    const page = await context.newPage();
    await page.goto(`${origin}${base}awards/${id}/`);
    await page.click("[data-verify-start]");
    return { answer: await page.locator(".verdict").getAttribute("data-answer"), text: await page.locator("[data-verify-result]").innerText() };
  } finally {
    await context.close();
  }
}

export async function badges(browser, folder) {
  const ids = files(folder).map((file) => /^awards\/([0-9a-f]{32})\/award\.json$/.exec(file)?.[1]).filter(Boolean);
  const award = (id) => JSON.parse(readFileSync(join(folder, `awards/${id}/award.json`), "utf8"));
  const isRevoked = (id) => JSON.parse(readFileSync(join(folder, `awards/${id}/assertion.json`), "utf8")).revoked === true;
  const good = ids.filter((id) => !isRevoked(id));
  const revoked = ids.filter(isRevoked);
  await check("badges: the example has awards that are valid and one that was revoked", () => { expect(good.length >= 2 && revoked.length === 1, `${good.length} and ${revoked.length}`); });

  if (existsSync(schema)) {
    await check("badges: awards follow the official JSON Schema of Open Badges 3.0", () => {
      const ajv = new Ajv({ strict: false, allErrors: true });
      formats(ajv);
      const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
      none(ids.flatMap((id) => (validate(award(id)) ? [] : validate.errors.map((error) => `${id}: ${error.instancePath} ${error.message}`))));
      return `${ids.length} awards`;
    });
  } else {
    skip("badges: awards follow the official JSON Schema of Open Badges 3.0", "the schema may not be handed on, and is not here");
  }

  await check("badges: Digital Bazaar's verifier takes what is valid, and sees what is not", async () => {
    const problems = [];
    const judge = async (what, wanted, credential, change) => {
      const result = await verify(folder, credential, change);
      const status = result.statusResult?.results?.[0]?.status;
      const is = result.verified && status === false ? "valid" : result.verified && status === true ? "revoked" : "no";
      if (is !== wanted) problems.push(`${what}: ${is}, not ${wanted}: ${result.error?.errors?.[0]?.message ?? result.error ?? ""}`);
    };
    for (const id of good) await judge(id, "valid", award(id));
    for (const id of revoked) await judge(id, "revoked", award(id));
    const changed = award(good[0]);
    changed.credentialSubject.achievement.name += "!";
    await judge("with another name", "no", changed);
    const did = JSON.parse(readFileSync(join(folder, "did.json"), "utf8"));
    did.verificationMethod[0].publicKeyMultibase = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";
    await judge("with another key", "no", award(good[0]), { did });
    const other = award(good[0]);
    other.issuer.id = "did:web:elsewhere.example.org";
    await judge("by another issuer", "no", other);
    none(problems);
  });

  await check("badges: pictures hold the award once, and are still pictures", () => {
    none(ids.flatMap((id) => {
      const chunks = extract(readFileSync(join(folder, `awards/${id}/badge.png`)));
      const texts = chunks.filter((chunk) => chunk.name === "iTXt").map((chunk) => Buffer.from(chunk.data).toString("utf8").split("\0"));
      const credential = texts.filter(([keyword]) => keyword === "openbadgecredential");
      const hosted = texts.filter(([keyword]) => keyword === "openbadges");
      const problems = [];
      if (credential.length !== 1 || hosted.length !== 1) problems.push(`${id}: ${credential.length} and ${hosted.length} awards in it`);
      else {
        if (JSON.stringify(JSON.parse(credential[0].at(-1))) !== JSON.stringify(award(id))) problems.push(`${id}: another award is in it`);
        if (!hosted[0].at(-1).endsWith(`/awards/${id}/assertion.json`)) problems.push(`${id}: another assertion is in it`);
      }
      return problems;
    }));
  });

  await check("badges: a browser verifies on the page, offline and tampered with too", async () => {
    for (const id of good) equal((await inBrowser(browser, folder, id)).answer, "yes", id);
    equal((await inBrowser(browser, folder, revoked[0])).answer, "no", "revoked");
    const changed = (wanted, from, to) => (file, body) => (file.endsWith(wanted) ? Buffer.from(body.toString().replace(from, to)) : body);
    equal((await inBrowser(browser, folder, good[0], changed("award.json", '"narrative": "', '"narrative": "x'))).answer, "no", "tampered");
    equal((await inBrowser(browser, folder, good[0], changed("award.json", '"name"', '"grade": "A",\n"name"'))).answer, "unknown", "with more in it");
    equal((await inBrowser(browser, folder, revoked[0], changed("status.json", /"encodedList": "[^"]*"/, '"encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"'))).answer, "unknown", "another list");
    const offline = await inBrowser(browser, folder, good[0], (file, body) => (file.endsWith(".json") ? null : body));
    equal(offline.answer, "unknown", "offline");
    expect(/offline/.test(offline.text), offline.text);
  });
}
