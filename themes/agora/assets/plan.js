// plan.js: the facilitator's runbook. What is done is remembered in this browser.
const plan = document.querySelector("[data-plan]");
const key = `stoa:${document.body.dataset.base || "/"}:plan:${plan?.dataset.plan}`;

/** A browser that keeps nothing is no error. */
function read() {
  try { return new Set(JSON.parse(localStorage.getItem(key)) ?? []); } catch { return new Set(); }
}

const done = read();
for (const box of plan?.querySelectorAll("[data-plan-done]") ?? []) {
  const show = () => box.closest("li").toggleAttribute("data-done", box.checked);
  box.checked = done.has(box.dataset.planDone);
  show();
  box.addEventListener("change", () => {
    if (box.checked) done.add(box.dataset.planDone); else done.delete(box.dataset.planDone);
    try { localStorage.setItem(key, JSON.stringify([...done].sort())); } catch { /* kept for this page only */ }
    show();
  });
}
