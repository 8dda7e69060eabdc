// Says something in the page's live region, seen and read out; it leaves by itself.
let timer;

export function announce(text) {
  const region = document.getElementById("spoken");
  region.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (region.textContent = ""), 6000);
}
