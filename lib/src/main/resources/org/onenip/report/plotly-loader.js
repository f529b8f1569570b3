async function loadPlotly(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const library = await new Response(inflated).text();
  const script = document.createElement("script");
  // a page's module loader (RequireJS) would keep the library to itself
  script.textContent = `((define, module, exports) => {${library}\n})();`;
  document.head.append(script);
}
