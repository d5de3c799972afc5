// Verifies an award in the browser, with what this site publishes: the award, the keys of its issuer and its signed list of revoked
// awards. Nothing is sent anywhere. An award is signed in a form of sorted lines (RDFC-1.0); the tables below write it for exactly
// the shape that stoa gives awards, and refuse anything else, since what they do not know they could not have checked.

const CRED = "https://www.w3.org/2018/credentials#";
const STATUS = "https://www.w3.org/ns/credentials/status#";
const OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
const SCHEMA = "https://schema.org/";
const SEC = "https://w3id.org/security#";
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const TIME = "http://www.w3.org/2001/XMLSchema#dateTime";
const URI = "https://www.w3.org/2001/XMLSchema#anyURI";
const BOOLEAN = "https://www.w3.org/2001/XMLSchema#boolean";
const CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];

const text = (iri) => ({ iri });
const typed = (iri, type) => ({ iri, type });
const link = (iri) => ({ iri, link: true });
const node = (iri, shape) => ({ iri, shape });

// What each kind of thing may say, and what that means.
const SHAPES = {
  award: {
    types: { VerifiableCredential: CRED, OpenBadgeCredential: OB },
    issuer: node(`${CRED}issuer`, "profile"),
    validFrom: typed(`${CRED}validFrom`, TIME),
    name: text(`${SCHEMA}name`),
    credentialSubject: node(`${CRED}credentialSubject`, "subject"),
    evidence: node(`${CRED}evidence`, "evidence"),
    credentialStatus: node(`${CRED}credentialStatus`, "status"),
  },
  profile: { types: { Profile: OB }, name: text(`${SCHEMA}name`), url: typed(`${SCHEMA}url`, URI) },
  subject: {
    types: { AchievementSubject: OB },
    identifier: node(`${OB}identifier`, "identity"),
    achievement: node(`${OB}achievement`, "achievement"),
  },
  identity: {
    types: { IdentityObject: OB },
    hashed: typed(`${OB}hashed`, BOOLEAN),
    identityHash: text(`${OB}identityHash`),
    identityType: text(`${OB}identityType`),
    salt: text(`${OB}salt`),
  },
  achievement: {
    types: { Achievement: OB },
    name: text(`${SCHEMA}name`),
    description: text(`${SCHEMA}description`),
    criteria: node(`${OB}Criteria`, "criteria"),
    image: node(`${OB}image`, "image"),
    alignment: node(`${OB}alignment`, "alignment"),
    tag: text(`${SCHEMA}keywords`),
  },
  criteria: { types: {}, narrative: text(`${OB}narrative`) },
  image: { types: { Image: OB }, caption: text(`${SCHEMA}caption`) },
  alignment: {
    types: { Alignment: `${SCHEMA}AlignmentObject` },
    targetName: text(`${SCHEMA}targetName`),
    targetUrl: typed(`${SCHEMA}targetUrl`, URI),
    targetFramework: text(`${SCHEMA}targetFramework`),
    targetCode: text(`${OB}targetCode`),
  },
  evidence: { types: { Evidence: OB }, narrative: text(`${OB}narrative`) },
  status: {
    types: { BitstringStatusListEntry: STATUS },
    statusPurpose: text(`${STATUS}statusPurpose`),
    statusListIndex: text(`${STATUS}statusListIndex`),
    statusListCredential: link(`${STATUS}statusListCredential`),
  },
  proof: {
    types: { DataIntegrityProof: SEC },
    created: typed("http://purl.org/dc/terms/created", TIME),
    verificationMethod: link(`${SEC}verificationMethod`),
    cryptosuite: typed(`${SEC}cryptosuite`, `${SEC}cryptosuiteString`),
    proofPurpose: link(`${SEC}proofPurpose`),
  },
  list: {
    types: { VerifiableCredential: CRED, BitstringStatusListCredential: STATUS },
    issuer: link(`${CRED}issuer`),
    validFrom: typed(`${CRED}validFrom`, TIME),
    credentialSubject: node(`${CRED}credentialSubject`, "bits"),
  },
  bits: {
    types: { BitstringStatusList: STATUS },
    statusPurpose: text(`${STATUS}statusPurpose`),
    encodedList: typed(`${STATUS}encodedList`, `${SEC}multibase`),
  },
};

class Unknown extends Error {}

const many = (value) => (Array.isArray(value) ? value : [value]);

function iri(value) {
  if (typeof value !== "string" || !/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]+$/i.test(value)) throw new Unknown("an address in it cannot be read");
  return `<${value}>`;
}

