import { readFileSync } from "node:fs";
import { type InspectorNotification, type Runtime, Session } from "node:inspector";
import { SourceMap, type SourceMapPayload } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceLine } from "../../audit/report.ts";
import type { WrittenLine } from "../../core/drive.ts";
import { lineText, PACKAGE_URL, shortPath } from "./places.ts";

interface Script {
  readonly url: string;
  readonly map: string;
}
interface Place {
  readonly url: string;
  /** 0-based */
  readonly line: number;
}

/** The name under which a function is handed to the inspector. */
const HANDLE = "__innate_located__";

/** Every script that the engine has parsed, by its id. */
function scriptsOf(session: Session): ReadonlyMap<string, Script> {
  const scripts = new Map<string, Script>();
  const note = ({ params }: InspectorNotification<{ scriptId: string; url: string; sourceMapURL?: string }>) => {
    scripts.set(params.scriptId, { url: params.url, map: params.sourceMapURL ?? "" });
  };
  session.on("Debugger.scriptParsed", note);
  session.post("Debugger.enable");
  session.post("Debugger.disable");
  session.off("Debugger.scriptParsed", note);
  return scripts;
}

function internalProperties(session: Session, objectId: string): readonly Runtime.InternalPropertyDescriptor[] {
  let found: readonly Runtime.InternalPropertyDescriptor[] = [];
  session.post("Runtime.getProperties", { objectId, ownProperties: true }, (_, result) => {
    found = result?.internalProperties ?? [];
  });
  return found;
}

/** Where the engine parsed a function: the id of its script and the place in it, both 0-based. */
function functionLocation(
  session: Session,
  definition: object,
): Record<"scriptId" | "lineNumber" | "columnNumber", unknown> | undefined {
  Reflect.defineProperty(globalThis, HANDLE, { value: definition, configurable: true });
  try {
    let objectId: string | undefined;
    session.post("Runtime.evaluate", { expression: `this.${HANDLE}` }, (_, result) => {
      objectId = result?.result.objectId;
    });
    for (let depth = 0; objectId !== undefined && depth < 8; depth++) {
      const properties = internalProperties(session, objectId);
      const location: unknown = properties.find(({ name }) => name === "[[FunctionLocation]]")?.value?.value;
      if (location !== null && typeof location === "object")
        return {
          scriptId: Reflect.get(location, "scriptId"),
          lineNumber: Reflect.get(location, "lineNumber"),
          columnNumber: Reflect.get(location, "columnNumber"),
        };
      objectId = properties.find(({ name }) => name === "[[TargetFunction]]")?.value?.objectId;
    }
    return undefined;
  } finally {
    Reflect.deleteProperty(globalThis, HANDLE);
  }
}

const maps = new Map<string, { readonly map: SourceMap; readonly url: string } | undefined>();

function sourceMapOf({ url, map }: Script): { readonly map: SourceMap; readonly url: string } | undefined {
  if (maps.has(url)) return maps.get(url);
  let found: { readonly map: SourceMap; readonly url: string } | undefined;
  try {
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(map)?.[1];
    const mapUrl = inline === undefined ? new URL(map, url).href : url;
    const text =
      inline === undefined ? readFileSync(fileURLToPath(mapUrl), "utf8") : Buffer.from(inline, "base64").toString();
    const payload: SourceMapPayload = JSON.parse(text);
    found = { map: new SourceMap(payload), url: mapUrl };
  } catch {
    // A map that is gone or unreadable: the script itself is shown.
  }
  maps.set(url, found);
  return found;
}

/** The place in the source that a script was made from; the place in the script where there is no map. */
function inSource(script: Script, line: number, column: number): Place {
  const source = script.map === "" ? undefined : sourceMapOf(script);
  const entry = source?.map.findEntry(line, column);
  if (source === undefined || entry === undefined || !("originalSource" in entry)) return { url: script.url, line };
  return { url: new URL(entry.originalSource, source.url).href, line: entry.originalLine };
}

const written = (url: string): string =>
  url.startsWith(`${PACKAGE_URL}src/`)
    ? relative(fileURLToPath(PACKAGE_URL), fileURLToPath(url)).replaceAll("\\", "/")
    : shortPath(url);

const isWritten = (definition: object): definition is WrittenLine =>
  typeof definition !== "function" && "file" in definition && "line" in definition && "text" in definition;

/**
 * A function from a term's definition to the line where it stands in its source, or undefined where the engine does not say.
 *
 * It asks the engine that parsed the file, so a term that is imported, composed or made by a call is found where it was written.
 * Files are relative to the working directory, those of the package to its folder.
 */
export function createLocate(): (definition: object) => SourceLine | undefined {
  const known = new WeakMap<object, SourceLine>();
  let scripts: ReadonlyMap<string, Script> = new Map();
  return (definition) => {
    if (isWritten(definition)) return definition;
    const before = known.get(definition);
    if (before !== undefined) return before;
    const session = new Session();
    try {
      session.connect();
      const location = functionLocation(session, definition);
      if (location === undefined) return undefined;
      const id = String(location.scriptId);
      if (!scripts.has(id)) scripts = scriptsOf(session);
      const script = scripts.get(id);
      if (script === undefined || !script.url.startsWith("file:")) return undefined;
      const { url, line } = inSource(script, Number(location.lineNumber), Number(location.columnNumber));
      const found = { file: written(url), line: line + 1, text: lineText(url, line + 1) };
      known.set(definition, found);
      return found;
    } catch {
      return undefined; // a Node built without the inspector
    } finally {
      session.disconnect();
    }
  };
}
