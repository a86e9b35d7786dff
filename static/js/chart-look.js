/** A figure's recipe in the colours of the page as it looks now; the recipe itself names none. */

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A token's colour as plotly can read it: in a high-contrast system it is the name of one of the system's own. */
function colour(name) {
  if (!matchMedia("(forced-colors: active)").matches) return token(name);
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.color = `var(${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
const LINES = ["--accent", "--caution", "--down", "--up", "--ink"]; // each with a dash of its own
const CLEAR = "rgba(0,0,0,0)";

function painted(trace, c, width) {
  const label = { bgcolor: c.surface, bordercolor: c.ink, font: { ...c.font, color: c.ink, size: 14 }, align: "left" };
  const role = String(trace.meta ?? "");
  if (trace.type === "candlestick") {
    return {
      ...trace,
      increasing: { line: { color: c.up, width }, fillcolor: c.surface }, // hollow
      decreasing: { line: { color: c.down, width }, fillcolor: c.down }, // filled
      hoverlabel: label,
    };
  }
  const line = /^line(\d+)$/.exec(role);
  if (line) {
    const color = colour(LINES[Number(line[1]) % LINES.length]);
    return { ...trace, line: { ...trace.line, color, width: 2 }, marker: { color, size: 10 }, hoverlabel: label };
  }
  const colors = { price: c.accent, average: c.caution, drawdown: c.down, volume: c.lineStrong, bars: c.accent };
  const color = colors[role] ?? c.accent;
  return {
    ...trace,
    line: { color, width: role === "average" ? 2 : 1.6, ...(role === "average" && { dash: "dash" }) },
    marker: { color },
    ...(role === "drawdown" && { fillcolor: c.dangerSoft }),
    hoverlabel: label,
  };
}

function outlined(shape, c) {
  if (shape.name === "hole") return { ...shape, fillcolor: c.line, opacity: 0.7 };
  return { ...shape, line: { ...shape.line, color: shape.name === "moment" ? c.caution : c.lineStrong } };
}

function noted(note, c) {
  if (note.name === "moment") {
    return { ...note, bgcolor: c.surface, bordercolor: c.caution, borderpad: 3, font: { ...c.font, color: c.caution } };
  }
  return { ...note, bgcolor: c.surface, font: { ...c.font, ...note.font, color: c.caution } };
}

/** Return the figure in the colours of the page; horizontal bars where the labels would not fit side by side. */
export function themed({ data, layout }, { isLog, width: room }) {
  const count = data[0].x?.length ?? 0;
  const c = {
    ink: colour("--ink"), line: colour("--grid"), lineStrong: colour("--line-strong"), surface: colour("--surface"),
    up: colour("--up"), down: colour("--down"), caution: colour("--caution"), accent: colour("--accent"),
    dangerSoft: colour("--danger-soft"),
    font: { family: token("--head"), size: 13, color: colour("--ink-soft") },
  };
  const axis = { gridcolor: c.line, linecolor: c.line, tickfont: c.font, zeroline: false };
  const panes = Object.fromEntries(
    Object.keys(layout)
      .filter((name) => /^yaxis\d*$/.test(name))
      .map((name) => [name, { ...layout[name], ...axis, fixedrange: true }]),
  );
  panes.yaxis = { ...panes.yaxis, type: isLog ? "log" : "linear" };
  let traces = data.map((trace) => painted(trace, c, count > 120 ? 1 : 1.5));
  let xaxis = { ...layout.xaxis, ...axis, showgrid: false };
  let hovermode = layout.hovermode;
  if (data[0].meta === "bars") {
    traces = traces.map((trace) => ({ ...trace, orientation: "h", x: trace.y, y: trace.x }));
    panes.yaxis = {
      ...axis, type: "category", autorange: "reversed", fixedrange: true, showgrid: false,
      // a long Thai label stands above nothing: on a phone it is cut to lines by the browser's own segmenter
      tickvals: data[0].x, ticktext: data[0].x.map((label) => wrapped(label, room)), automargin: true,
    };
    xaxis = { ...axis, fixedrange: true, range: layout.xaxis?.range, nticks: 5, exponentformat: "none", automargin: true, zeroline: true, zerolinecolor: c.lineStrong };
    hovermode = "closest";
  }
  return {
    data: traces,
    layout: {
      ...layout,
      ...panes,
      hovermode,
      hoverlabel: { ...layout.hoverlabel, font: { color: CLEAR, size: 1 } },
      font: c.font,
      paper_bgcolor: CLEAR,
      plot_bgcolor: CLEAR,
      dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom", // a finger scrolls the page
      xaxis,
      shapes: layout.shapes?.map((shape) => outlined(shape, c)),
      annotations: layout.annotations?.map((note) => noted(note, c)),
      transition: { duration: 0 },
    },
  };
}

/** Break a label between Thai words, so that it takes a third of the room at most. */
function wrapped(label, room) {
  const most = Math.max(8, Math.floor(room / 3 / 8));
  const lines = [""];
  for (const { segment } of new Intl.Segmenter("th", { granularity: "word" }).segment(label)) {
    if (lines.at(-1).length + segment.length > most && lines.at(-1)) lines.push("");
    lines[lines.length - 1] += segment;
  }
  return lines.map((line) => line.trim()).join("<br>");
}
