/** The tools in which an attack is tried side by side, and what each shows, asks and refuses. */

import { daySeconds } from "../../shared/base/platform/instants.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { type MemoryDetector, makeMemoryDetector } from "../../shared/watch/detection/memory-detector.ts"
import type { ToolKind } from "../../shared/watch/detection/restrictions/tool-policy.ts"
import type { RetailerKnowledge } from "../../shared/watch/detection/retailers/retailer-knowledge.ts"
import type { Finding } from "../../shared/watch/detection/scoring/finding.ts"
import type { VisitorCookie } from "../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { type Answer, answerOfGuard, demandOf, shownByHub } from "./answer.ts"
import type { Step } from "./attacks/scene.ts"
import type { Attribution } from "./attribution.ts"
import { makeGuardedTool } from "./guarded-tool.ts"
import { type HubTool, lagSecondsOf, makeHubRefusals } from "./hub-refusals.ts"
import { knowledgeOf } from "./observed-accesses.ts"
import type { World } from "./world/world.ts"

/** The tools of the policy that have a column. A party that delegates to the hub has the hub's. */
export const shownTools = ["hub", "guarded", "enforced", "alone"] as const satisfies readonly ToolKind[]
export type ShownTool = (typeof shownTools)[number]

/** What each tool does with a lookup. */
export type Answers = Readonly<Record<ShownTool, Answer>>

export type ToolOutcome = {
  readonly isCaught: boolean
  /** Records of other people that the attack asked for, and that exist. */
  readonly reached: number
  /** How many of them it had asked for when the tool knew of the alarm; all if there was none. */
  readonly reachedBefore: number
  /** Records of which the phase alone was shown, and those of which details were. */
  readonly phases: number
  readonly details: number
  /** Visits of ordinary people who were asked for proof, or refused, from the attack's start to a day after its end. */
  readonly asked: number
  readonly refused: number
}

type ToolsOptions = {
  readonly world: World
  readonly profileOf: RetailerKnowledge["profileOf"]
  readonly attribution: Attribution
}

/** A tool that refuses by the hub's decisions, with a detector of its own: a refused lookup enters no profile. */
const makeHubTool = ({ world, profileOf, attribution }: ToolsOptions, tool: HubTool) => {
  const detector = makeMemoryDetector({ profileOf })
  const { subjectEntries } = detector
  const refusals = makeHubRefusals({ retailers: knowledgeOf(world, profileOf), subjectEntries, tool })
  let first: { readonly finding: Finding; readonly by: string; readonly at: number } | undefined
  return {
    detector,
    first: () => first,
    async lookUp(access: Access, cookie: VisitorCookie | undefined): Promise<Answer> {
      const refusal = refusals.concerns(access) ? await refusals.refusalOf(access, cookie) : undefined
      if (refusal !== undefined) return { demand: demandOf(refusal), shows: "nothing" }
      const found = detector.observe(access)
      if (found.length > 0) await refusals.raise(access, found)
      const alarm = found.find((one) => one.finding.severity === "alert" && attribution.isOfAttack(one))
      if (alarm !== undefined && first === undefined) {
        const { key, finding } = alarm
        first = { finding, by: `${key.kind}:${finding.reading}`, at: access.at + lagSecondsOf[tool] }
      }
      return { demand: "none", shows: tool === "hub" ? shownByHub(access) : "details" }
    },
  }
}

/** The guard in a carrier's tool. Its alarms are the restrictions that the attack's lookups cause. */
const makeGuarded = (world: World) => {
  const tool = makeGuardedTool(world)
  let alarmAt: number | undefined
  return {
    alarmAt: () => alarmAt,
    lookUp(access: Access, isOfAttack: boolean): Answer {
      const before = tool.restrictions()
      const answer = answerOfGuard(tool.lookUp(access))
      if (isOfAttack && alarmAt === undefined && tool.restrictions() > before) alarmAt = access.at
      return answer
    },
  }
}

const makeToolScore = () => {
  let [reached, reachedBefore, phases, details] = [0, 0, 0, 0]
  const sessions = { proof: new Set<number>(), refusal: new Set<number>() }
  return {
    noteStep({ access, isForeign }: Step, { shows }: Answer, alarmAt = Number.POSITIVE_INFINITY) {
      if (!isForeign || access.outcome !== "hit") return
      reached += 1
      if (access.at <= alarmAt) reachedBefore += 1
      if (shows === "phase") phases += 1
      if (shows === "details") details += 1
    },
    noteBystander({ demand }: Answer, session: number) {
      if (demand !== "none") sessions[demand].add(session)
    },
    outcome: (isCaught: boolean): ToolOutcome => ({
      ...{ isCaught, reached, reachedBefore, phases, details },
      ...{ asked: sessions.proof.size, refused: sessions.refusal.size },
    }),
  }
}

/** Every tool of one trial, with its score. */
export const makeTools = (options: ToolsOptions) => {
  const hub = makeHubTool(options, "hub")
  const enforced = makeHubTool(options, "enforced")
  const guarded = makeGuarded(options.world)
  const alarms: Record<ShownTool, () => number | undefined> = {
    hub: () => hub.first()?.at,
    guarded: guarded.alarmAt,
    enforced: () => enforced.first()?.at,
    // Nothing is refused before the alarm, so it is the same.
    alone: () => enforced.first()?.at,
  }
  const scores = { hub: makeToolScore(), guarded: makeToolScore(), enforced: makeToolScore(), alone: makeToolScore() }
  const isAlarmedIn = (tool: ShownTool, at: number): boolean => {
    const alarmAt = alarms[tool]()
    return alarmAt !== undefined && at > alarmAt && at <= alarmAt + daySeconds
  }
  return {
    volumes: (retailer: number): ReturnType<MemoryDetector["volumes"]> => enforced.detector.volumes(retailer),
    firstAlarm: () => enforced.first() ?? { finding: undefined, by: "" },
    alarmAt: (tool: ShownTool) => alarms[tool](),
    /** Whether a tool had its first alarm in the day before. */
    isAlarmed: (at: number): boolean => shownTools.some((tool) => isAlarmedIn(tool, at)),
    async lookUp(
      access: Access,
      { cookie, isOfAttack }: { readonly cookie: VisitorCookie | undefined; readonly isOfAttack: boolean },
    ): Promise<Answers> {
      return {
        hub: await hub.lookUp(access, cookie),
        guarded: guarded.lookUp(access, isOfAttack),
        enforced: await enforced.lookUp(access, cookie),
        alone: { demand: "none", shows: "details" },
      }
    },
    noteStep(step: Step, answers: Answers) {
      for (const tool of shownTools) scores[tool].noteStep(step, answers[tool], alarms[tool]())
    },
    noteBystander(answers: Answers, session: number) {
      for (const tool of shownTools) scores[tool].noteBystander(answers[tool], session)
    },
    outcomes: (): Record<ShownTool, ToolOutcome> => {
      const of = (tool: ShownTool) => scores[tool].outcome(alarms[tool]() !== undefined)
      return { hub: of("hub"), guarded: of("guarded"), enforced: of("enforced"), alone: of("alone") }
    },
  }
}
