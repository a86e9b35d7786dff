// Turns the plain form of an attempt into one question at a time and saves every answer as it is given.
// Without this script the form works by itself (templates/quizzes/attempt.html).

import { AnswerQueue, isFinal, post } from "./answer-queue.js";
import { checkAnswer } from "./quiz-check.js";
import { Flags } from "./quiz-flags.js";
import { isAnswered, isTouched, prepare, readResponse, writeResponse } from "./quiz-responses.js";
import { startTimer } from "./quiz-timer.js";

const TYPING_PAUSE = 800; // milliseconds without a key before what was typed is sent

const form = document.querySelector("[data-attempt]");
const find = (selector, root = form) => root.querySelector(selector);
const all = (selector, root = form) => [...root.querySelectorAll(selector)];
const show = (element, visible) => element.toggleAttribute("hidden", !visible);
const say = (element, text) => {
  // a live region speaks at each change of its text, so it is changed only when it says something new
  if (element.textContent !== text) element.textContent = text;
};

const questions = all("[data-question]");
const total = questions.length;
const slotOf = (question) => Number(question.dataset.question);
const flags = new Flags(form.dataset.attempt);
const given = new Map(); // slot → the response that was given last, as JSON: the same again is no new answer
const typing = new Map(); // slot → timer
const finishName = `finish:${form.dataset.attempt}`;
let current = 0; // index; total stands for "not all answered"
let finishing = false;
let finishedBy = "anyway"; // or "time": then the server looks whether more was given meanwhile
let finishTimer = 0;
let finishFailures = 0;

const queue = new AnswerQueue({
  attempt: form.dataset.attempt,
  url: form.dataset.answers,
  sequence: Number(form.dataset.sequence),
  onChange: () => {
    restore();
    render();
    if (finishing && !queue.pending().length) tryToFinish();
  },
});

/** Show answers given before a reload, or in another tab, as chosen where they are newer than the page. */
function restore() {
  for (const answer of [...queue.kept(), ...queue.pending()]) {
    const question = questions[answer.slot - 1];
    if (!question || answer.sequence <= Number(question.dataset.sequence)) continue;
    question.dataset.sequence = answer.sequence;
    if (typing.has(answer.slot)) continue; // nothing is written under somebody's fingers
    // written only where it differs: moving an item or filling a field takes the focus or the cursor away
    const there = JSON.stringify(readResponse(question));
    if (there !== JSON.stringify(answer.response)) writeResponse(question, answer.response);
    given.set(answer.slot, JSON.stringify(readResponse(question)));
  }
}

function stateOf(question, pending) {
  const slot = slotOf(question);
  if (queue.refusals.has(slot)) return ["refused", queue.refusals.get(slot)];
  if (pending.has(slot)) {
    if (queue.stopped) return ["refused", "ยังไม่ได้บันทึก"];
    if (queue.elsewhere) return ["waiting", "รอส่ง — จะส่งเองเมื่อสลับกลับ"];
    if (queue.waiting) return ["waiting", "รอส่ง — จะส่งเองเมื่อมีสัญญาณ"];
    return ["sending", "กำลังบันทึก…"];
  }
  return ["", Number(question.dataset.sequence) > 0 ? "บันทึกแล้ว ✓" : ""];
}

function render() {
  const pending = new Set(queue.pending().map((answer) => answer.slot));
  questions.forEach((question, index) => {
    const [kind, text] = stateOf(question, pending);
    const saved = find("[data-saved]", question);
    saved.className = `saved ${kind}`.trim();
    say(saved, text);
    show(question, index === current);
    const link = find(`[data-go="${slotOf(question)}"]`);
    const isDone = isAnswered(question);
    const isFlagged = flags.has(slotOf(question));
    link.toggleAttribute("data-answered", isDone);
    link.toggleAttribute("data-flagged", isFlagged);
    const flag = find("[data-flag]", question);
    flag.setAttribute("aria-pressed", String(isFlagged));
    flag.textContent = isFlagged ? "ไว้ดูอีกครั้ง ✓" : "ไว้ดูอีกครั้ง";
    const late = kind === "waiting" || kind === "refused";
    link.toggleAttribute("data-waiting", late);
    if (index === current) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
    const words = [isDone ? "ตอบแล้ว" : "ยังไม่ตอบ", isFlagged ? "ไว้ดูอีกครั้ง" : "", late ? "ยังไม่บันทึก" : ""];
    say(find("[data-go-state]", link), ` ${words.filter(Boolean).join(" ")}`);
  });
  show(find("[data-confirm]"), current === total);
  // nothing moves under the finger between two clicks: the buttons stay, "cancel" has a row of its own
  show(find("[data-previous]"), current > 0 && current < total);
  show(find("[data-next]"), current < total - 1);
  show(find("[data-finish]"), !queue.stopped && (finishing || current === total - 1));
  show(find("[data-cancel]"), finishing);
  renderConnection();
  renderFinishing(pending.size);
}

