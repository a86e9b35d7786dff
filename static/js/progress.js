/**
 * Fills what is personal into pages that are the same for everybody: ticks, bars, "เรียนต่อ", the name.
 *
 * One small call a page. Without it, or without an answer, every slot stays as the server wrote it and the page
 * reads in full. Whatever one tab learns it tells the others.
 *
 * [data-lesson-progress="<page id>"]   done or begun, with the best result
 * [data-course-progress="<id>,<id>"]   a <progress> and a .track-text, shown once something was begun;
 *   data-minutes="6,8"                 adds how long the rest takes
 * [data-continue]                      a card with a link, shown when there is something to go on with
 * [data-at-rest="<address>"]           a script that comes once the page is at rest
 * [data-account]                       the link to signing in, the account's name, or who learns on a shared phone
 */
const ADDRESS = "/api/me";
const channel = "BroadcastChannel" in window ? new BroadcastChannel("ruthan:progress") : null;
const accountLink = document.querySelector("[data-account]");
const signIn = accountLink && { text: accountLink.textContent, href: accountLink.href };
let shown = "";

/** @param {number} fraction 0–1, rounded as the server's filter `percent` does */
const percent = (fraction) => `${Math.floor(fraction * 100 + 0.5)}%`;

function lessonText({ done, started, best }) {
  const parts = [];
  if (done) parts.push("✓ เรียนจบแล้ว");
  else if (started) parts.push("กำลังเรียน");
  if (best !== null) parts.push(`ผลดีที่สุด ${percent(best)}`);
  else if (done) parts.push("รอประกาศผล");
  return parts.join(" · ");
}

function fillLesson(slot, lesson) {
  slot.textContent = lesson ? lessonText(lesson) : "";
  if (lesson) slot.dataset.state = lesson.done ? "done" : "started";
  else delete slot.dataset.state;
}

function timeLeft(slot, ids, lessons) {
  if (!slot.dataset.minutes) return "";
  const minutes = slot.dataset.minutes.split(",").map(Number);
  const left = ids.reduce((sum, id, place) => sum + (lessons[id]?.done ? 0 : minutes[place]), 0);
  return ` · เหลือราว ${left} นาที`;
}

function fillCourse(slot, lessons) {
  const ids = slot.dataset.courseProgress.split(",").filter(Boolean);
  const done = ids.filter((id) => lessons[id]?.done).length;
  slot.hidden = !ids.some((id) => lessons[id]);
  const bar = slot.querySelector("progress");
  if (bar) bar.value = ids.length ? Math.floor((done * 100) / ids.length) : 0;
  const text = slot.querySelector(".track-text");
  if (text) {
    text.textContent =
      done === ids.length
        ? `เรียนครบทั้ง ${ids.length} บทแล้ว`
        : `เรียนแล้ว ${done} จาก ${ids.length} บท${timeLeft(slot, ids, lessons)}`;
  }
}

function fillContinue(slot, next) {
  const link = slot.querySelector("a");
  slot.hidden = !next || !link;
  if (!next || !link) return;
  link.textContent = next.title;
  link.href = next.url;
}

function fillAccount(name, nickname) {
  if (!accountLink) return;
  accountLink.textContent = name || nickname || signIn.text;
  if (name) accountLink.href = "/my-learning/";
  else accountLink.href = nickname ? "/my-data/" : signIn.href; // people of a shared phone take turns there
  if (nickname && !name) accountLink.setAttribute("aria-label", `${nickname} กำลังเรียน สลับคน`);
  else accountLink.removeAttribute("aria-label");
}

function fill(state) {
  for (const slot of document.querySelectorAll("[data-lesson-progress]")) {
    fillLesson(slot, state.lessons[slot.dataset.lessonProgress]);
  }
  for (const slot of document.querySelectorAll("[data-course-progress]")) fillCourse(slot, state.lessons);
  for (const slot of document.querySelectorAll("[data-continue]")) fillContinue(slot, state.continue);
  fillAccount(state.name, state.nickname);
}

async function refresh() {
  let text;
  try {
    const response = await fetch(ADDRESS, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!response.ok) return;
    text = await response.text();
    fill(JSON.parse(text));
  } catch {
    return; // offline, or an answer from something in between: the next event tries again
  }
  if (text !== shown) channel?.postMessage(text);
  shown = text;
}

channel?.addEventListener("message", ({ data }) => {
  if (typeof data !== "string") {
    refresh(); // another script only says that something has changed
    return;
  }
  shown = data;
  fill(JSON.parse(data));
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) refresh(); // brought back by the back button, as it was left
});
window.addEventListener("online", refresh);
refresh();

function hasWaitingAnswers() {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith("answer:"));
  } catch {
    return false; // storage is switched off
  }
}

// What a page can do without at first must not slow its first paint.
function fetchTheRest() {
  if (hasWaitingAnswers()) import("./waiting-answers.js").catch(() => {});
  for (const { dataset } of document.querySelectorAll("[data-at-rest]")) import(dataset.atRest).catch(() => {});
}
if (document.readyState === "complete") fetchTheRest();
else addEventListener("load", fetchTheRest, { once: true });
