import { describe, expect, it } from "@jest/globals"
import { derivedId } from "../../../shared/base/contracts/envelope.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { dutyKey } from "../../../shared/desk/duties/duty-key.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { actingDesk, withLaws } from "../acting-desk.ts"
import { carrierFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

const stagesOf = (laws: readonly string[]) =>
  deriveDuties(scenarioFacts({ parties: [{ ...carrierFacts, laws: [...laws] }] }), lawCatalogue).filter(
    ({ kind }) => kind === "tellRegulator",
  )

async function carrierUnderNis2() {
  const desk = await actingDesk({ parties: withLaws({ northpost: { laws: ["eu-nis2"] } }) })
  const reports = async () => (await desk.view("northpost")).duties.filter(({ kind }) => kind === "tellRegulator")
  /** Gives the receipt of the report that is asked for by a section. */
  const report = async (section: string) => {
    const dutyId = (await reports()).find(({ basis }) => basis?.endsWith(section))?.dutyId
    const receipt = { kind: "regulatorReceipt", reference: "CSIRT-1", at: desk.now() }
    await desk.post("northpost", `/duties/${dutyId}`, { step: { operation: "discharge", receipt } })
  }
  const duesOf = () =>
    desk.world
      .rowsOf("duty")
      .filter(({ duty }) => duty.party === "northpost" && duty.kind === "tellRegulator")
      .map(({ duty: { stage, state, clock } }) => [stage, state, clock.dueAt])
  return { ...desk, report, duesOf }
}

describe("a report in stages (Directive (EU) 2022/2555, art. 23(4))", () => {
  it("is a duty for each stage, and other duties keep the keys and ids that they have", () => {
    const keys = stagesOf(["eu-nis2", "eu-gdpr"]).map((duty) => dutyKey(duty))
    expect(keys).toEqual([
      "northpost#eu-nis2#tellRegulator#stage#early-warning",
      "northpost#eu-nis2#tellRegulator",
      "northpost#eu-nis2#tellRegulator#stage#final-report",
      "northpost#eu-gdpr#tellRegulator",
    ])
    const ids = stagesOf(["eu-nis2"]).map((duty) => dutyIdOf("WS-4K7QX2M9TB", duty))
    expect(new Set(ids).size).toBe(3)
    const gdpr = ["eu-gdpr", "tellRegulator"] as const
    const [law, kind] = gdpr
    expect(dutyIdOf("WS-4K7QX2M9TB", { law, kind })).toBe(derivedId("duty", "WS-4K7QX2M9TB", ...gdpr))
  })

  it("counts the month of the final report from the notification, and not from the early warning", async () => {
    const { report, duesOf, now, world, watch } = await carrierUnderNis2()
    const finalReport = () => duesOf().find(([stage]) => stage === "final-report")
    await report("(a)")
    await watch()
    expect(finalReport()).toEqual(["final-report", "open", null])
    world.passSeconds(60)
    await report("(b)")
    await watch()
    expect(now()).toBe("2026-11-01T14:11:00.000Z")
    expect(finalReport()).toEqual(["final-report", "open", "2026-12-02T04:59:59Z"])
    await report("(d)")
    expect(duesOf().map(([, state]) => state)).toEqual(["discharged", "discharged", "discharged"])
  })
})
