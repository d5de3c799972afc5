// agora.js: what script adds. Every page reads and works without it.
const root = document.documentElement;
export const base = document.body.dataset.base || "/";
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** A value kept in this browser, for this portal. A browser that keeps nothing is no error. */
export const store = {
  key: (name) => `stoa:${base}:${name}`,
  get(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(this.key(name))) ?? otherwise; } catch { return otherwise; }
  },
  set(name, value) {
    try { localStorage.setItem(this.key(name), JSON.stringify(value)); } catch { /* kept for this page only */ }
  },
};

themeToggle();
outline();
menus();
folds();
tabs();
videos();
tags();
copies();
localTimes();
if ("readMarks" in root.dataset) readMarks();

/** Light or dark, remembered; other scripts hear of it through the event `stoa:theme`. */
function themeToggle() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const current = () => root.dataset.theme || (system.matches ? "dark" : "light");
  const tell = () => document.dispatchEvent(new CustomEvent("stoa:theme", { detail: current() }));
  for (const button of all("[data-theme-toggle]")) {
    button.addEventListener("click", () => {
      root.dataset.theme = current() === "dark" ? "light" : "dark";
      try { localStorage.setItem("stoa:theme", root.dataset.theme); } catch { /* for this page only */ }
      tell();
    });
  }
  system.addEventListener("change", tell);
}

/** Marks the section in view in "On this page". */
function outline() {
  const links = all("[data-outline] a");
  if (!links.length) return;
  const byId = new Map(links.map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...byId.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let marked = null;
  const mark = () => {
    const line = innerHeight * 0.3;
    const heading = headings.findLast((h) => h.getBoundingClientRect().top < line) || headings[0];
    const link = heading && byId.get(heading.id);
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px", threshold: [0, 1] });
  headings.forEach((heading) => observer.observe(heading));
  mark();
}

/** An open menu closes with Escape, with a click elsewhere, and when the focus leaves it. */
function menus() {
  for (const menu of all("details.menu")) {
    const summary = menu.querySelector("summary");
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; summary.focus(); }
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  }
}

/** A link to something folded unfolds it; not every browser does so by itself. */
function folds() {
  const unfold = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* not an id */ }
    let shut = false;
    for (let box = target?.closest("details"); box; box = box.parentElement.closest("details")) {
      shut ||= !box.open;
      box.open = true;
    }
    if (shut) target.scrollIntoView();
  };
  unfold();
  addEventListener("hashchange", unfold);
}

/** Turns `:::tabs` into a list of tabs; arrow keys, Home and End move. */
function tabs() {
  all("[data-tabs]").forEach((box, number) => {
    const panels = [...box.children].filter((child) => child.matches("[data-tab]"));
    if (!panels.length) return;
    const list = document.createElement("div");
    list.className = "tab-list";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", box.dataset.tabs);
    const buttons = panels.map((panel, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.id = `tab-${number + 1}-${index + 1}`;
      button.textContent = panel.dataset.tab;
      button.setAttribute("role", "tab");
      panel.id ||= `${button.id}-panel`;
      button.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", button.id);
      panel.tabIndex = 0;
      list.append(button);
      return button;
    });
    const show = (index, focus) => {
      buttons.forEach((button, i) => {
        button.setAttribute("aria-selected", String(i === index));
        button.tabIndex = i === index ? 0 : -1;
        panels[i].hidden = i !== index;
      });
      if (focus) buttons[index].focus();
    };
    list.addEventListener("click", (event) => {
      const index = buttons.indexOf(event.target.closest("button"));
      if (index >= 0) show(index, true);
    });
    list.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
      const to = { [forward]: (at + 1) % buttons.length, [back]: (at + buttons.length - 1) % buttons.length, Home: 0, End: buttons.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show(to, true);
    });
    // A link to something inside a tab opens that tab.
    const reveal = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const index = target ? panels.findIndex((panel) => panel.contains(target)) : -1;
      if (index >= 0) { show(index); target.scrollIntoView(); }
    };
    show(0);
    box.prepend(list);
    box.dataset.ready = "";
    reveal();
    addEventListener("hashchange", reveal);
  });
}

/** Buttons that copy: the element with the id, or else what is marked beside them. */
function copies() {
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.body.append(said);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = button.dataset.copy ? document.getElementById(button.dataset.copy) : button.parentElement.querySelector("[data-copy-text]");
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = "It is copied.";
      button.dataset.copied = "";
      setTimeout(() => delete button.dataset.copied, 2000);
    } catch {
      // Without leave to copy, the text is selected, ready for the keyboard.
      getSelection().selectAllChildren(text);
      said.textContent = "The text is selected; copy it with the keyboard.";
    }
  });
}

/** A provider's video is loaded when somebody asks for it, and not before. */
function videos() {
  for (const box of all("[data-video]")) {
    box.querySelector("[data-video-play]")?.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.title = box.dataset.title;
      frame.allow = "autoplay; fullscreen; picture-in-picture";
      frame.allowFullscreen = true;
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.src = box.dataset.video;
      box.replaceChildren(frame);
      frame.focus();
    });
  }
}

/** A tag leads to what else in the library has it. Without a script nothing would be narrowed down there, so it is text. */
function tags() {
  for (const tag of all("[data-tag]")) {
    const link = document.createElement("a");
    link.href = `${document.body.dataset.base}resources/?${new URLSearchParams({ tag: tag.dataset.tag })}`;
    link.append(...tag.childNodes);
    tag.append(link);
  }
}

