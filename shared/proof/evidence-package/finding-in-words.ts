import type { ChainFault } from "../../base/chain/timeline-chain.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"
import { visibleText } from "../../base/platform/visible-text.ts"
import type { CheckName, CheckOutcome, Finding, FindingCode } from "./finding.ts"

/** The name of each check, as a person reads it. */
export const checkWords: Readonly<Record<CheckName, Pair>> = {
  manifest: pair("Files", "Fichiers"),
  chain: pair("Chain", "Chaîne"),
  signature: pair("Signature", "Signature"),
  key: pair("Key", "Clé"),
  heads: pair("Heads", "Têtes"),
  evidence: pair("Evidence", "Preuves"),
  exposures: pair("Exposures", "Expositions"),
  statements: pair("Statements", "Relevés"),
  dossier: pair("Dossier", "Dossier"),
}

/** What came of a check, in words, because not everybody sees colours. */
export const outcomeWords: Readonly<Record<CheckOutcome, Pair>> = {
  holds: pair("Holds", "Tient"),
  broken: pair("BROKEN", "ROMPU"),
  unchecked: pair("Not checked", "Non vérifié"),
}

const faults: Readonly<Record<ChainFault, Pair>> = {
  outOfSequence: pair(
    "its number does not follow that of the entry before",
    "son numéro ne suit pas celui de l’entrée précédente",
  ),
  previousHashDiffers: pair(
    "it does not hold the hash of the entry before",
    "elle ne contient pas l’empreinte de l’entrée précédente",
  ),
  contentDiffers: pair("its content was changed", "son contenu a été modifié"),
  hashDiffers: pair("its hash does not fit its content", "son empreinte ne correspond pas à son contenu"),
  headDiffers: pair("the chain does not end at the head", "la chaîne ne se termine pas à la tête"),
  notAnEntry: pair("it is not an entry of a timeline", "ce n’est pas une entrée de chronologie"),
}

/** What a sentence says of a finding: how many things, which, and why. */
type Said = { readonly n: number; readonly which: string; readonly fault: Pair }

