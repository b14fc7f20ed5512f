import type * as z from "zod"
import { derivedId } from "../../base/contracts/envelope.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import {
  type askedByRegulator,
  type Correspondence,
  isUnanswered,
  mostCorrespondence,
  noCorrespondence,
  type Question,
  type questionAnswered,
  type termExtended,
  type toldOutside,
} from "../cases/correspondence.ts"
import { regulators } from "../law/regulators.ts"
import { isInFuture } from "../time-in-future.ts"
import type { TimelineData } from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct, readNothing } from "./act.ts"
import type { Action } from "./action.ts"
import type { Acting, Decision } from "./decide-act.ts"

type Given<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>

/** What a party records: a regulator's question, what becomes of it, or whom outside it told. */
export type CorrespondenceStep =
  | ({ step: "asked" } & Given<typeof askedByRegulator>)
  | ({ step: "extended"; questionId: string; dueAt: string } & Given<typeof termExtended>)
  | ({ step: "answered"; questionId: string } & Given<typeof questionAnswered>)
  | ({ step: "told" } & Given<typeof toldOutside>)

type Corresponded = { questionId?: string }

/**
 * Records letters from and to regulators and others outside, also when the case is closed. The party alone sees them.
 * The timeline has dates, regulator and addressee, and none of the texts.
 */
export function correspond(desk: CaseDesk, action: Action, step: CorrespondenceStep) {
  return act(desk, action, corresponding, step)
}

const corresponding: KindOfAct<CaseDesk, CorrespondenceStep, undefined, Corresponded> = {
  alsoWhenClosed: true,
  read: readNothing,
  decide(acting, given) {
    switch (given.step) {
      case "asked":
        return asked(acting, given)
      case "extended":
        return extended(acting, given)
      case "answered":
        return answered(acting, given)
      case "told":
        return told(acting, given)
    }
  },
}

type Step<Name extends CorrespondenceStep["step"]> = Extract<CorrespondenceStep, { step: Name }>

function asked(acting: Acting, { step: _, ...given }: Step<"asked">): Decision<Corresponded> {
  const { questions } = known(acting)
  const { regulator, at, dueAt } = given
  if (!regulators.has(regulator)) return { refused: "unknownRegulator" }
  if (isInFuture(at, acting.at)) return { refused: "correspondenceInFuture" }
  if (Date.parse(dueAt) <= Date.parse(at)) return { refused: "termTooEarly" }
  if (questions.length >= mostCorrespondence.questions) return { refused: "tooMuchCorrespondence" }
  const questionId = derivedId("question", acting.action.actionId)
  const question: Question = { questionId, ...given, alarms: { escalations: 0 } }
  const data = { questionId, regulator, at, dueAt }
  // The watch reminds of it, also in a case that has ended.
  const watched = { partyId: "hub" } as const
  return {
    case: watched,
    ...recorded(acting, { questions: [...questions, question] }, { type: "RegulatorAsked", data }),
  }
}

function extended(acting: Acting, { questionId, dueAt, reason }: Step<"extended">): Decision<Corresponded> {
  const question = openQuestion(acting, questionId)
  if ("refused" in question) return question
  if (Date.parse(dueAt) <= Date.parse(question.dueAt)) return { refused: "termTooEarly" }
  const { regulator } = question
  const next: Question = { ...question, dueAt, extension: { reason }, alarms: { escalations: 0 } }
  return replaced(acting, next, { type: "RegulatorTermExtended", data: { questionId, regulator, dueAt } })
}

function answered(acting: Acting, { questionId, at, reference }: Step<"answered">): Decision<Corresponded> {
  const question = openQuestion(acting, questionId)
  if ("refused" in question) return question
  if (isInFuture(at, acting.at)) return { refused: "correspondenceInFuture" }
  const next: Question = { ...question, answered: { at, reference } }
  const data = { questionId, regulator: question.regulator, at }
  return replaced(acting, next, { type: "RegulatorAnswered", data })
}

function told(acting: Acting, { step: _, ...given }: Step<"told">): Decision<Corresponded> {
  const { told: before } = known(acting)
  const { addressee, at, content } = given
  if (isInFuture(at, acting.at)) return { refused: "correspondenceInFuture" }
  if (before.length >= mostCorrespondence.told) return { refused: "tooMuchCorrespondence" }
  const document = content.kind === "document" ? { documentId: content.documentId } : {}
  return recorded(acting, { told: [...before, given] }, { type: "OutsiderTold", data: { addressee, at, ...document } })
}

const known = ({ own }: Acting): Correspondence => own.correspondence ?? noCorrespondence

function openQuestion(acting: Acting, questionId: string): Question | { refused: "unknownQuestion" | "questionOver" } {
  const question = known(acting).questions.find((one) => one.questionId === questionId)
  if (question === undefined) return { refused: "unknownQuestion" }
  return isUnanswered(question) ? question : { refused: "questionOver" }
}

type Entry = { type: TimelineEntryType; data: TimelineData & { questionId?: string } }

function replaced(acting: Acting, next: Question, entry: Entry): Decision<Corresponded> {
  const questions = known(acting).questions.map((one) => (one.questionId === next.questionId ? next : one))
  return recorded(acting, { questions }, entry)
}

function recorded(acting: Acting, changed: Partial<Correspondence>, { type, data }: Entry): Decision<Corresponded> {
  const { own, viewer } = acting
  const { questionId } = data
  return {
    items: [{ ...own, correspondence: { ...known(acting), ...changed } }],
    entries: [{ actor: own.alias, type, data, visibleTo: readersOf(type, viewer) }],
    more: questionId === undefined ? {} : { questionId },
  }
}
