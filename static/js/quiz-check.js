// "ตรวจข้อนี้" in practice: the server says whether the newest answer is right; the page never knew.

import { post } from "./answer-queue.js";

const sentence = (text) => {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  return paragraph;
};

/** @param {HTMLElement} question  @param {{url: string, send: () => Promise<boolean>, answered: boolean}} options
 *  `send` brings the answers to the server and says whether this question's has arrived. */
export async function checkAnswer(question, { url, send, answered }) {
  const place = question.querySelector("[data-checked]");
  const button = question.querySelector("[data-check]");
  if (button.getAttribute("aria-disabled") === "true") return;
  if (!answered) {
    place.replaceChildren(sentence("ข้อนี้ยังไม่มีคำตอบ ตอบก่อนแล้วกดตรวจอีกครั้ง"));
    return;
  }
  button.setAttribute("aria-disabled", "true"); // not `disabled`: the focus stays on it
  place.replaceChildren(sentence("กำลังตรวจ…"));
  try {
    if (!(await send())) {
      place.replaceChildren(sentence("ตอนนี้ส่งคำตอบไปตรวจไม่ได้ คำตอบเก็บไว้แล้ว มีสัญญาณเมื่อไรกดตรวจได้เลย"));
      return;
    }
    const { body } = await post(url, { body: new URLSearchParams({ slot: question.dataset.question }) });
    if (body.html) place.innerHTML = body.html; // written by our own template
    else place.replaceChildren(sentence(body.message || "ตรวจไม่ได้ ลองอีกครั้ง"));
  } catch {
    place.replaceChildren(sentence("ตอนนี้ติดต่อระบบไม่ได้ มีสัญญาณเมื่อไรกดตรวจได้เลย"));
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
