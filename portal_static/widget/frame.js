/* The pages in the widget's frame: talk to the launcher, remember the visitor's links, count what is new. They say what
   they know only to a page that has shown that it is one of the key's origins. */
(() => {
  "use strict";
  const root = document.documentElement;
  const { key, origins, color } = root.dataset;
  const home = `/widget/${key}`;
  const [, token] = location.pathname.match(/\/t\/([^/]+)/) ?? [];
  const field = (name) => document.querySelector(`main form [name="${name}"]`);
  const isDrafting = () => ["title", "description", "body"].some((name) => field(name)?.value);
  let host, proof, shown = false;
  root.dataset.shut = ""; // until the launcher says otherwise

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
    const value = encodeURIComponent(JSON.stringify({ links: known.links, seen, who: known.who, at: token }));
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
  const latest = () => [...document.querySelectorAll(".message.agent time")].map((time) => time.dateTime).sort().pop() ?? "";
  const read = () => {
    const { ref } = root.dataset;
    if (!ref || !shown || known.seen[ref] >= latest()) return;
    known.seen[ref] = latest();
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
    const fresh = requests.filter(isNew).sort((one, other) => (one.replied_at < other.replied_at ? 1 : -1));
    tell({ type: "unread", count: fresh.length });
    if (shown || !fresh.length || isDrafting()) return;
    const [{ token: wanted, replied_at }] = fresh; // what the badge is about is there before it is pressed
    if (!same(wanted, token) || latest() < replied_at) location.replace(`${home}/t/${wanted}${location.search}`);
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
      known.who = [named(claim), person.email];
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

  /* Whom a token names; nobody has to believe it. */
  const named = (claim) => {
    try {
      const said = JSON.parse(atob(claim.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
      return (said[2] ?? said.email).toLowerCase();
    } catch { return "" }
  };
  /* Nothing of whoever was here before is left for the next one to see. */
  const leave = () => {
    document.body.hidden = true;
    Object.assign(known, { links: [], seen: {}, who: undefined });
    keep();
    forget();
    tell({ type: "unread", count: 0 });
    location.replace(home + location.search);
  };
  const turn = (open) => {
    shown = open;
    if (!open) return (root.dataset.shut = "");
    delete root.dataset.shut;
    document.dispatchEvent(new Event("look"));
  };

  const heard = {
    welcome(message) {
      if (message.back && before && !token) return location.replace(`${home}/t/${before}`); // a page that is drawn anew takes its frames along
      if ((shown = message.open)) delete root.dataset.shut;
      prefill(message.prefill);
      if (root.dataset.notice === "created") tell({ type: "sent", ref: root.dataset.ref });
      heard.identify(message);
    },
    identify(message) {
      proof = typeof message.proof === "string" ? message.proof : proof;
      if (known.who && proof !== undefined && !known.who.includes(named(proof))) return leave();
      void ask();
    },
    prefill(message) { prefill(message.prefill) },
    opened() {
      turn(true);
      if (latest() > (known.seen[root.dataset.ref] ?? "")) requestAnimationFrame(newest); // it had no size before
      if (!document.activeElement || document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
      void ask();
    },
    closed() {
      read();
      turn(false);
      void ask();
    },
  };
  addEventListener("message", ({ data, source, origin }) => {
    if (source !== parent || !origins.split(" ").includes(origin) || data?.workestra !== key) return;
    host = origin;
    if (Object.hasOwn(heard, data.type)) heard[data.type](data);
  });

  addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing) tell({ type: "close" }) });
  const newest = () => document.querySelector(".message:last-child")?.scrollIntoView({ block: "nearest" });
  if (!document.querySelector(".notice, .outcome")) newest();

  /* What was typed survives a walk through the site. */
  const drafts = (() => { try { return localStorage } catch { return {} } })();
  const forget = () => { for (const name of Object.keys(drafts)) if (name.startsWith(jar)) delete drafts[name] };
  if (root.dataset.notice) forget();
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
    for (const sign of ["pointerover", "focusin", "change", "dragenter"]) attach.closest("form").addEventListener(sign, ({ target, type }) => {
      if (type === "dragenter" || attach.contains(target)) void import(attach.dataset.script);
    });
  }

  if (["created", "followed_up"].includes(root.dataset.notice)) known.links = [token, ...known.links].slice(0, 10);
  keep();
  document.querySelector(".summary")?.focus(); // what a page of its own does by itself, browsers refuse to a frame's
  if (parent !== window) {
    parent.postMessage({ workestra: key, type: "hello", color }, "*"); // nothing that isn't in the page's own source
    setInterval(() => { if (!document.hidden && !(shown && token)) void ask() }, 30_000); // a request that is read asks for itself
  }
})();