const sentences: Readonly<Record<FindingCode, (said: Said) => Pair>> = {
  filesMatch: ({ n }) =>
    pair(`Files as the manifest lists them: ${n}.`, `Fichiers tels que le manifeste les décrit : ${n}.`),
  filesDiffer: ({ which }) =>
    pair(`Not as the manifest lists them: ${which}.`, `Différents de ce que décrit le manifeste : ${which}.`),
  filesMissing: ({ which }) =>
    pair(
      `In the manifest, and not in the folder: ${which}.`,
      `Dans le manifeste, mais pas dans le répertoire : ${which}.`,
    ),
  filesUnlisted: ({ which }) =>
    pair(
      `In the folder, and not in the manifest: ${which}.`,
      `Dans le répertoire, mais pas dans le manifeste : ${which}.`,
    ),
  filesNotGiven: ({ which }) =>
    pair(
      `This page does not hold ${which}. Choose the folder to check them.`,
      `Cette page ne contient pas ${which}. Choisissez le répertoire pour les vérifier.`,
    ),
  copiesMatch: ({ n }) =>
    pair(
      `The folder was not read. This page holds copies of ${n} of its files, which are as its manifest lists them.`,
      `Le répertoire n’a pas été lu. Cette page contient des copies de ${n} de ses fichiers, conformes à son manifeste.`,
    ),
  otherCase: () =>
    pair(
      "The manifest names another case or party than the dossier.",
      "Le manifeste nomme un autre cas ou une autre partie que le dossier.",
    ),
  chainHolds: ({ n }) => pair(`Entries that lead to the head: ${n}.`, `Entrées qui mènent à la tête : ${n}.`),
  chainBroken: ({ which, fault }) =>
    pair(
      `Entry ${which} is the first that is wrong: ${fault.en}.`,
      `L’entrée ${which} est la première fautive : ${fault.fr}.`,
    ),
  chainIsBroken: () =>
    pair(
      "The chain is broken, so nothing follows from its entries.",
      "La chaîne est rompue : ses entrées ne prouvent rien.",
    ),
  signatureHolds: ({ which }) =>
    pair(`The head is signed with key ${which}.`, `La tête est signée avec la clé ${which}.`),
  signatureWrong: ({ which }) =>
    pair(
      `It is not the signature of this head with key ${which}.`,
      `Ce n’est pas la signature de cette tête avec la clé ${which}.`,
    ),
  signatureAbsent: () =>
    pair(
      "The head has none: the hub's release was older than signatures. The hub can check its MAC.",
      "La tête n’en a pas : la version de la plateforme d’échange n’en faisait pas encore. Elle peut vérifier son code (MAC).",
    ),
  signingKeyMissing: ({ which }) =>
    pair(
      `Key ${which} signed the head, and keys.json does not have it.`,
      `La clé ${which} a signé la tête, et keys.json ne la contient pas.`,
    ),
  keyPinned: ({ which }) => pair(`${which} is a key that you trust.`, `${which} est une clé de confiance.`),
  keyEndorsed: ({ which }) =>
    pair(`${which} is endorsed by a key that you trust.`, `${which} est cautionnée par une clé de confiance.`),
  keyNotTrusted: ({ which }) =>
    pair(
      `You do NOT trust ${which}: it is not the key that you named, and no such key endorses it.`,
      `${which} n’est PAS une clé de confiance : ce n’est pas celle que vous avez nommée, et aucune ne la cautionne.`,
    ),
  keyNotPinned: ({ which }) =>
    pair(
      `Compare ${which} with the id that the hub's operator gave you on another way.`,
      `Comparez ${which} à l’identifiant que l’exploitant de la plateforme d’échange vous a donné par une autre voie.`,
    ),
  headsOnChain: ({ n }) =>
    pair(
      `Heads that the party received, all on the chain: ${n}.`,
      `Têtes reçues par la partie, toutes sur la chaîne : ${n}.`,
    ),
  headsStray: ({ which }) =>
    pair(
      `Received heads that do NOT lie on the chain: ${which}.`,
      `Têtes reçues qui ne sont PAS sur la chaîne : ${which}.`,
    ),
  headsForked: ({ which }) =>
    pair(
      `The hub signed other heads before, so that it changed this timeline: ${which}.`,
      `La plateforme d’échange a signé d’autres têtes auparavant ; elle a donc modifié cette chronologie : ${which}.`,
    ),
  headsUnreadable: ({ which }) =>
    pair(`events.jsonl, line ${which}, is not JSON.`, `events.jsonl, ligne ${which}, n’est pas du JSON.`),
  headsAbsent: () =>
    pair(
      "The package has no heads that the party received.",
      "L’ensemble ne contient aucune tête reçue par la partie.",
    ),
  evidenceMatches: ({ n }) =>
    pair(
      `Files with the hash that the timeline holds: ${n}.`,
      `Fichiers qui ont l’empreinte que contient la chronologie : ${n}.`,
    ),
  evidenceDiffers: ({ which }) =>
    pair(
      `Not the file of which the timeline holds the hash: ${which}.`,
      `Pas le fichier dont la chronologie contient l’empreinte : ${which}.`,
    ),
  evidenceNotGiven: ({ which }) =>
    pair(`In the timeline, and not given: ${which}.`, `Dans la chronologie, mais non fournis : ${which}.`),
  evidenceUnnamed: ({ which }) => pair(`Not in the timeline: ${which}.`, `Absents de la chronologie : ${which}.`),
  evidenceNone: () =>
    pair("The timeline names no file of evidence.", "La chronologie ne nomme aucun fichier de preuve."),
  exposuresMatch: ({ n, which }) =>
    pair(
      `Shipments: ${n}. Entry ${which} holds the digest of this list.`,
      `Envois : ${n}. L’entrée ${which} contient l’empreinte de cette liste.`,
    ),
  exposuresDiffer: ({ n }) =>
    pair(
      `Shipments: ${n}. It is NOT a list of which the timeline holds the digest.`,
      `Envois : ${n}. Ce n’est PAS une liste dont la chronologie contient l’empreinte.`,
    ),
  exposuresUnsigned: ({ n }) =>
    pair(
      `Shipments: ${n}. The timeline holds no digest of the list. Only the manifest covers it.`,
      `Envois : ${n}. La chronologie ne contient aucune empreinte de la liste. Seul le manifeste la couvre.`,
    ),
  exposuresAbsent: () => pair("The package has no list.", "L’ensemble ne contient aucune liste."),
  statementsHold: ({ n }) =>
    pair(
      `Daily statements that the hub signed: ${n}.`,
      `Relevés quotidiens signés par la plateforme d’échange : ${n}.`,
    ),
  statementsWrong: ({ which }) =>
    pair(`Not statements with a good signature: ${which}.`, `Pas des relevés avec une bonne signature : ${which}.`),
  statementsUnchained: ({ which }) =>
    pair(
      `The statement before is missing, or it is another one: ${which}.`,
      `Le relevé précédent manque, ou c’en est un autre : ${which}.`,
    ),
  statementsAbsent: () => pair("The package has none.", "L’ensemble n’en contient aucun."),
  dossierUnsigned: () =>
    pair(
      "No signature covers the documents and the duties in dossier.json, nor what is in documents/.",
      "Aucune signature ne couvre les documents et les obligations de dossier.json, ni le contenu de documents/.",
    ),
}

/** What a check found, as one sentence. */
export function findingInWords({ code, count, names, fault }: Finding, language: DocumentLanguage): string {
  const { en, fr } = faults[fault ?? "notAnEntry"]
  return sentences[code]({ n: count ?? 0, which: listed(names ?? []), fault: { en, fr } })[language]
}

/** Most names in one sentence, and most characters of one. */
const [namesShown, charactersShown] = [5, 300]

/** Whoever made the package chose the names: none of them may look like a line of the report. */
function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, namesShown)
    .map((name) => visibleText(name.slice(0, charactersShown)))
    .join(", ")
  return names.length > namesShown ? `${shown} … (${names.length})` : shown
}

/** All findings, one on a line, for a terminal. */
export function reportInWords(findings: readonly Finding[], language: DocumentLanguage): string {
  const lines = findings.map((finding) => {
    const label = checkWords[finding.check][language].padEnd(11)
    return `${label}${outcomeWords[finding.outcome][language].padEnd(12)} ${findingInWords(finding, language)}\n`
  })
  return lines.join("")
}
