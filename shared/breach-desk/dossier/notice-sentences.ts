import type { MeasureCode } from "../../contracts/words.ts"
import type { ContentSource } from "../../law/content-item.ts"
import type { Law } from "../../law/law.ts"
import { capital, count, day, type Pair, pair, say } from "../../platform/bilingual.ts"
import { causeInWords, fieldInWords } from "./codes-in-words.ts"
import { toolInDocument } from "./findings-in-words.ts"
import { measuresFor } from "./measures-in-words.ts"
import { complaintInWords, publicContactLines, stepsForIndividuals } from "./notices-in-words.ts"
import type { Perspective } from "./perspective.ts"

/** A paragraph, or a list of short lines. */
export type NoticeLine = string | readonly string[]

type Sentences = (view: Perspective, law: Law) => readonly NoticeLine[] | undefined

/**
 * What a notice tells a person about each item, in plain words: a test computes that a 14-year-old can read them. Each
 * sentence stands only if its fact is on record. Every item that is not here reads as in a report.
 */
export const sentencesForPeople: Partial<Readonly<Record<ContentSource, Sentences>>> = {
  circumstances: whatHappened,
  period,
  awareness: ({ viewer, language }) => {
    const learned = day(viewer.awareAt, viewer.timeZone, language)
    return [say(language, `We learned of it on ${learned}.`, `Nous l’avons appris le ${learned}.`)]
  },
  information: whatWasShown,
  consequences: whatItCanMean,
  riskReduction: whatWasDone,
  measures: whatWasDone,
  individualSteps: ({ language }, law) => [stepsForIndividuals(law, language)],
  lawEnforcementDelay: ({ viewer: { lawEnforcementDelay }, language }) =>
    lawEnforcementDelay === undefined
      ? undefined
      : [
          lawEnforcementDelay
            ? say(language, "The police asked us to wait.", "La police nous a demandé d’attendre.")
            : say(language, "The police did not ask us to wait.", "La police ne nous a pas demandé d’attendre."),
        ],
  furtherInformation: whomToAsk,
  organisation: ({ viewer }) => [viewer.name],
  senderAndContact: ({ viewer }) => {
    const contact = publicContactLines(viewer)
    return contact.length === 0 ? undefined : [viewer.name, contact.join(", ")]
  },
  complaintRight: ({ language }, law) => [complaintInWords(law, language)],
}

/** A party without a public name is discreet. Its notice does not name it, unless the law asks for the sender. */
const isDiscreet = ({ viewer }: Perspective): boolean => viewer.alias === undefined

function whatHappened(view: Perspective): readonly string[] {
  const { facts, viewer, language } = view
  const { charts } = facts.accessor
  const isWalk = charts.includes("walk") || charts.includes("block")
  const inOrder = isWalk ? { en: ", one after another,", fr: ", l’une après l’autre," } : { en: "", fr: "" }
  const tool = toolForPeople(view)
  const opening =
    viewer.kind === "carrier"
      ? say(language, "We deliver parcels.", "Nous livrons des colis.")
      : isDiscreet(view)
        ? say(
            language,
            "We are writing because your details are part of a delivery.",
            "Nous vous écrivons parce que vos renseignements sont liés à une livraison.",
          )
        : undefined
  const lines = [
    ...(opening === undefined ? [] : [opening]),
    say(
      language,
      `Someone looked up deliveries${inOrder.en} in ${tool}.`,
      `Quelqu’un a consulté des livraisons${inOrder.fr} dans ${tool}.`,
    ),
    say(language, "Yours was one of them.", "La vôtre en faisait partie."),
    say(language, "That person proved no right to do so.", "Cette personne n’a pas prouvé qu’elle en avait le droit."),
    ...(viewer.shipments > 1 && !isDiscreet(view)
      ? [
          say(
            language,
            `About ${count(viewer.shipments, "en")} deliveries were looked up in all.`,
            `En tout, environ ${count(viewer.shipments, "fr")} livraisons ont été consultées.`,
          ),
        ]
      : []),
  ]
  return [lines.join(" "), ...(viewer.kind === "carrier" ? howItWasPossible(view) : [])]
}

