/**
 * Registers the service worker (templates/sw.js) once the page is at rest, so that it never slows a first visit.
 *
 * The first page of a visit was loaded before the worker was there: the worker is asked to keep it as well.
 */
async function register() {
  const { serviceWorker } = navigator;
  const first = !serviceWorker.controller;
  try {
    await serviceWorker.register("/sw.js");
    const { active } = await serviceWorker.ready;
    if (first) active.postMessage({ keep: location.pathname });
  } catch {
    // private windows and old browsers refuse; the site works without it
  }
}

if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}

/** Ask the worker to keep a page; true when it has it. */
async function keep(url) {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const told = new Promise((resolve) => {
    port1.onmessage = (event) => resolve(event.data === true);
    setTimeout(resolve, 30000, false);
  });
  active.postMessage({ keep: url }, [port2]);
  return told;
}

/** A button that keeps the lessons of a course: `data-keep-offline` holds their addresses. */
async function offerToKeep(button) {
  const urls = button.dataset.keepOffline.split(" ").filter(Boolean);
  const status = document.getElementById(button.getAttribute("aria-describedby"));
  const isKept = async (url) => (await caches.match(new URL(url, location).pathname)) !== undefined;
  try {
    if ((await Promise.all(urls.map(isKept))).every(Boolean)) status.textContent = "อ่านได้แม้ไม่มีอินเทอร์เน็ต ✓";
  } catch {
    return; // a browser that refuses to keep anything (cookies blocked, private window): no promise is made
  }
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    let kept = 0;
    for (const url of urls) {
      status.textContent = `กำลังเก็บบทที่ ${kept + 1} จาก ${urls.length}…`;
      if (!(await keep(url))) break;
      kept += 1;
    }
    status.textContent =
      kept === urls.length
        ? `เก็บแล้ว ${kept} บท อ่านได้แม้ไม่มีอินเทอร์เน็ต ✓`
        : `เก็บได้ ${kept} จาก ${urls.length} บท ลองอีกครั้งเมื่อสัญญาณดีขึ้น`;
    button.ariaDisabled = "false";
  });
}

if ("serviceWorker" in navigator && "caches" in window) {
  for (const button of document.querySelectorAll("[data-keep-offline]")) offerToKeep(button);
}
