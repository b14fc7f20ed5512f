import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import type { PlantedFault } from "../world.ts"
import { canaryRegister } from "./canary-register.ts"
import { failsAlways, lookUpOnPage, namesFor, playWalk } from "./canary-story.ts"
import { canaryWorld, escapedFrom, visitor } from "./canary-world.ts"

describe("a canary that escapes is found", () => {
  it("in the text, the HTML and the calendar of a mail, and in a Slack channel", async () => {
    const canary = canaryWorld(
      {
        in: "alert-parties",
        describe: "names an order where the law belongs",
        handler: (handler) => (event, context) =>
          handler(JSON.parse(JSON.stringify(event).replaceAll("Ontario FIPPA s. 40.1", "Order LL-7310000")), context),
      },
      { hasSlack: true },
    )
    await playWalk(canary)
    const places = ["text of a mail to", "HTML of a mail to", "calendar of a mail to", "Slack channel of"]
    expect(escapedFrom(canary)).toEqual(
      expect.arrayContaining(places.map((place) => `orderReference of leafline is in the ${place} leafline`)),
    )
  })

  it("in the ledger, if the address of a visitor on the hub's page is stored", async () => {
    const canary = canaryWorld(storesAddresses())
    await lookUpOnPage(canary, await playWalk(canary))
    expect(escapedFrom(canary)).toContain(`visitor.address of ${visitor} is in the table Disclosures`)
  })

  it("in a webhook, if another party's event is posted there", async () => {
    const canary = canaryWorld({
      in: "deliver-webhook",
      describe: "posts to another party",
      post: (post) => (message) => post({ ...message, url: message.url.replace("northpost", "leafline") }),
    })
    await playWalk(canary)
    expect(escapedFrom(canary)).toContain("accessorToken of northpost is in the webhook of leafline")
  })

  it("in the header of a webhook", async () => {
    const canary = canaryWorld({
      in: "deliver-webhook",
      describe: "sends an order number in a header",
      post: (post) => (message) => post({ ...message, headers: { ...message.headers, "x-order": "LL-7310000" } }),
    })
    await playWalk(canary)
    expect(escapedFrom(canary)).toContain("orderReference of leafline is in the webhook of northpost")
  })

  it("in a row, though a postal code comes up in hashes by chance", () => {
    const register = canaryRegister([])
    register.note("leafline", [{ path: "data.postalCode", value: "K1N 0E7" }])
    const hash = `{"hash":"q3ZvXk1N0e7Wm9_tRb2LsY"}`
    expect(register.escapes("rests", hash)).toEqual([])
    for (const row of ['{"pk":"k1n0e7"}', '{"pk":"PARCEL#K1N0E7"}', '{"to":"Ottawa K1N-0E7"}'])
      expect(register.escapes("rests", row)).toEqual(["data.postalCode of leafline"])
  })

  it("in the name and in the content of a document", async () => {
    for (const changed of [{ name: "LL-7310000.pdf" }, { content: Buffer.from("a note about LL-7310000") }]) {
      const canary = canaryWorld({
        in: "draw-document",
        describe: "writes an order number into a document",
        stores: (stores) => ({
          ...stores,
          documentFiles: {
            ...stores.documentFiles,
            write: (file) => stores.documentFiles.write({ ...file, ...changed }),
          },
        }),
      })
      const shipped = await playWalk(canary)
      const route = canary.deskRoutes.find(({ method, path }) => method === "POST" && path.endsWith("/documents"))
      if (route === undefined) throw new Error("there is no route for documents")
      const { caseAlias } = namesFor(canary, "leafline", shipped)
      await canary.callDesk("leafline", route, { caseAlias: String(caseAlias) }, { format: "json" })
      expect(escapedFrom(canary)).toEqual(["orderReference of leafline is in a document"])
    }
  })

  it("in the dead letters of a queue behind the gate", async () => {
    const canary = canaryWorld(failsAlways("deliver-webhook"))
    await playWalk(canary)
    canary.world.inject("deliver-webhook", "a note about LL-7310000")
    await canary.settle()
    expect(escapedFrom(canary)).toEqual(["orderReference of leafline is in the queue of deliver-webhook"])
  })
})

const asked = z.looseObject({ requestContext: z.looseObject({ http: z.looseObject({ sourceIp: z.string() }) }) })

/** The ledger names the network of a visitor by its address. */
function storesAddresses(): PlantedFault {
  let address = ""
  return {
    in: "look-up-shipment",
    describe: "stores the address of a visitor",
    handler: (handler) => (event, context) => {
      address = asked.parse(event).requestContext.http.sourceIp
      return handler(event, context)
    },
    stores: (stores) => {
      const { disclosures } = stores
      return {
        ...stores,
        disclosures: {
          ...disclosures,
          append: (item) => disclosures.append({ ...item, network: `network#${address}` }),
        },
      }
    },
  }
}
