import { type PartyKind, publicNoticeGround } from "../../base/contracts/words.ts"
import { capital, count, type Pair, pair, sentenceList } from "../../base/platform/bilingual.ts"
import { french } from "../../base/platform/french.ts"
import type { Duty } from "./duty.ts"
import { isOverdue } from "./duty.ts"
import { receiptsOf } from "./duty-operations.ts"
import { isTestOfRisk, type LegalQuestion } from "./legal-questions.ts"

/** What would remove an obstacle to closing: in a sentence, for whom, and by which call. In both languages. */

/** A duty with its id and its law's name. */
export type ObstructingDuty = { readonly dutyId: string; readonly duty: Duty; readonly law: Pair }

/** The path of the reader's case, such as `/v1/cases/WS-7K2Q9M4XTB`. */
type CasePath = string

/** A party as the reader may name it: by its public name, or by its kind. */
export const partyInWords = ({ kind, alias }: { kind: PartyKind; alias?: string | undefined }): Pair => {
  if (alias !== undefined) return pair(alias, alias)
  return kind === "carrier" ? pair("the carrier", "le transporteur") : pair("a retailer", "un détaillant")
}

const join = (...parts: readonly (Pair | undefined)[]): Pair => {
  const said = parts.filter((part) => part !== undefined)
  return pair(said.map(({ en }) => en).join(" "), said.map(({ fr }) => fr).join(" "))
}

const dutyCall = (path: CasePath, { dutyId }: ObstructingDuty) => `POST ${path}/duties/${dutyId}`

/** How a legal test is answered with no. */
const answeredNo = (path: CasePath, { law, test, factors }: LegalQuestion, name: Pair): Pair => {
  const codes = factors.map(({ code }) => code)
  const call = `POST ${path}/facts`
  const ownFactors = isTestOfRisk(test)
    ? pair(" and the factors that you weighed", " et les facteurs pesés")
    : pair("", "")
  const weighed =
    codes.length === 0
      ? ownFactors
      : pair(` and the factors ${sentenceList(codes, "en")}`, ` et les facteurs ${sentenceList(codes, "fr")}`)
  return pair(
    `answer the legal test ${test} of ${name.en} with no${weighed.en}: ${call} with the assessment of ${law}`,
    `répondez non au critère ${test} (${name.fr})${weighed.fr} : ${call} avec l’évaluation de ${law}`,
  )
}

/** The questions under which the party can say that the law does not ask for it. */
const unlessNo = (path: CasePath, questions: readonly LegalQuestion[], nameOf: (law: string) => Pair) => {
  if (questions.length === 0) return undefined
  const ways = questions.map((question) => answeredNo(path, question, nameOf(question.law)))
  return pair(
    `If the law does not ask for it: ${ways.map(({ en }) => en).join("; and ")}.`,
    `Si la loi ne le demande pas : ${ways.map(({ fr }) => fr).join("; et ")}.`,
  )
}

/** People of the party whom nobody has notified. @param questions those of laws under which a notice is not excused */
export const notifyPeople = (
  path: CasePath,
  { notNotified, laws }: { notNotified: number; laws: readonly string[] },
  questions: readonly LegalQuestion[],
  nameOf: (law: string) => Pair,
): Pair => {
  const record = pair(
    `Record with POST ${path}/receipts that the people of ${count(notNotified, "en")} ${notNotified === 1 ? "shipment" : "shipments"} were notified, directly or by public notice.`,
    `Consignez avec POST ${path}/receipts que les personnes de ${count(notNotified, "fr")} ${notNotified === 1 ? "envoi" : "envois"} ont été avisées, directement ou par avis public.`,
  )
  if (laws.length > 0) return join(record, unlessNo(path, questions, nameOf))
  return join(
    record,
    pair(
      `Or, as no law that is configured for you asks for it, say why nobody has to be notified: ${assessedWithoutLaw(path).en}.`,
      `Ou, puisqu’aucune loi configurée pour vous ne le demande, dites pourquoi personne n’est à aviser : ${assessedWithoutLaw(path).fr}.`,
    ),
  )
}

const unlessExcused = (path: CasePath, owed: ObstructingDuty): Pair => {
  const call = dutyCall(path, owed)
  const excuses = owed.duty.excuses.join(", ")
  return pair(
    `If a reason excuses it (${excuses}): ${call} with operation assessNotOwed.`,
    `Si un motif vous en dispense (${excuses}) : ${call} avec l’opération assessNotOwed.`,
  )
}

/** A duty of the reader that is neither done nor assessed as not owed. */
export const dischargeOwn = (path: CasePath, owed: ObstructingDuty, question: LegalQuestion | undefined): Pair => {
  const { duty, law } = owed
  const [receipt] = receiptsOf[duty.kind]
  const call = dutyCall(path, owed)
  const excused = question === undefined && duty.excuses.length > 0 ? unlessExcused(path, owed) : undefined
  return join(
    beginningOf(duty),
    pair(
      `Give its receipt once it is done: ${call} with operation discharge and a receipt of the kind ${receipt}.`,
      `Donnez son récépissé une fois qu’elle est remplie : ${call} avec l’opération discharge et un récépissé du genre ${receipt}.`,
    ),
    question === undefined ? excused : unlessNo(path, [question], () => law),
  )
}

