import { type DocumentLanguage, restrictionScope } from "../../base/contracts/words.ts"
import { counted, decimal, labelled, type Pair, stamp } from "../../base/platform/bilingual.ts"
import { durationInWords } from "./duration-in-words.ts"
import {
  type AlarmFacts,
  alarmInWords,
  type CaseCounts,
  type ContactFacts,
  caseAges,
  isDeleted,
  isFinished,
  isLagging,
  isLate,
  isOff,
  isRaised,
  isRolledBack,
  isUnchecked,
  isWithoutData,
  type PartiesFacts,
  type PartyFacts,
  type QueueFacts,
  type ScheduleFacts,
  type TriggerFacts,
} from "./facts.ts"
import { ageWords, nouns, type PartName, scopeWords, words } from "./operator-words.ts"
import type { ChangedNames, LookupFacts, Part, RestrictionCounts, StageNow } from "./stage-now.ts"
import type { DeployedStack } from "./stage-resources.ts"

/** What is broken: what it is, whom it harms, since when, and what to do. */
export type Fault = {
  readonly text: string
  /** Whether the text is in English, whatever the language of the report. Alarms speak English. */
  readonly isEnglish?: true
  /** ISO instant. */
  readonly since?: string | undefined
  /** A command of this project. */
  readonly run?: string
  /** Path of a page of this project. */
  readonly runbook?: string | undefined
}

/** One part of what there is to know of a stage. */
export type ReportPart = {
  readonly name: PartName
  readonly state: "ok" | "toDo" | "unread"
  /** One line. */
  readonly summary: string
  readonly faults: readonly Fault[]
  /** What is worth knowing, and needs nobody. */
  readonly notes: readonly string[]
  readonly figures: readonly (readonly [name: string, value: string])[]
}

type Told = Partial<Omit<ReportPart, "name" | "state">> & { readonly summary: string }

/**
 * How a stage is, part by part, those first that need a person most often. The page at `/hub` and the command `status`
 * say the same, because both show this.
 */
export function reportOn(now: StageNow, stage: string, language: DocumentLanguage): readonly ReportPart[] {
  const tell = {
    ...{ ...tellWork(language), ...tellAlarms(language), ...tellTriggers(language) },
    ...{ ...tellDuties(language), ...tellParties(language), ...tellStage(language), ...tellVisitors(language) },
  }
  const part = <T>(name: PartName, found: Part<T> | undefined, told: (value: T) => Told): readonly ReportPart[] => {
    if (found === undefined) return []
    if (found === "unread") return [{ ...nothing, name, state: "unread", summary: words.partUnread[language] }]
    const report = { ...nothing, ...told(found.value) }
    const faults = report.faults.map((fault) => ({ ...fault, text: sentence(fault.text) }))
    return [{ ...report, faults, name, state: faults.length > 0 ? "toDo" : "ok" }]
  }
  return [
    ...part("alarms", now.alarms, (alarms) => tell.alarms(alarms)),
    ...part("triggers", now.triggers, (triggers) => tell.triggers(triggers)),
    ...part("schedules", now.schedules, (schedules) => tell.schedules(schedules)),
    ...part("deadLetters", now.queues, (queues) => tell.deadLetters(queues, stage)),
    ...part("givenUp", now.givenUp, (count) => tell.givenUp(count, stage)),
    ...part("queues", now.queues, (queues) => tell.queues(queues, now.at)),
    ...part("cases", now.cases, (counts) => tell.cases(counts)),
    ...part("answered", now.answered, (count) => tell.answered(count, stage)),
    ...part("parties", now.parties, (parties) => tell.parties(parties, stage)),
    ...part("contacts", now.contacts, (topics) => tell.contacts(topics)),
    ...part("stacks", now.stacks, (stacks) => tell.stacks(stacks)),
    ...part("buses", now.buses, (names) => tell.buses(names)),
    ...part("lookups", now.lookups, (lookups) => tell.lookups(lookups)),
    ...part("restrictions", now.restrictions, (counts) => tell.restrictions(counts)),
    ...part("settings", now.settings, (changers) => tell.settings(changers)),
  ]
}

