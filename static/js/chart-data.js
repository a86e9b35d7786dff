/** Unpacks a figure of candles: see market_data/packing.py, which says what is left out and how it is worked out. */

const summed = (differences) => {
  let sum = 0;
  return differences.map((difference) => (sum += difference));
};

function clocks({ start, step, jumps, digits }, count) {
  const skipped = new Map(jumps);
  const found = [];
  for (let t = start, place = 0; place < count; place += 1) {
    found.push(new Date(t).toISOString().replace("T", " ").slice(0, digits));
    t += step * (skipped.get(place) ?? 1);
  }
  return found;
}

function averages(values, count, rounded) {
  return values.map((_, place) => {
    if (place + 1 < count) return null;
    const last = values.slice(place + 1 - count, place + 1);
    return rounded(last.reduce((sum, value) => sum + value, 0) / count);
  });
}

function drawdowns(values) {
  let top = 0;
  return values.map((value) => {
    top = Math.max(top, value);
    return Number(((value / top - 1) * 100).toFixed(2));
  });
}

/** Return the plotly figure of a packed one; another figure comes back as it is. */
export function unpacked(figure) {
  if (!figure?.packed) return figure;
  const { packed, data, ...rest } = figure;
  const { decimals, c, o, h, l } = packed.prices;
  const rounded = (value) => Number(value.toFixed(decimals));
  const plain = (values) => values.map((value) => rounded(value / 10 ** decimals));
  const closes = summed(c);
  const shown = plain(closes);
  const x = clocks(packed.times, closes.length);
  const first = { x, text: packed.months.flatMap(([name, count]) => Array(count).fill(name)) };
  if (o) {
    const opens = o.map((less, place) => less + (closes[place - 1] ?? 0));
    first.open = plain(opens);
    first.high = plain(h.map((more, place) => more + Math.max(opens[place], closes[place])));
    first.low = plain(l.map((less, place) => Math.min(opens[place], closes[place]) - less));
    first.close = shown;
  } else {
    first.y = shown;
  }
  const others = data.slice(1).map(({ of: count, ...trace }) => {
    if (trace.meta === "average") return { ...trace, x, y: averages(shown, count, rounded) };
    if (trace.meta === "drawdown") return { ...trace, x, y: drawdowns(shown) };
    return { ...trace, x };
  });
  return { ...rest, data: [{ ...data[0], ...first }, ...others] };
}
