import type { Cursor } from "./cursor.ts";
import type { System } from "./syntax.ts";

/** Reads system … endsystem, which says how modules run beside one another; || binds weakest, then |||, then |[a,b]|. */
export function parseSystem(cursor: Cursor): System {
  if (cursor.peek().kind === "string")
    return cursor.unsupported(cursor.peek().at, "a system with a name", "one system … endsystem is");
  const system = parseFull(cursor);
  cursor.expect("endsystem", "after what runs beside one another");
  return system;
}

function parseFull(cursor: Cursor): System {
  let left = parseInterleaved(cursor);
  while (cursor.at("||")) {
    const { at } = cursor.next();
    left = { kind: "parallel", at, left, right: parseInterleaved(cursor), labels: "common" };
  }
  return left;
}

function parseInterleaved(cursor: Cursor): System {
  let left = parseOnSome(cursor);
  while (cursor.at("|||")) {
    const { at } = cursor.next();
    left = { kind: "parallel", at, left, right: parseOnSome(cursor), labels: new Set() };
  }
  return left;
}

function parseOnSome(cursor: Cursor): System {
  let left = parseChanged(cursor);
  while (cursor.at("|")) {
    const { at } = cursor.next();
    cursor.expect("[", "before the labels on which modules go in step (or || or |||)");
    const labels = parseLabels(cursor, "]");
    cursor.expect("|", 'after "]"');
    left = { kind: "parallel", at, left, right: parseChanged(cursor), labels };
  }
  return left;
}

function parseLabels(cursor: Cursor, end: string): ReadonlySet<string> {
  const labels = new Set<string>();
  do labels.add(cursor.name("an action label").text);
  while (cursor.take(","));
  cursor.expect(end, "after the labels");
  return labels;
}

function parseRenames(cursor: Cursor): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  do {
    const { text } = cursor.name("an action label");
    cursor.expect("<", 'after a label that is renamed ("<-")');
    cursor.expect("-", 'after a label that is renamed ("<-")');
    renames.set(text, cursor.name("an action label").text);
  } while (cursor.take(","));
  cursor.expect("}", "after the labels");
  return renames;
}

/** Reads a module with labels hidden (M / {a}) or renamed (M {a <- b}). */
function parseChanged(cursor: Cursor): System {
  let of = parseOne(cursor);
  for (;;) {
    const { at } = cursor.peek();
    if (cursor.take("/")) {
      cursor.expect("{", "before the labels that are hidden");
      of = { kind: "hide", at, of, labels: parseLabels(cursor, "}") };
    } else if (cursor.take("{")) of = { kind: "rename", at, of, renames: parseRenames(cursor) };
    else return of;
  }
}

function parseOne(cursor: Cursor): System {
  if (cursor.take("(")) {
    const inner = parseFull(cursor);
    cursor.expect(")", "to close a parenthesis");
    return inner;
  }
  const { text: name, at } = cursor.name("a module");
  return { kind: "module", name, at };
}
