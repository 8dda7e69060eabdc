// <button data-locate="lon-field-id lat-field-id" data-busy data-done data-failed>: fills both from the device (WGS-84).
import { announce } from "./speak.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-locate]");
  if (!button) return;
  const [lon, lat] = button.dataset.locate.split(" ").map((id) => document.getElementById(id));
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  const say = (text) => (said ? (said.textContent = text) : announce(text));
  if (!navigator.geolocation) return say(button.dataset.failed);
  say(button.dataset.busy);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      lon.value = coords.longitude.toFixed(6);
      lat.value = coords.latitude.toFixed(6);
      lat.dispatchEvent(new Event("input", { bubbles: true }));
      say(button.dataset.done.replace("{metres}", Math.round(coords.accuracy)));
    },
    () => say(button.dataset.failed),
    { enableHighAccuracy: true, timeout: 15000 },
  );
});
