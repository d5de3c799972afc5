// forum.js: loads a discussion when the learner asks for it, and not before. Only on pages with a thread.
import { own } from "./cohort.js";

const sections = [...document.querySelectorAll("[data-thread]")];
const remembered = {
  key: (host) => `stoa:forum:${host}`,
  has(host) { try { return localStorage.getItem(this.key(host)) === "yes"; } catch { return false; } },
  set(host) { try { localStorage.setItem(this.key(host), "yes"); } catch { /* asked again next time */ } },
  forget(host) { try { localStorage.removeItem(this.key(host)); } catch { /* nothing was kept */ } },
};
const SILENCE = 10_000;
const dark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

/** How each engine is put into a place of the page. Returns what takes it out again. */
const engines = {
  isso(place, embed) {
    const thread = document.createElement("section");
    thread.id = "isso-thread";
    thread.dataset.issoId = embed.id;
    thread.dataset.title = embed.title;
    const origin = embed.origin.replace(/\/?$/, "/");
    place.replaceChildren(thread);
    if (window.Isso) {
      // The script is here already: it finds the new place by itself.
      window.Isso.init();
      window.Isso.fetchComments();
      return;
    }
    const settings = { isso: origin, issoLang: embed.lang, issoAvatar: embed.avatar === undefined ? undefined : String(embed.avatar) };
    return script(`${origin}js/embed.min.js`, {}, settings);
  },
  giscus(place, embed) {
    const box = document.createElement("div");
    box.className = "giscus";
    place.replaceChildren(box);
    const theme = () => (dark() ? embed.themes?.dark || "dark" : embed.themes?.light || "light");
    const attributes = { ...embed.attributes, "data-theme": theme(), crossorigin: "anonymous" };
    const send = () => place.querySelector("iframe")?.contentWindow?.postMessage({ giscus: { setConfig: { theme: theme() } } }, embed.origin);
    document.addEventListener("stoa:theme", send);
    // A theme that is sent before the frame listens is lost: send it again on its first word.
    addEventListener("message", function first(event) {
      if (event.origin !== embed.origin) return;
      removeEventListener("message", first);
      send();
    });
    return script(`${embed.origin}/client.js`, attributes);
  },
  discourse(place, embed) {
    const box = document.createElement("div");
    box.id = "discourse-comments";
    place.replaceChildren(box);
    const origin = embed.origin.replace(/\/?$/, "/");
    window.DiscourseEmbed = {
      discourseUrl: origin, className: dark() ? "dark" : "light", discourseReferrerPolicy: "strict-origin-when-cross-origin",
      ...(embed.topicId ? { topicId: embed.topicId } : { discourseEmbedUrl: embed.embedUrl }), ...(embed.fullApp ? { fullApp: true } : {}),
    };
    return script(`${origin}javascripts/embed.js`);
  },
  remark42(place, embed) {
    const box = document.createElement("div");
    box.id = "remark42";
    window.REMARK42?.destroy?.();
    place.replaceChildren(box);
    window.remark_config = {
      host: embed.origin, site_id: embed.siteId, url: embed.url, page_title: embed.title, locale: embed.lang.split("-")[0],
      theme: dark() ? "dark" : "light", components: ["embed"], no_footer: true,
    };
    document.addEventListener("stoa:theme", () => window.REMARK42?.changeTheme?.(dark() ? "dark" : "light"));
    // The script is here already: it makes another frame when it is asked to.
    if (window.REMARK42) return void window.REMARK42.createInstance(window.remark_config);
    return script(`${embed.origin}/web/embed.mjs`, { type: "module", crossorigin: "anonymous" });
  },
  // What a frame of somebody else is painted on, nobody knows: it keeps a ground of its own.
  iframe(place, embed) {
    const frame = document.createElement("iframe");
    frame.title = embed.title;
    frame.className = "thread-frame";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    place.replaceChildren(frame);
    // The frame is there at once; it has spoken when it is loaded.
    frame.dataset.waits = "";
    frame.addEventListener("load", () => delete frame.dataset.waits);
    frame.src = embed.src;
  },
};

/** What stoa.lock knows of the thread, by cohort: the number of its discussion, or the id of its topic. */
function numbered(embed) {
  const number = embed.numbers?.[embed.key?.split("/")[2]];
  if (number && embed.attributes) Object.assign(embed.attributes, { "data-mapping": "number", "data-term": String(number) });
  return number ? { ...embed, topicId: number } : embed;
}

/** Folds what was said before, which the forum now says itself. What the reader looks at stays where it is. */
function fold(section) {
  const old = section.querySelector("[data-thread-snapshot][open]");
  if (!old) return;
  const room = section.querySelector("[data-thread-room]");
  const before = room.getBoundingClientRect().top;
  old.removeAttribute("open");
  scrollBy({ top: room.getBoundingClientRect().top - before, behavior: "instant" });
}

/** A classic script: the engines look at document.currentScript, which a module does not have. */
function script(src, attributes = {}, data = {}) {
  const tag = document.createElement("script");
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value);
  for (const [name, value] of Object.entries(data)) if (value !== undefined && value !== null) tag.dataset[name] = value;
  tag.src = src;
  tag.async = true;
  document.head.append(tag);
  return tag;
}

let open = null;

// A link to a reply says which discussion it is in: the address of a thread leads here and adds it.
const asked = new URLSearchParams(location.search);
const linked = /^#(isso-\d+|remark42__comment-[\w-]+)$/.test(location.hash);
const pointed = document.getElementById(asked.get("thread") || (linked ? "" : location.hash.slice(1)))?.closest("[data-thread]") ?? null;
const other = /^[a-z0-9-]+$/.test(asked.get("cohort") ?? "") ? asked.get("cohort") : null;

