// privacy.js: what this browser keeps for the portal, and how to make it forget. Only on the privacy page.
import { all, base } from "./agora.js";

const status = document.querySelector("[data-forget-status]");
/** The keys of this portal, and those that all portals at this host share. */
const own = (key) => key.startsWith(`stoa:${base}:`) || key.startsWith("stoa:forum:") || key === "stoa:theme";
const kept = () => { try { return Object.keys(localStorage).filter(own); } catch { return []; } };
const drop = (keys) => { for (const key of keys) try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };

function show() {
  for (const line of all("[data-forget-host]")) {
    const always = kept().includes(`stoa:forum:${line.dataset.forgetHost}`);
    line.querySelector("[data-forget-one]").hidden = !always;
    line.querySelector("[data-forget-state]").textContent = always ? "You said that it may always be loaded." : "Your browser asks you each time.";
  }
}

for (const line of all("[data-forget-host]")) {
  line.querySelector("[data-forget-one]").addEventListener("click", () => {
    drop([`stoa:forum:${line.dataset.forgetHost}`]);
    show();
    status.textContent = `From the next page on you are asked before anything is loaded from ${line.dataset.forgetHost}.`;
  });
}
document.querySelector("[data-forget-all]").addEventListener("click", () => {
  const keys = kept();
  drop(keys);
  delete document.documentElement.dataset.theme;
  show();
  status.textContent = keys.length ? "Forgotten. This portal knows nothing about you any more." : "There was nothing to forget.";
});
show();
