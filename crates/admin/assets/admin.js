// What makes the back office quicker. Every page is complete without it.

const typing = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

// --- keys: `/` searches, `g` and a letter goes to a section, `?` shows the list
let going = false;
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const section = going && document.querySelector(`.sections a[data-key="${CSS.escape(event.key)}"]`);
  going = event.key === "g";
  if (section) {
    event.preventDefault();
    section.click();
  } else if (event.key === "/") {
    const search = document.querySelector("main input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?") {
    document.getElementById("keys")?.showModal();
  }
});

// --- leaving a form that was changed and not sent
const changed = new Set();
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", () => changed.clear());
}
addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});

// --- a message after a redirect is said once: not again when the page is reloaded
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
}

// --- where something is wrong, begin there
document.querySelector("[aria-invalid=true]")?.focus();

// --- the dashboard's figures, while it is open; not under the hands of somebody who uses them
const live = document.querySelector("[data-live]");
if (live) {
  const events = new EventSource(live.dataset.live);
  events.addEventListener("figures", (event) => {
    if (live.contains(document.activeElement)) return;
    const open = [...live.querySelectorAll("details")].map((details) => details.open);
    live.innerHTML = event.data;
    live.querySelectorAll("details").forEach((details, at) => (details.open = open[at] ?? false));
  });
}