/** Every cohort has threads of its own: the reader's, if one was chosen, or else those of the cohort that is on. A schedule
    belongs to its cohort, whoever reads it. */
function ownThread(section) {
  const { embed, cohort } = section.dataset;
  return embed.replaceAll(`/t/${cohort}/`, `/t/${whose(section)}/`);
}
/** A link to the thread of another cohort means that one. */
function whose(section) {
  const { cohort } = section.dataset;
  if (!cohort || section.closest(".session")) return cohort;
  if (other && (pointed ?? section) === section) return other;
  return own?.id ?? cohort;
}
for (const section of sections) {
  const name = section.querySelector("[data-thread-of]"), id = whose(section);
  if (name && id !== section.dataset.cohort) name.textContent = id === own?.id ? own.title : id;
}

function say(section, text, link) {
  const status = section.querySelector("[data-thread-status]");
  status.replaceChildren(text);
  if (link) {
    const plain = document.createElement("a");
    plain.href = link.href;
    plain.textContent = "Open it there";
    plain.rel = "noopener";
    status.append(" ", plain, ".");
  }
}

/** Back to the question. Only one discussion can be open on a page. */
function close(section) {
  section.querySelector("[data-thread-place]").replaceChildren();
  section.querySelector("[data-thread-ask]").hidden = false;
  say(section, "");
}

async function load(section, asked) {
  const place = section.querySelector("[data-thread-place]");
  let host = section.dataset.host || "the forum";
  let embed;
  try { embed = numbered(JSON.parse(ownThread(section))); } catch { embed = {}; }
  // An engine that is not here brings its own program, from this portal.
  const engine = engines[embed.engine] ?? (embed.module ? (await import(embed.module).catch(() => null))?.default : null);
  if (embed.module) host = "this portal";
  const link = section.querySelector("[data-thread-ask] a.button");
  if (!engine) return say(section, `This page cannot load the discussion.`, link);
  if (open && open !== section) close(open);
  open = section;
  section.querySelector("[data-thread-ask]").hidden = true;
  say(section, `Loading the discussion from ${host} …`);

  const tag = engine(place, embed);
  // Something that the engine put into the place is the sign that it has spoken.
  const spoken = () => place.querySelector("iframe:not([data-waits]), .isso-postbox, #isso-thread > *, [data-thread-spoken]");
  const done = () => {
    watch.disconnect();
    clearTimeout(silence);
    if (open !== section) return;
    fold(section);
    section.querySelector("[data-thread-ask]").hidden = true;
    say(section, asked ? `The discussion from ${host} is here.` : "");
    if (asked) place.focus({ preventScroll: true });
  };
  // The watch goes on: a late answer is still an answer.
  const failed = () => {
    clearTimeout(silence);
    if (open !== section) return;
    section.querySelector("[data-thread-ask]").hidden = false;
    say(section, `${host} does not answer. Your connection, a blocker or the forum itself may be the reason.`, link);
  };
  const watch = new MutationObserver(() => { if (spoken()) done(); });
  watch.observe(place, { childList: true, subtree: true, attributeFilter: ["data-waits"] });
  const silence = setTimeout(failed, SILENCE);
  tag?.addEventListener("error", failed);
  if (spoken()) done();
}

/** What each discussion says about the choice must be true: before it was made, after it, and after it was taken back. */
function showChoice() {
  for (const section of sections) {
    const always = remembered.has(section.dataset.host);
    const promise = section.querySelector("[data-thread-promise]"), box = section.querySelector("[data-thread-always]");
    section.querySelector("[data-thread-remembered]").hidden = !always;
    if (promise) promise.hidden = always;
    if (box) box.checked = always;
  }
}

for (const section of sections) {
  const host = section.dataset.host;
  section.querySelector("[data-thread-load]").addEventListener("click", () => {
    // One click is for this discussion. Only the tick beside it is for all of them.
    if (section.querySelector("[data-thread-always]")?.checked) remembered.set(host);
    else remembered.forget(host);
    showChoice();
    load(section, true);
  });
  section.querySelector("[data-thread-forget]").addEventListener("click", () => {
    remembered.forget(host);
    showChoice();
    say(section, `From the next page on you are asked before anything is loaded from ${host}.`);
    section.querySelector("[data-thread-status]").scrollIntoView({ block: "nearest" });
  });
}
showChoice();
// A browser that fills a reloaded page in again must not tick the box by itself.
addEventListener("pageshow", showChoice);

// What was agreed to before, and what the portal's own site may load, comes when it is nearly in view.
const nearly = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    nearly.unobserve(entry.target);
    if (!open && (entry.target.dataset.load === "lazy" || remembered.has(entry.target.dataset.host))) load(entry.target, false);
  }
}, { rootMargin: "200px" });
for (const section of sections) {
  if (section.dataset.load === "lazy" || remembered.has(section.dataset.host)) nearly.observe(section);
}
// Somebody followed a link to one reply: the discussion that it waits in is opened, and asks.
const awaited = linked ? pointed ?? sections.at(-1) : pointed;
for (let around = awaited?.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
if (awaited) awaited.scrollIntoView({ block: linked ? "center" : "start" });
if (awaited && linked && !open) {
  say(awaited, "The reply that you followed a link to waits in this discussion.");
  if (!remembered.has(awaited.dataset.host)) awaited.querySelector("[data-thread-load]").focus({ preventScroll: true });
}