function renderConnection() {
  const notice = find("[data-connection]");
  const waiting = queue.pending().length > 0 && queue.waiting;
  show(notice, Boolean(queue.stopped) || waiting);
  notice.classList.toggle("notice--danger", Boolean(queue.stopped));
  notice.classList.toggle("notice--caution", !queue.stopped);
  if (queue.stopped) {
    if (!notice.textContent.startsWith(queue.stopped.message)) say(notice, queue.stopped.message);
  } else if (waiting && queue.elsewhere) {
    if (!notice.textContent.startsWith(queue.elsewhere)) say(notice, queue.elsewhere);
  } else if (waiting) {
    say(notice, "ตอนนี้ติดต่อระบบไม่ได้ ตอบต่อได้เลย คำตอบเก็บไว้ในเครื่องนี้ และจะส่งเองเมื่อมีสัญญาณ");
  }
  const [text, href] = wayOut(queue.stopped?.code ?? (waiting && queue.elsewhere ? "other_person" : ""));
  if (text && !find("a", notice)) {
    const link = document.createElement("a");
    link.textContent = text;
    link.href = href;
    notice.append(" ", link);
  }
}

/** Where somebody goes whose attempt takes no answers any more: text and address of a link. */
function wayOut(code) {
  if (code === "finished" || code === "time_is_up") return ["ดูผล", form.dataset.result];
  if (code === "merged") return ["เปิดหน้านี้ใหม่", location.pathname];
  if (code === "unknown_learner" || code === "no_such_attempt") return ["เริ่มทำใหม่", form.dataset.intro];
  if (code === "other_person") return ["สลับผู้เรียน", "/my-data/#people-title"];
  return ["", ""];
}

function renderFinishing(waiting) {
  const button = find("[data-finish]");
  button.setAttribute("aria-disabled", String(finishing)); // not `disabled`: the focus stays on it
  button.textContent = finishing ? "กำลังส่ง…" : "ส่งคำตอบ";
  const offline = queue.waiting || finishFailures > 0;
  if (!finishing) say(find("[data-finishing]"), "");
  else if (!offline) say(find("[data-finishing]"), "กำลังส่งคำตอบ…");
  else if (queue.elsewhere) say(find("[data-finishing]"), queue.elsewhere);
  else {
    const left = waiting ? `ยังมี ${waiting} ข้อรอส่ง ` : "";
    say(find("[data-finishing]"), `${left}เปิดหน้านี้ทิ้งไว้ ระบบจะส่งให้เองเมื่อมีสัญญาณ`);
    button.textContent = "รอสัญญาณ…";
  }
}

function go(index, { focus = true } = {}) {
  current = Math.max(0, Math.min(total, index));
  render();
  if (!focus) return;
  const heading = current === total ? find("#confirm-title") : find("[data-heading]", questions[current]);
  heading.focus({ preventScroll: true });
  heading.closest("section").scrollIntoView({ block: "nearest" });
}

function missing() {
  return questions.filter((question) => !isAnswered(question)).map(slotOf);
}

function askToFinish() {
  if (finishing || queue.stopped) return;
  giveTyped();
  const [left, again] = [missing(), flags.list()];
  if (!left.length && !again.length) {
    finish();
    return;
  }
  const sentences = [];
  if (left.length) sentences.push(`ยังไม่ได้ตอบข้อ ${left.join(", ")}`);
  if (again.length) sentences.push(`ทำเครื่องหมายไว้ดูอีกครั้งข้อ ${again.join(", ")}`);
  say(find("#confirm-title"), left.length ? "ยังตอบไม่ครบ" : "มีข้อที่อยากดูอีกครั้ง");
  say(find("[data-back]"), left.length ? "กลับไปตอบ" : "กลับไปดู");
  say(find("[data-anyway]"), left.length ? "ส่งเลย แม้ยังไม่ครบ" : "ส่งเลย");
  say(find("[data-confirm-text]"), `${sentences.join(" และ")} จะกลับไปก่อน หรือส่งเลยก็ได้`);
  go(total);
}

/** True when the learner pressed "send" before the page was reloaded. */
function wantedToFinish() {
  try {
    return localStorage.getItem(finishName) !== null;
  } catch {
    return false;
  }
}

function setFinishing(value) {
  finishing = value;
  finishFailures = 0;
  clearTimeout(finishTimer);
  try {
    if (value) localStorage.setItem(finishName, "1");
    else localStorage.removeItem(finishName);
  } catch {
    // the wish to finish then lives as long as the page
  }
  render();
}

async function finish(why = "anyway") {
  finishedBy = why;
  if (!finishing) {
    if (current === total) current = total - 1;
    setFinishing(true);
  }
  await tryToFinish();
}

let tryingToFinish = false;