function literal(value, type) {
  if (typeof value !== "string" && typeof value !== "boolean") throw new Unknown("something in it is no text");
  const named = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
  // eslint-disable-next-line no-control-regex
  const escaped = String(value).replace(/[\u0000-\u001f"\\\u007f\ufffe\uffff]/g, (char) => named[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  return `"${escaped}"${type ? `^^<${type}>` : ""}`;
}

// Writes a thing and what hangs on it as [subject, predicate, object]; a thing without a name is a number.
function write(thing, name, quads, state) {
  const shape = SHAPES[name];
  if (typeof thing !== "object" || thing === null) throw new Unknown(`the ${name} is not as stoa writes it`);
  const self = thing.id === undefined ? state.next++ : iri(thing.id);
  for (const [key, value] of Object.entries(thing)) {
    if (key === "id" || key === "@context") continue;
    if (key === "type") {
      for (const type of many(value)) {
        if (!Object.hasOwn(shape.types, type)) throw new Unknown(`“${type}” is not known here`);
        const base = shape.types[type];
        quads.push([self, `<${TYPE}>`, `<${/[#/]$/.test(base) ? base + type : base}>`]);
      }
      continue;
    }
    const field = key !== "types" && Object.hasOwn(shape, key) && shape[key];
    if (!field) throw new Unknown(`“${key}” is not known here`);
    for (const one of many(value)) {
      const object = field.shape ? write(one, field.shape, quads, state) : field.link ? iri(one) : literal(one, field.type);
      quads.push([self, `<${field.iri}>`, object]);
    }
  }
  return self;
}

const encoder = new TextEncoder();

async function sha256(string) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(string)));
}

// In the order of code points, which is not the order in which JavaScript compares.
function compare(a, b) {
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) if (left[at] !== right[at]) return left[at] - right[at];
  return left.length - right.length;
}

async function canonical(thing, name) {
  const quads = [];
  const state = { next: 0 };
  write(thing, name, quads, state);
  const line = (quad, label) => `${quad.map((term) => (typeof term === "number" ? label(term) : term)).join(" ")} .\n`;
  // RDFC-1.0, 4.6: things without a name are told apart by what is said of them.
  const hashes = [];
  for (let blank = 0; blank < state.next; blank++) {
    const own = quads.filter((quad) => quad.includes(blank)).map((quad) => line(quad, (term) => (term === blank ? "_:a" : "_:z")));
    const hash = await sha256([...new Set(own)].sort(compare).join(""));
    hashes.push([Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(""), blank]);
  }
  hashes.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  if (hashes.some(([hash], at) => at > 0 && hash === hashes[at - 1][0])) throw new Unknown("two parts of it look alike");
  const labels = new Map(hashes.map(([, blank], at) => [blank, `_:c14n${at}`]));
  const lines = quads.map((quad) => line(quad, (term) => labels.get(term)));
  return [...new Set(lines)].sort(compare).join("");
}

function base58(string) {
  const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  if (typeof string !== "string" || string[0] !== "z" || string.length > 120) throw new Unknown("a key or a signature cannot be read");
  const bytes = [];
  for (const char of string.slice(1)) {
    let carry = alphabet.indexOf(char);
    if (carry < 0) throw new Unknown("a key or a signature cannot be read");
    for (let at = 0; at < bytes.length; at++) {
      carry += bytes[at] * 58;
      bytes[at] = carry & 255;
      carry >>= 8;
    }
    while (carry > 0) {
      bytes.push(carry & 255);
      carry >>= 8;
    }
  }
  for (const char of string.slice(1)) {
    if (char !== "1") break;
    bytes.push(0);
  }
  return new Uint8Array(bytes.reverse());
}

// Whether one of these keys signed the document; the key must be one that its issuer publishes.
async function isSigned(document, name, keys) {
  const { proof: proofs, ...bare } = document;
  const [proof] = many(proofs);
  if (many(proofs).length !== 1 || !proof) throw new Unknown("it has not one signature");
  const contexts = many(bare["@context"]);
  if (!contexts.every((context, at) => context === CONTEXTS[at])) throw new Unknown("its words have another meaning than here");
  if (proof.cryptosuite !== "eddsa-rdfc-2022" || proof.proofPurpose !== "assertionMethod") throw new Unknown("it is signed in another way");
  const method = many(keys.assertionMethod).includes(proof.verificationMethod) && keys.verificationMethod.find((one) => one.id === proof.verificationMethod);
  if (!method || method.controller !== keys.id) return false;
  const bytes = base58(method.publicKeyMultibase);
  if (bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 1) throw new Unknown("its key is of another kind");
  const { proofValue, ...words } = proof;
  const config = await canonical({ ...words, proofPurpose: `${SEC}assertionMethod` }, "proof");
  const signed = new Uint8Array(64);
  signed.set(await sha256(config), 0);
  signed.set(await sha256(await canonical(bare, name)), 32);
  const key = await crypto.subtle.importKey("raw", bytes.slice(2), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, base58(proofValue), signed);
}

