// Sorts, filters and opens. The page says everything without it.
(() => {
  const rowsOf = (list) => [...(list.tBodies ? list.tBodies[0].rows : list.children)];
  const smooth = new Intl.Collator("en-GB", { numeric: true });

  // Sorting: the heads of a table with several rows become buttons.
  const sortBy = (table, at, head) => {
    const falls = head.getAttribute("aria-sort") === "ascending";
    const key = (row) => row.cells[at].dataset.sort || row.cells[at].textContent.trim();
    const rows = rowsOf(table).sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      const apart = isNaN(a) || isNaN(b) ? smooth.compare(a, b) : a - b;
      return falls ? -apart : apart;
    });
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falls ? "descending" : "ascending");
    table.tBodies[0].append(...rows);
  };
  for (const table of document.querySelectorAll("table")) {
    if (rowsOf(table).length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      // A printed table has its heads on every page, but no buttons.
      const paper = document.createElement("span");
      paper.className = "paper";
      paper.ariaHidden = "true";
      paper.textContent = button.textContent;
      head.replaceChildren(button, paper);
      button.addEventListener("click", () => sortBy(table, at, head));
    });
  }

  // Filters: of each tag one value is looked for, or none.
  const bars = [...document.querySelectorAll(".filters")];
  const wantedIn = (bar) =>
    [...bar.querySelectorAll('[aria-pressed="true"]')].filter((one) => one.dataset.value);
  const apply = (bar) => {
    const list = document.getElementById(bar.dataset.of);
    const wanted = wantedIn(bar);
    const rows = rowsOf(list).filter((row) => row.matches("tr, details"));
    for (const row of rows) {
      row.hidden = !wanted.every(({ dataset: { tag, value } }) =>
        tag === "is" ? row.dataset.is.split(" ").includes(value) : row.dataset[tag] === value);
    }
    const shown = rows.filter((row) => !row.hidden).length;
    bar.querySelector(".shown").textContent = `Showing ${shown} of ${rows.length}.`;
  };
  const press = (button) => {
    for (const other of button.parentElement.querySelectorAll("button")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    apply(button.closest(".filters"));
  };
  for (const bar of bars) {
    bar.hidden = !document.getElementById(bar.dataset.of);
    if (bar.hidden) continue;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) press(button);
    });
    apply(bar);
  }
  // A figure leads to whom or what it is made of: the list is filtered for it.
  for (const link of document.querySelectorAll("a[data-tag]")) {
    link.addEventListener("click", () => {
      const { tag, value } = link.dataset;
      const there = document.querySelector(link.getAttribute("href"));
      for (const button of there.querySelectorAll(".filters button")) {
        if (!button.dataset.value || (button.dataset.tag === tag && button.dataset.value === value)) press(button);
      }
    });
  }

  // Whoever is led to somebody finds them open, whatever was filtered.
  const open = () => {
    const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!there || !there.matches(".person")) return;
    if (there.hidden) {
      for (const all of document.querySelectorAll('[data-of="people-list"] [data-value=""]')) press(all);
    }
    there.open = true;
    there.scrollIntoView();
    there.querySelector("summary").focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", open);
  open();

  const people = document.getElementById("people-list");
  const all = document.querySelector(".all");
  all.hidden = false;
  all.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    for (const one of people.children) if (!one.hidden && "open" in one) one.open = button.dataset.open === "true";
  });
})();
