"use strict";

const curves = () => document.querySelectorAll("[data-chart^='curve-']");

async function draw() {
  if (!("DecompressionStream" in window)) {
    document.getElementById("no-charts").hidden = false;
    document.body.classList.add("no-charts");
    return;
  }
  await loadPlotly(document.getElementById("plotly").textContent);
  for (const plot of document.querySelectorAll("[data-chart]")) {
    const chart = JSON.parse(document.getElementById(plot.dataset.chart).textContent);
    await Plotly.newPlot(plot, chart.data, chart.layout, {
      responsive: true,
      displaylogo: false,
      displayModeBar: plot.closest(".large") ? "hover" : false,
      modeBarButtons: [["toImage", "resetScale2d"]],
    });
  }
}

function toggleClass(button) {
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", shown);
  for (const plot of curves()) {
    const lines = (plot.data ?? []).flatMap((line, n) =>
      line.meta === Number(button.dataset.class) ? [n] : []);
    if (lines.length > 0) {
      Plotly.restyle(plot, { visible: shown }, lines);
    }
  }
}

function filterTiles() {
  const wantedClass = document.getElementById("by-class").value;
  const decision = document.getElementById("by-decision").value;
  for (const tile of document.querySelectorAll(".tile")) {
    tile.hidden =
      (wantedClass !== "" && tile.dataset.class !== wantedClass) ||
      (decision !== "" && tile.dataset.decision !== decision);
  }
}

for (const button of document.querySelectorAll("#classes button")) {
  button.addEventListener("click", () => toggleClass(button));
}
for (const select of document.querySelectorAll(".filters select")) {
  select.addEventListener("change", filterTiles);
}
draw();
