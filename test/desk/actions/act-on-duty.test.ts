import { describe, expect, it } from "@jest/globals"
import {
  dutyAssessed,
  dutyHandedBack,
  dutyOfferAnswered,
  dutyOffered,
  forwardedDutyAssessed,
  forwardedDutyHandedBack,
  forwardedDutyOfferAnswered,
  forwardedDutyOffered,
  forwardedDutyTakenOver,
} from "../../../shared/base/contracts/duty-events.ts"
import { partyIn } from "../breach-world.ts"
import { dutyIn, notMaterial, walkedWorld } from "./walked-world.ts"

describe("acting on a duty by event", () => {
  const telling = { law: "ca-privacy-act", kind: "tellIndividuals" } as const

  it("goes from an offer that is refused, and one that is accepted and handed back, to an assessment that it is not owed", async () => {
    const desk = await walkedWorld()
    const { world, run, send } = desk
    const at = world.clock().toISOString()
    expect(await run(send("leafline", dutyOffered, { duty: telling, at }))).toBe("done")
    expect(await run(send("northpost", dutyOfferAnswered, { duty: telling, answer: "refused", at }))).toBe("done")
    expect(dutyIn(world, "northpost", "tellIndividuals").state).toBe("open")
    await run(send("leafline", dutyOffered, { duty: telling, at }))
    expect(await run(send("northpost", dutyOfferAnswered, { duty: telling, answer: "accepted", at }))).toBe("done")
    expect(dutyIn(world, "northpost", "tellIndividuals")).toMatchObject({
      state: "takenOver",
      takenOver: { by: "leafline" },
    })
    expect(await run(send("leafline", dutyHandedBack, { duty: telling, at }))).toBe("done")
    expect(await run(send("northpost", dutyAssessed, { duty: telling, assessment: notMaterial, at }))).toBe("done")
    expect(dutyIn(world, "northpost", "tellIndividuals").state).toBe("notOwed")
    expect(Object.keys(partyIn(world, "northpost").assessments ?? {})).toEqual(["ca-privacy-act#materialPrivacyBreach"])
    expect(partyIn(world, "leafline").assessments).toBeUndefined()
    expect(world.exchange.published(forwardedDutyOffered, "northpost")).toHaveLength(2)
    expect(world.exchange.published(forwardedDutyOfferAnswered, "leafline").map(({ data }) => data.answer)).toEqual([
      "refused",
    ])
    expect(world.exchange.published(forwardedDutyTakenOver, "leafline").map(({ data }) => data.reason)).toEqual([
      "agreed",
    ])
    expect(world.exchange.published(forwardedDutyHandedBack, "northpost")).toHaveLength(1)
    const assessed = world.exchange.published(forwardedDutyAssessed, "leafline")
    expect(assessed).toHaveLength(1)
    expect(JSON.stringify(assessed)).not.toContain("noRealRisk")
  })
})