/** Adds the reader's own time, and how far away it is, to the line that names the zone. */
export function localTimes(within = document) {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const now = Date.now();
  const town = (zone) => zone.split("/").at(-1).replaceAll("_", " ");
  // The name that people know: browsers may still call the zone after a town that has another name by now.
  const named = (zone) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts().find((part) => part.type === "timeZoneName")?.value ?? town(zone);
  const away = (ms) => {
    const minutes = Math.round(ms / 60000), hours = Math.round(minutes / 60), days = Math.round(hours / 24);
    if (Math.abs(minutes) < 90) return words.format(minutes, "minute");
    if (Math.abs(hours) < 36) return words.format(hours, "hour");
    if (Math.abs(days) < 21) return words.format(days, "day");
    return words.format(Math.round(days / 7), "week");
  };
  for (const line of all("[data-when]", within)) {
    const place = line.querySelector("[data-local]");
    const [from, to] = Array.from(line.querySelectorAll("time"), (time) => time.dateTime);
    const start = new Date(from), end = new Date(to || from);
    if (!place || Number.isNaN(+start)) continue;
    const zone = place.dataset.local;
    const big = line.closest(".big");
    const offset = line.querySelector(".offset");
    offset?.remove();
    let yours = "";
    if (mine && mine !== zone) {
      const sameDay = from.slice(0, 10) === new Intl.DateTimeFormat("sv", { dateStyle: "short" }).format(start);
      const format = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", ...(sameDay ? {} : { weekday: "short" }) });
      const theirs = from.slice(11, 16);
      yours = format.format(start) === theirs ? "" : `${format.format(start)} for you`;
    }
    // One short line: the place is narrow in lists, where the zone stands above already.
    const theirTime = `${town(zone)} time`;
    const parts = big ? [yours ? theirTime : zone.replaceAll("_", " ") + (offset?.textContent ?? ""), yours, now < start ? away(start - now) : now < end ? "on now" : `over, ${away(end - now)}`] : [yours || zone.replaceAll("_", " ")];
    place.toggleAttribute("data-yours", Boolean(yours));
    place.textContent = parts.filter(Boolean).join(" · ");
    place.title = `${from.slice(11, 16)} in ${zone}`;
  }
  for (const line of all("[data-zone-line]", within)) {
    const own = line.querySelector("[data-own-zone]");
    if (own && mine) own.textContent = mine === line.dataset.zoneLine ? "which is your zone too" : `and in yours, ${named(mine)}`;
  }
}

/** Remembers in this browser which lessons were read, and shows it. Nothing is sent anywhere. */
function readMarks() {
  const path = (url) => new URL(url, location.href).pathname;
  const here = location.pathname;
  const read = new Set(store.get("read", []));

  const show = () => {
    for (const item of all("[data-marks] > li")) {
      const link = item.querySelector("a");
      if (!link || item.classList.contains("is-module") || !read.has(path(link.href)) || "read" in item.dataset) continue;
      item.dataset.read = "";
      const word = document.createElement("span");
      word.className = "visually-hidden";
      word.textContent = " (read)";
      link.append(word);
    }
    for (const item of all("[data-module]")) {
      const count = Number(item.dataset.count), prefix = path(item.dataset.module);
      const done = Math.min(count, [...read].filter((url) => url.startsWith(prefix) && url !== prefix).length);
      if (!done) continue;
      item.querySelector("[data-progress]").textContent = `${done} of ${count} lesson${count === 1 ? "" : "s"} read`;
      item.toggleAttribute("data-done", done === count);
    }
  };
  show();

  const lesson = document.querySelector("[data-lesson]");
  if (lesson) {
    store.set("last", { url: here, title: lesson.dataset.title, next: document.querySelector(".turn [rel=next]")?.getAttribute("href") || null, nextTitle: document.querySelector(".turn [rel=next]")?.textContent || null });
    const end = document.querySelector("[data-lesson-end]");
    if (end && !read.has(here)) {
      const sentinel = document.createElement("span");
      end.append(sentinel);
      // Read is: the end was in view, and somebody scrolled or stayed for ten seconds. A short lesson ends where it begins.
      let ended = false, stayed = 0, scrolled = false;
      const opened = Date.now();
      const judge = () => {
        if (!ended || read.has(here) || !(scrolled || stayed >= 10)) return;
        read.add(here);
        // Another tab may have read something in the meantime.
        store.set("read", [...new Set([...store.get("read", []), here])]);
        show();
      };
      const clock = setInterval(() => {
        if (!document.hidden) stayed += 1;
        judge();
        if (stayed >= 10) clearInterval(clock);
      }, 1000);
      addEventListener("scroll", () => {
        // A link to a place in the page scrolls as well, at once.
        if (location.hash && Date.now() - opened < 1000) return;
        scrolled = true;
        judge();
      }, { passive: true });
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        ended = true;
        judge();
      });
      observer.observe(sentinel);
    }
  }

  const go = document.querySelector("[data-go-on]");
  const last = store.get("last", null);
  if (go && last?.url?.startsWith(base)) {
    const onward = read.has(last.url) && last.next;
    go.querySelector("[data-go-title]").textContent = "Go on with";
    const link = go.querySelector("[data-go-link]");
    link.href = onward ? last.next : last.url;
    link.textContent = onward ? last.nextTitle : last.title;
    go.querySelector("[data-go-note]")?.remove();
    const count = Number(go.dataset.goOn), done = Math.min(count, [...read].filter((url) => url.startsWith(base)).length);
    const progress = go.querySelector("[data-go-progress]");
    if (progress && done) progress.textContent = `${done} of ${count} lesson${count === 1 ? "" : "s"} read`;
    go.querySelector("[data-go-meta]").textContent = onward ? `You last read “${last.title}”.` : "This is where you left off.";
  }
}
