import { count } from "../../../shared/base/platform/bilingual.ts"
import { enterStep, type StoryContext } from "./chronicle.ts"
import { drawInto } from "./drawn-documents.ts"
import { supplementLaw } from "./example-parties.ts"
import { discharge, type Participant } from "./participants.ts"

/** What a party files under a law: the receipt of its report, and its entry in a register. All are invented. */
type Filing = { readonly law: string; readonly report: string; readonly register: string }

/** What a party files under each of its laws, and to whom it reports. */
type Filings = { readonly to: string; readonly under: readonly Filing[] }

const filings: Readonly<Record<string, Filings>> = {
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

/** @throws Error for another party than those of the example */
export function filingsOf({ desk: { party } }: Participant): Filings {
  const { [party.id]: found } = filings
  if (found === undefined) throw new Error(`The example says nothing of what ${party.id} files`)
  return found
}

/** A party draws its reports from the facts as they are now, sends them, and records the receipts. */
export async function notifyRegulators(context: StoryContext, participant: Participant): Promise<void> {
  const { desk, alias } = participant
  const { to, under } = filingsOf(participant)
  await drawInto(participant, ({ document }) => document.startsWith("report-"))
  for (const { law, report: reference } of under)
    await discharge(participant, law, "tellRegulator", { kind: "regulatorReceipt", reference })
  const { counts } = await desk.view(alias)
  const shipments = `${count(counts.shipments, "en")} shipments`
  enterStep(context, desk.party, `reports ${shipments} to ${to}`)
}

/** A party makes its entries in its registers, which name what was done under each law. */
export async function keepRegisters(participant: Participant): Promise<void> {
  await drawInto(participant, ({ kind }) => kind === "registerEntry")
  for (const { law, register: reference } of filingsOf(participant).under)
    await discharge(participant, law, "keepRecord", { kind: "recordEntry", reference })
}
