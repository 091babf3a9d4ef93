/* Shows a message's pictures large, above the page, with keys to the others. Fetched when one is pressed. */
const make = (tag, attributes = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...inside);
  return element;
};

const button = (words, press) => make("button", { type: "button", className: "second", onclick: press }, words);

export const open = (picture) => {
  const words = picture.closest(".thread").dataset;
  const pictures = [...picture.closest("article").querySelectorAll(".picture")];
  let at = pictures.indexOf(picture);
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
    picture.focus();
  });
  document.body.append(view);
  show(at);
  view.showModal();
  close.focus();
};
