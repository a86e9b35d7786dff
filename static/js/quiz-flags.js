// "ไว้ดูอีกครั้ง": which questions a learner wants to look at again. Kept in this browser only.

export class Flags {
  /** @param {string} attempt */
  constructor(attempt) {
    this.name = `flags:${attempt}`;
    this.slots = new Set();
    try {
      this.slots = new Set(JSON.parse(localStorage.getItem(this.name) || "[]"));
    } catch {
      // no storage: they live as long as the page
    }
  }

  has(slot) {
    return this.slots.has(slot);
  }

  toggle(slot) {
    if (!this.slots.delete(slot)) this.slots.add(slot);
    this.write();
  }

  list() {
    return [...this.slots].sort((a, b) => a - b);
  }

  forget() {
    this.slots.clear();
    this.write();
  }

  write() {
    try {
      if (this.slots.size) localStorage.setItem(this.name, JSON.stringify([...this.slots]));
      else localStorage.removeItem(this.name);
    } catch {
      // as above
    }
  }
}
