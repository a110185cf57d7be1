// Shows, hides and moves what the page already holds. It fetches nothing, keeps nothing and writes no HTML.

const find = (query, from = document) => from.querySelector(query);
const all = (query, from = document) => [...from.querySelectorAll(query)];
const page = document.documentElement;
const [list, card, search, status] = ["#list", "#card", "#search", "#status"].map((query) => find(query));
const cards = new Map(all("[data-card]").map((item) => [item.dataset.card, item]));
const narrow = matchMedia("(max-width: 760px)");
const LEGIBLE = narrow.matches ? 0.9 : 0.6, LARGEST = 8, STEP = 1.3;   // pixels per unit of the picture

let svg = null;                                  // the picture in the language of the page, if there is one
let chosen = "", opener = null, hits = [], hit = -1;
const view = { x: 0, y: 0, scale: 1 };           // the middle of what is shown

// ---- boxes and arrows

const box = (name) => svg && find(`[data-node="${CSS.escape(name)}"]`, svg);
const boxes = () => (svg ? all("[data-node]:not(.off)", svg) : []);
const arrows = () => (svg ? all("[class*='from-']", svg) : []);
const named = (arrow, start) => [...arrow.classList].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));

function filter() {
  const off = new Set(all("fieldset input:not(:checked)").map((input) => input.value));
  const hidden = (name) => off.has(cards.get(name)?.dataset.group);
  const hide = (item, away) => item.classList.toggle("off", away);
  for (const item of all("figure [data-node]")) hide(item, hidden(item.dataset.node));
  for (const item of all("figure [data-cluster]")) hide(item, off.has(item.dataset.cluster));
  for (const item of all("figure [class*='from-']")) hide(item, named(item, "from-").some(hidden) || named(item, "to-").every(hidden));
  for (const item of all("[data-group]", list)) hide(item, off.has(item.dataset.group));
  fit();
}

// What is found stays bright; without a search, the chosen box with its arrows and neighbours.
function light() {
  if (!svg) return;
  const lit = new Set();
  if (search.value.trim()) hits.forEach((name) => lit.add(box(name)));
  else if (chosen) {
    lit.add(box(chosen));
    for (const arrow of arrows()) {
      const [from, to] = [named(arrow, "from-"), named(arrow, "to-")];
      const others = from.includes(chosen) ? to : to.includes(chosen) ? from : [];
      if (others.length) [arrow, ...others.map(box)].forEach((item) => lit.add(item));
    }
  }
  const dim = Boolean(search.value.trim() || box(chosen));
  svg.classList.toggle("dim", dim);
  for (const item of all(".graph > g", svg)) item.classList.toggle("lit", dim && lit.has(item));
}

// ---- the view

function show() {
  const { width, height } = svg.getBoundingClientRect();
  if (!width) return;
  const [w, h] = [width / view.scale, height / view.scale];
  svg.setAttribute("viewBox", [view.x - w / 2, view.y - h / 2, w, h].map((value) => value.toFixed(2)).join(" "));
  find("#scale").value = `${Math.round(view.scale * 75)}%`;   // a point is 4/3 of a pixel
}

const limited = (scale) => Math.min(LARGEST, Math.max(whole() / 2, scale));

function whole() {
  const [place, { width, height }] = [svg.getBBox(), svg.getBoundingClientRect()];
  return Math.min(width / (place.width + 24), height / (place.height + 24));
}

function fit() {
  if (!svg || !svg.getBoundingClientRect().width) return;
  const place = svg.getBBox();
  Object.assign(view, { x: place.x + place.width / 2, y: place.y + place.height / 2, scale: Math.min(LARGEST, whole()) });
  show();
}

// The whole picture where it can be read; else a part of it, around the chosen box or the first that is due.
function start() {
  if (!svg || !svg.getBoundingClientRect().width) return;
  fit();
  if (view.scale >= LEGIBLE) return;
  const due = [...cards.values()].find((item) => item.dataset.look === "now" && box(item.dataset.card));
  const first = box(chosen) || (due && box(due.dataset.card)) || boxes()[0];
  Object.assign(view, middle(first), { scale: LEGIBLE });
  show();
}

