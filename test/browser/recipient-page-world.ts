import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { moreOfParcel } from "../../shared/pages/recipient/more-of-parcel.ts"
import type { MoreOfParcel } from "../../shared/pages/recipient/parcel-page.ts"
import { recipientPageRoutes, refusedPage } from "../../shared/pages/recipient/recipient-page-routes.ts"
import { partyIn, seen, servedWorld } from "../desk/breach-world.ts"
import { countedStreams } from "../desk/counted-streams.ts"
import { caller } from "../desk/desk-caller.ts"
import { memoryBreachCases } from "../desk/memory-stores.ts"
import { anAccess, leaflineReference, linkToken } from "../watch/lookups/access-world.ts"
import { worldWithParcels } from "../watch/lookups/lookup-world.ts"
import { servePages } from "./page-server.ts"

/** The address of a page of another site that sends the form, and of one that shows the page in a frame. */
export const foreign = { form: "/foreign-form", frame: "/foreign-frame" }

const foreignPages = {
  [foreign.form]: (origin: string) =>
    `<form method="post" action="${origin}/t"><input name="retailer" value="Leafline"><button>Win a prize</button></form>`,
  [foreign.frame]: (origin: string) => `<iframe src="${origin}/t" title="framed"></iframe>`,
}

/** A shipment of the discreet retailer that a stranger saw, and of which people were notified. */
export const affected = { shipmentId: "shp_leaf2", ...linkToken("leafline-2") }

/** What the breach that is played says of a shipment. */
const seenThere = seen(1)

/**
 * The recipient's page over stores in memory, on a port of this machine. There are one parcel of each retailer, and one
 * that was seen in a breach.
 */
export async function recipientPageWorld() {
  const world = await worldWithParcels()
  await world.ship("leafline", {
    shipmentId: affected.shipmentId,
    orderReference: leaflineReference(48_214),
    trackingNumber: "NP4021887305CA",
    linkTokenDigest: affected.linkTokenDigest,
    createdAt: "2026-10-29T14:00:00.000Z",
  })
  await world.progress("NP4021887305CA", true, "2026-10-31T15:00:00.000Z")
  await world.report([anAccess(48_214, { at: seenThere.at, fields: [...seenThere.fields] })])
  // The carrier counted all lookups, as in the breach: else nobody knows that nothing more was shown.
  const reader = {
    ...world,
    streams: countedStreams(["northpost"], async () => {}),
    cases: memoryBreachCases(),
    laws: lawCatalogue,
    clock: world.now,
  }
  const handler = httpPipeline({
    routes: recipientPageRoutes({
      lookUpShipment: (lookup) => world.lookUpShipment()(lookup),
      moreOfParcel: async (opened, language) => {
        const more = await moreOfParcel(reader, opened, language)
        const isAffected = opened.records.some(({ shipmentId }) => shipmentId === affected.shipmentId)
        return isAffected ? { ...more, ...(await noticesOfBreach(language)) } : more
      },
    }),
    answerRefusal: refusedPage,
    telemetry: world.telemetry,
    clock: world.now,
  })
  return { world, server: await servePages(handler, foreignPages) }
}

/** What people were notified of in a breach that is played through the breach desk when a page first shows it. */
async function noticesOfBreach(language: DocumentLanguage): Promise<Pick<MoreOfParcel, "notices" | "isShown">> {
  breach ??= playBreach()
  const { reader, records } = await breach
  const { notices = [], isShown } = await moreOfParcel(reader, { records, proof: "linkToken", proven: true }, language)
  if (notices.length === 0 || isShown === undefined) throw new Error("Nobody was notified of the breach.")
  return { notices, isShown }
}

let breach: ReturnType<typeof playBreach> | undefined

async function playBreach() {
  const world = await servedWorld(3)
  await caller(world)("leafline", "POST", `/v1/cases/${partyIn(world, "leafline").alias}/receipts`, {
    method: "email",
    notifiedAt: "2026-11-01T14:09:00.000Z",
    recipients: { kind: "shipmentIds", shipmentIds: ["s1"] },
  })
  const [records = []] = await world.records.find([{ by: "shipmentId", retailerId: "leafline", shipmentId: "s1" }])
  return { reader: { ...world, parties: world.directory, laws: lawCatalogue }, records }
}
