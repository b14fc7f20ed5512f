import { breachCause, type DocumentLanguage, fieldName, type MeasureCode } from "../../base/contracts/words.ts"
import { count, day, type Pair, pair } from "../../base/platform/bilingual.ts"
import { fillFrench } from "../../base/platform/french.ts"
import { causeInWords, fieldInWords } from "./codes-in-words.ts"
import { furtherNoticeSentences } from "./further-notice-words.ts"
import { atHubNoticeSentences, supplierNoticeSentences } from "./outside-tools-notice-words.ts"
import { possibleNoticeSentences } from "./possible-notice-words.ts"
import { unknownNoticeSentences } from "./unknown-notice-words.ts"
import { spansOf, type UnwatchedHours } from "./unwatched-sentences.ts"
import { wayToCheckSentences, wayToPageSentences } from "./way-to-page-words.ts"

const unchecked = pair("We cannot check this ourselves.", "Nous ne pouvons pas le vérifier nous-mêmes.")

/** Measures as a person reads them. What the finder said is told as said, and as unchecked. */
const measures = {
  accessorRefused: pair(
    "The tool no longer answers the person who did this.",
    "L’outil ne répond plus à la personne en cause.",
  ),
  toolSuspended: pair("The tool can no longer be used in this way.", "L’outil ne peut plus servir de cette façon."),
  proofRequired: pair(
    "Proof is now asked for before records are shown.",
    "On exige maintenant une preuve avant de montrer des renseignements.",
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
  containmentAttested: pair("It was stated that this has stopped.", "Il a été déclaré que cela avait cessé."),
  peopleSupported: pair("Help is offered: ask us.", "De l’aide est offerte : communiquez avec nous."),
  credentialsRotated: pair("The access keys have been changed.", "Les clés d’accès ont été changées."),
  policyChanged: pair("The tool’s rules have been changed.", "Les règles de l’outil ont été changées."),
} as const satisfies Readonly<Record<MeasureCode, Pair>>

/** Fields of a lookup, and what none shows. */
const fieldsOfNotices = [...fieldName.options, "order-contents"]

/** Sentences that stand by themselves. What is in braces is filled in. */
const sentences = {
  title: pair("Important information about your privacy", "Renseignements importants sur votre vie privée"),
  sender: pair("Privacy Office", "Bureau de la protection de la vie privée"),
  draft: pair("Draft", "Projet"),
  gap: pair("[to be added]", "[à ajouter]"),
  headingMeaning: pair("What it can mean", "Ce que cela peut signifier"),
  carrierOpening: pair("We deliver parcels.", "Nous livrons des colis."),
  discreetOpening: pair(
    "We are writing because your details are part of a delivery.",
    "Nous vous écrivons parce que vos renseignements sont liés à une livraison.",
  ),
  lookedUp: pair("Someone looked up deliveries in {tool}.", "Quelqu’un a consulté des livraisons dans {tool}."),
  lookedUpInOrder: pair(
    "Someone looked up deliveries, one after another, in {tool}.",
    "Quelqu’un a consulté des livraisons, l’une après l’autre, dans {tool}.",
  ),
  yoursToo: pair("Yours was one of them.", "La vôtre en faisait partie."),
  noRight: pair("That person proved no right to do so.", "Cette personne n’a pas prouvé qu’elle en avait le droit."),
  inAll: pair(
    "About {count} deliveries were looked up in all.",
    "En tout, environ {count} livraisons ont été consultées.",
  ),
  causeUnknown: pair(
    "We do not know yet how this was possible.",
    "Nous ne savons pas encore comment cela a été possible.",
  ),
  ownTool: pair("our online tracking tool", "notre outil de suivi en ligne"),
  someTool: pair("an online tracking tool", "un outil de suivi en ligne"),
  carriersTool: pair("the carrier’s online tracking tool", "l’outil de suivi en ligne du transporteur"),
  toolOf: pair("the online tracking tool of {name}", "l’outil de suivi en ligne de {name}"),
  learned: pair("We learned of it on {day}.", "Nous l’avons appris le {day}."),
  onDay: pair("This happened on {day}.", "Cela s’est produit le {day}."),
  betweenDays: pair("This happened between {from} and {to}.", "Cela s’est produit entre le {from} et le {to}."),
  shown: pair("What was shown:", "Ce qui a été affiché :"),
  shownOfSome: pair(
    "What was shown for some deliveries, maybe for yours:",
    "Affiché pour certaines livraisons, peut-être la vôtre :",
  ),
  notShown: pair("What was not shown:", "Ce qui n’a pas été affiché :"),
  useOfThese: pair(
    "Someone could use these details to make a false message about a delivery look real.",
    "Quelqu’un pourrait se servir des renseignements affichés pour rendre crédible un faux message au sujet d’une livraison.",
  ),
  useOfSome: pair(
    "Someone could use details of a delivery to make a false message about it look real.",
    "Quelqu’un pourrait se servir de détails d’une livraison pour rendre crédible un faux message à son sujet.",
  ),
  conclusions: pair(
    "Someone could draw conclusions about you from the sender’s name.",
    "Quelqu’un pourrait tirer des conclusions à votre sujet du nom de l’expéditeur.",
  ),
  atYourDoor: pair("Someone could also come to your door.", "Quelqu’un pourrait aussi se présenter chez vous."),
  notStopped: pair("We cannot say yet that this has stopped.", "Nous ne pouvons pas encore dire que cela a cessé."),
  stopped: pair("This has stopped.", "Cela a cessé."),
  stoppedOn: pair(
    "On {day} it was confirmed that this has stopped.",
    "Le {day}, il a été confirmé que cela avait cessé.",
  ),
  regulatorTold: pair("We have told the {regulator}.", "Nous avons avisé l’autorité suivante : {regulator}."),
  senderTold: pair("The sender has been told.", "L’expéditeur a été avisé."),
  beCareful: pair(
    "Be careful with messages or calls about a delivery, above all if they ask for a payment, a password or a code. Do not use their links. Go to the website you know.",
    "Méfiez-vous des messages et des appels au sujet d’une livraison, surtout si l’on vous demande un paiement, un mot de passe ou un code. N’utilisez pas leurs liens. Allez sur le site que vous connaissez.",
  ),
  someoneComes: pair(
    "If someone comes to your door about a delivery you do not expect, you do not have to open, sign or show anything.",
    "Si quelqu’un se présente chez vous pour une livraison que vous n’attendez pas, vous n’avez rien à ouvrir, à signer ni à montrer.",
  ),
  emergency: pair("In an emergency, call {number}.", "En cas d’urgence, composez le {number}."),
  policeAsked: pair("The police asked us to wait.", "La police nous a demandé d’attendre."),
  policeDidNotAsk: pair("The police did not ask us to wait.", "La police ne nous a pas demandé d’attendre."),
  call: pair("Call {phone}.", "Composez le {phone}."),
  write: pair("Write to {email}.", "Écrivez à {email}."),
  see: pair("See {url}.", "Voyez {url}."),
  giveCode: pair("Give us this code: {code}.", "Donnez-nous ce code : {code}."),
  complain: pair("You may complain to the {regulator}.", "Vous pouvez porter plainte auprès de {regulator}."),
  complainToAuthority: pair(
    "You may complain to the authority that oversees this law.",
    "Vous pouvez porter plainte auprès de l’autorité chargée de cette loi.",
  ),
  ...possibleNoticeSentences,
  ...atHubNoticeSentences,
  ...supplierNoticeSentences,
  ...wayToPageSentences,
  ...wayToCheckSentences,
  ...unknownNoticeSentences,
  ...furtherNoticeSentences,
} as const satisfies Readonly<Record<string, Pair>>

export type NoticeSentence = keyof typeof sentences

/** Words of a notice that a code stands for. */
export type CodedWords = "field" | "cause" | "measure"

const inBoth = (wordsOf: (language: "en" | "fr") => string): Pair => pair(wordsOf("en"), wordsOf("fr"))

/** All that a notice can say, by the key under which a further language has it. */
export const noticeWords: ReadonlyMap<string, Pair> = new Map<string, Pair>([
  ...Object.entries(sentences),
  ...fieldsOfNotices.map((field): [string, Pair] => [
    `field.${field}`,
    inBoth((language) => fieldInWords(field, language)),
  ]),
  ...breachCause.options.map((cause): [string, Pair] => [
    `cause.${cause}`,
    inBoth((language) => causeInWords(cause, language)),
  ]),
  ...Object.entries(measures).map(([measure, words]): [string, Pair] => [`measure.${measure}`, words]),
])

/** What a notice is told in: the two languages of the exchange, or a further one with words of its own. */
export type Told = {
  readonly language: DocumentLanguage
  /** The sentences of a further language by their keys, and its code. */
  readonly further?: FurtherLanguage | undefined
  /** Of the law under which it is told, for days as the reader's country writes them. */
  readonly jurisdiction?: string
}

export type FurtherLanguage = { readonly code: string; readonly words: Readonly<Record<string, string>> }

/** Whether it is told in the French of the exchange. */
export const isInFrench = ({ language, further }: Told): boolean => language === "fr" && further === undefined

/** The words under a key. @throws RangeError for an unknown key: a fault of this program */
function wordsUnder({ language, further }: Told, key: string): string {
  const { [key]: words } = further?.words ?? {}
  const known = words ?? noticeWords.get(key)?.[language]
  if (known === undefined) throw new RangeError(`A notice has no words for ${key}`)
  return known
}

/** A sentence with its gaps filled. */
export const tell = (told: Told, key: NoticeSentence, values: Readonly<Record<string, string>> = {}): string =>
  isInFrench(told)
    ? fillFrench(wordsUnder(told, key), (name) => values[name] ?? `{${name}}`)
    : fillGaps(wordsUnder(told, key), values)

/** The words for a code. An unknown one is spelled out. */
export function tellCode(told: Told, of: CodedWords, code: string): string {
  const key = `${of}.${code}`
  return noticeWords.has(key) ? wordsUnder(told, key) : code.replaceAll("-", " ")
}

/** What a law says in both languages, such as a heading: in a further language under its English words. */
export const tellOfLaw = (told: Told, of: OfLaw, words: Pair): string =>
  told.further?.words[keyOfLaw(of, words)] ?? words[told.language]

export type OfLaw = "heading" | "name"

export const keyOfLaw = (of: OfLaw, { en }: Pair): string => `${of}.${en}`

const fillGaps = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap)

/** The gaps of a text, such as `{day}`, in order of name. */
export const gapsOf = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join(" ")

/** A day for people. In the United States the month stands first. */
export function tellDay({ language, further, jurisdiction }: Told, at: string, timeZone: string): string {
  const locale = further?.code ?? (language === "en" && jurisdiction?.startsWith("US") ? "en-US" : undefined)
  return locale === undefined
    ? day(at, timeZone, language)
    : new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(new Date(at))
}

/** Times for people, the latest ones. `undefined` if there are none. */
export function tellSpans(told: Told, hours: readonly UnwatchedHours[], timeZone: string): string | undefined {
  const { language, further } = told
  if (hours.length === 0) return undefined
  if (further === undefined) return spansOf(hours, { language, timeZone })
  const format = new Intl.DateTimeFormat(further.code, { dateStyle: "long", timeStyle: "short", timeZone })
  return hours.map(({ from, until }) => format.formatRange(new Date(from), new Date(until))).join("; ")
}

/** A count for people. */
export const tellCount = (told: Told, value: number): string =>
  told.further === undefined ? count(value, told.language) : new Intl.NumberFormat(told.further.code).format(value)
