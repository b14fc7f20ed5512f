import type { LawId } from "../../../shared/base/contracts/words.ts"
import { count } from "../../../shared/base/platform/bilingual.ts"
import { enterStep, type StoryContext } from "./chronicle.ts"
import { drawInto } from "./drawn-documents.ts"
import { supplementLaw } from "./example-parties.ts"
import { discharge, type Participant } from "./participants.ts"

/** What a party files under a law: the receipt of its report, and its entry in a register. All are invented. */
type Filing = { readonly law: LawId; readonly report: string; readonly register: string }

const filings: Readonly<Record<string, { readonly to: string; readonly under: readonly Filing[] }>> = {
  northpost: {
    to: "the Privacy Commissioner of Canada and the Secretariat",
    under: [{ law: "ca-privacy-act", report: "EXAMPLE-OPC-0001", register: "EXAMPLE-REGISTER-0001" }],
  },
  leafline: {
    to: "the commissioners of Ontario and of Québec",
    under: [
      { law: "ca-on-fippa", report: "EXAMPLE-IPC-0001", register: "EXAMPLE-REGISTER-0002" },
      { law: supplementLaw, report: "EXAMPLE-CAI-0001", register: "EXAMPLE-REGISTER-0003" },
    ],
  },
}

/** What a party files, under each of its laws. */
export const filingsOf = ({ desk }: Participant): readonly Filing[] => filings[desk.party.id]?.under ?? []

/** A party draws its reports from the facts as they are now, sends them, and records the receipts. */
export async function notifyRegulators(context: StoryContext, participant: Participant): Promise<void> {
  const { desk, alias } = participant
  await drawInto(participant, ({ document }) => document.startsWith("report-"))
  for (const { law, report: reference } of filingsOf(participant))
    await discharge(participant, law, "tellRegulator", { kind: "regulatorReceipt", reference })
  const { counts } = await desk.view(alias)
  const shipments = `${count(counts.shipments, "en")} shipments`
  enterStep(context, desk.party, `reports ${shipments} to ${filings[desk.party.id]?.to}`)
}

/** A party makes its entries in its registers, which name what was done under each law. */
export async function keepRegisters(participant: Participant): Promise<void> {
  await drawInto(participant, ({ kind }) => kind === "registerEntry")
  for (const { law, register: reference } of filingsOf(participant))
    await discharge(participant, law, "keepRecord", { kind: "recordEntry", reference })
}
