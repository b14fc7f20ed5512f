import * as z from "zod"
import { readComparison, readView } from "../../../shared/desk/documents/read-view.ts"
import type { TimelineEntry } from "../../../shared/desk/timeline.ts"
import { partyIn, servedWorld, type WorldOptions } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const openedSchema = z.object({ viewId: z.string(), endsAt: z.string(), link: z.string() })
const viewsSchema = z.object({
  views: z.array(z.looseObject({ viewId: z.string(), state: z.string() })),
  parties: z.array(z.object({ caseAlias: z.string(), kind: z.string(), alias: z.string().optional() })),
  askedBy: z.array(z.looseObject({})),
})

/** A case of Leafline and Northpost, with ways to open views of it and to read them. */
export async function viewWorld(options: WorldOptions = {}) {
  const world = await servedWorld(3, options)
  const call = caller(world)
  const path = (partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}/views`
  const asked = { step: "open", regulator: "OPC", days: 30, language: "en" }
  return {
    world,
    call,
    path,
    asked,
    send: (partyId: string, body: object, keyed = call) => keyed(partyId, "POST", path(partyId), body),
    /** Opens a view of a party, and returns its token. @param beside id of the other party */
    async open(partyId: string, { beside, ...of }: { beside?: string; regulator?: string; days?: number } = {}) {
      const named = beside === undefined ? {} : { beside: partyIn(world, beside).alias }
      const answer = await call(partyId, "POST", path(partyId), { ...asked, ...of, ...named })
      const opened = openedSchema.parse(answer.json)
      return { ...opened, token: opened.link.split("#")[1] ?? "" }
    },
    revoke: (partyId: string, viewId: string) => call(partyId, "POST", path(partyId), { step: "revoke", viewId }),
    list: async (partyId: string) => viewsSchema.parse((await call(partyId, "GET", path(partyId))).json),
    read: (token: string) => readView(world.desk, token, "en"),
    readComparison: (one: string, other: string) => readComparison(world.desk, [one, other], "en"),
    /** The entries of a party's timeline about views. */
    entries: (partyId: string): TimelineEntry[] =>
      world
        .rowsOf("timeline")
        .flatMap(({ copies }) => copies.flatMap((copy) => (copy.partyId === partyId ? [copy.entry] : [])))
        .filter(({ type }) => type.startsWith("RegulatorView")),
  }
}
