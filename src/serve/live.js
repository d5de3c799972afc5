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
      help && element("p", "help", "help: ", help),
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
    @media (prefers-color-scheme: dark) {
      dialog { color: #ececf1; background: #1e1e24; border-top-color: #ff6b64; }
      .place { color: #b4b4c0; }
      pre { background: #2a2a32; }
      mark { background: #5c2422; text-decoration-color: #ff6b64; }
      button:focus-visible { outline-color: #8ab4ff; }
    }
    @media (forced-colors: active) { dialog { border: 2px solid CanvasText; } }
  `;

  let host = null;
  let dialog = null;

  const show = (problems) => {
    // A page in a frame leaves it to the page around it.
    if (window.top !== window) return;
    if (waiting) {
      const main = document.querySelector("main");
      main.replaceChildren(main.querySelector("h1"), element("p", "", problems.title), ...list(problems));
      return;
    }
    if (!host) {
      host = document.createElement("stoa-problems");
      const root = host.attachShadow({ mode: "open" });
      // Not a style element, which a content security policy may forbid.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      root.adoptedStyleSheets = [sheet];
      dialog = element("dialog");
      dialog.setAttribute("role", "alertdialog");
      dialog.setAttribute("aria-labelledby", "title");
      dialog.lang = "en";
      dialog.dir = "ltr";
      root.append(dialog);
      document.documentElement.append(host);
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
