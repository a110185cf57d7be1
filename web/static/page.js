// Nothing here is needed: with it a tick takes no new page, a link opens what it leads to, and everything is printed.

const opened = (element) => {
  for (let fold = element?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  element?.scrollIntoView();
};
const aimed = () => opened(document.getElementById(decodeURIComponent(location.hash.slice(1))));
addEventListener("hashchange", aimed);
if (location.hash) aimed();

const notes = document.getElementById("notes");
if (notes?.classList.contains("wrong")) (document.querySelector("[aria-invalid]") ?? document.getElementById("content")).focus();

if (matchMedia("(min-width: 48rem)").matches) document.querySelectorAll("details.wide").forEach((fold) => { fold.open = true; });

let shut = [];
addEventListener("beforeprint", () => {
  shut = [...document.querySelectorAll("details:not([open])")];
  shut.forEach((fold) => { fold.open = true; });
});
addEventListener("afterprint", () => shut.forEach((fold) => { fold.open = false; }));

addEventListener("submit", async (event) => {
  const button = event.target.querySelector(".tick");
  if (!button) return;
  event.preventDefault();
  const answer = await fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
  if (!answer.ok) { location.assign("/plan"); return; }
  const done = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(done));
  button.querySelector(".box").textContent = done ? "✓" : "";
  button.closest(".card").classList.toggle("done", done);
  const count = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".count");
  if (count) document.querySelector(".count").textContent = count.textContent;
});
