import { describe, expect, it } from "@jest/globals"
import { openForParties } from "../../../../infra/cli/hub-breach/run-hub-breach.ts"
import { statementOf } from "../../../../infra/cli/hub-breach/statement.ts"
import { makeOpenCaseAtHub } from "../../../../shared/desk/opening/open-case-at-hub.ts"
import { breachParties, breachWorld } from "../../../desk/breach-world.ts"

const now = "2026-11-03T09:00:00.000Z"
const typed = {
  id: "stolen-backup-2026-11",
  from: "2026-11-01T17:00:00-05:00",
  until: "unknown",
  fields: ["dates", "postal-code"],
  what: "Somebody copied a backup of our table of shipments.",
  call: "Incident desk, +1 416 555 0100",
}
const partyIds = breachParties.map(({ id }) => id)

type Run = { loses?: readonly string[]; say?: object; isCorrection?: boolean }

/** The command beside a hub in memory. `loses`: parties whose request does not arrive. */
function commandBesideHub() {
  const world = breachWorld()
  const asked: string[] = []
  const open = makeOpenCaseAtHub(world.desk)
  const run = (isMeant: boolean, { loses = [], say = {}, isCorrection = false }: Run = {}) => {
    const ask = async (some: readonly string[]) => {
      for (const partyId of some) {
        asked.push(partyId)
        if (!loses.includes(partyId)) await open({ data: { hubBreachId: typed.id, partyId } })
      }
      await world.settle()
    }
    const stated = statementOf({ ...typed, ...say }, now)
    const tools = { cases: world.cases, ask, onStep: () => {}, looks: 1, pauseMilliseconds: 0 }
    return openForParties(tools, { stated, isCorrection, partyIds, isMeant })
  }
  return { world, run, asked }
}

describe("npx wayseal hub-breach", () => {
  it("without --yes shows what every party would read, for whom, and sends nothing", async () => {
    const { world, run, asked } = commandBesideHub()
    const { text, status, data } = await run(false)
    expect(text).toContain("It began on 1 November 2026, 22:00 (UTC). When it ended is not known.")
    expect(text).toContain("May have been read: dates, postal-code. Of every other field it is not known.")
    expect(text).toContain(`A case would open for ${partyIds.join(", ")}. Nothing was sent.`)
    expect([status, data, asked, world.cases.rows()]).toEqual([
      1,
      { hubBreachId: typed.id, revision: 1, parties: 3, missing: partyIds, sent: false },
      [],
      [],
    ])
  })

  it("opens a case for each party, and again nothing", async () => {
    const { world, run, asked } = commandBesideHub()
    expect((await run(true)).text).toBe("3 of 3 parties have a case of stolen-backup-2026-11.\n")
    expect((await run(true)).status).toBe(0)
    expect(asked).toEqual(partyIds)
    expect(world.heads()).toHaveLength(3)
    expect(world.mail.sent).toHaveLength(3)
  })

  it("names who has no case yet, and asks for these alone when it is run again", async () => {
    const { run, asked } = commandBesideHub()
    const { text, status } = await run(true, { loses: ["maplebooks"] })
    expect(text).toContain("No case yet for maplebooks. Run the command again.")
    expect(status).toBe(1)
    asked.length = 0
    expect((await run(true)).status).toBe(0)
    expect(asked).toEqual(["maplebooks"])
  })

  it("refuses other words under the same name, with and without --yes", async () => {
    const { run, asked } = commandBesideHub()
    await run(true)
    for (const isMeant of [true, false])
      await expect(run(isMeant, { say: { what: "Nothing much." } })).rejects.toThrow(/says something else/)
    expect(asked).toEqual(partyIds)
  })

  it("corrects what was stated only if it is told to, shows what differs, and asks again for who has it not", async () => {
    const { world, run, asked } = commandBesideHub()
    const correction = { say: { until: "2026-11-02T04:30:00Z", fields: ["dates"] }, isCorrection: true }
    await expect(run(true, correction)).rejects.toThrow(/^--correct: nothing was stated/)
    await run(true)
    asked.length = 0
    const shown = await run(false, correction)
    expect(shown.text).toContain("Corrected: named no longer, and whether it was read is not known: ")
    expect(shown.text).toContain("Corrected: end: 2 November 2026, 04:30 (UTC) (before: not known).")
    expect(shown.text).toContain(
      `It would correct the case of ${partyIds.join(", ")}, or open another if that is closed.`,
    )
    expect(asked).toEqual([])
    expect((await run(true, { ...correction, loses: ["maplebooks"] })).text).toContain("Not yet for maplebooks.")
    asked.length = 0
    expect((await run(true, correction)).text).toBe(
      "3 of 3 parties have statement 2 of stolen-backup-2026-11 in their case.\n",
    )
    expect([asked, world.heads().length]).toEqual([["maplebooks"], 3])
    await expect(run(true)).rejects.toThrow(/says something else/)
  })

  it("takes 20 statements of one breach and no more", async () => {
    const { run } = commandBesideHub()
    await run(true)
    for (let other = 2; other <= 20; other += 1)
      await run(true, { say: { what: `In other words, ${other}.` }, isCorrection: true })
    await expect(run(true, { say: { what: "Once more." }, isCorrection: true })).rejects.toThrow(/20 times at most/)
  })

  it.each([
    [{ what: undefined }, /^Give --id, --from, --until, --fields, --what and --call/],
    [{ id: "Backup" }, /^--id: write 8 to 64 lower-case letters/],
    [{ from: "yesterday" }, /^--from: /],
    [{ from: "2026-11-01T17:00:00" }, /^--from: /],
    [{ until: "2026-11-01T16:00:00-05:00" }, /^--until: it is before --from/],
    [{ until: "2026-11-04T16:00:00-05:00" }, /no time in the future/],
    [{ fields: ["dates", "unknown"] }, /^--fields: write the fields, or unknown alone/],
    [{ what: " " }, /^--what: /],
    [{ what: "x".repeat(2_001) }, /^--what: /],
    [{ call: "" }, /^--call: /],
  ])("refuses %j, and says what to write", (say, error) => {
    expect(() => statementOf({ ...typed, ...say }, now)).toThrow(error)
  })

  it("says of no field that it was not read", () => {
    expect(statementOf({ ...typed, fields: ["unknown"] }, now).fields).toEqual([])
  })
})
