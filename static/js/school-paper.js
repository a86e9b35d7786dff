/**
 * Typing answers from paper: one key a cell, arrows to move, Enter keeps the row and goes on to the next pupil.
 *
 * Without this file each row has its own button and form. What is typed and not kept yet is marked, and leaving asks.
 */

const LETTERS = "กขคงจฉชซญฐดตถทธนบปผพฟภมยรลวศสหอฮ";
const THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙";
const grid = document.querySelector("[data-paper]");

const rowOf = (cell) => cell.closest("[data-paper-row]");
const cellsOf = (row) => [...row.querySelectorAll("td > input")];
const rows = () => [...grid.querySelectorAll("[data-paper-row]")];

/** The letter of the sheet that a key stands for; what is no letter of this question stays as it is, and is marked. */
function letter(key, count) {
  if (!count) return key; // true or false of a message: จ, ห
  let place = LETTERS.indexOf(key);
  if (place < 0 && /^[a-z]$/i.test(key)) place = key.toLowerCase().charCodeAt(0) - 97;
  if (place < 0 && /^\d$/.test(key)) place = Number(key) - 1;
  if (place < 0 && THAI_DIGITS.includes(key)) place = THAI_DIGITS.indexOf(key) - 1;
  return place >= 0 && place < count ? LETTERS[place] : null;
}

function go(cell, across, down) {
  const row = rowOf(cell);
  const place = cellsOf(row).indexOf(cell);
  const next = down ? cellsOf(rows()[rows().indexOf(row) + down] ?? row)[place] : cellsOf(row)[place + across];
  next?.focus();
  next?.select();
  return Boolean(next) && next !== cell;
}

function typed({ target }) {
  const row = rowOf(target);
  if (!row) return;
  row.dataset.unsaved = "";
  say(row, "ยังไม่บันทึก");
  if (!("oneKey" in target.dataset) || !target.value) return target.removeAttribute("aria-invalid");
  const found = letter(target.value, Number(target.dataset.oneKey));
  if (found === null) {
    target.setAttribute("aria-invalid", "true");
    return target.select();
  }
  target.removeAttribute("aria-invalid");
  target.value = found;
  go(target, 1, 0);
}

function say(row, text) {
  row.querySelector("[data-paper-said]").textContent = text;
}

async function keep(row) {
  const form = row.querySelector("form");
  const sent = cellsOf(row).map((cell) => cell.value).join("\n");
  say(row, "กำลังบันทึก…");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "text/plain" },
      redirect: "error",
    });
    if (answer.status !== 200 && answer.status !== 409) throw new Error(String(answer.status));
    const said = await answer.text();
    say(row, said);
    if (answer.ok && cellsOf(row).map((cell) => cell.value).join("\n") === sent) {
      delete row.dataset.unsaved;
      row.dataset.saved = "";
    }
  } catch {
    say(row, "ส่งไม่ถึงเว็บ ที่พิมพ์ไว้ยังอยู่ กดบันทึกอีกครั้ง");
  }
}

function pressed(event) {
  const cell = event.target;
  if (!cell.matches("td > input")) return;
  const edge = (side) => "oneKey" in cell.dataset || cell.value.length === 0 || cell.selectionStart === side;
  const moves = {
    ArrowUp: () => go(cell, 0, -1),
    ArrowDown: () => go(cell, 0, 1),
    ArrowLeft: () => edge(0) && go(cell, -1, 0),
    ArrowRight: () => edge(cell.value.length) && go(cell, 1, 0),
    Backspace: () => !cell.value && go(cell, -1, 0),
  };
  if (event.key === "Enter") {
    event.preventDefault();
    const row = rowOf(cell);
    keep(row);
    const next = rows()[rows().indexOf(row) + 1];
    if (next) cellsOf(next)[0]?.focus();
  } else if (moves[event.key]?.()) event.preventDefault();
}

if (grid) {
  grid.addEventListener("input", typed);
  grid.addEventListener("keydown", pressed);
  grid.addEventListener("focusin", ({ target }) => target.matches("td > input") && target.select());
  grid.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(rowOf(event.target));
  });
  addEventListener("beforeunload", (event) => {
    if (grid.querySelector("[data-unsaved]")) event.preventDefault();
  });
  grid.dataset.paperState = "live";
}
