/**
 * Answers that still wait in this browser, sent from any page: of an attempt that was closed before the signal came
 * back, or of somebody who shared this phone and was switched away from.
 *
 * [data-waiting-answers]   a slot that says whose they are, and later that they have arrived
 */
import { AnswerQueue } from "./answer-queue.js";

const NAME = /^answer:([0-9a-f-]{36}):/;
const MOST = 6; // attempts a page: as many as people may share a phone
const slot = document.querySelector("[data-waiting-answers]");
const here = document.querySelector("[data-attempt]")?.dataset.attempt; // quiz.js sends those

function attempts() {
  const found = Object.keys(localStorage).map((name) => NAME.exec(name)?.[1]);
  return [...new Set(found.filter((attempt) => attempt && attempt !== here))].slice(0, MOST);
}

function say(texts) {
  if (!slot || !texts.length) return;
  slot.hidden = false;
  slot.querySelector("p").textContent = texts.join(" ");
}

async function sendAll() {
  const texts = new Set();
  for (const attempt of attempts()) {
    const queue = new AnswerQueue({
      attempt,
      url: `/quiz/attempts/${attempt}/answers`,
      sequence: 0,
      onChange: () => {
        if (!queue.pending().length) say(["ส่งคำตอบที่ค้างไว้ในเครื่องนี้ครบแล้ว"]);
      },
    });
    await queue.settled();
    if (queue.elsewhere) texts.add(queue.elsewhere);
  }
  say([...texts]);
}

sendAll();
