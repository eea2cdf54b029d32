// Draws `application/vnd.plotly.v1+json` with the Plotly that lies beside this file. JupyterLab loads it as it is: it is
// a module container by hand, which takes the widget toolkit from JupyterLab and asks no network.
(() => {
  const mimeType = "application/vnd.plotly.v1+json";
  const bundle = new URL("plotly.min.js", document.currentScript.src).href;
  let shared;
  let loading;

  // What a live card that gets no more news says of itself.
  const style = document.createElement("style");
  style.textContent = "@keyframes paperlab-silence { to { height: auto; visibility: visible } }";
  document.head.appendChild(style);

  // Loaded with the first figure.
  function plotly() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = bundle;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => reject(new Error(`Plotly could not be loaded from ${bundle}`));
      document.head.appendChild(script);
    });
    return loading;
  }

  // Plotly keeps to itself what is pressed on a figure; the notebook hears of it by its place.
  function activateCell(event) {
    const { button, shiftKey, ctrlKey, metaKey, clientX, clientY } = event;
    const init = { bubbles: true, cancelable: true, button, shiftKey, ctrlKey, metaKey, clientX, clientY };
    event.currentTarget.parentNode?.dispatchEvent(new MouseEvent("mousedown", init));
  }

  function rendererFor(Widget) {
    return class FigureRenderer extends Widget {
      constructor(options) {
        super();
        this.mimeType = options.mimeType;
        this.addClass("paperlab-figure");
        this.node.style.overflow = "hidden";
        // Sidebars, folded cells and windows change its width without telling.
        this.observer = new ResizeObserver(() => this.fit());
        this.observer.observe(this.node);
        this.node.addEventListener("mousedown", activateCell, true);
      }

      // Called again when the output is updated. While one picture is drawn, only the newest of the others waits.
      renderModel(model) {
        this.figure = model.data[this.mimeType];
        this.drawing ??= this.draw().finally(() => {
          this.drawing = undefined;
        });
        return this.drawing;
      }

      async draw() {
        const Plotly = await plotly();
        while (this.figure !== undefined && !this.isDisposed) {
          const { figure } = this;
          this.figure = undefined;
          const height = Math.min(Number(figure?.layout?.height) || 420, 4000);
          this.node.style.height = `${height}px`;
          // What a person has zoomed to stays while the figure goes on.
          const layout = { uirevision: "kept", ...figure?.layout, height };
          const config = { ...figure?.config, responsive: false };
          this.drawn = await Plotly.drawFigure(this.node, { ...figure, layout, config });
          if (!this.drawn) this.node.style.height = "";
          this.fit();
        }
      }

      fit() {
        const width = this.node.clientWidth;
        if (!this.drawn || width === 0 || width === this.width) return;
        this.width = width;
        window.Plotly.Plots.resize(this.node);
      }

      dispose() {
        if (this.isDisposed) return;
        this.observer.disconnect();
        if (this.drawn) window.Plotly.purge(this.node);
        super.dispose();
      }
    };
  }

  async function mimeExtension() {
    const versions = Object.values(shared["@lumino/widgets"]);
    const { Widget } = (await versions[0].get())();
    const Renderer = rendererFor(Widget);
    const extension = {
      id: "@paperlab/figures:plugin",
      description: "Draws paperlab's figures.",
      // What Plotly draws holds no script: figures are shown in notebooks that are not trusted too.
      rendererFactory: { safe: true, mimeTypes: [mimeType], createRenderer: (options) => new Renderer(options) },
      rank: 0,
      dataType: "json",
    };
    return () => ({ __esModule: true, default: extension });
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["@paperlab/figures"] = {
    init(scope) {
      shared = scope;
    },
    get(name) {
      if (name === "./mimeExtension") return mimeExtension();
      return Promise.reject(new Error(`@paperlab/figures has no module ${name}`));
    },
  };
})();
