for (const figure of document.querySelectorAll("[data-onenip-click-map]")) {
  const stage = figure.querySelector(".onenip-stage");
  if (stage.dataset.ready === undefined) {
    stage.dataset.ready = "";
    const { grid, start, image, png, maps } = JSON.parse(figure.dataset.onenipClickMap);
    const map = new Image();
    const frame = document.createElement("div");
    let token;
    const show = (row, column) => {
      const inside = (n) => Math.max(0, Math.min(grid - 1, n));
      token = { row: inside(row), column: inside(column) };
      const name = `row ${token.row}, column ${token.column}`;
      figure.querySelector("b").textContent = name;
      stage.setAttribute("aria-label", `the map of the token in ${name}`);
      map.src = png + maps[token.row * grid + token.column];
      frame.style.top = `${100 * token.row / grid}%`;
      frame.style.left = `${100 * token.column / grid}%`;
    };
    stage.onclick = (event) => {
      const box = stage.getBoundingClientRect();
      show(
        Math.floor(grid * (event.clientY - box.top) / box.height),
        Math.floor(grid * (event.clientX - box.left) / box.width));
    };
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    stage.onkeydown = (event) => {
      if (event.key in steps) {
        event.preventDefault();
        event.stopPropagation();
        const [down, right] = steps[event.key];
        show(token.row + down, token.column + right);
      }
    };
    const side = `${100 / grid}%`;
    map.style.cssText =
      "position:absolute;inset:0;width:100%;height:100%;max-width:none;margin:0;image-rendering:pixelated";
    frame.style.cssText =
      `position:absolute;width:${side};height:${side};box-sizing:border-box;border:2px solid #56b4e9`;
    stage.querySelector("img").src = image;
    stage.append(map, frame);
    stage.style.cursor = "crosshair";
    stage.tabIndex = 0;
    stage.setAttribute("role", "img");
    figure.querySelector("b").after(" · click another, or use the arrow keys");
    show(Math.floor(start / grid), start % grid);
  }
}
