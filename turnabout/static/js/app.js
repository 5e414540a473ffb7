// The only script of ours. Every page works without it; it only makes some steps shorter.
"use strict";

// Menus close when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A link to a page that asks opens the question in place.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens]");
  const dialog = link && document.getElementById(link.dataset.opens);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});

// A button that has been pressed says so, and cannot be pressed twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || button.formMethod === "dialog" || !button.matches(".btn")) return;
  if (button.getAttribute("aria-busy") === "true") event.preventDefault();
  button.setAttribute("aria-busy", "true");
  // A file that is sent back leaves the page where it was.
  setTimeout(() => button.removeAttribute("aria-busy"), 8000);
});
function rest(root) {
  for (const button of root.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) rest(document);
});
document.addEventListener("htmx:afterRequest", () => rest(document));

// Of three ways, a second tap takes the choice back: nothing chosen is an answer too.
let wasChosen = null;
document.addEventListener("pointerdown", (event) => {
  const input = event.target.closest(".tri label")?.querySelector("input");
  wasChosen = input?.checked ? input : null;
});
document.addEventListener("click", (event) => {
  const input = event.target;
  if (!input.matches(".tri input") || input !== wasChosen) return;
  input.checked = false;
  wasChosen = null;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// The week: drag over hours, move with arrow keys, fill or clear at once.
function hoursOf(part) {
  return [...part.closest(".hours").querySelectorAll("[data-week] input")];
}
function count(part) {
  const output = part.closest(".hours").querySelector("[data-week-count]");
  if (output) output.textContent = hoursOf(part).filter((hour) => hour.checked).length;
}
function showWeekTools(root) {
  for (const tools of root.querySelectorAll("[data-week-tools]")) tools.hidden = false;
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-week] input")) count(event.target);
});
document.addEventListener("click", (event) => {
  const fill = event.target.closest("[data-week-fill]")?.dataset.weekFill;
  if (!fill) return;
  const hours = hoursOf(event.target);
  for (const hour of hours) {
    if (fill === "none") hour.checked = false;
    else if (hour.dataset.half === fill) hour.checked = true;
  }
  hours[0]?.dispatchEvent(new Event("change", { bubbles: true }));
});

let brush = null;
let drawn = false;
document.addEventListener("pointerdown", (event) => {
  const label = event.target.closest("[data-week] label");
  // A finger scrolls the page; drawing is for a mouse or a pen.
  if (!label || event.pointerType === "touch") return;
  brush = { on: !label.querySelector("input").checked, from: label };
  drawn = false;
});
document.addEventListener("pointerover", (event) => {
  const label = brush && event.target.closest("[data-week] label");
  if (!label || label === brush.from) return;
  drawn = true;
  for (const hour of [brush.from, label]) hour.querySelector("input").checked = brush.on;
  count(label);
});
document.addEventListener("pointerup", (event) => {
  if (brush && drawn) {
    brush.from.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
  }
  brush = null;
});

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || !event.target.matches("[data-week] input")) return;
  const cell = event.target.closest("td");
  const row = cell.parentElement;
  const goal = row.parentElement.rows[row.sectionRowIndex + step[0]]?.cells[cell.cellIndex + step[1]];
  const input = goal?.querySelector("input");
  if (!input) return;
  event.preventDefault();
  input.focus();
});

// A slider says its number while it is drawn.
document.addEventListener("input", (event) => {
  if (event.target.type !== "range") return;
  const output = document.querySelector(`output[for="${event.target.id}"]`);
  if (output) output.textContent = event.target.value;
});

// What is to put right comes first, also for those who hear the page.
function focusOn(root) {
  const part = root.querySelector("[data-focus]");
  if (part) part.focus();
}

document.addEventListener("htmx:afterSettle", (event) => {
  showWeekTools(event.target);
  focusOn(event.target);
  if (event.target.id === "messages") event.target.scrollIntoView({ block: "nearest" });
});

// No answer, or a broken one: say so, and say that nothing happened.
function trouble() {
  const messages = document.getElementById("messages");
  messages.replaceChildren(document.getElementById("trouble").content.cloneNode(true));
  messages.scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:sendError", trouble);
document.addEventListener("htmx:responseError", trouble);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
showWeekTools(document);
focusOn(document);
