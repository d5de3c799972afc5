// cohort.js: the reader's own cohort, and what is next in it at this very moment. Every page is right without it for the
// cohort that is on; nothing is sent anywhere.
import { all, base, localTimes, store } from "./agora.js";

const now = () => Date.now();
export const own = mine();

follow();
choose();
board();
sessions();
weeks();
views();

/** The cohort that this reader chose, as long as it is not over. */
function mine() {
  const chosen = store.get("cohort", null);
  // A cohort's last day ends a little later in some places than here.
  const over = !chosen?.schedule?.startsWith(base) || now() > Date.parse(`${chosen.until}T23:59:59Z`) + 864e5;
  if (chosen && over) store.set("cohort", null);
  return over ? null : chosen;
}

/** What speaks of the cohort that is on speaks of the reader's: links, names, and the schedule without a cohort in its address. */
function follow() {
  if (!own) return;
  for (const link of all("[data-section=schedule]")) link.href = own.schedule;
  for (const link of all("[data-choose-link], .thread-of a")) link.textContent = "Another cohort";
  // What a forum shows is for its own script.
  for (const whose of all("[data-thread-of]")) if (!whose.closest("[data-thread], .session")) whose.textContent = own.title;
  const line = document.querySelector("[data-zone-line][data-cohort]");
  const isShort = location.pathname === `${base}schedule/` && line && line.dataset.cohort !== own.id;
  if (isShort && all(".picker a").some((link) => link.pathname === own.schedule)) location.replace(own.schedule + location.hash);
}

/** "This is my cohort": one of them at a time, or none. */
function choose() {
  const boxes = all("[data-choose-cohort]");
  const mark = (id) => {
    for (const box of boxes) box.checked = box.dataset.chooseCohort === id;
    for (const row of all("[data-cohort-row]")) row.toggleAttribute("data-own", row.dataset.cohortRow === id);
  };
  mark(own?.id);
  for (const box of boxes) {
    const { chooseCohort: id, schedule, title, until } = box.dataset;
    box.addEventListener("change", () => {
      store.set("cohort", box.checked ? { id, schedule, title, until } : null);
      mark(box.checked ? id : undefined);
    });
  }
}

/** When a session begins and ends, by its two `time` elements. */
function span(session) {
  const [start, end] = Array.from(session.querySelectorAll("[data-when] time"), (time) => Date.parse(time.dateTime));
  return { start, end: end || start };
}

/** Whether a session takes place and is not over. */
function ahead(session) {
  return !session.matches(".cancelled") && span(session).end > now();
}

/** Another page of the portal. */
async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** A session of a schedule, to stand on another page: its name leads back, and the talk about it stays where it was. */
function taken(session, address) {
  const id = session.parentElement?.id;
  const shown = document.importNode(session, true);
  for (const part of all(".session-talk", shown)) part.remove();
  const heading = shown.querySelector("h3, .session-title");
  const link = document.createElement("a");
  link.href = id ? `${address}#${id}` : address;
  link.append(...heading.childNodes);
  heading.append(link);
  return shown;
}