async function isRevoked(list, index) {
  const encoded = list.credentialSubject.encodedList;
  const packed = Uint8Array.from(atob(encoded.slice(1).replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bits = new Uint8Array(await new Response(stream).arrayBuffer());
  if (!(index >= 0 && index < bits.length * 8)) throw new Unknown("its number is in no list");
  return (bits[index >> 3] & (0x80 >> (index & 7))) !== 0;
}

// Where the keys of an issuer are, by its name.
function addressOf(did) {
  const parts = did.startsWith("did:web:") ? did.slice(8).split(":").map((part) => part.replace(/%3a/gi, ":")) : [];
  if (parts.length === 0) return null;
  return `https://${parts.join("/")}/${parts.length === 1 ? ".well-known/" : ""}did.json`;
}

async function load(url) {
  let answer;
  try {
    answer = await fetch(url, { cache: "no-cache", credentials: "omit" });
  } catch {
    throw new Unknown("the files can’t be loaded now; are you offline?");
  }
  if (!answer.ok) throw new Unknown(`a file is missing: ${new URL(url, location.href).pathname}`);
  try {
    return await answer.json();
  } catch {
    throw new Unknown("a file is no JSON");
  }
}

// Each check: what, yes, no or null for nobody can say, and why.
async function verify(place, add) {
  const { award: awardUrl, keys: keysUrl, status: statusUrl, name, date } = place.dataset;
  const [award, keys, list] = await Promise.all([load(awardUrl), load(keysUrl), load(statusUrl)]);
  const issuer = award.issuer?.id;
  const home = addressOf(String(issuer));
  const here = new URL(keysUrl, location.href).href;
  if (keys.id !== issuer) add("Issuer", false, "The keys on this site are not those of the issuer that the award names.");
  else if (home === here) add("Issuer", true, `The issuer is this site, and its key is published at ${here}.`);
  else add("Issuer", null, `This is a copy: the issuer’s own site is ${new URL(".", home ?? here).href}. Everything below was checked with the keys of the copy.`);
  const isGood = await isSigned(award, "award", keys);
  add("Signature", isGood, isGood ? "Every word of the award is as it was signed." : "The signature does not fit: the award was changed, or the key is not the issuer’s.");
  if (!isGood) return;
  const subject = award.credentialSubject.achievement;
  const isSame = subject.name === name && award.validFrom.slice(0, 10) === date;
  add("This page", isSame, isSame ? "Name and day on this page are those of the award." : "This page says something else than the award.");
  if (new Date(award.validFrom) > new Date()) add("Time", false, "It does not count yet.");
  const status = award.credentialStatus;
  const isList = list.id === status.statusListCredential && list.issuer === issuer && list.credentialSubject.statusPurpose === "revocation";
  if (!isList || !(await isSigned(list, "list", keys))) {
    add("Not revoked", null, "The list of revoked awards is not signed by the issuer, so it says nothing.");
    return;
  }
  const revoked = await isRevoked(list, Number(status.statusListIndex));
  add("Not revoked", !revoked, revoked ? "The issuer has revoked this award." : `It is not in the issuer’s list of revoked awards (signed ${list.validFrom.slice(0, 10)}).`);
}

async function canVerify() {
  if (!globalThis.crypto?.subtle) return "Browsers check signatures only on pages with https://, and this one has none.";
  if (!("DecompressionStream" in globalThis)) return "This browser is too old to check signatures.";
  try {
    // The public key of RFC 8032, 7.1, test 1.
    const key = base58("z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw");
    await crypto.subtle.importKey("raw", key.slice(2), { name: "Ed25519" }, false, ["verify"]);
    return null;
  } catch {
    return "This browser does not know Ed25519, the kind of signature that the award has. Current versions of Chrome, Edge, Firefox and Safari do.";
  }
}

function show(place, checks, why) {
  const result = place.querySelector("[data-verify-result]");
  const answers = checks.map(([, answer]) => answer);
  const answer = answers.includes(false) ? "no" : why || answers.includes(null) ? "unknown" : "yes";
  const words = { yes: "Valid", no: "Not valid", unknown: "This can’t be said for sure" };
  const head = document.createElement("p");
  head.className = "verdict";
  head.dataset.answer = answer;
  head.textContent = words[answer];
  const rows = checks.map(([what, answer, text]) => {
    const row = document.createElement("li");
    row.dataset.answer = answer === null ? "unknown" : answer ? "yes" : "no";
    const name = document.createElement("strong");
    name.textContent = `${what}: ${answer === null ? "not known" : answer ? "yes" : "no"}. `;
    row.append(name, text);
    return row;
  });
  const parts = [head];
  if (rows.length > 0) {
    const list = document.createElement("ul");
    list.className = "checks";
    list.append(...rows);
    parts.push(list);
  }
  if (why) {
    const reason = document.createElement("p");
    reason.textContent = why;
    parts.push(reason);
  }
  result.replaceChildren(...parts);
}

for (const place of document.querySelectorAll("[data-verify]")) {
  const button = place.querySelector("[data-verify-start]");
  button?.addEventListener("click", async () => {
    button.disabled = true;
    const checks = [];
    let why = await canVerify();
    try {
      if (!why) await verify(place, (...check) => checks.push(check));
    } catch (error) {
      why = error instanceof Unknown ? `It could not be checked to the end: ${error.message}.` : "It could not be checked to the end.";
    }
    show(place, checks, why);
    button.disabled = false;
  });
}
