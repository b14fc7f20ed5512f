import type { DutyKind } from "../../base/contracts/words.ts"
import { fillFrench } from "../../base/platform/french.ts"

/** A text with gaps: `{case}`, `{time}`. A translation keeps the gaps and may move them. */
type Text = string

/** Every text of a mail to a party, in one language. Each language is a file of its own, for a translator to edit. */
export type MailWords = {
  /** Subjects. SNS takes 100 characters, gaps filled. `by` is `actBy`, `actNow` or nothing. */
  readonly subjects: {
    readonly actBy: Text
    readonly actNow: Text
    readonly opened: Text
    readonly grown: Text
    readonly notAcknowledged: Text
    readonly merged: Text
    readonly closed: Text
    readonly ownDutyDue: Text
    readonly ownDutyOverdue: Text
    readonly ownDutyRequested: Text
    readonly otherDutyDue: Text
    readonly otherDutyOverdue: Text
    readonly otherDutyUnanswered: Text
  }
  /** The subjects of one mail about several duties. `count` is at least 2. */
  readonly subjectsOfSeveral: {
    readonly ownDutyDue: Text
    readonly ownDutyOverdue: Text
    readonly ownDutyRequested: Text
    readonly otherDutyDue: Text
    readonly otherDutyOverdue: Text
    readonly otherDutyUnanswered: Text
  }
  /** The mail about a day of refused attempts. `reported` stands in it if a party says what its tool showed. */
  readonly attempts: {
    readonly subject: Text
    readonly first: Text
    readonly what: Text
    readonly reported: Text
    readonly noCase: Text
    readonly heading: Text
    readonly count: Text
  }
  /** What to do first: the first line of a mail, before a link. */
  readonly first: {
    readonly acknowledge: Text
    readonly seeNew: Text
    readonly useLeading: Text
    readonly nothing: Text
    readonly answer: Text
    readonly request: Text
    readonly takeOver: Text
  }
  readonly sentences: {
    readonly escalation: Text
    readonly notAcknowledged: Text
    readonly replaces: Text
    readonly tellMore: Text
    readonly mergedInto: Text
    /** `count` shipments; `none`: their number is not known. */
    readonly whatHappened: { readonly none: Text; readonly one: Text; readonly many: Text }
    readonly resolved: Text
    readonly falseAlarm: Text
    readonly falseAlarmAssessed: Text
    readonly unlessNotOwed: { readonly one: Text; readonly many: Text }
    readonly unansweredOwn: Text
    readonly otherDue: Text
    readonly otherOverdue: Text
    readonly otherUnanswered: Text
    /** The same before a list of duties with one due time. */
    readonly otherDueAll: Text
    readonly otherOverdueAll: Text
    readonly otherUnansweredAll: Text
    readonly mayTakeOver: Text
  }
  readonly headings: {
    readonly situation: Text
    readonly merged: Text
    readonly duties: Text
    readonly dutiesDone: Text
    readonly next: Text
  }
  /** What stands before a colon. */
  readonly labels: {
    readonly tool: Text
    readonly vouchedBy: Text
    readonly shipments: Text
    readonly possible: Text
    readonly seen: Text
    readonly notSeen: Text
    readonly period: Text
    readonly openCase: Text
    readonly dossier: Text
  }
  /** In place of what nobody can know, because nobody reports the lookups in the tool. */
  readonly notKnown: Text
  readonly ofAllOrders: Text
  /** Steps before a link. */
  readonly steps: {
    readonly seeShipments: Text
    readonly assess: Text
    readonly doDuties: Text
    readonly record: Text
    readonly recordNotOwed: Text
    readonly recordEach: Text
    readonly recordEachNotOwed: Text
  }
  readonly tasks: Readonly<Record<DutyKind, Text>>
  /** The same for a subject. */
  readonly briefTasks: Readonly<Record<DutyKind, Text>>
  readonly taskTowards: { readonly people: Text; readonly party: Text }
  readonly someParty: { readonly retailer: Text; readonly carrier: Text }
  /** Entries of the calendar. */
  readonly calendar: { readonly legalDeadline: Text; readonly target: Text; readonly due: Text }
  readonly duty: {
    readonly by: Text
    readonly late: Text
    readonly othersLate: Text
    /** Before a list of duties with one due time, each as `each`. */
    readonly allBy: Text
    readonly allLate: Text
    readonly each: Text
    readonly undated: Text
    readonly takenOver: Text
    readonly offered: Text
    readonly done: Text
    readonly notOwed: Text
    readonly legalDeadline: Text
    /** Of a duty that has a legal deadline and an earlier target. Read before and after the target. */
    readonly legalDeadlineAndTarget: Text
    /** `law` can name one section or several, so no verb may depend on it. */
    readonly target: Text
    readonly law: Text
  }
}

/** A gap of a text has no value: a fault of this program or of a translation. */
export class GapUnfilled extends Error {
  override name = "GapUnfilled"
}

/** The text with its gaps filled, as French joins words: English has none that they change. @throws GapUnfilled */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  fillFrench(text, (name) => {
    const value = values[name]
    if (value === undefined) throw new GapUnfilled(`A mail has no value for ${name}`)
    return value
  })
