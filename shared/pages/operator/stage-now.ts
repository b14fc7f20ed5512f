import type { RestrictionScope } from "../../base/contracts/words.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { afterOnSystem, within } from "../../base/platform/timers.ts"
import { type SettingName, settingNames } from "../../parties/settings/party-settings.ts"
import type { ChangedSettings } from "../../parties/settings/stored-settings.ts"
import {
  type AlarmFacts,
  type CaseCounts,
  type ContactFacts,
  isFinished,
  type PartiesFacts,
  type QueueFacts,
  type ScheduleFacts,
  type TriggerFacts,
} from "./facts.ts"
import { type DeployedStack, type DeployedStage, resourcesOfType } from "./stage-resources.ts"

/** Lookups of all kinds in the last minutes. */
export type LookupFacts = { readonly minutes: number; readonly perMinute: number; readonly mostInAMinute: number }

/** Restrictions in force, by what they restrict, and how many of them rest on the word of a party, by its id. */
export type RestrictionCounts = Readonly<Record<RestrictionScope, number>> & {
  readonly saidBy: Readonly<Record<string, number>>
}

/** Which settings a party changed about itself. No value is here, because values can be addresses of people. */
export type ChangedNames = {
  readonly partyId: string
  readonly changes: number
  readonly changedAt: string
  readonly names: readonly SettingName[]
}

/** Where the facts of a stage come from. Each may fail by itself. Absent: the stage leaves the part out. */
export type StageSource = {
  readonly stage: () => Promise<DeployedStage>
  readonly queues: (stage: DeployedStage) => Promise<readonly QueueFacts[]>
  readonly triggers: (stage: DeployedStage) => Promise<readonly TriggerFacts[]>
  readonly schedules: (stage: DeployedStage, now: Date) => Promise<readonly ScheduleFacts[]>
  /** Batches of changes that functions gave up on. */
  readonly givenUp: (stage: DeployedStage) => Promise<number>
  readonly alarms: (stage: DeployedStage) => Promise<readonly AlarmFacts[]>
  readonly contacts: (stage: DeployedStage) => Promise<readonly ContactFacts[]>
  readonly lookups: (stage: DeployedStage) => Promise<LookupFacts>
  readonly restrictions: (now: Date) => Promise<RestrictionCounts>
  readonly cases?: ((now: Date) => Promise<CaseCounts>) | undefined
  readonly answered?: (() => Promise<number>) | undefined
  readonly parties: () => Promise<PartiesFacts>
  readonly settings: () => Promise<readonly ChangedSettings[]>
}

/** A part of what there is to know, or that it could not be read. */
export type Part<T> = { readonly value: T } | "unread"

/** How a stage is at one moment. It names no case, no person and no visitor. */
export type StageNow = {
  readonly at: Date
  readonly stacks: Part<readonly Pick<DeployedStack, "name" | "status" | "changedAt">[]>
  readonly buses: Part<readonly string[]>
  readonly queues: Part<readonly QueueFacts[]>
  readonly triggers: Part<readonly TriggerFacts[]>
  readonly schedules: Part<readonly ScheduleFacts[]>
  readonly givenUp: Part<number>
  readonly alarms: Part<readonly AlarmFacts[]>
  readonly lookups: Part<LookupFacts>
  readonly restrictions: Part<RestrictionCounts>
  /** Absent in a stage without the desk. */
  readonly cases?: Part<CaseCounts> | undefined
  /** Absent in a stage without invited parties. */
  readonly answered?: Part<number> | undefined
  readonly parties: Part<PartiesFacts>
  readonly contacts: Part<readonly ContactFacts[]>
  readonly settings: Part<readonly ChangedNames[]>
}

type Reading = {
  readonly clock: Clock
  readonly note: (part: keyof StageSource | "stacks" | "buses", error: unknown) => void
  /** How long one part may take; without an end when absent. */
  readonly partMilliseconds?: number
}

/** Reads all that there is to know of a stage. What fails or is late is left out of it, and noted. Never throws. */
export async function readStageNow(
  source: StageSource,
  { clock, note, partMilliseconds = Number.POSITIVE_INFINITY }: Reading,
): Promise<StageNow> {
  const at = clock()
  const found = source.stage()
  const { cases: countCases, answered: countAnswered } = source
  const read = async <T>(name: Parameters<Reading["note"]>[0], ask: () => Promise<T>): Promise<Part<T>> => {
    try {
      return { value: await within(afterOnSystem, partMilliseconds, ask()) }
    } catch (error) {
      note(name, error)
      return "unread"
    }
  }
  const of = <T>(name: Parameters<Reading["note"]>[0], ask: (stage: DeployedStage) => Promise<T>) =>
    read(name, async () => ask(await found))
  const ofTables = Promise.all([
    read("restrictions", () => source.restrictions(at)),
    countCases === undefined ? undefined : read("cases", () => countCases(at)),
    countAnswered === undefined ? undefined : read("answered", countAnswered),
    read("parties", source.parties),
    read("settings", async () => namesOf(await source.settings())),
  ])
  const [stacks, buses, queues, triggers, schedules, givenUp, alarms, contacts, lookups] = await Promise.all([
    of("stacks", async ({ stacks }) => toldOf(stacks)),
    of("buses", async (stage) => resourcesOfType(stage, "AWS::Events::EventBus").map((bus) => bus.physicalId)),
    of("queues", source.queues),
    of("triggers", source.triggers),
    of("schedules", (stage) => source.schedules(stage, at)),
    of("givenUp", source.givenUp),
    of("alarms", source.alarms),
    of("contacts", source.contacts),
    of("lookups", source.lookups),
  ])
  const [restrictions, cases, answered, parties, settings] = await ofTables
  const ofStage = { stacks, buses, queues, triggers, schedules, givenUp, alarms, contacts, lookups }
  return { at, ...ofStage, restrictions, cases, answered, parties, settings }
}

/** What is said of a stack holds for those within it, unless one of these is not finished. */
const toldOf = (stacks: readonly DeployedStack[]) =>
  stacks
    .filter((stack) => stack.isWithinAnother === undefined || !isFinished(stack))
    .map(({ name, status, changedAt }) => ({ name, status, changedAt }))

const namesOf = (changers: readonly ChangedSettings[]): readonly ChangedNames[] =>
  changers.map(({ partyId, version, changedAt, settings }) => ({
    partyId,
    changes: version,
    changedAt,
    names: settingNames.filter((name) => settings[name] !== undefined),
  }))
