import type { DutyKind } from "../../../shared/base/contracts/words.ts"
import { languageInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import type { Party } from "../../../shared/parties/party.ts"
import type { OwnDuty } from "./desk-client.ts"
import type { DrawnDocument } from "./desk-documents.ts"
import { inToronto, lawInWords } from "./story-words.ts"

/** A document in the folder. Paths are relative to it. */
export type FiledDocument = {
  readonly document: DrawnDocument
  /** Whether its party has since corrected a fact from which it was made. */
  readonly superseded: boolean
  readonly paths: readonly string[]
}

/** What the folder holds of one party. */
export type IndexedParty = {
  readonly party: Party
  readonly alias: string
  readonly duties: readonly OwnDuty[]
  readonly documents: readonly FiledDocument[]
  readonly evidence: readonly string[]
  /** Lists for a mail merge, one for each language. */
  readonly mergeLists: readonly string[]
  readonly list: string
}

/** The index of the folder in Markdown: which document goes to whom, by when, in which language, and how it stands. */
export function folderIndex(parties: readonly IndexedParty[]): string {
  return `${["# Documents of the case", intro, ...parties.flatMap(partyIndex)].join("\n\n")}\n`
}

const intro = `Each party drew these documents at the breach desk, from its own side of the case alone. Times are of Toronto.

- \`to-send\` holds what leaves the house.
- \`superseded\` holds what was drawn before a correction: do not send it, and replace it where you did.
- \`evidence\` is kept apart. It is for your own files, for a regulator that asks, and for a court.`

function partyIndex({ party, alias, duties, documents, evidence, mergeLists, list }: IndexedParty): string[] {
  const current = documents.filter(({ superseded }) => !superseded)
  const superseded = documents.filter((one) => one.superseded)
  return [
    `## ${party.alias}, a ${party.kind}`,
    `It knows the case as ${alias}.`,
    "### To send",
    table(
      ["document", "goes to", "under", "language", "by", "state", "files"],
      current.map((one) => currentRow(one, duties)),
    ),
    "\\* A target of the deployment, not a legal deadline.",
    ...(superseded.length === 0 ? [] : ["### Superseded: do not send", supersededTable(superseded, current)]),
    "### Lists, and evidence",
    [
      ...mergeLists.map(
        (path) =>
          `- [${path}](${path}): for a mail merge. Its columns are the slots of the notices as DOCX and Markdown. Fill in names and addresses on your own side.`,
      ),
      `- [${list}](${list}): one line for each exposed shipment, with what the exchange knows of it.`,
      ...evidence.map((path) => `- [${path}](${path})`),
    ].join("\n"),
  ]
}

function currentRow(filed: FiledDocument, duties: readonly OwnDuty[]): string[] {
  const { document, paths } = filed
  const duty = dutyOf(document, duties)
  return [
    document.title,
    addresseeOf(document),
    lawInWords(document.law),
    languageInWords(document.language, "en"),
    duty === undefined ? "" : dueOf(duty).replace("*", "\\*"),
    stateOf(filed, duties),
    links(paths),
  ]
}

function supersededTable(superseded: readonly FiledDocument[], current: readonly FiledDocument[]): string {
  const replacement = (name: string) => current.find(({ document }) => document.name === name)?.paths[0]
  const rows = superseded.map(({ document, paths }) => {
    const by = replacement(document.name)
    return [
      document.title,
      addresseeOf(document),
      languageInWords(document.language, "en"),
      inToronto(document.drawnAt),
      links(paths),
      by === undefined ? "" : `[${document.name}](${by})`,
    ]
  })
  return table(["document", "was for", "language", "drawn", "files", "replaced by"], rows)
}

/** The duty that sending the document discharges. */
function dutyOf(document: DrawnDocument, duties: readonly OwnDuty[]): OwnDuty | undefined {
  return duties.find(({ law, kind }) => law === document.law && kind === kindOf(document))
}

function kindOf({ document, kind, addressee }: DrawnDocument): DutyKind {
  if (document.startsWith("supplement-")) return "supplementReport"
  if (kind === "registerEntry") return "keepRecord"
  if (kind === "regulatorReport") return "tellRegulator"
  return addressee === undefined ? "tellIndividuals" : "tellOtherOrganisation"
}

/** When a duty is due by law, and when the deployment aims to have it done. A star marks such a target. */
export function dueOf({ dueAt, dueIs, targetAt }: OwnDuty): string {
  if (dueAt === undefined) return ""
  if (dueIs === "target") return `${inToronto(dueAt)} *`
  return targetAt === undefined ? inToronto(dueAt) : `${inToronto(dueAt)}, ${inToronto(targetAt)} *`
}

/** To whom a document goes. A register entry stays with the party, which shows it to a regulator that asks. */
export function addresseeOf({ kind, addressee, subtitle }: DrawnDocument): string {
  if (kind === "registerEntry") return "own register"
  if (kind === "notice" && addressee === undefined) return "each person affected"
  return subtitle.replace(/^(To: |À : )/, "")
}

/** How a document stands: superseded, a draft, sent with its receipt, or ready to send. */
export function stateOf({ document, superseded }: FiledDocument, duties: readonly OwnDuty[]): string {
  if (superseded) return "superseded"
  if (!document.sendable) return document.standing
  const duty = dutyOf(document, duties)
  if (duty?.takenOverAt !== undefined) return "not sent: taken over"
  const { discharged } = duty ?? {}
  if (discharged === undefined) return "ready to send"
  return `done ${inToronto(discharged.at)}, ${discharged.receipt?.reference ?? ""}`
}

function links(paths: readonly string[]): string {
  return paths.map((path) => `[${path.slice(path.lastIndexOf(".") + 1)}](${path})`).join(" ")
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n")
}