// Where the middle of an element lies, in units of the picture.
function middle(item) {
  const [place, frame] = [item.getBoundingClientRect(), svg.getBoundingClientRect()];
  return at(place.x + place.width / 2, place.y + place.height / 2, frame);
}

function at(x, y, frame = svg.getBoundingClientRect()) {
  return { x: view.x + (x - frame.x - frame.width / 2) / view.scale, y: view.y + (y - frame.y - frame.height / 2) / view.scale };
}

function zoom(factor, x, y) {
  if (!svg) return;
  const frame = svg.getBoundingClientRect();
  const [px, py] = [x ?? frame.x + frame.width / 2, y ?? frame.y + frame.height / 2];
  const [before, scale] = [at(px, py, frame), limited(view.scale * factor)];
  view.scale = scale;
  const after = at(px, py, frame);
  move(before.x - after.x, before.y - after.y);
}

function move(x, y) {
  view.x += x;
  view.y += y;
  show();
}

// Moves a box into what can be seen, if it is not: on a narrow screen the card covers the lower part.
function reveal(item) {
  if (!item || !svg.getBoundingClientRect().width) return;
  const [place, frame] = [item.getBoundingClientRect(), svg.getBoundingClientRect()];
  const bottom = card.hidden || !narrow.matches ? frame.bottom : card.getBoundingClientRect().top;
  const inside = place.left > frame.left && place.right < frame.right && place.top > frame.top && place.bottom < bottom;
  if (inside) return;
  Object.assign(view, middle(item));
  move(0, (frame.bottom - bottom) / 2 / view.scale);
}

// ---- cards

function open(name, from) {
  if (!cards.has(name)) return;
  unchoose();
  [chosen, opener] = [name, from];
  card.hidden = false;
  for (const [id, item] of cards) item.hidden = id !== name;
  card.scrollTop = 0;
  if (narrow.matches && svg && from?.closest?.("#card")) listed(false);
  box(name)?.setAttribute("aria-expanded", "true");
  if (from !== search) cards.get(name).focus({ preventScroll: true });
  history.replaceState(null, "", address(name));
  light();
  if (!box(name)) return;
  show();                                        // the card has taken some of the room
  reveal(box(name));
}

const address = (name) => `#${encodeURIComponent(name)}`;

function unchoose() {
  for (const item of all("[data-node]")) item.setAttribute("aria-expanded", "false");
  card.hidden = true;
  chosen = "";
  light();
}

function close() {
  const back = card.contains(opener) ? box(chosen) : opener;
  unchoose();
  history.replaceState(null, "", "#");
  back?.focus();
}

function listed(on) {
  list.hidden = !on;
  find("#listing").setAttribute("aria-expanded", String(on));
}

// ---- searching

const told = (item) => find("header", item).textContent.toLowerCase();

function look() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  hits = words.length ? [...cards].filter(([, item]) => words.every((word) => told(item).includes(word))).map(([name]) => name) : [];
  hit = -1;
  for (const entry of all("[data-entry]", list)) entry.hidden = words.length > 0 && !hits.includes(entry.dataset.entry);
  for (const part of all("section", list)) part.hidden = words.length > 0 && !find("[data-entry]:not([hidden])", part);
  say(words.length ? (hits.length ? "hits" : "no-hits") : "", { n: hits.length });
  light();
}

function next(step) {
  if (!hits.length) return;
  hit = (hit + step + hits.length) % hits.length;
  open(hits[hit], search);
  say("hit", { k: hit + 1, n: hits.length, name: find("h2", cards.get(hits[hit])).innerText });
}

