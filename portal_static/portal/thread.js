/* What the page of a request does while it is open: times are on the reader's own clock, pictures open large, and new
   replies appear. Where this script doesn't run, times are on the desk's clock and pictures are links. */
(() => {
  "use strict";
  const EVERY = 30_000;
  const LONG = 600_000;
  const root = document.documentElement;
  const thread = document.querySelector(".thread");
  const said = document.getElementById("news");
  const framed = root.dataset.key;

  const [spoken] = framed ? navigator.languages.filter((one) => one.startsWith(root.lang)) : [];
  const clock = new Intl.DateTimeFormat(
    spoken ?? root.lang,
    framed
      ? { dateStyle: "medium", timeStyle: "short" }
      : {
          day: "numeric",
          month: "long",
          year: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
          timeZoneName: "short",
        },
  );
  const dress = () => {
    for (const time of document.querySelectorAll("time:not([title])")) {
      time.title = time.textContent;
      time.textContent = clock.format(new Date(time.dateTime));
    }
    if (framed) for (const link of document.querySelectorAll(".words a")) link.target = "_blank";
  };

  thread.addEventListener("click", (event) => {
    const picture = event.target.closest(".picture");
    if (!picture || picture.target || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    import(thread.dataset.viewer).then(
      ({ open }) => open(picture),
      () => location.assign(picture.href),
    );
  });

  const insert = (items) => {
    let last;
    for (const item of items) {
      const there = document.getElementById(item.id);
      if (!there) last ? last.after(item) : thread.prepend(item);
      last = there ?? item;
    }
  };

  const replace = (page) => {
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = page.getElementById(old.id);
      if (now && now.dataset.live !== old.dataset.live) old.replaceWith(now);
    }
    const sheets = [...document.styleSheets].map(({ href }) => href);
    for (const link of page.querySelectorAll("[rel=stylesheet]"))
      if (!sheets.includes(link.href)) document.head.append(link);
  };

  /* Of the page as it is now, only what this one lacks or says otherwise: what is being typed stays, and where it is. */
  const show = (page) => {
    const items = [...page.querySelector(".thread").children];
    const ids = items.map(({ id }) => id);
    const replies = items.filter((item) => item.matches(".agent") && !document.getElementById(item.id));
    const form = document.activeElement.closest("form");
    const top = form?.getBoundingClientRect().top;
    insert(items);
    for (const old of [...thread.children]) if (!ids.includes(old.id)) old.remove();
    replace(page);
    dress();
    if (!replies.length) return;
    said.textContent = "";
    setTimeout(() => {
      said.textContent = said.dataset.new;
    }, 100); // so that a second one is announced, too
    if (!form && framed) return replies.pop().scrollIntoView({ block: "nearest" });
    const stay = () => scrollBy(0, form.getBoundingClientRect().top - top);
    if (form) requestAnimationFrame(() => requestAnimationFrame(stay));
  };

  let asking = false;
  let away = 0;
  const ask = () => {
    if (asking || "shut" in root.dataset) return;
    asking = true;
    const address = new URL(thread.dataset.news, location);
    const request = new XMLHttpRequest(); // makes a document of the answer, as the policy lets nothing else do
    address.searchParams.set("shown", thread.dataset.shown);
    request.responseType = "document";
    request.timeout = EVERY;
    request.addEventListener("loadend", () => {
      asking = false;
      const mark = request.getResponseHeader("x-shown");
      thread.dataset.shown = mark ?? thread.dataset.shown;
      if (request.status === 200 && mark) show(request.response);
    });
    request.open("GET", address);
    request.send();
  };

  dress();
  setInterval(() => {
    if (!away || Date.now() - away < LONG) ask();
  }, EVERY);
  document.addEventListener("visibilitychange", () => {
    away = document.hidden ? Date.now() : 0;
    if (!away) ask();
  });
  document.addEventListener("look", ask); // the widget was opened
})();
