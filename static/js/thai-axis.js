/**
 * Buddhist-era labels on plotly's (Gregorian) time axis, at every zoom.
 *
 * Times on the axis are those on the wall in Bangkok, written without a zone; they are formatted as if they were UTC.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// how far apart labels stand: [length, unit, how many units]
const STEPS = [
  [HOUR, "hour", 1],
  [3 * HOUR, "hour", 3],
  [6 * HOUR, "hour", 6],
  [12 * HOUR, "hour", 12],
  [DAY, "day", 1],
  [2 * DAY, "day", 2],
  [7 * DAY, "day", 7],
  [14 * DAY, "day", 14],
  [30 * DAY, "month", 1],
  [61 * DAY, "month", 2],
  [91 * DAY, "month", 3],
  [183 * DAY, "month", 6],
  [365 * DAY, "year", 1],
  [731 * DAY, "year", 2],
  [1827 * DAY, "year", 5],
];
const MONDAY = 4 * DAY; // 1 January 1970 was a Thursday
const LABEL_WIDTH = 84;

const format = (options) =>
  new Intl.DateTimeFormat("th-TH-u-ca-buddhist-nu-latn", { timeZone: "UTC", ...options });
const FORMATS = {
  hour: format({ hour: "2-digit", minute: "2-digit", day: "numeric", month: "short" }),
  day: format({ day: "numeric", month: "short", year: "2-digit" }),
  month: format({ month: "short", year: "numeric" }),
  year: format({ year: "numeric" }),
};

function* evenly(from, to, length) {
  const offset = length % (7 * DAY) === 0 ? MONDAY : 0;
  for (let t = Math.ceil((from - offset) / length) * length + offset; t <= to; t += length) yield t;
}

function* byCalendar(from, to, months) {
  const start = new Date(from);
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  month -= month % months;
  for (; ; month += months) {
    const t = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (t > to) return;
    if (t >= from) yield t;
  }
}

/** Return plotly tickvals and ticktext for a span of milliseconds and a width in pixels. */
export function thaiTicks(from, to, width) {
  const most = Math.max(2, Math.floor(width / LABEL_WIDTH));
  const [length, unit, count] = STEPS.find(([each]) => (to - from) / each <= most + 0.5) ?? STEPS.at(-1);
  const times =
    unit === "month" || unit === "year"
      ? [...byCalendar(from, to, unit === "year" ? 12 * count : count)]
      : [...evenly(from, to, length)];
  return {
    tickvals: times.map((t) => new Date(t).toISOString().slice(0, 16).replace("T", " ")),
    ticktext: times.map((t) => FORMATS[unit].format(t).replace(/พ\.ศ\. ?/, "")),
  };
}

/** Read plotly's own writing of a time ("2026-11-24 07:30:15.123") as if it were UTC. */
function milliseconds(written) {
  if (typeof written === "number") return written;
  const [day, time = "00:00"] = String(written).trim().split(/[ T]/);
  const [hours, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return Date.parse(`${day}T00:00:00Z`) + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

const kept = new WeakMap();

/** Keep the labels of a drawn plot in the Buddhist era; call it after every drawing. */
export function thaiAxis(plotly, plot) {
  if (kept.has(plot)) return kept.get(plot)();
  let isOurs = false;
  const label = async () => {
    const range = plot._fullLayout?.xaxis?.range;
    if (isOurs || !range) return;
    const ticks = thaiTicks(milliseconds(range[0]), milliseconds(range[1]), plot.clientWidth);
    isOurs = true;
    try {
      await plotly.relayout(plot, {
        "xaxis.tickmode": "array",
        "xaxis.tickvals": ticks.tickvals,
        "xaxis.ticktext": ticks.ticktext,
      });
    } finally {
      isOurs = false;
    }
  };
  plot.on("plotly_relayout", (change) => {
    if (Object.keys(change).some((name) => name.startsWith("xaxis.range") || name === "xaxis.autorange" || name === "width" || name === "autosize")) label();
  });
  kept.set(plot, label);
  return label();
}
