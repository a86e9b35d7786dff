/**
 * Keeps the class board ([data-board]) up to date: asks every two seconds, changes only what has changed.
 *
 * Nothing is asked while the page is hidden. What a screen reader hears is the line of sums, at most twice a minute.
 * Without this file the page has a link that loads it anew.
 */

const EVERY_MS = 2_000;
const SLOWEST_MS = 30_000;
const SAID_EVERY_MS = 30_000;

const board = document.querySelector("[data-board]");
const status = document.querySelector("[data-board-status]");
const said = document.querySelector("[data-board-said]");
let tag = "";
let wait = EVERY_MS;
let saidAt = 0;
let lastSaid = sentence();

function sentence() {
  return board.querySelector("[data-board-sentence]")?.dataset.boardSentence ?? "";
}

function tell() {
  const now = Date.now();
  if (sentence() === lastSaid || now - saidAt < SAID_EVERY_MS) return;
  lastSaid = sentence();
  saidAt = now;
  said.textContent = lastSaid;
}

/** Put the new board in place; where the reader stood, and how far the table was moved, stays. */
function show(html) {
  const focused = board.contains(document.activeElement) ? document.activeElement.id : "";
  const onTable = document.activeElement?.matches(".board") ?? false;
  const left = board.querySelector(".board")?.scrollLeft ?? 0;
  board.innerHTML = html; // our own server's, the same that the page was made of
  const table = board.querySelector(".board");
  table.scrollLeft = left;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  else if (onTable) table.focus({ preventScroll: true });
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(board.dataset.boardFrom, {
      headers: tag ? { "If-None-Match": tag } : {},
      redirect: "error", // signed out: the page itself says so when it is loaded anew
      cache: "no-store",
    });
    if (answer.status !== 304) {
      if (!answer.ok) throw new Error(String(answer.status));
      tag = answer.headers.get("ETag") ?? "";
      show(await answer.text());
    }
    wait = EVERY_MS;
    status.textContent = `สดอยู่ · ${new Date().toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit", second: "2-digit" })} น.`;
    tell();
  } catch {
    wait = Math.min(wait * 2, SLOWEST_MS);
    status.textContent = "ติดต่อเว็บไม่ได้ชั่วครู่ กำลังลองใหม่ กระดานที่เห็นเป็นของก่อนหน้านี้";
  }
}

async function go() {
  await ask();
  setTimeout(go, wait);
}

document.addEventListener("visibilitychange", () => ask());
if (board) {
  board.dataset.boardState = "live";
  setTimeout(go, EVERY_MS);
}
