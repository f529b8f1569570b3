for (const figure of document.querySelectorAll("[data-onenip-slider]")) {
  const stage = figure.querySelector(".onenip-stage");
  if (stage.dataset.ready === undefined) {
    stage.dataset.ready = "";
    const { quantity, start, frames } = JSON.parse(figure.dataset.onenipSlider);
    // all at once, so that pictures are decoded before they are wanted
    stage.replaceChildren(...frames.map((frame) => {
      const element = document.createElement("div");
      element.innerHTML = frame.html;
      return element;
    }));
    const slider = document.createElement("input");
    slider.type = "range";
    slider.max = frames.length - 1;
    slider.value = start;
    slider.setAttribute("aria-label", quantity);
    slider.style.cssText = "width:320px;max-width:100%;margin:0 0 6px;accent-color:#0072b2";
    slider.oninput = () => {
      const { label } = frames[slider.value];
      figure.querySelector("b").textContent = label;
      slider.setAttribute("aria-valuetext", label);
      [...stage.children].forEach((element, n) => { element.hidden = n !== Number(slider.value); });
      window.onenip?.draw();
    };
    slider.onkeydown = (event) => event.stopPropagation(); // else JupyterLab takes the arrow keys
    stage.before(slider);
    slider.oninput();
  }
}
