// What is answered in one question of an attempt: read from its fields, and put back into them, for every kind.
// The shapes are those that quizzes/kinds takes.

const all = (question, selector) => [...question.querySelectorAll(selector)];
const one = (question, selector) => question.querySelector(selector);
const own = (question) => `[name="slot-${question.dataset.question}"]`;
const checked = (question, selector) => all(question, `${selector}:checked`).map((input) => input.value);

function parts(question) {
  const filled = all(question, "[data-part]").filter((field) => field.value.trim() !== "");
  return Object.fromEntries(filled.map((field) => [field.dataset.part, field.value]));
}

function fillParts(question, values) {
  for (const field of all(question, "[data-part]")) field.value = values[field.dataset.part] ?? "";
}

function check(question, values) {
  for (const input of all(question, own(question))) input.checked = values.includes(input.value);
}

const choosing = {
  read: (question) => ({ choices: checked(question, own(question)) }),
  write: (question, response) => check(question, response.choices ?? []),
};
const typing = {
  read: (question) => ({ text: one(question, own(question)).value }),
  write: (question, response) => {
    one(question, own(question)).value = response.text ?? "";
  },
};

const kinds = {
  single: choosing,
  multiple: choosing,
  truefalse: choosing,
  short: typing,
  numeric: typing,
  match: {
    read: (question) => ({ pairs: parts(question) }),
    write: (question, response) => fillParts(question, response.pairs ?? {}),
  },
  cloze: {
    read: (question) => ({ gaps: parts(question) }),
    write: (question, response) => fillParts(question, response.gaps ?? {}),
  },
  order: {
    read: (question) => {
      const list = one(question, "[data-ordering]");
      return { order: list.hasAttribute("data-given") ? items(list).map((item) => item.dataset.item) : [] };
    },
    write: (question, response) => {
      const list = one(question, "[data-ordering]");
      const order = response.order ?? [];
      const byUid = new Map(items(list).map((item) => [item.dataset.item, item]));
      list.append(...order.map((uid) => byUid.get(uid)).filter(Boolean));
      list.toggleAttribute("data-given", order.length > 0);
      showEnds(list);
    },
  },
  spot: {
    read: (question) =>
      one(question, "[data-none]").checked ? { none: true } : { phrases: checked(question, own(question)) },
    write: (question, response) => {
      check(question, response.phrases ?? []);
      one(question, "[data-none]").checked = response.none === true;
    },
  },
  judge: {
    read: (question) => {
      const [verdict] = checked(question, own(question));
      return verdict ? { verdict } : {};
    },
    write: (question, response) => check(question, [response.verdict]),
  },
};

export function readResponse(question) {
  const response = kinds[question.dataset.kind].read(question);
  const [level] = checked(question, "[data-confidence]");
  return level ? { ...response, confidence: Number(level) } : response;
}

export function writeResponse(question, response) {
  kinds[question.dataset.kind].write(question, response);
  for (const input of all(question, "[data-confidence]")) {
    input.checked = Number(input.value) === response.confidence;
  }
}

/** True when the response says something; how sure one is says nothing by itself. */
export function isAnswered(question) {
  return Object.entries(readResponse(question)).some(([key, value]) => {
    if (key === "confidence") return false;
    if (typeof value === "string") return value.trim() !== "";
    return value === true || Object.keys(value).length > 0;
  });
}

/** True when a field says something else than the server wrote into the page: somebody was quicker than this script.
 *  An order begun by numbers does not count: the numbers go, and nothing looks chosen. */
export function isTouched(question) {
  return all(question, "input, textarea, select:not([data-position])").some((field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return field.value !== first.value;
  });
}

// --- an order is made with two buttons an item ---------------------------------------------------------

const items = (list) => [...list.querySelectorAll("[data-item]")];

/** The first cannot go up, the last not down: the buttons stay where they are, and say so. */
function showEnds(list) {
  const rows = items(list);
  rows.forEach((row, place) => {
    row.querySelector("[data-move='-1']").setAttribute("aria-disabled", String(place === 0));
    row.querySelector("[data-move='1']").setAttribute("aria-disabled", String(place === rows.length - 1));
  });
  list.closest("[data-question]").querySelector("[data-ordering-keep]").hidden = list.hasAttribute("data-given");
}

/** Move the item of a button by one place; returns false at an end. */
function move(button) {
  const item = button.closest("[data-item]");
  const list = item.parentElement;
  const rows = items(list);
  const place = rows.indexOf(item) + Number(button.dataset.move);
  if (place < 0 || place >= rows.length) return false;
  if (place > rows.indexOf(item)) rows[place].after(item);
  else rows[place].before(item);
  list.setAttribute("data-given", "");
  showEnds(list);
  button.focus(); // moving a node takes its focus away
  const text = item.querySelector(".ordering-text").textContent;
  const status = list.closest("[data-question]").querySelector("[data-ordering-status]");
  status.textContent = `${text} อยู่ลำดับที่ ${place + 1} จาก ${rows.length}`;
  return true;
}

/** Make the fields of a question work together; `onChange` is called when a button changed the answer. */
export function prepare(question, onChange) {
  if (question.dataset.kind === "order") {
    const list = question.querySelector("[data-ordering]");
    for (const select of all(question, "[data-position]")) select.hidden = true;
    for (const moves of all(question, "[data-moves]")) moves.hidden = false;
    showEnds(list);
    question.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move], [data-keep]");
      if (!button) return;
      if (button.matches("[data-keep]")) {
        list.setAttribute("data-given", "");
        showEnds(list);
        question.querySelector("[data-heading]").focus({ preventScroll: true });
        onChange();
      } else if (move(button)) onChange();
    });
  }
  if (question.dataset.kind === "spot") {
    question.addEventListener("change", (event) => {
      const none = question.querySelector("[data-none]");
      if (event.target === none && none.checked) check(question, []);
      else if (event.target.matches(own(question)) && event.target.checked) none.checked = false;
    });
  }
}
