{% load static %}/**
 * The service worker: lessons that were read once, and the quiz in progress, stay readable without a connection.
 *
 * A Django template only for the hashed names of static files. It answers GET requests and nothing else; answers to
 * a quiz are queued by quiz.js, not here. Everything personal but the attempt in progress is left alone.
 */
const OFFLINE = "{% url 'offline' %}";
const EMERGENCY = "/just-transferred/"; // what somebody in distress needs, also without a connection
const SHELL = [
  OFFLINE,
  "{% static 'css/site.css' %}",
  "{% static 'css/pages.css' %}",
  "{% static 'js/preferences.js' %}",
  "{% static 'js/progress.js' %}",
  "{% static 'js/service-worker.js' %}",
  "{% static 'fonts/plex-thai-looped-thai-400.woff2' %}",
  "{% static 'fonts/plex-thai-looped-latin-400.woff2' %}",
  "{% static 'fonts/plex-thai-thai-600.woff2' %}",
  "{% static 'fonts/plex-thai-latin-600.woff2' %}",
];

// The shell's cache is named after its files: a release with new files makes a new cache, activate drops the old one.
const SHELL_CACHE = `shell ${SHELL.join(" ")}`;
const ASSETS_CACHE = "assets 1";
const PAGES_CACHE = "pages 1";
const ATTEMPTS_CACHE = "attempts 1";
const CACHES = [SHELL_CACHE, ASSETS_CACHE, PAGES_CACHE, ATTEMPTS_CACHE];
const MOST_PAGES = 80; // a whole curriculum and what was read besides
const MOST_ASSETS = 120;
const PATIENCE = 6000; // ms before a page that we hold is shown in place of one that does not come

const HASHED = /\.[0-9a-f]{12}\.[a-z0-9]+$/;
const ATTEMPT = /^\/quiz\/attempts\/[0-9a-f-]{36}\/$/;
const RESULT = /^(\/quiz\/attempts\/[0-9a-f-]{36}\/)result\/$/;
const NEVER = /^\/(admin|accounts|api|documents|healthz|sw\.js)(\/|$)/;

addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL_CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => skipWaiting())
      .then(() => keepPage(new URL(EMERGENCY, location.origin))),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => !CACHES.includes(name)).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || NEVER.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(asset(event, url));
});

// A page that was open before the worker was there, or that a reader chose, asks to be kept (static/js/service-worker.js).
addEventListener("message", (event) => {
  const url = new URL(event.data?.keep ?? "/", location.origin);
  if (url.origin !== location.origin || NEVER.test(url.pathname)) return;
  event.waitUntil(keepPage(url).then((kept) => event.ports[0]?.postMessage(kept)));
});

/** Keep a page with its style sheets and pictures; false when it could not be had. */
async function keepPage(url) {
  try {
    const response = await fetch(url);
    const name = cacheFor(url, response);
    if (!name) return false;
    const html = await response.clone().text();
    await keep(name, url.pathname, response, MOST_PAGES);
    const found = new Set(html.match(/\/static\/[\w./-]+\.[0-9a-f]{12}\.(?:css|png|webp|avif|svg)/g));
    for (const path of found) {
      if (!(await caches.match(path))) await keep(ASSETS_CACHE, path, await fetch(path), MOST_ASSETS);
    }
    return true;
  } catch {
    return false; // no connection now: it is kept when it is read
  }
}

/** Keep at most `most` entries; the oldest go first, the page for an emergency never. */
async function keep(name, request, response, most) {
  const cache = await caches.open(name);
  await cache.delete(request); // so that what is used again counts as new
  await cache.put(request, response);
  const keys = (await cache.keys()).filter((key) => new URL(key.url).pathname !== EMERGENCY);
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

/** Tell which cache may hold an answer: pages for everybody, and the attempt in progress. */
function cacheFor(url, response) {
  if (!response.ok || response.redirected || url.search) return null;
  if (ATTEMPT.test(url.pathname)) return ATTEMPTS_CACHE;
  const control = response.headers.get("Cache-Control") ?? "";
  return /\bpublic\b/.test(control) ? PAGES_CACHE : null;
}

async function fromNetwork(event, url) {
  const response = await fetch(event.request);
  const name = cacheFor(url, response);
  if (name) event.waitUntil(keep(name, url.pathname, response.clone(), MOST_PAGES).catch(() => {}));
  // a finished attempt, one that is gone or somebody else's must not come back from the cache
  const finished = RESULT.exec(url.pathname)?.[1];
  if (finished && response.ok) event.waitUntil(forgetAttempt(finished));
  if (ATTEMPT.test(url.pathname) && !name && response.status < 500) event.waitUntil(forgetAttempt(url.pathname));
  return response;
}

async function forgetAttempt(path) {
  const cache = await caches.open(ATTEMPTS_CACHE);
  await cache.delete(path);
}

async function held(url) {
  for (const name of [ATTEMPTS_CACHE, PAGES_CACHE]) {
    const response = await (await caches.open(name)).match(url.pathname);
    if (response) return response;
  }
  return undefined;
}

/** The network's page; the held copy of the same address when it fails or dawdles; else the offline page. */
async function page(event, url) {
  const coming = fromNetwork(event, url);
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE);
  });
  try {
    // an attempt is never shown from the cache while the network may still answer
    const first = ATTEMPT.test(url.pathname) ? await coming : await Promise.race([coming, late]);
    if (first) return first;
    const copy = await held(url);
    if (!copy) return await coming;
    event.waitUntil(coming.catch(() => {}));
    return copy;
  } catch {
    return (await held(url)) ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

/** A hashed file never changes: the cache first. A plain name (development) may: the network first. */
async function asset(event, url) {
  const known = await caches.match(url.pathname);
  if (known && HASHED.test(url.pathname)) return known;
  try {
    const response = await fetch(event.request);
    if (response.ok && HASHED.test(url.pathname)) {
      event.waitUntil(keep(ASSETS_CACHE, url.pathname, response.clone(), MOST_ASSETS).catch(() => {}));
    }
    return response;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}
