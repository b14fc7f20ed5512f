import { type EvidenceFile, evidenceEndings, mostEvidenceBytes } from "../../shared/breach-desk/evidence-file.ts"

/** Other ways to end a name. */
const otherEndings: Readonly<Record<string, string>> = { jpeg: "jpg", log: "txt", text: "txt" }

/** What a file is, by its name. The browser's own guess depends on the computer. */
export function evidenceTypeOf(name: string): EvidenceFile["contentType"] | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ""
  const wanted = otherEndings[ending] ?? ending
  return evidenceTypes.find((type) => evidenceEndings[type] === wanted)
}

const isType = (type: string): type is EvidenceFile["contentType"] => Object.hasOwn(evidenceEndings, type)
const evidenceTypes = Object.keys(evidenceEndings).filter(isType)

/** Names that a person can choose among, for the browser's own dialog. */
export const acceptedEndings = [...Object.values(evidenceEndings), ...Object.keys(otherEndings)]
  .map((ending) => `.${ending}`)
  .join(",")

/** Why a file cannot be added. */
export type FileFault = "empty" | "tooLarge" | "otherType" | "name"

/** What keeps a file from being added, if anything. */
export function faultOf({ name, size }: Pick<File, "name" | "size">): FileFault | undefined {
  if (size === 0) return "empty"
  if (size > mostEvidenceBytes) return "tooLarge"
  if (name.length > 200) return "name"
  return evidenceTypeOf(name) === undefined ? "otherType" : undefined
}

const hexOf = (bytes: ArrayBuffer) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0"))

/** SHA-256 in hexadecimal. */
async function sha256(content: BufferSource): Promise<string> {
  return hexOf(await crypto.subtle.digest("SHA-256", content)).join("")
}

/**
 * What is declared of a file, and the id of the command that declares it. The same file in the same case has the same
 * id, so whoever tries again after a failure goes on with it.
 */
export async function declarationOf(caseAlias: string, file: File): Promise<{ key: string; declared: EvidenceFile }> {
  const { name, size: bytes } = file
  const contentType = evidenceTypeOf(name)
  if (contentType === undefined) throw new Error("The file is of a type that is not taken")
  const declared = { name, contentType, bytes, sha256: await sha256(await file.arrayBuffer()) }
  const key = await sha256(new TextEncoder().encode(JSON.stringify([caseAlias, declared])))
  return { key, declared }
}
