// Keeps a page that is served by `stoa serve` up to date. It is in no portal that is built.
(() => {
  "use strict";
  const script = document.currentScript;
  const waiting = script.hasAttribute("data-waiting");
  let revision = script.dataset.revision;
  let source = null;
  let retry = 0;

  // A browser has six connections for all its tabs, so only the tab that is seen has one.
  const follow = () => {
    clearTimeout(retry);
    const seen = document.visibilityState === "visible";
    if (seen && !source) connect();
    if (!seen) leave();
  };

  const leave = () => {
    clearTimeout(retry);
    if (source) source.close();
    source = null;
  };

  const connect = () => {
    const url = new URL("events", script.src);
    url.search =
      "revision=" + encodeURIComponent(revision) + "&page=" + encodeURIComponent(location.pathname);
    source = new EventSource(url);
    // The browser's own retry would ask with the revision of the first time.
    source.onerror = () => {
      leave();
      retry = setTimeout(follow, 1000);
    };
    const on = (name, act) => source.addEventListener(name, (event) => act(event.data));
    on("revision", (now) => { revision = now; });
    on("styles", (now) => { revision = now; restyle(now); });
    on("reload", () => location.reload());
    on("problems", (data) => show(JSON.parse(data)));
    on("fixed", hide);
    on("warnings", (data) => remind(data));
  };

  // The old sheet stays until the new one is there, so that the page never flashes.
  const restyle = (now) => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      const url = new URL(link.href);
      if (url.origin !== location.origin || link.dataset.stoaLeaves) continue;
      url.searchParams.set("stoa", now);
      const next = link.cloneNode();
      next.href = url.href;
      link.dataset.stoaLeaves = "true";
      next.addEventListener("load", () => link.remove());
      next.addEventListener("error", () => {
        delete link.dataset.stoaLeaves;
        next.remove();
      });
      link.after(next);
    }
  };

  // Everything below is inserted as text: nothing in a course can act through a message.
  const element = (name, className, ...children) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  const item = ({ code, place, message, help, line }) => {
    const source = line && element("pre", "", `${line.number} `, line.before, element("mark", "", line.marked), line.after);
    return element(
      "li", "",
      element("p", "message", message),
      element("p", "place", element("code", "", place), ` ${code}`),
      source,
      element("p", "help", "help: ", help),
    );
  };

  const list = (problems) => {
    const more = problems.more > 0 ? element("p", "", `and ${problems.more} more`) : null;
    const items = element("ol", "", ...problems.items.map(item));
    items.setAttribute("role", "list");
    return [items, more].filter(Boolean);
  };

  const style = `
    :host { all: initial; }
    dialog {
      box-sizing: border-box; inset: 0; margin: auto; width: min(46rem, 100vw - 1rem);
      max-height: calc(100vh - 1rem); max-height: calc(100dvh - 1rem); overflow: auto; padding: 1rem;
      border: 0; border-top: .375rem solid #c4302b; border-radius: .5rem;
      font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1f; background: #fff;
      color-scheme: light dark; overflow-wrap: anywhere; text-align: start;
    }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    h2 { font-size: 1.125rem; line-height: 1.3; margin: 0 0 .75rem; }
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; }
    li p { margin: 0; }
    .message { font-weight: 600; }
    .place { font-size: .875rem; color: #55555f; }
    code, pre { font-family: ui-monospace, monospace; font-size: .875rem; }
    pre { margin: .375rem 0; padding: .5rem; white-space: pre-wrap; border-radius: .25rem; background: #f1f1f4; color: inherit; }
    mark { color: inherit; background: #ffd9d6; text-decoration: underline wavy #c4302b; text-underline-offset: .2em; }
    button {
      font: inherit; margin: 1rem 0 0; min-height: 2.75rem; padding: .25rem 1rem; border-radius: .375rem;
      border: 1px solid #76767f; background: transparent; color: inherit; cursor: pointer;
    }
    button:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
    aside {
      position: fixed; z-index: 2147483647; inset: auto .5rem .5rem auto; max-width: calc(100vw - 1rem);
      display: grid; justify-items: end; gap: .5rem;
      font: .875rem/1.5 system-ui, sans-serif; color: #1b1b1f; color-scheme: light dark; overflow-wrap: anywhere; text-align: start;
    }
    aside > * { box-sizing: border-box; border: 1px solid #76767f; background: #fff; }
    aside > button { margin: 0; min-height: 2rem; padding: 0 .75rem; border-radius: 1rem; }
    aside > button::before { content: ""; display: inline-block; width: .5rem; height: .5rem; margin-right: .5rem; border-radius: 50%; background: #b26a00; }
    #things {
      width: min(34rem, 100vw - 1rem); max-height: calc(100vh - 4rem); max-height: calc(100dvh - 4rem); overflow: auto;
      padding: 1rem; border-radius: .5rem; border-top: .375rem solid #b26a00;
    }
    #things:focus-visible { outline: 3px solid #2563eb; outline-offset: -3px; }
    #things mark { background: #ffe6bd; text-decoration-color: #b26a00; }
    [hidden] { display: none; }
    @media print { aside { display: none; } }
    @media (prefers-color-scheme: dark) {
      dialog { color: #ececf1; background: #1e1e24; border-top-color: #ff6b64; }
      aside { color: #ececf1; }
      aside > * { background: #1e1e24; border-color: #8e8e99; }
      aside > button::before { background: #ffb454; }
      #things { border-top-color: #ffb454; }
      #things:focus-visible { outline-color: #8ab4ff; }
      #things mark { background: #59400f; text-decoration-color: #ffb454; }
      .place { color: #b4b4c0; }
      pre { background: #2a2a32; }
      mark { background: #5c2422; text-decoration-color: #ff6b64; }
      button:focus-visible { outline-color: #8ab4ff; }
    }
    @media (forced-colors: active) { dialog { border: 2px solid CanvasText; } }
  `;

  let root = null;
  let dialog = null;
  let aside = null;

  const overlay = () => {
    if (root) return root;
    const host = document.createElement("stoa-problems");
    root = host.attachShadow({ mode: "open" });
    // Not a style element, which a content security policy may forbid.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    document.documentElement.append(host);
    return root;
  };

  const inEnglish = (node) => {
    node.lang = "en";
    node.dir = "ltr";
    return node;
  };

  // What the author did with the list outlives a reload, as most saves are one. It is no matter if it cannot be kept.
  const KEPT = "stoa-things";
  const kept = () => { try { return sessionStorage.getItem(KEPT); } catch { return null; } };
  const keep = (state) => { try { sessionStorage.setItem(KEPT, state); } catch { /* Without it, then. */ } };

  // Warnings: a button at the edge of the page, and their list above it. An author who hides them sees them again when
  // they are others.
  const remind = (data) => {
    if (window.top !== window || waiting) return;
    const focused = root && root.activeElement && aside && aside.contains(root.activeElement);
    if (aside) aside.remove();
    aside = null;
    if (!data || kept() === data) return;
    const warnings = JSON.parse(data);
    const panel = element("section", "");
    panel.id = "things";
    panel.tabIndex = 0;
    panel.setAttribute("aria-label", warnings.title);
    const hidden = element("button", "", "Hide until this changes");
    hidden.type = "button";
    panel.append(...list(warnings), hidden);
    const button = element("button", "", warnings.title);
    button.type = "button";
    button.setAttribute("aria-controls", panel.id);
    const open = (is) => {
      panel.hidden = !is;
      button.setAttribute("aria-expanded", String(is));
    };
    open(kept() === "open");
    button.addEventListener("click", () => {
      open(panel.hidden);
      keep(panel.hidden ? "" : "open");
    });
    hidden.addEventListener("click", () => {
      keep(data);
      aside.remove();
    });
    aside = inEnglish(element("aside", "", panel, button));
    aside.setAttribute("aria-label", "stoa");
    aside.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      open(false);
      keep("");
      button.focus();
    });
    overlay().append(aside);
    if (focused) button.focus({ preventScroll: true });
  };

  const show = (problems) => {
    // A page in a frame leaves it to the page around it.
    if (window.top !== window) return;
    if (waiting) {
      const main = document.querySelector("main");
      main.replaceChildren(main.querySelector("h1"), element("p", "", problems.title), ...list(problems));
      return;
    }
    if (!dialog) {
      dialog = inEnglish(element("dialog"));
      dialog.setAttribute("role", "alertdialog");
      dialog.setAttribute("aria-labelledby", "title");
      overlay().append(dialog);
    }
    const title = element("h2", "", problems.title);
    title.id = "title";
    const close = element("button", "", "Show the page as it was");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(title, ...list(problems), close);
    // Modal: it lies over everything, takes the focus, gives it back, and Esc closes it.
    if (!dialog.open) dialog.showModal();
    close.focus({ preventScroll: true });
    dialog.scrollTop = 0;
  };

  const hide = () => {
    if (dialog && dialog.open) dialog.close();
  };

  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pageshow", follow);
  window.addEventListener("pagehide", leave);
  follow();
})();