/** A duty of the reader to tell somebody, of shipments that were exposed: why it is not owed has to be on record. */
export const assessOwn = (path: CasePath, owed: ObstructingDuty, question: LegalQuestion | undefined): Pair => {
  const { duty, law } = owed
  return join(
    question === undefined ? undefined : unlessNo(path, [question], () => law),
    duty.excuses.length === 0 ? undefined : unlessExcused(path, owed),
    pair(
      "If it is owed, do it and close the case as resolved.",
      "Si elle est due, remplissez l’obligation et clôturez le dossier comme résolu.",
    ),
  )
}

/** The same of a party that no law asks to notify people. */
export const explainExposure = (path: CasePath): Pair =>
  pair(
    `Shipments of yours were exposed, or possibly so. Say why nobody has to be notified: ${assessedWithoutLaw(path).en}.`,
    `Certains de vos envois ont été exposés, ou l’ont peut-être été. Dites pourquoi personne n’est à aviser : ${assessedWithoutLaw(path).fr}.`,
  )

const assessedWithoutLaw = (path: CasePath): Pair =>
  pair(
    `POST ${path}/facts with an assessment without law, and met no`,
    `POST ${path}/facts avec une évaluation sans loi, et met no`,
  )

/** Of a case about the tool of a carrier that takes no part. */
export const closeAsResolved = (path: CasePath, carrier: Pair): Pair =>
  pair(
    `${capital(carrier.en)} takes no part in the exchange, so nobody can know that its tool showed nothing. Close the case as resolved: POST ${path}/closing with outcome resolved.`,
    `${capital(carrier.fr)} ne participe pas à la plateforme d’échange : nul ne peut savoir que son outil n’a rien affiché. Clôturez le dossier comme résolu : POST ${path}/closing avec outcome resolved.`,
  )

const beginningOf = ({ state }: Duty): Pair | undefined => {
  if (state === "declined")
    return pair(
      "You declined it, and it is still asked of you.",
      "Vous l’avez refusée, et elle vous est encore demandée.",
    )
  if (state === "offered")
    return pair(
      "Another party offers to do it: answer with operation acceptOffer or refuseOffer.",
      "Une autre partie offre de la remplir : répondez avec l’opération acceptOffer ou refuseOffer.",
    )
  if (state === "takenOver")
    return pair(
      "Another party has taken it over and can give its receipt, and so can you.",
      "Une autre partie l’a prise en charge et peut donner son récépissé; vous aussi.",
    )
  return undefined
}

/**
 * A duty of another party, as the reader may see it.
 *
 * @param owner the other party
 * @param reader id of the reader, and the instant at which it reads
 */
export const settledElsewhere = (
  path: CasePath,
  owed: ObstructingDuty,
  owner: Pair,
  reader: { id: string; at: string },
): Pair => {
  const { duty } = owed
  const call = dutyCall(path, owed)
  const who = pair(capital(owner.en), capital(owner.fr))
  const takeOver = pair(
    `Take it over with ${call} and operation takeOver, do it, and give its receipt with operation discharge.`,
    `Prenez-la en charge avec ${call} et l’opération takeOver, remplissez-la, et donnez son récépissé avec l’opération discharge.`,
  )
  if (duty.takenOver?.by === reader.id)
    return pair(
      `You took it over from ${owner.en}. Give its receipt: ${call} with operation discharge.`,
      french`Vous l’avez prise en charge à la place de ${owner.fr}. Donnez son récépissé : ${call} avec l’opération discharge.`,
    )
  if (duty.offered?.by === reader.id && duty.state === "offered")
    return pair(`${who.en} has to answer your offer to do it.`, `${who.fr} doit répondre à votre offre.`)
  if (duty.state === "declined") return join(pair(`${who.en} declined it.`, `${who.fr} l’a refusée.`), takeOver)
  if (duty.state === "unanswered")
    return join(pair(`${who.en} did not answer.`, `${who.fr} n’a pas répondu.`), takeOver)
  if (duty.state === "accepted" && isOverdue(duty, reader.at))
    return join(pair(`${who.en} accepted it and is late.`, `${who.fr} l’a acceptée et est en retard.`), takeOver)
  if (duty.state === "accepted" || duty.state === "requested")
    return pair(`${who.en} has to do it and give its receipt.`, `${who.fr} doit la remplir et donner son récépissé.`)
  return pair(
    `${who.en} has to do it and give its receipt. Ask for it with ${call} and operation request.`,
    `${who.fr} doit la remplir et donner son récépissé. Demandez-la avec ${call} et l’opération request.`,
  )
}

/** A duty of another party that the reader does not see. */
export const hiddenElsewhere = (owner: Pair): Pair =>
  pair(
    `${capital(owner.en)} has to do a duty of its own, or to assess it as not owed. You can do nothing for it.`,
    `${capital(owner.fr)} doit remplir une obligation qui lui est propre, ou l’évaluer comme non due. Vous n’y pouvez rien.`,
  )

