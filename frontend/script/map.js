// Draws <div class="map" data-geojson="URL or id of a json_script">: boundaries and points, from our own data.
// data-tiles: URL of a tile server, none by default; data-internal: the words to print on an internal map.
// A feature's properties: title, text, url, tone (overdue | soon | done), or level (0 to 1): the deeper, the more.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import "leaflet/dist/leaflet.css";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--gz-${name}`).trim();
const TONES = { overdue: "red", soon: "amber", done: "green" };

async function draw(box) {
  const data = await load(box.dataset.geojson);
  if (!data.features.length) return say(box, box.dataset.empty);
  const map = L.map(box, { attributionControl: false, scrollWheelZoom: false, zoomControl: false, zoomSnap: 0.25 });
  const credit = [box.dataset.internal, box.dataset.credit].filter(Boolean).join(" · ");
  if (credit) L.control.attribution({ prefix: false }).addAttribution(credit).addTo(map);
  L.control.zoom({ zoomInTitle: box.dataset.in, zoomOutTitle: box.dataset.out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
  const layer = L.geoJSON(data, { style, pointToLayer: point, onEachFeature: label }).addTo(map);
  map.fitBounds(layer.getBounds(), { padding: [16, 16], maxZoom: 15 });
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
}

function say(box, text) {
  box.textContent = text;
  box.classList.add("map-text");
}

async function load(source) {
  const inline = document.getElementById(source);
  return inline ? JSON.parse(inline.textContent) : (await fetch(source)).json();
}

function style(feature) {
  const own = TONES[feature.properties?.tone];
  const line = colour(own || "blue");
  const level = feature.properties?.level;
  const depth = level === undefined ? 0.08 : 0.05 + 0.6 * level;
  return { color: line, weight: 1.5, fillColor: line, fillOpacity: own ? 0.3 : depth };
}

function point(feature, place) {
  return L.circleMarker(place, { ...style(feature), radius: 8, weight: 2, ...(feature.properties?.level === undefined && { fillOpacity: 0.75 }) });
}

function label(feature, layer) {
  const { title, text, url } = feature.properties || {};
  if (!title) return;
  const box = document.createElement("div");
  const head = document.createElement(url ? "a" : "strong");
  head.textContent = title;
  if (url) head.href = url;
  box.append(head);
  if (text) box.append(document.createElement("br"), text);
  const name = document.createElement("span"); // an element, because Leaflet reads a text as HTML
  name.textContent = title;
  layer.bindPopup(box).bindTooltip(name);
}

for (const box of document.querySelectorAll("[data-geojson]")) {
  draw(box).catch(() => say(box, box.dataset.failed));
}
