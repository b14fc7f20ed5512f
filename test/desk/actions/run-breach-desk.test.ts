import { describe, expect, it } from "@jest/globals"
import { breachFactsStated } from "../../../shared/base/contracts/breach-facts-stated.ts"
import { caseClosingRequested } from "../../../shared/base/contracts/case-closing-requested.ts"
import {
  restrictionReleaseRequested,
  restrictionRenewalRequested,
} from "../../../shared/base/contracts/restriction-requests.ts"
import type { ApprovalKind } from "../../../shared/base/contracts/words.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { partyIn } from "../breach-world.ts"
import { noRealRisk, walkedWorld } from "./walked-world.ts"

describe("what parties send by event", () => {
  it("states facts, asks for closing, and renews and releases a restriction", async () => {
    const desk = await walkedWorld()
    const { world, run, send } = desk
    const at = world.clock().toISOString()
    expect(
      await run(
        send("leafline", breachFactsStated, {
          determinedAt: at,
          assessment: noRealRisk,
          causes: ["proofNotAsked"],
          at,
        }),
      ),
    ).toBe("done")
    expect(partyIn(world, "leafline")).toMatchObject({
      determinedAt: at,
      assessments: { "ca-on-fippa#realRiskOfSignificantHarm": { met: "no", reasons: ["noRealRisk"] } },
      causes: ["proofNotAsked"],
    })
    expect(await run(send("leafline", caseClosingRequested, { outcome: "resolved", at }))).toEqual({
      outcome: "rejected",
      problems: [{ path: "data.outcome", rule: "conflict" }],
    })
    const restrictionId = world.restrictions.rows()[0]?.restrictionId ?? ""
    const until = "2026-11-09T00:00:00.000Z"
    expect(await run(send("northpost", restrictionRenewalRequested, { restrictionId, until, at }))).toBe("renewed")
    expect(await run(send("maplebooks", restrictionReleaseRequested, { restrictionId, at }))).toEqual({
      outcome: "rejected",
      problems: [{ path: "data.restrictionId", rule: "unknownReference" }],
    })
    expect(await run(send("leafline", restrictionReleaseRequested, { restrictionId, at }))).toEqual({
      outcome: "rejected",
      problems: [{ path: "data.restrictionId", rule: "notYours" }],
    })
    expect(await run(send("northpost", restrictionReleaseRequested, { restrictionId, at }))).toBe("released")
    expect(world.restrictions.rows()[0]).toMatchObject({ until, releasedBy: { kind: "party", partyId: "northpost" } })
  })

  it("is refused where the party has a second person approve it, and nothing else is", async () => {
    const { world, run, send } = await walkedWorld()
    const at = world.clock().toISOString()
    const asked = (approvals: ApprovalKind[], event: ReturnType<typeof send>) =>
      run({ ...event, party: { ...event.party, approvals } })
    const closing = () => send("leafline", caseClosingRequested, { outcome: "falseAlarm", at })
    const assessment = () => send("leafline", breachFactsStated, { assessment: noRealRisk, at })
    const needsPerson = { outcome: "rejected", problems: [{ path: "data", rule: "notAllowed" }] }
    expect(await asked(["closing", "report"], closing())).toEqual(needsPerson)
    expect(await asked(["assessment"], assessment())).toEqual(needsPerson)
    expect(partyIn(world, "leafline")).not.toHaveProperty("saysFalseAlarmAt")
    expect(partyIn(world, "leafline")).not.toHaveProperty("assessments")
    expect(await asked(["closing", "report"], assessment())).toBe("done")
    await assessAsNoBreach(world, "leafline")
    expect(await asked(["assessment"], closing())).toBe("done")
  })
})
