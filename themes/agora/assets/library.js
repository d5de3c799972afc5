// The library narrowed down: by words, kind, language, tag and person. The address holds what is chosen, so that a narrowed list
// can be linked to and kept, and Back leads to the one before.
const form = document.querySelector("[data-library]");
const items = [...document.querySelectorAll("[data-library-list] > li")];
const status = document.querySelector("[data-library-status]");
const nothing = document.querySelector("[data-library-nothing]");
const controls = [...form.querySelectorAll("[name]")];
const clear = form.querySelector("[data-library-clear]");

/** As people write it in a hurry: without capitals and accents. */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
const texts = items.map((item) => plain(item.textContent));

const has = {
  kind: (item, value) => item.dataset.kind === value,
  language: (item, value) => item.dataset.language === value,
  tag: (item, value) => [...item.querySelectorAll("[data-tag]")].some((tag) => tag.dataset.tag === value),
  by: (item, value) => item.dataset.by === value,
};

/** Puts what the address says into the controls. What the library does not have is not chosen. */
function read() {
  const query = new URLSearchParams(location.search);
  for (const control of controls) {
    const value = query.get(control.name) ?? "";
    if (control.options) control.value = [...control.options].find((option) => plain(option.value) === plain(value))?.value ?? "";
    else control.value = value;
  }
}

/** Shows what fits. */
function apply() {
  const words = plain(form.elements.q.value).split(" ").filter(Boolean);
  const chosen = controls.filter((control) => control.options && control.value);
  let shown = 0;
  items.forEach((item, at) => {
    const fits = words.every((word) => texts[at].includes(word)) && chosen.every((control) => has[control.name](item, control.value));
    item.hidden = !fits;
    shown += fits;
  });
  const noun = items.length === 1 ? "resource" : "resources";
  status.textContent = shown === items.length ? `${shown} ${noun}` : `${shown} of ${items.length} ${noun}`;
  nothing.hidden = shown > 0;
  clear.hidden = !words.length && !chosen.length;
}

/** The address of what is chosen. */
function address() {
  const query = new URLSearchParams();
  for (const control of controls) if (control.value.trim()) query.set(control.name, control.value.trim());
  return String(query) ? `?${query}` : location.pathname;
}

const go = () => {
  if (location.search !== new URL(address(), location).search) history.pushState(null, "", address());
  apply();
};

let later;
form.addEventListener("change", go);
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(later); go(); });
form.elements.q.addEventListener("input", () => {
  // A word that is being written is one step of the history, and it is not counted aloud letter by letter.
  clearTimeout(later);
  later = setTimeout(() => { history.replaceState(null, "", address()); apply(); }, 250);
});
clear.addEventListener("click", () => {
  for (const control of controls) control.value = "";
  go();
  form.elements.q.focus();
});
addEventListener("popstate", () => { read(); apply(); });
read();
apply();
