/* A shop that is drawn by React from the root of the document. `hydrate()` takes the server's page over. */
import { createElement as e } from "react";
import { hydrateRoot } from "react-dom/client";

const head = e("head", null, e("meta", { charSet: "utf-8" }), e("title", null, "A shop"));
const Shop = () => e("html", { lang: "en" }, head, e("body", null, e("main", null, e("h1", null, "Drawn by React"))));

window.hydrate = () => hydrateRoot(document, e(Shop));
