// cohort.js: the reader's own cohort, and what is next in it at this very moment. Every page is right without it for the
// cohort that is on; nothing is sent anywhere.
import { all, base, localTimes, store } from "./agora.js";

const now = () => Date.now();
export const own = mine();

follow();
choose();
board();
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

/** The course's own links to the schedule lead to that of the reader's cohort. */
function follow() {
  for (const link of all("[data-section=schedule]")) if (own) link.href = own.schedule;
}

/** "This is my cohort": one of them at a time, or none. */
function choose() {
  for (const box of all("[data-choose-cohort]")) {
    const { chooseCohort: id, schedule, title, until } = box.dataset;
    box.checked = own?.id === id;
    box.addEventListener("change", () => store.set("cohort", box.checked ? { id, schedule, title, until } : null));
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

/** The next session of the home page or of a cohort's page, if the one that was built is over or the reader's cohort is another. */
async function board() {
  const place = document.querySelector("[data-next-up]");
  if (!place) return;
  const other = place.dataset.nextUp === "own" && own && own.id !== place.dataset.cohort;
  const built = place.querySelector(".session");
  if (!other && (!built || ahead(built))) return;
  const address = other ? own.schedule : place.dataset.schedule;
  let page;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch { return; /* what was built stays, and says that it is over */ }
  const next = all(".session", page).filter(ahead).sort((a, b) => span(a).start - span(b).start)[0];
  const title = document.querySelector("[data-next-title]");
  if (title) title.textContent = next ? "Next session" : "On the board";
  document.querySelector("[data-next-week]")?.remove();
  const id = next?.parentElement?.id;
  const shown = next ? document.adoptNode(next) : document.createElement("p");
  if (next) {
    next.classList.add("big");
    next.querySelector(".session-talk")?.remove();
    const heading = next.querySelector("h3, .session-title");
    const link = document.createElement("a");
    link.href = id ? `${address}#${id}` : address;
    link.append(...heading.childNodes);
    heading.append(link);
  } else {
    shown.textContent = "No session lies ahead. Everything stays here to read.";
  }
  if (other) {
    const whose = document.createElement("p");
    whose.className = "eyebrow";
    whose.textContent = own.title;
    place.replaceChildren(whose, shown);
    card(page);
  } else {
    place.replaceChildren(shown);
  }
  localTimes(place);
}

/** The home page's card of the cohort: whose it is, and its calendar. */
function card(page) {
  const card = document.querySelector("[data-cohort-card]");
  const calendar = card?.querySelector(".calendar-links"), other = page.querySelector(".calendar-links");
  if (!calendar || !other) return;
  const link = card.querySelector("h2 a");
  link.href = own.schedule.replace(/schedule\/$/, "");
  link.textContent = own.title;
  calendar.replaceWith(document.adoptNode(other));
  for (const old of all(":scope > .meta, :scope > .people", card)) old.remove();
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
  let week;
  while ((week = over.nextElementSibling)?.matches("[data-to]") && week.dataset.to < today && !all(".session", week).some(ahead)) {
    inside.append(week);
    over.hidden = false;
  }
  const numbers = all("[data-number]", inside).map((one) => one.dataset.number), last = numbers.at(-1);
  const names = numbers.length > 2 ? `Weeks ${numbers[0]} to ${last} (over)` : numbers.length === 2 ? `Weeks ${numbers[0]} and ${last} (over)` : numbers.length ? `Week ${last} (over)` : "What is over";
  over.querySelector("summary > span").textContent = names;
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
