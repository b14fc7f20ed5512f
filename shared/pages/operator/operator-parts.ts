import { type DocumentLanguage, restrictionScope } from "../../base/contracts/words.ts"
import { counted, decimal, labelled, type Pair, stamp } from "../../base/platform/bilingual.ts"
import { type Html, html } from "../kit/html.ts"
import { durationInWords } from "./duration-in-words.ts"
import {
  type AlarmFacts,
  alarmInWords,
  type CaseCounts,
  type ConsumerFacts,
  type ContactFacts,
  caseAges,
  isFinished,
  isIdle,
  isLagging,
  isLate,
  isRaised,
  isRolledBack,
  type QueueFacts,
} from "./facts.ts"
import { ageWords, nouns, type PartName, type PartState, scopeWords, words } from "./operator-words.ts"
import type { ChangedNames, LookupFacts, Part, RestrictionCounts, StageNow } from "./stage-now.ts"
import type { DeployedStack } from "./stage-resources.ts"

/** One part of the page. */
export type PagePart = { readonly name: PartName; readonly state: PartState; readonly content: Html }

/** What the page knows of the stage beside its facts. */
export type StagePlace = {
  readonly stage: string
  /** Where the documentation is, for everybody to read. Absent in a stage without it. */
  readonly documentationUrl?: string | undefined
}

type Judged = { readonly state: "ok" | "toDo"; readonly content: Html }

/** The parts of the page, those first that need a person most often. */
export function partsOf(now: StageNow, place: StagePlace, language: DocumentLanguage): readonly PagePart[] {
  const teller = tellerIn(language)
  const part = <T>(name: PartName, found: Part<T>, tell: (value: T) => Judged): PagePart =>
    found === "unread"
      ? { name, state: "unread", content: html`<p>${words.partUnread[language]}</p>` }
      : { name, ...tell(found.value) }
  const { cases, answered } = now
  return [
    part("alarms", now.alarms, (alarms) => teller.alarms(alarms, place)),
    part("deadLetters", now.queues, (queues) => teller.deadLetters(queues, place)),
    part("queues", now.queues, teller.queues),
    part("consumers", now.consumers, teller.consumers),
    ...(cases === undefined ? [] : [part("cases", cases, teller.cases)]),
    ...(answered === undefined ? [] : [part("answered", answered, (count) => teller.answered(count, place))]),
    part("contacts", now.contacts, teller.contacts),
    part("stacks", now.stacks, teller.stacks),
    part("buses", now.buses, teller.buses),
    part("lookups", now.lookups, teller.lookups),
    part("restrictions", now.restrictions, teller.restrictions),
    part("settings", now.settings, teller.settings),
  ]
}

const ok = (content: Html): Judged => ({ state: "ok", content })
const judged = (needsPerson: boolean, content: Html): Judged => ({ state: needsPerson ? "toDo" : "ok", content })
const paragraph = (text: string): Html => html`<p>${text}</p>`
const list = (items: readonly (Html | string)[]): Html | undefined =>
  items.length === 0 ? undefined : html`<ul>\n${items.map((item) => html`<li>${item}</li>\n`)}</ul>`
const figures = (rows: readonly (readonly [string, string])[]): Html =>
  html`<dl>\n${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>`
const command = (text: string): Html => html`<p><code>${text}</code></p>`

/** Tells the parts of a stage in one language. */
function tellerIn(language: DocumentLanguage) {
  return {
    ...tellQueues(language),
    ...tellFunctions(language),
    ...tellDuties(language),
    ...tellParties(language),
    ...tellStage(language),
  }
}

/** What waits in queues. */
function tellQueues(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  const queueInWords = ({ name, messages, isOfParty, oldestSeconds }: QueueFacts): string => {
    const toRead = isOfParty ? ` ${say(words.forTheParty)}` : ""
    const age =
      oldestSeconds === undefined ? "" : `, ${say(words.theOldestFor)} ${durationInWords(oldestSeconds, language)}`
    return labelled(name, `${counted(messages, nouns.message, language)}${toRead}${age}`, language)
  }
  return {
    queues(queues: readonly QueueFacts[]): Judged {
      const working = queues.filter(({ isForDeadLetters }) => !isForDeadLetters)
      const filled = working.filter(({ messages }) => messages > 0)
      const inAll = filled.reduce((sum, { messages }) => sum + messages, 0)
      const messages = filled.length === 0 ? say(words.allEmpty) : counted(inAll, nouns.message, language)
      const summary = paragraph(`${counted(working.length, nouns.queue, language)}, ${messages}`)
      return judged(filled.some(isLate), html`${summary}\n${list(filled.map(queueInWords))}`)
    },
    deadLetters(queues: readonly QueueFacts[], { stage }: StagePlace): Judged {
      const all = queues.filter(({ isForDeadLetters }) => isForDeadLetters)
      const filled = all.filter(({ messages }) => messages > 0)
      if (filled.length === 0)
        return ok(paragraph(`${say(words.noneIn)} ${counted(all.length, nouns.queue, language)}.`))
      const advice = html`${paragraph(say(words.fixThenRedrive))}${command(`npx wayseal redrive --stage ${stage}`)}`
      return judged(true, html`${list(filled.map(queueInWords))}\n${advice}`)
    },
  }
}

