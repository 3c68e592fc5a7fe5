// Zoom by buttons and by the keys +, - and 0. The page says everything without it.
(() => {
  const bar = document.querySelector(".zoom");
  const charts = [...document.querySelectorAll(".chart svg")];
  const said = bar.querySelector("output");
  let size = 100;
  const show = (wanted) => {
    size = Math.min(400, Math.max(50, wanted));
    for (const chart of charts) chart.style.width = size + "%";
    said.textContent = size + " %";
  };
  const moves = { "+": () => size + 25, "=": () => size + 25, "-": () => size - 25, "0": () => 100 };
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) show(moves[button.value]());
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in moves)) return;
    event.preventDefault();
    show(moves[event.key]());
  });
})();
