import type { IndexedParty } from "./folder-index.ts"

/** What the folder holds, as a list for the terminal. `folder`: its path as the reader can open it. */
export function folderSummary(parties: readonly IndexedParty[], folder: string): string {
  const lines = parties.flatMap(({ party: { id, alias }, documents }) => {
    const superseded = documents.filter((one) => one.superseded).length
    return [
      [`${id}/to-send/`, `${documents.length - superseded} documents, each as PDF, DOCX and Markdown`],
      ...(superseded === 0 ? [] : [[`${id}/superseded/`, `${superseded} drawn before a correction: do not send`]]),
      [`${id}/mail-merge-en.csv`, "for a mail merge, and the same in French: the slots of the notices"],
      [`${id}/shipments.csv`, "one line for each exposed shipment"],
      [`${id}/evidence/`, `what stays with ${alias}: its dossier, its summary and its evidence`],
    ]
  })
  const all = [["index.md", "what goes to whom, by when and in which language"], ...lines]
  const width = Math.max(...all.map(([name = ""]) => name.length)) + 2
  return [folder, ...all.map(([name = "", what = ""]) => `  ${name.padEnd(width)}${what}`)].join("\n")
}
