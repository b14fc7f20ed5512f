import { describe, expect, it } from "@jest/globals"
import type { OwnDuty } from "../../../../infra/local/example-2018/desk-client.ts"
import type { DrawnDocument } from "../../../../infra/local/example-2018/desk-documents.ts"
import {
  type FiledDocument,
  folderIndex,
  type IndexedParty,
  stateOf,
} from "../../../../infra/local/example-2018/folder-index.ts"
import { folderSummary } from "../../../../infra/local/example-2018/folder-summary.ts"
import { breachParties } from "../../../desk/breach-world.ts"

const law = "ca-qc-private-sector-act"

const report: DrawnDocument = {
  document: `report-${law}`,
  kind: "regulatorReport",
  law,
  language: "fr",
  title: "Avis à la Commission",
  subtitle: "À : Commission d’accès à l’information du Québec",
  sendable: true,
  standing: "Version définitive",
  missing: [],
  partyId: "leafline",
  name: `report-${law}-fr`,
  drawnAt: "2026-11-26T14:10:00.000Z",
  files: [],
}

const duty: OwnDuty = {
  dutyId: "d1",
  law,
  kind: "tellRegulator",
  state: "open",
  dueAt: "2026-11-29T14:00:00.000Z",
  dueIs: "target",
  addressee: "Commission d’accès à l’information du Québec",
  why: "",
  presumption: "owed",
  excuses: [],
  requests: [],
}
const doneAt = "2026-11-27T14:00:00.000Z"
const discharged = { at: doneAt, receipt: { kind: "regulatorReceipt", reference: "CAI-1", at: doneAt } } as const

const filed = (change: Partial<FiledDocument> = {}): FiledDocument => ({
  document: report,
  superseded: false,
  paths: [`leafline/to-send/${report.name}.pdf`, `leafline/to-send/${report.name}.md`],
  ...change,
})

function indexed(documents: readonly FiledDocument[], duties: readonly OwnDuty[] = [duty]): IndexedParty {
  const [party] = breachParties
  if (party === undefined) throw new Error("there is no party")
  return {
    party,
    alias: "WS-1",
    duties,
    documents,
    evidence: ["leafline/evidence/dossier.json"],
    mergeLists: ["leafline/m.csv"],
    list: "leafline/s.csv",
  }
}

describe("the index of the folder", () => {
  it("says of each document to whom it goes, under which law, in which language, by when, and where it is", () => {
    expect(folderIndex([indexed([filed()])])).toContain(
      "| Avis à la Commission | Commission d’accès à l’information du Québec | Québec Private Sector Act | French " +
        "| Nov 29, 09:00 \\* | ready to send " +
        `| [pdf](leafline/to-send/${report.name}.pdf) [md](leafline/to-send/${report.name}.md) |`,
    )
  })

  it("lists what is superseded apart, with what replaces it", () => {
    const old = filed({ superseded: true, paths: [`leafline/superseded/${report.name}.pdf`] })
    const [toSend = "", superseded = ""] = folderIndex([indexed([filed(), old])]).split("### Superseded: do not send")
    expect(toSend).not.toContain("leafline/superseded/")
    expect(superseded).toContain(`[pdf](leafline/superseded/${report.name}.pdf)`)
    expect(superseded).toContain(`[${report.name}](leafline/to-send/${report.name}.pdf)`)
  })

  it("counts the documents of each kind for the terminal", () => {
    expect(folderSummary([indexed([filed(), filed({ superseded: true })])], "out").split("\n")).toEqual([
      "out",
      "  index.md                    what goes to whom, by when and in which language",
      "  leafline/to-send/           1 documents, each as PDF, DOCX and Markdown",
      "  leafline/superseded/        1 drawn before a correction: do not send",
      "  leafline/mail-merge-en.csv  for a mail merge, and the same in French: the slots of the notices",
      "  leafline/shipments.csv      one line for each exposed shipment",
      "  leafline/evidence/          what stays with Leafline: its dossier, its summary and its evidence",
    ])
  })
})

describe("the state of a document", () => {
  const draft: DrawnDocument = { ...report, sendable: false, standing: "Draft: 1 fact is missing" }
  const supplement: DrawnDocument = { ...report, document: `supplement-${law}` }
  const notice: DrawnDocument = { ...report, document: `notice-${law}-fr`, kind: "notice" }

  it.each([
    ["superseded", filed({ superseded: true }), [duty]],
    ["Draft: 1 fact is missing", filed({ document: draft }), [duty]],
    ["ready to send", filed(), [duty]],
    ["done Nov 27, 09:00, CAI-1", filed(), [{ ...duty, discharged }]],
    ["ready to send", filed({ document: supplement }), [{ ...duty, discharged }]],
    ["done Nov 27, 09:00, CAI-1", filed({ document: supplement }), [{ ...duty, kind: "supplementReport", discharged }]],
    [
      "not sent: taken over",
      filed({ document: notice }),
      [{ ...duty, kind: "tellIndividuals", takenOverAt: "2026-11-27T14:00:00.000Z", discharged }],
    ],
  ] as const)("is “%s”", (state, document, duties) => {
    expect(stateOf(document, duties)).toBe(state)
  })
})
