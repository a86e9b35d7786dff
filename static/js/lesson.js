/**
 * A lesson read aloud where the device has a Thai voice, and the place where the reader stopped.
 *
 * [data-listen]        the button, shown only with a Thai voice
 * [data-reading]       the text: its headings and paragraphs are what is read and remembered
 */
const text = document.querySelector("[data-reading]");
const listen = document.querySelector("[data-listen]");
const SPOKEN = "h2, h3, p, li, figcaption";
const SILENT = ".src, .cite, .part-for, [popover], table, .visually-hidden";
const PLACE = `ruthan.place.${location.pathname}`;
const FAR_ENOUGH = 0.15; // of the text: before that there is nothing to come back to

/* --- reading aloud --- */

const thaiVoice = () => window.speechSynthesis?.getVoices().find(({ lang }) => lang.toLowerCase().startsWith("th"));

/** Tell whether an element's words are read as part of another one's. */
const isInside = (element) => element.parentElement.closest(SPOKEN) !== null;

function words(element) {
  const copy = element.cloneNode(true);
  for (const silent of copy.querySelectorAll(SILENT)) silent.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function pieces() {
  return [...text.querySelectorAll(SPOKEN)].filter(
    (element) => element.offsetParent !== null && !element.closest(SILENT) && !isInside(element),
  );
}

function showListening(isOn) {
  listen.setAttribute("aria-pressed", String(isOn));
  listen.querySelector("span").textContent = isOn ? "หยุดฟัง" : "ฟังบทนี้";
}

function speak() {
  const { speechSynthesis } = window;
  const voice = thaiVoice();
  const queue = pieces().filter(words);
  const last = queue.at(-1);
  for (const element of queue) {
    const said = new SpeechSynthesisUtterance(words(element));
    said.voice = voice;
    said.lang = voice.lang;
    if (element === last) said.addEventListener("end", () => showListening(false));
    speechSynthesis.speak(said);
  }
  showListening(queue.length > 0);
}

function offerListening() {
  if (!thaiVoice()) return;
  listen.hidden = false;
}

if (listen && window.speechSynthesis) {
  offerListening();
  window.speechSynthesis.addEventListener?.("voiceschanged", offerListening);
  listen.addEventListener("click", () => {
    const wasOn = listen.getAttribute("aria-pressed") === "true";
    window.speechSynthesis.cancel();
    if (wasOn) showListening(false);
    else speak();
  });
  addEventListener("pagehide", () => window.speechSynthesis.cancel());
}

/* --- where the reader stopped --- */

function stored() {
  try {
    return Number(localStorage.getItem(PLACE)) || 0;
  } catch {
    return 0; // storage is switched off
  }
}

function keep(place) {
  try {
    if (place) localStorage.setItem(PLACE, String(place));
    else localStorage.removeItem(PLACE);
  } catch {
    // see stored()
  }
}

/** How much of the text has passed the top of the window, 0–1. */
function passed() {
  const { top, height } = text.getBoundingClientRect();
  return Math.min(1, Math.max(0, -top / Math.max(1, height)));
}

function remember() {
  const place = passed();
  if (place > 0.95) keep(0);
  else if (place > FAR_ENOUGH) keep(place.toFixed(3));
  text.dataset.reading = place.toFixed(2); // remembered up to here
}

function offerToResume(place) {
  const offer = document.createElement("div");
  offer.className = "resume no-print";
  offer.dataset.resume = "";
  const go = document.createElement("button");
  go.type = "button";
  go.className = "btn small";
  go.textContent = "อ่านต่อจากที่ค้างไว้";
  const no = document.createElement("button");
  no.type = "button";
  no.className = "chip";
  no.textContent = "ปิด";
  no.setAttribute("aria-label", "ปิดข้อเสนออ่านต่อ");
  offer.append(go, no);
  go.addEventListener("click", () => {
    const { top, height } = text.getBoundingClientRect();
    scrollTo({ top: scrollY + top + height * place, behavior: "instant" });
    offer.remove();
  });
  no.addEventListener("click", () => {
    keep(0);
    offer.remove();
  });
  document.querySelector("main").append(offer);
}

if (text) {
  const place = stored();
  if (place > FAR_ENOUGH && scrollY < 10 && !location.hash) offerToResume(place);
  let waiting = 0;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(waiting);
      waiting = setTimeout(remember, 400);
    },
    { passive: true },
  );
  addEventListener("pagehide", remember);
}

document.documentElement.dataset.lessonAwake = "";