/** End the attempt once every answer is acknowledged; comes back by itself until it has worked. */
async function tryToFinish() {
  clearTimeout(finishTimer);
  if (!finishing || tryingToFinish || queue.stopped) return;
  tryingToFinish = true;
  try {
    await queue.send();
    if (finishing && !queue.pending().length && (await sendFinish())) return;
  } finally {
    tryingToFinish = false;
  }
  render();
  if (finishing && !queue.stopped) {
    finishTimer = setTimeout(tryToFinish, Math.min(15000, 1000 * 2 ** Math.min(finishFailures, 4)));
  }
}

async function sendFinish() {
  let reply;
  try {
    // not `form.action`: that is the buttons of this name
    reply = await post(form.getAttribute("action"), { body: new URLSearchParams({ action: finishedBy }) });
  } catch {
    reply = { status: 0, body: {} };
  }
  if (reply.status === 200 && reply.body.url) {
    setFinishing(false);
    queue.forget();
    flags.forget();
    location.assign(reply.body.url);
    return true;
  }
  if (reply.body.error === "other_person") {
    queue.elsewhere = reply.body.message;
    finishFailures += 1;
  } else if (isFinal(reply.status)) {
    queue.stopped = { code: reply.body.error || "", message: reply.body.message || "ส่งไม่ได้ ลองเปิดหน้านี้ใหม่" };
    setFinishing(false);
  } else finishFailures += 1;
  return false;
}

/** Put what a question says now on its way, unless it is what was given last. */
function give(question) {
  const slot = slotOf(question);
  clearTimeout(typing.get(slot));
  typing.delete(slot);
  const response = readResponse(question);
  if (given.get(slot) === JSON.stringify(response)) return;
  given.set(slot, JSON.stringify(response));
  find("[data-checked]", question)?.replaceChildren(); // what was said was said to another answer
  if (finishing) setFinishing(false); // changing an answer while waiting is a wish to go on
  queue.give(slot, response);
}

/** Do not wait any longer for more keys. */
function giveTyped() {
  for (const slot of [...typing.keys()]) give(questions[slot - 1]);
}

form.addEventListener("change", (event) => {
  const question = event.target.closest("[data-question]");
  if (question) give(question);
});
form.addEventListener("input", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question || event.target.type !== "text") return;
  const slot = slotOf(question);
  clearTimeout(typing.get(slot));
  typing.set(slot, setTimeout(() => give(question), TYPING_PAUSE));
});
addEventListener("pagehide", giveTyped);

async function check(question) {
  giveTyped();
  await checkAnswer(question, {
    url: form.dataset.check,
    answered: isAnswered(question),
    send: async () => {
      await queue.settled();
      return !queue.pending().some((answer) => answer.slot === slotOf(question));
    },
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.value === "anyway") finish();
  // Enter in an option: on to the next question, never by accident to the end
  else if (current < total - 1) go(current + 1);
  else askToFinish();
});
form.addEventListener("click", (event) => {
  const target = event.target.closest("a, button");
  if (!target) return;
  if (target.matches("[data-go]")) {
    event.preventDefault();
    go(Number(target.dataset.go) - 1);
  } else if (target.matches("[data-next]")) go(current + 1);
  else if (target.matches("[data-previous]")) go(current - 1);
  else if (target.matches("[data-finish]")) askToFinish();
  else if (target.matches("[data-anyway]")) finish();
  else if (target.matches("[data-back]")) go((missing()[0] ?? flags.list()[0]) - 1);
  else if (target.matches("[data-check]")) check(target.closest("[data-question]"));
  else if (target.matches("[data-flag]")) {
    flags.toggle(slotOf(target.closest("[data-question]")));
    render();
  }
  else if (target.matches("[data-cancel]")) setFinishing(false);
});
for (const name of ["online", "pageshow"]) addEventListener(name, () => tryToFinish());
addEventListener("offline", render);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") tryToFinish();
  else giveTyped();
});

// A phone shows the form long before it has this script: what was chosen meanwhile is an answer like any other.
const early = new Map(questions.filter(isTouched).map((question) => [question, readResponse(question)]));
for (const question of questions) {
  given.set(slotOf(question), JSON.stringify(readResponse(question)));
  prepare(question, () => give(question));
  show(find("[data-flag]", question), true);
}
// Enter in a text field presses the first button that sends: these are not meant
for (const button of all("[data-check]")) button.type = "button";
for (const element of all("[data-plain]")) show(element, false);
for (const element of all("[data-steps]")) show(element, true);
restore();
for (const [question, response] of early) {
  writeResponse(question, response);
  given.delete(slotOf(question));
  give(question);
}
const wanted = /^#q(\d+)$/.exec(location.hash);
const firstOpen = questions.findIndex((question) => !isAnswered(question));
go(wanted ? Number(wanted[1]) - 1 : firstOpen < 0 ? total - 1 : firstOpen, { focus: false });
queue.send();
if (wantedToFinish() && !missing().length) finish();
const timer = find("[data-timer]", document);
if (timer) {
  startTimer(timer, () => {
    giveTyped();
    finish("time");
  });
}
