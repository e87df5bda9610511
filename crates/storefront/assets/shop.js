// What every page runs. All of it is extra: pages work without it, and whatever fails here
// leaves the page as the server made it. Nothing is loaded before somebody needs it.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** Shows how many units are in the cart. */
function showUnits(units, shown) {
  const bangla = document.documentElement.lang === 'bn';
  const text = shown ?? new Intl.NumberFormat(bangla ? 'bn-BD' : 'en').format(units);
  for (const count of all('[data-cart-count]')) {
    count.textContent = text;
    count.hidden = !units;
  }
}

function unitsFromCookie() {
  const found = document.cookie.match(/(?:^|; )(?:__Host-)?dhakacart_units=(\d{1,4})/);
  showUnits(found ? Number(found[1]) : 0);
}

/** Says something at the bottom of the page, with a way to the cart. */
function say(text) {
  const cart = document.querySelector('.top-cart');
  document.querySelector('.toast')?.remove();
  const toast = document.createElement('div');
  toast.className = 'toast';
  toast.setAttribute('role', 'status');
  const words = document.createElement('span');
  const link = document.createElement('a');
  link.className = 'button';
  link.href = cart.href;
  link.textContent = cart.querySelector('span').textContent;
  document.querySelector('main').append(toast);
  // In a live region only what comes later is read out.
  toast.append(words, link);
  words.textContent = text;
  setTimeout(() => toast.remove(), 6000);
}

/** The fields of a form and the button that sent it. */
function fields(form, button) {
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.set(button.name, button.value);
  return data;
}

/** Lets the form do it after all. */
function plainly(form, button) {
  form.dataset.plain = '';
  form.requestSubmit(button ?? undefined);
}

/** Puts a product in the cart and stays on the page. */
async function add(form, button) {
  button?.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.getAttribute('action'), {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: fields(form),
    });
    if (!answer.ok) throw new Error(answer.status);
    const { notice, units, shown } = await answer.json();
    showUnits(units, shown);
    say(notice);
  } catch {
    plainly(form, button);
  } finally {
    button?.removeAttribute('aria-busy');
  }
}

/** Sends a form and shows the page that answers in place; the keyboard stays where it was. */
async function swap(form, button) {
  const { id, name, value } = button ?? {};
  const action = form.getAttribute('action');
  // One change at a time: what is shown is about to be replaced.
  const old = document.querySelector('main');
  old.inert = true;
  try {
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body: fields(form, button) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const main = page.querySelector('main');
    if (!main || !page.querySelector('[data-cart-count]')) throw new Error('not a page of ours');
    const sprite = page.querySelector('.sprite');
    old.replaceWith(main);
    if (sprite) document.querySelector('.sprite')?.replaceWith(sprite);
    unitsFromCookie();
    start(main);
    const again = id
      ? document.getElementById(id)
      : all('form', main)
          .filter((other) => other.getAttribute('action') === action)
          .flatMap((other) => all('button', other))
          .find((other) => other.name === name && other.value === value && !other.disabled);
    (again ?? main).focus({ preventScroll: true });
  } catch {
    old.inert = false;
    plainly(form, button);
  }
}

addEventListener('submit', (event) => {
  const form = event.target;
  if ('plain' in form.dataset) return;
  const does = 'add' in form.dataset ? add : 'swap' in form.dataset ? swap : null;
  if (!does) return;
  event.preventDefault();
  does(form, event.submitter);
});

/** Buttons beside a quantity that has none. */
function stepper(box) {
  const input = box.querySelector('input');
  const bangla = document.documentElement.lang === 'bn';
  const read = () => Number(input.value.replace(/[০-৯]/g, (c) => c.charCodeAt(0) - 0x9e6)) || 1;
  const write = (n) => {
    input.value = new Intl.NumberFormat(bangla ? 'bn-BD' : 'en').format(n);
    less.disabled = n <= 1;
    more.disabled = n >= 99;
  };
  const button = (kind, sign, by) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = `stepper-${kind}`;
    made.textContent = sign;
    // The number is a text field: the buttons are for thumbs, keys have the field.
    made.tabIndex = -1;
    made.setAttribute('aria-hidden', 'true');
    made.addEventListener('click', () => write(Math.min(99, Math.max(1, read() + by))));
    return made;
  };
  const less = button('less', '−', -1);
  const more = button('more', '+', 1);
  box.prepend(less);
  box.append(more);
  input.addEventListener('change', () => write(read()));
  write(read());
}

/** A thumbnail moves the stage and leaves the history alone. */
function thumbs(list) {
  list.addEventListener('click', (event) => {
    const picture = document.getElementById(event.target.closest('a')?.hash.slice(1));
    if (!picture) return;
    event.preventDefault();
    picture.parentElement.scrollLeft = picture.offsetLeft - picture.parentElement.offsetLeft;
  });
}

/** What this device looked at: kept here, never sent but to fetch the cards. */
function recent(section) {
  const KEY = 'dhakacart-seen';
  let seen = [];
  try {
    seen = JSON.parse(localStorage.getItem(KEY) ?? '[]').filter((slug) => typeof slug === 'string');
    const { product } = section.dataset;
    if (product) {
      const next = [product, ...seen.filter((slug) => slug !== product)].slice(0, 9);
      localStorage.setItem(KEY, JSON.stringify(next));
      seen = seen.filter((slug) => slug !== product);
    }
  } catch {
    return;
  }
  if (!seen.length || section.dataset.shown) return;
  const near = new IntersectionObserver(async ([entry], observer) => {
    if (!entry.isIntersecting) return;
    observer.disconnect();
    section.dataset.shown = '1';
    const query = new URLSearchParams(seen.slice(0, 8).map((slug) => ['p', slug]));
    const answer = await fetch(`${section.dataset.recent}?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const cards = document.createRange().createContextualFragment(await answer.text());
    if (!cards.querySelector('.card')) return;
    section.append(cards);
    section.hidden = false;
  }, { rootMargin: '400px' });
  // A hidden box is never near: what stands before it is.
  near.observe(section.previousElementSibling ?? section.parentElement);
}

function start(within) {
  all('[data-stepper]', within).forEach(stepper);
  all('.gallery-thumbs', within).forEach(thumbs);
  all('#recent', within).forEach(recent);
  const checkout = within.querySelector('[data-checkout]');
  if (checkout) import(checkout.dataset.module).then((module) => module.start(checkout)).catch(() => {});
}

unitsFromCookie();
start(document);
// A page that comes back as it was left may be behind.
addEventListener('pageshow', (event) => event.persisted && unitsFromCookie());

const search = document.querySelector('[data-suggest]');
search?.addEventListener('focusin', () => {
  import(search.dataset.module).then((module) => module.start(search)).catch(() => {});
}, { once: true });
