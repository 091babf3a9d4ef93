/* What a site does with the widget: a queue for commands given before the launcher is there, and a button for each. */
"use strict";
window.WorkestraTickets ??= function () { (window.WorkestraTickets.q ??= []).push(arguments) };

const told = (name, detail) => {
  const line = document.createElement("li");
  line.textContent = detail === undefined ? name : `${name} ${JSON.stringify(detail)}`;
  document.getElementById("told").append(line);
};
for (const name of ["ready", "open", "close", "sent", "unread", "identified", "refused", "failed"]) {
  window.WorkestraTickets("on", name, (detail) => told(name, detail));
}

const given = {
  prefill: async () => [{ title: "Order 4711", description: "Order 4711 of 25 November: " }],
  identify: async () => [await (await fetch("/_local/widget-demo/token", { method: "POST" })).text()],
};
for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", async () => {
    const command = button.dataset.do;
    window.WorkestraTickets(command, ...(await given[command]?.() ?? []));
  });
}
