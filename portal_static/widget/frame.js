/* The pages in the widget's frame: talk to the launcher, remember the visitor's links, count what is new. They say what
   they know only to a page that has shown that it is one of the key's origins. */
(() => {
  "use strict";
  const root = document.documentElement;
  const { key, origins, color } = root.dataset;
  const home = `/widget/${key}`;
  const [, token] = location.pathname.match(/\/t\/([^/]+)/) ?? [];
  const field = (name) => document.querySelector(`main form [name="${name}"]`);
  let host, proof, shown = false;

  /* Links and what was read stay on this origin, in a cookie of the part that is the surrounding site's alone: browsers
     that give a frame no storage give it that. Without any, the visitor has their links by mail. */
  const old = `workestra.${key}=`, jar = `__Secure-${old}`;
  const known = (() => {
    const { cookie } = document, kept = cookie.split(jar)[1] ?? cookie.split(old)[1];
    try { return { links: [], seen: {}, ...JSON.parse(decodeURIComponent(kept.split(";")[0])) } } catch { return { links: [], seen: {} } }
  })();
  const before = known.at;
  const keep = () => {
    const seen = Object.fromEntries(Object.entries(known.seen).slice(-40)); // a cookie holds 4 KB
    const value = encodeURIComponent(JSON.stringify({ links: known.links, seen, at: token }));
    document.cookie = `${jar}${value}; Path=${home}; Max-Age=15552000; Secure; SameSite=None; Partitioned`;
  };

  const same = (one, other) => one?.replace(/\.\w+$/, "") === other?.replace(/\.\w+$/, ""); // shown or mailed

  const tell = (message) => { if (host) parent.postMessage({ workestra: key, ...message }, host) };
  const made = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    return Object.assign(element, attributes);
  };

  const prefill = (values) => {
    for (const name of ["name", "email", "type", "title", "description"]) {
      const input = field(name);
      if (input && typeof values?.[name] === "string" && (!input.value || name === "type")) input.value = values[name];
    }
  };

  const isNew = (request) => request.replied_at > (known.seen[request.ref] ?? (request.status === "closed" ? "~" : ""));
  const read = () => {
    if (!token || !shown) return;
    const latest = [...document.querySelectorAll(".message.agent time")].map((time) => time.dateTime).sort().pop();
    if (!(latest > (known.seen[root.dataset.ref] ?? ""))) return;
    known.seen[root.dataset.ref] = latest;
    keep();
  };

  let listed;
  const list = (requests) => {
    const place = document.getElementById("requests"), text = JSON.stringify(requests);
    if (!place || listed === text) return; // what has the focus keeps it
    listed = text;
    place.hidden = !requests.length;
    const items = [...requests].sort((one, other) => isNew(other) - isNew(one)).map((request) => {
      const item = document.createElement("li"), link = made("a", "", { href: `${home}/t/${request.token}` });
      link.append(made("bdi", request.title), made("span", request.status_text, { className: "quiet" }));
      if (isNew(request)) link.append(made("span", place.dataset.new, { className: "new" }));
      item.append(link);
      return item;
    });
    const [newest, older] = place.querySelectorAll("ul");
    newest.replaceChildren(...items.splice(0, 3));
    older.replaceChildren(...items);
    older.parentElement.hidden = !items.length;
  };

  const news = (requests) => {
    tell({ type: "unread", count: requests.filter(isNew).length });
    const own = requests.find((request) => same(request.token, token));
    const more = document.getElementById("more");
    if (more && own && isNew(own)) more.hidden = false;
  };

  /* One question at a time: some tokens open but once. An answer to whoever was here before is dropped. */
  let asking, again;
  const ask = async () => {
    again = true;
    if (asking) return;
    asking = true;
    try {
      while (again) {
        again = false;
        await answered(proof);
      }
    } finally { asking = false }
  };
  const answered = async (claim) => {
    read();
    if (!claim && !known.links.length) return show([]);
    const body = new URLSearchParams({ proof: claim ?? "", tokens: known.links.join(" ") });
    const answer = await fetch(`${home}/requests${location.search}`, { method: "POST", body, credentials: "omit" }).catch(() => null);
    if (proof !== claim) return;
    if (answer?.status === 403) {
      proof = undefined;
      tell({ type: "refused" });
      return ask();
    }
    if (!answer?.ok) return;
    const { person, requests } = await answer.json();
    if (proof !== claim) return;
    if (person) {
      proof = person.proof;
      tell({ type: "identified", proof });
      prefill(person);
      const own = requests.filter((request) => request.own);
      known.links = known.links.filter((link) => !own.some((request) => same(request.token, link))); // not for who is next in this browser
      keep();
    }
    show(requests);
  };
  const show = (requests) => {
    list(requests);
    news(requests);
  };

  const heard = {
    welcome(message) {
      if (message.back && before && !token) return location.replace(`${home}/t/${before}`); // a page that is drawn anew takes its frames along
      shown = message.open;
      prefill(message.prefill);
      if (root.dataset.notice === "created") tell({ type: "sent", ref: root.dataset.ref });
      heard.identify(message);
    },
    identify(message) {
      proof = typeof message.proof === "string" ? message.proof : proof;
      void ask();
    },
    prefill(message) { prefill(message.prefill) },
    opened() {
      shown = true;
      if (!document.activeElement || document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
      void ask();
    },
    closed() { shown = false },
  };
  addEventListener("message", ({ data, source, origin }) => {
    if (source !== parent || !origins.split(" ").includes(origin) || data?.workestra !== key) return;
    host = origin;
    if (Object.hasOwn(heard, data.type)) heard[data.type](data);
  });

  addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing) tell({ type: "close" }) });
  const spoken = navigator.languages.find((one) => one.startsWith(root.lang)) ?? root.lang;
  for (const time of document.querySelectorAll("time")) { // the visitor's own clock, where the page itself can only say UTC
    time.textContent = new Date(time.dateTime).toLocaleString(spoken, { dateStyle: "medium", timeStyle: "short" });
  }
  if (!document.querySelector(".notice, .outcome")) document.querySelector(".message:last-child")?.scrollIntoView({ block: "nearest" });
  for (const link of document.querySelectorAll(".words a")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });

  /* What was typed survives a walk through the site. */
  const drafts = (() => { try { return localStorage } catch { return {} } })();
  if (root.dataset.notice) for (const name of Object.keys(drafts)) if (name.startsWith(jar)) delete drafts[name];
  for (const input of ["title", "description", "body"].map(field).filter(Boolean)) {
    const name = `${jar}${token ?? ""}.${input.name}`;
    if (!input.value && drafts[name]) input.value = drafts[name];
    input.addEventListener("input", () => { drafts[name] = input.value });
  }

  /* A form that is lost on its way leaves all that was typed. What comes without a redirect the browser alone may show. */
  addEventListener("submit", async (event) => {
    const form = event.target, { action } = form;
    if (event.defaultPrevented || !action.startsWith(`${location.origin}/`)) return;
    event.preventDefault();
    if (form.ariaBusy) return;
    form.ariaBusy = "true";
    form.querySelector("[role=alert]")?.remove();
    const body = new FormData(form);
    if (proof) body.append("proof", proof);
    const answer = await fetch(action, { method: "POST", body, signal: AbortSignal.timeout(60_000) }).catch(() => null);
    form.ariaBusy = null;
    if (answer?.redirected) location.assign(answer.url);
    else if (answer?.status < 500) form.submit();
    else (form.querySelector(".actions") ?? form.lastElementChild).before(document.getElementById("unsent").content.cloneNode(true));
  });

  /* Most visitors never need the script that sends files ahead. */
  const attach = document.querySelector("[data-script]");
  if (attach) {
    attach.querySelector(".hint").textContent = attach.dataset.hint;
    attach.querySelector(".larger")?.remove();
    for (const sign of ["pointerover", "focusin", "change"]) attach.addEventListener(sign, () => import(attach.dataset.script), { once: true });
  }

  if (token && root.dataset.ref) {
    known.links = [token, ...known.links.filter((other) => !same(other, token))].slice(0, 10);
    known.seen[root.dataset.ref] ??= new Date().toISOString();
  }
  keep();
  document.getElementById("more")?.addEventListener("click", () => location.replace(location.pathname));
  document.querySelector(".summary")?.focus(); // what a page of its own does by itself, browsers refuse to a frame's
  if (parent !== window) {
    parent.postMessage({ workestra: key, type: "hello", color }, "*"); // nothing that isn't in the page's own source
    setInterval(() => { if (document.visibilityState === "visible") void ask() }, 30_000);
  }
})();
