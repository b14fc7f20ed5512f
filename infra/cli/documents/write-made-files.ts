import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { evidencePage, evidencePagePath } from "./evidence-page.ts"
import { documentsFolder, stageSchemas } from "./stage-schemas.ts"

const project = resolve(import.meta.dirname, "../../..")

/** Writes a file of the project, unless it says that already. */
export async function writeChanged(path: string, text: string): Promise<void> {
  const file = join(project, path)
  if ((await readFile(file, "utf8").catch(() => undefined)) === text) return
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

/** Makes the page of evidence packages, which the client has in a file that git ignores. */
export const writeEvidencePage = async (): Promise<void> => writeChanged(evidencePagePath, await evidencePage())

/** Makes the files that the client is built from and that git ignores: its page, and its types of the API. */
async function writeClientFiles(): Promise<void> {
  await writeEvidencePage()
  if (!canMakeAll()) return
  const [{ apiTypes, apiTypesPath }, { documentVersion }] = await Promise.all([
    import("./api-types.ts"),
    import("./generated-files.ts"),
  ])
  await writeChanged(apiTypesPath, await apiTypes(documentVersion))
}

/**
 * Makes the files that git ignores and that somebody reads, and deletes documents that are no longer made. Who only
 * deploys lacks the packages that make the OpenAPI document, and gets what a deployment needs.
 *
 * @returns what it made
 */
export async function writeMadeFiles(): Promise<string> {
  const documents = canMakeAll() ? await (await import("./generated-files.ts")).madeDocuments() : stageSchemas()
  for (const [path, text] of documents) await writeChanged(join(documentsFolder, path), text)
  for (const path of await readdir(join(project, documentsFolder), { recursive: true }))
    if (/\.(json|md)$/.test(path) && !documents.has(path)) await rm(join(project, documentsFolder, path))
  await writeClientFiles()
  return `${documents.size} documents in ${documentsFolder}, and what the client is built from`
}

const canMakeAll = (): boolean => ["zod-openapi", "openapi-typescript"].every(isInstalled)

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name)
    return true
  } catch {
    return false
  }
}
