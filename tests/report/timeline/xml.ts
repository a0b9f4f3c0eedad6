/** An element of a document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

const TEXT = String.raw`(?:[^<&"]|&(?:amp|lt|gt|quot);)*`;
const TOKEN = new RegExp(
  String.raw`<(?<open>\w+)(?<attributes>(?: [\w:-]+="${TEXT}")*)(?<empty>/?)>|</(?<close>\w+)>|` +
    String.raw`(?<text>(?:[^<&]|&(?:amp|lt|gt|quot);)+)`,
  "y",
);

/**
 * Reads a document of elements, attributes and text, which is all of XML that a drawing has.
 *
 * @throws {Error} where it is not well-formed
 */
export function parseXml(document: string): XmlElement {
  // deno-lint-ignore no-control-regex
  const stray = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/.exec(document);
  if (stray !== null || !document.isWellFormed()) {
    throw new Error("characters that XML cannot hold");
  }
  const root: XmlElement = { name: "", attributes: {}, children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(document)?.groups;
    const parent = open.at(-1);
    if (found === undefined || parent === undefined) {
      throw new Error(`no XML: ${document.slice(at, at + 80)}`);
    }
    if (found.text !== undefined) parent.children.push(unescape(found.text));
    else if (found.close !== undefined) {
      if (open.pop()?.name !== found.close) throw new Error(`</${found.close}> closes another`);
    } else {
      const pairs = [...(found.attributes ?? "").matchAll(/ ([\w:-]+)="([^"]*)"/g)];
      const attributes = Object.fromEntries(
        pairs.map(([, key, value = ""]) => [key, unescape(value)]),
      );
      if (Object.keys(attributes).length < pairs.length) throw new Error("an attribute twice");
      const element = { name: found.open ?? "", attributes, children: [] };
      parent.children.push(element);
      if (found.empty === "") open.push(element);
    }
  }
  const [first, ...others] = root.children.filter((child) =>
    typeof child !== "string" || child.trim()
  );
  if (open.length !== 1 || typeof first !== "object" || others.length > 0) {
    throw new Error("not one element");
  }
  return first;
}

/** An element and all that are in it. */
export function allElements(element: XmlElement): XmlElement[] {
  return [
    element,
    ...element.children.flatMap((child) => typeof child === "string" ? [] : allElements(child)),
  ];
}

/** The text in an element. */
export function textOf({ children }: XmlElement): string {
  return children.map((child) => typeof child === "string" ? child : textOf(child)).join("");
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
