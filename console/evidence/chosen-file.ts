import { type DeclaredFile, evidenceTypeOf, mostEvidenceBytes } from "./evidence-type.ts"

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
export async function declarationOf(caseAlias: string, file: File): Promise<{ key: string; declared: DeclaredFile }> {
  const { name, size: bytes } = file
  const contentType = evidenceTypeOf(name)
  if (contentType === undefined) throw new Error("The file is of a type that is not taken")
  const declared = { name, contentType, bytes, sha256: await sha256(await file.arrayBuffer()) }
  const key = await sha256(new TextEncoder().encode(JSON.stringify([caseAlias, declared])))
  return { key, declared }
}
