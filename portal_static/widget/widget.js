/* The widget's launcher: a button on somebody else's page, and a frame with the portal's pages behind it. It asks for
   nothing before it is needed, and believes its own frame alone. */
(() => {
  "use strict";
  const NAME = "WorkestraTickets", TAG = "workestra-tickets";
  const script = document.currentScript ?? document.querySelector('script[data-key][src*="/widget/widget.js"]');
  const early = window[NAME];
  if (!script?.dataset.key || early?.here) return; // pasted twice

  const WORDS = {
    en: ["Help", "Close", "Loading…", "The form could not be loaded.", "Open help page", "Try again", "New replies"],
    de: ["Hilfe", "Schließen", "Wird geladen …", "Das Formular konnte nicht geladen werden.", "Hilfeseite öffnen", "Erneut versuchen", "Neue Antworten"],
    es: ["Ayuda", "Cerrar", "Cargando…", "No se pudo cargar el formulario.", "Abrir la página de ayuda", "Intentar de nuevo", "Nuevas respuestas"],
    fr: ["Aide", "Fermer", "Chargement…", "Le formulaire n’a pas pu être chargé.", "Ouvrir la page d’aide", "Réessayer", "Nouvelles réponses"],
  };
  const SLOW = 8000; // ms after which a frame that says nothing counts as failed
  const REFUSED = 1500; // ms after it has loaded: what is refused or cut off loads a page of the browser's own
  const { key, side, lang } = script.dataset;
  const origin = new URL(script.src).origin;
  const address = `${origin}/widget/${encodeURIComponent(key)}`;
  const memory = `workestra-tickets:${key}`;
  const wanted = lang || document.documentElement.lang || navigator.language;
  const [HELP, CLOSE, LOADING, FAILED, PORTAL, AGAIN, NEW] = WORDS[wanted.slice(0, 2).toLowerCase()] ?? WORDS.en;
  const listeners = {};
  let state = "closed", frame, timer, proof, prefill, opener, unread = 0, alive = true;

  /* On the page's own origin: the colour, and whether this visitor has asked before. */
  const kept = (() => { try { return { ...JSON.parse(localStorage[memory]) } } catch { return {} } })();
  const keep = (more) => { try { localStorage[memory] = JSON.stringify(Object.assign(kept, more)) } catch { /* not allowed here */ } };

  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const drawn = (path) => {
    const [svg, shape] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    shape.setAttribute("d", path);
    svg.append(shape);
    return svg;
  };
  const CROSS = "M6 6l12 12M18 6L6 18", TALK = "M4 5h16v11H11l-4 4v-4H4z";

  const badge = make("span", { class: "badge", hidden: "" });
  const bubble = make("button", { type: "button", class: "bubble", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": HELP },
    drawn(TALK), badge);
  const close = make("button", { type: "button", class: "close", "aria-label": CLOSE }, drawn(CROSS));
  const note = make("div", { class: "note", role: "status" });
  const panel = make("div", { class: "panel", role: "dialog", "aria-label": HELP, hidden: "" },
    make("span", { class: "edge", tabindex: "0" }), close, note, make("span", { class: "edge", tabindex: "0" }));
  const host = make(TAG, { popover: "manual" }); // no transform or filter of the page's catches what lies in the top layer
  const shadow = host.attachShadow({ mode: "open" });
  shadow.append(panel, bubble);
  let sheet;
  try {
    sheet = new CSSStyleSheet(); // a style element needs the page's style-src
    shadow.adoptedStyleSheets = [sheet];
  } catch { // browsers before 2023
    const style = make("style", { nonce: script.nonce });
    shadow.append(style);
    sheet = { replaceSync(css) { style.textContent = css } };
  }

  /* Frameworks that draw the whole page anew throw it out, and leave an empty copy where they keep pages. Before hydration,
     too, they bear a stranger in the body alone. */
  const put = () => {
    if (!alive) return;
    const { body, documentElement } = document;
    for (const node of [document, documentElement, body]) if (node) watch.observe(node, { childList: true });
    if (!body || host.isConnected) return;
    document.querySelectorAll(TAG).forEach((copy) => copy.remove());
    body.append(host);
    host.showPopover?.();
    if (frame) Object.assign(frame, { silent: 0, back: true }); // it loads anew
  };
  const watch = new MutationObserver(() => requestAnimationFrame(put)); // whoever insists on its absence isn't fought at once

  const paint = () => {
    const color = [kept.color, script.dataset.color].find((text) => /^#[0-9a-f]{6}$/i.test(text)) ?? "#3b4fd8";
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
    const ink = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000" : "#fff"; // the better contrast
    const where = side === "left" || side === "right" ? side : "inset-inline-end";
    sheet.replaceSync(STYLE.replaceAll("COLOR", color).replaceAll("INK", ink).replaceAll("SIDE", where));
  };

  const emit = (name, detail) => listeners[name]?.forEach((listener) => queueMicrotask(() => listener(detail)));
  const tell = (message) => frame?.contentWindow?.postMessage({ workestra: key, ...message }, origin);

  const show = (next) => {
    state = next;
    host.dataset.state = next;
    const open = next !== "closed";
    panel.hidden = !open;
    panel.setAttribute("aria-modal", matchMedia("(max-width:479px)").matches);
    bubble.firstChild.firstChild.setAttribute("d", open ? CROSS : TALK);
    bubble.setAttribute("aria-expanded", open);
    bubble.setAttribute("aria-label", open ? CLOSE : unread ? `${HELP}. ${NEW}: ${unread}` : HELP);
    badge.hidden = open || !unread;
    badge.textContent = unread > 9 ? "9+" : unread;
    if (next === "opening") note.replaceChildren(make("p", {}, LOADING));
    if (next === "failed") {
      const again = make("button", { type: "button", class: "again" }, AGAIN);
      again.addEventListener("click", () => { unload(); load(); show("opening"); close.focus() });
      note.replaceChildren(make("p", {}, FAILED), make("a", { href: `${address}/portal`, target: "_blank", rel: "noopener" }, PORTAL), again);
    }
  };

  const load = () => {
    if (frame) return;
    frame = make("iframe", {
      src: lang ? `${address}?lang=${encodeURIComponent(lang)}` : address, title: HELP,
      sandbox: "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads",
    });
    frame.silent = 0; // pages that loaded and said nothing
    frame.addEventListener("load", () => { if (++frame.silent > 0) wait(REFUSED) });
    note.before(frame);
    wait(SLOW);
  };
  const unload = () => { clearTimeout(timer); frame?.remove(); frame = undefined };
  const wait = (span) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      frame.failed = true;
      if (/^open/.test(state)) { show("failed"); emit("failed") }
    }, span);
  };

  const open = () => {
    put();
    if (state !== "closed") return;
    opener = shadow.activeElement ?? document.activeElement;
    if (frame?.failed) unload();
    show(frame?.here ? "open" : "opening");
    emit("open");
    requestAnimationFrame(() => setTimeout(() => { // once that is drawn: both at once would hold the page up
      if (!alive || state === "closed") return;
      load();
      if (frame.here) arrive(); else close.focus({ preventScroll: true });
    }));
  };
  const arrive = () => { frame.focus({ preventScroll: true }); tell({ type: "opened" }) };
  const shut = () => {
    if (state === "closed") return;
    const inside = shadow.activeElement;
    show("closed");
    if (inside) (opener && opener !== document.body && opener.isConnected ? opener : bubble).focus({ preventScroll: true });
    tell({ type: "closed" });
    emit("close");
  };

  const hear = (event) => {
    const { data } = event;
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin || data?.workestra !== key) return;
    if (data.type === "hello") {
      clearTimeout(timer);
      frame.here = true;
      frame.silent--;
      frame.failed = false;
      tell({ type: "welcome", proof, prefill, open: state !== "closed", back: frame.back });
      frame.back = false;
      if (state === "opening" || state === "failed") { show("open"); arrive() }
      if (data.color !== kept.color) { keep({ color: data.color }); paint() }
      emit("ready");
    }
    if (data.type === "close") shut();
    if (data.type === "unread" && data.count !== unread) { unread = data.count; show(state); emit("unread", unread) }
    if (data.type === "identified") { proof = data.proof; emit("identified") }
    if (data.type === "refused") { proof = undefined; emit("refused") }
    if (data.type === "sent") { prefill = undefined; keep({ asked: 1 }); emit("sent", { ref: data.ref }) }
  };
  const later = (work) => (window.requestIdleCallback ?? setTimeout)(() => alive && work());

  const commands = {
    __proto__: null, open, close: shut,
    identify(token) { proof = String(token ?? ""); if (frame?.here) tell({ type: "identify", proof }); else if (proof) later(load) },
    prefill(values) { prefill = { ...values }; if (frame?.here) tell({ type: "prefill", prefill }) },
    on(name, listener) {
      (listeners[name] ??= []).push(listener);
      if (name === "ready" && frame?.here) queueMicrotask(listener);
    },
    destroy() {
      alive = false;
      unload();
      watch.disconnect();
      removeEventListener("message", hear);
      host.remove();
      window[NAME] = () => {};
    },
  };

  bubble.addEventListener("click", () => (state === "closed" ? open() : shut()));
  close.addEventListener("click", shut);
  shadow.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); shut() } });
  const [first, last] = panel.querySelectorAll(".edge"); // on phones Tab goes round in it
  first.addEventListener("focus", () => (frame ?? close).focus());
  last.addEventListener("focus", () => close.focus());
  addEventListener("message", hear);
  addEventListener("turbo:before-render", () => document.documentElement.moveBefore?.(host, null)); // nothing loads anew

  const STYLE = `
:host{all:initial!important;direction:inherit!important;color-scheme:light dark!important;display:block!important;position:fixed!important;z-index:2147483000!important;font:400 15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif!important}
*{box-sizing:border-box;--bg:#fff;--over:#eef0f4;--line:#dde1e7;--edge:#757d8a;--text:#1a1d23;--soft:#565e6b;--focus:#3b4fd8}[hidden]{display:none!important}
button,a{font:inherit;cursor:pointer}
svg{display:block;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
@media(prefers-color-scheme:dark){*{--bg:#14161a;--over:#272c35;--line:#323843;--edge:#7c8595;--text:#e9ebef;--soft:#a4acba;--focus:#a3aeff}}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.bubble,.panel{position:fixed;SIDE:20px}
.bubble{bottom:20px;display:grid;place-items:center;width:56px;height:56px;padding:0;border:1px solid #ffffff80;border-radius:50%;background:COLOR;color:INK;box-shadow:0 2px 6px #0003,0 8px 24px #0003}
.bubble:hover{box-shadow:inset 0 0 0 99px #0002,0 8px 24px #0003}
.badge{position:absolute;top:-4px;inset-inline-end:-4px;min-width:22px;padding:0 6px;border:2px solid #fff;border-radius:11px;background:#b3261e;color:#fff;font-size:12px;line-height:18px;font-weight:600;text-align:center}
.panel{bottom:88px;display:grid;width:min(400px,calc(100vw - 40px));height:min(680px,calc(100vh - 108px));overflow:hidden;border:1px solid var(--line);border-radius:14px;background:var(--bg);color:var(--text);box-shadow:0 8px 40px #0003}
.panel>*{grid-area:1/1}
iframe{width:100%;height:100%;border:0;background:var(--bg)}
.close{z-index:1;place-self:start end;display:grid;place-items:center;width:44px;height:44px;margin:6px;padding:0;border:0;border-radius:6px;background:none;color:var(--soft)}
.close:hover{background:var(--over)}
.note{display:none;place-self:center;padding:32px;text-align:center}
:host([data-state=opening]) .note,:host([data-state=failed]) .note{display:grid;gap:12px;justify-items:center}
:host([data-state=opening]) iframe,:host([data-state=failed]) iframe{visibility:hidden}
p{margin:0}
.note a,.again{display:inline-grid;place-items:center;min-height:44px;padding:0 20px;border:1px solid var(--edge);border-radius:6px;background:none;color:inherit;text-decoration:none}
.note a{border-color:COLOR;background:COLOR;color:INK;font-weight:600}
.edge{display:none}
@media(max-width:479px){.panel{inset:0;width:100%;height:100%;height:100dvh;border:0;border-radius:0}.edge{display:block;position:absolute}
:host(:not([data-state=closed])) .bubble{display:none}}
@media(prefers-reduced-motion:no-preference){.panel{animation:come .16s}.note{animation:come .16s .15s backwards}@keyframes come{from{opacity:0;transform:translateY(8px)}}}
@media(forced-colors:active){.bubble,.panel{border:2px solid}}`;

  paint();
  show("closed");
  put();
  if (kept.asked) later(load);

  window[NAME] = (command, ...rest) => { if (alive) commands[command]?.(...rest) };
  window[NAME].here = true;
  for (const command of early?.q ?? []) window[NAME](...command);
})();