const sentence = (text: string): string => (/[.:]$/.test(text) ? text : `${text}.`)

const nothing = { faults: [], notes: [], figures: [] } as const

const runbook = (name: string): string => `docs/runbooks/${name}.md`

/** What waits in queues. */
function tellWork(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  const queueInWords = (queue: QueueFacts) => toldQueue(queue, language)
  const filledOf = (queues: readonly QueueFacts[]) => queues.filter(({ messages }) => messages > 0)
  return {
    queues(queues: readonly QueueFacts[], now: Date): Told {
      const working = queues.filter(({ isForDeadLetters }) => !isForDeadLetters)
      const filled = filledOf(working)
      const inAll = filled.reduce((sum, { messages }) => sum + messages, 0)
      const messages = filled.length === 0 ? say(words.allEmpty) : counted(inAll, nouns.message, language)
      return {
        summary: `${counted(working.length, nouns.queue, language)}, ${messages}`,
        faults: filled.filter(isLate).map((queue) => ({
          text: queueInWords(queue),
          since: instantBefore(now, queue.oldestSeconds),
          runbook: runbook("queue-waiting"),
        })),
        notes: filled.filter((queue) => !isLate(queue)).map(queueInWords),
      }
    },
    deadLetters(queues: readonly QueueFacts[], stage: string): Told {
      const all = queues.filter(({ isForDeadLetters }) => isForDeadLetters)
      const run = `npx wayseal redrive --stage ${stage}`
      return {
        summary: `${say(words.emptyAre)} ${counted(all.length - filledOf(all).length, nouns.queue, language)}`,
        faults: filledOf(all).map((queue) => ({ text: `${queueInWords(queue)}. ${say(words.fixThenRedrive)}`, run })),
      }
    },
    givenUp(count: number, stage: string): Told {
      const run = `npx wayseal redrive --stage ${stage} failures`
      const text = `${counted(count, nouns.givenUp, language)}. ${say(words.fixThenRedrive)}`
      const faults = count === 0 ? [] : [{ text, run, runbook: runbook("stream-gave-up") }]
      return { summary: counted(count, nouns.givenUp, language), faults }
    },
  }
}

/** How much waits in a queue, and for how long. */
function toldQueue({ name, messages, isOfParty, oldestSeconds = 0 }: QueueFacts, language: DocumentLanguage): string {
  const toRead = isOfParty ? ` ${words.forTheParty[language]}` : ""
  const age =
    oldestSeconds === 0
      ? words.ofUnknownAge[language]
      : `${words.theOldestFor[language]} ${durationInWords(oldestSeconds, language)}`
  return labelled(name, `${counted(messages, nouns.message, language)}${toRead}, ${age}`, language)
}

/** The instant so many seconds before another; undefined if they are not known. */
const instantBefore = (now: Date, seconds = 0): string | undefined =>
  seconds === 0 ? undefined : new Date(now.getTime() - seconds * 1_000).toISOString()

/** The alarms, those first that wake somebody. */
function tellAlarms(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    alarms(alarms: readonly AlarmFacts[]): Told {
      if (alarms.length === 0) return { summary: say(words.noAlarm) }
      const raised = alarms
        .filter(isRaised)
        .map((alarm) => ({ ...alarm, ...alarmInWords(alarm) }))
        .sort((one, other) => Number(one.canWait) - Number(other.canWait))
      const unknown = alarms.filter(isWithoutData)
      const text = `${counted(unknown.length, nouns.alarm, language)} ${say(words.withoutData)}`
      const deleted = alarms.filter(isDeleted)
      const unchecked = alarms.filter(isUnchecked).length
      const well = alarms.length - raised.length - unknown.length - deleted.length - unchecked
      return {
        summary: `${say(words.noneRaised)} ${well}`,
        notes: unchecked === 0 ? [] : [`${counted(unchecked, nouns.alarm, language)} ${say(words.unchecked)}`],
        faults: [
          ...raised.map(({ text, since, runbook }) => ({ text, isEnglish: true, since, runbook }) as const),
          ...(unknown.length === 0 ? [] : [{ text, since: unknown.flatMap(({ since }) => since ?? []).sort()[0] }]),
          ...deleted.map(({ name }) => ({ text: labelled(name, say(words.alarmDeleted), language) })),
        ],
      }
    },
  }
}

