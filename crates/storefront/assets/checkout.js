// Another district: its thanas, its delivery charge and the total, without leaving the page. The
// server works everything out; what it answers is put in place of what was there.

const PARTS = ['#areas', '.summary'];

export function start(form) {
  const district = form.querySelector('#district');
  let asking;
  let timer = 0;

  const ask = async () => {
    if (!district.value) return;
    asking?.abort();
    asking = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.set('action', 'update');
    // What isn't filled in yet is nobody's mistake; what is filled in wrongly is told on ordering.
    for (const name of ['name', 'phone', 'email', 'area', 'line']) body.delete(name);
    form.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, signal: asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const told = page.querySelector('input[name=expected_total]');
      if (!told?.value) throw new Error('no total');
      for (const part of PARTS) form.querySelector(part).replaceWith(page.querySelector(part));
      form.querySelector('input[name=expected_total]').value = told.value;
    } catch {
      // Another district came in between, or the network failed: the button beside it does the same.
    } finally {
      form.removeAttribute('aria-busy');
    }
  };

  // Arrow keys walk through all the districts before they stop at one.
  district.addEventListener('change', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
}
