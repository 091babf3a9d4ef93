/* Shows a message's pictures large, above the page. Where this script doesn't run, each is a link to the picture. */
(() => {
  "use strict";
  const thread = document.querySelector(".thread");
  const words = thread.dataset;

  const make = (tag, attributes = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...inside);
    return element;
  };

  const button = (words, press) => make("button", { type: "button", className: "second", onclick: press }, words);

  const open = (pictures, first) => {
    let at = first;
    const image = make("img");
    const name = make("bdi");
    const place = make("span", { className: "quiet" });

    const show = (next) => {
      at = Math.min(Math.max(next, 0), pictures.length - 1);
      const { src, alt } = pictures[at].firstElementChild;
      image.src = src;
      image.alt = name.textContent = view.ariaLabel = alt;
      place.textContent = `${at + 1} / ${pictures.length}`;
      before.disabled = at === 0;
      after.disabled = at === pictures.length - 1;
    };

    const before = button(words.previous, () => show(at - 1));
    const after = button(words.next, () => show(at + 1));
    const close = button(words.close, () => view.close());
    const head = make("p", {}, make("span", { ariaLive: "polite" }, name, " ", place), close);
    const view = make("dialog", { className: "large" }, head, image);
    if (pictures.length > 1) view.append(make("p", {}, before, after));
    view.addEventListener("keydown", ({ key }) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (step) show(at + step);
    });
    view.addEventListener("close", () => {
      view.remove();
      pictures[first].focus();
    });
    document.body.append(view);
    show(at);
    view.showModal();
    close.focus();
  };

  thread.addEventListener("click", (event) => {
    const picture = event.target.closest(".picture");
    if (!picture || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const pictures = [...picture.closest("article").querySelectorAll(".picture")];
    open(pictures, pictures.indexOf(picture));
  });
})();
