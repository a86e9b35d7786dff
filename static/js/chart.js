/**
 * Turns the static picture of a price chart ([data-chart]) into a plotly chart when it comes near the viewport.
 *
 * The page is whole without this file: picture, sentence, source and table are in the HTML. Whatever fails here
 * (no network, blocked script, odd data), the picture stays.
 */

const NEAR = "600px 0px";
const PLOTLY_STYLE_ID = "plotly.js-style-global"; // plotly adds no inline <style> when this element has…
const PLOTLY_STYLE_CLASS = "no-inline-styles"; // …this class: our Content-Security-Policy forbids one

let plotlyOnce;
const drawn = new Set(); // { plot, figure, label } of every live chart

function loadPlotly(figure) {
  plotlyOnce ??= new Promise((resolve, reject) => {
    if (!document.getElementById(PLOTLY_STYLE_ID)) {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = figure.dataset.plotlyCss;
      style.id = PLOTLY_STYLE_ID;
      style.className = PLOTLY_STYLE_CLASS;
      document.head.append(style);
    }
    const script = document.createElement("script");
    script.src = figure.dataset.plotly;
    script.onload = () => (globalThis.Plotly ? resolve(globalThis.Plotly) : reject(new Error("no Plotly")));
    script.onerror = () => {
      script.remove();
      plotlyOnce = undefined; // the next chart may try again
      reject(new Error("plotly did not load"));
    };
    document.head.append(script);
  });
  return plotlyOnce;
}

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Return the figure in the colours of the page as it looks now. */
function themed({ data, layout }) {
  const width = data[0].x.length > 120 ? 1 : 1.5;
  const [ink, soft, line, surface, up, down, caution] = [
    "--ink", "--ink-soft", "--line", "--surface", "--up", "--down", "--caution",
  ].map(token);
  const font = { family: token("--head"), size: 13, color: soft };
  const axis = { gridcolor: line, linecolor: line, tickfont: font, zeroline: false };
  return {
    data: data.map((trace) => ({
      ...trace,
      increasing: { line: { color: up, width }, fillcolor: surface }, // hollow
      decreasing: { line: { color: down, width }, fillcolor: down }, // filled
      hoverlabel: { bgcolor: surface, bordercolor: ink, font: { ...font, color: ink, size: 14 }, align: "left" },
    })),
    layout: {
      ...layout,
      hoverlabel: { ...layout.hoverlabel, font: { color: "rgba(0,0,0,0)", size: 1 } },
      font,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom", // a finger scrolls the page
      xaxis: { ...layout.xaxis, ...axis, showgrid: false },
      yaxis: { ...layout.yaxis, ...axis, fixedrange: true },
      annotations: layout.annotations?.map((note) => ({ ...note, bgcolor: surface, font: { ...font, ...note.font, color: caution } })),
      transition: { duration: 0 },
    },
  };
}

const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true, scrollZoom: false, showTips: false };

function write(figure, name, text) {
  const slot = figure.querySelector(`[data-chart-${name}]`);
  if (slot && text) slot.textContent = text;
}

/** The HTML may come from a cache: say what the answer knows now. */
function tell(figure, facts) {
  write(figure, "title", facts.title);
  write(figure, "sentence", facts.sentence);
  write(figure, "source", facts.source);
  write(figure, "closed", facts.last_closed);
  write(figure, "fetched", facts.fetched);
  const badge = figure.querySelector("[data-chart-badge]");
  if (badge) {
    badge.className = `badge ${facts.state}`;
    badge.textContent = facts.badge;
  }
  figure.querySelector("[data-chart-plot]")?.setAttribute("aria-label", `กราฟแท่งเทียน ${facts.title} ${facts.sentence}`);
}

/** True when the words around the plot, written by the server, still belong to what was fetched. */
function isSameKind(figure, facts) {
  return figure.querySelectorAll(".badge.simulated").length > 0 === facts.is_simulated
    && (figure.querySelector("[data-chart-switched]")?.textContent ?? "") === facts.switched;
}

async function draw(figure) {
  const place = figure.querySelector("[data-chart-plot]");
  if (!place) return;
  const [plotly, answer, { thaiAxis }] = await Promise.all([
    loadPlotly(figure),
    fetch(figure.dataset.figure, { headers: { Accept: "application/json" } }),
    import(figure.dataset.axis),
  ]);
  if (!answer.ok) throw new Error(`figure: ${answer.status}`);
  const { figure: recipe, facts } = await answer.json();
  // a source that switched since the page was made needs its own labels: leave the page as it is, it is still true
  if (!recipe || !facts || !isSameKind(figure, facts)) throw new Error("another chart than the page speaks of");

  const plot = document.createElement("div");
  plot.className = "chart-live";
  const picture = [...place.children];
  place.classList.add("is-live");
  place.append(plot);
  for (const child of picture) child.hidden = true;
  try {
    const { data, layout } = themed(recipe);
    await plotly.newPlot(plot, data, layout, CONFIG);
    await thaiAxis(plotly, plot);
  } catch (error) {
    place.classList.remove("is-live");
    plot.remove();
    for (const child of picture) child.hidden = false;
    throw error;
  }
  for (const child of picture) child.remove();
  tell(figure, facts);
  figure.dataset.chartState = "live";
  drawn.add({ plotly, plot, recipe });
}

function recolour() {
  for (const { plotly, plot, recipe } of drawn) {
    const { data, layout } = themed(recipe);
    const { range, tickmode, tickvals, ticktext } = plot.layout.xaxis;
    Object.assign(layout.xaxis, { range, tickmode, tickvals, ticktext });
    plotly.react(plot, data, layout, CONFIG);
  }
}

function start() {
  const figures = document.querySelectorAll("[data-chart]:not([data-chart-state])");
  if (!figures.length) return;
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        draw(target).catch((error) => {
          target.dataset.chartState = "picture";
          console.info("the picture stays:", error.message);
        });
      }
    },
    { rootMargin: NEAR },
  );
  for (const figure of figures) {
    figure.dataset.chartState = "waiting";
    watcher.observe(figure);
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  new MutationObserver(recolour).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "data-text-size"],
  });
}

start();
