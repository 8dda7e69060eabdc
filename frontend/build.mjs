// Builds the frame's assets into gongzhi/shell/static/built/: app.css, app.js, map.css, map.js, icons.svg, logo.svg,
// chart.js for the pages of figures, vote.js and trustee.js for the pages of a ballot, with their ballot-worker.js,
// booth.js for a station without a line;
// and lays the font of papers into gongzhi/kernel/record/built/fonts/, where nobody is served its 15 MB.
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const out = join(here, "..", "gongzhi", "shell", "static", "built");
const SCRIPT_LIMIT = 60_000; // bytes, uncompressed, of script on a page without maps

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const style = sass.compile(join(here, "style", "app.scss"), {
  loadPaths: [modules],
  quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
});
const css = await esbuild.transform(style.css, { loader: "css", minify: true, target: ["chrome111", "safari16.4", "firefox113"] });
writeFileSync(join(out, "app.css"), css.code);

const script = {
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome90", "safari15", "firefox90"],
  loader: { ".png": "dataurl" },
  legalComments: "eof",
};
// htmx comes as its authors minified it: 6 KB less than bundling its source
const htmx = readFileSync(join(modules, "htmx.org", "dist", "htmx.min.js"), "utf8");
await esbuild.build({ ...script, entryPoints: [join(here, "script", "app.js")], banner: { js: htmx } });
for (const name of ["map", "chart", "vote", "trustee"]) {
  await esbuild.build({ ...script, entryPoints: [join(here, "script", `${name}.js`)] });
}
const licence = readFileSync(join(modules, "libsodium-sumo", "LICENSE"), "utf8");
await esbuild.build({
  ...script,
  entryPoints: {
    "ballot-worker": join(here, "script", "ballot", "worker.js"),
    booth: join(here, "script", "booth.js"),
  },
  banner: { js: `/*! Holds libsodium and libsodium.js:\n${licence}*/` },
});

const icons = Object.entries(JSON.parse(readFileSync(join(here, "icons.json"), "utf8"))).map(([name, source]) => {
  const svg = readFileSync(join(modules, "bootstrap-icons", "icons", `${source}.svg`), "utf8");
  const [, inside] = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg);
  return `<symbol id="${name}" viewBox="0 0 16 16">${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
});
writeFileSync(
  join(out, "icons.svg"),
  `<!-- Bootstrap Icons, MIT --><svg xmlns="http://www.w3.org/2000/svg">${icons.join("")}</svg>\n`,
);
cpSync(join(here, "logo.svg"), join(out, "logo.svg"));

const fonts = join(here, "..", "gongzhi", "kernel", "record", "built", "fonts");
const serif = join(modules, "@expo-google-fonts", "noto-serif-sc");
rmSync(fonts, { recursive: true, force: true });
mkdirSync(fonts, { recursive: true });
cpSync(join(serif, "400Regular", "NotoSerifSC_400Regular.ttf"), join(fonts, "NotoSerifSC-Regular.ttf"));
cpSync(join(serif, "LICENSE_FONT"), join(fonts, "OFL.txt"));

for (const name of ["app.css", "app.js", "map.css", "map.js", "chart.js", "vote.js", "trustee.js", "ballot-worker.js", "booth.js", "icons.svg"]) {
  console.log(`${name.padEnd(16)} ${(statSync(join(out, name)).size / 1024).toFixed(1)} KB`);
}
if (statSync(join(out, "app.js")).size > SCRIPT_LIMIT) {
  console.error(`app.js is larger than ${SCRIPT_LIMIT} bytes`);
  process.exit(1);
}