const nameOn = (bus: string | undefined, name: string): string => (bus === undefined ? name : `${name} (${bus})`)

/** Whether all is on that has to be. */
function tellTriggers(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  const behind = (seconds: number) => `${durationInWords(seconds, language)} ${say(words.behind)}`
  return {
    triggers(triggers: readonly TriggerFacts[]): Told {
      const lags = triggers.flatMap(({ lagSeconds }) => lagSeconds ?? [])
      const most = lags.length === 0 ? say(words.nothingHandled) : `${say(words.atMost)} ${behind(Math.max(...lags))}`
      const on = triggers.filter((trigger) => !isOff(trigger)).length
      return {
        summary: `${say(words.areOn)} ${on}; ${most}`,
        faults: [
          ...triggers.filter(isOff).map(({ kind, name, bus, state }) => ({
            text: `${nameOn(bus, name)} ${say(kind === "rule" ? words.handsOnNothing : words.takesNothing)} ${state}`,
            runbook: runbook("triggers-off"),
          })),
          ...triggers.filter(isLagging).map(({ name, lagSeconds = 0 }) => ({
            text: labelled(name, behind(lagSeconds), language),
            runbook: runbook("stream-lag"),
          })),
        ],
      }
    },
    schedules(schedules: readonly ScheduleFacts[]): Told {
      const namesIn = (wanted: ScheduleFacts["state"]) =>
        schedules.filter(({ state }) => state === wanted).map(({ functionName }) => functionName)
      const isNew = namesIn("new").length
      return {
        summary: `${say(words.ranLately)} ${namesIn("ran").length}`,
        faults: namesIn("silent").map((name) => ({
          text: `${name} ${say(words.didNotRun)}`,
          runbook: runbook("schedule-silent"),
        })),
        notes:
          isNew === 0 ? [] : [labelled(counted(isNew, nouns.notRunYet, language), say(words.stackIsNew), language)],
      }
    },
  }
}

/** Cases and invitations, as counts. */
function tellDuties(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    cases({ openCases, openDuties, dueSoon, overdue, byAge }: CaseCounts): Told {
      const summary = [
        counted(openCases, nouns.openCase, language),
        counted(openDuties, nouns.openDuty, language),
        `${dueSoon} ${say(words.dueSoon)}`,
        `${overdue} ${say(words.overdue)}`,
      ].join(", ")
      const ages = caseAges.map((age) => [say(ageWords[age]), String(byAge[age])] as const)
      const faults = overdue > 0 ? [{ text: say(words.callOwners) }] : []
      return { summary, faults, figures: openCases > 0 ? ages : [] }
    },
    answered(count: number, stage: string): Told {
      if (count === 0) return { summary: say(words.noneWaits) }
      const text = `${counted(count, nouns.invitation, language)} ${say(words.waitForYou)}`
      const run = `npx wayseal parties list --stage ${stage} --state answered`
      return { summary: counted(count, nouns.invitation, language), faults: [{ text, run }] }
    },
  }
}

const wrongWebhooks = { silent: words.webhookSilent, refused: words.webhookRefused, disabled: words.webhookDisabled }

function wrongWith({ webhook, acknowledgedDrill }: PartyFacts): Pair | undefined {
  if (webhook === "none") return acknowledgedDrill ? undefined : words.unproven
  return webhook === "answered" ? undefined : wrongWebhooks[webhook]
}

