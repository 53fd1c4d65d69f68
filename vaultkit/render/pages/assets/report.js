(function () {
"use strict";
const W = JSON.parse(document.getElementById("data").textContent).words;
const fold = (text) => text.normalize("NFC").toLocaleLowerCase().replaceAll("ё", "е");
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
for (const table of document.querySelectorAll("table.data")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0], rows = [...body.rows];
  for (const row of rows) [...row.cells].forEach((cell, k) => { if (cell.tagName === "TD") cell.dataset.name = heads[k].textContent; });
  heads.forEach((head, k) => {
    const name = head.textContent, button = document.createElement("button"), sign = document.createElement("span");
    button.type = "button"; button.textContent = name; button.title = W.sort; sign.setAttribute("aria-hidden", "true");
    button.append(sign);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending", number = head.dataset.kind === "number";
      for (const other of heads) { other.removeAttribute("aria-sort"); const mark = other.querySelector("span"); if (mark) mark.textContent = ""; }
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sign.textContent = down ? " ▼" : " ▲";
      const key = (row) => row.cells[k].textContent.trim();
      const order = (a, b) => (number ? parseFloat(key(a).replace(/[\s\u202f]/g, "").replace(",", ".")) - parseFloat(key(b).replace(/[\s\u202f]/g, "").replace(",", ".")) : collator.compare(key(a), key(b)));
      body.append(...rows.sort((a, b) => (down ? -order(a, b) : order(a, b))));
    });
  });
}
for (const tools of document.querySelectorAll(".tools")) {
  const table = document.getElementById(tools.dataset.for), rows = [...table.tBodies[0].rows];
  const find = tools.querySelector("input"), pick = tools.querySelector("select"), said = tools.querySelector("[role=status]");
  const texts = rows.map((row) => fold(row.textContent));
  const apply = () => {
    const words = fold(find.value.trim()).split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, k) => { row.hidden = !(words.every((word) => texts[k].includes(word)) && (!pick.value || row.dataset.state === pick.value)); if (!row.hidden) count++; });
    said.textContent = W.rows.replace("{n}", count).replace("{of}", rows.length);
  };
  find.addEventListener("input", apply); pick.addEventListener("change", apply);
  tools.hidden = false; apply();
}
document.documentElement.dataset.ready = "yes";
})();