/** The cause is the carrier's to tell: it is its tool. */
function howItWasPossible({ facts, language }: Perspective): readonly string[] {
  if (facts.causes.length > 0) return [facts.causes.map((code) => causeInWords(code, language)).join(" ")]
  if (facts.cause !== null) return []
  return [
    say(
      language,
      "We do not know yet how this was possible.",
      "Nous ne savons pas encore comment cela a été possible.",
    ),
  ]
}

function toolForPeople(view: Perspective): string {
  const { language, facts, viewer } = view
  const { operatedBy } = facts.tool
  if (operatedBy === viewer.party) return say(language, "our online tracking tool", "notre outil de suivi en ligne")
  // Nobody who receives a parcel has heard of the exchange.
  if (operatedBy === "hub") return say(language, "an online tracking tool", "un outil de suivi en ligne")
  return toolInDocument(view)
}

/** In days: a person needs no minutes. */
function period({ viewer, language }: Perspective): readonly string[] | undefined {
  const { firstExposureAt, lastExposureAt, timeZone } = viewer
  const [first, last] = [firstExposureAt ?? lastExposureAt, lastExposureAt ?? firstExposureAt]
  if (first === null || last === null) return undefined
  const [from, to] = [day(first, timeZone, language), day(last, timeZone, language)]
  return [
    from === to
      ? say(language, `This happened on ${from}.`, `Cela s’est produit le ${from}.`)
      : say(language, `This happened between ${from} and ${to}.`, `Cela s’est produit entre le ${from} et le ${to}.`),
  ]
}

/** What the ledger says was shown of every delivery, what only of some of them, and what of none. */
function whatWasShown({ viewer, language }: Perspective): readonly NoticeLine[] | undefined {
  const { exposuresByField, fieldsNotExposed, shipments } = viewer
  if (exposuresByField.length === 0) return undefined
  const named = (fields: readonly string[]) => fields.map((field) => capital(fieldInWords(field, language)))
  const ofAll = exposuresByField.filter((one) => one.shipments >= shipments).map(({ field }) => field)
  const ofSome = exposuresByField.filter((one) => one.shipments < shipments).map(({ field }) => field)
  const listed = (heading: Pair, fields: readonly string[]): readonly NoticeLine[] =>
    fields.length === 0 ? [] : [heading[language], named(fields)]
  return [
    ...listed(pair("What was shown:", "Ce qui a été affiché :"), ofAll),
    ...listed(
      pair(
        "What was shown for some deliveries, maybe for yours:",
        "Affiché pour certaines livraisons, peut-être la vôtre :",
      ),
      ofSome,
    ),
    ...listed(pair("What was not shown:", "Ce qui n’a pas été affiché :"), fieldsNotExposed),
  ]
}

function whatItCanMean({ viewer, language }: Perspective): readonly string[] {
  const { exposuresByField } = viewer
  const showsAddress = exposuresByField.some(({ field }) => field === "address")
  // Without known fields there are no details that "these" could mean.
  const use =
    exposuresByField.length === 0
      ? pair(
          "Someone could use details of a delivery to make a false message about it look real.",
          "Quelqu’un pourrait se servir de détails d’une livraison pour rendre crédible un faux message à son sujet.",
        )
      : pair(
          "Someone could use these details to make a false message about a delivery look real.",
          "Quelqu’un pourrait s’en servir pour rendre crédible un faux message au sujet d’une livraison.",
        )
  const showsSender = exposuresByField.some(({ field }) => field === "retailer")
  const isTelling = viewer.goods !== undefined && viewer.goods !== "ordinary"
  return [
    use[language],
    // It names no goods: others can read a notice.
    ...(showsSender && isTelling
      ? [
          say(
            language,
            "Someone could draw conclusions about you from the sender’s name.",
            "Quelqu’un pourrait tirer des conclusions à votre sujet du nom de l’expéditeur.",
          ),
        ]
      : []),
    ...(showsAddress
      ? [say(language, "Someone could also come to your door.", "Quelqu’un pourrait aussi se présenter chez vous.")]
      : []),
  ]
}

const unchecked = pair("We cannot check this ourselves.", "Nous ne pouvons pas le vérifier nous-mêmes.")

