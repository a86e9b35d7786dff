/**
 * Suggestions while somebody types: a list of links under the field, reached with Tab. Without it the form searches.
 *
 * [data-suggest="<address>"] on the form, [data-suggestions] inside it.
 */
const PAUSE = 200; // ms after the last letter
const kept = new Map();

async function ask(address, words) {
  if (!kept.has(words)) {
    const response = await fetch(`${address}?q=${encodeURIComponent(words)}`);
    if (!response.ok) return [];
    kept.set(words, (await response.json()).suggestions);
  }
  return kept.get(words);
}

function show(box, suggestions) {
  box.hidden = suggestions.length === 0;
  if (box.hidden) {
    box.replaceChildren();
    return;
  }
  const list = document.createElement("ul");
  for (const { label, kind, url } of suggestions) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = label;
    const what = document.createElement("span");
    what.className = "meta";
    what.textContent = kind;
    link.append(what);
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  const count = document.createElement("p");
  count.className = "visually-hidden";
  count.setAttribute("role", "status");
  count.textContent = `มีคำแนะนำ ${suggestions.length} รายการ`;
  box.replaceChildren(count, list);
}

for (const form of document.querySelectorAll("[data-suggest]")) {
  const field = form.querySelector("input");
  const box = form.querySelector("[data-suggestions]");
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const words = field.value.trim();
    if (words.length < 2) {
      show(box, []);
      return;
    }
    waiting = setTimeout(async () => {
      try {
        const suggestions = await ask(form.dataset.suggest, words);
        if (field.value.trim() === words) show(box, suggestions); // a later letter asked for something else
      } catch {
        show(box, []); // offline: the form says so when it is sent
      }
    }, PAUSE);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || box.hidden) return;
    show(box, []);
    field.focus();
  });
  form.dataset.awake = "";
}
