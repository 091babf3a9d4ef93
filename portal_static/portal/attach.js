/* Sends files while the rest of the form is still being filled in, and shows how far they are. Where this script
   doesn't run, the form takes them along itself. */
(() => {
  "use strict";
  const place = document.querySelector(".attach");
  if (!place) return;
  const input = place.querySelector("[type=file]"),
    { form } = input;
  const { to, hint, drop, failed, large, waiting, most } = place.dataset;
  let list = place.querySelector(".kept"),
    under_way = 0,
    wanted = false;

  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };

  const status = make("p", { class: "unseen", role: "status" });

  const tell = (words, shown = false) => {
    status.className = shown ? "quiet" : "unseen";
    status.textContent = words;
  };

  const announced = async (file) => {
    const body = new URLSearchParams({
      nonce: form.elements.nonce.value,
      name: file.name,
      type: file.type,
      size: file.size,
    });
    const answer = await fetch(to, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const sent = ({ url, fields }, file, bar) =>
    new Promise((done, refused) => {
      const body = new FormData(),
        request = new XMLHttpRequest();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      body.append("file", file);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        bar.value = loaded / total;
      });
      request.addEventListener("load", () => (request.status < 300 ? done() : refused(new Error(request.status))));
      request.addEventListener("error", refused);
      request.open("POST", url);
      request.send(body);
    });

  const take = async (file) => {
    const box = make("input", { type: "checkbox", name: "upload", checked: "", disabled: "" });
    const bar = make("progress", { value: 0, "aria-label": file.name });
    const item = make("li", {}, make("label", {}, box, " ", make("bdi", {}, file.name), " ", bar));
    list.append(item);
    try {
      if (file.size > most) throw new RangeError();
      const offer = await announced(file);
      await sent(offer, file, bar);
      box.value = offer.id;
      box.disabled = false;
      bar.replaceWith(make("span", { class: "quiet" }, offer.size));
      tell(`${file.name}: ${offer.size}`);
    } catch (fault) {
      const words = fault instanceof RangeError ? large : failed;
      const mark = place.querySelector("template").content.cloneNode(true);
      const said = make("span", {}, make("bdi", {}, file.name), ` ${words}`);
      item.replaceChildren(make("p", { class: "wrong" }, mark, said));
      tell(`${file.name} ${words}`);
      wanted = false;
    }
  };

  const chosen = async (given) => {
    if (!list) input.before((list = make("ul", { class: "kept" })));
    for (const old of list.querySelectorAll(":scope > :has(.wrong)")) old.remove();
    const files = [...given];
    input.value = "";
    under_way += files.length;
    for (const file of files) {
      await take(file);
      under_way -= 1;
    }
    if (wanted && !under_way) form.requestSubmit();
  };
  input.addEventListener("change", () => chosen(input.files));
  for (const sign of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(sign, (event) => {
      const { types, files } = event.dataTransfer;
      if (!types.includes("Files")) return;
      event.preventDefault();
      place.classList.toggle("over", sign === "dragover");
      if (sign === "drop") void chosen(files);
    });
  }

  form.addEventListener("submit", (event) => {
    if (!under_way) return;
    event.preventDefault();
    wanted = true;
    tell(waiting, true);
  });

  place.append(status);
  place.querySelector(".hint").textContent = matchMedia("(hover: hover)").matches ? `${hint} ${drop}` : hint;
  place.querySelector(".larger")?.remove();
  if (input.files.length) void chosen(input.files); // before this script was there
})();
