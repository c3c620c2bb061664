import { readFileSync } from "node:fs";
import { memoryPages, validateXML } from "xmllint-wasm";

const schema = readFileSync(new URL("junit.xsd", import.meta.url), "utf8");

/** What libxml2 has against a document by test/support/junit.xsd. */
export async function junitErrors(text: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: { fileName: "junit.xml", contents: text },
    schema: { fileName: "junit.xsd", contents: schema },
    maxMemoryPages: memoryPages.GiB,
  });
  return errors.map(({ message }) => message);
}

/** The attributes of every element of one name, as they stand in the text. */
export const elements = (text: string, name: string): readonly Readonly<Record<string, string>>[] =>
  [...text.matchAll(new RegExp(`<${name}((?: [\\w-]+="[^"]*")*)/?>`, "g"))].map(([, attributes = ""]) =>
    Object.fromEntries(
      [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    ),
  );
