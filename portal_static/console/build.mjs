/**
 * Builds the console into dist/, or with --tests its unit tests into dist-tests/; --check only looks whether it can.
 *
 * Every file but index.html has a name made of its content, so that it may be kept for ever; CloudFront and the local
 * desk serve them under /static/console/. What is opened rarely (settings, other languages) is split off and loaded
 * when it is. Nothing is inlined into the page: its policy allows scripts and styles from files alone.
 */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const SERVED_AT = "/static/console/";

const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  splitting: true,
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
};

const FIRST_PAGE = "src/views/shell/Shell";
const TICKET = "src/views/ticket/TicketView";
/** What is shown before there is a ticket to open, or in the list. */
const WITHOUT_TICKET =
  /\/views\/(signin|account|shell|list|filters|reports|time)\/|\/views\/settings\/sectionTable|\/store\/desk\/push|\/views\/ticket\/TicketView/;

/**
 * Keeps what the first page needs in one file, and what the open ticket needs in a second. esbuild makes a file for every
 * different set of views that share a module; here each view that is loaded later also shares all of the first page's,
 * and those which speak of tickets all of the ticket's, which then are a single such set each.
 */
const together = {
  name: "together",
  setup(building) {
    building.onLoad(
      {
        filter:
          /\.tsx$|\/(?:store\/desk\/push|settings\/sectionTable|signin\/words|editor\/paste|assistant\/commands)\.ts$/,
      },
      async ({ path }) => {
        const code = await readFile(path, "utf8");
        const later = path.endsWith(".ts") || /^export default /m.test(code);
        const shared = WITHOUT_TICKET.test(path) ? [FIRST_PAGE] : [FIRST_PAGE, TICKET];
        const imports = shared.map((view) => `import ${JSON.stringify(join(here, view))};`);
        return { loader: "tsx", contents: later ? [code, ...imports].join("\n") : code };
      },
    );
  },
};

async function buildConsole() {
  const outdir = join(here, "dist");
  await rm(outdir, { recursive: true, force: true });
  const worker = await buildWorker(outdir);
  const reportsStyle = await buildStyle(outdir, "reports");
  const { metafile } = await build({
    ...common,
    entryPoints: { console: "src/main.tsx", styles: "styles/console.css" },
    plugins: [together],
    define: { WORKER: JSON.stringify(worker), REPORTS_STYLE: JSON.stringify(reportsStyle) },
    outdir,
    entryNames: "[name].[hash]",
    chunkNames: "[name].[hash]",
    assetNames: "[name].[hash]",
    minify: true,
    metafile: true,
    sourcemap: false,
    legalComments: "none",
  });
  const page = await readFile(join(here, "index.html"), "utf8");
  await mkdir(outdir, { recursive: true });
  const whole = withIcons(page, await icon())
    .replace("%manifest%", await writeManifest(outdir, await icon()))
    .replace("%touch_icon%", await writeTouchIcon(outdir));
  await writeFile(join(outdir, "index.html"), withNames(whole, metafile.outputs));
}

/** The service worker, one file by itself, which no page loads; gives back the address it is served at. */
async function buildWorker(outdir) {
  const { metafile } = await build({
    ...common,
    entryPoints: { worker: "src/push/worker.ts" },
    outdir,
    entryNames: "[name].[hash]",
    format: "iife",
    splitting: false,
    minify: true,
    metafile: true,
    legalComments: "none",
  });
  const [file] = Object.keys(metafile.outputs);
  return SERVED_AT + file.replace(/^dist\//, "");
}

/** A style sheet that is loaded with the view it belongs to; gives back the address it is served at. */
async function buildStyle(outdir, name) {
  const { metafile } = await build({
    ...common,
    entryPoints: { [name]: `styles/${name}.css` },
    outdir,
    entryNames: "[name].[hash]",
    minify: true,
    metafile: true,
  });
  const [file] = Object.keys(metafile.outputs);
  return SERVED_AT + file.replace(/^dist\//, "");
}

/** The tab's icon as it is drawn, without what only an editor wants. */
async function icon() {
  return (await readFile(join(here, "src/icon.svg"), "utf8")).trim();
}

/** Writes a file under a name made of its content; gives back the address it is served at. */
async function writeNamed(outdir, stem, ending, content) {
  const name = `${stem}.${createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase()}${ending}`;
  await writeFile(join(outdir, name), content);
  return SERVED_AT + name;
}

/** The icon for the home screens that take no SVG, as tests/browser/touch_icon.py draws it. */
async function writeTouchIcon(outdir) {
  return writeNamed(outdir, "touch-icon", ".png", await readFile(join(here, "src/touch-icon.png")));
}

/** What a phone wants to know to put the console among its programs; gives back the address it is served at. */
async function writeManifest(outdir, svg) {
  const whole = svg.replace('viewBox="0 0 32 32"', 'viewBox="-8 -8 48 48"');
  const filled = whole.replace(/<rect[^>]*>/, '<rect x="-8" y="-8" width="48" height="48" fill="#3b5bdb"/>');
  const about = {
    name: "Workestra Tickets",
    short_name: "Tickets",
    id: "/console/",
    start_url: "/console/",
    scope: "/console/",
    display: "standalone",
    background_color: "#ffffff",
    theme_color: "#3b5bdb",
    icons: [
      { src: await writeNamed(outdir, "icon", ".svg", svg), sizes: "any", type: "image/svg+xml", purpose: "any" },
      {
        src: await writeNamed(outdir, "icon", ".svg", filled),
        sizes: "any",
        type: "image/svg+xml",
        purpose: "maskable",
      },
    ],
  };
  return writeNamed(outdir, "console", ".webmanifest", JSON.stringify(about));
}

/** The page with `%icon%` replaced by the icon, and `%icon_unread%` by one with a dot on it; nothing is fetched. */
function withIcons(page, svg) {
  const dotted = svg.replace("</svg>", '<circle cx="24" cy="8" r="8" fill="#e03131"/></svg>');
  const address = (drawn) => `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  return page.replaceAll("%icon%", address(svg)).replaceAll("%icon_unread%", address(dotted));
}

/** The page with `%script%`, `%style%` and `%preload%` replaced by what was built. */
function withNames(page, outputs) {
  const built = Object.entries(outputs);
  const named = (entry) => built.find(([, output]) => output.entryPoint === entry);
  const address = (path) => SERVED_AT + path.replace(/^dist\//, "");
  const [script, output] = named("src/main.tsx");
  const first = output.imports.filter((each) => each.kind === "import-statement").map((each) => address(each.path));
  const preload = first.map((path) => `<link rel="modulepreload" href="${path}">`).join("\n");
  return page
    .replace("%script%", address(script))
    .replace("%style%", address(named("styles/console.css")[0]))
    .replace("%preload%\n", preload ? `${preload}\n` : "");
}

async function buildTests() {
  const outdir = join(here, "dist-tests");
  await rm(outdir, { recursive: true, force: true });
  const names = (await readdir(join(here, "tests"))).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: names.map((name) => `tests/${name}`),
    outdir,
    platform: "node",
    define: { WORKER: JSON.stringify(`${SERVED_AT}worker.js`) },
    sourcemap: "inline",
  });
}

if (!existsSync(join(here, "src/api/schema.ts"))) {
  console.error(
    "src/api/schema.ts is not there. It is made of the API's own document: `make console`, or `npm run schema` here.",
  );
  process.exit(1);
}
if (!process.argv.includes("--check")) await (process.argv.includes("--tests") ? buildTests() : buildConsole());
