// onenip.draw() makes every plot of the page that is not yet so interactive; running the cell again changes nothing
window.onenip ??= (() => {
  const ready = "DecompressionStream" in window ? loadPlotly(PACKED) : Promise.reject("an old browser");
  async function draw() {
    await ready;
    for (const figure of document.querySelectorAll("[data-onenip-plot]:not(.onenip-drawing)")) {
      if (figure.offsetParent === null) {
        continue; // hidden, thus without a width
      }
      figure.classList.add("onenip-drawing");
      const chart = JSON.parse(figure.dataset.onenipPlot);
      const plot = figure.querySelector(".onenip-plot");
      plot.style.height = `${chart.layout.height}px`;
      await Plotly.newPlot(plot, chart.data, chart.layout, {
        responsive: true,
        displaylogo: false,
        modeBarButtons: [["toImage", "zoom2d", "resetScale2d"]],
      });
      figure.classList.add("onenip-drawn");
    }
  }
  return { draw: () => draw().catch((reason) => console.warn("Figures stay pictures:", reason)) };
})();
window.onenip.draw();
