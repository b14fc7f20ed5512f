import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { derivedId } from "../../../shared/base/contracts/envelope.ts"
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { canonicalJson } from "../../../shared/base/platform/canonical-json.ts"
import { queueAlerts } from "../../../shared/desk/alerts/queue-alerts.ts"
import { shipmentsAsCsv, shipmentsForMailMerge } from "../../../shared/desk/api/exposures-view.ts"
import { caseKeys } from "../../../shared/desk/cases/case-keys.ts"
import { letterToOne, mergeSlotNames, mergeSlots, partsOfLine } from "../../../shared/desk/dossier/merge-slots.ts"
import { countPending } from "../../../shared/desk/exposures/count-pending.ts"
import { occasionOfAnomaly } from "../../../shared/desk/opening/occasion.ts"
import { openOrJoin } from "../../../shared/desk/opening/open-case.ts"
import { sha256 } from "../../../shared/desk/timeline.ts"
import { partyIn, seen, shipParcel, soleCase, walkAnomaly } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { takeOut } from "../take-out.ts"
import { servedCase } from "./served-case.ts"

const notice = {
  id: "notice-ca-on-fippa-en",
  kind: "notice",
  title: "-",
  subtitle: "-",
  audience: "outgoing",
} as const

describe("the exposures of a case", () => {
  it("name each shipment by the reader's own references, and each export is recorded in the reader's timeline", async () => {
    const { world, call } = await servedCase()
    const retailer = await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}/exposures?format=csv`)
    expect(retailer.body.split("\r\n")[0]).toBe(
      "shipmentId,orderReference,fields,firstExposureAt,lastExposureAt,accessors,told,possible",
    )
    expect(retailer.body).toContain("s1,LL-0000001,")
    expect(retailer.body).not.toContain("NP000001CA")
    const carrier = await call(
      "northpost",
      "GET",
      `/v1/cases/${partyIn(world, "northpost").alias}/exposures?format=csv`,
    )
    expect(carrier.body).toContain("NP000001CA,")
    expect(carrier.body).not.toMatch(/LL-|leafline|s1,/)
    expect(JSON.stringify(world.cases.rows())).not.toMatch(/LL-0000001|NP000001CA/)
    const exports = world.rowsOf("timeline").filter((row) => row.entry.type === "ExposuresExported")
    expect(exports.map((row) => row.copies.map(({ partyId }) => partyId))).toEqual([["leafline"], ["northpost"]])
  })

  it("come in pages without losing or repeating one", async () => {
    const { world, call } = await servedCase(7)
    const base = `/v1/cases/${partyIn(world, "leafline").alias}/exposures`
    const page = z.object({
      exposures: z.array(z.looseObject({ shipmentId: z.string() })),
      salt: z.string(),
      next: z.string().optional(),
    })
    const readAll = async (limit: number) => {
      const found: z.output<typeof page>["exposures"] = []
      for (let path = `${base}?limit=${limit}`; ; ) {
        const { exposures, salt, next } = page.parse((await call("leafline", "GET", path)).json)
        found.push(...exposures)
        if (next === undefined) return { found, salt }
        path = `${base}?limit=${limit}&after=${next}`
      }
    }
    const { found, salt } = await readAll(3)
    expect(found.map(({ shipmentId }) => shipmentId)).toEqual(["s1", "s2", "s3", "s4", "s5", "s6", "s7"])
    const exported = () =>
      world.rowsOf("timeline").flatMap(({ entry }) => (entry.type === "ExposuresExported" ? [entry.data] : []))
    // The digest is of what the party got, whatever the pages. The salt is kept nowhere.
    const digest = found.reduce<string>((before, one) => sha256(canonicalJson([before, one])), salt)
    const [begun, listed] = [
      { format: "json", shipments: 7 },
      { format: "json", shipments: 7, digest },
    ]
    expect(exported()).toMatchObject([begun, listed])
    expect(await readAll(500)).toEqual({ found, salt })
    expect(exported()).toMatchObject([begun, listed, listed])
    expect(JSON.stringify(world.cases.rows())).not.toContain(salt)
    expect((await call("leafline", "GET", `${base}?limit=0`)).statusCode).toBe(400)
  })

  it("are noted once for each person, UTC day and list, however often they are read", async () => {
    const { world, call } = await servedCase(3)
    const path = `/v1/cases/${partyIn(world, "leafline").alias}/exposures`
    const read = async (person: string) => {
      await call(`leafline:${person}`, "GET", path)
      await call(`leafline:${person}`, "GET", path)
      return world.rowsOf("timeline").filter(({ entry }) => entry.type === "ExposuresExported").length
    }
    expect([await read("officer-anna"), await read("officer-bert")]).toEqual([1, 2])
    world.passSeconds(24 * 3_600)
    expect(await read("officer-anna")).toBe(3)
  })

  it("come as one CSV file in pages, each with the address of the next, and are exported once", async () => {
    const { world, call } = await servedCase(7)
    const path = `/v1/cases/${partyIn(world, "leafline").alias}/exposures`
    const whole = (await call("leafline", "GET", `${path}?format=csv`)).body
    const accepting = caller(world, { accept: "text/csv" })
    let [next, file, pages]: [string | undefined, string, number] = [`${path}?limit=3`, "", 0]
    while (next !== undefined) {
      const { headers, body } = await accepting("leafline", "GET", next)
      expect(headers["content-type"]).toBe("text/csv; charset=utf-8")
      next = /^<(\/v1\/[^>]+)>; rel="next"$/.exec(headers["link"] ?? "")?.[1]
      file += body
      pages += 1
    }
    expect([pages, file]).toEqual([3, whole])
    expect(file.split("\r\n")).toHaveLength(1 + 7 + 1)
    const first = await call("leafline", "GET", `${path}?format=csv&limit=6`)
    const last = /^<([^>]+)>; rel="next"$/.exec(first.headers["link"] ?? "")?.[1] ?? ""
    expect(first.body + (await call("leafline", "GET", last)).body).toBe(whole)
    const exported = world.rowsOf("timeline").filter((row) => row.entry.type === "ExposuresExported")
    const noted = { format: "csv", shipments: 7 }
    expect(exported.map(({ entry }) => entry.data)).toMatchObject([noted, noted, noted])
    expect((await call("leafline", "GET", `${path}?format=csv&limit=2001`)).statusCode).toBe(400)
    expect((await call("leafline", "GET", `${path}?limit=501`)).statusCode).toBe(400)
    const json = await call("leafline", "GET", `${path}?limit=3`)
    expect(json.headers["link"]).toContain(`after=${json.json["next"]}>; rel="next"`)
  })

  it.each(documentLanguages)(
    "come as the list for a mail merge, with the slots of the notices as columns (%s)",
    async (language) => {
      const { world, call } = await servedCase(3)
      const path = `/v1/cases/${partyIn(world, "leafline").alias}`
      const { headers, body } = await call(
        "leafline",
        "GET",
        `${path}/exposures?format=mailMerge&language=${language}&limit=2`,
      )
      expect(headers["content-disposition"]).toContain(`-mail-merge-${language}.csv`)
      const next = /^<([^>]+)>; rel="next"$/.exec(headers["link"] ?? "")?.[1] ?? ""
      const whole = `${body}${(await call("leafline", "GET", next)).body}`
      expect(whole.startsWith("\ufeff")).toBe(true)
      expect(whole.slice(1)).not.toContain("\ufeff")
      const [columns = "", first = "", ...others] = whole.slice(1).trimEnd().split("\r\n")
      expect(others).toHaveLength(2)
      expect(columns.split(",")).toEqual(mergeSlotNames.map((slot) => mergeSlots[slot][language]))
      const english = '^LL-0000001,,,,,,,was looked up on 1 November 2026,"Shown: the date of delivery, .*",WS-'
      const french = '^LL-0000001,,,,,,,a été consultée le 1er novembre 2026,"Affiché : la date de livraison, .*",WS-'
      expect(first).toMatch(new RegExp(language === "en" ? english : french))
      const slots = letterToOne({ ...notice, missing: [], sections: [], language }, "WS-1")
      for (const line of [...slots.address, ...slots.delivery])
        for (const part of partsOfLine(line)) if ("slot" in part) expect(columns.split(",")).toContain(part.slot)
      const documents = await call("leafline", "GET", `${path}/documents?language=${language}`)
      expect(documents.json["mailMergeUrl"]).toBe(`${path}/exposures?format=mailMerge&language=${language}`)
    },
  )

  it.each(["=1+1", "+1", "-1", "@A1", "\t=1", " =1", "\u00a0-1", "＝1", "＋1", "－1", "＠A1"])(
    "have no reference that a spreadsheet takes for a formula: %j",
    (orderReference) => {
      const party = { kind: "retailer", jurisdiction: { country: "CA", timeZone: "America/Toronto" } } as const
      const times = { firstExposureAt: "2026-11-01T14:00:00.000Z", lastExposureAt: "2026-11-01T14:00:00.000Z" }
      const row = { orderReference, fields: [] as [], ...times, accessors: 1, told: "no" } as const
      const whole = { isFirst: true, language: "en", code: "WS-1" } as const
      expect(shipmentsAsCsv(party, [row], whole).split("\r\n")[1]).toContain(`,'${orderReference},`)
      expect(shipmentsForMailMerge(party, [row], whole).split("\r\n")[1]?.indexOf(`'${orderReference},`)).toBe(0)
    },
  )

  it.each(["\n=1", "\r=1"])("have no formula after the end of a line in a reference: %j", (orderReference) => {
    const party = { kind: "retailer" } as const
    const times = { firstExposureAt: "2026-11-01T14:00:00.000Z", lastExposureAt: "2026-11-01T14:00:00.000Z" }
    const row = { orderReference, fields: [] as [], ...times, accessors: 1, told: "no" } as const
    expect(shipmentsAsCsv(party, [row], { isFirst: false })).toContain(`,"'${orderReference}",`)
  })

  it("come in short pages when reading takes long, and in empty ones when the rows are others'", async () => {
    const { world, call } = await servedCase(1)
    for (let number = 2; number <= 5; number++) {
      await shipParcel(world, "leafline", number)
      await world.disclosures.append(seen(number))
    }
    await world.settle()
    const { list } = world.desk.cases
    // Each row takes three seconds, and the first three are of another carrier.
    world.desk.cases.list = async function* (...given) {
      for await (const row of list(...given)) {
        world.passSeconds(row.type === "affected" ? 3 : 0)
        const isOthers = row.type === "affected" && /s[123]$/.test(row.recordId)
        yield isOthers ? { ...row, carrierId: "southpost" } : row
      }
    }
    const path = `/v1/cases/${partyIn(world, "northpost").alias}/exposures`
    const sizes: number[] = []
    const page = z.object({ exposures: z.array(z.unknown()), next: z.string().optional() })
    for (let after = ""; ; ) {
      const { exposures, next } = page.parse((await call("northpost", "GET", `${path}?limit=500${after}`)).json)
      sizes.push(exposures.length)
      if (next === undefined) break
      after = `&after=${next}`
    }
    expect(sizes).toEqual([0, 1, 1])
  })

  it("name no party and no shipment id in a cursor, and other cursors are refused", async () => {
    const { world, call } = await servedCase(3)
    const base = `/v1/cases/${partyIn(world, "northpost").alias}/exposures`
    const page = z.object({ exposures: z.array(z.object({ trackingNumber: z.string() })), next: z.string().optional() })
    const first = page.parse((await call("northpost", "GET", `${base}?limit=2`)).json)
    const decoded = Buffer.from(first.next ?? "", "base64url").toString("utf8")
    expect(first.next).toMatch(/^[A-Za-z0-9_.-]+$/)
    expect(`${first.next} ${decoded}`).not.toMatch(/leafline|SHIPMENT|#s2/)
    const rest = page.parse((await call("northpost", "GET", `${base}?limit=2&after=${first.next}`)).json)
    expect([...first.exposures, ...rest.exposures].map((one) => one.trackingNumber)).toEqual([
      "NP000001CA",
      "NP000002CA",
      "NP000003CA",
    ])
    const retailers = `/v1/cases/${partyIn(world, "leafline").alias}/exposures`
    expect((await call("leafline", "GET", `${retailers}?after=${first.next}`)).statusCode).toBe(400)
    const elsewhere = Buffer.from("AFFECTED#SHIPMENT#leafline#s1").toString("base64url")
    expect((await call("northpost", "GET", `${base}?after=${elsewhere}`)).statusCode).toBe(400)
    expect((await call("northpost", "GET", `${base}?after=zzzz`)).statusCode).toBe(400)
  })

  it("are read from the cursor on, and a retailer's apart from those of others", async () => {
    const { world, call } = await servedCase(7)
    await shipParcel(world, "maplebooks", 8)
    await world.disclosures.append(seen(8, { retailerId: "maplebooks" }))
    await world.settle()
    const base = `/v1/cases/${partyIn(world, "leafline").alias}/exposures`
    const page = z.object({ exposures: z.array(z.object({ shipmentId: z.string() })), next: z.string().optional() })
    const first = page.parse((await call("leafline", "GET", `${base}?limit=6`)).json)
    const listed: unknown[][] = []
    const { list } = world.desk.cases
    world.desk.cases.list = (...given) => {
      listed.push(given)
      return list(...given)
    }
    const rest = page.parse((await call("leafline", "GET", `${base}?after=${first.next}`)).json)
    expect(rest).toEqual({ exposures: [expect.objectContaining({ shipmentId: "s7" })] })
    const { sk } = caseKeys.affected("", "SHIPMENT#leafline#")
    expect(listed).toContainEqual([soleCase(world).caseId, sk, { after: `${sk}s6` }])
  })

  it("are not read for a dossier, which names the accessors of its party", async () => {
    const { world, call } = await servedCase(7)
    await world.disclosures.append(seen(7, { subject: "subject#second-device" }))
    await shipParcel(world, "maplebooks", 8)
    await world.disclosures.append(seen(8, { retailerId: "maplebooks", subject: "subject#third-device" }))
    await world.anomalies.raise(walkAnomaly({ accessorKey: "network#home-of-walker", anomalyId: "anomaly-net" }))
    await world.settle()
    const listed: string[] = []
    const { list } = world.desk.cases
    world.desk.cases.list = (caseId, prefix, ...rest) => {
      listed.push(prefix)
      return list(caseId, prefix, ...rest)
    }
    const named = async (partyId: string) => {
      const key = (subject: string) => derivedId("accessor", partyId, subject)
      const { text } = await takeOut(world, call, partyId)
      return ["walker-of-2018", "second-device", "third-device"].filter((one) => text.includes(key(`subject#${one}`)))
    }
    expect(await named("leafline")).toEqual(["walker-of-2018", "second-device"])
    expect(await named("northpost")).toEqual(["walker-of-2018", "second-device", "third-device"])
    expect(listed.filter((prefix) => prefix.startsWith("EXPOSURE#"))).toEqual([])
  })

  it("mark shipments that were only possibly exposed, and count them apart", async () => {
    const { world, call } = await servedCase()
    const block = "block#leafline#7"
    const stranger = { block, subject: "subject#stranger", network: "network#strange" }
    await shipParcel(world, "leafline", 8)
    await world.disclosures.append(seen(8, stranger))
    await openOrJoin(world.desk, {
      ...occasionOfAnomaly(
        walkAnomaly({ anomalyId: "anomaly-of-block", accessorKey: block, chart: "block", subject: undefined }),
        [],
      ),
    })
    await countPending(world.desk, soleCase(world).caseId)
    await queueAlerts(world.desk, soleCase(world).caseId)
    const path = `/v1/cases/${partyIn(world, "leafline").alias}`
    const view = await call("leafline", "GET", path)
    expect(view.json["counts"]).toMatchObject({
      shipments: 3,
      exposures: 3,
      people: 3,
      possibleShipments: 1,
      possibleExposures: 1,
    })
    const list = z.object({
      exposures: z.array(z.looseObject({ shipmentId: z.string(), possible: z.boolean().optional() })),
    })
    const shown = list.parse((await call("leafline", "GET", `${path}/exposures`)).json).exposures
    expect(shown.flatMap(({ shipmentId, possible }) => (possible === true ? [shipmentId] : []))).toEqual(["s8"])
    const [columns, ...lines] = (await call("leafline", "GET", `${path}/exposures?format=csv`)).body
      .trim()
      .split("\r\n")
    expect(columns?.split(",").at(-1)).toBe("possible")
    expect(lines.map((line) => [line.split(",")[0], line.split(",").at(-1)])).toEqual([
      ["s1", ""],
      ["s2", ""],
      ["s3", ""],
      ["s8", "true"],
    ])
    const { text } = await takeOut(world, call, "leafline")
    expect(text).toContain("1 further shipment is possibly exposed: it was looked up")
    const french = await takeOut(world, call, "leafline", { format: "json", language: "fr" })
    expect(french.text).toContain("1 autre envoi a peut-être été exposé : il a été consulté")
  })
})
