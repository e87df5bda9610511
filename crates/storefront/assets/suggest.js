// Suggestions below the search box: an editable combobox with a list (WAI-ARIA Authoring
// Practices, "Combobox: list autocomplete with manual selection"). They come from the JSON API,
// whose address the page tells. When the API refuses or isn't there, the box is a plain box.

const WAIT = 180;
const MOST = 7;

/** Where the API is: an origin, or a port on the page's own host. */
function api() {
  const told = document.querySelector('meta[name=dhakacart-api]')?.content ?? '';
  return told.startsWith(':') ? `${location.protocol}//${location.hostname}${told}` : told;
}

/** What tells this browser from the neighbours behind the same address; it says nothing else. */
async function visitor() {
  try {
    const kept = JSON.parse(sessionStorage.getItem('visitor'));
    if (kept?.until > Date.now()) return kept.token;
    const answer = await fetch('/visitor', { method: 'POST' });
    // None to be had: not asked for again for a while.
    const { token = '', seconds = 600 } = answer.status === 200 ? await answer.json() : {};
    sessionStorage.setItem('visitor', JSON.stringify({ token, until: Date.now() + 1000 * (seconds - 60) }));
    return token;
  } catch {
    return '';
  }
}

export function start(form) {
  if (form.dataset.suggesting) return;
  form.dataset.suggesting = '1';
  const input = form.querySelector('input[type=search]');
  const base = api();
  const lang = document.documentElement.lang;
  const list = document.createElement('ul');
  list.id = 'suggestions';
  list.className = 'suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', form.dataset.label);
  list.hidden = true;
  form.append(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');

  const known = new Map();
  let typed = input.value;
  let chosen = -1;
  let timer = 0;
  let asking;
  let silentUntil = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };

  const choose = (at) => {
    const options = [...list.children];
    chosen = at;
    options.forEach((option, n) => option.setAttribute('aria-selected', String(n === at)));
    if (at < 0) {
      input.removeAttribute('aria-activedescendant');
      input.value = typed;
    } else {
      input.setAttribute('aria-activedescendant', options[at].id);
      input.value = options[at].textContent;
      options[at].scrollIntoView({ block: 'nearest' });
    }
  };

  const go = (option) => {
    close();
    if (option.dataset.href) {
      location.href = option.dataset.href;
    } else {
      input.value = option.textContent;
      form.requestSubmit();
    }
  };

  const show = (suggestions) => {
    chosen = -1;
    list.replaceChildren(...suggestions.slice(0, MOST).map(({ kind, text, slug }, n) => {
      const option = document.createElement('li');
      option.id = `suggestion-${n}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.textContent = text;
      const place = form.dataset[kind];
      if (slug && place) option.dataset.href = place + encodeURIComponent(slug);
      return option;
    }));
    list.hidden = !list.children.length;
    input.setAttribute('aria-expanded', String(!list.hidden));
    input.removeAttribute('aria-activedescendant');
  };

  const ask = async () => {
    const words = typed.trim();
    if (!words) return close();
    if (known.has(words)) return show(known.get(words));
    if (Date.now() < silentUntil) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const query = new URLSearchParams({ q: words, lang, limit: MOST });
      // In the address: a header of our own would cost a question before each call.
      const token = await visitor();
      if (token) query.set('visitor', token);
      const answer = await fetch(`${base}/api/suggest?${query}`, { signal: asking.signal });
      if (!answer.ok) {
        // As long as it asks for, or a while.
        silentUntil = Date.now() + 1000 * (Number(answer.headers.get('retry-after')) || 60);
        return close();
      }
      const { suggestions } = await answer.json();
      if (known.size > 50) known.clear();
      known.set(words, suggestions);
      if (words === typed.trim() && document.activeElement === input) show(suggestions);
    } catch (error) {
      if (error.name === 'AbortError') return;
      silentUntil = Date.now() + 60000;
      close();
    }
  };

  input.addEventListener('input', () => {
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener('keydown', (event) => {
    const last = list.children.length - 1;
    if (event.key === 'Escape') {
      if (list.hidden) return;
      event.preventDefault();
      choose(-1);
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) return void ask();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const next = chosen + step;
      choose(next > last ? -1 : next < -1 ? last : next);
    } else if (event.key === 'Enter' && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      go(list.children[chosen]);
    }
  });
  // The press comes before the box loses the focus.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target.closest('li');
    if (option) go(option);
  });
  input.addEventListener('blur', close);
  // What was typed while this file was on its way.
  if (input.value !== input.defaultValue) input.dispatchEvent(new Event('input'));
}
