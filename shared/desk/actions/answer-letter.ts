import { createHash } from "node:crypto"
import { derivedId } from "../../base/contracts/envelope.ts"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Party } from "../../parties/party.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { LetterRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { LetterAnswer } from "../cases/letter-rows.ts"
import { type AnswerFiles, type EvidenceFile, evidenceKeyOf } from "../evidence-file.ts"
import { safeFileName } from "../evidence-name.ts"
import type { LetterStep, StoredFile } from "../letters/act-by-letter.ts"
import { fits } from "../letters/letter-answers.ts"
import { isOpen, letterByToken } from "../letters/letters-of-case.ts"
import { acknowledge } from "./acknowledge.ts"
import { act, type KindOfAct, readNothing } from "./act.ts"
import { actOnDuty } from "./act-on-duty.ts"
import type { Action } from "./action.ts"
import { nameSeal } from "./add-evidence.ts"
import { recordMeasure } from "./record-measure.ts"
import type { Refusal } from "./refusal.ts"

export type AnsweringDesk = CaseDesk & {
  readonly sealer: Pick<Sealer, "seal">
  readonly evidenceFiles: AnswerFiles
}

/** A file as it came with a form. */
export type SentFile = Pick<EvidenceFile, "name" | "contentType"> & { readonly content: Uint8Array }

/** What somebody with the link of a letter does: acknowledge it, or answer it. */
export type GivenStep = { readonly kind: "acknowledge" } | { readonly answer: LetterAnswer; readonly file?: SentFile }

/**
 * What came of it. `late`: the answer is recorded, but the case no longer allowed what it says. `answeredBefore`:
 * another answer was first, and this one is not recorded. `closed`: the link does not count. `misfit`: it is no answer
 * to what the letter asks.
 */
export type LetterOutcome = "acknowledged" | "answered" | "late" | "answeredBefore" | "closed" | "misfit"

/**
 * Does what a counterparty answers by the link of a letter, through the same actions as those of any party. An answer
 * spends the link: of two at once one is recorded, and the same answer twice is one.
 *
 * @throws CaseBusy while the case is merged or others change it
 */
export async function answerLetter(desk: AnsweringDesk, token: string, given: GivenStep): Promise<LetterOutcome> {
  const found = await letterByToken(desk, token)
  if (found === undefined) return "closed"
  const { letter, current } = found
  if (letter.state === "answered") return outcomeOfAnswered(letter, given)
  const at = desk.clock().toISOString()
  if (!isOpen(letter, at)) return "closed"
  if ("answer" in given && !fits(letter.request, given.answer, given.file !== undefined)) return "misfit"
  const [own] = await desk.cases.items([caseKeys.party(current.caseId, letter.to)])
  const party = await desk.parties.byId(letter.to)
  if (own?.type !== "party" || party === undefined) return "closed"
  const step = await stepOf(desk, letter, given)
  const result = await carryOut(desk, { party, caseAlias: own.alias, letter, step, at })
  if (!("refused" in result)) return step.kind === "acknowledge" ? "acknowledged" : "answered"
  if (result.refused === "answerTooLate") return step.kind === "acknowledge" ? "acknowledged" : "late"
  const now = await letterByToken(desk, token)
  return now?.letter.state === "answered" ? outcomeOfAnswered(now.letter, given) : "closed"
}

/** The same answer again has the outcome of the first time. */
function outcomeOfAnswered({ answer, file, late }: LetterRow, given: GivenStep): LetterOutcome {
  if (!("answer" in given)) return "closed"
  const isSame =
    answer !== undefined &&
    canonicalJson(answer) === canonicalJson(given.answer) &&
    file?.sha256 === (given.file === undefined ? undefined : sha256Of(given.file.content))
  if (!isSame) return "answeredBefore"
  return late === undefined ? "answered" : "late"
}

const sha256Of = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex")

/** The step with its file stored. The bytes are stored first: an answer never names a file that is not there. */
async function stepOf(desk: AnsweringDesk, letter: LetterRow, given: GivenStep): Promise<LetterStep> {
  if (!("answer" in given)) return given
  const { answer, file } = given
  return { kind: "answer", answer, ...(file === undefined ? {} : { file: await storedFile(desk, letter, file) }) }
}

async function storedFile(
  desk: AnsweringDesk,
  { letterId, by }: LetterRow,
  { name, contentType, content }: SentFile,
): Promise<StoredFile> {
  const declared = { contentType, bytes: content.length, sha256: sha256Of(content) }
  const evidenceId = derivedId("evidence", letterId, declared.sha256)
  await desk.evidenceFiles.store(evidenceKeyOf(desk, by, evidenceId), declared, content)
  return {
    evidenceId,
    ...declared,
    sealedName: await desk.sealer.seal(...nameSeal(by, evidenceId), safeFileName(name)),
  }
}

type Carried = { party: Party; caseAlias: string; letter: LetterRow; step: LetterStep; at: string }

function carryOut(desk: CaseDesk, { party, caseAlias, letter, step, at }: Carried): Promise<Refusal | object> {
  const { letterId, linkHash = "", request } = letter
  const sha256 = step.kind === "answer" ? (step.file?.sha256 ?? "") : ""
  const answer = step.kind === "answer" ? step.answer : undefined
  const actionId = derivedId("letter-step", letterId, canonicalJson(answer ?? step.kind), sha256)
  const action: Action = { party, caseAlias, actionId, byLetter: { letterId, linkHash, step } }
  if (answer === undefined) return acknowledge(desk, action, at)
  if (request.kind === "doDuty" && (answer.kind === "accept" || answer.kind === "decline")) {
    const { dutyId } = request
    const operation = answer.kind === "accept" ? ({ operation: "accept" } as const) : declining(answer)
    return actOnDuty(desk, action, { duty: { dutyId }, step: operation, at })
  }
  if (answer.kind === "stopped") return recordMeasure(desk, action, { kind: "containment", code: "toolSuspended", at })
  return act(desk, action, answering, undefined)
}

/** What a letter says is noted with every action that is done by it. Other answers do nothing more. */
const answering: KindOfAct<CaseDesk, undefined, undefined, object> = {
  alsoWhenClosed: true,
  read: readNothing,
  decide: () => ({ entries: [], more: {} }),
}

const declining = ({ reason }: Extract<LetterAnswer, { kind: "decline" }>) =>
  ({ operation: "decline", reason }) as const
