import { beforeAll, describe, expect, it } from "@jest/globals"
import { deskOf } from "../../infra/local/example-2018/desk-client.ts"
import { partiesFile } from "../../infra/local/host-environment.ts"
import type { PartyMessage } from "../../infra/local/replay/deployed-exchange.ts"
import type { RawParcel } from "../../infra/local/replay/parcel.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { breachAlertAcknowledged } from "../../shared/base/contracts/breach-alert-acknowledged.ts"
import type { TrackingAccess } from "../../shared/base/contracts/tracking-accessed.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import type { LocalExchange } from "./local-exchange.ts"
import { mailboxOf, readMailbox } from "./mailbox.ts"
import { leafline, type Senders } from "./senders.ts"
import { fieldsShown, walkerAccess } from "./walker-access.ts"

/** A walk in the carrier's own tool, from the reported lookups to an acknowledged alert. */
export function breachSuite(local: () => LocalExchange, send: () => Senders): void {
  describe("a walk through order numbers in the carrier's own tool", () => {
    const walked = 8
    let parcels: RawParcel[]
    let opened: { leafline: PartyMessage; northpost: PartyMessage }
    let mailbox: string

    const accessOf = (parcel: RawParcel, index: number) => walkerAccess(parcel, index, 9)
    const recipientOf = (parcel: RawParcel, index: number): TrackingAccess => ({
      ...accessOf(parcel, index),
      accessId: `own-${index}`,
      accessor: { kind: "raw", ip: `192.0.2.${index + 1}`, account: `account-${index}` },
      accessorToken: `tok_recipient${index}`,
      proof: "account",
    })

    beforeAll(async () => {
      mailbox = await mailboxOf(local(), "leafline")
      parcels = Array.from({ length: walked }, (_, index) => send().parcel(1_300_001 + index))
      await send().publish(...parcels.map((parcel) => send().created(parcel)))
      await whenQueuesAreEmpty(local().exchange, 30, /RecordShipment/)
      await send().publish(
        send().accessed(
          parcels.slice(0, 4).flatMap((parcel, index) => [accessOf(parcel, index), recipientOf(parcel, index)]),
        ),
      )
      await whenQueuesAreEmpty(local().exchange, 30)
      await send().publish(send().accessed(parcels.slice(4).map((parcel, index) => accessOf(parcel, index + 4))))
      const ofTool = ({ data }: PartyMessage): boolean => data["tool"] === "observed:northpost"
      opened = {
        leafline: await local().received("leafline", "BreachCaseOpened", ofTool),
        northpost: await local().received("northpost", "BreachCaseOpened", ofTool),
      }
      await whenQueuesAreEmpty(local().exchange, 30)
    }, 120_000)

    const caseAs = async (partyId: "leafline" | "northpost" | "maplebooks", alias: unknown): Promise<Response> =>
      fetch(`${local().exchange.apiUrl}/v1/cases/${String(alias)}`, {
        headers: { authorization: `Bearer ${await local().sign(partyId)}` },
      })

    it("names the lookups and the accessor to the carrier by its own ids", async () => {
      const { data } = await local().received(
        "northpost",
        "AccessAnomalyDetected",
        (one) => one.data["tool"] === "observed:northpost" && one.data["severity"] === "alert",
      )
      expect(data).toMatchObject({ accessorTokens: ["tok_walker"] })
      expect(data["accessIds"]).toEqual(expect.arrayContaining(["walk-4"]))
      const restricted = await local().received("northpost", "AccessorRestricted")
      expect(restricted.data).toMatchObject({ accessorTokens: ["tok_walker"], reason: "anomaly" })
    })

    it("opens one case with an alias for each party, and alerts no other retailer", async () => {
      expect(opened.leafline.data["caseAlias"]).not.toBe(opened.northpost.data["caseAlias"])
      for (const partyId of ["leafline", "northpost"] as const) {
        const alerts = local()
          .inbox(partyId)
          .filter(({ detailType, data }) => detailType === "BreachCaseOpened" && data["tool"] === "observed:northpost")
        expect(new Set(alerts.map(({ metadata }) => metadata.id)).size).toBe(1)
      }
      await local().exchange.receive("maplebooks")
      expect(
        local()
          .inbox("maplebooks")
          .filter(({ detailType }) => detailType.startsWith("Breach")),
      ).toEqual([])
    })

    it("counts exactly what the walker saw as exposed, and nothing that recipients saw", async () => {
      const rows = await local().exchange.rows("BreachCases")
      const exposures = rows.filter((row) => row["type"] === "exposure" && isOfTool(row))
      expect(exposures.map((row) => row["shipmentId"]).sort()).toEqual(parcels.map((one) => one.shipmentId).sort())
      for (const exposure of exposures) expect(exposure["fields"]).toEqual(expect.arrayContaining([...fieldsShown]))
      const response = await caseAs("leafline", opened.leafline.data["caseAlias"])
      expect(response.status).toBe(200)
    })

    it("mails the retailer's contacts without references of orders or shipments", async () => {
      const mails = await readMailbox(local(), mailbox)
      expect(mails.length).toBeGreaterThan(0)
      for (const { orderReference, shipmentId } of parcels) {
        expect(mails.join("\n")).not.toContain(orderReference)
        expect(mails.join("\n")).not.toContain(shipmentId)
      }
    })

    it("forwards the retailer's acknowledgement to the carrier, and shows it in the case", async () => {
      const at = new Date().toISOString()
      await send().publish(
        breachAlertAcknowledged.entry({
          source: leafline,
          busName: local().exchange.ingressBusName,
          data: { caseAlias: String(opened.leafline.data["caseAlias"]), at },
          metadata: send().metadata(at),
        }),
      )
      const forwarded = await local().received(
        "northpost",
        "BreachAlertAcknowledged",
        ({ data }) => data["caseAlias"] === opened.northpost.data["caseAlias"],
      )
      expect(forwarded.data).toMatchObject({ actor: { kind: "retailer" } })
      expect(forwarded.body).not.toContain("Leafline")
      const view = await (await caseAs("leafline", opened.leafline.data["caseAlias"])).text()
      expect(view).toContain(at)
    })

    it("is drawn as a document, which anybody with its link can read, and nobody with a changed link", async () => {
      const party = readParties(partiesFile).find(({ id }) => id === "leafline")
      if (party === undefined) throw new Error("there is no such party")
      const desk = deskOf({ exchange: local().exchange, sign: local().sign }, party)
      const alias = String(opened.leafline.data["caseAlias"])
      expect(await desk.dossier(alias)).toMatchObject({ caseAlias: alias, party: "leafline" })
      const link = await desk.linkTo(alias, { format: "json" })
      expect((await fetch(link)).status).toBe(200)
      expect((await fetch(link.replace(`${alias}/`, `${alias}/another-`))).status).toBe(403)
      expect((await fetch(link.replace(/\?.*$/, ""))).status).toBe(403)
    })

    it("is not found by other parties or under another party's alias", async () => {
      expect((await caseAs("maplebooks", opened.leafline.data["caseAlias"])).status).toBe(404)
      expect((await caseAs("northpost", opened.leafline.data["caseAlias"])).status).toBe(404)
    })
  })
}

function isOfTool(row: Record<string, unknown>): boolean {
  return Array.isArray(row["tools"]) && row["tools"].includes("observed:northpost")
}
