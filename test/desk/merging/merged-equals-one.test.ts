import { describe, expect } from "@jest/globals"
import fc from "fast-check"
import { breachCaseOpened, breachCaseUpdated } from "../../../shared/base/contracts/breach-case-events.ts"
import type { PartyRow } from "../../../shared/desk/cases/case-rows.ts"
import { timelineOf } from "../../../shared/desk/cases/own-timeline.ts"
import { noticeProgress } from "../../../shared/desk/notices/notice-progress.ts"
import { verifyChain } from "../../../shared/desk/timeline.ts"
import { exhaustively } from "../../exhaustively.ts"
import { type BreachWorld, soleCase, timelineHeadIn } from "../breach-world.ts"
import { type Story, stories, storiesOfNotices, swift } from "./stories.ts"
import { type Done, tell } from "./story-of-a-breach.ts"
import { whatIsHeld } from "./what-a-case-holds.ts"

/** After how many effects the hub crashes while it merges, if it does. */
const crashes = fc.array(fc.integer({ min: 1, max: 250 }), { maxLength: 3 })

/** How many of the acts are done while the hub merges. */
const actsMeanwhile = fc.nat({ max: 3 })

/** A story told in cases that were merged, and in one case from the beginning. */
async function toldTwice(story: Story, crashAfter: readonly number[], during = 0) {
  const merged = await tell(story, { during })
  await merged.merge(crashAfter)
  await merged.goOn()
  const one = await tell(story, { apart: merged.done, during })
  await one.goOn()
  return { merged, one }
}

/** What a party did, as its timelines of all cases tell it, in no order. */
function doneBy(world: BreachWorld, partyId: string): string[] {
  const aliases = new Set(world.rowsOf("party").flatMap((row) => (row.partyId === partyId ? [row.alias] : [])))
  const copies = world.rowsOf("timeline").flatMap((row) => row.copies.filter((one) => one.partyId === partyId))
  return copies.flatMap(({ entry: { type, actor } }) => (aliases.has(actor) ? [type] : [])).sort()
}

const sidesIn = (world: BreachWorld): PartyRow[] =>
  world.rowsOf("party").filter(({ caseId }) => caseId === soleCase(world).caseId)

/** A party of one ended case alone keeps its alias and its timeline, and hears of no merge. */
async function checkTimelines(world: BreachWorld): Promise<void> {
  const current = soleCase(world)
  for (const own of sidesIn(world)) {
    const { partyId, alias, formerAliases = [], earlierCases = [] } = own
    const entries = (await timelineOf(world.desk, { current, own })).map(({ entry }) => entry)
    const head = timelineHeadIn(world, current, partyId)
    expect(verifyChain(entries, { seq: head?.seq ?? 0, hash: head?.hash ?? "" })).toMatchObject({ ok: true })
    const merges = entries.filter(({ type }) => type === "CaseTakenIn" || type === "CaseMerged")
    expect(merges.map(({ data }) => data["from"] ?? data["into"])).toEqual(formerAliases)
    const about = world.exchange.published(breachCaseUpdated, partyId).filter(({ data }) => data.reason === "merged")
    const ended = new Set(about.map(({ metadata }) => metadata.id))
    expect(ended.size).toBeLessThanOrEqual(formerAliases.length)
    if (partyId === swift || earlierCases.length === 0 || formerAliases.length > 0) continue
    const opened = world.exchange.published(breachCaseOpened, partyId)
    expect(new Set(opened.map(({ data }) => data.caseAlias))).toEqual(new Set([alias]))
  }
}

/** Acts of before the merge have no effect when they are repeated, also where the API has not stored its answer. */
async function checkRepeats(world: BreachWorld, done: readonly Done[]): Promise<void> {
  for (const { answer: _, busyUntil: __, ...command } of world.rowsOf("command"))
    await world.desk.cases.storeCommand(command)
  const before = await whatIsHeld(world)
  for (const { repeat } of done) expect(await repeat()).toBe(200)
  expect(await whatIsHeld(world)).toEqual(before)
}

describe("a case into which others were merged", () => {
  exhaustively("equals one case of all findings, also after crashes, and when parties act meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(stories, crashes, actsMeanwhile, async (story, crashAfter, during) => {
        const { merged, one } = await toldTwice(story, crashAfter, during)
        // A carrier of which nothing certain was seen owes each retailer a notice, so that one can ask for more of it.
        fc.pre(one.done.length === merged.done.length)
        expect(await whatIsHeld(merged.world)).toEqual(await whatIsHeld(one.world))
        for (const { partyId } of sidesIn(one.world))
          expect([partyId, doneBy(merged.world, partyId)]).toEqual([partyId, doneBy(one.world, partyId)])
        await checkTimelines(merged.world)
        await checkRepeats(merged.world, merged.done)
      }),
      { numRuns: 40, seed: 2018 },
    )
  })

  exhaustively("says of nobody twice that a public notice reached them, and loses nobody", async () => {
    await fc.assert(
      fc.asyncProperty(storiesOfNotices, crashes, async (story, crashAfter) => {
        const { merged, one } = await toldTwice(story, crashAfter)
        const [ours, theirs] = [merged, one].map(({ world }) => {
          const row = sidesIn(world).find(({ partyId }) => partyId === "leafline")
          return row === undefined ? undefined : noticeProgress(row)
        })
        if (ours === undefined || theirs === undefined) return expect(ours).toEqual(theirs)
        const reached = ({ notified, notifiedByPublicNotice }: typeof ours) => notified + notifiedByPublicNotice
        const stood = merged.done.map(({ notified = 0 }) => (typeof notified === "number" ? notified : notified.length))
        expect(ours.affected).toBe(theirs.affected)
        expect(reached(ours)).toBeLessThanOrEqual(stood.reduce((sum, more) => sum + more, 0))
        // Two notices may have meant the same people.
        if (merged.done.length === 1) expect(reached(ours)).toBe(reached(theirs))
      }),
      { numRuns: 20, seed: 2018 },
    )
  })
})
