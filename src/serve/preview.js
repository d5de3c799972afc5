// The preview of a discussion in `stoa serve`: an author sees the page as it will be, and nothing is sent. It is in no portal
// that is built.
const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: block; }
  * { box-sizing: border-box; }
  .banner { margin: 0 0 1rem; padding: 0.5rem 0.75rem; border: 2px dashed currentColor; border-radius: 0.5rem; font-weight: 600; }
  ol { list-style: none; margin: 0; padding: 0; }
  ol ol { margin-inline-start: 1.25rem; padding-inline-start: 0.75rem; border-inline-start: 2px solid; }
  li { margin-block: 0.75rem; }
  p { margin: 0.25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  form { display: grid; gap: 0.5rem; margin-block: 1rem; }
  label { display: grid; gap: 0.25rem; font-weight: 500; }
  input, textarea { inline-size: 100%; padding: 0.5rem; border: 1px solid; border-radius: 0.375rem; background: transparent; color: inherit; font: inherit; }
  button { min-block-size: 2.75rem; padding: 0.25rem 0.75rem; border: 1px solid; border-radius: 0.375rem; background: transparent; color: inherit; font: inherit; cursor: pointer; justify-self: start; }
  :focus-visible { outline: 3px solid; outline-offset: 2px; }
`);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export default function preview(place, embed) {
  const threads = new URL("threads", import.meta.url);
  threads.searchParams.set("key", embed.key);
  const host = element("div", { lang: "en", dir: "ltr" });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [style];
  const list = element("ol", { "aria-label": "Posts" });
  root.append(element("p", { class: "banner" }, "Preview: nothing is sent. What you post is kept until stoa serve ends."), list, form(null));
  place.replaceChildren(host);

  function form(parent, done = () => {}) {
    const name = element("input", { name: "author", autocomplete: "off", maxlength: "80", value: "You" });
    const text = element("textarea", { name: "text", rows: "3", required: "", maxlength: "4000" });
    const button = element("button", {}, parent ? "Reply" : "Post");
    const made = element("form", {}, element("label", {}, "Name", name), element("label", {}, parent ? "Your reply" : "What you want to say", text), button);
    made.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await fetch(threads, {
        method: "POST", headers: { "content-type": "application/json" },
        body: JSON.stringify({ author: name.value, text: text.value, parent }),
      });
      if (!answer.ok) return text.setCustomValidity(await answer.text()), text.reportValidity(), text.setCustomValidity("");
      text.value = "";
      show(await answer.json());
      done();
    });
    return made;
  }

  function show(posts) {
    const inside = new Map([[null, list]]);
    list.replaceChildren();
    for (const post of posts) {
      const reply = element("button", { type: "button" }, "Reply");
      const replies = element("ol");
      const item = element("li", { id: `post-${post.id}` }, element("strong", {}, post.author), element("p", { dir: "auto" }, post.text), reply, replies);
      reply.addEventListener("click", () => {
        const box = form(post.id);
        reply.replaceWith(box);
        box.querySelector("textarea").focus();
      });
      inside.set(post.id, replies);
      (inside.get(post.parent) ?? list).append(item);
    }
    // The page waits for a sign that the forum has spoken.
    if (!place.querySelector("[data-thread-spoken]")) host.after(element("i", { hidden: "", "data-thread-spoken": "" }));
  }

  fetch(threads).then((answer) => answer.json()).then(show, () => {});
}