/** Who works on it, and the alarms. */
function tellFunctions(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    consumers(consumers: readonly ConsumerFacts[]): Judged {
      const streams = consumers.filter(({ isOfStream }) => isOfStream)
      const lags = streams.flatMap(({ lagSeconds }) => lagSeconds ?? [])
      const behind = (seconds: number) => `${durationInWords(seconds, language)} ${say(words.behind)}`
      const most = lags.length === 0 ? say(words.nothingHandled) : `${say(words.atMost)} ${behind(Math.max(...lags))}.`
      const faults = [
        ...consumers
          .filter(isIdle)
          .map(({ functionName, state }) => `${functionName} ${say(words.takesNothing)} ${state}`),
        ...streams
          .filter(isLagging)
          .map(({ functionName, lagSeconds = 0 }) => labelled(functionName, behind(lagSeconds), language)),
      ]
      const summary = paragraph(`${counted(streams.length, nouns.consumer, language)}. ${most}`)
      return judged(faults.length > 0, html`${summary}\n${list(faults)}`)
    },
    alarms(alarms: readonly AlarmFacts[], { documentationUrl }: StagePlace): Judged {
      const raised = alarms.filter(isRaised)
      if (raised.length === 0) return ok(paragraph(`${say(words.noneRaised)} ${alarms.length}.`))
      const items = raised.map((alarm) => {
        const { text, runbook } = alarmInWords(alarm)
        return html`<span lang="en">${text}</span> ${wayTo(runbook, documentationUrl, say(words.runbook))}`
      })
      return judged(true, html`${list(items)}`)
    },
  }
}

/** The way to a runbook: a link where the documentation is served, and else its path in this project. */
function wayTo(runbook: string | undefined, documentationUrl: string | undefined, label: string): Html | undefined {
  if (runbook === undefined) return undefined
  if (documentationUrl === undefined) return html`${label} <code>${runbook}</code>`
  const name = runbook.replace(/^docs\//, "").replace(/\.md$/, "")
  return html`<a href="${documentationUrl}/${name}.html">${label} ${name.replace("runbooks/", "")}</a>`
}

/** Cases and invitations, as counts. */
function tellDuties(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    cases({ openCases, openDuties, dueSoon, overdue, byAge }: CaseCounts): Judged {
      const summary = [
        counted(openCases, nouns.openCase, language),
        counted(openDuties, nouns.openDuty, language),
        `${dueSoon} ${say(words.dueSoon)}`,
        `${overdue} ${say(words.overdue)}`,
      ].join(", ")
      const ages = caseAges.map((age) => [say(ageWords[age]), String(byAge[age])] as const)
      const advice = overdue > 0 ? paragraph(say(words.callOwners)) : undefined
      return judged(overdue > 0, html`${paragraph(summary)}\n${openCases > 0 ? figures(ages) : undefined}\n${advice}`)
    },
    answered(count: number, { stage }: StagePlace): Judged {
      if (count === 0) return ok(paragraph(say(words.noneWaits)))
      const text = `${counted(count, nouns.invitation, language)} ${say(words.waitForYou)}`
      return judged(
        true,
        html`${paragraph(text)}${command(`npx wayseal parties list --stage ${stage} --state answered`)}`,
      )
    },
  }
}

/** What parties have yet to do, and what they changed. */
function tellParties(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    contacts(topics: readonly ContactFacts[]): Judged {
      const pending = topics.filter((topic) => topic.pending > 0)
      const confirmed = topics.reduce((sum, topic) => sum + topic.confirmed, 0)
      const items = pending.map(({ topic, pending: count }) =>
        labelled(topic, `${say(words.notConfirmed)} ${counted(count, nouns.contact, language)}`, language),
      )
      const advice = pending.length > 0 ? paragraph(say(words.receiveNothing)) : undefined
      const summary = paragraph(`${confirmed} ${say(words.confirmed)}`)
      return judged(pending.length > 0, html`${summary}\n${list(items)}\n${advice}`)
    },
    settings(changers: readonly ChangedNames[]): Judged {
      if (changers.length === 0) return ok(paragraph(say(words.noSetting)))
      const items = changers.map(({ partyId, names, changes, changedAt }) => {
        const what = names.length === 0 ? say(words.nothingOwn) : names.join(", ")
        const last = `${say(words.theLastAt)} ${stamp(changedAt, "UTC", language)}`
        return labelled(partyId, `${what}; ${counted(changes, nouns.change, language)}, ${last}`, language)
      })
      return ok(html`${list(items)}`)
    },
  }
}

/** What is deployed, and what visitors do. */
function tellStage(language: DocumentLanguage) {
  const say = (text: Pair) => text[language]
  return {
    stacks(stacks: readonly Pick<DeployedStack, "name" | "status">[]): Judged {
      if (stacks.length === 0) return judged(true, paragraph(say(words.noStack)))
      const items = stacks.map((stack) => {
        const text = labelled(stack.name, stack.status, language)
        return isRolledBack(stack) ? `${text} (${say(words.rolledBack)})` : text
      })
      return judged(!stacks.every(isFinished), html`${list(items)}`)
    },
    buses(names: readonly string[]): Judged {
      return names.length === 0 ? judged(true, paragraph(say(words.noBus))) : ok(html`${list(names)}`)
    },
    lookups({ perMinute, mostInAMinute }: LookupFacts): Judged {
      const average = `${decimal(perMinute, language)} ${say(words.aMinute)}`
      return ok(paragraph(`${average} ${say(words.inTheLastMinutes)} ${mostInAMinute} ${say(words.inOneMinute)}.`))
    },
    restrictions(counts: RestrictionCounts): Judged {
      const ofScopes = restrictionScope.options.map((scope) => [say(scopeWords[scope]), String(counts[scope])] as const)
      const said = Object.entries(counts.saidBy).map(
        ([partyId, count]) => [`${say(words.byTheWordOf)} ${partyId}`, String(count)] as const,
      )
      return ok(figures([...ofScopes, ...said]))
    },
  }
}
