// Shows how far an import is: loads the page again every second and puts its middle in place.

const watch = async () => {
  const now = document.getElementById("import");
  const place = now?.dataset.watch;
  if (!place) return;
  try {
    const answer = await fetch(place, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("import");
    if (answer.ok && next) now.replaceWith(document.importNode(next, true));
  } catch {
    // The network is gone for a moment: the next look may succeed.
  }
  setTimeout(watch, 1000);
};

setTimeout(watch, 500);
