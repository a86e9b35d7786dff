/**
 * Turns the static picture of a figure ([data-chart]) into a plotly chart when it comes near the viewport.
 *
 * The page is whole without this file: picture, sentence, source and table are in the HTML. Whatever fails here
 * (no network, blocked script, odd data), the picture stays. A reader who saves data is asked first.
 */

import { unpacked } from "./chart-data.js";
import { themed } from "./chart-look.js";

const NEAR = "600px 0px";
const PLOTLY_STYLE_ID = "plotly.js-style-global"; // plotly adds no inline <style> when this element has…
const PLOTLY_STYLE_CLASS = "no-inline-styles"; // …this class: our Content-Security-Policy forbids one

let plotlyOnce;
const REFRESH_MS = 60_000;
const savesData = () => navigator.connection?.saveData === true;
const drawn = new Map(); // figure → { plotly, plot, recipe, thaiAxis, isLog }

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

const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true, scrollZoom: false, showTips: false };

function write(figure, name, text) {
  const slot = figure.querySelector(`[data-chart-${name}]`);
  if (slot && text) slot.textContent = text;
}

/** The HTML may come from a cache, and the reader may have chosen another range: say what the answer knows. */
function tell(figure, facts) {
  for (const name of ["title", "sentence", "source"]) write(figure, name, facts[name]);
  write(figure, "closed", facts.last_closed);
  write(figure, "fetched", facts.fetched);
  const badge = figure.querySelector("[data-chart-badge]");
  if (badge && facts.state) {
    badge.className = `badge ${facts.badge_kind}`;
    badge.textContent = facts.badge;
  }
  const notes = figure.querySelector("[data-chart-notes]");
  if (notes && facts.notes) {
    notes.replaceChildren(
      ...facts.notes.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    notes.hidden = facts.notes.length === 0;
  }
  const simulated = facts.is_simulated ? " (ข้อมูลจำลอง ไม่ใช่ราคาจริง)" : "";
  figure
    .querySelector("[data-chart-plot]")
    ?.setAttribute("aria-label", `${figure.dataset.kind} ${facts.title} ${facts.sentence}${simulated}`);
}

/** True when the words around the plot, written by the server, still belong to what was fetched. */
function isSameKind(figure, facts) {
  return figure.querySelectorAll(".badge.simulated").length > 0 === facts.is_simulated
    && (figure.querySelector("[data-chart-switched]")?.textContent ?? "") === facts.switched;
}

/** Ask for a figure; the browser's own cache makes it a conditional request. Null when it is what we had. */
async function ask(url, { known, fresh = false } = {}) {
  const answer = await fetch(url, {
    headers: { Accept: "application/json" },
    cache: fresh ? "no-cache" : "default",
  });
  if (!answer.ok) throw new Error(`figure: ${answer.status}`);
  const etag = answer.headers.get("ETag");
  if (known && etag === known) return null;
  const { figure: recipe, facts } = await answer.json();
  return { figure: unpacked(recipe), facts, etag };
}

function given(figure) {
  return figure.dataset.recipe ? JSON.parse(figure.dataset.recipe) : ask(figure.dataset.figure);
}

/** Paper is not as wide as the screen: let the drawing be scaled, which plotly's own size does not allow. */
function scalable(plot) {
  for (const svg of plot.querySelectorAll(".main-svg")) {
    const [width, height] = ["width", "height"].map((name) => svg.getAttribute(name));
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("preserveAspectRatio", "xMinYMid");
    plot.style.setProperty("--chart-ratio", `${width} / ${height}`);
  }
}

/** Put the recipe on the plot in today's colours, with Thai labels where there is a time axis. */
async function show(live, { keepZoom = false } = {}) {
  const { plotly, plot, recipe, thaiAxis, isLog } = live;
  const { data, layout, config } = themed(recipe, { isLog, width: plot.clientWidth });
  if (keepZoom && plot.layout) {
    const { range, tickmode, tickvals, ticktext } = plot.layout.xaxis;
    Object.assign(layout.xaxis, { range, tickmode, tickvals, ticktext });
  }
  await plotly.react(plot, data, layout, { ...CONFIG, ...config });
  scalable(plot);
  if (!keepZoom && layout.xaxis.type === "date") await thaiAxis(plotly, plot);
}

async function draw(figure) {
  const place = figure.querySelector("[data-chart-plot]");
  if (!place) return;
  const [plotly, answer, { thaiAxis }] = await Promise.all([
    loadPlotly(figure),
    given(figure),
    import(figure.dataset.axis),
  ]);
  const { figure: recipe, facts, etag } = answer;
  // a source that switched since the page was made needs its own labels: leave the page as it is, it is still true
  if (!recipe || !facts || !isSameKind(figure, facts)) throw new Error("another chart than the page speaks of");

  const plot = document.createElement("div");
  plot.className = "chart-live";
  const picture = [...place.children];
  place.classList.add("is-live");
  place.append(plot);
  for (const child of picture) child.hidden = true;
  // svg has no hidden property of its own
  for (const child of picture) child.setAttribute("hidden", "");
  const live = { plotly, plot, recipe, thaiAxis, etag, isLog: recipe.layout.yaxis?.type === "log", url: figure.dataset.figure };
  try {
    await plotly.newPlot(plot, [], {}, CONFIG);
    await show(live);
  } catch (error) {
    place.classList.remove("is-live");
    plot.remove();
    for (const child of picture) child.removeAttribute("hidden");
    throw error;
  }
  for (const child of picture) child.remove();
  tell(figure, facts);
  figure.dataset.chartState = "live";
  drawn.set(figure, live);
}

/** Take over what another request answered, unless it speaks of another source than the page. */
async function take(figure, answer, options) {
  const live = drawn.get(figure);
  if (!live || !answer?.figure || !isSameKind(figure, answer.facts)) return false;
  live.recipe = answer.figure;
  live.etag = answer.etag;
  await show(live, options);
  tell(figure, answer.facts);
  return true;
}

async function chooseRange(figure, button) {
  await begin(figure);
  const live = drawn.get(figure);
  if (!live) return;
  figure.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(button.dataset.chartRange);
    if (!(await take(figure, answer))) throw new Error("no such range");
    live.url = button.dataset.chartRange;
    for (const other of figure.querySelectorAll("[data-chart-range]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    write(figure, "status", `แสดง ${button.textContent.trim()} แล้ว`);
  } catch {
    write(figure, "status", "ดึงช่วงเวลานี้ไม่สำเร็จ กราฟเดิมยังอยู่ ลองใหม่อีกครั้งได้");
  } finally {
    figure.removeAttribute("aria-busy");
  }
}

async function toggleLog(figure, button) {
  await begin(figure);
  const live = drawn.get(figure);
  if (!live) return;
  live.isLog = !live.isLog;
  button.setAttribute("aria-pressed", String(live.isLog));
  await show(live, { keepZoom: true });
  write(figure, "status", live.isLog ? "แกนราคาห่างกันเป็นเท่าตัว" : "แกนราคาห่างกันเป็นจำนวนเท่ากัน");
}

const begun = new WeakMap();

/** Draw once; a second call waits for the first. */
function begin(figure) {
  if (!begun.has(figure)) {
    const done = draw(figure).then(
      () => figure.querySelector("[data-chart-load]")?.remove(),
      (error) => {
        begun.delete(figure); // a press on a button may try again
        figure.dataset.chartState = "picture";
        console.info("the picture stays:", error.message);
      },
    );
    begun.set(figure, done);
  }
  return begun.get(figure);
}

function recolour() {
  for (const live of drawn.values()) show(live, { keepZoom: true });
}

const inView = new Set();

/** Ask again for what the reader is looking at; nothing while the page is hidden or data is saved. */
function refresh() {
  if (document.hidden || savesData()) return;
  for (const figure of inView) {
    const live = drawn.get(figure);
    if (!live || !("refresh" in figure.dataset)) continue;
    ask(live.url, { known: live.etag, fresh: true })
      .then((answer) => answer && take(figure, answer, { keepZoom: true }))
      .catch(() => {}); // the next minute tries again; the figure says how old it is
  }
}

function offer(figure) {
  const controls = figure.querySelector("[data-chart-controls]");
  if (controls) controls.hidden = false;
  figure.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.chartRange) chooseRange(figure, button);
    else if ("chartLog" in button.dataset) toggleLog(figure, button);
    else if ("chartLoad" in button.dataset) begin(figure);
  });
  const load = figure.querySelector("[data-chart-load]");
  if (load) load.hidden = !savesData();
}

function start() {
  const figures = document.querySelectorAll("[data-chart]:not([data-chart-state])");
  if (!figures.length) return;
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        begin(target);
      }
    },
    { rootMargin: NEAR },
  );
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) inView[isIntersecting ? "add" : "delete"](target);
  });
  for (const figure of figures) {
    figure.dataset.chartState = "waiting";
    offer(figure);
    if (!savesData()) near.observe(figure);
    seen.observe(figure);
  }
  setInterval(refresh, REFRESH_MS);
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print"]) {
    matchMedia(query).addEventListener("change", recolour);
  }
  new MutationObserver(recolour).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "data-text-size"],
  });
}

start();
