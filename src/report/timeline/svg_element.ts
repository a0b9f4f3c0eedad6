import { printable } from "../../result/format.ts";
import { cut } from "../width.ts";

/** The attributes of an element; numbers are pixels. */
export type Attributes = Readonly<Record<string, string | number>>;

/** An XML element; its children are elements, or one text of {@linkcode escapeXml}. */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes).map(([key, value]) =>
    ` ${key}="${typeof value === "number" ? Number(value.toFixed(2)) : escapeXml(value)}"`
  ).join("");
  if (children.length === 0) return `<${name}${written}/>`;
  return `<${name}${written}>${children.join("\n")}</${name}>`;
}

/** A line of text, cut to that many columns. */
export function label(text: string, attributes: Attributes, columns = Infinity): string {
  return element("text", attributes, escapeXml(cut(printable(text), columns)));
}

/** A text as XML has it: no markup, and no character that XML cannot hold. */
export function escapeXml(text: string): string {
  return text.toWellFormed().replaceAll(/[\ufffe\uffff]/g, "\ufffd")
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" },
};