function say(key, values = {}) {
  const phrase = key ? status.getAttribute(`data-${key}-${page.lang}`) : "";
  status.textContent = phrase.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// ---- language

function speak(lang) {
  page.lang = lang;
  for (const button of all("[data-speak]")) button.setAttribute("aria-pressed", String(button.dataset.speak === lang));
  document.title = find("h1").innerText;
  svg = find(`figure[lang="${lang}"] svg`);
  say("");
  if (!svg) return;
  box(chosen)?.setAttribute("aria-expanded", "true");
  light();
  start();
  reveal(box(chosen));
}

// ---- keys and pointers

// The next box in the direction of an arrow key: near, and rather straight ahead than aside.
function beside(item, key) {
  const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  const here = middle(item);
  const far = (other) => {
    const there = middle(other);
    const [ahead, aside] = [(there.x - here.x) * dx + (there.y - here.y) * dy, Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx)];
    return ahead > 1 ? ahead + 2 * aside : Infinity;
  };
  return boxes().filter((other) => far(other) < Infinity).sort((one, other) => far(one) - far(other))[0];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const [typing, item] = [event.target.matches("input[type=search]"), event.target.closest("[data-node]")];
  if (event.key === "Escape") {
    if (!card.hidden) close();
    else if (typing) (search.value = ""), look();
  } else if (typing) {
    if (event.key === "Enter") next(event.shiftKey ? -1 : 1);
    return;
  } else if (event.key === "/") search.focus(), search.select();
  else if ("+=".includes(event.key)) zoom(STEP);
  else if ("-_".includes(event.key)) zoom(1 / STEP);
  else if (event.key === "0") fit();
  else if (item && ["Enter", " "].includes(event.key)) open(item.dataset.node, item);
  else if (item && event.key.startsWith("Arrow")) beside(item, event.key)?.focus();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-node], button");
  if (!target) return;
  if (target.dataset.node) open(target.dataset.node, target);
  else if (target.dataset.open) open(target.dataset.open, target);
  else if (target.dataset.speak) speak(target.dataset.speak);
  else if (target.dataset.zoom) target.dataset.zoom === "0" ? fit() : zoom(target.dataset.zoom === "+" ? STEP : 1 / STEP);
  else if (target.id === "listing") listed(list.hidden);
  else if (target.id === "close") close();
});

const pointers = new Map();   // those that are down on the picture: one moves it, two zoom it
let moved = false;

function grab(picture) {
  picture.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event);
    if (pointers.size === 1) moved = false;
  });
  picture.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const [dx, dy] = [event.clientX - last.clientX, event.clientY - last.clientY];
    if (!moved && Math.hypot(dx, dy) < 5) return;   // a hand is not quite still when it clicks
    moved = true;
    picture.classList.add("moving");
    picture.setPointerCapture(event.pointerId);
    const other = [...pointers.values()].find((item) => item.pointerId !== event.pointerId);
    if (other) {
      const apart = (item) => Math.hypot(item.clientX - other.clientX, item.clientY - other.clientY);
      zoom(apart(event) / apart(last), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    } else move(-dx / view.scale, -dy / view.scale);
    pointers.set(event.pointerId, event);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"])
    picture.addEventListener(name, (event) => { pointers.delete(event.pointerId); picture.classList.remove("moving"); });
  picture.addEventListener("click", (event) => { if (moved) event.stopPropagation(); moved = false; });
  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX, event.clientY);
  }, { passive: false });
  picture.addEventListener("focusin", (event) => { if (event.target.matches(":focus-visible")) reveal(event.target); });
}

// ---- beginning

document.body.classList.add("ready");
all("figure svg").forEach(grab);
all("fieldset input").forEach((input) => input.addEventListener("change", filter));
search.addEventListener("input", look);
unchoose();
listed(narrow.matches || !find("figure svg"));
find("#legend").open = !narrow.matches;
speak(page.lang);
open([...cards.keys()].find((name) => address(name) === location.hash), null);

let placed = Boolean(svg?.getBoundingClientRect().width);
new ResizeObserver(() => {
  if (!svg) return;
  placed ? show() : start();
  placed ||= svg.getBoundingClientRect().width > 0;
}).observe(find(".stage"));
