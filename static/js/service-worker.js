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