/** Measures as a person reads them. What the finder said is told as said, and as unchecked. */
const measuresForPeople: Readonly<Record<MeasureCode, Pair>> = {
  accessorRefused: pair(
    "The tool no longer answers the person who did this.",
    "L’outil ne répond plus à la personne en cause.",
  ),
  toolSuspended: pair("The tool can no longer be used in this way.", "L’outil ne peut plus servir de cette façon."),
  proofRequired: pair(
    "The tool now asks for proof before it answers.",
    "L’outil exige maintenant une preuve avant de répondre.",
  ),
  referencesReissued: pair(
    "Order numbers can no longer be guessed.",
    "On ne peut plus deviner les numéros de commande.",
  ),
  dataReturned: pair("What was copied has been given back.", "Ce qui avait été copié a été rendu."),
  dataDestroyed: pair(
    `The person has said in writing that nothing was kept. ${unchecked.en}`,
    `La personne a déclaré par écrit n’avoir rien gardé. ${unchecked.fr}`,
  ),
  finderAttested: pair(
    `The person has said what was done with the details. ${unchecked.en}`,
    `La personne a déclaré ce qu’elle a fait des renseignements. ${unchecked.fr}`,
  ),
  containmentAttested: pair("It was stated that this has stopped.", "Il a été déclaré que cela a cessé."),
  peopleSupported: pair("Help is offered: ask us.", "De l’aide est offerte : demandez-la-nous."),
  credentialsRotated: pair("The access keys have been changed.", "Les clés d’accès ont été changées."),
  policyChanged: pair("The tool’s rules have been changed.", "Les règles de l’outil ont été changées."),
}

/** Measures for a party's own customers: of another party they are not true for the readers of this notice. */
const forOwnPeople: ReadonlySet<MeasureCode> = new Set(["peopleSupported", "referencesReissued"])

function whatWasDone(view: Perspective, law: Law): readonly NoticeLine[] {
  const { facts, viewer, language } = view
  const { contained, at } = facts.containment
  const ended = at === undefined ? undefined : day(at, viewer.timeZone, language)
  const stopped = !contained
    ? say(language, "We cannot say yet that this has stopped.", "Nous ne pouvons pas encore dire que cela a cessé.")
    : ended === undefined
      ? say(language, "This has stopped.", "Cela a cessé.")
      : say(
          language,
          `On ${ended} it was confirmed that this has stopped.`,
          `Le ${ended}, il a été confirmé que cela a cessé.`,
        )
  const codes = new Set(
    measuresFor(view)
      .filter(({ by, code }) => by === viewer.party || !forOwnPeople.has(code))
      .map(({ code }) => code),
  )
  codes.delete("containmentAttested")
  return [[stopped, ...[...codes].map((code) => measuresForPeople[code][language]), ...whoWasTold(view, law)]]
}

/** The regulator of the law under which the notice is given, and a carrier's retailers. */
function whoWasTold({ duties, viewer, language }: Perspective, law: Law): readonly string[] {
  const own = duties.filter(({ party }) => party === viewer.party)
  const regulators = own
    .filter(({ kind, discharged }) => kind === "tellRegulator" && discharged !== undefined)
    .filter((duty) => duty.law === law.id)
    .flatMap(({ rule }) => law.rules.find(({ id }) => id === rule)?.to.name ?? [])
  const senders = own.filter(({ kind }) => kind === "tellOtherOrganisation")
  const allTold = senders.length > 0 && senders.every(({ discharged }) => discharged !== undefined)
  return [
    ...regulators.map((name) =>
      say(language, `We have told the ${name.en}.`, `Nous avons avisé l’autorité suivante : ${name.fr}.`),
    ),
    ...(viewer.kind === "carrier" && allTold
      ? [say(language, "The sender has been told.", "L’expéditeur a été avisé.")]
      : []),
  ]
}

function whomToAsk(view: Perspective): readonly NoticeLine[] | undefined {
  const { viewer, language } = view
  const { phone, email, url } = viewer.publicContact ?? {}
  const ways = [
    ...(phone === undefined ? [] : [say(language, `Call ${phone}.`, `Composez le ${phone}.`)]),
    ...(email === undefined ? [] : [say(language, `Write to ${email}.`, `Écrivez à ${email}.`)]),
    ...(url === undefined ? [] : [say(language, `See ${url}.`, `Voyez ${url}.`)]),
  ]
  if (ways.length === 0) return undefined
  return isDiscreet(view)
    ? [
        ways.join(" "),
        say(language, `Give us this code: ${viewer.caseAlias}.`, `Donnez-nous ce code : ${viewer.caseAlias}.`),
      ]
    : [ways.join(" "), viewer.name]
}
