import * as z from "zod"
import type { DocumentFile } from "../../shared/desk/documents/document-files.ts"
import { type BreachWorld, partyIn } from "./breach-world.ts"
import type { caller } from "./desk-caller.ts"

const accepted = z.object({ documentUrl: z.string() })
const ready = z.looseObject({ link: z.object({ url: z.string() }) })

/**
 * Asks for a document of the one case, lets it be drawn, and follows its link.
 *
 * @param wish the whole dossier as JSON when absent
 */
export async function takeOut(
  world: BreachWorld,
  call: ReturnType<typeof caller>,
  partyId: string,
  wish: object = { format: "json" },
): Promise<DocumentFile & { text: string }> {
  const path = `/v1/cases/${partyIn(world, partyId).alias}/documents`
  const { documentUrl } = accepted.parse((await call(partyId, "POST", path, wish)).json)
  const { link } = ready.parse((await call(partyId, "GET", documentUrl)).json)
  const file = world.files.at(link.url)
  if (file === undefined) throw new Error("a link leads to no file")
  return { ...file, text: Buffer.from(file.content).toString("utf8") }
}
