import { getDocument, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs"

/**
 * A text without its spaces, and where it stands in the structure tree, such as `Table/TR/TD`. The reader of PDF leaves
 * out the spaces at the ends of lines.
 */
export type Said = { readonly path: string; readonly text: string }

export type OpenedPage = {
  /** What a screen reader reads, in its order. */
  readonly said: readonly Said[]
  /** Text that is in no element, and no artifact. */
  readonly outside: readonly string[]
  /** The smallest letters of what is said, in points. */
  readonly smallest: number
  /** The share of the page above the last line of what is said. */
  readonly filled: number
}

export type OpenedPdf = {
  readonly pages: readonly OpenedPage[]
  readonly title: unknown
  readonly language: unknown
  readonly metadata: ReadonlyMap<string, unknown>
}

export const withoutSpaces = (text: string): string => text.replace(/\s+/g, "")

/** Reads a PDF as a screen reader does. */
export async function openedPdf(bytes: Uint8Array): Promise<OpenedPdf> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
  const file = await task.promise
  const { info, metadata } = await file.getMetadata()
  const pages: OpenedPage[] = []
  for (let number = 1; number <= file.numPages; number++) pages.push(await openedPage(await file.getPage(number)))
  await task.destroy()
  const named = new Map(Object.entries(info))
  return {
    pages,
    title: named.get("Title"),
    language: named.get("Language"),
    metadata: new Map(metadata === null ? [] : [...metadata]),
  }
}

const artifact = "Artifact"
type Contents = ReadonlyMap<string, string>

async function openedPage(page: PDFPageProxy): Promise<OpenedPage> {
  const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true })
  const contents = new Map<string, string>()
  const outside: string[] = []
  const letters: { readonly size: number; readonly y: number }[] = []
  let open: string | undefined
  for (const item of items) {
    if ("type" in item) {
      const isArtifact = "tag" in item && item.tag === artifact
      open = item.type === "endMarkedContent" ? undefined : isArtifact ? artifact : item.id
    } else if (open === undefined) {
      outside.push(item.str)
    } else if (open !== artifact) {
      contents.set(open, (contents.get(open) ?? "") + item.str)
      if (item.str.trim() !== "") letters.push({ size: item.height, y: item.transform[5] })
    }
  }
  const height = page.view[3] ?? 0
  return {
    said: saidBy(await page.getStructTree(), "", contents),
    outside,
    smallest: Math.min(...letters.map(({ size }) => size)),
    filled: 1 - Math.min(...letters.map(({ y }) => y)) / height,
  }
}

type Node = Awaited<ReturnType<PDFPageProxy["getStructTree"]>>

/** The texts below an element. The whole file and its parts are not in their paths. */
function saidBy(node: Node, path: string, contents: Contents): Said[] {
  const texts: string[] = []
  const below = node.children.flatMap((child) => {
    if ("role" in child) {
      const inner = ["Root", "Document", "Part"].includes(child.role) ? path : [path, child.role].join("/")
      return saidBy(child, inner, contents)
    }
    if (child.type === "content") texts.push(contents.get(child.id) ?? "")
    return []
  })
  const text = withoutSpaces(texts.join(""))
  return [...(texts.length === 0 ? [] : [{ path: path.slice(1), text }]), ...below]
}
