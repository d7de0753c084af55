/** Small parts that pages share. */
import { h } from "./dom.js";

/**
 * Tells the user something in passing; a screen reader reads it.
 * @param {string} text
 */
export function say(text) {
  const toast = h("p", null, text);
  document.getElementById("said")?.append(toast);
  setTimeout(() => toast.remove(), 5000);
}
