// Reads a list of calendars from standard input with ical.js and prints their events; fails where one cannot be read.
import ICAL from "ical.js";
import { readFileSync } from "node:fs";

function read(text) {
  const top = new ICAL.Component(ICAL.parse(text));
  const events = top.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      location: event.location,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      status: component.getFirstPropertyValue("status"),
      url: component.getFirstPropertyValue("url"),
    };
  });
  return { name: top.getFirstPropertyValue("name"), events };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