/** How parties are reached. */
function tellParties(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    parties({ parties, areAll }: PartiesFacts, stage: string): Told {
      const faults = parties.flatMap((party): readonly Fault[] => {
        const what = wrongWith(party)
        if (what === undefined) return []
        const text = labelled(party.partyId, say(what), language)
        if (party.webhook === "disabled") return [{ text, runbook: runbook("webhook-disabled") }]
        return [{ text, run: `npx wayseal drill --stage ${stage} --party ${party.partyId}` }]
      })
      const cut = `${say(words.lookedAtOnly)} ${counted(parties.length, nouns.party, language)}`
      return {
        summary: `${say(words.wereReached)} ${parties.length - faults.length}`,
        faults,
        notes: areAll ? [] : [cut],
      }
    },
    contacts(topics: readonly ContactFacts[]): Told {
      const pending = topics.filter((topic) => topic.pending > 0)
      const confirmed = topics.reduce((sum, topic) => sum + topic.confirmed, 0)
      const told = ({ topic, pending }: ContactFacts) =>
        labelled(topic, `${say(words.notConfirmed)} ${counted(pending, nouns.contact, language)}`, language)
      return {
        summary: `${confirmed} ${say(words.confirmed)}`,
        faults: pending.map((topic) => ({
          text: `${told(topic)}. ${say(words.receiveNothing)}`,
          runbook: runbook("contact-unconfirmed"),
        })),
        notes: topics
          .filter((topic) => topic.confirmed + topic.pending === 0)
          .map(({ topic }) => labelled(topic, say(words.nobodyGets), language)),
      }
    },
  }
}

/** What is deployed, and what parties changed of it. */
function tellStage(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    settings(changers: readonly ChangedNames[]): Told {
      const notes = changers.map(({ partyId, names, changes, changedAt }) => {
        const what = names.length === 0 ? say(words.nothingOwn) : names.join(", ")
        const last = `${say(words.theLastAt)} ${stamp(changedAt, "UTC", language)}`
        return labelled(partyId, `${what}; ${counted(changes, nouns.change, language)}, ${last}`, language)
      })
      return {
        summary: changers.length === 0 ? say(words.noSetting) : counted(changers.length, nouns.party, language),
        notes,
      }
    },
    stacks(stacks: readonly StackFacts[]): Told {
      if (stacks.length === 0) return { summary: say(words.noStack), faults: [{ text: say(words.noStack) }] }
      const told = ({ name, status }: StackFacts) => labelled(name, status, language)
      return {
        summary: stacks.filter(isFinished).map(told).join(", "),
        faults: stacks
          .filter((stack) => !isFinished(stack))
          .map((stack) => ({
            text: told(stack),
            since: stack.changedAt?.toISOString(),
            ...(stack.status.endsWith("FAILED") ? { runbook: runbook("failed-update") } : {}),
          })),
        notes: stacks.filter(isRolledBack).map(({ name }) => `${name} ${say(words.rolledBack)}`),
      }
    },
    buses(names: readonly string[]): Told {
      return names.length === 0
        ? { summary: say(words.noBus), faults: [{ text: say(words.noBus) }] }
        : { summary: names.join(", ") }
    },
  }
}

/** What visitors do, and who of them is refused. */
function tellVisitors(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    lookups({ perMinute, mostInAMinute }: LookupFacts): Told {
      const average = `${decimal(perMinute, language)} ${say(words.aMinute)}`
      return { summary: `${average} ${say(words.inTheLastMinutes)} ${mostInAMinute} ${say(words.inOneMinute)}` }
    },
    restrictions(counts: RestrictionCounts): Told {
      const ofScopes = restrictionScope.options.map((scope) => [say(scopeWords[scope]), String(counts[scope])] as const)
      const said = Object.entries(counts.saidBy).map(
        ([partyId, count]) => [`${say(words.byTheWordOf)} ${partyId}`, String(count)] as const,
      )
      const inAll = restrictionScope.options.reduce((sum, scope) => sum + counts[scope], 0)
      return { summary: counted(inAll, nouns.restriction, language), figures: [...ofScopes, ...said] }
    },
  }
}

type StackFacts = Pick<DeployedStack, "name" | "status" | "changedAt">
