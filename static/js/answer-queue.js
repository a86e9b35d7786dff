// Answers on their way to the server: kept in this browser until the server has acknowledged each of them.
//
// One entry of localStorage per answer ("answer:<attempt>:<key>"), so that two tabs, a reload or a crash never
// overwrite each other's. The key is made once per answer: sending it twice does no harm. `sequence` is a Lamport
// clock: above everything that this browser or the server has seen, so the newest answer per question wins.

const FIRST_WAIT = 1000; // milliseconds
const LONGEST_WAIT = 30000;
const TIMEOUT = 15000;

const memory = new Map(); // when the browser refuses storage (private mode, full): lives as long as the page

function write(name, value) {
  try {
    localStorage.setItem(name, value);
    memory.delete(name);
  } catch {
    memory.set(name, value);
  }
}

function read(name) {
  try {
    return localStorage.getItem(name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

function remove(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // nothing was stored
  }
}

function names() {
  try {
    return [...Object.keys(localStorage), ...memory.keys()];
  } catch {
    return [...memory.keys()];
  }
}

function all(prefix) {
  return names()
    .filter((name) => name.startsWith(prefix))
    .map((name) => JSON.parse(read(name) || "null"))
    .filter(Boolean)
    .sort((a, b) => a.sequence - b.sequence);
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // plain http on a school's network: randomUUID is missing there, getRandomValues is not
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export async function post(url, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      signal: abort.signal,
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
    return { status: response.status, body: isJson ? await response.json() : {} };
  } finally {
    clearTimeout(timer);
  }
}

// What the server will never take, however often it is sent. All else (no network, 5xx, 429) is worth another try.
export const isFinal = (status) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

export class AnswerQueue {
  /** @param {{attempt: string, url: string, sequence: number, onChange: () => void}} options
   *  `sequence`: the highest on the server when the page was made. */
  constructor({ attempt, url, sequence, onChange }) {
    this.prefix = `answer:${attempt}:`;
    this.keptPrefix = `kept:${attempt}:`;
    this.clockName = `clock:${attempt}`;
    this.lock = `answers-${attempt}`;
    this.url = url;
    this.onChange = onChange;
    this.refusals = new Map(); // slot → sentence of the server
    this.stopped = null; // sentence: this attempt takes no answers any more
    this.elsewhere = ""; // sentence: somebody else learns on this phone now; the answers wait for whose they are
    this.failures = 0;
    this.sending = false;
    this.timer = 0;
    this.tick(sequence);
    addEventListener("online", () => this.send());
    addEventListener("pageshow", () => this.send());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.send();
    });
    addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith(this.prefix)) this.onChange();
    });
  }

  /** Move the clock to at least `sequence` and return what it says. */
  tick(sequence) {
    const clock = Math.max(Number(read(this.clockName)) || 0, sequence);
    write(this.clockName, String(clock));
    return clock;
  }

  /** Answers not acknowledged yet, oldest first. */
  pending() {
    return all(this.prefix);
  }

  /** The newest acknowledged answer per question: a page that came from the offline store may not know them. */
  kept() {
    return all(this.keptPrefix);
  }

  give(slot, response) {
    const newest = Math.max(0, ...this.pending().map((answer) => answer.sequence));
    const sequence = this.tick(newest) + 1;
    this.tick(sequence);
    const answer = { key: uuid(), slot, sequence, response };
    this.refusals.delete(slot);
    write(this.prefix + answer.key, JSON.stringify(answer));
    this.onChange();
    this.send();
  }

  /** True while the last try has failed, or the browser says that there is no network. */
  get waiting() {
    return this.failures > 0 || navigator.onLine === false;
  }

  forget() {
    names()
      .filter((name) => [this.prefix, this.keptPrefix, this.clockName].some((part) => name.startsWith(part)))
      .forEach(remove);
  }

  /** Resolve when nothing is being sent any more and one more try has been made. */
  async settled() {
    await this.send();
    if (this.running) await this.running;
  }

  /** Send what is pending, one answer at a time, from one tab at a time. */
  async send() {
    clearTimeout(this.timer);
    if (this.sending || this.stopped) return;
    this.sending = true;
    try {
      // two tabs without locks may send the same answer: the server takes it once
      this.running = navigator.locks
        ? navigator.locks.request(this.lock, () => this.drain())
        : this.drain();
      await this.running;
    } finally {
      this.sending = false;
      this.running = null;
    }
    if (this.failures && !this.stopped) {
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (this.failures - 1));
      this.timer = setTimeout(() => this.send(), wait * (0.75 + Math.random() / 2));
    } else if (!this.stopped && this.pending().length) {
      this.send(); // given while the last one was on its way
    }
    this.onChange();
  }

  async drain() {
    for (let answer; (answer = this.pending()[0]); ) {
      let reply;
      try {
        reply = await post(this.url, {
          keepalive: true, // goes out even when the page is being closed
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(answer),
        });
      } catch {
        reply = { status: 0, body: {} };
      }
      if (reply.status === 200 && reply.body.ok) {
        this.failures = 0;
        this.elsewhere = "";
        this.tick(reply.body.sequence);
        write(this.keptPrefix + answer.slot, JSON.stringify(answer));
        remove(this.prefix + answer.key);
      } else if (reply.body.error === "other_person") {
        this.elsewhere = reply.body.message;
        this.failures += 1; // asked again later: they may have switched back, here or in another tab
        this.onChange();
        return;
      } else if (isFinal(reply.status)) {
        this.refuse(answer, reply);
        if (this.stopped) return;
      } else {
        this.failures += 1;
        this.onChange();
        return;
      }
      this.onChange();
    }
    this.failures = 0;
  }

  refuse(answer, { status, body }) {
    const message = body.message || "บันทึกไม่ได้ ลองเปิดหน้านี้ใหม่อีกครั้ง";
    if (status === 400 || status === 413) {
      // only this answer is at fault: the others go on
      remove(this.prefix + answer.key);
      this.refusals.set(answer.slot, message);
    } else {
      this.stopped = { code: body.error || "", message };
      if (["finished", "time_is_up"].includes(this.stopped.code)) {
        // nothing can come of them any more; the page says so at each question
        for (const { slot } of this.pending()) this.refusals.set(slot, "ยังไม่ได้บันทึก");
        this.forget();
      }
    }
    this.onChange();
  }
}