/** An element with a text, and a class. */
function made(name, text, className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** The next session of the home page or of a cohort's page, if the one that was built is over or the reader's cohort is another. */
async function board() {
  const place = document.querySelector("[data-next-up]");
  if (!place) return;
  const other = place.dataset.nextUp === "own" && own && own.id !== place.dataset.cohort;
  const built = place.querySelector(".session");
  if (!other && (!built || ahead(built))) return;
  const address = other ? own.schedule : place.dataset.schedule;
  let page, about;
  try {
    [page, about] = await Promise.all([load(address), other ? load(ownPage()) : null]);
  } catch { return; /* what was built stays, and says that it is over */ }
  const next = all(".session", page).filter(ahead).sort((a, b) => span(a).start - span(b).start)[0];
  const title = document.querySelector("[data-next-title]");
  if (title) title.textContent = !next ? "On the board" : next.dataset.format === "deadline" ? "Next deadline" : "Next session";
  const week = next?.closest(".week"), number = document.querySelector("[data-next-week]");
  if (number && week?.dataset.number) number.textContent = `Week ${week.dataset.number}`;
  else number?.remove();
  const parts = [];
  if (other) parts.push(made("p", own.title, "eyebrow"));
  if (next) {
    const shown = taken(next, address);
    shown.classList.add("big");
    const day = shown.querySelector(".hours time").dateTime.slice(0, 10);
    shown.querySelector(".day").textContent = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T12:00Z`));
    parts.push(shown, ...also(week, next, address));
  } else {
    parts.push(made("p", "No session lies ahead. Everything stays here to read."));
  }
  // What stands below stays where it is: the room is kept, and what else is in the week is for where there is room for it.
  const room = place.offsetHeight;
  place.style.minBlockSize = `${room}px`;
  place.replaceChildren(...parts);
  if (other) card(about);
  localTimes(place);
  if (!other && place.offsetHeight > room) for (const extra of all(":scope > .also, :scope > .session ~ .eyebrow", place)) extra.remove();
}

/** What else is in the week of the next session. */
function also(week, next, address) {
  const others = all(".session", week ?? undefined).filter((session) => week && session !== next && span(session).end > now());
  if (!others.length || week.dataset.from > new Date(now() + 864e5).toISOString().slice(0, 10)) return [];
  const list = made("ul", "", "also");
  for (const session of others) {
    const line = made("li", "");
    line.dataset.format = session.dataset.format;
    const when = made("time", `${session.querySelector(".day").textContent}, ${session.querySelector(".hours time").dateTime.slice(11, 16)}`);
    when.dateTime = session.querySelector(".hours time").dateTime;
    const name = session.querySelector("h3, .session-title").cloneNode(true);
    const link = made("a", "");
    link.href = `${address}#${session.parentElement.id}`;
    link.append(...name.childNodes);
    line.append(when, " ", link);
    if (session.matches(".cancelled")) line.append(" ", made("strong", "cancelled"));
    list.append(line);
  }
  return [made("p", "Also this week", "eyebrow"), list];
}

function ownPage() {
  return own.schedule.replace(/schedule\/$/, "");
}

/** The home page's card of the cohort: whose it is, when, with whom, its calendar; and its teams in the groups. */
function card(page) {
  const card = document.querySelector("[data-cohort-card]");
  if (!card) return;
  const link = card.querySelector("h2 a");
  link.href = ownPage();
  link.textContent = own.title;
  for (const part of ["[data-cohort-dates]", "[data-cohort-people]", ".calendar"]) {
    const mine = card.querySelector(part), theirs = page.querySelector(part);
    if (mine && theirs) mine.replaceChildren(...document.importNode(theirs, true).childNodes);
    else mine?.remove();
  }
  for (const group of all(".groups > [data-group]")) {
    group.querySelector("[data-group-teams]")?.remove();
    const teams = all(".teams > li", page).filter((team) => team.dataset.group === group.dataset.group);
    if (!teams.length) continue;
    const line = made("p", "Teams: ", "meta");
    teams.forEach((team, at) => {
      const name = made("a", team.querySelector("h3").textContent);
      name.href = team.querySelector("h3 a")?.getAttribute("href") ?? `${ownPage()}#${team.id}`;
      line.append(at ? ", " : "", name);
    });
    group.append(line);
  }
}

/** The sessions of a module, of the reader's own cohort. */
async function sessions() {
  const places = all("[data-sessions-of]").filter((place) => own && place.dataset.sessionsOf !== own.id);
  if (!places.length) return;
  let page;
  try { page = await load(own.schedule); } catch { return; /* what was built stays, and says whose it is */ }
  for (const place of places) {
    const { module } = place.dataset;
    const found = all(".session", page).filter((session) => !module || session.dataset.module === module);
    const list = place.querySelector(".session-list");
    const lines = found.map((session) => {
      const line = made("li", ""), shown = taken(session, own.schedule);
      for (const part of all(module ? ".session-add, [data-part-of]" : ".session-add", shown)) part.remove();
      line.append(shown);
      return line;
    });
    list.replaceChildren(...(lines.length ? lines : [made("li", "No session on the schedule of this cohort.", "empty")]));
    const whose = place.querySelector("[data-whose]");
    whose.textContent = own.title;
    whose.href = ownPage();
    place.querySelector("[data-whose-zone]").textContent = page.querySelector("[data-zone-line]")?.dataset.zoneLine.replaceAll("_", " ") ?? "its own zone";
    localTimes(place);
  }
}

/** The schedule's marks as they are today and not when the portal was built. */
function weeks() {
  const line = document.querySelector("[data-zone-line]");
  if (!line) return;
  for (const session of all(".session:not(.past)")) session.classList.toggle("past", span(session).end < now());
  let today;
  try {
    today = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeZone: line.dataset.zoneLine || "UTC" }).format();
  } catch { return; /* a zone that this browser does not know */ }
  for (const week of all("[data-from]")) {
    const current = week.dataset.from <= today && today <= week.dataset.to;
    week.classList.toggle("current", current);
    const tag = week.querySelector("[data-now]");
    if (tag) tag.hidden = !current;
  }
  fold(today);
}

/** What is over by now joins what was over when the portal was built. */
function fold(today) {
  const over = document.querySelector("[data-over]"), inside = over?.querySelector(":scope > div");
  if (!inside) return;
  const isOver = (week) => week.dataset.to && week.dataset.to < today && !all(".session", week).some(ahead);
  const weeks = all(":scope > [data-from], :scope > [data-to]", over.parentElement);
  const first = weeks.findIndex((week) => !isOver(week));
  // Of a cohort that is over, everything is there to read.
  for (const week of weeks.slice(0, Math.max(first, 0))) {
    inside.append(week);
    over.hidden = false;
  }
  const numbers = all("[data-number]", inside).map((one) => one.dataset.number), last = numbers.at(-1);
  const names = numbers.length > 2 ? `Weeks ${numbers[0]} to ${last} (over)` : numbers.length === 2 ? `Weeks ${numbers[0]} and ${last} (over)` : numbers.length ? `Week ${last} (over)` : "What is over";
  over.querySelector(":scope > summary > span").textContent = names;
  let target = null;
  try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* not an id */ }
  if (target && inside.contains(target) && !over.open) {
    over.open = true;
    target.scrollIntoView();
  }
}

/** Week by week, or one line a session: the reader's choice is kept. */
function views() {
  const kept = store.get("view", "weeks");
  for (const radio of all("[name=schedule-view]")) {
    radio.checked = radio.value === kept;
    radio.addEventListener("change", () => store.set("view", radio.value));
  }
}
