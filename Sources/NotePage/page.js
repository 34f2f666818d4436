'use strict';

const entries = document.getElementById('entries');
const connection = document.querySelector('.connection');

// Colours are set from here, since the page's policy allows no style attributes in HTML.
function paint(root) {
  for (const element of root.querySelectorAll('.tint')) {
    for (const name of ['ink', 'inkDark', 'paper', 'paperDark']) {
      const color = element.dataset[name];
      if (!color) continue;
      const property = '--tint-' + name.replace('Dark', '-dark');
      element.style.setProperty(property, color);
    }
  }
  for (const element of root.querySelectorAll('time')) {
    const time = new Date(element.dateTime);
    const two = (number) => String(number).padStart(2, '0');
    element.textContent =
      `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ` +
      `${two(time.getHours())}:${two(time.getMinutes())}`;
  }
}

// Makes an element like another one and keeps what they have in common: a reader's place, the focus and
// loaded images stay where nothing has changed.
function patch(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
  let end = 0;
  while (
    end < before.length - start && end < after.length - start &&
    before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])
  ) end++;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  const isSame = gone.length === come.length && gone.every((node, index) =>
    node.nodeType === Node.ELEMENT_NODE && come[index].nodeType === Node.ELEMENT_NODE &&
    node.tagName === come[index].tagName && node.tagName !== 'IMG');
  if (isSame) {
    gone.forEach((node, index) => patch(node, come[index]));
    return;
  }
  const next = before[before.length - end] || null;
  for (const node of gone) node.remove();
  for (const node of come) old.insertBefore(node, next);
}

// The line that the reader sees first, and where; put back there when what is above it has changed.
function keepingPlace(change) {
  const isSeen = (element) => element.getBoundingClientRect().bottom > 0;
  const anchors = [];
  for (const element of document.querySelectorAll('.line, .image, .summary')) {
    if (isSeen(element) && anchors.push(element) === 200) break;
  }
  const tops = anchors.map((element) => element.getBoundingClientRect().top);
  const focus = document.activeElement;
  const container = focus && focus.closest('.entry');
  const links = container ? [...container.querySelectorAll('a, summary')] : [];
  const place = { id: container && container.id, index: links.indexOf(focus) };
  const scroll = window.scrollY;
  change();
  const kept = anchors.findIndex((element) => element.isConnected);
  if (scroll > 0) {
    const moved = kept < 0 ? 0 : anchors[kept].getBoundingClientRect().top - tops[kept];
    const isFar = kept < 0 || tops[kept] > window.innerHeight;
    window.scrollTo({ top: isFar ? scroll : window.scrollY + moved, behavior: 'instant' });
  }
  if (place.index >= 0 && !focus.isConnected) {
    const again = document.getElementById(place.id);
    const candidates = again ? again.querySelectorAll('a, summary') : [];
    if (candidates[place.index]) candidates[place.index].focus({ preventScroll: true });
  }
}

function elementOf(entry) {
  const template = document.createElement('template');
  template.innerHTML = entry.html;
  paint(template.content);
  return template.content.firstElementChild;
}

// The greatest order first; entries of one order stay in the order in which they came.
function putInOrder(element) {
  const others = [...entries.children].filter((other) => other !== element);
  const next = others.find((other) => other.dataset.order < element.dataset.order) || null;
  if (element.nextElementSibling !== next || !element.isConnected) entries.insertBefore(element, next);
}

function show(entry) {
  const fresh = elementOf(entry);
  const old = document.getElementById(entry.id);
  if (!old) return putInOrder(fresh);
  if (old.dataset.order !== fresh.dataset.order) {
    old.dataset.order = fresh.dataset.order;
    putInOrder(old);
  }
  if (old.dataset.version === fresh.dataset.version) return;
  for (const details of old.querySelectorAll('details')) {
    const same = fresh.querySelector('#' + details.id);
    if (same) same.open = details.open;
  }
  patch(old, fresh);
}

function showAll(all) {
  const ids = new Set(all.map((entry) => entry.id));
  for (const element of [...entries.children]) {
    if (!ids.has(element.id)) element.remove();
  }
  all.forEach(show);
}

// One connection a page, and none for a page that no one sees: a browser has six for each server.
let source = null;
let retry = 0;

function connect() {
  disconnect();
  source = new EventSource(document.body.dataset.events);
  source.addEventListener('all', (event) => keepingPlace(() => showAll(JSON.parse(event.data))));
  source.addEventListener('one', (event) => keepingPlace(() => show(JSON.parse(event.data))));
  source.onopen = () => { connection.textContent = ''; };
  source.onerror = () => {
    connection.textContent = connection.dataset.lost;
    if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, 1000);
  };
}

function disconnect() {
  clearTimeout(retry);
  if (source) source.close();
  source = null;
}

paint(document);
if (document.body.dataset.events) {
  connect();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') disconnect(); else connect();
  });
  window.addEventListener('pagehide', disconnect);
  window.addEventListener('pageshow', (event) => { if (event.persisted) connect(); });
}
