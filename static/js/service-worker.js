/** Registers the service worker (templates/sw.js) once the page is at rest, so that it never slows a first visit. */
if ("serviceWorker" in navigator) {
  const register = () => {
    navigator.serviceWorker.register("/sw.js").catch(() => {
      // private windows and old browsers refuse; the site works without it
    });
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
