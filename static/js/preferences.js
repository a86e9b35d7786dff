/**
 * The reader's own text size, light or dark ground and level, kept in this browser only.
 *
 * A classic script in <head>, on purpose: the choice must be on <html> before the first paint, or the page flashes.
 * The controls ([data-set-text-size], [data-set-theme] in components/settings.html, [data-set-level] in lessons) are
 * bound once they exist.
 */
(() => {
  const root = document.documentElement;
  const choices = {
    textSize: { values: ["large", "largest"], normal: "normal" },
    theme: { values: ["light", "dark"], normal: "auto" },
    level: { values: ["ป", "มต", "มป", "ส"], normal: "all" }, // which parts of a lesson are shown
  };

  function stored(name) {
    try {
      return localStorage.getItem(`ruthan.${name}`);
    } catch {
      return null; // storage is switched off: the choice lasts for this page
    }
  }

  function keep(name, value) {
    try {
      if (value === choices[name].normal) localStorage.removeItem(`ruthan.${name}`);
      else localStorage.setItem(`ruthan.${name}`, value);
    } catch {
      // see stored()
    }
  }

  function apply(name, value) {
    if (choices[name].values.includes(value)) root.dataset[name] = value;
    else delete root.dataset[name];
  }

  const setter = (name) => `set${name[0].toUpperCase()}${name.slice(1)}`;

  function showPressed(name) {
    const now = root.dataset[name] ?? choices[name].normal;
    const attribute = `data-set-${name === "textSize" ? "text-size" : name}`;
    for (const button of document.querySelectorAll(`button[${attribute}]`)) {
      button.setAttribute("aria-pressed", String(button.dataset[setter(name)] === now));
    }
  }

  for (const name of Object.keys(choices)) apply(name, stored(name));
  root.dataset.scripted = ""; // what needs a script takes its room from the first paint on

  // another tab changed it
  addEventListener("storage", (event) => {
    const name = event.key?.replace("ruthan.", "");
    if (!Object.hasOwn(choices, name ?? "")) return;
    apply(name, event.newValue);
    showPressed(name);
  });

  addEventListener("DOMContentLoaded", () => {
    Object.keys(choices).forEach(showPressed);
    // buttons in the panel and in lessons; links to a lesson that also say for whom ("ทางที่เหมาะกับคุณ")
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button, a[data-set-level]");
      if (!button) return;
      for (const name of Object.keys(choices)) {
        const value = button.dataset[setter(name)];
        if (value === undefined) continue;
        keep(name, value);
        apply(name, value);
        showPressed(name);
      }
    });
    const panel = document.querySelector("[data-preferences]");
    if (!panel) return;
    panel.hidden = false;
    const close = () => {
      panel.open = false;
    };
    document.addEventListener("click", (event) => {
      if (!panel.contains(event.target)) close();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !panel.open) return;
      close();
      panel.querySelector("summary").focus();
    });
  });
})();
