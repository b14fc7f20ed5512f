import type { RestrictionScope } from "../../base/contracts/words.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { type SettingName, settingNames } from "../../parties/settings/party-settings.ts"
import type { ChangedSettings } from "../../parties/settings/stored-settings.ts"
import type { AlarmFacts, CaseCounts, ConsumerFacts, ContactFacts, QueueFacts } from "./facts.ts"
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
  readonly consumers: (stage: DeployedStage) => Promise<readonly ConsumerFacts[]>
  readonly alarms: (stage: DeployedStage) => Promise<readonly AlarmFacts[]>
  readonly contacts: (stage: DeployedStage) => Promise<readonly ContactFacts[]>
  readonly lookups: (stage: DeployedStage) => Promise<LookupFacts>
  readonly restrictions: (now: Date) => Promise<RestrictionCounts>
  readonly cases?: ((now: Date) => Promise<CaseCounts>) | undefined
  readonly answered?: (() => Promise<number>) | undefined
  readonly settings: () => Promise<readonly ChangedSettings[]>
}

/** A part of what there is to know, or that it could not be read. */
export type Part<T> = { readonly value: T } | "unread"

/** How a stage is at one moment. It names no case, no person and no visitor. */
export type StageNow = {
  readonly at: Date
  readonly stacks: Part<readonly Pick<DeployedStack, "name" | "status">[]>
  readonly buses: Part<readonly string[]>
  readonly queues: Part<readonly QueueFacts[]>
  readonly consumers: Part<readonly ConsumerFacts[]>
  readonly alarms: Part<readonly AlarmFacts[]>
  readonly lookups: Part<LookupFacts>
  readonly restrictions: Part<RestrictionCounts>
  /** Absent in a stage without the desk. */
  readonly cases?: Part<CaseCounts> | undefined
  /** Absent in a stage without invited parties. */
  readonly answered?: Part<number> | undefined
  readonly contacts: Part<readonly ContactFacts[]>
  readonly settings: Part<readonly ChangedNames[]>
}

/** Reads all that a page of the stage shows. What fails is left out of it, and noted. Never throws. */
export async function readStageNow(
  source: StageSource,
  { clock, note }: { readonly clock: Clock; readonly note: (part: string, error: unknown) => void },
): Promise<StageNow> {
  const at = clock()
  const found = source.stage()
  const { cases: countCases, answered: countAnswered } = source
  const read = async <T>(name: string, ask: () => Promise<T>): Promise<Part<T>> => {
    try {
      return { value: await ask() }
    } catch (error) {
      note(name, error)
      return "unread"
    }
  }
  const of = <T>(name: string, ask: (stage: DeployedStage) => Promise<T>) => read(name, async () => ask(await found))
  const [stacks, buses, queues, consumers, alarms, contacts, lookups, restrictions, cases, answered, settings] =
    await Promise.all([
      of("stacks", async ({ stacks }) => stacks.map(({ name, status }) => ({ name, status }))),
      of("buses", async (stage) => resourcesOfType(stage, "AWS::Events::EventBus").map((bus) => bus.physicalId)),
      of("queues", source.queues),
      of("consumers", source.consumers),
      of("alarms", source.alarms),
      of("contacts", source.contacts),
      of("lookups", source.lookups),
      read("restrictions", () => source.restrictions(at)),
      countCases === undefined ? undefined : read("cases", () => countCases(at)),
      countAnswered === undefined ? undefined : read("answered", countAnswered),
      read("settings", async () => namesOf(await source.settings())),
    ])
  return { at, stacks, buses, queues, consumers, alarms, contacts, lookups, restrictions, cases, answered, settings }
}

const namesOf = (changers: readonly ChangedSettings[]): readonly ChangedNames[] =>
  changers.map(({ partyId, version, changedAt, settings }) => ({
    partyId,
    changes: version,
    changedAt,
    names: settingNames.filter((name) => settings[name] !== undefined),
  }))
