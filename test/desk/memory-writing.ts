import { createHmac } from "node:crypto"
import { caseWriter, type WritingPorts } from "../../shared/desk/cases/case-writer.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { interruptedSigner } from "../base/platform/signing/test-signer.ts"
import type { Interrupt } from "../dynamo/memory-dynamo.ts"

/** What the writer of cases signs and salts with, the same in each run, and a writer over any store of cases. */
export function memoryWriting({ interrupt, clock }: Pick<WritingPorts, "clock"> & { interrupt: Interrupt }) {
  let drawn = 0
  const signer = interruptedSigner(interrupt)
  const randomId = () => createHmac("sha256", "random").update(String(++drawn)).digest("base64url").slice(0, 22)
  const macHead = async (message: string) => {
    await interrupt("kms.generateMac:before")
    return createHmac("sha256", "head").update(message).digest("base64")
  }
  const writerOver = (cases: WritingPorts["cases"], laws = lawCatalogue) =>
    caseWriter({ cases, laws, clock, randomId, sleep: async () => {}, macHead, signer })
  return { signer, randomId, macHead, writerOver }
}
