// A class waits for the teacher's bell, all on one weak access point. Asking costs a few bytes; once it has rung, the
// start is asked for until it is answered, further apart each time. Starting twice is one attempt.
//
// [data-bell="<address>"]     tells whether the bell has rung
//   data-start="<address>"    begins; answers {url} to go on to
//   [data-bell-status]        says what is happening

const POLL = 2000; // milliseconds
const LONGEST = 15000;
const PATIENCE = 8000; // for one answer

const root = document.querySelector("[data-bell]");
const status = root.querySelector("[data-bell-status]");
const button = document.querySelector(".work-steps form");

// not all phones at the same moment: up to half as long again
const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds * (1 + Math.random() / 2));
  });

async function ask(address, options = {}) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), ...options });
  if (!response.ok && response.status !== 409) throw new Error(String(response.status));
  return response.json();
}

async function patiently(attempt, saying) {
  for (let wait = POLL; ; wait = Math.min(wait * 1.7, LONGEST)) {
    try {
      return await attempt();
    } catch {
      status.textContent = saying;
      await pause(wait);
    }
  }
}

async function rung() {
  for (;;) {
    const { rung: has } = await patiently(
      () => ask(root.dataset.bell),
      "สัญญาณเน็ตอ่อน กำลังลองใหม่ให้เอง ไม่ต้องปิดหน้านี้",
    );
    if (has) return;
    status.textContent = "ทั้งห้องเริ่มพร้อมกัน เปิดหน้านี้ทิ้งไว้ได้เลย";
    await pause(POLL);
  }
}

async function start() {
  const body = new URLSearchParams(button ? new FormData(button) : {});
  const headers = { Accept: "application/json" };
  for (;;) {
    const { url } = await patiently(
      () => ask(root.dataset.start, { method: "POST", body, headers }),
      "ครูกดเริ่มแล้ว กำลังเปิดให้ สัญญาณเน็ตอ่อน ลองใหม่ให้เอง",
    );
    if (url) {
      window.location.assign(url);
      return;
    }
    await pause(POLL);
  }
}

root.dataset.awake = "";
await rung();
status.textContent = "ครูกดเริ่มแล้ว กำลังเปิดให้";
await start();
