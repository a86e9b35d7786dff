// The time that is left, to be seen at any moment and heard only at 10, 5 and 1 minutes, or when asked for.
// The server's clock rules: the page says how many seconds were left when it was made.

const MOMENTS = [600, 300, 60]; // seconds

// as the server says it (presentation/wording.py)
const inWords = (seconds) => {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return `${Math.floor(hours / 24)} วัน${hours % 24 ? ` ${hours % 24} ชั่วโมง` : ""}`;
  if (hours) return `${hours} ชั่วโมง${minutes % 60 ? ` ${minutes % 60} นาที` : ""}`;
  if (!minutes) return `${rest} วินาที`;
  return rest ? `${minutes} นาที ${rest} วินาที` : `${minutes} นาที`;
};

/** @param {HTMLElement} root  @param {() => void} onEnd  called once, when the time is up */
export function startTimer(root, onEnd) {
  const text = root.querySelector("[data-timer-text]");
  const status = root.querySelector("[data-timer-status]");
  const button = root.querySelector("[data-timer-ask]");
  const ends = Date.now() + Number(root.dataset.remaining) * 1000; // goes on while the phone sleeps
  const left = () => Math.max(0, Math.round((ends - Date.now()) / 1000));
  let before = left();
  let ended = false;

  button.hidden = false;
  button.addEventListener("click", () => {
    status.textContent = left() ? `เหลือเวลา ${inWords(left())}` : "หมดเวลาแล้ว";
  });

  const tick = () => {
    const now = left();
    // work that closes next week is not counted down in seconds
    text.textContent =
      now < 3600 ? `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}` : inWords(now);
    root.toggleAttribute("data-short", now <= 60);
    const passed = MOMENTS.filter((moment) => before > moment && now <= moment).at(-1);
    if (passed) status.textContent = `เหลือเวลา ${inWords(passed)}`;
    before = now;
    if (now > 0) setTimeout(tick, 1000);
    else if (!ended) {
      ended = true;
      status.textContent = "หมดเวลาแล้ว กำลังส่งคำตอบที่ตอบไว้ให้";
      onEnd();
    }
  };
  tick();
}
