import { strFromU8, unzipSync } from "fflate"

/** The texts in a DOCX, which is a zip file of XML, by path. */
export function openedDocx(content: Uint8Array): ReadonlyMap<string, string> {
  return new Map(Object.entries(unzipSync(content)).map(([path, part]) => [path, strFromU8(part)]))
}

/** The elements of this name, each with what is in it. */
export const elementsOf = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}[ >].*?</${name}>`, "gs"))].map(([element]) => element)

/** What a person reads in an element. */
export const textIn = (xml: string): string =>
  elementsOf(xml.replaceAll(/<w:br\/>/g, "<w:t>\n</w:t>"), "w:t")
    .join("")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&apos;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
