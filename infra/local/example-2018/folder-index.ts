import { DateTime } from "luxon"
import { languageInWords } from "../../../shared/breach-desk/dossier/codes-in-words.ts"
import type { DutyKind } from "../../../shared/contracts/words.ts"
import { lawCatalogue } from "../../../shared/law/catalogue.ts"
import type { Party } from "../../../shared/parties/party.ts"
import type { OwnDuty } from "./desk-client.ts"
import type { DrawnDocument } from "./drawn-documents.ts"

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
  readonly list: string
}

/** The index of the folder in Markdown: which document goes to whom, by when, in which language, and how it stands. */
export function folderIndex(parties: readonly IndexedParty[]): string {
  return `${["# Documents of the case", intro, ...parties.map(partyIndex)].join("\n\n")}\n`
}

const intro = `Each party drew these documents at the breach desk, from its own side of the case alone. \`to-send\` holds
what leaves the house. \`superseded\` holds what was drawn before a correction: do not send it, and replace it where you
did. \`evidence\` is kept apart: it is for your own files, for a regulator that asks, and for a court.`

function partyIndex({ party, alias, duties, documents, evidence, list }: IndexedParty): string {
  const current = documents.filter(({ superseded }) => !superseded)
  const superseded = documents.filter((one) => one.superseded)
  const zone = party.jurisdiction.timeZone
  return [
    `## ${party.alias} (${party.kind})`,
    `It knows the case as ${alias}. Times are of ${zone}.`,
    "### To send",
    table(
      ["document", "goes to", "under", "language", "by", "done", "state", "files"],
      current.map((one) => currentRow(one, duties, zone)),
    ),
    "\\* The law sets no due time. This is a target of the deployment.",
    ...(superseded.length === 0
      ? []
      : [
          "### Superseded",
          table(
            ["document", "went to", "language", "drawn", "files"],
            superseded.map(({ document, paths }) => [
              document.title,
              addresseeOf(document),
              languageInWords(document.language, "en"),
              stamp(document.drawnAt, zone),
              links(paths),
            ]),
          ),
        ]),
    "### Lists and evidence",
    [
      `- [${list}](${list}): one line for each exposed shipment. Join it with your own addresses to mail the notice.`,
      ...evidence.map((path) => `- [${path}](${path})`),
    ].join("\n"),
  ].join("\n\n")
}

function currentRow({ document, paths }: FiledDocument, duties: readonly OwnDuty[], zone: string): string[] {
  const duty = dutyOf(document, duties)
  const due = duty?.dueAt === undefined ? "" : stamp(duty.dueAt, zone)
  const { discharged } = duty ?? {}
  const receipt = discharged?.receipt?.reference
  const done = discharged === undefined ? "" : stamp(discharged.at, zone)
  return [
    document.title,
    addresseeOf(document),
    lawCatalogue.find(({ id }) => id === document.law)?.shortName.en ?? document.law,
    languageInWords(document.language, "en"),
    `${due}${duty?.dueIs === "target" ? " \\*" : ""}`,
    receipt === undefined ? done : `${done}, ${receipt}`,
    document.standing,
    links(paths),
  ]
}

/** The duty that sending the document discharges. */
export function dutyOf(document: DrawnDocument, duties: readonly OwnDuty[]): OwnDuty | undefined {
  return duties.find(({ law, kind }) => law === document.law && kind === kindOf(document))
}

function kindOf({ kind, addressee }: DrawnDocument): DutyKind {
  if (kind === "registerEntry") return "keepRecord"
  if (kind === "regulatorReport") return "tellRegulator"
  return addressee === undefined ? "tellIndividuals" : "tellOtherOrganisation"
}

/** To whom a document goes. A register entry stays with the party, which shows it to a regulator that asks. */
function addresseeOf({ kind, subtitle }: DrawnDocument): string {
  return kind === "registerEntry" ? "own register" : subtitle.replace(/^(To: |À : )/, "")
}

function links(paths: readonly string[]): string {
  return paths.map((path) => `[${path.slice(path.lastIndexOf(".") + 1)}](${path})`).join(" ")
}

function stamp(at: string, zone: string): string {
  return DateTime.fromISO(at).setZone(zone).toFormat("yyyy-MM-dd HH:mm")
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n")
}