/** People of another party whom nobody has notified: of a carrier they are also the reader's. */
export const notifyPeopleElsewhere = (path: CasePath, other: Pair, kind: PartyKind): Pair => {
  const who = pair(capital(other.en), capital(other.fr))
  const whose =
    kind === "carrier"
      ? pair("to whom it delivered for you", "à qui il a livré pour vous")
      : pair("whose parcels you delivered for it", "dont vous avez livré les colis pour lui")
  return pair(
    `A notice to the people ${whose.en} is open for ${other.en}. ${who.en} records with POST /receipts in its case that they were notified, or you do with POST ${path}/receipts; or ${other.en} answers the legal tests of its own laws with no.`,
    `Un avis aux personnes ${whose.fr} reste dû par ${other.fr}. ${who.fr} consigne avec POST /receipts dans son dossier qu’elles ont été avisées, ou vous avec POST ${path}/receipts; ou ${other.fr} répond non aux critères de ses propres lois.`,
  )
}

/** People were notified by public notice of the reader, which laws allow for some reasons only. */
export const explainPublicNotice = (path: CasePath): Pair => {
  const grounds = publicNoticeGround.options.join(", ")
  return pair(
    `Say why you notified by public notice and not directly: POST ${path}/facts with a publicNoticeGround (${grounds}).`,
    `Dites pourquoi vous avez avisé par avis public et non directement : POST ${path}/facts avec un publicNoticeGround (${grounds}).`,
  )
}

/** The same of another party. */
export const explainPublicNoticeElsewhere = (other: Pair): Pair =>
  pair(
    `${capital(other.en)} has to say why it notified by public notice and not directly.`,
    `${capital(other.fr)} doit dire pourquoi il a avisé par avis public et non directement.`,
  )

/** The reader promised people to write to them again. */
export const writeAgain = (path: CasePath): Pair =>
  pair(
    `You promised people to write again. Once you have written to all of them: POST ${path}/facts with wroteAgainAt. If no notice made the promise: writeAgainBy null.`,
    `Vous avez promis d’écrire de nouveau. Une fois que vous avez écrit à tous : POST ${path}/facts avec wroteAgainAt. Si aucun avis n’a fait cette promesse : writeAgainBy null.`,
  )

/** The same of another party. */
export const writeAgainElsewhere = (other: Pair): Pair =>
  pair(
    `${capital(other.en)} promised people to write to them again, and has not stated yet that it has.`,
    `${capital(other.fr)} a promis d’écrire de nouveau aux personnes, et n’a pas encore déclaré l’avoir fait.`,
  )

/** @param operator the party whose tool was used, or `self`; undefined: the hub's own tool */
export const attestContainment = (path: CasePath, operator: Pair | "self" | undefined): Pair => {
  const call = `POST ${path}/measures`
  const measure = pair(
    `${call} with kind containment and code containmentAttested`,
    `${call} avec kind containment et code containmentAttested`,
  )
  if (operator === "self")
    return pair(
      `Once your tool shows this no more, attest it: ${measure.en}.`,
      `Une fois que votre outil ne le montre plus, attestez-le : ${measure.fr}.`,
    )
  if (operator === undefined)
    return pair(
      `Once the breach has ended, attest it: ${measure.en}.`,
      `Une fois l’atteinte terminée, attestez-le : ${measure.fr}.`,
    )
  return pair(
    `${capital(operator.en)} runs the tool and attests that the breach has ended with POST /measures in its case; so can you: ${measure.en}.`,
    `${capital(operator.fr)} exploite l’outil et atteste la fin de l’atteinte avec POST /measures dans son dossier; vous le pouvez aussi : ${measure.fr}.`,
  )
}

export const answerRegulator = (path: CasePath): Pair =>
  pair(
    `A regulator waits for your answer. Once it is sent, record it: POST ${path}/correspondence with step answered.`,
    `Une autorité attend votre réponse. Une fois envoyée, consignez-la : POST ${path}/correspondence avec step answered.`,
  )

export const waitForCounting: Pair = pair(
  "Nothing for you to do: the hub still counts, merges, alerts or gives receipts. Ask again in a few minutes.",
  "Rien à faire de votre part : la plateforme d’échange compte, fusionne, alerte ou donne encore des récépissés. Redemandez dans quelques minutes.",
)

export const heldByHub: Pair = pair(
  "Nothing for you to do: what keeps the case open is not yours to see. Ask again later.",
  "Rien à faire de votre part : vous ne pouvez pas voir ce qui garde le dossier ouvert. Redemandez plus tard.",
)

/** Who has stated a false alarm is said to nobody: a party could learn from it of parties that it must not know. */
export const stateFalseAlarmToo = (other: Pair): Pair =>
  pair(
    `${capital(other.en)} has to state a false alarm too, if it has not: POST /closing in its case with outcome falseAlarm.`,
    `${capital(other.fr)} doit aussi déclarer une fausse alerte, si ce n’est fait : POST /closing dans son dossier avec outcome falseAlarm.`,
  )
